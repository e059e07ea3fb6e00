from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from time import process_time

import msgspec
import pytest

from normalizers.across import check_cards
from normalizers.across.card import Card, Figure, body_key, fund_key
from normalizers.across.signature import candidates, shared, token
from tests.normalizers.across.cards import card, figure, tokens


def found(*cards: Card) -> list[tuple[str, str, str | None]]:
    """Form, name and field of what is found."""
    return [(one.card.form_id, one.remark.name, one.remark.field) for one in check_cards(cards)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("2024年养老保险补助资金", "养老保险补助资金"), ("云溪县养老保险补助资金", "养老保险补助资金（省级）")],
)
def test_a_fund_is_known_under_its_names(one: str, other: str) -> None:
    assert fund_key(one, "云溪县人社局") == fund_key(other, "云溪县人社局")


def test_a_body_is_known_with_and_without_its_seal() -> None:
    assert body_key("云溪县人社局（盖章）") == body_key("云溪县 人社局")


def test_the_same_figures_again_are_a_second_scan() -> None:
    assert found(card(1), card(2)) == [("f2", "scanned_twice", "form")]


def test_other_figures_are_a_revision() -> None:
    later = card(2, budget=Decimal(320), figures=(figure("参保人数", "100", "99"),))
    (crossing,) = check_cards([card(1, figures=(figure("参保人数", "100", "98"),)), later])
    assert (crossing.remark.name, dict(crossing.remark.facts)["count"]) == ("revised_figures", 2)
    assert dict(crossing.remark.facts)["shown"] == "预算 320/300、参保人数 99/98"


@pytest.mark.parametrize("column", ["unit", "fund"])
def test_forms_without_a_name_are_not_taken_for_the_same(column: str) -> None:
    assert found(card(1, **{column: ""}), card(2, **{column: ""})) == []


def test_two_scans_of_which_one_read_the_unit_wrong_are_nearly_the_same() -> None:
    said = [f"指标{number}|≥{number}|{number}" for number in range(20)]
    misread = [*said[:18], "指标18|≥18|81", "指标19|≥19|91"]
    first, second = card(1, tokens=tokens(*said)), card(2, unit="云漠县人社局", tokens=tokens(*misread))
    assert found(first, second) == [("f2", "nearly_the_same_form", "form")]
    other = card(3, unit="石河县人社局", tokens=tokens(*(f"别的{number}" for number in range(20))))
    assert found(first, other) == []


def test_a_second_scan_with_misread_figures_is_no_revision() -> None:
    """What the recogniser was not sure of may differ between two scans of the same paper."""
    first = card(1, figures=(figure("参保人数", "100", "98"),))
    noisy = card(2, figures=(doubtful(figure("参保人数", "100", "99")),), budget=Decimal(800), money_doubtful=True)
    assert found(first, noisy) == [("f2", "scanned_twice", "form")]
    sure = card(2, figures=(figure("参保人数", "100", "99"),), budget=Decimal(800), money_doubtful=True)
    assert found(first, sure) == [("f2", "revised_figures", "form")]
    other_year = card(2, year=2025, figures=(figure("参保人数", "100", "99"),))
    assert found(first, other_year) == []


def doubtful(one: Figure) -> Figure:
    return msgspec.structs.replace(one, doubtful=True)


def test_each_version_is_held_to_the_first() -> None:
    versions = [card(number, budget=Decimal(budget)) for number, budget in ((1, 300), (2, 320), (3, 300))]
    assert found(*versions) == [("f2", "revised_figures", "form"), ("f3", "scanned_twice", "form")]


def test_another_fund_of_the_same_unit_is_no_second_scan() -> None:
    """Forms of one unit share the boilerplate of their indicators and hardly anything else."""
    common = [f"群众满意度|≥9{number}%|9{number}%" for number in range(6)]
    one = card(1, tokens=tokens(*common, *(f"养老{number}|{number}" for number in range(8))))
    other = card(2, fund="高龄津贴", tokens=tokens(*common, *(f"津贴{number}|{number}" for number in range(8))))
    assert found(one, other) == []
    said = [*common, *(f"养老{number}|{number}" for number in range(7)), "津贴"]
    copied = card(3, fund="高龄津贴", tokens=tokens(*said))
    assert found(one, copied) == [("f3", "nearly_the_same_form", "form")]


def test_what_is_left_of_a_year_is_carried_over() -> None:
    before = card(1, year=2023, budget=Decimal(100000), executed=Decimal(80000))
    assert found(before, card(2, carryover=Decimal(20000))) == []
    assert found(before, card(2, carryover=Decimal(50000))) == [("f2", "carryover_differs", "funding")]


def test_a_target_below_what_the_year_before_reached() -> None:
    before = card(1, year=2023, figures=(figure("参保人数", "100", "120"),))
    assert found(before, card(2, figures=(figure("参保人数", "110"),))) == []
    assert found(before, card(2, figures=(figure("参保人数", "90"),))) == [
        ("f2", "target_below_last_year", "indicators[1].target")
    ]
    assert found(before, card(2, year=2025, figures=(figure("参保人数", "90"),))) == []


