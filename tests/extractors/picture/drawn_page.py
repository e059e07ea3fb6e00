"""Small pages drawn with OpenCV: rules, figures and seals on white paper, 96 dots an inch."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.render import PageImage

DPI = 96.0
XS, YS = (60, 200, 400, 560, 740), (100, 160, 220, 280, 340, 400)
Side = tuple[str, int, int]


def paper(height: int = 1100, width: int = 800) -> NDArray[np.uint8]:
    return np.full((height, width), 255, np.uint8)


def ruled(
    missing: Collection[Side] = (), xs: Sequence[int] = XS, ys: Sequence[int] = YS, thickness: int = 2
) -> NDArray[np.uint8]:
    """A grid; `missing` names the sides left out: ("h", rule, column) and ("v", rule, row)."""
    page = paper()
    for rule, y in enumerate(ys):
        for column in range(len(xs) - 1):
            if ("h", rule, column) not in missing:
                cv2.line(page, (xs[column], y), (xs[column + 1], y), 0, thickness)
    for rule, x in enumerate(xs):
        for row in range(len(ys) - 1):
            if ("v", rule, row) not in missing:
                cv2.line(page, (x, ys[row]), (x, ys[row + 1]), 0, thickness)
    return page


def write(page: NDArray[np.uint8], row: int, column: int, text: str) -> None:
    """Write a figure into a cell of the grid."""
    cv2.putText(page, text, (XS[column] + 14, YS[row] + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv2.LINE_AA)


def image(pixels: NDArray[np.uint8]) -> PageImage:
    height, width = pixels.shape[:2]
    return PageImage(pixels, 1, width * 72 / DPI, height * 72 / DPI, DPI)
