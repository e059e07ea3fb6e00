"""What the figures of a form owe each other: parts add up to a total, a rate is executed / budget, scores are in range.

Each constraint says what an assignment of figures costs: 0 where it holds as printed forms hold, else -ln of the
probability that authors print it so. Unlisted figures (None) hold nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

from msgspec import Struct

BROKEN = -math.log(5e-4)
"""A sum or rate that does not hold on paper in just the way that a misread figure would explain: one form in a hundred
has an author's error in a given sum, and one such error in twenty looks like a recogniser's."""
BROKEN_POINTS = -math.log(1e-2)
"""The same for a sum of weights or scores, which are so short that most errors of authors look like a recogniser's."""
LEAST_BROKEN = BROKEN_POINTS
"""Cost from which a constraint counts as broken."""
AGAIN = -math.log(0.8)
"""Another constraint broken by the same figure: one wrong figure on paper breaks nearly all that it takes part in."""
ANOTHER = -math.log(5e-3)
"""A constraint broken by a second figure: of the forms with one error of their authors one in ten has another, and one
such error in twenty looks like a recogniser's."""
ROUNDED = -math.log(0.02)
"""A sum that is off by no more than rounding its lines explains."""
_CUT_OFF = -math.log(0.03)
"""A rate that is cut off instead of rounded."""
_UNEXPECTED = -math.log(0.1)
"""A score that is not the whole weight, or the execution's that is not weight x rate: some regions score by steps. No
dearer, because where the authors typed the weight wrongly the score is right all the same."""
_ONE = Decimal(1)
BLANK_RATE = Decimal(-1)
"""What stands for the rate of a cell without one, which owes nothing to its line's amounts; no rate is negative."""
_OF_NOTHING = {Decimal(0), _ONE}
"""Rates that forms print where neither budget nor spending is."""

Values = Sequence[Decimal | None]
"""The figure that each variable has in an assignment, by the variable's number."""


class Sum(Struct, frozen=True):
    """`parts` add up to `total`, a variable or a fixed number; `slack` is what rounding the lines may cost."""

    parts: tuple[int, ...]
    total: int | None
    fixed: Decimal = Decimal(0)
    slack: Decimal = Decimal(0)
    name: str = ""
    broken: float = BROKEN
    """What it costs where it does not hold."""

    @property
    def members(self) -> tuple[int, ...]:
        """The variables that take part."""
        return self.parts if self.total is None else (*self.parts, self.total)

    def cost(self, values: Values) -> float:
        """Return 0 where the sum holds exactly."""
        difference = self.difference(values)
        if difference == 0:
            return 0.0
        return ROUNDED if difference is not None and abs(difference) <= self.slack else self.broken

    def difference(self, values: Values) -> Decimal | None:
        """Return total - parts, None where a figure is unlisted."""
        added = self.fixed if self.total is None else values[self.total]
        for part in self.parts:
            value = values[part]
            if added is None or value is None:
                return None
            added -= value
        return added

    def proves(self, values: Values) -> bool:
        """Say whether it holds so that any other figure of a member would break it."""
        return self.difference(values) == 0 and any(values[part] for part in self.parts)


class RateOf(Struct, frozen=True):
    """`rate` is executed / budget, rounded half up to the digits that are printed."""

    budget: int
    executed: int
    rate: int

    @property
    def members(self) -> tuple[int, ...]:
        """The variables that take part."""
        return (self.budget, self.executed, self.rate)

    def cost(self, values: Values) -> float:
        """Return 0 where the printed rate is the rounded quotient."""
        state = self.state(values)
        return 0.0 if state in {"holds", "empty"} else _CUT_OFF if state == "cut off" else BROKEN

    def state(self, values: Values) -> Literal["holds", "cut off", "empty", "broken"]:
        """Say whether the rate is the quotient rounded, cut off, one of nothing, or another number."""
        budget, executed, rate = values[self.budget], values[self.executed], values[self.rate]
        if budget is None or executed is None or rate is None:
            return "broken"
        if rate == BLANK_RATE:
            return "empty"
        if budget == 0:
            return "empty" if executed == 0 and rate in _OF_NOTHING else "broken"
        exact = executed / budget
        step = _ONE.scaleb(int(rate.as_tuple().exponent))
        if abs(exact - rate) >= step:
            return "broken"
        if exact.quantize(step, ROUND_HALF_UP) == rate:
            return "holds"
        return "cut off" if exact.quantize(step, ROUND_DOWN) == rate else "broken"

    def proves(self, values: Values) -> bool:
        """Say whether it holds."""
        return self.state(values) == "holds"


class Expected(Struct, frozen=True):
    """What is expected of a score: weight x executed / budget for the execution's, else mostly the whole weight."""

    score: int
    weight: int
    budget: int | None = None
    executed: int | None = None

    def price(self, score: Decimal | None, values: Values) -> float:
        """Return what a score costs beside the other figures of its row: 0 for the expected one."""
        weight = values[self.weight]
        if score is None or weight is None:
            return 0.0
        earned = self.earned(values)
        as_expected = score == weight if earned is None else _rounds_to(earned, score)
        return 0.0 if as_expected else _UNEXPECTED

    def earned(self, values: Values) -> Decimal | None:
        """Return weight x executed / budget, at most the weight; None where the row has no money."""
        if self.budget is None or self.executed is None:
            return None
        weight, budget, executed = values[self.weight], values[self.budget], values[self.executed]
        if weight is None or budget is None or executed is None or budget == 0:
            return None
        return min(weight, weight * executed / budget)


def _rounds_to(exact: Decimal, printed: Decimal) -> bool:
    step = _ONE.scaleb(int(printed.as_tuple().exponent))
    return abs(exact - printed) < step and exact.quantize(step, ROUND_HALF_UP) == printed


Constraint = Sum | RateOf
