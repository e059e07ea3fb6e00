"""Figures that left nothing, or a stroke, on a poor scan."""

from __future__ import annotations

import msgspec
import pytest

from tests.normalizers.reconcile.test_reconcile import form, read_as


@pytest.mark.parametrize(
    ("total", "confidence", "marked"),
    [
        ("3500000.00", 0.6, True),  # 500,000.00 are missing, and the print is poor: a figure may have been lost
        ("3000000.00", 0.6, False),  # the others come to the total
        ("2900000.00", 0.6, False),  # they come to more
        ("3500000.00", 0.9999, False),  # all was read surely: the authors left it out
    ],
)
def test_a_blank_amount_is_marked_where_the_other_lines_do_not_come_to_their_total(
    total: str, confidence: float, marked: bool
) -> None:
    money = (
        f"年度资金总额 | {total} | 2700000.50 | 90.00%",
        "中央财政资金 | 1800000.00 | 1680000.50 | ",
        "县级财政资金 | 1200000.00 | 1020000.00 | ",
        "其他资金 |  |  | ",
    )
    read = {total: read_as(total, confidence)} if confidence < 0.9995 else {}
    found = form(money, read)
    assert found.funding[3].budget is None
    assert found.funding[3].needs_review is marked


@pytest.mark.parametrize(("other", "marked"), [("95.00%", True), ("0.95", False)])
def test_a_lone_stroke_is_no_whole_rate_beside_rates_with_a_sign(other: str, marked: bool) -> None:
    money = (
        "年度资金总额 | 3000000.00 | 2910000.00 | 0.97",
        "中央财政资金 | 1800000.00 | 1710000.00 | " + other,
        "县级财政资金 | 1200000.00 | 1200000.00 | 1",
    )
    found = form(money, {"1": msgspec.structs.replace(read_as("1", 0.999), doubts=())})
    assert found.funding[2].needs_review is marked
