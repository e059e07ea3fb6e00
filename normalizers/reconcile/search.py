"""Figures with candidates and the constraints between them to the probability of each candidate: exact, with pruning.

Variables that constraints connect are assigned together, cheapest candidates first. An assignment is dropped as soon as
it must cost MARGIN more than the best one: costs only grow, and a changed figure that breaks a sum needs a second one
that mends it, or the sum stays broken. At most two figures that could be read are changed in one sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from normalizers.reconcile.constraints import AGAIN, BROKEN, ROUNDED, Constraint, Sum
from normalizers.reconcile.figures import Candidate

MARGIN = 9.0
"""An assignment e^9 = 8,000 times less probable than the best one decides nothing."""
MOST_STEPS = 3_000
"""Candidates tried for one group of figures, about 20 ms; beyond them nothing is decided, repaired or proved."""
MOST_FIGURES = 60
"""Open figures of one group; a form of five sources has 24 amounts and rates, and no form has more than 60 scores."""
REPEATED = -math.log(0.1)
"""The same text misread in the same way once more: the recogniser, the typeface and the paper are the same."""
_ZERO = Decimal(0)


class Variable(Struct, frozen=True):
    """One figure of the form. `read` is the figure as the reading has it, None where it is unreadable."""

    path: str
    read: Decimal | None
    candidates: tuple[Candidate, ...]
    """The cheapest first; one only where the reading is not open to doubt."""
    text: str = ""
    """The reading's text."""
    recognised: bool = False
    """A recogniser read it, ours or that of whoever exported the text; a PDF's own text is what is printed."""

    @property
    def is_open(self) -> bool:
        """Say whether the reading may be wrong."""
        return len(self.candidates) > 1


class Outcome(Struct, frozen=True):
    """The most probable figure of each variable, and the probability of that figure; None where nothing was decided."""

    values: tuple[Decimal | None, ...]
    chances: tuple[float, ...] | None


def solve(variables: Sequence[Variable], constraints: Sequence[Constraint]) -> list[tuple[tuple[int, ...], Outcome]]:
    """Return for each group of connected open variables their numbers and the outcome for all variables."""
    return [(group, _outcome(variables, constraints, group)) for group in _groups(variables, constraints)]


def _outcome(variables: Sequence[Variable], constraints: Sequence[Constraint], group: tuple[int, ...]) -> Outcome:
    if len(group) > MOST_FIGURES:
        return _undecided(variables)
    return _Search(variables, constraints, group).outcome()


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
    """A sum while figures are assigned: what its total lacks, figures not read yet counted as read."""

    def __init__(self, constraint: Sum, variables: Sequence[Variable], order: Sequence[int]) -> None:
        self.members = frozenset(constraint.members)
        self.slack = constraint.slack
        self.last = max(place for place, number in enumerate(order) if number in self.members)
        self.lacking = constraint.fixed
        for member in constraint.members:
            self.lacking += self.sign(constraint, member) * (variables[member].read or _ZERO)
        self.open = sum(variables[member].read is None for member in constraint.members)
        self.unlisted = sum(variables[member].read is None and not variables[member].is_open for member in self.members)
        self.changes = 0

    @staticmethod
    def sign(constraint: Sum, member: int) -> int:
        """Return 1 for the total, -1 for a part."""
        return 1 if member == constraint.total else -1

    @property
    def cost(self) -> float:
        """Return what the sum costs as it stands."""
        if self.unlisted:
            return BROKEN
        return 0.0 if self.lacking == 0 else ROUNDED if abs(self.lacking) <= self.slack else BROKEN


