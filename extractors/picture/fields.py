"""The smallest fields between a table's lines to its cells: fields without a rule between them are one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

STRAY = 7
"""Pixels at 200 dpi by which a rule may stray from its line's place."""
CORNER = 3
"""Pixels at 200 dpi left out at a side's ends, where the crossing rules are."""
WIDE_CORNER = 8
"""The same where single dark spots are counted: a crossing rule's darkness was averaged this far."""
SOLID = 0.7
"""Share of a field's side that a rule covers where it separates two cells."""
WEAK = 0.55
"""Share of a field's side, where no print is near, that is thinly dark where a faint or broken rule runs."""
CLEAR = 0.2
"""Share of a field's side that must be without print near it before WEAK can tell anything."""
SPOT = 3
"""Pixels at 200 dpi from a line's place within which a dark spot may be a part of its rule."""

Rectangle = tuple[int, int, int, int]
"""First row, first column, row after the last, column after the last."""
Field = tuple[int, int]


@dataclass(frozen=True)
class FieldEdges:
    """What is known about rules of one direction, laid level: `mask` of runs, `thin` darkness, `characters`."""

    mask: NDArray[Any]
    thin: NDArray[Any]
    characters: NDArray[Any]
    depth: float
    unit: float


def measure_edges(edges: FieldEdges, lines: Sequence[float], breaks: Sequence[float]) -> NDArray[np.float64]:
    """Measure how surely a rule runs along each line between each two breaks.

    Gives (lines, breaks - 1) values 0..1: the covered share where a run was found, else the share of thin dark
    spots where no print is near; SOLID and above separates cells.
    """
    values = np.zeros((len(lines), len(breaks) - 1))
    corner, wide = round(CORNER * edges.unit), round(WIDE_CORNER * edges.unit)
    for row, line in enumerate(lines):
        covered, clear, spotted = _profiles(edges, line)
        for column, (start, end) in enumerate(pairwise(breaks)):
            span, inner = (
                slice(round(start) + margin, max(round(start) + margin + 1, round(end) - margin))
                for margin in (corner, wide)
            )
            share = float(covered[span].mean()) if covered[span].size else 0.0
            values[row, column] = share if share >= SOLID else _weak(covered[inner], clear[inner], spotted[inner], share)
    return values


def _profiles(edges: FieldEdges, line: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Along a line: where a run lies on it, where no print is near it, and where it is thinly dark."""
    at, stray = round(line), round(STRAY * edges.unit)
    covered = edges.mask[max(0, at - stray) : at + stray + 1].any(axis=0)
    clear = ~edges.characters[max(0, at - stray) : at + stray + 1].any(axis=0)
    inner = max(2, round(SPOT * edges.unit))
    spotted = (edges.thin[max(0, at - inner) : at + inner + 1] > edges.depth).any(axis=0)
    return covered, clear, spotted


def _weak(covered: NDArray[np.bool_], clear: NDArray[np.bool_], spotted: NDArray[np.bool_], share: float) -> float:
    """Judge a faint or broken side by the places that tell: runs, and where no print is near.

    Gives SOLID where WEAK of them are dark; else at most `share`, the part that runs cover.
    """
    if clear.size == 0 or clear.mean() < CLEAR:
        return share
    seen = covered | (spotted & clear)
    weak = float(seen.sum() / (seen | clear).sum())
    return SOLID if weak >= WEAK else min(share, weak)


def cell_rectangles(between_rows: NDArray[np.float64], between_columns: NDArray[np.float64]) -> list[Rectangle]:
    """Unite fields that no rule separates and give each cell's rectangle of fields.

    `between_rows[r, c]` is the certainty of a rule above field (r, c), `between_columns[r, c]` of one on its left.
    A union that is no rectangle is cut where a rule is likeliest to be missing.
    """
    rows, columns = between_columns.shape[0], between_rows.shape[1]
    fields = {(row, column) for row in range(rows) for column in range(columns)}
    rectangles: list[Rectangle] = []
    for region in _regions(fields, between_rows, between_columns, SOLID):
        rectangles.extend(_cut(region, between_rows, between_columns))
    return rectangles


def _regions(
    fields: set[Field], between_rows: NDArray[np.float64], between_columns: NDArray[np.float64], solid: float
) -> list[set[Field]]:
    """Split fields into the parts that hang together where certainty is below `solid`."""
    left, regions = set(fields), []
    while left:
        region, frontier = set(), [min(left)]
        while frontier:
            field = frontier.pop()
            if field not in left:
                continue
            left.remove(field)
            region.add(field)
            row, column = field
            frontier += [
                neighbour
                for neighbour, certainty in (
                    ((row - 1, column), between_rows[row, column]),
                    ((row + 1, column), between_rows[row + 1, column]),
                    ((row, column - 1), between_columns[row, column]),
                    ((row, column + 1), between_columns[row, column + 1]),
                )
                if certainty < solid and neighbour in left
            ]
        regions.append(region)
    return regions


def _cut(
    region: set[Field], between_rows: NDArray[np.float64], between_columns: NDArray[np.float64]
) -> list[Rectangle]:
    """Cut a region into rectangles, first where the most of a rule is seen."""
    top, left = min(row for row, _ in region), min(column for _, column in region)
    bottom, right = max(row for row, _ in region) + 1, max(column for _, column in region) + 1
    if len(region) == (bottom - top) * (right - left):
        return [(top, left, bottom, right)]
    cuts = [(_seen(region, between_rows, row, None), 1, row) for row in range(top + 1, bottom)]
    cuts += [(_seen(region, between_columns, None, column), 0, column) for column in range(left + 1, right)]
    helpful = [cut for cut in cuts if _splits_corner(region, cut[1], cut[2])]
    _, level, at = max(helpful)
    first = {field for field in region if field[0 if level else 1] < at}
    parts = [part for side in (first, region - first) for part in _connected(side)]
    return [rectangle for part in parts for rectangle in _cut(part, between_rows, between_columns)]


def _seen(region: set[Field], certainty: NDArray[np.float64], row: int | None, column: int | None) -> float:
    """Give the mean certainty of a rule along a whole cut through a region."""
    values = [
        certainty[field]
        for field in region
        if (field[0] == row and (field[0] - 1, field[1]) in region)
        or (field[1] == column and (field[0], field[1] - 1) in region)
    ]
    return float(np.mean(values)) if values else 0.0


def _splits_corner(region: set[Field], level: int, at: int) -> bool:
    """Say whether the fields on both sides of a cut differ, so that cutting there makes the parts simpler."""
    axis = 0 if level else 1
    before = {field[1 - axis] for field in region if field[axis] == at - 1}
    after = {field[1 - axis] for field in region if field[axis] == at}
    return before != after


def _connected(fields: set[Field]) -> list[set[Field]]:
    rows = max(row for row, _ in fields) + 2
    columns = max(column for _, column in fields) + 2
    return _regions(fields, np.zeros((rows, columns)), np.zeros((rows, columns)), SOLID)
