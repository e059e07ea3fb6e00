from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.normalizers.checks.rows import facts, found, funding

DEPARTMENT = ("一般公共预算资金", "政府性基金预算资金", "基本支出", "项目支出")


def department(*amounts: str) -> list[tuple[str, str | None]]:
    lines = [
        funding(at, "current_year" if at == 2 else "unknown", amount, source_label=label)
        for at, (label, amount) in enumerate(zip(DEPARTMENT, amounts[1:], strict=True), start=2)
    ]
    return found(facts(funding(1, "total", amounts[0]), *lines))


def test_a_department_is_summed_by_income_and_by_spending() -> None:
    assert department("100", "80", "20", "60", "40") == []
    assert department("100", "80", "20", "60", "30") == [
        ("sources_do_not_sum", "funding[1].budget")
    ]
    assert department("100", "80", "10", "60", "40") == [
        ("sources_do_not_sum", "funding[1].budget")
    ]


def test_spending_by_its_parts_alone_is_summed() -> None:
    """A department may print 人员类, 运转类 and 特定目标类 without 基本支出 and 项目支出."""
    labels = ("财政拨款", "单位资金", "人员类项目支出", "运转类项目支出")

    def told(*amounts: str) -> list[tuple[str, str | None]]:
        lines = [
            funding(at, "unknown" if at > 3 else "other", amount, source_label=label)
            for at, (label, amount) in enumerate(zip(labels, amounts, strict=True), start=2)
        ]
        return found(facts(funding(1, "total", "100"), *lines))

    assert told("80", "20", "70", "30") == []
    assert told("80", "20", "70", "20") == [("sources_do_not_sum", "funding[1].budget")]
    assert told("80", "10", "70", "30") == [("sources_do_not_sum", "funding[1].budget")]


def test_county_money_beside_provincial_is_no_part_of_it() -> None:
    lines = (funding(1, "total", "100"), funding(2, "province", "60"), funding(3, "local", "40"))
    assert found(facts(*lines)) == []


def test_local_money_that_is_not_its_own_levels_is_told_at_its_line() -> None:
    lines = [
        funding(1, "total", "100"), funding(2, "central", "60"), funding(3, "local", "40"),
        funding(4, "province", "30"), funding(5, "county", "5"),
    ]  # fmt: skip
    assert found(facts(*lines)) == [("sources_do_not_sum", "funding[3].budget")]
    lines[4] = funding(5, "county", "10")
    assert found(facts(*lines)) == []


def test_levels_may_be_parts_of_the_years_appropriation() -> None:
    lines = (
        funding(1, "total", "110"), funding(2, "current_year", "100"), funding(3, "central", "60"),
        funding(4, "county", "40"), funding(5, "carryover", "10"),
    )  # fmt: skip
    assert found(facts(*lines)) == []


@pytest.mark.parametrize(
    ("total", "part", "holds"),
    [
        ("300.00", "100.02", True),
        ("300.00", "100.04", False),
        ("300.0000", "100.0005", False),
        ("300.00", "100.00", True),
    ],
)
def test_figures_of_four_decimals_are_held_to_them(total: str, part: str, holds: bool) -> None:
    """Two decimals may each be rounded by 0.01 万元, four by 0.0001."""
    other = "200.0000" if "." in total and len(total) > 6 else "200.00"
    lines = [funding(1, "total", total), funding(2, "central", part), funding(3, "county", other)]
    scaled = [
        funding(
            line.ordinal, line.source, str((line.budget or 0) * 10_000), budget_raw=line.budget_raw
        )
        for line in lines
    ]  # fmt: skip
    assert (found(facts(*scaled, unit_factor=Decimal(10_000))) == []) is holds


def test_the_same_carry_over_in_two_lines_counts_once() -> None:
    lines = (
        funding(1, "total", "120"), funding(2, "current_year", "100"), funding(3, "carryover", "20"),
        funding(4, "other", "20", source_label="其他资金(包括以前年度结转资金)"),
    )  # fmt: skip
    assert found(facts(*lines)) == [("carryover_in_two_lines", "funding[1].budget")]


def test_a_blank_total_over_money_is_told_and_not_summed() -> None:
    lines = (funding(1, "total", "0"), funding(2, "central", "60"), funding(3, "county", "40"))
    assert found(facts(*lines)) == [("total_missing", "funding[1].budget")]


def test_a_total_that_could_not_be_read_is_not_called_blank() -> None:
    total = funding(1, "total", None, budget_raw="1O.5")
    assert found(facts(total, funding(2, "central", "60"))) == []


@pytest.mark.parametrize(
    ("change", "rules"), [("20", []), ("10", ["budget_change_disagrees"]), (None, [])]
)
def test_initial_budget_and_change_come_to_the_budget(change: str | None, rules: list[str]) -> None:
    line = funding(1, "total", "120", budget_initial=Decimal(100))
    one = facts(line, changes=(Decimal(change) if change else None,))
    assert [name for name, _ in found(one)] == rules


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=5))
def test_parts_that_make_the_total_never_say_anything(parts: list[Decimal]) -> None:
    lines = [funding(at, "other", f"{part:.2f}") for at, part in enumerate(parts, start=2)]
    assert found(facts(funding(1, "total", f"{sum(parts):.2f}"), *lines)) == []
