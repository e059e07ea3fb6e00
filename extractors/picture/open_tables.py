"""Tables without upright rules, or without any: columns from the white between pieces of print.

The print becomes places without text, and the finders that do this for born-digital pages find the grid in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.layer import Glyph, PageLayer
from extractors.layer import Rule as PageRule
from extractors.picture.connected import connected
from extractors.picture.geometry import Sheet
from extractors.picture.grid import Grid, GridCell, strips_along
from extractors.picture.lines import LineBox
from extractors.picture.rules import Rule, RuleMaps
from extractors.picture.runs import without_blank_rows
from extractors.tables.aligned import find_aligned
from extractors.tables.grid import Grid as PageGrid
from extractors.tables.row_ruled import find_row_ruled

POINTS = 72.0
"""Points in an inch: the finders measure in points."""
LEAST_ALIGNED = (3, 3)
"""Rows and columns of the smallest table that nothing but alignment holds together; two columns may be a list."""
OWN_RULES = 4
"""Pixels at 200 dpi around a ruled table within which rules are its own."""
SAME_SIDE, LEAST_ALIKE, AMONG = 16, 4, 0.3
"""Pixels at 200 dpi by which the ends of one table's rules differ; rules outside a grid that end where it ends, and
share of their height below which the grid is a part of their table."""
CHARACTER = (0.45, 1.6)
"""Of a line's height: the longer side of a single character, or of a dash."""
LOW_SIGN = 0.45
"""Of a line's height: a comma or full stop is lower and narrower than this."""
SIGN_FOOT = 0.7
"""Of a line's height, from above: a comma or full stop stands below this."""
SIGN_ADVANCE = 0.5
"""Of a line's height: white that belongs to a Chinese comma or full stop."""
BRACKET_HEIGHT, BULGE = 0.75, 0.2
"""Of a line's height: a bracket is higher; and of its width: how far its middle stands out at one side, `1` less."""
EM = 0.85
"""Of a line's height: print is parted by less white than the characters' squares have between them."""
FIRST_IDEOGRAPH, IDEOGRAPHS = 0x4E00, 5000


def without_brackets(grids: Sequence[Grid], maps: RuleMaps, unit: float) -> list[Grid]:
    """Leave out grids between the rules of a table without upright ones, whose brackets were taken for such."""
    rules = [rule for rule in maps.level_rules if not _belongs(rule, grids, OWN_RULES * unit)]
    return [grid for grid in grids if not _is_among(grid, rules, unit)]


def _is_among(grid: Grid, rules: Sequence[Rule], unit: float) -> bool:
    x0, top, x1, bottom = grid.box
    alike = [rule.at for rule in rules if abs(rule.end - x1) <= SAME_SIDE * unit and rule.length >= (x1 - x0) / 2]
    whole = max([bottom, *alike]) - min([top, *alike])
    return len(alike) >= LEAST_ALIKE and bottom - top < AMONG * whole


def find_open_tables(
    sheet: Sheet, maps: RuleMaps, grids: Sequence[Grid], lines: Sequence[LineBox], print_mask: NDArray[Any]
) -> list[Grid]:
    """Find tables outside the ruled ones; `lines` are the text lines there, cut at wide white."""
    scale = POINTS / sheet.dpi
    rules = [rule for rule in maps.level_rules if not _belongs(rule, grids, OWN_RULES * sheet.unit)]
    bare = cv2.bitwise_and(print_mask, cv2.bitwise_not(cv2.dilate(maps.level.runs, np.ones((5, 3), np.uint8))))
    for grid in grids:
        x0, top, x1, bottom = (max(0, round(side)) for side in grid.box)
        bare[top:bottom, x0:x1] = 0
    glyphs = (*_glyphs(lines, bare, scale), *_overlooked(lines, bare, scale))
    height, width = (side * scale for side in sheet.grey.shape)
    layer = PageLayer(width, height, glyphs, rules=tuple(_page_rule(rule, scale) for rule in rules))
    ruled = find_row_ruled(layer)
    if ruled:
        return [_grid(grid, scale, sheet.unit, "row_ruled") for grid in ruled]
    found = [grid for grid in find_aligned(layer) if grid.rows >= LEAST_ALIGNED[0] and grid.columns >= LEAST_ALIGNED[1]]
    return [_grid(grid, scale, sheet.unit, "aligned") for grid in found]


