from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.picture.fields import SOLID, FieldEdges, Rectangle, cell_rectangles, measure_edges


def rules(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """All sides of rows × columns fields drawn."""
    return np.ones((rows + 1, columns)), np.ones((rows, columns + 1))


def area(rectangle: Rectangle) -> int:
    top, left, bottom, right = rectangle
    return (bottom - top) * (right - left)


def test_fields_without_a_rule_between_them_are_one_cell() -> None:
    between_rows, between_columns = rules(2, 3)
    between_columns[0, 1] = between_rows[1, 2] = 0
    assert sorted(cell_rectangles(between_rows, between_columns)) == [
        (0, 0, 1, 2), (0, 2, 2, 3), (1, 0, 2, 1), (1, 1, 2, 2),
    ]  # fmt: skip


def test_a_union_that_is_no_rectangle_is_cut_where_a_rule_is_likeliest() -> None:
    between_rows, between_columns = rules(2, 2)
    between_rows[1, 0], between_columns[0, 1] = 0, 0.5
    assert (0, 1, 1, 2) in cell_rectangles(between_rows, between_columns)


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_cells_tile_the_table_whatever_rules_are_missing(rows: int, columns: int, chance: object) -> None:
    between_rows, between_columns = rules(rows, columns)
    for array in (between_rows, between_columns):
        for place in np.ndindex(array.shape):
            array[place] = chance.choice([0.0, 0.3, 0.65, 0.9])  # type: ignore[attr-defined]
    cells = cell_rectangles(between_rows, between_columns)
    covered = [(r, c) for top, left, bottom, right in cells for r in range(top, bottom) for c in range(left, right)]
    assert sorted(covered) == [(r, c) for r in range(rows) for c in range(columns)]
    assert sum(map(area, cells)) == rows * columns


def side_through(first: int, last: int) -> float:
    """Measure the third of three sides of 48 pixels: two are full rules, it is dark from `first` to before `last`."""
    thin = np.zeros((60, 150), np.uint8)
    thin[29:32, 0:100] = 200
    thin[29:32, 100 + first : 100 + last] = 200
    none = np.zeros_like(thin)
    edges = FieldEdges(
        mask=thin, thin=thin, with_characters=thin, characters=none, hiding=none, noise=1.0, unit=1.0
    )  # fmt: skip
    return float(measure_edges(edges, [30.0], [2.0, 50.0, 98.0, 146.0])[0, 2])


def test_a_stroke_on_a_lines_place_does_not_separate_cells() -> None:
    """A stroke of a character, such as the right one of 开, fills most of a low row but not all of it."""
    assert side_through(8, 40) < SOLID
    assert side_through(4, 38) < SOLID
    assert side_through(0, 48) >= SOLID
    assert side_through(2, 44) >= SOLID
