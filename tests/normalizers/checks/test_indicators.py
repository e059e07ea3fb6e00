from __future__ import annotations

import pytest

from normalizers.schema import Indicator
from tests.normalizers.checks.rows import facts, found, funding, indicator


def names(*rows: Indicator, **more: object) -> list[str]:
    return [name for name, _ in found(facts(indicators=rows, **more))]  # type: ignore[arg-type]


def test_a_missed_target_wants_a_reason_where_the_form_asks_for_it() -> None:
    row = indicator(1, "126695人", "108565人")
    assert names(row) == ["missed_without_reason"]
    assert names(row, asks_reasons=False) == []
    assert names(indicator(1, "126695人", "108565人", reason="外出务工")) == []


def test_a_row_that_lost_its_reason_is_told() -> None:
    rows = (indicator(1, "≥1人", "2人"), indicator(2, "≥1人", "1人"))
    assert ("reason_cell_lost", "indicators[2].reason") in found(facts(indicators=rows, without_reason_cell=(2,)))


@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("参保人员满意度", "290%", ["percent_over_hundred"]),
        ("参保人员满意度", "100%", []),
        ("产值增长率", "290%", []),
        ("培训任务完成率", "120%", []),
    ],
)
def test_a_percentage_above_a_hundred(name: str, target: str, expected: list[str]) -> None:
    row = indicator(1, target, "95%", level3=name, reason="x")
    assert [one for one in names(row) if one == "percent_over_hundred"] == expected


def test_units_of_actuals() -> None:
    assert names(indicator(1, "≥145元/月", "150")) == ["units_left_out"]
    assert "unit_differs" in names(indicator(1, "≥3公顷", "46亩"))
    assert names(indicator(1, "≥145元/月", "150元/月")) == []


def test_a_rule_is_no_value_to_compare_with() -> None:
    row = indicator(1, "以人社部、财政部备案批准水平为限", "96.32元", level2="成本指标")
    assert names(row) == ["target_is_no_value"]


def test_quantities_are_not_reached_without_money() -> None:
    row = indicator(1, "≥81128人", "83968人")
    lines = (funding(1, "total", "62500000", "0"),)
    one = facts(*lines, indicators=(row, indicator(2, reason="x")))
    assert ("reached_without_money", "indicators[1].actual") in found(one)
    enough = facts(funding(1, "total", "62500000", "62000000"), indicators=(row,))
    assert found(enough) == []


@pytest.mark.parametrize("said", ["暂未完工", "尚未验收", "不合格"])
def test_what_is_not_accepted_is_not_finished(said: str) -> None:
    rows = (
        indicator(1, "≥32公里", "32.5公里"),
        indicator(2, "100%", said, level2="质量指标", level3="验收合格率", reason="x"),
    )
    assert "finished_but_not_accepted" in names(*rows)


def test_work_that_waits_for_its_last_payment_is_finished() -> None:
    rows = (
        indicator(1, "≥32公里", "32.5公里"),
        indicator(2, "100%", "100%", level2="质量指标", reason="项目尾款待验收后支付"),
    )
    assert names(*rows) == []


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("119人", []), ("121人", ["target_generous"]), ("131人", ["target_far_below"]), ("301人", ["target_absurd"])],
)
def test_a_target_that_asked_for_little(actual: str, expected: list[str]) -> None:
    assert names(indicator(1, "≥100人", actual)) == expected


def test_a_value_of_the_template_is_told() -> None:
    assert "placeholder_as_value" in names(indicator(1, "≥**%", "95%"))


def test_a_table_whose_actuals_are_its_targets() -> None:
    rows = [indicator(at, f"{at}0人", f"{at}0人") for at in range(1, 5)]
    assert "all_exactly_on_target" in names(*rows)
    assert "all_exactly_on_target" not in names(*rows[:3])
    assert "all_exactly_on_target" not in names(*rows, indicator(5, "50人", "51人"))


def test_points_that_were_typed_as_values() -> None:
    rows = [indicator(at, points, points) for at, points in enumerate(("40", "30", "20", "10"), start=1)]
    assert "points_as_values" in names(*rows)
    values = [indicator(at, number, number) for at, number in enumerate(("41", "30", "20", "10"), start=1)]
    assert "points_as_values" not in names(*values)


@pytest.mark.parametrize(
    ("level1", "level2", "expected"),
    [
        ("效益指标", "数量指标", ["levels_do_not_match"]),
        ("产出指标", "数量指标", []),
        ("产出指标", "经济成本指标", []),
        ("效益指标", "服务对象满意度指标", []),
        ("产出指标", "社会效益指标", ["levels_do_not_match"]),
    ],
)
def test_a_second_level_belongs_to_its_first(level1: str, level2: str, expected: list[str]) -> None:
    assert names(indicator(1, "1人", "1人", level1=level1, level2=level2)) == expected


def test_completion_is_not_before_acceptance() -> None:
    row = indicator(1, "9月30日前", "2024年9月30日", level2="时效指标", level3="项目完成时间")
    report = ("工程于2024年12月10日通过竣工验收。",)
    assert ("completed_before_accepted", "indicators[1].actual") in found(facts(indicators=(row,), report=report))
    assert "completed_before_accepted" not in names(row, report=("工程于2024年9月1日通过竣工验收。",))


def test_mandatory_kinds_of_indicators() -> None:
    outputs = [indicator(at, "≥1人", "1人", level3=f"人数{at}") for at in range(1, 5)]
    assert names(*outputs).count("mandatory_level_missing") == 2
    benefit = indicator(5, "有所提高", "明显提高", level2="社会效益指标")
    satisfied = indicator(6, "≥90%", "95%", level2="服务对象满意度指标")
    assert "mandatory_level_missing" not in names(*outputs, benefit, satisfied)


def test_insured_are_those_who_pay_and_those_who_draw() -> None:
    def people(insured: str, drawing: str, paying: str) -> list[tuple[str, str | None]]:
        return found(
            facts(
                indicators=(
                    indicator(1, "1人", f"{insured}人", level3="养老保险参保人数"),
                    indicator(2, "1人", f"{drawing}人", level3="养老金领取人数"),
                    indicator(3, "2人", f"{paying}人", level3="养老保险缴费人数"),
                )
            )
        )

    assert ("identity_broken", "indicators[1].actual") in people("15924", "6883", "8815")
    assert ("identity_broken", "indicators[1].actual") not in people("15698", "6883", "8815")


def test_rates_of_half_years_do_not_add_up() -> None:
    rows = (
        indicator(1, "≥1%", "97%", level3="全年执行率"), indicator(2, "≥1%", "50%", level3="上半年执行率"),
        indicator(3, "≥1%", "60%", level3="下半年执行率"),
    )  # fmt: skip
    assert "identity_broken" not in names(*rows)
