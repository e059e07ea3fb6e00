"""Sentences of reports that must raise a rule, beside sentences nearly like them that must not (X-01 to X-08, F-13)."""

from __future__ import annotations

import pytest

from normalizers.checks.facts import FormFacts
from tests.normalizers.checks.rows import facts, form, funding, indicator, told


def residents(**more: object) -> FormFacts:
    """97,000,000 yuan of four levels, of which 94,000,000 were spent; one target was missed."""
    amounts = (
        ("total", "97000000", "94000000"),
        ("central", "60000000", "60000000"),
        ("province", "26000000", "25000000"),
        ("prefecture", "3000000", "3000000"),
        ("county", "8000000", "6000000"),
    )
    lines = tuple(funding(at, *one, form_id="f-1") for at, one in enumerate(amounts, start=1))  # type: ignore[arg-type]
    rows = (indicator(1, "126695人", "108565人", reason="x"), indicator(2, "≥90%", "92%", level2="服务对象满意度指标"))
    columns: dict[str, object] = {
        "form": form(1, project_name="城乡居民基本养老保险补助资金", fiscal_year=2024, department="云溪市人社局"),
        "indicators": rows,
    }
    return facts(*lines, **(columns | more))  # type: ignore[arg-type]


def officials() -> FormFacts:
    """40,000,000 yuan, all spent."""
    lines = (
        funding(1, "total", "40000000", "40000000", form_id="f-2"),
        funding(2, "central", "40000000", "40000000", form_id="f-2"),
    )
    name = "机关事业单位基本养老保险补助资金"
    return facts(*lines, form=form(2, project_name=name, fiscal_year=2024, department="云溪市人社局"))


