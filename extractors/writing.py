"""Glyphs of one cell or column to lines of text: places decide, not the order of the file and not PDF words.

WPS sets digits and punctuation on other baselines than 汉字, so that words fall apart (`6 351 000 00 , ,`); here the
glyphs of a line are those on about one baseline, in order of x: `6,351,000.00`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import fmean, median

from msgspec import Struct

from extractors.document import Box
from extractors.layer import Glyph, turn_glyph

SAME_BASELINE = 0.45
"""Of the em; WPS moves digits by up to 0.2, raised figures stand 0.4 up, lines are at least 1.0 apart."""

DOUBLED = 0.15
"""Of the em; the same character this near is drawn twice for boldness. The narrowest real pair, `ll`, is 0.22 apart."""

OVERPRINTED = 0.12
"""Of the em between the middles of different characters; the narrowest pair that can be read, `il`, is 0.22 apart."""

TYPED_BLANK = 0.12
"""Of the em; a blank in the file that takes less room on the page than this is not seen."""

LATIN_BLANK = 0.22
"""Of the em between two Latin letters without a blank in the file; the blank of Times is 0.25."""

WIDE_BLANK = 0.6
"""Of the em between other glyphs without a blank in the file; Word puts 0.25 between 汉字 and digits by itself, and the
smallest blank somebody types in a Chinese font is 0.5 plus that."""

SPREAD = 2.0
"""A gap counts as a blank only if it is so many times the line's usual gap: spread writing (分 散 对 齐) has none."""

STACK_GAP = 0.35
"""Of the em between 汉字 one below the other in vertical writing; between its columns there is more."""

ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


class TextLine(Struct, frozen=True):
    """One line of writing: its text, its box, the median height of its glyphs in points, and its baseline."""

    text: str
    box: Box
    size: float
    baseline: float
    mapped: bool = True
    """False where a glyph's character is unknown."""


def text_of(glyphs: Iterable[Glyph]) -> str:
    """Return a cell's text, a `\\n` between its lines: stacked, turned and vertical writing included."""
    by_angle: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.angle >= 0:
            by_angle.setdefault(glyph.angle, []).append(glyph)
    if by_angle.keys() == {0, 90}:
        return _columns_text([glyph for group in by_angle.values() for glyph in group])
    parts = []
    for angle, group in sorted(by_angle.items()):
        upright = [turn_glyph(glyph, 360 - angle, 0, 0) for glyph in group] if angle else group
        rows = glyph_lines(upright)
        stacked = angle == 0 and _is_stacked(rows)
        parts.append(_columns_text(group) if stacked else "\n".join(filter(None, map(line_text, rows))))
    return "\n".join(filter(None, parts))


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Return the lines of upright glyphs from top to bottom; blank lines are left out."""
    lines = []
    for row in glyph_lines(glyphs):
        printed = [glyph for glyph in row if not glyph.text.isspace()]
        text = line_text(row)
        if printed and text:
            size = median(glyph.size for glyph in printed)
            baseline = median(glyph.y for glyph in printed)
            lines.append(TextLine(text, box_of(printed), size, baseline, all(glyph.mapped for glyph in printed)))
    return lines


def box_of(glyphs: Iterable[Glyph]) -> Box:
    """Return the box around glyphs, of which there is at least one."""
    some = list(glyphs)
    return Box(
        min(glyph.x0 for glyph in some),
        min(glyph.top for glyph in some),
        max(glyph.x1 for glyph in some),
        max(glyph.bottom for glyph in some),
    )


def glyph_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Part upright glyphs into lines by their baselines, each in order of x, doubled glyphs dropped."""
    lines: list[list[Glyph]] = []
    sums: list[float] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x0)):
        if lines:
            line = lines[-1]
            tolerance = SAME_BASELINE * max(glyph.size, line[0].size)
            if glyph.y - sums[-1] / len(line) <= tolerance:
                line.append(glyph)
                sums[-1] += glyph.y
                continue
        lines.append([glyph])
        sums.append(glyph.y)
    return [_without_doubles(sorted(line, key=lambda glyph: glyph.x0)) for line in lines]


def _without_doubles(line: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in line:
        reach = DOUBLED * glyph.size
        near = (other for other in reversed(kept[-4:]) if glyph.x0 - other.x0 <= reach)
        if not any(other.text == glyph.text and abs(other.y - glyph.y) <= reach for other in near):
            kept.append(glyph)
    return kept


def is_overprinted(glyphs: Iterable[Glyph]) -> bool:
    """Say whether different characters lie on each other: their order is lost, and nobody can read them on paper."""
    printed = [glyph for glyph in glyphs if glyph.angle >= 0 and not glyph.text.isspace()]
    ordered = sorted(printed, key=lambda glyph: (round(glyph.middle[1] / max(glyph.size, 1.0)), glyph.middle[0]))
    return any(_lie_on_each_other(left, right) for left, right in pairwise(ordered))


def _lie_on_each_other(one: Glyph, other: Glyph) -> bool:
    reach = OVERPRINTED * max(one.size, other.size)
    across, down = abs(one.middle[0] - other.middle[0]), abs(one.middle[1] - other.middle[1])
    return one.text != other.text and across <= reach and down <= reach


def line_text(line: Sequence[Glyph]) -> str:
    """Return a line's text: a blank only where one was typed or where the gap can be nothing else."""
    printed = [glyph for glyph in line if not glyph.text.isspace() and glyph.text not in ZERO_WIDTH]
    if not printed:
        return ""
    typed = [glyph.middle[0] for glyph in line if glyph.text.isspace()]
    gaps = [right.x0 - left.x1 for left, right in pairwise(printed)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    parts = [printed[0].text]
    for left, right, gap in zip(printed, printed[1:], gaps, strict=False):
        if _is_blank(left, right, gap, usual, typed):
            parts.append(" ")
        parts.append(right.text)
    return "".join(parts)


def _is_blank(left: Glyph, right: Glyph, gap: float, usual: float, typed: Sequence[float]) -> bool:
    size = max(left.size, right.size)
    if gap > TYPED_BLANK * size and any(left.x1 - gap / 2 <= x <= right.x0 + gap / 2 for x in typed):
        return True
    latin = left.text.isascii() and right.text.isascii() and left.text.isalpha() and right.text.isalpha()
    return gap > (LATIN_BLANK if latin else WIDE_BLANK) * size and gap > SPREAD * usual


def _is_stacked(rows: Sequence[Sequence[Glyph]]) -> bool:
    """Say whether writing runs downward in columns: rows of two or more 汉字 far apart, close one below the other."""
    wide = [row for row in rows if len(row) > 1]
    if len(rows) < 3 or len(wide) < 2 or any(glyph.text.isascii() for row in rows for glyph in row):
        return False
    size = median(glyph.size for row in rows for glyph in row)
    pitch = fmean(below[0].y - above[0].y for above, below in pairwise(rows))
    across = min(right.x0 - left.x1 for row in wide for left, right in pairwise(row))
    aligned = all(abs(row[-1].x0 - rows[0][-1].x0) <= STACK_GAP * size for row in wide)
    return aligned and across > STACK_GAP * size and pitch - size < min(STACK_GAP * size, across)


def _columns_text(glyphs: Iterable[Glyph]) -> str:
    """Read columns from right to left, each from top to bottom; digits and brackets may lie on their side in them."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.middle[0]):
        if columns and columns[-1][0].middle[0] - glyph.middle[0] <= glyph.size / 2:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    down = (sorted(column, key=lambda glyph: glyph.middle[1]) for column in columns)
    return "\n".join(filter(None, ("".join(glyph.text for glyph in column).strip() for column in down)))
