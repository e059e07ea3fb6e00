"""Print that touches or crosses a rule to the cell that it belongs to: `财政专户管理资金` with heads above its cell.

What touches a rule keeps its strokes up to it. Where strokes go on at both sides of a level rule they are whole again,
and the insides of the two cells meet above or below the line of print instead of at the rule. What cannot be told apart
is known as cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.connected import connected
from extractors.picture.grid import Grid, GridCell
from extractors.picture.lines import LEAST_INK, Inside
from extractors.picture.runs import level_runs, upright_runs

BLUR = 6
"""Pixels beside a solid rule within which its mask lies; they are taken from the print where none touches them."""
SOLID_SHARE = 0.8
"""Share of the rules that is solid from which strokes are told from pieces of them: of 31 drawn pages those with broken
rules had at most 0.77, the others at least 0.86."""
LEAST_TOUCH = 15
"""Pixels at 200 dpi in which print touches rules before it is looked at; on a clean page ten come from the corners."""
HALO = 2
"""Pixels beside a solid rule that its blur makes as dark as ink; farther out it is print."""
EDGE_RUN = 45
"""Pixels at 200 dpi: ink beside a rule that runs on so far is the rule's own edge; no stroke is as long."""
REACH = 12
"""Pixels at 200 dpi around a rule's place within which it runs: it may stray by seven, and be doubled."""
BEYOND = 2
"""Pixels on each side of a rule in which a stroke that crosses it is seen."""
LEAST_STROKES = 3
"""Columns of pixels that cross a rule; fewer are dirt on it."""
WIDEST_STROKE = 0.5
"""Of the usual line height: what crosses on a longer way is the rule's own edge."""
HANGING = 0.6
"""Of the usual line height: print hangs over a rule by no more than this, or two lines touch it from both sides."""
LEAST_HEIGHT = 0.4
"""Of the usual line height: lower print at a rule is dirt."""
FARTHEST = 1.8
"""Usual line heights from the rule up to which a line's other side is looked for."""
ASIDE = 2.0
"""Usual line heights beside crossing strokes that are the same line's."""


def spared(rules: NDArray[Any], solid: NDArray[Any], ink: NDArray[Any], unit: float) -> NDArray[Any]:
    """Take from the mask of `rules`, which is wider than they are, the strokes of `ink` that end at a `solid` rule.

    Where rules are broken, their pieces look like strokes: nothing is taken.
    """
    inner = cv2.erode(rules, np.ones((3, 3), np.uint8))
    if cv2.countNonZero(cv2.bitwise_and(inner, _grown(solid, 2))) < SOLID_SHARE * cv2.countNonZero(inner):
        return rules
    outside = cv2.dilate(cv2.subtract(ink, rules), np.ones((3, 3), np.uint8))
    if cv2.countNonZero(cv2.bitwise_and(outside, cv2.bitwise_and(rules, ink))) < LEAST_TOUCH * unit**2:
        return rules
    beside = cv2.subtract(_grown(solid, BLUR), _grown(solid, 1))
    between = cv2.bitwise_and(cv2.bitwise_and(ink, rules), beside)
    run = round(EDGE_RUN * unit)
    between = cv2.subtract(between, cv2.bitwise_or(level_runs(between, run), upright_runs(between, run)))
    found = connected(between)
    far = cv2.subtract(beside, _grown(solid, HALO))
    strokes = found.mask(found.touched(cv2.bitwise_or(outside, far))) * 255
    return cv2.subtract(rules, cv2.bitwise_and(_grown(strokes, HALO), beside))


def _grown(mask: NDArray[Any], by: int) -> NDArray[Any]:
    return cv2.dilate(mask, np.ones((2 * by + 1, 2 * by + 1), np.uint8))


@dataclass(frozen=True)
class Crossings:
    """`bridges` is the mask of strokes inside rules; `places` are changed insides of cells, `cut` those in doubt."""

    bridges: NDArray[Any]
    places: Mapping[GridCell, Inside]
    cut: frozenset[GridCell]


@dataclass
class _Found:
    """What has been found so far."""

    bridges: NDArray[Any]
    places: dict[GridCell, Inside]
    cut: set[GridCell] = field(default_factory=set)
    usual: float = 24.0


