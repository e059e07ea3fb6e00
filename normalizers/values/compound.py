"""Figures with a unit each, one behind the other: `2年6个月` is one value, 30 月, `12期1500人次` are two, 12 and 1500.

A value in two units of one kind is told in the smaller one, in which it is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from normalizers.values.decimal_text import spell
from normalizers.values.figures import Measure, Unread
from normalizers.values.units import convert, is_duration

_FIGURE_AND_UNIT = re.compile("[0-9][0-9.]*[^0-9.,;、/()~至到+≥≤<>=-]{1,4}")
_PARTS = frozenset({"元", "角", "分", "分钟", "小时", "秒", "年", "月", "日", "万", "亿"})
"""Units of time and of money: what stands in two of them may be one value."""
_MONTHS = Decimal(12)
"""Of a year."""
_MOST = 6
"""Values in one text; more are a table in a cell."""


def read_compound(text: str, read_one: Callable[[str], Measure | Unread | None]) -> Measure | Unread | None:
    """Return the value, or that there are several, of a plain text of figures that each have a unit."""
    parts = _FIGURE_AND_UNIT.findall(text)
    if not 1 < len(parts) <= _MOST or "".join(parts) != text:
        return None
    read = [found for part in parts if isinstance(found := read_one(part), Measure) and _is_plain(found)]
    units = [found.unit for found in read if found.unit is not None]
    if len(read) < len(parts) or len(set(units)) < len(parts):
        return None
    if len(read) == 2 and (larger := _in_unit(read[0], units[1])) is not None and larger > read[1].value:
        return Measure(larger + read[1].value, units[1])
    if any(_may_be_part(unit, units) for unit in units):
        return None
    return Unread(("several_values",), tuple(spell(found.value) for found in read))


def _is_plain(found: Measure) -> bool:
    return not (found.flags or found.op or found.about or found.within or found.change) and found.upper is None


def _in_unit(larger: Measure, unit: str) -> Decimal | None:
    """Return a value in a smaller unit of the same kind."""
    if larger.unit == "年":
        return larger.value * _MONTHS if unit == "月" else None
    return convert(larger.value, larger.unit or "", unit)


def _may_be_part(unit: str, units: list[str]) -> bool:
    related = any(convert(Decimal(1), unit, other) is not None for other in units if other != unit)
    return related or is_duration(unit) or unit in _PARTS
