"""Rules to grids: the lines of a page to its tables, merged cells as one span each.

Lines that touch belong to one table. Its edges cut it into smallest cells; smallest cells without a line between
them are one merged cell. Where such a cell is no rectangle it is cut apart along the lines that are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.layer import Rule
from extractors.tables.grid import EDGE_TOLERANCE, Grid, GridDoubt, cluster_positions, contains, grid_of_boxes
from extractors.tables.lines import join_rules

TOUCH = 3.0
"""Points between a line's end and the line it meets; double borders and cell spacing leave up to 2.3."""

OPEN_ROW = 80.0
"""Points between a table without side lines and the far border of a row that is one merged cell: six lines of text."""

COVERED = 0.7
"""Share of a smallest cell's side that must be drawn: dashes are joined before, so a side is drawn or not."""

MAX_LINES = 3_000
"""Lines of one page after joining; a form has fewer than 300."""

MAX_SMALLEST_CELLS = 60_000
"""Smallest cells of one table; a form of 100 rows by 20 columns has 2000."""

_Flags: TypeAlias = NDArray[np.bool_]
_Patch: TypeAlias = frozenset[tuple[int, int]]


def find_grids(rules: Sequence[Rule]) -> tuple[Grid, ...]:
    """Return the tables that these rules draw, from top to bottom, frames around tables left out."""
    lines = join_rules(rules)
    if len(lines) > MAX_LINES:
        return ()
    found = (_grid_of_lines(group) for group in _with_open_rows(touching_groups(lines), lines))
    grids = _without_frames([grid for grid in found if grid is not None])
    return tuple(sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0)))


def touching_groups(lines: Sequence[Rule]) -> list[list[Rule]]:
    """Part lines into groups that hang together by touching; a lone line is in no group."""
    across = [line for line in lines if not line.vertical]
    down = [line for line in lines if line.vertical]
    if not across or not down:
        return []
    meets = _meetings(across, down)
    groups: list[list[Rule]] = []
    left = set(range(len(across)))
    while left:
        rows, columns = _reach(left.pop(), meets)
        left -= rows
        if columns:
            groups.append([across[i] for i in sorted(rows)] + [down[j] for j in sorted(columns)])
    return groups


def _meetings(across: Sequence[Rule], down: Sequence[Rule]) -> _Flags:
    """Which horizontal (row) touches which vertical (column)."""
    h = np.array([(line.at, line.start, line.end) for line in across])
    v = np.array([(line.at, line.start, line.end) for line in down])
    reach_x = (h[:, 1:2] - TOUCH <= v[:, 0]) & (v[:, 0] <= h[:, 2:3] + TOUCH)
    reach_y = (v[:, 1] - TOUCH <= h[:, 0:1]) & (h[:, 0:1] <= v[:, 2] + TOUCH)
    return np.asarray(reach_x & reach_y)


def _reach(first: int, meets: _Flags) -> tuple[set[int], set[int]]:
    rows, columns = {first}, set[int]()
    while True:
        wider = set(np.flatnonzero(meets[sorted(rows)].any(axis=0)).tolist())
        longer = set(np.flatnonzero(meets[:, sorted(wider)].any(axis=1)).tolist()) | rows
        if wider == columns and longer == rows:
            return rows, columns
        rows, columns = longer, wider


