from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.cells import CellCounts, PlacedCell, compare_cells, fold, summed

HEAD = PlacedCell(0, 0, 1, 2, "长安县")
LEFT = PlacedCell(1, 0, 1, 1, "预算数")
RIGHT = PlacedCell(1, 1, 1, 1, "96.32")
BLANK = PlacedCell(2, 0, 1, 2, "")
TABLE = (HEAD, LEFT, RIGHT, BLANK)


@pytest.mark.parametrize(
    ("found", "right", "count", "texts"),
    [
        (TABLE, 3, 3, 3),
        ((HEAD, LEFT, RIGHT), 3, 3, 3),  # blanks do not count
        ((PlacedCell(0, 0, 1, 1, "长安县"), LEFT, RIGHT), 2, 3, 3),  # a lost span
        ((HEAD, LEFT, PlacedCell(1, 1, 1, 1, "46.32")), 2, 3, 2),  # a wrong digit
        ((HEAD, LEFT, PlacedCell(1, 2, 1, 1, "96.32")), 2, 3, 3),  # a wrong column
        ((HEAD, LEFT, RIGHT, PlacedCell(3, 0, 1, 1, "注")), 3, 4, 3),  # a cell too many
        ((PlacedCell(0, 0, 1, 2, "⻓安 县"), LEFT, PlacedCell(1, 1, 1, 1, "９６．３２")), 3, 3, 3),
        ((), 0, 0, 0),
    ],
)
def test_a_cell_is_right_by_text_place_and_spans(
    found: tuple[PlacedCell, ...], right: int, count: int, texts: int
) -> None:
    assert compare_cells([TABLE], [found]) == CellCounts(3, count, right, texts)


@given(st.integers(0, 5), st.integers(0, 5))
def test_a_whole_table_may_be_shifted(rows: int, columns: int) -> None:
    shifted = [PlacedCell(c.row + rows, c.column + columns, c.row_span, c.column_span, c.text) for c in TABLE]
    assert compare_cells([TABLE], [shifted]).f1 == 1.0


def test_tables_are_paired_whatever_their_order() -> None:
    other = (PlacedCell(0, 0, 1, 1, "数量指标"), PlacedCell(0, 1, 1, 1, "≥95%"))
    assert compare_cells([TABLE, other], [other, TABLE]).right == 5
    assert compare_cells([TABLE, TABLE], [TABLE]) == CellCounts(6, 3, 3, 3)


def test_one_found_table_is_right_for_one_table_only() -> None:
    assert compare_cells([TABLE], [TABLE, TABLE]).f1 == pytest.approx(2 * 3 / 9)


def test_shares_and_sums() -> None:
    total = summed([CellCounts(10, 8, 6, 7), CellCounts(0, 2, 0, 0)])
    assert total == CellCounts(10, 10, 6, 7)
    assert (total.f1, total.text_f1) == (0.6, 0.7)
    assert CellCounts().f1 is None


def test_folding() -> None:
    assert fold("⻓ 安（\n") == "长安("
