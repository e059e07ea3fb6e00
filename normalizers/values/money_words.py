"""A printed amount to its figures and its own unit: `6064.19 万元` -> 6064.19 万元, `肆佰叁拾陆万元整` -> 4360000 元.

Texts are in plain signs (`characters.plain`). Where figures and unit stand apart both stay as printed; an amount in
words or with several units (`3亿5000万`, `3元4角5分`, `3万2`) is worked out in 元.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from normalizers.values.chinese_numerals import MULTIPLIERS, NUMERALS, multiplier, read_chinese, read_mixed
from normalizers.values.decimal_text import multiplied, spell
from normalizers.values.figures import DASH_OR_ONE
from normalizers.values.numbers import read_number, repair_figures


class Money(Struct, frozen=True):
    """Figures in a unit of their own, None where none is printed; `value` None where they cannot be read for sure."""

    value: Decimal | None
    unit: str | None = None
    flags: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


_MULTIPLIERS = "".join(MULTIPLIERS)
_BEFORE = re.compile("(?:人民币|RMB|rmb|CNY|¥|￥|共计|合计|共|:)+")
_BEHIND = re.compile("(?:[整正]|人民币|\\(?RMB\\)?|。)$")
_BRACKETED = re.compile("\\(([0-9OolI|][0-9,'. OolI|]*)(?:\\)([万亿千百]*元?)|([万亿千百]*元)\\))")
_NEGATIVE = re.compile("负|[△▲](?=[0-9])")
_FIGURES = re.compile(f"([+-]?[0-9][0-9.,'。·eE+ -]*)([{_MULTIPLIERS}]*)(元?)")
_WORDS = re.compile(f"((?:[零〇]?[0-9.,]+[{_MULTIPLIERS}]+)+[零〇]?[0-9]*|[{NUMERALS}]+(?:点[{NUMERALS}]+)?)(元?)")
_COINS = re.compile(f"(?:([0-9,]+|[{NUMERALS}]+)元零?)?(?:([0-9]|[{NUMERALS}])角)?零?(?:([0-9]|[{NUMERALS}])分)?")
_ELIDED = re.compile("(.+元)([1-9一二三四五六七八九])")
"""`3元5` leaves out 角."""
_FOREIGN = re.compile(
    "(?P<before>USD|US\\$|\\$|HKD|HK\\$|EUR|€|GBP|£|JPY)?[0-9][0-9,.]*[百千万亿]*"
    "(?P<behind>美元|欧元|日元|港元|港币|英镑|USD|EUR|HKD)?"
)
_SPOKEN = re.compile("(?<=[0-9十百千万亿一二三四五六七八九])[块毛](?=[0-9一二三四五六七八九零钱]|$)钱?|钱$")
_COIN_NAMES = {"块": "元", "毛": "角", "块钱": "元", "毛钱": "角", "钱": ""}
_PLAIN_MULTIPLIERS = str.maketrans("拾佰仟", "十百千")
_TWICE = re.compile("(.+?[元整正圆])\\(([¥￥]?[^()]+)\\)")
"""An amount said twice: `叁佰万元整(¥3,000,000.00)`."""
_LETTERS = re.compile("[0-9OoОоΟοlI|丨,.]*[0-9][0-9OoОоΟοlI|丨,.]*")
_LARGE_UNIT = re.compile("[万亿]")


def read_money(text: str) -> Money | None:
    """Return the amount that the whole of a plain text says, None where it is none."""
    twice = _TWICE.fullmatch(text)
    if twice:
        return _agreed(read_money(twice[1]), read_money(twice[2]))
    text = _stripped(text)
    found = _read(text)
    if found is not None and found.value is not None:
        return found
    repaired = _LETTERS.sub(lambda token: repair_figures(token.group()) or token.group(), text).replace("兀", "元")
    again = _read(repaired) if repaired != text else None
    return replace(again, flags=(*again.flags, "ocr_fix")) if again and again.value is not None else found


def _agreed(first: Money | None, second: Money | None) -> Money | None:
    """Return an amount that is said twice; where the two differ, it is none."""
    yuan = [_yuan(found) for found in (first, second) if found is not None]
    known = tuple(value for value in yuan if value is not None)
    if len(known) < 2:
        return None
    if known[0] == known[1]:
        return first
    return Money(None, flags=("amounts_contradict",), candidates=tuple(map(spell, known)))


def _yuan(money: Money) -> Decimal | None:
    factor = multiplier(money.unit.removesuffix("元")) if money.unit else 1
    return None if money.value is None or factor is None else multiplied(money.value, factor)


def is_foreign(text: str) -> bool:
    """Say whether a plain text is an amount of a foreign currency, of no known yuan: `USD 500`, `3万美元`."""
    found = _FOREIGN.fullmatch(text)
    return found is not None and (found["before"] or found["behind"]) is not None


def _stripped(text: str) -> str:
    before = _BEFORE.match(text)
    if before:
        text = text[before.end() :]
    behind = _BEHIND.search(text)
    text = (text[: behind.start()] if behind else text).replace("圆", "元")
    return _SPOKEN.sub(lambda found: _COIN_NAMES[found.group()], text) if _SPOKEN.search(text) else text


def _read(text: str) -> Money | None:
    bracketed = _BRACKETED.fullmatch(text)
    negative = _NEGATIVE.match(text)
    if bracketed or negative:
        figures = bracketed[1] + (bracketed[2] or bracketed[3] or "") if bracketed else text
        found = _positive(text[negative.end() :] if negative else figures)
        return replace(found, value=-found.value) if found and found.value is not None else found
    return _positive(text)


def _positive(text: str) -> Money | None:
    figures = _FIGURES.fullmatch(text)
    if figures:
        return _figures(figures[1], figures[2], figures[3])
    elided = _ELIDED.fullmatch(text)
    if elided:
        text = f"{elided[1]}{elided[2]}角"
    coins = _coins(text) if text[-1:] in {"角", "分"} else None
    return coins if coins is not None else _words(text)


def _figures(printed: str, multiple: str, yuan: str) -> Money | None:
    number = read_number(printed)
    if multiplier(multiple) is None or (number.value is None and not number.flags):
        return None
    unit = f"{multiple.translate(_PLAIN_MULTIPLIERS)}元" if multiple or yuan else None
    return Money(number.value, unit, number.flags, number.candidates)


def _words(text: str) -> Money | None:
    if text == DASH_OR_ONE:
        return Money(None, flags=("dash_or_one",), candidates=("1",))
    found = _WORDS.fullmatch(text)
    if not found:
        return None
    value = read_mixed(found[1]) if "0" <= text[0] <= "9" else read_chinese(found[1])
    if value is None:
        return None
    return Money(value, "元" if found[2] or _LARGE_UNIT.search(found[1]) else None)


def _coins(text: str) -> Money | None:
    """Return an amount down to 角 and 分: `3元4角5分` -> 3.45 元."""
    found = _COINS.fullmatch(text)
    parts = [_part(part) for part in found.groups("0")] if found else []
    if not parts or None in parts:
        return None
    steps = zip(parts, (Decimal(1), Decimal("0.1"), Decimal("0.01")), strict=True)
    return Money(sum(((part or Decimal(0)) * step for part, step in steps), Decimal(0)).normalize() + 0, "元")


def _part(text: str) -> Decimal | None:
    return read_number(text).value if text[0].isascii() else read_chinese(text)
