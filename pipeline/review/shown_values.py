"""Values to what people read: yuan with their thousands, ratios as percent."""

from __future__ import annotations

from decimal import Decimal

from normalizers.rules import plain_number
from normalizers.schema import Funding, Language
from pipeline.corrections.accepting import Row
from pipeline.doubtful import value_of

_MONEY = frozenset({"budget_initial", "budget", "executed"})


def shown_value(row: Row, column: str, language: Language = "zh") -> str | None:
    """Return what a row has in a column: 6351000 → `6,351,000元`, 0.9268 → `92.68%`; None for nothing."""
    value = getattr(row, column, None) if isinstance(row, Funding) else None
    if isinstance(value, Decimal) and column in _MONEY:
        whole, point, rest = plain_number(value).partition(".")
        return f"{int(whole):,}{point}{rest}{'元' if language == 'zh' else ' yuan'}"
    if isinstance(value, Decimal) and column == "execution_rate":
        return f"{plain_number(value * 100)}%"
    return value_of(row, column)
