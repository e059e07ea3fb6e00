"""Printed figures to numbers: `97'774'804.33` -> 97774804.33, `6.25E+07` -> 62500000, `两万五` -> 25000.

Texts are in plain signs (`characters.plain`). A comma, an apostrophe or a blank groups by thousands, a point is
decimal; anything else (`12,34`, `12.345.678`) is not a number, but may have candidates for a person to choose from.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from normalizers.values.chinese_numerals import NUMERALS, read_chinese, read_mixed

MAX_WHOLE_DIGITS = 18
"""Digits before the point: the widest column of the tables holds no more, and no budget has as many."""
MAX_PLACES = 10
"""Digits after the point; more is a calculation's residue that no form prints."""

TOO_LARGE = Decimal(10) ** MAX_WHOLE_DIGITS
_LAST_PLACE = Decimal(10) ** -MAX_PLACES

_WHOLE = f"[0-9]{{1,{MAX_WHOLE_DIGITS}}}"
_PLACES = f"[0-9]{{1,{MAX_PLACES}}}"
FIGURES = f"{_WHOLE}(?:\\.{_PLACES})?"
"""Pattern of plain figures without sign or grouping."""
_SIMPLE = re.compile(f"[+-]?{FIGURES}")
_GROUPED = re.compile(f"[+-]?[0-9]{{1,3}}([,' ])[0-9]{{3}}(?:\\1[0-9]{{3}}){{0,4}}(?:\\.{_PLACES})?")
_SCIENTIFIC = re.compile("[+-]?[0-9](?:\\.[0-9]{1,15})?[eE](?:[+]?[01]?[0-9]|-0?[0-9])")
_WRONG_POINT = re.compile(f"([+-]?{_WHOLE})[。·]({_PLACES})")
_GROUPED_WRONG_POINT = re.compile(f"([+-]?[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}})[。·]({_PLACES})")
_LOOSE_POINT = re.compile(f"([+-]?{_WHOLE})[.。]")
_BAD_GROUPS = re.compile("([+-]?)([0-9]+(?:[,'. ][0-9]+)+)")
_SEPARATOR = re.compile("[,'. ]")
_OCR_DIGITS = str.maketrans("OoОоΟοQlI|丨!", "0000000" + "11111")
_OCR_FIGURES = re.compile("[-+]?!?[0-9OoОоΟοlI|丨,.]*[0-9][0-9OoОоΟοlI|丨,.]*")
_CHINESE = re.compile(f"-?[{NUMERALS}点0-9.,]+")


class Number(Struct, frozen=True):
    """A number read from print; `value` keeps the printed decimals and is None where the print is no sure number."""

    value: Decimal | None
    flags: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    """What it could be, where it is no sure number."""


NOT_A_NUMBER = Number(None)


def read_number(text: str) -> Number:
    """Return the number that the whole of a plain text says.

    `100。00` -> 100.00 with the flag `ocr_dot`; `12.345.678` -> None, flag `bad_grouping`, candidate 12345678.
    """
    if _SIMPLE.fullmatch(text):
        return Number(Decimal(text), leading_zero(text))
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        separator = grouped[1]
        flags = ("space_grouping",) if separator == " " and text.count(" ") == 1 and "." not in text else ()
        return Number(Decimal(text.replace(separator, "")), flags)
    return _odd_number(text)


def leading_zero(text: str) -> tuple[str, ...]:
    """Return the flag for figures such as `012`, which may be a code or have lost a point."""
    bare = text.lstrip("+-")
    return ("leading_zero",) if bare[:1] == "0" and bare[1:2].isdigit() else ()


def _odd_number(text: str) -> Number:
    if _SCIENTIFIC.fullmatch(text):
        value = Decimal(format(Decimal(text), "f"))
        return Number(value) if abs(value) < TOO_LARGE and value == value.quantize(_LAST_PLACE) else NOT_A_NUMBER
    wrong_point = _WRONG_POINT.fullmatch(text) or _GROUPED_WRONG_POINT.fullmatch(text)
    if wrong_point:
        return Number(Decimal(f"{wrong_point[1].replace(',', '')}.{wrong_point[2]}"), ("ocr_dot",))
    loose_point = _LOOSE_POINT.fullmatch(text)
    if loose_point:
        return Number(Decimal(loose_point[1]), ("ocr_dot",))
    bad_groups = _BAD_GROUPS.fullmatch(text)
    if bad_groups:
        sign = bad_groups[1].replace("+", "")
        return Number(None, ("bad_grouping",), tuple(sign + number for number in _candidates(bad_groups[2])))
    if _CHINESE.fullmatch(text):
        return _chinese(text)
    return NOT_A_NUMBER


def _chinese(text: str) -> Number:
    figures = text.removeprefix("-")
    value = read_mixed(figures) if "0" <= figures[0] <= "9" else read_chinese(figures)
    if value is None:
        return NOT_A_NUMBER
    return Number(value if figures is text else -value)


def _candidates(text: str) -> tuple[str, ...]:
    """Return the numbers that badly grouped figures may be: all separators group, or the last one is the point."""
    groups = _SEPARATOR.split(text)
    whole = "".join(groups)
    if len(whole) > MAX_WHOLE_DIGITS:
        return ()
    if all(len(group) == 3 for group in groups[1:]):
        return (whole,)
    with_point = "".join(groups[:-1]) + "." + groups[-1]
    middle_is_sound = all(len(group) == 3 for group in groups[1:-1])
    if len(groups) > 2 and middle_is_sound:
        return (with_point,)
    return (whole, with_point)


def repair_figures(text: str) -> str | None:
    """Return figures with letters that OCR reads for digits put right: `1O0` -> `100`, `l0` -> `10`.

    The letters must stand among figures, at least one of them a real digit; None where nothing is to repair.
    """
    if not _OCR_FIGURES.fullmatch(text):
        return None
    repaired = text.translate(_OCR_DIGITS)
    return None if repaired == text else repaired