def _with_open_rows(groups: Sequence[list[Rule]], lines: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Add to a table without side lines the horizontals of rows that are one merged cell: these touch no other line."""
    used = {id(line) for group in groups for line in group}
    lone = [line for line in lines if not line.vertical and id(line) not in used]
    for group in groups:
        across = [line for line in group if not line.vertical]
        starts, ends = [line.start for line in across], [line.end for line in across]
        near = sorted(across, key=lambda line: line.at)
        first, last = near[0].at - OPEN_ROW, near[-1].at + OPEN_ROW
        yield group + [
            line for line in lone
            if first <= line.at <= last and _shared(line.start, starts) and _shared(line.end, ends)
        ]  # fmt: skip


def _grid_of_lines(group: Sequence[Rule]) -> Grid | None:
    across, down, open_sides = close_sides(*drop_loose_ends(group))
    if len(across) < 2 or len(down) < 2:
        return None
    xs = cluster_positions(line.at for line in down)
    ys = cluster_positions(line.at for line in across)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MAX_SMALLEST_CELLS:
        return None
    drawn_across, drawn_down = _drawn(across, ys, xs), _drawn(down, xs, ys).T
    patches = _merged(drawn_across, drawn_down)
    pieces = [piece for patch in patches for piece in cut_to_rectangles(patch, drawn_across, drawn_down)]
    # a table that a page break cuts is open at the top or the bottom; left and right it is closed
    doubts: list[GridDoubt] = ["open"] if open_sides & {"left", "right"} else []
    if len(pieces) > len(patches):
        doubts.append("split")
    boxes = [_patch_box(piece, xs, ys) for piece in pieces]
    return grid_of_boxes(boxes, "top" in open_sides, tuple(doubts))


def drop_loose_ends(group: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Return the horizontal and the vertical lines of a group without what is no border: underlines, ticks, overhang.

    A line is a border between the first and the last line that it meets, or as far as the table's open side.
    """
    across = [line for line in group if not line.vertical]
    down = [line for line in group if line.vertical]
    for _ in range(3):  # a line that goes may leave another without a hold
        kept_across = [line for line in (_held(line, down, across) for line in across) if line is not None]
        kept_down = [line for line in (_held(line, kept_across, down) for line in down) if line is not None]
        if kept_across == across and kept_down == down:
            break
        across, down = kept_across, kept_down
    return across, down


def _held(line: Rule, others: Sequence[Rule], alike: Sequence[Rule]) -> Rule | None:
    """Cut a line back to what holds its ends."""
    meets = [o.at for o in others if line.start - TOUCH <= o.at <= line.end + TOUCH and _spans(o, line.at)]
    if not meets:
        open_row = _shared(line.start, [r.start for r in alike]) and _shared(line.end, [r.end for r in alike])
        return line if open_row else None
    first, last = min(meets), max(meets)
    start = line.start if first - line.start <= TOUCH or _shared(line.start, [r.start for r in alike]) else first
    end = line.end if line.end - last <= TOUCH or _shared(line.end, [r.end for r in alike]) else last
    return Rule(line.vertical, line.at, start, end, line.thickness) if end - start > TOUCH else None


def _spans(line: Rule, position: float) -> bool:
    return line.start - TOUCH <= position <= line.end + TOUCH


def _shared(end: float, ends: Sequence[float]) -> bool:
    """An open side of a table: at least one other line ends at the same place as this one."""
    return sum(abs(end - other) <= TOUCH for other in ends) >= 2


def close_sides(across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule], frozenset[str]]:
    """Add the sides of a table that are not drawn, where two lines or more end at one place; say which."""
    if not across or not down:
        return across, down, frozenset()
    left, right = min(r.start for r in across), max(r.end for r in across)
    top, bottom = min(r.start for r in down), max(r.end for r in down)
    sides: dict[str, Rule] = {}
    if left < min(r.at for r in down) - EDGE_TOLERANCE:
        sides["left"] = Rule(True, left, *_extent(across))
    if right > max(r.at for r in down) + EDGE_TOLERANCE:
        sides["right"] = Rule(True, right, *_extent(across))
    if top < min(r.at for r in across) - EDGE_TOLERANCE:
        sides["top"] = Rule(False, top, *_extent(down))
    if bottom > max(r.at for r in across) + EDGE_TOLERANCE:
        sides["bottom"] = Rule(False, bottom, *_extent(down))
    return (
        across + [sides[name] for name in ("top", "bottom") if name in sides],
        down + [sides[name] for name in ("left", "right") if name in sides],
        frozenset(sides),
    )


