"""Glyphs to lines of stretches: writing parted where the white between may be the gap between two columns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from msgspec import Struct

from extractors.document import Box
from extractors.layer import Glyph
from extractors.writing import box_of, glyph_lines


class WrittenLine(Struct, frozen=True):
    """One line: its stretches from left to right, the height of its em, its baseline, top and bottom, in points."""

    stretches: tuple[Box, ...]
    size: float
    baseline: float
    top: float
    bottom: float


def written_lines(glyphs: Iterable[Glyph], gap: float) -> list[WrittenLine]:
    """Return the upright lines from top to bottom, parted at white of `gap` ems or more."""
    printed = (glyph for glyph in glyphs if glyph.angle == 0 and not glyph.text.isspace())
    return [_line(row, gap) for row in glyph_lines(printed)]


def _line(glyphs: list[Glyph], gap: float) -> WrittenLine:
    size = median(glyph.size for glyph in glyphs)
    runs: list[list[Glyph]] = [[glyphs[0]]]
    for left, right in pairwise(glyphs):
        if right.x0 - left.x1 >= gap * size:
            runs.append([right])
        else:
            runs[-1].append(right)
    box = box_of(glyphs)
    return WrittenLine(tuple(map(box_of, runs)), size, median(glyph.y for glyph in glyphs), box.top, box.bottom)
