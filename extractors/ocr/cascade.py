"""Line pictures to readings by two models: the small fast one reads all, the larger one what matters or is doubtful.

A line with digits always has two witnesses; where they differ, both readings are kept: `96.32元`, `46.32元`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from extractors.document import Reading
from extractors.ocr.confidence import agreed, alone, disputed
from extractors.ocr.ppocr import LineText, load_model, read_lines as read_with
from extractors.ocr.written import same_print, tidy
from extractors.settings import ExtractSettings

SURE = 0.9
"""Least character probability of the small model below which the larger one reads the line too."""
MATTERS = re.compile(r"[0-9０-９%％‰≥≤＞＜><=/#]|[万亿]元")
"""A line with these carries an amount, a rate or a date: it always gets a second witness."""


def read_lines(crops: Sequence[NDArray[Any]], settings: ExtractSettings) -> list[tuple[Reading, ...]]:
    """Read line pictures; raises MissingTool where the models are not installed."""
    first = read_with(load_model("tiny", settings.threads), crops)
    again = [place for place, line in enumerate(first) if line.confidence < SURE or MATTERS.search(line.text)]
    second = dict(zip(again, read_with(load_model("small", settings.threads), [crops[i] for i in again]), strict=True))
    return [_readings(line, second.get(place)) for place, line in enumerate(first)]


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
