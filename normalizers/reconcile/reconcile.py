"""The figures of a form to figures that agree: what was misread is put right, what is proved loses its doubt.

Two things are never mixed. Where the reading is unsure and one other reading of it makes everything add up, the reading
is wrong: the figure is repaired, its raw text stays, and the finding `R-repaired` shows the arithmetic. Where the
readings are sure and do not add up, the document is wrong: nothing is changed, and the checks report it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

import msgspec
from msgspec import Struct

from normalizers.forms.funding import computed_rate
from normalizers.forms.funding_sums import AMOUNTS
from normalizers.places import Remark
from normalizers.reconcile.constraints import LEAST_BROKEN, Constraint, Sum
from normalizers.reconcile.echoes import MAY_ECHO, echo_risk
from normalizers.reconcile.explain import explained
from normalizers.reconcile.figures import digits_of
from normalizers.reconcile.form_figures import (
    BLANK,
    SCORES,
    UNTOLD,
    WEIGHTS,
    FormFigures,
    FormReadings,
    form_figures,
)
from normalizers.reconcile.search import Outcome, solve
from normalizers.reconcile.variables import Variable, printed_text
from normalizers.report.mentions import find_mentions
from normalizers.rules import remark
from normalizers.schema import Funding, Indicator

ODDS = 150.0
"""A repair is made only where it is so many times as probable as everything else together, the document's being wrong
included: see `docs/reconciliation.md` for what lower odds cost."""
ODDS_OF_SEPARATORS = 20.0
"""The same where what was read is no figure and the digits stay: `2.298.98`, which nobody prints, for `2,298.98`.
Of 54 repairs that keep the digits, between half and `ODDS`, on faxes and photocopies 52 were right, and the others are
under `MAY_ECHO` now."""
PROVEN = 0.99
"""Probability from which arithmetic takes a doubtful reading's mark away: see the curve in `docs/reconciliation.md`."""


class Bar(Struct, frozen=True):
    """How probable a figure must be to be repaired (as odds) and to need no person's look (as a probability)."""

    odds: float = ODDS
    separators: float = ODDS_OF_SEPARATORS
    proven: float = PROVEN


BAR = Bar()
MOST_AMOUNTS, MOST_POINTS = 2, 1
"""Figures whose digits one equation may repair: a sum of amounts tells many digits, a sum of points two or three."""
_NO_DIGITS = ".,:;·、'"
"""Signs in a reading that cannot be a misread digit, as letters can."""
_TO_BLAME = 0.9
"""Probability up to which a figure may be what breaks a constraint."""
_POINTS = {WEIGHTS: "weight", SCORES: "score"}
_TWICE = 2
"""Independent constraints that must hold for a repaired figure to need no person's look."""


class Reconciled(Struct, frozen=True):
    """The rows with repaired figures, what was repaired, and the paths of figures proved or put in doubt."""

    funding: tuple[Funding, ...]
    indicators: tuple[Indicator, ...]
    score_total: Decimal | None
    remarks: tuple[Remark, ...] = ()
    proven: frozenset[str] = frozenset()
    suspect: frozenset[str] = frozenset()
    repaired: frozenset[str] = frozenset()


class _Verdict(Struct, frozen=True):
    """What is decided about the figures of a form: the values that hold, and what is proved or repaired."""

    values: tuple[Decimal | None, ...]
    likely: tuple[Decimal | None, ...]
    """The values, and what is probable of those that stay unread: arithmetic shows them."""
    proven: frozenset[int] = frozenset()
    repaired: frozenset[int] = frozenset()


def stated_amounts(texts: Sequence[str]) -> frozenset[Decimal]:
    """Return the amounts that texts state, in yuan: `共6064.19万元` -> 60641900."""
    found = (one for text in texts for one in find_mentions(text))
    return frozenset(one.value for one in found if one.kind == "money" and one.value is not None)


