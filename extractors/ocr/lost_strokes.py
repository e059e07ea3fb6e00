"""Digits of a fax that have lost their thin strokes: `1177.6517` to `4477.6547`, where 4s became 1s all over the page.

Every reader takes such a 4 for a 1, and is sure of it. What tells is how improbable the larger model holds a 4 in its
place: one in a thousand beside a 4 that lost its strokes, one in a hundred thousand beside a 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.document import Reading
from extractors.ocr.ppocr import LOST_STROKES, LineText
from extractors.ocr.written import same_print, tidy

LEAST, LEAST_SHARE = 3, 0.03
"""Digits that must look so on a page, and their share of all that are read alike, for strokes to be lost on it: a
few 1s look so on any paper."""
PUT_BACK, AS_READ = 0.6, 0.35
"""Probability of the digits with their strokes, and of those that were read."""
READER = "ppocr-v6-small strokes"


def with_lost_strokes(found: Sequence[tuple[Reading, ...]], lines: Mapping[int, LineText]) -> list[tuple[Reading, ...]]:
    """Return the readings of a page's lines; where strokes are lost on it, the digits that have them come first.

    `lines` are what the larger model made of some of them, by their numbers.
    """
    suspected = sum(bool(rival) for line in lines.values() for rival in line.rivals)
    alike = sum(line.text.count(seen) for line in lines.values() for seen in LOST_STROKES)
    if suspected < LEAST or suspected < LEAST_SHARE * alike:
        return list(found)
    return [
        _put_back(readings, lines[place]) if place in lines and any(lines[place].rivals) else readings
        for place, readings in enumerate(found)
    ]


def _put_back(readings: tuple[Reading, ...], line: LineText) -> tuple[Reading, ...]:
    """Put the digits back into what the model read; who read otherwise is kept as it is."""
    read = tidy(line.text)
    whole = tidy("".join(rival or sign for rival, sign in zip(line.rivals, line.text, strict=True)))
    put_back = Reading(whole, "rapidocr", PUT_BACK, READER)
    if not readings or not same_print(readings[0].text, read):
        return (*readings, put_back)
    return (put_back, *(_doubted(one) if same_print(one.text, read) else one for one in readings))


def _doubted(reading: Reading) -> Reading:
    return Reading(reading.text, reading.method, min(AS_READ, reading.confidence or 0.0), reading.reader)
