"""A target and an actual to whether it was attained: `≥90%` and `92.00%` -> met, completion 1.022222.

The logic is that of the official scoring rules (财预〔2020〕10号): a printed comparator gives the direction; a bare
number counts upward, but downward for costs, for the time that work takes and for names of harm. Both are ranges of
numbers: an actual that lies wholly in what the target allows meets it, one that lies wholly outside misses it, anything
else cannot be compared. An actual that only repeats the target's words is no observation (`asserted`).
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec
from msgspec import Struct

from normalizers.characters import fold, plain
from normalizers.forms.directions import direction_of
from normalizers.schema import Attainment, Direction, DirectionOrigin
from normalizers.values.qualitative import qualitative_class
from normalizers.values.quantity import Quantity
from normalizers.values.recurring import is_kept, read_recurring
from normalizers.values.units import convert

_RATIO_STEP = Decimal("0.000001")
_MOST_RATIO = Decimal(2)
"""A bare figure up to here beside a percentage may be a ratio: nobody reaches 300 % of what is wanted at 95 %."""
_FAR_ABOVE = 20
"""Times that a target in percent is above a bare figure which cannot be meant in percent: 0.96 beside 95 %."""
_LARGEST_RATIO = Decimal(10) ** 6
"""What the column of ratios holds; a ratio beyond it says that one of the numbers is no measure of the other."""
_TWO_READINGS = frozenset(
    {"unreadable", "ratio_form_suspected", "multiplier_doubtful", "unit_conflict", "sign_conflict"}
)
"""Flags of numbers that may be another number."""
_RANKS = frozenset({"级", "等"})
"""What puts things in an order that counts from the best here and from the least there: 水质二级, 八级工."""
_DENIED = {
    "no": "yes",
    "effect_low": "",
    "level_low": "level_high",
}
"""Answer -> the start of the target's class that it denies; little effect denies whatever was aimed at."""
_NEGATION = re.compile("不|未能?|没有?")
_DEGREE = re.compile("^(?:已|均|全部|有所|明显|显著|逐步|稳步|不断|持续|进一步|有效|得到)+")
"""What a target says of how much, which its denial leaves out: 有所提高, 没有提高."""
_SHORTEST_STEM = 2


class Judgement(Struct, frozen=True):
    """How a target was judged; `completion` is a ratio (1 = reached exactly), None where division says nothing."""

    attainment: Attainment
    direction: Direction | None = None
    origin: DirectionOrigin | None = None
    completion: Decimal | None = None


class _Range(Struct, frozen=True):
    """Numbers from `low` to `high`, None for an open end; the ends themselves belong to it or not."""

    low: Decimal | None = None
    high: Decimal | None = None
    has_low: bool = True
    has_high: bool = True


def judge(
    target: Quantity,
    actual: Quantity,
    *,
    level1: str | None = None,
    level2: str | None = None,
    name: str = "",
    sign_column: bool = False,
) -> Judgement:
    """Return whether `actual` attains `target`, in which direction and by how much."""
    direction, origin = direction_of(target, level1, level2, name, sign_column=sign_column)
    if actual.kind == "missing":
        return Judgement("missing", direction, origin)
    if _repeats(target, actual):
        return Judgement("asserted", direction, origin)
    if actual.kind == "text":
        return Judgement(_kept(target, actual) or _picked(target, actual), direction, origin)
    if target.kind == "date" and actual.kind == "date" and target.date and actual.date:
        return Judgement("met" if actual.date <= target.date else "missed", direction, origin)
    wanted = _wanted(target, direction)
    found: dict[Attainment, _Range] = {}
    for reading in _readings(target, actual, direction):
        measured = _measured(target, reading)
        found.setdefault("not_comparable" if measured is None else _compared(measured, wanted), measured or _Range())
    if len(found) > 1:
        return Judgement("not_comparable", direction, origin)
    ((attainment, measured),) = found.items()
    return Judgement(attainment, direction, origin, _completion(target, measured, direction))


def _readings(target: Quantity, actual: Quantity, direction: Direction | None) -> list[Quantity]:
    """Return what an actual may mean: a bare 0.96 beside `95%以上` is the ratio 96 %, 0.06 beside `≤5%` is either."""
    beside_percent = target.unit == "%" and "unit_inherited_from_target" in actual.flags
    value, goal = actual.value, target.value
    if not beside_percent or value is None or goal is None or actual.upper is not None or not 0 < value <= _MOST_RATIO:
        return [actual]
    flags = tuple(flag for flag in actual.flags if flag != "ratio_form_suspected")
    as_ratio = msgspec.structs.replace(actual, value=value * 100, flags=flags)
    far = goal >= _FAR_ABOVE * value
    if far and direction == "higher":
        return [as_ratio]
    return [as_ratio, msgspec.structs.replace(actual, flags=flags)] if far or flags != actual.flags else [actual]


def _repeats(target: Quantity, actual: Quantity) -> bool:
    """Say whether the actual is the target's own wording and not a measured number of its own."""
    if target.kind == "missing" or fold(target.raw) != fold(actual.raw):
        return False
    observed = actual.kind in {"number", "date"} and actual.comparator == "eq"
    return not observed and _comparator_signs(target.raw) == _comparator_signs(actual.raw)


def _is_rank(quantity: Quantity) -> bool:
    """Say whether a number counts ranks: 二级 does, 提升0.9等 measures."""
    return quantity.value is not None and quantity.value >= 1 and quantity.value % 1 == 0


