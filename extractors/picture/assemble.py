"""Text lines and their readings to typed cells and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from extractors.document import Cell, Doubt, Method, Reading, Table
from extractors.ocr.plausible import is_plausible
from extractors.ocr.votes import is_settled
from extractors.ocr.written import same_print
from extractors.picture.blank import BLANK_CONFIDENCE, is_surely_blank
from extractors.picture.geometry import Sheet
from extractors.picture.layout import CellLines, Layout
from extractors.picture.lines import Inside, LineBox

Readings = Mapping[LineBox, tuple[Reading, ...]]
"""What was read on each line, the chosen reading first."""

LOW_CONFIDENCE = 0.9
"""Confidence below which a text is doubtful."""
LOW_FIGURE_CONFIDENCE = 0.985
"""The same for figures on ragged faxes, where all readers take `≥13年` for `213年`: of 15 figures between the two on
sixteen drawn faxes twelve were right."""
IMPLAUSIBLE = 0.5
"""Highest confidence of a number that is not written as numbers are: on ragged print all readers take `22,980,000.00`
for `22.980.000.00`, with 0.99."""
CLEAR_DPI = 180
"""Dots per inch below which both readers take `≥` for `>` and are sure of it."""
STRICT_SIGNS = frozenset("><＞＜")
EDGE = 2
"""Pixels from the sheet's border within which print is cut off."""
CUT_SHARE = 0.15
"""Share of a line's width on which its strokes end at a rule from which parts of them are hidden: one head that touches
the rule is less, and is read all the same."""
BEYOND, CUT_INK = (2, 8), 12
"""Pixels at 200 dpi beyond the inside of a cell between which ink, and so much of it, is print of the same line: a rule
that is really there is not print."""
READ_ALL_THE_SAME = 0.99
"""Confidence from which print at a rule was read: `安塘币社会救助事务中心` for 市 had 0.98, right ones had more."""
TOUCH = 2
"""Pixels at 200 dpi between print and a rule that belong together."""


def tables(layout: Layout, readings: Readings, page: int) -> list[Table]:
    """Make the ruled tables of a page."""
    return [
        Table(
            page=page,
            rows=len(grid.ys) - 1,
            columns=len(grid.xs) - 1,
            cells=tuple(_cell(part, layout, readings, page) for part in parts),
            finder=grid.finder,
            box=layout.sheet.box(*grid.box),
            broken_top=grid.open_top,
        )
        for grid, parts in zip(layout.grids, layout.cells, strict=True)
    ]


def _cell(part: CellLines, layout: Layout, readings: Readings, page: int) -> Cell:
    cell = part.cell
    lines = [readings[box] for box in part.lines]
    chosen, others = cell_readings(part.lines, lines)
    if not all(is_plausible(line[0].text) for line in lines if line):
        chosen = replace(chosen, confidence=min(IMPLAUSIBLE, chosen.confidence or 0.0))
    if not lines and not _is_greyed(part.place, layout.sheet) and _is_blank(part, layout):
        chosen = replace(chosen, confidence=BLANK_CONFIDENCE)
    return Cell(
        row=cell.row,
        column=cell.column,
        text=chosen.text,
        row_span=cell.row_span,
        column_span=cell.column_span,
        page=page,
        box=layout.sheet.box(cell.x0, cell.top, cell.x1, cell.bottom),
        method=chosen.method,
        confidence=chosen.confidence,
        readings=(chosen, *others) if others else (),
        doubts=(*line_doubts(part.lines, lines, layout), *_place_doubts(part, layout)),
    )


def _place_doubts(part: CellLines, layout: Layout) -> tuple[Doubt, ...]:
    """Say what is doubtful about a cell before it is read: it may be two, or its print has crumbled."""
    cut = part.cell.unsure or part.cut or any(_runs_beyond(box, part.place, layout) for box in part.lines)
    doubts: tuple[Doubt, ...] = ("clipped",) if cut else ()
    if part.remains:
        doubts = (*doubts, "unreadable")
    return (*doubts, "seal") if not part.lines and _is_greyed(part.place, layout.sheet) else doubts


def _is_blank(part: CellLines, layout: Layout) -> bool:
    return is_surely_blank(layout.clean, part.place, layout.sheet.unit, layout.sheet.noise)


def _is_greyed(place: LineBox | Inside, sheet: Sheet) -> bool:
    return sheet.greyed(place.x0, place.top, place.x1, place.bottom)


def _runs_beyond(box: LineBox, place: Inside, layout: Layout) -> bool:
    """Say whether a line's print runs on beyond the side of its cell: `其中：当年财` | `政拨款`, where no rule is."""
    near, far = (round(side * layout.sheet.unit) for side in BEYOND)
    rows = slice(box.top, box.bottom)
    ends = []
    if box.x0 - place.x0 < near:
        ends.append(layout.print_mask[rows, max(0, place.x0 - far) : max(0, place.x0 - near)])
    if place.x1 - box.x1 < near:
        ends.append(layout.print_mask[rows, place.x1 + near : place.x1 + far])
    return any(int(np.count_nonzero(end)) >= CUT_INK * layout.sheet.unit**2 for end in ends)


