"""Rows of forms without upright rules that prove themselves."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from normalizers.forms.settled_rows import settled_rows
from normalizers.schema import Funding, Indicator

ROW = Indicator(
    form_id="f", doc_id="d", ordinal=1, level1="产出指标", level2="数量指标", level1_raw="产出指标",
    level2_raw="数量指标",
    level3="护林员人数", target_raw="≥100人", actual_raw="105人", attainment="met",
    weight=Decimal(90), score=Decimal(90),
)  # fmt: skip
LINE = Funding(
    form_id="f", doc_id="d", ordinal=1, source="total", source_label="年度资金总额", budget=Decimal(300),
    executed=Decimal(200), execution_rate=Decimal("0.6667"), execution_rate_computed=Decimal("0.666667"),
    execution_rate_raw="66.67%", weight=Decimal(10), score=Decimal("6.7"),
)  # fmt: skip


def test_a_whole_form_of_a_hundred_points_needs_no_look() -> None:
    assert settled_rows((LINE,), (ROW,), Decimal("96.7")) == {"funding[1]", "indicators[1]"}


@pytest.mark.parametrize(
    "changed",
    [
        {"level2_raw": "数量指标绩"},
        {"level3": "合理性"},
        {"score": None},
        {"reason": "90"},
        {"attainment": "not_comparable"},
        {"weight": Decimal(80), "score": Decimal(80)},
    ],
)
def test_a_row_that_may_have_been_cut_does(changed: dict[str, object]) -> None:
    row = msgspec.structs.replace(ROW, **changed)
    assert "indicators[1]" not in settled_rows((LINE,), (row,), Decimal("96.7"))


@pytest.mark.parametrize(
    "changed", [{"source_label": "资金总额其中"}, {"execution_rate": Decimal("0.67")}, {"execution_rate": None}]
)
def test_a_line_of_money_that_may_have_been_cut_does(changed: dict[str, object]) -> None:
    line = msgspec.structs.replace(LINE, **changed)
    assert "funding[1]" not in settled_rows((line,), (ROW,), None)
