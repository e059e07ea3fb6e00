from __future__ import annotations

import pytest

from normalizers.forms.cell_cuts import cuts
from normalizers.forms.headers import labels_in
from normalizers.normalize import normalize
from tests.normalizers.printed import document, export, line

HEADER = "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析"
WHOLE = " | 产出指标 | 数量指标 | 新建道路里程 | ≥5公里 | 6公里 | 20 | 20 | 无"


def rows(*lines: str) -> list[str]:
    table = export("项目名称 | 道路建设", *lines)
    # short lines stay short, as a tab-separated text has them
    cells = tuple(cell for cell in table.cells if cell.text or cell.column < len(_written(lines, cell.row)))
    found = normalize(document(line("项目支出绩效自评表"), type(table)(1, table.rows, table.columns, cells, "export")))
    names = ("level2", "level3", "target_raw", "actual_raw", "weight", "score")
    return [" ".join(str(getattr(row, name)) for name in names) for row in found.indicators]


def _written(lines: tuple[str, ...], row: int) -> list[str]:
    return lines[row - 1].split("|") if row else ["", ""]


EXPECTED = "数量指标 新建道路里程 ≥5公里 6公里 20 20"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((WHOLE,), id="whole"),
        pytest.param((" | 产出指标 | 数量指标 | 新建道路里程", "≥5公里 | 6公里 | 20 | 20 | 无"), id="at the left edge"),
        pytest.param((" | 产出指标 | 数量指标", " | | | 新建道路里程 | ≥5公里 | 6公里 | 20 | 20 | 无"), id="below"),
        pytest.param((" | 产出指标 | 数量指标 | 新建道", "路里程 | ≥5公里 | 6公里 | 20 | 20 | 无"), id="a name cut"),
        pytest.param((" | 产出指标 | 数量指标 | 新建道路里程 ≥5公里 | 6公里 | 20 | 20 | 无",), id="run together"),
        pytest.param((" | 产出指标数量指标 | 新建道路里程 | ≥5公里 | 6公里 | 20 20 | 无",), id="twice run together"),
        pytest.param((" | 产出指标 | 数量指标 | 新建道路里程 | ≥5公里 | ≥5公里 | 6公里 | 20 | 20 | 无",), id="doubled"),
        pytest.param(("产出指标 | 数量指标 | 新建道路里程 | ≥5公里 | | 6公里 | 20 | 20",), id="a blank more"),
    ],
)
def test_a_damaged_line_is_the_row_that_it_was(lines: tuple[str, ...]) -> None:
    assert rows(HEADER, *lines) == [EXPECTED]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param((HEADER.replace("指标值 | 实际", "指标值 实际"),), id="labels run together"),
        pytest.param((HEADER.replace("| 分值", "| 分值 | 分值"),), id="doubled"),
        pytest.param((HEADER.replace("| 指标值", "| "),), id="lost"),
        pytest.param((HEADER.split(" | 分值", maxsplit=1)[0], "分值 | 得分 | 偏差原因分析"), id="over two lines"),
    ],
)
def test_a_damaged_header_heads_the_same_columns(header: tuple[str, ...]) -> None:
    more = " | | 质量指标 | 验收合格率 | ≥95% | 98% | 20 | 20 | 无"
    assert rows(*header, WHOLE, more) == [EXPECTED, "质量指标 验收合格率 ≥95% 98% 20 20"]


def test_lines_of_the_template_are_joined_to_nothing() -> None:
    assert rows(HEADER, WHOLE, " | | | 指标2：", " | | | ……") == [EXPECTED]


def test_a_blank_actual_stays_blank() -> None:
    found = rows(HEADER, " | 产出指标 | 数量指标 | 新建道路里程 | ≥5公里 | | 20 | 0 | 尚未开工")
    assert found == ["数量指标 新建道路里程 ≥5公里 None 20 0"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("≥90% 92%", ("≥90%", "92%")),
        ("产出指标数量指标", ("产出指标", "数量指标")),
        ("7月31日前7月31日前", ("7月31日前", "7月31日前")),
        ("100%≥90%", ("100%", "≥90%")),
        ("102370人", ("10", "2370人")),
        ("10 10 无", ("10", "10", "无")),
    ],
)
def test_cells_that_ran_together_may_be_cut(text: str, parts: tuple[str, ...]) -> None:
    assert parts in {cut.parts for cut in cuts(text)}


@pytest.mark.parametrize("text", ["62370", "按时发放率", "5公里", "2023年12月底前", "1010"])
def test_most_texts_are_cut_nowhere(text: str) -> None:
    assert all(cut.first == "weight" for cut in cuts(text))


def test_labels_that_ran_together_are_told_apart() -> None:
    assert labels_in("indicator_columns", "三级指标指标值") == ("level3", "target")
    assert labels_in("indicator_columns", "分值 得分") == ("weight", "score")
    assert labels_in("indicator_columns", "养护里程") == ()


RUN_IN = [
    # a level that ran into the name, and stands before it as well
    (" | | 时效指标 | 时效指标物资发放及时率 | ≥98% | 99% | 10 | 10 | 无", "时效指标 物资发放及时率 ≥98% 99% 10 10"),
    # level, name and target in one cell
    (" | 产出指标 | 数量指标维修泵站 4座 | 5座 | 10 | 10 | 无", "数量指标 维修泵站 4座 5座 10 10"),
    # the name stands there twice in one cell
    (
        " | | 质量指标 | 泵站验收合格率 泵站验收合格率 | 100% | 100% | 8 | 8 | 无",
        "质量指标 泵站验收合格率 100% 100% 8 8",
    ),
    # a date within the name does not make it one
    (
        " | | 时效指标 截至次年4月底前资金支付比例 | 90% | 96% | 6 | 6 | 无",
        "时效指标 截至次年4月底前资金支付比例 90% 96% 6 6",
    ),
    # points that stand there twice are no actual
    (" | | 社会效益指标 | 应急供水能力 | 合理 合理 | 10 | 10 | 10 | 无", "社会效益指标 应急供水能力 合理 合理 10 10"),
]


@pytest.mark.parametrize(("printed", "expected"), RUN_IN)
def test_texts_that_ran_together_are_told_apart(printed: str, expected: str) -> None:
    assert rows(HEADER, WHOLE, printed) == ["数量指标 新建道路里程 ≥5公里 6公里 20 20", expected]


def test_an_answer_cut_by_the_line_is_one_answer() -> None:
    lines = (" | | 可持续影响指标 | 泵站运行机制 | 长期健全 | 达成预", "期指标 | 8 | 8 | 无")
    assert rows(HEADER, WHOLE, *lines)[1] == "可持续影响指标 泵站运行机制 长期健全 达成预期指标 8 8"


def test_a_level_alone_begins_what_follows() -> None:
    lines = (
        " | | 数量指标 | 泵站检修次数 | 3次",
        " | 效益指标 | 社会效益指标",
        " | | | 受益农户 | 90户 | 95户 | 8 | 8 | 无",
    )
    assert rows(HEADER, WHOLE, *lines)[2] == "社会效益指标 受益农户 90户 95户 8 8"
