"""A printed range to its two ends: `80%-90%`, `5至10个工作日`, `80%≤X<90%`, `[80,90)`, `100%-80%（含）`.

Texts are in plain signs (`characters.plain`). A multiplier or unit behind the second number counts for both. A range
that falls (`80%-60%（含）`) is a band of the official scale: its upper end belongs to the band above, except 100.
"""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers.values.chinese_numerals import NUMERALS, read_chinese
from normalizers.values.comparators import take_comparators
from normalizers.values.decimal_text import multiplied, spell, trimmed
from normalizers.values.figures import Measure, Unread, read_figures
from normalizers.values.numbers import leading_zero
from normalizers.values.units import Unit, listed_unit, read_unit

_NUMBER = "[+-]?[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?"
_RANGE = re.compile(
    "(?:控制在|保持在|维持在|稳定在|介于|达到|为|在|约|从|由)?"
    f"(?P<low>{_NUMBER})(?P<low_unit>[^0-9~至到()-]{{0,8}})(?P<low_mark>\\(不?含[^()]*\\))?"
    f"(?:-{{1,2}}|~{{1,2}}|至|到|(?P<one>一))"
    f"(?P<high>{_NUMBER})(?P<unit>[^0-9()~]{{0,10}}?(?:/\\([^()]*\\))?)(?P<mark>\\(不?含[^()]*\\))?(?:之间|区间|范围内?|以内)?"
)
_NAMED_END = re.compile("[0-9]+(?:\\.[0-9]+)?")
_INTERVAL = re.compile(f"([\\[(])({_NUMBER})([^0-9,;]{{0,6}})[,;]({_NUMBER})([^0-9,;]{{0,6}})([\\])])")
_AROUND = re.compile(f"({_NUMBER}[^0-9≤<]{{0,8}})(<=|[≤<])[^0-9≤<>≥]{{0,12}}(<=|[≤<])({_NUMBER}.{{0,8}})")
_BOTH = re.compile(
    "(.+?[0-9%\\u4e00-\\u9fff])[,、;]?(?:且|并且|同时|并)?((?:[≥≤<>]|[大小高低]于|不[大小高低多少]于|不超过).+)"
)
_ABOVE_BELOW = re.compile("(.+?以上)[,、;至到]?(.+?以下)")
_PLUS_MINUS = re.compile(
    "(?:[\\u4e00-\\u9fff]{0,8}(?:误差|偏差|浮动|波动|偏离)[率度值]?(?:幅度|范围)?(?:控制)?[为在]?)?"
    f"(?:[≤<]=?(?=±))?(?:({_NUMBER})(%?))?±({_NUMBER})(.*)"
)
_BETWEEN = re.compile("(?:介于|在)?(.{1,20}?)[与和](.{1,20}?)之间")
_IN_WORDS = re.compile(
    f"(?P<share>百分之)?(?P<low>[{NUMERALS}]{{1,12}})(?P<low_unit>[^0-9{NUMERALS}~至到-]{{0,4}})[~至到](?:百分之)?"
    f"(?P<high>[{NUMERALS}]{{1,12}})(?P<unit>[^0-9{NUMERALS}~]{{0,8}})"
)
_FIRST_NUMERALS = frozenset(NUMERALS)
_LARGE = "万亿"
"""Multipliers that count for both ends where they stand behind the second: `十至二十万元`."""
_MAY_BE = re.compile("[-~至到一,;≤<≥>±]|以上|之间|[大小高低多少]于|不超过")
_BAND_STEP = 5
"""Ends of the official bands (100, 80, 60, 50, 0) are multiples of five; `3-1` may be the number of a list."""
_LEAST_SHARE = 100
"""A lower end without the 万 of the upper one is at least a hundredth of it: `5000-1万元`, but not `5-1万元`."""
_YEARS = range(1990, 2051)


def read_range(text: str) -> Measure | Unread | None:
    """Return the range that the whole of a plain text says, None where it says none."""
    if not _MAY_BE.search(text):
        return None
    between = _BETWEEN.fullmatch(text) if "之间" in text else None
    if between:
        text = f"{between[1]}~{between[2]}"
    words = _IN_WORDS.fullmatch(text) if text[:1] in _FIRST_NUMERALS else None
    if words:
        text = _in_figures(words) or text
    found = _RANGE.fullmatch(text)
    if found:
        return _ends(found)
    return _interval(text) or _two_sided(text)


def _in_figures(found: re.Match[str]) -> str | None:
    """Return a range in Chinese numerals with Arabic figures: `三至五个` -> `3~5个`, `百分之八十至九十` -> `80~90%`."""
    low, high = (found[end].rstrip(_LARGE) for end in ("low", "high"))
    first, second = read_chinese(low), read_chinese(high)
    if first is None or second is None:
        return None
    low_unit = found["low"][len(low) :] + found["low_unit"]
    unit = found["high"][len(high) :] + found["unit"] + ("%" if found["share"] else "")
    return f"{spell(first)}{low_unit}~{spell(second)}{unit}"


