from __future__ import annotations

from extractors.exports import READERS, read_export
from extractors.media import recognise


def test_every_kind_of_text_has_a_reader() -> None:
    for text in ("甲\t乙", "正文", "# 标题", "<html>甲</html>"):
        media = recognise(text.encode(), "a.txt")
        assert media.media_type in READERS
        (page,) = read_export(text, media.media_type)
        assert (page.number, page.kind, page.width) == (1, "export", 0.0)
        assert page.blocks


def test_form_feeds_part_pages() -> None:
    first, second = read_export("甲\t1\n\f乙\t2\n\f", "text/tab-separated-values")
    assert (first.number, second.number) == (1, 2)
    assert second.blocks[0].page == 2
