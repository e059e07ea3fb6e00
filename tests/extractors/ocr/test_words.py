from __future__ import annotations

import pytest

from extractors.ocr.votes import Witness
from extractors.ocr.words import FIRM, in_words


def told(*texts: str, least: float = 0.6) -> list[str]:
    return [one.text for one in in_words([Witness(f"reader {at}", text, least) for at, text in enumerate(texts)])]


@pytest.mark.parametrize(
    ("one", "other", "printed"),
    [
        ("救助对象满意度", "教助对象满意度", "救助对象满意度"),
        ("项自尾款待验收", "项目尾款待验收", "项目尾款待验收"),
        ("运行值护费用", "运行维护费用", "运行维护费用"),
        ("积用互联网专线条数", "租用互联网卡线条数", "租用互联网专线条数"),  # each is wrong at another place
        ("12月底前", "12月感前", "12月底前"),
    ],
)
def test_of_two_signs_the_one_that_makes_a_word_is_printed(one: str, other: str, printed: str) -> None:
    assert told(one, other) == told(other, one)[::-1] == [printed, printed]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("长洲区行政审批", "长湖区行政审批"),  # a place of the dictionary, and one that it does not have
        ("7.6958万人", "7.6958方人"),  # single signs
        ("一级指标", "一般指标"),  # words both
        ("清澜县", "清潮县"),  # words neither
        ("完成。", "完成、"),
        ("不漏一人", "不漏1人"),
        ("项目尾款", "项自尾款待"),  # not the same signs in the same places
        ("无", "元"),
    ],
)
def test_where_words_do_not_tell_every_reading_stays(one: str, other: str) -> None:
    assert told(one, other) == [one, other]


def test_who_is_sure_is_not_overruled_but_still_heard() -> None:
    sure, unsure = Witness("small", "项自尾款", FIRM), Witness("tiny", "项目尾款", 0.5)
    assert in_words([sure, unsure]) == [sure, unsure]
    sure, unsure = Witness("small", "项目尾款", FIRM), Witness("tiny", "项自尾款", 0.5)
    assert [one.text for one in in_words([sure, unsure])] == ["项目尾款", "项目尾款"]