def _ends(found: re.Match[str]) -> Measure | Unread | None:
    units = _units(found["low_unit"], found["unit"])
    if units is None or leading_zero(found["low"]) or leading_zero(found["high"]):
        return None
    low, high = (_decimal(found[end], unit) for end, unit in zip(("low", "high"), units, strict=True))
    flags = ("ocr_fix",) if found["one"] else ()
    if {units[0].name, units[1].name} == {""} and low in _YEARS and high in _YEARS:
        return Unread(("range_or_years",))
    marks = _marks(found)
    name = units[1].name or units[0].name or None
    bare = trimmed(low / units[0].factor)
    if low > high > bare and not found["low_unit"] and high <= bare * _LEAST_SHARE:
        low, flags = bare, (*flags, "multiplier_not_shared")
    falls = low > high
    if falls and not _is_band(low, high, name):
        return Unread(("falling_range",))
    includes = _falling(marks, low) if falls else _rising(marks, low, high)
    low, high = min(low, high), max(low, high)
    return Measure(low, name, units[1].factor, upper=high, includes=includes, flags=flags)


def _units(first: str, second: str) -> tuple[Unit, Unit] | None:
    """Return the units of both ends; one that is printed once counts for both, another pair is None."""
    high = read_unit(second) if second else Unit("")
    low = listed_unit(first) if first else high
    if low is None or high is None or not high.known:
        return None
    if not low.name and first:
        low = Unit(high.name, low.factor)
    if not high.name and low.name:
        high = Unit(low.name, high.factor if second else low.factor)
    return (low, high) if low.name == high.name else None


def _decimal(figures: str, unit: Unit) -> Decimal:
    return multiplied(Decimal(figures.replace(",", "")), unit.factor)


def _is_band(top: Decimal, bottom: Decimal, unit: str | None) -> bool:
    """Say whether a falling pair can be a band of a scale: shares, points, or multiples of five up to 100."""
    return unit in {"%", "分"} or (top <= 100 and top % _BAND_STEP == 0 and bottom % _BAND_STEP == 0)


def _marks(found: re.Match[str]) -> tuple[bool | None, bool | None]:
    """Return what is said of the first and of the second end; （含60） behind `60-80` speaks of the first."""
    first, second = found["low_mark"], found["mark"]
    named = set(_NAMED_END.findall(second or ""))
    if first is None and named and named <= {found["low"], found["high"]}:
        low, high = (_says(second) if found[end] in named else None for end in ("low", "high"))
        return low, high
    return _says(first), _says(second)


def _says(mark: str | None) -> bool | None:
    """Return what （含） or （不含） at an end says, None where nothing is printed."""
    return None if mark is None else "不含" not in mark


def _rising(marks: tuple[bool | None, bool | None], low: Decimal, high: Decimal) -> tuple[bool, bool]:
    """Return which ends belong to a range: a mark on one end alone leaves out the other, but never 0 or 100."""
    first, second = marks
    if first is None and second is None:
        return True, True
    if first is None:
        return second is False or low == 0, bool(second)
    if second is None:
        return first, first is False or high == 100
    return first, second


def _falling(marks: tuple[bool | None, bool | None], top: Decimal) -> tuple[bool, bool]:
    """Return whether the lower and the upper end of a falling band belong to it."""
    upper, lower = marks
    return lower is not False, top == 100 if upper is None else upper


def _interval(text: str) -> Measure | None:
    """Return `[80%,90%)` as a range; round brackets on both sides need a unit, or they may be an amount."""
    found = _INTERVAL.fullmatch(text)
    if not found or (found[1] + found[6] == "()" and not found[5]):
        return None
    units = _units(found[3], found[5])
    if units is None:
        return None
    low, high = _decimal(found[2], units[0]), _decimal(found[4], units[1])
    if low >= high:
        return None
    name = units[1].name or None
    return Measure(low, name, units[1].factor, upper=high, includes=(found[1] == "[", found[6] == "]"))


def _two_sided(text: str) -> Measure | None:
    """Return a range said with two comparators: `≥80%且<90%`, `80%≤X<90%`, `80%以上90%以下`, `±5%`."""
    plus_minus = _PLUS_MINUS.fullmatch(text)
    if plus_minus:
        return _around(plus_minus)
    around = _AROUND.fullmatch(text)
    if around:
        ends = read_figures(around[1]), read_figures(around[4])
        return _joined(*ends, ("=" in around[2] or "≤" in around[2], "=" in around[3] or "≤" in around[3]))
    both = _ABOVE_BELOW.fullmatch(text) or _BOTH.fullmatch(text)
    if not both:
        return None
    first, second = take_comparators(both[1]), take_comparators(both[2])
    if (first.op or "")[:1] == "l":
        first, second = second, first
    if (first.op or "")[:1] != "g" or (second.op or "")[:1] != "l":
        return None
    return _joined(read_figures(first.rest), read_figures(second.rest), (first.op == "ge", second.op == "le"))


def _around(found: re.Match[str]) -> Measure | None:
    """Return `100±5` as 95 to 105, `±5%` as -5 % to 5 %."""
    unit = listed_unit(found[4]) if found[4] else Unit("")
    if unit is None or (found[2] and unit.name != "%"):
        return None
    middle, step = (_decimal(figures or "0", unit) for figures in (found[1], found[3]))
    return Measure(middle - step, unit.name or None, unit.factor, upper=middle + step)


def _joined(low: Measure | Unread | None, high: Measure | Unread | None, includes: tuple[bool, bool]) -> Measure | None:
    if not isinstance(low, Measure) or not isinstance(high, Measure) or low.value >= high.value:
        return None
    if None not in {low.unit, high.unit} and low.unit != high.unit:
        return None
    return Measure(low.value, high.unit or low.unit, high.factor, upper=high.value, includes=includes)
