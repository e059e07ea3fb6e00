"""Whole-page RapidOCR and a grid from the rules, as one writes it in an afternoon.

`python -m benchmarks.peers.rapidocr_grid`. The page is set straight by its long lines; what is not rule is
a cell; spans come from the cells' boxes; a text belongs to the cell that its middle lies in.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from benchmarks.peers.box_grid import Boxed, Placed, place_boxes
from benchmarks.peers.page_pictures import page_pictures
from benchmarks.peers.serving import Read, serve

RULE = 40
"""Pixels that a rule is long at least: 5 mm at 200 dpi."""
TOLERANCE = 8.0
"""Pixels within which edges are one edge: 1 mm, less than any row is high."""
LARGEST = 0.9
"""Share of the page that no cell takes; the paper around the table does."""
MOST_LEANING = 8.0
"""Degrees that a scan leans at most."""


def load() -> Read:
    """Load the models that are in the package."""
    reader = RapidOCR()
    return lambda path: [grid(np.asarray(picture)[:, :, ::-1], reader) for picture in page_pictures(path)]


def grid(picture: Any, reader: Any) -> list[Placed]:
    """Read one page as one table."""
    straight = straightened(picture)
    boxes = cells(rules(cv2.cvtColor(straight, cv2.COLOR_BGR2GRAY)))
    found = reader(np.ascontiguousarray(straight))
    texts: list[list[tuple[float, float, str]]] = [[] for _ in boxes]
    for corners, text in zip(found.boxes if found.boxes is not None else (), found.txts or (), strict=True):
        x, y = np.mean(corners, axis=0)
        inside = [at for at, (x0, y0, x1, y1) in enumerate(boxes) if x0 <= x <= x1 and y0 <= y <= y1]
        if inside:
            texts[inside[0]].append((round(y / 10), x, text))
    filled = [Boxed(*box, "".join(text for *_, text in sorted(lines))) for box, lines in zip(boxes, texts, strict=True)]
    return place_boxes(filled, TOLERANCE)


def straightened(picture: Any) -> Any:
    """Turn a page by the middle of the angles of its long level lines."""
    edges = cv2.Canny(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 50, 150)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, 200, minLineLength=picture.shape[1] // 4, maxLineGap=20)
    lines = np.zeros((0, 4)) if found is None else np.asarray(found).reshape(-1, 4)
    angles = np.degrees(np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0]))
    level = angles[np.abs(angles) < MOST_LEANING]
    if not len(level):
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.median(level)), 1.0)
    return cv2.warpAffine(picture, turn, (width, height), borderValue=(255, 255, 255))


def rules(grey: Any) -> Any:
    """Keep the ink that is long and thin."""
    ink: Any = cv2.adaptiveThreshold(~grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -10)
    level: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, RULE), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((RULE, 1), np.uint8))
    return cv2.dilate(level | upright, np.ones((3, 3), np.uint8))


def cells(drawn: Any) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the white areas between rules, without the paper around the table and specks."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(~drawn, connectivity=4)
    most = drawn.size * LARGEST
    whole = drawn.shape[1] * 0.98, drawn.shape[0] * 0.98
    boxes = []
    for x, y, width, height, area in stats[1:count].tolist():
        outside = area > most or (width > whole[0] and height > whole[1])
        if not outside and width > TOLERANCE and height > TOLERANCE and area > width * height / 2:
            boxes.append((float(x), float(y), float(x + width), float(y + height)))
    return boxes


if __name__ == "__main__":
    serve(load, ["rapidocr", "onnxruntime", "opencv-python-headless"])