def reconcile(form: FormReadings, bar: Bar = BAR) -> Reconciled:
    """Return a form's rows with the figures that its own redundancy proves."""
    figures = form_figures(form)
    money = _decide(figures.variables, figures.constraints, bar)
    variables = _with_expected(figures, money.values)
    scores = _decide(variables, figures.scoring, bar)
    numbers = range(len(variables))
    verdict = _Verdict(
        values=tuple((scores if number in scores.repaired else money).values[number] for number in numbers),
        likely=tuple(
            (scores if number in scores.repaired or money.likely[number] is None else money).likely[number]
            for number in numbers
        ),
        proven=money.proven | scores.proven,
        repaired=money.repaired | scores.repaired,
    )
    return _reconciled(form, variables, (*figures.constraints, *figures.scoring), verdict)


def _with_expected(figures: FormFigures, values: Sequence[Decimal | None]) -> tuple[Variable, ...]:
    """Return the variables, the scores' candidates priced by what the rest of their row lets expect."""
    variables = list(figures.variables)
    for expected in figures.expected:
        variable = variables[expected.score]
        if variable.is_open:
            priced = [
                msgspec.structs.replace(one, cost=one.cost + expected.price(one.value, values))
                for one in variable.candidates
            ]
            candidates = tuple(sorted(priced, key=lambda one: one.cost))
            variables[expected.score] = msgspec.structs.replace(variable, candidates=candidates)
    return tuple(variables)


def _reconciled(
    form: FormReadings, variables: Sequence[Variable], constraints: Sequence[Constraint], verdict: _Verdict
) -> Reconciled:
    values = {
        variables[number].path: verdict.values[number] if printed_text(number, variables, verdict.values) else None
        for number in verdict.repaired
    }
    return Reconciled(
        funding=tuple(_repaired_line(line, values) for line in form.funding),
        indicators=tuple(_repaired_row(row, values) for row in form.indicators),
        score_total=values.get("form.score_total", form.score_total),
        remarks=tuple(_remark(number, variables, constraints, verdict) for number in sorted(verdict.repaired)),
        proven=frozenset(variables[number].path for number in verdict.proven),
        suspect=_suspects(variables, constraints, verdict)
        | _lost_points(form, variables, constraints, verdict)
        | _lost_amounts(form, variables, constraints, verdict),
        repaired=frozenset(values),
    )


def _decide(variables: Sequence[Variable], constraints: Sequence[Constraint], bar: Bar) -> _Verdict:
    """Take over what each group's search found, figure by figure, where it is probable enough."""
    by_member: dict[int, list[Constraint]] = {}
    for constraint in constraints:
        for member in constraint.members:
            by_member.setdefault(member, []).append(constraint)
    repairs: dict[int, Decimal | None] = {}
    chances: dict[int, float] = {}
    unread: dict[int, Decimal | None] = {}
    for group, outcome in solve(variables, constraints):
        if outcome.chances is None:
            continue
        for number in group:
            own = by_member.get(number, [])
            holding = [one for one in own if one.proves(outcome.values)]
            echo = echo_risk(number, holding, variables, outcome)
            chance = outcome.chances[number] - echo
            chances[number] = chance if holding else 0.0
            if outcome.values[number] == variables[number].read:
                continue
            kept = variables[number].read is None and not _other_digits(number, variables, outcome.values)
            odds = bar.separators if kept and echo < MAY_ECHO else bar.odds
            if chances[number] >= odds / (1 + odds) and _is_undisputed(number, own, variables, outcome):
                repairs[number] = outcome.values[number]
                continue
            if variables[number].read is None and chance > _TO_BLAME:
                unread[number] = outcome.values[number]
            chances[number] = 0.0  # what is probable is another figure than the one that stays
    return _verdict(variables, by_member, repairs, unread, chances, bar)


def _is_undisputed(
    number: int, constraints: Sequence[Constraint], variables: Sequence[Variable], outcome: Outcome
) -> bool:
    """Say whether nothing speaks against repairing a figure that is probable enough."""
    if printed_text(number, variables, outcome.values) == UNTOLD:
        return False
    return not _contradicted(number, constraints, outcome) and not _copied(number, variables, outcome)


