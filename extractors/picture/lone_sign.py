"""Two bars that stand alone in a cell: `二` or `=`? Readers cannot tell without neighbours; their lengths can."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from extractors.document import Reading

BARS = frozenset("二=＝")
"""What two bars, one over the other, are read as."""
EQUAL_BARS = 0.85
"""Shorter bar over longer bar from which they are `=`; the lower bar of `二` is half as long again."""
SHAPE_CONFIDENCE = 0.97
"""Confidence of a sign told by its shape: all of the drawn ones were right."""


def told_by_shape(readings: tuple[Reading, ...], crop: NDArray[Any]) -> tuple[Reading, ...]:
    """Return the readings of a line; for two bars of one length, `=` alone."""
    if readings and readings[0].text in BARS and are_equal_bars(_ink(crop)):
        return (replace(readings[0], text="=", confidence=SHAPE_CONFIDENCE),)
    return readings


def _ink(crop: NDArray[Any]) -> NDArray[Any]:
    grey = crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    return cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]


def are_equal_bars(ink: NDArray[Any]) -> bool:
    """Say whether the ink is two level bars of one length."""
    rows = ink.any(axis=1).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.r_[0, rows, 0]))
    bars = [ink[start:stop].any(axis=0).sum() for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    return len(bars) == 2 and bool(min(bars) >= EQUAL_BARS * max(bars))
