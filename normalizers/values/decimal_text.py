"""Decimals worked out and written: 893.42 × 10000 -> 8934200 without the zeros that multiplying leaves."""

from __future__ import annotations

from decimal import Decimal


def multiplied(value: Decimal, factor: Decimal | int) -> Decimal:
    """Return value × factor without trailing zeros; × 1 as printed (`28.40`)."""
    return value if factor == 1 else trimmed(value * factor)


def trimmed(value: Decimal) -> Decimal:
    """Return a number without trailing zeros behind the point and without an exponent."""
    short = value.normalize()
    return Decimal(int(short)) if short == short.to_integral_value() else short


def spell(value: Decimal) -> str:
    """Return the number in figures, never with an exponent, all its decimals kept; zero has no sign."""
    return format(value, "f") if value else format(value, "f").lstrip("-")
