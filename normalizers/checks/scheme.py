"""How a scored form shares out its 100 points (S-10), and what it prints of points and grades outside its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from normalizers.checks.facts import FormFacts
from normalizers.forms.rows import Row
from normalizers.forms.sections import Section
from normalizers.places import Remark
from normalizers.rules import plain_number, remark

_POINTS = re.compile("([0-9]{1,2})\\s*分")
_GRADE_LABELS = re.compile("等级|评价结论|自评结论|自评结果|评定结果")
_GRADE = re.compile("[“\"(（]?(优|良|中|差)(?:秀|好|等)?[”\")）]?")
_INLINE_GRADE = re.compile("(?:等级|结论|评定)(?:为|是|：|:)?[“\"]?(优|良|中|差)(?:秀|好|等)?(?:[”\"。，；]|$)")
_LEVELS = (("产出指标", "成本指标"), ("效益指标",), ("满意度指标",))
USUAL = frozenset(
    {
        "10/50/30/10", "10/50/40/0", "20/40/30/10", "20/50/30/0", "0/30/25/10", "0/60/30/10", "0/50/30/20",
        "10/60/20/10", "10/40/40/10", "10/30/30/10", "0/50/40/10",
    }
)  # fmt: skip
"""Schemes of the official forms and of provinces: execution/output with cost/benefit/satisfaction."""


def execution_points(sections: Sequence[Section]) -> Decimal | None:
    """Return the points that the money block's header gives to the execution: `得分(20分*执行率)` -> 20."""
    for section in sections:
        pieces = section.header.pieces if section.kind == "funding" and section.header else ()
        for piece in pieces:
            match = _POINTS.search(piece.text)
            if match:
                return Decimal(match[1])
    return None


_MOST_TEXTS = 4
"""Texts in a row that prints a grade; a row of indicators has more, and its unit may be 等级."""


def printed_grade(rows: Sequence[Row]) -> str | None:
    """Return the grade that a form prints beside its label: `自评等级 | 优`; None where none is."""
    for row in rows:
        pieces = row.starting
        if len(pieces) > _MOST_TEXTS:
            continue
        for label, value in zip(pieces, pieces[1:], strict=False):
            if len(label.text) < len("财政部门自评结论等级") and _GRADE_LABELS.search(label.text):
                match = _GRADE.fullmatch(value.text.strip())
                if match:
                    return match[1]
        for piece in pieces:
            match = _INLINE_GRADE.search(piece.text.replace(" ", ""))
            if match:
                return match[1]
    return None


def scheme_of(facts: FormFacts) -> str | None:
    """Return how 100 points are shared out: `10/50/30/10`; None for a form whose rows are not all weighted."""
    weights = [row.weight for row in facts.indicators]
    if not weights or any(weight is None for weight in weights):
        return None
    execution = sum((line.weight for line in facts.funding if line.weight is not None), Decimal(0))
    shares = [execution or facts.execution_points or Decimal(0)]
    for levels in _LEVELS:
        shares.append(sum((row.weight or Decimal(0) for row in facts.indicators if row.level1 in levels), Decimal(0)))
    return "/".join(plain_number(share) for share in shares)


def unusual_scheme(facts: FormFacts) -> list[Remark]:
    """S-10: the form's scheme is none of those that are known."""
    scheme = scheme_of(facts)
    if scheme is None or scheme in USUAL:
        return []
    return [remark("unusual_scheme", field="indicators", observed=scheme, scheme=scheme)]
