from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.picture.ink import paper_noise, separate_inks

RED, BLACK = (60, 50, 210), (20, 20, 20)
DPI = 200.0


def sealed() -> NDArray[np.uint8]:
    """A red ring of 4 cm over a black bar, as a seal over print."""
    page = np.full((600, 600, 3), 250, np.uint8)
    cv2.rectangle(page, (100, 290), (500, 310), BLACK, -1)
    ring = page.copy()
    cv2.circle(ring, (300, 300), 157, RED, 10)
    mixed = cv2.multiply(page, ring, scale=1 / 255)  # ink over ink lets less light through
    return np.where((ring == page).all(axis=2, keepdims=True), page, mixed).astype(np.uint8)


def test_seal_ink_goes_and_print_stays() -> None:
    inks = separate_inks(sealed(), DPI)
    assert inks.grey[150, 300] > 200  # the ring's top, on paper
    assert inks.grey[300, 300] < 120  # the bar inside the ring
    assert inks.grey[300, 457] < 140  # the bar under the ring


def test_where_the_seal_was_is_known() -> None:
    inks = separate_inks(sealed(), DPI)
    assert inks.seal[140:150, 295:305].any()
    assert not inks.seal[20:60, 20:60].any()


def test_grey_pages_have_no_seal() -> None:
    page = np.full((600, 600), 240, np.uint8)
    cv2.circle(page, (300, 300), 157, 90, 10)
    assert not separate_inks(page, DPI).seal.any()


def test_noise_is_the_spread_of_the_paper() -> None:
    paper = 230 + 8 * np.random.default_rng(4).standard_normal((900, 900))
    assert paper_noise(paper.clip(0, 255).astype(np.uint8)) == pytest.approx(8 * 255 / 235, rel=0.1)
    assert paper_noise(np.full((50, 1), 200, np.uint8)) == 0.0


def test_noise_shows_where_strong_compression_has_evened_most_of_it_out() -> None:
    source = np.random.default_rng(4)
    grain = 2 * source.standard_normal((900, 900))
    grain[:, source.random(900) < 0.35] *= 5
    assert paper_noise((190 + grain).clip(0, 255).astype(np.uint8)) > 5
    page = np.full((900, 900), 250, np.uint8)
    page[:, ::9] = 180  # print, with fewer than a quarter of the steps
    assert paper_noise(page) == 0.0
