from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box
from extractors.tables.row_columns import PrintedRow, RowCell, RowSection, cells_of_sections

EM = 10.0
LEFT, RIGHT = 0.0, 400.0
ROW = 20.0


def written(start: float, count: int, pitch: float = EM) -> list[tuple[float, float]]:
    """Characters 9 points wide, `pitch` points from one to the next."""
    return [(start + number * pitch, start + number * pitch + 9.0) for number in range(count)]


def row(number: int, *words: list[tuple[float, float]], left: float = LEFT) -> PrintedRow:
    top = number * ROW
    characters = tuple(Box(x0, top + 5, x1, top + 15) for word in words for x0, x1 in word)
    return PrintedRow(Box(left, top, RIGHT, top + ROW), characters)


def edges(cells: list[RowCell], number: int) -> list[float]:
    """The inner edges of one row."""
    return sorted(cell.box.x0 for cell in cells if cell.box.top == number * ROW)[1:]


def unsure(cells: list[RowCell]) -> list[RowCell]:
    return [cell for cell in cells if cell.unsure]


def test_rows_share_the_edge_that_lies_in_the_white_of_all() -> None:
    rows = (
        row(0, written(40, 3), written(250, 6)),
        row(1, written(10, 16), written(210, 18)),
        row(2, written(30, 6), written(260, 4)),
    )
    cells = cells_of_sections([RowSection(rows)], EM)
    assert [edges(cells, number) for number in range(3)] == [edges(cells, 0)] * 3
    (edge,) = edges(cells, 0)
    assert 169 < edge < 210
    assert not unsure(cells)


def test_a_blank_cell_at_the_end_of_a_row_is_one() -> None:
    rows = (
        *(row(number, written(10, 5), written(150, 4), written(300, 4)) for number in range(3)),
        row(3, written(10, 5), written(150, 4)),
    )
    assert len(edges(cells_of_sections([RowSection(rows)], EM), 3)) == 2


def test_a_comma_before_a_blank_is_no_edge() -> None:
    rows = (row(0, written(100, 6), written(300, 4)), row(1, written(10, 8), written(97, 9), written(250, 12)))
    cells = cells_of_sections([RowSection(rows)], EM)
    assert len(edges(cells, 1)) == 1


def test_a_font_that_stands_wide_has_no_columns_between_its_characters() -> None:
    rows = tuple(row(number, written(10, 5, 13), written(120, 14, 13)) for number in range(7))
    cells = cells_of_sections([RowSection(rows)], EM)
    assert all(len(edges(cells, number)) == 1 for number in range(7))


def test_narrow_white_that_many_rows_have_parts_columns() -> None:
    rows = tuple(row(number, written(10, 9), written(105, 9), written(300, 3)) for number in range(4))
    cells = cells_of_sections([RowSection(rows)], EM)
    assert all(len(edges(cells, number)) == 2 for number in range(4))
    assert not unsure(cells)


def test_narrow_white_of_one_row_alone_is_said_to_be_unsure() -> None:
    lone = cells_of_sections([RowSection((row(0, written(10, 9), written(108, 9)),))], EM)
    assert edges(lone, 0) == []
    assert unsure(lone) == lone


def test_a_row_whose_print_lies_across_an_edge_is_not_cut_and_unsure() -> None:
    rows = (
        *(row(number, written(10, 5), written(200, 4)) for number in range(3)),
        row(3, written(10, 25)),
    )
    cells = cells_of_sections([RowSection(rows)], EM)
    assert edges(cells, 3) == []
    assert [cell.box.top for cell in unsure(cells)] == [3 * ROW]


def test_where_a_rule_begins_is_an_edge_of_all_rows() -> None:
    label = PrintedRow(
        Box(LEFT, 0, 150, ROW), tuple(Box(x0, 5, x1, 15) for x0, x1 in [*written(10, 4), *written(62, 4)])
    )
    rows = (label, *(row(number, written(160, 6), written(300, 4), left=150) for number in range(2)))
    cells = cells_of_sections([RowSection(rows, (55.0, 55.5, 150.0))], EM)
    assert [cell.box.x0 for cell in cells if cell.box.x1 <= 150] == [LEFT, 55.25]


def test_rows_between_full_rules_are_one_list_where_they_have_edges_in_common() -> None:
    words = (written(10, 4), written(120, 4), written(250, 4))
    sections = [RowSection((row(number, *words),)) for number in range(3)]
    short = RowSection((row(3, written(10, 4), written(120, 4)),))
    cells = cells_of_sections([*sections, short], EM)
    assert len({tuple(edges(cells, number)) for number in range(3)}) == 1


def test_a_total_is_cut_where_the_rows_above_are() -> None:
    total = RowSection((row(4, written(60, 3), written(262, 3), written(298, 4)),))
    above = tuple(row(number, written(10, 8), written(255, 3), written(300, 3)) for number in range(4))
    cells = cells_of_sections([RowSection(above), total], EM)
    assert len(edges(cells, 4)) == 2
    assert [cell.box.top for cell in unsure(cells)] == [4 * ROW] * 2


words = st.lists(st.tuples(st.integers(0, 38), st.integers(1, 6)), max_size=5)


@given(st.lists(words, min_size=1, max_size=6))
def test_cells_tile_their_rows_and_cut_no_character(printed: list[list[tuple[int, int]]]) -> None:
    rows = tuple(
        row(number, *(written(start * 10, min(count, 39 - start)) for start, count in some))
        for number, some in enumerate(printed)
    )
    cells = cells_of_sections([RowSection(rows)], EM)
    for one in rows:
        own = sorted((cell.box.x0, cell.box.x1) for cell in cells if cell.box.top == one.box.top)
        assert own[0][0] == LEFT and own[-1][1] == RIGHT
        assert all(left[1] == right[0] for left, right in zip(own, own[1:], strict=False))
        assert not any(x0 < side < x1 for side, _ in own for x0, x1 in one.print_spans)
