"""A target and an actual to whether it was attained: `≥90%` and `92.00%` -> met, completion 1.022222.

The logic is that of the official scoring rules (财预〔2020〕10号): a printed comparator gives the direction; a bare
number counts upward, but downward for costs and for names of harm. An actual that only repeats the target's words is
no observation (`asserted`), and what cannot be compared is said to be so.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from normalizers.characters import fold
from normalizers.qualitative import qualitative_class
from normalizers.quantity import Quantity
from normalizers.schema import Attainment, Direction, DirectionOrigin
from normalizers.units import convert

_HARM = (
    "事故",
    "投诉",
    "差错",
    "违规",
    "死亡率",
    "发生率",
    "控制率",
    "变动率",
    "超支",
    "违法",
    "违纪",
    "流失率",
    "失误",
)
"""Words in an indicator's name that make less of it better."""
_RATIO_STEP = Decimal("0.000001")


class Judgement(Struct, frozen=True):
    """How a target was judged; `completion` is a ratio (1 = reached exactly), None where division says nothing."""

    attainment: Attainment
    direction: Direction | None = None
    origin: DirectionOrigin | None = None
    completion: Decimal | None = None


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
    direction, origin = _direction(target, level1, level2, name, sign_column)
    if actual.kind == "missing":
        return Judgement("missing", direction, origin)
    if _repeats(target, actual):
        return Judgement("asserted", direction, origin)
    if actual.kind == "text":
        return Judgement(_picked(actual), direction, origin)
    if target.kind == "date" and actual.kind == "date" and target.date and actual.date:
        return Judgement("met" if actual.date <= target.date else "missed", direction, origin)
    measured = _in_unit_of(target, actual)
    if target.kind != "number" or measured is None:
        return Judgement("not_comparable", direction, origin)
    return Judgement(_reached(target, measured, direction), direction, origin, _completion(target, measured, direction))


def _direction(
    target: Quantity, level1: str | None, level2: str | None, name: str, sign_column: bool
) -> tuple[Direction | None, DirectionOrigin | None]:
    explicit: DirectionOrigin = "column" if sign_column else "explicit"
    if target.kind not in {"number", "date"}:
        return None, None
    if target.comparator in {"ge", "gt"}:
        return "higher", explicit
    if target.comparator in {"le", "lt", "by"}:
        return "lower", explicit
    if target.comparator == "between":
        return "exact", explicit
    if target.kind == "date":
        return "lower", "inferred"
    if target.value == 0:
        return "exact", "inferred"
    if "decrease" in target.flags:
        return "lower", "inferred"
    cost = "成本" in (level2 or "") or "成本" in (level1 or "")
    return ("lower" if cost or any(word in name for word in _HARM) else "higher"), "inferred"


def _repeats(target: Quantity, actual: Quantity) -> bool:
    """Say whether the actual is the target's own wording and not a measured number of its own."""
    if target.kind == "missing" or fold(target.raw) != fold(actual.raw):
        return False
    observed = actual.kind in {"number", "date"} and actual.comparator == "eq"
    return not observed and _comparator_signs(target.raw) == _comparator_signs(actual.raw)


def _comparator_signs(text: str) -> str:
    """Return the comparator signs of a text, which folding leaves out."""
    return "".join(sign for sign in text if sign in "≥≤><＞＜⩾⩽")


def _picked(actual: Quantity) -> Attainment:
    """Judge a qualitative answer: the official pick-list says reached, partly reached, or not reached."""
    chosen = qualitative_class(actual.raw)
    if chosen == "attain_full":
        return "met"
    return "missed" if chosen in {"attain_partial", "attain_none"} else "not_comparable"


def _in_unit_of(target: Quantity, actual: Quantity) -> Decimal | None:
    """Return the actual's value in the target's unit (2 公顷 as 30 亩), None where the two cannot be compared."""
    if target.value is None or actual.value is None or "unreadable" in (*target.flags, *actual.flags):
        return None
    if actual.kind != "number" or actual.comparator not in {"eq", target.comparator}:
        return None
    if target.unit is None or actual.unit is None:
        return actual.value
    return convert(actual.value, actual.unit, target.unit)


def _reached(target: Quantity, value: Decimal, direction: Direction | None) -> Attainment:
    wanted = target.value
    if wanted is None:
        return "not_comparable"
    if target.comparator == "between" and target.upper is not None:
        return "met" if wanted <= value <= target.upper else "missed"
    strict = target.comparator in {"gt", "lt"}
    if direction == "lower":
        reached = value < wanted if strict else value <= wanted
    elif direction == "exact":
        reached = value == wanted
    else:
        reached = value > wanted if strict else value >= wanted
    return "met" if reached else "missed"


def _completion(target: Quantity, value: Decimal, direction: Direction | None) -> Decimal | None:
    """Return actual/target, or target/actual where less is better; None for ranges and where it would divide by 0."""
    if target.value is None or direction in {None, "exact"}:
        return None
    above, below = (value, target.value) if direction == "higher" else (target.value, value)
    return (above / below).quantize(_RATIO_STEP) if below > 0 else None
