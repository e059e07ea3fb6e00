"""Figures that prove each other to how probably both were misread alike: a total and its only source.

On one page the recogniser that took `409,500` for `109,500` once does so again, and the sum holds all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from normalizers.reconcile.constraints import Constraint, RateOf
from normalizers.reconcile.figures import digits_of
from normalizers.reconcile.search import Outcome
from normalizers.reconcile.systematic import without_strokes
from normalizers.reconcile.variables import Variable, printed_text

ECHO = 0.05
"""Probability that a figure which was misread once is misread alike a second time on the same page: of 74 misread ones
on faxes and photocopies that stand twice in their form 4 had the same wrong digits both times."""
MAY_ECHO = 0.01
"""Probability of having been misread twice alike from which digits that stay need `ODDS` too: readers of the form took
one digit for another."""
SURE_DIGITS = 0.998
"""Probability that the digits of a figure are right that was read without any doubt: of 2772 on faxes and photocopies,
many in print of 6 points, 21 had a fault, most of them in a separator."""
AGREED_DIGITS = 0.96
"""The same of a figure with broken separators of which all readers saw the same digits, on paper that shows no digit
taken for another: of 312 on faxes and photocopies 300."""


def echo_risk(number: int, holding: Sequence[Constraint], variables: Sequence[Variable], outcome: Outcome) -> float:
    """Return how probably a figure is wrong although what proves it holds, because it was misread twice alike.

    That is so where all that holds are equations between figures of the same digits: a total and its only source,
    spending that is the whole budget.
    """
    echoes = [_echo(number, one, variables, outcome.values) for one in holding]
    if not echoes or any(other is None for other in echoes):
        return 0.0
    alike = ECHO * (1 - _known_digits(number, variables, outcome.values))
    return min(alike, *(1 - _known_digits(other, variables, outcome.values) for other in echoes if other is not None))


def _known_digits(number: int, variables: Sequence[Variable], values: Sequence[Decimal | None]) -> float:
    """Return how surely the digits of a figure were read, its separators aside."""
    variable = variables[number]
    if not variable.is_open:
        return SURE_DIGITS
    digits = digits_of(printed_text(number, variables, values))
    if all(digits_of(one.text) == digits for one in variable.witnesses) and not _confuses_digits(variables):
        return max(AGREED_DIGITS, variable.witnesses[0].chance) if variable.witnesses else SURE_DIGITS
    return min(SURE_DIGITS, sum(one.chance for one in variable.witnesses if digits_of(one.text) == digits))


def _confuses_digits(variables: Sequence[Variable]) -> bool:
    """Say whether readers of any figure of the form took one digit for another: `149.31`, `119.31`."""
    return any(_taken_for_each_other({digits_of(one.text) for one in variable.witnesses}) for variable in variables)


def _taken_for_each_other(read: set[str]) -> bool:
    """Say whether two readings are one digit apart, or those that lost strokes."""
    return any(
        len(one) == len(other)
        and (
            sum(a != b for a, b in zip(one, other, strict=True)) == 1 or without_strokes(one) == without_strokes(other)
        )
        for one, other in combinations(sorted(read), 2)
    )


def _echo(
    number: int, constraint: Constraint, variables: Sequence[Variable], values: Sequence[Decimal | None]
) -> int | None:
    """Return the only other figure that a constraint compares a figure with, if one reading has the same digits.

    Digits that have lost their strokes are the same: `7,711.9363` beside `7,744.9363`.
    """
    if isinstance(constraint, RateOf):
        others = [member for member in (constraint.budget, constraint.executed) if member != number]
    else:
        others = [member for member in constraint.members if member != number and values[member]]
    texts = (variables[number].text, *(one.text for one in variables[number].witnesses))
    own = {without_strokes(digits_of(text)) for text in texts}
    alike = len(others) == 1 and without_strokes(digits_of(variables[others[0]].text)) in own
    return others[0] if alike else None
