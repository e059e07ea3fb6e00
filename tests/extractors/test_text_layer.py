from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extractors.layer import Glyph
from extractors.text_layer import PageText, read_text
from tests.extractors.drawn_pdf import FONT, HEIGHT, SIZE, WIDTH, new_canvas, write


def text_of_page(path: Path) -> PageText:
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return read_text(pdf[0])


def drawn(path: Path, draw: Any) -> PageText:
    canvas = new_canvas(path)
    draw(canvas)
    canvas.save()
    return text_of_page(path)


def joined(glyphs: tuple[Glyph, ...]) -> str:
    return "".join(glyph.text for glyph in glyphs)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.pdf"


def test_glyphs_have_their_place_and_size(path: Path) -> None:
    (first, *_, last) = drawn(path, lambda canvas: write(canvas, 72, 120, "绩效1.5")).glyphs
    assert (first.text, first.angle, first.mapped, first.embedded) == ("绩", 0, True, False)
    assert (first.x, first.y, first.size) == pytest.approx((72, 120, SIZE), abs=0.05)
    assert (first.x0, first.top, first.x1, first.bottom) == pytest.approx((72, 111.2, 82, 121.2), abs=0.1)
    assert first.x1 < last.x < first.x + 4 * SIZE


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_places_are_those_of_the_page_as_shown(path: Path, rotation: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.setPageRotation(rotation)  # reportlab swaps the page's sides, so that it is shown upright
        canvas.drawString(100, 100, "无")

    (glyph,) = drawn(path, draw).glyphs
    shown = {0: (100, HEIGHT - 100), 90: (100, 100), 180: (WIDTH - 100, 100), 270: (WIDTH - 100, HEIGHT - 100)}
    assert (glyph.x, glyph.y) == pytest.approx(shown[rotation], abs=0.05)
    assert glyph.angle == rotation


@pytest.mark.parametrize(("turn", "angle"), [(90, 270), (-90, 90), (180, 180), (45, -1), (-3, 0)])
def test_the_writing_s_own_turn_is_told(path: Path, turn: float, angle: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.drawString(0, 0, "密级")

    assert {glyph.angle for glyph in drawn(path, draw).glyphs} == {angle}


def test_the_crop_box_is_the_page(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.setCropBox((50, 40, WIDTH, HEIGHT - 10))
        write(canvas, 100, 100, "内")
        write(canvas, 20, 100, "外")

    text = drawn(path, draw)
    (glyph,) = text.glyphs
    assert (glyph.x, glyph.y) == pytest.approx((50, 90), abs=0.05)
    assert joined(text.hidden) == "外"


def test_invisible_and_tiny_writing_is_hidden(path: Path) -> None:
    def draw(canvas: Any) -> None:
        write(canvas, 72, 100, "可见")
        text = canvas.beginText(72, 600)
        text.setTextRenderMode(3)
        text.textOut("不可见")
        canvas.drawText(text)
        canvas.setFont(FONT, 0.4)
        canvas.drawString(72, 500, "微")

    text = drawn(path, draw)
    assert joined(text.glyphs) == "可见"
    assert joined(text.hidden) == "不可见微"


def test_size_comes_from_the_matrix_as_well(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.scale(1.5, 1.5)
        canvas.drawString(40, 300, "大")

    assert drawn(path, draw).glyphs[0].size == pytest.approx(1.5 * SIZE, abs=0.05)


def test_text_within_a_form_xobject_is_read(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.beginForm("form")
        canvas.setFont(FONT, SIZE)
        canvas.drawString(10, 10, "表内")
        canvas.endForm()
        canvas.translate(100, 200)
        canvas.doForm("form")

    text = drawn(path, draw)
    assert joined(text.glyphs) == "表内"
    assert text.glyphs[0].x == pytest.approx(110, abs=0.05)


def test_glyphs_of_symbol_fonts_are_characters(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("Symbol", SIZE)
        canvas.drawString(72, 400, "≥")

    assert joined(drawn(path, draw).glyphs) == "≥"
