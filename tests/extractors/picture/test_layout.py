"""Drawn pages to grids: merged cells, turns, lean, broken and thin rules."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.picture.geometry import make_upright
from extractors.picture.layout import SPECKED, Layout, lay_out
from tests.extractors.picture.drawn_page import image, ruled, write

MERGED = {("h", 2, 0), ("v", 2, 3)}
"""The first column's second and third rows are one cell, and two columns of the fourth row."""
SPANS = [
    (0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (0, 3, 1, 1),
    (1, 0, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1), (1, 3, 1, 1),
    (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1),
    (3, 0, 1, 1), (3, 1, 1, 2), (3, 3, 1, 1),
    (4, 0, 1, 1), (4, 1, 1, 1), (4, 2, 1, 1), (4, 3, 1, 1),
]  # fmt: skip


def page() -> NDArray[np.uint8]:
    drawn = ruled(MERGED)
    for row, column in ((0, 1), (1, 2), (2, 3), (4, 1)):
        write(drawn, row, column, "12.5")
    return drawn


def laid_out(pixels: NDArray[np.uint8]) -> Layout:
    return lay_out(make_upright(image(pixels)), threads=1)


def spans(layout: Layout) -> list[tuple[int, int, int, int]]:
    (grid,) = layout.grids
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]


def test_merged_cells_are_one_cell_with_spans() -> None:
    layout = laid_out(page())
    assert spans(layout) == SPANS
    assert layout.outside == ()


def test_the_lines_of_a_cell_are_found_in_it() -> None:
    (cells,) = laid_out(page()).cells
    written = [(part.cell.row, part.cell.column) for part in cells if part.lines]
    assert written == [(0, 1), (1, 2), (2, 3), (4, 1)]


@pytest.mark.parametrize("lean", [-4.0, -1.0, 0.5, 2.0, 4.5])
def test_a_leaning_page_is_straightened(lean: float) -> None:
    turn = cv2.getRotationMatrix2D((400, 550), -lean, 1)
    layout = laid_out(cv2.warpAffine(page(), turn, (800, 1100), borderValue=255))
    assert spans(layout) == SPANS
    assert layout.sheet.skew == pytest.approx(lean, abs=0.2)  # a fifth of a degree is 2 pixels over a cell


def test_a_page_on_its_side_is_turned() -> None:
    layout = laid_out(np.rot90(page()).copy())
    assert layout.sheet.turned in {90, 270}
    assert len(layout.grids[0].cells) == len(SPANS)


def test_places_lead_back_to_the_page_as_displayed() -> None:
    layout = laid_out(page())
    cell = next(cell for cell in layout.grids[0].cells if (cell.row, cell.column) == (0, 1))
    box = layout.sheet.box(cell.x0, cell.top, cell.x1, cell.bottom)
    points = 72 / 96
    expected = (200 * points, 100 * points, 400 * points, 160 * points)
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx(expected, abs=1.5)


def test_broken_rules_are_closed() -> None:
    drawn = page()
    for x in range(80, 740, 90):
        drawn[95:405, x : x + 3] = 255  # a scratch of 0.8 mm through every rule
    assert spans(laid_out(drawn)) == SPANS


def test_hairlines_are_rules() -> None:
    assert spans(laid_out(ruled(MERGED, thickness=1))) == SPANS


def test_a_blank_page_has_nothing() -> None:
    layout = laid_out(np.full((1100, 800), 255, np.uint8))
    assert (layout.grids, layout.outside) == ((), ())


def specked(count: int) -> NDArray[np.uint8]:
    """The page with specks of two pixels that lie in its cells and around it; the paper between them is even."""
    drawn = page()
    generator = np.random.default_rng(7)
    for x, y in zip(generator.integers(20, 780, count), generator.integers(20, 1080, count), strict=True):
        if drawn[max(0, y - 9) : y + 11, max(0, x - 9) : x + 11].min() == 255:
            drawn[y : y + 2, x : x + 2] = 60
    return drawn


def test_specks_on_even_paper_are_no_lines_of_print() -> None:
    layout = laid_out(specked(900))
    assert layout.sheet.noise > SPECKED
    read = {(part.cell.row, part.cell.column) for part in layout.cells[0] if part.lines}
    assert read == {(0, 1), (1, 2), (2, 3), (4, 1)}


def test_a_few_specks_make_no_paper_noisy() -> None:
    assert laid_out(specked(20)).sheet.noise <= SPECKED
