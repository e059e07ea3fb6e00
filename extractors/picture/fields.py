"""The smallest fields between a table's lines to its cells: fields without a rule between them are one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

STRAY = 7
"""Pixels at 200 dpi by which a rule may stray from its line's place."""
CORNER = 3
"""Pixels at 200 dpi left out at a side's ends, where the crossing rules are."""
WIDE_CORNER = 8
"""The same where darkness is measured: a crossing rule's darkness was averaged this far."""
SOLID = 0.7
"""Share of a field's side that a rule covers where it separates two cells."""
WHOLE = 0.95
"""Share from which a rule is beyond doubt."""
UNCERTAIN = 0.6
"""Certainty of a side that is mostly covered but too pale: it does not separate cells."""
CLEAR = 0.2
"""Share of a field's side that must be without print before its darkness can tell anything."""
LEAST_CLEAR = 6
"""Pixels of a field's side without print, likewise."""
CLIPPED = 90
"""Levels: darker spots count as this dark, so that a few strokes do not pass for a rule."""
LEAST_CONTRAST = 14.0
"""Levels by which a side's mean is darker on the line than beside it where a faint or broken rule runs."""
USUAL_SHARE = 0.7
"""Share of the contrast of this table's undoubted rules that a broken one still has."""
CROSSED_SHARE = 0.9
"""The same where print lies over the side and is measured with it; print alone reaches about 0.8."""
BROKEN_SIDES = 2
"""Sides found by darkness alone from which a table's rules count as broken; only then may print hide a rule: a bracket
that stands on a line's place is as dark."""
PALE, GAP_SHARE = 0.3, 0.02
"""Of the usual contrast: a gap is paler; and share of the runs that are gaps from which rules count as broken."""
THROUGH = 0.93
"""Share of a side that a rule covers of which print hides all; a bracket in the lowest row covers 0.8."""
ENDS = 5
"""Pixels at 200 dpi next to the corners through which an unbroken rule runs, and a character's stroke does not."""
LONGEST_STROKE = 170
"""Pixels at 200 dpi, 21 mm: strokes of four lines below each other cover a side of this length, seldom a longer one."""
CERTAIN_CONTRAST = 5.0
"""Standard deviations of the side's mean by which a rule must stand out of the paper's noise."""

Rectangle = tuple[int, int, int, int]
"""First row, first column, row after the last, column after the last."""
Field = tuple[int, int]


@dataclass(frozen=True)
class FieldEdges:
    """What is known about rules of one direction, laid level.

    `mask` of runs, `thin` darkness without characters, all thin darkness `with_characters`, the mask of `characters`,
    and the mask `hiding` of characters and seals.
    """

    mask: NDArray[Any]
    thin: NDArray[Any]
    with_characters: NDArray[Any]
    characters: NDArray[Any]
    hiding: NDArray[Any]
    noise: float
    unit: float
    lengthened: int = 0
    dotted: bool = False


def measure_edges(edges: FieldEdges, lines: Sequence[float], breaks: Sequence[float]) -> NDArray[np.float64]:
    """Measure how surely a rule runs along each line between each two breaks.

    Gives (lines, breaks - 1) values 0..1, the share covered by runs; SOLID and above separates cells, also where
    no run was found but the side is darker on the line than beside it, as a faint or broken rule is.
    """
    breaks = tuple(map(float, breaks))
    shares = np.array([_covered(edges, line, breaks) for line in lines]).reshape(len(lines), len(breaks) - 1)
    if edges.dotted:  # a stroke is darker than a dotted rule
        return shares
    contrasts, clear, crossed = np.zeros_like(shares), np.zeros_like(shares), np.zeros_like(shares)
    for row, line in enumerate(lines):
        contrasts[row], clear[row] = _contrasts(edges, line, breaks, edges.thin, edges.hiding)
        if not clear[row].all():  # where the line itself tells, its characters are not asked
            crossed[row], _ = _contrasts(edges, line, breaks, edges.with_characters, None)
    sure = contrasts[(shares >= SOLID) & (contrasts > 0)]
    covered = shares
    usual = float(np.median(sure)) if sure.size else float(CLIPPED)
    doubt = CERTAIN_CONTRAST * edges.noise / np.sqrt(np.maximum(clear, 1))
    weak = contrasts >= np.maximum(np.maximum(LEAST_CONTRAST, USUAL_SHARE * usual), doubt)
    # a bracket on a line's place looks like most of a short rule, but is not as dark throughout
    paler = (shares < WHOLE) & (clear > 0) & (contrasts < USUAL_SHARE * usual)
    shares = np.where(paler, np.minimum(shares, UNCERTAIN), shares)
    hidden = (clear == 0) & (crossed >= CROSSED_SHARE * usual)
    through = np.array([_runs_through(edges, line, breaks, PALE * usual) for line in lines])
    if not _are_broken(edges, lines, breaks, covered, usual):
        short = np.diff(breaks) < LONGEST_STROKE * edges.unit
        reaching = np.array([_reaches_ends(edges, line, breaks, PALE * usual) for line in lines])
        # strokes over a watermark cover most of a side, too, but no row of it from end to end
        strokes = short & (shares < WHOLE) & (~reaching | ((clear == 0) & (through < THROUGH)))
        shares, weak = np.where(strokes, 0.0, shares), weak & ~strokes
        hidden &= np.count_nonzero(weak & (shares < SOLID)) >= BROKEN_SIDES
    hidden |= (clear == 0) & (through >= THROUGH)
    return np.where(weak | hidden, np.maximum(shares, SOLID), shares)


