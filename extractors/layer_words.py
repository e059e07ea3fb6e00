"""Glyphs of a text layer over a picture to the stretches of writing by which a reading of the picture is witnessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.document import Box
from extractors.layer import Glyph, PageLayer, turn_box, turn_glyph
from extractors.scan import LayerWord
from extractors.writing import box_of, glyph_lines, line_text

WORD_GAP = 0.4
"""Ems; writing further apart may stand in two cells, and a witness must lie in one."""


def layer_words(layer: PageLayer) -> tuple[LayerWord, ...]:
    """Return all writing of a layer, seen or not, with its places on the page."""
    words: list[LayerWord] = []
    glyphs = [*layer.glyphs, *layer.hidden]
    for angle in (0, 90, 180, 270):
        group = [glyph for glyph in glyphs if glyph.angle == angle and glyph.mapped]
        upright = [turn_glyph(glyph, 360 - angle, layer.width, layer.height) for glyph in group]
        size = (layer.width, layer.height) if angle % 180 == 0 else (layer.height, layer.width)
        for line in glyph_lines(upright):
            words.extend(_word(run, angle, size) for run in _runs(line))
    return tuple(words)


def _word(run: Sequence[Glyph], angle: int, size: tuple[float, float]) -> LayerWord:
    box: Box = turn_box(box_of(run), angle, *size)
    return LayerWord(line_text(run), box)


def _runs(line: Iterable[Glyph]) -> list[list[Glyph]]:
    printed = [glyph for glyph in line if not glyph.text.isspace()]
    runs = [[glyph] for glyph in printed[:1]]
    for left, right in pairwise(printed):
        if right.x0 - left.x1 <= WORD_GAP * max(left.size, right.size):
            runs[-1].append(right)
        else:
            runs.append([right])
    return runs
