"""Connected ink to its pieces: a mask of a page to one row of measures for each blob in it."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

BEFORE = np.array([[1, 1, 1], [1, 0, 0]], np.uint8)
"""The neighbours of a pixel, which lies in the middle below, that come before it."""
MOST_LABELS = np.iinfo(np.uint16).max


class Connected(NamedTuple):
    """The 8-connected pieces of a mask; piece 0 is the ground.

    `labels` gives each pixel's piece, `stats` has (pieces, 5) columns x, top, width, height, area in pixels, `centres`
    has (pieces, 2) mean columns and rows.
    """

    labels: NDArray[Any]
    stats: NDArray[Any]
    centres: NDArray[Any]


def connected(mask: NDArray[Any]) -> Connected:
    """Find the connected pieces of a mask.

    With 16-bit labels OpenCV measures them in a third of the time, but it does not say when they run out: each piece
    has a first pixel, with nothing above it or on its left, and these are quickly counted.
    """
    before = cv2.dilate(mask, BEFORE, anchor=(1, 1))
    firsts = cv2.countNonZero(cv2.subtract(mask, before))
    short = cv2.CV_16U if firsts < MOST_LABELS else cv2.CV_32S
    _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=short)
    return Connected(labels, stats, centres)
