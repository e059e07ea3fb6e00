"""What adapters make of their libraries' answers; a library that is not installed is stood for by its answers."""

from __future__ import annotations

import importlib
import sys
from collections import OrderedDict
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from benchmarks.cells import PlacedCell, compare_cells
from benchmarks.drawn_cells import draw_with_cells
from benchmarks.peers.box_grid import Boxed, Placed
from fixtures.draw import Order


def adapter(name: str, monkeypatch: pytest.MonkeyPatch, **missing: list[str]) -> Any:
    """Import an adapter, with empty modules in place of libraries."""
    for library, names in missing.items():
        for at, part in enumerate(parts := library.split("__")):
            module = ModuleType(part)
            for attribute in names:
                setattr(module, attribute, None)
            monkeypatch.setitem(sys.modules, ".".join(parts[: at + 1]), module)
    monkeypatch.delitem(sys.modules, f"benchmarks.peers.{name}", raising=False)
    return importlib.import_module(f"benchmarks.peers.{name}")


@pytest.mark.fonts
@pytest.mark.parametrize("name", ["pdfplumber_tables", "camelot_tables"])
def test_libraries_that_are_here_read_a_ruled_form_whole(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw_with_cells(Order(kind="digital", seed=4711, number=1), tmp_path)
    found = adapter(name, monkeypatch).read(drawn.path)
    assert drawn.tables
    counts = compare_cells(drawn.tables, [[PlacedCell(*cell) for cell in table] for table in found])
    assert counts.f1 == 1.0
    assert any(cell.row_span > 1 or cell.column_span > 1 for table in found for cell in table)
    with pytest.raises(ValueError, match="reads PDF only"):
        adapter(name, monkeypatch).read(tmp_path / "scan.tiff")


def test_camelot_cells_without_a_line_between_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def cell(sides: str, text: str = "") -> SimpleNamespace:
        return SimpleNamespace(left="l" in sides, right="r" in sides, top="t" in sides, bottom="b" in sides, text=text)

    rows = [
        [cell("ltb", "项目"), cell("rtb"), cell("lrt", "得分")],
        [cell("lrtb", "预算"), cell("lrtb", "96.32"), cell("lrb")],
    ]
    assert adapter("camelot_tables", monkeypatch).merged(rows) == [
        Placed(0, 0, 1, 2, "项目"),
        Placed(0, 2, 2, 1, "得分"),
        Placed(1, 0, 1, 1, "预算"),
        Placed(1, 1, 1, 1, "96.32"),
    ]


def test_img2table_places_with_the_same_box_are_one_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    document, ocr = ["PDF", "Image"], ["RapidOCR", "TesseractOCR"]
    module = adapter("img2table_tables", monkeypatch, img2table__document=document, img2table__ocr=ocr)

    def cell(x1: int, x2: int, y: int, value: str | None) -> SimpleNamespace:
        return SimpleNamespace(bbox=SimpleNamespace(x1=x1, y1=y, x2=x2, y2=y + 9), value=value)

    head, left, right = cell(0, 20, 0, "总计"), cell(0, 10, 9, "1"), cell(10, 20, 9, None)
    table = SimpleNamespace(content=OrderedDict({0: [head, head], 1: [left, right]}))
    assert module.placed(table) == [Placed(0, 0, 1, 2, "总计"), Placed(1, 0, 1, 1, "1"), Placed(1, 1, 1, 1, "")]


def test_html_cells_get_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = adapter("rapid_table_slanet", monkeypatch, rapid_table=["RapidTable"]).Cells()
    parser.feed('<table><tr><td rowspan="2">甲</td><td colspan="2">乙<b>丙</b></td></tr>')
    parser.feed("<tr><td>1</td><td></td></tr></table>")
    assert parser.placed == [
        Placed(0, 0, 2, 1, "甲"),
        Placed(0, 1, 1, 2, "乙丙"),
        Placed(1, 1, 1, 1, "1"),
        Placed(1, 2, 1, 1, ""),
    ]


def test_opendataloader_counts_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    module = adapter("opendataloader", monkeypatch, opendataloader_pdf=["convert"])
    cell = {"row number": 2, "column number": 1, "row span": 1, "column span": 3, "kids": [{"content": "得分"}]}
    table = {"type": "table", "rows": [{"cells": [cell]}]}
    (found,) = module.nodes({"kids": [{"type": "heading"}, {"type": "list", "kids": [table]}]}, "table")
    assert list(module.cells(found)) == [Placed(1, 0, 1, 3, "得分")]


def test_tabula_boxes_without_area_are_no_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    module = adapter("tabula_tables", monkeypatch, tabula=["read_pdf"])
    cell = {"left": 10.0, "top": 20.0, "width": 30.0, "height": 12.0, "text": "得分"}
    assert module.boxed([[cell, {**cell, "width": 0.0, "height": 0.0, "text": ""}]]) == [Boxed(10, 20, 40, 32, "得分")]


def test_cells_without_boxes_are_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[{"text": "指标"}, {"text": "得分"}], [{"text": "≥98%"}]]
    expected = [Placed(0, 0, 1, 1, "指标"), Placed(0, 1, 1, 1, "得分"), Placed(1, 0, 1, 1, "≥98%")]
    assert adapter("tabula_tables", monkeypatch, tabula=["read_pdf"]).numbered(rows) == expected
    oxide = adapter("pdf_oxide_tables", monkeypatch, pdf_oxide=["PdfDocument"])
    assert oxide.numbered([{"cells": cells, "is_header": False} for cells in rows]) == expected


@pytest.mark.fonts
@pytest.mark.parametrize(("name", "setting"), [("pdfplumber_tables", "text"), ("camelot_tables", "hybrid")])
def test_settings_for_tables_without_upright_rules_find_more_there(
    name: str, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw_with_cells(Order(kind="digital_no_verticals", seed=4711, number=1), tmp_path)
    assert drawn.tables
    module = adapter(name, monkeypatch)
    ruled, open_ = (
        compare_cells(drawn.tables, [[PlacedCell(*cell) for cell in table] for table in read(drawn.path)]).right
        for read in (module.read, lambda path: module.read(path, setting))
    )
    assert open_ > ruled
