"""Comparing words to operators."""

from __future__ import annotations

import pytest

from normalizers.values.comparators import read_operator, take_comparators

COMPARED = [
    ("≥90%", "90%", "ge"),
    (">=17600株", "17600株", "ge"),
    ("不低于90%", "90%", "ge"),
    ("不少于12种", "12种", "ge"),
    ("不小于100人", "100人", "ge"),
    ("至少3次", "3次", "ge"),
    ("大于等于95%", "95%", "ge"),
    ("90%以上", "90%", "ge"),
    ("90%及以上", "90%", "ge"),
    ("95%(含)以上", "95%", "ge"),
    ("95%(不含)以上", "95%", "gt"),
    ("达95%以上", "95%", "ge"),
    ("控制在90%以上", "90%", "ge"),
    ("超13万元/年", "13万元/年", "gt"),
    ("高于95%", "95%", "gt"),
    ("不超过30万元", "30万元", "le"),
    ("不多于20人", "20人", "le"),
    ("控制在90万元以内", "90万元", "le"),
    ("小于或等于5%", "5%", "le"),
    ("5%及以下", "5%", "le"),
    ("不满60%", "60%", "lt"),
    ("不足100人", "100人", "lt"),
    ("等于100%", "100%", "eq"),
    ("已累计完成100人", "100人", None),
    ("验收合格率95%", "95%", None),
    ("0起", "0起", None),
]


@pytest.mark.parametrize(("printed", "rest", "op"), COMPARED)
def test_take_comparators(printed: str, rest: str, op: str | None) -> None:
    compared = take_comparators(printed)
    assert (compared.rest, compared.op) == (rest, op)


def test_attainment_wording_is_marked() -> None:
    assert take_comparators("达到95%").attained
    assert not take_comparators("达到95%以上").attained


def test_about() -> None:
    assert take_comparators("约500人").about
    assert take_comparators("500人左右").about


def test_contradicting_words_are_marked() -> None:
    assert take_comparators("不超过95%以上").conflict


def test_a_name_with_a_denial_is_not_skipped() -> None:
    assert take_comparators("不合格率5%").rest == "不合格率5%"


@pytest.mark.parametrize(
    ("printed", "op"), [("＞＝", "ge"), ("≦", "le"), ("大于等于", "ge"), ("＝", "eq"), ("定性", None)]
)
def test_read_operator(printed: str, op: str | None) -> None:
    assert read_operator(printed) == op
