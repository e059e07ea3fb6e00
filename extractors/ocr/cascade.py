"""Line pictures to readings by two models: the small fast one reads all, the larger one what matters or is doubtful.

A line with digits has two witnesses unless the first is certain of every character on a page that is clean; where they
differ, both readings are kept: `96.32元`, `46.32元`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from extractors.document import Reading
from extractors.ocr.confidence import agreed, alone, disputed
from extractors.ocr.ppocr import LineText, load_model
from extractors.ocr.ppocr import read_lines as read_with
from extractors.ocr.written import same_print, tidy
from extractors.settings import ExtractSettings

SURE = 0.9
"""Least character probability of the small model below which the larger one reads the line too."""
FIGURE = re.compile(r"[0-9０-９%％‰≥≤＞＜><=/#]|[万亿]元")
"""A short line with these carries an amount, a rate or a date: it gets a second witness."""
AMOUNT = re.compile(r"[0-9][0-9,.，．]*[0-9]{2}|[0-9] ?[%％‰万亿元]")
"""What a long line needs for one: a sentence that only counts its points (`1.落实…`) does not."""
LONG = 16
"""Characters from which a line is a sentence."""
CERTAIN = 0.995
"""Least character probability of the small model from which a clean page needs no second witness: of 695 such lines
with digits on drawn office scans, faxes, photographs and pages with seals the larger model differed on one, a `≥`."""
LIKELY, CLEAN_SHARE = 0.97, 0.8
"""A page is clean where this share of its short lines with figures is read at least so surely; on others all figures
get their witness (drawn office scans: 0.84 to 1, dark photocopies: under 0.2)."""
SHORTEST_CERTAIN = 2
"""Characters of the shortest line that may do without: a lone sign has no neighbours that speak for it."""


def read_lines(crops: Sequence[NDArray[Any]], settings: ExtractSettings) -> list[tuple[Reading, ...]]:
    """Read the line pictures of one page; raises MissingTool where the models are not installed."""
    first = read_with(load_model("tiny", settings.threads), crops)
    again = _doubtful(first)
    second = dict(zip(again, read_with(load_model("small", settings.threads), [crops[i] for i in again]), strict=True))
    return [_readings(line, second.get(place)) for place, line in enumerate(first)]


def _doubtful(lines: Sequence[LineText]) -> list[int]:
    """Return the lines that want a second witness: the unsure ones, and figures that are not read with certainty."""
    short = [line for line in lines if len(line.text) < LONG and FIGURE.search(line.text)]
    clean = sum(line.confidence >= LIKELY for line in short) >= CLEAN_SHARE * len(short)
    return [
        place
        for place, line in enumerate(lines)
        if line.confidence < SURE or (_carries_figures(line.text) and not (clean and _is_certain(line)))
    ]


def _carries_figures(text: str) -> bool:
    return bool((FIGURE if len(text) < LONG else AMOUNT).search(text))


def _is_certain(line: LineText) -> bool:
    return line.confidence >= CERTAIN and len(line.text) >= SHORTEST_CERTAIN


def _readings(tiny: LineText, small: LineText | None) -> tuple[Reading, ...]:
    """Choose between two witnesses: the larger model's word counts, unless it is unsure where the other is sure."""
    first = Reading(tidy(tiny.text), "rapidocr", alone(tiny.confidence), "ppocr-v6-tiny")
    if small is None:
        return (first,) if first.text else ()
    text = tidy(small.text)
    if same_print(text, first.text):
        confidence = agreed(tiny.confidence, small.confidence)
        return (Reading(text, "rapidocr", confidence, "ppocr-v6-small"),) if text else ()
    second = Reading(text, "rapidocr", disputed(small.confidence, tiny.confidence), "ppocr-v6-small")
    first = Reading(first.text, "rapidocr", disputed(tiny.confidence, small.confidence), "ppocr-v6-tiny")
    ordered = (second, first) if small.confidence >= tiny.confidence * PREFERENCE else (first, second)
    return tuple(reading for reading in ordered if reading.text)


PREFERENCE = 0.6
"""The larger model is right more often: it is passed over only when its weakest character is this much less sure."""
