"""The same line as another picture, which is read better, or on which a reader fails differently.

Softened where print has crumbled to dots; in black and white; smaller.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

ENLARGED = 2
"""Times: strokes keep their shape when they become black and white at twice the size."""


def black_and_white(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return a grey line in black and white, parted where its own levels part best; pale remains of a seal go."""
    large = cv2.resize(pixels, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    level, _ = cv2.threshold(large, 0, 255, cv2.THRESH_OTSU)
    parted: NDArray[Any] = np.where(large > level, 255, 0).astype(np.uint8)
    return cv2.GaussianBlur(parted, (3, 3), 0)


REDUCED = 0.62
"""Of the size: a line of 48 pixels becomes one of 30, on which ragged edges and specks are gone."""


def reduced(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return a grey line smaller than it is, each pixel the mean of those that it replaces."""
    height, width = (max(1, round(side * REDUCED)) for side in pixels.shape[:2])
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)


SOFT = 0.045
"""Of a line picture's height, the spread by which dots of crumbled print run together to grey strokes. Of 696 cells of
six drawn faxes tiny reads 66 % right as they are, 71 % so (70 % at 0.037 and at 0.056), small 79 % and 81 %."""
SOFTEST = 0.5
"""Pixels of the least spread that changes a picture."""


def softened(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return a line whose strokes are rows of dots as grey strokes: what was sent as one dot in five is pale grey."""
    return cv2.GaussianBlur(pixels, (0, 0), max(SOFTEST, SOFT * pixels.shape[0]))
