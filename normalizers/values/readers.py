"""Values that are figures or dates: amounts, percentages, points, targets and actual values of indicators."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from normalizers.characters import clean_text, plain
from normalizers.values.date_points import Span
from normalizers.values.dates import read_date, read_excel_serial
from normalizers.values.decimal_text import multiplied, spell, trimmed
from normalizers.values.excel_errors import read_excel_error
from normalizers.values.figures import Measure, Unread
from normalizers.values.fused_cells import split_fused
from normalizers.values.measures import read_measure, read_simple
from normalizers.values.money import read_amount, read_points, read_rate, unit_factor
from normalizers.values.money_words import is_foreign, read_money
from normalizers.values.ocr_proofs import prove_by_target
from normalizers.values.qualitative import is_blank, is_none_stated, is_placeholder, qualitative_class
from normalizers.values.quantity import HAS_DATE_SIGN, LIST_OR_DECIMAL, Quantity, is_no_sound_figure, read_quantity
from normalizers.values.recurring import Recurring, read_recurring
from normalizers.values.texts import year_value
from normalizers.values.types import EMPTY, NONE_STATED, Value, unparsed
from normalizers.values.units import is_duration, listed_unit

_DATE_UNITS = frozenset({"年", "月", "日"})
_NOT_SCORED = Value("empty", reason="not_scored")
_MONEY_SIGNS = "元圆万萬亿億角分￥¥"
_WITH_TIME = re.compile("[0-9]{5}\\.[0-9]{1,12}")
"""An Excel day with a time of the day: 45292.5."""
_MONTH_AND_DAY = re.compile("(?:0?[1-9]|1[0-2])\\.(?:0[1-9]|[12][0-9]|3[01])")
"""Among dates 12.31 may be a number or 31 December."""
_TOO_LARGE = 1000
"""Percent from which a figure without a % has lost its point or is no rate: 9264."""
_PROOF = Decimal("0.0001")
"""Ratio by which a printed rate may differ from B/A through rounding: a hundredth of a percent."""
_MYRIAD_AS_W = re.compile("[0-9]{1,9}(?:\\.[0-9]{1,6})?[wW]")
"""`3.5w` is said for 3.5万, but no unit of money."""
_LARGEST_RATIO = 2
"""Above twice the budget no rate is printed as a ratio: a bare 92.64 can only be percent."""
_FOREIGN = ("美元", "欧元", "日元", "港元")
_FUSED_ROWS = ("row_fusion_suspected", "needs_review")


def _without_value(raw: str) -> Value | None:
    """Return what a text without a value is: empty, `无`, an Excel error, or an unfilled template."""
    if is_blank(raw):
        return EMPTY
    if raw[0] in "#＃D":
        code = read_excel_error(raw)
        if code is not None:
            return Value("error", code=code)
    if raw.isdigit():
        return None
    if is_none_stated(raw):
        return NONE_STATED
    return Value("placeholder") if is_placeholder(raw) else None


def read_any(raw: str, fiscal_year: int | None = None, *, in_dates: bool = False) -> Value:
    """Return a value of an indicator or a date, `fiscal_year` being the year of dates without one.

    `in_dates`: bare figures may be a date, `20241231`.
    """
    if LIST_OR_DECIMAL.match(raw):
        return unparsed(("list_or_decimal",))
    text = plain(raw)
    simple = read_simple(text)
    if simple is not None and not in_dates and simple.unit not in _DATE_UNITS:
        return _of_measure(raw, text, simple)
    empty = _without_value(raw)
    if empty is not None:
        return empty
    if in_dates or HAS_DATE_SIGN.search(text):
        span = read_date(text, fiscal_year, bare=in_dates)
        if span is not None:
            return _of_span(span)
        if in_dates and _MONTH_AND_DAY.fullmatch(text):
            return unparsed(("number_or_date",), (text,))
    recurring = read_recurring(text)
    if recurring is not None:
        return _of_recurring(recurring)
    return _of_measure(raw, text, read_measure(text))


def _of_recurring(found: Recurring) -> Value:
    if found.first is not None:
        value = Value("recurring_period", period=found.period, start=found.first, end=found.day)
        return value if found.month is None else replace(value, month=found.month)
    value = Value("recurring_deadline" if found.before else "recurring_date", period=found.period)
    value = value if found.day is None else replace(value, day=found.day)
    value = replace(value, op="before") if found.before else value
    return value if found.month is None else replace(value, month=found.month)


def read_actual(raw: str) -> Value:
    """Return an actual value; one that repeats a comparator is the target's text, and 达到95% says 95 %."""
    value = read_any(raw)
    if value.kind != "compare":
        return value
    measure = read_measure(plain(raw))
    if isinstance(measure, Measure) and measure.attained:
        return _of_measure(raw, "", replace(measure, op=None))
    return replace(value, flags=(*value.flags, "target_copied_to_actual"))


def read_figure(raw: str) -> Value:
    """Return a value of a column of figures, where brackets mean a negative number."""
    empty = _without_value(raw)
    if empty is not None:
        return empty
    text = plain(raw)
    found = read_measure(text, numeric_column=True)
    return unparsed(("unreadable",)) if found is None else _of_measure(raw, text, found)


