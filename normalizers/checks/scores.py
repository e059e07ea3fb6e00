"""Checks of weights and scores (S-01 to S-08): each within its weight, sums to their totals, scores by the rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from normalizers.checks.facts import FormFacts
from normalizers.checks.remarks import on_line, on_row
from normalizers.places import Remark
from normalizers.rules import plain_number, remark
from normalizers.schema import Funding, Indicator
from normalizers.values.qualitative import qualitative_class

_TOTAL_SLACK = Decimal("0.05")
"""Points by which a printed total may differ from the sum of rounded scores (rule S-03)."""
_ROW_SLACK = Decimal("0.1")
"""Points by which a score may differ from weight times rate: forms round to one digit (rules S-04, S-05)."""
_WHOLE = Decimal(100)
_WITHOUT_EXECUTION = {Decimal(100), Decimal(90), Decimal(80)}
"""What the indicators' weights come to where the points of the execution are not printed."""
_BANDS = {
    "attain_full": (Decimal("0.8"), Decimal(1)),
    "attain_partial": (Decimal("0.6"), Decimal("0.8")),
    "attain_none": (Decimal(0), Decimal("0.6")),
}
_BANDS_HUBEI = {
    "attain_full": (Decimal("0.8"), Decimal(1)),
    "attain_partial": (Decimal("0.5"), Decimal("0.8")),
    "attain_none": (Decimal(0), Decimal("0.5")),
}
"""Share of the weight that each answer of the pick-list allows; Hubei draws the lower edge at 50 %."""
_POINTS_BEHIND = re.compile("([0-9]{1,3}(?:\\.[0-9]+)?)分[)）]?$")
_GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))


def score_out_of_range(facts: FormFacts) -> list[Remark]:
    """S-01: a row's score is at least 0 and at most its weight."""
    rows = [(f"indicators[{row.ordinal}]", row.level3, row.weight, row.score, row.page) for row in facts.indicators]
    rows += [(f"funding[{row.ordinal}]", row.source_label, row.weight, row.score, row.page) for row in facts.funding]
    return [
        remark(
            "score_out_of_range",
            field=f"{path}.score",
            observed=f"{score:f}",
            expected=f"0..{weight:f}",
            page=page,
            doubtful=facts.recognised,
            label=label or "",
            score=score,
            weight=weight,
        )
        for path, label, weight, score, page in rows
        if weight is not None and score is not None and not 0 <= score <= weight
    ]


def weights_do_not_sum(facts: FormFacts) -> list[Remark]:
    """S-02: the weights come to 100 with those of the execution, and children's to their parent's printed weight."""
    weights = [row.weight for row in facts.indicators if row.weight is not None]
    if not weights or len(weights) < len(facts.indicators):
        return []
    remarks = [*_level_weights(facts, "level1"), *_level_weights(facts, "level2")]
    added, execution = sum(weights, Decimal(0)), _execution_points(facts)
    total = added + (execution or 0)
    if total == _WHOLE or (execution is None and added in _WITHOUT_EXECUTION):
        return remarks
    return [
        remark(
            "weights_do_not_sum",
            field="indicators",
            observed=plain_number(total),
            expected="100",
            doubtful=facts.recognised,
            added=added,
            execution=execution or Decimal(0),
            total=total,
        ),
        *remarks,
    ]


def _execution_points(facts: FormFacts) -> Decimal | None:
    printed = [row.weight for row in facts.funding if row.weight is not None]
    return sum(printed, Decimal(0)) if printed else facts.execution_points


def _level_weights(facts: FormFacts, level: str) -> list[Remark]:
    """Compare the points behind a level's name, 产出指标(50分), with its rows' weights; a level may go on overleaf."""
    remarks = []
    above = [(row.level1_raw, getattr(row, f"{level}_raw")) for row in facts.indicators]
    runs = [
        (label, [row for _, row in run])
        for (_, label), run in groupby(zip(above, facts.indicators, strict=True), key=lambda pair: pair[0])
    ]
    for at, (label, rows) in enumerate(runs):
        points = _points_behind(label or "")
        added = _weight_of(rows)
        if points is None or points == added or above.count((rows[0].level1_raw, label)) != len(rows):
            continue
        if points == added + _weight_of(_without_label(runs[at + 1 :])):
            continue  # 满意度指标 as a second level under 效益指标(35分): the merged cell covers it as well
        remarks.append(
            remark(
                "level_weights_do_not_sum",
                field=f"indicators[{rows[0].ordinal}].{level}",
                observed=plain_number(added),
                expected=plain_number(points),
                page=rows[0].page,
                doubtful=facts.recognised,
                label=label or "",
                points=points,
                added=added,
            )
        )
    return remarks


def _without_label(runs: Sequence[tuple[str | None, list[Indicator]]]) -> list[Indicator]:
    """Return the rows directly behind a level for which no label of that level is printed."""
    return runs[0][1] if runs and runs[0][0] is None else []


def _weight_of(rows: Sequence[Indicator]) -> Decimal:
    return sum((row.weight for row in rows if row.weight is not None), Decimal(0))


def _points_behind(label: str) -> Decimal | None:
    """Return the points behind a level's name, with or without brackets: 产出指标(50分), 产出指标50分 -> 50."""
    match = _POINTS_BEHIND.search(label.replace(" ", ""))
    return Decimal(match[1]) if match else None


