"""Running lines around the text."""

from __future__ import annotations

from extractors.document import Box, Page, Paragraph
from normalizers.forms.furniture import without_furniture

HEIGHT = 842.0


def page(number: int, *written: tuple[str, float]) -> Page:
    blocks = tuple(Paragraph(number, text, Box(70, top, 500, top + 12)) for text, top in written)
    return Page(number=number, kind="digital", width=595, height=HEIGHT, blocks=blocks)


def texts(*pages: Page) -> list[list[str]]:
    return [[block.text for block in blocks if isinstance(block, Paragraph)] for blocks in without_furniture(pages)]


def test_lines_in_the_margins_of_two_pages_run() -> None:
    feet = (("内部资料 第{n}册", 800), ("{n}/2", 815))
    lines = (("1/{n}/26, 8:33 PM", 20), ("正文{n}", 200), *feet)
    pages = [page(n, *((text.format(n=n), top) for text, top in lines)) for n in (1, 2)]
    assert texts(*pages) == [["正文1"], ["正文2"]]


def test_lines_of_the_text_that_repeat_stay() -> None:
    """Below the margin two pages prove nothing: two forms begin alike."""
    pages = [page(n, ("单位公章", 120), (f"正文{n}", 200), ("经办意见：同意", 810)) for n in (1, 2)]
    assert texts(*pages) == [["单位公章", "正文1", "经办意见：同意"], ["单位公章", "正文2", "经办意见：同意"]]


def test_what_heads_a_form_never_runs() -> None:
    heads = [("项目支出绩效自评表", 30), ("（2022年度）", 40), ("主管部门：县财政局", 50)]
    pages = [page(n, *heads, (f"正文{n}", 200)) for n in (1, 2, 3)]
    assert texts(*pages) == [[text for text, _ in heads] + [f"正文{n}"] for n in (1, 2, 3)]


def test_one_page_alone_has_none_but_its_number() -> None:
    assert texts(page(1, ("内部资料", 20), ("正文", 200), ("— 1 —", 815))) == [["内部资料", "正文"]]
