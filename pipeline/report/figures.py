"""Forms' totals and completions to what is compared: rates, outliers, units of one fund, years of one unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from pipeline.report.outliers import Outlier, find_outliers

if TYPE_CHECKING:
    from pipeline.report.collection import Completions, FormLine

_BINS: tuple[tuple[str, float], ...] = (
    ("<50%", 0.5), ("50–60%", 0.6), ("60–70%", 0.7), ("70–80%", 0.8), ("80–90%", 0.9), ("90–95%", 0.95),
    ("95–100%", 0.99995), ("100%", 1.00005), (">100%", math.inf),
)  # fmt: skip
"""Name of a bin, and the rate below which it ends; 100 % is what is printed so with two decimals."""
_LEAST_RATE = 0.03
"""Three points of rate, and …"""
_LEAST_AMOUNT = 0.15
"""… 40 % of an amount, and …"""
_LEAST_COMPLETION = 0.05
"""… 12 % of a completion: a spread below this is taken for this."""
_FEWEST_MEMBERS = 2


class OutlierLine(Struct, frozen=True):
    """One value that is far from those of the other units: what it is, whose, and what is usual."""

    kind: str
    """`rate`, `budget`, `executed` or `completion`."""
    form: FormLine
    label: str
    """The indicator's name; empty for money."""
    value: float
    median: float
    distance: float
    members: int


class Compared(Struct, frozen=True):
    """Forms that belong together: units of a fund in a year, or years of a unit's fund."""

    fund: str
    unit: str
    year: int | None
    lines: tuple[FormLine, ...]

    @property
    def budget(self) -> Decimal:
        """The budgets together, in yuan."""
        return sum((line.budget for line in self.lines if line.budget is not None), Decimal(0))

    @property
    def executed(self) -> Decimal:
        """What was executed of them."""
        return sum((line.executed for line in self.lines if line.executed is not None), Decimal(0))


class Figures(Struct, frozen=True):
    """What is compared."""

    rates: tuple[tuple[str, int], ...]
    """Bin -> forms."""
    rate_count: int
    rate_median: Decimal | None
    outliers: tuple[OutlierLine, ...]
    """The farthest first."""
    units: tuple[Compared, ...]
    """Funds with several units in a year, those with the most units first."""
    years: tuple[Compared, ...]
    """Units with several years of a fund, those with the largest budgets first."""


def figures_of(forms: Sequence[FormLine], completions: Completions) -> Figures:
    """Return what is compared of a dataset's evaluation forms."""
    rates = [form.rate for form in forms if form.rate is not None and not form.doubtful]
    found = [*_money_outliers(forms), *_completion_outliers(forms, completions)]
    return Figures(
        rates=_histogram(rates),
        rate_count=len(rates),
        rate_median=median(rates) if rates else None,
        outliers=tuple(sorted(found, key=lambda one: -one.distance)),
        units=tuple(sorted(_units(forms), key=lambda one: (-len(one.lines), one.fund, one.year or 0))),
        years=tuple(sorted(_years(forms), key=lambda one: (-one.budget, one.unit, one.fund))),
    )


def _histogram(rates: Sequence[Decimal]) -> tuple[tuple[str, int], ...]:
    ends = [end for _, end in _BINS]
    counts = np.bincount(np.searchsorted(ends, [float(rate) for rate in rates], side="right"), minlength=len(_BINS))
    return tuple((name, int(count)) for (name, _), count in zip(_BINS, counts, strict=True))


GroupKey = tuple[object, ...]


def _group_of(form: FormLine) -> GroupKey | None:
    """Return what a form is compared within: fund, year, and whether it is a region's."""
    return (form.fund_key, form.year, form.regional) if form.fund_key and form.year is not None else None


def _money_outliers(forms: Sequence[FormLine]) -> Iterator[OutlierLine]:
    readings: tuple[tuple[str, Callable[[FormLine], Decimal | None], bool, float], ...] = (
        ("rate", lambda form: form.rate, False, _LEAST_RATE),
        ("budget", lambda form: form.budget, True, _LEAST_AMOUNT),
        ("executed", lambda form: form.executed, True, _LEAST_AMOUNT),
    )
    groups: dict[GroupKey, int] = {}
    for kind, of, logarithm, least in readings:
        kept, values, numbers = [], [], []
        for form in forms:
            value, key = of(form), _group_of(form)
            if value is None or key is None or form.doubtful or (logarithm and value <= 0):
                continue
            kept.append(form)
            values.append(math.log10(value) if logarithm else float(value))
            numbers.append(groups.setdefault(key, len(groups)))
        for one in find_outliers(np.array(values, np.float64), np.array(numbers, np.int64), least):
            yield _line(kind, kept[one.at], "", values[one.at], one, logarithm)


def _completion_outliers(forms: Sequence[FormLine], completions: Completions) -> Iterator[OutlierLine]:
    groups: dict[GroupKey, int] = {}
    rows, numbers = [], []
    for row, (form, name) in enumerate(zip(completions.form, completions.name, strict=True)):
        key = _group_of(forms[form])
        if key is not None:
            rows.append(row)
            numbers.append(groups.setdefault((*key, name), len(groups)))
    values = np.log10(np.array(completions.value, np.float64)[rows]) if rows else np.array([], np.float64)
    names = list(completions.names)
    for one in find_outliers(values, np.array(numbers, np.int64), _LEAST_COMPLETION):
        row = rows[one.at]
        label = names[completions.name[row]]
        yield _line("completion", forms[completions.form[row]], label, float(values[one.at]), one, True)


def _line(kind: str, form: FormLine, label: str, value: float, one: Outlier, logarithm: bool) -> OutlierLine:
    shown, middle = (10**value, 10**one.median) if logarithm else (value, one.median)
    return OutlierLine(kind, form, label, shown, middle, one.distance, one.members)


def _units(forms: Sequence[FormLine]) -> Iterator[Compared]:
    """Yield the funds that several units used in one year, each unit once, the lowest rate first."""
    groups: dict[GroupKey, dict[str, FormLine]] = {}
    for form in forms:
        key = _group_of(form)
        if key is not None and form.unit_key:
            groups.setdefault(key, {})[form.unit_key] = form
    for members in groups.values():
        if len(members) >= _FEWEST_MEMBERS:
            lines = tuple(sorted(members.values(), key=lambda form: (form.rate is None, form.rate or 0, form.unit)))
            yield Compared(lines[0].fund, "", lines[0].year, lines)


def _years(forms: Sequence[FormLine]) -> Iterator[Compared]:
    """Yield the funds that a unit has in several years, the earliest year first."""
    groups: dict[tuple[str, str], dict[int, FormLine]] = {}
    for form in forms:
        if form.unit_key and form.fund_key and form.year is not None:
            groups.setdefault((form.unit_key, form.fund_key), {})[form.year] = form
    for members in groups.values():
        if len(members) >= _FEWEST_MEMBERS:
            lines = tuple(form for _, form in sorted(members.items()))
            yield Compared(lines[-1].fund, lines[-1].unit, None, lines)


def changes(lines: Sequence[FormLine]) -> Mapping[str, Decimal | None]:
    """Return form_id -> by how much its budget differs from that of the year before, as a ratio."""
    found: dict[str, Decimal | None] = {}
    before: Decimal | None = None
    for line in lines:
        found[line.form_id] = None if not before or line.budget is None else line.budget / before - 1
        before = line.budget
    return found
