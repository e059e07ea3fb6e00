from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.geometry import make_upright
from extractors.picture.layout import lay_out
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
