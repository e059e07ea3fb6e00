"""A target or actual value of an indicator to what it says: `≥12万人` -> at least 120000 人, `7月31日前` -> by 07-31.

Values are in canonical units with multipliers worked out; percentages stay in percent with the unit `%`. Nothing is
chosen in silence: what has two readings is text with the flag `unreadable`, what was repaired or inherited has a flag.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from normalizers.characters import plain
from normalizers.schema import Comparator
from normalizers.values.comparators import Operator, read_operator
from normalizers.values.date_points import Span
from normalizers.values.dates import read_date
from normalizers.values.decimal_text import multiplied
from normalizers.values.excel_errors import read_excel_error
from normalizers.values.figures import Measure, Unread
from normalizers.values.measures import read_measure
from normalizers.values.ocr_proofs import prove_by_target
from normalizers.values.qualitative import is_blank, is_none_stated, is_placeholder
from normalizers.values.recurring import read_recurring
from normalizers.values.units import read_unit


class Quantity(Struct, frozen=True):
    """What a printed value says; `value` is the lower end where `upper` is the higher one."""

    raw: str
    kind: Literal["number", "date", "text", "missing"]
    comparator: Comparator | None = None
    """None for text and where nothing is printed; a bare number or date is `eq`, a deadline `by`."""
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    date: date | None = None
    """The day, or the last one allowed; the last day of a period. None where the year is not known."""
    flags: tuple[str, ...] = ()
    factor: int = 1
    """The multiplier that is worked out in `value`: 10000 for `12万人`."""


HAS_DATE_SIGN = re.compile(
    "[年月日号旬季曰]|(?:19|20)[0-9]{2}[./-][0-9]{1,2}[./~至到-][0-9]"
    "|^(?:19|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])$"
)
"""Signs of which a plain text needs one to be a date."""
LIST_OR_DECIMAL = re.compile("[1-9][.．] +[0-9]{2}")
"""`1. 90%` may be the first of a list or 1.90 %."""
_DATE_IN_FIGURES = re.compile(
    "((?:19|20)[0-9]{2})(?:\\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"
)
_ONLY_FIGURES = re.compile("[0-9OoIl|!.,'。·、≠↑↓\\s%‰+\\-/\\\\()\\[\\]:*×=≥≤<>~]+")
_BROKEN_FIGURE = re.compile(
    r"[≥≤<>=]?[.,:;'`·~_|]+\s*[0-9].*"
    r"|[≥≤<>=]?(?:[0-9]{3,}[:;][0-9]+|[0-9]+[:;][0-9])[^0-9:;].*"
    r"|[≥≤<>=]?[0-9]+[:;][0-9]+[%万亿元].*"
)
"""A speck before a figure, `.90%以上`, or a colon where a point may stand, `2356:8公里`, `8:8万人`; times have two
digits on either side."""
_MOST_RATIO = 2
"""Largest bare figure beside a percentage that may be a ratio: 1.02 beside `≥90%`."""
_LIKELY = (Decimal("0.1"), Decimal(10))
"""Between a tenth and ten times the target lies an actual whose multiplier is not printed."""


def read_quantity(
    text: str,
    *,
    fiscal_year: int | None = None,
    sign: str | None = None,
    unit: str | None = None,
    like: Quantity | None = None,
) -> Quantity:
    """Return what a value cell says.

    `fiscal_year` is the year of dates without one. `sign` and `unit` are the texts of separate cells (`≤ | 30 | 万元`).
    `like` is the target when an actual is read: a bare number takes its unit, multiplier included (`≥12万人` and
    `12.67` -> 126700 人), with the flag `unit_inherited_from_target`.
    """
    empty = _without_value(text)
    if empty is not None:
        return empty
    value = plain(text)
    operator = read_operator(sign) if sign else None
    span = read_date(value, fiscal_year) if HAS_DATE_SIGN.search(value) else None
    if span is not None:
        return _from_span(text, span, operator)
    if read_recurring(value) is not None:
        return Quantity(text, "text", flags=("recurring",))
    measure = _measure(text, value, fiscal_year, like)
    if measure is None:
        return Quantity(text, "text", flags=("unreadable",) if is_no_sound_figure(value) else ())
    if isinstance(measure, Unread) and "several_values" in measure.flags:
        return Quantity(text, "text", flags=measure.flags)
    if isinstance(measure, Unread):
        return Quantity(text, "text", flags=("unreadable", *(flag for flag in measure.flags if flag != "unreadable")))
    if unit is not None and not is_blank(unit):
        measure = _in_printed_unit(measure, plain(unit))
    quantity = _from_measure(text, measure, operator, is_actual=like is not None)
    return quantity if like is None else _beside_target(quantity, like)


def is_no_sound_figure(value: str) -> bool:
    """Say whether a text that no number could be read from is a figure all the same: `1.2.3`, `.90%以上`."""
    return bool(_ONLY_FIGURES.fullmatch(value) or _BROKEN_FIGURE.fullmatch(value))


def _measure(text: str, value: str, fiscal_year: int | None, like: Quantity | None) -> Measure | Unread | None:
    """Return the number that a value says; figures that may as well be a month or the first of a list say none."""
    if LIST_OR_DECIMAL.match(text):
        return Unread(("list_or_decimal",))
    if fiscal_year is not None and _may_be_date(value, fiscal_year):
        return Unread(("number_or_date",))
    proved = prove_by_target(value, like.value, like.unit) if like is not None and like.value is not None else None
    return proved or read_measure(value)


def _without_value(text: str) -> Quantity | None:
    """Return the quantity of a text that holds no value: blank, `无`, an Excel error or an unfilled template."""
    if is_blank(text):
        return Quantity(text, "missing")
    if text[0] in "#＃D" and read_excel_error(text):
        return Quantity(text, "missing", flags=("excel_error",))
    if is_none_stated(text):
        return Quantity(text, "text", flags=("none_stated",))
    if not text.isdigit() and is_placeholder(text):
        return Quantity(text, "missing", flags=("placeholder",))
    return None


def _may_be_date(text: str, fiscal_year: int) -> bool:
    """Say whether figures such as `2024.12` or `20241231` may be a date of the form's year or one beside it."""
    found = _DATE_IN_FIGURES.fullmatch(text)
    return found is not None and abs(int(found[1]) - fiscal_year) <= 1


