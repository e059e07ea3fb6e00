"""Chinese numerals to numbers: `壹佰万零伍拾肆` -> 1000054, `一点五万` -> 15000, `3亿5000万` -> 350000000.

Texts are in plain signs (`characters.plain`). A last digit whose unit is left out counts one unit below the last one
(`两万五` -> 25000), unless a zero says otherwise (`两万零五` -> 20005). What has two readings (`二三百`) is None.
"""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers.values.decimal_text import multiplied, trimmed

DIGITS = {
    **dict.fromkeys("零〇○", 0),
    **dict.fromkeys("一壹弌", 1),
    **dict.fromkeys("二两贰弍", 2),
    **dict.fromkeys("三叁参弎", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
_ZEROS = "零〇○"
_SCORES = {"廿": 20, "卅": 30, "卌": 40}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIAD = 10**4
MULTIPLIERS = {**_UNITS, "万": _MYRIAD, "亿": 10**8}
NUMERALS = "".join(DIGITS) + "".join(_SCORES) + "".join(MULTIPLIERS)
"""All characters of a Chinese numeral but the decimal point 点."""

_DIGIT_STRING = re.compile(f"[{''.join(DIGITS)}]+")
_DECIMAL = re.compile(f"([{NUMERALS}]+)点([{''.join(DIGITS)}]{{1,10}})([{''.join(MULTIPLIERS)}]*)")
_FIGURES = "[0-9]{1,9}(?:,[0-9]{3})?(?:\\.[0-9]{1,8})?"
_MIXED = re.compile(f"(?:[零〇]?{_FIGURES}[{''.join(MULTIPLIERS)}]+)+(?:[零〇]?[0-9]{{1,8}})?")
_MIXED_PART = re.compile(f"([零〇]?)([0-9,]+(?:\\.[0-9]+)?)([{''.join(MULTIPLIERS)}]*)")
_NONZERO = "".join(digit for digit, value in DIGITS.items() if value)
_SECTION = re.compile(
    f"(?:([{_NONZERO}])[千仟])?[{_ZEROS}]?(?:([{_NONZERO}])[百佰])?[{_ZEROS}]?"
    f"(?:([{_NONZERO}]?)[十拾]|([{''.join(_SCORES)}]))?[{_ZEROS}]?([{_NONZERO}])?"
)
_LONGEST = 40
"""Characters of the longest numeral read: 9999亿9999万9999 written out has 25; more is no number."""
_TOO_LARGE = 10**18
"""More than any column holds: a numeral that says so was misread."""
_SURE_DIGITS = 3
"""Digits that a string without units needs: `三五年` may be three to five, `二〇二四` or `一二三` is a number."""


def read_chinese(text: str) -> Decimal | None:
    """Return the number that a purely Chinese numeral says, None where it says none or has two readings."""
    if not text or len(text) > _LONGEST:
        return None
    point = _DECIMAL.fullmatch(text)
    if point:
        return _with_fraction(*point.groups())
    if _DIGIT_STRING.fullmatch(text):
        return _digit_string(text)
    number = _whole(text)
    return None if number is None or number >= _TOO_LARGE else Decimal(number)


def read_mixed(text: str) -> Decimal | None:
    """Return what Arabic figures with Chinese units say: `3万2千` -> 32000, `5百万` -> 5000000, `3万2` -> 32000."""
    if len(text) > _LONGEST or not _MIXED.fullmatch(text):
        return None
    number = _falling(text)
    return number if number is not None else _by_myriads(text)


def _by_myriads(text: str) -> Decimal | None:
    """Return what a number with units before its 万 or 亿 says: `1千2百万` -> 12000000, `1亿2千3百万`."""
    for unit in ("亿", "万"):
        above, found, below = text.partition(unit)
        if not found:
            continue
        high = read_mixed(above) if _MIXED.fullmatch(above) else Decimal(above) if above.isdecimal() else None
        low = read_mixed(below) if _MIXED.fullmatch(below) else None if below else Decimal(0)
        if high is None or low is None or high >= _MYRIAD or low >= MULTIPLIERS[unit]:
            return None
        return trimmed(high * MULTIPLIERS[unit] + low)
    return None


def _falling(text: str) -> Decimal | None:
    """Return a number whose units fall from part to part: `3万2千`."""
    total, below = Decimal(0), None
    for zero, figures, units in _MIXED_PART.findall(text):
        number = Decimal(figures.replace(",", ""))
        unit = multiplier(units) if units else 1 if zero else _left_out(figures, below)
        if unit is None or (below is not None and number * unit >= below):
            return None
        total += number * unit
        below = unit
    return trimmed(total)


def multiplier(text: str) -> int | None:
    """Return the factor of a multiplier: `百万` -> 1000000, `` -> 1; None for `万百`, `个` and the like."""
    factor, largest = 1, 0
    for character in text:
        unit = MULTIPLIERS.get(character)
        if unit is None or unit <= largest:
            return None
        largest = unit
        factor *= unit
    return factor


def _left_out(figures: str, below: int | None) -> int | None:
    """Return the unit of last figures without one: all places printed (`3万2000`), or one digit (`3万2`)."""
    if below is None:
        return None
    if len(figures) == len(str(below)) - 1:
        return 1
    return below // 10 if len(figures) == 1 else None


def _with_fraction(whole: str, fraction: str, units: str) -> Decimal | None:
    number = read_chinese(whole)
    factor = multiplier(units)
    if number is None or factor is None:
        return None
    return multiplied(Decimal(f"{number}.{''.join(str(DIGITS[digit]) for digit in fraction)}"), factor)


def _digit_string(text: str) -> Decimal | None:
    """Return `二〇二四` as 2024 and `五` as 5; two digits without a zero may mean `two or three`."""
    sure = len(text) == 1 or len(text) >= _SURE_DIGITS or (0 in map(DIGITS.get, text) and DIGITS[text[0]])
    return Decimal("".join(str(DIGITS[digit]) for digit in text)) if sure else None


def _whole(text: str) -> int | None:
    """Return the number of a numeral with units, split at its last 亿, else at its 万."""
    for unit in ("亿", "万"):
        above, found, below = text.rpartition(unit)
        if found:
            high, low = _whole(above), _rest(below, MULTIPLIERS[unit])
            return None if not high or low is None else high * MULTIPLIERS[unit] + low
    return _section(text)


def _rest(text: str, unit: int) -> int | None:
    """Return what follows 万 or 亿: nothing, a smaller number, or one digit whose unit is left out."""
    if not text:
        return 0
    if len(text) == 1 and DIGITS.get(text):
        return DIGITS[text] * unit // 10
    number = _whole(text.lstrip("零〇○"))
    return number if number is not None and number < unit else None


def _section(text: str) -> int | None:
    """Return a number below 10000: `一百零五` -> 105, `一百二` -> 120, `十二` -> 12, `廿五` -> 25."""
    found = _SECTION.fullmatch(text)
    if not found or not text:
        return None
    thousands, hundreds, tens, scores, ones = found.groups()
    total = 1000 * DIGITS[thousands or "零"] + 100 * DIGITS[hundreds or "零"]
    if scores:
        total += _SCORES[scores]
    elif tens is not None:
        total += 10 * DIGITS[tens or "一"]
    if not ones:
        return None if text[-1] in _ZEROS and total else total
    no_unit = tens is not None or scores or text[-2:-1] in _ZEROS
    place = 1 if no_unit else 10 if hundreds else 100 if thousands else 1
    return total + place * DIGITS[ones]
