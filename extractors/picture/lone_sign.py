"""A sign that stands alone: `1` or `/`, `二` or `=`? Readers cannot tell without neighbours; its shape can."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from extractors.document import Reading

STROKES = frozenset("1lI|丨/7J!FL")
"""What one straight stroke is read as when it stands alone."""
BARS = frozenset("二=＝")
"""What two bars, one over the other, are read as."""
LEAST_LEAN, MOST_LEAN = 11.0, 50.0
"""Degrees from upright: the main axis of `/` leans by 15 to 30 in common faces, that of `1` by under 8."""
THINNEST = 6.0
"""Length over width along the main axes: a `/` is one straight stroke, a `7` or `J` is not."""
EQUAL_BARS = 0.85
"""Shorter bar over longer bar from which they are `=`; the lower bar of `二` is half as long again."""
SHAPE_CONFIDENCE = 0.97
"""Confidence of a sign told by its shape: all of the drawn ones were right."""
POOR_CONFIDENCE = 0.5
"""Highest confidence of a lone stroke on poor paper: of 17 slashes on dark copies 9 were read as `1`, surely."""
LEAST_INK = 8
"""Pixels of ink that have a shape."""


def told_by_shape(readings: tuple[Reading, ...], crop: NDArray[Any]) -> tuple[Reading, ...]:
    """Return the readings of a line; for a lone sign whose shape tells what it is, that sign alone."""
    text = readings[0].text if readings else ""
    if text in STROKES and is_slash(_ink(crop)):
        return (replace(readings[0], text="/", confidence=SHAPE_CONFIDENCE),)
    if text in BARS and are_equal_bars(_ink(crop)):
        return (replace(readings[0], text="=", confidence=SHAPE_CONFIDENCE),)
    return readings


def doubted(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return the readings of a line on poor paper; a lone stroke, whose shape noise has hurt, becomes doubtful."""
    if not readings or readings[0].text not in STROKES:
        return readings
    return tuple(replace(one, confidence=min(POOR_CONFIDENCE, one.confidence or 0.0)) for one in readings)


def _ink(crop: NDArray[Any]) -> NDArray[Any]:
    grey = crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    return cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]


def is_slash(ink: NDArray[Any]) -> bool:
    """Say whether the ink is one straight stroke that leans to the right."""
    ys, xs = np.nonzero(ink)
    if len(xs) < LEAST_INK:
        return False
    spreads, axes = np.linalg.eigh(np.cov(np.stack([xs, ys]).astype(np.float64)))
    right, down = axes[:, 1]
    lean = float(np.degrees(np.arctan2(-right * down, down * down)))  # of the long axis, positive to the upper right
    return LEAST_LEAN <= lean <= MOST_LEAN and bool(spreads[1] >= THINNEST**2 * spreads[0])


def are_equal_bars(ink: NDArray[Any]) -> bool:
    """Say whether the ink is two level bars of one length."""
    rows = ink.any(axis=1).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.r_[0, rows, 0]))
    bars = [ink[start:stop].any(axis=0).sum() for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    return len(bars) == 2 and bool(min(bars) >= EQUAL_BARS * max(bars))
