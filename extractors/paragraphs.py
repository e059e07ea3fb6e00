"""Lines of writing outside tables to paragraphs in reading order: lines that run to the margin go on in the next.

`一、绩效目标分解下达情况` stands alone because its line ends short; a sentence of three lines becomes one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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

CENTRED = 0.75
"""Ems by which a title's middle may miss the middle of the page or of its text column: a bracket or blank more on one
side. An indented full line misses it by one."""

TITLE_SIZE = 1.15
"""Times the height of the text: titles are set two sizes larger (三号 16 pt over 小四 12 pt is 1.33)."""

WIDEST_MARGIN = 0.17
"""Share of the page's width; Word's own margin is 0.15 of A4, that of official letters 0.13."""

SAME_EDGE = 12.0
"""Points by which the ends of full lines differ, where a character was moved to the next line or marks hang out."""

LEAST_LINES = 3
"""Lines that must end in one place to show where the text column ends."""

_ENUMERATED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d+[、.．)）](?!\d)|[①-⑳]|注\s*[:：\d]|附[件表]|[-·•●■□◆])"
)
"""How an item of a list begins: `一、` `（二）` `3.` `注：`; never the second line of a paragraph."""


_WORD = re.compile(r"[!-~]+")


class Column(Struct, frozen=True):
    """The text column of a page: where its lines begin and end, in points."""

    left: float
    right: float
    width: float
    """Of the page."""
    size: float
    """Height of most characters outside tables."""


def paragraphs_of(lines: Sequence[TextLine], page: int, column: Column) -> list[Paragraph]:
    """Return the paragraphs of lines that follow each other in one text column."""
    return [paragraph_of(group, page, column) for group in line_groups(lines, column)]


def line_groups(lines: Sequence[TextLine], column: Column) -> list[list[TextLine]]:
    """Return the lines that make a paragraph together, in order."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, column):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def column_of(lines: Sequence[TextLine], tables: Iterable[Box], width: float) -> Column:
    """Measure the text column of a page from all its lines and tables.

    Its margins are never wider than WIDEST_MARGIN, so that a lone title does not measure itself. Where there is running
    text, that alone is measured: headers, footers and page numbers stand further out.
    """
    long = [line.box for line in lines if line.box.x1 - line.box.x0 >= SHORT_COLUMN * width]
    boxes = _running(long) or [line.box for line in lines] + list(tables)
    left = min([box.x0 for box in boxes] + [WIDEST_MARGIN * width])
    right = max([box.x1 for box in boxes] + [(1 - WIDEST_MARGIN) * width])
    sizes = sorted(line.size for line in lines for _ in line.text)
    return Column(max(left, 0.0), min(right, width), width, sizes[len(sizes) // 2] if sizes else 0.0)


def _running(long: Sequence[Box]) -> list[Box]:
    """Return the lines of running text, those that end where others end; [] where they are too few to tell."""
    together = [box for box in long if sum(abs(box.x1 - other.x1) <= SAME_EDGE for other in long) >= LEAST_LINES]
    return together if 2 * len(together) >= len(long) else []


def _goes_on(group: Sequence[TextLine], line: TextLine, column: Column) -> bool:
    """Say whether `line` continues the paragraph of the lines before it."""
    above = group[-1]
    em = above.size
    if abs(line.size - em) > SAME_SIZE * em or line.baseline - above.baseline > LINE_PITCH * em:
        return False
    if not _is_full(above, column, _unbroken(line)) or _ENUMERATED.match(line.text):
        return False
    if _is_title(above, column) or _is_centred(line, column):
        return _is_title(above, column) and _is_title(line, column)  # a title too long for one line
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


def _is_full(line: TextLine, column: Column, next_word: float = 0.0) -> bool:
    """Say whether a line ends where the next word, `next_word` points wide, would not fit any more."""
    fills = line.box.x1 - line.box.x0 >= SHORT_COLUMN * column.width
    return fills and column.right - line.box.x1 <= FULL_LINE * line.size + next_word


def _unbroken(line: TextLine) -> float:
    """Width in points of the figure or Latin word that a line begins with, which is not broken over lines."""
    word = _WORD.match(line.text)
    return len(word.group()) * line.size / 2 if word else 0.0


def _is_centred(line: TextLine, column: Column) -> bool:
    """As far from both sides, and far enough that it is no line of running text."""
    before, after = line.box.x0 - column.left, column.right - line.box.x1
    return _is_in_middle(line, column) and min(before, after) > INDENT * line.size


def _is_title(line: TextLine, column: Column) -> bool:
    """In the middle and larger than the text: the room it leaves at its sides says nothing."""
    return _is_in_middle(line, column) and line.size >= TITLE_SIZE * column.size


def _is_in_middle(line: TextLine, column: Column) -> bool:
    middle = (line.box.x0 + line.box.x1) / 2
    in_column = abs(middle - (column.left + column.right) / 2) <= CENTRED * line.size
    return in_column or abs(middle - column.width / 2) <= CENTRED * line.size


def paragraph_of(lines: Sequence[TextLine], page: int, column: Column) -> Paragraph:
    """Return the paragraph that these lines make."""
    text = lines[0].text
    for above, line in pairwise(lines):
        text += (" " if _parted(above.text[-1], line.text[0]) else "") + line.text
    box = Box(
        min(line.box.x0 for line in lines),
        min(line.box.top for line in lines),
        max(line.box.x1 for line in lines),
        max(line.box.bottom for line in lines),
    )
    centred = all(_is_title(line, column) for line in lines) or (len(lines) == 1 and _is_centred(lines[0], column))
    doubts: tuple[Doubt, ...] = () if all(line.mapped for line in lines) else ("bad_layer",)
    return Paragraph(page, text, box, centred=centred, size=round(lines[0].size, 2), doubts=doubts)


def _parted(left: str, right: str) -> bool:
    """Latin words part where a line ends; 汉字 and figures do not."""
    return left.isascii() and left.isalpha() and right.isascii() and right.isalpha()
