from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.picture.comparators import with_true_comparators
from extractors.picture.marks import has_bar


def picture(*strokes: tuple[int, int, int, int], thickness: int = 2) -> NDArray[np.uint8]:
    """A line 40 pixels high that begins with strokes (x0, y0, x1, y1) and goes on with a block of print."""
    page = np.full((40, 140), 255, np.uint8)
    for x0, y0, x1, y1 in strokes:
        cv2.line(page, (x0, y0), (x1, y1), 0, thickness)
    page[8:32, 50:130] = 0
    return page


GREATER = ((8, 8, 26, 17), (26, 17, 8, 26))
LESS = ((26, 8, 8, 17), (8, 17, 26, 26))
BAR = (8, 31, 26, 31)
SLANTED_BAR = (26, 22, 8, 31)


@pytest.mark.parametrize(
    ("strokes", "sign", "barred"),
    [(GREATER, ">", False), ((*GREATER, BAR), ">", True), ((*GREATER, SLANTED_BAR), ">", True), (LESS, "<", False),
     ((*LESS, BAR), "<", True)],
)  # fmt: skip
def test_a_bar_below_the_sign_is_seen(strokes: tuple[tuple[int, int, int, int], ...], sign: str, barred: bool) -> None:
    assert has_bar(picture(*strokes), sign) is barred


def readings(*texts: str) -> tuple[Reading, ...]:
    return tuple(Reading(text, "rapidocr", 0.97, "ppocr-v6-tiny") for text in texts)


def test_readers_that_leave_the_bar_out_are_corrected() -> None:
    told = with_true_comparators(readings(">100%", "≥100%"), picture(*GREATER, BAR), careful=False)
    assert [(reading.text, reading.confidence) for reading in told] == [("≥100%", 0.97)]


def test_a_bar_that_nobody_sees_makes_the_reading_doubtful() -> None:
    (told,) = with_true_comparators(readings("≥100%"), picture(*GREATER), careful=False)
    assert told.text == "≥100%"
    assert told.confidence == 0.5


def test_on_a_coarse_picture_a_bar_must_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.picture.comparators.has_bar", lambda crop, sign: None)
    sure, coarse = (
        with_true_comparators(readings("≥21个"), picture(*GREATER), careful=False, coarse=coarse)[0].confidence
        for coarse in (False, True)
    )
    assert (sure, coarse) == (0.97, 0.5)


def test_on_poor_paper_a_changed_sign_is_doubtful() -> None:
    (told,) = with_true_comparators(readings(">100%"), picture(*GREATER, BAR), careful=True)
    assert (told.text, told.confidence) == ("≥100%", 0.5)


def test_other_lines_are_left_alone() -> None:
    assert with_true_comparators(readings("长期"), picture(), careful=True) == readings("长期")
