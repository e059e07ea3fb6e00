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


def test_a_form_without_points_is_held_by_its_figures() -> None:
    row = msgspec.structs.replace(ROW, weight=None, score=None, value_kind="number")
    line = msgspec.structs.replace(LINE, weight=None, score=None)
    assert settled_rows((line,), (row,), None) == {"funding[1]", "indicators[1]"}
    asserted = msgspec.structs.replace(row, attainment="asserted", value_kind="text")
    assert settled_rows((), (asserted,), None) == frozenset()


def test_a_blank_line_is_settled_by_the_total() -> None:
    blank = msgspec.structs.replace(
        LINE, ordinal=2, source="other", source_label="其他资金", budget=None, executed=None, execution_rate=None,
        execution_rate_computed=None, execution_rate_raw=None,
    )  # fmt: skip
    central = msgspec.structs.replace(blank, ordinal=3, source="central", source_label="中央财政资金")
    whole = msgspec.structs.replace(central, budget=Decimal(300))
    spent = msgspec.structs.replace(whole, executed=Decimal(200))
    assert "funding[2]" in settled_rows((LINE, blank, spent), (), None)
    assert "funding[2]" not in settled_rows((LINE, blank, whole), (), None)
