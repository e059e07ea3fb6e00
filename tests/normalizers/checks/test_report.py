"""Form against report: amounts, sums, claims, names, years (rules X-01 … X-08, F-13, S-09, I-09)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.checks.claims import paid_claim, reached_claims
from normalizers.checks.document_facts import document_facts
from normalizers.checks.facts import FormFacts
from normalizers.checks.funds import funds_in, levels_in, named_funds
from normalizers.schema import Passage
from normalizers.statements import find_statements, mentions_of
from tests.normalizers.checks.rows import facts, form, funding, goal, indicator, told

HEAD = ("一、绩效目标分解下达情况",)


def pension(number: int, who: str, *amounts: str, **more: object) -> FormFacts:
    """A form of one of the pension funds: total and central money."""
    budget, executed = amounts
    name = f"{who}基本养老保险补助资金"
    lines = tuple(
        funding(at, source, budget, executed, form_id=f"f-{number}")
        for at, source in ((1, "total"), (2, "central"))
    )  # type: ignore[arg-type]
    return facts(
        *lines,
        form=form(number, project_name=name, fiscal_year=2024, department="云溪市人社局"),
        **more,
    )


WORKERS = pension(1, "企业职工", "62500000", "62500000")
OFFICIALS = pension(2, "机关事业单位", "44360000", "47010000")
RESIDENTS = pension(3, "城乡居民", "60000000", "60641900")


def test_a_sentence_names_its_fund_by_what_the_others_do_not_have() -> None:
    funds = named_funds((WORKERS, OFFICIALS, RESIDENTS))
    assert [fund.key for fund in funds] == ["企业职工", "机关事业单位", "城乡居民"]
    text = "云溪市城乡居民 2024 年基本养老保险中央财政补助资金共 6064.19 万元"
    assert [fund.facts for fund in funds_in(text, funds)] == [RESIDENTS]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("中央财政补助资金", ("central",)),
        ("自治区补助资金共2499.31万元", ("province",)),
        ("北疆自治区云溪市县级财政补助资金", ("county",)),
        ("盟级补助资金", ("prefecture",)),
        (
            "包括中央、自治区、盟市及旗县已全部拨付到位",
            ("central", "province", "prefecture", "county"),
        ),
        ("云溪市城乡居民养老保险", ()),
    ],
)
def test_levels_of_government(text: str, levels: tuple[str, ...]) -> None:
    assert levels_in(text) == levels


def test_amounts_are_matched_and_their_meaning_is_told() -> None:
    report = (
        "机关事业单位基本养老保险中央财政补助资金共4436万元下达。",
        "城乡居民基本养老保险中央财政补助资金共6064.19万元下达。",
    )
    passages = tuple(
        Passage(doc_id="d", ordinal=at, text=text) for at, text in enumerate(report, start=1)
    )
    one = document_facts((OFFICIALS, RESIDENTS), passages, find_statements(passages, (), {}))
    matched = [
        (mention.matched_form_id, mention.matched_field) for mention in mentions_of(one, "d")
    ]
    assert matched == [("f-2", "funding[2].budget"), ("f-3", "funding[2].executed")]
    names = told(OFFICIALS, RESIDENTS, report=report)
    assert ("amount_in_two_meanings", None, "passages[2]") in names
    assert ("issued_differs_from_budget", "f-3", "funding[2].budget") in names


def test_an_amount_of_no_form_is_told_and_the_parts_of_a_sum_are_not() -> None:
    whole = "企业职工基本养老保险中央财政补助资金共6250万元，其中下达5000万元，下达1250万元。"
    assert told(WORKERS, report=(whole,)) == []
    assert ("amount_unmatched", "f-1", "passages[1]") in told(
        WORKERS, report=("企业职工基本养老保险补助资金共支出6100万元。",)
    )


@pytest.mark.parametrize(("third", "expected"), [("586", []), ("585", ["stated_parts_do_not_sum"])])
def test_a_sum_in_the_text_is_that_of_its_parts(third: str, expected: list[str]) -> None:
    text = f"补助资金共6064.19万元，其中（内财社2023 1599号）下达4780万元；下达698.19万元；下达{third}.00万元。"
    assert [
        name for name, _, _ in told(report=(text,)) if name == "stated_parts_do_not_sum"
    ] == expected


def test_what_was_issued_in_two_instalments_comes_to_the_budget() -> None:
    first = "城乡居民基本养老保险中央财政补助资金5000万元下达。"
    for second, expected in (("1000", []), ("900", ["amount_unmatched", "issued_differs_from_budget"] * 2)):
        report = (first, f"城乡居民基本养老保险中央财政补助资金{second}万元下达。")
        assert [name for name, _, _ in told(RESIDENTS, report=report)] == expected


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("当地财政已全部预算安排并拨付到位。", "已全部预算安排并拨付到位"),
        ("补助资金全部下达，并拨付到位。", "全部下达,并拨付到位"),
        ("资金已足额拨付至专户共9元", "已足额拨付至专户"),
        ("将确保资金全部拨付到位", None),
        ("资金未全部拨付到位", None),
        ("资金拨付严格执行国库集中支付制度", None),
    ],
)
def test_claims_of_payment(text: str, claim: str | None) -> None:
    assert paid_claim(text) == claim


def test_a_claim_is_quoted_from_where_it_begins() -> None:
    (claim,) = reached_claims("资金已全部拨付到位，各项指标全部完成。")
    assert claim.text == "各项指标全部完成"


@pytest.mark.parametrize(
    ("text", "share", "level"),
    [
        ("产出指标——各项指标完成90%以上，补贴分配到位", "0.9", "产出指标"),
        ("各项绩效指标均已完成。", "1", None),
        ("所有指标全部达到预期", "1", None),
    ],
)
def test_claims_of_results(text: str, share: str, level: str | None) -> None:
    (claim,) = reached_claims(text)
    assert (claim.share, claim.level1) == (Decimal(share), level)


@pytest.mark.parametrize(
    "text",
    ["各项任务按进度完成", "满意度指标达到预期", "各项指标完成度高", "各项指标未全部完成", "确保年内各项指标全部完成"],
)
def test_what_claims_nothing_of_all_indicators(text: str) -> None:
    assert reached_claims(text) == []


def test_claims_that_the_figures_belie() -> None:
    missed = indicator(1, "126695人", "108565人", form_id="f-1", reason="x")
    one = pension(
        1,
        "城乡居民",
        "97774804",
        "94737700",
        indicators=(missed,),
        goals=(goal("资金已全部拨付到位。"),),
    )
    report = ("产出指标各项指标完成90%以上。", "三、偏离绩效目标的原因和下一步改进措施", "无")
    assert told(one, report=report) == [
        ("not_all_paid", "f-1", "goals[1].actual"),
        ("claim_of_results_wrong", None, "passages[1]"),
        ("deviation_denied", None, "passages[3]"),
    ]


def test_claims_that_the_figures_bear_out() -> None:
    one = pension(
        1,
        "城乡居民",
        "97774804",
        "97774804",
        indicators=(indicator(1, "≥100人", "96人", reason="x"),),
    )
    report = ("资金已全部拨付到位。", "产出指标各项指标完成90%以上。")
    assert told(one, report=report) == []


@pytest.mark.parametrize(("score", "expected"), [("93.6", []), ("98", ["quoted_score_differs"])])
def test_the_score_of_the_report_is_that_of_the_form(score: str, expected: list[str]) -> None:
    one = facts(score_total=Decimal("93.6"), form=form(project_name="危房改造"))
    assert [
        name for name, _, _ in told(one, report=(f"经自评，项目自评得分{score}分。",))
    ] == expected


def test_a_section_that_leaves_a_fund_out() -> None:
    report = (
        *HEAD, "企业职工、机关事业单位、城乡居民基本养老保险补助资金已下达。", "（三）总体绩效目标完成情况分析",
        "机关事业单位按时发放。城乡居民按时发放。",
    )  # fmt: skip
    assert told(WORKERS, OFFICIALS, RESIDENTS, report=report) == [
        ("fund_left_out", "f-1", "passages[3]")
    ]


def test_a_fund_that_the_report_does_not_name() -> None:
    report = (*HEAD, "机关事业单位、城乡居民基本养老保险补助资金已下达。")
    names = told(WORKERS, OFFICIALS, RESIDENTS, report=report)
    assert ("fund_not_in_report", "f-1", "form.project_name") in names


def test_years_go_together() -> None:
    report = (
        "云溪市2023年度养老保险补助资金绩效自评报告",
        "根据江财社〔2018〕21号文件下达补助资金。",
        "2023年3月6日",
    )
    names = [name for name, _, _ in told(WORKERS, report=report)]
    assert names.count("form_year_differs") == 1
    assert "document_year_far" in names
    assert "report_dated_too_early" in names


def test_a_document_of_the_year_before_is_in_order() -> None:
    report = (
        "云溪市2024年度养老保险补助资金绩效自评报告",
        "江财社〔2023〕21号下达补助资金。",
        "2025年3月6日",
    )
    assert told(WORKERS, report=report) == []


def test_one_body_written_in_two_ways() -> None:
    forms = [
        facts(form=form(number, central_department=name, project_name=f"资金{number}"))
        for number, name in ((1, "人力资源社会保障部"), (2, "人力资源和社会保障部"))
    ]
    assert told(*forms) == [("name_written_differently", "f-2", "form.central_department")]
    others = [
        facts(form=form(number, department=name))
        for number, name in ((1, "云溪市政务中心"), (2, "云溪市水务中心"))
    ]
    assert told(*others) == []


def test_document_numbers_and_who_issues_money() -> None:
    report = (
        "城乡居民县级补助资金592.85万元（云人社 2024 96 号）。",
        "机关事业单位县级财政补助资金共31438.54万元。",
    )
    names = [name for name, _, _ in told(report=report)]
    assert names == ["document_number_form", "issued_without_document", "issuer_not_finance"]


def test_the_same_satisfaction_everywhere_was_not_surveyed() -> None:
    def satisfied(number: int, actual: str) -> FormFacts:
        row = indicator(1, "≥90%", actual, level2="服务对象满意度指标", form_id=f"f-{number}")
        return facts(indicators=(row,), form=form(number))

    assert told(satisfied(1, "92.00%"), satisfied(2, "92%")) == [
        ("satisfaction_alike", "f-1", "indicators[1].actual")
    ]
    assert told(satisfied(1, "92.00%"), satisfied(2, "93%")) == []
    assert told(satisfied(1, "无投诉")) == [
        ("no_complaints_as_satisfaction", "f-1", "indicators[1].actual")
    ]


def test_goals_are_those_that_were_declared() -> None:
    def project(number: int, template: str, *targets: str) -> FormFacts:
        rows = tuple(
            indicator(at, target, "600户", reason="x") for at, target in enumerate(targets, start=1)
        )
        return facts(indicators=rows, form=form(number, template=template, project_name="危房改造"))

    declared = project(1, "goal_declaration", "≥500户", "≥80%", "≥3人")
    same = project(2, "project_expenditure", "≥500户", "≥80%", "≥3人")
    other = project(2, "project_expenditure", "≥400户", "≥80%")
    assert [name for name, _, _ in told(declared, same)] == []
    assert [name for name, _, _ in told(declared, other)] == [
        "declared_indicator_gone",
        "target_changed",
    ]


def test_what_a_budget_left_unspent_is_no_amount_of_its_own() -> None:
    spent = pension(2, "机关事业单位", "50010000", "47010000")
    names = [name for name, _, _ in told(spent, report=("补助资金共支出4,701万元，结余资金300万元。",))]
    assert "amount_unmatched" not in names
    names = [name for name, _, _ in told(spent, report=("补助资金共支出4,701万元，结余资金301万元。",))]
    assert "amount_unmatched" in names
