"""Check of a self-evaluation against the goals that were declared for it (X-09): 绩效目标申报表 and 绩效自评表."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from normalizers.characters import fold
from normalizers.checks.document_facts import DocumentFacts
from normalizers.checks.facts import FormFacts
from normalizers.checks.remarks import on_row
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.schema import Indicator

_NOT_EVALUATED = {"goal_declaration", "monitoring"}
_FEWEST_SHARED = 0.5
"""Share of the declared indicators that the evaluation must have by name to be that of the same goals."""


def goals_differ_from_declaration(facts: DocumentFacts) -> list[tuple[str | None, Remark]]:
    """X-09: names, signs and values of the indicators are those that were declared before the year."""
    declared = [form for form in facts.forms if form.form and form.form.template == "goal_declaration"]
    evaluated = [form for form in facts.forms if form.form and form.form.template not in _NOT_EVALUATED]
    return [
        (form.form.form_id if form.form else None, found)
        for before, form in product(declared, evaluated)
        if _same_project(before, form)
        for found in compare_goals(before.indicators, form.indicators)
    ]


def _same_project(before: FormFacts, after: FormFacts) -> bool:
    names = [fold(form.form.project_name or "") if form.form else "" for form in (before, after)]
    return bool(names[0]) and names[0] == names[1]


def compare_goals(declared: Sequence[Indicator], evaluated: Sequence[Indicator]) -> list[Remark]:
    """Return what changed between the declared indicators and the evaluated ones, matched by name."""
    after = {fold(row.level3 or ""): row for row in evaluated if row.level3}
    before = [row for row in declared if row.level3]
    shared = [row for row in before if fold(row.level3 or "") in after]
    if not before or len(shared) < _FEWEST_SHARED * len(before):
        return []
    remarks = [_gone(row) for row in before if row not in shared]
    for row in shared:
        other = after[fold(row.level3 or "")]
        if _target(row) != _target(other):
            remarks.append(_changed(row, other))
    return remarks


def _target(row: Indicator) -> tuple[object, ...]:
    if row.target_value is None and row.target_date is None:
        return (fold(row.target_raw or ""),)
    return (row.target_comparator, row.target_value, row.target_upper, row.target_unit, row.target_date)


def _gone(row: Indicator) -> Remark:
    return remark(
        "declared_indicator_gone", field="indicators", expected=row.level3, label=row.level3 or "",
        target=row.target_raw or "",
    )  # fmt: skip


def _changed(before: Indicator, after: Indicator) -> Remark:
    return on_row(
        "target_changed",
        after,
        "target",
        observed=after.target_raw,
        expected=before.target_raw,
        before=before.target_raw or "",
        after=after.target_raw or "",
    )
