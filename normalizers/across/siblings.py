"""Units that use one fund in one year, side by side (F-03, X-11): who is off by thousands mistook the unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median_low

from normalizers.across.card import Card, Crossing, grouped
from normalizers.rules import plain_number, remark

_FEWEST = 5
"""Forms of one fund and year of which a median says what is usual."""
_FAR = Decimal(1000)
"""Times by which a figure is off where 万 or 千 was mistaken; counties differ by tens."""


def unlike_siblings(cards: Sequence[Card]) -> list[Crossing]:
    """F-03, X-11: totals and actuals a thousand times above or below the median of the same fund and year."""
    found: list[Crossing] = []
    evaluations = (card for card in cards if card.is_evaluation and card.year is not None and card.fund)
    for members in grouped(evaluations, lambda card: (card.fund, card.year, card.regional)).values():
        if len(members) >= _FEWEST:
            found += [*_budgets(members), *_figures(members)]
    return found


def _budgets(members: Sequence[Card]) -> Iterator[Crossing]:
    budgets = [card.budget for card in members if card.budget]
    if len(budgets) < _FEWEST:
        return
    middle = median_low(budgets)
    for card in members:
        if card.budget and _is_far(card.budget, middle):
            yield Crossing(
                card,
                remark(
                    "unit_unlike_siblings", field="form.effective_unit", observed=f"{card.budget:f}",
                    expected=f"{middle:f}", budget=card.budget, median=middle, count=len(budgets) - 1,
                ),
            )  # fmt: skip


def _figures(members: Sequence[Card]) -> Iterator[Crossing]:
    by_name: dict[tuple[str, str], list[Decimal]] = {}
    for card in members:
        for figure in card.figures:
            if figure.actual:
                by_name.setdefault((figure.name, figure.unit), []).append(figure.actual)
    middles = {key: (median_low(values), len(values)) for key, values in by_name.items() if len(values) >= _FEWEST}
    for card in members:
        for figure in card.figures:
            middle, count = middles.get((figure.name, figure.unit), (None, 0))
            if middle is not None and figure.actual and _is_far(figure.actual, middle):
                yield Crossing(
                    card,
                    remark(
                        "unlike_its_siblings", field=f"indicators[{figure.ordinal}].actual",
                        observed=plain_number(figure.actual), expected=plain_number(middle), label=figure.name,
                        actual=figure.actual, median=middle, count=count - 1,
                    ),
                )  # fmt: skip


def _is_far(value: Decimal, middle: Decimal) -> bool:
    return middle > 0 and not middle / _FAR < value < middle * _FAR
