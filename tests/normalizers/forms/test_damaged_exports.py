"""Rows and headers that an export damaged, read back whole: each is a way in which drawn exports were once misread."""

from __future__ import annotations

import pytest

from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, grid, line

HEAD = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
FIRST = "产出指标 | 数量指标 | 培训人数 | ≥100人 | 105人 | 20 | 20 | 无"
PLAIN = "一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施"
SUPPLY = "产出 | 数量 | 供水户数 | 9户 | 9户"
MONEY = "项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分"

TOTAL = " | 年度资金总额 | 30 | 30 | 30 | 10 | 100% | 10"


def read(*rows: str) -> Evaluation:
    return normalize(document(export(*rows)))


def last(*rows: str) -> tuple[str | None, ...]:
    row = read(*rows).indicators[-1]
    return row.level1, row.level2, row.level3, row.target_raw, row.actual_raw, row.reason


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            (HEAD, FIRST, "满意度指标10分 | 服务对象", "满意度指标 | 学员满意度 | ≥90% | 93% | 10 | 10 |"),
            ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "93%", None),
            id="a level's name cut",
        ),
        pytest.param(
            (HEAD, FIRST, " | | 培训期数 | 8期 | 7期 | 20 | 18 | 部分对象外出未能", "及时参加，下年度加强动态管理"),
            ("产出指标", "数量指标", "培训期数", "8期", "7期", "部分对象外出未能及时参加，下年度加强动态管理"),
            id="a reason cut",
        ),
        pytest.param(
            (PLAIN, "效益 社会效益", "就业人数 | ≥30人 | 32人 | 无"),
            ("效益指标", "社会效益指标", "就业人数", "≥30人", "32人", None),
            id="two levels in a cell of their own line",
        ),
        pytest.param(
            (PLAIN, SUPPLY, "满意度指标 | 服务对象满意度指标 | 用水户", "满意度 | ≥90% | 93% | 无"),
            ("满意度指标", "服务对象满意度指标", "用水户满意度", "≥90%", "93%", None),
            id="a name cut before its last word, which names a level as well",
        ),
        pytest.param(
            (PLAIN, SUPPLY, "满意度 | 用水户满意度 | ≥90% | 93% | 无"),
            ("满意度指标", None, "用水户满意度", "≥90%", "93%", None),
            id="a level below a row that is whole",
        ),
        pytest.param(
            (PLAIN, "效益 | 社会效益 | 护林意识（含上年", "结转任务） | 显著增强 | 显著增强 | 无"),
            ("效益指标", "社会效益指标", "护林意识（含上年结转任务）", "显著增强", "显著增强", None),
            id="a name cut within brackets",
        ),
        pytest.param(
            (PLAIN, SUPPLY, "成本指标 | 单处工程平均 | 单处工程平均", "维修养护费用 | ≤26万元 | 23万元 | 无"),
            ("产出指标", "成本指标", "单处工程平均维修养护费用", "≤26万元", "23万元", None),
            id="a name that stands there twice before it was cut",
        ),
        pytest.param(
            (PLAIN, SUPPLY, " | 成本 | 月人均补贴 | 不高于当地最低工资标准 1708.14元 | 1708.14元 | /"),
            ("产出指标", "成本指标", "月人均补贴", "不高于当地最低工资标准", "1708.14元", None),
            id="a rule and the figure of the next cell",
        ),
        pytest.param(
            (PLAIN, "效果 | 履职效益 | 履职效果 | 明显 | 明显", "社会公众满意度 | 社会公众满意度 | ≥90% | 91% |"),
            ("效益指标", "履职效益指标", "社会公众满意度", "≥90%", "91%", None),
            id="a name that a level has as well, twice",
        ),
        pytest.param(
            (HEAD, FIRST, " | | 巡检次数 | 14次 | 13次 | 20 | 18 | 参与人数不足，拟丰", "富活动形式并加大宣传力度",
             " | 质量 | 正常运行率 | 100% | 100% | 10 | 10 | 无"),
            ("产出指标", "质量指标", "正常运行率", "100%", "100%", None),
            id="a reason that goes on before a level",
        ),
        pytest.param(
            (PLAIN, "效益 | 生态效益 | 水源地保护情况 | 水源地", " | | | 保护情况 | 有效改善 | 达成预期指标 | 无"),
            ("效益指标", "生态效益指标", "水源地保护情况", "有效改善", "达成预期指标", None),
            id="a name doubled, then cut",
        ),
        pytest.param(
            (PLAIN, " | 可持续影响指标促进教育公平 | 可持续影响指标促进教育公平 | 持续发挥 | 持续发挥"),
            ("效益指标", "可持续影响指标", "促进教育公平", "持续发挥", "持续发挥", None),
            id="a level that ran into a name, doubled",
        ),
        pytest.param(
            (" | 二级指标 | 三级指标 | 年度指标值 | 实际完成值", "投入 目标设定 | 绩效目标合理性 | 合理 | 合理"),
            ("投入指标", "目标设定指标", "绩效目标合理性", "合理", "合理", None),
            id="a first level in the cell of the second",
        ),
        pytest.param(
            ("绩效指标一级指标", "二级指标 | 三级指标 | 指标值 | 完成值", " | 产出 | 数量 | 培训人数 | ≥9人 | 9人"),
            ("产出指标", "数量指标", "培训人数", "≥9人", "9人", None),
            id="the block's label ran into the first one of a header over two lines",
        ),
    ],
)
def test_rows(rows: tuple[str, ...], expected: tuple[str | None, ...]) -> None:
    assert last(*rows) == expected


