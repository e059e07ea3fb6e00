"""Values of one kind in groups to those that are far from their group's: by the median and the median deviation.

Means and standard deviations would be moved by the very values that are sought.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

FEWEST = 8
"""Values of a group from which a median deviation says something."""
_FAR = 5.0
"""Deviations from the median: of normally spread values one in two million lies there."""
_NORMAL = 1.4826
"""Times the median absolute deviation is the standard deviation of normally spread values."""


class Outlier(Struct, frozen=True):
    """One value that is far from its group's: its place among the values, the median, how far, and of how many."""

    at: int
    median: float
    distance: float
    members: int


def find_outliers(
    values: NDArray[np.float64], groups: NDArray[np.int64], least_spread: float
) -> Iterator[Outlier]:
    """Yield the values that lie more than five deviations from the median of their group.

    A deviation counts as `least_spread` at least: where nearly all values are equal, the next best is no outlier.
    """
    if not len(values):
        return
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    for start, stop in pairwise([*starts, len(order)]):
        if stop - start < FEWEST:
            continue
        members = order[start:stop]
        middle = float(np.median(values[members]))
        away = np.abs(values[members] - middle)
        spread = max(least_spread, _NORMAL * float(np.median(away)))
        for at in np.flatnonzero(away > _FAR * spread):
            yield Outlier(int(members[at]), middle, float(away[at]) / spread, int(stop - start))