def county(number: int, budget: str, **more: object) -> Card:
    name = f"{'甲乙丙丁戊己庚辛'[number]}县人社局"
    return card(number, unit=name, department=name, budget=Decimal(budget), executed=Decimal(budget), **more)


def test_a_unit_that_is_off_by_ten_thousand() -> None:
    usual = [county(number, f"{number + 3}00000") for number in range(5)]
    assert found(*usual) == []
    assert found(*usual, county(5, "3500000000")) == [("f5", "unit_unlike_siblings", "form.effective_unit")]


def test_a_figure_that_is_off_by_ten_thousand() -> None:
    usual = [county(number, "300", figures=(figure("参保人数", "1", f"{number + 3}000"),)) for number in range(5)]
    odd = county(5, "300", figures=(figure("参保人数", "1", "40000000", ordinal=4),))
    assert found(*usual, odd) == [("f5", "unlike_its_siblings", "indicators[4].actual")]


def test_a_region_is_the_sum_of_its_units() -> None:
    units = [county(number, "100000") for number in range(3)]
    executed = Decimal(300000)

    def with_budget(budget: str) -> list[tuple[str, str, str | None]]:
        region = card(9, unit="云溪市人社局", regional=True, budget=Decimal(budget), executed=executed)
        return found(*units, region)

    assert with_budget("300000") == []
    assert with_budget("250000") == [("f9", "region_is_not_its_counties", "funding[1].budget")]
    assert with_budget("350000") == [("f9", "counties_below_region", "funding[1].budget")]


def test_a_county_that_was_scanned_twice_counts_once() -> None:
    """Its name was misread in one scan, so that it looks like two counties of the same amounts."""
    said = [f"指标{number}|{number}" for number in range(12)]
    units = [county(number, "100000", tokens=tokens(f"县{number}", *said[number * 4 :])) for number in range(3)]
    again = card(
        5, unit="甲具人社局", department="甲具人社局", budget=Decimal(100000), executed=Decimal(100000),
        tokens=tokens("县0", *said[:11], "x"),
    )  # fmt: skip
    amounts = {"budget": Decimal(300000), "executed": Decimal(300000)}
    region = card(9, unit="云溪市人社局", regional=True, **amounts)
    names = [name for _, name, _ in found(*units, again, region)]
    assert names == ["nearly_the_same_form"]
    fourth = county(4, "100000", tokens=tokens(*(f"另{number}|{number}" for number in range(12))))
    assert ("f9", "region_is_not_its_counties", "funding[1].budget") in found(*units, fourth, region)


def test_a_region_of_which_one_county_is_missing() -> None:
    units = [county(number, "100000") for number in range(2)]
    region = card(9, unit="云溪市人社局", regional=True, budget=Decimal(300000), executed=Decimal(300000))
    assert found(*units, region) == [
        ("f9", "counties_below_region", "funding[1].budget"),
        ("f9", "counties_below_region", "funding[1].executed"),
    ]
    assert found(units[0], region) == []


def test_goals_are_held_to_their_declaration_in_another_document() -> None:
    rows = (figure("户数", "500"), figure("满意度", "90", unit="%"), figure("里程", "3"))
    declared = card(1, template="goal_declaration", figures=rows)
    assert found(declared, card(2, figures=rows)) == []
    changed = (figure("户数", "400"), figure("满意度", "90", unit="%"))
    assert found(declared, card(2, figures=changed)) == [
        ("f2", "target_changed", "indicators[1].target"),
        ("f2", "declared_indicator_gone", "indicators"),
    ]


def test_sets_that_share_most_of_their_tokens_meet() -> None:
    rng = Random(1)
    sets = [sorted(rng.sample(range(1 << 59), 20)) for _ in range(300)]
    near = [sorted([*one[:18], 7, 8]) for one in sets[:100]]  # 18 of 22 tokens are common
    met = set(candidates([*sets, *near]))
    missed = [at for at in range(100) if (at, 300 + at) not in met]
    assert len(missed) <= 2  # each of a hundred pairs is missed with a chance of 0.1 %
    assert len(met) < 300  # and hardly any of the 80,000 others meets


def test_tokens_are_the_same_everywhere() -> None:
    assert token("养老保险|≥90%|92.00%") == 256608616733559064


def test_the_share_of_common_tokens() -> None:
    assert shared((1, 2, 3), (1, 2, 3)) == 1.0
    assert shared((1, 2, 3), (2, 3, 4)) == 0.5
    assert shared((), ()) == 0.0


def many(count: int) -> Sequence[Card]:
    rng = Random(3)
    return [
        card(
            number, unit=f"单位{number % 97}", fund=f"资金{number % 11}", year=2019 + number % 5,
            tokens=tuple(sorted(rng.sample(range(1 << 59), 12))),
        )
        for number in range(count)
    ]  # fmt: skip


def test_time_grows_with_the_number_of_forms() -> None:
    def seconds(count: int) -> float:
        cards = many(count)
        times = []
        for _ in range(3):  # the least of three: a busy machine only adds
            started = process_time()
            check_cards(cards)
            times.append(process_time() - started)
        return min(times)

    seconds(200)  # what is loaded once
    small, large = seconds(1000), seconds(8000)
    assert large < 32 * small  # eight times the forms; a pairwise comparison would take 64 times as long
