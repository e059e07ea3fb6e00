from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.ocr.confidence import agreed, alone, disputed, voted

CHANCE = st.floats(0, 1)
ROUNDING = 2e-4


@given(CHANCE, CHANCE, st.booleans())
def test_agreement_never_lowers_and_dispute_never_raises_confidence(one: float, two: float, poor: bool) -> None:
    alone_sure = max(alone(one, poor=poor), alone(two, poor=poor))
    assert agreed(one, two, poor=poor) >= alone_sure - ROUNDING
    assert disputed(one, two, poor=poor) <= alone_sure + ROUNDING


@given(CHANCE, CHANCE, st.booleans())
def test_a_surer_model_makes_a_surer_reading(one: float, two: float, poor: bool) -> None:
    low, high = sorted((one, two))
    assert 0 <= alone(low, poor=poor) <= alone(high, poor=poor) <= 1


@given(CHANCE)
def test_poor_paper_lowers(one: float) -> None:
    assert alone(one, poor=True) <= alone(one)


@pytest.mark.parametrize("poor", [False, True])
def test_the_larger_the_majority_the_surer(poor: bool) -> None:
    sure = [voted([0.99] * agreeing, against, poor=poor) for agreeing, against in ((1, 2), (2, 1), (3, 1), (3, 0))]
    assert sure == sorted(sure)
    assert sure[0] < 0.5 < sure[-1]


def test_no_majority_is_believed_that_passes_over_ink() -> None:
    assert voted([0.6, 0.6, 0.6], 0) < 0.5
