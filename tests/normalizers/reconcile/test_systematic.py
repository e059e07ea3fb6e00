"""One digit read for another all over a form."""

from __future__ import annotations

import math
from decimal import Decimal

from normalizers.reconcile.constraints import RateOf, Sum
from normalizers.reconcile.figures import Candidate
from normalizers.reconcile.search import solve
from normalizers.reconcile.systematic import exchanged, without_strokes
from normalizers.reconcile.variables import Variable


def read(text: str, chance: float = 0.99) -> Variable:
    """A figure of which no reading but one is known."""
    value = Decimal(text.rstrip("%")) / (100 if "%" in text else 1)
    unlisted = Candidate(None, "", -math.log(1 - chance))
    return Variable("x", value, (Candidate(value, text, -math.log(chance)), unlisted), text)


def test_the_digit_may_stand_in_several_places() -> None:
    (found,) = exchanged([read("1131")], "4", "1")
    texts = {one.text: one.cost for one in found.candidates if one.value is not None}
    assert {"1131", "4131", "1431", "1134", "4431", "4134", "1434", "4434"} >= set(texts)
    assert texts["1131"] < texts["4131"] < texts["4434"]
    sure = Variable("x", Decimal(11), (Candidate(Decimal(11), "11", 0.0),), "11")
    assert exchanged([sure], "4", "1") == (sure,)


def test_figures_that_all_lost_their_fours_are_found_together() -> None:
    """Printed 7445 of which 5694.68, 6444 of which 6094.42, 13889 of which 11789.10: each 4 was read as 1."""
    figures = [read("13889"), read("11789.10"), read("84.88%"), read("7115"), read("5691.68"), read("76.19%")]
    figures += [read("6111"), read("6091.12"), read("94.58%")]
    owed = [Sum((3, 6), 0), Sum((4, 7), 1), RateOf(0, 1, 2), RateOf(3, 4, 5), RateOf(6, 7, 8)]
    ((_, outcome),) = solve(figures, owed)
    assert [str(value.normalize()) for value in outcome.values if value is not None] == [
        "13889", "11789.1", "0.8488", "7445", "5694.68", "0.7649", "6444", "6094.42", "0.9458",
    ]  # fmt: skip
    assert outcome.chances is not None
    assert min(outcome.chances) > 0.5


def test_one_sum_that_fails_tells_nothing_of_the_paper() -> None:
    figures = [read("100"), read("40"), read("11")]
    ((_, outcome),) = solve(figures, [Sum((1, 2), 0)])
    assert outcome.values[2] in {Decimal(11), None}


def test_digits_without_the_strokes_that_faxes_lose() -> None:
    assert without_strokes("7744.4") == without_strokes("7711.1") == "7711.1"
    assert without_strokes("8036") == "8036"
