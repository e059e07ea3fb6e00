"""One stroke alone in a cell of poor paper: `1`, `7` or a slash? Readers take all three for each other; its lean and
the bar of a seven tell.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.picture.comparators import UNSURE

STROKES = frozenset("1lI|丨/7J!FL")
"""What one straight stroke is read as when it stands alone: of 17 slashes on dark copies 9 were read as `1`, surely."""
LEANING, UPRIGHT = 12.0, 5.0
"""Degrees to the right from which a stroke is a slash, and up to which it is none: of 62 on 20 drawn dark copies
slashes leaned by 13 to 26, ones by -5 to -1."""
SLIM = 0.36
"""Thickness over length, as spreads of the ink, up to which a stroke is straight: slashes had 0.14 to 0.31, ones 0.28
to 0.34, sevens 0.42 to 0.53."""
BENT, BARRED = 0.4, 0.85
"""The same from which it is a seven, and the share of its width that the bar at its head then has; there slashes have
0.4 to 0.75."""
HEAD = 0.25
"""Share of a stroke's height that is its head."""
LEAST_HEIGHT = 10
"""Pixels of height below which the shape tells nothing."""


class Shape(NamedTuple):
    """`lean` in degrees to the right, `spread` and `head` as shares: thickness of length, head's width of the whole."""

    lean: float
    spread: float
    head: float


def doubted_strokes(readings: tuple[Reading, ...], crop: NDArray[Any]) -> tuple[Reading, ...]:
    """Return the readings of a line on poor paper; a lone stroke becomes doubtful, unless its shape agrees.

    `crop` is the line's grey picture.
    """
    if not readings or readings[0].text not in STROKES or _agrees(readings[0].text, stroke_shape(crop)):
        return readings
    return tuple(replace(one, confidence=min(UNSURE, one.confidence or 0.0)) for one in readings)


def _agrees(text: str, shape: Shape | None) -> bool:
    if shape is None:
        return False
    if text == "7":
        return shape.spread >= BENT and shape.head >= BARRED
    if text == "1":
        return shape.spread <= SLIM and shape.lean <= UPRIGHT
    return text == "/" and shape.spread <= SLIM and shape.lean >= LEANING


def stroke_shape(crop: NDArray[Any]) -> Shape | None:
    """Measure the largest piece of ink of a line's picture; None where there is none, or it is too small."""
    smooth = cv2.GaussianBlur(crop, (3, 3), 0)
    ink = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count < 2:
        return None
    piece = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    width, height = int(stats[piece, cv2.CC_STAT_WIDTH]), int(stats[piece, cv2.CC_STAT_HEIGHT])
    if height < LEAST_HEIGHT:
        return None
    rows, columns = np.nonzero(labels == piece)
    spreads, axes = np.linalg.eigh(np.cov(np.vstack([columns, rows]).astype(np.float64)))
    across, down = axes[:, 1] if axes[1, 1] < 0 else -axes[:, 1]
    head = columns[rows < rows.min() + HEAD * height]
    return Shape(
        float(np.degrees(np.arctan2(across, -down))),
        float(np.sqrt(max(0.0, spreads[0]) / spreads[1])),
        float(head.max() - head.min() + 1) / width,
    )
