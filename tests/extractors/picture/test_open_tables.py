from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.geometry import make_upright
from extractors.picture.grid import GridCell
from extractors.picture.layout import lay_out
from extractors.picture.open_columns import shared_columns
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
    assert grid.finder == "aligned"
    assert (len(grid.ys) - 1, len(grid.xs) - 1) == (len(YS) - 1, 3)
    assert all(len(part.lines) == 1 for part in layout.cells[0])
    assert layout.outside == ()


def cells(*edges: tuple[int, ...]) -> list[GridCell]:
    """Rows 40 pixels high of cells between x edges."""
    return [
        GridCell(row, column, 1, 1, x0, 40.0 * row, x1, 40.0 * row + 40)
        for row, xs in enumerate(edges)
        for column, (x0, x1) in enumerate(zip(xs, xs[1:], strict=False))
    ]


def printed(*blocks: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Print (row, x0, x1) in the middle of rows."""
    mask = np.zeros((400, 400), np.uint8)
    for row, x0, x1 in blocks:
        mask[40 * row + 10 : 40 * row + 30, x0:x1] = 255
    return mask


def edges_of(found: list[GridCell]) -> set[float]:
    return {round(side) for cell in found for side in (cell.x0, cell.x1)}


def test_rows_share_the_edge_that_lies_in_the_white_of_all() -> None:
    rows = cells((0, 150, 400), (0, 190, 400), (0, 170, 400))
    mask = printed((0, 10, 120), (0, 210, 300), (1, 10, 160), (1, 200, 390), (2, 10, 140), (2, 205, 300))
    assert len(edges_of(shared_columns(rows, [], mask, 20.0, 1.0))) == 3


def test_a_rule_s_end_is_the_edge_before_all_others() -> None:
    rows = cells((0, 150, 400), (0, 150, 400))
    mask = printed((0, 10, 120), (0, 210, 300), (1, 10, 120), (1, 210, 300))
    assert edges_of(shared_columns(rows, [180.0, 181.0], mask, 20.0, 1.0)) == {0, 180, 400}


def test_a_cell_with_white_at_a_shared_edge_is_parted() -> None:
    rows = cells((0, 200, 400), (0, 200, 400), (0, 200, 400), (0, 400))
    mask = printed(*((row, *span) for row in range(4) for span in ((10, 150), (220, 380))))
    assert len(shared_columns(rows, [], mask, 20.0, 1.0)) == 8
