"""Forms that must raise a rule beside forms nearly like them that must not: rules that need more than rows of figures.

F-06, F-09, F-10, I-02, I-05, I-08, I-12, I-17, S-02, S-04, S-10; tolerances are met exactly and passed by one step.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.checks.facts import FormFacts
from normalizers.schema import Funding
from tests.normalizers.checks.rows import facts, form, found, funding, goal, indicator


def names(one: FormFacts) -> set[str]:
    return {name for name, _ in found(one)}


NO_DUTY = [
    ("中央资金已下达，地方财政不用承担配套。", "county", "5", True),
    ("该项目县级无需安排配套资金。", "local", "100", True),
    ("市级不需要配套。", "prefecture", "0.01", True),
    ("该项目县级无需安排配套资金。", "county", "0", False),
    ("该项目县级无需安排配套资金。", "county", None, False),
    ("该项目县级无需安排配套资金。", "central", "100", False),
    ("县级已按比例安排配套资金。", "county", "100", False),
    ("不得要求企业承担费用，县级安排配套资金。", "county", "100", False),
]


@pytest.mark.parametrize(("said", "source", "budget", "expected"), NO_DUTY)
def test_a_budget_of_a_level_that_has_nothing_to_give(
    said: str, source: str, budget: str | None, expected: bool
) -> None:
    line = funding(2, source, budget)  # type: ignore[arg-type]
    one = facts(funding(1, "total", None), line, goals=(goal(said),))
    assert ("budget_though_no_duty" in names(one)) is expected


CARRIED = "其他资金(包括以前年度结转资金)"
TWICE = [
    ("120", "100", "20", "20", CARRIED, True),
    ("1000.5", "1000", "0.5", "0.5", "其他资金（含结转）", True),
    ("60", "10", "50", "50", "其他资金（包括上年结转）", True),
    ("140", "100", "20", "20", CARRIED, False),  # both are counted: two different monies
    ("120", "100", "20", "30", CARRIED, False),  # other amounts: the sum is wrong
    ("120", "100", "20", "20", "其他资金", False),  # no word of carry-over: the sum is wrong
    ("120", "100", "20", None, CARRIED, False),
]


@pytest.mark.parametrize(("total", "year", "carried", "other", "label", "expected"), TWICE)
def test_carry_over_in_two_lines(
    total: str, year: str, carried: str, other: str | None, label: str, expected: bool
) -> None:
    lines = (
        funding(1, "total", total), funding(2, "current_year", year), funding(3, "carryover", carried),
        funding(4, "other", other, source_label=label),
    )  # fmt: skip
    assert ("carryover_in_two_lines" in names(facts(*lines))) is expected


CHANGES = [
    ("100", "20", "110", True),
    ("100", "-20", "120", True),
    ("100.00", "20.00", "120.02", True),
    ("100", "20", "120", False),
    ("100", "-20", "80", False),
    ("100.00", "20.00", "120.01", False),
    ("100", None, "110", False),
]


@pytest.mark.parametrize(("initial", "change", "budget", "expected"), CHANGES)
def test_initial_budget_and_change(initial: str, change: str | None, budget: str, expected: bool) -> None:
    line = funding(1, "total", budget, budget_initial=Decimal(initial))
    one = facts(line, changes=(Decimal(change) if change else None,))
    assert ("budget_change_disagrees" in names(one)) is expected


@pytest.mark.parametrize(
    ("lost", "asks", "expected"),
    [((1,), True, 1), ((1, 3), True, 2), ((3,), True, 1), ((), True, 0), ((1,), False, 0), ((9,), True, 0)],
)
def test_a_row_without_a_cell_for_the_reason(lost: tuple[int, ...], asks: bool, expected: int) -> None:
    rows = tuple(indicator(at, "5个", "5个") for at in (1, 2, 3))
    one = facts(indicators=rows, without_reason_cell=lost, asks_reasons=asks)
    assert [name for name, _ in found(one)].count("reason_cell_lost") == expected


POINTS = [
    ("20 20 10 15 15 10 10", "5个 5个 5个 5个 5个 5个 5个", None, True),
    ("5个 6个 7个 8个", "20 20 10 15", "20 20 10 15", True),
    ("20分 30分 20分 20分", "5个 5个 5个 5个", None, True),
    ("20 30 50", "5个 5个 5个", None, False),  # three rows may be chance
    ("20个 20个 10个 50个", "5个 5个 5个 5个", None, False),
    ("20 20 10 49", "5个 5个 5个 5个", None, False),
    ("5个 5个 5个 5个", "20 20 10 50", None, False),  # actuals of 100 in all are no points
]


@pytest.mark.parametrize(("targets", "actuals", "weights", "expected"), POINTS)
def test_points_in_the_value_columns(targets: str, actuals: str, weights: str | None, expected: bool) -> None:
    columns = zip(targets.split(), actuals.split(), (weights or targets).split(), strict=True)
    rows = tuple(
        indicator(at, target, actual, weight=Decimal(weight) if weights else None)
        for at, (target, actual, weight) in enumerate(columns, start=1)
    )
    assert ("points_as_values" in names(facts(indicators=rows))) is expected


BARE = [
    ("≥145元/月", "150", True),
    ("120万人", "121.5", True),
    ("≤3天", "2", True),
    ("≥145元/月", "150元/月", False),
    ("145", "150", False),
    ("≥95%", "96％", False),
    ("有所提高", "150", False),
]


@pytest.mark.parametrize(("target", "actual", "expected"), BARE)
def test_an_actual_without_a_unit(target: str, actual: str, expected: bool) -> None:
    one = facts(indicators=(indicator(1, target, actual),))
    assert ("units_left_out" in names(one)) is expected


NO_VALUES = [
    ("按政策规定执行", "177.53", True),
    ("不低于上年水平", "96%", True),
    ("根据文件要求足额发放", "12690人", True),
    ("按政策规定执行", "按政策规定执行", False),
    ("≥170元", "177.53", False),
    ("按政策规定执行", "", False),
]


@pytest.mark.parametrize(("target", "actual", "expected"), NO_VALUES)
def test_a_target_that_is_no_value(target: str, actual: str, expected: bool) -> None:
    one = facts(indicators=(indicator(1, target, actual),))
    assert ("target_is_no_value" in names(one)) is expected


ACCEPTED = [
    ("2024年12月20日", "项目于2025年1月8日通过竣工验收。", "工程完工时间", True),
    ("2024年11月30日", "2024年12月15日组织验收。", "项目建成时间", True),
    ("2024年12月14日", "2024年12月15日完成竣工验收。", "完成时间", True),
    ("2024年12月15日", "2024年12月15日通过验收。", "工程完工时间", False),
    ("2025年1月20日", "项目于2025年1月8日通过竣工验收。", "工程完工时间", False),
    ("2024年12月20日", "项目于2025年1月8日通过竣工验收。", "补助发放时间", False),
    ("2024年12月20日", "项目计划于2025年开工。", "工程完工时间", False),
]


@pytest.mark.parametrize(("day", "said", "label", "expected"), ACCEPTED)
def test_completed_before_accepted(day: str, said: str, label: str, expected: bool) -> None:
    row = indicator(1, "2024年12月底前", day, level2="时效指标", level3=label)
    assert ("completed_before_accepted" in names(facts(indicators=(row,), goals=(goal(said),)))) is expected


FAR = [
    ("100人", "120人", None),
    ("100人", "120.1人", "target_generous"),
    ("1000人", "1300人", "target_generous"),
    ("100人", "130.1人", "target_far_below"),
    ("100人", "300人", "target_far_below"),
    ("100人", "300.1人", "target_absurd"),
    ("≤100万元", "80万元", "target_generous"),
    ("≤100万元", "76万元", "target_far_below"),
    ("≤100万元", "30万元", "target_absurd"),
    ("≤100万元", "90万元", None),
    ("0件", "0件", None),
    ("≥90%", "92%", None),
    ("≥50%", "61%", "target_generous"),
]


@pytest.mark.parametrize(("target", "actual", "expected"), FAR)
def test_a_target_far_below_what_was_reached(target: str, actual: str, expected: str | None) -> None:
    level2 = "经济成本指标" if "≤" in target else "数量指标"
    told = names(facts(indicators=(indicator(1, target, actual, level2=level2),)))
    assert told & {"target_generous", "target_far_below", "target_absurd"} == ({expected} if expected else set())


LEVELS = [
    ("产出指标(50分)", "20 20", True),
    ("效益指标（30分）", "30.5", True),
    ("产出指标60分", "20 20 21", True),
    ("产出指标(50分)", "20 30", False),
    ("效益指标（30分）", "29.5 0.5", False),
    ("产出指标", "20 20", False),
    ("满意度指标(10分)", "10", False),
]


@pytest.mark.parametrize(("label", "weights", "expected"), LEVELS)
def test_points_behind_a_level(label: str, weights: str, expected: bool) -> None:
    rows = tuple(indicator(at, weight=Decimal(one), level1_raw=label) for at, one in enumerate(weights.split(), 1))
    assert ("level_weights_do_not_sum" in names(facts(indicators=rows))) is expected


def scored_line(budget: str, executed: str, weight: str, score: str) -> Funding:
    return funding(1, "total", budget, executed, weight=Decimal(weight), score=Decimal(score))


EXECUTION = [
    ("100", "86", "10", "10", True),
    ("100", "86", "10", "8.71", True),
    ("100", "86", "10", "8.49", True),
    ("100", "120", "10", "9.8", True),  # capped at the weight
    ("100", "86", "10", "8.6", False),
    ("100", "86", "10", "8.7", False),
    ("100", "86", "10", "8.5", False),
    ("100", "120", "10", "10", False),
    ("100", "50", "20", "10", False),
    ("0", "0", "10", "10", False),
]


@pytest.mark.parametrize(("budget", "executed", "weight", "score", "expected"), EXECUTION)
def test_the_score_of_the_execution(budget: str, executed: str, weight: str, score: str, expected: bool) -> None:
    one = facts(scored_line(budget, executed, weight, score))
    assert ("execution_score_wrong" in names(one)) is expected


SCHEMES = [
    ("10", "产出指标 50; 效益指标 30; 满意度指标 10", False),
    (None, "产出指标 60; 效益指标 30; 满意度指标 10", False),
    ("20", "产出指标 40; 效益指标 30; 满意度指标 10", False),
    ("10", "产出指标 45; 效益指标 35; 满意度指标 10", True),
    ("5", "产出指标 55; 效益指标 30; 满意度指标 10", True),
    (None, "产出指标 70; 效益指标 20; 满意度指标 10", True),
]


@pytest.mark.parametrize(("execution", "levels", "expected"), SCHEMES)
def test_the_scheme_of_points(execution: str | None, levels: str, expected: bool) -> None:
    of_level = {"产出指标": "数量指标", "效益指标": "社会效益指标", "满意度指标": "服务对象满意度指标"}
    rows = []
    for at, share in enumerate(levels.split(";"), start=1):
        level1, weight = share.split()
        rows.append(indicator(at, weight=Decimal(weight), level1=level1, level2=of_level[level1]))
    line = funding(1, "total", "100", weight=Decimal(execution) if execution else None)
    assert ("unusual_scheme" in names(facts(line, indicators=tuple(rows)))) is expected


LOW = [
    (None, "100", "59.99", True),
    (None, "100", "60", False),
    ("sichuan", "100", "89.99", True),
    ("sichuan", "100", "90", False),
    ("sichuan", "100", "60", True),
]


@pytest.mark.parametrize(("layout", "budget", "executed", "expected"), LOW)
def test_a_low_rate_by_the_threshold_that_the_form_prints(
    layout: str | None, budget: str, executed: str, expected: bool
) -> None:
    one = facts(funding(1, "total", budget, executed), form=form(layout=layout))
    assert ("low_rate_unexplained" in names(one)) is expected
