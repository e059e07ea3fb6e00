"""Column edges that each row of an open table found for itself, to edges that the whole table shares.

Between two cells of a row any place in the white between their print may be the edge. One edge is looked for that lies
in the white of as many rows as possible; where the rules between rows begin counts most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.picture.grid import GridCell

RULE_WEIGHT = 3
"""Rows whose white a rule's end is worth: rules between rows end at cells' sides."""
SAME_END = 5
"""Pixels at 200 dpi by which the ends of rules at one side may differ."""
RARE = 0.34
"""Share of the rows of the commonest edge in a gap that another edge must have to be chosen for its cells' looks."""
LONE_GAP = 1.2
"""Of the usual line height: less white does not part two cells where no other row has an edge."""
SPLIT_GAP = 0.3
"""Of the usual line height: white at a shared edge, with print on both sides, from which it parts a cell in two."""
SPLIT_ROWS = 3
"""Rows that must have an edge before it may part cells of others."""

SPARSE_GAP, SPARSE_ROWS = 0.8, 3
"""Of the usual line height: white between two heads of columns; and cells under each other that it must run through."""


@dataclass(frozen=True)
class _Gap:
    """One edge between cells, by their numbers: the white around it from `start` to `end`, its place now `at`."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    start: float
    end: float
    at: float


def shared_columns(
    cells: Sequence[GridCell], rule_ends: Sequence[float], print_mask: NDArray[Any], usual: float, unit: float
) -> list[GridCell]:
    """Move the edges between cells to places that rows share, and part cells that a shared edge cuts in two."""
    ends = _clustered(rule_ends, SAME_END * unit)
    kept = _without_lone_edges(list(cells), ends, print_mask, LONE_GAP * usual)
    prints = [_printed(cell, print_mask) for cell in kept]
    gaps = _gaps(kept, prints)
    edges = _edges(gaps, ends)
    moved = _moved(kept, prints, gaps, edges)
    common = [edge for edge, rows in edges if rows >= SPLIT_ROWS]
    parted = [part for cell in moved for part in _parted(cell, common, print_mask, SPLIT_GAP * usual)]
    return _with_sparse_columns(parted, print_mask, SPARSE_GAP * usual, unit)


def _without_lone_edges(
    cells: list[GridCell], rule_ends: Sequence[tuple[float, int]], print_mask: NDArray[Any], white: float
) -> list[GridCell]:
    """Unite cells of a row that only a little white parts, where no other row has an edge: a full stop is no cell."""
    gaps = _gaps(cells, [_printed(cell, print_mask) for cell in cells])
    edges = _edges(gaps, rule_ends)
    for gap in gaps:
        shared = any(gap.start <= place <= gap.end and rows > 1 for place, rows in edges)
        if shared or gap.end - gap.start >= white or len(gap.left) != 1 or len(gap.right) != 1:
            continue
        one, two = cells[gap.left[0]], cells[gap.right[0]]
        if abs(one.top - two.top) <= 1 and abs(one.bottom - two.bottom) <= 1:
            left = [cell for cell in cells if cell is not one and cell is not two]
            return _without_lone_edges([*left, replace(one, x1=two.x1)], rule_ends, print_mask, white)
    return cells


_Print = tuple[float, float] | None
"""Where a cell's print begins and ends, None for an empty cell."""


def _gaps(cells: Sequence[GridCell], prints: Sequence[_Print]) -> list[_Gap]:
    """List the edges between cells that stand beside each other; cells that share a neighbour share the edge."""
    pairs = [
        (left, right)
        for left, one in enumerate(cells)
        for right, two in enumerate(cells)
        if abs(one.x1 - two.x0) <= 1 and min(one.bottom, two.bottom) - max(one.top, two.top) > 1
    ]
    gaps = []
    while pairs:
        lefts, rights = {pairs[0][0]}, {pairs[0][1]}
        while grown := [pair for pair in pairs if (pair[0] in lefts) != (pair[1] in rights)]:
            lefts |= {left for left, _ in grown}
            rights |= {right for _, right in grown}
        pairs = [pair for pair in pairs if pair[0] not in lefts]
        at = cells[min(lefts)].x1
        start = max(cells[k].x0 + 1 if (ink := prints[k]) is None else ink[1] for k in lefts)
        end = min(cells[k].x1 - 1 if (ink := prints[k]) is None else ink[0] for k in rights)
        gaps.append(_Gap(tuple(sorted(lefts)), tuple(sorted(rights)), min(start, at), max(end, at), at))
    return gaps


def _printed(cell: GridCell, print_mask: NDArray[Any]) -> _Print:
    columns = np.flatnonzero(_profile(cell, print_mask))
    return (cell.x0 + float(columns[0]), cell.x0 + float(columns[-1]) + 1) if columns.size else None


def _profile(cell: GridCell, print_mask: NDArray[Any]) -> NDArray[np.bool_]:
    part = print_mask[max(0, round(cell.top)) : round(cell.bottom), max(0, round(cell.x0)) : round(cell.x1)]
    return np.asarray(np.count_nonzero(part, axis=0) >= 1)


