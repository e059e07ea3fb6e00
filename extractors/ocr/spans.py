"""The doubtful part of a long line, cut out to be read again: `39.6` of a sentence instead of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ppocr import LineText

SHORT = 9
"""Characters of a line that is read again whole: cutting it saves nothing."""
CONTEXT = 2
"""Characters on each side that are read with the doubtful ones: readers need neighbours."""
WHOLE_SHARE = 0.6
"""Share of a line's characters in doubtful parts from which the whole line is read again."""
SEARCH = 0.4
"""Of the distance between two characters: how far from their middle the cut may move to where the least ink is."""

Span = tuple[int, int]
"""First character, character after the last."""


def doubtful_spans(line: LineText, doubtful: Sequence[bool]) -> list[Span]:
    """List the parts of a line that hold doubtful characters, with context; the whole line where it is short."""
    count = len(line.text)
    if count <= SHORT or len(line.places) != count:
        return [(0, count)]
    spans: list[Span] = []
    for place in range(count):
        if not doubtful[place]:
            continue
        start, end = max(0, place - CONTEXT), min(count, place + CONTEXT + 1)
        if spans and start <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans if sum(end - start for start, end in spans) <= WHOLE_SHARE * count else [(0, count)]


def cut_out(pixels: NDArray[Any], line: LineText, span: Span) -> NDArray[Any]:
    """Cut a part out of a line's picture, between characters where the least ink is."""
    ink = (255.0 - pixels).sum(axis=0)
    start = 0 if span[0] == 0 else _cut(ink, line, span[0])
    end = len(ink) if span[1] == len(line.text) else _cut(ink, line, span[1])
    return pixels[:, start : max(start + 1, end)]


def _cut(ink: NDArray[np.float64], line: LineText, character: int) -> int:
    """Find the column between a character and the one before it."""
    before, after = (line.places[place] * len(ink) for place in (character - 1, character))
    middle, reach = (before + after) / 2, SEARCH * (after - before)
    low, high = int(max(0, middle - reach)), int(min(len(ink), middle + reach + 1))
    return low + int(np.argmin(ink[low:high])) if high > low else int(middle)


def spliced(line: LineText, spans: list[Span], parts: list[LineText]) -> LineText:
    """Put what was read again in the place of what was read first; places are known only of a line read whole."""
    if spans == [(0, len(line.text))]:
        return parts[0]
    text, probabilities, at = "", [], 0
    for (start, end), part in zip(spans, parts, strict=True):
        text += line.text[at:start] + part.text
        probabilities += [*line.probabilities[at:start], *part.probabilities]
        at = end
    return LineText(text + line.text[at:], (*probabilities, *line.probabilities[at:]))
