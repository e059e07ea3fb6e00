"""Figures that add up by what they are: `参保人数` is `缴费人数` + `领取人数`; 全年 is 上半年 + 下半年."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from normalizers.schema import Indicator

_FILE = Path(__file__).with_name("identities.toml")
_RATES = ("率", "水平", "标准", "时间", "时限", "人均", "均")
"""Names of figures that do not add up over halves of a year."""
_ALIKE = 0.6
"""Share of the shorter name's characters that the other has too: 养老保险参保 and 养老金领取 are of one fund."""


class Identity(Struct, frozen=True, forbid_unknown_fields=True):
    """Words in the names of a whole and of its parts."""

    whole: str
    parts: tuple[str, ...]


class Broken(Struct, frozen=True):
    """An identity that does not hold in one column of a form."""

    whole: Indicator
    parts: tuple[Indicator, ...]
    column: Literal["target", "actual"]
    printed: Decimal
    added: Decimal

    @property
    def shown_parts(self) -> tuple[tuple[Indicator, Decimal], ...]:
        """The parts with what each has in that column."""
        values = [row.target_value if self.column == "target" else row.actual_value for row in self.parts]
        return tuple((row, value) for row, value in zip(self.parts, values, strict=True) if value is not None)


def broken_identities(rows: Sequence[Indicator]) -> Iterator[Broken]:
    """Yield the identities that do not hold, in the column of targets and in that of actuals."""
    for identity in _identities():
        for whole in (row for row in rows if _is(row, identity.whole)):
            parts = [_part(rows, whole, identity.whole, word) for word in identity.parts]
            found = tuple(part for part in parts if part is not None)
            if len(found) == len(identity.parts):
                yield from _columns(whole, found)


def _columns(whole: Indicator, parts: tuple[Indicator, ...]) -> Iterator[Broken]:
    for column in ("target", "actual"):
        printed = getattr(whole, f"{column}_value")
        values = [getattr(part, f"{column}_value") for part in parts]
        if printed is None or any(value is None for value in values):
            continue
        added = sum(values, Decimal(0))
        if added != printed:
            yield Broken(whole, parts, "target" if column == "target" else "actual", printed, added)


def _is(row: Indicator, word: str) -> bool:
    name = row.level3 or ""
    return word in name and not any(rate in name for rate in _RATES)


def _part(rows: Sequence[Indicator], whole: Indicator, whole_word: str, word: str) -> Indicator | None:
    """Return the row of a part whose name agrees best with the whole's in its other words."""
    rest = (whole.level3 or "").replace(whole_word, "")
    there = [row for row in rows if _is(row, word)]
    scored = [(_agreement(rest, (row.level3 or "").replace(word, "")), -row.ordinal, row) for row in there]
    best = max(scored, default=None, key=lambda item: item[:2])
    return best[2] if best is not None and best[0] >= _ALIKE else None


def _agreement(one: str, other: str) -> float:
    """Return the share of the shorter text's characters that the other has too."""
    shorter, longer = sorted((one, other), key=len)
    if not shorter:
        return 1.0 if not longer else 0.0
    return sum(character in longer for character in shorter) / len(shorter)


@cache
def _identities() -> tuple[Identity, ...]:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(msgspec.convert(item, Identity) for item in content["identity"])
