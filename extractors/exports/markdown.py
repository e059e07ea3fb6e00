"""Markdown to tables and paragraphs: `# 标题` with its level, `| a | b |` rows, HTML tables between the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from extractors.document import Paragraph, Table
from extractors.exports.html import read_html
from extractors.exports.inline import plain_text
from extractors.exports.tabbed import export_table, read_tabbed

_HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.I | re.S)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*\Z")
_RULE = re.compile(r"\s{0,3}(?:-{3,}|\*{3,}|_{3,}|(?:- ){2,}-|(?:\* ){2,}\*)\s*\Z")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_QUOTE = re.compile(r"\A\s{0,3}(?:>\s?)+")
_BLOCK_TAG = re.compile(r"</?(?:p|div|center|h[1-6])\b[^>|]*>", re.I)
"""A tag that begins or ends a line, where HTML stands in Markdown: `<h2>标题</h2><p>（2023年度）</p>` is two lines."""
_CELL_END = re.compile(r"(?<!\\)\|")


def read_markdown(text: str, page: int) -> list[Table | Paragraph]:
    """Return the tables and paragraphs of a Markdown text in order."""
    blocks: list[Table | Paragraph] = []
    end = 0
    for table in _HTML_TABLE.finditer(text):
        blocks.extend(_read_lines(_in_lines(text[end : table.start()]), page))
        blocks.extend(read_html(table.group(), page))
        end = table.end()
    return blocks + _read_lines(_in_lines(text[end:]), page)


def _in_lines(text: str) -> str:
    """Return a text with its HTML paragraphs on lines of their own; rows of Markdown tables as they are."""
    if not _BLOCK_TAG.search(text):
        return text
    return "\n".join(line if "|" in line else _BLOCK_TAG.sub("\n", line) for line in text.split("\n"))


def _read_lines(text: str, page: int) -> list[Table | Paragraph]:
    """Read what lies between HTML tables; a stretch of other lines may hold tab-separated tables."""
    lines = text.split("\n")
    blocks: list[Table | Paragraph] = []
    for kind, stretch in groupby(zip(_kinds(lines), lines, strict=True), key=itemgetter(0)):
        blocks.extend(_read_stretch(kind, [line for _, line in stretch], page))
    return blocks


def _kinds(lines: Sequence[str]) -> Iterator[str]:
    """Say of each line what it is: a heading, a row of a table, a mark that is not printed, or text."""
    in_table = False
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        # rows may be written without their outer bars: then the separator (`---|---`) under the head tells
        in_table = "|" in line and (in_table or _is_separator(line))
        if _HEADING.match(line):
            yield "heading"
        elif in_table or _is_pipe_row(line) or ("|" in line and _is_separator(below)):
            yield "pipes"
        else:
            yield "mark" if _RULE.match(line) or _FENCE.match(line) else "text"


def _is_pipe_row(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) > 1 and stripped.startswith("|") and stripped.endswith("|")


def _is_separator(line: str) -> bool:
    return "|" in line and "-" in line and _SEPARATOR.match(line) is not None


def _read_stretch(kind: str, lines: Sequence[str], page: int) -> Sequence[Table | Paragraph]:
    if kind == "heading":
        found = (_HEADING.match(line) for line in lines)
        marks = ((len(one.group(1)), plain_text(one.group(2))) for one in found if one is not None)
        return [Paragraph(page, text, method="text_export", level=level) for level, text in marks if text]
    if kind == "pipes":
        rows = [_pipe_cells(line) for line in lines if not _is_separator(line)]
        return [export_table(rows, page)] if rows else []
    if kind == "text":
        return read_tabbed("\n".join(plain_text(_QUOTE.sub("", line)) for line in lines), page)
    return []


def _pipe_cells(line: str) -> list[str]:
    cells = _CELL_END.split(line.strip())
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip() and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return [plain_text(cell.strip()) for cell in cells]
