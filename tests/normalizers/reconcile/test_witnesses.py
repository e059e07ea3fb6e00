"""Cells with dirt to the texts that may be their figure."""

from __future__ import annotations

import pytest

from extractors.document import Cell, Reading
from normalizers.reconcile.figures import Witness
from normalizers.reconcile.witnesses import commas_read_as_points, figure_line, with_commas, witnesses_of

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


POINTS_FOR_COMMAS = [
    ("8.467.3183", True),  # printed 8,467.3183
    ("5.767,167.64", False),  # a point before a comma: separators of all kinds
    ("5,767.167.64", True),
    ("20.686.211", True),
    ("9.060", False),  # may be either
    ("8,467.3183", False),
    ("1.19.3117", False),  # a speck
]


@pytest.mark.parametrize(("text", "told"), POINTS_FOR_COMMAS)
def test_commas_read_as_points(text: str, told: bool) -> None:
    assert commas_read_as_points([text, "12.50"]) is told


def test_a_point_that_may_be_a_comma_is_read_as_both() -> None:
    found = with_commas([Witness("9.060", 0.99), Witness("9.06", 0.01)])
    assert [one.text for one in found] == ["9,060", "9.060", "9.06"]
    assert found[0].chance > 10 * found[1].chance