def _belongs(rule: Rule, grids: Iterable[Grid], slack: float) -> bool:
    return any(
        grid.xs[0] - slack <= (rule.start + rule.end) / 2 <= grid.xs[-1] + slack
        and grid.ys[0] - slack <= rule.at <= grid.ys[-1] + slack
        for grid in grids
    )


def _page_rule(rule: Rule, scale: float) -> PageRule:
    return PageRule(False, rule.at * scale, rule.start * scale, rule.end * scale)


def _glyphs(lines: Sequence[LineBox], print_mask: NDArray[Any], scale: float) -> Iterable[Glyph]:
    """Give a nameless character for each piece of print in a line, with the white that a comma owns."""
    size = EM * float(np.median([line.height for line in lines])) if lines else 0.0
    number = 0
    for line in lines:
        part = print_mask[line.top : line.bottom, line.x0 : line.x1] > 0
        edges = np.flatnonzero(np.diff(np.concatenate([[0], part.any(axis=0).astype(np.int8), [0]])))
        for start, end in edges.reshape(-1, 2):
            before, after = (SIGN_ADVANCE * line.height * own for own in own_white(part[:, start:end]))
            x0, x1 = (line.x0 + int(start) - before) * scale, (line.x0 + int(end) + after) * scale
            number += 1
            yield Glyph(
                chr(FIRST_IDEOGRAPH + number % IDEOGRAPHS), x0, line.bottom * scale,
                x0, line.top * scale, x1, line.bottom * scale, size * scale,
            )  # fmt: skip


def _overlooked(lines: Sequence[LineBox], print_mask: NDArray[Any], scale: float) -> Iterable[Glyph]:
    """Give a nameless character for each piece as large as one in which the detector saw no line: a lone `100`, `—`."""
    if not lines:
        return
    left = print_mask.copy()
    for line in lines:
        left[line.top : line.bottom, line.x0 : line.x1] = 0
    usual = float(np.median([line.height for line in lines]))
    left, rows = without_blank_rows(left)
    if not rows.size:
        return
    for number, (x, packed_top, width, height, _) in enumerate(connected(left).stats[1:]):
        if CHARACTER[0] * usual <= max(width, height) <= CHARACTER[1] * usual:
            top = rows[packed_top]
            foot = (top + height) * scale
            yield Glyph(
                chr(FIRST_IDEOGRAPH + number % IDEOGRAPHS), x * scale, foot,
                x * scale, top * scale, (x + width) * scale, foot, EM * usual * scale,
            )  # fmt: skip


def own_white(piece: NDArray[np.bool_]) -> tuple[bool, bool]:
    """Say whether white before and after a piece is its own: a comma has it after, `（` before and `）` after it."""
    if _is_low_sign(piece):
        return False, True
    height, width = piece.shape
    rows = np.flatnonzero(piece.any(axis=1))
    if width > LOW_SIGN * height or rows[-1] - rows[0] < BRACKET_HEIGHT * height:
        return False, False
    middles = [float(np.flatnonzero(piece[row]).mean()) for row in rows]
    part = max(1, len(middles) // 4)
    ends = np.mean(middles[:part] + middles[-part:])
    bulge = float(np.mean(middles[part:-part]) - ends) / width if len(middles) > 2 * part else 0.0
    return bulge < -BULGE, bulge > BULGE


def _is_low_sign(piece: NDArray[np.bool_]) -> bool:
    rows = np.flatnonzero(piece.any(axis=1))
    height = len(piece)
    return bool(
        piece.shape[1] <= LOW_SIGN * height
        and rows[-1] - rows[0] <= LOW_SIGN * height
        and rows[0] >= SIGN_FOOT * height * LOW_SIGN
        and rows[-1] >= SIGN_FOOT * height
    )


def _cells(found: PageGrid, scale: float) -> list[GridCell]:
    """Carry the cells of a grid in points over to the sheet's pixels."""
    return [
        GridCell(
            span.row, span.column, span.row_span, span.column_span,
            span.box.x0 / scale, span.box.top / scale, span.box.x1 / scale, span.box.bottom / scale, span.unsure,
        )
        for span in found.spans
    ]  # fmt: skip


def _grid(found: PageGrid, scale: float, unit: float, finder: str) -> Grid:
    cells = tuple(_cells(found, scale))
    xs = sorted({side for cell in cells for side in (cell.x0, cell.x1)})
    ys = sorted({side for cell in cells for side in (cell.top, cell.bottom)})
    strips = tuple(strip for cell in cells for strip in strips_along(cell, unit))
    return Grid(tuple(xs), tuple(ys), cells, found.broken_top, strips, finder)