def test_two_labels_in_one_cell_head_two_columns() -> None:
    (row,) = read(HEAD.replace("分值 | 得分", "分值 得分"), FIRST).indicators
    assert (row.weight, row.score) == (20, 20)


def test_an_amount_that_ran_into_its_label_is_doubled() -> None:
    lines = read(MONEY, TOTAL, " | 其他资金 30 | 30 | 30 | 30 | - | 100% | -", HEAD, FIRST)
    assert [line.source_label for line in lines.funding] == ["年度资金总额", "其他资金"]


def test_a_label_of_groups_alone_is_no_line() -> None:
    lines = read(MONEY, TOTAL, "收入构成", " | 财政拨款 | 30 | 30 | 30 | - | 100% | -", HEAD, FIRST)
    assert [line.source_label for line in lines.funding] == ["年度资金总额", "财政拨款"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("成本指标 | 月人均补贴 | 不高于当地", " | | 最低工资标准 | |"), id="a target"),
        pytest.param(("产出 | 数量 | 维修养护农村", "供水工程处数", " | | | 9处 | 9处"), id="a name over three lines"),
    ],
)
def test_a_name_without_values_marks_the_rows_whose_rest_it_may_be(rows: tuple[str, ...]) -> None:
    broken = ("产出指标 | 数量指标 | 培训人数", "≥9人 | 9人 | 无")
    found = read(PLAIN, *broken, *rows).indicators
    assert all(row.needs_review for row in found[1:])


def test_a_value_of_years_between_two_lines_is_no_year_of_a_form() -> None:
    lines = ("效益 | 可持续影响 | 使用年限 | ≥14年", "15年", "满意度指标")
    assert read(PLAIN, *lines, " | 服务对象满意度指标 | 群众满意度 | ≥90% | 93%").indicators[-1].level3 == "群众满意度"


@pytest.mark.parametrize(
    ("printed", "rate", "marked"),
    [
        (" | 其他资金 | 0 | 0 | 0 | | 0 |", None, True),
        (" | 其他资金 | 5 | 5 | 0 | | 0 |", 0, True),
        (" | 其他资金 | 5 | 5 | 0 | | 0% |", 0, False),
    ],
)
def test_a_rate_of_nothing_may_be_what_was_spent_once_more(printed: str, rate: int | None, marked: bool) -> None:
    slipped = "其中：当年财政拨款 | 25 | 25 | 30 | | 120% |"
    other = read(MONEY, TOTAL, slipped, printed, HEAD, FIRST).funding[-1]
    assert (other.execution_rate, other.needs_review) == (rate, marked)


def test_doubled_targets_make_no_column_of_actual_values() -> None:
    head = "一级指标 | 二级指标 | | 目标值 | "
    rows = ("产出指标 | 数量指标 | 管护面积 | ≥14亩 | ≥14亩", " | | 修复面积 | 34亩 | ", " | | 聘用人数 | ≥9人 | ")
    assert [row.actual_raw for row in read(head, *rows).indicators] == [None, None, None]


@pytest.mark.parametrize(
    ("printed", "marked"),
    [
        (" | 其中：当年财政拨款 | 30 | 30 | 30 | | 100% | 100% |", False),
        (" | 其中：当年财政拨款 | | 30 | 30 | | 100% | 100% |", True),
    ],
)
def test_a_doubled_cell_is_no_loss_where_every_amount_is_there(printed: str, marked: bool) -> None:
    assert read(MONEY, TOTAL, printed, HEAD, FIRST).funding[-1].needs_review is marked


def test_points_that_ran_into_a_state_mark_their_row() -> None:
    head = "一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分"
    rows = (" | | 制度健全性 | 4 | 健全 | 健全 | 4", "产出指标 | 质量指标 | 目标合理性 | 4 | 4 合理 | 合理 | 4")
    assert [row.needs_review for row in read(head, *rows).indicators] == [False, True]


