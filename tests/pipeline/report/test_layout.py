from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box, Cell
from normalizers.forms.take_parts import FormSource
from pipeline.report.layout import Shown, lay_out, shown_number, text_height
from tests.pipeline.report.contents import table_of

MONEY, RATE, POINTS = {"funding[1].budget"}, {"funding[1].execution_rate"}, {"indicators[3].score"}


@pytest.mark.parametrize(
    ("text", "fields", "value", "number"),
    [
        ("1,234,567.80", MONEY, "1234567.80", "#,##0.00"), ("1234567.8", MONEY, "1234567.8", "#,##0.0"),
        ("742", MONEY, "742", "#,##0"), ("680.7584", MONEY, "680.7584", "#,##0.0000"), ("0", MONEY, "0", "#,##0"),
        ("-5.20", MONEY, "-5.20", "#,##0.00"), ("0.00", MONEY, "0", "#,##0.00"),
        ("96.32%", RATE, "0.9632", "0.00%"), ("100%", RATE, "1", "0%"), ("9.5", POINTS, "9.5", "0.0"),
    ],
)  # fmt: skip
def test_one_amount_is_a_number_that_is_shown_as_printed(
    text: str, fields: set[str], value: str, number: str
) -> None:
    assert shown_number(text, fields) == Shown(Decimal(value), number)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("约30万元", MONEY), ("007", MONEY), ("1,23,456", MONEY), ("1.2.3", MONEY), ("96.32%", MONEY), ("", MONEY),
        ("/", MONEY), ("1234567890123456", MONEY), ("12 000", MONEY), ("=1+1", MONEY), ("１２３", MONEY),
        ("2023", set()), ("100", {"indicators[1].target"}), ("12", {"funding[1].budget", "indicators[1].target"}),
        ("1e5", MONEY), ("22.980.000.00", MONEY), ("1,000", POINTS),
    ],
)  # fmt: skip
def test_everything_else_stays_the_text_that_is_printed(text: str, fields: set[str]) -> None:
    assert shown_number(text, fields) is None


@given(st.decimals(min_value=0, max_value=10**11, places=2), st.booleans())
def test_a_number_is_shown_with_the_digits_that_are_printed(value: Decimal, grouped: bool) -> None:
    printed = f"{value:,.2f}" if grouped else f"{value:.2f}"
    found = shown_number(printed, MONEY)
    assert found is not None
    assert f"{float(found.value):,.2f}".replace(",", "") == printed.replace(",", "")
    assert found.number == "#,##0.00"


def form_of(*cells: Cell) -> FormSource:
    return FormSource((), (), (), cells)


def test_cells_stand_where_they_are_printed() -> None:
    cells = (
        Cell(2, 1, "标题", column_span=3, box=Box(0, 0, 300, 20)),
        Cell(3, 1, "左", row_span=2, box=Box(0, 20, 100, 60)),
        Cell(3, 2, "中", box=Box(100, 20, 250, 40)), Cell(3, 3, "右", box=Box(250, 20, 300, 40)),
        Cell(4, 2, "下", column_span=2, box=Box(100, 40, 300, 60)),
    )  # fmt: skip
    layout = lay_out(form_of(*cells), table_of(*cells, rows=5, columns=4))
    found = [(one.row, one.column, one.rows, one.columns, one.cell.text) for one in layout.placed]
    assert found == [
        (0, 0, 1, 3, "标题"), (1, 0, 2, 1, "左"), (1, 1, 1, 1, "中"), (1, 2, 1, 1, "右"), (2, 1, 1, 2, "下")
    ]  # fmt: skip
    wide = layout.widths
    assert wide[1] == pytest.approx(wide[0] * 1.5, rel=0.01) and wide[2] == pytest.approx(wide[0] / 2, rel=0.01)
    assert sum(wide) == pytest.approx(96)


def test_a_form_without_places_is_as_wide_as_its_texts() -> None:
    cells = (Cell(0, 0, "短"), Cell(0, 1, "一段长得多的文字在这里"), Cell(1, 0, "短"), Cell(1, 1, "短"))
    layout = lay_out(form_of(*cells), table_of(*cells, rows=2, columns=2))
    assert layout.widths[1] > 2 * layout.widths[0]


spans = st.tuples(st.integers(0, 8), st.integers(0, 6), st.integers(1, 4), st.integers(1, 4), st.text(max_size=60))


@given(st.lists(spans, max_size=14))
def test_whatever_grid_was_read_no_two_cells_overlap(spans: list[tuple[int, int, int, int, str]]) -> None:
    cells = tuple(Cell(row, column, text, rows, columns) for row, column, rows, columns, text in spans)
    layout = lay_out(form_of(*cells), table_of(*cells, rows=12, columns=10))
    taken = [
        (one.row + down, one.column + right)
        for one in layout.placed for down in range(one.rows) for right in range(one.columns)
    ]  # fmt: skip
    assert len(taken) == len(set(taken))
    assert all(18 <= height <= 400 for height in layout.heights)
    if layout.placed:
        assert max(row for row, _ in taken) < len(layout.heights)
        assert max(column for _, column in taken) < len(layout.widths)


def test_rows_are_as_high_as_their_texts() -> None:
    assert text_height("一行", 20) < text_height("一二三四五六七八九十" * 3, 20)
    assert text_height("a\nb\nc", 20) == text_height("a", 20) + 2 * 14
