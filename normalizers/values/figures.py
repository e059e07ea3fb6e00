"""A number with its unit, without comparing words, to a value: `12.67万人` -> 126700 人, `九成` -> 90 %, `百分之百`.

Texts are in plain signs (`characters.plain`). Multipliers are worked out and units have one name; what has two readings
is `Unread` with the readings it could have, and a text that is no number with a unit is None.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from normalizers.values.chinese_numerals import MULTIPLIERS, NUMERALS, read_chinese, read_mixed
from normalizers.values.comparators import Operator, approximate_between
from normalizers.values.decimal_text import multiplied, spell, trimmed
from normalizers.values.numbers import FIGURES, Number, read_number
from normalizers.values.units import Unit, is_duration, listed_unit, read_unit

Change = Literal["percent", "points", "amount"]


class Measure(Struct, frozen=True):
    """A value; `value` is the lower end where `upper` is the higher one. `unit` None: none is printed."""

    value: Decimal
    unit: str | None = None
    factor: int = 1
    """What the print was multiplied by: 10000 for 万元."""
    op: Operator | None = None
    """None where no comparator is printed."""
    upper: Decimal | None = None
    includes: tuple[bool, bool] = (True, True)
    """Whether the ends of a range belong to it."""
    about: bool = False
    attained: bool = False
    """`op` ge comes from 达到 alone."""
    within: bool = False
    """A time in which something is done: `30日内`."""
    anchor: str | None = None
    """What a time is counted from: 收到指标发文."""
    change: Change | None = None
    """The value is a change by so many percent, percentage points or units; a decrease is negative."""
    basis: str | None = None
    """What a change is measured against: 同比."""
    flags: tuple[str, ...] = ()


class Unread(Struct, frozen=True):
    """Figures that cannot be read for sure, and the numbers they may be."""

    flags: tuple[str, ...]
    candidates: tuple[str, ...] = ()


DASH_OR_ONE = "一"
"""Alone it is more often a dash that was read wrongly than a number."""
_MULTIPLIERS = "".join(MULTIPLIERS)
_ARABIC = re.compile("([+-]?[0-9]+(?:[,'. 。·][0-9]+)*[.。]?(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?)(.*)", re.DOTALL)
_MIXED = re.compile(f"([0-9][0-9.,]*[{_MULTIPLIERS}]+[零〇]?[0-9.,]+[{_MULTIPLIERS}0-9.,零〇]*)(.*)", re.DOTALL)
_CHINESE = re.compile(f"([{NUMERALS}]+(?:点[{NUMERALS}]+)?)(.*)", re.DOTALL)
_NEGATIVE = re.compile("负|[△▲](?=[0-9])")
_SHARE = re.compile(f"([{NUMERALS}]+|[0-9]+)分之([{NUMERALS}点]+|{FIGURES})")
_SHARE_UNITS = {"百": (Decimal(1), "%"), "千": (Decimal(1), "‰"), "万": (Decimal("0.01"), "%")}
_TENTHS = re.compile("([一二两三四五六七八九1-9])成(?:([一二三四五六七八九1-9])|(半))?")
_HALVES = re.compile(
    f"(?P<whole>[{NUMERALS}]{{1,3}}|[0-9]{{1,2}})?(?P<unit>个?[^半0-9]{{1,2}})?半(?P<after>个?[^半0-9]{{1,2}})?"
)
_FINEST_SHARE = Decimal("0.0001")
"""Percent; a share that comes out in no such step (`三分之一`) has no exact percentage."""
_ROUND = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000)}
"""What alone is no number and with a word of about is: `百余场`, `千余人`."""
_HALF = frozenset({"一半", "半数"})
_ALL = frozenset({"百分百", "百分之百", "十成"})
_CLOCK = frozenset({"小时"})
_IN_BRACKETS = re.compile("\\(([^()]{1,6})\\)")
_NO_UNIT = Unit("")
_TOO_LARGE = Decimal(10) ** 22
"""What the columns of values do not hold: 28 digits, six of them decimals."""


def read_figures(text: str) -> Measure | Unread | None:
    """Return the value of a plain text that is a number, its unit, and nothing else."""
    negative = _NEGATIVE.match(text)
    if negative:
        found = read_figures(text[negative.end() :])
        return _negated(found) if isinstance(found, Measure) else found
    if "半" in text or "成" in text:
        found = _share(text) or _half(text)
        if found is not None:
            return found
    first = text[:1]
    if "0" <= first <= "9" or first in {"+", "-"}:
        return _arabic(text)
    share = _share(text)
    return share if share is not None else _chinese(text)


def _half(text: str) -> Measure | None:
    """Return a time that ends in a half: `半年` -> 0.5 年, `一年半` -> 1.5 年, `半个月` -> 0.5 月."""
    found = _HALVES.fullmatch(text)
    if not found or bool(found["unit"]) != bool(found["whole"]):
        return None
    name = found["after"] if found["unit"] in {None, "个"} else found["unit"] if not found["after"] else None
    unit = listed_unit(name) if name else None
    whole = _either(found["whole"]) if found["whole"] else Decimal(0)
    if unit is None or whole is None or not (is_duration(unit.name) or unit.name in _CLOCK):
        return None
    return Measure(whole + Decimal("0.5"), unit.name)


def with_unit(number: Decimal, unit: Unit, op: Operator | None = None, flags: tuple[str, ...] = ()) -> Measure:
    """Return a value in its canonical unit, the unit's multiplier worked out."""
    if not unit.known:
        flags = (*flags, "unknown_unit")
    value = multiplied(number, unit.factor) if unit.factor != 1 else number
    return Measure(value, unit.name or None, unit.factor, op, flags=flags)


