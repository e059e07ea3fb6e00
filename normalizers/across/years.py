"""One unit's fund in two years running (X-11): what was carried over, and targets below what was reached before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from normalizers.across.card import Card, Crossing, grouped
from normalizers.rules import plain_number, remark

_LOW = Decimal("0.8")
"""Share of last year's result below which a target asks for less than was reached."""
_MOST_TARGETS = 3
"""Targets of a form that are told; where more are low, whoever reads three looks at the others."""
_YUAN = Decimal(100)
"""By which carry-over may differ through rounding to 0.01 万元."""


def years_of_one_fund(cards: Sequence[Card]) -> list[Crossing]:
    """X-11: compare each form with that of the year before, by unit and fund."""
    found: list[Crossing] = []
    evaluations = (card for card in cards if card.is_evaluation and card.year is not None and card.unit and card.fund)
    for members in grouped(evaluations, lambda card: (card.unit, card.fund)).values():
        by_year = {card.year: card for card in reversed(members)}
        for card in members:
            before = by_year.get((card.year or 0) - 1)
            if before is not None:
                found += [*_carried_over(before, card), *islice(_targets_below(before, card), _MOST_TARGETS)]
    return found


def _carried_over(before: Card, card: Card) -> Iterator[Crossing]:
    if not card.carryover or before.budget is None or before.executed is None:
        return
    left = before.budget - before.executed
    if abs(left - card.carryover) > _YUAN:
        yield Crossing(
            card,
            remark(
                "carryover_differs", field="funding", observed=f"{card.carryover:f}", expected=f"{left:f}",
                carried=card.carryover, left=left, other=before.name,
            ),
        )  # fmt: skip


def _targets_below(before: Card, card: Card) -> Iterator[Crossing]:
    reached = {figure.name: figure for figure in before.figures}
    for figure in card.figures:
        last = reached.get(figure.name)
        if last is None or not figure.counts_upward or figure.unit != last.unit:
            continue
        if figure.target is not None and last.actual is not None and figure.target < _LOW * last.actual:
            yield Crossing(
                card,
                remark(
                    "target_below_last_year", field=f"indicators[{figure.ordinal}].target",
                    observed=figure.target_raw, expected=plain_number(last.actual), label=figure.name,
                    target=figure.target_raw, before=last.actual, other=before.name,
                ),
            )  # fmt: skip
