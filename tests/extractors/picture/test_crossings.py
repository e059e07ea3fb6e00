"""Drawn pages whose print touches or crosses its cell's rules."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.picture.geometry import make_upright
from extractors.picture.layout import CellLines, Layout, lay_out
from tests.extractors.picture.drawn_page import DPI, XS, YS, image, ruled

ENLARGED = 200 / DPI
"""Pixels of the sheet for one of the drawing."""
HIGH = 19
"""Pixels from the head of a drawn figure to its foot."""


def page(foot: int) -> NDArray[np.uint8]:
    """A figure in the second row whose foot is so many pixels below that row's upper rule; one more in the third."""
    drawn = ruled()
    for column, y in ((1, YS[1] + foot), (2, YS[2] + 40)):
        cv2.putText(drawn, "HHHH", (XS[column] + 14, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv2.LINE_8)
    return drawn


def laid_out(pixels: NDArray[np.uint8]) -> Layout:
    return lay_out(make_upright(image(pixels)), threads=1)


def cell(layout: Layout, row: int, column: int) -> CellLines:
    (cells,) = layout.cells
    return next(part for part in cells if (part.cell.row, part.cell.column) == (row, column))


@pytest.mark.parametrize("foot", [13, 14, 15])
def test_print_over_the_upper_rule_is_its_own_cells(foot: int) -> None:
    layout = laid_out(page(foot))
    own, other = cell(layout, 1, 1), cell(layout, 0, 1)
    assert other.lines == () and not other.remains
    (line,) = own.lines
    assert line.height == pytest.approx(HIGH * ENLARGED, abs=5)
    assert not own.cut


@pytest.mark.parametrize("foot", [4, 5, 6])
def test_print_over_the_lower_rule_is_its_own_cells(foot: int) -> None:
    layout = laid_out(page(foot))
    own, other = cell(layout, 0, 1), cell(layout, 1, 1)
    assert other.lines == () and not other.remains
    (line,) = own.lines
    assert line.height == pytest.approx(HIGH * ENLARGED, abs=5)


def test_print_that_touches_a_rule_is_whole() -> None:
    layout = laid_out(page(HIGH + 2))
    (touching,), (free,) = cell(layout, 1, 1).lines, cell(layout, 2, 2).lines
    assert touching.height >= free.height - 4  # of 43 pixels; the rule itself is four thick


def test_strokes_go_on_through_the_rule() -> None:
    layout = laid_out(page(15))
    (line,) = cell(layout, 1, 1).lines
    rows = layout.print_mask[line.top : line.bottom, line.x0 : line.x1].any(axis=1)
    assert rows.all()


def test_print_without_contact_changes_nothing() -> None:
    layout = laid_out(page(45))
    (cells,) = layout.cells
    assert not any(part.cut for part in cells)
    assert [(part.cell.row, part.cell.column) for part in cells if part.lines] == [(1, 1), (2, 2)]
