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
AGAIN = -math.log(0.3)
"""Another constraint broken by the same figure: one wrong figure on paper breaks all that it takes part in."""
ROUNDED = -math.log(0.02)
"""A sum that is off by no more than rounding its lines explains."""
_CUT_OFF = -math.log(0.03)
"""A rate that is cut off instead of rounded."""
_OTHER_SCALE = -math.log(0.02)
"""A score of the execution that is not weight x rate: some regions score by steps."""
_BELOW_WEIGHT = -math.log(0.02)
"""One given score below the weight; most rows have their whole weight."""
_ONE = Decimal(1)

Values = Sequence[Decimal | None]
"""The figure that each variable has in an assignment, by the variable's number."""


class Sum(Struct, frozen=True):
    """`parts` add up to `total`, a variable or a fixed number; `slack` is what rounding the lines may cost."""

    parts: tuple[int, ...]
    total: int | None
    fixed: Decimal = Decimal(0)
    slack: Decimal = Decimal(0)
    name: str = ""

    @property
    def members(self) -> tuple[int, ...]:
        """The variables that take part."""
        return self.parts if self.total is None else (*self.parts, self.total)

    def cost(self, values: Values) -> float:
        """Return 0 where the sum holds exactly."""
        difference = self.difference(values)
        if difference is None:
            return BROKEN
        if difference == 0:
            return 0.0
        return ROUNDED if abs(difference) <= self.slack else BROKEN

    def difference(self, values: Values) -> Decimal | None:
        """Return total - parts, None where a figure is unlisted."""
        added = self.fixed if self.total is None else values[self.total]
        for part in self.parts:
            value = values[part]
            if added is None or value is None:
                return None
            added -= value
        return added

    def needed(self, values: Values, member: int) -> Decimal | None:
        """Return the figure that `member` must have, the others given."""
        own = values[member]
        difference = self.difference(values)
        if difference is None or own is None:
            return None
        return own - difference if member == self.total else own + difference

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
        return 0.0 if state == "holds" else _CUT_OFF if state == "cut off" else BROKEN

    def state(self, values: Values) -> Literal["holds", "cut off", "broken"]:
        """Say whether the rate is the quotient rounded, cut off, or another number."""
        budget, executed, rate = values[self.budget], values[self.executed], values[self.rate]
        if budget is None or executed is None or rate is None or budget == 0:
            return "broken"
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
        if not 0 <= score <= weight:
            return BROKEN
        earned = self.earned(values)
        if earned is None:
            return 0.0 if score == weight else _BELOW_WEIGHT
        return 0.0 if _rounds_to(earned, score) else _OTHER_SCALE

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
