"""Figures with candidates and the constraints between them to the probability of each candidate: exact, with pruning.

Variables that constraints connect are assigned together, cheapest candidates first. An assignment is dropped as soon as
it must cost MARGIN more than the best one: costs only grow, and a figure other than the likeliest that breaks a sum
needs a second one that mends it, or the sum stays broken. At most two figures of a sum are not the likeliest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from normalizers.reconcile.constraints import AGAIN, ANOTHER, LEAST_BROKEN, ROUNDED, Constraint, RateOf, Sum
from normalizers.reconcile.figures import Candidate
from normalizers.reconcile.systematic import JUST_THIS, PRIOR, SYSTEMATIC, exchanged
from normalizers.reconcile.variables import Variable

MARGIN, BROKEN_MARGIN = 8.0, 6.5
"""An assignment e^8 = 3,000 times less probable than the best one decides nothing; where the likeliest figures do not
agree, there are more assignments to look at, and e^6.5 = 670 must do."""
MOST_STEPS = 10_000
"""Candidates tried for one group of figures, about 70 ms; beyond them nothing is decided, repaired or proved."""
MOST_FIGURES = 60
"""Open figures of one group; a form of five sources has 24 amounts and rates, and no form has more than 60 scores."""
REPEATED = -math.log(0.1)
"""The same misreading once more, such as 4 read as 1: the recogniser, the typeface and the paper are the same."""
_MOST_CHANGES = 4
"""Figures of one sum that may be other than the likeliest where one digit was misread all over the form."""
_LEAST_ERRORS = 2
"""Errors of the authors that there must be else; a single figure is put right by its own candidates."""
_SURELY = 0.99
"""Probability from which a misreading of one group is taken as known for the others of the form."""
_ONE_DIGIT = re.compile("[0-9]>[0-9]")
_ZERO = Decimal(0)
_Blame = tuple[frozenset[int], ...]
"""For each figure that must be wrong on paper, which it may be: those that all constraints have that it broke."""
_LESS = 1e-6
"""What an assignment must cost less to be better."""


class Outcome(Struct, frozen=True):
    """The most probable figure of each variable, and the probability of that figure; None where nothing was decided."""

    values: tuple[Decimal | None, ...]
    chances: tuple[float, ...] | None


def solve(variables: Sequence[Variable], constraints: Sequence[Constraint]) -> list[tuple[tuple[int, ...], Outcome]]:
    """Return for each group of connected open variables their numbers and the outcome for all variables."""
    groups = _groups(variables, constraints)
    found = [(group, _outcome(variables, constraints, group)) for group in groups]
    faults = {group: frozenset(_sure_faults(variables, group, outcome)) for group, outcome in found}
    return [
        (group, _outcome(variables, constraints, group, others))
        if (others := frozenset().union(*(own for other, own in faults.items() if other != group)))
        else (group, outcome)
        for group, outcome in found
    ]


def _outcome(
    variables: Sequence[Variable],
    constraints: Sequence[Constraint],
    group: tuple[int, ...],
    faults: frozenset[str] = frozenset(),
) -> Outcome:
    """Solve one group; `faults` are known to have happened elsewhere on the same paper.

    Where its readings do not agree, one digit may have been misread all over the form.
    """
    if len(group) > MOST_FIGURES:
        return _undecided(variables)
    plain = _Search(variables, constraints, group, faults)
    outcome = plain.outcome()
    if plain.best_broken < _LEAST_ERRORS:
        return outcome
    for printed, read in SYSTEMATIC:
        search = _Search(exchanged(variables, printed, read), constraints, group, faults, _MOST_CHANGES)
        found = search.outcome()
        more = plain.total() + plain.best_broken * JUST_THIS - search.total() - PRIOR
        if found.chances is not None and not search.best_broken and more > 0:
            chance = 1 / (1 + math.exp(-more))
            return Outcome(found.values, tuple(one * chance for one in found.chances))
    return outcome


def _sure_faults(variables: Sequence[Variable], group: tuple[int, ...], outcome: Outcome) -> Iterator[str]:
    """Yield what the recogniser took for what in a group, as far as that is sure."""
    for number in group if outcome.chances is not None else ():
        value = outcome.values[number]
        chosen = next((one for one in variables[number].candidates if one.value == value), None)
        if chosen is not None and (outcome.chances or ())[number] >= _SURELY and _ONE_DIGIT.fullmatch(chosen.fault):
            yield chosen.fault


def _undecided(variables: Sequence[Variable]) -> Outcome:
    return Outcome(tuple(variable.read for variable in variables), None)


def _groups(variables: Sequence[Variable], constraints: Sequence[Constraint]) -> list[tuple[int, ...]]:
    """Return the open variables that constraints connect; a figure that is sure connects nothing."""
    leader = list(range(len(variables)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for constraint in constraints:
        members = [member for member in constraint.members if variables[member].is_open]
        for member in members[1:]:
            leader[find(member)] = find(members[0])
    groups: dict[int, list[int]] = {}
    for number, variable in enumerate(variables):
        if variable.is_open:
            groups.setdefault(find(number), []).append(number)
    return [tuple(members) for members in groups.values()]


class _Balance:
    """A sum while figures are assigned: what its total lacks, the likeliest figures taken until others are."""

    def __init__(self, constraint: Sum, variables: Sequence[Variable], order: Sequence[int]) -> None:
        self.members = frozenset(constraint.members)
        self.slack, self.broken = constraint.slack, constraint.broken
        own = [(place, number) for place, number in enumerate(order) if number in self.members]
        self.places = [(place, number, self.sign(constraint, number)) for place, number in own]
        self.last = self.places[-1][0]
        values = [variables[member].likeliest.value for member in constraint.members]
        self.lacking = constraint.fixed
        for member, value in zip(constraint.members, values, strict=True):
            self.lacking += self.sign(constraint, member) * (value or _ZERO)
        self.unlisted = sum(value is None for value in values)
        self.changes = 0

    @staticmethod
    def sign(constraint: Sum, member: int) -> int:
        """Return 1 for the total, -1 for a part."""
        return 1 if member == constraint.total else -1

    @property
    def cost(self) -> float:
        """Return what the sum costs as it stands."""
        if self.unlisted:
            return self.broken
        return 0.0 if self.lacking == 0 else ROUNDED if abs(self.lacking) <= self.slack else self.broken


class _Search:
    """Walks through the assignments of one group; the other variables keep what was read."""

    def __init__(
        self,
        variables: Sequence[Variable],
        constraints: Sequence[Constraint],
        group: tuple[int, ...],
        faults: frozenset[str] = frozenset(),
        most_changes: int = 1,
    ):
        self.most_changes = most_changes
        self.variables = variables
        own = [one for one in constraints if not set(group).isdisjoint(one.members)]
        self.order = _order(group, own)
        self.values: list[Decimal | None] = [variable.likeliest.value for variable in variables]
        self.sums: list[list[tuple[_Balance, int]]] = [[] for _ in self.order]
        self.rates: list[list[RateOf]] = [[] for _ in self.order]
        self.last: dict[RateOf, int] = {}
        for constraint in own:
            self._place(constraint)
        self.by_value = {number: {one.value: one for one in variables[number].candidates} for number in group}
        self.best, self.best_broken = math.inf, 0
        """Cost of the best assignment, and the errors of the authors that it takes for granted."""
        self.best_values: tuple[Decimal | None, ...] = ()
        self.limit = math.inf
        self.weighing = False
        self.weights: list[dict[Decimal | None, float]] = [{} for _ in self.order]
        self.steps = 0
        self.faults: list[str] = sorted(faults)

    def _place(self, constraint: Constraint) -> None:
        """Note a constraint at each of its variables."""
        places = [place for place, number in enumerate(self.order) if number in constraint.members]
        if isinstance(constraint, Sum):
            balance = _Balance(constraint, self.variables, self.order)
            for place in places:
                self.sums[place].append((balance, balance.sign(constraint, self.order[place])))
            return
        self.last[constraint] = places[-1]
        for place in places:
            self.rates[place].append(constraint)

    def outcome(self) -> Outcome:
        """Return the best assignment and how probable each of its figures is: first look for it, then weigh others."""
        self._walk()
        self.limit = self.best + (BROKEN_MARGIN if self.best_broken else MARGIN)
        self.weighing = True
        self._walk()
        if self.steps > MOST_STEPS:
            return _undecided(self.variables)
        chances = [1.0] * len(self.variables)
        for place, number in enumerate(self.order):
            weights = self.weights[place]
            chances[number] = weights[self.best_values[number]] / sum(weights.values())
        return Outcome(self.best_values, tuple(chances))

    def total(self) -> float:
        """Return what the best assignment costs in all, the readings as they are included."""
        return self.best + sum(self.variables[number].likeliest.cost for number in self.order)

    def _walk(self) -> None:
        if self.steps <= MOST_STEPS:
            self.steps = 0
            self._assign(0, 0.0, ())

    def _assign(self, place: int, cost: float, broken: _Blame) -> None:
        if place == len(self.order):
            self._arrive(cost, broken)
            return
        variable = self.variables[self.order[place]]
        for candidate in self._worth_trying(place, variable):
            own = self._price(variable, candidate)
            if cost + own > self.limit:
                if not self.faults:
                    break
                continue
            self.steps += 1
            if self.steps > MOST_STEPS:
                break
            self._try(place, variable, candidate, cost + own, broken)

    def _price(self, variable: Variable, candidate: Candidate) -> float:
        """Return what a candidate costs more than the likeliest one; a fault that happened before costs less."""
        repeated = bool(candidate.fault) and candidate.fault in self.faults
        cost = min(candidate.cost, REPEATED) if repeated else candidate.cost
        return max(0.0, cost - variable.likeliest.cost)

    def _worth_trying(self, place: int, variable: Variable) -> Sequence[Candidate]:
        """Return all candidates; where a sum was changed once, the likeliest and the one that mends it."""
        likeliest = variable.likeliest.value
        allowed: set[Decimal | None] | None = None
        for balance, sign in self.sums[place]:
            if balance.changes < self.most_changes or balance.unlisted or likeliest is None:
                continue
            mended: set[Decimal | None] = {likeliest, likeliest - sign * balance.lacking}
            allowed = mended if allowed is None else allowed & mended
        if allowed is None:
            return variable.candidates
        known = self.by_value[self.order[place]]
        return [known[value] for value in allowed if value in known]

    def _try(self, place: int, variable: Variable, candidate: Candidate, cost: float, broken: _Blame) -> None:
        """Go on with one candidate, unless it must cost too much; everything is put back afterwards."""
        number, likeliest = self.order[place], variable.likeliest.value
        self.values[number] = candidate.value
        self._balance(place, likeliest, candidate.value, 1)
        known = len(self.faults)
        if candidate.fault:
            self.faults.append(candidate.fault)
        extra, now_broken = self._closing_cost(place, broken)
        if cost + extra + self._waiting_cost(place, now_broken) <= self.limit:
            self._assign(place + 1, cost + extra, now_broken)
        del self.faults[known:]
        self._balance(place, likeliest, candidate.value, -1)
        self.values[number] = likeliest

    def _balance(self, place: int, likeliest: Decimal | None, value: Decimal | None, step: int) -> None:
        """Book a figure in the sums that it takes part in (step 1), or take it out again (-1)."""
        if value == likeliest:
            return
        for balance, sign in self.sums[place]:
            balance.changes += step
            balance.unlisted += step * ((value is None) - (likeliest is None))
            balance.lacking += step * sign * ((value or _ZERO) - (likeliest or _ZERO))

    def _closing_cost(self, place: int, broken: _Blame) -> tuple[float, _Blame]:
        """Return what the constraints cost whose last variable was assigned, and who is to blame for broken ones."""
        costs = [(balance.cost, balance.members) for balance, _ in self.sums[place] if balance.last == place]
        costs += [
            (rate.cost(self.values), frozenset(rate.members)) for rate in self.rates[place] if self.last[rate] == place
        ]
        total = 0.0
        for cost, members in costs:
            if cost >= LEAST_BROKEN:
                # a figure that nobody can list is to blame alone: the others may be right for all that this says
                blamed = frozenset(one for one in members if self.values[one] is None) or members
                more, broken = _blamed(broken, blamed, cost)
                total += more
            else:
                total += cost
        return total, broken

    def _waiting_cost(self, place: int, broken: _Blame) -> float:
        """Return what the sums of a figure that are broken so far and still open must cost at least."""
        return max(
            (
                min(AGAIN if broken else balance.broken, self._mending_cost(place, balance))
                for balance, _ in self.sums[place]
                if balance.last > place and balance.cost >= LEAST_BROKEN
            ),
            default=0.0,
        )

    def _mending_cost(self, place: int, balance: _Balance) -> float:
        """Return what the cheapest later figure costs more than the likeliest that mends a sum."""
        if self.most_changes > 1:
            return 0.0
        if balance.changes > 1 or balance.unlisted:
            return math.inf
        least = math.inf
        for later, number, sign in balance.places:
            variable = self.variables[number]
            likeliest = variable.likeliest.value
            if later <= place or likeliest is None:
                continue
            mending = self.by_value[number].get(likeliest - sign * balance.lacking)
            if mending is not None:
                least = min(least, self._price(variable, mending))
        return least

    def _arrive(self, cost: float, broken: _Blame) -> None:
        if not self.weighing:
            if cost < self.best:
                self.best, self.best_broken, self.best_values = cost, len(broken), tuple(self.values)
                self.limit = cost - _LESS
            return
        weight = math.exp(self.best - cost)
        for place, number in enumerate(self.order):
            weights = self.weights[place]
            weights[self.values[number]] = weights.get(self.values[number], 0.0) + weight


def _blamed(broken: _Blame, members: frozenset[int], cost: float) -> tuple[float, _Blame]:
    """Return what a broken constraint costs beside others, and who is to blame: one figure for as many as it can."""
    for place, one in enumerate(broken):
        if not one.isdisjoint(members):
            return AGAIN, (*broken[:place], one & members, *broken[place + 1 :])
    return (min(cost, ANOTHER) if broken else cost), (*broken, members)


def _order(group: tuple[int, ...], constraints: Sequence[Constraint]) -> tuple[int, ...]:
    """Return the variables so that constraints close early: those of the smallest constraint left come next."""
    left = set(group)
    order: list[int] = []
    while left:
        pending = [[member for member in one.members if member in left] for one in constraints]
        waiting = [members for members in pending if members]
        chosen = min(waiting, key=len) if waiting else sorted(left)
        order.extend(chosen)
        left.difference_update(chosen)
    return tuple(order)
