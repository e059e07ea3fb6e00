"""Whole pages through the real recogniser: drawn figures, turns, and the second reader."""

from __future__ import annotations

import shutil
import subprocess

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.document import Page, Paragraph, Table
from extractors.errors import MissingTool
from extractors.ocr import tesseract
from extractors.ocr.ppocr import LineText
from extractors.scan import UPRIGHT_SURE, _told, read_scan
from extractors.settings import ExtractSettings
from tests.extractors.picture.drawn_page import image, ruled, write

FIGURES = {(0, 1): "62500000.00", (1, 1): "105.97%", (2, 1): "358745423.41", (3, 1): "0.00", (4, 1): "92.64%"}


def page() -> NDArray[np.uint8]:
    drawn = ruled()
    for (row, column), text in FIGURES.items():
        write(drawn, row, column, text)
    return drawn


def figures(read: Page) -> dict[tuple[int, int], str]:
    (table,) = [block for block in read.blocks if isinstance(block, Table)]
    return {(cell.row, cell.column): cell.text for cell in table.cells if cell.text}


@pytest.mark.ocr
def test_figures_are_read_in_their_cells() -> None:
    read = read_scan(image(page()), ExtractSettings())
    assert figures(read) == FIGURES
    (table,) = [block for block in read.blocks if isinstance(block, Table)]
    assert all(0 < (cell.confidence or 0) <= 1 for cell in table.cells if cell.text)


@pytest.mark.ocr
def test_a_turned_page_is_read_upright_and_its_places_stay_where_they_are_seen() -> None:
    pixels = np.rot90(page()).copy()
    read = read_scan(image(pixels), ExtractSettings())
    assert read.turned == 90
    assert figures(read) == FIGURES
    height, width = pixels.shape
    boxes = [block.box for block in read.blocks if block.box is not None]
    assert all(box.x0 >= 0 and box.x1 <= width * 0.75 and box.bottom <= height * 0.75 for box in boxes)


@pytest.mark.ocr
def test_a_line_beside_the_raised_corner_of_a_leaning_table_stands_above_it() -> None:
    drawn = page()
    grid = np.argwhere(drawn < 128)
    top, left = grid.min(axis=0)
    cv2.putText(drawn, "UNIT 10000", (int(left), int(top) - 12), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    height, width = drawn.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 4.0, 1.0)
    leaning = cv2.warpAffine(drawn, turn, (width, height), borderValue=255)
    first, second = read_scan(image(leaning.astype(np.uint8)), ExtractSettings()).blocks[:2]
    assert isinstance(first, Paragraph)
    assert "10000" in first.text
    assert isinstance(second, Table)
    assert second.box is not None and first.box is not None and second.box.top < first.box.top


@pytest.mark.ocr
def test_a_figure_under_a_seal_is_in_doubt() -> None:
    colour = cv2.cvtColor(page(), cv2.COLOR_GRAY2BGR)
    ring = colour.copy()
    cv2.circle(ring, (300, 190), 60, (60, 50, 210), 5)
    sealed = np.where((ring == colour).all(axis=2, keepdims=True), colour, cv2.multiply(colour, ring, scale=1 / 255))
    read = read_scan(image(sealed.astype(np.uint8)), ExtractSettings())
    (table,) = [block for block in read.blocks if isinstance(block, Table)]
    touched = next(cell for cell in table.cells if (cell.row, cell.column) == (1, 1))
    assert "seal" in touched.doubts


@pytest.mark.tesseract
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract-ocr and tesseract-ocr-chi-sim")
def test_tesseract_reads_too() -> None:
    read = read_scan(image(page()), ExtractSettings(reader="tesseract"))
    (table,) = [block for block in read.blocks if isinstance(block, Table)]
    written = {(cell.row, cell.column): cell for cell in table.cells if cell.text}
    assert written.keys() == FIGURES.keys()  # OpenCV's stroke face is no print: what it reads is measured elsewhere
    assert {cell.method for cell in written.values()} == {"tesseract"}


def test_a_missing_tesseract_is_said_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object, **__: object) -> subprocess.Popen[bytes]:
        raise FileNotFoundError("tesseract")

    tesseract._installed.cache_clear()
    monkeypatch.setattr(subprocess, "run", absent)
    monkeypatch.setattr(subprocess, "Popen", absent)
    with pytest.raises(MissingTool, match="apt install tesseract-ocr tesseract-ocr-chi-sim"):
        tesseract.read_lines([], ExtractSettings(reader="tesseract"))
    tesseract._installed.cache_clear()


def test_one_sign_for_a_wide_line_does_not_read_well() -> None:
    """Lines on their head are read surely as few signs, and digits as digits; upright lines fill their width."""
    wide = np.zeros((30, 120), np.uint8)
    dash, words = LineText("一", (0.97,)), LineText("效益指标", (0.97,) * 4)
    assert _told(words, wide) == pytest.approx(0.97)
    assert _told(dash, wide) < UPRIGHT_SURE / 2
