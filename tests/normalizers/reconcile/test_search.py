from __future__ import annotations

import itertools
import math
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.reconcile.constraints import AGAIN, ANOTHER, BROKEN, Constraint, RateOf, Sum
from normalizers.reconcile.figures import Candidate
from normalizers.reconcile.search import MOST_FIGURES, MOST_STEPS, solve
from normalizers.reconcile.variables import Variable


def variable(*options: tuple[str, float], path: str = "x", read: str | None = "") -> Variable:
    """A figure with its candidates and their probabilities; the first is what was read."""
    listed = tuple(Candidate(Decimal(text), text, -math.log(chance)) for text, chance in options)
    ordered = tuple(sorted(listed, key=lambda one: one.cost))
    taken = None if read is None else Decimal(options[0][0])
    return Variable(path, taken, ordered, f"{path} {options[0][0]}")


def solved(variables: list[Variable], *constraints: Constraint) -> tuple[list[str], list[float]]:
    values, chances = [str(one.read) for one in variables], [1.0] * len(variables)
    for group, outcome in solve(variables, constraints):
        assert outcome.chances is not None
        for number in group:
            values[number], chances[number] = str(outcome.values[number]), outcome.chances[number]
    return values, chances


def test_the_reading_that_makes_the_sum_hold_is_taken() -> None:
    figures = [variable(("100", 1.0)), variable(("30", 1.0)), variable(("40", 0.6), ("70", 0.3))]
    values, chances = solved(figures, Sum((1, 2), 0))
    assert values == ["100", "30", "70"]
    assert chances[2] > 0.998


def test_a_sum_that_holds_proves_an_unsure_reading() -> None:
    figures = [variable(("100", 1.0)), variable(("30", 1.0)), variable(("70", 0.3), ("40", 0.5))]
    values, chances = solved(figures, Sum((1, 2), 0))
    assert (values[2], chances[2] > 0.998) == ("70", True)


def test_two_repairs_that_are_as_good_decide_nothing() -> None:
    figures = [variable(("100", 1.0)), variable(("40", 0.6), ("30", 0.3)), variable(("70", 0.6), ("60", 0.3))]
    _, chances = solved(figures, Sum((1, 2), 0))
    assert chances[1] < 0.7
    assert chances[2] < 0.7


def test_sure_readings_that_do_not_add_up_stay() -> None:
    figures = [variable(("100", 1.0)), variable(("30", 1.0)), variable(("40", 0.9995), ("70", 0.0001))]
    values, _ = solved(figures, Sum((1, 2), 0))
    assert values[2] == "40"


@pytest.mark.parametrize(("fault", "likely"), [("6>8", True), ("", False)])
def test_a_total_and_its_only_part_may_be_misread_alike(fault: str, likely: bool) -> None:
    options = (Candidate(Decimal(888), "888", 0.7), Candidate(Decimal(688), "688", 4.0, fault))
    figures = [Variable(path, Decimal(888), options, "888") for path in ("a", "b")]
    _, chances = solved(figures, Sum((1,), 0))
    assert (chances[0] < 0.998) == likely


def test_a_rate_tells_between_readings_of_an_amount() -> None:
    figures = [variable(("60", 1.0)), variable(("46.32", 0.6), ("56.32", 0.3)), variable(("0.9387", 1.0))]
    values, chances = solved(figures, RateOf(0, 1, 2))
    assert (values[1], chances[1] > 0.99) == ("56.32", True)


def test_an_unreadable_figure_takes_what_adds_up() -> None:
    figures = [variable(("100", 1.0)), variable(("30", 1.0)), variable(("70", 0.2), ("7.0", 0.2), read=None)]
    values, chances = solved(figures, Sum((1, 2), 0))
    assert (values[2], chances[2] > 0.998) == ("70", True)


def test_two_misread_figures_of_one_sum_are_found_together() -> None:
    figures = [
        variable(("100", 1.0)),
        variable(("20", 0.5), ("30", 0.4), path="a"),
        variable(("10", 0.5), ("70", 0.4), path="b"),
    ]
    values, chances = solved(figures, Sum((1, 2), 0))
    assert values == ["100", "30", "70"]
    assert min(chances) > 0.998


def test_too_many_figures_are_left_as_they_are() -> None:
    figures = [variable(("1", 0.5), ("2", 0.4)) for _ in range(MOST_FIGURES + 1)]
    ((group, outcome),) = solve(figures, [Sum(tuple(range(1, len(figures))), 0)])
    assert len(group) == MOST_FIGURES + 1
    assert outcome.chances is None
    assert set(outcome.values) == {Decimal(1)}


def test_a_form_made_to_take_long_is_given_up_in_time() -> None:
    options = [(str(number), 0.03) for number in range(1, 31)]
    figures = [variable(*options, path=str(number)) for number in range(40)]
    constraints: list[Constraint] = [Sum(tuple(range(1, 40)), 0, slack=Decimal(5))]
    constraints += [Sum((number, number + 1, number + 2), number + 3) for number in range(0, 36, 2)]
    started = time.process_time()
    ((_, outcome),) = solve(figures, constraints)
    seconds = time.process_time() - started
    assert outcome.chances is None
    assert seconds < 1, f"{MOST_STEPS} steps take 70 to 150 ms; a second leaves room for a slow machine"


