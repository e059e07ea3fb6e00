"""Line pictures to readings by two models: the small fast one reads all, the larger one what matters or is doubtful.

A line with digits has two witnesses unless the first is certain of every character on a page that is clean; where they
differ, both readings are kept: `96.32元`, `46.32元`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.ocr.confidence import agreed, alone, disputed, on_poor_paper
from extractors.ocr.coverage import passes_over_ink
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.ppocr import LineText, load_model
from extractors.ocr.ppocr import read_lines as read_with
from extractors.ocr.spans import Span, cut_out, doubtful_spans, spliced
from extractors.ocr.written import same_print, tidy
from extractors.settings import ExtractSettings

SURE = 0.97
"""Least character probability of the small model below which the larger one reads a line of words too: of 2300 lines
above it on drawn office scans, seals, photographs and 150 dpi pages none was wrong, of 400 below three were."""
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
SURE_ON_POOR_PAPER = 0.9995
"""The same as SURE for noisy or ragged pages and under seals, where 项目 was read as 项自 with 0.9995."""
PREFERENCE = 0.6
"""The larger model is right more often: it is passed over only when its weakest character is this much less sure."""
TINY, SMALL = "ppocr-v6-tiny", "ppocr-v6-small"
OVERLOOKING = 0.6
"""Highest probability of the characters of a reading that passes over ink."""
NEVER = 2.0
"""More than any probability: nothing is certain."""
SHORTEST_CERTAIN = 2
"""Characters of the shortest line that may do without: a lone sign has no neighbours that speak for it."""


def read_lines(lines: Sequence[LinePicture], settings: ExtractSettings) -> list[tuple[Reading, ...]]:
    """Read the line pictures of one page; raises MissingTool where the models are not installed."""
    first = read_with(load_model("tiny", settings.threads), [line.pixels for line in lines])
    first = [_as_seen(line.pixels, text) for line, text in zip(lines, first, strict=True)]
    spans = _doubtful(lines, first)
    parts = [cut_out(lines[place].pixels, first[place], span) for place, found in spans.items() for span in found]
    read = iter(read_with(load_model("small", settings.threads), parts))
    second: dict[int, LineText] = {}
    for place, found in spans.items():
        again = spliced(first[place], found, [next(read) for _ in found])
        second[place] = _as_seen(lines[place].pixels, again) if again.places else again
    return [
        _readings(text, second.get(place), line.careful)
        for place, (line, text) in enumerate(zip(lines, first, strict=True))
    ]


def _as_seen(pixels: NDArray[Any], line: LineText) -> LineText:
    """Make a reading doubtful that passes over ink."""
    if not passes_over_ink(pixels, line):
        return line
    chances = tuple(min(OVERLOOKING, chance) for chance in line.probabilities)
    return LineText(line.text, chances, line.seconds, line.places)


def _doubtful(pictures: Sequence[LinePicture], lines: Sequence[LineText]) -> dict[int, list[Span]]:
    """Return for each line that wants a second witness the parts that want it.

    These are unsure characters, and figures that are not read with certainty.
    """
    short = [line for line in lines if len(line.text) < LONG and FIGURE.search(line.text)]
    clean = sum(line.confidence >= LIKELY for line in short) >= CLEAN_SHARE * len(short)
    found: dict[int, list[Span]] = {}
    for place, (picture, line) in enumerate(zip(pictures, lines, strict=True)):
        certain = CERTAIN if clean and not picture.careful and len(line.text) >= SHORTEST_CERTAIN else NEVER
        sure = SURE_ON_POOR_PAPER if picture.careful else SURE
        wanting = [_wants_witness(line, at, certain, sure) for at in range(len(line.text))]
        if any(wanting) or not wanting:
            found[place] = doubtful_spans(line, wanting)
    return found


def _wants_witness(line: LineText, place: int, certain: float, sure: float) -> bool:
    figures = FIGURE.match(line.text[place]) and _carries_figures(line.text)
    return line.probabilities[place] < (certain if figures else sure)


def _carries_figures(text: str) -> bool:
    return bool((FIGURE if len(text) < LONG else AMOUNT).search(text))


def _readings(tiny: LineText, small: LineText | None, careful: bool) -> tuple[Reading, ...]:
    """Choose between two witnesses: the larger model's word counts, unless it is unsure where the other is sure."""
    first, text = tidy(tiny.text), tidy(small.text) if small is not None else ""
    if small is None:
        found = [Reading(first, "rapidocr", alone(tiny.confidence), TINY)]
    elif same_print(text, first):
        found = [Reading(text, "rapidocr", agreed(tiny.confidence, small.confidence), SMALL)]
    else:
        found = [
            Reading(text, "rapidocr", disputed(small.confidence, tiny.confidence), SMALL),
            Reading(first, "rapidocr", disputed(tiny.confidence, small.confidence), TINY),
        ]
        if small.confidence < tiny.confidence * PREFERENCE:
            found.reverse()
    if careful:
        found = [replace(reading, confidence=on_poor_paper(reading.confidence or 0.0)) for reading in found]
    return tuple(reading for reading in found if reading.text)
