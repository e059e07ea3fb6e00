from __future__ import annotations

import numpy as np

from extractors.ocr.coverage import passes_over_ink
from extractors.ocr.ppocr import LineText


def line(text: str, *places: float) -> LineText:
    return LineText(text, (1.0,) * len(text), ("",) * len(text), places)


def picture() -> np.ndarray:
    """Four blocks of print, each a character wide."""
    pixels = np.full((40, 160), 255, np.uint8)
    for x in (4, 44, 84, 124):
        pixels[6:34, x : x + 30] = 0
    return pixels


def test_a_character_for_each_piece_of_ink_passes_over_nothing() -> None:
    assert not passes_over_ink(picture(), line("含上年度", 0.12, 0.37, 0.62, 0.87))


def test_ink_without_a_character_is_passed_over() -> None:
    assert passes_over_ink(picture(), line("含年度", 0.12, 0.62, 0.87))


def test_blank_paper_has_nothing_to_pass_over() -> None:
    assert not passes_over_ink(np.full((40, 160), 255, np.uint8), line(""))


def test_specks_are_passed_over_only_where_paper_has_some() -> None:
    pixels = np.full((40, 220), 255, np.uint8)
    pixels[6:34, 4:34] = 0
    for at in (150, 158, 166):
        pixels[8 + at % 7 : 13 + at % 7, at : at + 5] = 0
    read = line("含", 0.09)
    assert passes_over_ink(pixels, read)
    assert not passes_over_ink(pixels, read, specked=True)
    pixels[4:34, 190:194] = 0  # a bracket
    assert passes_over_ink(pixels, read, specked=True)
