"""Misread percentages that a target proves."""

from __future__ import annotations

from decimal import Decimal

from normalizers.values.figures import Measure
from normalizers.values.ocr_proofs import prove_by_target


def test_sign_read_as_two() -> None:
    proved = prove_by_target("290%", Decimal(90), "%")
    assert proved == Measure(Decimal(90), "%", op="ge", flags=("ocr_ge_as_2", "needs_review"))
    assert prove_by_target("292%", Decimal(90), "%") is None


def test_percent_read_as_96() -> None:
    proved = prove_by_target("10096", Decimal(100), "%")
    assert proved == Measure(Decimal(100), "%", flags=("ocr_pct_as_96", "needs_review"))
    assert prove_by_target("96", Decimal(100), "%") is None
    assert prove_by_target("20096", Decimal(100), "%") is None


def test_only_a_target_in_percent_proves() -> None:
    assert prove_by_target("10096", Decimal(100), "人") is None
    assert prove_by_target("290%", Decimal(90), None) is None
