"""HTML to tables and paragraphs: rowspan and colspan as a browser places them, entities as characters.

Read with the standard library's parser, which follows no link and expands no entity of the document's own.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from extractors.document import Paragraph, Table
from extractors.exports.inline import raised_text, without_table_tokens
from extractors.exports.spans import SpanCell, spanned_table

SILENT = {"script", "style", "head", "template", "noscript", "svg", "select", "datalist"}
"""Elements whose content is not printed."""

LINE_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "section", "article", "hr"}
"""Elements that begin a new line."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}

DEEPEST = 20
"""Tables within each other; deeper ones are read as if they were not nested."""

_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr"}


class _OpenTable:
    """A table whose end has not come yet."""

    def __init__(self) -> None:
        self.rows: list[list[SpanCell]] = []
        self.cell: list[str] | None = None
        self.spans = (1, 1)

    def open_cell(self, row_span: int, column_span: int) -> None:
        self.close_cell()
        if not self.rows:
            self.rows.append([])
        self.cell, self.spans = [], (row_span, column_span)

    def close_cell(self) -> None:
        if self.cell is not None:
            self.rows[-1].append(SpanCell(tidy_text("".join(self.cell)), *self.spans))
            self.cell = None


class _Reader(HTMLParser):
    def __init__(self, page: int) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.blocks: list[Table | Paragraph] = []
        self.tables: list[_OpenTable] = []
        self.text: list[str] = []
        self.level: int | None = None
        self.silent = 0
        self.raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self._open_table()
        elif tag in {"td", "th"} and self.tables:
            found = dict(attrs)
            self.tables[-1].open_cell(span_of(found.get("rowspan")), span_of(found.get("colspan")))
        elif tag == "tr" and self.tables:
            self.tables[-1].close_cell()
            self.tables[-1].rows.append([])
        elif tag == "sup":
            self.raised = True
        elif tag in LINE_BREAKS:
            self._break_line(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag == "table" and self.tables:
            self._close_table()
        elif tag in {"td", "th", "tr"} and self.tables:
            self.tables[-1].close_cell()
        elif tag == "sup":
            self.raised = False
        elif tag in LINE_BREAKS and tag not in _VOID:
            self._break_line(None)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.raised:
            data = raised_text(data.strip())
        if self.tables and self.tables[-1].cell is not None:
            self.tables[-1].cell.append(data)
        elif not self.tables:
            self.text.append(data)

    def finish(self) -> list[Table | Paragraph]:
        self.close()
        while self.tables:
            self._close_table()
        self._end_paragraph()
        return self.blocks

    def _break_line(self, tag: str | None) -> None:
        if self.tables:
            if self.tables[-1].cell is not None:
                self.tables[-1].cell.append("\n")
            return
        self._end_paragraph()
        self.level = HEADINGS.get(tag) if tag is not None else None

    def _end_paragraph(self) -> None:
        for line in tidy_text("".join(self.text)).split("\n"):
            if line:
                self.blocks.append(Paragraph(self.page, line, method="text_export", level=self.level))
        self.text = []

    def _open_table(self) -> None:
        self._end_paragraph()
        if len(self.tables) < DEEPEST:
            self.tables.append(_OpenTable())

    def _close_table(self) -> None:
        done = self.tables.pop()
        done.close_cell()
        table = spanned_table([row for row in done.rows if row], self.page)
        if table is not None:
            self.blocks.append(table)


def read_html(text: str, page: int) -> list[Table | Paragraph]:
    """Return the tables and paragraphs of an HTML text in order; a table within a cell comes before its outer one."""
    reader = _Reader(page)
    reader.feed(text)
    return reader.finish()


def span_of(value: str | None) -> int:
    """Return a span as written, 1 for what is no number; a row span of 0 reaches to the end of the table."""
    digits = re.match(r"\s*\+?(\d{1,6})", value or "")
    return int(digits.group(1)) if digits else 1


def tidy_text(text: str) -> str:
    """Drop the blanks around lines and blank lines, keep the line breaks: ` 绩 \\n\\n 效 ` to `绩\\n效`."""
    lines = (re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in without_table_tokens(text).split("\n"))
    return "\n".join(line for line in lines if line)