def cell_readings(boxes: Sequence[LineBox], lines: Sequence[tuple[Reading, ...]]) -> tuple[Reading, list[Reading]]:
    """Join the readings of a cell's lines: the chosen ones, and for each other reader what it would have made of it."""
    if not lines:
        return Reading("", "rapidocr"), []
    chosen = _joined(boxes, [line[0] if line else None for line in lines])
    readers = {reading.reader: reading.method for line in lines for reading in line[1:]}
    others = []
    for reader, method in readers.items():
        parts = [next((one for one in line if one.reader == reader), line[0] if line else None) for line in lines]
        other = _joined(boxes, parts)
        others.append(Reading(other.text, method, other.confidence, reader))
    return chosen, [other for other in others if other.text != chosen.text]


def _joined(boxes: Sequence[LineBox], parts: Sequence[Reading | None]) -> Reading:
    """Join lines with line breaks, and parts beside each other with a blank; the least confidence counts."""
    text = ""
    for place, (box, part) in enumerate(zip(boxes, parts, strict=True)):
        if place:
            text += " " if _beside(boxes[place - 1], box) else "\n"
        text += part.text if part else ""
    confidence = min((part.confidence or 0.0) if part else 0.0 for part in parts)
    method: Method = next((part.method for part in parts if part), "rapidocr")
    reader = next((part.reader for part in parts if part), "")
    return Reading(text.strip(), method, confidence, reader)


def _beside(one: LineBox, two: LineBox) -> bool:
    return two.x0 >= one.x1 and min(one.bottom, two.bottom) - max(one.top, two.top) > 0


def line_doubts(boxes: Sequence[LineBox], lines: Sequence[tuple[Reading, ...]], layout: Layout) -> tuple[Doubt, ...]:
    """Say why a text made of these lines should not be trusted."""
    found: list[Doubt] = []
    unclear = layout.sheet.dpi < CLEAR_DPI
    text = "".join(line[0].text for line in lines if line)
    if any(line and _is_unsure(line[0], unclear, layout.ragged) for line in lines) or not is_plausible(text):
        found.append("low_confidence")
    if any(_is_disputed(line) for line in lines):
        found.append("readers_disagree")
    sealed = [(box, line) for box, line in zip(boxes, lines, strict=True) if _is_sealed(box, layout.sheet)]
    if sealed:
        found.append("seal")
        # what went with a grey seal no witness sees
        if all(_is_settled(line) and not _is_greyed(box, layout.sheet) for box, line in sealed):
            found.append("seal_settled")
    if any(_touches_rule(box, layout) for box in boxes):
        found.append("touches_rule")
    if any(_clipped(box, layout.sheet) or _is_cut(box, line, layout) for box, line in zip(boxes, lines, strict=True)):
        found.append("clipped")
    if any(not line for line in lines) or _brackets_open(text):
        found.append("unreadable")
    return tuple(found)


def _is_unsure(reading: Reading, unclear: bool, ragged: bool) -> bool:
    """Say whether a reading is doubtful by itself; on an unclear picture the bar under `≥` runs into the angle."""
    is_figure = ragged and any(character.isdigit() for character in reading.text)
    least = LOW_FIGURE_CONFIDENCE if is_figure else LOW_CONFIDENCE
    return (reading.confidence or 0.0) < least or (unclear and not STRICT_SIGNS.isdisjoint(reading.text))


def _is_disputed(line: Sequence[Reading]) -> bool:
    """Say whether witnesses of a line differ and no majority settled it."""
    return not _is_settled(line) and any(not same_print(line[0].text, other.text) for other in line[1:])


def _is_settled(line: Sequence[Reading]) -> bool:
    return is_settled(line) and (line[0].confidence or 0.0) >= LOW_CONFIDENCE


def _is_sealed(box: LineBox, sheet: Sheet) -> bool:
    return sheet.coloured(box.x0, box.top, box.x1, box.bottom)


def _brackets_open(text: str) -> bool:
    """Say whether a bracket or quotation mark has no partner: narrow signs at the ends of lines are lost first."""
    return sum(map(text.count, "(（")) != sum(map(text.count, ")）")) or text.count("“") != text.count("”")


def _touches_rule(box: LineBox, layout: Layout) -> bool:
    """Say whether a rule runs through a line's print or touches it."""
    near = max(1, round(TOUCH * layout.sheet.unit))
    around = layout.rules[max(0, box.top - near) : box.bottom + near, max(0, box.x0 - near) : box.x1 + near]
    return bool(around.any())


def _is_cut(box: LineBox, line: Sequence[Reading], layout: Layout) -> bool:
    """Say whether rules hide so much of a line that its readers were not quite sure any more."""
    sure = bool(line) and (line[0].confidence or 0.0) >= READ_ALL_THE_SAME
    return not sure and _ends_at_rule(box, layout)


def _ends_at_rule(box: LineBox, layout: Layout) -> bool:
    """Say whether so many strokes of a line end at a rule above or below it that the rule hides a part of them."""
    near = max(1, round(TOUCH * layout.sheet.unit))
    width = max(1, box.x1 - box.x0)
    across = slice(box.x0, box.x1)
    for row, beyond in ((box.top, (box.top - near, box.top)), (box.bottom - 1, (box.bottom, box.bottom + near))):
        rule = layout.rules[max(0, beyond[0]) : beyond[1], across].any(axis=0)
        if np.count_nonzero(rule & (layout.print_mask[row, across] > 0)) > CUT_SHARE * width:
            return True
    return False


def _clipped(box: LineBox, sheet: Sheet) -> bool:
    """Say whether a line's print reaches the border of the page's picture."""
    place = sheet.box(box.x0 - EDGE, box.top - EDGE, box.x1 + EDGE, box.bottom + EDGE)
    width, height = sheet.page_size
    return place.x0 <= 0 or place.top <= 0 or place.x1 >= width or place.bottom >= height
