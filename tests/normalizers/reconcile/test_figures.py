from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.reconcile.figures import Candidate, Style, Witness, candidates, read_figure

RATE = Style(percent=True)
CENTS = Style(decimals=2)


def found(style: Style, *readings: tuple[str, float]) -> tuple[Candidate, ...]:
    return candidates([Witness(text, chance) for text, chance in readings], style)


def chance(style: Style, value: str, *readings: tuple[str, float]) -> float:
    return sum(math.exp(-one.cost) for one in found(style, *readings) if one.value == Decimal(value))


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("8,550", Style(), "8550"),
        ("8.550", Style(), "8.550"),
        ("5,460,000.00", Style(), "5460000.00"),
        ("253.130.96", Style(), None),
        ("5.460,000.00", Style(), None),
        ("12,34", Style(), None),
        ("1F7,599.23", Style(), None),
        ("92.64%", RATE, "92.64"),
        ("92.64", RATE, "92.64"),
        ("92.64%", Style(), None),
        ("77.52º", RATE, None),
        ("", Style(), None),
    ],
)
def test_what_is_a_sound_figure(text: str, style: Style, value: str | None) -> None:
    assert read_figure(text, style) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("style", "readings", "printed"),
    [
        (Style(), [("5.460,000.00", 0.26)], "5,460,000.00"),
        (Style(), [("253.130.96", 0.96)], "253,130.96"),
        (Style(decimals=4), [("8,643,7051", 0.3)], "8,643.7051"),
        (Style(), [("1F7,599.23", 0.14)], "177,599.23"),
        (Style(), [("223", 0.15), ("225", 0.22)], "225"),
        (CENTS, [("395322276", 0.4)], "3953222.76"),
        (RATE, [("17.06%.", 0.3)], "17.06%"),
        (RATE, [("77.52º.", 0.41)], "77.52%"),
        (Style(True, 1), [("54.816", 0.2)], "54.8%"),
    ],
)
def test_the_likeliest_figure(style: Style, readings: list[tuple[str, float]], printed: str) -> None:
    likeliest = found(style, *readings)[0]
    assert likeliest.text == printed


def test_the_confidence_is_the_probability_of_the_reading() -> None:
    assert chance(Style(), "4436", ("4436", 0.9)) == pytest.approx(0.9, abs=0.01)


def test_a_confused_digit_is_likelier_than_any_other() -> None:
    readings = ("4436.00", 0.6)
    assert chance(Style(), "4438.00", readings) > 0.001
    assert chance(Style(), "4432.00", readings) == 0


def test_a_lost_digit_and_an_added_one_are_thought_of() -> None:
    assert chance(Style(), "60000.00", ("6000.00", 0.5)) > 0
    assert chance(Style(), "446.00", ("4436.00", 0.5)) > 0


def test_other_decimals_than_all_others_of_the_form_are_unlikely() -> None:
    readings = ("395322276", 0.9)
    assert chance(CENTS, "3953222.76", readings) > chance(Style(), "3953222.76", readings) / 2
    assert chance(CENTS, "395322276", readings) < 0.03 < chance(Style(), "395322276", readings)


def test_a_sign_behind_a_figure_is_no_reason_to_doubt_its_digits() -> None:
    found = candidates([Witness("37.006.", 0.5)], Style())
    assert found[0].value == Decimal("37.006")
    zero = next(one for one in found if one.value == Decimal("37.000"))
    assert zero.cost > found[0].cost + 3


def test_readers_that_disagree_may_all_be_wrong() -> None:
    """A % sign that one reader takes for 5 and the other for 1, in a column of rates with one decimal."""
    found = candidates([Witness("66.45", 0.788), Witness("66.41", 0.228)], Style(True, 1))
    assert found[0].text == "66.4%"


def test_what_nobody_lists_comes_last() -> None:
    assert found(Style(), ("4436", 0.5))[-1].value is None


@pytest.mark.parametrize("text", ["总计", "--", "3º4#5à6*", "1" * 200, "9" * 25 + ".,"])
def test_what_is_no_figure_has_no_candidates(text: str) -> None:
    assert [one.value for one in found(Style(), (text, 0.5)) if one.value is not None] == []


@given(
    st.lists(
        st.tuples(st.text("0123456789.,%°GB( ", max_size=30), st.floats(0.001, 1.0)), min_size=1, max_size=4
    ),
    st.booleans(),
    st.sampled_from([None, 0, 2]),
)
def test_probabilities_add_up_to_one_at_most(
    readings: list[tuple[str, float]], percent: bool, decimals: int | None
) -> None:
    listed = found(Style(percent, decimals), *readings)
    assert sum(math.exp(-one.cost) for one in listed) <= 1 + 1e-9
    assert [one.cost for one in listed[:-1]] == sorted(one.cost for one in listed[:-1])


@given(st.decimals(0, 10**12, places=2), st.booleans())
def test_a_printed_figure_reads_as_itself(value: Decimal, grouped: bool) -> None:
    text = f"{value:,}" if grouped else f"{value}"
    assert read_figure(text, Style()) == value