def _copied(number: int, variables: Sequence[Variable], outcome: Outcome) -> bool:
    """Say whether an amount stands as it was read elsewhere in its line or column too: its authors may have copied it.

    Where they typed the 31 of a source as the total of 81, the recogniser's doubt says nothing.
    """
    variable = variables[number]
    line, _, column = variable.path.partition(".")
    if column not in AMOUNTS or not variable.read or not _other_digits(number, variables, outcome.values):
        return False
    return any(
        other.read == variable.read == outcome.values[place]
        for place, other in enumerate(variables)
        if place != number and (other.path.startswith(f"{line}.") or other.path.endswith(f"].{column}"))
    )


def _other_digits(number: int, variables: Sequence[Variable], values: Sequence[Decimal | None]) -> bool:
    return digits_of(printed_text(number, variables, values)) != digits_of(variables[number].text)


def _verdict(
    variables: Sequence[Variable],
    by_member: dict[int, list[Constraint]],
    repairs: dict[int, Decimal | None],
    unread: dict[int, Decimal | None],
    chances: dict[int, float],
    bar: Bar,
) -> _Verdict:
    """Keep the repairs that agree with the figures as they then are, and with what is probable of those not read.

    A sum of points pays for one only.
    """
    while True:
        values = [repairs.get(number, variable.read) for number, variable in enumerate(variables)]
        likely = [unread.get(number, value) if value is None else value for number, value in enumerate(values)]
        changed = repairs.keys() | unread.keys()
        vain = {
            number
            for number in repairs
            if sum(one.proves(likely) and _pays_for(one, changed, variables, likely) for one in by_member[number])
            < _least_equations(variables[number], printed_text(number, variables, values))
        }
        if not vain:
            break
        repairs = {number: value for number, value in repairs.items() if number not in vain}
        chances = {number: 0.0 if number in vain else chance for number, chance in chances.items()}
    proven = set()
    for number, chance in chances.items():
        holding = sum(one.proves(values) for one in by_member.get(number, []))
        if chance >= bar.proven and holding >= (_TWICE if number in repairs else 1):
            proven.add(number)
    return _Verdict(tuple(values), tuple(likely), frozenset(proven), frozenset(repairs))


def _least_equations(variable: Variable, printed: str) -> int:
    """Return the equations that a repair needs: two where an amount gains or loses a digit, as authors do too."""
    if not variable.path.endswith(AMOUNTS) or not printed:
        return 1
    lengths = {sum(sign not in _NO_DIGITS for sign in one.text) for one in variable.witnesses}
    return 1 if len(digits_of(printed)) in lengths else _TWICE


def _pays_for(
    constraint: Constraint,
    repairs: Set[int],
    variables: Sequence[Variable],
    values: Sequence[Decimal | None],
) -> bool:
    """Say whether a constraint tells enough for the digits that are repaired in it: the sum of points has few."""
    changed = [
        member for member in constraint.members if member in repairs and _other_digits(member, variables, values)
    ]
    points = any(_is_points(variables[member]) for member in constraint.members)
    return len(changed) <= (MOST_POINTS if points else MOST_AMOUNTS)


def _contradicted(number: int, constraints: Sequence[Constraint], outcome: Outcome) -> bool:
    """Say whether a figure takes part in something broken for which no other figure is to blame."""
    chances = outcome.chances or ()
    values = outcome.values
    return any(
        all(chances[member] > _TO_BLAME and values[member] is not None for member in one.members if member != number)
        for one in constraints
        if one.cost(outcome.values) >= LEAST_BROKEN
    )


def _suspects(variables: Sequence[Variable], constraints: Sequence[Constraint], verdict: _Verdict) -> frozenset[str]:
    """Return the recognised figures of what does not hold, and what may be a stroke, unless something proves them.

    Of points only those that were not read surely: one or two digits are not misread with certainty, while a long
    amount loses its point, or a digit under dirt, and the recogniser is as sure as ever.
    """
    suspects = {
        number
        for number, variable in enumerate(variables)
        if number not in verdict.proven and any(one.fault == BLANK for one in variable.candidates)
    }
    for constraint in constraints:
        if constraint.cost(verdict.values) < LEAST_BROKEN:
            continue
        for member in constraint.members:
            variable = variables[member]
            telling = variable.is_open or (bool(verdict.values[member]) and not _is_points(variable))
            if variable.recognised and telling and member not in verdict.proven:
                suspects.add(member)
    return frozenset(variables[number].path for number in suspects)


