"""What the checks of one form look at: its rows, the unit of its figures, and whether they were recognised."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from normalizers.schema import Funding, Indicator


class FormFacts(Struct, frozen=True):
    """One form's rows as read; `unit_factor` is the printed unit in yuan (10000 for 万元)."""

    funding: tuple[Funding, ...]
    indicators: tuple[Indicator, ...]
    score_total: Decimal | None
    unit_factor: Decimal
    recognised: bool
    """The form was recognised from a picture, by us or by whoever exported its text: what does not add up may be
    misread, and a person should look."""


def yuan(amount: Decimal) -> str:
    """Return an amount for a message: `62,500,000.00元`."""
    return f"{amount:,.2f}元"


def percent(ratio: Decimal) -> str:
    """Return a ratio for a message: 0.9264 -> `92.64%`."""
    return f"{(ratio * 100).normalize():f}%"
