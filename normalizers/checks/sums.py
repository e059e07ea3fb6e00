"""Which funding lines add up to which total: the sources below a total, without parents of lines that are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from normalizers.schema import Funding

Amount = Literal["budget_initial", "budget", "executed"]
AMOUNTS: tuple[Amount, ...] = ("budget_initial", "budget", "executed")
_CHILDREN_OF_LOCAL = {"province", "prefecture", "county"}
_SMALLEST = Decimal("0.01")
"""Smallest digit that forms print, in their unit: each line may be rounded by it (rule F-01)."""


class Sum(Struct, frozen=True):
    """One column of one block: the total's line, the lines below it and what they come to, in yuan."""

    amount: Amount
    total: Funding
    parts: tuple[Funding, ...]
    printed: Decimal
    added: Decimal
    tolerance: Decimal

    @property
    def holds(self) -> bool:
        """The lines add up to the total within rounding."""
        return abs(self.printed - self.added) <= self.tolerance


def sums_of(funding: Sequence[Funding], unit_factor: Decimal) -> Iterator[Sum]:
    """Yield every sum that the funding lines print; a block with a line of unknown level cannot be summed."""
    starts = [index for index, line in enumerate(funding) if line.source == "total"]
    for start, stop in pairwise([*starts, len(funding)]):
        parts = [line for line in funding[start + 1 : stop] if line.source != "unknown"]
        if len(parts) != stop - start - 1:
            continue
        if any(line.source in _CHILDREN_OF_LOCAL for line in parts):
            parts = [line for line in parts if line.source != "local"]
        for amount in AMOUNTS:
            yield from _column_sum(funding[start], parts, amount, unit_factor)


def _column_sum(total: Funding, parts: Sequence[Funding], amount: Amount, factor: Decimal) -> Iterator[Sum]:
    printed = getattr(total, amount)
    filled = [(line, value) for line in parts if (value := getattr(line, amount)) is not None]
    if printed is None or not filled:
        return
    yield Sum(
        amount=amount,
        total=total,
        parts=tuple(line for line, _ in filled),
        printed=printed,
        added=sum((value for _, value in filled), Decimal(0)),
        tolerance=_SMALLEST * factor * len(filled),
    )


def proven_paths(funding: Sequence[Funding], unit_factor: Decimal) -> frozenset[str]:
    """Return the field paths of amounts that a sum proves: a misread digit would have broken it."""
    proven: set[str] = set()
    for total in sums_of(funding, unit_factor):
        exact = total.printed == total.added
        if exact and total.printed != 0:
            proven.update(f"funding[{line.ordinal}].{total.amount}" for line in (total.total, *total.parts))
    return frozenset(proven)
