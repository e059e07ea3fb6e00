"""Checks of the indicator block as a whole (I-03 to I-06, I-12, I-14, I-15): what its rows say together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from normalizers import labels
from normalizers.checks.facts import FormFacts
from normalizers.checks.identities import broken_identities
from normalizers.checks.remarks import on_row
from normalizers.places import Remark
from normalizers.rules import plain_number, remark
from normalizers.schema import Indicator
from normalizers.values.dates import read_date

_ASSERTED_SHARE = 0.5
"""Share of rows whose actual only repeats the target, above which the form says little (rule I-03)."""
_FEWEST_ROWS = 4
"""Rows from which equal columns are no chance (rules I-04, I-05)."""
_WHOLE_POINTS = {Decimal(100), Decimal(90), Decimal(80)}
"""What the points of all indicators come to, with 0, 10 or 20 points for the budget's execution."""
_BARE_NUMBER = re.compile("[0-9]{1,3}(?:\\.[0-9]{1,2})?(?:分)?")
_COMPLETION_NAMES = ("完成", "完工", "竣工", "建成")
_ACCEPTED_ON = re.compile(
    "(?:通过|组织|完成)?(?:竣工)?验收[^。；;，,0-9]{0,10}(20[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
    "|(20[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?)[^。；;，,0-9]{0,10}(?:通过|组织|完成)(?:竣工)?验收"
)
_OUTPUT, _BENEFIT, _SATISFACTION, _COST = "产出指标", "效益指标", "满意度指标", "成本指标"


def mostly_asserted(facts: FormFacts) -> list[Remark]:
    """I-03: more than half of the actuals only repeat their targets."""
    asserted = sum(row.attainment == "asserted" for row in facts.indicators)
    if not facts.indicators or asserted <= _ASSERTED_SHARE * len(facts.indicators):
        return []
    return [
        remark(
            "mostly_asserted", field="indicators", observed=str(asserted), rows=len(facts.indicators), asserted=asserted
        )
    ]


def all_exactly_on_target(facts: FormFacts) -> list[Remark]:
    """I-04: on every row the actual is exactly the target: nothing was measured."""
    rows = [row for row in facts.indicators if row.target_raw and row.actual_raw]
    if len(rows) < _FEWEST_ROWS or len(rows) < len(facts.indicators) or not all(_is_equal(row) for row in rows):
        return []
    return [remark("all_exactly_on_target", field="indicators", observed=str(len(rows)), rows=len(rows))]


def _is_equal(row: Indicator) -> bool:
    if row.target_value is not None and row.actual_value is not None:
        return row.target_value == row.actual_value
    if row.target_date is not None and row.actual_date is not None:
        return row.target_date == row.actual_date
    return row.target_raw == row.actual_raw


def points_as_values(facts: FormFacts) -> list[Remark]:
    """I-05: the column of targets or actuals holds points: all bare, equal to the weights or adding to 100."""
    remarks = []
    weights = [row.weight for row in facts.indicators]
    for name, texts in (
        ("target", [row.target_raw for row in facts.indicators]),
        ("actual", [row.actual_raw for row in facts.indicators]),
    ):
        points = [_points(text) for text in texts]
        if len(points) < _FEWEST_ROWS or any(value is None for value in points):
            continue
        added = sum((value for value in points if value is not None), Decimal(0))
        if points == weights or (name == "target" and added in _WHOLE_POINTS):
            remarks.append(
                remark(
                    "points_as_values",
                    field=f"indicators[1].{name}",
                    observed=plain_number(added),
                    doubtful=facts.recognised,
                    column="目标值" if name == "target" else "完成值",
                    added=added,
                )
            )
    return remarks


def _points(text: str | None) -> Decimal | None:
    digits = (text or "").strip()
    return Decimal(digits.removesuffix("分")) if _BARE_NUMBER.fullmatch(digits) else None


def levels_do_not_match(facts: FormFacts) -> list[Remark]:
    """I-06: a second level stands under a first that it cannot belong to: 数量指标 under 效益指标."""
    remarks = []
    for row in facts.indicators:
        parent = labels.parent(row.level2) if row.level2 else None
        if parent is None or row.level1 not in {_OUTPUT, _BENEFIT, _SATISFACTION, _COST} or row.level1 == parent:
            continue
        if {parent, row.level1} == {_OUTPUT, _COST} or {parent, row.level1} == {_BENEFIT, _SATISFACTION}:
            continue  # both are printed so in official forms: 经济成本 under 产出, 满意度 under 效益
        remarks.append(
            on_row(
                "levels_do_not_match",
                row,
                "level2",
                observed=f"{row.level1}/{row.level2}",
                expected=f"{parent}/{row.level2}",
                doubtful=facts.recognised,
                level1=row.level1,
                level2=row.level2 or "",
                parent=parent,
            )
        )
    return remarks


def completed_before_accepted(facts: FormFacts) -> list[Remark]:
    """I-12: the completion date of an indicator lies before the day of acceptance that the text tells."""
    accepted = max((day for text in (*facts.own_texts, *facts.report) for day in _accepted_on(text)), default=None)
    if accepted is None:
        return []
    return [
        on_row(
            "completed_before_accepted",
            row,
            "actual",
            observed=row.actual_date.isoformat(),
            expected=f">= {accepted.isoformat()}",
            doubtful=facts.recognised,
            completed=row.actual_date.isoformat(),
            accepted=accepted.isoformat(),
        )
        for row in facts.indicators
        if row.actual_date is not None
        and row.actual_date < accepted
        and any(word in (row.level3 or "") for word in _COMPLETION_NAMES)
    ]


def _accepted_on(text: str) -> Iterator[date]:
    for match in _ACCEPTED_ON.finditer(text.replace(" ", "")):
        span = read_date(match[1] or match[2])
        if span is not None and span.last is not None:
            yield span.last


def mandatory_level_missing(facts: FormFacts) -> list[Remark]:
    """I-14: every form has indicators of output (数量, 质量 or 时效), of benefit and of satisfaction."""
    if len(facts.indicators) < _FEWEST_ROWS:
        return []
    first = {row.level1 for row in facts.indicators}
    second = {row.level2 for row in facts.indicators}
    wanted = {
        _OUTPUT: bool(second & {"数量指标", "质量指标", "时效指标"}) or _OUTPUT in first,
        _BENEFIT: _BENEFIT in first,
        _SATISFACTION: _SATISFACTION in first or "服务对象满意度指标" in second,
    }
    return [
        remark("mandatory_level_missing", field="indicators", expected=level, level=level)
        for level, there in wanted.items()
        if not there
    ]


def identity_broken(facts: FormFacts) -> list[Remark]:
    """I-15: figures that belong together do not add up: 缴费人数 + 领取人数 and 参保人数."""
    return [
        remark(
            "identity_broken",
            field=f"indicators[{broken.whole.ordinal}].{broken.column}",
            observed=plain_number(broken.printed),
            expected=plain_number(broken.added),
            page=broken.whole.page,
            whole=broken.whole.level3 or "",
            parts="、".join(f"“{row.level3}”{plain_number(value)}" for row, value in broken.shown_parts),
            column="目标值" if broken.column == "target" else "完成值",
            printed=broken.printed,
            added=broken.added,
            difference=broken.printed - broken.added,
        )
        for broken in broken_identities(facts.indicators)
    ]
