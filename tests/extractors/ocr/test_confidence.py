from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.ocr.confidence import agreed, alone, disputed, on_poor_paper

CHANCE = st.floats(0, 1)
ROUNDING = 1e-4


@given(CHANCE, CHANCE)
def test_agreement_never_lowers_and_dispute_never_raises_confidence(one: float, two: float) -> None:
    assert agreed(one, two) >= max(one, two) - ROUNDING
    assert disputed(one, two) <= max(one, two) + ROUNDING
    assert disputed(one, two) + disputed(two, one) <= 1 + 2 * ROUNDING


@given(CHANCE)
def test_poor_paper_keeps_the_order_and_lowers(one: float) -> None:
    assert 0 <= on_poor_paper(one) <= alone(one) + ROUNDING
