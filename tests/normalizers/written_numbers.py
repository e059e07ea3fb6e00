"""Numbers written the way officials write them, for tests that read them back."""

from __future__ import annotations

_EVERYDAY = ("零一二三四五六七八九", ("", "十", "百", "千"))
_FINANCIAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))


def in_chinese(number: int, *, financial: bool = False) -> str:
    """Write a whole number below 10**12 in full: 20005 -> 二万零五, 12 -> 一十二."""
    digits, units = _FINANCIAL if financial else _EVERYDAY
    if number == 0:
        return digits[0]
    parts = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    written = ""
    for value, name in parts:
        if value:
            gap = digits[0] if written and value < 1000 else ""
            written += gap + _section(value, digits, units) + name
    return written


def _section(value: int, digits: str, units: tuple[str, ...]) -> str:
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            written += (digits[0] if gap and written else "") + digits[digit] + units[place]
        gap = digit == 0
    return written
