"""What a person decided about a row to the rows of the table `corrections` that say so (`pipeline.corrections`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from pipeline.corrections.decisions import accept_row, type_text
from pipeline.corrections.history import last_at
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Spot
from pipeline.corrections.store import Conflict
from pipeline.errors import PipelineError
from pipeline.review.opened import Opened, RowKey
from pipeline.review.row_cells import RowCell, row_cells


class StrangePlace(PipelineError):
    """A text was sent for a place that is none of the row's: our page does not do so."""


class Told(Struct, frozen=True):
    """What a person sent: the row, what was typed into which cells, and what they had seen of them."""

    reviewer: str
    typed: Mapping[Spot, str]
    seen: Mapping[Spot, str | None]
    """The last correction of each cell of the row that the person was shown."""
    reason: str | None = None


def corrections_of(
    opened: Opened, key: RowKey, told: Told
) -> tuple[tuple[Correction, ...], dict[Spot, str | None]]:
    """Return the rows to write, and the corrections of their places that are known.

    Raises `Conflict` where somebody else has corrected a cell of the row since the person looked at it.
    """
    cells = row_cells(opened.places, *key)
    refuse_strange(cells, told.typed)
    _refuse_unseen(opened, told, cells)
    doubted = opened.doubtful.get(key, ())
    if doubted:
        said = [
            accept_row(opened.previewer, row, told.reviewer, told.typed, told.reason) for row in doubted
        ]
    else:
        said = [
            type_text(opened.previewer, spot, text, told.reviewer, reason=told.reason)
            for spot, text in told.typed.items()
        ]
    fields = {cell.printed.spot: cell.field_of(key[1]) for cell in cells}
    rows = tuple(_named(one, fields) for decision in said for one in decision.corrections)
    return rows, {spot: seen for decision in said for spot, seen in decision.seen.items()}


def refuse_strange(cells: Sequence[RowCell], typed: Mapping[Spot, str]) -> None:
    """Raise `StrangePlace` for a text that is typed into no cell of the row."""
    own = {cell.printed.spot for cell in cells}
    if any(spot not in own for spot in typed):
        raise StrangePlace("a text was typed into no cell of the row")


def _refuse_unseen(opened: Opened, told: Told, cells: Sequence[RowCell]) -> None:
    others = []
    for cell in cells:
        last = last_at(opened.history, cell.printed.spot)
        if last is not None and last.correction_id != told.seen.get(cell.printed.spot):
            others.append(last)
    if others:
        raise Conflict(others)


def _named(one: Correction, fields: Mapping[Spot, str]) -> Correction:
    """Return a correction with the path of its field, also of a blank cell of which no field was made yet."""
    if one.field is not None or one.spot not in fields:
        return one
    return msgspec.structs.replace(one, field=fields[one.spot])
