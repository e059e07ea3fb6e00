from __future__ import annotations

import numpy as np

from extractors.ocr.other_pictures import black_and_white, reduced, softened


def test_pale_remains_of_a_seal_are_paper_and_print_is_black() -> None:
    line = np.full((30, 60), 255, np.uint8)
    line[10:20, 10:14], line[5:8, 40:50] = 20, 225
    picture = black_and_white(line)
    assert picture.shape == (60, 120)
    assert picture[30, 24] == 0
    assert (picture[:, 70:] == 255).all()


def test_a_speck_pales_in_a_reduced_picture() -> None:
    line = np.full((48, 100), 255, np.uint8)
    line[24, 50] = 0
    picture = reduced(line)
    assert picture.shape == (30, 62)
    assert picture.min() > 100


def test_a_row_of_dots_becomes_a_grey_stroke() -> None:
    line = np.full((27, 60), 255, np.uint8)
    line[12, 10:50:3] = 0
    stroke = softened(line)[12, 15:45].astype(int)
    assert stroke.max() < 240
    assert stroke.max() - stroke.min() < 40
