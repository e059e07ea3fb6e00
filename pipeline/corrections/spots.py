"""Where something is printed: page and box, or, in a text export, the number of its table, row and column."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from extractors.document import Box, Cell, Document, Paragraph, Table

_DIGITS = 2
"""Decimals of a point that a place is known by: less than the width of any line."""
_SAME = 0.6
"""Share that two boxes must have in common, of what they cover together, to be one place: two halves of a merged cell
have half of it in common with the whole, and are other places."""


class Spot(Struct, frozen=True, omit_defaults=True):
    """A printed place of one document. With a box it is page and box; without, `table` (of the page, from 0), row and
    column, or `paragraph` (of the page, from 0)."""

    page: int
    box: Box | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None


class Printed(Struct, frozen=True):
    """A cell or a paragraph of a document, and its place."""

    spot: Spot
    block: int
    """Number of the table or paragraph among the blocks of its page, from 0."""
    text: Cell | Paragraph
    table: int | None = None
    """Number of its table on the page, from 0; None for a paragraph."""


def printed_of(document: Document) -> Iterator[Printed]:
    """Yield every cell, also blank ones, and every paragraph of a document, in reading order."""
    for page in document.pages:
        tables = paragraphs = 0
        for number, block in enumerate(page.blocks):
            if isinstance(block, Table):
                for cell in block.cells:
                    yield Printed(_cell_spot(page.number, tables, cell), number, cell, tables)
                tables += 1
            else:
                yield Printed(_paragraph_spot(page.number, paragraphs, block), number, block)
                paragraphs += 1


def rounded(box: Box) -> Box:
    """Return a box as places are known by it, so that one from a file is the same as one from a reading."""
    return Box(*(round(side, _DIGITS) for side in (box.x0, box.top, box.x1, box.bottom)))


def is_same_place(one: Spot, other: Spot) -> bool:
    """Say whether two spots are one place, though two readers may have drawn it a little differently."""
    if one.page != other.page:
        return False
    if one.box is None or other.box is None:
        return one == other
    return _touch(one.box, other.box) and common_share(one.box, other.box) >= _SAME


def common_share(one: Box, other: Box) -> float:
    """Return what two boxes have in common as a share of what they cover together, 0 to 1."""
    common = _area(_meet(one, other))
    whole = _area(one) + _area(other) - common
    if whole <= 0:
        return float(one == other)
    return common / whole


def inner_share(one: Box, other: Box) -> float:
    """Return what two boxes have in common as a share of the smaller one, 0 to 1."""
    smaller = min(_area(one), _area(other))
    return _area(_meet(one, other)) / smaller if smaller > 0 else 0.0


def _cell_spot(page: int, table: int, cell: Cell) -> Spot:
    if cell.box is not None:
        return Spot(page, rounded(cell.box))
    return Spot(page, table=table, row=cell.row, column=cell.column)


def _paragraph_spot(page: int, number: int, paragraph: Paragraph) -> Spot:
    return Spot(page, rounded(paragraph.box)) if paragraph.box is not None else Spot(page, paragraph=number)


def _touch(one: Box, other: Box) -> bool:
    return one.x0 <= other.x1 and other.x0 <= one.x1 and one.top <= other.bottom and other.top <= one.bottom


def _meet(one: Box, other: Box) -> Box:
    x0, top = max(one.x0, other.x0), max(one.top, other.top)
    return Box(x0, top, max(x0, min(one.x1, other.x1)), max(top, min(one.bottom, other.bottom)))


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)
