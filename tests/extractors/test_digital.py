from __future__ import annotations

from pathlib import Path

import pytest

from extractors.digital import large_pictures, read_digital, upright_turn, with_pictures
from extractors.document import Box, Page, Paragraph, Table
from extractors.layer import PageLayer, Picture, turn_layer
from extractors.tables import PageSource
from tests.extractors.drawn_pdf import FORM, boxes_of, glyphs, rules_of


def form_layer(**rest: object) -> PageLayer:
    cells = zip(boxes_of(FORM), FORM, strict=True)
    written = [glyph for box, (*_, text) in cells for glyph in glyphs(text, box.x0 + 4, box.top + 15)]
    around = glyphs("绩效自评表", 257, 60, size=16) + glyphs("(2024年度)", 265, 84) + glyphs("注：其他资金", 60, 220)
    rules = tuple(rules_of(boxes_of(FORM)))
    return PageLayer(595.0, 842.0, tuple(written + around), rules=rules, **rest)  # type: ignore[arg-type]


def read(layer: PageLayer) -> Page:
    return read_digital(PageSource(Path("a.pdf"), 4, layer))


def test_blocks_stand_in_reading_order() -> None:
    page = read(form_layer())
    title, year, table, note = page.blocks
    assert (page.number, page.kind, page.turned, page.issues) == (4, "digital", 0, ())
    assert isinstance(title, Paragraph)
    assert (title.text, title.centred, title.size) == ("绩效自评表", True, 16.0)
    assert isinstance(year, Paragraph)
    assert year.centred
    assert isinstance(table, Table)
    assert (table.page, table.box) == (4, Box(60, 100, 520, 196))
    assert isinstance(note, Paragraph)
    assert not note.centred


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_sideways_page_is_read_upright_and_keeps_its_own_places(turned: int) -> None:
    layer = form_layer()
    page = read(turn_layer(layer, turned))
    assert page.turned == 360 - turned
    (table,) = [block for block in page.blocks if isinstance(block, Table)]
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == list(FORM)
    upright = Box(60, 100, 520, 196)
    sideways = {90: Box(842 - 196, 60, 842 - 100, 520), 180: Box(75, 646, 535, 742), 270: Box(100, 75, 196, 535)}
    assert table.box == sideways[turned] != upright


def test_a_turned_label_does_not_turn_the_page() -> None:
    written = glyphs("绩效指标", 10, 10, angle=270) + glyphs("产出指标一二", 9, 9)
    assert upright_turn(PageLayer(595.0, 842.0, tuple(written))) == 0


def test_what_a_picture_holds_is_added_at_its_place() -> None:
    layer = form_layer(pictures=(Picture(Box(60, 300, 540, 700)), Picture(Box(60, 710, 100, 740))))
    assert large_pictures(layer) == (Box(60, 300, 540, 700),)
    inside = Paragraph(4, "附表", Box(100, 310, 200, 330), "rapidocr", 0.9)
    outside = Paragraph(4, "绩效自评表", Box(257, 46, 337, 62), "rapidocr", 0.9)
    page = with_pictures(read(layer), Page(4, "scanned", blocks=(outside, inside)), large_pictures(layer))
    assert [block.text for block in page.blocks if isinstance(block, Paragraph)] == [
        "绩效自评表", "(2024年度)", "注：其他资金", "附表",
    ]  # fmt: skip
    assert page.issues == ("picture_read: 1 blocks were read from pictures",)


def test_what_was_left_out_is_noted() -> None:
    layer = form_layer(hidden=tuple(glyphs("隐藏", 10, 10)))
    assert [issue.split(":")[0] for issue in read(layer).issues] == ["hidden_text"]
    watermark = PageLayer(595.0, 842.0, tuple(glyphs("内部资料", 100, 400, size=60, angle=-1)))
    assert read(watermark).issues == ("oblique_text: 内部资料",)
    assert read(watermark).blocks == ()
