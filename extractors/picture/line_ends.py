"""Detected lines made whole: `2024年度)` grows to `(2024年度)`, and `(2021`, `1年` and `度)` are one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Area = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""

REACH = 1.2
"""Of the line's height: how far beyond a detected end print is looked for; a bracket is half as wide as high."""
GAP = 0.5
"""Of the line's height: white between a line's last sign and one that still belongs to it (`年度 ）` has a third)."""


SAME_LINE = 0.6
"""Share of the lower of two areas that stands beside the higher one where they are of one line."""


def united(areas: Sequence[Area]) -> list[Area]:
    """Join areas beside each other that overlap: the detector saw one line in parts, and a sign of it twice."""
    joined: list[Area] = []
    for area in sorted(areas):
        other = next((known for known in joined if _overlap(known, area)), None)
        if other is None:
            joined.append(area)
            continue
        joined[joined.index(other)] = (
            other[0], min(other[1], area[1]), max(other[2], area[2]), max(other[3], area[3])
        )  # fmt: skip
    return sorted(joined, key=lambda area: (area[1], area[0]))


def _overlap(one: Area, two: Area) -> bool:
    beside = min(one[3], two[3]) - max(one[1], two[1])
    return two[0] < one[2] and beside >= SAME_LINE * min(one[3] - one[1], two[3] - two[1])


def grown(print_mask: NDArray[Any], area: Area, others: Sequence[Area]) -> Area:
    """Return a detected line's area with the print that goes on beyond its ends, unless another line holds it."""
    x0, top, x1, bottom = area
    height = bottom - top
    low, high = max(0, x0 - round(REACH * height)), min(print_mask.shape[1], x1 + round(REACH * height))
    for other in others:
        if other is not area and min(other[3], bottom) > max(other[1], top):
            low = max(low, other[2]) if other[0] < x0 else low
            high = min(high, other[0]) if other[2] > x1 else high
    inked: NDArray[Any] = np.any(print_mask[top:bottom, :], axis=0)
    left = x0 - _goes_on(inked[min(low, x0) : x0][::-1], GAP * height)
    right = x1 + _goes_on(inked[x1 : max(high, x1)], GAP * height)
    return left, top, right, bottom


def _goes_on(inked: NDArray[np.bool_], gap: float) -> int:
    """Give how many columns outwards print goes on without a white gap."""
    places = np.flatnonzero(inked)
    if not places.size:
        return 0
    breaks = np.flatnonzero(np.diff(np.r_[-1, places]) > gap)
    kept = places[: breaks[0]] if breaks.size else places
    return int(kept[-1]) + 1 if kept.size else 0