def test_a_sentence_below_the_last_row_is_its_reason() -> None:
    rows = (PLAIN, SUPPLY, "满意度指标 | 服务对象满意度指标 | 用水户满意度 | ≥85% | 82%")
    found = normalize(document(export(*rows), line("年中调整实施范围，已按程序报批，后续强化前期论证")))
    assert found.indicators[-1].reason == "年中调整实施范围，已按程序报批，后续强化前期论证"
    assert not found.passages


def test_a_reason_under_the_values_marks_its_row() -> None:
    header = PLAIN.replace(" | 未完成原因和改进措施", " |")
    found = read(header, SUPPLY, " | | 守法意识", " | | | 增强 | | 设定偏低，今后提高精准度").indicators[-1]
    assert found.needs_review
    assert read(PLAIN, SUPPLY, " | | 守法意识 | 增强 | 已开展培训，效果良好 | 无").indicators[-1].needs_review is False


def test_a_blank_target_beside_an_actual_marks_its_row_where_lines_are_broken() -> None:
    slipped = " | | 可支付月数 | | 13个月 |"
    whole = (PLAIN, "产出 | 数量 | 供水户数 | 9户 | 9户 | 无")
    assert not read(*whole, slipped).indicators[-1].needs_review
    assert read(*whole, " | | 管网长度", "≥5公里 | 5公里 | 无", slipped).indicators[-1].needs_review


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        pytest.param("一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成", "值 分值 | 得分 | 原因", id="cut"),
        pytest.param("一级指标 | 二级指标 | 三级指标", " | | | 三级指标 | 指标值 | 完成值 | 分值 | 得分", id="doubled"),
    ],
)
def test_a_header_that_was_cut_or_doubled_where_it_went_on(upper: str, lower: str) -> None:
    row = read(upper, lower, FIRST).indicators[-1]
    read_as = (row.level1, row.level2, row.level3, row.target_raw, row.actual_raw, row.weight, row.score)
    assert read_as == ("产出指标", "数量指标", "培训人数", "≥100人", "105人", 20, 20)


def test_a_level_alone_below_a_note_that_is_the_headers_last_label() -> None:
    goal = ("项目名称 | 文化", "一级指标 | 二级指标 | 三级指标 | 目标值")
    rows = ("产出 | 数量 | 演出场次 | 9场", " | | 观众人次 | 900人")
    rest = export("设备完好率 | 95%", " | | 达标率 | 90%")
    found = normalize(document(export(*goal), line("备注"), export(*rows), line("质量指标"), rest)).indicators
    assert [row.level2 for row in found] == ["数量指标", "数量指标", "质量指标", "质量指标"]


def test_a_level_for_a_name_marks_its_row() -> None:
    header = "二级指标 | 三级指标 | 指标值 | 完成值"
    assert read(header, "满意度指标 | 服务对象满意度指标 | 群众满意度 ≥90% | 93%").indicators[0].needs_review


def test_a_head_that_a_blank_line_cut_off_is_the_forms() -> None:
    head = export("项目名称 | 道路亮化 | 主管部门 | 石桥镇人民政府", "实施单位 | 石桥镇村建所 | |")
    found = normalize(document(line("项目支出绩效自评表"), line("(2023年度)"), head, export(HEAD, FIRST)))
    (form,) = found.forms
    assert (form.title, form.project_name, form.department) == ("项目支出绩效自评表", "道路亮化", "石桥镇人民政府")
    assert form.implementing_unit == "石桥镇村建所"
    assert len(found.indicators) == 1


def test_a_blank_actual_before_a_forecast_stays_blank() -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-6月完成值 | 全年预计完成值 | 偏差原因分析 | 完成可能性"
    row = read(header, "产出指标 | 质量指标 | 验收合格率 | 100% | | 100% | 尚未验收 | 有可能").indicators[0]
    assert (row.target_raw, row.actual_raw, row.reason, row.needs_review) == ("100%", None, "尚未验收", False)


def test_a_crumb_at_the_top_of_a_page_does_not_end_a_form() -> None:
    money = ("项目资金（万元） | | 全年预算数 | 全年执行数 | 执行率", " | 年度资金总额 | 30 | 30 | 100%")
    head = ("项目名称 | 图书馆免费开放 | < | < | <", "主管部门 | 文化局 | < | < | <", *money)
    below = ("一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值", "产出指标 | 数量指标 | 讲座次数 | 39次 | 42次")
    title = line("转移支付绩效自评表")
    found = normalize(document(title, grid(*head), line("年度", page=2), grid(*below, page=2)))
    assert [form.project_name for form in found.forms] == ["图书馆免费开放"]
    assert [row.level3 for row in found.indicators] == ["讲座次数"]
