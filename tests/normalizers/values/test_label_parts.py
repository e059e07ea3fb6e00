"""Labels taken apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.label_parts import (
    LabelParts,
    bare_label,
    indicator_name,
    split_coded_name,
    take_apart_label,
)


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("产出指标（70分）", LabelParts("产出指标", Decimal(70))),
        ("满意度指标(10分", LabelParts("满意度指标", Decimal(10))),
        ("质量指标(15)", LabelParts("质量指标", Decimal(15))),
        ("预算执行情况(万元)(20分)", LabelParts("预算执行情况", Decimal(20), "万元")),
        ("年度绩效目标1（40分）", LabelParts("年度绩效目标", Decimal(40), index=1)),
        ("得分(20分*执行率)", LabelParts("得分", Decimal(20), weighted_rate=True)),
        ("项目资金(万元)", LabelParts("项目资金", unit="万元")),
        ("全年执行数(8)", LabelParts("全年执行数(8)")),
    ],
)
def test_take_apart(printed: str, parts: LabelParts) -> None:
    assert take_apart_label(printed) == parts


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("其中:中央财政资金", "中央财政资金"),
        ("其他资金(包括以前年度结转资金)", "其他资金"),
        ("预算执行率(B/A×100%)", "预算执行率"),
        ("一级\n指标", "一级指标"),
        ("绩 效 指 标", "绩效指标"),
        ("指标1:居民健康档案", "居民健康档案"),
        ("转移支付(项目)名称", "转移支付(项目)名称"),
        ("一、项目基本情况", "项目基本情况"),
    ],
)
def test_bare_label(printed: str, label: str) -> None:
    assert bare_label(printed) == label


def test_indicator_name() -> None:
    assert indicator_name("指标1：受益户满意度(≥**%)") == "受益户满意度"
    assert indicator_name("参保率(%)") == "参保率(%)"


@pytest.mark.parametrize(
    ("printed", "code", "name"),
    [
        ("219-池州市贵池区棠溪镇人民政府", "219", "池州市贵池区棠溪镇人民政府"),
        ("51000021R000000019951-工资性支出", "51000021R000000019951", "工资性支出"),
        ("[610001]某农业发展有限公司", "610001", "某农业发展有限公司"),
        ("（001）某局", "001", "某局"),
        ("2024年农田建设", None, "2024年农田建设"),
        ("2024-2025年某项目", None, "2024-2025年某项目"),
        ("2024-工资", None, "2024-工资"),
        ("某市财政局", None, "某市财政局"),
        ("-县农业农村局", None, "县农业农村局"),
        ("—", None, "—"),
    ],
)
def test_split_coded_name(printed: str, code: str | None, name: str) -> None:
    assert split_coded_name(printed) == (code, name)


@given(st.text(max_size=50))
def test_never_raises(text: str) -> None:
    take_apart_label(text)
    bare_label(text)
    indicator_name(text)
    split_coded_name(text)
