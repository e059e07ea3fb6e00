"""Checks of the money block's rates (F-02, F-04, F-06, F-07, F-11, F-12): executed / budget, and what is said of it."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from normalizers.checks.claims import paid_claim
from normalizers.checks.facts import FormFacts
from normalizers.checks.remarks import on_line
from normalizers.places import Remark
from normalizers.rules import plain_number, remark
from normalizers.schema import Funding
from normalizers.values.excel_errors import read_excel_error
from normalizers.values.qualitative import is_none_stated

_RATE_SLACK = Decimal("0.00005")
"""Ratio by which a rate may exceed 100 % through rounding alone (rule F-04)."""
_LOW_RATE = Decimal("0.6")
"""Rate below which 财预〔2020〕10号 wants the reason told (rule F-07)."""
_LOW_RATE_PRINTED = {"sichuan": Decimal("0.9")}
"""Layouts that print a threshold of their own: 预算执行率低于90%需说明原因."""
_NO_DUTY = re.compile(
    "(?:地方|本级|旗县|县级|市级)[^。；;]{0,16}?(?:不用|无需|不需要?|不必|不)(?:再)?(?:承担|安排|配套)[^。；;，,]{0,6}"
)
"""Ways to say that the local level has nothing to give."""
_ROUND = Decimal(10_000)
"""Yuan: amounts that are all multiples of it look planned rather than paid (rule F-12)."""
_COPIED_LINES = 3
"""Lines with money from which equal round columns are no chance (rule F-12)."""


def percent(ratio: Decimal) -> str:
    """Return a ratio as forms print it: 0.9264 -> `92.64%`."""
    return f"{plain_number(ratio * 100)}%"


def rate_disagrees(facts: FormFacts) -> list[Remark]:
    """F-02: the printed rate is executed / budget, rounded half up to the digits printed."""
    remarks = []
    for line in facts.funding:
        printed = line.execution_rate
        if printed is None or line.budget is None or line.executed is None or line.budget == 0:
            continue
        exact = line.executed / line.budget
        step = _printed_step(line)
        rounded = exact.quantize(step, ROUND_HALF_UP)
        if printed == rounded:
            continue
        truncated = printed == exact.quantize(step, ROUND_DOWN)
        remarks.append(
            on_line(
                "rate_truncated" if truncated else "rate_disagrees",
                line,
                "execution_rate",
                observed=line.execution_rate_raw,
                expected=percent(rounded),
                doubtful=facts.recognised and not truncated,
                rate=line.execution_rate_raw or "",
                executed=line.executed,
                budget=line.budget,
                exact=rounded,
            )
        )
    return remarks


def _printed_step(line: Funding) -> Decimal:
    """Return the last printed digit of the rate as a ratio: `92.64%` -> 0.0001; a repaired one has its own digits."""
    raw = (line.execution_rate_raw or "").replace("．", ".")
    rate, read = line.execution_rate or Decimal(0), _number(raw.rstrip("%％ )）"))
    if line.execution_rate is not None and read not in {rate, rate * 100}:
        return Decimal(1).scaleb(int(rate.as_tuple().exponent))  # what was read is not what is printed
    decimals = len(raw.split(".")[1].rstrip("%％ )）")) if "." in raw else 0
    scaled = 2 if "%" in raw or "％" in raw or rate * 100 == _number(raw) else 0
    return Decimal(1).scaleb(-decimals - scaled)


def _number(raw: str) -> Decimal | None:
    digits = raw.strip()
    return Decimal(digits) if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdigit() else None


def rate_over_whole(facts: FormFacts) -> list[Remark]:
    """F-04: spending above the adjusted budget: the budget was not updated, or carry-over was paid."""
    return [
        on_line(
            "spent_over_budget",
            line,
            "executed",
            observed=f"{line.executed:f}",
            expected=f"<= {line.budget:f}",
            executed=line.executed,
            budget=line.budget,
            over=line.executed - line.budget,
        )
        for line in facts.funding
        if line.budget and line.executed and line.executed / line.budget > 1 + _RATE_SLACK
    ]


def nothing_spent_but_paid(facts: FormFacts) -> list[Remark]:
    """F-06: nothing was spent of a budget, and the text says that all was paid."""
    total = facts.funding[0] if facts.funding else None
    if total is None or total.source != "total" or not total.budget or total.executed != 0:
        return []
    claim = next((found for text in (*facts.own_texts, *facts.report) if (found := paid_claim(text))), None)
    if claim is None:
        return []
    return [
        on_line(
            "nothing_spent_but_paid",
            total,
            "executed",
            observed=f"{total.executed:f}",
            expected=f"{total.budget:f}",
            budget=total.budget,
            claim=claim,
        )
    ]


def budget_though_no_duty(facts: FormFacts) -> list[Remark]:
    """F-06: the text says that the local level had nothing to give, and the form has a local budget."""
    said = next((match.group() for text in facts.own_texts if (match := _NO_DUTY.search(text))), None)
    return [
        on_line(
            "budget_though_no_duty",
            line,
            "budget",
            observed=f"{line.budget:f}",
            expected="0",
            budget=line.budget,
            claim=said,
        )
        for line in facts.funding
        if said is not None and line.budget and line.source in {"county", "prefecture", "local"}
    ]


def low_rate_unexplained(facts: FormFacts) -> list[Remark]:
    """F-07: little of the budget was spent and nothing in the form says why."""
    total = facts.funding[0] if facts.funding else None
    if total is None or total.source != "total" or total.budget is None or total.budget <= 0 or total.executed is None:
        return []
    least = _LOW_RATE_PRINTED.get((facts.form.layout if facts.form else None) or "", _LOW_RATE)
    rate = total.executed / total.budget
    if rate >= least or _explained(facts):
        return []
    return [
        on_line(
            "low_rate_unexplained",
            total,
            "execution_rate",
            observed=percent(rate.quantize(Decimal("0.0001"))),
            expected=f">= {percent(least)}",
            rate=rate.quantize(Decimal("0.0001")),
            least=least,
        )
    ]


def _explained(facts: FormFacts) -> bool:
    problems = [row.problems for row in facts.management]
    reasons = [row.reason for row in facts.indicators]
    remarks = facts.form.remarks if facts.form else None
    return any(text and not is_none_stated(text) for text in (*problems, *reasons, remarks))


def formula_error_hides_rate(facts: FormFacts) -> list[Remark]:
    """F-11: `#DIV/0!` stands only where the budget is 0; elsewhere it hides a value."""
    return [
        on_line(
            "formula_error_hides_rate",
            line,
            "execution_rate",
            observed=line.execution_rate_raw,
            expected=None if line.execution_rate_computed is None else percent(line.execution_rate_computed),
            budget=line.budget,
        )
        for line in facts.funding
        if line.budget and line.execution_rate_raw and read_excel_error(line.execution_rate_raw)
    ]


def looks_copied_down(facts: FormFacts) -> list[Remark]:
    """F-12: every rate is 100 % and every amount round: the budget may have been copied into the executed column."""
    filled = [line for line in facts.funding if line.budget and line.executed is not None]
    if len(filled) < _COPIED_LINES or any(line.execution_rate not in {None, Decimal(1)} for line in filled):
        return []
    if any(line.budget != line.executed or (line.budget or 0) % _ROUND for line in filled):
        return []
    return [remark("looks_copied_down", field="funding", observed="100%", page=filled[0].page, lines=len(filled))]