def scores_do_not_sum(facts: FormFacts) -> list[Remark]:
    """S-03: the scores of execution and indicators add up to the printed total."""
    printed = [*(row.score for row in facts.funding), *(row.score for row in facts.indicators)]
    scores = [score for score in printed if score is not None]
    if facts.score_total is None or not any(row.score is not None for row in facts.indicators):
        return []
    added = sum(scores, Decimal(0))
    if abs(added - facts.score_total) <= _TOTAL_SLACK:
        return []
    return [
        remark(
            "scores_do_not_sum",
            field="form.score_total",
            observed=f"{facts.score_total:f}",
            expected=f"{added:f}",
            doubtful=facts.recognised,
            total=facts.score_total,
            added=added,
            difference=abs(facts.score_total - added),
        )
    ]


def execution_score_wrong(facts: FormFacts) -> list[Remark]:
    """S-04: the execution's score is its weight times its rate, capped at the weight."""
    remarks = []
    for line in facts.funding:
        weight = line.weight if line.weight is not None else facts.execution_points
        rates = [rate for rate in (line.execution_rate_computed, line.execution_rate) if rate is not None]
        if line.score is None or weight is None or not rates or line.source != "total":
            continue
        wanted = [min(weight, weight * rate) for rate in rates]
        if all(abs(line.score - score) > _ROW_SLACK for score in wanted):
            remarks.append(_execution_score(facts, line, weight, wanted[0]))
    return remarks


def _execution_score(facts: FormFacts, line: Funding, weight: Decimal, wanted: Decimal) -> Remark:
    score = wanted.quantize(Decimal("0.01"))
    return on_line(
        "execution_score_wrong",
        line,
        "score",
        observed=f"{line.score:f}",
        expected=f"{score:f}",
        doubtful=facts.recognised,
        score=line.score or Decimal(0),
        weight=weight,
        wanted=score,
        rate=line.execution_rate_computed or line.execution_rate or Decimal(0),
    )


def quantity_score_wrong(facts: FormFacts) -> list[Remark]:
    """S-05: the score of a measured indicator is its weight times the completion, capped. I-13: so with costs."""
    remarks = []
    for row in facts.indicators:
        if row.completion is None or row.weight is None or row.score is None:
            continue
        wanted = (row.weight * min(Decimal(1), row.completion)).quantize(Decimal("0.01"))
        is_cost = "成本" in f"{row.level1}{row.level2}"
        if is_cost and row.direction == "higher":
            continue  # a cost with a lower limit (rule I-13): what it should earn is open
        cost = is_cost and row.direction == "lower"
        too_high = row.score > wanted + _ROW_SLACK
        if too_high or (row.score < wanted - _ROW_SLACK and not cost):
            name = "overspent_cost_scored_high" if cost else "quantity_score_wrong"
            remarks.append(_row_score(facts, row, row.score, wanted, name))
    return remarks


def _row_score(facts: FormFacts, row: Indicator, score: Decimal, wanted: Decimal, name: str) -> Remark:
    return on_row(
        name,
        row,
        "score",
        observed=f"{score:f}",
        expected=f"{wanted:f}",
        doubtful=facts.recognised,
        score=score,
        weight=row.weight or Decimal(0),
        wanted=wanted,
        completion=(row.completion or Decimal(0)).quantize(Decimal("0.0001")),
    )


def quality_score_out_of_band(facts: FormFacts) -> list[Remark]:
    """S-06: the score of an answer in words lies in the band of that answer."""
    bands = _BANDS_HUBEI if facts.form is not None and facts.form.layout == "hubei" else _BANDS
    remarks = []
    for row in facts.indicators:
        band = bands.get(qualitative_class(row.actual_raw)) if row.actual_raw and row.value_kind == "text" else None
        if band is None or not row.weight or row.score is None:
            continue
        low, high = band[0] * row.weight, band[1] * row.weight
        if not low <= row.score <= high:
            remarks.append(
                on_row(
                    "quality_score_out_of_band",
                    row,
                    "score",
                    observed=f"{row.score:f}",
                    expected=f"{plain_number(low)}..{plain_number(high)}",
                    answer=row.actual_raw or "",
                    score=row.score,
                    low=low,
                    high=high,
                )
            )
    return remarks


def deduction_without_reason(facts: FormFacts) -> list[Remark]:
    """S-07: points were taken off and no reason is given, in a form that asks for it."""
    if not facts.asks_reasons:
        return []
    return [
        on_row(
            "deduction_without_reason",
            row,
            "reason",
            observed=f"{row.score:f}",
            expected=f"{row.weight:f}",
            score=row.score,
            weight=row.weight,
        )
        for row in facts.indicators
        if row.score is not None and row.weight is not None and row.score < row.weight and row.reason is None
    ]


def grade_disagrees(facts: FormFacts) -> list[Remark]:
    """S-08: the printed grade is that of the total: 优 from 90, 良 from 80, 中 from 60."""
    if facts.grade is None or facts.score_total is None:
        return []
    wanted = grade_of(facts.score_total)
    if facts.grade == wanted:
        return []
    return [
        remark(
            "grade_disagrees",
            field="form.score_total",
            observed=facts.grade,
            expected=wanted,
            doubtful=facts.recognised,
            grade=facts.grade,
            wanted=wanted,
            total=facts.score_total,
        )
    ]


def grade_of(total: Decimal) -> str:
    """Return the official grade of a total of 100 points: 92 -> 优."""
    return next((grade for grade, least in _GRADES if total >= least), "差")