def _are_broken(
    edges: FieldEdges, lines: Sequence[float], breaks: tuple[float, ...], shares: NDArray[np.float64], usual: float
) -> bool:
    """Say whether the runs along the sides that they cover are dashes that bridged gaps joined."""
    covered, gaps = 0, 0
    for row, line in enumerate(lines):
        at, stray = round(line), round(STRAY * edges.unit)
        band = slice(max(0, at - stray), at + stray + 1)
        told = np.any(edges.mask[band], axis=0) & ~np.any(edges.hiding[band], axis=0)
        starts, ends = _spans(breaks, round(CORNER * edges.unit), len(told))
        sides = np.zeros_like(told)
        for start, end in zip(starts[shares[row] >= SOLID], ends[shares[row] >= SOLID], strict=True):
            sides[start:end] = True
        pale = np.max(edges.thin[band], axis=0, initial=0) < PALE * usual
        covered += int(np.count_nonzero(told & sides))
        gaps += int(np.count_nonzero(told & sides & pale))
    return gaps > GAP_SHARE * covered


def _covered(edges: FieldEdges, line: float, breaks: tuple[float, ...]) -> NDArray[np.float64]:
    """Give for each field along a line the share of its side on which a run lies."""
    at, stray = round(line), round(STRAY * edges.unit)
    runs = np.any(edges.mask[max(0, at - stray) : at + stray + 1], axis=0)
    starts, ends = _spans(breaks, round(CORNER * edges.unit), len(runs))
    sums = np.concatenate([[0], np.cumsum(runs)])
    shares: NDArray[np.float64] = (sums[ends] - sums[starts]) / np.maximum(1, ends - starts)
    return shares


def _contrasts(
    edges: FieldEdges, line: float, breaks: tuple[float, ...], thin: NDArray[Any], hiding: NDArray[Any] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give for each field along a line how much darker the line is than its sides, and the pixels that tell.

    Both are 0 where the `hiding` mask leaves too few pixels.
    """
    at, stray = round(line), round(STRAY * edges.unit)
    band = slice(max(0, at - 2 * stray), at + 2 * stray + 1)
    levels = np.minimum(thin[band], np.uint8(CLIPPED))
    known: NDArray[Any] = np.ones(thin.shape[1], bool)
    if hiding is not None:
        known = hiding[max(0, at - stray) : at + stray + 1].max(axis=0, initial=0) == 0
        levels *= known
    starts, ends = _spans(breaks, round(WIDE_CORNER * edges.unit), len(known))
    sums = _running(levels)
    counts = np.concatenate([[0], np.cumsum(known)])
    clear = (counts[ends] - counts[starts]).astype(np.float64)
    clear[(clear < CLEAR * (ends - starts)) | (clear < LEAST_CLEAR)] = 0
    means = (sums[:, ends] - sums[:, starts]) / np.maximum(1, clear)
    middle = at - band.start
    inner = slice(max(0, middle - stray), middle + stray + 1)
    contrast = means[inner].max(axis=0) - _median(means)
    return np.where(clear > 0, contrast, 0.0), clear


def _median(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the median of each column: what numpy gives, without its checks, which cost more than so few rows."""
    ordered, half = np.sort(rows, axis=0), len(rows) // 2
    return np.asarray(ordered[half] if len(rows) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def _reaches_ends(edges: FieldEdges, line: float, breaks: tuple[float, ...], dark: float) -> NDArray[np.bool_]:
    """Say for each field along a line if what is at least this `dark` runs on to its corners; a seal may hide it."""
    at, stray = round(line), round(STRAY * edges.unit)
    band = slice(max(0, at - stray), at + stray + 1)
    seal = (edges.hiding[band] > edges.characters[band]).any(axis=0)
    along = seal | (edges.with_characters[band].max(axis=0, initial=0) >= dark)
    starts, ends = _spans(breaks, round(CORNER * edges.unit), len(along))
    reach = max(2, round(ENDS * edges.unit))
    sums = np.concatenate([[0], np.cumsum(along)])
    last = np.minimum(starts + reach, ends)
    first = np.maximum(ends - reach, starts)
    seen = np.minimum(sums[last] - sums[starts], sums[ends] - sums[first])
    return np.asarray(2 * seen >= reach)


def _runs_through(edges: FieldEdges, line: float, breaks: tuple[float, ...], dark: float) -> NDArray[np.float64]:
    """Give for each field along a line the share of its side that one straight row of `dark` pixels covers.

    Print that hides a rule leaves it standing in its midst, from corner to corner; no stroke is as long.
    """
    at, stray = round(line), round(STRAY * edges.unit)
    band = edges.with_characters[max(0, at - stray) : at + stray + 1]
    along = cv2.dilate((band >= max(dark, LEAST_CONTRAST)).astype(np.uint8), np.ones((2, 1), np.uint8))
    starts, ends = _spans(breaks, round(CORNER * edges.unit), along.shape[1])
    sums = _running(along)
    return np.asarray((sums[:, ends] - sums[:, starts]).max(axis=0) / np.maximum(1, ends - starts))


def _running(rows: NDArray[Any]) -> NDArray[np.int32]:
    """Sum each row of small whole numbers up to each column; the first sum is 0."""
    sums = np.zeros((len(rows), rows.shape[1] + 1), np.int32)
    np.cumsum(rows, axis=1, dtype=np.int32, out=sums[:, 1:])
    return sums


@lru_cache(maxsize=64)
def _spans(breaks: tuple[float, ...], corner: int, length: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give first and last pixel of each field's side, without its corners; all lines of a table ask for the same."""
    places = np.round(np.asarray(breaks)).astype(int)
    starts = np.clip(places[:-1] + corner, 0, length - 1)
    return starts, np.clip(np.maximum(starts + 1, places[1:] - corner), 0, length)


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
