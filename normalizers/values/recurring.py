"""A deadline that comes again to its period and day: `每月15日前` -> month, 15; `每周五前` -> week, 5.

Texts are in plain signs (`characters.plain`). Such a deadline has no date of its own, and is none of one year.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from normalizers.values.date_digits import with_digits

Period = Literal["week", "ten_days", "month", "quarter", "half_year", "term", "year", "school_year"]
Day = int | Literal["first", "last"]


class Recurring(Struct, frozen=True):
    """A day that comes again; `month` counts within a quarter, half year or year, `before` where it is a deadline."""

    period: Period
    day: Day | None
    """Of a week from 1 for Monday, else of the month; None where only the month is named."""
    month: int | None = None
    before: bool = False
    first: int | None = None
    """First of several days, of which `day` is the last: `每月1日至5日`."""


_PERIODS: dict[str, Period] = {
    "周": "week", "星期": "week", "旬": "ten_days", "月": "month", "月度": "month", "季": "quarter", "季度": "quarter",
    "半年": "half_year", "半年度": "half_year", "学期": "term", "学年": "school_year", "学年度": "school_year",
    "年": "year", "年度": "year", "自然年": "year",
}  # fmt: skip
_MONTHS_OF: dict[Period, int] = {"quarter": 3, "half_year": 6, "year": 12}
_PARTS: dict[str, Day] = {"初": "first", "底": "last", "末": "last", "最后一日": "last", "最后一天": "last"}
_THIRDS: dict[str, tuple[int, Day]] = {"上": (1, 10), "中": (11, 20), "下": (21, "last")}
_FIGURES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "首": 1}
_MAY_BE = re.compile("每|[次下翌当]月")
_LEAD = "(?:于|在|应|须|需|确保|[^0-9每]{0,8}(?:时间|时限|日期|期限|节点)(?:为|是|:)?)?"
_NEXT = "(?P<next>次月|下月|下个月|翌月|当月)"
_CLOCK = "(?:[上下]午|中午|晚上)?(?:[0-9]{1,2}(?:[时点](?:[0-9]{1,2}分?|半|整)?|:[0-9]{2}))?"
_MONTH = (
    "(?:(?P<month>[0-9]{1,2})月份?|第?(?P<quarter>[1-4])季度(?=[底末])"
    "|(?P<nth>首|末|最后一?个|第[1-6一二三四五六]个?)月)"
)
_WHICH = (
    "(?:(?:(?P<from>[0-9]{1,2})[日号]?[-~至到])?(?P<day>[0-9]{1,2})[日号]"
    "|(?P<third>[上中下])旬|[月季年]?(?:度)?(?P<part>[底末初]|最后一[日天])|(?<=月)|(?<=月份))"
)
_WEEKDAY = f"每个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天1-6]){_CLOCK}"
_BEFORE = "(?P<before>以前|之前|前|以内|之内|内)?"
_WORDS = "[^0-9未不没无]{0,12}"
"""Words behind a deadline, `足额发放到位`; one with a denial says another thing."""
_DONE = (
    "(?:(?:已|按时|及时|足额|全部|准时)*"
    "(?:完成|发放|支付|拨付|上报|报送|到位|缴纳|公示|公开|提交|结算|兑现|更新)(?:到位|完毕)?)?"
)
_DAY = re.compile(
    f"{_LEAD}(?:{_WEEKDAY}|(?:{_NEXT}|每一?个?(?P<period>周|星期|旬|月度?|季度?|半年度?|学期|学年度?|自然年|年度?))的?"
    f"{_MONTH}?的?{_WHICH}){_BEFORE}(?P<words>{_WORDS})"
)
_DONE_BEHIND = re.compile(_DONE)


def read_recurring(text: str) -> Recurring | None:
    """Return the deadline that the whole of a plain text says, None where it says another thing."""
    if not _MAY_BE.search(text):
        return None
    digits, repaired = with_digits(text)
    found = None if repaired else _DAY.fullmatch(digits)
    if not found or (found["before"] is None and not _DONE_BEHIND.fullmatch(found["words"])):
        return None
    before = found["before"] is not None
    if found["weekday"]:
        return Recurring("week", _number(found["weekday"]), before=before)
    period: Period = "month" if found["next"] else _PERIODS[found["period"]]
    month = _month(found, period)
    first, day = _days(found)
    if not _is_sound(period, month, first, day):
        return None
    if month == _MONTHS_OF.get(period) and day == "last" and period != "year":
        month = None  # the last of its last month is the last of a quarter
    return Recurring(period, day, month, before, None if before else first)


def _number(text: str) -> int:
    return _FIGURES.get(text) or int(text)


def _month(found: re.Match[str], period: Period) -> int | None:
    """Return the month within its period: 末 of a quarter is its third."""
    if found["month"]:
        return int(found["month"])
    if found["quarter"]:
        return int(found["quarter"]) * 3
    if not found["nth"]:
        return None
    if found["nth"][0] in "末最":
        return _MONTHS_OF.get(period, 0)
    return _number(found["nth"].removeprefix("第").removesuffix("个"))


def _days(found: re.Match[str]) -> tuple[int | None, Day | None]:
    if found["third"]:
        return _THIRDS[found["third"]]
    if found["part"]:
        return None, _PARTS[found["part"]]
    return int(found["from"]) if found["from"] else None, int(found["day"]) if found["day"] else None


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
    may_be_before = day.before or (day.first is not None and day.first <= _order(deadline.day))
    return None if may_be_before else False


def _order(day: Day) -> int:
    return {"first": 1, "last": 31}[day] if isinstance(day, str) else day


def _is_sound(period: Period, month: int | None, first: int | None, day: Day | None) -> bool:
    """Say whether a period has such a day: no month within a month, no 15th of a week."""
    if month is not None and not 1 <= month <= _MONTHS_OF.get(period, 0):
        return False
    if day is None:
        return month is not None
    if isinstance(day, str) and first is None:
        return True
    has_days = period == "month" or month is not None
    return has_days and 1 <= (first or 1) <= _order(day) <= 31
