"""Rules without those that belong to writing: underlines and strokes through words are no borders of cells.

`其他资金` underlined from one side of its cell to the other would otherwise cut the cell in two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from extractors.layer import Glyph, Rule

BELOW = 0.22
"""Ems under the baseline where an underline lies, 0.1-0.15 in all word processors; a border keeps further off."""

ABOVE = 0.6
"""Ems over the baseline where a stroke through the words lies at most."""

SAME_END = 1.5
"""Points by which an underline's end may miss the end of its words."""


def without_underlines(rules: Iterable[Rule], glyphs: Sequence[Glyph]) -> list[Rule]:
    """Drop each horizontal rule that begins and ends with the words on or over it."""
    upright = sorted((g for g in glyphs if g.angle == 0 and not g.text.isspace()), key=lambda glyph: glyph.y)
    baselines = [glyph.y for glyph in upright]
    largest = max((glyph.size for glyph in upright), default=0.0)

    def is_underline(rule: Rule) -> bool:
        first = bisect_left(baselines, rule.at - BELOW * largest)
        last = bisect_right(baselines, rule.at + ABOVE * largest)
        return _fits(rule, [glyph for glyph in upright[first:last] if _is_at(rule, glyph)])

    return [rule for rule in rules if rule.vertical or not is_underline(rule)]


def _is_at(rule: Rule, glyph: Glyph) -> bool:
    near = -ABOVE * glyph.size <= rule.at - glyph.y <= BELOW * glyph.size
    return near and glyph.x1 > rule.start and glyph.x0 < rule.end


def _fits(rule: Rule, words: Sequence[Glyph]) -> bool:
    if not words:
        return False
    start, end = min(glyph.x0 for glyph in words), max(glyph.x1 for glyph in words)
    return abs(start - rule.start) <= SAME_END and abs(end - rule.end) <= SAME_END
