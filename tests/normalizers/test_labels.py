from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers import labels
from normalizers.labels import closest, level1, level2, meaning, near_levels, nearest, parent, take_apart


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
    assert parent("数量指") is None
    assert level1("参保人数") is None


def test_a_label_comes_apart_into_name_unit_and_weight() -> None:
    label = take_apart("预算执行情况(万元)(20分)")
    assert (label.name, label.unit, label.weight) == ("预算执行情况", "万元", Decimal(20))


def test_a_misread_level_is_repaired_only_where_one_level_is_that_near() -> None:
    assert near_levels("level1", "产岀指标") == ("产出指标",)
    assert near_levels("level2", "教量指标") == ("数量指标", "质量指标")
    assert near_levels("level2", "参保人数") == ()
    assert near_levels("level2", "自标设定") == ("目标设定指标",)


def test_a_wrong_character_does_not_make_a_rate_an_amount() -> None:
    assert closest("funding_columns", "1-8月执行教") == "executed"
    assert closest("funding_columns", "1-8月执行率") is None  # one character from 1-8月执行数, and its words say rate
    assert labels.by_words("funding_columns", "1-8月执行率") == "rate"


def test_a_short_label_may_have_one_wrong_character_beside_known_ones() -> None:
    assert labels.short_closest("funding_columns", "热行率") == "rate"
    assert labels.short_closest("funding_columns", "执行X") is None


WORDED = [
    ("funding_columns", "支出进度", "rate"),
    ("funding_columns", "1-8月执行率", "rate"),
    ("funding_columns", "实际到位数", "arrived"),
    ("funding_columns", "资金到位率", None),
    ("funding_columns", "累计支出金额", "executed"),
    ("funding_columns", "预计全年执行数", "forecast"),
    ("funding_columns", "经批准调整后的预算", "budget"),
    ("funding_columns", "年初部门预算安排", "initial"),
    ("indicator_columns", "扣分原因及整改措施", "reason"),
    ("indicator_columns", "全年实际值（截至12月31日）", "actual"),
    ("indicator_columns", "申报目标值", "target"),
    ("indicator_columns", "专家评审得分", "other_score"),
    ("indicator_columns", "指标解释", None),
    ("goal_columns", "年初设定的绩效总目标", "goal"),
    ("goal_columns", "年末目标达成情况", "actual"),
    ("sources", "其中：本年一般公共预算拨款", "current_year"),
    ("sources", "市县配套资金", "local"),
    ("sources", "中央、省级补助", None),
    ("sources", "市本级财政预算资金", "prefecture"),
    ("indicator_columns", "目标值设定的依据以及全年实际完成值的说明", None),
]


@pytest.mark.parametrize(("group", "text", "expected"), WORDED)
def test_a_label_of_another_wording_is_understood_by_its_words(group: str, text: str, expected: str | None) -> None:
    assert labels.by_words(group, text) == expected


@pytest.mark.parametrize(
    "group", ["funding_columns", "indicator_columns", "goal_columns", "management_columns", "sources"]
)
def test_words_never_contradict_a_known_wording(group: str) -> None:
    known = labels._vocabulary()[group]
    worded = {text: labels.by_words(group, text) for text in known}
    assert {text: found for text, found in worded.items() if found not in {None, known[text]}} == {}


def test_a_misread_unit_is_the_only_one_it_can_be() -> None:
    assert take_apart("预算执行情况（万元）").unit == "万元"
    assert take_apart("预算执行情况（人民币元）").unit == "元"
    assert take_apart("预算执行情况（方元）").unit == "万元"


@pytest.mark.parametrize(
    ("group", "texts", "named"),
    [
        ("indicator_columns", ("净值",), "weight"),
        ("indicator_columns", ("重年宅成值",), None),  # as near to 上年完成值 as to 全年完成值
        ("funding_columns", ("上年技行数(B)",), "executed"),
        ("funding_columns", ("e0a", "预0奴"), None),
        ("indicator_columns", ("全年完成值 未完成原因和改进措土平元从阻 施",), None),
    ],
)
def test_the_label_nearest_to_several_readings(group: str, texts: tuple[str, ...], named: str | None) -> None:
    assert nearest(group, texts) == named
