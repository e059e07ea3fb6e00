from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
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


def test_a_rule_that_is_miles_away_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(*_: object, **__: object) -> None:
        cv2.line(np.zeros((9, 9), np.uint8), (0, 2**40), (1, 1), 255, 2)

    monkeypatch.setattr("extractors.tables.camelot_lattice.read_pdf", draw)
    with pytest.raises(DamagedPdf, match="camelot cannot read it"):
        camelot_grids(tmp_path / "a.pdf", 1, HEIGHT)
