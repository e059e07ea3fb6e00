"""The same form twice (X-11): scanned again, handed in again with other figures, or copied from another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalizers.across.card import Card, Crossing, grouped
from normalizers.across.signature import candidates, shared
from normalizers.rules import plain_number, remark

ALIKE = 0.75
"""Share of common tokens from which two forms are nearly the same: two scans with one misread cell in eight."""
_FEWEST_TOKENS = 5
"""Funding lines and indicators from which a form can be known by what it says."""
_AMOUNTS = (("预算", "budget"), ("执行", "executed"))
_SHOWN = 3
"""Differences that a message names."""


def repeated_forms(cards: Sequence[Card]) -> list[Crossing]:
    """X-11: each form that repeats an earlier one: of the same unit, fund and year, or nearly in the same words."""
    told: set[str] = set()
    found: list[Crossing] = []
    for (unit, fund, year, _), members in grouped(cards, lambda c: (c.unit, c.fund, c.year, c.template)).items():
        if unit and fund and year is not None and len(members) > 1:
            for card in members[1:]:
                told.add(card.form_id)
                found.append(_repeated(members[0], card))
    return [*found, *_copies([card for card in cards if len(card.tokens) >= _FEWEST_TOKENS], told)]


def _repeated(first: Card, card: Card) -> Crossing:
    """Return what a second form of one unit, fund and year is: the same again, or a version with other figures."""
    differences = list(_differences(first, card))
    if not differences:
        same = remark(
            "scanned_twice", field="form", observed=card.form_id, expected=first.form_id, other=first.name
        )  # fmt: skip
        return Crossing(card, same)
    return Crossing(
        card,
        remark(
            "revised_figures", field="form", observed=card.form_id, expected=first.form_id, other=first.name,
            count=len(differences), shown="、".join(differences[:_SHOWN]),
        ),
    )  # fmt: skip


def _differences(first: Card, card: Card) -> Iterator[str]:
    """Yield the figures that differ, `预算 320/300`, in yuan and this form first; what may be misread tells nothing."""
    amounts = () if card.money_doubtful or first.money_doubtful else _AMOUNTS
    for label, one, other in ((label, getattr(card, name), getattr(first, name)) for label, name in amounts):
        if one is not None and other is not None and one != other:
            yield f"{label} {_spelled(one)}/{_spelled(other)}"
    before = {figure.name: figure for figure in first.figures}
    for figure in card.figures:
        same = before.get(figure.name)
        if same is None or figure.doubtful or same.doubtful:
            continue
        if figure.actual != same.actual and None not in (figure.actual, same.actual):
            yield f"{figure.name} {_spelled(figure.actual)}/{_spelled(same.actual)}"


def _spelled(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value)


def _copies(cards: Sequence[Card], told: set[str]) -> Iterator[Crossing]:
    """Yield forms whose words are nearly an earlier form's, though unit, fund or year were read differently."""
    for at, other in candidates([card.tokens for card in cards]):
        first, card = cards[at], cards[other]
        if card.form_id in told or _same_key(first, card):
            continue
        share = shared(first.tokens, card.tokens)
        if share >= ALIKE:
            told.add(card.form_id)
            yield Crossing(
                card,
                remark(
                    "nearly_the_same_form", field="form", observed=card.form_id, expected=first.form_id,
                    other=first.name, share=f"{share:.0%}",
                ),
            )  # fmt: skip


def _same_key(one: Card, other: Card) -> bool:
    return (one.unit, one.fund, one.year, one.template) == (other.unit, other.fund, other.year, other.template)
