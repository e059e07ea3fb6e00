"""Signs that readers confuse, held against the picture: `>100%` with a bar under the sign to `≥100%`."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.picture.marks import has_bar

_BARRED = {">": "≥", "<": "≤"}
_PLAIN = {"≥": ">", "≤": "<"}
UNSURE = 0.5
"""Confidence of a reading that the picture contradicts or leaves open."""


def with_true_comparators(
    readings: tuple[Reading, ...], crop: NDArray[Any], careful: bool, *, coarse: bool = False
) -> tuple[Reading, ...]:
    """Give readings the bar that the picture shows; where it shows none, or is not clear, they become doubtful.

    On poor paper (`careful`) a bar may be dirt: a comparator that is changed becomes doubtful as well. On a `coarse`
    picture a bar must be seen clearly: of 56 drawn there all were, and of six signs without one none.

    Recognisers leave the bar out more often than they invent one.
    """
    if not any(reading.text[:1] in _BARRED or reading.text[:1] in _PLAIN for reading in readings):
        return readings
    sign = next(reading.text[0] for reading in readings if reading.text[:1] in _BARRED or reading.text[:1] in _PLAIN)
    barred = has_bar(crop, _PLAIN.get(sign, sign))
    checked = tuple(_checked(reading, barred, careful, coarse) for reading in readings)
    return tuple({(reading.text, reading.reader): reading for reading in reversed(checked)}.values())[::-1]


def _checked(reading: Reading, barred: bool | None, careful: bool, coarse: bool) -> Reading:
    first = reading.text[:1]
    if first in _BARRED and barred is True:
        confidence = reading.confidence or 0.0
        confidence = min(UNSURE, confidence) if careful else confidence
        return replace(reading, text=_BARRED[first] + reading.text[1:], confidence=confidence)
    unseen = barred is False or (coarse and barred is None)
    contradicted = (first in _BARRED and barred is None) or (first in _PLAIN and unseen)
    return replace(reading, confidence=min(UNSURE, reading.confidence or 0.0)) if contradicted else reading
