"""Facts inside running text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.report.mentions import find_mentions

ISSUED = (
    "云溪市城乡居民 2024 年基本养老保险中央财政补助资金共 6064.19 万元，其中（内财社 2023 1599 号）下达 4780 万元；"
    "（内财社 2024 982 号）下达 1284.19 万元。"
)
ABOUT = "云溪市城乡居民2024年基本养老保险中央财政补助资金"


def test_parts_are_about_what_the_sum_is_about() -> None:
    found = find_mentions(ISSUED)
    assert [(one.kind, one.text) for one in found] == [
        ("money", "6064.19 万元"),
        ("document_number", "内财社 2023 1599 号"),
        ("money", "4780 万元"),
        ("document_number", "内财社 2024 982 号"),
        ("money", "1284.19 万元"),
    ]
    assert [one.value for one in found if one.kind == "money"] == [
        Decimal(60641900),
        Decimal(47800000),
        Decimal(12841900),
    ]
    assert [one.normalized for one in found if one.kind == "document_number"] == [
        "内财社〔2023〕1599号",
        "内财社〔2024〕982号",
    ]
    assert {one.subject for one in found} == {ABOUT}
    assert {one.action for one in found if one.kind == "money"} == {"allocated"}


def test_parts_with_a_name_of_their_own() -> None:
    total, central, province = find_mentions(
        "2024年共下达衔接资金6000万元，其中：中央财政资金4436万元，自治区资金1564万元。"
    )
    assert total.subject == "2024年共下达衔接资金"
    assert central.subject == "2024年共下达衔接资金，其中中央财政资金"
    assert province.subject == "2024年共下达衔接资金，其中自治区资金"


def test_the_clause_before_a_sum_says_what_it_is() -> None:
    (found,) = find_mentions("2024年扎兰屯市转移支付资金包括中央及旗县已全部拨付到位，共计 33234.61 万元")
    assert found.value == Decimal(332346100)
    assert found.subject == "2024年扎兰屯市转移支付资金包括中央及旗县"
    assert found.action == "spent"


@pytest.mark.parametrize(
    ("text", "kind", "printed", "value", "unit", "normalized"),
    [
        ("各项指标完成 90%以上，", "percent", "90%以上", "90", "%", "≥90%"),
        ("群众满意度达到95.5％。", "percent", "95.5％", "95.5", "%", None),
        ("惠及群众1.2万人次", "count", "1.2万人次", "12000", "人次", None),
        ("建设高标准农田3.5万亩", "count", "3.5万亩", "35000", "亩", None),
        ("补助标准145元/月", "count", "145元/月", "145", "元/月", None),
        ("共计332346148.56元", "money", "332346148.56元", "332346148.56", "元", None),
        ("投入壹仟贰佰万元整", "money", "壹仟贰佰万元整", "12000000", "元", None),
        ("总投资3亿5000万元", "money", "3亿5000万元", "350000000", "元", None),
        ("不少于12种药品", "count", "不少于12种", "12", "种", "≥12种"),
        ("合格率80%-90%", "percent", "80%-90%", None, "%", "80~90%"),
    ],
)
def test_figures(text: str, kind: str, printed: str, value: str | None, unit: str, normalized: str | None) -> None:
    (found,) = find_mentions(text)
    assert (found.kind, found.text, found.unit) == (kind, printed, unit)
    assert found.value == (None if value is None else Decimal(value))
    assert found.normalized == normalized


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("2025年3月6日", "2025-03-06"),
        ("于二〇二四年十二月三十一日验收", "2024-12-31"),
        ("2024年12月底前拨付", "2024-12-31"),
        ("2024年12月完成", "2024-12"),
        ("12月31日前完成", None),
    ],
)
def test_dates(text: str, normalized: str | None) -> None:
    (found,) = find_mentions(text)
    assert (found.kind, found.normalized) == ("date", normalized)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.项目实施情况",
        "2 项目管理",
        "（3）其他",
        "（一）资金投入情况",
        "第2批资金",
        "电话0471-1234567",
        "5G网络",
        "2024年度",
        "2024 年工作",
        "3个人防工程",
    ],
)
def test_list_numbers_and_years_are_no_facts(text: str) -> None:
    assert find_mentions(text) == ()


@given(
    st.text(max_size=80) | st.text(alphabet="0123456789.,%万亿元人次年月日号财社〔〕（）其中共，。； 至-", max_size=80)
)
def test_facts_are_in_order_and_apart(text: str) -> None:
    found = find_mentions(text)
    for one in found:
        assert text[one.start : one.end] == one.text
    for one, following in zip(found, found[1:], strict=False):
        assert one.end <= following.start
