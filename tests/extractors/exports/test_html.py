from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Paragraph, Table
from extractors.exports.html import read_html, span_of, tidy_text


def cells(table: Table | Paragraph) -> list[tuple[int, int, int, int, str]]:
    assert isinstance(table, Table)
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def test_a_page_gives_headings_paragraphs_and_tables_in_order() -> None:
    heading, table, note = read_html(
        "<html><head><title>不印</title><style>td{}</style></head><body><h2>自评表</h2>"
        "<table><tr><td colspan=2>项目&nbsp;名称</td></tr><tr><td>&ge;90%</td><td>1.甲<br>2.乙</td></tr></table>"
        "<p>注：按区域填报。</p><script>var a='<td>'</script></body></html>",
        1,
    )
    assert (heading.text, heading.level) == ("自评表", 2)  # type: ignore[union-attr]
    assert cells(table) == [(0, 0, 1, 2, "项目 名称"), (1, 0, 1, 1, "≥90%"), (1, 1, 1, 1, "1.甲\n2.乙")]
    assert note.text == "注：按区域填报。"  # type: ignore[union-attr]


def test_tags_may_be_left_open() -> None:
    (table,) = read_html("<table><tr><td rowspan=2>甲<td>乙<tr><td>丙", 1)
    assert cells(table) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙")]


def test_entities_are_decoded_once_and_never_as_tags() -> None:
    (table,) = read_html("<table><tr><td>&lt;b&gt;</td><td>&amp;lt;</td><td>&#x27;</td></tr></table>", 1)
    assert [cell[4] for cell in cells(table)] == ["<b>", "&lt;", "'"]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    inner, outer = read_html("<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table>", 1)
    assert cells(inner) == [(0, 0, 1, 1, "内")]
    assert cells(outer) == [(0, 0, 1, 1, "外")]


def test_raised_figures_are_characters() -> None:
    (line,) = read_html("<p>20m<sup>2</sup></p>", 1)
    assert line.text == "20m²"  # type: ignore[union-attr]


def test_references_to_other_files_are_not_followed() -> None:
    text = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><body><img src="http://x.invalid/a.png">甲&x;</body>'
    assert [block.text for block in read_html(text, 1) if isinstance(block, Paragraph)][-1].endswith("甲&x;")


@pytest.mark.parametrize(
    ("written", "span"),
    [("2", 2), (" 3 ", 3), ("2;", 2), ("x", 1), (None, 1), ("-2", 1), ("0", 0), ("99999999", 999999)],
)
def test_spans_are_read_as_browsers_do(written: str | None, span: int) -> None:
    assert span_of(written) == span


def test_layout_blanks_go_and_line_breaks_stay() -> None:
    assert tidy_text(" 绩 \n\n　效\u00a0 指 \n") == "绩\n效 指"


@given(st.text(alphabet="<>/tabledrh &;=\"'甲1\n", max_size=200))
def test_any_text_is_read(text: str) -> None:
    for block in read_html(text, 1):
        assert isinstance(block, Table) or block.text
