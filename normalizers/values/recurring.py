"""A deadline that comes again to its period and day: `每月15日前` -> month, 15; `每季度末` -> quarter, last.

Texts are in plain signs (`characters.plain`). Such a deadline has no date of its own, and is none of one year.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Period = Literal["day", "week", "month", "quarter", "half_year", "year"]
Day = int | Literal["first", "last"]


class Recurring(Struct, frozen=True):
    """A day that comes again; `month` only in a period of a year, `before` where it is a deadline."""

    period: Period
    day: Day | None
    """None where only the month is named."""
    month: int | None = None
    before: bool = False


_PERIODS: dict[str, Period] = {
    "日": "day", "天": "day", "周": "week", "星期": "week", "月": "month", "月度": "month",
    "季": "quarter", "季度": "quarter", "半年": "half_year", "半年度": "half_year",
    "年": "year", "年度": "year", "自然年": "year",
}  # fmt: skip
_PARTS: dict[str, Day] = {"初": "first", "底": "last", "末": "last"}
_NEXT = "(?P<next>次月|下月)"
_DAY = re.compile(
    f"(?:{_NEXT}|每个?(?P<period>日|天|周|星期|月度?|季度?|半年度?|自然年|年度?))(?:的)?"
    "(?:(?P<month>[0-9]{1,2})月)?(?:(?P<day>[0-9]{1,2})[日号]|年?(?P<part>[底末初])|(?<=月))(?P<before>以前|之前|前|内)?"
    "(?:完成|发放|支付|拨付|上报|报送|到位)?"
)


def read_recurring(text: str) -> Recurring | None:
    """Return the deadline that the whole of a plain text says, None where it says another thing."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    period: Period = "month" if found["next"] else _PERIODS[found["period"]]
    month = int(found["month"]) if found["month"] else None
    day: Day | None = int(found["day"]) if found["day"] else _PARTS.get(found["part"] or "")
    if not _is_sound(period, month, day):
        return None
    return Recurring(period, day, month, found["before"] is not None)


def is_kept(deadline: Recurring, day: Recurring) -> bool | None:
    """Say whether a day keeps a deadline: `每月10日` that of `每月15日前`; None where the two cannot be compared.

    `每月25日前` may be before the 20th or after it.
    """
    if (deadline.period, deadline.month) != (day.period, day.month):
        return None
    if deadline.day is None or day.day is None:
        return None
    if _order(day.day) <= _order(deadline.day):
        return True
    return None if day.before else False


def _order(day: Day) -> int:
    return {"first": 1, "last": 31}[day] if isinstance(day, str) else day


def _is_sound(period: Period, month: int | None, day: Day | None) -> bool:
    """Say whether a period has such a day: no month within a month, no 15th of a week."""
    if month is not None and (period != "year" or not 1 <= month <= 12):
        return False
    if day is None:
        return month is not None
    if isinstance(day, str):
        return period != "day"
    return 1 <= day <= 31 and (period == "month" or month is not None)
