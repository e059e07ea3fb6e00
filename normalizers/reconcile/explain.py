"""Constraints that hold to arithmetic that a person can check: `全年预算数：60.00元 + 40.00元 = 100.00元`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from normalizers.reconcile.constraints import Constraint, Sum

_NAMES = {
    "budget_initial": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
    "change": "年初预算数 + 调整数 = 全年预算数",
}
_POINTS = {"分值", "得分"}


def explained(constraint: Constraint, values: Sequence[Decimal | None]) -> str:
    """Return the arithmetic of a constraint that holds, in words that an official understands."""
    if isinstance(constraint, Sum):
        return _sum(constraint, values)
    executed, budget = _yuan(values[constraint.executed]), _yuan(values[constraint.budget])
    return f"执行率：{executed} ÷ {budget} = {_percent(values[constraint.rate])}"


def _sum(constraint: Sum, values: Sequence[Decimal | None]) -> str:
    points = constraint.name in _POINTS
    shown = [(_plain if points else _yuan)(values[part]) for part in constraint.parts]
    whole = constraint.fixed if constraint.total is None else values[constraint.total]
    total = (_plain if points else _yuan)(whole)
    return f"{_NAMES.get(constraint.name, constraint.name)}：{' + '.join(shown)} = {total}"


def _yuan(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:,.2f}元"


def _percent(value: Decimal | None) -> str:
    return "?" if value is None else f"{(value * 100).normalize():f}%"


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():f}"
