"""Checks of weights and scores (S-01, S-03): a score lies between 0 and its weight, and scores add up to the total."""

from __future__ import annotations

from decimal import Decimal

from normalizers.checks.facts import FormFacts
from normalizers.places import Remark

_TOLERANCE = Decimal("0.05")
"""Points by which a printed total may differ from the sum of rounded scores (rule S-03)."""


def score_out_of_range(facts: FormFacts) -> list[Remark]:
    """S-01: a row's score is at least 0 and at most its weight."""
    rows = [(f"indicators[{row.ordinal}]", row.level3, row.weight, row.score, row.page) for row in facts.indicators]
    rows += [(f"funding[{row.ordinal}]", row.source_label, row.weight, row.score, row.page) for row in facts.funding]
    return [
        Remark(
            rule="S-01",
            name="score_out_of_range",
            severity="error",
            message=f"“{label}”得分{score}，应在0与分值{weight}之间",
            field=f"{path}.score",
            observed=f"{score:f}",
            expected=f"0..{weight:f}",
            page=page,
            doubtful=facts.recognised,
        )
        for path, label, weight, score, page in rows
        if weight is not None and score is not None and not 0 <= score <= weight
    ]


def scores_do_not_sum(facts: FormFacts) -> list[Remark]:
    """S-03: the scores of execution and indicators add up to the printed total."""
    printed = [*(row.score for row in facts.funding), *(row.score for row in facts.indicators)]
    scores = [score for score in printed if score is not None]
    if facts.score_total is None or not any(row.score is not None for row in facts.indicators):
        return []
    added = sum(scores, Decimal(0))
    if abs(added - facts.score_total) <= _TOLERANCE:
        return []
    return [
        Remark(
            rule="S-03",
            name="scores_do_not_sum",
            severity="error",
            message=f"总分{facts.score_total}，各项得分之和{added}",
            field="form.score_total",
            observed=f"{facts.score_total:f}",
            expected=f"{added:f}",
            doubtful=facts.recognised,
        )
    ]