@st.composite
def small_problems(draw: st.DrawFn) -> tuple[list[Variable], list[Constraint]]:
    figures = []
    for place in range(draw(st.integers(2, 4))):
        values = draw(st.lists(st.integers(0, 6), min_size=2, max_size=3, unique=True))
        chances = draw(st.lists(st.sampled_from([0.05, 0.2, 0.3]), min_size=len(values), max_size=len(values)))
        figures.append(variable(*zip(map(str, values), chances, strict=True), path=str(place)))
    places = range(len(figures))
    constraints: list[Constraint] = [Sum(tuple(places[1:]), 0)]
    if len(figures) > 2:
        constraints.append(Sum((2,), 1, slack=Decimal(1)))
    return figures, constraints


@settings(max_examples=150, deadline=None)
@given(small_problems())
def test_no_assignment_is_better_than_the_one_found(problem: tuple[list[Variable], list[Constraint]]) -> None:
    """Every assignment with at most two figures of a sum that are not the likeliest is weighed; none may cost less."""
    figures, constraints = problem
    first, second = constraints[0], constraints[-1]

    def cost(chosen: tuple[Candidate, ...]) -> float:
        values = [one.value for one in chosen]
        costs = [one.cost(values) for one in dict.fromkeys((first, second))]
        broken = [one for one in costs if one >= BROKEN]
        again = AGAIN * (len(broken) - 1) if broken else 0.0
        return sum(one.cost for one in chosen) + sum(one for one in costs if one < BROKEN) + (
            BROKEN + again if broken else 0.0
        )

    def unlikely(chosen: tuple[Candidate, ...]) -> int:
        return sum(one != figure.likeliest for one, figure in zip(chosen, figures, strict=True))

    every = [chosen for chosen in itertools.product(*(one.candidates for one in figures)) if unlikely(chosen) <= 1]
    best = min(map(cost, every))
    values = [one.read for one in figures]
    for group, outcome in solve(figures, constraints):
        for number in group:
            values[number] = outcome.values[number]
    found = tuple(
        next(one for one in figure.candidates if one.value == value)
        for figure, value in zip(figures, values, strict=True)
    )
    assert cost(found) <= best + 1e-9


@pytest.mark.parametrize(
    ("budget", "executed", "rate", "state"),
    [
        ("358745423.41", "332346148.56", "0.9264", "holds"),
        ("60000000", "60641900", "1.0107", "holds"),
        ("60000000", "60641900", "1.0106", "cut off"),
        ("60000000", "60641900", "1.01", "holds"),
        ("60000000", "60641900", "0.1011", "broken"),
        ("0", "5", "0.1", "broken"),
        ("3", "1", "0.31", "broken"),
        ("3", "1", "0.33", "holds"),
    ],
)
def test_rates(budget: str, executed: str, rate: str, state: str) -> None:
    values = [Decimal(budget), Decimal(executed), Decimal(rate)]
    assert RateOf(0, 1, 2).state(values) == state


def test_two_wrong_figures_on_paper_are_less_likely_than_one() -> None:
    """Two sums that share no figure need two errors of the authors; that both ends were misread may be likelier."""
    faulty = [variable(("100", 1.0)), variable(("30", 0.99), ("70", 2e-3)), variable(("30", 1.0))]
    apart = [variable(("200", 1.0)), variable(("130", 0.99), ("170", 2e-3)), variable(("30", 1.0))]
    linked = Sum((1, 4), None, Decimal(240))
    shared = Sum((1, 2), None, Decimal(100))
    _, one = solved(faulty, Sum((1, 2), 0), shared)
    values, two = solved([*faulty, *apart], Sum((1, 2), 0), Sum((4, 5), 3), linked)
    assert (values[1], values[4]) == ("70", "170")
    cheapest = -math.log(2e-3 / 0.99) * 2
    assert BROKEN + AGAIN < cheapest < BROKEN + ANOTHER
    assert one[1] < 0.9


def test_a_misreading_of_one_sum_is_likelier_in_another() -> None:
    def misread(text: str, printed: str) -> Variable:
        fault = Candidate(Decimal(printed), printed, -math.log(1e-4), "4>1")
        return Variable("x", Decimal(text), (Candidate(Decimal(text), text, -math.log(0.99)), fault))

    told = [
        variable(("80", 1.0)),
        variable(("40", 1.0)),
        Variable("x", Decimal(10), (Candidate(Decimal(10), "10", 0.7), Candidate(Decimal(40), "40", 0.7, "4>1"))),
    ]
    apart = [variable(("90", 1.0)), variable(("50", 1.0)), misread("10", "40")]
    _, alone = solved(apart, Sum((1, 2), 0))
    values, chances = solved([*told, *apart], Sum((1, 2), 0), Sum((4, 5), 3))
    assert values[2] == "40"
    assert values[5] == "40" and alone[2] < 0.9 < chances[5]
