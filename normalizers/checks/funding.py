"""Checks of the money block (F-01 … F-08): sources add up, rates are executed / budget."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from normalizers.checks.facts import FormFacts, percent, yuan
from normalizers.checks.sums import sums_of
from normalizers.places import Remark
from normalizers.schema import Funding

_COLUMN_NAMES = {"budget_initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数"}
_RATE_SLACK = Decimal("0.00005")
"""Ratio by which a rate may exceed 100 % through rounding alone (rule F-04)."""


def sources_do_not_sum(facts: FormFacts) -> list[Remark]:
    """F-01: the sources of a column add up to its total."""
    remarks = []
    for total in sums_of(facts.funding, facts.unit_factor):
        if total.holds:
            continue
        column = _COLUMN_NAMES[total.amount]
        difference = total.printed - total.added
        remarks.append(
            Remark(
                rule="F-01",
                name="sources_do_not_sum",
                severity="error",
                message=f"{column}合计{yuan(total.printed)}，各项之和{yuan(total.added)}，相差{yuan(difference)}",
                field=f"funding[{total.total.ordinal}].{total.amount}",
                observed=f"{total.printed:f}",
                expected=f"{total.added:f}",
                page=total.total.page,
                doubtful=facts.recognised,
            )
        )
    return remarks


def rate_disagrees(facts: FormFacts) -> list[Remark]:
    """F-02: the printed rate is executed / budget, rounded half up to the digits printed."""
    remarks = []
    for line in facts.funding:
        printed, computed = line.execution_rate, line.execution_rate_computed
        if printed is None or computed is None or line.budget is None or line.executed is None or line.budget == 0:
            continue
        exact = line.executed / line.budget
        step = _printed_step(line)
        if printed == exact.quantize(step, ROUND_HALF_UP):
            continue
        truncated = printed == exact.quantize(step, ROUND_DOWN)
        said = "是截尾而不是四舍五入的结果" if truncated else f"与执行数÷预算数={percent(computed)}不符"
        remarks.append(
            Remark(
                rule="F-02",
                name="rate_truncated" if truncated else "rate_disagrees",
                severity="warning",
                message=f"“{line.source_label}”的执行率{line.execution_rate_raw}{said}",
                field=f"funding[{line.ordinal}].execution_rate",
                observed=line.execution_rate_raw,
                expected=percent(exact.quantize(step, ROUND_HALF_UP)),
                page=line.page,
                doubtful=facts.recognised and not truncated,
            )
        )
    return remarks


def _printed_step(line: Funding) -> Decimal:
    """Return the last printed digit of the rate as a ratio: `92.64%` -> 0.0001."""
    raw = (line.execution_rate_raw or "").replace("．", ".")
    decimals = len(raw.split(".")[1].rstrip("%％ )）")) if "." in raw else 0
    scaled = 2 if "%" in raw or "％" in raw or (line.execution_rate or 0) * 100 == _number(raw) else 0
    return Decimal(1).scaleb(-decimals - scaled)


def _number(raw: str) -> Decimal | None:
    digits = raw.strip()
    return Decimal(digits) if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdigit() else None


def rate_over_whole(facts: FormFacts) -> list[Remark]:
    """F-04: spending above the adjusted budget: the budget was not updated, or carry-over was paid."""
    return [
        Remark(
            rule="F-04",
            name="spent_over_budget",
            severity="warning",
            message=f"“{line.source_label}”执行{yuan(line.executed)}，超过预算{yuan(line.budget)}",
            field=f"funding[{line.ordinal}].executed",
            observed=f"{line.executed:f}",
            expected=f"<= {line.budget:f}",
            page=line.page,
        )
        for line in facts.funding
        if line.budget and line.executed and line.executed / line.budget > 1 + _RATE_SLACK
    ]


def spent_without_budget(facts: FormFacts) -> list[Remark]:
    """F-05: money spent where the budget is zero."""
    return [
        Remark(
            rule="F-05",
            name="spent_without_budget",
            severity="error",
            message=f"“{line.source_label}”预算为0，却有执行数{yuan(line.executed)}",
            field=f"funding[{line.ordinal}].executed",
            observed=f"{line.executed:f}",
            expected="0",
            page=line.page,
        )
        for line in facts.funding
        if line.budget == 0 and line.executed is not None and line.executed > 0
    ]


def total_missing(facts: FormFacts) -> list[Remark]:
    """F-08: the total is zero or blank while its sources are not."""
    remarks = []
    for total in facts.funding[:1]:
        below = [line.budget for line in facts.funding[1:] if line.budget]
        if total.source == "total" and not total.budget and below:
            remarks.append(
                Remark(
                    rule="F-08",
                    name="total_missing",
                    severity="error",
                    message=f"“{total.source_label}”为空或为0，但各项资金不为0",
                    field=f"funding[{total.ordinal}].budget",
                    observed=total.budget_raw,
                    expected=f"{sum(below, Decimal(0)):f}",
                    page=total.page,
                )
            )
    return remarks
