"""The pictures of the pages can be drawn anew, and show what the program does."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from examples import cell_readings, page_to_tables, reconciled_sum
from pipeline import extract, normalize
from tests.docs.pages import ROOT

DOCS = ROOT / "docs"


def test_the_sum_is_reconciled_as_the_picture_says(tmp_path: Path) -> None:
    evaluation = normalize(reconciled_sum.read_form())
    assert evaluation.funding[1].executed == Decimal("1680000.50")
    assert [row.needs_review for row in evaluation.funding] == [False, False, False]
    reconciled_sum.draw(tmp_path / "sum.png")
    assert Image.open(tmp_path / "sum.png").size == Image.open(DOCS / "reconciled-sum.png").size


@pytest.mark.slow
@pytest.mark.ocr
def test_readers_differ_where_the_picture_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for path in cell_readings.PAGES:
        cells = cell_readings.chosen(extract(path))
        assert cells
        assert all(cell.doubts and len({reading.text for reading in cell.readings}) > 1 for cell in cells)
    cell_readings.draw(tmp_path / "cells.png")
    assert Image.open(tmp_path / "cells.png").size == Image.open(DOCS / "cell-readings.png").size


@pytest.mark.slow
@pytest.mark.ocr
def test_the_page_and_its_rows_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page_to_tables.draw(tmp_path / "page.png")
    assert Image.open(tmp_path / "page.png").size == Image.open(DOCS / "page-to-tables.png").size
