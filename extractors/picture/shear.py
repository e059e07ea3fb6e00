"""A leaning picture made level by sliding its columns and then its rows: a rotation in a third of its time.

Each slide goes along straight lines of pixels, all of one line by the same fraction of a pixel, so that neighbouring
lines are filtered together. Level lines become level and upright ones upright; what a rotation does besides, to
lengths, is less than one pixel in a thousand up to STEEPEST.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

STEEPEST = 2.0
"""Degrees: a steeper slide would change lengths, and has so many steps that it takes as long as a rotation."""
STEPS = 8
"""Fractions of a pixel by which lines slide: a sixteenth of a pixel is the most by which a line is out of place."""
SHARPNESS = -0.75
"""The constant of the cubic curve between pixels, as OpenCV has it."""
PAPER = 255.0
"""What comes in at the sides."""


def levelled(picture: NDArray[Any], lean: float) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return a grey picture that leaned by `lean` degrees clockwise as a level one, and the 3×3 map from the one to the
    other; the whole picture stays in view.
    """
    slope = math.tan(math.radians(lean))
    upright = slope / (1 + slope**2)
    lying, down = _slid(cv2.transpose(picture), -slope)
    level, across = _slid(cv2.transpose(lying), upright)
    columns = np.array([[1, 0, 0], [-slope, 1, down], [0, 0, 1]], np.float64)
    rows = np.array([[1, upright, across], [0, 1, 0], [0, 0, 1]], np.float64)
    return level, rows @ columns


def _slid(picture: NDArray[Any], slope: float) -> tuple[NDArray[Any], float]:
    """Move each row to the right by `slope` times its number; gives also by how much the first one moved."""
    height, width = picture.shape
    first = max(0.0, -slope * (height - 1))
    steps = np.rint((slope * np.arange(height) + first) * STEPS).astype(int)
    most = -(-int(steps.max()) // STEPS)
    wide = width + most
    padded = cv2.copyMakeBorder(picture, 0, 0, most + 2, most + 2, cv2.BORDER_CONSTANT, value=(PAPER,))
    slid = np.empty((height, wide), np.uint8)
    edges = [0, *(np.flatnonzero(np.diff(steps)) + 1).tolist(), height]
    for top, bottom in zip(edges, edges[1:], strict=False):
        whole = -(-int(steps[top]) // STEPS)  # the pixel left of where the row's own first pixel comes from
        part = padded[top:bottom, most + 1 - whole : most + 1 - whole + wide + 3]
        kernel = _between(whole - steps[top] / STEPS)
        slid[top:bottom] = cv2.filter2D(part, -1, kernel, anchor=(0, 0))[:, :wide]
    return slid, first


def _between(share: float) -> NDArray[np.float64]:
    """Give the weights of four pixels in a row for the place `share` of the way from the second to the third."""
    near, far = np.array([share, 1 - share]), np.array([1 + share, 2 - share])
    inner = (SHARPNESS + 2) * near**3 - (SHARPNESS + 3) * near**2 + 1
    outer = SHARPNESS * (far**3 - 5 * far**2 + 8 * far - 4)
    return np.array([[outer[0], inner[0], inner[1], outer[1]]])
