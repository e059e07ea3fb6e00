"""Line pictures to readings: a small fast model reads all, a larger one what matters, others what is still in doubt.

A line with digits has two witnesses unless the first is certain of every character on a page that is clean. Where they
differ, where neither is sure, and where seal ink lies, a third and if need be a fourth are heard, and the majority
counts; what the others read is kept: `96.32元`, `46.32元`. Lines that a fax machine crumbled have a small model of
their own, which reads them twice, and their votes are weighed in `worn_votes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.ocr import worn_votes
from extractors.ocr.coverage import OVERLOOKING, passes_over_ink
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.low_dots import has_lone_dot, with_true_dots
from extractors.ocr.other_pictures import black_and_white, reduced, softened
from extractors.ocr.plausible import has_odd_characters
from extractors.ocr.ppocr import LineText, ModelName, load_model
from extractors.ocr.ppocr import read_lines as read_with
from extractors.ocr.spans import Span, cut_out, doubtful_spans, spliced
from extractors.ocr.votes import Witness, is_settled, readings
from extractors.ocr.words import in_words
from extractors.ocr.worn_votes import is_agreed
from extractors.ocr.written import same_print, tidy
from extractors.settings import ExtractSettings


class Further(NamedTuple):
    """A further witness: the reader's name, its model, and the picture that it is shown of a grey one."""

    reader: str
    model: ModelName
    picture: Callable[[NDArray[Any]], NDArray[Any]]


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
TINY, TINY_REDUCED, SMALL = "ppocr-v6-tiny", "ppocr-v6-tiny reduced", "ppocr-v6-small"
WORN, WORN_SOFTENED = "ppocr-v6-tiny worn", "ppocr-v6-tiny worn softened"
AGREEING, AGREEING_ON_GOOD_PAPER = 0.97, 0.95
"""Least character probability on noisy paper from which tiny is believed that reads a line and the line at 0.62 of its
size alike: of 619 lines of six drawn dark copies 459 were, and none of them wrong (from 0.9 on 505, and one). The same
for what is in doubt on good paper: of 5359 lines of 38 drawn documents of 19 kinds 493 were so; the larger model read
one of them otherwise, and that wrong. A lone sign has no neighbours that speak for it: it wants AGREEING there too."""
CONFUSED = frozenset("自曰")
"""What tiny takes 目 for on noisy paper, whatever the size of the picture and however sure."""
FURTHER: tuple[Further, ...] = (
    Further("ppocr-v6-tiny black-white", "tiny", black_and_white),
    Further("ppocr-v5-mobile", "mobile", np.asarray),
)
FURTHER_ON_POOR_PAPER: tuple[Further, ...] = (
    Further("ppocr-v5-mobile", "mobile", np.asarray),
    Further("ppocr-v6-small reduced", "small", reduced),
)
FURTHER_ON_RAGGED_PAPER: tuple[Further, ...] = (Further("ppocr-v6-small reduced", "small", reduced),)
"""Who is asked where two witnesses leave a doubt, one after the other while it lasts. Noise becomes blots in black and
white, and goes in a reduced picture. Of 691 lines of ragged faxes as many are read right without mobile (79.8 % and
80.4 %, small alone 80.1 %), at four fifths of the cost."""
LONE_LETTER = re.compile("[a-z]")
"""What stands alone in few lines: on a dark copy the second line of `主管部门` was read as `n`, with 0.999."""
NO_COLON = re.compile("其中[一-鿿]")
"""A label `其中：中央补助` whose colon readers of poor paper did not see."""
SPECKS = re.compile(r"^[.·,'`]+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[.·]$")
"""Points right before or behind a line of words: specks, as nothing is written so. Before a figure one may be what is
left of a digit."""
SPECK_BEHIND = re.compile(r"^([≥≤><]?\d+(?:\.\d+)?%?)[.·]$")
"""A number and a speck of a dark copy behind it, which is no point: of a digit after it ink would have been left."""
OPEN = 0.9
"""Confidence of the first two witnesses below which others are asked."""
MOST_FURTHER = 24
"""Lines of a page that get a further witness; a page with more is beyond help, and would take a minute."""
NEVER = 2.0
"""More than any probability: nothing is certain."""
SHORTEST_CERTAIN = 2
"""Characters of the shortest line that may do without: a lone sign has no neighbours that speak for it."""


Spans = dict[int, list[Span]]
"""Line number -> parts of that line."""