def _of_measure(raw: str, text: str, found: Measure | Unread | None) -> Value:
    if found is None:
        if is_no_sound_figure(text):
            return unparsed(("unreadable",))
        return Value("qualitative", answer=qualitative_class(raw), text=clean_text(raw))
    if isinstance(found, Unread):
        return unparsed(found.flags, found.candidates)
    value, unit, flags = spell(found.value), found.unit, found.flags
    if found.change is not None or found.upper is not None or found.about or found.within:
        return _of_special(found, value)
    if found.op is not None:
        return Value("compare", value=value, unit=unit, op=found.op, flags=flags)
    if unit is None:
        return Value("number", value=value, flags=flags)
    if unit == "%":
        return Value("percent", value=value, flags=flags)
    if is_duration(unit):
        return Value("duration", value=value, unit=unit, op="eq", flags=flags)
    return Value("quantity", value=value, unit=unit, flags=flags)


_CHANGES = {"percent": "pct_change", "points": "pp_change", "amount": "change"}


def _of_special(found: Measure, value: str) -> Value:
    """Return a change, a range, a rough number or a time allowed."""
    if found.change is not None and found.upper is None:
        changed = Value(_CHANGES[found.change], value=value, flags=found.flags)
        if found.change == "amount":
            changed = replace(changed, unit=found.unit)
        if found.op is not None:
            changed = replace(changed, op=found.op)
        if found.about:
            changed = replace(changed, flags=(*found.flags, "about"))
        return changed if found.basis is None else replace(changed, basis=found.basis)
    if found.upper is not None:
        low, high = found.includes
        flags = found.flags if found.change is None else (*found.flags, "change")
        return Value("range", lo=value, hi=spell(found.upper), unit=found.unit, lo_inc=low, hi_inc=high, flags=flags)
    if found.about:
        return Value("approx", value=value, unit=found.unit, flags=found.flags)
    allowed = Value("duration", value=value, unit=found.unit, op="le", flags=found.flags)
    return allowed if found.anchor is None else replace(allowed, anchor=found.anchor)


def _of_span(span: Span) -> Value:
    first, last = _iso(span.first), _iso(span.last)
    if span.kind == "deadline":
        return Value("deadline", op="before", date=last, flags=span.flags)
    if span.first is not None and span.kind in {"year", "year_range"}:
        return year_value(span, span.first)
    if span.kind == "period":
        return Value("period", start=first, end=last, flags=span.flags)
    if last is None and "year_missing" not in span.flags:
        return unparsed(span.flags)
    return Value("date", date=last, flags=span.flags)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def read_day(raw: str) -> Value:
    """Return the day of a column of dates, also as an Excel serial number: `45292` -> 2024-01-01."""
    empty = _without_value(raw)
    if empty is not None:
        return empty
    text = plain(raw)
    serial = read_excel_serial(text.partition(".")[0] if _WITH_TIME.fullmatch(text) else text)
    if serial is not None:
        return Value("date", date=serial.isoformat(), flags=("excel_serial",))
    span = read_date(text, bare=True)
    return unparsed(("not_a_date",)) if span is None else _of_span(span)


def read_amount_under(raw: str, unit: str) -> Value:
    """Return an amount under a header that declares its unit; a doubtful unit leaves the yuan open."""
    if not unit.endswith("元") or unit_factor(unit) is None or unit.endswith(_FOREIGN):
        return _foreign_amount(raw, unit)
    amount = read_amount(raw, unit)
    if amount.state != "value" or amount.value is None or amount.yuan is None:
        return _without_value(raw) or _unread_amount(raw)
    cny = None if "unit_conflict_suspected" in amount.flags else spell(amount.yuan)
    if unit == "元" and amount.unit == "元":
        return Value("money", value=spell(amount.value), cny=cny, flags=amount.flags)
    return Value("money", value=spell(amount.value), unit=amount.unit, cny=cny, flags=amount.flags)


def _foreign_amount(raw: str, unit: str) -> Value:
    """Return an amount under a header in a foreign currency: its figures, but no yuan."""
    amount = read_amount(raw)
    if amount.value is None:
        return _without_value(raw) or _unread_amount(raw)
    return Value("money", value=spell(amount.value), unit=unit, cny=None, flags=("foreign_currency",))


def read_money_cell(raw: str) -> Value:
    """Return the yuan of an amount that prints its own unit."""
    amount = read_amount(raw)
    if amount.yuan is None:
        return _without_value(raw) or _unread_amount(raw)
    return Value("money", cny=spell(amount.yuan), flags=amount.flags)


def read_amount_without_unit(raw: str) -> Value:
    """Return the figures of an amount whose unit nobody declares; its yuan only where it prints a unit itself."""
    amount = read_amount(raw)
    if amount.value is None or amount.yuan is None:
        return _without_value(raw) or _unread_amount(raw)
    if any(sign in raw for sign in _MONEY_SIGNS):
        return Value("money", value=spell(amount.value), unit=amount.unit, cny=spell(amount.yuan), flags=amount.flags)
    return Value("money", value=spell(amount.value), flags=amount.flags)


