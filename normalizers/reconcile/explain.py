"""Constraints that hold to arithmetic that a person can check, in any language: `60.00 + 40.00 = 100.00`, in yuan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from normalizers.reconcile.constraints import Constraint, Sum

_POINTS = {"分值", "得分"}


def explained(constraint: Constraint, values: Sequence[Decimal | None]) -> str:
    """Return the arithmetic of a constraint that holds: amounts in yuan, points as they are."""
    if isinstance(constraint, Sum):
        return _sum(constraint, values)
    executed, budget = _yuan(values[constraint.executed]), _yuan(values[constraint.budget])
    return f"{executed} ÷ {budget} = {_percent(values[constraint.rate])}"


def _sum(constraint: Sum, values: Sequence[Decimal | None]) -> str:
    spelled = _plain if constraint.name in _POINTS else _yuan
    whole = constraint.fixed if constraint.total is None else values[constraint.total]
    return f"{' + '.join(spelled(values[part]) for part in constraint.parts)} = {spelled(whole)}"


def _yuan(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:,.2f}"


def _percent(value: Decimal | None) -> str:
    return "?" if value is None else f"{(value * 100).normalize():f}%"


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():f}"
