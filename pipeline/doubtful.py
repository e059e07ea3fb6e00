"""A document and its evaluation to the rows that a person should look at, and why: for review and for reports."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast

import msgspec
from msgspec import Struct

from extractors.document import Cell, Document, Paragraph
from normalizers.characters import clean_text
from normalizers.review import is_doubtful, row_of_field, row_path
from normalizers.rules import Words, load_rules, plain_number
from normalizers.schema import Evaluation, Finding, Form, Funding, Goal, Indicator, Management, Severity
from pipeline.corrections.accepting import Row, RowPath
from pipeline.corrections.spots import Printed, Spot
from pipeline.documents import LOST_RULES
from pipeline.field_places import FieldPlaces, field_places, places_of_row
from pipeline.importance import urgency

__all__ = ["DoubtfulField", "DoubtfulRow", "Reason", "Row", "doubtful_rows", "load_labels", "rows_of_form", "value_of"]

_FILE = Path(__file__).with_name("doubtful.toml")

TableName = Literal["form", "funding", "management", "goals", "indicators", "document"]
"""What a row belongs to; `document` for what is said of no form."""

_GRAVITY: dict[Severity, float] = {"error": 3.0, "warning": 2.0, "info": 1.0}
"""Which of several reasons is the gravest."""
_READING = "R-"
"""Rules about the reading begin so; others are about what is printed."""


class Reason(Struct, frozen=True):
    """Why a row should be looked at: a doubt about a cell (`name` is the doubt), or a finding."""

    zh: str
    en: str
    name: str
    severity: Severity
    rule: str | None = None
    """Rule of the finding; None for a doubt."""
    field: str | None = None
    """Path of the field that it is about, such as `funding[2].budget`."""
    finding: Finding | None = None


class DoubtfulField(Struct, frozen=True):
    """One field of such a row, and where it is printed."""

    path: str
    """Such as `indicators[5].actual`."""
    zh: str
    en: str
    spot: Spot
    printed: Cell | Paragraph
    """With its text, readings, doubts and box."""
    value: str | None
    """What was made of it, as text; None for nothing."""
    doubtful: bool
    """A doubt about this cell is among the row's reasons, or a finding of the reading, or an error, names it."""
    proposed: str
    """What is printed there as far as the program can tell, which is what a person confirms who accepts it: the text,
    or what it was repaired to."""


class DoubtfulRow(Struct, frozen=True):
    """One row of a form that a person should look at, or, with an empty path, what is said of the whole document."""

    doc_id: str
    form_id: str | None
    path: str
    """Such as `indicators[5]`; `form` for the form's own row."""
    table: TableName
    zh: str
    en: str
    page: int | None
    severity: Severity
    """The gravest of the reasons."""
    marked: bool
    """The row has `needs_review`; False where only a finding of severity error names it."""
    importance: float
    """How far ahead in the queue, 0 to 1: see `pipeline.importance`."""
    row: Row | None
    fields: tuple[DoubtfulField, ...]
    reasons: tuple[Reason, ...]


class _Labels(Struct, frozen=True):
    tables: dict[str, Words]
    fields: dict[str, dict[str, Words]]
    doubts: dict[str, Words]
    reasons: dict[str, Words]


@cache
def load_labels() -> _Labels:
    """Return what tables, fields, doubts and reasons are called."""
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), _Labels)


def doubtful_rows(
    document: Document, evaluation: Evaluation, other: Evaluation | None = None
) -> tuple[DoubtfulRow, ...]:
    """Return each marked row and each row with an error that nobody has accepted, in the order of the document.

    `other` is the same evaluation with messages in the other language; without it a finding's rule stands for them.
    """
    places = field_places(document, evaluation)
    found = [
        row
        for form in evaluation.forms
        for row in _rows_of_form(form, evaluation, other, places)
    ]
    return (*found, *_rest(evaluation, other))


