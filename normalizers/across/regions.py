"""A region's form against the sum of its units' (X-11): 区域绩效自评表 and the forms below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from os.path import commonprefix

from normalizers.across.card import Card, Crossing, grouped
from normalizers.across.duplicates import ALIKE
from normalizers.across.signature import shared
from normalizers.rules import remark

_FEWEST = 2
"""Units below a region whose sum says something."""
_SLACK = Decimal(100)
"""Yuan by which each form may be rounded: 0.01 万元."""
_MOST_COMPARED = 8
"""Forms of the same amounts that one is compared with, so that time stays linear."""
_SHORTEST_PLACE = 3
"""Characters of a region's name: 云溪市."""


def regions_and_counties(cards: Sequence[Card]) -> list[Crossing]:
    """X-11: the region's budget and executed amount are the sums of the forms below it, of the same fund and year.

    Where several regions have a form for one fund, a unit is below the one whose place its department's name begins
    with; where only one has, all are.
    """
    found: list[Crossing] = []
    evaluations = (card for card in cards if card.is_evaluation and card.year is not None and card.fund)
    for members in grouped(evaluations, lambda card: (card.fund, card.year)).values():
        regions = [card for card in members if card.regional]
        units = _once(list({card.unit or card.form_id: card for card in members[::-1] if not card.regional}.values()))
        if not regions or len(units) < _FEWEST:
            continue
        for region in regions:
            below = units if len(regions) == 1 else _below(region, units)
            found += _compare(region, below)
    return found


def _once(units: Sequence[Card]) -> list[Card]:
    """Return the units without those that are another's form again, scanned twice and its unit's name misread once."""
    kept: dict[tuple[Decimal | None, Decimal | None], list[Card]] = {}
    for card in units:
        alike = kept.setdefault((card.budget, card.executed), [])
        if not any(other.tokens and shared(card.tokens, other.tokens) >= ALIKE for other in alike[-_MOST_COMPARED:]):
            alike.append(card)
    return [card for cards in kept.values() for card in cards]


def _below(region: Card, units: Sequence[Card]) -> list[Card]:
    return [card for card in units if len(commonprefix([card.department, region.department])) >= _SHORTEST_PLACE]


def _compare(region: Card, below: Sequence[Card]) -> Iterator[Crossing]:
    for column, label in (("budget", "全年预算数"), ("executed", "全年执行数")):
        total: Decimal | None = getattr(region, column)
        parts = [value for card in below if (value := getattr(card, column)) is not None]
        if total is None or len(parts) < max(_FEWEST, len(below)):
            continue
        added = sum(parts, Decimal(0))
        if abs(added - total) > _SLACK * (len(parts) + 1):
            # a sum below the region's may only mean that not all units' forms are in the dataset
            name = "region_is_not_its_counties" if added > total else "counties_below_region"
            yield Crossing(
                region,
                remark(
                    name, field=f"funding[1].{column}", observed=f"{total:f}", expected=f"{added:f}", column=label,
                    total=total, added=added, difference=total - added, count=len(parts),
                ),
            )  # fmt: skip
