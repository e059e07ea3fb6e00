"""Misread percentages that only the target beside them can prove: `290%` beside `90%` is `≥90%`, `10096` is `100%`."""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers.values.decimal_text import spell
from normalizers.values.figures import Measure
from normalizers.values.numbers import repair_figures

_PERCENT_AS_96 = re.compile("([≥≤<>=]?)([0-9]{1,3}(?:\\.[0-9]{1,2})?)96")
_SIGN_AS_2 = re.compile("2 ?([0-9]{2,3}(?:\\.[0-9]{1,2})?)%")
_LEAST = Decimal("0.1")
"""Of the target, what a misread percentage must reach at least: 196 beside 100 % is 196 and not 1 %."""
_REVIEW = "needs_review"


def prove_by_target(text: str, target: Decimal, unit: str | None) -> Measure | None:
    """Return what a plain text meant whose ≥ was read as 2, or whose % was read as 96; None where nothing proves it.

    `target` and `unit` are what is printed beside it; a repair is always marked, also for review.
    """
    if unit != "%":
        return None
    sign = _SIGN_AS_2.fullmatch(text)
    if sign and sign[1] == spell(target):
        return Measure(target, "%", op="ge", flags=("ocr_ge_as_2", _REVIEW))
    figures = repair_figures(text.replace(" ", "")) or text.replace(" ", "")
    percent = _PERCENT_AS_96.fullmatch(figures)
    if not percent or percent[1] or not 0 < Decimal(percent[2]) <= 100:
        return None
    if target and not _LEAST <= Decimal(percent[2]) / target <= 1 / _LEAST:
        return None
    return Measure(Decimal(percent[2]), "%", flags=("ocr_pct_as_96", _REVIEW))
