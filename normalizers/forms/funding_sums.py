"""Which funding lines add up to which total: the sources below a total, without parents of lines that are counted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from normalizers.characters import fold
from normalizers.labels import take_apart
from normalizers.schema import Funding

Amount = Literal["budget_initial", "budget", "executed"]
AMOUNTS: tuple[Amount, ...] = ("budget_initial", "budget", "executed")
CHILDREN_OF_LOCAL = {"province", "prefecture", "county"}
_LEVELS = {"central", "local", *CHILDREN_OF_LOCAL}
_BALANCE = "结余"
"""A line 结转结余资金 may be money of the year before, or what is left of this year's: that is no part of the total."""
_SMALLEST = Decimal("0.01")
"""Smallest digit that forms usually print, in their unit: each line may be rounded by it (rule F-01)."""
_EXACT_DECIMALS = 3
"""Decimals from which a figure was not rounded to the usual two: its own last digit is its slack."""
_FAMILIES = Path(__file__).with_name("families.toml")


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


class _Families(Struct, frozen=True, forbid_unknown_fields=True):
    income: frozenset[str]
    spending: frozenset[str]
    parts: dict[str, str]


def sums_of(funding: Sequence[Funding], unit_factor: Decimal) -> Iterator[Sum]:
    """Yield every sum that the funding lines print; a block with a line of unknown level cannot be summed."""
    for total, readings in groups_of(funding):
        for amount in AMOUNTS:
            yield from _column_sum(total, readings, amount, unit_factor)


def groups_of(funding: Sequence[Funding]) -> Iterator[tuple[Funding, list[list[Funding]]]]:
    """Yield each total with the lines that add up to it, as the possible readings of them, the usual one first."""
    starts = [index for index, line in enumerate(funding) if line.source == "total"]
    for start, stop in pairwise([*starts, len(funding)]):
        for readings in _groups(funding[start + 1 : stop]):
            yield funding[start], readings


def _groups(lines: Sequence[Funding]) -> Iterator[list[list[Funding]]]:
    """Yield the groups of lines of which each adds up to the total; a group as its possible readings, the usual first.

    A department's lines are two groups: by income (一般公共预算资金 …) and by spending (基本支出, 项目支出, or
    the parts of those where they are not printed themselves: 人员类项目支出, 运转类项目支出).
    """
    families = _families()
    names = [fold(take_apart(line.source_label).name or line.source_label) for line in lines]
    spending = families.spending | {name for name in names if families.parts.get(name) not in {None, *names}}
    if spending.isdisjoint(names):
        if all(line.source != "unknown" or name in families.income for line, name in zip(lines, names, strict=True)):
            yield _readings(lines)
        return
    known = families.income | families.spending | families.parts.keys()
    if not known.issuperset(names):
        return
    for family in (families.income, spending):
        group = [line for line, name in zip(lines, names, strict=True) if name in family]
        if family is families.income or len(group) > 1:  # 其中：基本支出 alone is one part of two
            yield [group]


def _readings(lines: Sequence[Funding]) -> list[list[Funding]]:
    """Return the ways to understand which lines are parts of which, the usual one first.

    地方资金 is the parent of 省级 … 县级 where these are printed, and may yet stand beside them (`省级资金`,
    `市县资金`); 财政拨款 may be the parent of all levels.
    """
    below_local = any(line.source in CHILDREN_OF_LOCAL for line in lines)
    usual = [line for line in lines if not (below_local and line.source == "local")]
    readings = [usual, list(lines), _by_parent(lines)] if len(usual) != len(lines) else [usual]
    if any(line.source == "current_year" for line in lines) and any(line.source in _LEVELS for line in lines):
        readings.append([line for line in lines if line.source not in _LEVELS])
    without_balance = [line for line in usual if _BALANCE not in line.source_label]
    return readings if len(without_balance) == len(usual) else [*readings, without_balance]


def _by_parent(lines: Sequence[Funding]) -> list[Funding]:
    """Return the lines without the levels below 地方资金, which add up to that line where it is printed with them."""
    return [line for line in lines if line.source not in CHILDREN_OF_LOCAL]


def _column_sum(total: Funding, readings: list[list[Funding]], amount: Amount, factor: Decimal) -> Iterator[Sum]:
    """Yield the column's sum by the first reading that holds, else by the usual one."""
    printed = getattr(total, amount)
    if printed is None:
        return
    found = [_sum(total, parts, amount, printed, factor) for parts in readings]
    sums = [one for one in found if one is not None]
    if not sums:
        return
    chosen = next((one for one in sums if one.holds), sums[0])
    yield chosen
    local = [line for line in chosen.parts if line.source == "local"]
    children = [line for line in readings[0] if line.source in CHILDREN_OF_LOCAL]
    if len(local) == 1 and children and not any(line in children for line in chosen.parts):
        yield from _column_sum(local[0], [children], amount, factor)


def adds_up(total: Funding, parts: Sequence[Funding], amount: Amount, unit_factor: Decimal) -> bool:
    """Say whether the lines add up to a total within rounding, as rule F-01 sees it."""
    printed = getattr(total, amount)
    found = None if printed is None else _sum(total, parts, amount, printed, unit_factor)
    return found is not None and found.holds


def _sum(total: Funding, parts: Sequence[Funding], amount: Amount, printed: Decimal, factor: Decimal) -> Sum | None:
    filled = [(line, value) for line in parts if (value := getattr(line, amount)) is not None]
    if not filled:
        return None
    lines = tuple(line for line, _ in filled)
    return Sum(
        amount=amount,
        total=total,
        parts=lines,
        printed=printed,
        added=sum((value for _, value in filled), Decimal(0)),
        tolerance=_tolerance((total, *lines), amount, factor),
    )


def _tolerance(lines: Sequence[Funding], amount: Amount, factor: Decimal) -> Decimal:
    """Return yuan by which the lines may be rounded in all: 0.01 of the unit each, less for figures of more digits."""
    slack = sum((_slack(getattr(line, f"{amount}_raw")) for line in lines), Decimal(0))
    return factor * min(slack, _SMALLEST * (len(lines) - 1))


def _slack(raw: str | None) -> Decimal:
    decimals = len((raw or "").strip().rpartition(".")[2]) if "." in (raw or "") else 0
    return Decimal(1).scaleb(-decimals) if decimals >= _EXACT_DECIMALS else _SMALLEST


@cache
def _families() -> _Families:
    found = msgspec.convert(tomllib.loads(_FAMILIES.read_text(encoding="utf-8")), _Families)
    return _Families(
        frozenset(map(fold, found.income)),
        frozenset(map(fold, found.spending)),
        {fold(part): fold(whole) for part, whole in found.parts.items()},
    )
