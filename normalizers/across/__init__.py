"""Checks over the forms of a whole dataset (X-11, and F-03 and X-09 where they need several documents).

Each check is one function from all cards to what it found; it goes through the cards once and compares each with a
bounded number of others, so that the time grows with the number of forms and no faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from normalizers.across.card import Card, Crossing
from normalizers.across.declared import goals_changed_since_declared
from normalizers.across.duplicates import repeated_forms
from normalizers.across.regions import regions_and_counties
from normalizers.across.siblings import unlike_siblings
from normalizers.across.years import years_of_one_fund

ACROSS: tuple[Callable[[Sequence[Card]], list[Crossing]], ...] = (
    repeated_forms,
    years_of_one_fund,
    unlike_siblings,
    regions_and_counties,
    goals_changed_since_declared,
)


def check_cards(cards: Sequence[Card]) -> list[Crossing]:
    """Return what all checks found, in the order of the checks."""
    return [found for check in ACROSS for found in check(cards)]
