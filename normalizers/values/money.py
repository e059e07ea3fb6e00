"""Cells of 资金 and 得分 to amounts, rates and points: `30万元` -> 300000 yuan, `92.64%` -> 0.9264, `97分` -> 97.

A unit printed in the cell wins over the one its header declares; with neither, figures are yuan. Blank, `无`, an Excel
error and what cannot be read are told apart by `state`, and none of them is zero.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from normalizers.characters import plain
from normalizers.values.decimal_text import multiplied
from normalizers.values.excel_errors import read_excel_error
from normalizers.values.figures import Measure
from normalizers.values.measures import read_measure
from normalizers.values.money_words import read_money
from normalizers.values.qualitative import is_blank, is_none_stated
from normalizers.values.units import listed_unit

State = Literal["value", "blank", "none_stated", "error", "unreadable"]


class Amount(Struct, frozen=True):
    """An amount of money; `value` as printed in `unit`, `yuan` worked out."""

    raw: str
    state: State
    value: Decimal | None = None
    unit: str | None = None
    """The unit that applies: `万元`; the cell's own, else the declared one, else 元."""
    yuan: Decimal | None = None
    flags: tuple[str, ...] = ()


class Rate(Struct, frozen=True):
    """A rate of execution; `value` is a ratio, 1 is 100 %."""

    raw: str
    state: State
    value: Decimal | None = None
    flags: tuple[str, ...] = ()


class Points(Struct, frozen=True):
    """A weight or a score."""

    raw: str
    state: State
    value: Decimal | None = None
    flags: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    """What it could be, where it cannot be read for sure."""


LARGE_TO_THE_CENT = Decimal(1_000_000)
"""万元 from which figures with two decimals are rather yuan: they would be ten billion yuan, told to the hundred."""
BEYOND_ANY_PROGRAMME = Decimal(10_000_000)
"""万元 from which any figures are rather yuan: a hundred billion yuan, more than one form of these accounts for."""
_UNIT = re.compile("[十百千万亿]*元")
_PLAIN = re.compile("-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,10})?")
_POINTS_BEFORE = re.compile(
    "^(?:[^0-9A-Za-z|-]{0,12}(?:评分|得分|分值|总分|自评分|分数|权重|满分|评价结果|自评结果|成绩)(?:结果)?(?:为|是|:)?"
    "|(?:总?共|合计|最终|项目|绩效|单位|自评|评价)*[计得评]|自评|[优良中差][秀好等]?[,、:(])"
)
_GRADE_BEHIND = re.compile(
    "(?<=[0-9分])[,、;。]?\\(?(?:(?:绩效)?(?:自评|评价|评定)?(?:等级|等次|结果|级别)[为是:]*)?[“\"]?[优良中差][秀好等级]?[”\"]?\\)?。?$|(?<=分)\\)$"
)
_OF_POINTS = re.compile("([0-9]{1,3}(?:\\.[0-9]{1,2})?)/([0-9]{1,3})")
"""`9.5/10`: points out of all that can be had."""
_COARSEST_PROOF = -2
"""A printed ratio is compared to two decimals at least: rounded to none, 1 would be proved by anything above a half."""


@lru_cache(maxsize=1024)
def declared_unit_of(text: str) -> str | None:
    """Return the unit that a header declares: `单位：人民币万元` -> `万元`; None where it names none of money."""
    found = _UNIT.search(plain(text).replace(" ", "").replace("人民币", ""))
    return found.group() if found and listed_unit(found.group()) else None


def unit_factor(unit: str) -> int | None:
    """Return yuan in one declared unit: `万元` -> 10000, `单位：人民币万元` -> 10000; None where none is named."""
    name = declared_unit_of(unit)
    listed = listed_unit(name) if name else None
    return listed.factor if listed else None


def read_amount(text: str, declared_unit: str | None = None) -> Amount:
    """Return the amount of a cell: `44360000.00` under 元, `893.42` under 万元, `3.5万`, `肆佰叁拾陆万元整`.

    Flags: `unit_conflict_suspected` (figures too large and too exact for the declared 万元; `yuan` still takes it),
    `cell_unit_differs_from_header`, `ocr_fix`, `ocr_dot`, `about`, and why an amount is unreadable.
    """
    if _PLAIN.fullmatch(text):
        return _amount(text, Decimal(text), None, declared_unit, ())
    state = _empty_state(text)
    if state is not None:
        return Amount(text, state)
    words = plain(text)
    money = read_money(words)
    if money is not None and money.value is not None:
        return _amount(text, money.value, money.unit, declared_unit, money.flags)
    if money is not None:
        return Amount(text, "unreadable", flags=money.flags)
    return _measured_amount(text, words, declared_unit)


