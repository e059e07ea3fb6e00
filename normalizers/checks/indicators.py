"""Checks of what each indicator says (I-01, I-02, I-07, I-08, I-10, I-11, I-16, I-17): values, reasons, units."""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers.checks.facts import FormFacts
from normalizers.checks.remarks import on_row
from normalizers.places import Remark
from normalizers.rules import plain_number, remark
from normalizers.schema import Indicator
from normalizers.values.qualitative import is_placeholder
from normalizers.values.units import convert

_SHOWN = 3
"""Rows that a message names; more would not be read."""
_ONE, _WHOLE = Decimal(1), Decimal(100)
_CHANGE_WORDS = (
    "增长", "提高", "增幅", "增加", "完成率", "上升", "超额", "提升", "扩大", "执行率", "控制率", "变动率", "倍",
)
"""Words in a name or value that let a percentage exceed 100."""
_NEARLY_NOTHING = Decimal("0.01")
"""Share of the budget below which a form has spent nothing (rule I-10)."""
_NOT_DONE = re.compile(
    "(?:未|尚未|暂未|没有|还未)(?:通过)?(?:完工|竣工|验收|建成|交付|投入使用)|不合格|未达到?(?:质量|验收)|验收(?:未|没有)通过"
)
"""Words of a quality row that say that the work is not finished or not accepted."""
_GENEROUS, _FAR, _ABSURD = Decimal("1.2"), Decimal("1.3"), Decimal(3)
"""Completion above which a target was low (the traffic light of budget systems), needs its reason told
(财预〔2020〕10号), or cannot have been meant in this unit."""


def missed_without_reason(facts: FormFacts) -> list[Remark]:
    """I-01: a target was missed and no reason is given, in a form that asks for it.

    A monitoring form holds a target of the year against what was reached by the middle of it: that is no miss.
    """
    if not facts.asks_reasons or (facts.form is not None and facts.form.template == "monitoring"):
        return []
    return [
        on_row("missed_without_reason", row, "reason", observed=row.actual_raw, expected=row.target_raw)
        for row in facts.indicators
        if row.attainment == "missed" and row.reason is None
    ]


def reason_cell_lost(facts: FormFacts) -> list[Remark]:
    """I-02: the row has no cell for the reason: one was lost where the others slipped."""
    if not facts.asks_reasons:
        return []
    return [
        on_row("reason_cell_lost", row, "reason")
        for row in facts.indicators
        if row.ordinal in facts.without_reason_cell
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
                    on_row(
                        "percent_over_hundred",
                        row,
                        name,
                        observed=raw,
                        expected="<= 100%",
                        doubtful=facts.recognised,
                        value=raw or "",
                    )
                )
    return remarks


def unit_differs(facts: FormFacts) -> list[Remark]:
    """I-08: target and actual are in different units; and how many actuals have none, said once a form."""
    remarks = []
    bare: list[Indicator] = []
    for row in facts.indicators:
        if row.value_kind != "number" or row.target_unit is None or row.actual_value is None:
            continue
        if _is_bare(row.actual_raw or "") and not _is_bare(row.target_raw or ""):
            bare.append(row)
        if row.actual_unit is not None and convert(_ONE, row.actual_unit, row.target_unit) != _ONE:  # 120名 is 120人
            remarks.append(on_row("unit_differs", row, "actual", observed=row.actual_raw, expected=row.target_unit))
    if bare:
        shown = "、".join(f"“{row.level3}”{row.actual_raw}" for row in bare[:_SHOWN]) + "…" * (len(bare) > _SHOWN)
        remarks.append(
            remark("units_left_out", field="indicators", observed=str(len(bare)), count=len(bare), shown=shown)
        )
    return remarks


def not_comparable(facts: FormFacts) -> list[Remark]:
    """I-08: the target is a rule or a wording and the actual a number: the two say nothing of each other."""
    return [
        on_row("target_is_no_value", row, "target", observed=row.target_raw)
        for row in facts.indicators
        if row.attainment == "not_comparable"
        and row.target_raw
        and row.target_value is None
        and row.actual_value is not None
    ]


def cost_counts_upward(facts: FormFacts) -> list[Remark]:
    """I-13: a cost with a lower limit, as where the level of a benefit is filed under 成本: it is judged as printed."""
    return [
        on_row("cost_with_lower_limit", row, "target", observed=row.target_raw)
        for row in facts.indicators
        if "成本" in f"{row.level1}{row.level2}" and row.target_comparator in {"ge", "gt"}
    ]


def _is_bare(text: str) -> bool:
    """Say whether a value is a number and nothing else."""
    return re.fullmatch("[0-9０-９.,，．\\s]+", text) is not None


def reached_without_money(facts: FormFacts) -> list[Remark]:
    """I-10: nearly nothing was spent and yet a quantity was reached in full."""
    total = facts.funding[0] if facts.funding else None
    if total is None or total.source != "total" or not total.budget or total.executed is None:
        return []
    met = [row for row in facts.indicators if row.level2 == "数量指标" and row.attainment == "met"]
    if not met or total.executed >= _NEARLY_NOTHING * total.budget:
        return []
    return [
        on_row(
            "reached_without_money",
            met[0],
            "actual",
            observed=met[0].actual_raw,
            rows=len(met),
            executed=total.executed,
            budget=total.budget,
        )
    ]


def finished_but_not_accepted(facts: FormFacts) -> list[Remark]:
    """I-11: a quality row says that the work is not finished or accepted, while a quantity was reached."""
    met = next((row for row in facts.indicators if row.level2 == "数量指标" and row.attainment == "met"), None)
    if met is None:
        return []
    remarks = []
    for row in facts.indicators:
        said = _NOT_DONE.search(f"{row.actual_raw or ''}；{row.reason or ''}") if row.level2 == "质量指标" else None
        if said:
            remarks.append(
                on_row(
                    "finished_but_not_accepted",
                    row,
                    "actual",
                    observed=row.actual_raw,
                    doubtful=facts.recognised,
                    said=said.group(),
                    quantity=met.level3 or "",
                    reached=met.actual_raw or "",
                )
            )
    return remarks


def placeholder_as_value(facts: FormFacts) -> list[Remark]:
    """I-16: a value is still the template's own, `≥**%`."""
    return [
        on_row("placeholder_as_value", row, name, observed=raw, value=raw)
        for row in facts.indicators
        for name, raw in (("target", row.target_raw), ("actual", row.actual_raw))
        if raw and is_placeholder(raw)
    ]


def target_far_below(facts: FormFacts) -> list[Remark]:
    """I-17: the actual is far above the target, or far below where less is better: the target asked for little."""
    reached = [(row, row.completion) for row in facts.indicators if row.completion is not None]
    return [_far_below(row, completion) for row, completion in reached if completion > _GENEROUS]


def _far_below(row: Indicator, completion: Decimal) -> Remark:
    name = "target_absurd" if completion > _ABSURD else "target_far_below" if completion > _FAR else "target_generous"
    return on_row(
        name,
        row,
        "target",
        observed=row.actual_raw,
        expected=row.target_raw,
        percent=f"{plain_number((completion * 100).quantize(Decimal('0.1')))}%",
    )