def _comparator_signs(text: str) -> str:
    """Return the comparator signs of a text, which folding leaves out."""
    return "".join(sign for sign in text if sign in "≥≤><＞＜⩾⩽")


def _kept(target: Quantity, actual: Quantity) -> Attainment | None:
    """Judge days that come again: `每月10日` beside `每月15日前`."""
    if "recurring" not in target.flags or "recurring" not in actual.flags:
        return None
    deadline, day = (read_recurring(plain(quantity.raw)) for quantity in (target, actual))
    if deadline is None or day is None:
        return None
    kept = is_kept(deadline, day)
    if kept is None:
        return "not_comparable"
    return "met" if kept else "missed"


def _picked(target: Quantity, actual: Quantity) -> Attainment:
    """Judge a qualitative answer: the official pick-list says reached, partly reached, or not reached."""
    chosen = qualitative_class(actual.raw)
    if chosen == "attain_full":
        return "met"
    if chosen in {"attain_partial", "attain_none"}:
        return "missed"
    if _is_denial(target, actual):
        return "missed"
    denied = _DENIED.get(chosen)
    if denied is None or target.kind != "text" or chosen == qualitative_class(target.raw):
        return "not_comparable"
    return "missed" if qualitative_class(target.raw).startswith(denied) else "not_comparable"


def _is_denial(target: Quantity, actual: Quantity) -> bool:
    """Say whether an answer is the target's words denied: 合格, 不合格; 有所提高, 没有提高."""
    wanted, said = fold(target.raw), fold(actual.raw)
    stem = _DEGREE.sub("", wanted)
    if len(stem) < _SHORTEST_STEM or _NEGATION.search(wanted) or len(_NEGATION.findall(said)) != 1:
        return False
    return _DEGREE.sub("", _NEGATION.sub("", said)) == stem


def _measured(target: Quantity, actual: Quantity) -> _Range | None:
    """Return the numbers that the actual says, in the target's unit; None where the two cannot be compared."""
    if target.kind != "number" or actual.kind != "number" or target.value is None or actual.value is None:
        return None
    if not _TWO_READINGS.isdisjoint((*target.flags, *actual.flags)) or _of_other_kind(target, actual):
        return None
    if target.unit in _RANKS and target.value != actual.value and _is_rank(target) and _is_rank(actual):
        return None
    value = _in_unit_of(target, actual, actual.value)
    upper = value if actual.upper is None else _in_unit_of(target, actual, actual.upper)
    if value is None or upper is None:
        return None
    return _range(actual, value, upper)


def _of_other_kind(target: Quantity, actual: Quantity) -> bool:
    """Say whether one is a decrease and the other a plain number: 5 % beside `下降5%` may be a decrease or not."""
    if {"change", "decrease"} <= {*target.flags, *actual.flags}:
        return False
    falls = "decrease" in target.flags, "decrease" in actual.flags
    return falls[0] != falls[1] and (target.value or 0) * (actual.value or 0) < 0


def _in_unit_of(target: Quantity, actual: Quantity, value: Decimal) -> Decimal | None:
    if target.unit is None or actual.unit is None:
        return value
    return convert(value, actual.unit, target.unit)


def _range(quantity: Quantity, value: Decimal, upper: Decimal) -> _Range:
    """Return the numbers that a value with its comparator says: `≥95%` from 95 upward, `92%` itself."""
    if quantity.comparator in {"ge", "gt"}:
        return _Range(low=value, has_low=quantity.comparator == "ge")
    if quantity.comparator in {"le", "lt"}:
        return _Range(high=value, has_high=quantity.comparator == "le")
    return _Range(value, upper, "excludes_lower" not in quantity.flags, "excludes_upper" not in quantity.flags)


def _wanted(target: Quantity, direction: Direction | None) -> _Range:
    """Return the numbers that attain the target; a bare number is an end in the direction that counts."""
    value = target.value or Decimal(0)
    if target.comparator not in {"eq", "by", None}:
        return _range(target, value, value if target.upper is None else target.upper)
    if direction == "lower":
        return _Range(high=value)
    return _Range(value, value) if direction == "exact" else _Range(low=value)


def _compared(actual: _Range, wanted: _Range) -> Attainment:
    if _starts_within(actual, wanted) and _ends_within(actual, wanted):
        return "met"
    return "missed" if _lies_below(actual, wanted) or _lies_below(wanted, actual) else "not_comparable"


def _starts_within(one: _Range, other: _Range) -> bool:
    if other.low is None:
        return True
    return one.low is not None and (
        one.low > other.low or (one.low == other.low and (other.has_low or not one.has_low))
    )


def _ends_within(one: _Range, other: _Range) -> bool:
    if other.high is None:
        return True
    return one.high is not None and (
        one.high < other.high or (one.high == other.high and (other.has_high or not one.has_high))
    )


def _lies_below(one: _Range, other: _Range) -> bool:
    """Say whether every number of one is below every number of the other."""
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and not (one.has_high and other.has_low))


def _completion(target: Quantity, measured: _Range, direction: Direction | None) -> Decimal | None:
    """Return actual/target, or target/actual where less is better; None for ranges and where it would divide by 0."""
    if target.value is None or direction in {None, "exact"} or measured.low is None or measured.low != measured.high:
        return None
    if target.value < 0 and measured.low < 0:  # a decrease by 6 % where 5 % was wanted is 1.2 of it
        above, below = -measured.low, -target.value
    else:
        above, below = (measured.low, target.value) if direction == "higher" else (target.value, measured.low)
    if below <= 0 or abs(above) >= below * _LARGEST_RATIO:
        return None
    return (above / below).quantize(_RATIO_STEP)