class _Search:
    """Walks through the assignments of one group; the other variables keep what was read."""

    def __init__(self, variables: Sequence[Variable], constraints: Sequence[Constraint], group: tuple[int, ...]):
        self.variables = variables
        own = [one for one in constraints if not set(group).isdisjoint(one.members)]
        self.order = _order(group, own)
        self.values: list[Decimal | None] = [variable.read for variable in variables]
        self.sums: list[list[tuple[_Balance, int]]] = [[] for _ in self.order]
        self.closing: list[list[Constraint]] = [[] for _ in self.order]
        for constraint in own:
            self._place(constraint)
        self.best = math.inf
        self.best_values: tuple[Decimal | None, ...] = ()
        self.weights: list[dict[Decimal | None, float]] = [{} for _ in self.order]
        self.steps = 0
        self.changes: list[tuple[str, Decimal | None]] = []

    def _place(self, constraint: Constraint) -> None:
        """Note a sum at each of its variables, any other constraint where its last variable is assigned."""
        places = [place for place, number in enumerate(self.order) if number in constraint.members]
        if isinstance(constraint, Sum):
            balance = _Balance(constraint, self.variables, self.order)
            for place in places:
                self.sums[place].append((balance, balance.sign(constraint, self.order[place])))
        else:
            self.closing[places[-1]].append(constraint)

    def outcome(self) -> Outcome:
        """Return the best assignment and how probable each of its figures is."""
        self._assign(0, 0.0, frozenset())
        if self.steps > MOST_STEPS or not self.best_values:
            return _undecided(self.variables)
        chances = [1.0] * len(self.variables)
        for place, number in enumerate(self.order):
            weights = self.weights[place]
            chances[number] = weights[self.best_values[number]] / sum(weights.values())
        return Outcome(self.best_values, tuple(chances))

    def _assign(self, place: int, cost: float, broken: frozenset[int]) -> None:
        if place == len(self.order):
            self._arrive(cost)
            return
        variable = self.variables[self.order[place]]
        repeats = any(text == variable.text for text, _ in self.changes)
        mending = self._mending(place, variable)
        for candidate in variable.candidates:
            limit = self.best + MARGIN - cost
            if candidate.cost > limit and not repeats:
                break
            own = self._own_cost(variable, candidate)
            if own > limit or not (mending is None or candidate.value in mending):
                continue
            self.steps += 1
            if self.steps > MOST_STEPS:
                break
            self._try(place, variable, candidate.value, cost + own, broken)

    def _mending(self, place: int, variable: Variable) -> frozenset[Decimal | None] | None:
        """Return the figures worth trying where a sum was changed once: as read, or what mends it; None for all."""
        allowed: frozenset[Decimal | None] | None = None
        for balance, sign in self.sums[place]:
            if not balance.changes or variable.read is None or balance.open:
                continue
            mended = frozenset((variable.read, variable.read - sign * balance.lacking))
            allowed = mended if allowed is None else allowed & mended
        return allowed

    def _try(
        self, place: int, variable: Variable, value: Decimal | None, cost: float, broken: frozenset[int]
    ) -> None:
        """Go on with one candidate, unless it must cost too much; everything is put back afterwards."""
        number = self.order[place]
        changed = value != variable.read
        self.values[number] = value
        self._balance(place, variable, value, 1)
        extra, now_broken = self._closing_cost(place, broken)
        if cost + extra + self._waiting_cost(place, now_broken) <= self.best + MARGIN:
            if changed:
                self.changes.append((variable.text, value))
            self._assign(place + 1, cost + extra, now_broken)
            if changed:
                self.changes.pop()
        self._balance(place, variable, value, -1)
        self.values[number] = variable.read

    def _balance(self, place: int, variable: Variable, value: Decimal | None, step: int) -> None:
        """Book a figure in the sums that it takes part in (step 1), or take it out again (-1)."""
        for balance, sign in self.sums[place]:
            if variable.read is None:
                balance.open -= step
            elif value != variable.read:
                balance.changes += step
            if value is None:
                balance.unlisted += step
            else:
                balance.lacking += step * sign * (value - (variable.read or _ZERO))

    def _own_cost(self, variable: Variable, candidate: Candidate) -> float:
        """Return a candidate's cost; a misreading that another cell with the same text shares costs less."""
        if candidate.value != variable.read and (variable.text, candidate.value) in self.changes:
            return min(candidate.cost, REPEATED)
        return candidate.cost

    def _closing_cost(self, place: int, broken: frozenset[int]) -> tuple[float, frozenset[int]]:
        """Return what the constraints cost whose last variable was assigned, and the variables in broken ones."""
        costs = [(balance.cost, balance.members) for balance, _ in self.sums[place] if balance.last == place]
        costs += [(one.cost(self.values), frozenset(one.members)) for one in self.closing[place]]
        total = 0.0
        for cost, members in costs:
            if cost >= BROKEN:
                total += BROKEN if broken.isdisjoint(members) else AGAIN
                broken |= members
            else:
                total += cost
        return total, broken

    def _waiting_cost(self, place: int, broken: frozenset[int]) -> float:
        """Return what sums with figures still to come must cost at least: a sum changed twice in vain stays broken."""
        for balance, _ in self.sums[place]:
            lost = balance.changes > 1 and not balance.open and balance.cost >= BROKEN
            if balance.last > place and (lost or balance.unlisted):
                return AGAIN if broken else BROKEN
        return 0.0

    def _arrive(self, cost: float) -> None:
        if cost < self.best:
            self._rescale(cost)
            self.best_values = tuple(self.values)
        weight = math.exp(self.best - cost)
        for place, number in enumerate(self.order):
            weights = self.weights[place]
            weights[self.values[number]] = weights.get(self.values[number], 0.0) + weight

    def _rescale(self, cost: float) -> None:
        factor = math.exp(cost - self.best) if self.best < math.inf else 0.0
        for weights in self.weights:
            for value in weights:
                weights[value] *= factor
        self.best = cost


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
