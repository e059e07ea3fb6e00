from __future__ import annotations

import pytest

from extractors.document import Cell, Doubt
from normalizers.review import is_doubtful, row_of_field


@pytest.mark.parametrize(
    ("doubts", "confidence", "doubtful"),
    [
        ((), 0.5, False),
        (("low_confidence",), 0.8, True),
        (("touches_rule",), 0.99, False),
        (("touches_rule",), 0.95, True),
        (("seal",), 0.999, True),
        (("seal", "seal_settled"), 0.995, False),
        (("seal", "seal_settled"), 0.95, True),
        (("seal", "seal_settled", "touches_rule"), 0.995, False),
        (("readers_disagree", "seal", "seal_settled"), 0.995, True),
    ],
)
def test_slight_doubts_need_a_sure_reading(doubts: tuple[Doubt, ...], confidence: float, doubtful: bool) -> None:
    assert is_doubtful(Cell(0, 0, "96.32", confidence=confidence, doubts=doubts)) is doubtful


@pytest.mark.parametrize(
    ("text", "confidence", "doubtful"),
    [(".5", 0.999, True), ("．90%", 0.999, True), (".5", None, False), ("0.5", 0.999, False)],
)
def test_a_recognised_point_without_a_figure_before_it_may_be_a_speck(
    text: str, confidence: float | None, doubtful: bool
) -> None:
    assert is_doubtful(Cell(0, 0, text, confidence=confidence)) is doubtful


@pytest.mark.parametrize(
    ("field", "row"),
    [("funding[2].budget", "funding[2]"), ("funding[2]", "funding[2]"), ("indicators", "form"), ("form.year", "form"),
     (None, "form")],
)  # fmt: skip
def test_what_is_said_of_a_field_is_about_its_row_or_the_form(field: str | None, row: str) -> None:
    assert row_of_field(field) == row
