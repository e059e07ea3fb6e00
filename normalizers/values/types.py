"""The one type that `read_value` returns; encoded as JSON it holds only what the value's kind has."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType, field


class Value(Struct, frozen=True, omit_defaults=True):
    """What a printed value says. Numbers are figures in text, with their printed decimals; `UNSET` fields are left out.

    `null` means that the value is there but not known: the yuan of an amount whose unit is in doubt, a missing unit.
    """

    kind: str
    value: str | int | None | UnsetType = UNSET
    unit: str | None | UnsetType = UNSET
    cny: str | None | UnsetType = UNSET
    """Yuan."""
    op: str | UnsetType = UNSET
    period: str | UnsetType = UNSET
    month: int | UnsetType = UNSET
    day: int | str | UnsetType = UNSET
    """Day of the month, `first` or `last` of a period that comes again."""
    lo: str | UnsetType = UNSET
    hi: str | UnsetType = UNSET
    lo_inc: bool | UnsetType = UNSET
    hi_inc: bool | UnsetType = UNSET
    date: str | None | UnsetType = UNSET
    start: str | int | None | UnsetType = field(default=UNSET, name="from")
    end: str | int | None | UnsetType = field(default=UNSET, name="to")
    anchor: str | UnsetType = UNSET
    basis: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    answer: str | UnsetType = field(default=UNSET, name="class")
    code: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    canonical: str | UnsetType = UNSET
    label: str | UnsetType = UNSET
    weight: str | UnsetType = UNSET
    index: int | UnsetType = UNSET
    formula: str | UnsetType = UNSET
    org: str | UnsetType = UNSET
    year: int | None | UnsetType = UNSET
    no: str | None | UnsetType = UNSET
    factor: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    parts: tuple[str, ...] | UnsetType = UNSET
    flags: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


EMPTY = Value("empty")
NONE_STATED = Value("none_stated")


def unparsed(flags: tuple[str, ...] = (), candidates: tuple[str, ...] = ()) -> Value:
    """Return a value that cannot be read for sure."""
    return Value("unparsed", flags=flags, candidates=candidates)