def _rows_of_form(
    form: Form, evaluation: Evaluation, other: Evaluation | None, places: FieldPlaces
) -> Iterator[DoubtfulRow]:
    own = {
        path: (row, _findings_on(path, form.form_id, evaluation))
        for path, row in rows_of_form(form, evaluation)
    }
    for path, (row, findings) in own.items():
        wrong = [one for one in findings if one.severity == "error" and not one.accepted]
        if row.needs_review or wrong:
            told = findings if row.needs_review else wrong
            yield _row(form.form_id, path, row, told, evaluation, other, places)


def rows_of_form(form: Form, evaluation: Evaluation) -> Iterator[tuple[str, Row]]:
    """Yield (path, row) for the rows of one form: `form`, `funding[1]`, … in the order of the tables."""
    yield "form", form
    tables: dict[str, Sequence[Funding | Management | Goal | Indicator]] = {
        "funding": evaluation.funding, "management": evaluation.management, "goals": evaluation.goals,
        "indicators": evaluation.indicators,
    }  # fmt: skip
    for name, rows in tables.items():
        for row in rows:
            if row.form_id == form.form_id:
                yield f"{name}[{row.ordinal}]", row


def rows_by_path(evaluation: Evaluation) -> dict[RowPath, Row]:
    """Return every row of a document's forms by form and path."""
    return {(form.form_id, path): row for form in evaluation.forms for path, row in rows_of_form(form, evaluation)}


def _findings_on(path: str, form_id: str | None, evaluation: Evaluation) -> list[Finding]:
    """Return what was found on one row; what is said of a table as a whole belongs to the form."""
    return [
        one
        for one in evaluation.findings
        if one.form_id == form_id and one.form_id is not None and row_of_field(one.field) == path
    ]


def _row(
    form_id: str,
    path: str,
    row: Row,
    findings: Sequence[Finding],
    evaluation: Evaluation,
    other: Evaluation | None,
    places: FieldPlaces,
) -> DoubtfulRow:
    table = _table(path)
    fields = tuple(_field(name, printed, row, findings) for name, printed in places_of_row(form_id, path, places))
    reasons = (*_doubts(fields), *(_reason(one, evaluation, other) for one in findings))
    if not reasons:
        words = load_labels().reasons["suspect"]
        reasons = (Reason(words.zh, words.en, "suspect", "warning", field=path),)
    severity = _gravest(reasons)
    words = load_labels().tables[table]
    return DoubtfulRow(
        doc_id=evaluation.doc_id,
        form_id=form_id,
        path=path,
        table=table,
        zh=words.zh,
        en=words.en,
        page=row.page_first if isinstance(row, Form) else row.page,
        severity=severity,
        marked=row.needs_review,
        importance=urgency(path, row.confidence, error=severity == "error"),
        row=row,
        fields=fields,
        reasons=reasons,
    )


def _rest(evaluation: Evaluation, other: Evaluation | None) -> Iterator[DoubtfulRow]:
    """Yield a row for each finding of the whole document that a person should look at."""
    words = load_labels().tables["document"]
    for one in evaluation.findings:
        if one.form_id is not None or one.accepted or one.scope != "document":
            continue
        if one.severity != "error" and one.rule not in LOST_RULES:
            continue
        yield DoubtfulRow(
            doc_id=evaluation.doc_id,
            form_id=None,
            path="",
            table="document",
            zh=words.zh,
            en=words.en,
            page=one.page,
            severity=one.severity,
            marked=False,
            importance=urgency("document", None, error=one.severity == "error"),
            row=None,
            fields=(),
            reasons=(_reason(one, evaluation, other),),
        )


def _table(path: str) -> TableName:
    return cast("TableName", row_path(path).partition("[")[0])


