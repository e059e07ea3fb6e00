from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.forms.attainment import judge
from normalizers.values.quantity import read_quantity

CASES = [
    # target, actual, level 2, name, attainment, direction, completion
    ("≥90%", "92.00%", "服务对象满意度指标", "满意度", "met", "higher", "1.022222"),
    ("35691", "35058", "数量指标", "缴费人数", "missed", "higher", "0.982264"),
    ("100%", "100%", "质量指标", "合格率", "met", "higher", "1.000000"),
    ("1201", "1290", "成本指标", "补助标准", "missed", "lower", "0.931008"),
    ("≥145元/月", "150", "成本指标", "发放水平", "met", "higher", "1.034483"),
    ("≤30万元", "28万元", "成本指标", "工程造价", "met", "lower", "1.071429"),
    ("0", "0", "质量指标", "安全事故起数", "met", "exact", None),
    ("3", "1", "质量指标", "投诉件数", "met", "lower", "3.000000"),
    ("80%-90%", "85%", "质量指标", "覆盖率", "met", "exact", None),
    ("80%-90%", "95%", "质量指标", "覆盖率", "missed", "exact", None),
    ("6月30日前", "2024年5月29日", "时效指标", "发放时间", "met", "lower", None),
    ("6月30日前", "2024年7月1日", "时效指标", "发放时间", "missed", "lower", None),
    ("7月31日前", "7月31日前", "时效指标", "到位时限", "asserted", "lower", None),
    ("每月15日前", "每月10日", "时效指标", "发放时间", "met", None, None),
    ("每月15日前", "每月13日前", "时效指标", "发放时间", "met", None, None),
    ("每月15日前", "每月20日", "时效指标", "发放时间", "missed", None, None),
    ("每月15日前", "每月20日前", "时效指标", "发放时间", "not_comparable", None, None),  # the 14th is before the 20th
    ("每月15日前", "每季度末", "时效指标", "发放时间", "not_comparable", None, None),
    ("每季度末前", "每季度初", "时效指标", "拨付时间", "met", None, None),
    ("有所提高", "有所提高", "社会效益指标", "待遇水平", "asserted", None, None),
    ("≥266米", "≥266米", "数量指标", "长度", "asserted", "higher", None),
    ("以备案批准水平为限", "96.32元", "成本指标", "调整水平", "not_comparable", None, None),
    ("≥90%", "", "服务对象满意度指标", "满意度", "missing", "higher", None),
    ("≥90%", "#DIV/0!", "服务对象满意度指标", "满意度", "missing", "higher", None),
    ("≥5公里", "6个", "数量指标", "道路", "not_comparable", "higher", None),
    ("效果显著", "未达成预期指标且效果较差", "社会效益指标", "效果", "missed", None, None),
    ("效果显著", "达成预期指标", "社会效益指标", "效果", "met", None, None),
    ("效果显著", "效果不明显", "社会效益指标", "效果", "missed", None, None),
    ("有所提高", "显著提高", "社会效益指标", "待遇水平", "not_comparable", None, None),
    ("是", "否", "社会效益指标", "是否公开", "missed", None, None),
    ("达标", "基本完成", "质量指标", "验收", "missed", None, None),
    # time that work takes counts downward, time that a thing lasts upward
    ("12个月", "11个月", "时效指标", "建设工期", "met", "lower", "1.090909"),
    ("30日", "45天", "时效指标", "办结时限", "missed", "lower", "0.666667"),
    ("10年", "12年", "可持续影响指标", "设施使用年限", "met", "higher", "1.200000"),
    ("200天", "190天", "数量指标", "供餐天数", "missed", "higher", "0.950000"),
    ("收到指标发文30日内拨付到位", "25天", "时效指标", "拨付", "met", "lower", "1.200000"),
    ("100%", "98%", "时效指标", "按时发放率", "missed", "higher", "0.980000"),
    # harm counts downward, what is done against it upward
    ("5%", "3%", "质量指标", "设备故障率", "met", "lower", "1.666667"),
    ("95%", "98%", "质量指标", "投诉办结率", "met", "higher", "1.031579"),
    ("60%", "65%", "质量指标", "高血压患者血压控制率", "met", "higher", "1.083333"),
    ("100%", "80%", "质量指标", "三公经费控制率", "met", "lower", "1.250000"),
    ("10%", "12%", "质量指标", "逾期未完成率", "missed", "lower", "0.833333"),
    # ranges: what lies only partly in what is wanted cannot be compared
    ("80%-90%", "85%-95%", "质量指标", "覆盖率", "not_comparable", "exact", None),
    ("80%-90%", "82%-88%", "质量指标", "覆盖率", "met", "exact", None),
    ("80%-90%", "91%-95%", "质量指标", "覆盖率", "missed", "exact", None),
    ("80%（含）-90%（不含）", "90%", "质量指标", "覆盖率", "missed", "exact", None),
    ("≥90%", "92%-95%", "质量指标", "覆盖率", "met", "higher", None),
    ("≥90%", "≥95%", "质量指标", "覆盖率", "met", "higher", None),
    ("≥90%", "≥85%", "质量指标", "覆盖率", "not_comparable", "higher", None),
    ("≥90%", "<90%", "质量指标", "覆盖率", "missed", "higher", None),
    (">90%", "90%", "质量指标", "覆盖率", "missed", "higher", "1.000000"),
    ("≤5%", "5%以内", "质量指标", "偏差率", "met", "lower", None),
    ("±5%", "-3%", "质量指标", "偏差率", "met", "exact", None),
    # units of one kind are converted
    ("2公顷", "30亩", "数量指标", "造林", "met", "higher", "1.000000"),
    ("≥12万人", "119999人", "数量指标", "受益", "missed", "higher", "0.999992"),
    ("≥100人", "120名", "数量指标", "培训", "met", "higher", "1.200000"),
    ("≥12次/年", "12次", "数量指标", "培训", "met", "higher", "1.000000"),
    ("≥1吨", "1900斤", "数量指标", "产量", "missed", "higher", "0.950000"),
    ("≤2天", "36小时", "时效指标", "响应时间", "met", "lower", "1.333333"),
    ("≥100人", "120人次", "数量指标", "培训", "not_comparable", "higher", None),
    ("≤5个工作日", "6天", "时效指标", "办理时间", "not_comparable", "lower", None),
    # changes
    ("下降5%", "下降6%", "社会效益指标", "发病", "met", "lower", "1.200000"),
    ("下降5%", "6%", "社会效益指标", "发病", "not_comparable", "lower", None),
    ("增长5%", "增长3%", "经济效益指标", "收入", "missed", "higher", "0.600000"),
    ("增长5%", "下降3%", "经济效益指标", "收入", "missed", "higher", "-0.600000"),
    # two readings
    ("≥90%", "0.92", "质量指标", "覆盖率", "met", "higher", "1.022222"),
    ("≥90%", "92,5", "质量指标", "覆盖率", "not_comparable", "higher", None),
    ("上半年145元，下半年150元", "150元", "成本指标", "标准", "not_comparable", None, None),
]


