"""Directions of rules on a photograph to the map that makes them level and upright."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

LEAST_LENGTH = 30.0
"""Pixels of the small picture, 8 mm: shorter strokes belong to characters."""
DIRECTION_SPREAD = 12.0
"""Degrees around the page's lean in which a stroke counts as level (or upright)."""
LEAST_TOTAL = 1.0
"""Widths of the page that the strokes of a direction must have together to tell where they meet."""
MAX_TILT = 0.35
"""Largest change of scale over half the page; a steeper view is not a readable photograph."""
ROUNDS = 8
"""Repetitions of the weighted fit; it settles after five or six."""
OUTLIER = 0.006
"""Slope, about a third of a degree: strokes that miss the common direction by more lose their weight."""


def line_segments(small: NDArray[Any]) -> NDArray[np.float64]:
    """Find straight strokes on a small grey picture: rows of x0, y0, x1, y1 in pixels."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    if found is None:
        return np.zeros((0, 4))
    strokes = found.reshape(-1, 4).astype(np.float64)
    return strokes[np.hypot(strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1]) >= LEAST_LENGTH]


def rectifying_homography(
    strokes: NDArray[np.float64], lean: float, size: tuple[int, int]
) -> NDArray[np.float64] | None:
    """Find the 3×3 map under which level strokes are level and upright ones upright; None where they do not tell."""
    width, height = size
    reach = max(width, height) / 2
    centred = (strokes - np.array([width, height, width, height]) / 2) / reach
    level = _meeting_point(_along(centred, lean), width / reach)
    upright = _meeting_point(_along(centred[:, [1, 0, 3, 2]], -lean), height / reach)
    if level is None or upright is None:
        return None
    upright = upright[[1, 0, 2]]
    horizon = np.cross(level, upright)
    if abs(horizon[2]) < 1e-6 or np.abs(horizon[:2] / horizon[2]).max() > MAX_TILT:
        return None
    unit = _square_map(level, upright, horizon / horizon[2])
    frame = np.array([[reach, 0, width / 2], [0, reach, height / 2], [0, 0, 1]])
    homography: NDArray[np.float64] = frame @ unit @ np.linalg.inv(frame)
    homography /= homography[2, 2]
    return homography


def _along(strokes: NDArray[np.float64], lean: float) -> NDArray[np.float64]:
    """Keep the strokes within DIRECTION_SPREAD of the x axis turned by `lean`, each running to the right."""
    flip = strokes[:, 0] > strokes[:, 2]
    strokes = np.where(flip[:, None], strokes[:, [2, 3, 0, 1]], strokes)
    angles = np.degrees(np.arctan2(strokes[:, 3] - strokes[:, 1], strokes[:, 2] - strokes[:, 0]))
    return strokes[np.abs(angles - lean) < DIRECTION_SPREAD]


def _meeting_point(strokes: NDArray[np.float64], width: float) -> NDArray[np.float64] | None:
    """Find the point (1, v, w) in which level strokes meet, far away or at infinity, by repeated weighted fits.

    A stroke with middle (x, y) and direction (dx, dy) points at it when dx·v + (x·dy − y·dx)·w = dy.
    """
    dx, dy = strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1]
    length = np.hypot(dx, dy)
    if length.sum() < LEAST_TOTAL * width:
        return None
    x, y = (strokes[:, 0] + strokes[:, 2]) / 2, (strokes[:, 1] + strokes[:, 3]) / 2
    terms = np.stack([dx, x * dy - y * dx], axis=1) / length[:, None]
    sides = dy / length
    weights: NDArray[Any] = length.copy()
    solution = np.zeros(2)
    for _ in range(ROUNDS):
        scaled = terms * weights[:, None]
        # a little pull towards parallel lines keeps one single rule from inventing a perspective
        normal = scaled.T @ terms + np.diag([0.0, 1e-3 * length.sum()])
        solution = np.linalg.solve(normal, scaled.T @ sides)
        misses = np.abs(terms @ solution - sides)
        weights = length / (1 + (misses / OUTLIER) ** 2) ** 2
    return np.array([1.0, solution[0], solution[1]])


def _square_map(
    level: NDArray[np.float64], upright: NDArray[np.float64], horizon: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Send the horizon to infinity, then the two directions to the axes, keeping the scale at the middle."""
    flat = np.array([[1.0, 0, 0], [0, 1.0, 0], horizon])
    directions = np.stack([(flat @ level)[:2], (flat @ upright)[:2]], axis=1)
    directions = directions / np.linalg.norm(directions, axis=0)
    affine = np.eye(3)
    affine[:2, :2] = np.linalg.inv(directions)
    squared: NDArray[np.float64] = affine @ flat
    return squared
