"""What the figures of a form are really in: a header that says 万元 over `332346148.56`, which the text calls 元.

Evidence in the order of rule F-03: an amount in the form's own text or in the report that equals a printed figure if
that is read in a unit; then the figures' own look (two decimals, millions under 万元), which only raises a suspicion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from normalizers.funding import FundingLine
from normalizers.mentions import Found, find_mentions
from normalizers.money import read_amount

State = Literal["agrees", "confirmed", "suspected", "undeclared"]

FACTORS = {"元": Decimal(1), "万元": Decimal(10_000)}
"""The units that forms are filled in, in yuan."""
_TELLING_YUAN = Decimal(10_000)
"""Amounts below this occur by chance (`300元/月`), so that they prove no unit."""
_SUSPECT_VALUE = Decimal(1_000_000)
"""A figure this large under 万元 would be over ten billion yuan: more than any county's fund."""
_SUSPECT_SHARE = Decimal("0.5")
"""Share of the form's figures other than 0 that must look like yuan to raise a suspicion."""


class UnitVerdict(Struct, frozen=True):
    """The unit to read the figures in, how sure that is, and the proof in words."""

    unit: str
    state: State
    evidence: str = ""


def judge_unit(lines: Sequence[FundingLine], declared: str | None, texts: Iterable[str]) -> UnitVerdict:
    """Return the effective unit of a form's figures, given what its header declares and the texts that repeat them."""
    figures = _figures(lines)
    proofs = _proofs(figures, [found for text in texts for found in find_mentions(text) if found.kind == "money"])
    best = max(proofs, key=lambda unit: len(proofs[unit]), default=None)
    if best is not None and len(proofs[best]) > len(proofs.get(declared or "", ())):
        state: State = "agrees" if declared in {best, None} else "confirmed"
        return UnitVerdict(best, state, proofs[best][0])
    if declared is None:
        return UnitVerdict("元", "undeclared" if figures else "agrees")
    if declared in proofs:
        return UnitVerdict(declared, "agrees", proofs[declared][0])
    if declared != "元" and _looks_like_yuan(figures):
        return UnitVerdict("元", "suspected", f"{declared}之下有{len(figures)}个数，多为带两位小数的百万以上数值")
    return UnitVerdict(declared, "agrees")


def _figures(lines: Sequence[FundingLine]) -> list[Decimal]:
    """Return the printed figures other than 0 that carry no unit of their own."""
    figures = []
    for line in lines:
        for role in ("initial", "budget", "executed"):
            text = line.text(role)
            amount = read_amount(text, None)
            if amount.state == "value" and amount.value and "元" not in text and "万" not in text:
                figures.append(amount.value)
    return figures


def _proofs(figures: Sequence[Decimal], mentions: Sequence[Found]) -> dict[str, list[str]]:
    """Return unit -> proofs: `文中“共计332346148.56元”与表中332346148.56相同`."""
    proofs: dict[str, list[str]] = {}
    for figure in dict.fromkeys(figures):
        for unit, factor in FACTORS.items():
            yuan = figure * factor
            if yuan < _TELLING_YUAN:
                continue
            match = next((found for found in mentions if _says(found, yuan)), None)
            if match is not None:
                proofs.setdefault(unit, []).append(f"文中“{match.text}”与表中数字{figure}（按{unit}）一致")
    return proofs


def _says(found: Found, yuan: Decimal) -> bool:
    """Say whether a mention states this amount, within half of the last digit that it prints."""
    if found.value is None:
        return False
    return abs(found.value - yuan) <= half_unit(found)


def half_unit(found: Found) -> Decimal:
    """Return half of the last printed digit of an amount, in yuan: 0.005 万元 -> 50 for `33234.61 万元`; 0 for 元."""
    scale = next((factor for word, factor in _SCALES if word in found.text), Decimal(1))
    digits = found.text.replace(" ", "").split(".")[1:]
    decimals = len(digits[0]) - len(digits[0].lstrip("0123456789")) if digits else 0
    return Decimal(0) if scale == 1 else scale * Decimal(1).scaleb(-decimals) / 2


_SCALES = (("亿", Decimal(100_000_000)), ("万", Decimal(10_000)), ("千元", Decimal(1000)))


def _looks_like_yuan(figures: Sequence[Decimal]) -> bool:
    telling = [value for value in figures if value >= _SUSPECT_VALUE]
    return bool(figures) and Decimal(len(telling)) >= _SUSPECT_SHARE * len(figures)
