"""Ruling lines to tables of cells, merged cells as one cell with spans.

The lines' places make a grid of smallest fields; fields without a rule between them are one cell. So every point of
a table lies in exactly one cell, whatever rule is missing, and no cell with ink can be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.geometry import Sheet
from extractors.picture.rules import Rule, RuleMaps, level_pieces, upright_pieces

SAME_LINE = 7.0
"""Pixels at 200 dpi, 0.9 mm: pieces this near are one line, jittered or doubled. Rows of print are three times apart."""
REACH = 6
"""Pixels at 200 dpi by which a rule's end may miss the rule that it meets."""
LEAST_FIELD = 14.0
"""Pixels at 200 dpi, 1.8 mm: the least width of an open outer column and height of an open outer row."""
LEAST_TABLE = (60, 24)
"""Pixels at 200 dpi: width and height of the smallest table."""
FREE_UPRIGHT, FREE_LEVEL = 60, 90
"""Pixels at 200 dpi: a rule this long counts though its ends meet nothing; strokes and underlines are shorter."""
SOLID = 0.7
"""Share of a field's side that a rule covers where it separates two cells."""
WEAK = 0.55
"""Share of a field's side, where no print is near, that is thinly dark where a faint or broken rule runs."""
CLEAR = 0.2
"""Share of a field's side that must be without print near it before WEAK can tell anything."""


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


@dataclass(frozen=True)
class Grid:
    """One table: its column edges `xs` and row edges `ys` in sheet pixels, and its cells by row, then column.

    `open_top` says that the first row has no rule above it; `rules` are rectangles (x0, top, x1, bottom) on the lines.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    open_top: bool = False
    rules: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of the whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


Fields = NDArray[np.bool_]


def find_grids(sheet: Sheet, maps: RuleMaps) -> list[Grid]:
    """Find the ruled tables of a sheet from top to bottom; a frame around one single cell is a table of one cell."""
    grids = [_grid(sheet, maps, box) for box in _table_boxes(sheet, maps)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _table_boxes(sheet: Sheet, maps: RuleMaps) -> list[tuple[int, int, int, int]]:
    """Find boxes x0, top, x1, bottom of rules that hang together; boxes that overlap are one table."""
    reach = 2 * round(REACH * sheet.unit / 2) + 1
    joined = cv2.dilate(cv2.bitwise_or(maps.level, maps.upright), np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]
    crossed = [box for box in boxes if _has_both(maps, box, sheet.unit)]
    return _merged(crossed)


def _has_both(maps: RuleMaps, box: tuple[int, int, int, int], unit: float) -> bool:
    """Say whether rules of both directions lie in a box of a table's size."""
    x0, top, x1, bottom = box
    if x1 - x0 < LEAST_TABLE[0] * unit or bottom - top < LEAST_TABLE[1] * unit:
        return False
    part = (slice(top, bottom), slice(x0, x1))
    return bool(maps.level[part].any() and maps.upright[part].any())


def _merged(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Unite boxes that overlap until none do."""
    united: list[tuple[int, int, int, int]] = []
    for box in boxes:
        while (other := next((known for known in united if _overlap(box, known)), None)) is not None:
            united.remove(other)
            box = (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
        united.append(box)
    return united


def _overlap(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _grid(sheet: Sheet, maps: RuleMaps, box: tuple[int, int, int, int]) -> Grid | None:
    """Make one table of the rules inside a box; None where they enclose nothing."""
    part = (slice(box[1], box[3]), slice(box[0], box[2]))
    level, upright = maps.level[part], maps.upright[part]
    rows, columns = _supported(level_pieces(level), upright_pieces(upright), sheet.unit)
    if len(rows) < 2 and len(columns) < 2:
        return None
    ys, open_top = _edges(rows, columns, sheet.unit)
    xs, _ = _edges(columns, rows, sheet.unit)
    if len(xs) < 2 or len(ys) < 2:
        return None
    above = _present(sheet, maps.level, maps.level_thin, maps.depth, box, ys, xs)
    turned = _Turned(sheet)
    beside = _present(
        turned, cv2.transpose(maps.upright), cv2.transpose(maps.upright_thin), maps.depth, _swap(box), xs, ys
    ).T
    return _assemble(box, xs, ys, above, beside, open_top, sheet.unit)
