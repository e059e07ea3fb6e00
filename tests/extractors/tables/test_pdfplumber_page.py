from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import DamagedPdf
from extractors.tables.cells import fill_grid, table_of
from extractors.tables.pdfplumber_page import PlumberPdf
from extractors.tables.vector import find_grids
from tests.extractors.drawn_pdf import FORM, form_pdf


def test_its_table_finder_sees_the_drawn_cells(tmp_path: Path) -> None:
    with PlumberPdf(form_pdf(tmp_path / "a.pdf")) as pdf:
        (grid,) = pdf.grids(1)
        assert [(s.row, s.column, s.row_span, s.column_span) for s in grid.spans] == [cell[:4] for cell in FORM]


def test_its_layer_alone_gives_the_table(tmp_path: Path) -> None:
    with PlumberPdf(form_pdf(tmp_path / "a.pdf", pages=2)) as pdf:
        assert pdf.page_count == 2
        layer = pdf.layer(2)
    (grid,) = find_grids(layer.rules)
    table = table_of(fill_grid(grid, layer.glyphs), 2, "vector")
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == list(FORM)
    assert (layer.width, layer.height) == pytest.approx((595.28, 841.89))


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 and nothing")
    with pytest.raises(DamagedPdf, match=r"a\.pdf"):
        PlumberPdf(path)


def test_a_page_that_is_not_there_is_damage(tmp_path: Path) -> None:
    with PlumberPdf(form_pdf(tmp_path / "a.pdf")) as pdf, pytest.raises(DamagedPdf, match="page 7"):
        pdf.layer(7)