def read_lines(lines: Sequence[LinePicture], settings: ExtractSettings) -> list[tuple[Reading, ...]]:
    """Read the line pictures of one page; raises MissingTool where the models are not installed."""
    first = _first(lines, settings)
    witnesses = [[_witness(WORN if line.ragged else TINY, text, line)] for line, text in zip(lines, first, strict=True)]
    doubted = _doubtful(lines, first)
    for place, text in _softened_again(lines, settings).items():
        witnesses[place].append(_witness(WORN_SOFTENED, text, lines[place]))
        if is_agreed(witnesses[place]):
            doubted.pop(place, None)
    for place, text in _agreeing(lines, first, doubted, settings).items():
        witnesses[place].append(_witness(TINY_REDUCED, text, lines[place]))
        doubted.pop(place, None)
    for place, text in _again(lines, first, doubted, "small", settings).items():
        witnesses[place].append(_witness(SMALL, text, lines[place]))
    found = [_weighed(heard, line) for heard, line in zip(witnesses, lines, strict=True)]
    for turn in range(len(FURTHER)):
        asked = [place for place, line in enumerate(lines) if _is_open(line, witnesses[place], found[place])]
        for place, witness in _further(lines, asked[:MOST_FURTHER], turn, settings):
            witnesses[place].append(witness)
            found[place] = _weighed(witnesses[place], lines[place])
    return found


def _first(lines: Sequence[LinePicture], settings: ExtractSettings) -> list[LineText]:
    """Read every line with a small model: the one that knows crumbled print where a fax machine broke the strokes."""
    found: dict[int, LineText] = {}
    names: tuple[ModelName, ...] = ("tiny", "worn")
    for name in names:
        places = [place for place, line in enumerate(lines) if line.ragged is (name == "worn")]
        texts = _read_all(name, [lines[place].pixels for place in places], settings)
        for place, text in zip(places, texts, strict=True):
            found[place] = _as_seen(lines[place], lines[place].pixels, text)
    return [found[place] for place in range(len(lines))]


def _softened_again(lines: Sequence[LinePicture], settings: ExtractSettings) -> dict[int, LineText]:
    """Read crumbled lines once more with their own model, from pictures whose dots have run together."""
    ragged = {place: _shown(line) for place, line in enumerate(lines) if line.ragged}
    texts = _read_all("worn", list(ragged.values()), settings)
    return {
        place: _as_seen(lines[place], picture, text)
        for (place, picture), text in zip(ragged.items(), texts, strict=True)
    }


def _weighed(heard: Sequence[Witness], line: LinePicture) -> tuple[Reading, ...]:
    told = _told(heard, line)
    return worn_votes.readings(told) if line.ragged else readings(told, poor=_is_poor(line))


def _told(heard: Sequence[Witness], line: LinePicture) -> Sequence[Witness]:
    """Let words tell where witnesses differ; under a seal a word may be the one that another stroke makes."""
    return heard if line.sealed or len(heard) < 2 else in_words(heard)


def _further(
    lines: Sequence[LinePicture], asked: Sequence[int], turn: int, settings: ExtractSettings
) -> Iterator[tuple[int, Witness]]:
    """Hear the next witness on the lines that are asked for, by their numbers."""
    for witnesses in (FURTHER, FURTHER_ON_POOR_PAPER, FURTHER_ON_RAGGED_PAPER):
        places = [place for place in asked if _further_of(lines[place]) is witnesses]
        if turn >= len(witnesses) or not places:
            continue
        witness = witnesses[turn]
        pictures = [witness.picture(_shown(lines[place])) for place in places]
        for place, picture, text in zip(places, pictures, _read_all(witness.model, pictures, settings), strict=True):
            yield place, _witness(witness.reader, _as_seen(lines[place], picture, text), lines[place])


def _further_of(line: LinePicture) -> tuple[Further, ...]:
    if not _is_poor(line):
        return FURTHER
    return FURTHER_ON_RAGGED_PAPER if line.ragged else FURTHER_ON_POOR_PAPER


def _shown(line: LinePicture) -> NDArray[Any]:
    """Give the picture of a line that readers are shown; what is held against a reading is the line as it was sent."""
    return softened(line.pixels) if line.ragged else line.pixels


def _is_poor(line: LinePicture) -> bool:
    """Say whether noise or a fax machine hurt the line; a seal's ink is gone before it is read."""
    return line.careful and not line.sealed


def _is_specked(line: LinePicture) -> bool:
    return _is_poor(line) and not line.ragged


def _read_all(model: ModelName, pictures: Sequence[NDArray[Any]], settings: ExtractSettings) -> list[LineText]:
    return read_with(load_model(model, settings.threads), pictures) if pictures else []


def _witness(reader: str, line: LineText, picture: LinePicture) -> Witness:
    text = tidy(line.text)
    return Witness(reader, _without_specks(text) if _is_specked(picture) else text, line.confidence)


def _without_specks(text: str) -> str:
    return SPECK_BEHIND.sub(r"\1", SPECKS.sub("", text))


