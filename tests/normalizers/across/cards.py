"""Cards for the tests of checks over a dataset: one form each, with what a test is about."""

from __future__ import annotations

from decimal import Decimal

from normalizers.across.card import Card, Figure
from normalizers.across.signature import token


def figure(
    name: str, target: str | None = None, actual: str | None = None, unit: str = "人", ordinal: int = 1
) -> Figure:
    """An indicator that counts upward."""
    numbers = [None if text is None else Decimal(text) for text in (target, actual)]
    return Figure(name, ordinal, numbers[0], numbers[1], unit, True, f"≥{target}{unit}" if target else "")


def card(number: int, **more: object) -> Card:
    """A form of one county's fund in 2024, with a budget of 300 yuan."""
    columns: dict[str, object] = {
        "form_id": f"f{number}", "doc_id": f"d{number}", "name": f"{number}.pdf（1）", "unit": "云溪县人社局",
        "fund": "养老保险补助资金", "year": 2024, "template": "transfer_payment", "department": "云溪县人社局",
        "regional": False, "initial": None, "budget": Decimal(300), "executed": Decimal(290), "carryover": None,
        "figures": (), "tokens": (),
    }  # fmt: skip
    return Card(**(columns | more))  # type: ignore[arg-type]


def tokens(*texts: str) -> tuple[int, ...]:
    """What a form says, as a card has it."""
    return tuple(sorted(token(text) for text in texts))
