from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.picture.characters import find_print
from extractors.picture.geometry import make_upright
from extractors.picture.grid import Grid, find_grids
from extractors.picture.rules import find_rules
from tests.extractors.picture.drawn_page import XS, YS, image, paper, ruled, write

ROWS, COLUMNS = len(YS) - 1, len(XS) - 1


def grids(page: NDArray[np.uint8]) -> list[Grid]:
    sheet = make_upright(image(page))
    return find_grids(sheet, find_rules(sheet, find_print(sheet)))


def size(grid: Grid) -> tuple[int, int, int]:
    return len(grid.ys) - 1, len(grid.xs) - 1, len(grid.cells)


@pytest.mark.parametrize("thickness", [1, 2, 4])
def test_rules_of_any_thickness_make_the_same_cells(thickness: int) -> None:
    assert [size(grid) for grid in grids(ruled(thickness=thickness))] == [(ROWS, COLUMNS, ROWS * COLUMNS)]


def test_doubled_rules_are_one() -> None:
    page = ruled()
    for y in YS:
        cv2.line(page, (XS[0], y + 3), (XS[-1], y + 3), 0, 1)
    assert [size(grid) for grid in grids(page)] == [(ROWS, COLUMNS, ROWS * COLUMNS)]


def test_a_frame_that_is_open_on_the_left_still_has_its_first_column() -> None:
    page = ruled(missing=[("v", 0, row) for row in range(ROWS)])
    assert [size(grid) for grid in grids(page)] == [(ROWS, COLUMNS, ROWS * COLUMNS)]


def test_an_open_top_row_is_kept_and_said() -> None:
    page = ruled(missing=[("h", 0, column) for column in range(COLUMNS)])
    (found,) = grids(page)
    assert size(found) == (ROWS, COLUMNS, ROWS * COLUMNS)
    assert found.open_top


def test_tables_apart_are_tables_of_their_own() -> None:
    page = ruled()
    page[600:1000] = ruled()[80:480]
    assert [size(grid) for grid in grids(page)] == [(ROWS, COLUMNS, ROWS * COLUMNS)] * 2


def test_strokes_of_print_are_no_rules() -> None:
    page = ruled(missing=[("v", 2, 1), ("v", 2, 2), ("h", 2, 1), ("h", 2, 2)])
    for row in range(ROWS):
        for column in range(COLUMNS):
            write(page, row, column, "1147 HIE"[: 3 + column])
    (found,) = grids(page)
    assert sorted((cell.row_span, cell.column_span) for cell in found.cells)[-1] == (2, 2)
    assert len(found.cells) == ROWS * COLUMNS - 3


def test_a_line_of_print_on_paper_is_no_table() -> None:
    page = paper()
    cv2.putText(page, "TOTAL 1,024.50", (80, 300), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 0, 4)
    cv2.line(page, (80, 320), (600, 320), 0, 2)
    assert grids(page) == []


def test_noise_does_not_break_the_grid() -> None:
    page = ruled().astype(np.int16) + np.random.default_rng(1).normal(0, 20, (1100, 800)).astype(np.int16)
    assert [size(grid) for grid in grids(np.clip(page, 0, 255).astype(np.uint8))] == [(ROWS, COLUMNS, ROWS * COLUMNS)]


def test_strokes_of_a_title_close_above_a_table_are_no_rows() -> None:
    page = ruled()
    for left in range(150, 650, 60):  # like 日 and 目 of a large title
        cv2.rectangle(page, (left, YS[0] - 34), (left + 26, YS[0] - 9), 0, 3)
    assert [size(grid) for grid in grids(page)] == [(ROWS, COLUMNS, ROWS * COLUMNS)]


def test_print_that_blur_has_joined_is_no_rule() -> None:
    page = ruled(missing=[("h", rule, 0) for rule in range(1, ROWS)])
    for shift in range(0, 120, 3):
        cv2.putText(page, "E", (XS[0] + 6 + shift, 262), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 2)
    (found,) = grids(page)
    assert len(found.cells) == ROWS * (COLUMNS - 1) + 1


@pytest.mark.parametrize("gap", [4, 7])
def test_broken_rules_make_the_same_cells(gap: int) -> None:
    page = ruled()
    for start in range(70, 740, 24):
        page[:, start : start + gap // 2] = 255
    for start in range(107, 400, 24):
        page[start : start + gap // 2] = 255
    assert [size(grid) for grid in grids(page)] == [(ROWS, COLUMNS, ROWS * COLUMNS)]


def test_print_that_touches_rules_hides_none() -> None:
    page = ruled()
    for row in range(ROWS):
        for column in range(COLUMNS):
            cv2.putText(page, "1HE0", (XS[column] - 4, YS[row] + 48), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 2)
    assert [size(grid) for grid in grids(page)] == [(ROWS, COLUMNS, ROWS * COLUMNS)]


def test_a_table_inside_a_cell_divides_that_cell_alone() -> None:
    page = ruled(missing=[("h", 3, 1), ("h", 3, 2), ("v", 2, 2), ("v", 2, 3)])  # one cell of two rows and columns
    for x in (240, 380, 520):
        cv2.line(page, (x, 235), (x, 325), 0, 2)
    for y in (235, 280, 325):
        cv2.line(page, (240, y), (520, y), 0, 2)
    (found,) = grids(page)
    own, inner, around = ROWS * COLUMNS - 4, 4, 4
    assert len(found.cells) == own + inner + around
    assert not any(cell.unsure for cell in found.cells)


def test_a_merged_cell_with_part_of_a_rule_in_it_is_unsure() -> None:
    page = ruled(missing=[("h", 2, 1)])
    cv2.line(page, (XS[1], YS[2]), (XS[1] + 100, YS[2]), 0, 2)
    (found,) = grids(page)
    assert [cell.unsure for cell in found.cells if cell.row_span > 1] == [True]
    assert sum(cell.unsure for cell in found.cells) == 1
