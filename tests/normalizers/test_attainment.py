from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.attainment import judge
from normalizers.quantity import read_quantity

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
    ("有所提高", "有所提高", "社会效益指标", "待遇水平", "asserted", None, None),
    ("≥266米", "≥266米", "数量指标", "长度", "asserted", "higher", None),
    ("以备案批准水平为限", "96.32元", "成本指标", "调整水平", "not_comparable", None, None),
    ("≥90%", "", "服务对象满意度指标", "满意度", "missing", "higher", None),
    ("≥90%", "#DIV/0!", "服务对象满意度指标", "满意度", "missing", "higher", None),
    ("≥5公里", "6个", "数量指标", "道路", "not_comparable", "higher", None),
    ("效果显著", "未达成预期指标且效果较差", "社会效益指标", "效果", "missed", None, None),
    ("效果显著", "达成预期指标", "社会效益指标", "效果", "met", None, None),
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
