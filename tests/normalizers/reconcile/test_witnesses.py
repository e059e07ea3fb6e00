"""Cells with dirt to the texts that may be their figure."""

from __future__ import annotations

import pytest

from extractors.document import Cell, Reading
from normalizers.reconcile.witnesses import figure_line, witnesses_of

EXAMPLES = [
    ("1\n8282", 0.18, "8282"),  # dirt above the figure
    ("149.89\nKON", 0.07, "149.89"),
    ("9,612,\n989.93", 0.97, "9,612,989.93"),  # printed on two lines, read with confidence
    ("7\n6", 0.3, "76"),  # neither line is clearly the figure
    ("8,282.00", 0.2, "8,282.00"),
]


@pytest.mark.parametrize(("text", "confidence", "figure"), EXAMPLES)
def test_figure_line(text: str, confidence: float, figure: str) -> None:
    assert figure_line(_cell(text, confidence)) == figure


def test_dirt_is_no_digit_of_the_figure() -> None:
    """The same speck may stand in two cells of a sum, which then holds with the speck as a digit of both."""
    found = witnesses_of(_cell("5\n4987762.85", 0.14))
    assert [one.text for one in found] == ["4987762.85"]
    assert found[0].chance > 0.5


def test_a_token_may_be_the_figure() -> None:
    texts = {one.text: one.chance for one in witnesses_of(_cell("1 40.00", 0.15))}
    assert set(texts) == {"140.00", "40.00"}
    assert texts["40.00"] > texts["140.00"]


def test_readings_share_one_certainty() -> None:
    cell = _cell(
        "55208652.76\n1", 0.15, Reading("55208652.76\n1", "rapidocr", 0.15), Reading("55208652.78\n1", "tesseract", 0.1)
    )
    found = witnesses_of(cell)
    assert [one.text for one in found] == ["55208652.76", "55208652.78"]
    assert sum(one.chance for one in found) <= 1.0 + 1e-9


def _cell(text: str, confidence: float, *readings: Reading) -> Cell:
    return Cell(0, 0, text, method="rapidocr", confidence=confidence, readings=readings)
