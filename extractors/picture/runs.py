"""Long level runs of a mask of ink, found on the few rows of pixels that have any: a page of print has most without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

BYTE = 8
"""Pixels of a mask that are looked at together."""
LEAST_SEARCHED = 4 * BYTE
"""Pixels: a shorter run may be without two whole bytes, by which its row is known."""


def level_runs(mask: NDArray[Any], length: int) -> NDArray[Any]:
    """Keep the level runs of a mask (0 or 255) that are at least `length` pixels long; at the border half is enough."""
    kernel = np.ones((1, length), np.uint8)
    if length < LEAST_SEARCHED:
        return cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
    packed = np.packbits(mask, axis=1)
    packed[:, -1] |= (1 << (-mask.shape[1] % BYTE)) - 1
    whole = 2 * ((length // 2 - BYTE + 1) // BYTE)
    rows = cv2.erode((packed == 0xFF).view(np.uint8), np.ones((1, whole), np.uint8)).max(axis=1) > 0
    return on_rows(mask, rows, lambda part: cv2.morphologyEx(part, cv2.MORPH_OPEN, kernel))


def upright_runs(mask: NDArray[Any], length: int) -> NDArray[Any]:
    """The same for upright runs."""
    lying = level_runs(cv2.transpose(mask), length)
    return cv2.transpose(lying) if lying.any() else np.zeros_like(mask)


def without_blank_rows(mask: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the rows of a mask that are not blank, a blank one between those that are no neighbours, and where they
    were: connected pieces stay what they are, and are found in the time that the rows left take.
    """
    inked = np.flatnonzero(mask.max(axis=1, initial=0))
    places = np.arange(len(inked)) + np.concatenate([[0], np.cumsum(np.diff(inked) > 1)])[: len(inked)]
    count = int(places[-1]) + 1 if len(inked) else 0
    packed, rows = np.zeros((count, mask.shape[1]), np.uint8), np.zeros(count, np.int64)
    packed[places], rows[places] = mask[inked], inked
    return packed, rows


def on_rows(
    mask: NDArray[Any], rows: NDArray[np.bool_], work: Callable[[NDArray[Any]], NDArray[Any]]
) -> NDArray[Any]:
    """Do work that goes along rows on some rows of a mask; the others become blank."""
    done = np.zeros_like(mask)
    if rows.any():
        done[rows] = work(mask[rows])
    return done
