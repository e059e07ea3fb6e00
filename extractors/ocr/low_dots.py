"""A dot told from a comma by where its ink stands: `台账归集不够及时·已开展` on a ragged fax to `…及时，已开展`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ppocr import LineText

DOTS = frozenset("·・•")
EM, REACH = 0.8, 0.3
"""Of a line picture's height: a character's square. Of that square: how far from its place a dot's ink lies."""
DARK = 80
"""Levels below white from which a pixel is ink."""
LOW = 0.62
"""Of the height of the line's ink, from above: a comma's ink has its middle below this, a middle dot's above."""


def with_true_dots(pixels: NDArray[Any], line: LineText) -> LineText:
    """Write a comma for each dot between Chinese characters whose ink stands at the foot of the line."""
    if DOTS.isdisjoint(line.text) or len(line.places) != len(line.text):
        return line
    ink = pixels < 255 - DARK
    rows = np.flatnonzero(ink.any(axis=1))
    if not rows.size:
        return line
    text = "".join(
        "，" if _is_between_words(line.text, at) and _stands_low(ink, rows, line.places[at]) else character
        for at, character in enumerate(line.text)
    )
    return replace(line, text=text)


def has_lone_dot(text: str) -> bool:
    """Say whether a dot stands between Chinese characters: in forms it is hardly ever one, though names have it."""
    return any(_is_between_words(text, at) for at in range(len(text)))


def _is_between_words(text: str, at: int) -> bool:
    return text[at] in DOTS and 0 < at < len(text) - 1 and not (text[at - 1].isascii() or text[at + 1].isascii())


def _stands_low(ink: NDArray[Any], rows: NDArray[Any], place: float) -> bool:
    height, width = ink.shape
    reach = REACH * EM * height
    counts = ink[:, max(0, int(place * width - reach)) : int(place * width + reach) + 1].sum(axis=1)
    if not counts.any():
        return False
    middle = float((counts * np.arange(height)).sum() / counts.sum())
    return bool(middle > rows[0] + LOW * (rows[-1] - rows[0]))
