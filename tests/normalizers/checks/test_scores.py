from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.checks.scores import grade_of
from tests.normalizers.checks.rows import facts, form, found, funding, indicator


def scored(*rows: tuple[str, str, str, str], **more: object) -> list[tuple[str, str | None]]:
    """What is found on rows of target, actual, weight, score; the weights are not held to 100."""
    indicators = tuple(
        indicator(at, target, actual, weight=Decimal(weight), score=Decimal(score), **more)
        for at, (target, actual, weight, score) in enumerate(rows, start=1)
    )
    left_open = {"weights_do_not_sum", "unusual_scheme"}
    return [item for item in found(facts(indicators=indicators)) if item[0] not in left_open]


@pytest.mark.parametrize(
    ("execution", "weights", "expected"),
    [
        ("10", ("50", "40"), []),
        ("10", ("50", "43"), ["weights_do_not_sum"]),
        (None, ("50", "40"), []),
        (None, ("60", "40"), []),
        (None, ("60", "43"), ["weights_do_not_sum"]),
    ],
)
def test_weights_come_to_a_hundred(
    execution: str | None, weights: tuple[str, str], expected: list[str]
) -> None:
    rows = tuple(
        indicator(at, weight=Decimal(weight)) for at, weight in enumerate(weights, start=1)
    )
    line = funding(1, "total", "100", weight=Decimal(execution) if execution else None)
    one = facts(line, indicators=rows)
    assert [name for name, _ in found(one) if name == "weights_do_not_sum"] == expected


@pytest.mark.parametrize("label", ["产出指标(50分)", "产出指标（50分）", "产出指标50分"])
def test_points_behind_a_level_are_those_of_its_rows(label: str) -> None:
    rows = tuple(indicator(at, weight=Decimal(20), level1_raw=label) for at in (1, 2))
    wrong = ("level_weights_do_not_sum", "indicators[1].level1")
    assert wrong in found(facts(indicators=rows))
    right = (*rows, indicator(3, weight=Decimal(10), level1_raw=label))
    assert wrong not in found(facts(indicators=right))


@pytest.mark.parametrize(("points", "expected"), [("10", False), ("15", True)])
def test_points_of_a_level_cover_a_second_level_of_another_kind_below(points: str, expected: bool) -> None:
    """满意度指标 as a second level under 效益指标(35分) prints no first level of its own."""
    rows = (
        indicator(1, weight=Decimal(25), level1_raw="效益指标(35分)", level2="社会效益指标"),
        indicator(2, weight=Decimal(points), level1_raw=None, level2="服务对象满意度指标"),
    )
    assert (("level_weights_do_not_sum", "indicators[1].level1") in found(facts(indicators=rows))) is expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("8.6", []),
        ("8.65", []),
        ("10", ["execution_score_wrong"]),
        ("8", ["execution_score_wrong"]),
    ],
)
def test_the_executions_score_is_weight_times_rate(score: str, expected: list[str]) -> None:
    line = funding(1, "total", "100", "86", weight=Decimal(10), score=Decimal(score))
    assert [name for name, _ in found(facts(line))] == expected


def test_the_header_may_say_the_executions_weight() -> None:
    line = funding(1, "total", "100", "90", score=Decimal(12))
    assert found(facts(line, execution_points=Decimal(20))) == [
        ("execution_score_wrong", "funding[1].score")
    ]


def test_a_measured_score_is_weight_times_completion() -> None:
    assert scored(("≥100户", "80户", "10", "8"), reason="外出务工") == []
    assert scored(("≥100户", "80户", "10", "10"), reason="外出务工") == [
        ("quantity_score_wrong", "indicators[1].score")
    ]
    assert scored(("≥100户", "120户", "10", "10")) == []


def test_a_cost_above_its_limit_loses_points() -> None:
    cost = {"level2": "成本指标", "reason": "材料涨价"}
    assert scored(("≤100万元", "125万元", "10", "10"), **cost) == [
        ("overspent_cost_scored_high", "indicators[1].score")
    ]
    assert scored(("≤100万元", "125万元", "10", "5"), **cost) == []


def test_a_cost_with_a_lower_limit_is_told_and_its_score_left_open() -> None:
    rows = (
        indicator(
            1,
            "≥145元/月",
            "140元/月",
            level2="成本指标",
            weight=Decimal(10),
            score=Decimal(10),
            reason="x",
        ),
    )
    names = [name for name, _ in found(facts(indicators=rows))]
    assert "cost_with_lower_limit" in names
    assert "quantity_score_wrong" not in names


@pytest.mark.parametrize(
    ("layout", "score", "expected"),
    [
        (None, "7", []),
        (None, "5.5", ["quality_score_out_of_band"]),
        ("hubei", "5.5", []),
        (None, "9", ["quality_score_out_of_band"]),
    ],
)
def test_an_answer_in_words_has_its_band(
    layout: str | None, score: str, expected: list[str]
) -> None:
    row = indicator(
        1, "有所提高", "部分达成预期指标并具有一定效果", weight=Decimal(10), score=Decimal(score), reason="推进中",
        value_kind="text",
    )  # fmt: skip
    names = [name for name, _ in found(facts(indicators=(row,), form=form(layout=layout)))]
    assert [name for name in names if name == "quality_score_out_of_band"] == expected


def test_points_taken_off_want_a_reason_where_the_form_asks_for_it() -> None:
    row = indicator(1, "有所提高", "有所提高", weight=Decimal(10), score=Decimal(9))
    assert ("deduction_without_reason", "indicators[1].reason") in found(facts(indicators=(row,)))
    assert "deduction_without_reason" not in dict(
        found(facts(indicators=(row,), asks_reasons=False))
    )


@pytest.mark.parametrize(
    ("total", "grade"),
    [("90", "优"), ("89.99", "良"), ("80", "良"), ("79", "中"), ("60", "中"), ("59.9", "差")],
)
def test_grades(total: str, grade: str) -> None:
    assert grade_of(Decimal(total)) == grade
    assert found(facts(score_total=Decimal(total), grade=grade)) == []
    assert found(facts(score_total=Decimal(total), grade="优" if grade != "优" else "差")) == [
        ("grade_disagrees", "form.score_total")
    ]


def test_a_scheme_is_recorded_and_an_unusual_one_told() -> None:
    rows = (
        indicator(1, weight=Decimal(50)), indicator(2, weight=Decimal(30), level2="社会效益指标"),
        indicator(3, weight=Decimal(10), level2="服务对象满意度指标"),
    )  # fmt: skip
    line = funding(1, "total", "100", weight=Decimal(10))
    assert found(facts(line, indicators=rows)) == []
    unusual = (
        indicator(1, weight=Decimal(25)),
        indicator(2, weight=Decimal(65), level2="社会效益指标"),
    )
    assert ("unusual_scheme", "indicators") in found(facts(line, indicators=unusual))
