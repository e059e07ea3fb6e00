"""The same line as another picture, on which a reader fails differently: in black and white, or smaller."""

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
