from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.labels import closest, level1, level2, meaning, near_levels, parent, take_apart


@pytest.mark.parametrize(
    ("group", "text", "expected"),
    [
        ("fields", "转移支付(项目)名称", "project_name"),
        ("fields", "实施单位（盖章）：", "implementing_unit"),
        ("fields", "主 管\n部 门", "department"),
        ("funding_columns", "全年预算数（A）", "budget"),
        ("funding_columns", "预算执行率(B/A×100%)", "rate"),
        ("funding_columns", "得分(20分*执行率)", "score"),
        ("indicator_columns", "年度目标指标值", "target"),
        ("indicator_columns", "⻓期", None),
        ("sources", "其中:中央财政资金", "central"),
        ("sources", "其他资金(包括以前年度结转资金)", "other"),
        ("sources", "旗县财政资金", "county"),
        ("blocks", "绩\n效\n指\n标", "indicators"),
        ("blocks", "年度绩效目标1（40分）", "goals"),
    ],
)
def test_a_label_is_known_however_it_is_set(group: str, text: str, expected: str | None) -> None:
    assert meaning(group, text) == expected


def test_one_wrong_character_is_forgiven_only_where_it_is_unambiguous() -> None:
    assert closest("sources", "年度资金总颔") == "total"
    assert closest("sources", "某级财政资金") is None  # one character from 省级, 市级 and 县级 alike
    assert meaning("sources", "年度资金总颔") is None


def test_levels() -> None:
    assert level1("产出指标(50分)") == "产出指标"
    assert level2("成本") == "成本指标"
    assert level2("环境效益指标") == "生态效益指标"
    assert parent("可持续影响指标") == "效益指标"
    assert level1("参保人数") is None


def test_a_label_comes_apart_into_name_unit_and_weight() -> None:
    label = take_apart("预算执行情况(万元)(20分)")
    assert (label.name, label.unit, label.weight) == ("预算执行情况", "万元", Decimal(20))


def test_a_misread_level_is_repaired_only_where_one_level_is_that_near() -> None:
    assert near_levels("level1", "产岀指标") == ("产出指标",)
    assert near_levels("level2", "教量指标") == ("数量指标", "质量指标")
    assert near_levels("level2", "参保人数") == ()
