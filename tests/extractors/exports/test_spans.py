from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.exports.spans import SpanCell, spanned_table


def placed(rows: list[list[SpanCell]]) -> list[tuple[int, int, int, int, str]]:
    table = spanned_table(rows, 1)
    assert table is not None
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def test_a_row_span_pushes_the_next_row_to_the_right() -> None:
    assert placed([[SpanCell("资金", 2), SpanCell("总额")], [SpanCell("中央")]]) == [
        (0, 0, 2, 1, "资金"),
        (0, 1, 1, 1, "总额"),
        (1, 1, 1, 1, "中央"),
    ]


def test_spans_that_overlap_are_cut_back() -> None:
    cells = placed([[SpanCell("甲"), SpanCell("乙", 2)], [SpanCell("丙", 1, 2)]])
    assert cells == [(0, 0, 1, 1, "甲"), (0, 1, 2, 1, "乙"), (1, 0, 1, 1, "丙")]


def test_a_span_ends_with_the_table_and_gaps_become_blank_cells() -> None:
    assert placed([[SpanCell("甲", 9), SpanCell("乙"), SpanCell("丙")], [SpanCell("丁")]]) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 1, "乙"),
        (0, 2, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (1, 2, 1, 1, ""),
    ]


def test_an_absurd_span_makes_no_columns_of_blanks() -> None:
    cells = placed([[SpanCell("甲"), SpanCell("乙", 1, 65536)], [SpanCell("丙"), SpanCell("丁"), SpanCell("戊", 1, 7)]])
    assert cells == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 0, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (1, 2, 1, 1, "戊"),
    ]


def test_a_table_without_cells_is_none() -> None:
    assert spanned_table([], 1) is None
    assert spanned_table([[]], 1) is None


CELLS = st.builds(SpanCell, st.just("值"), st.integers(0, 5), st.integers(0, 1000))


@given(st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=6))
def test_any_spans_tile_the_table(rows: list[list[SpanCell]]) -> None:
    table = spanned_table(rows, 1)
    if table is None:
        return
    places = [
        (r, c)
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(places) == len(set(places)) == table.rows * table.columns
