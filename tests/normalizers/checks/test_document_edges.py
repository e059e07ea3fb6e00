"""Documents that must raise a rule beside documents nearly like them that must not (X-01, X-04 to X-09, S-09, I-09)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.checks.facts import FormFacts
from normalizers.schema import Indicator
from tests.normalizers.checks.rows import facts, form, funding, indicator, told


def names(*forms: FormFacts, report: tuple[str, ...] = ()) -> set[str]:
    return {name for name, _, _ in told(*forms, report=report)}


def fund(number: int, who: str, budget: str, executed: str, *rows: Indicator, **more: object) -> FormFacts:
    """A form of one of the pension funds: total and central money alike."""
    lines = tuple(
        funding(at, source, budget, executed, form_id=f"f-{number}")  # type: ignore[arg-type]
        for at, source in ((1, "total"), (2, "central"))
    )
    name = f"{who}基本养老保险补助资金"
    columns: dict[str, object] = {"project_name": name, "fiscal_year": 2024, "department": "云溪市人社局"}
    return facts(*lines, indicators=rows, form=form(number, **(columns | more)))


WORKERS = fund(1, "企业职工", "62500000", "62500000")
OFFICIALS = fund(2, "机关事业单位", "44360000", "47010000")
RESIDENTS = fund(3, "城乡居民", "60000000", "60641900")
ALL = (WORKERS, OFFICIALS, RESIDENTS)

MEANINGS = [
    (("机关事业单位中央补助资金共4436万元下达。", "城乡居民中央补助资金共6064.19万元下达。"), True),
    (("机关事业单位中央补助资金共4701万元下达。", "城乡居民中央补助资金共6000万元下达。"), True),
    (("机关事业单位中央补助资金4436万元已下达。城乡居民中央补助资金6064.19万元已下达。",), True),
    (("机关事业单位中央补助资金共4436万元下达。", "城乡居民中央补助资金共6000万元下达。"), False),
    (("机关事业单位中央补助资金共4701万元下达。", "城乡居民中央补助资金共6064.19万元下达。"), False),
    (("机关事业单位中央补助资金共4436万元下达。", "城乡居民中央补助资金支出6064.19万元。"), False),
    (("企业职工中央补助资金共6250万元下达。", "城乡居民中央补助资金共6064.19万元下达。"), False),
]


@pytest.mark.parametrize(("report", "expected"), MEANINGS)
def test_amounts_that_mean_the_budget_here_and_the_spending_there(report: tuple[str, ...], expected: bool) -> None:
    assert ("amount_in_two_meanings" in names(*ALL, report=report)) is expected


MISSED = indicator(1, "126695人", "108565人", reason="x", form_id="f-1")
MET = indicator(1, "126695人", "126695人", form_id="f-1")
HEADING = "三、偏离绩效目标的原因和下一步改进措施"
DEVIATIONS = [
    ((MISSED,), "60000000", HEADING, "无", True),
    ((MET,), "59000000", HEADING, "无。", True),
    ((MISSED,), "60000000", "三、未完成原因分析", "无", True),
    ((MET,), "60000000", HEADING, "无", False),
    ((MISSED,), "60000000", HEADING, "因部分人员跨省转移，参保人数减少。", False),
    ((MISSED,), "60000000", "三、其他需要说明的问题", "无", False),
    ((MET,), "60500000", HEADING, "无", False),
    ((MET,), "59998000", HEADING, "无", False),  # 99.997 % is printed as 100.00 %
]


@pytest.mark.parametrize(("rows", "executed", "heading", "said", "expected"), DEVIATIONS)
def test_a_report_that_denies_what_deviated(
    rows: tuple[Indicator, ...], executed: str, heading: str, said: str, expected: bool
) -> None:
    one = fund(1, "城乡居民", "60000000", executed, *rows)
    assert ("deviation_denied" in names(one, report=(heading, said))) is expected


HEAD = "一、绩效目标分解下达情况"
COVERED = [
    ((HEAD, "机关事业单位、城乡居民基本养老保险补助资金已下达。"), True),
    ((HEAD, "企业职工基本养老保险资金已下达。"), True),
    ((HEAD, "城乡居民养老保险、机关事业单位养老保险两项资金。"), True),
    ((HEAD, "企业职工、机关事业单位、城乡居民基本养老保险补助资金已下达。"), False),
    (("机关事业单位、城乡居民基本养老保险补助资金已下达。",), False),  # a note, and no report
    ((HEAD, "三项养老保险补助资金已下达。"), False),  # the report calls them by another name
    ((HEAD, "企业职工资金已下达。", "二、其他", "机关事业单位、城乡居民资金已下达。"), False),
]


@pytest.mark.parametrize(("report", "expected"), COVERED)
def test_a_fund_that_the_report_does_not_name(report: tuple[str, ...], expected: bool) -> None:
    assert ("fund_not_in_report" in names(*ALL, report=report)) is expected


WHOLE = "企业职工、机关事业单位、城乡居民基本养老保险补助资金已下达。"
LEFT_OUT = [
    ((HEAD, WHOLE, "（三）总体绩效目标完成情况", "机关事业单位按时发放。城乡居民按时发放。"), True),
    ((HEAD, WHOLE, "（二）资金执行情况", "企业职工执行率100%。", "城乡居民执行率101.07%。"), True),
    ((HEAD, WHOLE, "（一）资金投入", "企业职工6250万元。", "机关事业单位4436万元。"), True),
    ((HEAD, WHOLE, "（三）总体绩效目标完成情况", "企业职工、机关事业单位、城乡居民均按时发放。"), False),
    ((HEAD, WHOLE, "（三）总体绩效目标完成情况", "机关事业单位按时发放。"), False),  # one alone is no going through
    ((HEAD, WHOLE, "（三）总体绩效目标完成情况", "各项待遇按时发放。"), False),
]


@pytest.mark.parametrize(("report", "expected"), LEFT_OUT)
def test_a_section_that_leaves_a_fund_out(report: tuple[str, ...], expected: bool) -> None:
    assert ("fund_left_out" in names(*ALL, report=report)) is expected


TITLE = "云溪市{}年度养老保险补助资金绩效自评报告"
YEARS = [
    ("form_year_differs", (TITLE.format(2023),), True),
    ("form_year_differs", (TITLE.format(2025),), True),
    ("form_year_differs", ("云溪市人社局关于2022年养老保险补助资金的绩效自评报告",), True),
    ("form_year_differs", (TITLE.format(2024),), False),
    ("form_year_differs", ("云溪市养老保险补助资金绩效自评报告",), False),
    ("form_year_differs", ("养老保险补助资金2023年结转情况",), False),
    ("report_dated_too_early", (TITLE.format(2024), "2024年3月6日"), True),
    ("report_dated_too_early", (TITLE.format(2024), "2023年12月31日"), True),
    ("report_dated_too_early", (TITLE.format(2024), "二〇二四年六月一日"), True),
    ("report_dated_too_early", (TITLE.format(2024), "2025年3月6日"), False),
    ("report_dated_too_early", (TITLE.format(2024), "2024年3月6日下达资金。"), False),
    ("report_dated_too_early", (TITLE.format(2024),), False),
]


@pytest.mark.parametrize(("name", "report", "expected"), YEARS)
def test_years_of_form_report_and_date(name: str, report: tuple[str, ...], expected: bool) -> None:
    assert (name in names(WORKERS, report=report)) is expected


BODIES = [
    ("人力资源社会保障部", "人力资源和社会保障部", True),
    ("云溪市人力资源社会保障局", "云溪市人力资源与社会保障局", True),
    ("云溪县农牧和科技局", "云溪县农牧科技局", True),
    ("云溪市人社局", "云溪市人社局", False),
    ("云溪市人社局（盖章）", "云溪市人社局(盖章)", False),
    ("云溪市政务中心", "云溪市水务中心", False),
    ("云溪市财政局", "云溪市人社局", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), BODIES)
def test_one_body_in_two_writings(one: str, other: str, expected: bool) -> None:
    forms = [facts(form=form(number, department=name)) for number, name in ((1, one), (2, other))]
    assert ("name_written_differently" in names(*forms)) is expected


NUMBERS = [
    ("document_number_form", ("县级补助资金592.85万元（云财社 2024 96 号）。",), True),
    ("document_number_form", ("中央资金6000万元（内财社2023 1599号）下达。",), True),
    ("document_number_form", ("中央资金6000万元（财社[2024]15号）下达。",), True),
    ("document_number_form", ("县级补助资金592.85万元（云财社〔2024〕96号）。",), False),
    ("document_number_form", ("县级补助资金592.85万元，共96户。",), False),
    ("document_number_form", ("2024年共96号档案。",), False),
    ("issued_without_document", ("中央补助资金6000万元（财社〔2024〕15号）。", "县级补助资金592.85万元。"), True),
    ("issued_without_document", ("中央补助资金6000万元（财社〔2024〕15号）。", "自治区下达资金2600万元。"), True),
    ("issued_without_document", ("县级资金800万元（云财社〔2024〕9号）。", "中央财政安排资金6000万元。"), True),
    ("issued_without_document", ("中央补助资金6000万元。", "县级补助资金592.85万元。"), False),
    ("issued_without_document", ("中央补助资金6000万元（财社〔2024〕15号）。", "共支出592.85万元。"), False),
    (
        "issued_without_document",
        ("中央补助资金6000万元（财社〔2024〕15号）。", "县级补助资金592.85万元（云财社〔2024〕96号）。"),
        False,
    ),
]


@pytest.mark.parametrize(("name", "report", "expected"), NUMBERS)
def test_document_numbers(name: str, report: tuple[str, ...], expected: bool) -> None:
    assert (name in names(report=report)) is expected


def declared(number: int, template: str, *rows: str, project: str = "危房改造") -> FormFacts:
    indicators = tuple(
        indicator(at, target, "600户", reason="x", level3=name)
        for at, (name, target) in enumerate((row.split() for row in rows), start=1)
    )
    return facts(indicators=indicators, form=form(number, template=template, project_name=project))


BEFORE = ("改造户数 ≥500户", "验收合格率 ≥80%", "培训人数 ≥3人")
GOALS = [
    ("target_changed", ("改造户数 ≥400户", *BEFORE[1:]), True),
    ("target_changed", ("改造户数 ≤500户", *BEFORE[1:]), True),
    ("target_changed", (*BEFORE[:2], "培训人数 ≥3次"), True),
    ("target_changed", BEFORE, False),
    ("target_changed", ("改造户数 ≥５００户", *BEFORE[1:]), False),
    ("target_changed", (*BEFORE[1:], BEFORE[0]), False),  # another order
    ("declared_indicator_gone", BEFORE[:2], True),
    ("declared_indicator_gone", (*BEFORE[1:], "改造房屋户数 ≥500户"), True),
    ("declared_indicator_gone", (BEFORE[0], BEFORE[2], "群众满意度 ≥90%"), True),
    ("declared_indicator_gone", BEFORE, False),
    ("declared_indicator_gone", (*BEFORE, "群众满意度 ≥90%"), False),
    ("declared_indicator_gone", ("绿化面积 ≥5亩", "成活率 ≥90%", "投诉 0件"), False),  # other goals altogether
]


@pytest.mark.parametrize(("name", "after", "expected"), GOALS)
def test_goals_against_those_declared(name: str, after: tuple[str, ...], expected: bool) -> None:
    forms = (declared(1, "goal_declaration", *BEFORE), declared(2, "project_expenditure", *after))
    assert (name in names(*forms)) is expected


@pytest.mark.parametrize("template", ["goal_declaration", "monitoring"])
def test_goals_of_forms_that_evaluate_nothing_are_not_compared(template: str) -> None:
    forms = (declared(1, "goal_declaration", *BEFORE), declared(2, template, "改造户数 ≥400户", *BEFORE[1:]))
    assert "target_changed" not in names(*forms)
    other = declared(2, "project_expenditure", "改造户数 ≥400户", *BEFORE[1:], project="饮水安全")
    assert "target_changed" not in names(declared(1, "goal_declaration", *BEFORE), other)


QUOTED = [
    ("经自评，项目自评得分98分。", True),
    ("项目绩效自评综合得分93.66分。", True),
    ("总分93.5分，等级为优。", True),
    ("经自评，项目自评得分93.6分。", False),
    ("项目绩效自评综合得分93.65分。", False),  # half a tenth is rounding
    ("总得分93.60分，等级为优。", False),
    ("产出指标得分48分。", False),
    ("分值100分。", False),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_a_score_quoted_in_the_report(text: str, expected: bool) -> None:
    one = facts(score_total=Decimal("93.6"), form=form(project_name="危房改造"))
    assert ("quoted_score_differs" in names(one, report=(text,))) is expected


ALIKE = [
    (("92.00%", "92%"), True),
    (("95.5%", "95.50%", "95.5％"), True),
    (("100%", "100%"), True),
    (("92.00%", "93%"), False),
    (("92%",), False),
    (("满意", "满意"), False),
]


def satisfied(number: int, actual: str, **more: object) -> FormFacts:
    row = indicator(1, "≥90%", actual, level2="服务对象满意度指标", form_id=f"f-{number}", **more)
    return facts(indicators=(row,), form=form(number))


@pytest.mark.parametrize(("actuals", "expected"), ALIKE)
def test_the_same_satisfaction_everywhere(actuals: tuple[str, ...], expected: bool) -> None:
    forms = [satisfied(number, actual) for number, actual in enumerate(actuals, start=1)]
    assert ("satisfaction_alike" in names(*forms)) is expected


@pytest.mark.parametrize(
    ("actual", "reason", "expected"),
    [
        ("无投诉", None, True),
        ("100%", "未接到群众投诉", True),
        ("全年零投诉", None, True),
        ("92%", None, False),
        ("92%", "抽样调查", False),
        ("满意", None, False),
    ],
)
def test_satisfaction_told_by_the_want_of_complaints(actual: str, reason: str | None, expected: bool) -> None:
    assert ("no_complaints_as_satisfaction" in names(satisfied(1, actual, reason=reason))) is expected


def test_complaints_counted_as_an_output_are_no_satisfaction() -> None:
    row = indicator(1, "≤5件", "3件", level3="投诉件数")
    assert "no_complaints_as_satisfaction" not in names(facts(indicators=(row,), form=form()))
