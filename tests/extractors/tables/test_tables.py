from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extractors import tables
from extractors.document import Box
from extractors.errors import DamagedPdf
from extractors.layer import PageLayer
from extractors.page_layer import read_layer
from extractors.tables import PageSource, find_tables, settle
from extractors.tables.grid import Grid, grid_of_boxes
from tests.extractors.drawn_pdf import (
    FORM,
    HEIGHT,
    boxes_of,
    draw_boxes,
    glyphs,
    new_canvas,
    rules_of,
    write,
    write_cells,
)


def grid_of(boxes: list[Box]) -> Grid:
    grid = grid_of_boxes(boxes, doubts=("split",))
    assert grid is not None
    return grid


MINE = grid_of(boxes_of(FORM))
OTHER = grid_of(boxes_of(FORM)[:-1])
SOURCE = PageSource(Path("a.pdf"), 1, PageLayer(595.0, 842.0, ()))


def ask(name: str) -> tuple[Grid, ...]:
    return tables._opinion(name, SOURCE)


def opinions(monkeypatch: pytest.MonkeyPatch, pdfplumber: Grid | None, camelot: Grid | None) -> list[str]:
    asked: list[str] = []

    def finder(name: str, grid: Grid | None) -> tables.Finder:
        def find(source: PageSource) -> tuple[Grid, ...]:
            asked.append(name)
            if grid is None:
                raise DamagedPdf("page 1: cannot be read")
            return (grid,)

        return find

    monkeypatch.setitem(tables.FINDERS, "pdfplumber", finder("pdfplumber", pdfplumber))
    monkeypatch.setitem(tables.FINDERS, "camelot", finder("camelot", camelot))
    return asked


def test_one_that_agrees_confirms_and_nobody_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opinions(monkeypatch, MINE, OTHER)
    assert settle(MINE, ask) == (MINE, "vector", None)
    assert asked == ["pdfplumber"]


def test_the_third_opinion_decides_between_two(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opinions(monkeypatch, OTHER, MINE)
    assert settle(MINE, ask) == (MINE, "vector", None)
    assert asked == ["pdfplumber", "camelot"]
    opinions(monkeypatch, OTHER, OTHER)
    assert settle(MINE, ask) == (OTHER, "camelot", None)


@pytest.mark.parametrize("camelot", [None, grid_of(boxes_of(FORM)[2:])])
def test_three_opinions_are_an_issue(monkeypatch: pytest.MonkeyPatch, camelot: Grid | None) -> None:
    opinions(monkeypatch, OTHER, camelot)
    grid, finder, issue = settle(MINE, ask)
    assert (grid, finder) == (MINE, "vector")
    assert issue is not None
    assert issue.startswith("grid_in_doubt")


def test_a_page_turned_by_us_or_huge_is_not_shown_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opinions(monkeypatch, MINE, MINE)
    assert tables._opinion("camelot", PageSource(SOURCE.path, 1, SOURCE.layer, turned=True)) == ()
    assert tables._opinion("camelot", PageSource(SOURCE.path, 1, PageLayer(9000.0, 9000.0, ()))) == ()
    assert asked == []


def source_of(path: Path, draw: Any) -> PageSource:
    canvas = new_canvas(path)
    draw(canvas)
    canvas.save()
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return PageSource(path, 1, read_layer(pdf[0]))


def test_a_sound_table_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opinions(monkeypatch, None, None)

    def draw(canvas: Any) -> None:
        write(canvas, 200, 60, "绩效自评表")
        draw_boxes(canvas, FORM)
        write_cells(canvas, FORM)

    found = find_tables(source_of(tmp_path / "a.pdf", draw))
    (table,) = found.tables
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == list(FORM)
    assert (table.finder, found.issues, asked) == ("vector", (), [])
    assert "".join(glyph.text for glyph in found.rest) == "绩效自评表"


def test_an_open_table_is_settled_by_the_other_libraries(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for box in boxes_of(FORM):
            for y in (box.top, box.bottom):
                canvas.line(box.x0, HEIGHT - y, box.x1, HEIGHT - y)
            for x in {box.x0, box.x1} - {60.0, 520.0}:
                canvas.line(x, HEIGHT - box.top, x, HEIGHT - box.bottom)
        write_cells(canvas, FORM)

    found = find_tables(source_of(tmp_path / "a.pdf", draw))
    (table,) = found.tables
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == list(FORM)
    assert table.finder in ("vector", "camelot")


def test_writing_within_an_inner_table_is_not_its_cell_s() -> None:
    inner = [Box(240, 105, 300, 119), Box(300, 105, 360, 119)]
    layer = PageLayer(
        595.0,
        842.0,
        tuple(glyphs("内表", 244, 116) + glyphs("外", 480, 116)),
        rules=tuple(rules_of(boxes_of(FORM) + inner)),
    )
    found = find_tables(PageSource(Path("a.pdf"), 1, layer))
    texts = sorted([cell.text for cell in table.cells if cell.text] for table in found.tables)
    assert texts == [["内表"], ["外"]]


def test_a_grid_without_writing_is_an_ornament_unless_it_is_as_wide_as_a_form() -> None:
    small = [Box(500, 50, 520, 70), Box(520, 50, 540, 70)]
    layer = PageLayer(595.0, 842.0, (), rules=tuple(rules_of(boxes_of(FORM) + small)))
    (table,) = find_tables(PageSource(Path("a.pdf"), 1, layer)).tables
    assert table.rows == 4
