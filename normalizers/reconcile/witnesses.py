"""A recognised cell to the texts that may be its figure: dirt around it is left out, `1`, `8,282.00` -> `8,282.00`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Cell, Paragraph
from normalizers.characters import plain
from normalizers.reconcile.figures import Witness, digits_of

SEALED = 0.9
"""No reading under a seal is surer than this: amounts were read with 0.95 and more where the seal had closed a 9."""
_BESIDE_DIRT = 0.85
"""Probability that the line of a cell with the most digits is the figure and the others are dirt: `378216.00`, `1`. Of
497 such lines that are sound figures 448 were what is printed, whatever the confidence in the whole of the cell."""
_LINE_OF_SHORT = 0.7
"""The same, of the cell's probability, where no line has clearly more digits: `6` beside `7`."""
_WRAPPED = 0.5
"""Confidence from which the lines of a cell are one figure that is printed on two."""
_POINTS_FOR_COMMAS = re.compile(
    r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})*\.[0-9]{3}\.[0-9]{1,4}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"
)
_MAYBE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_THOUSANDS = 0.95
"""Probability of a comma there, in a form in which another comma was read as a point."""
_MORE_DIGITS = 2
"""Digits that the figure's line has more than any line of dirt."""


def text_of(cell: Cell | Paragraph) -> str:
    """Return a cell's text as figures are compared: plain signs, no blanks, no 分."""
    return _figure_text(cell.text)


def _figure_text(text: str) -> str:
    return "".join(plain(text).split()).removesuffix("分")


def witnesses_of(cell: Cell | Paragraph) -> list[Witness]:
    """Return the readings of a cell, each text once, with the probabilities that they are right."""
    sure = SEALED if "seal" in cell.doubts else 1.0
    readings = [(cell.text, cell.confidence or 0.0)]
    readings += [(one.text, one.confidence or 0.0) for one in (cell.readings if isinstance(cell, Cell) else ())]
    chances: dict[str, float] = {}
    for whole, confidence in readings:
        for line, chance in _lines(whole, min(confidence, sure)):
            chances.setdefault(line, chance)
    known = sum(chances.values())
    scale = min(1.0, 1 / known) if known else 1.0
    return [Witness(text, max(chance * scale, 1e-3)) for text, chance in chances.items() if text]


def commas_read_as_points(texts: Sequence[str]) -> bool:
    """Say whether a form's amounts show that commas were read as points: `8.467.3183`, which prints `8,467.3183`."""
    return any(_POINTS_FOR_COMMAS.fullmatch(text) for text in texts)


def with_commas(witnesses: Sequence[Witness]) -> list[Witness]:
    """Return the readings where a point may be a comma, `9.060`, as both: amounts hardly ever have three decimals."""
    split: list[Witness] = []
    for one in witnesses:
        if _MAYBE_THOUSANDS.fullmatch(one.text):
            split.append(Witness(one.text.replace(".", ","), one.chance * _THOUSANDS))
            split.append(Witness(one.text, one.chance * (1 - _THOUSANDS)))
        else:
            split.append(one)
    return split


def may_lack_comma(text: str) -> bool:
    """Say whether the point of an amount may be a comma: `9.060`."""
    return _MAYBE_THOUSANDS.fullmatch(text) is not None


def figure_line(cell: Cell | Paragraph) -> str:
    """Return the figure of a cell as figures are compared, without lines of dirt: `1`, `8,282.00` -> `8,282.00`.

    A figure that is printed on two lines is read with confidence, dirt beside a figure is not.
    """
    lines = [_figure_text(line) for line in cell.text.splitlines()]
    return (_longest(lines) if (cell.confidence or 0.0) < _WRAPPED else None) or text_of(cell)


def _longest(pieces: Sequence[str]) -> str | None:
    """Return the piece that has clearly more digits than any other, None where none has."""
    ranked = sorted(pieces, key=lambda piece: len(digits_of(piece)), reverse=True)
    if len(ranked) < 2 or len(digits_of(ranked[0])) < len(digits_of(ranked[1])) + _MORE_DIGITS:
        return None
    return ranked[0]


def _lines(whole: str, confidence: float) -> Iterator[tuple[str, float]]:
    """Yield what of a reading may be the figure: all of it, or what is clearly longer than the dirt around it."""
    text = _figure_text(whole)
    lines = [_figure_text(line) for line in whole.splitlines()]
    figure = _longest(lines) if len(lines) > 1 and confidence < _WRAPPED else None
    if figure is not None:  # not with the dirt as a digit of it: the same speck may be in the cells of a sum
        yield figure, _BESIDE_DIRT * (1 - confidence)
        return
    yield text, confidence
    for line in lines if len(lines) > 1 else ():
        if len(digits_of(line)) > 1:
            yield line, _LINE_OF_SHORT * confidence
    token = _longest([_figure_text(piece) for piece in whole.split()])
    if token is not None and len(lines) == 1:
        yield token, _BESIDE_DIRT * (1 - confidence)