def _from_span(raw: str, span: Span, sign: Operator | None) -> Quantity:
    """Return a day as `eq`, a deadline as `by`; a period stands for its last day and is marked."""
    if span.last is None and "year_missing" not in span.flags:
        return Quantity(raw, "text", flags=("unreadable", *span.flags))
    by = span.kind == "deadline" or sign in {"le", "lt"}
    flags = (*span.flags, "period") if span.kind in {"period", "year", "year_range"} else span.flags
    return Quantity(raw, "date", "by" if by else "eq", date=span.last, flags=flags)


def _from_measure(raw: str, measure: Measure, sign: Operator | None, *, is_actual: bool) -> Quantity:
    flags = list(measure.flags)
    printed = None if measure.attained and is_actual else measure.op
    if sign is not None and printed is not None and sign != printed:
        flags.append("sign_conflict")
    if measure.about:
        flags.append("about")
    if measure.change is not None:
        flags.append("decrease" if measure.value < 0 else "change")
    if measure.upper is not None:
        flags.extend(
            name for name, kept in zip(("excludes_lower", "excludes_upper"), measure.includes, strict=True) if not kept
        )
    comparator: Comparator = "between" if measure.upper is not None else printed or sign or "eq"
    return Quantity(
        raw, "number", comparator, measure.value, measure.upper, measure.unit, None, tuple(flags), measure.factor
    )


def _in_printed_unit(measure: Measure, text: str) -> Measure:
    """Return the value in the unit that a cell of its own prints; the unit beside the number itself wins."""
    unit = read_unit(text)
    if unit is None:
        return measure
    if measure.unit is not None:
        same = measure.unit == unit.name
        return measure if same else replace(measure, flags=(*measure.flags, "unit_conflict"))
    flags = measure.flags if unit.known else (*measure.flags, "unknown_unit")
    factor = 1 if measure.factor == unit.factor else unit.factor
    if factor != 1 and measure.factor != 1:
        flags = (*flags, "unit_conflict")
        factor = 1
    upper = None if measure.upper is None else multiplied(measure.upper, factor)
    value = multiplied(measure.value, factor)
    return replace(
        measure, value=value, upper=upper, unit=unit.name or None, factor=measure.factor * factor, flags=flags
    )


def _beside_target(actual: Quantity, target: Quantity) -> Quantity:
    """Return an actual with what only its target can say: the unit, or that the target's text was copied."""
    if actual.comparator not in {"eq", "between"}:
        same = (actual.comparator, actual.value) == (target.comparator, target.value)
        return replace(actual, flags=(*actual.flags, "target_copied_to_actual")) if same else actual
    if actual.value is None or actual.unit is not None or target.unit is None or target.kind != "number":
        return actual
    factor, doubt = _inherited_factor(actual, target)
    upper = None if actual.upper is None else multiplied(actual.upper, factor)
    flags = (*actual.flags, "unit_inherited_from_target", *doubt)
    value = multiplied(actual.value, factor)
    return replace(actual, value=value, upper=upper, unit=target.unit, factor=actual.factor * factor, flags=flags)


def _inherited_factor(actual: Quantity, target: Quantity) -> tuple[int, tuple[str, ...]]:
    """Return the target's multiplier for an actual without one, or 1 where only the bare number is near the target.

    `≥12万人`: 12.67 is 126700, but 126700 is not 1267000000; the latter is marked, and so is what is near in neither.
    """
    if actual.unit is None and target.unit == "%" and _looks_like_ratio(actual, target):
        return 1, ("ratio_form_suspected",)
    if target.factor == 1 or actual.factor != 1 or not target.value or not actual.value:
        return (1 if actual.factor != 1 else target.factor), ()
    if _near(actual.value * target.factor, target.value):
        return target.factor, ()
    if _near(actual.value, target.value):
        return 1, ("multiplier_not_applied",)
    return target.factor, ("multiplier_doubtful",)


def _near(value: Decimal, target: Decimal) -> bool:
    return _LIKELY[0] <= value / target <= _LIKELY[1]


def _looks_like_ratio(actual: Quantity, target: Quantity) -> bool:
    """Say whether an actual under a target in percent may be a ratio: 0.92 under `≥90%`."""
    if actual.value is None or target.value is None:
        return False
    return 0 < actual.value <= _MOST_RATIO and target.value > 1 and _near(actual.value * 100, target.value)