def find_crossings(
    print_mask: NDArray[Any], rules: NDArray[Any], grids: Sequence[Grid], insides: Mapping[GridCell, Inside],
    usual: float, unit: float,
) -> Crossings:  # fmt: skip
    """Find the print that crosses level rules, and move the insides of its cells."""
    found = _Found(np.zeros_like(print_mask), dict(insides), usual=usual)
    reach = round(REACH * unit)
    for grid in grids:
        for above, below in _neighbours(grid):
            x0, x1 = max(insides[above].x0, insides[below].x0), min(insides[above].x1, insides[below].x1)
            top = max(BEYOND, round(below.top) - reach)
            part = (slice(top, round(below.top) + reach), slice(x0, x1))
            if x1 > x0 and print_mask[part].any() and rules[part].any():
                _settle(print_mask, rules, (above, below), (x0, top, x1, part[0].stop), found)
    changed = {cell: place for cell, place in found.places.items() if place != insides[cell]}
    return Crossings(found.bridges, changed, frozenset(found.cut))


def _neighbours(grid: Grid) -> Iterator[tuple[GridCell, GridCell]]:
    """Pair each cell with those directly below it."""
    by_row: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    for above in grid.cells:
        for below in by_row.get(above.row + above.row_span, []):
            if below.column < above.column + above.column_span and above.column < below.column + below.column_span:
                yield above, below


def _settle(
    print_mask: NDArray[Any], rules: NDArray[Any], pair: tuple[GridCell, GridCell], box: tuple[int, int, int, int],
    found: _Found,
) -> None:  # fmt: skip
    """Look whether print crosses the rule between two cells, inside a box around it, and whose it is."""
    x0, top, x1, bottom = box
    band = rules[top:bottom, x0:x1] > 0
    first, last = top + band.argmax(axis=0), bottom - 1 - band[::-1].argmax(axis=0)
    ruled: NDArray[np.bool_] = np.any(band, axis=0)
    crossing = _crossing(print_mask, ruled, first, last, x0, found.usual)
    columns = np.flatnonzero(crossing)
    if columns.size < LEAST_STROKES:
        return
    aside = round(ASIDE * found.usual)
    line = slice(max(x0, x0 + int(columns[0]) - aside), min(x1, x0 + int(columns[-1]) + aside))
    head, foot = int(np.median(first[columns])), int(np.median(last[columns])) + 1
    up = _print_from(print_mask[max(0, head - round(FARTHEST * found.usual)) : head, line][::-1])
    down = _print_from(print_mask[foot : foot + round(FARTHEST * found.usual), line])
    if max(up, down) < LEAST_HEIGHT * found.usual:
        return
    for column in columns:
        found.bridges[first[column] : last[column] + 1, x0 + column] = 255
    _share_out(print_mask, pair, (head - up, head, foot, foot + down), line, found)


def _crossing(
    print_mask: NDArray[Any], ruled: NDArray[np.bool_], first: NDArray[Any], last: NDArray[Any], x0: int, usual: float
) -> NDArray[np.bool_]:
    """Say for each column of pixels whether a stroke goes on at both sides of the rule."""
    columns, lowest, steps = x0 + np.arange(len(ruled)), len(print_mask) - 1, range(1, BEYOND + 1)
    seen = [
        np.any([print_mask[np.clip(side + way * step, 0, lowest), columns] > 0 for step in steps], axis=0)
        for side, way in ((first, -1), (last, 1))
    ]
    crossing: NDArray[np.bool_] = ruled & seen[0] & seen[1]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], crossing.astype(np.int8), [0]]))).reshape(-1, 2)
    for start, end in edges[edges[:, 1] - edges[:, 0] > WIDEST_STROKE * usual]:
        crossing[start:end] = False
    return crossing


def _print_from(rows: NDArray[Any]) -> int:
    """Count the rows with print from the first on."""
    blank = np.count_nonzero(rows, axis=1) < LEAST_INK
    return int(blank.argmax()) if blank.any() else len(rows)


def _share_out(
    print_mask: NDArray[Any], pair: tuple[GridCell, GridCell], rows: tuple[int, int, int, int], line: slice,
    found: _Found,
) -> None:  # fmt: skip
    """Give a line that crosses a rule to the cell in which more of it stands; `rows` are its ends and the rule's."""
    above, below = pair
    start, head, foot, end = rows
    owner, other = (below, above) if end - foot > head - start else (above, below)
    overhang = slice(start, head) if owner is below else slice(foot, end)
    place, given = found.places[owner], found.places[other]
    beside = any(print_mask[overhang, side].any() for side in (slice(place.x0, line.start), slice(line.stop, place.x1)))
    if overhang.stop - overhang.start > HANGING * found.usual or beside:
        found.cut.update(pair)
    elif owner is below:
        found.places[owner] = replace(place, top=min(place.top, start))
        found.places[other] = replace(given, bottom=max(given.top, min(given.bottom, start)))
    else:
        found.places[owner] = replace(place, bottom=max(place.bottom, end))
        found.places[other] = replace(given, top=min(given.bottom, max(given.top, end)))