CASES = """
# X-01: an amount of no column
amount_unmatched | + | 城乡居民基本养老保险补助资金共支出9500万元。
amount_unmatched | + | 城乡居民中央补助资金6100万元已拨付。
amount_unmatched | + | 机关事业单位基本养老保险补助资金共安排4100万元。
stated_parts_do_not_sum | + | 城乡居民补助资金支出中央6000万元、自治区2500万元，共计8600万元。
amount_unmatched | + | 城乡居民自治区补助资金下达2650万元，已拨付到位。
amount_unmatched | - | 城乡居民基本养老保险补助资金共支出9400万元。
amount_unmatched | - | 城乡居民基本养老保险补助资金支出94,000,000元。
amount_unmatched | - | 城乡居民基本养老保险补助资金支出0.94亿元。
amount_unmatched | - | 城乡居民中央补助资金6000万元、自治区补助资金2600万元，共计8600万元。
amount_unmatched | - | 城乡居民中央6000万元、自治区2600万元、盟市300万元，合计8900万元资金。
amount_unmatched | - | 机关事业单位和城乡居民两项补助资金预算共计13700万元。
amount_unmatched | - | 两项资金共支出13400万元。
amount_unmatched | - | 城乡居民补助资金结余300万元。
amount_unmatched | - | 城乡居民县级补助资金结余200万元，结转下年使用。
amount_unmatched | - | 每人每月发放养老金150元。
amount_unmatched | - | 全市工资总额12000万元。
amount_unmatched | - | 城乡居民补助资金预算较上年增加1200万元。
amount_unmatched | - | 上年度城乡居民补助资金支出8800万元。
# X-02: sums of parts
stated_parts_do_not_sum | + | 补助资金共6000万元，其中（内财社〔2023〕1号）4000万元，（内财社〔2024〕2号）1900万元。
stated_parts_do_not_sum | + | 补助资金9700万元，其中：中央6000万元、自治区2600万元、盟市300万元、旗县700万元。
stated_parts_do_not_sum | + | 中央6000万元、自治区2600万元、盟市300万元、旗县800万元，共计9600万元。
stated_parts_do_not_sum | - | 补助资金共6000万元，其中（内财社〔2023〕1号）4000万元，（内财社〔2024〕2号）2000万元。
stated_parts_do_not_sum | - | 补助资金9700万元，其中：中央6000万元、自治区2600万元、盟市300万元、旗县800万元。
stated_parts_do_not_sum | - | 中央6000万元、自治区2600万元、盟市300万元、旗县800万元，共计9700万元。
stated_parts_do_not_sum | - | 补助资金9700万元，其中中央资金6000万元。
stated_parts_do_not_sum | - | 补助资金共6064.19万元，其中下达4780.1万元，下达698.19万元，下达585.9万元。
stated_parts_do_not_sum | + | 全年预算9700万元，其中中央6000万元，旗县3600万元，全年执行9500万元。
stated_parts_do_not_sum | - | 全年预算9700万元，其中中央6000万元，旗县3700万元，全年执行9500万元，结余200万元。
stated_parts_do_not_sum | - | 全年支出9500万元，其中人员支出6000万元，公用支出3500万元。
stated_parts_do_not_sum | + | 全年支出9500万元，其中人员支出6000万元，公用支出3400万元。
stated_parts_do_not_sum | - | 安排资金9700万元，支出9400万元，合计结余300万元。
# X-03: all was paid
not_all_paid | + | 城乡居民补助资金已全部拨付到位。
not_all_paid | + | 城乡居民各级资金均已足额支付到位。
not_all_paid | + | 城乡居民资金拨付已全部完成。
not_all_paid | - | 机关事业单位补助资金已全部拨付到位。
not_all_paid | - | 城乡居民资金将全部拨付到位。
not_all_paid | - | 城乡居民资金尚未全部拨付到位。
not_all_paid | - | 确保城乡居民资金全部拨付到位。
not_all_paid | - | 城乡居民补助资金已全部下达。
# X-03: results
claim_of_results_wrong | + | 产出指标各项指标完成90%以上。
claim_of_results_wrong | + | 城乡居民各项绩效指标均已完成。
claim_of_results_wrong | + | 全部指标完成率100%。
claim_of_results_wrong | - | 产出指标各项指标完成80%以上。
claim_of_results_wrong | - | 各项指标未全部完成。
claim_of_results_wrong | - | 满意度指标各项指标完成90%以上。
claim_of_results_wrong | - | 机关事业单位各项绩效指标均已完成。
# X-06: years
document_year_far | + | 根据内财社〔2019〕15号下达城乡居民补助资金6000万元。
document_year_far | + | 依据内财社〔2022〕15号文件拨付补助资金。
document_year_far | + | 内财社〔2027〕15号下达补助资金。
document_year_far | - | 根据内财社〔2023〕15号下达城乡居民补助资金6000万元。
document_year_far | - | 根据内财社〔2024〕15号下达城乡居民补助资金6000万元。
document_year_far | - | 根据《项目支出绩效评价管理办法》（财预〔2020〕10号）开展自评。
document_year_far | - | 按照内财社〔2016〕15号印发的补助资金管理办法执行。
# X-08: who issues
issuer_not_finance | + | 城乡居民县级补助资金800万元（云人社〔2024〕96号）。
issuer_not_finance | + | 城乡居民中央补助资金6000万元由云民发〔2024〕9号下达。
issuer_not_finance | + | 下达补助资金2600万元（内人社发〔2024〕6号）。
issuer_not_finance | + | 城乡居民县级配套经费800万元（云人社〔2024〕96号）下达。
issuer_not_finance | - | 城乡居民县级配套经费800万元（云财社〔2024〕96号）下达。
issuer_not_finance | - | 城乡居民县级补助资金800万元（云财社〔2024〕96号）。
issuer_not_finance | - | 城乡居民县级补助资金800万元（云政发〔2024〕96号）。
issuer_not_finance | - | 按照云人社〔2024〕96号通知开展资格认证。
# F-13: what was issued is the budget
issued_differs_from_budget | + | 城乡居民自治区补助资金共2500万元下达。
issued_differs_from_budget | + | 城乡居民县级补助资金安排600万元。
issued_differs_from_budget | + | 城乡居民中央补助资金6100万元下达。
issued_differs_from_budget | - | 城乡居民自治区补助资金共2600万元下达。
issued_differs_from_budget | - | 城乡居民自治区补助资金支出2500万元。
issued_differs_from_budget | - | 城乡居民自治区补助资金下达1600万元。城乡居民自治区补助资金下达1000万元。
"""


def _cases() -> list[tuple[str, ...]]:
    lines = (line for line in CASES.strip().splitlines() if not line.startswith("#"))
    return [tuple(part.strip() for part in line.split("|", 2)) for line in lines]


@pytest.mark.parametrize(("name", "sign", "text"), _cases())
def test_a_sentence(name: str, sign: str, text: str) -> None:
    found = {one for one, _, _ in told(residents(), officials(), report=("一、资金情况", text))}
    assert (name in found) is (sign == "+"), sorted(found)
