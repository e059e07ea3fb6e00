from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from benchmarks.cells import PlacedCell, fold
from benchmarks.drawn_cells import draw_with_cells
from fixtures.draw import Order, draw_one

pytestmark = pytest.mark.fonts


def _page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [fold(page.get_textpage().get_text_range()) for page in document]
    document.close()
    return texts


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("kind", ["digital", "blank"])
def test_the_cells_are_those_that_stand_on_the_pages(kind: str, number: int, tmp_path: Path) -> None:
    drawn = draw_with_cells(Order(kind=kind, seed=41, number=number), tmp_path)
    assert drawn.tables is not None
    texts = _page_texts(drawn.path)
    assert len(drawn.tables) <= len(texts)  # pages of a report follow
    for table, text in zip(drawn.tables, texts, strict=False):
        assert _tiles(table)
        # of what is printed in several lines, the characters are there, though perhaps not side by side
        wanted = "".join(sorted(fold("".join(cell.text for cell in table))))
        printed = sorted(text)
        assert all(printed.count(character) >= wanted.count(character) for character in set(wanted))


def _tiles(table: tuple[PlacedCell, ...]) -> bool:
    places = [
        (row, column)
        for cell in table
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    rows, columns = max(row for row, _ in places) + 1, max(column for _, column in places) + 1
    return len(set(places)) == len(places) == rows * columns


def test_a_merged_cell_over_a_page_break_has_its_text_once(tmp_path: Path) -> None:
    broken = [
        draw_with_cells(Order(kind="digital", seed=41, number=number, layouts=("transfer_payment",)), tmp_path)
        for number in range(1, 6)
    ]
    many = [drawn for drawn in broken if drawn.tables and len(drawn.tables) > len(drawn.truth.forms)]
    assert many, "no form of five takes two pages"
    for drawn in many:
        goals = [cell for table in drawn.tables or () for cell in table if cell.text.startswith("总体目标")]
        assert len(goals) <= 2 * len(drawn.truth.forms)


def test_the_same_document_is_drawn(tmp_path: Path) -> None:
    order = Order(kind="office", seed=41, number=1)
    one, (two, truth) = draw_with_cells(order, tmp_path), draw_one(order, tmp_path)
    first = one.path.read_bytes()
    assert one.truth == truth
    assert (one.path, first) == (two, draw_one(order, tmp_path)[0].read_bytes())


def test_exports_have_no_pages_and_no_cells(tmp_path: Path) -> None:
    assert draw_with_cells(Order(kind="export_clean", seed=41, number=1), tmp_path).tables is None
