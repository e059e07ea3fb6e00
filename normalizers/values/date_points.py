"""One point or period of a date to its days: `12月底` -> 12-31, `第一季度` -> 01-01 to 03-31, `年底` -> 12-31.

`POINT` matches it inside a plain text; `span_of` says which days it means.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

from msgspec import Struct

SpanKind = Literal["date", "deadline", "period", "year", "year_range"]


class Span(Struct, frozen=True):
    """A day, a deadline (`last` is the last day allowed), a period, a year or several years; None where unknown."""

    kind: SpanKind
    first: date | None
    last: date | None
    flags: tuple[str, ...] = ()


NAMED_YEAR = "当年|本年度?|今年|次年|翌年|下一?年|上年|去年"


def year_pattern(prefix: str = "") -> str:
    """Return the pattern of a year before a month or a part of the year; its groups' names start with `prefix`."""
    return (
        f"(?:(?P<{prefix}year>(?:19|20)[0-9]{{2}})年度?"
        f"|(?P<{prefix}short>[0-9]{{2}})年(?=[0-9]{{1,2}}月|[底末]|第?[1-4]季度|[上下]半年)"
        f"|(?P<{prefix}named>{NAMED_YEAR}))"
    )


_HOUR = "(?:[0-9]{1,2}[时点](?:[0-9]{1,2}分?|整)?|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
"""An hour behind a day: `31日24时`, `31日17:00`; it is left out."""
_IN_SIGNS = (
    "(?P<y>(?:19|20)[0-9]{2})(?P<sign>[./-])(?P<m>[0-9]{1,2})(?P=sign)(?P<d>[0-9]{1,2})日?"
    f"(?: ?{_HOUR})?(?![0-9./-])"
)
_IN_MONTH = (
    f"{year_pattern()}?(?P<month>[0-9]{{1,2}})月(?:(?P<day>[0-9]{{1,2}})[日号](?:{_HOUR})?|(?P<part>[底末初]|(?:上中?|中下?|下)旬)|份)?"
)
_PART_OF_YEAR = (
    f"{year_pattern('q_')}?"
    "(?:第?(?P<quarter>[1-4])季度|(?P<quarters>前[123]季度)|(?P<half>[上下]半年))(?P<q_part>[底末])?"
)
_END_OF_YEAR = f"(?:{year_pattern('e_')}年?|年)(?P<end>[底末初]|(?=以?内))"
POINT = re.compile("|".join((_IN_SIGNS, _IN_MONTH, _PART_OF_YEAR, _END_OF_YEAR)))
"""A day, a month or its part, a quarter or half, the end of a year."""

_PARTS_OF_MONTH = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中下旬": (11, 31)}


def span_of(found: re.Match[str], fiscal_year: int | None) -> Span | None:
    """Return the span of one matched point, None where the calendar has no such day."""
    if found["y"]:
        return one_day(int(found["y"]), int(found["m"]), int(found["d"]))
    prefix = "" if found["month"] else "e_" if found["end"] is not None else "q_"
    year, flags = year_of(found[prefix + "year"], found[prefix + "short"], found[prefix + "named"], fiscal_year)
    if prefix == "":
        return _in_month(year, int(found["month"]), found["day"], found["part"], flags)
    if prefix == "e_":
        return _at_year_end(year, found["end"], flags)
    return _part_of_year(year, found, flags)


def _in_month(year: int | None, month: int, day: str | None, part: str | None, flags: tuple[str, ...]) -> Span | None:
    if not 1 <= month <= 12:
        return None
    if year is None:
        return Span("date" if day or part else "period", None, None, flags)
    last = month_end(year, month)
    if day:
        return one_day(year, month, int(day), flags)
    if part in _PARTS_OF_MONTH:
        start, end = _PARTS_OF_MONTH[part]
        return Span("period", date(year, month, start), min(last, date(year, month, min(end, last.day))), flags)
    if part == "初":
        return Span("date", date(year, month, 1), date(year, month, 1), (*flags, "early_in_period"))
    return Span("date", last, last, flags) if part else Span("period", date(year, month, 1), last, flags)


def _at_year_end(year: int | None, end: str, flags: tuple[str, ...]) -> Span:
    if year is None:
        return Span("date", None, None, flags)
    if end == "初":
        return Span("date", date(year, 1, 1), date(year, 1, 1), (*flags, "early_in_period"))
    last = date(year, 12, 31)
    return Span("date", last, last, flags) if end else Span("period", date(year, 1, 1), last, flags)


def _part_of_year(year: int | None, found: re.Match[str], flags: tuple[str, ...]) -> Span:
    if found["quarters"]:
        first_month, last_month = 1, int(found["quarters"][1]) * 3
    elif found["quarter"]:
        last_month = int(found["quarter"]) * 3
        first_month = last_month - 2
    else:
        first_month, last_month = (1, 6) if found["half"] == "上半年" else (7, 12)
    if year is None:
        return Span("period", None, None, flags)
    last = month_end(year, last_month)
    if found["q_part"]:
        return Span("date", last, last, flags)
    return Span("period", date(year, first_month, 1), last, flags)


def year_of(
    year: str | None, short: str | None, named: str | None, fiscal_year: int | None
) -> tuple[int | None, tuple[str, ...]]:
    """Return the year meant and the flags of how it was found: printed, two digits, 次年, or the form's own."""
    if year:
        return int(year), ()
    if short:
        return 2000 + int(short), ("two_digit_year",)
    if fiscal_year is None:
        return None, ("year_missing",)
    shift = 1 if named and named[0] in "次翌下" else -1 if named in {"上年", "去年"} else 0
    return fiscal_year + shift, ()


def one_day(year: int, month: int, day: int, flags: tuple[str, ...] = ()) -> Span | None:
    """Return one day, None where the calendar has no such day: 2月30日."""
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Span("date", date(year, month, day), date(year, month, day), flags)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])
