from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.picture.lines import Inside, LineBox, cell_lines, crop

USUAL = 24.0
"""Pixels: the height of a line of 9 pt at 200 dpi."""


def mask(*blocks: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """A cell of 400 × 200 with blocks (x0, top, x1, bottom) of print."""
    print_mask = np.zeros((200, 400), np.uint8)
    for x0, top, x1, bottom in blocks:
        print_mask[top:bottom, x0:x1] = 255
    return print_mask


def spans(print_mask: NDArray[np.uint8], width: int = 400) -> list[tuple[int, int]]:
    return [(box.top, box.bottom) for box in cell_lines(print_mask, Inside(0, 0, width, 200), USUAL, 1.0)]


@pytest.mark.parametrize(
    ("blocks", "lines"),
    [
        ([(10, 20, 300, 44)], [(20, 44)]),
        ([(10, 20, 300, 44), (10, 50, 200, 74)], [(20, 44), (50, 74)]),
        ([(10, 20, 60, 24), (10, 38, 60, 42)], [(20, 42)]),  # the two strokes of 二
        ([(10, 30, 34, 33)], [(30, 33)]),  # a dash
        ([(10, 20, 300, 44), (200, 60, 202, 62)], [(20, 44)]),  # a speck below
        ([(10, 20, 300, 44), (20, 60, 23, 63), (90, 78, 93, 81), (160, 70, 163, 73)], [(20, 44)]),  # specks far apart
        ([(10, 20, 300, 43), (12, 43, 14, 46), (10, 46, 300, 70)], [(20, 43), (43, 70)]),  # lines that touch
        ([], []),
    ],
)
def test_rows_of_pixels_with_print_are_lines(
    blocks: list[tuple[int, int, int, int]], lines: list[tuple[int, int]]
) -> None:
    found = spans(mask(*blocks))
    assert len(found) == len(lines)
    assert np.abs(np.array(found).ravel() - np.array(lines).ravel()).max(initial=0) <= 3


def test_upright_writing_is_one_line_of_characters() -> None:
    print_mask = mask(*((14, top, 36, top + 22) for top in (20, 48, 76, 104)))
    (line,) = cell_lines(print_mask, Inside(0, 0, 50, 200), USUAL, 1.0)
    assert len(line.stacked) == 4
    picture = crop(255 - print_mask, line, Inside(0, 0, 50, 200), USUAL, 1.0)
    assert picture.shape[1] > 3 * picture.shape[0]


def test_parts_far_apart_are_read_apart() -> None:
    boxes = cell_lines(mask((10, 20, 90, 44), (280, 20, 390, 44)), Inside(0, 0, 400, 200), USUAL, 1.0)
    assert [(box.x0, box.x1) for box in boxes] == [(10, 90), (280, 390)]


def test_a_crop_keeps_to_its_cell_and_has_paper_around() -> None:
    grey = np.zeros((60, 60), np.uint8)
    picture = crop(grey, LineBox(20, 20, 40, 40), Inside(19, 19, 41, 41), 20.0, 1.0)
    assert picture.shape[0] >= 23
    assert picture[0].min() == picture[-1].min() == 255


def test_on_specked_paper_lines_of_specks_are_left_out_and_of_dashes_the_longest_is_kept() -> None:
    specks = [(20 + 9 * step, 60 + 7 * (step % 2), 23 + 9 * step, 63 + 7 * (step % 2)) for step in range(8)]
    line = mask((10, 20, 300, 44), *specks)
    assert [box.top for box in cell_lines(line, Inside(0, 0, 400, 200), USUAL, 1.0, specked=True)] == [20]
    dash = mask((100, 90, 130, 94), (40, 20, 50, 23))
    assert [(box.x0, box.x1) for box in cell_lines(dash, Inside(0, 0, 400, 200), USUAL, 1.0, specked=True)] == [
        (100, 130)
    ]
