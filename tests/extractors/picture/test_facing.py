from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from extractors.picture.facing import find_fold, fold_on_page, halves
from extractors.picture.geometry import Sheet
from extractors.picture.grid import Grid
from extractors.picture.layout import Layout
from extractors.picture.lines import LineBox


def layout(width: int, tables: list[tuple[float, float]], lines: list[tuple[int, int]]) -> Layout:
    """A sheet of 200 dpi, 2000 pixels high, with tables and lines at places across."""
    empty = np.zeros((2000, width), np.uint8)
    sheet = Sheet(empty, empty, empty, 0.0, 200.0, np.eye(3), (float(width), 2000.0))
    grids = tuple(Grid((x0, x1), (300.0, 900.0), ()) for x0, x1 in tables)
    outside = tuple(LineBox(x0, 100 + 40 * row, x1, 125 + 40 * row) for row, (x0, x1) in enumerate(lines))
    return Layout(sheet, empty, empty, empty, 24.0, grids, tuple(() for _ in grids), outside)


@pytest.mark.parametrize(
    ("width", "tables", "lines"),
    [
        (3300, [(150.0, 1500.0), (1800.0, 3150.0)], [(500, 1100), (2200, 2800)]),
        (3300, [(150.0, 1500.0)], [(1800, 3100), (1800, 3100), (1800, 2500)]),
        (3000, [], [(150, 1350)] * 9 + [(1650, 2850)] * 9),
    ],
)
def test_facing_pages_are_parted_at_the_fold(
    width: int, tables: list[tuple[float, float]], lines: list[tuple[int, int]]
) -> None:
    both = layout(width, tables, lines)
    left, right = halves(both, find_fold(both))
    assert all(line.x1 <= width / 2 for line in left.outside)
    assert all(line.x0 >= width / 2 for line in right.outside)
    assert len(left.outside) + len(right.outside) == len(lines)
    assert [len(half.grids) for half in (left, right)] == [
        sum(x1 <= width / 2 for _, x1 in tables),
        sum(x0 >= width / 2 for x0, _ in tables),
    ]


@pytest.mark.parametrize(
    ("width", "tables", "lines"),
    [
        (3300, [(150.0, 3150.0)], [(1200, 2100)]),
        (1650, [(100.0, 700.0), (900.0, 1550.0)], []),
        (3300, [(150.0, 1500.0), (1800.0, 3150.0)], [(1200, 2100)]),
        (3300, [(150.0, 1500.0)], [(2200, 2900)]),
    ],
    ids=["one wide table", "upright sheet", "a title over both", "a signature at the right"],
)
def test_one_page_stays_one(width: int, tables: list[tuple[float, float]], lines: list[tuple[int, int]]) -> None:
    whole = layout(width, tables, lines)
    assert halves(whole, find_fold(whole)) == (whole,)
    assert fold_on_page(whole, None) == 0.0


@pytest.mark.parametrize(
    ("turned", "to_page"),
    [
        (0, np.eye(3)),
        (90, np.array([[0.0, 1, 0], [-1, 0, 3300], [0, 0, 1]])),
        (180, np.array([[-1.0, 0, 3300], [0, -1, 2000], [0, 0, 1]])),
        (270, np.array([[0.0, -1, 2000], [1, 0, 0], [0, 0, 1]])),
    ],
)
def test_the_fold_is_measured_on_the_upright_picture(turned: int, to_page: np.ndarray) -> None:
    both = layout(3300, [(150.0, 1500.0), (1800.0, 3150.0)], [])
    size = (3300.0, 2000.0) if turned in {0, 180} else (2000.0, 3300.0)
    lying = replace(both, sheet=replace(both.sheet, to_page=to_page, page_size=size, turned=turned))
    assert fold_on_page(lying, find_fold(lying)) == pytest.approx(1650, abs=1)
