"""A cell's print to its text lines, each a small picture to be read: two lines of `企业职工基本养老保险` to two crops.

Inside a cell no text detection is needed: rows of pixels with print, between rows without, are lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.geometry import Sheet
from extractors.picture.grid import Grid, GridCell

INSET = 2
"""Pixels at 200 dpi by which a cell's inside is smaller than its rules' middle lines."""
LEAST_INK = 2
"""Pixels of print that make a row of pixels part of a line; a single one is dirt."""
SPECK_AREA = 7
"""Pixels at 200 dpi: fainter marks are dirt; a full stop of 9 pt has ten and more."""
JOINED_HEIGHT = 1.2
"""Of the usual line height: parts of one line, as the strokes of `二` or `≥`, are together no higher than this."""
DOUBLE_HEIGHT = 1.55
"""Of the usual line height: higher ones are lines that touch."""
PITCH = 1.2
"""Of the usual line height: the usual distance of touching lines."""
MARGIN = (4, 3)
"""Pixels at 200 dpi of paper left around a crop, across and down: the readers were trained with some."""
LEAST_CROP = 1.15
"""Of the usual line height: lower crops (`—`, `-`) get paper above and below, or they would be read as letters."""
SPARSE = 0.02
"""Share of ink in the box of two or three specks that fell far apart; lines of crumbled print have 0.06 and more."""
LOW, DASH = 0.4, 0.2
"""Of the usual line height: a lower line holds a dash at least this long, or it is dirt."""
SURE_DASH = 0.24
"""The same on specked paper, where two specks may lie beside each other."""
STROKES = 0.5
"""Share of a line's print that is in pieces as long as strokes; in a line of specks, though some touch, it is less."""
WIDE_GAP = 3.0
"""Usual line heights of paper between two parts of a line that are read apart."""
STACK_WIDTH = 1.45
"""Of the usual line height: in upright writing no line is wider than one character."""
STACK_CELL = 2.6
"""Of the usual line height: a cell for upright writing is narrower."""
USUAL_HEIGHTS = (9, 70)
"""Pixels at 200 dpi between which a line's height counts for the usual one."""


@dataclass(frozen=True)
class LineBox:
    """A text line's print on the sheet, in pixels; `stacked` lists the boxes of upright writing's characters."""

    x0: int
    top: int
    x1: int
    bottom: int
    stacked: tuple[LineBox, ...] = ()

    @property
    def height(self) -> int:
        """Pixels from the first to the last row with print."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Inside:
    """The part of a cell that may hold print, in sheet pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def inside(cell: GridCell, sheet: Sheet) -> Inside:
    """Give the inside of a cell, within the sheet."""
    inset = INSET * sheet.unit
    height, width = sheet.ink.shape
    x0, x1 = max(0, round(cell.x0 + inset)), min(width, round(cell.x1 - inset))
    top, bottom = max(0, round(cell.top + inset)), min(height, round(cell.bottom - inset))
    return Inside(x0, top, max(x0, x1), max(top, bottom))


def usual_height(print_mask: NDArray[Any], grids: Sequence[Grid], sheet: Sheet) -> float:
    """Measure the usual height of a text line in the cells of a sheet, in pixels."""
    low, high = (side * sheet.unit for side in USUAL_HEIGHTS)
    heights = [
        bottom - top
        for grid in grids
        for cell in grid.cells
        for top, bottom in _runs(_rows(print_mask, inside(cell, sheet)))
        if low <= bottom - top <= high
    ]
    return float(np.median(heights)) if heights else 24.0 * sheet.unit


def cell_lines(
    print_mask: NDArray[Any], place: Inside, usual: float, unit: float, specked: bool = False
) -> list[LineBox]:
    """Cut the print inside a cell into lines from top to bottom; upright writing becomes one line.

    On `specked` paper low marks above or below a line are dirt.
    """
    rows = _rows(print_mask, place)
    spans = _split(_joined(_runs(rows), usual), rows, usual)
    boxes = [box for top, bottom in spans for box in _boxes(print_mask, place, top, bottom, usual, unit)]
    if specked:
        boxes = _without_specks(print_mask, boxes, usual)
    if _is_stacked(boxes, place, usual):
        return [
            LineBox(
                min(box.x0 for box in boxes), boxes[0].top, max(box.x1 for box in boxes), boxes[-1].bottom, tuple(boxes)
            )
        ]
    return boxes


def _without_specks(print_mask: NDArray[Any], boxes: list[LineBox], usual: float) -> list[LineBox]:
    """Leave out lines made of specks: few connected pieces in them are as long as strokes. A lone dash is the longest.

    Specks that fell between two lines of a dark copy were read as `W SWWRWW`, four beside a dash as `51`.
    """
    strokes = [box for box in boxes if box.height >= LOW * usual and _has_strokes(print_mask, box, LOW * usual)]
    dashes = [box for box in boxes if box.x1 - box.x0 >= SURE_DASH * usual]
    return strokes or sorted(dashes, key=lambda box: box.x0 - box.x1)[:1]


