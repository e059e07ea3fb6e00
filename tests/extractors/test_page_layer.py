from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extractors.layer import Glyph, PageLayer
from extractors.page_layer import flatten, has_typed_notes, mend_unmapped, read_layer
from extractors.tables.lines import join_rules
from tests.extractors.drawn_pdf import FORM, draw_boxes, glyphs, new_canvas, write_cells


@pytest.fixture
def with_field(tmp_path: Path) -> Path:
    canvas = new_canvas(tmp_path / "a.pdf")
    canvas.acroForm.textfield(name="budget", value="6351.00", x=100, y=500, width=120, height=20, fontSize=10)
    canvas.save()
    return tmp_path / "a.pdf"


def test_a_layer_holds_glyphs_rules_and_the_page_s_size(tmp_path: Path) -> None:
    canvas = new_canvas(tmp_path / "a.pdf")
    draw_boxes(canvas, FORM)
    write_cells(canvas, FORM)
    canvas.save()
    with closing(pypdfium2.PdfDocument(tmp_path / "a.pdf")) as pdf:
        layer = read_layer(pdf[0])
    assert (layer.width, layer.height) == pytest.approx((595.28, 841.89))
    assert "".join(glyph.text for glyph in layer.glyphs) == "".join(cell[-1] for cell in FORM)
    assert len([rule for rule in join_rules(layer.rules) if not rule.vertical]) == 5


def test_filled_form_fields_are_part_of_the_page(with_field: Path) -> None:
    with closing(pypdfium2.PdfDocument(with_field)) as pdf:
        page = pdf[0]
        assert read_layer(page).glyphs == ()
        assert has_typed_notes(page)
        flatten(page)
        page.close()
        assert "".join(glyph.text for glyph in read_layer(pdf[0]).glyphs) == "6351.00"


def test_links_are_no_notes(tmp_path: Path) -> None:
    canvas: Any = new_canvas(tmp_path / "a.pdf")
    canvas.linkURL("http://x.invalid", (10, 10, 50, 50))
    canvas.save()
    with closing(pypdfium2.PdfDocument(tmp_path / "a.pdf")) as pdf:
        assert not has_typed_notes(pdf[0])


def test_unknown_characters_are_taken_from_another_reading_of_the_same_place() -> None:
    unknown = Glyph("\ufffd", 60, 100, 60, 91, 70, 101, 10.0, 0, mapped=False)
    elsewhere = Glyph("\ufffd", 300, 100, 300, 91, 310, 101, 10.0, 0, mapped=False)
    layer = PageLayer(595.0, 842.0, (unknown, elsewhere))
    mended = mend_unmapped(layer, glyphs("绩", 60.4, 100.2))
    assert [(glyph.text, glyph.mapped) for glyph in mended.glyphs] == [("绩", True), ("\ufffd", False)]
    assert mend_unmapped(layer, glyphs("甲", 60, 100) + glyphs("乙", 60, 100)).glyphs == layer.glyphs
