from __future__ import annotations

import pytest

from normalizers.checks import check_form
from normalizers.schema import Funding
from tests.normalizers.checks.rows import facts, found, funding, goal, indicator


def names(*lines: Funding, **more: object) -> list[str]:
    return [name for name, _ in found(facts(*lines, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("92.64%", []),
        ("92.6%", []),
        ("93%", []),
        ("92.65%", ["rate_disagrees"]),
        ("#DIV/0!", ["formula_error_hides_rate"]),
        (None, []),
    ],
)
def test_a_rate_is_held_to_its_printed_digits(rate: str | None, expected: list[str]) -> None:
    assert names(funding(1, "county", "358745423.41", "332346148.56", rate)) == expected


def test_a_rate_that_was_cut_off_is_named_so() -> None:
    assert names(funding(1, "county", "9999", "6789", "67.89%")) == ["rate_truncated"]  # 67.8967…


def test_a_formula_error_over_no_budget_is_in_order() -> None:
    assert names(funding(1, "county", "0", "0", "#DIV/0!")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("资金已全部拨付到位，共计0元。", ["nothing_spent_but_paid"]),
        ("2024年各级财政补贴资金已足额拨付至专户", ["nothing_spent_but_paid"]),
        ("确保资金全部拨付到位", []),
        ("资金尚未全部拨付到位", []),
        ("按合同约定和工程进度拨付", []),
    ],
)
def test_nothing_spent_and_said_to_be_paid(text: str, expected: list[str]) -> None:
    found_names = names(funding(1, "total", "625", "0"), goals=(goal(text),))
    assert [name for name in found_names if name == "nothing_spent_but_paid"] == expected


def test_a_budget_of_a_level_that_had_nothing_to_give() -> None:
    lines = (funding(1, "total", "625", "600"), funding(2, "county", "625", "600"))
    assert names(*lines, goals=(goal("地方财政支出责任不用承担资金,当期无缺口分担"),)) == ["budget_though_no_duty"]


@pytest.mark.parametrize(
    ("executed", "reason", "expected"),
    [("50", None, ["low_rate_unexplained"]), ("50", "任务下达较晚", []), ("60", None, [])],
)
def test_a_low_rate_is_explained_somewhere(executed: str, reason: str | None, expected: list[str]) -> None:
    assert names(funding(1, "total", "100", executed), indicators=(indicator(1, reason=reason),)) == expected


def test_round_amounts_that_were_all_spent_look_copied() -> None:
    lines = [funding(at, "other", f"{at}0000", f"{at}0000", "100%") for at in (2, 3, 4)]
    assert names(*lines) == ["looks_copied_down"]
    assert names(*lines[:2]) == []
    assert names(*lines[:2], funding(5, "other", "33333", "33333", "100%")) == []


def test_a_message_names_a_line_without_of_which() -> None:
    line = funding(1, "central", "100", "90", "91%", source_label="其中：中央财政资金")
    (remark,) = (one for one in check_form(facts(line)) if one.name == "rate_disagrees")
    assert dict(remark.facts)["label"] == "中央财政资金"
