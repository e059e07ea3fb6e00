"""All decisions about a document to those that hold: the last one about each place that was not taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Spot, is_same_place

_DECIDING = ("text", "accept")
"""Actions that decide; blind answers and undone rows do not."""


def effective(history: Sequence[Correction]) -> tuple[Correction, ...]:
    """Return the texts and acceptances that hold, oldest first; of several about one place the last one.

    A correction that was taken back leaves what was there before it; taking back an undo brings it back.
    """
    by_page: dict[int, list[Correction]] = {}
    for one in standing(history):
        if one.action in _DECIDING:
            here = by_page.get(one.page, [])
            by_page[one.page] = [*(other for other in here if not _is_about_the_same(other, one)), one]
    return tuple(sorted((one for here in by_page.values() for one in here), key=lambda one: one.at))


def standing(history: Sequence[Correction]) -> list[Correction]:
    """Return the rows that nobody has taken back, oldest first."""
    ordered = sorted(history, key=lambda one: one.at)
    gone: set[str] = set()
    for one in reversed(ordered):
        if one.action == "undo" and one.undoes is not None and one.correction_id not in gone:
            gone.add(one.undoes)
    return [one for one in ordered if one.correction_id not in gone]


def text_at(corrections: Iterable[Correction], spot: Spot) -> Correction | None:
    """Return the text that holds at a place, of effective corrections."""
    return next((one for one in corrections if one.action == "text" and is_same_place(one.spot, spot)), None)


def last_at(history: Sequence[Correction], spot: Spot) -> Correction | None:
    """Return the last text or acceptance at a place that was not taken back: what the author of another has to have
    seen."""
    own = [one for one in standing(history) if one.action in _DECIDING and is_same_place(one.spot, spot)]
    return own[-1] if own else None


def mark_of(corrections: Sequence[Correction]) -> str | None:
    """Return what a document's rows are marked with that take these effective corrections into account."""
    if not corrections:
        return None
    ids = " ".join(sorted(one.correction_id for one in corrections))
    return hashlib.sha256(ids.encode()).hexdigest()[:16]


def _is_about_the_same(one: Correction, other: Correction) -> bool:
    if one.action != other.action or not is_same_place(one.spot, other.spot):
        return False
    if one.action == "text":
        return True
    # two findings of one rule may be about one place
    return (one.rule, _leaf(one)) == (other.rule, _leaf(other)) and (one.rule is None or one.new == other.new)


def _leaf(one: Correction) -> tuple[str, str]:
    """Return the table and the column of a field path, which its row's number may not outlive."""
    row, _, column = (one.field or "").partition(".")
    return row.partition("[")[0], column
