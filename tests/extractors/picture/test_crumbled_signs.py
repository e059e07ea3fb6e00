from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.picture.crumbled_signs import sign_of_dots, told_by_dots

SIDE = 20
"""Pixels of a drawn sign, as at 200 dpi in 9 pt."""
LINES = {
    ">": [((0, 0), (20, 9)), ((20, 9), (0, 18))],
    "<": [((20, 0), (0, 9)), ((0, 9), (20, 18))],
    "≥": [((0, 0), (20, 7)), ((20, 7), (0, 14)), ((0, 20), (20, 20))],
    "≤": [((20, 0), (0, 7)), ((0, 7), (20, 14)), ((20, 20), (0, 20))],
    "=": [((0, 0), (20, 0)), ((0, 7), (20, 7))],
}


def dots(sign: str, kept: float, seed: int) -> NDArray[np.bool_]:
    """Draw a sign with strokes of one pixel and leave a share of its dots, the ends always."""
    ink = np.zeros((SIDE + 2, SIDE + 2), np.uint8)
    ends = np.zeros_like(ink)
    for start, stop in LINES[sign]:
        cv2.line(ink, start, stop, 1)
        ends[start[1], start[0]] = ends[stop[1], stop[0]] = 1
    left = np.random.default_rng(seed).random(ink.shape) < kept
    return (ink > 0) & (left | (ends > 0))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sign", LINES)
def test_a_sign_is_told_by_half_of_its_dots(sign: str, seed: int) -> None:
    assert sign_of_dots(dots(sign, 0.5, seed)) == sign


@pytest.mark.parametrize("figure", "0123456789")
def test_figures_of_thin_strokes_are_no_signs(figure: str) -> None:
    ink = np.zeros((40, 40), np.uint8)
    cv2.putText(ink, figure, (8, 32), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (1,), 1)
    assert sign_of_dots(ink > 0) is None


def test_specks_and_blots_are_no_signs() -> None:
    specks = np.zeros((30, 30), bool)
    specks[5, 5] = specks[20, 22] = True
    assert sign_of_dots(specks) is None
    assert sign_of_dots(np.ones((12, 14), bool)) is None


def test_what_dots_tell_stands_before_what_was_read_and_is_doubtful() -> None:
    ink = dots("≥", 0.6, 1)
    read = Reading("2", "rapidocr", 0.34, "small")
    told = told_by_dots((read,), ink)
    assert [one.text for one in told] == ["≥", "2"]
    assert all((one.confidence or 0.0) <= 0.5 for one in told)
    assert [one.text for one in told_by_dots((), ink)] == ["≥"]


@pytest.mark.parametrize("read", [Reading("2", "rapidocr", 0.9995, "small"), Reading("≥95%", "rapidocr", 0.4, "small")])
def test_what_was_read_surely_or_is_more_than_a_sign_stays(read: Reading) -> None:
    assert told_by_dots((read,), dots("≥", 0.6, 1)) == (read,)