@pytest.mark.parametrize(("target", "actual", "level2", "name", "attainment", "direction", "completion"), CASES)
def test_attainment(
    target: str, actual: str, level2: str, name: str, attainment: str, direction: str | None, completion: str | None
) -> None:
    wanted = read_quantity(target, fiscal_year=2024)
    judged = judge(wanted, read_quantity(actual, fiscal_year=2024, like=wanted), level2=level2, name=name)
    assert (judged.attainment, judged.direction) == (attainment, direction)
    assert judged.completion == (None if completion is None else Decimal(completion))


def test_the_origin_of_the_direction_is_kept() -> None:
    actual = read_quantity("5")
    assert judge(read_quantity("≥5"), actual).origin == "explicit"
    assert judge(read_quantity("5", sign="≥"), actual, sign_column=True).origin == "column"
    assert judge(read_quantity("5"), actual, level2="数量指标").origin == "inferred"


numbers = st.decimals(0, 10**6, places=2)
comparators = st.sampled_from(["", "≥", "≤", ">", "<", "="])
names = st.sampled_from(["参保人数", "事故起数", "投诉办结率", "建设工期"])
levels = st.sampled_from(["数量指标", "成本指标", "时效指标", None])


@given(numbers, numbers, numbers, comparators, names, levels)
def test_a_better_actual_never_turns_met_into_missed(
    target: Decimal, one: Decimal, other: Decimal, comparator: str, name: str, level2: str | None
) -> None:
    wanted = read_quantity(f"{comparator}{target}个")
    low, high = (
        judge(wanted, read_quantity(f"{value}个"), level2=level2, name=name) for value in sorted((one, other))
    )
    if low.direction == "higher":
        assert (low.attainment, high.attainment) != ("met", "missed")
    elif low.direction == "lower":
        assert (low.attainment, high.attainment) != ("missed", "met")


@given(numbers, numbers, st.sampled_from(["≥", "≤", ">", "<"]))
def test_in_another_unit_the_judgement_is_the_same(target: Decimal, actual: Decimal, comparator: str) -> None:
    in_hectares = judge(read_quantity(f"{comparator}{target}公顷"), read_quantity(f"{actual}公顷"))
    in_mu = judge(read_quantity(f"{comparator}{target}公顷"), read_quantity(f"{actual * 15}亩"))
    assert in_hectares == in_mu


printed = st.text(alphabet="0123456789.,%-~()≥≤年月日万亿元个人至以内上下约增长下降达到完成未无 ", max_size=14)


@given(printed, printed, names, levels)
def test_no_text_raises_and_what_is_met_or_missed_was_read(
    target: str, actual: str, name: str, level2: str | None
) -> None:
    wanted = read_quantity(target, fiscal_year=2024)
    seen = read_quantity(actual, fiscal_year=2024, like=wanted)
    judged = judge(wanted, seen, level2=level2, name=name)
    if judged.completion is not None:
        assert judged.attainment in {"met", "missed"}
        assert wanted.kind == seen.kind == "number"
    if seen.kind == "missing":
        assert judged.attainment == "missing"
