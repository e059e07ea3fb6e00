"""The unit that figures look like by their size and decimals: `62500000.00` under 万元 is rather 元.

Size alone proves nothing: a province's funds are as large in 万元 as a county's in 元, and a township's as small in 元
as a county's in 万元. What it says depends on whose money it is; where it may be either, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from normalizers.places import Fact

_HUGE = Decimal(10_000_000)
"""A figure this large under 万元 would be over 100 billion yuan: more than any fund of a province."""
_LARGE = Decimal(1_000_000)
"""A figure this large under 万元 would be over ten billion yuan: more than any county's fund."""
_LARGE_WITH_CENTS = Decimal(100_000)
"""The same where every figure has two decimals, as yuan and cents have: a billion yuan, for a body below a province."""
_EITHER = Decimal(10_000)
"""From here on a figure may be yuan (a small project) or 万元 (a county's pensions); a total below it in yuan is less
than most funds are given."""
_TINY = Decimal(1_000)
"""A total below this in yuan is given to nobody; in 万元 it is the most usual size."""
_LEAST_LINE = Decimal(100)
"""Yuan below which no source gives money: a smaller figure beside large ones says that all are 万元."""
_LEAST_YUAN = Decimal(10)
"""The same under a header 元, where lines of a few ten yuan are left over now and then."""
CENTS = 2
"""Decimals that yuan have; more are 万元."""
_FINE_FIGURES = 2
"""Figures with more decimals than yuan have that show them to be 万元; one alone may be misread."""
_SHARE = Decimal("0.5")
"""Share of the form's figures other than 0 that must look like yuan to raise a suspicion."""
_PROVINCIAL = re.compile("厅|(?:省|自治区|直辖市)(?!.*[市县旗区州盟])")
"""What the name of a province's body has, whose funds may be that large: 厅, or 省 and no city or county behind it."""
_SMALL_BODY = re.compile(
    "(?:[镇乡]|苏木|街道)(?:人民政府|办事处|政府|党委|财政所)?$|(?:村民委员会|村委会|居委会|社区|学校|[小中]学|幼儿园|卫生院|敬老院)$"
)
"""Bodies whose whole funds are well below 100 million yuan."""

Likelihood = Literal["likely", "open"]


class Figure(Struct, frozen=True):
    """A printed figure other than 0 that carries no unit of its own."""

    value: Decimal
    decimals: int
    printed: str
    recognised: bool = True
    """It may be misread; False where a file holds it as characters."""


class Look(Struct, frozen=True):
    """The unit that figures look like, whether that is likely or open, and why (a key of `phrases.toml`)."""

    unit: str
    likelihood: Likelihood
    why: str
    facts: tuple[tuple[str, Fact], ...] = ()


def look_of(figures: Sequence[Figure], declared: str | None, bodies: Iterable[str | None]) -> Look | None:
    """Return what the figures under a header look like; None where nothing speaks against it."""
    fine = [figure for figure in figures if figure.decimals > CENTS]
    if len(fine) >= min(_FINE_FIGURES, len(figures)):
        return Look("万元", "likely", "many_decimals", (("decimals", fine[0].decimals), ("figure", fine[0].printed)))
    names = [body or "" for body in bodies]
    if declared == "元":
        return _under_yuan(figures, names)
    return _under_wan(figures, names)


def _under_yuan(figures: Sequence[Figure], bodies: Sequence[str]) -> Look | None:
    """Return what figures under 元 look like: 万元 where they are too small for money that anybody is given."""
    largest, smallest = _ends(figures)
    facts: tuple[tuple[str, Fact], ...] = (("largest", f"{largest}"),)
    if largest < _TINY:
        return Look("万元", "likely", "too_small", facts)
    if largest < _EITHER:
        return Look("元", "open", "small", facts) if _is_small(bodies) else Look("万元", "likely", "too_small", facts)
    if smallest < _LEAST_YUAN:
        return Look("元", "open", "small_line", (("smallest", f"{smallest}"),))
    return None


def _under_wan(figures: Sequence[Figure], bodies: Sequence[str]) -> Look | None:
    """Return what figures under 万元 look like: 元 where they are too large for this body's money."""
    largest, smallest = _ends(figures)
    facts: tuple[tuple[str, Fact], ...] = (("count", len(figures)), ("largest", f"{largest}"))
    provincial = any(_PROVINCIAL.search(body) for body in bodies)
    many = Decimal(sum(figure.value >= _LARGE for figure in figures)) >= _SHARE * len(figures)
    if many and not (provincial and largest < _HUGE):
        return Look("元", "likely", "mostly_large", facts)
    if largest >= _LARGE_WITH_CENTS and not provincial and all(figure.decimals == CENTS for figure in figures):
        return Look("元", "likely", "large_with_cents", facts)
    if smallest < _LEAST_LINE or (provincial and not many):
        return None
    small = _is_small(bodies)
    if largest >= _EITHER:
        return Look("元", "likely", "large_for_body", facts) if small else Look("万元", "open", "large", facts)
    return Look("万元", "open", "large", facts) if small and smallest >= _TINY else None


def _ends(figures: Sequence[Figure]) -> tuple[Decimal, Decimal]:
    values = [figure.value for figure in figures]
    return max(values), min(values)


def _is_small(bodies: Sequence[str]) -> bool:
    return any(_SMALL_BODY.search(body.strip()) for body in bodies)