def _agreeing(
    lines: Sequence[LinePicture], first: Sequence[LineText], doubted: Spans, settings: ExtractSettings
) -> dict[int, LineText]:
    """Read once more with the small model, smaller, what is in doubt, and all of noisy paper: the lines that agree.

    They need no larger model, which costs five times as much: what deceives the reader, noise above all, hardly does
    so alike in both pictures.
    """
    asked: Spans = {}
    for place, (line, text) in enumerate(zip(lines, first, strict=True)):
        if text.confidence < _agreeing_from(line, text):
            continue
        if _is_poor(line):
            asked[place] = [(0, len(text.text))]
        elif place in doubted:
            asked[place] = doubted[place]
    return {
        place: text
        for place, text in _again(lines, first, asked, "tiny", settings, reduced).items()
        if text.confidence >= _agreeing_from(lines[place], text)
        and same_print(tidy(text.text), tidy(first[place].text))
    }


def _agreeing_from(line: LinePicture, text: LineText) -> float:
    """Give the least probability from which the small model's word counts if it says the same twice."""
    if line.ragged or line.sealed or (line.careful and not CONFUSED.isdisjoint(text.text)):
        return NEVER
    return AGREEING if line.careful or len(text.text) < SHORTEST_CERTAIN else AGREEING_ON_GOOD_PAPER


def _again(
    lines: Sequence[LinePicture], first: Sequence[LineText], spans: Spans, model: ModelName,
    settings: ExtractSettings, picture: Callable[[NDArray[Any]], NDArray[Any]] = np.asarray,
) -> dict[int, LineText]:  # fmt: skip
    """Read parts of lines again, shown as `picture` makes them: line number -> the line as it then reads."""
    parts = [
        picture(cut_out(_shown(lines[place]), first[place], span)) for place, found in spans.items() for span in found
    ]
    read = iter(_read_all(model, parts, settings))
    second: dict[int, LineText] = {}
    for place, found in spans.items():
        again = spliced(first[place], found, [next(read) for _ in found])
        second[place] = _as_seen(lines[place], lines[place].pixels, again) if again.places else _believed(again)
    return second


def _is_open(line: LinePicture, heard: Sequence[Witness], found: Sequence[Reading]) -> bool:
    """Say whether a line wants a further witness: seal ink lies on it, two readers differ, or none of them is sure."""
    if is_settled(found) or not any(witness.text for witness in heard):
        return False
    told = _told(heard, line)
    disputed = not all(same_print(witness.text, told[0].text) for witness in told)
    return line.sealed or disputed or not found or (found[0].confidence or 0.0) < OPEN


def _as_seen(picture: LinePicture, pixels: NDArray[Any], line: LineText) -> LineText:
    """Hold a reading against the `pixels` that were read: low dots are commas, who passes over ink is doubtful.

    So is one with signs that forms do not have. Specks of dark copies are passed over rightly; on faxes they may be
    what is left of a character.
    """
    line = with_true_dots(pixels, line)
    passed_over = passes_over_ink(pixels, line, specked=_is_specked(picture))
    odd = _is_poor(picture) and (LONE_LETTER.fullmatch(line.text) or NO_COLON.match(line.text)) is not None
    return _held_doubtful(line) if passed_over or odd else _believed(line)


def _believed(line: LineText) -> LineText:
    """Doubt a reading with signs that forms do not have: on faxes `数量` was read as `数羅` and `，` as `·`, surely."""
    return _held_doubtful(line) if has_odd_characters(line.text) or has_lone_dot(line.text) else line


def _held_doubtful(line: LineText) -> LineText:
    chances = tuple(min(OVERLOOKING, chance) for chance in line.probabilities)
    return replace(line, probabilities=chances)


def _doubtful(pictures: Sequence[LinePicture], lines: Sequence[LineText]) -> Spans:
    """Return for each line that wants a second witness the parts that want it.

    These are unsure characters, and figures that are not read with certainty.
    """
    short = [line for line in lines if len(line.text) < LONG and FIGURE.search(line.text)]
    clean = sum(line.confidence >= LIKELY for line in short) >= CLEAN_SHARE * len(short)
    found: Spans = {}
    for place, (picture, line) in enumerate(zip(pictures, lines, strict=True)):
        if picture.sealed:
            found[place] = [(0, len(line.text))]
            continue
        certain = CERTAIN if clean and not picture.careful and len(line.text) >= SHORTEST_CERTAIN else NEVER
        sure = SURE_ON_POOR_PAPER if picture.careful else SURE
        confused = CONFUSED if picture.careful else frozenset()
        wanting = [_wants_witness(line, at, certain, sure) or line.text[at] in confused for at in range(len(line.text))]
        if any(wanting) or not wanting:
            found[place] = doubtful_spans(line, wanting)
    return found


def _wants_witness(line: LineText, place: int, certain: float, sure: float) -> bool:
    figures = FIGURE.match(line.text[place]) and _carries_figures(line.text)
    return line.probabilities[place] < (certain if figures else sure)


def _carries_figures(text: str) -> bool:
    return bool((FIGURE if len(text) < LONG else AMOUNT).search(text))
