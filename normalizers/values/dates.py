"""Printed dates to days: `2024年12月底前` -> by 2024-12-31, `第一季度` -> 01-01 to 03-31, `(2024)年度` -> 2024.

Texts are in plain signs (`characters.plain`). A date without a year lies in the fiscal year of the form; without one
it stays open (flag `year_missing`). 前, 以前 and 以内 include the day named (民法典 art. 1259).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from normalizers.characters import plain
from normalizers.values.date_digits import with_digits
from normalizers.values.date_points import POINT, Span, month_end, one_day, span_of, year_of, year_pattern

_MONTHS = re.compile(f"{year_pattern()}?(?P<from>[0-9]{{1,2}})月?[-~至到](?P<to>[0-9]{{1,2}})月(?:份|[底末])?")
_QUARTERS = re.compile(f"{year_pattern()}?第?(?P<from>[1-4])(?:季度)?[-~至到]第?(?P<to>[1-4])季度")
_YEARS = re.compile("((?:19|20)[0-9]{2})年?度?[-~至到]+((?:19|20)[0-9]{2})(年度?)?")
_ONE_YEAR = re.compile("[(\\[]?((?:19|20)[0-9]{2})[)\\]]?年?度?[)\\]]?")
_MONTHS_IN_FIGURES = re.compile(
    "((?:19|20)[0-9]{2})[./](0?[1-9]|1[0-2])[-~至到]+((?:19|20)[0-9]{2})[./](0?[1-9]|1[0-2])"
)
_DAYS_IN_FIGURES = re.compile(
    "(?P<year>(?:19|20)[0-9]{2})(?P<sign>[./])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})(?:[-~至到]+)"
    "(?:(?P<to_year>(?:19|20)[0-9]{2})(?P=sign))?(?P<to_month>[0-9]{1,2})(?P=sign)(?P<to_day>[0-9]{1,2})"
)
_MONTHS_OF_YEAR = re.compile("((?:19|20)[0-9]{2})[./](0?[1-9]|1[0-2])[-~至到]+(0?[1-9]|1[0-2])月?")
_WHOLE_YEAR = re.compile(f"{year_pattern()}?全年度?")
_DAY_BEFORE = re.compile("(0?[1-9]|1[0-2])\\.([0-9]{1,2})(?:以前|之前|前)")
_NO_DAY_SIGN = re.compile("(?P<date>(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2})(?P<before>以前|之前|前)")
_MONTH_BEFORE = re.compile("((?:19|20)[0-9]{2}[./-](?:0?[1-9]|1[0-2]))(?:以前|之前|前)")
_CUT_OFF = re.compile("(?:19|20)[0-9]{2}年[0-9]{1,2}")
_COMPACT = re.compile("((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_COMPACT_MONTH = re.compile("((?:19|20)[0-9]{2})[./-](0?[1-9]|1[0-2])")
_LEAD = re.compile("(?:截至|截止到?|于|在|约|[^0-9]{0,10}(?:时间|时限|日期|期限)[:为]?)")
_LIMIT = re.compile("不[晚迟]于|≤|<=|最[晚迟]")
_RANGE_SIGN = re.compile("[-~至到]+")
_EVENT = (
    "(?:结束|终了|开学|放假|封账|关账|结账|年终决算|主?汛期|雨季|供暖季?|采暖季?|入冬|春耕|秋收"
    "|(?:春|国庆|中秋|端午)节|节日)"
)
"""What the day named stands for, between it and 前: `9月1日开学前` is by 1 September."""
_BEFORE = re.compile(
    f"(?:\\((?:含|含当[日天])\\))?(?:(?:{_EVENT}(?:到来|来临)?)?(?:以前|之前|前)|以内|之内|内|止|为止|截止)"
)
_COMPLETION = (
    "(?:已|全部|均|按时|及时)*"
    "(?:完成|竣工|完工|开工|建成|验收|拨付|下达|发放|支付|到位|结束|上报|提交|印发|交付|通过|付清)"
)
_DONE = re.compile(f"(?:{_COMPLETION}[^0-9]{{0,12}}|。)?")
"""What may follow a plain date: a word of completion, not a noun (`12月工资`)."""
_ANY_WORDS = re.compile("[^0-9]{0,20}")
_MONTH_WITH_DASH = re.compile("((?:19|20)[0-9]{2})[/-](?:0[1-9]|1[0-2])")
"""`2024-12` can be nothing but a month; `2024.12` may be a number."""
_BARE_MONTH = re.compile("[0-9]{1,2}月")
"""`3月内` may be within March or within three months."""
_DENIAL = re.compile("[未不没]")
_FOUR_NUMERALS = re.compile("[一二][零〇○一二三四五六七八九0OoОо]{3}")
_SEVERAL_YEARS = re.compile("(?:19|20)[0-9]{2}年?度?[、,和及与/](?:19|20)[0-9]{2}")
_TITLE_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})[)\\]]?(?:年度|财政年度|财年|年)")
_YEAR_LABEL = re.compile("^(?:预算|评价|填报|自评|项目)?年度:")
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_SERIALS = range(32874, 54789)
"""Serial numbers of 1990-01-01 to 2049-12-31: outside lie no dates of these forms."""


def read_date(text: str, fiscal_year: int | None = None, *, bare: bool = False) -> Span | None:
    """Return what day or days the whole of a plain text names, None where it names none.

    `bare` accepts figures that only a column of dates makes a date: `20241231`, `2024.12`, `2023-2025`.
    """
    text, flags = with_digits(f"{text}年" if bare and _FOUR_NUMERALS.fullmatch(text) else text)
    span = _years(text, bare) if text[:1] in {"1", "2", "(", "["} else None
    if span is None and _RANGE_SIGN.search(text):
        span = _run_of_months(text, fiscal_year) or _months_in_figures(text) or _days_in_figures(text)
    span = span or _expression(text, fiscal_year)
    if span is None and _MONTH_WITH_DASH.fullmatch(text):
        span = _compact(text)
    if span is None and bare:
        span = _compact(text) or _only_in_dates(text, fiscal_year)
    no_sign = _NO_DAY_SIGN.fullmatch(text) if span is None else None
    if no_sign:
        span = _expression(f"{no_sign['date']}日{no_sign['before']}", fiscal_year)
        flags = (*flags, "day_sign_missing")
    if span is None and _CUT_OFF.fullmatch(text):
        span = Span("date", None, None, ("date_cut_off",))
    if span is None and " " in text and POINT.match(text.replace(" ", "")):
        return read_date(text.replace(" ", ""), fiscal_year, bare=bare)
    if span is None or not flags:
        return span
    return Span(span.kind, span.first, span.last, (*flags, *span.flags))


def read_fiscal_year(text: str) -> int | None:
    """Return the year that a title or a year line names: `（ 2024 年度）`, `二〇二四年度`, `…资金2024年度绩效自评报告`.

    Where several are named, the one written 年度 counts; two different ones of equal standing are no answer.
    """
    digits, _ = with_digits(plain(text).replace(" ", ""))
    found = [(match[1], match[0]) for match in _TITLE_YEAR.finditer(digits)]
    whole = _ONE_YEAR.fullmatch(_YEAR_LABEL.sub("", digits))
    if _YEARS.search(digits) or _SEVERAL_YEARS.search(digits):
        return None
    if not found and whole:
        return int(whole[1])
    years = {year for year, printed in found if printed.endswith("年度")} or {year for year, _ in found}
    return int(years.pop()) if len(years) == 1 else None


def read_excel_serial(text: str) -> date | None:
    """Return the day of an Excel serial number (1900 system), `45292` -> 2024-01-01; only for columns of dates."""
    figures = text.removesuffix(".0")
    if len(figures) != 5 or not figures.isascii() or not figures.isdigit() or int(figures) not in _EXCEL_SERIALS:
        return None
    return _EXCEL_EPOCH + timedelta(days=int(figures))


def _years(text: str, bare: bool) -> Span | None:
    single = _ONE_YEAR.fullmatch(text)
    if single and (bare or not text.isdigit()):
        year = int(single[1])
        return Span("year", date(year, 1, 1), date(year, 12, 31))
    several = _YEARS.fullmatch(text) if single is None else None
    if several and (bare or several[3]) and several[1] < several[2]:
        return Span("year_range", date(int(several[1]), 1, 1), date(int(several[2]), 12, 31))
    return None


def _run_of_months(text: str, fiscal_year: int | None) -> Span | None:
    months = _MONTHS.fullmatch(text)
    quarters = None if months else _QUARTERS.fullmatch(text)
    found = months or quarters
    if found is None:
        return None
    length = 1 if months else 3
    start, end = (int(found["from"]) - 1) * length + 1, int(found["to"]) * length
    if not 1 <= start <= end <= 12:
        return None
    year, flags = year_of(found["year"], found["short"], found["named"], fiscal_year)
    if year is None:
        return Span("period", None, None, flags)
    return Span("period", date(year, start, 1), month_end(year, end), flags)


def _months_in_figures(text: str) -> Span | None:
    """Return `2024.01-2024.12` as a period."""
    same_year = _MONTHS_OF_YEAR.fullmatch(text)
    if same_year:
        text = f"{same_year[1]}.{same_year[2]}-{same_year[1]}.{same_year[3]}"
    found = _MONTHS_IN_FIGURES.fullmatch(text)
    if not found or (found[1], int(found[2])) > (found[3], int(found[4])):
        return None
    return Span("period", date(int(found[1]), int(found[2]), 1), month_end(int(found[3]), int(found[4])))


def _days_in_figures(text: str) -> Span | None:
    """Return `2024.3.1-2024.11.30` or `2024/3/1-11/30` as a period."""
    found = _DAYS_IN_FIGURES.fullmatch(text)
    if not found:
        return None
    first = one_day(int(found["year"]), int(found["month"]), int(found["day"]))
    last = one_day(int(found["to_year"] or found["year"]), int(found["to_month"]), int(found["to_day"]))
    return Span("date", None, None, ("invalid_date",)) if first is None else _through(first, last)


def _expression(text: str, fiscal_year: int | None) -> Span | None:
    """Return the point or period at the start of the text with what follows it: `7月31日` + 前 + 完成."""
    limit = _LIMIT.match(text)
    lead = limit or _LEAD.match(text)
    start = lead.end() if lead else 0
    found = POINT.match(text, start)
    if not found:
        return None
    span = span_of(found, fiscal_year)
    if span is None:
        return Span("date", None, None, ("invalid_date",))
    end = found.end()
    sign = _RANGE_SIGN.match(text, end)
    second = POINT.match(text, sign.end()) if sign else None
    if second:
        span, end = _through(span, span_of(second, span.first.year if span.first else fiscal_year)), second.end()
    before = _BEFORE.match(text, end)
    tail = text[before.end() if before else end :]
    if _DENIAL.search(tail):
        return None
    if before and "内" in before[0] and _BARE_MONTH.fullmatch(found[0]):
        return Span("date", None, None, ("ambiguous_month",))
    if before or limit:
        return _deadline(span, before[0] if before else "前") if _ANY_WORDS.fullmatch(tail) else None
    return span if _DONE.fullmatch(tail) else None


def _deadline(span: Span, word: str) -> Span:
    """Return the last day allowed; `9月前` is taken to include September, and marked."""
    open_ended = span.kind == "period" and not any(said in word for said in ("内", "结束", "终了"))
    flags = (*span.flags, "period_as_deadline") if open_ended else span.flags
    return Span("deadline", None, span.last, flags)


def _through(first: Span, second: Span | None) -> Span:
    if second is None or first.first is None or second.last is None or first.first > second.last:
        return Span("date", None, None, first.flags if "year_missing" in first.flags else ("invalid_date",))
    return Span("period", first.first, second.last, (*first.flags, *second.flags))


def _only_in_dates(text: str, fiscal_year: int | None) -> Span | None:
    """Return what is a date only among dates: `全年`, `6.30前`."""
    year = _WHOLE_YEAR.fullmatch(text)
    if year:
        number, flags = year_of(year["year"], year["short"], year["named"], fiscal_year)
        if number is None:
            return Span("period", None, None, flags)
        return Span("period", date(number, 1, 1), date(number, 12, 31), flags)
    month = _MONTH_BEFORE.fullmatch(text)
    period = _compact(month[1]) if month else None
    if period:
        return _deadline(period, "前")
    day = _DAY_BEFORE.fullmatch(text)
    if not day:
        return None
    if fiscal_year is None:
        return Span("deadline", None, None, ("year_missing",))
    span = one_day(fiscal_year, int(day[1]), int(day[2]))
    return Span("deadline", None, span.last) if span else Span("date", None, None, ("invalid_date",))


def _compact(text: str) -> Span | None:
    day = _COMPACT.fullmatch(text)
    if day:
        span = one_day(int(day[1]), int(day[2]), int(day[3]))
        return span or Span("date", None, None, ("invalid_date",))
    month = _COMPACT_MONTH.fullmatch(text)
    if month:
        return Span("period", date(int(month[1]), int(month[2]), 1), month_end(int(month[1]), int(month[2])))
    return None
