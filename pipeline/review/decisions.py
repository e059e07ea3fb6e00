"""What a person decided about a row to the rows of the table `corrections` that say so.

To decide about a row is to say that it is printed so: the typed texts, the texts of its doubtful cells as they stand,
and, where something else than a cell is in doubt, the row as it then reads and the findings of severity error on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from extractors.document import Cell
from normalizers.review import is_doubtful, row_path
from pipeline.corrections.accepting import found_by, said_by
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot
from pipeline.corrections.store import Conflict, last_at
from pipeline.review.opened import Opened, RowKey
from pipeline.review.row_cells import RowCell, row_cells


class Decision(Struct, frozen=True):
    """What a person sent: the row, what was typed into which cells, and what they had seen of them."""

    key: RowKey
    reviewer: str
    typed: Mapping[Spot, str]
    seen: Mapping[Spot, str | None]
    """The last correction of each cell of the row that the person was shown."""
    reason: str | None = None


def corrections_of(opened: Opened, decision: Decision) -> tuple[tuple[Correction, ...], Opened]:
    """Return the rows to write, and the document as it is with them.

    Raises `Conflict` where somebody else has corrected a cell of the row since the person looked at it.
    """
    cells = row_cells(opened.places, *decision.key)
    _refuse_unseen(opened, decision, cells)
    texts, after = _texts(opened, decision, cells)
    accepts = tuple(_accepts(after, decision))
    return (*texts, *accepts), after.with_texts(accepts) if accepts else after


def _refuse_unseen(opened: Opened, decision: Decision, cells: Sequence[RowCell]) -> None:
    others = []
    for cell in cells:
        last = last_at(opened.history, cell.printed.spot)
        if last is not None and last.correction_id != decision.seen.get(cell.printed.spot):
            others.append(last)
    if others:
        raise Conflict(others)


def _texts(
    opened: Opened, decision: Decision, cells: Sequence[RowCell]
) -> tuple[tuple[Correction, ...], Opened]:
    """Return the typed texts, with those of the doubtful cells, which are confirmed, and the document with them.

    A person accepts what the row says. Where a confirmed text would make it say something else (the arithmetic had
    put a figure right that was read wrong), nothing but the typed texts is written.
    """
    typed, confirmed = [], []
    for cell in cells:
        old, new = cell.printed.text.text, decision.typed.get(cell.printed.spot)
        if new is not None:
            typed.append(_text(opened, decision, cell, old, new))
        elif is_doubtful(cell.printed.text):
            confirmed.append(_text(opened, decision, cell, old, old))
    after = opened.with_texts(tuple(typed)) if typed else opened
    if confirmed:
        sure = after.with_texts(tuple(confirmed))
        if _all_said(sure) == _all_said(after):
            return (*typed, *confirmed), sure
    return tuple(typed), after


def _all_said(opened: Opened) -> list[str]:
    return [said_by(row) for row in opened.rows.values()]


def _text(opened: Opened, decision: Decision, cell: RowCell, old: str, new: str) -> Correction:
    return correction(
        opened.row.doc_id, cell.printed.spot, "text", decision.reviewer,
        field=cell.path or f"{decision.key[1]}.{cell.column}".rstrip("."), old=old, new=new, reason=decision.reason,
    )  # fmt: skip


def _accepts(after: Opened, decision: Decision) -> list[Correction]:
    """Return what is left to accept once the texts are as the person says."""
    form_id, path = decision.key
    doubted = after.doubtful.get(decision.key, ())
    if not doubted:
        return []
    row = after.rows.get(decision.key)
    spot = _spot_of_row(after, decision.key)
    new = []
    if row is not None and row.needs_review:
        new.append(_accept(after, decision, spot, field=path, rule=None, said=said_by(row)))
    for reason in (reason for one in doubted for reason in one.reasons):
        finding = reason.finding
        if finding is not None and (finding.severity == "error" or form_id is None):
            place = Spot(finding.page or 1) if form_id is None else spot
            new.append(_accept(after, decision, place, field=finding.field, rule=finding.name, said=found_by(finding)))
    return new


def _accept(
    opened: Opened, decision: Decision, spot: Spot, *, field: str | None, rule: str | None, said: str
) -> Correction:
    return correction(
        opened.row.doc_id, spot, "accept", decision.reviewer, field=field, rule=rule, new=said, reason=decision.reason
    )


def _spot_of_row(opened: Opened, key: RowKey) -> Spot:
    """Return the place that names a row best: one that belongs to no other row, as merged levels do."""
    places = opened.places
    form_id, path = key
    own = [
        (len({row_path(one) for _, one in paths}), not isinstance(places.printed[number].text, Cell), number)
        for number, paths in places.fields_at.items()
        if any(form == form_id and (row_path(one) == path or path == "form") for form, one in paths)
    ]
    if own:
        return places.printed[min(own)[2]].spot
    row = opened.rows.get(key)
    return Spot(getattr(row, "page", None) or getattr(row, "page_first", None) or 1)
