"""Checks of the indicator block (I-01, I-03, I-07): missed targets are explained, actuals are observations."""

from __future__ import annotations

from decimal import Decimal

from normalizers.checks.facts import FormFacts
from normalizers.places import Remark

_ASSERTED_SHARE = 0.5
"""Share of rows whose actual only repeats the target, above which the form says little (rule I-03)."""
_WHOLE = Decimal(100)
_CHANGE_WORDS = ("增长", "提高", "增幅", "增加", "完成率", "上升", "超额")
"""Words in a name or value that let a percentage exceed 100."""


def missed_without_reason(facts: FormFacts) -> list[Remark]:
    """I-01: a target was missed and no reason is given."""
    return [
        Remark(
            rule="I-01",
            name="missed_without_reason",
            severity="warning",
            message=f"“{row.level3}”目标{row.target_raw}，实际{row.actual_raw}，未完成但没有说明原因",
            field=f"indicators[{row.ordinal}].reason",
            observed=row.actual_raw,
            expected=row.target_raw,
            page=row.page,
        )
        for row in facts.indicators
        if row.attainment == "missed" and row.reason is None
    ]


def mostly_asserted(facts: FormFacts) -> list[Remark]:
    """I-03: more than half of the actuals only repeat their targets."""
    asserted = sum(row.attainment == "asserted" for row in facts.indicators)
    if not facts.indicators or asserted <= _ASSERTED_SHARE * len(facts.indicators):
        return []
    return [
        Remark(
            rule="I-03",
            name="mostly_asserted",
            severity="info",
            message=f"{len(facts.indicators)}项指标中有{asserted}项的完成值只是照抄目标值",
            field="indicators",
            observed=str(asserted),
        )
    ]


def percent_over_hundred(facts: FormFacts) -> list[Remark]:
    """I-07: a percentage above 100, as when `≥90%` was read as `290%`."""
    remarks = []
    for row in facts.indicators:
        words = f"{row.level3}{row.target_raw}{row.actual_raw}"
        if any(word in words for word in _CHANGE_WORDS):
            continue
        for name, value, unit, raw in (
            ("target", row.target_value, row.target_unit, row.target_raw),
            ("actual", row.actual_value, row.actual_unit, row.actual_raw),
        ):
            if unit == "%" and value is not None and value > _WHOLE:
                remarks.append(
                    Remark(
                        rule="I-07",
                        name="percent_over_hundred",
                        severity="warning",
                        message=f"“{row.level3}”的{raw}超过100%，请核对",
                        field=f"indicators[{row.ordinal}].{name}",
                        observed=raw,
                        expected="<= 100%",
                        page=row.page,
                        doubtful=facts.recognised,
                    )
                )
    return remarks
