from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.picture.marks import lone_mark

USUAL = 24.0
"""Height of a line of writing in pixels."""


def stroke(start: tuple[int, int], end: tuple[int, int]) -> np.ndarray:
    picture = np.zeros((40, 60), np.uint8)
    cv2.line(picture, start, end, 255, 2)
    return picture


@pytest.mark.parametrize(
    ("start", "end", "mark"),
    [
        ((26, 32), (34, 8), "/"),
        ((15, 20), (45, 20), "—"),
        ((30, 32), (30, 8), None),
        ((34, 32), (26, 8), None),
    ],
)
def test_a_lone_stroke_is_told_by_its_direction(start: tuple[int, int], end: tuple[int, int], mark: str | None) -> None:
    ink = stroke(start, end)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    found = lone_mark(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], USUAL)
    assert found == mark


@pytest.mark.parametrize(
    ("columns", "rows", "mark"),
    [
        ((*range(2, 7), *range(9, 16), *range(18, 24)), (3, 4), "—"),  # crumbs of one stroke
        ((*range(2, 7), *range(9, 16), *range(18, 24)), (3, 10), None),  # the bars of `=`
        ((*range(2, 7), *range(9, 16), *range(18, 24)), (3, 5), None),  # thin ones
        ((2, 3, 10, 11, 18, 19, 26, 27), (3, 4), None),  # the points of `……`
        ((*range(2, 7), *range(9, 16), *range(18, 24)), (3, 14), None),  # as high as letters
        ((*range(2, 5), *range(6, 8)), (3, 4), None),  # specks, shorter than a dash
    ],
)
def test_a_dash_that_crumbled_is_still_flat_and_close(
    columns: tuple[int, ...], rows: tuple[int, ...], mark: str | None
) -> None:
    ink = np.zeros((18, 30), np.uint8)
    for row in rows:
        ink[row, list(columns)] = 255
    assert lone_mark(ink, USUAL) == mark
