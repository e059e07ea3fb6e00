"""Lines of writing outside tables to paragraphs in reading order: lines that run to the margin go on in the next.

`一、绩效目标分解下达情况` stands alone because its line ends short; a sentence of three lines becomes one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from extractors.document import Box, Doubt, Paragraph
from extractors.writing import TextLine

FULL_LINE = 2.2
"""Ems; a line that ends no further than this from the right margin goes on in the next: 避头尾 moves up to two
characters to the next line."""

INDENT = 0.8
"""Ems; a line that begins further right than this is indented. Paragraphs are indented by 2."""

HANGING = 5.0
"""Ems; the lines after `注：1.` begin so much further right than the first, at most."""

SAME_SIZE = 0.15
"""Share by which characters of one paragraph may differ in height."""

LINE_PITCH = 2.4
"""Ems from baseline to baseline; official documents have 28 pt for 16 pt writing (1.75), double spacing has 2.3."""

SHORT_COLUMN = 0.5
"""Share of the page's width that a line must fill to be a line of running text."""

CENTRED = 1.5
"""Ems by which a title's middle may miss the middle of the column."""

_ENUMERATED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|\d+[、.．)）](?!\d)|[①-⑳]|注\s*[:：\d]|附[件表]|[-·•●■□◆])"
)
"""How an item of a list begins: `一、` `（二）` `3.` `注：`; never the second line of a paragraph."""


class Column(Struct, frozen=True):
    """The text column of a page: where its lines begin and end, in points."""

    left: float
    right: float
    width: float
    """Of the page."""


def paragraphs_of(lines: Sequence[TextLine], page: int, width: float) -> list[Paragraph]:
    """Return the paragraphs of lines that follow each other on a page `width` points wide."""
    if not lines:
        return []
    column = column_of(lines, width)
    groups: list[list[TextLine]] = [[lines[0]]]
    for above, line in pairwise(lines):
        if _goes_on(groups[-1], above, line, column):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, page, column) for group in groups]


def column_of(lines: Sequence[TextLine], width: float) -> Column:
    """Measure the text column; its right side is as far from the page's edge as its left, or where lines end."""
    left = min(line.box.x0 for line in lines)
    right = max(line.box.x1 for line in lines)
    return Column(left, max(right, min(width - left, width)) if right > width / 2 else right, width)


def _goes_on(group: Sequence[TextLine], above: TextLine, line: TextLine, column: Column) -> bool:
    """Say whether `line` continues the paragraph whose last line is `above`."""
    em = above.size
    if abs(line.size - em) > SAME_SIZE * em or line.baseline - above.baseline > LINE_PITCH * em:
        return False
    if not _is_full(above, column) or _ENUMERATED.match(line.text) or _is_centred(above, column):
        return False
    first = group[0]
    if len(group) > 1:
        return abs(line.box.x0 - above.box.x0) <= INDENT * em
    return abs(line.box.x0 - first.box.x0) <= INDENT * em and not _is_indented(first, column) or _steps(first, line)


def _steps(first: TextLine, line: TextLine) -> bool:
    """The second line begins left of an indented first, or hangs under the text of an item."""
    step = (line.box.x0 - first.box.x0) / first.size
    return step < -INDENT or (INDENT < step <= HANGING and _ENUMERATED.match(first.text) is not None)


def _is_indented(line: TextLine, column: Column) -> bool:
    return line.box.x0 - column.left > INDENT * line.size


def _is_full(line: TextLine, column: Column) -> bool:
    fills = line.box.x1 - line.box.x0 >= SHORT_COLUMN * column.width
    return fills and column.right - line.box.x1 <= FULL_LINE * line.size


def _is_centred(line: TextLine, column: Column) -> bool:
    """As far from both sides, and far enough that it is no line of running text."""
    middle = (line.box.x0 + line.box.x1) / 2
    before, after = line.box.x0 - column.left, column.right - line.box.x1
    on_page = abs(middle - column.width / 2) <= CENTRED * line.size
    in_column = abs(before - after) <= 2 * CENTRED * line.size and column.right - column.left > column.width / 2
    wide = line.box.x1 - line.box.x0 > SHORT_COLUMN * column.width
    return (on_page or in_column) and (wide and on_page or min(before, after) > FULL_LINE * line.size)


def _paragraph(lines: Sequence[TextLine], page: int, column: Column) -> Paragraph:
    text = lines[0].text
    for above, line in pairwise(lines):
        text += (" " if _parted(above.text[-1], line.text[0]) else "") + line.text
    box = Box(
        min(line.box.x0 for line in lines),
        min(line.box.top for line in lines),
        max(line.box.x1 for line in lines),
        max(line.box.bottom for line in lines),
    )
    centred = len(lines) == 1 and _is_centred(lines[0], column) and not _is_running(lines[0], column)
    doubts: tuple[Doubt, ...] = () if all(line.mapped for line in lines) else ("bad_layer",)
    return Paragraph(page, text, box, centred=centred, size=round(lines[0].size, 2), doubts=doubts)


def _is_running(line: TextLine, column: Column) -> bool:
    """A full line from margin to margin is running text, though its middle is the page's."""
    return _is_full(line, column) and not _is_indented(line, column) and line.box.x0 - column.left <= line.size


def _parted(left: str, right: str) -> bool:
    """Latin words part where a line ends; 汉字 and figures do not."""
    return left.isascii() and left.isalpha() and right.isascii() and right.isalpha()
