from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractors.document import Box, Document, Page, Paragraph, Table
from normalizers.forms.leaves import leaves, span_across
from normalizers.forms.page_breaks import flow_of
from tests.normalizers.printed import document, grid, line

FOLD = 420.0
LEFT, RIGHT = grid("a | b | c", "1 | 2 | 3"), grid("4 | 5 | 6", "7 | < | 8", left=FOLD + 50)


def boxed(text: str, left: float) -> Paragraph:
    return replace(line(text), box=Box(left, 20.0, left + 90.0, 32.0))


def facing(*blocks: Table | Paragraph, turned: int = 0) -> Page:
    return Page(number=1, kind="scanned", width=840.0, height=600.0, blocks=blocks, fold=FOLD, turned=turned)


def read(*pages: Page) -> Document:
    return replace(document(line("x")), pages=pages)


def test_a_table_goes_on_beyond_the_fold() -> None:
    whole = replace(LEFT, box=Box(50, 100, 230, 140)), replace(RIGHT, box=Box(FOLD + 50, 100, FOLD + 230, 140))
    (table,) = flow_of(read(facing(*whole)))
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (4, 3)
    assert [(cell.text, cell.row, cell.column) for cell in table.cells][-2:] == [("7", 3, 0), ("8", 3, 2)]


def test_a_table_goes_on_from_the_right_leaf_to_the_left_one_of_the_next_picture() -> None:
    right = replace(RIGHT, box=Box(FOLD + 50, 100, FOLD + 230, 140))
    first = facing(boxed("左页", 40.0), right)
    left = grid("9 | 10 | 11", page=2)
    second = replace(facing(replace(left, box=Box(50, 100, 230, 120))), number=2)
    flow = flow_of(read(first, second))
    assert [type(block) for block in flow] == [Paragraph, Table]
    assert isinstance(flow[1], Table) and flow[1].rows == 3


def test_page_numbers_of_both_leaves_are_left_out() -> None:
    blocks = (boxed("正文一", 40.0), boxed("- 1 -", 40.0), boxed("正文二", FOLD + 40.0), boxed("- 2 -", FOLD + 40.0))
    assert [block.text for block in flow_of(read(facing(*blocks))) if isinstance(block, Paragraph)] == [
        "正文一",
        "正文二",
    ]


def test_a_page_without_a_fold_is_one_leaf() -> None:
    page = replace(facing(boxed("正文", 500.0)), fold=0.0)
    assert leaves(page) == (page,)
    assert span_across(Box(500, 0, 600, 10), page) == (500, 600)


@pytest.mark.parametrize(
    ("turned", "box"),
    [
        (0, Box(500, 30, 600, 40)),
        (90, Box(30, 0, 40, 100)),
        (180, Box(0, 30, 100, 40)),
        (270, Box(30, 500, 40, 600)),
    ],
)
def test_columns_of_the_right_leaf_are_measured_from_the_fold(turned: int, box: Box) -> None:
    width, height = (840.0, 600.0) if turned in {0, 180} else (600.0, 840.0)
    page = replace(facing(turned=turned), width=width, height=height)
    expected = {0: (80, 180), 90: (320, 420), 180: (320, 420), 270: (80, 180)}
    assert span_across(box, page) == expected[turned]
