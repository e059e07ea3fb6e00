from __future__ import annotations

from extractors.layer import PageLayer, turn_layer
from extractors.layer_words import layer_words
from tests.extractors.drawn_pdf import glyphs


def test_writing_is_parted_where_cells_may_part_it() -> None:
    written = glyphs("预算数 执行数", 60, 100) + glyphs("62,500.00", 160, 100)
    layer = PageLayer(595.0, 842.0, tuple(written), hidden=tuple(glyphs("隐", 60, 130)))
    words = layer_words(layer)
    assert [word.text for word in words] == ["预算数", "执行数", "62,500.00", "隐"]
    assert (words[2].box.x0, words[2].box.x1) == (160, 205)


def test_turned_writing_keeps_its_place_on_the_page() -> None:
    layer = turn_layer(PageLayer(595.0, 842.0, tuple(glyphs("预算数", 60, 100, size=25))), 90)
    (word,) = layer_words(layer)
    assert word.text == "预算数"
    assert (word.box.x0, word.box.top, word.box.x1, word.box.bottom) == (739, 60, 764, 135)