def _has_strokes(print_mask: NDArray[Any], box: LineBox, least: float) -> bool:
    """Say whether most of a line's print is in pieces that are at least so long, in pixels."""
    part = print_mask[box.top : box.bottom, box.x0 : box.x1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    long = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= least
    areas = stats[1:, cv2.CC_STAT_AREA]
    return bool(areas[long].sum() >= STROKES * areas.sum())


def _rows(print_mask: NDArray[Any], place: Inside) -> NDArray[Any]:
    """Count the pixels with print in each row of a cell's inside."""
    counts: NDArray[Any] = np.count_nonzero(print_mask[place.top : place.bottom, place.x0 : place.x1], axis=1)
    return counts


def _runs(rows: NDArray[Any]) -> list[tuple[int, int]]:
    """Give the spans (first, after the last) of neighbouring rows with print."""
    inked = np.zeros(len(rows) + 2, bool)
    inked[1:-1] = rows >= LEAST_INK
    edges = np.flatnonzero(inked[1:] != inked[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _joined(runs: list[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Put together neighbouring spans that are no higher than one line."""
    joined: list[tuple[int, int]] = []
    for top, bottom in runs:
        if joined and bottom - joined[-1][0] <= JOINED_HEIGHT * usual:
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return joined


def _split(spans: list[tuple[int, int]], rows: NDArray[Any], usual: float) -> list[tuple[int, int]]:
    """Cut spans of touching lines where the least print is, near the places where lines should end."""
    lines: list[tuple[int, int]] = []
    for top, bottom in spans:
        count = 1 if bottom - top <= DOUBLE_HEIGHT * usual else max(2, round((bottom - top) / (PITCH * usual)))
        reach = max(1, round(usual / 3))
        cuts = [top]
        for number in range(1, count):
            about = top + round((bottom - top) * number / count)
            low = max(cuts[-1] + 1, about - reach)
            cuts.append(low + int(np.argmin(rows[low : min(bottom, about + reach) + 1])))
        lines.extend(zip(cuts, [*cuts[1:], bottom], strict=True))
    return lines


def _boxes(print_mask: NDArray[Any], place: Inside, top: int, bottom: int, usual: float, unit: float) -> list[LineBox]:
    """Give the boxes of one line's print, parts far apart each on its own; dirt is left out."""
    part = print_mask[place.top + top : place.top + bottom, place.x0 : place.x1]
    columns = np.flatnonzero(part.max(axis=0, initial=0))
    if not columns.size:
        return []
    breaks = np.flatnonzero(columns[1:] - columns[:-1] > WIDE_GAP * usual)
    starts, ends = [columns[0], *columns[breaks + 1]], [*columns[breaks], columns[-1]]
    found = []
    for start, end in zip(starts, ends, strict=True):
        piece = part[:, start : end + 1]
        rows = np.flatnonzero(piece.max(axis=1, initial=0))
        high = rows[-1] - rows[0] >= LOW * usual or _longest_run(piece[rows[0] : rows[-1] + 1]) >= DASH * usual
        ink = np.count_nonzero(piece)
        if high and ink >= max(SPECK_AREA * unit**2, SPARSE * (rows[-1] - rows[0] + 1) * piece.shape[1]):
            found.append(
                LineBox(
                    place.x0 + int(start), place.top + top + int(rows[0]),
                    place.x0 + int(end) + 1, place.top + top + int(rows[-1]) + 1,
                )
            )  # fmt: skip
    return found


def _longest_run(part: NDArray[Any]) -> int:
    """Give the length of the longest level run of print."""
    padded = np.pad((part > 0).astype(np.int8), ((0, 0), (1, 1)))
    edges = np.diff(padded, axis=1)
    starts, ends = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    return int((ends - starts).max(initial=0))


def _is_stacked(boxes: list[LineBox], place: Inside, usual: float) -> bool:
    """Say whether a cell holds upright writing: a narrow cell, each line one character in the same column."""
    if len(boxes) < 2 or place.x1 - place.x0 > STACK_CELL * usual:
        return False
    return all(box.x1 - box.x0 <= STACK_WIDTH * usual for box in boxes) and any(
        box.x1 - box.x0 >= usual / 2 for box in boxes
    )


def crop(grey: NDArray[Any], box: LineBox, place: Inside, usual: float, unit: float) -> NDArray[Any]:
    """Cut a line out of the sheet with a margin of paper; upright writing is laid level, character by character."""
    if box.stacked:
        parts = [crop(grey, part, place, usual, unit) for part in box.stacked]
        height = max(part.shape[0] for part in parts)
        return np.hstack([_centred(part, height) for part in parts])
    across, down = (max(2, round(side * unit)) for side in MARGIN)
    x0, x1 = max(place.x0, box.x0 - across), min(place.x1, box.x1 + across)
    top, bottom = max(place.top, box.top - down), min(place.bottom, box.bottom + down)
    picture = cv2.copyMakeBorder(
        grey[top:bottom, x0:x1],
        down - (box.top - top), down - (bottom - box.bottom), across - (box.x0 - x0), across - (x1 - box.x1),
        cv2.BORDER_CONSTANT, value=(255.0,),
    )  # fmt: skip
    return _centred(picture, max(picture.shape[0], round(LEAST_CROP * usual)))


def _centred(picture: NDArray[Any], height: int) -> NDArray[Any]:
    """Add paper above and below up to a height."""
    missing = max(0, height - picture.shape[0])
    return cv2.copyMakeBorder(picture, missing // 2, missing - missing // 2, 0, 0, cv2.BORDER_CONSTANT, value=(255.0,))
