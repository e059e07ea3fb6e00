from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from extractors.document import Reading
from extractors.ocr import cascade
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.ppocr import LineText
from extractors.settings import ExtractSettings

Reads = Callable[[Sequence[str], Sequence[str], float, bool], tuple[list[tuple[Reading, ...]], list[int]]]


def line(text: str, least: float) -> LineText:
    """A reading whose first character has the least probability."""
    places = tuple((place + 0.5) / max(1, len(text)) for place in range(len(text)))
    return LineText(text, (least, *[1.0] * (len(text) - 1))[: len(text)], ("",) * len(text), places)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Read with two models that say what they are told; also gives how many lines each was asked for."""

    def read(
        tiny: Sequence[str], small: Sequence[str], least: float, careful: bool
    ) -> tuple[list[tuple[Reading, ...]], list[int]]:
        asked: list[int] = []

        def read_with(name: str, crops: Sequence[Any]) -> list[LineText]:
            asked.append(len(crops))
            said = tiny if name == "tiny" else small
            return [line(text, least if name == "tiny" else 0.999) for text in said[: len(crops)]]

        monkeypatch.setattr(cascade, "load_model", lambda name, threads: name)
        monkeypatch.setattr(cascade, "read_with", read_with)
        blank = np.full((40, 160), 255, np.uint8)
        return cascade.read_lines([LinePicture(blank, careful) for _ in tiny], ExtractSettings()), asked

    return read


def test_a_sure_line_needs_one_reader(reads: Reads) -> None:
    ((reading,),), asked = reads(["中央主管部门"], [], 0.999, False)
    assert (reading.text, reading.reader) == ("中央主管部门", "ppocr-v6-tiny")
    assert asked == [1, 0]


def test_readers_that_agree_make_a_reading_surer(reads: Reads) -> None:
    ((reading,),), _ = reads(["96.32元"], ["96.32元"], 0.9, False)
    assert reading.confidence is not None
    assert reading.confidence > 0.99


def test_readers_that_differ_are_both_kept_the_larger_one_first(reads: Reads) -> None:
    (readings,), _ = reads(["46.32元"], ["96.32元"], 0.9, False)
    assert [reading.text for reading in readings] == ["96.32元", "46.32元"]
    assert readings[1].confidence is not None
    assert readings[1].confidence < 0.5


def test_figures_under_a_seal_always_get_a_second_reader(reads: Reads) -> None:
    _, asked = reads(["96.32元"], ["96.32元"], 0.9999, True)
    assert asked == [1, 1]


def test_poor_paper_lowers_confidence(reads: Reads) -> None:
    (clean, _), (poor, _) = (reads(["46.32元"], ["96.32元"], 0.9, careful)[0][0] for careful in (False, True))
    assert clean.confidence is not None
    assert poor.confidence is not None
    assert poor.confidence < clean.confidence


def test_what_nobody_can_read_has_no_reading(reads: Reads) -> None:
    assert reads([""], [""], 0.0, False)[0] == [()]
