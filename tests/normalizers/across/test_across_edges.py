"""Datasets that must raise a rule beside datasets nearly like them that must not (F-03 and X-11 over documents)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.across import check_cards
from normalizers.across.card import Card
from tests.normalizers.across.cards import card, figure, tokens


def names(*cards: Card) -> set[str]:
    return {one.remark.name for one in check_cards(cards)}


def money(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


CARRIED = [
    ("100000 80000", "50000", True),
    ("100000 100000", "1000", True),
    ("100000 80000", "20100.01", True),
    ("100000 80000", "20000", False),
    ("100000 80000", "20100", False),  # 0.01万元 is rounding
    ("100000 80000", "-", False),
    ("100000 -", "50000", False),
    ("- 80000", "50000", False),
]


@pytest.mark.parametrize(("before", "carried", "expected"), CARRIED)
def test_what_is_carried_over_is_what_was_left(before: str, carried: str, expected: bool) -> None:
    budget, executed = (money(one) for one in before.split())
    last = card(1, year=2023, budget=budget, executed=executed)
    assert ("carryover_differs" in names(last, card(2, carryover=money(carried)))) is expected


TARGETS = [
    ("120", "90", "人", True),
    ("120", "95.9", "人", True),
    ("1000000", "5", "人", True),
    ("120", "96", "人", False),  # four fifths of it
    ("120", "130", "人", False),
    ("120", "90", "户", False),
]


@pytest.mark.parametrize(("reached", "target", "unit", "expected"), TARGETS)
def test_a_target_below_what_was_reached(reached: str, target: str, unit: str, expected: bool) -> None:
    last = card(1, year=2023, figures=(figure("参保人数", "100", reached),))
    now = card(2, figures=(figure("参保人数", target, unit=unit),))
    assert ("target_below_last_year" in names(last, now)) is expected


AGAIN = [
    ("revised_figures", {"budget": Decimal(320)}, True),
    ("revised_figures", {"executed": Decimal("290.01")}, True),
    ("revised_figures", {"figures": (figure("参保人数", "100", "99"),)}, True),
    ("revised_figures", {}, False),
    ("revised_figures", {"budget": Decimal(320), "year": 2025}, False),
    ("revised_figures", {"budget": Decimal(320), "unit": "石河县人社局"}, False),
    ("revised_figures", {"budget": Decimal(320), "fund": "高龄津贴"}, False),
    ("revised_figures", {"figures": (figure("领取人数", "100", "99"),)}, False),  # another indicator
    ("revised_figures", {"budget": None}, False),
    ("scanned_twice", {}, True),
    ("scanned_twice", {"budget": None}, True),  # unreadable in the second scan
    ("scanned_twice", {"figures": (figure("领取人数", "100", "99"),)}, True),
    ("scanned_twice", {"budget": Decimal(320)}, False),
    ("scanned_twice", {"template": "goal_declaration"}, False),
    ("scanned_twice", {"year": 2023}, False),
    ("scanned_twice", {"fund": ""}, False),
]


@pytest.mark.parametrize(("name", "more", "expected"), AGAIN)
def test_the_same_form_again(name: str, more: dict[str, object], expected: bool) -> None:
    first = card(1, figures=(figure("参保人数", "100", "98"),))
    second = card(2, **({"figures": first.figures} | more))
    assert (name in names(first, second)) is expected


SAID = [f"指标{number}|≥{number}|{number}" for number in range(20)]
NEARLY = [
    (20, 0, True),
    (18, 2, True),
    (18, 4, True),  # 18 of 24 in common: 0.75
    (17, 3, False),  # 17 of 23: 0.74
    (10, 10, False),
    (4, 0, False),  # four things said are said by many
]


@pytest.mark.parametrize(("shared", "other", "expected"), NEARLY)
def test_a_form_in_nearly_the_same_words(shared: int, other: int, expected: bool) -> None:
    first = card(1, tokens=tokens(*SAID[: max(shared, 20 if shared > 4 else 4)]))
    words = [*SAID[:shared], *(f"别的{number}" for number in range(other))]
    second = card(2, unit="石河县人社局", tokens=tokens(*words))
    assert ("nearly_the_same_form" in names(first, second)) is expected


def county(number: int, budget: str, executed: str = "", **more: object) -> Card:
    name = f"{'甲乙丙丁戊己庚辛'[number]}县人社局"
    amounts = {"budget": money(budget), "executed": money(executed or budget)}
    return card(number, **({"unit": name, "department": name} | amounts | more))


REGIONS = [
    ("region_is_not_its_counties", "100000 100000 100000", "250000", True),
    ("region_is_not_its_counties", "100000 100000", "199699", True),
    ("region_is_not_its_counties", "100000 0.02 500000", "300000", True),
    ("region_is_not_its_counties", "100000 100000 100000", "300000", False),
    ("region_is_not_its_counties", "100000 100000", "199700", False),  # 100 yuan a form are rounding
    ("region_is_not_its_counties", "100000", "50000", False),  # one county tells nothing
    ("counties_below_region", "100000 100000 100000", "350000", True),
    ("counties_below_region", "100000 100000", "200301", True),
    ("counties_below_region", "100000 -", "300000", False),
    ("counties_below_region", "100000 100000", "200300", False),
    ("counties_below_region", "100000 100000 100000", "250000", False),
]


@pytest.mark.parametrize(("name", "units", "total", "expected"), REGIONS)
def test_a_region_and_its_counties(name: str, units: str, total: str, expected: bool) -> None:
    below = [county(number, budget, "1000") for number, budget in enumerate(units.split())]
    spent = Decimal(1000 * len(below))
    region = card(9, unit="云溪市人社局", regional=True, budget=Decimal(total), executed=spent)
    assert (name in names(*below, region)) is expected


SIBLINGS = [
    ("3500000000", True),
    ("500000000", True),  # a thousand times the median
    ("500", True),
    ("499999999", False),
    ("501", False),
    ("9000000", False),
]


@pytest.mark.parametrize(("odd", "expected"), SIBLINGS)
def test_a_unit_of_money_unlike_its_siblings(odd: str, expected: bool) -> None:
    usual = [county(number, "500000") for number in range(5)]
    assert ("unit_unlike_siblings" in names(*usual, county(5, odd))) is expected
    assert "unit_unlike_siblings" not in names(*usual[:3], county(5, odd))  # four tell no median


@pytest.mark.parametrize(("odd", "expected"), SIBLINGS)
def test_a_result_unlike_its_siblings(odd: str, expected: bool) -> None:
    def of(number: int, actual: str, unit: str = "人") -> Card:
        return county(number, "300", figures=(figure("参保人数", "1", actual, unit),))

    usual = [of(number, "500000") for number in range(5)]
    assert ("unlike_its_siblings" in names(*usual, of(5, odd))) is expected
    assert "unlike_its_siblings" not in names(*usual, of(5, odd, "户"))
