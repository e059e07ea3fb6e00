"""What shows that figures are really 万元 where their size leaves it open: `22433.58` may be yuan or 224 million.

Never what is merely likely: yuan of the same size are found too, odd cents included. Only what yuan cannot be: spending
off by rounding where cents add up exactly, more decimals than cents have. Costs in indicators prove nothing here: drawn
yuan beside costs of another size were passed over in silence, 3 of 50 forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from normalizers.forms.funding import read_funding
from normalizers.forms.funding_line import FundingLine
from normalizers.forms.funding_sums import sums_of
from normalizers.forms.unit_look import CENTS, Figure

_ROUNDED_SUMS = 2
"""Sums of any columns that are off by rounding; of what was spent one is enough, which is paid to the cent."""


def cannot_be_yuan(figures: Sequence[Figure], lines: Sequence[FundingLine]) -> bool:
    """Say whether figures under 万元 are in 万元 indeed, whatever their size."""
    if any(figure.decimals > CENTS and not figure.recognised for figure in figures):
        return True
    return _is_rounded(lines)


def _is_rounded(lines: Sequence[FundingLine]) -> bool:
    """Say whether sums are off by what rounding each line explains: `17182.36 + 6038.01 = 23220.36`."""
    sums = list(sums_of(read_funding(lines, "元", "", "").rows, Decimal(1)))
    off = [one for one in sums if one.printed != one.added]
    if not off or not all(one.holds for one in off):
        return False
    return len(off) >= _ROUNDED_SUMS or off[0].amount == "executed"
