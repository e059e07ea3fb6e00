"""Fields that stand in the lines above a table."""

from __future__ import annotations

import pytest

from extractors.document import Paragraph
from normalizers.forms.fields_above import fields_above


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("项目名称：农村公路养护", {"project_name": "农村公路养护"}),
        (
            "项目名称：农村公路养护   主管部门：某县交通运输局　单位：万元",
            {"project_name": "农村公路养护", "department": "某县交通运输局", "unit": "万元"},
        ),
        (
            "项目名称:公路养护工程主管部门：某县交通运输局金额单位：元",  # a recogniser lost the blanks
            {"project_name": "公路养护工程", "department": "某县交通运输局", "unit": "元"},
        ),
        ("填报单位（盖章）：某县水利局", {"implementing_unit": "某县水利局"}),
        ("项 目 名 称：____水库加固____", {"project_name": "水库加固"}),
        ("主管部门：", {}),
        ("说明：本表由项目单位填写", {}),
        ("项目名称：一期：厂房", {"project_name": "一期：厂房"}),
        ("没有冒号的一行", {}),
    ],
)
def test_labels_with_a_colon_and_what_follows_them(line: str, fields: dict[str, str]) -> None:
    found = fields_above([Paragraph(1, line)])
    assert {field: above.text for field, above in found.items()} == fields


def test_the_line_next_to_the_table_counts() -> None:
    lines = [Paragraph(1, "项目名称：甲"), Paragraph(1, "项目名称：乙")]
    assert fields_above(lines)["project_name"].text == "乙"
    assert fields_above(lines)["project_name"].line is lines[1]
