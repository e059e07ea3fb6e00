"""A printed unit to its name and multiplier: `万人次` -> 人次 × 10000, `㎡` -> 平方米, `元/人·月` -> `元/(人·月)`."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from normalizers.values.chinese_numerals import MULTIPLIERS, multiplier

_FILE = Path(__file__).with_name("units.toml")
_MULTIPLIER_RUN = re.compile(f"[{''.join(MULTIPLIERS)}]*")
_PER = re.compile("/|每")
_PER_PARTS = re.compile("[/·.*、每]")
_ALTERNATIVE = re.compile(r"([^()]+)\(([^()]+)\)")
_ODD = re.compile(r"[0-9()\[\]:：;；,，。!！?？≥≤<>=~至到]|\s")
_NO_UNIT = re.compile("^[\\W\\d_]|^[年月日号]|[前后内外初末止的]$")
_NOUN = re.compile("[\u4e00-\u9fff]+")
_TIMES = frozenset({"年", "半年", "月", "日", "天", "周", "季", "季度", "次", "学期", "学年"})
"""Units of time and 次: behind another unit (`人天`, `人月`) they are no thing that is counted."""
_A_YEAR = "/年"
_LARGE = frozenset("百千万亿")
_MYRIADS = frozenset("万亿")
"""Multipliers that no unit's own name begins with, unlike 千瓦: `3万石榴` are 30000."""
_LONGEST_UNKNOWN = 4
"""Characters of a unit that is in no list: `蒲式耳` may be one, more is rather a sentence's part."""
_LONGEST_NOUN = 4
"""Characters of the longest thing counted after a classifier: `3个乡镇卫生院` would already be a sentence's part."""


class Unit(Struct, frozen=True):
    """A unit in its one name (empty for `万` alone); a value printed in it is to be multiplied by `factor`."""

    name: str
    factor: int = 1
    known: bool = True


class _Tables(Struct, frozen=True):
    names: dict[str, str]
    same: dict[str, dict[str, Fraction]]
    """Unit -> unit of the same kind -> how many of it one is, both ways."""
    durations: frozenset[str]
    classifiers: frozenset[str]
    not_counted: frozenset[str]


@cache
def _tables() -> _Tables:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    names: dict[str, str] = {}
    for canonical, others in content["names"].items():
        for name in (canonical, *others):
            if names.setdefault(name, canonical) != canonical:
                raise ValueError(f"{_FILE.name}: [names] has {name!r} under both {names[name]!r} and {canonical!r}")
    same: dict[str, dict[str, Fraction]] = {}
    for larger, parts in content["same"].items():
        for smaller, number in parts.items():
            same.setdefault(larger, {})[smaller] = Fraction(number)
            same.setdefault(smaller, {})[larger] = 1 / Fraction(number)
    return _Tables(
        names,
        same,
        frozenset(content["time"]["durations"]),
        frozenset(content["counted"]["classifiers"]),
        frozenset(content["counted"]["not_counted"]),
    )


@lru_cache(maxsize=16_384)
def read_unit(text: str) -> Unit | None:
    """Return the unit that a plain text names, `known` False where it is in no list; None where it can be no unit."""
    unit = listed_unit(text) or _counted(text)
    if unit is not None:
        return unit
    if (
        not text
        or len(text.lstrip("万亿")) > _LONGEST_UNKNOWN
        or _NO_UNIT.search(text)
        or _ODD.search(text)
        or not _tables().not_counted.isdisjoint(text)
    ):
        return None
    run = _MULTIPLIER_RUN.match(text)
    factor = multiplier(run.group()) if run and not _MYRIADS.isdisjoint(run.group()) else None
    rest = text[run.end() :] if run else ""
    return Unit(rest, factor, known=False) if factor and rest else Unit(text, known=False)


@lru_cache(maxsize=16_384)
def listed_unit(text: str) -> Unit | None:
    """Return a unit of the list, with its multiplier before it and what it is per behind it."""
    name = _tables().names.get(text)
    if name is not None or not text:
        return Unit(name) if name else None
    run = _MULTIPLIER_RUN.match(text)
    for end in range(run.end() + 1 if run else 1):  # the longest name first: 千克 is no thousand 克
        factor = multiplier(text[:end])
        name = _base(text[end:]) if factor else None
        if factor and name is not None:
            return Unit(name, factor)
    return None


def _base(text: str) -> str | None:
    """Return the name of a unit without multiplier: `元/人·月` -> `元/(人·月)`, '' for ''."""
    names = _tables().names
    if not text or text in names:
        return names.get(text, "")
    alternative = _ALTERNATIVE.fullmatch(text)
    if alternative and alternative[1] in names and alternative[2] in names:
        return f"{names[alternative[1]]}({names[alternative[2]]})"
    counted, per, rest = _partition(text)
    if not per or counted not in names:
        return None
    known = _per_parts(_PER_PARTS.split(rest.removeprefix("(").removesuffix(")")))
    if not known:
        return None
    return f"{names[counted]}/{known[0]}" if len(known) == 1 else f"{names[counted]}/({'·'.join(known)})"


def _per_parts(parts: list[str]) -> list[str]:
    """Return the names of what something is per, times last: `月`, `人` -> 人, 月; `人月` -> 人, 月; [] if unknown."""
    names = _tables().names
    known: list[str] = []
    for part in parts:
        if part in names:
            known.append(names[part])
        elif part[:1] in _LARGE and part[1:] in names:
            known.append(part[0] + names[part[1:]])  # 件/万人
        elif part[-1:] in _TIMES and part[:-1] in names:
            known += [names[part[:-1]], names[part[-1:]]]
        else:
            return []
    return sorted(known, key=lambda name: name in _TIMES)


def _partition(text: str) -> tuple[str, str, str]:
    sign = _PER.search(text)
    if sign is None:
        return text, "", ""
    return text[: sign.start()], sign.group(), text[sign.end() :]


def _counted(text: str) -> Unit | None:
    """Return the classifier of a text that goes on with the thing counted: `家企业` -> 家, `万名学生` -> 名 × 10000."""
    tables = _tables()
    if not text or not tables.not_counted.isdisjoint(text) or _ODD.search(text):
        return None
    for end in range(len(text) - 1, max(len(text) - _LONGEST_NOUN, 1) - 1, -1):
        unit = listed_unit(text[:end])
        if unit is not None:
            counted = unit.name in tables.classifiers and text[end:] not in _TIMES and _NOUN.fullmatch(text[end:])
            return unit if counted else None
    return None


def is_duration(unit: str | None) -> bool:
    """Say whether a unit tells how long something takes: 日, 工作日, 月, 年."""
    return unit in _tables().durations


@lru_cache(maxsize=1024)
def _ratio(unit: str, into: str) -> Fraction | None:
    """Return how many of `into` one `unit` is, over as many steps as it takes: 1 吨 = 2000 斤."""
    found, border = {unit: Fraction(1)}, [unit]
    for name in border:
        for other, number in _tables().same.get(name, {}).items():
            if other not in found:
                found[other] = found[name] * number
                border.append(other)
    return found.get(into)


def convert(value: Decimal, unit: str, into: str) -> Decimal | None:
    """Return a value in another unit of the same kind: 2 公顷 into 亩 -> 30; None where there is no fixed relation.

    What is counted in a year is the year's count: 12 次/年 into 次 is 12, because forms are of one year.
    """
    if unit == into:
        return value
    ratio = _ratio(unit.removesuffix(_A_YEAR), into.removesuffix(_A_YEAR))
    return None if ratio is None else value * ratio.numerator / ratio.denominator