def _unread_amount(raw: str) -> Value:
    text = plain(raw)
    if is_foreign(text):
        return Value("money", text=text, cny=None, flags=("foreign_currency",))
    money = read_money(text)
    if money is not None and "amounts_contradict" in money.flags:
        return unparsed(money.flags, money.candidates)
    if _MYRIAD_AS_W.fullmatch(text):
        return unparsed(("unit_in_doubt",), (spell(multiplied(Decimal(text[:-1]), 10_000)),))
    found = None if text.startswith(".") else read_measure(text, numeric_column=True)
    if isinstance(found, Measure):
        return _of_measure(raw, "", found)
    return unparsed(found.flags, found.candidates) if found is not None else unparsed(("unreadable",))


def read_score(raw: str) -> Value:
    """Return points; a printed dash or stroke says that the row is not scored."""
    points = read_points(raw)
    if points.value is not None:
        return Value("score", value=spell(points.value), flags=points.flags)
    if points.state == "blank":
        return _NOT_SCORED if raw.strip() else EMPTY
    return _without_value(raw) or unparsed(points.flags or ("unreadable",), points.candidates)


def read_percent(raw: str) -> Value:
    """Return a percentage; a bare figure says neither percent nor ratio and is marked."""
    if is_blank(raw) and raw.strip():
        return _NOT_SCORED
    value = read_any(raw)
    if value.kind != "number" or not isinstance(value.value, str):
        return value
    if Decimal(value.value) == 0:
        return Value("percent", value=value.value)
    if Decimal(value.value) > 100 and value.value.endswith("96"):
        return unparsed(("ocr_pct_as_96",), (value.value[:-2],))
    if Decimal(value.value) >= _TOO_LARGE:
        return unparsed(("percent_out_of_range", *value.flags), (value.value,))
    if Decimal(value.value) > _LARGEST_RATIO:
        return Value("percent", value=value.value, flags=(*value.flags, "percent_sign_missing"))
    as_percent = spell(trimmed(Decimal(value.value) * 100))
    return unparsed(("percent_or_ratio", *value.flags), (as_percent, value.value))


def read_percent_column(raw: str) -> Value:
    """Return a bare figure as a percentage, because the header says %."""
    value = read_any(raw)
    if value.kind != "number" or not isinstance(value.value, str) or Decimal(value.value) >= _TOO_LARGE:
        return read_percent(raw)
    may_be_ratio = 0 < Decimal(value.value) <= 1
    flags = (*value.flags, "ratio_form_suspected") if may_be_ratio else value.flags
    return Value("percent", value=value.value, flags=flags)


def read_rate_of(raw: str, expected: Decimal) -> Value:
    """Return a rate as a percentage, a bare figure only as B/A proves it."""
    rate = read_rate(raw, expected=expected)
    if rate.value is None:
        return _proved_rate(raw, expected) or read_percent(raw)
    return Value("percent", value=spell(rate.value.scaleb(2)), flags=rate.flags)


def _proved_rate(raw: str, expected: Decimal) -> Value | None:
    """Return a rate whose point was read as another sign, as B/A proves it: `92,64%` beside 0.9264."""
    found = read_measure(plain(raw))
    if not isinstance(found, Unread) or "bad_grouping" not in found.flags:
        return None
    proved = [number for number in found.candidates if abs(Decimal(number).scaleb(-2) - expected) <= _PROOF]
    return Value("percent", value=proved[0], flags=("ocr_fix",)) if len(proved) == 1 else None


def read_beside_target(raw: str, target: str) -> Value:
    """Return a value whose target is known: it may inherit the unit, or its misreading be proved."""
    wanted = read_quantity(target)
    text = plain(raw)
    if wanted.value is not None:
        proved = prove_by_target(text, wanted.value, wanted.unit)
        if proved is not None:
            return _of_measure(raw, text, proved)
    value = read_any(raw)
    return value if value.kind != "number" or wanted.unit is None else _inherited(raw, wanted)


def _inherited(raw: str, target: Quantity) -> Value:
    actual = read_quantity(raw, like=target)
    if actual.value is None:
        return unparsed(actual.flags)
    if actual.unit == "%":
        return Value("percent", value=spell(actual.value), flags=actual.flags)
    return Value("quantity", value=spell(actual.value), unit=actual.unit, flags=actual.flags)


def read_fused(raw: str, actual: str) -> Value:
    """Return the weight and the target of a cell in which both ran together, as the actual beside it proves."""
    parts = split_fused(raw, actual)
    if parts is None:
        return read_any(raw)
    return Value("fused", parts=(parts.weight, parts.rest), flags=parts.flags)


def read_two_rows(raw: str) -> Value:
    """Return a figure of a row in which two rows may have run together; a unit printed twice was two rows' (`套套`)."""
    text = plain(raw).replace(" ", "")
    half = text[: len(text) // 2]
    if half and text == half * 2 and listed_unit(half) is not None:
        return Value("fused", parts=(half, half), flags=_FUSED_ROWS)
    value = read_figure(raw)
    return replace(value, flags=(*value.flags, *_FUSED_ROWS)) if value.kind != "empty" else value
