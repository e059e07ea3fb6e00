"""One form as `jixiao check` compares it with others, and the keys by which forms belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from os.path import commonprefix
from typing import TypeVar

from msgspec import Struct

from normalizers.characters import fold
from normalizers.places import Remark

_BRACKETS = re.compile("[(（〔\\[【][^()（）〔〕\\[\\]【】]*[)）〕\\]】]")
_YEAR = re.compile("(?:19|20)[0-9]{2}年?度?")
_TITLE_TAIL = re.compile("绩效(?:目标)?(?:自评|评价|申报|运行监控|执行监控).*$")
_SHORTEST_PLACE = 2
"""Characters of the shortest name of a place that a fund's name may begin with."""


class Figure(Struct, frozen=True, gc=False):
    """One indicator: its name, its place in the form, and its numbers in their canonical unit."""

    name: str
    ordinal: int
    target: Decimal | None
    actual: Decimal | None
    unit: str
    counts_upward: bool
    target_raw: str
    doubtful: bool = False
    """A person should look at the row before its numbers are trusted."""


class Card(Struct, frozen=True, gc=False, kw_only=True):
    """One form: who used which fund in which year, the money of its total, its indicators. Money in yuan."""

    form_id: str
    doc_id: str
    name: str
    """What a person knows the form by: `自评表.pdf（2）`."""
    unit: str
    fund: str
    year: int | None
    template: str
    department: str
    regional: bool
    """The form is the roll-up of a region (区域绩效自评表)."""
    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None
    carryover: Decimal | None
    figures: tuple[Figure, ...]
    tokens: tuple[int, ...]
    """What the form says, as sorted numbers: equal for equal forms."""
    money_doubtful: bool = False
    """A person should look at the total's line before its amounts are trusted."""

    @property
    def is_evaluation(self) -> bool:
        """The form tells what was reached in a whole year."""
        return self.template not in {"goal_declaration", "monitoring"}


class Crossing(Struct, frozen=True):
    """Something found by comparing a form with others: the form it is about, and the remark."""

    card: Card
    remark: Remark


def body_key(name: str | None) -> str:
    """Return a body's name for comparing: `扎兰屯市人社局（盖章）` -> `扎兰屯市人社局`."""
    return fold(_BRACKETS.sub("", name or ""))


def fund_key(name: str | None, department: str | None) -> str:
    """Return a fund's name for comparing, without year, brackets, place and what a title adds."""
    bare = _TITLE_TAIL.sub("", _YEAR.sub("", _BRACKETS.sub("", name or "")))
    place = commonprefix([bare, department or ""])
    return fold(bare[len(place) :] if len(place) >= _SHORTEST_PLACE else bare)


KeyT = TypeVar("KeyT")


def grouped(cards: Iterable[Card], key: Callable[[Card], KeyT]) -> dict[KeyT, list[Card]]:
    """Return the cards by a key, in their order."""
    groups: dict[KeyT, list[Card]] = {}
    for card in cards:
        groups.setdefault(key(card), []).append(card)
    return groups
