"""What the figures of a form are really in: a header that says 万元 over `332346148.56`, which the text calls 元.

Evidence in the order of rule F-03: (1) an amount in the form's own text that equals a printed figure if that is read
in a unit; (2) an amount of the report; (3) the figures' own look, size and decimals; (4) the other forms of the
document. The first two prove a unit; the others only raise a suspicion, or leave it open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from normalizers.forms.funding_line import FundingLine
from normalizers.forms.unit_look import Figure, look_of
from normalizers.forms.unit_sense import cannot_be_yuan
from normalizers.places import Fact, is_recognised
from normalizers.report.mentions import Found, find_mentions
from normalizers.values.money import read_amount

State = Literal["agrees", "confirmed", "suspected", "open", "undeclared", "found"]
"""The header's unit stands; another is proven, or likely, or possible; no unit is printed: none or one is proven."""

FACTORS = {"元": Decimal(1), "万元": Decimal(10_000)}
"""The units that forms are filled in, in yuan."""
_YUAN_FROM = Decimal(10_000)
"""Without a header, figures from here on are taken as 元."""
_TELLING_YUAN = Decimal(10_000)
"""Amounts below this occur by chance (`300元/月`), so that they prove no unit."""
_LEAST_PRECISION = 200
"""An amount proves a unit only if the half of its last digit is this small a part of it; `30万元` would fit a lot."""


class UnitVerdict(Struct, frozen=True):
    """The unit to read the figures in, how sure that is, and the proof: the figure, the text, both in words."""

    unit: str
    state: State
    evidence: str = ""
    """Which kind of evidence: a key of `normalizers/rules/phrases.toml`."""
    facts: tuple[tuple[str, Fact], ...] = ()
    """What fills that phrase."""
    figure: str = ""
    text: str = ""
    proven: bool = False
    """A text repeats a figure, which leaves no room for suspicion."""


class _Proof(Struct, frozen=True):
    unit: str
    figure: Figure
    text: str


def judge_unit(
    lines: Sequence[FundingLine],
    declared: str | None,
    texts: Iterable[str],
    report: Iterable[str] = (),
    *,
    bodies: Iterable[str | None] = (),
    sibling: UnitVerdict | None = None,
    repaired: Mapping[str, str] = MappingProxyType({}),
) -> UnitVerdict:
    """Return the effective unit of a form's figures, given what its header declares and what repeats or belies it.

    `texts` are the form's own, `report` the document's other ones; `bodies` names who fills the form in; `sibling` is
    the verdict on another form of the document whose header is wrong, or whose header, the same, is proved right;
    `repaired` are figures that were misread, by their path (`funding[2].budget`).
    """
    figures = _figures(lines, repaired)
    if not figures:
        return UnitVerdict(declared or "元", "agrees")
    for source in (texts, report):
        proof = _proof(figures, source, declared)
        if proof is not None:
            state: State = "found" if declared is None else "agrees" if proof.unit == declared else "confirmed"
            return UnitVerdict(proof.unit, state, "repeated", figure=proof.figure.printed, text=proof.text, proven=True)
    verdict = _by_look(figures, declared, bodies, sibling)
    if verdict.state == "open" and declared == "万元" and cannot_be_yuan(figures, lines):
        return UnitVerdict(declared, "agrees")
    return verdict


def telling_sibling(unit: UnitVerdict, others: Iterable[UnitVerdict]) -> UnitVerdict | None:
    """Return the verdict on another form of the document that tells more about this form's unit; None for none.

    That is one whose header is proved wrong, for any form that proves nothing itself; where it may be either unit, also
    one whose header is proved right.
    """
    if unit.proven or unit.state not in {"agrees", "open"}:
        return None
    proved = [one for one in others if one.proven and one.state in {"confirmed", "agrees"}]
    wrong = next((one for one in proved if one.state == "confirmed"), None)
    return wrong or (proved[0] if proved and unit.state == "open" else None)


def _by_look(
    figures: Sequence[Figure], declared: str | None, bodies: Iterable[str | None], sibling: UnitVerdict | None
) -> UnitVerdict:
    """Return the verdict that size, decimals and the sibling forms allow: never more than a suspicion."""
    look = look_of(figures, declared, bodies)
    likely = look if look is not None and look.likelihood == "likely" else None
    if declared is None:
        if likely is not None:
            return UnitVerdict(likely.unit, "undeclared", likely.why, likely.facts)
        return UnitVerdict("元" if max(figure.value for figure in figures) >= _YUAN_FROM else "万元", "undeclared")
    if likely is not None:
        state: State = "agrees" if likely.unit == declared else "suspected"
        return UnitVerdict(likely.unit, state, likely.why, likely.facts)
    if sibling is not None and sibling.unit != declared:
        return UnitVerdict(sibling.unit, "suspected", "sibling")
    if look is not None and sibling is None:
        return UnitVerdict(declared, "open", look.why, look.facts)
    return UnitVerdict(declared, "agrees")


def _figures(lines: Sequence[FundingLine], repaired: Mapping[str, str]) -> list[Figure]:
    """Return the printed figures other than 0 that carry no unit of their own."""
    figures = []
    for ordinal, line in enumerate(lines, start=1):
        for role, column in (("initial", "budget_initial"), ("budget", "budget"), ("executed", "executed")):
            path, piece = f"funding[{ordinal}].{column}", line.cells.get(role)
            text = repaired.get(path, line.text(role))
            amount = read_amount(text, None)
            if amount.state == "value" and amount.value and "元" not in text and "万" not in text:
                decimals = max(0, -int(amount.value.as_tuple().exponent))
                recognised = piece is None or is_recognised(piece.cell)
                figures.append(Figure(abs(amount.value), decimals, f"{amount.value}", recognised))
    return figures


def _proof(figures: Sequence[Figure], texts: Iterable[str], declared: str | None) -> _Proof | None:
    """Return the proof for the unit that most figures are repeated in; the declared one where it is a draw."""
    mentions = [found for text in texts for found in find_mentions(text) if found.kind == "money"]
    proofs: dict[str, list[_Proof]] = {}
    for figure in {figure.value: figure for figure in figures}.values():
        for unit, factor in FACTORS.items():
            yuan = figure.value * factor
            match = next((found for found in mentions if _says(found, yuan)), None) if yuan >= _TELLING_YUAN else None
            if match is not None:
                proofs.setdefault(unit, []).append(_Proof(unit, figure, match.text))
    if not proofs:
        return None
    best = max(proofs, key=lambda unit: (len(proofs[unit]), unit == declared))
    return proofs[best][0]


def _says(found: Found, yuan: Decimal) -> bool:
    """Say whether a mention states this amount, within half of the last digit that it prints."""
    if found.value is None:
        return False
    slack = half_unit(found)
    return abs(found.value - yuan) <= (slack if slack * _LEAST_PRECISION <= found.value else 0)


def half_unit(found: Found) -> Decimal:
    """Return half of the last printed digit of an amount, in yuan: 0.005 万元 -> 50 for `33234.61 万元`; 0 for 元."""
    scale = next((factor for word, factor in _SCALES if word in found.text), Decimal(1))
    digits = found.text.replace(" ", "").split(".")[1:]
    decimals = len(digits[0]) - len(digits[0].lstrip("0123456789")) if digits else 0
    return Decimal(0) if scale == 1 else scale * Decimal(1).scaleb(-decimals) / 2


_SCALES = (("亿", Decimal(100_000_000)), ("万", Decimal(10_000)), ("千元", Decimal(1000)))
