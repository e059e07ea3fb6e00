"""A self-evaluation against the declaration of its goals in another document (X-09)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizers.across.card import Card, Crossing, Figure, grouped
from normalizers.rules import remark

_FEWEST_SHARED = 0.5
"""Share of the declared indicators that the evaluation must have by name to be that of the same goals."""


def goals_changed_since_declared(cards: Sequence[Card]) -> list[Crossing]:
    """X-09: what was evaluated is what was declared, by unit, fund and year."""
    found: list[Crossing] = []
    dated = (card for card in cards if card.unit and card.fund and card.year is not None)
    for members in grouped(dated, lambda card: (card.unit, card.fund, card.year)).values():
        declared = next((card for card in members if card.template == "goal_declaration"), None)
        for card in members:
            if declared is not None and card.is_evaluation and card.doc_id != declared.doc_id:
                found += _changes(declared, card)
    return found


def _changes(declared: Card, card: Card) -> Iterator[Crossing]:
    after = {figure.name: figure for figure in card.figures}
    common = [figure for figure in declared.figures if figure.name in after]
    if not common or len(common) < _FEWEST_SHARED * len(declared.figures):
        return
    for figure in declared.figures:
        other = after.get(figure.name)
        if other is None:
            yield Crossing(
                card,
                remark("declared_indicator_gone", field="indicators", expected=figure.name, label=figure.name,
                       target=figure.target_raw),
            )  # fmt: skip
        elif _target(figure) != _target(other):
            yield Crossing(
                card,
                remark(
                    "target_changed", field=f"indicators[{other.ordinal}].target", observed=other.target_raw,
                    expected=figure.target_raw, label=figure.name, before=figure.target_raw, after=other.target_raw,
                ),
            )  # fmt: skip


def _target(figure: Figure) -> tuple[object, ...]:
    """Return what was aimed at: a number with its direction, or the words."""
    if figure.target is None:
        return (figure.target_raw,)
    return (figure.target, figure.unit, figure.counts_upward)
