"""Markdown to tables and paragraphs: `# 标题` with its level, `| a | b |` rows, HTML tables between the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Paragraph, Table
from extractors.exports.html import read_html
from extractors.exports.inline import plain_text
from extractors.exports.tabbed import export_table, read_tabbed

_HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.I | re.S)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*\Z")
_RULE = re.compile(r"\s{0,3}(?:-{3,}|\*{3,}|_{3,}|(?:- ){2,}-|(?:\* ){2,}\*)\s*\Z")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CELL_END = re.compile(r"(?<!\\)\|")


def read_markdown(text: str, page: int) -> list[Table | Paragraph]:
    """Return the tables and paragraphs of a Markdown text in order."""
    blocks: list[Table | Paragraph] = []
    end = 0
    for table in _HTML_TABLE.finditer(text):
        blocks.extend(_read_lines(text[end : table.start()], page))
        blocks.extend(read_html(table.group(), page))
        end = table.end()
    return blocks + _read_lines(text[end:], page)


def _read_lines(text: str, page: int) -> list[Table | Paragraph]:
    """Read what lies between HTML tables; a stretch of other lines may hold tab-separated tables."""
    blocks: list[Table | Paragraph] = []
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        kind = _kind(lines, index)
        after = index + 1
        while after < len(lines) and _kind(lines, after) == kind and kind != "heading":
            after += 1
        blocks.extend(_read_stretch(kind, lines[index:after], page))
        index = after
    return blocks


def _kind(lines: Sequence[str], index: int) -> str:
    line = lines[index]
    if _HEADING.match(line):
        return "heading"
    if _is_pipe_row(line) or (_is_loose_row(line) and any(_is_beside_separator(lines, index))):
        return "pipes"
    if _RULE.match(line) or _FENCE.match(line):
        return "mark"
    return "text"


def _is_pipe_row(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) > 1 and stripped.startswith("|") and stripped.endswith("|")


def _is_loose_row(line: str) -> bool:
    """A row of a table may be written without its outer bars."""
    return "|" in line


def _is_beside_separator(lines: Sequence[str], index: int) -> Sequence[bool]:
    """The separator row (`---|---`) within the rows around tells that bars part cells there."""
    first, last = index, index
    while first > 0 and "|" in lines[first - 1]:
        first -= 1
    while last + 1 < len(lines) and "|" in lines[last + 1]:
        last += 1
    return [bool(_SEPARATOR.match(line)) for line in lines[first : last + 1]]


def _read_stretch(kind: str, lines: Sequence[str], page: int) -> Sequence[Table | Paragraph]:
    if kind == "heading":
        found = _HEADING.match(lines[0])
        text = plain_text(found.group(2)) if found else ""
        level = len(found.group(1)) if found else None
        return [Paragraph(page, text, method="text_export", level=level)] if text else []
    if kind == "pipes":
        rows = [_pipe_cells(line) for line in lines if not (_SEPARATOR.match(line) and "-" in line)]
        return [export_table(rows, page)] if rows else []
    if kind == "text":
        return read_tabbed("\n".join(plain_text(_without_marks(line)) for line in lines), page)
    return []


def _without_marks(line: str) -> str:
    return _TAG.sub("", _QUOTE.sub("", line)) if "<" in line or ">" in line else line


def _pipe_cells(line: str) -> list[str]:
    cells = _CELL_END.split(line.strip())
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip() and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return [plain_text(cell.strip()) for cell in cells]
