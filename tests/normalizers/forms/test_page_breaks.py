from __future__ import annotations

from msgspec.structs import replace

from extractors.document import Box, Document, Page, Paragraph, Table
from normalizers.forms.page_breaks import flow_of, join
from tests.normalizers.printed import document, grid, line


def scanned(*pages: tuple[Table | Paragraph, ...]) -> Document:
    blank = document()
    return Document(
        doc_id=blank.doc_id,
        file_name="x.pdf",
        media_type="application/pdf",
        byte_size=1,
        reader="test",
        page_count=len(pages),
        pages=tuple(Page(number=number, kind="digital", blocks=blocks) for number, blocks in enumerate(pages, 1)),
    )


def test_a_table_that_goes_on_overleaf_becomes_one() -> None:
    above = grid("a | b | c", "1 | 2 | 3")
    below = grid("4 | 5 | 6", page=2, left=53.0)
    (table,) = flow_of(scanned((above, line("- 1 -")), (below, line("- 2 -", page=2))))
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (3, 3)
    assert [(cell.text, cell.row, cell.page) for cell in table.cells][-3:] == [("4", 2, 2), ("5", 2, 2), ("6", 2, 2)]


def test_columns_are_found_by_place_where_a_page_draws_fewer() -> None:
    joined = join(grid("a | b | c", "1 | 2 | 3"), grid("wide | < | 6", page=2), {})
    assert joined is not None
    assert [(cell.text, cell.column, cell.column_span) for cell in joined.cells][-2:] == [("wide", 0, 2), ("6", 2, 1)]


def test_tables_of_other_columns_stay_two() -> None:
    below = grid("x | y", page=2, left=200.0)
    assert len(flow_of(scanned((grid("a | b | c"),), (below,)))) == 2


def test_text_between_keeps_tables_apart() -> None:
    flow = flow_of(scanned((grid("a | b"),), (line("另一张表", page=2), grid("c | d", page=2))))
    assert len(flow) == 3


def test_running_headers_are_left_out() -> None:
    pages = [(line("绩效自评汇编", page=n), line(f"正文{n}", page=n), line("x", page=n)) for n in (1, 2, 3)]
    texts = [block.text for block in flow_of(scanned(*pages)) if isinstance(block, Paragraph)]
    assert texts == ["正文1", "正文2", "正文3"]


def test_pages_turned_each_its_own_way_are_joined_as_they_stand_upright() -> None:
    width, height = 600.0, 800.0
    upright = grid("a | b | c", "1 | 2 | 3")
    lying = grid("4 | 5 | 6", page=2)
    turned = Table(
        page=2,
        rows=1,
        columns=3,
        finder="image",
        cells=tuple(
            replace(cell, box=Box(cell.box.top, height - cell.box.x1, cell.box.bottom, height - cell.box.x0))
            for cell in lying.cells
            if cell.box is not None
        ),
    )
    pages = {
        1: Page(number=1, kind="scanned", width=width, height=height),
        2: Page(number=2, kind="scanned", width=width, height=height, turned=90),
    }
    joined = join(upright, turned, pages)
    assert joined is not None
    assert [(cell.text, cell.row, cell.column) for cell in joined.cells][-3:] == [("4", 2, 0), ("5", 2, 1), ("6", 2, 2)]


def photographed(table: Table, columns: tuple[float, ...]) -> Table:
    """The table as a camera saw it, its column edges at these places."""
    cells = tuple(
        replace(
            cell,
            confidence=0.99,
            box=Box(columns[cell.column], cell.box.top, columns[cell.column + cell.column_span], cell.box.bottom),
        )
        for cell in table.cells
        if cell.box is not None
    )
    return replace(table, cells=cells)


def test_photographs_from_two_places_are_joined_column_by_column() -> None:
    above = photographed(grid("a | b | c", "1 | 2 | 3"), (100.0, 220.0, 430.0, 800.0))
    below = photographed(grid("4 | 5 | 6", page=2), (112.0, 255.0, 470.0, 820.0))
    joined = join(above, below, {})
    assert joined is not None
    assert (joined.rows, joined.columns) == (3, 3)
    assert [(cell.text, cell.column) for cell in joined.cells][-3:] == [("4", 0), ("5", 1), ("6", 2)]


def test_other_columns_of_photographs_stay_two() -> None:
    above = photographed(grid("a | b | c"), (100.0, 220.0, 430.0, 800.0))
    below = photographed(grid("4 | 5 | 6", page=2), (112.0, 400.0, 700.0, 820.0))
    assert join(above, below, {}) is None


def test_one_rule_seen_twice_makes_no_column() -> None:
    above = photographed(grid("a | b | c", "1 | 2 | 3"), (100.0, 220.0, 430.0, 800.0))
    below = photographed(grid("4 | 5 | < | 6", page=2), (112.0, 255.0, 470.0, 472.0, 820.0))
    joined = join(above, below, {})
    assert joined is not None
    assert (joined.rows, joined.columns) == (3, 3)


def test_dirt_above_a_table_does_not_part_it_from_the_page_before() -> None:
    above = photographed(grid("a | b | c", "1 | 2 | 3"), (100.0, 220.0, 430.0, 800.0))
    below = photographed(grid("4 | 5 | 6", page=2), (112.0, 255.0, 470.0, 820.0))
    dirt = replace(line("L", page=2), confidence=0.4)
    assert len(flow_of(scanned((above,), (dirt, below)))) == 1
    assert len(flow_of(scanned((above,), (replace(line("无", page=2), confidence=0.9), below)))) == 3


def test_columns_told_by_white_go_on_where_only_the_sides_are_the_same() -> None:
    above = replace(photographed(grid("a | b | c", "1 | 2 | 3"), (50.0, 90.0, 200.0, 400.0)), finder="row_ruled")
    four = photographed(grid("4 | 5 | 6 | 7", page=2), (52.0, 150.0, 260.0, 330.0, 398.0))
    below = replace(four, finder="row_ruled")
    joined = join(above, below, {})
    assert joined is not None and joined.rows == 3
    assert join(replace(above, finder="image"), replace(below, finder="image"), {}) is None
    narrower = replace(photographed(grid("4 | 5", page=2), (52.0, 150.0, 300.0)), finder="row_ruled")
    assert join(above, narrower, {}) is None
