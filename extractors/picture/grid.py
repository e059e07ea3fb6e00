"""Ruling lines to tables of cells, merged cells as one cell with spans.

The lines' places make a grid of smallest fields; fields without a rule between them are one cell. So every point of
a table lies in exactly one cell, whatever rule is missing, and no cell with ink can be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.fields import FieldEdges, Rectangle, cell_rectangles, measure_edges
from extractors.picture.geometry import Sheet
from extractors.picture.rules import Direction, Rule, RuleMaps, level_pieces

SAME_LINE = 7.0
"""Pixels at 200 dpi, 0.9 mm: pieces this near are one line, jittered or doubled. Rows of print are thrice apart."""
TOGETHER = 24
"""Pixels at 200 dpi, 3 mm: rules nearer than this belong to one table; a title lies between two tables."""
REACH = 20
"""Pixels at 200 dpi by which the end of a broken rule may miss the rule that it meets, where it is twice as long."""
TOUCH = 2
"""The same for a shorter rule: a character's stroke ends farther than this from any rule."""
LEAST_UPRIGHT = 0.3
"""Share of a table's height over which some upright rule runs; where none does, white parts its columns and not rules,
though strokes of writing hang from its level rules."""
FRAME_SHARE = 1.2
"""Of a box's circumference: rules no longer than this frame the box and divide nothing, as a sheet's edges do."""
LEAST_FIELD = 14.0
"""Pixels at 200 dpi, 1.8 mm: the least width of an open outer column and height of an open outer row."""
LEAST_TABLE = (60, 24)
"""Pixels at 200 dpi: width and height of the smallest table."""
FREE_UPRIGHT, FREE_LEVEL = 70, 160
"""Pixels at 200 dpi: a rule this long counts though its ends meet nothing; strokes in a row of print are shorter."""
HALF_FREE = 0.4
"""Of these lengths: enough where one end meets a rule; a seal or a fold may hide the other."""
PART_SEEN = 0.3
"""Mean certainty of a rule inside a merged cell from which the cell may be two: one merged cell in 100 of good scans
reaches it, and half of those of crumbled copies that are two."""
STROKE_SIDES = (4, 10)
"""Pixels at 200 dpi beside a short rule in which print is looked for; a cell's padding is about as wide."""
STROKE_PRINT = 0.35
"""Share of a stroke's length beside which print stands, on both sides; a rule has a clear side."""