def _extent(lines: Sequence[Rule]) -> tuple[float, float]:
    return min(line.at for line in lines), max(line.at for line in lines)


def _drawn(lines: Sequence[Rule], edges: Sequence[float], cuts: Sequence[float]) -> _Flags:
    """Which stretch between two cuts (column) is drawn on which edge (row)."""
    lengths = np.zeros((len(edges), len(cuts) - 1))
    starts, ends = np.array(cuts[:-1]), np.array(cuts[1:])
    positions = np.array(edges)
    for line in lines:
        edge = int(np.abs(positions - line.at).argmin())
        lengths[edge] += np.clip(np.minimum(ends, line.end) - np.maximum(starts, line.start), 0, None)
    return np.asarray(lengths >= COVERED * (ends - starts))


def _merged(drawn_across: _Flags, drawn_down: _Flags) -> list[_Patch]:
    """Return the sets of smallest cells that no line parts."""
    rows, columns = drawn_across.shape[0] - 1, drawn_down.shape[1] - 1
    left = {(row, column) for row in range(rows) for column in range(columns)}
    patches = []
    while left:
        todo = [left.pop()]
        patch = set(todo)
        while todo:
            row, column = todo.pop()
            neighbours = (
                ((row, column + 1), drawn_down[row, column + 1]),
                ((row, column - 1), drawn_down[row, column]),
                ((row + 1, column), drawn_across[row + 1, column]),
                ((row - 1, column), drawn_across[row, column]),
            )
            free = [cell for cell, parted in neighbours if not parted and cell in left]
            left.difference_update(free)
            patch.update(free)
            todo.extend(free)
        patches.append(frozenset(patch))
    return patches


def cut_to_rectangles(patch: _Patch, drawn_across: _Flags, drawn_down: _Flags) -> list[_Patch]:
    """Cut a merged cell that is no rectangle, first along the edge of which the most is drawn, until all are."""
    top, bottom = min(r for r, _ in patch), max(r for r, _ in patch)
    left, right = min(c for _, c in patch), max(c for _, c in patch)
    if len(patch) == (bottom - top + 1) * (right - left + 1):
        return [patch]
    by_row = [(float(drawn_across[r, left : right + 1].mean()), r, True) for r in range(top + 1, bottom + 1)]
    by_column = [(float(drawn_down[top : bottom + 1, c].mean()), c, False) for c in range(left + 1, right + 1)]
    _, at, is_row = max(by_row + by_column)
    before = frozenset(cell for cell in patch if cell[0 if is_row else 1] < at)
    return [
        piece
        for half in (before, patch - before)
        for part in _connected(half)
        for piece in cut_to_rectangles(part, drawn_across, drawn_down)
    ]


def _connected(patch: _Patch) -> list[_Patch]:
    left, parts = set(patch), []
    while left:
        todo = [left.pop()]
        part = set(todo)
        while todo:
            row, column = todo.pop()
            near = {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)} & left
            left -= near
            part |= near
            todo.extend(near)
        parts.append(frozenset(part))
    return parts


def _patch_box(patch: _Patch, xs: Sequence[float], ys: Sequence[float]) -> Box:
    rows, columns = [row for row, _ in patch], [column for _, column in patch]
    return Box(xs[min(columns)], ys[min(rows)], xs[max(columns) + 1], ys[max(rows) + 1])


def _without_frames(grids: Sequence[Grid]) -> list[Grid]:
    """Leave out single boxes, which are frames around a table or a text, unless they are open at the top."""
    return [grid for grid in grids if len(grid.spans) > 1 or (grid.broken_top and not _frames(grid, grids))]


def _frames(grid: Grid, grids: Sequence[Grid]) -> bool:
    return any(other is not grid and contains(grid.box, other.box) for other in grids)