def _clustered(ends: Sequence[float], reach: float) -> list[tuple[float, int]]:
    """Put ends of rules that are near each other together: their mean and number."""
    groups: list[list[float]] = []
    for end in sorted(ends):
        if groups and end - groups[-1][0] <= reach:
            groups[-1].append(end)
        else:
            groups.append([end])
    return [(float(np.mean(group)), len(group)) for group in groups]


def _edges(gaps: Sequence[_Gap], rule_ends: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """Choose places, each with the number of gaps that it lies in, until every gap has one."""
    left, edges = list(gaps), []
    ends = {end: RULE_WEIGHT * min(2, count) for end, count in rule_ends}
    while left:
        places = {*ends, *(gap.at for gap in left), *((gap.start + gap.end) / 2 for gap in left)}
        worth = {place: sum(_rows(gap) for gap in left if gap.start <= place <= gap.end) for place in places}
        best = max(places, key=lambda place: (bool(worth[place]) * (worth[place] + ends.get(place, 0)), worth[place]))
        taken = [gap for gap in left if gap.start <= best <= gap.end]
        if not taken:
            break
        edges.append((best, sum(map(_rows, taken))))
        left = [gap for gap in left if gap not in taken]
    return edges


def _rows(gap: _Gap) -> int:
    """Give the number of rows in which an edge stands."""
    return max(len(gap.left), len(gap.right))


def _moved(
    cells: Sequence[GridCell], prints: Sequence[_Print], gaps: Sequence[_Gap], edges: Sequence[tuple[float, int]]
) -> list[GridCell]:
    """Move each edge to the shared place in its white under which print stands best, unless a cell would vanish."""
    sides = [[cell.x0, cell.x1] for cell in cells]
    for gap in sorted(gaps, key=lambda gap: gap.end - gap.start):
        low = max(sides[cell][0] for cell in gap.left)
        high = min(sides[cell][1] for cell in gap.right)
        fitting = [edge for edge in edges if gap.start <= edge[0] <= gap.end and low < edge[0] < high]

        most = max((rows for _, rows in fitting), default=0)
        fitting = [edge for edge in fitting if edge[1] >= RARE * most]

        def cost(edge: tuple[float, int], gap: _Gap = gap) -> tuple[float, int]:
            before = sum(_stray(prints[cell], sides[cell][0], edge[0]) for cell in gap.left)
            return before + sum(_stray(prints[cell], edge[0], sides[cell][1]) for cell in gap.right), -edge[1]

        if fitting:
            place = min(fitting, key=cost)[0]
            for cell in gap.left:
                sides[cell][1] = place
            for cell in gap.right:
                sides[cell][0] = place
    return [replace(cell, x0=x0, x1=x1) for cell, (x0, x1) in zip(cells, sides, strict=True)]


def _stray(printed: _Print, x0: float, x1: float) -> float:
    """Measure in pixels how far print is from standing in the middle of a cell, or at its left side."""
    if printed is None:
        return 0.0
    return min(abs(printed[0] + printed[1] - x0 - x1) / 2, abs(printed[0] - x0))


def _with_sparse_columns(cells: list[GridCell], print_mask: NDArray[Any], white: float, unit: float) -> list[GridCell]:
    """Part columns that only their head shows: two heads far apart over cells of which none has print between them."""
    for cell in cells:
        for middle in _wide_gaps(_profile(cell, print_mask), white):
            at = cell.x0 + middle
            column = [other for other in cells if _stands_under(other, cell, SAME_END * unit)]
            if len(column) >= SPARSE_ROWS and not any(_crosses(other, at, print_mask) for other in column):
                parted = [part for other in column for part in (replace(other, x1=at), replace(other, x0=at))]
                return _with_sparse_columns([o for o in cells if o not in column] + parted, print_mask, white, unit)
    return cells


def _stands_under(one: GridCell, two: GridCell, reach: float) -> bool:
    return abs(one.x0 - two.x0) <= reach and abs(one.x1 - two.x1) <= reach


def _wide_gaps(profile: NDArray[np.bool_], white: float) -> list[float]:
    """Give the middles of the stretches without print that are at least `white` wide, print on both sides."""
    columns = np.flatnonzero(profile)
    breaks = np.flatnonzero(np.diff(columns) >= white)
    return [float(columns[place] + columns[place + 1]) / 2 for place in breaks]


def _crosses(cell: GridCell, at: float, print_mask: NDArray[Any]) -> bool:
    place = round(at - cell.x0)
    return bool(_profile(cell, print_mask)[max(0, place - 1) : place + 2].any())


def _parted(cell: GridCell, edges: Sequence[float], print_mask: NDArray[Any], white: float) -> list[GridCell]:
    """Part a cell at shared edges with white around them and print on both sides."""
    profile = _profile(cell, print_mask)
    parts = [cell]
    for edge in sorted(edges):
        last = parts[-1]
        if not last.x0 + white < edge < last.x1 - white:
            continue
        at = round(edge - cell.x0)
        before, after = profile[round(last.x0 - cell.x0) : at], profile[at:]
        if not before.any() or not after.any():
            continue
        gap = int(np.argmax(before[::-1])) + int(np.argmax(after))
        if gap >= white:
            parts[-1:] = [replace(last, x1=edge), replace(last, x0=edge)]
    return parts
