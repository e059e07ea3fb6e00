from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from extractors.picture.halftone import without_halftone

DPI = 300.0


def _page(shade: int, writing: int) -> Image.Image:
    """A shaded cell of 400 × 300 pixels with strokes as of characters, on a white page."""
    page = Image.new("L", (700, 600), 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle([100, 100, 499, 399], fill=shade)
    for x in range(200, 400, 20):
        draw.rectangle([x, 220, x + 6, 260], fill=writing)
    return page


def _dithered(page: Image.Image) -> np.ndarray:
    return np.asarray(page.convert("1").convert("L"))


def _is_stroke(pixels: np.ndarray, column: int) -> bool:
    return bool(pixels[225:255, column + 2 : column + 5].mean() < 90)


def test_the_dots_of_a_light_shade_go_and_print_on_it_stays() -> None:
    screened = _dithered(_page(215, 0))
    clean = without_halftone(screened, DPI)
    empty = clean[120:200, 120:480]
    assert screened[120:200, 120:480].mean() < 230
    assert empty.mean() > 250
    assert all(_is_stroke(clean, x) for x in range(200, 400, 20))


def test_a_decimal_point_among_the_dots_stays() -> None:
    page = _page(215, 0)
    ImageDraw.Draw(page).rectangle([420, 255, 424, 259], fill=0)
    clean = without_halftone(_dithered(page), DPI)
    assert clean[255:260, 420:425].mean() < 110


def test_white_writing_on_a_dark_shade_stands_on_black() -> None:
    page = _page(70, 255)
    ImageDraw.Draw(page).rectangle([100, 420, 499, 560], fill=215)  # as header cells stand above shaded rows
    clean = without_halftone(_dithered(page), DPI)
    assert clean[120:200, 120:480].mean() < 30
    assert clean[230:250, 202:205].mean() > 200


def test_print_without_shades_comes_back_as_it_is() -> None:
    plain = _dithered(_page(255, 0))
    assert without_halftone(plain, DPI) is plain


def test_a_picture_with_greys_comes_back_as_it_is() -> None:
    grey = np.asarray(_page(215, 0))
    assert without_halftone(grey, DPI) is grey
