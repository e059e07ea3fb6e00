"""Rows that must raise a rule of forms, beside rows nearly like them that must not (F-01 to F-12, I-01 to I-17)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.checks.facts import FormFacts
from tests.normalizers.checks.rows import facts, form, found, funding, goal, indicator

MONEY = """
# F-01
sources_do_not_sum | + | total 100 90; central 60 60; county 41 30
sources_do_not_sum | + | total 100 90; central 60 60; county 40 31
sources_do_not_sum | + | total 97774804.33 9; central 60000000 9; province 26442422 0; county 11332381.73 0
sources_do_not_sum | - | total 100 90; central 60 60; county 40 30
sources_do_not_sum | - | total 100 90; local 40 30; province 25 20; county 15 10; central 60 60
sources_do_not_sum | - | total 100.00 90; central 60.00 60; county 39.99 30
sources_do_not_sum | - | total 100 90
# F-02
rate_disagrees | + | total 100 90 91%
rate_disagrees | + | total 360 331 91.95%
rate_disagrees | + | total 300 200 66.66%; central 300 200 67.66%
rate_disagrees | - | total 100 90 90%
rate_disagrees | - | total 300 200 66.67%
rate_disagrees | - | total 300 200 66.7%
rate_truncated | + | total 300 200 66.66%
rate_truncated | + | total 60000000 60641900 101.06%
rate_truncated | + | total 800 799 99.8%
rate_truncated | - | total 300 200 66.67%
rate_truncated | - | total 300 100 33.33%
rate_truncated | - | total 300 200 66.60%
# F-04
spent_over_budget | + | total 44360000 47010000
spent_over_budget | + | total 100 100; county 10 11
spent_over_budget | + | total 10000 10001
spent_over_budget | - | total 100 100
spent_over_budget | - | total 100000 100004
spent_over_budget | - | total 0 5
# F-05
spent_without_budget | + | total 100 100; county 0 12
spent_without_budget | + | total 0 1
spent_without_budget | + | total 5 5; prefecture 0 5
spent_without_budget | - | total 100 100; county 0 0
spent_without_budget | - | total 100 100; county - 12
spent_without_budget | - | total 100 100; county 1 0
# F-07
low_rate_unexplained | + | total 300 120
low_rate_unexplained | + | total 100 59.9
low_rate_unexplained | + | total 100 0
low_rate_unexplained | - | total 100 60
low_rate_unexplained | - | total 0 0
low_rate_unexplained | - | total 100 90; county 50 10
# F-08
total_missing | + | total 0 0; central 90 80
total_missing | + | total - 80; central 90 80
total_missing | + | total 90 0; central 90 80
total_missing | - | total 90 80; central - -
total_missing | - | total 0 0; central 0 0
total_missing | - | total - -; central - -
# F-11
formula_error_hides_rate | + | total 100 90 #DIV/0!
formula_error_hides_rate | + | total 100 0 #VALUE!
formula_error_hides_rate | + | total 100 90 90%; county 5 5 #REF!
formula_error_hides_rate | - | total 0 0 #DIV/0!
formula_error_hides_rate | - | total 100 90 90%
formula_error_hides_rate | - | total - - #DIV/0!
# F-12
looks_copied_down | + | total 3500000 3500000 100%; central 2000000 2000000 100%; county 1500000 1500000 100%
looks_copied_down | + | total 30000 30000; central 20000 20000; county 10000 10000
looks_copied_down | + | total 60000 60000; central 30000 30000; province 20000 20000; county 10000 10000
looks_copied_down | - | total 3500000 3500000 100%; central 3500000 3500000 100%
looks_copied_down | - | total 35001 35001; central 20001 20001; county 15000 15000
looks_copied_down | - | total 3500000 3490000; central 2000000 1990000; county 1500000 1500000
"""

ROWS = """
# I-01
missed_without_reason | + | 126695人 > 108565人
missed_without_reason | + | ≥90% > 89.9% @质量指标
missed_without_reason | + | 6月30日前 > 2024年7月2日 @时效指标
missed_without_reason | - | 126695人 > 108565人 !疫情影响
missed_without_reason | - | 126695人 > 126695人
missed_without_reason | - | 有所提高 > 有所提高 @社会效益指标
# I-03
mostly_asserted | + | 有所提高 > 有所提高; 长期 > 长期; ≥90% > 92%
mostly_asserted | + | ≥90% > ≥90%; 7月31日前 > 7月31日前 @时效指标; 5个 > 5个
mostly_asserted | + | 长期 > 长期
mostly_asserted | - | 有所提高 > 有所提高; ≥90% > 92%
mostly_asserted | - | 100% > 100%; 5个 > 5个; 12人 > 12人
mostly_asserted | - | 有所提高 > 明显提高; 长期 > 持续
# I-04
all_exactly_on_target | + | 5个 > 5个; 100% > 100%; 3次 > 3次; 长期 > 长期
all_exactly_on_target | + | ≥5个 > 5; ≥90% > 90%; 3次 > 3次; 2公里 > 2公里
all_exactly_on_target | + | 6月底前 > 6月底前 @时效指标; 5个 > 5个; 100% > 100%; 3次 > 3次
all_exactly_on_target | - | 5个 > 5个; 100% > 100%; 3次 > 3次
all_exactly_on_target | - | 5个 > 6个; 100% > 100%; 3次 > 3次; 长期 > 长期
all_exactly_on_target | - | 5个 > ; 100% > 100%; 3次 > 3次; 长期 > 长期
# I-06
levels_do_not_match | + | 5个 > 5个 @数量指标/效益指标
levels_do_not_match | + | 5个 > 5个 @社会效益指标/产出指标
levels_do_not_match | + | 95% > 95% @质量指标/满意度指标
levels_do_not_match | - | 5个 > 5个 @数量指标/产出指标
levels_do_not_match | - | 50元 > 50元 @经济成本指标/产出指标
levels_do_not_match | - | 95% > 95% @服务对象满意度指标/效益指标
# I-07
percent_over_hundred | + | 290% > 92% @服务对象满意度指标 #群众满意度
percent_over_hundred | + | ≥95% > 198% @质量指标 #验收合格率
percent_over_hundred | + | ≥95% > 101% @质量指标 #覆盖率
percent_over_hundred | - | ≥100% > 120% #任务完成率
percent_over_hundred | - | ≥5% > 105% @经济效益指标 #产值增长率
percent_over_hundred | - | ≥95% > 100% @质量指标 #覆盖率
# I-08
unit_differs | + | ≥5公里 > 6个
unit_differs | + | ≥100人 > 120户
unit_differs | + | ≤30万元 > 25%
unit_differs | + | 3公顷 > 45亩
unit_differs | - | ≥5公里 > 6公里
unit_differs | - | ≥100人 > 120名
unit_differs | - | ≥5公里 > 6
# I-11
finished_but_not_accepted | + | 32公里 > 32公里; 100% > 暂未完工 @质量指标
finished_but_not_accepted | + | 32公里 > 33公里; 100% > 0% !尚未验收 @质量指标
finished_but_not_accepted | + | 5座 > 5座; 合格 > 验收未通过 @质量指标
finished_but_not_accepted | - | 32公里 > 32公里; 100% > 100% @质量指标
finished_but_not_accepted | - | 32公里 > 20公里 !x; 100% > 暂未完工 @质量指标
finished_but_not_accepted | - | 32公里 > 32公里; 明显 > 暂未完工 @社会效益指标
# I-13
cost_with_lower_limit | + | ≥145元/月 > 150 @经济成本指标
cost_with_lower_limit | + | >50元 > 60元 @经济成本指标
cost_with_lower_limit | + | 不低于100元 > 100元 @社会成本指标
cost_with_lower_limit | - | ≤145元/月 > 140元/月 @经济成本指标
cost_with_lower_limit | - | ≥145元/月 > 150元/月 @社会效益指标
cost_with_lower_limit | - | 145元/月 > 140元/月 @经济成本指标
# I-14
mandatory_level_missing | + | 5个 > 5个; 3个 > 3个; 100% > 100% @质量指标; 提高 > 提高 @社会效益指标
mandatory_level_missing | + | 5个 > 5个; 3个 > 3个; 100% > 100% @质量指标; 95% > 95% @服务对象满意度指标
mandatory_level_missing | + | 提高 > 提高 @社会效益指标; 3 > 3 @社会效益指标; 4 > 4 @社会效益指标; 好 > 好 @社会效益指标
mandatory_level_missing | - | 5个 > 5个; 提高 > 提高 @社会效益指标; 3个 > 3个; 95% > 95% @服务对象满意度指标
mandatory_level_missing | - | 5个 > 5个; 3个 > 3个; 4个 > 4个
mandatory_level_missing | - | 100% > 100% @质量指标; 3个 > 3个; 提高 > 提高 @社会效益指标; 95% > 95% @服务对象满意度指标
# I-15
identity_broken | + | 15249人 > 15924人 #职工参保人数; 6876人 > 6883人 #职工领取人数; 8373人 > 8815人 #职工缴费人数
identity_broken | + | 100场 > 90场 #全年演出场次; 50场 > 50场 #上半年演出场次; 50场 > 50场 #下半年演出场次
identity_broken | + | 100人 > 100人 #居民参保人数; 30人 > 30人 #居民领取人数; 60人 > 70人 #居民缴费人数
identity_broken | - | 15249人 > 15698人 #职工参保人数; 6876人 > 6883人 #职工领取人数; 8373人 > 8815人 #职工缴费人数
identity_broken | - | 150元 > 150元 #全年月发放标准; 145元 > 145元 #上半年月发放标准; 150元 > 177元 #下半年月发放标准
identity_broken | - | 90% > 92% #职工参保率; 60% > 61% #职工领取率; 70% > 72% #职工缴费率
# I-16
placeholder_as_value | + | ≥**% > 92%
placeholder_as_value | + | ≥XX人 > 92人
placeholder_as_value | + | ≥95% > **%
placeholder_as_value | - | ≥95% > 92%
placeholder_as_value | - | 有所提高 > 有所提高 @社会效益指标
placeholder_as_value | - | ≥95% >
# I-17
target_generous | + | 100人 > 125人
target_far_below | + | 100人 > 135人
target_absurd | + | 100人 > 350人
target_generous | - | 100人 > 120人
target_far_below | - | 100人 > 130人
target_absurd | - | 100人 > 300人
"""


def _cases(table: str) -> list[tuple[str, ...]]:
    lines = (line for line in table.strip().splitlines() if not line.startswith("#"))
    return [tuple(part.strip() for part in line.split("|", 2)) for line in lines]


def _money(text: str) -> FormFacts:
    lines = []
    for at, line in enumerate(text.split(";"), start=1):
        source, budget, executed, *rate = line.split()
        amounts = [None if amount == "-" else amount for amount in (budget, executed)]
        lines.append(funding(at, source, *amounts, *rate))  # type: ignore[arg-type]
    return facts(*lines)


def _rows(text: str) -> FormFacts:
    rows = []
    for at, line in enumerate(text.split(";"), start=1):
        more: dict[str, object] = {}
        rest, _, name = line.partition("#")
        rest, _, levels = rest.partition("@")
        rest, _, reason = rest.partition("!")
        target, _, actual = rest.rpartition(">")
        if levels.strip():
            level2, _, level1 = levels.strip().partition("/")
            more |= {"level2": level2} | ({"level1": level1} if level1 else {})
        more |= ({"level3": name.strip()} if name else {}) | ({"reason": reason.strip()} if reason else {})
        rows.append(indicator(at, target.strip(), actual.strip(), **more))
    return facts(indicators=tuple(rows))


@pytest.mark.parametrize(("name", "sign", "text"), _cases(MONEY))
def test_lines_of_money(name: str, sign: str, text: str) -> None:
    names = {one for one, _ in found(_money(text))}
    assert (name in names) is (sign == "+"), sorted(names)


@pytest.mark.parametrize(("name", "sign", "text"), _cases(ROWS))
def test_rows_of_indicators(name: str, sign: str, text: str) -> None:
    names = {one for one, _ in found(_rows(text))}
    assert (name in names) is (sign == "+"), sorted(names)


SCORES = """
# S-01
score_out_of_range | + | 10 11
score_out_of_range | + | 10 10.5; 20 20
score_out_of_range | + | 5 6; 95 94
score_out_of_range | - | 10 10
score_out_of_range | - | 10 0
score_out_of_range | - | 10 -
# S-02
weights_do_not_sum | + | 50 50; 30 30; 8 8
weights_do_not_sum | + | 50 50; 30 30; 30 30
weights_do_not_sum | + | 40 40; 30 30; 10.5 10
weights_do_not_sum | - | 50 50; 30 30; 20 20
weights_do_not_sum | - | 50 50; 30 30; 10 10
weights_do_not_sum | - | 50 50; 30 30; - 10
# S-03
scores_do_not_sum | + | 50 50; 30 28; 20 20 = 100
scores_do_not_sum | + | 50 50; 30 28; 20 20 = 97.9
scores_do_not_sum | + | 50 50; 30 28; 20 20 = 98.1
scores_do_not_sum | - | 50 50; 30 28; 20 20 = 98
scores_do_not_sum | - | 50 49.97; 30 28; 20 20 = 98
scores_do_not_sum | - | 50 50; 30 28; 20 20
# S-07
deduction_without_reason | + | 10 8
deduction_without_reason | + | 10 9.9
deduction_without_reason | + | 10 0
deduction_without_reason | - | 10 10
deduction_without_reason | - | 10 8 !雨季影响
deduction_without_reason | - | 10 -
# S-08
grade_disagrees | + | 100 87.5 = 87.5 优
grade_disagrees | + | 100 90 = 90 良
grade_disagrees | + | 100 59 = 59 中
grade_disagrees | - | 100 90 = 90 优
grade_disagrees | - | 100 89.99 = 89.99 良
grade_disagrees | - | 100 60 = 60 中
"""


def _scores(text: str) -> FormFacts:
    text, _, total = text.partition("=")
    rows = []
    for at, line in enumerate(text.split(";"), start=1):
        points, _, reason = line.partition("!")
        weight, score = (None if one == "-" else Decimal(one) for one in points.split())
        rows.append(indicator(at, "5个", "5个", weight=weight, score=score, reason=reason.strip() or None))
    more: dict[str, object] = {}
    if total:
        printed, *grade = total.split()
        more = {"score_total": Decimal(printed)} | ({"grade": grade[0]} if grade else {})
    return facts(indicators=tuple(rows), **more)


@pytest.mark.parametrize(("name", "sign", "text"), _cases(SCORES))
def test_scores(name: str, sign: str, text: str) -> None:
    names = {one for one, _ in found(_scores(text))}
    assert (name in names) is (sign == "+"), sorted(names)


MEASURED = """
# S-05, I-13
quantity_score_wrong | + | 100户 > 80户 | 10 10
quantity_score_wrong | + | 100户 > 80户 | 10 7
quantity_score_wrong | + | 100户 > 120户 | 10 9
quantity_score_wrong | - | 100户 > 80户 | 10 8
quantity_score_wrong | - | 100户 > 120户 | 10 10
quantity_score_wrong | - | 3户 > 2户 | 10 6.7
overspent_cost_scored_high | + | ≤100万元 > 125万元 @经济成本指标 | 10 10
overspent_cost_scored_high | + | ≤100万元 > 200万元 @经济成本指标 | 10 6
overspent_cost_scored_high | + | 50元 > 55元 @经济成本指标 | 10 9.5
overspent_cost_scored_high | - | ≤100万元 > 125万元 @经济成本指标 | 10 8
overspent_cost_scored_high | - | ≤100万元 > 125万元 @经济成本指标 | 10 0
overspent_cost_scored_high | - | ≤100万元 > 80万元 @经济成本指标 | 10 10
# S-06
quality_score_out_of_band | + | 明显 > 部分达成预期指标并具有一定效果 @社会效益指标 | 10 10
quality_score_out_of_band | + | 明显 > 达成预期指标 @社会效益指标 | 10 7
quality_score_out_of_band | + | 明显 > 未达成预期指标且效果较差 @社会效益指标 | 10 6.5
quality_score_out_of_band | - | 明显 > 部分达成预期指标并具有一定效果 @社会效益指标 | 10 7
quality_score_out_of_band | - | 明显 > 达成预期指标 @社会效益指标 | 10 8
quality_score_out_of_band | - | 明显 > 未达成预期指标且效果较差 @社会效益指标 | 10 5
"""


@pytest.mark.parametrize(("name", "sign", "text"), _cases(MEASURED))
def test_scores_of_what_was_measured(name: str, sign: str, text: str) -> None:
    values, _, points = text.rpartition("|")
    weight, score = (Decimal(one) for one in points.split())
    (row,) = _rows(values.strip()).indicators
    one = indicator(
        1, row.target_raw or "", row.actual_raw or "", level2=row.level2 or "", weight=weight, score=score, reason="x"
    )
    names = {one for one, _ in found(facts(indicators=(one,)))}
    assert (name in names) is (sign == "+"), sorted(names)


PAID = [
    ("total 62500000 0", "2024年度资金已全部拨付到位", True),
    ("total 100 0; county 100 0", "补助资金均已足额支付到位", True),
    ("total 100 0", "资金全部拨付到位，共计0元", True),
    ("total 100 0", "资金尚未拨付到位", False),
    ("total 100 90", "资金已全部拨付到位", False),
    ("total 0 0", "资金已全部拨付到位", False),
]


@pytest.mark.parametrize(("text", "said", "expected"), PAID)
def test_nothing_was_spent_of_what_is_said_to_be_paid(text: str, said: str, expected: bool) -> None:
    one = facts(*_money(text).funding, goals=(goal(said),), form=form())
    assert ("nothing_spent_but_paid" in {name for name, _ in found(one)}) is expected


REACHED = [
    ("total 62500000 0", "81128人 > 83968人", True),
    ("total 1000000 1000", "748人 > 748人", True),
    ("total 100 0.5", "5个 > 6个", True),
    ("total 62500000 0", "81128人 > 80000人", False),
    ("total 100 2", "5个 > 6个", False),
    ("total 100 0", "有所提高 > 有所提高 @社会效益指标", False),
]


@pytest.mark.parametrize(("money", "rows", "expected"), REACHED)
def test_what_was_reached_without_money(money: str, rows: str, expected: bool) -> None:
    one = facts(*_money(money).funding, indicators=_rows(rows).indicators)
    assert ("reached_without_money" in {name for name, _ in found(one)}) is expected