def _lost_points(
    form: FormReadings, variables: Sequence[Variable], constraints: Sequence[Constraint], verdict: _Verdict
) -> frozenset[str]:
    """Return the recognised rows that lack points where the points of the others do not add up: some may be unread."""
    if not any(variable.recognised for variable in variables):
        return frozenset()
    read = {variable.path for variable in variables}
    broken = {one.name for one in constraints if isinstance(one, Sum) and one.cost(verdict.values) >= LEAST_BROKEN}
    names = [_POINTS[name] for name in broken & _POINTS.keys()]
    lacking = (f"indicators[{row.ordinal}].{name}" for name in names for row in form.indicators)
    return frozenset(path for path in lacking if path not in read)


def _lost_amounts(
    form: FormReadings, variables: Sequence[Variable], constraints: Sequence[Constraint], verdict: _Verdict
) -> frozenset[str]:
    """Return the recognised lines without an amount in a column whose total the other lines do not reach.

    A fax may have lost all of a figure: nothing is read there, and nothing tells it from a blank cell. Lines that come
    to more than their total lack none, and where all others were read surely it is the authors who left one out.
    """
    found = {variable.path: variable for variable in variables if variable.recognised}
    lost: set[str] = set()
    for column in AMOUNTS:
        printed = [f"funding[{line.ordinal}].{column}" for line in form.funding]
        poor = [found[path] for path in printed if path in found and (found[path].is_open or found[path].read is None)]
        sums = [one for one in constraints if isinstance(one, Sum) and one.name == column]
        if poor and not (sums and all(_is_reached(one, verdict.values) for one in sums)):
            lost.update(path for path in printed if path not in found)
    return frozenset(lost)


def _is_reached(total: Sum, values: Sequence[Decimal | None]) -> bool:
    difference = total.difference(values)
    return difference is not None and difference <= total.slack


def _is_points(variable: Variable) -> bool:
    return variable.path.endswith((".weight", ".score", ".score_total"))


def _remark(number: int, variables: Sequence[Variable], constraints: Sequence[Constraint], verdict: _Verdict) -> Remark:
    """Say what was repaired, and show the arithmetic that proves it."""
    variable = variables[number]
    printed = printed_text(number, variables, verdict.values)
    shown = [
        explained(one, verdict.likely)
        for one in constraints
        if number in one.members and one.cost(verdict.likely) < LEAST_BROKEN
    ]
    dirt = printed == variable.text  # the figure is as it was read, and what stood beside it is none of it
    return remark(
        "figure_repaired",
        field=variable.path,
        observed=variable.whole if dirt else variable.text,
        expected=printed,
        doubtful=number not in verdict.proven,
        instead="taken_as_blank" if not printed else "without_dirt" if dirt else "put_right",
        shown="；".join(shown),
    )


def _repaired_line(line: Funding, values: dict[str, Decimal | None]) -> Funding:
    own = _own(f"funding[{line.ordinal}]", values)
    if not own:
        return line
    repaired = msgspec.structs.replace(line, **own)
    computed = computed_rate(repaired.budget, repaired.executed)
    return msgspec.structs.replace(repaired, execution_rate_computed=computed)


def _repaired_row(row: Indicator, values: dict[str, Decimal | None]) -> Indicator:
    own = _own(f"indicators[{row.ordinal}]", values)
    return msgspec.structs.replace(row, **own) if own else row


def _own(row: str, values: dict[str, Decimal | None]) -> dict[str, Decimal | None]:
    """Return the repaired columns of one row."""
    return {path.split(".")[1]: value for path, value in values.items() if path.startswith(f"{row}.")}