def _negated(found: Measure) -> Measure:
    return Measure(-found.value, found.unit, found.factor, flags=found.flags)


def _arabic(text: str) -> Measure | Unread | None:
    mixed = _MIXED.fullmatch(text)
    if mixed:
        value = read_mixed(mixed[1])
        number, rest = Number(value), mixed[2]
        if value is None:
            return Unread(("unreadable",))
    else:
        found = _ARABIC.fullmatch(text)
        if not found:
            return None
        number, rest = read_number(found[1]), found[2]
    unit, about = _unit_of(rest)
    if unit is None:
        return None
    if number.value is None:
        return Unread(number.flags or ("unreadable",), _in_unit(number.candidates, unit))
    measure = with_unit(number.value, unit, flags=number.flags)
    if abs(measure.value) >= _TOO_LARGE:
        return Unread(("out_of_range",))
    return replace(measure, about=True) if about else measure


def _unit_of(text: str) -> tuple[Unit | None, bool]:
    """Return the unit behind the figures and whether a word between them says `about`: `500余人`."""
    if not text:
        return _NO_UNIT, False
    without = approximate_between(text)
    if without is not None:
        unit = listed_unit(without) if without else _NO_UNIT
        if unit is not None:
            return unit, True
    bracketed = _IN_BRACKETS.fullmatch(text)
    return (listed_unit(bracketed[1]) if bracketed else read_unit(text)), False


def _in_unit(candidates: tuple[str, ...], unit: Unit) -> tuple[str, ...]:
    return tuple(spell(multiplied(Decimal(candidate), unit.factor)) for candidate in candidates)


def _chinese(text: str) -> Measure | Unread | None:
    """Return a Chinese numeral with a unit of the list, or without: `十二`, `三十亩`; never `一般`."""
    if text == DASH_OR_ONE:
        return Unread(("dash_or_one",), ("1",))
    found = _CHINESE.fullmatch(text)
    if not found:
        return None
    value = read_chinese(found[1])
    if value is None and found[1] in _ROUND:
        value = _ROUND[found[1]] if approximate_between(found[2]) is not None else None
    without = approximate_between(found[2]) if value is not None and value % 10 == 0 else None
    rest = found[2] if without is None else without
    unit = listed_unit(rest) if rest else _NO_UNIT
    if value is None or unit is None:
        return None
    measure = with_unit(value, unit)
    return measure if without is None else replace(measure, about=True)


def _share(text: str) -> Measure | Unread | None:
    """Return a share in words: `百分之九十五点五` -> 95.5 %, `八成五` -> 85 %, `一半` -> 50 %."""
    if text in _ALL:
        return Measure(Decimal(100), "%")
    if text in _HALF:
        return Measure(Decimal(50), "%")
    tenths = _TENTHS.fullmatch(text) if "成" in text else None
    if tenths:
        ones = Decimal(5) if tenths[3] else _digit(tenths[2]) if tenths[2] else Decimal(0)
        return Measure(_digit(tenths[1]) * 10 + ones, "%")
    share = _SHARE.fullmatch(text) if "分之" in text else None
    return _fraction(share[1], share[2]) if share else None


def _digit(text: str) -> Decimal:
    return read_chinese(text) or Decimal(text)


def _fraction(whole: str, part: str) -> Measure | Unread:
    number = _either(part)
    if number is None:
        return Unread(("unreadable",))
    if whole in _SHARE_UNITS:
        factor, unit = _SHARE_UNITS[whole]
        return Measure(number * factor, unit)
    divisor = _either(whole)
    percent = (number * 100 / divisor).quantize(_FINEST_SHARE) if divisor else None
    if divisor is None or percent is None or percent * divisor != number * 100:
        return Unread(("fraction",))
    return Measure(trimmed(percent), "%")


def _either(text: str) -> Decimal | None:
    """Return a number in Arabic figures or in Chinese numerals."""
    return Decimal(text) if text[0].isascii() else read_chinese(text)
