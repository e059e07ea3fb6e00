from __future__ import annotations

import pytest

from extractors.ocr.plausible import has_odd_characters, is_plausible


@pytest.mark.parametrize(
    "text",
    ["1,024.50", "96.32元", "100%", "2023.12.31", "2023.12.31前", "7月31日前", "1.1.2概述", "≥90%", "", "无",
     "1.落实政策。2.巩固成果。", "（2023年度）", "#DIV/0!", "5、新增床位", "12,345,678"],
)  # fmt: skip
def test_what_people_print_is_plausible(text: str) -> None:
    assert is_plausible(text)


@pytest.mark.parametrize(
    "text", ["83%.", ".5", "380..19", "3.271.0000", "268.994.48", "12,34", "100:00", ".7.62", "1,0000"]
)
def test_numbers_beside_dirt_or_without_their_commas_are_not(text: str) -> None:
    assert not is_plausible(text)


@pytest.mark.parametrize(
    ("text", "odd"),
    [("数量指标", False), ("数羅", True), ("抄いく", True), ("≥95‰，100m²、□√", False), ("", False)],
)
def test_characters_that_forms_do_not_print(text: str, odd: bool) -> None:
    assert has_odd_characters(text) is odd
