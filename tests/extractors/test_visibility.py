from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest

from extractors.layer import PageLayer
from extractors.page_layer import read_layer
from extractors.visibility import Drawn, look_at
from tests.extractors.drawn_pdf import HEIGHT, new_canvas

FONT = "Helvetica"
"""Not embedded either, but every machine draws it; the tests say that it is."""


def looked(path: Path, draw: Any) -> Drawn:
    canvas = new_canvas(path)
    canvas.setFont(FONT, 10)
    draw(canvas)
    canvas.save()
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        page = pdf[0]
        layer = read_layer(page)
        carried = tuple(msgspec.structs.replace(glyph, embedded=True) for glyph in layer.glyphs)
        return look_at(page, msgspec.structs.replace(layer, glyphs=carried))


def seen(drawn: Drawn) -> str:
    return "".join(glyph.text for glyph in drawn.seen)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.pdf"


def test_printed_characters_are_seen_down_to_the_full_stop(path: Path) -> None:
    drawn = looked(path, lambda canvas: canvas.drawString(72, 700, "1,234.50%-"))
    assert seen(drawn) == "1,234.50%-"
    assert drawn.unseen == ()
    assert drawn.explained > 0.95


def test_white_writing_on_white_paper_is_not_seen(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(72, 700, "shown")
        canvas.setFillGray(1)
        canvas.drawString(72, 600, "secret")

    drawn = looked(path, draw)
    assert seen(drawn) == "shown"
    assert len(drawn.unseen) == 6


def test_white_writing_on_a_dark_head_is_seen(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(60, 690, 300, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(72, 700, "head")

    assert seen(looked(path, draw)) == "head"


def test_writing_that_was_painted_over_is_not_seen(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(72, 700, "old")
        canvas.setFillGray(1)
        canvas.rect(60, 690, 100, 30, stroke=0, fill=1)

    assert seen(looked(path, draw)) == ""


def test_a_full_stop_that_was_painted_over_is_kept_and_marked(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(72, 700, "91.12")
        canvas.setFillGray(1)
        canvas.rect(83.2, 699, 2.6, 9, stroke=0, fill=1)

    drawn = looked(path, draw)
    assert seen(drawn) == "91.12"
    assert any(glyph.clipped for glyph in drawn.seen)


def test_writing_that_is_cut_off_is_marked_where_it_ends(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(72, 700, "improvement measures")
        canvas.drawString(72, 600, "whole")
        canvas.setFillGray(1)
        canvas.rect(110, 690, 100, 30, stroke=0, fill=1)

    drawn = looked(path, draw)
    assert seen(drawn).startswith("improve")
    assert "measures" not in seen(drawn)
    assert [glyph.clipped for glyph in drawn.seen if glyph.y > 200] == [False] * 5
    assert sum(glyph.clipped for glyph in drawn.seen) == 1


def test_fonts_that_the_file_does_not_carry_prove_nothing(path: Path) -> None:
    canvas = new_canvas(path)
    canvas.drawString(72, 700, "绩效")
    canvas.save()
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        page = pdf[0]
        assert len(look_at(page, read_layer(page)).seen) == 2


def test_outlines_are_not_explained_by_the_layer(path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(72, 100, "1")
        for i in range(40):
            canvas.circle(80 + 10 * i, HEIGHT - 200, 4, fill=1)

    assert looked(path, draw).explained < 0.1


def test_a_huge_page_is_drawn_small(path: Path) -> None:
    canvas = new_canvas(path, (14_000, 14_000))
    canvas.save()
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        assert look_at(pdf[0], PageLayer(14_000, 14_000, ())).explained == 1.0
