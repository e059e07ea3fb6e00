"""A person's decision about a marked row to the rows of `corrections` that say it: accept it, or type texts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from msgspec import Struct

from normalizers.review import row_of_field, row_path
from normalizers.schema import Evaluation, Finding
from pipeline.corrections.accepting import Row, acceptable_finding, acceptable_row, accepting
from pipeline.corrections.history import text_at
from pipeline.corrections.preview import Previewer
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot, is_same_place, printed_of
from pipeline.doubtful import DoubtfulField, DoubtfulRow, rows_of_form, value_of
from pipeline.field_places import FieldPlaces, field_places


class Decision(Struct, frozen=True):
    """What is to be added to a dataset, all at once, and what its author had seen: see `Corrections.add`."""

    corrections: tuple[Correction, ...]
    seen: dict[Spot, str | None]


def accept_row(
    document: Previewer,
    row: DoubtfulRow,
    reviewer: str,
    typed: Mapping[Spot, str] | None = None,
    reason: str | None = None,
) -> Decision:
    """Return what says that a row is right, with `typed` texts in it and all others as `proposed`.

    The texts of its doubtful cells are confirmed, where they are what its values were made of; what still speaks
    against the row then, a moved cell or an error of the document, is accepted.
    """
    confirmed = {field.spot: field.proposed for field in row.fields if field.doubtful}
    texts = _telling(document, row, {**confirmed, **(typed or {})}, set(typed or {}))
    texts = {spot: text for spot, text in texts.items() if not _is_said(document, spot, text)}
    said = [_text(document, spot, text, _field_at(row, spot), reviewer, reason) for spot, text in texts.items()]
    after = document.after(texts)
    places = field_places(after.document, after.evaluation)
    found = [one for one in _rows(after.evaluation, row.form_id) if _is_row(one, row, places)]
    accepted = [
        accepting(document.doc_id, what, reviewer, reason)
        for path, one in found
        for what in (acceptable_row(one, path, places) if one.needs_review else None,)
        if what is not None
    ]
    findings = [one for one in after.evaluation.findings if _is_to_accept(one, row, found)]
    accepted += [accepting(document.doc_id, acceptable_finding(one, places), reviewer, reason) for one in findings]
    return decided(document, [*said, *accepted])


def _telling(
    document: Previewer, row: DoubtfulRow, texts: dict[Spot, str], typed: set[Spot]
) -> dict[Spot, str]:
    """Return the texts without those whose being confirmed would make another value of them than a person was shown.

    A text in doubt may be understood as what it was probably meant to be, and a sure one is not.
    """
    after = document.after(texts)
    now = dict(_rows(after.evaluation, row.form_id)).get(row.path)
    if now is None or row.row is None:
        return texts
    columns = {_column(field) for field in row.fields if field.spot in typed}
    other = {
        field.spot
        for field in row.fields
        if field.spot in texts
        and _column(field) not in columns
        and value_of(now, _column(field)) != field.value
    }
    return {spot: text for spot, text in texts.items() if spot not in other}


def type_text(
    document: Previewer, spot: Spot, text: str, reviewer: str, field: str | None = None, reason: str | None = None
) -> Decision:
    """Return what says that a text is printed at a place, and no more."""
    return decided(document, [_text(document, spot, text, field, reviewer, reason)])


def decided(document: Previewer, corrections: list[Correction]) -> Decision:
    """Return corrections with what was known of their places when the document was looked at."""
    return Decision(tuple(corrections), {one.spot: document.last_at(one.spot) for one in corrections})


def _column(field: DoubtfulField) -> str:
    return field.path.partition(".")[2]


def _is_said(document: Previewer, spot: Spot, text: str) -> bool:
    """Say whether a person said so already."""
    last = text_at(document.holding, spot)
    return last is not None and last.new == text


def _text(
    document: Previewer, spot: Spot, text: str, field: str | None, reviewer: str, reason: str | None
) -> Correction:
    old = next((one.text.text for one in printed_of(document.before.document) if one.spot == spot), None)
    return correction(document.doc_id, spot, "text", reviewer, field=field, old=old, new=text, reason=reason)


def _field_at(row: DoubtfulRow, spot: Spot) -> str | None:
    return next((field.path for field in row.fields if field.spot == spot), None)


def _rows(evaluation: Evaluation, form_id: str | None) -> list[tuple[str, Row]]:
    own = (form for form in evaluation.forms if form.form_id == form_id)
    return list(chain.from_iterable(rows_of_form(form, evaluation) for form in own))


def _is_row(one: tuple[str, Row], row: DoubtfulRow, places: FieldPlaces) -> bool:
    """Say whether a row as it would be is the one that was looked at: by its path, or, renumbered, by its places."""
    path, new = one
    if new.form_id != row.form_id or path.partition("[")[0] != row.path.partition("[")[0]:
        return False
    own = {field.spot for field in row.fields}
    there = [
        printed.spot
        for (form, name), found in places.by_field.items()
        if form == new.form_id and row_path(name) == path
        for printed in found
    ]
    here = sum(any(is_same_place(spot, other) for other in own) for spot in there)
    return path == row.path if not own or not there else 2 * here > len(there)


def _is_to_accept(finding: Finding, row: DoubtfulRow, found: list[tuple[str, Row]]) -> bool:
    """Say whether a finding is an error on the row that nobody has accepted, or what is said of the document."""
    if finding.accepted:
        return False
    if row.form_id is None:
        return any(reason.finding == finding for reason in row.reasons)
    path = row_of_field(finding.field)
    return finding.severity == "error" and finding.form_id == row.form_id and any(path == own for own, _ in found)
