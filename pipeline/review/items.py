"""A document's marked rows and error findings to the items of the queue: one item a row that a person should look at.

They are made of the tables' columns alone, so that a queue of 60,000 items is there at once; what an item shows is made
when it is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from normalizers.review import row_of_field
from normalizers.schema import Evaluation
from pipeline.documents import LOST_RULES, DocumentRow
from pipeline.importance import Kind, kind_of, urgency

DOCUMENT_ROW = "document"
"""Row of what a finding says of no form."""


class Item(Struct, frozen=True, kw_only=True):
    """One row that a person should look at."""

    item_id: str
    """`<doc_id>.<ordinal of the form, 0 for none>.<row>`."""
    doc_id: str
    form_id: str | None
    row: str
    """Path of the row as in findings: `funding[2]`, `form`, `document`."""
    kind: Kind
    label: str
    """What is printed at the row's head: `中央财政资金`."""
    file_name: str
    template: str
    """`none` outside forms."""
    error: bool
    """A finding of severity error is about it."""
    rules: tuple[str, ...]
    page: int
    position: tuple[int, str, int]
    """Where it is in its document: page, table, ordinal of the row."""
    urgency: float

    @property
    def order(self) -> tuple[float, str, str]:
        """What the queue is sorted by: the most urgent first, then documents as a whole."""
        return (-self.urgency, self.doc_id, self.item_id)


class MarkedRow(Struct, frozen=True):
    """What the queue wants to know of a row with `needs_review`."""

    doc_id: str
    form_id: str
    row: str
    label: str
    confidence: float | None
    page: int | None


class FormHead(Struct, frozen=True):
    """What the queue wants to know of a form."""

    template: str
    title: str


class Trouble(Struct, frozen=True):
    """What the queue wants to know of a finding that nobody has accepted."""

    doc_id: str
    form_id: str | None
    rule: str
    severity: str
    field: str | None
    page: int | None


_NO_FORM = FormHead("none", "")


class Row(Struct):
    """A row of the queue while its mark and its findings are put together."""

    form_id: str | None
    row: str
    mark: MarkedRow | None
    troubles: list[Trouble]


def document_items(
    document: DocumentRow, forms: Mapping[str, FormHead], marks: Iterable[MarkedRow], troubles: Iterable[Trouble]
) -> tuple[Item, ...]:
    """Return the items of one document; `forms` are its forms by `form_id`.

    A row is an item where it is marked or a finding of severity error is about it; further findings go with it.
    """
    rows: dict[tuple[str | None, str], Row] = {}
    for mark in marks:
        rows[mark.form_id, mark.row] = Row(mark.form_id, mark.row, mark, [])
    found = list(troubles)
    for trouble in found:
        if trouble.severity == "error" or trouble.rule in LOST_RULES:
            key = trouble.form_id, row_of(trouble)
            rows.setdefault(key, Row(trouble.form_id, key[1], None, []))
    for trouble in found:
        if (row := rows.get((trouble.form_id, row_of(trouble)))) is not None:
            row.troubles.append(trouble)
    return tuple(_item(document, forms, row) for row in rows.values())


def row_of(trouble: Trouble) -> str:
    """Return the row that a finding is about: `funding[2].budget` → `funding[2]`, `indicators` → `form`."""
    return DOCUMENT_ROW if trouble.form_id is None else row_of_field(trouble.field)


def item_id(doc_id: str, form_id: str | None, row: str) -> str:
    """Return the name of an item, the same for as long as the document has that row."""
    ordinal = form_id.rpartition("-")[2] if form_id else "0"
    return f"{doc_id}.{ordinal}.{row}"


def _item(document: DocumentRow, forms: Mapping[str, FormHead], row: Row) -> Item:
    error = any(trouble.severity == "error" for trouble in row.troubles)
    pages = [row.mark.page if row.mark else None, *(trouble.page for trouble in row.troubles)]
    page = next((page for page in pages if page is not None), 1)
    form = forms.get(row.form_id or "", _NO_FORM)
    table, _, ordinal = row.row.rstrip("]").partition("[")
    return Item(
        item_id=item_id(document.doc_id, row.form_id, row.row),
        doc_id=document.doc_id,
        form_id=row.form_id,
        row=row.row,
        kind=kind_of(row.row),
        label=row.mark.label if row.mark else form.title if row.row == "form" else "",
        file_name=document.file_name,
        template=form.template,
        error=error,
        rules=tuple(sorted({trouble.rule for trouble in row.troubles})),
        page=page,
        position=(page, table, int(ordinal or 0)),
        urgency=urgency(row.row, row.mark.confidence if row.mark else None, error=error),
    )


LABELS = {"funding": "source_label", "indicators": "level3", "management": "aspect", "goals": None, "forms": "title"}
"""The column of each marked table that says what a row is about."""


def row_name(table: str, ordinal: int) -> str:
    """Return the path of a row of a table: the second of `funding` → `funding[2]`; a form's own fields are `form`."""
    return "form" if table == "forms" else f"{table}[{ordinal}]"


def evaluation_items(document: DocumentRow, evaluation: Evaluation) -> tuple[Item, ...]:
    """Return the items of a document that was evaluated just now, as they will be when it is written."""
    marks: list[MarkedRow] = []
    for table, label in LABELS.items():
        rows: Sequence[Struct] = getattr(evaluation, table)
        marks += [_mark_of(table, label, row) for row in rows if getattr(row, "needs_review", False)]
    troubles = [
        Trouble(one.doc_id, one.form_id, one.rule, one.severity, one.field, one.page)
        for one in evaluation.findings
        if not one.accepted and one.scope == "document"
    ]
    forms = {form.form_id: FormHead(str(form.template), form.title or "") for form in evaluation.forms}
    return document_items(document, forms, marks, troubles)


def _mark_of(table: str, label: str | None, row: Struct) -> MarkedRow:
    values = {name: getattr(row, name) for name in ("doc_id", "form_id", "ordinal", "confidence")}
    return MarkedRow(
        values["doc_id"],
        values["form_id"],
        row_name(table, values["ordinal"]),
        (getattr(row, label) if label else None) or "",
        values["confidence"],
        getattr(row, "page", None) or getattr(row, "page_first", None),
    )
