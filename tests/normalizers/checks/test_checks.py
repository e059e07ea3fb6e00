from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.checks import check_form
from normalizers.checks.facts import FormFacts
from normalizers.forms.funding import computed_rate
from normalizers.schema import Funding, Indicator, Source


def funding(
    ordinal: int, source: Source, budget: str | None, executed: str | None = None, rate: str | None = None
) -> Funding:
    spent, planned = Decimal(executed) if executed else None, Decimal(budget) if budget else None
    return Funding(
        form_id="f",
        doc_id="d",
        ordinal=ordinal,
        source=source,
        source_label=source,
        budget=planned,
        executed=spent,
        execution_rate=Decimal(rate.rstrip("%")) / 100 if rate else None,
        execution_rate_raw=rate,
        execution_rate_computed=computed_rate(planned, spent),
    )


def indicator(ordinal: int, **columns: object) -> Indicator:
    return Indicator(form_id="f", doc_id="d", ordinal=ordinal, level3=f"指标{ordinal}", **columns)  # type: ignore[arg-type]


def found(
    *lines: Funding, indicators: tuple[Indicator, ...] = (), total: str | None = None, recognised: bool = False
) -> list[tuple[str, str | None, bool]]:
    facts = FormFacts(lines, indicators, Decimal(total) if total else None, Decimal(1), recognised)
    return [(remark.rule, remark.field, remark.doubtful) for remark in check_form(facts)]


def test_sources_that_add_up_say_nothing() -> None:
    assert found(funding(1, "total", "100"), funding(2, "central", "60"), funding(3, "county", "40")) == []


def test_sixty_cents_missing_are_found() -> None:
    lines = (funding(1, "total", "97774804.33"), funding(2, "central", "60000000"), funding(3, "county", "37774803.73"))
    assert found(*lines) == [("F-01", "funding[1].budget", False)]


def test_a_sum_that_fails_puts_recognised_figures_in_doubt() -> None:
    lines = (funding(1, "total", "100"), funding(2, "central", "60"))
    assert found(*lines, recognised=True) == [("F-01", "funding[1].budget", True)]


def test_local_money_is_not_added_to_its_own_parts() -> None:
    lines = (
        funding(1, "total", "100"),
        funding(2, "central", "60"),
        funding(3, "local", "40"),
        funding(4, "county", "40"),
    )
    assert found(*lines) == []


def test_a_block_with_a_line_of_unknown_level_is_not_summed() -> None:
    assert found(funding(1, "total", "100"), funding(2, "unknown", "70"), funding(3, "county", "20")) == []


@pytest.mark.parametrize(
    ("budget", "executed", "rate", "rules"),
    [
        ("358745423.41", "332346148.56", "92.64%", []),
        ("60000000", "59000000", "98.34%", ["F-02"]),
        ("60000000", "60641900", "101.06%", ["F-02", "F-04"]),
        ("100", "90", "90%", []),
        ("0.00", "5", None, ["F-05"]),
    ],
)
def test_rates(budget: str, executed: str, rate: str | None, rules: list[str]) -> None:
    assert [rule for rule, _, _ in found(funding(1, "central", budget, executed, rate))] == rules


def test_a_truncated_rate_is_told_from_a_wrong_one() -> None:
    facts = FormFacts((funding(1, "central", "60000000", "60641900", "101.06%"),), (), None, Decimal(1), True)
    names = [remark.name for remark in check_form(facts) if remark.rule == "F-02"]
    assert names == ["rate_truncated"]


def test_scores() -> None:
    rows = (indicator(1, weight=Decimal(10), score=Decimal("9.5")), indicator(2, weight=Decimal(10), score=Decimal(11)))
    assert ("S-01", "indicators[2].score", False) in found(indicators=rows, total="20.5")
    assert ("S-03", "form.score_total", False) in found(indicators=rows, total="19")
