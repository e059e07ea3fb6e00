"""What the figures of a form are really in: a header that says 万元 over `332346148.56`, which the text calls 元.

Evidence in the order of rule F-03: (1) an amount in the form's own text that equals a printed figure if that is read
in a unit; (2) an amount of the report; (3) the figures' own look, size and decimals; (4) the other forms of the
document. The first two prove a unit; the others only raise a suspicion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from normalizers.forms.funding import FundingLine
from normalizers.report.mentions import Found, find_mentions
from normalizers.values.money import read_amount

State = Literal["agrees", "confirmed", "suspected", "undeclared", "found"]
"""The header's unit stands; another is proven, or likely; no unit is printed, and none or one is proven."""

FACTORS = {"元": Decimal(1), "万元": Decimal(10_000)}
"""The units that forms are filled in, in yuan."""
_TELLING_YUAN = Decimal(10_000)
"""Amounts below this occur by chance (`300元/月`), so that they prove no unit."""
_LARGE = Decimal(1_000_000)
"""A figure this large under 万元 would be over ten billion yuan: more than any county's fund."""
_LARGE_WITH_CENTS = Decimal(100_000)
"""The same where every figure has two decimals, as yuan and cents have: a billion yuan, for a body below a province."""
_SMALL = Decimal(10_000)
"""A total below this under 元 is less than any fund is given."""
_CENTS = 2
"""Decimals that yuan have; more are 万元."""
_SHARE = Decimal("0.5")
"""Share of the form's figures other than 0 that must look like yuan to raise a suspicion."""
_PROVINCIAL = re.compile("厅|(?:省|自治区|直辖市)(?!.*[市县旗区州盟])")
"""What the name of a province's body has, whose funds may be that large: 厅, or 省 and no city or county behind it."""
_LEAST_PRECISION = 200
"""An amount proves a unit only if the half of its last digit is this small a part of it; `30万元` would fit a lot."""


class UnitVerdict(Struct, frozen=True):
    """The unit to read the figures in, how sure that is, and the proof: the figure, the text, both in words."""

    unit: str
    state: State
    evidence: str = ""
    figure: str = ""
    text: str = ""
    proven: bool = False
    """A text repeats a figure, which leaves no room for suspicion."""


class _Figure(Struct, frozen=True):
    value: Decimal
    decimals: int
    printed: str


class _Proof(Struct, frozen=True):
    unit: str
    figure: _Figure
    text: str

    @property
    def words(self) -> str:
        return f"文中“{self.text}”与表中数字{self.figure.printed}（按{self.unit}）一致"


def judge_unit(
    lines: Sequence[FundingLine],
    declared: str | None,
    texts: Iterable[str],
    report: Iterable[str] = (),
    *,
    bodies: Iterable[str | None] = (),
    sibling: UnitVerdict | None = None,
) -> UnitVerdict:
    """Return the effective unit of a form's figures, given what its header declares and what repeats or belies it.

    `texts` are the form's own, `report` the document's other ones; `bodies` names who fills the form in; `sibling` is
    the verdict on another form of the document whose header is wrong.
    """
    figures = _figures(lines)
    if not figures:
        return UnitVerdict(declared or "元", "agrees")
    for source in (texts, report):
        proof = _proof(figures, source, declared)
        if proof is not None:
            state: State = "found" if declared is None else "agrees" if proof.unit == declared else "confirmed"
            return UnitVerdict(proof.unit, state, proof.words, proof.figure.printed, proof.text, proven=True)
    return _by_look(figures, declared, bodies, sibling)


def _by_look(
    figures: Sequence[_Figure], declared: str | None, bodies: Iterable[str | None], sibling: UnitVerdict | None
) -> UnitVerdict:
    """Return the verdict that size, decimals and the sibling forms allow: never more than a suspicion."""
    likely, why = _look(figures, bodies)
    if declared is None:
        return UnitVerdict(likely or ("元" if _largest(figures) >= _SMALL else "万元"), "undeclared", why)
    if likely is not None and likely != declared:
        return UnitVerdict(likely, "suspected", f"{declared}之下{why}")
    if likely is None and sibling is not None and sibling.unit != declared:
        return UnitVerdict(sibling.unit, "suspected", f"同一文件的其他表格实际是{sibling.unit}")
    return UnitVerdict(declared, "agrees")


def _look(figures: Sequence[_Figure], bodies: Iterable[str | None]) -> tuple[str | None, str]:
    """Return the unit that the figures look like, and why; None where they may be either."""
    finest = max(figures, key=lambda figure: figure.decimals)
    if finest.decimals > _CENTS:
        return "万元", f"有{finest.decimals}位小数的{finest.printed}"
    large = [figure for figure in figures if figure.value >= _LARGE]
    if Decimal(len(large)) >= _SHARE * len(figures):
        return "元", f"有{len(figures)}个数，多为百万以上"
    largest = _largest(figures)
    cents = all(figure.decimals == _CENTS for figure in figures)
    provincial = any(_PROVINCIAL.search(body or "") for body in bodies)
    if largest >= _LARGE_WITH_CENTS and cents and not provincial:
        return "元", f"有{len(figures)}个带两位小数的数，最大{largest}"
    if largest < _SMALL:
        return "万元", f"最大的数只有{largest}"
    return None, ""


def _largest(figures: Sequence[_Figure]) -> Decimal:
    return max(figure.value for figure in figures)


def _figures(lines: Sequence[FundingLine]) -> list[_Figure]:
    """Return the printed figures other than 0 that carry no unit of their own."""
    figures = []
    for line in lines:
        for role in ("initial", "budget", "executed"):
            text = line.text(role)
            amount = read_amount(text, None)
            if amount.state == "value" and amount.value and "元" not in text and "万" not in text:
                decimals = max(0, -int(amount.value.as_tuple().exponent))
                figures.append(_Figure(abs(amount.value), decimals, f"{amount.value}"))
    return figures


def _proof(figures: Sequence[_Figure], texts: Iterable[str], declared: str | None) -> _Proof | None:
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
