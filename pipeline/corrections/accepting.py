"""What persons accepted, put into an evaluation: a row loses its mark, a finding is the document's own fault."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document import Document
from normalizers.review import row_path
from normalizers.rules import finding_of, remark
from normalizers.schema import Evaluation, Finding, Language
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import is_same_place
from pipeline.field_places import FieldPlaces, field_places

_UNTOLD = {"form_id", "doc_id", "ordinal", "page", "page_first", "page_last", "confidence", "needs_review"}
"""Columns of a row that say nothing of what is printed in it."""


def said_by(row: msgspec.Struct) -> str:
    """Return what a row says, as JSON with one name a column: what a person accepts who accepts it."""
    told = {name: getattr(row, name) for name in row.__struct_fields__ if name not in _UNTOLD}
    return msgspec.json.encode(told, order="deterministic").decode()


def found_by(finding: Finding) -> str:
    """Return what a finding says, as JSON: what a person accepts who accepts it."""
    return msgspec.json.encode({"observed": finding.observed, "expected": finding.expected}).decode()


def accept_rows(
    document: Document, evaluation: Evaluation, corrections: Sequence[Correction], language: Language
) -> Evaluation:
    """Return the evaluation with what persons accepted.

    A row that says something else than when it was accepted keeps its mark, and a finding says so.
    """
    accepts = [one for one in corrections if one.action == "accept"]
    if not accepts:
        return evaluation
    places = field_places(document, evaluation)
    for one in accepts:
        evaluation = _accept(one, evaluation, places, language)
    return evaluation


def _accept(one: Correction, evaluation: Evaluation, places: FieldPlaces, language: Language) -> Evaluation:
    table, column = _table_and_column(one)
    at = _rows_at(one, places, table)
    if one.rule is not None:
        return _accept_finding(one, evaluation, at, table, column)
    name = "forms" if table == "form" else table
    rows = getattr(evaluation, name, ())
    new, changed = [], []
    for row in rows:
        path = (row.form_id, "form" if table == "form" else f"{table}[{row.ordinal}]")
        if path in at and row.needs_review:
            if said_by(row) == one.new:
                row = msgspec.structs.replace(row, needs_review=False)  # noqa: PLW2901
            else:
                changed.append(_outdated(one, path, row, language))
        new.append(row)
    findings = (*evaluation.findings, *changed)
    return msgspec.structs.replace(evaluation, **{name: tuple(new), "findings": findings})


def _outdated(one: Correction, path: tuple[str | None, str], row: msgspec.Struct, language: Language) -> Finding:
    told = remark(
        "acceptance_outdated", field=path[1], observed=said_by(row), expected=one.new, page=one.page, doubtful=True,
        reviewer=one.reviewer,
    )  # fmt: skip
    return finding_of(told, language, doc_id=one.doc_id, form_id=path[0])


def _accept_finding(
    one: Correction, evaluation: Evaluation, at: set[tuple[str | None, str]], table: str, column: str
) -> Evaluation:
    findings = []
    for finding in evaluation.findings:
        field = finding.field or "form"
        same = finding.name == one.rule and found_by(finding) == one.new and field.partition(".")[2] == column
        on_row = (finding.form_id, row_path(field)) in at
        whole = table not in ("funding", "management", "goals", "indicators") or "[" not in field
        if same and (on_row or (whole and _is_whole(finding, one, at))):
            finding = msgspec.structs.replace(finding, accepted=True)  # noqa: PLW2901
        findings.append(finding)
    return msgspec.structs.replace(evaluation, findings=tuple(findings))


def _is_whole(finding: Finding, one: Correction, at: set[tuple[str | None, str]]) -> bool:
    """Say whether a finding about a form or the document as a whole is the one that was accepted."""
    if finding.form_id is None:
        return finding.page in (None, one.page)
    return finding.form_id in {form_id for form_id, _ in at} and "[" not in (finding.field or "")


def _rows_at(one: Correction, places: FieldPlaces, table: str) -> set[tuple[str | None, str]]:
    """Return the rows of a table that are made of what is printed at the place of an acceptance."""
    found: set[tuple[str | None, str]] = set()
    for number, paths in places.fields_at.items():
        if is_same_place(places.printed[number].spot, one.spot):
            found |= {(form_id, row_path(path)) for form_id, path in paths if _is_of(path, table)}
            found |= {(form_id, "form") for form_id, _ in paths}
    return found


def _is_of(path: str, table: str) -> bool:
    return row_path(path).partition("[")[0] == table


def _table_and_column(one: Correction) -> tuple[str, str]:
    row, _, column = (one.field or "form").partition(".")
    return row.partition("[")[0], column

