"""Checks of the money block's amounts (F-01, F-05, F-08 to F-10): sources add up, nothing is spent without a budget."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from normalizers.checks.facts import FormFacts
from normalizers.checks.remarks import on_line
from normalizers.forms.funding_sums import AMOUNTS, Amount, Sum, sums_of
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.schema import Funding

COLUMN_NAMES: dict[Amount, str] = {"budget_initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数"}
_SMALLEST = Decimal("0.01")
"""Of the form's unit, by which a change and two budgets may be off together (rule F-10)."""
_CARRIED_WORDS = ("结转", "结余")


def sources_do_not_sum(facts: FormFacts) -> list[Remark]:
    """F-01: the sources of a column add up to its total. F-09: carry-over that stands in two lines counts once."""
    remarks = []
    for total in sums_of(facts.funding, facts.unit_factor):
        if total.holds or (total.printed == 0 and total.added > 0):
            continue
        twice = _counted_twice(total)
        remarks.append(
            remark(
                "sources_do_not_sum" if twice is None else "carryover_in_two_lines",
                field=f"funding[{total.total.ordinal}].{total.amount}",
                observed=f"{total.printed:f}",
                expected=f"{total.added:f}",
                page=total.total.page,
                doubtful=facts.recognised,
                column=COLUMN_NAMES[total.amount],
                total=total.printed,
                added=total.added,
                difference=total.printed - total.added,
                label="" if twice is None else twice.source_label,
            )
        )
    return remarks


def _counted_twice(total: Sum) -> Funding | None:
    """Return the line 其他资金(包括结转) whose amount is that of the line 上年结转 and missing in the total."""
    over = total.added - total.printed
    carried = [line for line in total.parts if line.source == "carryover" and getattr(line, total.amount) == over]
    others = [
        line
        for line in total.parts
        if line.source == "other"
        and getattr(line, total.amount) == over
        and any(word in line.source_label for word in _CARRIED_WORDS)
    ]
    return others[0] if over > 0 and carried and others else None


def spent_without_budget(facts: FormFacts) -> list[Remark]:
    """F-05: money spent where the budget is zero."""
    return [
        on_line(
            "spent_without_budget",
            line,
            "executed",
            observed=f"{line.executed:f}",
            expected="0",
            doubtful=facts.recognised,
            executed=line.executed,
        )
        for line in facts.funding
        if line.budget == 0 and line.executed is not None and line.executed > 0
    ]


def total_missing(facts: FormFacts) -> list[Remark]:
    """F-08: a total is zero or blank while its sources are not."""
    remarks = []
    starts = [index for index, line in enumerate(facts.funding) if line.source == "total"]
    for start, stop in pairwise([*starts, len(facts.funding)]):
        total, below = facts.funding[start], facts.funding[start + 1 : stop]
        for amount in AMOUNTS:
            filled = [value for line in below if (value := getattr(line, amount))]
            # where the total's own figure was printed and could not be read, the reading has said so
            unreadable = getattr(total, amount) is None and getattr(total, f"{amount}_raw")
            if filled and not getattr(total, amount) and not unreadable:
                remarks.append(_total_missing(facts, total, amount, sum(filled, Decimal(0))))
    return remarks


def _total_missing(facts: FormFacts, total: Funding, amount: Amount, added: Decimal) -> Remark:
    return on_line(
        "total_missing",
        total,
        amount,
        observed=getattr(total, f"{amount}_raw"),
        expected=f"{added:f}",
        doubtful=facts.recognised,
        column=COLUMN_NAMES[amount],
        added=added,
    )


def budget_change_disagrees(facts: FormFacts) -> list[Remark]:
    """F-10: the initial budget and its printed change come to the budget."""
    remarks = []
    for line, change in zip(facts.funding, facts.changes, strict=False):
        if change is None or line.budget_initial is None or line.budget is None:
            continue
        expected = line.budget_initial + change
        if abs(expected - line.budget) > _SMALLEST * facts.unit_factor:
            remarks.append(
                on_line(
                    "budget_change_disagrees",
                    line,
                    "budget",
                    observed=f"{line.budget:f}",
                    expected=f"{expected:f}",
                    doubtful=facts.recognised,
                    initial=line.budget_initial,
                    change=change,
                    wanted=expected,
                    budget=line.budget,
                )
            )
    return remarks
