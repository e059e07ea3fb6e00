"""Text lines outside tables to paragraphs: lines beside each other are one line, full lines go on in the next."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractors.document import Box, Doubt, Paragraph, Reading
from extractors.paragraphs import column_of, line_groups, paragraph_of
from extractors.picture.assemble import Readings, line_doubts
from extractors.picture.layout import Layout
from extractors.picture.lines import LineBox
from extractors.writing import TextLine

BESIDE = 1.5
"""Line heights of white that may part two pieces of one line: a title and the year behind it."""
EVEN_SIZE = 1.35
"""Times: a line of digits is a third lower than one with brackets; titles are half as high again as text."""
SAME_LINE = 0.5
"""Share of the lower piece's height by which two pieces of one line overlap."""


class _Line(Struct, frozen=True):
    """One line of running text: its pieces from left to right, what was read on each, and where it stands upright."""

    pieces: tuple[LineBox, ...]
    readings: tuple[tuple[Reading, ...], ...]
    written: TextLine


def paragraphs(layout: Layout, readings: Readings, page: int) -> list[tuple[Box, Paragraph]]:
    """Return the paragraphs outside tables, each whole, with their places on the upright sheet in points.

    None runs past a table.
    """
    scale = 72.0 / layout.sheet.dpi
    pieces = [box for box in layout.outside if readings[box]]
    lines = _of_even_size([_line(group, readings, scale) for group in _rows(pieces)])
    tables = [Box(*(side * scale for side in grid.box)) for grid in layout.grids]
    column = column_of([line.written for line in lines], tables, layout.sheet.grey.shape[1] * scale)
    stretches: dict[int, list[_Line]] = {}
    for line in lines:
        above = sum(table.top < (line.written.box.top + line.written.box.bottom) / 2 for table in tables)
        stretches.setdefault(above, []).append(line)
    found: list[tuple[Box, Paragraph]] = []
    for stretch in stretches.values():
        by_written = {id(line.written): line for line in stretch}
        for group in line_groups([line.written for line in stretch], column):
            paragraph = paragraph_of(group, page, column)
            placed = _placed(paragraph, [by_written[id(written)] for written in group], layout)
            assert paragraph.box is not None  # lines have places
            found.append((paragraph.box, placed))
    return found


def _of_even_size(lines: Sequence[_Line]) -> list[_Line]:
    """Give lines of about the usual height the same size: how high a line's ink is depends on what it says."""
    heights = sorted(line.written.size for line in lines)
    usual = heights[len(heights) // 2] if heights else 0.0
    return [
        replace(line, written=replace(line.written, size=usual))
        if usual / EVEN_SIZE <= line.written.size <= usual * EVEN_SIZE
        else line
        for line in lines
    ]


def _rows(pieces: Sequence[LineBox]) -> list[list[LineBox]]:
    """Group the pieces that stand on one line with little white between them, from top to bottom."""
    rows: list[list[LineBox]] = []
    for piece in sorted(pieces, key=lambda box: (box.x0, box.top)):
        row = next((row for row in rows if _goes_on(row[-1], piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return sorted(rows, key=lambda row: (row[0].top, row[0].x0))


def _goes_on(left: LineBox, right: LineBox) -> bool:
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    height = max(left.height, right.height)
    return shared >= SAME_LINE * min(left.height, right.height) and right.x0 - left.x1 <= BESIDE * height


def _line(row: Sequence[LineBox], readings: Readings, scale: float) -> _Line:
    read = tuple(readings[box] for box in row)
    sides = (
        min(box.x0 for box in row),
        min(box.top for box in row),
        max(box.x1 for box in row),
        max(box.bottom for box in row),
    )
    box = Box(*(side * scale for side in sides))
    text = "".join(some[0].text for some in read)
    return _Line(tuple(row), read, TextLine(text, box, max(1.0, box.bottom - box.top), box.bottom))


def _placed(paragraph: Paragraph, lines: Sequence[_Line], layout: Layout) -> Paragraph:
    """Give a paragraph its place on the page as displayed, its reader, and how far it can be trusted."""
    pieces = [box for line in lines for box in line.pieces]
    readings = [read for line in lines for read in line.readings]
    doubts: list[Doubt] = [doubt for line in lines for doubt in line_doubts(line.pieces, line.readings, layout)]
    confidence = 1.0
    for read in readings:
        confidence *= read[0].confidence or 0.0
    return replace(
        paragraph,
        box=layout.sheet.box(
            min(box.x0 for box in pieces),
            min(box.top for box in pieces),
            max(box.x1 for box in pieces),
            max(box.bottom for box in pieces),
        ),
        method=readings[0][0].method,
        confidence=round(confidence, 4),
        doubts=tuple(dict.fromkeys(doubts)),
    )
