"""What proves where a text of a damaged row stands: sizes, states, points, rates, and what stands there twice."""

from __future__ import annotations

import pytest

from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, line

SCORED = "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析"
PLAIN = "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 未完成原因"
WITHOUT_WEIGHT = "绩效目标 | 一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | 得分"


def read(*lines: str) -> Evaluation:
    return normalize(document(line("项目支出绩效自评表"), export("项目名称 | 道路建设", *lines)))


def values(evaluation: Evaluation) -> list[tuple[str | None, ...]]:
    return [(row.level3, row.target_raw, row.actual_raw, row.reason) for row in evaluation.indicators]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        pytest.param(
            PLAIN, " | 效益指标 | 社会效益指标 | 群众就医负担 | 有所减轻 明显减轻 | |",
            ("群众就医负担", "有所减轻", "明显减轻", None), id="two states ran together",
        ),
        pytest.param(
            PLAIN, " | 产出指标 | 成本指标 | 补助标准 | 796.3元/生 | 796.3元/生 | 853.6元/生 尾款待验收后支付",
            ("补助标准", "796.3元/生", "853.6元/生", "尾款待验收后支付"), id="a value ran into its reason",
        ),
        pytest.param(
            PLAIN, " | 效益指标 | 可持续影响指标 | 监管机制 | 健全 | 健全 | 基本健全",
            ("监管机制", "健全", "基本健全", None), id="a state is no reason",
        ),
        pytest.param(
            PLAIN, " | 产出指标 | 数量指标 | 服务农村人口 3.22万人 | 3.54 | 3.54 |",
            ("服务农村人口", "3.22万人", "3.54", None), id="a value ran into the name",
        ),
        pytest.param(
            WITHOUT_WEIGHT, " | 产出指标 | 成本指标 | 单批次检验费用 | | 1179.33 | 5 |",
            ("单批次检验费用", None, "1179.33", None), id="a score is no actual of another size",
        ),
        pytest.param(
            SCORED, " | 效益指标 | 可持续影响指标 | 使用年限 | ≥18年 | ≥18年 | | 8 | 0 | 人数不足，拟加大宣传力度",
            ("使用年限", "≥18年", None, "人数不足，拟加大宣传力度"), id="who reached the target earned something",
        ),
    ],
)  # fmt: skip
def test_a_slipped_row_is_read_by_what_it_says(header: str, row: str, expected: tuple[str | None, ...]) -> None:
    assert values(read(header, row)) == [expected]


def test_of_a_doubled_text_one_is_kept() -> None:
    header = "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 参考分值 | 指标值 | 全年实际值 | 得分 | 未完成原因"
    found = read(header, " | 项目管理 | 组织实施 | 管理制度健全性 | 10 | 10 | 10 | 健全 | 健全 | 10 | —")
    assert values(found) == [("管理制度健全性", "健全", "健全", None)]
    assert str(found.indicators[0].weight) == "10"


def test_a_text_alone_begins_the_row_below_and_does_not_end_the_one_above() -> None:
    found = read(
        PLAIN,
        " | 产出指标 | 数量指标 | 维修道路长度 | 24.16公里 | | 年中调整实施范围，已按程序报批",
        " | | | 新增节水灌溉面积",
        " | | | | 10050亩 | 10050亩 | ",
    )
    assert values(found) == [
        ("维修道路长度", "24.16公里", None, "年中调整实施范围，已按程序报批"),
        ("新增节水灌溉面积", "10050亩", "10050亩", None),
    ]


def test_a_line_that_ends_in_a_comma_goes_on() -> None:
    found = read(
        PLAIN,
        " | 产出指标 | 成本指标 | 补助标准 | ≤1047元/生 | 1112元/生 | 受雨季影响工期顺延，",
        " | | | | 下一步倒排工期加快推进",
        " | 效益指标 | 社会效益指标 | 受益群众 | 100人 | 120人 | ",
    )
    assert [row.reason for row in found.indicators] == ["受雨季影响工期顺延，下一步倒排工期加快推进", None]


def test_a_header_whose_last_label_went_on_at_the_left_edge_has_it_last() -> None:
    found = read(
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值",
        "得分",
        " | 产出指标 | 数量指标 | 新建道路 | ≥5公里 | 6公里 | 10 | 9",
    )
    assert [(str(row.weight), str(row.score)) for row in found.indicators] == [("10", "9")]


MONEY = "项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分"


def test_an_amount_that_ran_into_the_label_is_the_first() -> None:
    row = " | 其中：财政拨款 6.00 | 5.00 | 4.00 | — | 80.00% | — |"
    found = read(MONEY, " | 年度资金总额 | 60 | 50 | 40 | 10 | 80.00% | 8", row).funding[1]
    assert (found.source_label, found.budget_initial, found.budget, found.executed) == (
        "其中：财政拨款", 60_000, 50_000, 40_000
    )  # fmt: skip


def test_a_rate_with_an_amount_before_it_is_no_rate_that_stands_in_its_place() -> None:
    header = "项目资金（万元） | | 全年预算数 | 全年执行数 | 执行率"
    found = read(header, " | 年度资金总额 | 60 | 54 | 90.00%", " | 其中：中央补助 | | 27.00 | 27.00 100.00%").funding[1]
    assert (found.budget, found.executed, found.execution_rate) == (270_000, 270_000, 1)


def test_a_score_is_what_the_rate_earns() -> None:
    found = read(MONEY + " | 原因", " | 年度资金总额 | 60 | 50 | 12.15 | 10 | 24.30% | 10 | 2.43").funding
    assert [str(row.weight) for row in found] == ["10"]
