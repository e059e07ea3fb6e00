"""Lines of crumbled print made whole: of `≥98%` on a fax the figures are print, the comparator crumbs before them.

What a fax machine left of thin strokes is dots, which are no print by their size alone. Beside print, and as dense as
writing, they belong to it: a line's box grows over them, so that the reader sees them too. Where nothing else is in a
cell they are its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.lines import Inside, LineBox

REACH = (0.45, 0.2)
"""Of the usual line height, across and down: crumbs nearer to each other are of one character or line."""
LEAST = 8
"""Pixels of ink of the fewest crumbs that are left of a stroke; specks have three."""
LEAST_ALONE = 14
"""The same where no print is beside them: signs that had all but gone still had 17 and more."""
NARROWEST = 0.4
"""Of the usual line height: the least width of what is left of a sign."""
HIGHEST = 1.25
"""Of the usual line height: a line with its crumbs is no higher."""


def with_crumbs(lines: Sequence[LineBox], ink: NDArray[Any], place: Inside, usual: float) -> tuple[LineBox, ...]:
    """Return a cell's lines, each grown over the crumbs beside it; `ink` is all of the sheet's but for its rules."""
    part = (ink[place.top : place.bottom, place.x0 : place.x1] > 0).astype(np.uint8)
    if not part.size:
        return tuple(lines)  # two rules beside each other leave no inside
    across, down = (max(1, round(reach * usual / 2)) for reach in REACH)
    joined = cv2.dilate(part, np.ones((2 * down + 1, 2 * across + 1), np.uint8))
    _, labels = cv2.connectedComponents(joined, connectivity=8)
    labels[part == 0] = 0
    if not lines:
        return _from_crumbs(labels, place, usual)
    return tuple(_grown(line, labels, place, usual, _room(line, lines, place)) for line in lines)


def _from_crumbs(labels: NDArray[Any], place: Inside, usual: float) -> tuple[LineBox, ...]:
    """Return the one line of a cell in which nothing but crumbs is left, where they hang together; else none."""
    counts = np.bincount(labels.ravel())
    counts[0] = 0
    if counts.max() < LEAST_ALONE:
        return ()
    rows, columns = np.nonzero(labels == counts.argmax())
    line = LineBox(
        place.x0 + int(columns.min()), place.top + int(rows.min()),
        place.x0 + int(columns.max()) + 1, place.top + int(rows.max()) + 1,
    )  # fmt: skip
    wide = line.x1 - line.x0 >= NARROWEST * usual
    return (line,) if wide and line.height <= HIGHEST * usual else ()


def _room(line: LineBox, lines: Sequence[LineBox], place: Inside) -> tuple[int, int, int, int]:
    """Return x0, top, x1, bottom of the part of a cell that may hold a line: half way to the lines around it."""
    x0, top, x1, bottom = place.x0, place.top, place.x1, place.bottom
    for other in lines:
        if other is line:
            continue
        if other.bottom <= line.top:
            top = max(top, (other.bottom + line.top + 1) // 2)
        elif other.top >= line.bottom:
            bottom = min(bottom, (line.bottom + other.top) // 2)
        elif other.x1 <= line.x0:
            x0 = max(x0, (other.x1 + line.x0 + 1) // 2)
        elif other.x0 >= line.x1:
            x1 = min(x1, (line.x1 + other.x0) // 2)
    return x0, top, x1, bottom


def _grown(
    line: LineBox, labels: NDArray[Any], place: Inside, usual: float, room: tuple[int, int, int, int]
) -> LineBox:
    """Return a line with the crumbs that hang together with its print."""
    if line.stacked:
        return line
    own = labels[line.top - place.top : line.bottom - place.top, line.x0 - place.x0 : line.x1 - place.x0]
    names = np.unique(own[own > 0])
    x0, top, x1, bottom = room
    top, bottom = max(top, round(line.bottom - HIGHEST * usual)), min(bottom, round(line.top + HIGHEST * usual))
    window = np.isin(labels[top - place.top : bottom - place.top, x0 - place.x0 : x1 - place.x0], names)
    if np.count_nonzero(window) < LEAST:
        return line
    rows, columns = np.flatnonzero(window.any(axis=1)), np.flatnonzero(window.any(axis=0))
    return LineBox(
        min(line.x0, x0 + int(columns[0])), min(line.top, top + int(rows[0])),
        max(line.x1, x0 + int(columns[-1]) + 1), max(line.bottom, top + int(rows[-1]) + 1),
    )  # fmt: skip