def _measured_amount(text: str, words: str, declared_unit: str | None) -> Amount:
    """Return an amount said with a comparing word, marked: `约30万元`, `不超过30万元`."""
    if words.startswith("."):
        return Amount(text, "unreadable")  # no amount is written so: its whole part is lost
    measure = read_measure(words, numeric_column=True)
    if not isinstance(measure, Measure):
        return Amount(text, "unreadable", flags=measure.flags if measure else ())
    if measure.unit not in {None, "元"} or measure.upper is not None or measure.change is not None:
        return Amount(text, "unreadable", flags=("not_money",))
    flags = (*measure.flags, *(("about",) if measure.about else ()), *(("comparator",) if measure.op else ()))
    return _amount(text, measure.value, "元" if measure.unit or measure.factor != 1 else None, declared_unit, flags)


def _factor(unit: str) -> int:
    return unit_factor(unit) or 1


def _amount(text: str, value: Decimal, own: str | None, declared: str | None, flags: tuple[str, ...]) -> Amount:
    named = declared_unit_of(declared) if declared else None
    factor = unit_factor(named) if named else None
    unit = own or named or "元"
    if own is not None and factor is not None and _factor(own) != factor:
        flags = (*flags, "cell_unit_differs_from_header")
    if own is None and factor is not None and factor >= 10_000 and _is_too_large(value):
        flags = (*flags, "unit_conflict_suspected")
    return Amount(text, "value", value, unit, multiplied(value, _factor(unit)), flags)


def _is_too_large(value: Decimal) -> bool:
    """Say whether figures under 万元 or more are rather yuan: large and to the cent, or beyond any programme."""
    to_the_cent = value.as_tuple().exponent == -2
    return abs(value) >= (LARGE_TO_THE_CENT if to_the_cent else BEYOND_ANY_PROGRAMME)


def _empty_state(text: str) -> State | None:
    if is_blank(text):
        return "blank"
    if is_none_stated(text):
        return "none_stated"
    return "error" if read_excel_error(text) else None


def read_rate(text: str, *, percent_in_header: bool = False, expected: Decimal | None = None) -> Rate:
    """Return a rate as a ratio: `92.64%` -> 0.9264; `92.64` where the header says % or B/A proves it.

    `expected` is B/A. A bare `0.9264` is taken for a ratio only when B/A proves it (flag `ratio_form`); a bare figure
    that nothing proves is unreadable with the flag `percent_or_ratio`.
    """
    state = _empty_state(text)
    if state is not None:
        return Rate(text, state)
    measure = read_measure(plain(text), numeric_column=True)
    if not isinstance(measure, Measure):
        return Rate(text, "unreadable", flags=measure.flags if measure else ())
    if measure.unit not in {None, "%", "‰"} or measure.upper is not None or measure.change is not None:
        return Rate(text, "unreadable", flags=("not_a_rate",))
    flags = (*measure.flags, *(("comparator",) if measure.op or measure.about else ()))
    if measure.unit is not None:
        return Rate(text, "value", measure.value.scaleb(-2 if measure.unit == "%" else -3), flags)
    return _bare_rate(text, measure.value, percent_in_header, expected, flags)


def _bare_rate(
    text: str, value: Decimal, percent_in_header: bool, expected: Decimal | None, flags: tuple[str, ...]
) -> Rate:
    as_ratio = value == 0 or (expected is not None and _proves(value, expected))
    as_percent = value == 0 or (expected is not None and _proves(value.scaleb(-2), expected))
    if as_percent or (percent_in_header and not as_ratio):
        return Rate(text, "value", value.scaleb(-2), flags)
    if as_ratio:
        return Rate(text, "value", value, (*flags, "ratio_form"))
    return Rate(text, "unreadable", flags=(*flags, "percent_or_ratio"))


def _proves(ratio: Decimal, expected: Decimal) -> bool:
    """Say whether B/A, rounded or cut off to the printed digits, is this ratio; 0.6 does not prove a printed 1."""
    exponent = ratio.as_tuple().exponent
    step = Decimal(1).scaleb(min(exponent, _COARSEST_PROOF) if isinstance(exponent, int) else _COARSEST_PROOF)
    return abs(ratio - expected) <= step


def read_points(text: str) -> Points:
    """Return a weight or a score: `22.5`, `10分`, `综合评分为97分`, `l0` -> 10 (flag `ocr_fix`), `—` -> blank."""
    if _PLAIN.fullmatch(text):
        return Points(text, "value", Decimal(text))
    state = _empty_state(text)
    if state is not None:
        return Points(text, state)
    words = _POINTS_BEFORE.sub("", _GRADE_BEHIND.sub("", plain(text)))
    of_all = _OF_POINTS.fullmatch(words)
    if of_all and Decimal(of_all[1]) <= Decimal(of_all[2]):
        return Points(text, "value", Decimal(of_all[1]), ("of_all_points",))
    measure = read_measure(words)
    if not isinstance(measure, Measure):
        flags, candidates = (measure.flags, measure.candidates) if measure else ((), ())
        return Points(text, "unreadable", flags=flags, candidates=candidates)
    if (
        measure.unit not in {None, "分", "%"}
        or measure.op
        or measure.about
        or measure.upper is not None
        or measure.factor != 1
    ):
        return Points(text, "unreadable", flags=("not_points",))
    flags = (*measure.flags, "percent_weight") if measure.unit == "%" else measure.flags
    return Points(text, "value", measure.value, flags)
