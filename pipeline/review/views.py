"""What the page gets to show: plain values, in the person's language, places as shares of the upright picture."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Corner = tuple[float, float]
"""Across and down, as shares of the upright picture's width and height."""

NoPicture = Literal["export", "gone", "changed", "failed"]


class ReadingView(Struct, frozen=True):
    """One opinion of what is printed in a cell."""

    text: str
    method: str
    reader: str
    confidence: float | None


class CellView(Struct, frozen=True):
    """One cell of the row, which a person can choose and correct."""

    key: str
    """Its place, as JSON; goes back to the server with a correction."""
    label: str
    text: str
    value: str | None
    """What is made of it; None for nothing."""
    page: int
    corners: tuple[Corner, ...]
    """Empty without a place on a picture."""
    readings: tuple[ReadingView, ...]
    """The one in use first."""
    doubts: tuple[str, ...]
    doubtful: bool
    seen: str | None
    """The last correction of this place, which a person sees with it."""
    corrected_by: str | None
    prose: bool
    """Long enough that it is read on several lines."""


class ReasonView(Struct, frozen=True):
    """Why the row is in the queue."""

    text: str
    severity: str
    rule: str | None
    label: str


class NeighbourRow(Struct, frozen=True):
    """One row of the small table: texts by column; of the row itself the numbers of its cells."""

    texts: tuple[str, ...]
    marked: bool
    cells: tuple[tuple[int, ...], ...] = ()
    """For the row itself, else empty: numbers of the cells of each column."""


class Neighbours(Struct, frozen=True):
    """The row among those around it."""

    columns: tuple[str, ...]
    rows: tuple[NeighbourRow, ...]


class SheetCell(Struct, frozen=True):
    """A cell of the table as text, where there is no picture."""

    text: str
    row_span: int
    column_span: int
    cell: int | None
    """Number of the cell of the row that it is."""


class PictureView(Struct, frozen=True):
    """A page that can be looked at."""

    page: int
    source: str
    """Address, below that of the review."""
    width: float
    height: float
    """Of the upright page, in points."""


class PastView(Struct, frozen=True):
    """One earlier decision about the row, or one of the latest of all."""

    correction_id: str
    item_id: str | None
    at: str
    """UTC, as ISO 8601."""
    reviewer: str
    action: str
    label: str
    old: str | None
    new: str | None
    reason: str | None
    file_name: str = ""
    standing: bool = True


class ItemView(Struct, frozen=True, kw_only=True):
    """One item, with everything that a person needs to decide."""

    item_id: str
    doc_id: str
    file_name: str
    kind: str
    title: str
    """What the row is about: `中央财政资金`."""
    template: str
    error: bool
    open: bool
    """It is in the queue; False for a row that is settled."""
    fingerprint: str
    """Stands for what the row says: a decision is about this and nothing else."""
    page: int
    cells: tuple[CellView, ...]
    first: int
    """Number of the cell to look at first."""
    reasons: tuple[ReasonView, ...]
    head: tuple[tuple[str, str], ...]
    neighbours: Neighbours
    pictures: tuple[PictureView, ...]
    no_picture: NoPicture | None
    sheet: tuple[tuple[SheetCell, ...], ...]
    past: tuple[PastView, ...]
    also_open: str | None = None
    """Who else has it open."""
    double: str | None = None
    """In double keying: `first`, `waiting` or `third`."""


class PreviewView(Struct, frozen=True):
    """What would be with the typed texts."""

    values: tuple[tuple[str, str | None], ...]
    """Each cell's key and value."""
    settles: tuple[str, ...]
    raises: tuple[str, ...]
    rows: int
    """Other rows that would change."""
