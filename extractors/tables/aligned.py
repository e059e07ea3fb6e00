"""Writing that only alignment holds together to grids: columns from the white gaps that run down through all lines.

Where horizontal rules part the rows (三线表, tables without side lines) they do; else each line is a row, but for those
that stand nearer to the line above than rows do and have few cells: second lines within cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.document import Box
from extractors.layer import PageLayer, Rule
from extractors.tables.grid import Grid, cluster_positions, grid_of_boxes
from extractors.tables.lines import join_rules
from extractors.tables.stretches import WrittenLine, written_lines

COLUMN_GAP = 1.2
"""Ems of white between two columns; the blanks within a line of writing are at most one em."""

LEAST_ROWS = 3
"""Lines that must share their columns: two lines may stand under each other by chance."""

LEAST_COLUMNS = 2

ROW_PITCH = 3.2
"""Ems between the baselines of neighbouring rows at most; further apart they are separate pieces."""

CONTINUED = 0.8
"""Of the usual distance between rows: a line nearer than this to the one above goes on in the same row."""

NUMBER_WIDTH = 2.5
"""Ems; the number of an item, `（十）` the widest, is narrower than a label."""

RULE_LENGTH = 0.3
"""Share of the page's width from which a horizontal rule may part rows: shorter ones are underlines."""


def find_aligned(layer: PageLayer) -> tuple[Grid, ...]:
    """Return the grids of the tables on a page that have no, or only horizontal, rules."""
    lines = written_lines(layer.glyphs, COLUMN_GAP)
    rules = [
        rule
        for rule in join_rules(layer.rules)
        if not rule.vertical and rule.end - rule.start >= RULE_LENGTH * layer.width
    ]
    grids = (_grid(block, rules) for block in _blocks(lines))
    return tuple(grid for grid in grids if grid is not None)


def _blocks(lines: Sequence[WrittenLine]) -> list[list[WrittenLine]]:
    """Part lines into stretches that may be one table: from the first to the last line of several columns."""
    blocks: list[list[WrittenLine]] = []
    for line in lines:
        near = bool(blocks) and line.baseline - blocks[-1][-1].baseline <= ROW_PITCH * line.size
        if near and (len(line.stretches) > 1 or _lies_in_columns(line, blocks[-1])):
            blocks[-1].append(line)
        elif len(line.stretches) > 1:
            blocks.append([line])
    return [block for block in blocks if sum(len(line.stretches) > 1 for line in block) >= LEAST_ROWS]


def _lies_in_columns(line: WrittenLine, block: Sequence[WrittenLine]) -> bool:
    """A line of one stretch belongs to a table if it leaves the table's gaps free: a second line within a cell."""
    stretch = line.stretches[0]
    widest = max(block, key=lambda other: len(other.stretches))
    return any(_overlap(stretch, other) for other in widest.stretches) and all(
        not (stretch.x0 < left.x1 and stretch.x1 > right.x0) for left, right in pairwise(widest.stretches)
    )


def _overlap(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _grid(block: Sequence[WrittenLine], rules: Sequence[Rule]) -> Grid | None:
    gutters = _gutters(block)
    columns = len(gutters) + 1
    if columns < LEAST_COLUMNS or not _is_regular(block, gutters) or _is_list(block, gutters):
        return None
    left = min(line.stretches[0].x0 for line in block)
    right = max(line.stretches[-1].x1 for line in block)
    xs = [left, *gutters, right]
    ys = _row_edges(block, gutters, rules)
    boxes = [Box(x0, y0, x1, y1) for y0, y1 in pairwise(ys) for x0, x1 in pairwise(xs) if x1 > x0 and y1 > y0]
    return grid_of_boxes(boxes)


def _gutters(block: Sequence[WrittenLine]) -> list[float]:
    """Return the middles of the white gaps that no line of the block crosses."""
    size = median(line.size for line in block)
    stretches = sorted((box.x0, box.x1) for line in block for box in line.stretches)
    gutters, reached = [], stretches[0][1]
    for start, end in stretches:
        if start - reached >= COLUMN_GAP * size / 2:
            gutters.append((start + reached) / 2)
        reached = max(reached, end)
    return gutters


def _is_regular(block: Sequence[WrittenLine], gutters: Sequence[float]) -> bool:
    """Most lines have writing in at least two columns, and three or more lines in the usual number of them."""
    filled = [len({_column(box, gutters) for box in line.stretches}) for line in block]
    return sum(count >= LEAST_COLUMNS for count in filled) >= max(LEAST_ROWS, len(block) / 2)


def _is_list(block: Sequence[WrittenLine], gutters: Sequence[float]) -> bool:
    """The numbers of a list stand in a column of their own; a table of two columns does not begin with one."""
    first = [line.stretches[0] for line in block if _column(line.stretches[0], gutters) == 0]
    size = median(line.size for line in block)
    return len(gutters) == 1 and median(box.x1 - box.x0 for box in first) <= NUMBER_WIDTH * size


def _column(box: Box, gutters: Sequence[float]) -> int:
    return sum(gutter < (box.x0 + box.x1) / 2 for gutter in gutters)


def _row_edges(block: Sequence[WrittenLine], gutters: Sequence[float], rules: Sequence[Rule]) -> list[float]:
    top, bottom = block[0].top, block[-1].bottom
    size = median(line.size for line in block)
    ruled = cluster_positions(rule.at for rule in rules if top - size <= rule.at <= bottom + size)
    inner = [at for at in ruled if top + size / 2 < at < bottom - size / 2]
    if len(inner) >= LEAST_ROWS:  # 三线表 has one inner rule, under its head: that parts no rows of the body
        return [min(top, ruled[0]), *inner, max(bottom, ruled[-1])]
    starts = _row_starts(block, gutters)
    return [top, *((above.bottom + below.top) / 2 for above, below in pairwise(block) if id(below) in starts), bottom]


def _row_starts(block: Sequence[WrittenLine], gutters: Sequence[float]) -> set[int]:
    """A line with few cells that stands nearer to the line above than rows do goes on in that row."""
    full = [line for line in block if not _is_sparse(line, gutters)]
    usual = median([below.baseline - above.baseline for above, below in pairwise(full)] or [0.0])
    return {
        id(line)
        for above, line in pairwise(block)
        if not (_is_sparse(line, gutters) and line.baseline - above.baseline < CONTINUED * usual)
    }


def _is_sparse(line: WrittenLine, gutters: Sequence[float]) -> bool:
    return len({_column(box, gutters) for box in line.stretches}) <= (len(gutters) + 1) / 2