@dataclass(frozen=True)
class GridCell:
    """A cell's place in its grid and its rectangle on the sheet, in pixels, at the middle of its rules."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float
    unsure: bool = False
    """A part of a rule runs through it: it may be two cells."""


@dataclass(frozen=True)
class Grid:
    """One table: its column edges `xs` and row edges `ys` in sheet pixels, and its cells by row, then column.

    `open_top` says that the first row has no rule above it; `rules` are rectangles (x0, top, x1, bottom) along the
    rules that separate cells, as wide as a rule may stray.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    open_top: bool = False
    rules: tuple[tuple[int, int, int, int], ...] = ()
    finder: str = "image"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of the whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_grids(sheet: Sheet, maps: RuleMaps) -> list[Grid]:
    """Find the ruled tables of a sheet from top to bottom; a frame around one single cell is a table of one cell."""
    grids = [_grid(sheet, maps, box) for box in _table_boxes(sheet, maps)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _table_boxes(sheet: Sheet, maps: RuleMaps) -> list[tuple[int, int, int, int]]:
    """Find boxes x0, top, x1, bottom of rules that hang together; boxes that overlap are one table."""
    all_rules = cv2.bitwise_or(maps.level.runs, cv2.transpose(maps.upright.runs))
    rules = cv2.resize(all_rules, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = 2 * round(TOGETHER * sheet.unit / 8) + 1
    joined = cv2.dilate((rules > 0).astype(np.uint8), np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = {}
    for x, y, w, h, area in stats[1:]:
        box = (int(4 * x), int(4 * y), int(4 * (x + w)), int(4 * (y + h)))
        if _has_both(maps, box, sheet.unit):
            boxes[box] = bool(area <= FRAME_SHARE * 2 * (w + h) * reach)
    inner = [box for box, is_frame in boxes.items() if not is_frame]
    return _merged([box for box, is_frame in boxes.items() if not (is_frame and any(_overlap(box, o) for o in inner))])


def _has_both(maps: RuleMaps, box: tuple[int, int, int, int], unit: float) -> bool:
    """Say whether rules of both directions lie in a box of a table's size."""
    x0, top, x1, bottom = box
    if x1 - x0 < LEAST_TABLE[0] * unit or bottom - top < LEAST_TABLE[1] * unit:
        return False
    return bool(maps.level.runs[top:bottom, x0:x1].any() and maps.upright.runs[x0:x1, top:bottom].any())


def _merged(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Unite boxes that overlap until none do."""
    united: list[tuple[int, int, int, int]] = []
    for box in boxes:
        wide = box
        while (other := next((known for known in united if _overlap(wide, known)), None)) is not None:
            united.remove(other)
            wide = (min(wide[0], other[0]), min(wide[1], other[1]), max(wide[2], other[2]), max(wide[3], other[3]))
        united.append(wide)
    return united


def _overlap(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _grid(sheet: Sheet, maps: RuleMaps, box: tuple[int, int, int, int]) -> Grid | None:
    """Make one table of the rules inside a box; None where they enclose nothing."""
    level = _field_edges(maps.level, maps.characters, maps.hiding, box, sheet)
    lying = (box[1], box[0], box[3], box[2])
    masks = (cv2.transpose(maps.characters), cv2.transpose(maps.hiding))
    upright = _field_edges(maps.upright, *masks, lying, sheet)
    rows, columns = _lines(level, upright)
    ys, open_top = _edges(rows, columns, sheet.unit)
    xs, _ = _edges(columns, rows, sheet.unit)
    if (len(rows) < 2 and len(columns) < 2) or len(xs) < 2 or len(ys) < 2:
        return None
    if max(map(_covered_length, rows), default=0) < FREE_LEVEL * sheet.unit:
        return None
    if max(map(_covered_length, columns), default=0) < LEAST_UPRIGHT * (ys[-1] - ys[0]):
        return None
    between_rows = measure_edges(level, ys, xs)
    between_columns = measure_edges(upright, xs, ys).T
    rectangles = cell_rectangles(between_rows, between_columns)
    unsure = [_is_unsure(rectangle, between_rows, between_columns) for rectangle in rectangles]
    return _assembled(box, xs, ys, rectangles, unsure, open_top, sheet.unit)


def _is_unsure(
    rectangle: Rectangle, between_rows: NDArray[np.float64], between_columns: NDArray[np.float64]
) -> bool:
    """Say whether so much of a rule is seen inside a cell that the cell may be two."""
    top, left, bottom, right = rectangle
    inside = [between_rows[row, left:right].mean() for row in range(top + 1, bottom)]
    inside += [between_columns[top:bottom, column].mean() for column in range(left + 1, right)]
    return bool(max(inside, default=0.0) >= PART_SEEN)


def _field_edges(
    direction: Direction, characters: NDArray[Any], hiding: NDArray[Any], box: tuple[int, int, int, int], sheet: Sheet
) -> FieldEdges:
    """Cut what is known of rules of one direction to a table's box, given as that direction lies."""
    x0, top, x1, bottom = box
    part = (slice(top, bottom), slice(x0, x1))
    return FieldEdges(
        mask=direction.runs[part],
        thin=direction.thin[part],
        with_characters=direction.with_characters[part],
        characters=characters[part],
        hiding=hiding[part],
        noise=sheet.noise,
        unit=sheet.unit,
        lengthened=direction.lengthened,
        dotted=direction.dotted,
    )


def _lines(level: FieldEdges, upright: FieldEdges) -> tuple[list[list[Rule]], list[list[Rule]]]:
    """Group the pieces of rules into row lines and column lines, strokes of characters left out."""
    unit = level.unit
    level_all, upright_all = (level_pieces(edges.mask, edges.lengthened) for edges in (level, upright))
    rows, columns = _held(level_all, upright_all, unit)
    return _same_lines(rows, unit), _without_strokes(_same_lines(columns, unit), upright)


def _held(level: list[Rule], upright: list[Rule], unit: float) -> tuple[list[Rule], list[Rule]]:
    """Keep the pieces that are rules by their length, and those that end at rules: strokes only hold each other."""
    rows: list[Rule] = []
    columns: list[Rule] = []
    while True:
        more_columns = [piece for piece in upright if _holds(piece, rows, FREE_UPRIGHT * unit, unit)]
        more_rows = [piece for piece in level if _holds(piece, more_columns, FREE_LEVEL * unit, unit)]
        if len(more_columns) == len(columns) and len(more_rows) == len(rows):
            return rows, columns
        rows, columns = more_rows, more_columns


def _without_strokes(lines: list[list[Rule]], edges: FieldEdges) -> list[list[Rule]]:
    """Drop lines that are short and have print close by on both sides: strokes of characters in a low row."""
    return [
        line
        for line in lines
        if max(piece.length for piece in line) >= FREE_UPRIGHT * edges.unit
        or not all(_print_beside(piece, edges) for piece in line)
    ]


def _print_beside(piece: Rule, edges: FieldEdges) -> bool:
    near, far = (round(side * edges.unit) for side in STROKE_SIDES)
    at, span = round(piece.at), slice(piece.start, piece.end)
    before = edges.characters[max(0, at - far) : max(0, at - near), span]
    after = edges.characters[at + near : at + far, span]
    return all(side.any(axis=0).mean() > STROKE_PRINT if side.size else False for side in (before, after))


def _holds(piece: Rule, crossing: list[Rule], free: float, unit: float) -> bool:
    """Say whether a piece is a rule: long enough, or ending at rules of the other direction on both sides."""
    if piece.length >= free:
        return True
    reach = REACH * unit if piece.length >= 2 * REACH * unit else max(3.0, TOUCH * unit)
    met = [any(_meets(end, piece.at, other, reach) for other in crossing) for end in (piece.start, piece.end)]
    return all(met) or (any(met) and piece.length >= HALF_FREE * free)


def _meets(end: int, at: float, other: Rule, reach: float) -> bool:
    return other.start - reach <= at <= other.end + reach and abs(other.at - end) <= reach


def _same_lines(pieces: list[Rule], unit: float) -> list[list[Rule]]:
    """Put pieces of one line together, in order across their direction."""
    lines: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda piece: piece.at):
        if lines and piece.at - _middle(lines[-1]) <= SAME_LINE * unit:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _middle(line: list[Rule]) -> float:
    return sum(piece.at * piece.length for piece in line) / sum(piece.length for piece in line)


def _covered_length(line: list[Rule]) -> int:
    return sum(piece.length for piece in line)


def _edges(lines: list[list[Rule]], crossing: list[list[Rule]], unit: float) -> tuple[list[float], bool]:
    """Give the places of the lines, and of the ends of the crossing rules where these run on beyond the last line.

    Also says whether the first place is such an open end.
    """
    places = [_middle(line) for line in lines]
    start = _common_end([min(piece.start for piece in line) for line in crossing], 1, unit)
    end = _common_end([max(piece.end - 1 for piece in line) for line in crossing], -1, unit)
    opens = start is not None and (not places or start < places[0] - LEAST_FIELD * unit)
    if start is not None and opens:
        places.insert(0, start)
    if end is not None and (not places or end > places[-1] + LEAST_FIELD * unit):
        places.append(end)
    return places, opens


def _common_end(ends: list[int], sign: int, unit: float) -> float | None:
    """Give the outermost place at which two crossing rules end; one alone may be lengthened by dirt."""
    ordered = sorted(ends, key=lambda end: sign * end)
    for one, two in pairwise(ordered):
        if abs(two - one) <= SAME_LINE * unit:
            return float(one)
    return None


def _assembled(
    box: tuple[int, int, int, int],
    xs: list[float],
    ys: list[float],
    rectangles: list[Rectangle],
    unsure: list[bool],
    open_top: bool,
    unit: float,
) -> Grid:
    """Number the cells by the edges that any cell has, so that a line without a rule leaves no empty row."""
    used_rows = sorted({row for top, _, bottom, _ in rectangles for row in (top, bottom)})
    used_columns = sorted({column for _, left, _, right in rectangles for column in (left, right)})
    row_of = {row: place for place, row in enumerate(used_rows)}
    column_of = {column: place for place, column in enumerate(used_columns)}
    cells = [
        GridCell(
            row_of[top], column_of[left], row_of[bottom] - row_of[top], column_of[right] - column_of[left],
            box[0] + xs[left], box[1] + ys[top], box[0] + xs[right], box[1] + ys[bottom], doubted,
        )
        for (top, left, bottom, right), doubted in zip(rectangles, unsure, strict=True)
    ]  # fmt: skip
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(
        tuple(box[0] + xs[column] for column in used_columns),
        tuple(box[1] + ys[row] for row in used_rows),
        tuple(cells),
        open_top,
        tuple(strip for cell in cells for strip in strips_along(cell, unit)),
    )


def strips_along(cell: GridCell, unit: float) -> list[tuple[int, int, int, int]]:
    """Give rectangles along a cell's four sides within which its rules run."""
    x0, top, x1, bottom = (round(side) for side in (cell.x0, cell.top, cell.x1, cell.bottom))
    stray = round(SAME_LINE * unit)
    level = [(x0 - stray, y - stray, x1 + stray, y + stray) for y in (top, bottom)]
    upright = [(x - stray, top - stray, x + stray, bottom + stray) for x in (x0, x1)]
    return [(max(0, a), max(0, b), max(0, c), max(0, d)) for a, b, c, d in level + upright]


def rule_mask(sheet: Sheet, maps: RuleMaps, grids: list[Grid]) -> NDArray[Any]:
    """Mark with 255 the pixels of the rules that bound cells, a little widened, to be taken from the print."""
    mask = np.zeros_like(sheet.ink)
    for grid in grids:
        for place, (x0, top, x1, bottom) in enumerate(grid.rules):
            if place % 4 < 2:
                mask[top:bottom, x0:x1] |= maps.level.runs[top:bottom, x0:x1]
            else:
                mask[top:bottom, x0:x1] |= cv2.transpose(maps.upright.runs[x0:x1, top:bottom])
    return cv2.dilate(mask, np.ones((3, 3), np.uint8))
