"""Labels with one character wrong, lost or too many: never taken for another label without a word about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.settings import ExtractSettings
from normalizers import labels
from normalizers.labels import closest, level1, level2, meaning, near_levels
from normalizers.normalize import normalize

_CHARACTERS = 24
"""Characters put in: those that the labels of a group have most, which lead to other labels most easily."""
_GROUPS = (
    "indicator_columns", "funding_columns", "goal_columns", "management_columns", "aspects", "fields", "blocks",
)  # fmt: skip
_TOLD = {"level_repaired", "level_unreadable", "level_displaced", "row_realigned", "indicator_without_name"}


def mistakes(text: str, characters: str) -> set[str]:
    lost = {text[:at] + text[at + 1 :] for at in range(len(text))}
    wrong = {text[:at] + other + text[at + 1 :] for at in range(len(text)) for other in characters}
    more = {text[:at] + other + text[at:] for at in range(len(text) + 1) for other in characters}
    return (lost | wrong | more) - {text, ""}


def usual_characters(texts: list[str]) -> str:
    return "".join(one for one, _ in Counter("".join(texts)).most_common(_CHARACTERS)) + "某"


def group_labels(group: str) -> dict[str, str]:
    return labels._vocabulary()[group]


@pytest.mark.parametrize("group", _GROUPS)
def test_a_misread_label_is_taken_for_no_other(group: str) -> None:
    known = group_labels(group)
    characters = usual_characters(list(known))
    taken = [
        (label, read, closest(group, read))
        for label, meant in known.items()
        for read in mistakes(label, characters)
        if meaning(group, read) is None and closest(group, read) not in {None, meant}
    ]
    assert taken == []


@pytest.mark.parametrize("role", ["level1", "level2"])
def test_what_is_no_level_is_one_only_with_a_finding(role: str) -> None:
    """What `Levels.misread` tells of is what `near_levels` finds; nothing else makes a misread text a level."""
    known = group_labels(role)
    exact = level1 if role == "level1" else level2
    characters = usual_characters(list(known))
    several = 0
    for label, meant in known.items():
        for read in mistakes(f"{label}指标", characters):
            if exact(read) is not None:
                continue
            near = near_levels(role, read)
            several += len(near) > 1
            assert len(near) != 1 or near[0] == meant or labels._one_apart(_stem_of(near[0], read), read), (label, read)
    assert several  # 教量指标 is 数量指标 or 质量指标


def _stem_of(canonical: str, read: str) -> str:
    """Return the wording of a level that a text is one character from."""
    for role in ("level1", "level2"):
        for stem, meant in group_labels(role).items():
            if meant == canonical and any(labels._one_apart(one, read) for one in (stem, f"{stem}指标")):
                return stem if labels._one_apart(stem, read) else f"{stem}指标"
    return ""


LEVELS = [
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"),
    ("成本指标", "经济成本指标"), ("成本指标", "社会成本指标"), ("成本指标", "生态环境成本指标"),
    ("效益指标", "经济效益指标"), ("效益指标", "社会效益指标"), ("效益指标", "生态效益指标"),
    ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标"),
]  # fmt: skip


def _rows(first: str, second: str) -> Iterator[str]:
    for number, read in enumerate(sorted(mistakes(second, "某质效"))):
        if level2(read) is None:
            yield f"<tr><td>{first}</td><td>{read}</td><td>第{number}项工作完成数</td><td>≥5个</td><td>6个</td></tr>"


@pytest.mark.parametrize(("first", "second"), LEVELS)
def test_no_form_gets_a_wrong_level_without_a_finding(first: str, second: str, tmp_path: Path) -> None:
    rows = list(_rows(first, second))
    head = "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>实际完成值</td></tr>"
    path = tmp_path / "form.html"
    path.write_text(f"<h1>项目绩效自评表</h1><table>{head}{''.join(rows)}</table>", encoding="utf-8")
    evaluation = normalize(extract(path, ExtractSettings()))
    assert len(evaluation.indicators) == len(rows)
    told = {str(found.field).partition(".")[0] for found in evaluation.findings if found.name in _TOLD}
    silent = [
        (row.level2_raw, row.level1, row.level2)
        for row in evaluation.indicators
        if f"indicators[{row.ordinal}]" not in told and level2(row.level2 or "") is not None and row.level2 != second
    ]
    assert silent == []


NAMES = [
    "培训人数", "补助发放人数", "新建道路里程", "设备购置数量", "工程验收合格率",
    "资金支付及时率", "按期完工率", "项目总投资", "人均补助标准", "单位成本控制",
    "带动就业人数", "群众获得感", "减少污染物排放", "空气质量优良天数", "长效管护机制",
    "设施使用年限", "受益群众满意率", "学生家长满意度", "企业满意度", "社会影响", "成本节约率",
    "数量达标率", "质量合格率", "时效达标情况", "产出完成率", "效益发挥情况", "成本控制有效性",
    "经济增长贡献", "社会稳定程度", "生态修复面积", "环境整治村数", "可持续发展能力",
    "影响持续时间", "满意度调查次数", "服务对象投诉率", "公众知晓率", "预算执行进度",
    "预算编制合理性", "资产盘活率", "资金到位率", "目标完成率", "管理制度健全性",
    "项目立项规范性", "绩效目标合理性", "在职人员控制率", "三公经费变动率", "工作任务完成率",
    "质量管理体系", "数量统计准确率", "社会效益显著程度", "经济效益增长率", "完成及时性",
    "完成质量优良率", "产出质量达标率", "履职效果", "决策科学性", "过程管理规范性",
    "指标完成情况", "投入产出比",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_indicator_is_no_level(name: str) -> None:
    assert (level1(name), level2(name)) == (None, None)
    assert not near_levels("level1", name)
    assert not near_levels("level2", name)
