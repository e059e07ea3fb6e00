from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.characters import find_print
from extractors.picture.geometry import make_upright
from extractors.picture.grid import Grid
from extractors.picture.layout import lay_out
from extractors.picture.lines import LineBox
from extractors.picture.open_tables import find_open_tables, own_white
from extractors.picture.rules import find_rules
from tests.extractors.picture.drawn_page import image, paper

XS, YS = (60, 210, 400, 560), (100, 150, 200, 250, 300, 350)


def row_ruled() -> NDArray[np.uint8]:
    """A table with rules between its rows only, and print in three columns."""
    page = paper()
    for y in YS:
        cv2.line(page, (60, y), (740, y), 0, 2)
    for row, y in enumerate(YS[:-1]):
        for column, x in enumerate(XS[:3]):
            cv2.putText(page, f"{row}{column}7.5", (x + 40, y + 34), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    return page


def test_columns_without_rules_are_told_by_white() -> None:
    layout = lay_out(make_upright(image(row_ruled())), 1)
    (grid,) = layout.grids
    assert grid.finder == "row_ruled"
    assert (len(grid.ys) - 1, len(grid.xs) - 1) == (len(YS) - 1, 3)
    assert all(len(part.lines) == 1 for part in layout.cells[0])
    assert layout.outside == ()


def test_brackets_between_the_rules_of_such_a_table_are_no_table_of_their_own() -> None:
    page = row_ruled()
    for x in (150, 330):
        cv2.line(page, (x, 152), (x, 198), 0, 2)
    (grid,) = lay_out(make_upright(image(page)), 1).grids
    assert grid.finder == "row_ruled"
    assert len(grid.ys) == len(YS)


def test_strokes_that_hang_from_level_rules_make_no_table() -> None:
    page = paper()
    for y in (100, 160, 220):
        cv2.line(page, (60, y), (740, y), 0, 2)
    cv2.line(page, (300, 101), (300, 112), 0, 2)
    assert all(grid.finder != "image" for grid in lay_out(make_upright(image(page)), 1).grids)


def test_a_sign_that_the_detector_overlooked_has_its_cell() -> None:
    page = row_ruled()
    page[302:348, 210:740] = 255
    cv2.putText(page, "8", (300, 334), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    cv2.putText(page, "7", (480, 334), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    layout = lay_out(make_upright(image(page)), 1)
    last = [part for part in layout.cells[0] if part.cell.row == len(YS) - 2]
    assert [len(part.lines) for part in last] == [1, 1, 1]


def curved(side: int) -> NDArray[np.bool_]:
    """A bracket 30 pixels high whose middle stands out to the left (-1) or to the right (1)."""
    piece = np.zeros((30, 8), bool)
    for row in range(30):
        bow = round(5 * (1 - abs(row - 14.5) / 15))
        at = 1 + bow if side > 0 else 6 - bow
        piece[row, at : at + 1] = True
    return piece


def test_brackets_own_the_white_at_their_back_and_digits_none() -> None:
    one = np.zeros((30, 8), bool)
    one[:, 4] = True
    assert own_white(curved(-1)) == (True, False)
    assert own_white(curved(1)) == (False, True)
    assert own_white(one) == (False, False)
    comma = np.zeros((30, 5), bool)
    comma[24:30, 1:4] = True
    assert own_white(comma) == (False, True)


def test_print_within_a_ruled_table_makes_no_second_one() -> None:
    sheet = make_upright(image(row_ruled()))
    print_mask = np.zeros_like(sheet.ink)
    for y in range(120, 340, 40):
        for x in (80, 250, 420):
            print_mask[y : y + 20, x : x + 18] = 255
    maps = find_rules(sheet, find_print(sheet))
    table = Grid((60.0, 740.0), (90.0, 360.0), ())
    line = [LineBox(60, 880, 300, 904)]
    print_mask[880:904, 60:300] = 255
    assert find_open_tables(sheet, maps, [table], line, print_mask) == []
    assert len(find_open_tables(sheet, maps, [], line, print_mask)) == 1
