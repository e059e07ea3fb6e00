from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import DamagedPdf
from extractors.tables.camelot_lattice import camelot_grids
from extractors.tables.grid import grid_of_boxes, same_cells
from tests.extractors.drawn_pdf import FORM, HEIGHT, boxes_of, form_pdf


def test_its_smallest_cells_are_joined_to_merged_ones(tmp_path: Path) -> None:
    (grid,) = camelot_grids(form_pdf(tmp_path / "a.pdf"), 1, HEIGHT)
    drawn = grid_of_boxes(boxes_of(FORM))
    assert drawn is not None
    assert same_cells(grid, drawn)


def test_a_file_that_it_cannot_read_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 and nothing")
    with pytest.raises(DamagedPdf, match="page 1"):
        camelot_grids(path, 1, HEIGHT)
