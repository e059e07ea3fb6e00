"""The figures of a form to figures that agree: what was misread is put right, what is proved loses its doubt.

Two things are never mixed. Where the reading is unsure and one other reading of it makes everything add up, the reading
is wrong: the figure is repaired, its raw text stays, and the finding `R-repaired` shows the arithmetic. Where the
readings are sure and do not add up, the document is wrong: nothing is changed, and the checks report it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from normalizers.funding import computed_rate
from normalizers.mentions import find_mentions
from normalizers.places import Remark
from normalizers.reconcile.constraints import BROKEN, Constraint
from normalizers.reconcile.explain import explained
from normalizers.reconcile.form_figures import FormFigures, FormReadings, form_figures
from normalizers.reconcile.search import Outcome, Variable, solve
from normalizers.schema import Funding, Indicator

ODDS = 300.0
"""A repair is made only where it is so many times as probable as everything else together, the document's being wrong
included: see `docs/reconciliation.md` for what lower odds cost."""
PROVEN = 0.998
"""Probability from which arithmetic takes a doubtful reading's mark away: see the curve in `docs/reconciliation.md`."""


class Bar(Struct, frozen=True):
    """How probable a figure must be to be repaired (as odds) and to need no person's look (as a probability)."""

    odds: float = ODDS
    proven: float = PROVEN


BAR = Bar()
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
    verdict = _Verdict(
        values=tuple(
            scores.values[number] if number in scores.repaired else value for number, value in enumerate(money.values)
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
        variables[number].path: verdict.values[number] if _printed(number, variables, verdict) else None
        for number in verdict.repaired
    }
    return Reconciled(
        funding=tuple(_repaired_line(line, values) for line in form.funding),
        indicators=tuple(_repaired_row(row, values) for row in form.indicators),
        score_total=values.get("form.score_total", form.score_total),
        remarks=tuple(_remark(number, variables, constraints, verdict) for number in sorted(verdict.repaired)),
        proven=frozenset(variables[number].path for number in verdict.proven),
        suspect=_suspects(variables, constraints, verdict),
        repaired=frozenset(values),
    )


def _decide(variables: Sequence[Variable], constraints: Sequence[Constraint], bar: Bar) -> _Verdict:
    """Take over what each group's search found, figure by figure, where it is probable enough."""
    values = [variable.read for variable in variables]
    by_member: dict[int, list[Constraint]] = {}
    for constraint in constraints:
        for member in constraint.members:
            by_member.setdefault(member, []).append(constraint)
    proven: set[int] = set()
    repaired: set[int] = set()
    for group, outcome in solve(variables, constraints):
        if outcome.chances is None:
            continue
        for number in group:
            chance = outcome.chances[number]
            own = by_member.get(number, [])
            holding = sum(one.proves(outcome.values) for one in own)
            if outcome.values[number] == variables[number].read:
                if holding and chance >= bar.proven:
                    proven.add(number)
            elif holding and chance >= bar.odds / (1 + bar.odds) and _all_hold(own, outcome):
                values[number] = outcome.values[number]
                repaired.add(number)
                if holding >= _TWICE and chance >= bar.proven:
                    proven.add(number)
    return _Verdict(tuple(values), frozenset(proven), frozenset(repaired))


def _all_hold(constraints: Sequence[Constraint], outcome: Outcome) -> bool:
    """Say whether nothing that a figure takes part in is broken."""
    return all(one.cost(outcome.values) < BROKEN for one in constraints)


def _suspects(
    variables: Sequence[Variable], constraints: Sequence[Constraint], verdict: _Verdict
) -> frozenset[str]:
    """Return the recognised figures of what does not hold, unless something else proves them.

    Where some of them were read less surely than others, only these are suspected. Points are one or two digits, which
    are not misread with certainty; a long amount loses its point and nobody notices.
    """
    suspects: set[int] = set()
    for constraint in constraints:
        if constraint.cost(verdict.values) < BROKEN:
            continue
        members = [member for member in constraint.members if member not in verdict.proven]
        unsure = [member for member in members if variables[member].is_open]
        sure = [member for member in members if verdict.values[member] and not _is_points(variables[member])]
        suspects.update(unsure or sure)
    return frozenset(variables[number].path for number in suspects if variables[number].recognised)


def _is_points(variable: Variable) -> bool:
    return variable.path.endswith((".weight", ".score", ".score_total"))


def _printed(number: int, variables: Sequence[Variable], verdict: _Verdict) -> str:
    """Return the text of a repaired figure as it must be printed, '' for a blank cell."""
    return next(one.text for one in variables[number].candidates if one.value == verdict.values[number])


def _remark(
    number: int, variables: Sequence[Variable], constraints: Sequence[Constraint], verdict: _Verdict
) -> Remark:
    """Say what was repaired, and show the arithmetic that proves it."""
    variable = variables[number]
    printed = _printed(number, variables, verdict)
    instead = f"更正为“{printed}”" if printed else "按空白处理"
    shown = [
        explained(one, verdict.values)
        for one in constraints
        if number in one.members and one.cost(verdict.values) < BROKEN
    ]
    return Remark(
        rule="R-repaired",
        name="figure_repaired",
        severity="warning",
        message=f"识别的“{variable.text}”有误，按表内勾稽关系{instead}：{'；'.join(shown)}",
        field=variable.path,
        observed=variable.text,
        expected=printed,
        doubtful=number not in verdict.proven,
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