def _field(path: str, printed: Printed, row: Row, findings: Sequence[Finding]) -> DoubtfulField:
    column = path.partition(".")[2]
    words = load_labels().fields[_table(path)].get(column, Words(zh=column, en=column))
    named = any(
        one.field == path and (one.severity == "error" or one.rule.startswith(_READING)) for one in findings
    )
    return DoubtfulField(
        path=path,
        zh=words.zh,
        en=words.en,
        spot=printed.spot,
        printed=printed.text,
        value=value_of(row, column),
        doubtful=named or is_doubtful(printed.text),
        proposed=_proposed(path, printed.text, row, findings),
    )


_REPAIRED = {"figure_repaired", "label_repaired", "level_repaired", "stroke_misread"}
"""Findings whose `expected` is what must be printed."""


def _proposed(path: str, printed: Cell | Paragraph, row: Row, findings: Sequence[Finding]) -> str:
    """Return what is printed in a cell as far as the program can tell: the text, or what that was taken for."""
    repaired = next((one.expected for one in findings if one.field == path and one.name in _REPAIRED), None)
    if repaired is not None:
        return repaired
    column, text = path.partition(".")[2], clean_text(printed.text)
    raw = getattr(row, f"{column}_raw", None)
    if isinstance(raw, str) and len(raw) == len(text) and raw != text:  # a sign of it was read as another: ‰ for %
        return raw
    level = getattr(row, column, None) if column in _LEVELS else None
    if isinstance(level, str) and len(level) == len(text) and printed.doubts:
        return level
    return printed.text


_LEVELS = ("level1", "level2")


def value_of(row: Row, column: str) -> str | None:
    """Return what a row has in a column, as text: `6351000`, `≥ 100 人`; None for nothing."""
    if isinstance(row, Indicator) and column in ("target", "actual"):
        return _quantity(row, column)
    value = getattr(row, column, None)
    if value is None:
        return None
    return plain_number(value) if isinstance(value, Decimal) else str(value)


def _quantity(row: Indicator, column: str) -> str | None:
    """Return a target or actual as it was understood: `ge 100人`; its text where it is no number and no day."""
    day = row.target_date if column == "target" else row.actual_date
    value = row.target_value if column == "target" else row.actual_value
    unit = row.target_unit if column == "target" else row.actual_unit
    sign = f"{row.target_comparator} " if column == "target" and row.target_comparator else ""
    if day is not None:
        return f"{sign}{day.isoformat()}"
    if value is None:
        return row.target_raw if column == "target" else row.actual_raw
    upper = f"–{plain_number(row.target_upper)}" if column == "target" and row.target_upper is not None else ""
    return f"{sign}{plain_number(value)}{upper}{unit or ''}"


def _doubts(fields: Sequence[DoubtfulField]) -> Iterator[Reason]:
    for field in fields:
        if is_doubtful(field.printed):
            for doubt in field.printed.doubts:
                words = load_labels().doubts[doubt]
                yield Reason(words.zh, words.en, doubt, "warning", field=field.path)


def _reason(finding: Finding, evaluation: Evaluation, other: Evaluation | None) -> Reason:
    zh, en = messages_of(finding, evaluation, other)
    return Reason(zh, en, finding.name, finding.severity, finding.rule, finding.field, finding)


def messages_of(finding: Finding, evaluation: Evaluation, other: Evaluation | None) -> tuple[str, str]:
    """Return what a finding says in Chinese and in English."""
    titles = load_rules()[finding.rule].title
    own = finding.message
    at = next((number for number, one in enumerate(evaluation.findings) if one is finding), None)
    if other is not None and at is not None and at < len(other.findings):
        told = other.findings[at].message
    else:
        told = titles.en if _is_chinese(own) else titles.zh
    return (own, told) if _is_chinese(own) else (told, own)


def _is_chinese(text: str) -> bool:
    """Say whether a message is a Chinese one: an English one quotes Chinese words, and has letters around them."""
    ideographs = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    letters = sum(sign.isascii() and sign.isalpha() for sign in text)
    return 2 * ideographs >= letters


def _gravest(reasons: Sequence[Reason]) -> Severity:
    return max((reason.severity for reason in reasons), key=_GRAVITY.__getitem__)
