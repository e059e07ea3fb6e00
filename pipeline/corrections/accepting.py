"""What persons accepted, put into an evaluation: a row loses its mark, a finding is the document's own fault.

What is accepted is a row as it was, with all that it said, at one place of it: where a newer version or another
correction makes something else of it, it has its mark again. So no acceptance hides a value that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from extractors.document import Document
from normalizers.review import row_of_field, row_path
from normalizers.rules import finding_of, remark
from normalizers.schema import Evaluation, Finding, Form, Funding, Goal, Indicator, Language, Management
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot, is_same_place
from pipeline.field_places import FieldPlaces, field_places

_UNTOLD = {"form_id", "doc_id", "ordinal", "page", "page_first", "page_last", "confidence", "needs_review"}
"""Columns of a row that say nothing of what is printed in it."""

Row = Form | Funding | Management | Goal | Indicator
RowPath = tuple[str | None, str]
"""The id of a form, None for the document as a whole, and the path of a row in it: `funding[2]`."""

_TABLES = {"form": "forms", "funding": "funding", "management": "management", "goals": "goals"} | {
    "indicators": "indicators"
}
"""Name of a row in paths -> name of its table."""


class Accepted(Struct, frozen=True):
    """What can be accepted: a row or a finding, and the place by which it is found again."""

    spot: Spot
    field: str
    rule: str | None
    said: str


def said_by(row: Row) -> str:
    """Return what a row says, as JSON with one name a column: what a person accepts who accepts it."""
    told = {name: getattr(row, name) for name in row.__struct_fields__ if name not in _UNTOLD}
    return msgspec.json.encode(told).decode()


def found_by(finding: Finding) -> str:
    """Return what a finding says in numbers, as JSON: what a person accepts who accepts it."""
    return msgspec.json.encode({"observed": finding.observed, "expected": finding.expected}).decode()


def acceptable_row(row: Row, path: str, places: FieldPlaces) -> Accepted | None:
    """Return a row as it can be accepted; None where nothing of its form is printed anywhere."""
    spot = anchor(row.form_id, path, places)
    return Accepted(spot, path, None, said_by(row)) if spot is not None else None


def acceptable_finding(finding: Finding, places: FieldPlaces) -> Accepted:
    """Return a finding as it can be accepted."""
    spot = anchor(finding.form_id, row_path(finding.field or "form"), places) if finding.form_id else None
    return Accepted(
        spot or Spot(finding.page or 1), finding.field or "form", finding.name, found_by(finding)
    )


def accepting(doc_id: str, what: Accepted, reviewer: str, reason: str | None = None) -> Correction:
    """Return the row of `corrections` by which a person accepts something."""
    return correction(
        doc_id, what.spot, "accept", reviewer, field=what.field, rule=what.rule, new=what.said, reason=reason
    )


def anchor(form_id: str | None, path: str, places: FieldPlaces) -> Spot | None:
    """Return the place by which a row is found again: one of its own, which as few rows as may be share."""
    shared = {number: len({row_path(name) for _, name in paths}) for number, paths in places.fields_at.items()}
    own = [
        number
        for number, paths in places.fields_at.items()
        if any(form == form_id and row_path(name) == path for form, name in paths)
    ]
    if not own:  # a form is found by anything in it
        own = [number for number, paths in places.fields_at.items() if any(form == form_id for form, _ in paths)]
    return places.printed[min(own, key=lambda number: (shared[number], number))].spot if own else None


def with_accepted(
    document: Document, evaluation: Evaluation, corrections: Sequence[Correction], language: Language
) -> Evaluation:
    """Return the evaluation with what persons accepted; `corrections` are those that hold.

    A row that says something else than when it was accepted keeps its mark, and a finding says so.
    """
    accepts = [one for one in corrections if one.action == "accept"]
    if not accepts:
        return evaluation
    places = field_places(document, evaluation)
    for one in accepts:
        if one.rule is None:
            evaluation = _with_row(one, evaluation, _rows_at(one, places), language)
        else:
            evaluation = _with_finding(one, evaluation, _rows_at(one, places))
    return evaluation


def _with_row(one: Correction, evaluation: Evaluation, at: set[RowPath], language: Language) -> Evaluation:
    table = _table_of(one.field)
    name = _TABLES.get(table, "")
    rows: Sequence[Row] = getattr(evaluation, name, ())
    here = [row for row in rows if (row.form_id, path_of(row, table)) in at]
    right = [row for row in here if said_by(row) == one.new]
    if right:
        free = tuple(msgspec.structs.replace(row, needs_review=False) if row in right else row for row in rows)
        return msgspec.structs.replace(evaluation, **{name: free})
    if not here or not any(row.needs_review for row in here):
        return evaluation  # it needs no acceptance any more, or its cells are gone, which their corrections tell
    told = _outdated(one, here[0], path_of(here[0], table), language)
    return msgspec.structs.replace(evaluation, findings=(*evaluation.findings, told))


def path_of(row: Row, table: str) -> str:
    """Return the path of a row in its form: `form`, `funding[2]`."""
    return "form" if isinstance(row, Form) else f"{table}[{row.ordinal}]"


def _outdated(one: Correction, row: Row, path: str, language: Language) -> Finding:
    told = remark(
        "acceptance_outdated", field=path, observed=said_by(row), expected=one.new, page=one.page, doubtful=True,
        reviewer=one.reviewer,
    )  # fmt: skip
    return finding_of(told, language, doc_id=one.doc_id, form_id=row.form_id)


def _with_finding(one: Correction, evaluation: Evaluation, at: set[RowPath]) -> Evaluation:
    findings = tuple(
        msgspec.structs.replace(finding, accepted=True) if _is_accepted(finding, one, at) else finding
        for finding in evaluation.findings
    )
    return msgspec.structs.replace(evaluation, findings=findings)


def _is_accepted(finding: Finding, one: Correction, at: set[RowPath]) -> bool:
    """Say whether an acceptance is of this finding: of what it is called, what it says, and where it is."""
    field = finding.field or "form"
    if finding.name != one.rule or found_by(finding) != one.new or _kind_of(field) != _kind_of(one.field or "form"):
        return False
    if finding.form_id is None:
        return finding.page in (None, one.page)
    return (finding.form_id, row_of_field(field)) in at


def _kind_of(path: str) -> tuple[str, str]:
    """Return the table and the column of a path, which the number of its row may not outlive."""
    return _table_of(path), path.partition(".")[2]


def _table_of(path: str | None) -> str:
    return row_path(path or "form").partition("[")[0]


def _rows_at(one: Correction, places: FieldPlaces) -> set[RowPath]:
    """Return the rows that are made of what is printed at a place, and the form that it is in."""
    found: set[RowPath] = set()
    for number, paths in places.fields_at.items():
        if is_same_place(places.printed[number].spot, one.spot):
            found |= {(form_id, row_path(path)) for form_id, path in paths}
            found |= {(form_id, "form") for form_id, _ in paths}
    return found
