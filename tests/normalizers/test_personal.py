from __future__ import annotations

import pytest

from extractors.document import Document
from normalizers.normalize import normalize
from normalizers.personal import is_personal_label, masked
from normalizers.redaction import redacted
from tests.normalizers.printed import document, export, grid, line

MASKED = [
    ("填报人：张三", "填报人：**"),
    ("填报人：张三　联系电话：13812345678", "填报人：**　联系电话：***********"),
    ("联系人:欧阳小明 电话:0470-3201234", "联系人:**** 电话:************"),
    ("填报单位负责人（签章）：李 四", "填报单位负责人（签章）：* *"),
    ("项目负责人：王五财务负责人：赵六", "项目负责人：**财务负责人：**"),
    ("如有疑问请拨打 139 1234 5678 咨询", "如有疑问请拨打 *** **** **** 咨询"),
    ("邮箱 zhang.san@example.gov.cn", "邮箱 " + "*" * 24),
    ("身份证号：11010519491231002X", "身份证号：******************"),
    ("证件11010519491231002X已核验", "证件******************已核验"),
    ("办公电话：3201234", "办公电话：*******"),
    ("填表人：王 小 丽", "填表人：* * *"),
    ("财务负责人：孙　敏（签章）", "财务负责人：*　*（签章）"),
    ("填 报 人：周海", "填 报 人：**"),
    ("制表：吴珊、郑亮", "制表：**、**"),
    ("联系人：热依汗·买买提 电话：0991-2345678转606", "联系人：******* 电话：" + "*" * 16),
    ("联系人及电话：孙敏（0470）3201234", "联系人及电话：" + "*" * 15),
    ("单位负责人签字：何大川", "单位负责人签字：***"),
    ("项目负责人孙敏", "项目负责人**"),
    ("微信：sunmin2024", "微信：**********"),
    ("组长：张伟 副组长：李娜 成员：王芳、刘洋", "组长：** 副组长：** 成员：**、**"),
    ("局长王建国主持召开会议", "局长***主持召开会议"),
    ("张伟同志任组长", "**同志任组长"),
    ("单位负责人：（签字） 张三", "单位负责人：（签字） **"),
    ("自评人员签字：张三、李四", "自评人员签字：**、**"),
    ("评价人员：张三 李四 王五", "评价人员：** ** **"),
    ("填表人（签名）：_张三_", "填表人（签名）：_**_"),
]
KEPT = [
    "13812345678.00",
    "13812345678",
    "13,812,345,678",
    "实际支出13812345678元",
    "共支出15800000000.00元",
    "财教〔2023〕13812345678号",
    "受益13912345678人次",
    "负责人负责组织实施项目",
    "联系人：",
    "审核：通过",
    "复核方法见附表",
    "负责人任期届满",
    "会计制度健全",
    "项目负责人（签字）：",
    "填报人：      年  月  日",
    "110105194912310021",
    "0.0012345678",
    "2023-12345678",
    "统一社会信用代码91110105MA01ABCD2X",
    "新建道路12公里，服务群众1.2万人",
    "成员单位共12家",
    "组长由局长担任，副组长由分管领导担任",
    "主任医师12人，专家门诊",
    "≥**% 高质量完成",
    "校长 何家村小学",
    "主管部门负责人 对项目实施情况进行了核查",
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_names_and_numbers_become_stars(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_amounts_and_document_numbers_are_left_alone(text: str) -> None:
    assert masked(text) == text


def test_labels_are_known_with_stamps_and_colons() -> None:
    assert is_personal_label("项目负责人（签字）：")
    assert is_personal_label("联系电话")
    assert not is_personal_label("项目名称")
    assert not is_personal_label("年度资金总额")


FORM = document(
    line("项目支出绩效自评表"),
    line("（2024年度）"),
    grid(
        "项目名称 | 道路养护 | < | < | <",
        "项目负责人 | 张三丰 | 联系电话 | 13612345678 | ",
        "项目资金（元） | | 全年预算数 | 全年执行数 | 执行率",
        "^ | 年度资金总额 | 13812345678 | 13812345678 | 100%",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值",
        "产出指标 | 数量指标 | 养护里程 | 13912345678 | 13912345678",
        "填报人：李四 | < | 联系电话：0471-1234567 | < | <",
    ),
    line("联系人：王五　电话：0471-7654321"),
)


def _texts(doc: Document) -> str:
    return " ".join(cell.text for cell in normalize(doc).cells)


def test_personal_data_stand_in_no_table_but_cells() -> None:
    found = normalize(FORM)
    tables = (found.forms, found.funding, found.management, found.goals, found.indicators, found.passages)
    everything = repr((*tables, found.mentions, found.findings))
    for secret in ("张三丰", "13612345678", "李四", "王五", "0471"):
        assert secret not in everything
    assert "张三丰" in _texts(FORM)
    assert [row.level3 for row in found.indicators] == ["养护里程"]


def test_redaction_masks_cells_and_leaves_money_and_values() -> None:
    masked_form = redacted(FORM)
    text = _texts(masked_form)
    for secret in ("张三丰", "李四", "王五", "0471"):
        assert secret not in text
    before, after = normalize(FORM), normalize(masked_form)
    assert after.funding == before.funding
    assert after.indicators == before.indicators
    assert after.funding[0].budget_raw == "13812345678"
    phone = next(cell for page in masked_form.pages for block in page.blocks if hasattr(block, "cells")
                 for cell in block.cells if cell.row == 1 and cell.column == 3)  # fmt: skip
    assert phone.text == "***********"


def test_a_list_of_people_is_masked_below_its_labels() -> None:
    table = export("姓名 | 职务 | 联系电话", "张三 | 处长 | 13812345678", "李四 | 科员 | 13912345678")
    (page,) = redacted(document(table)).pages
    (block,) = page.blocks
    assert [cell.text for cell in block.cells if hasattr(block, "cells")][3:] == [
        "**", "处长", "***********", "**", "科员", "***********",
    ]  # fmt: skip
