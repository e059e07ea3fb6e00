"""Rows of a form without upright rules whose own values prove that its texts stand under the right columns.

Where texts were cut at a wrong place, a level is no level's name, a number is no number, or the points do not add up:
`产出指标 | 数量指标 | 护林员人数 | ≥100人 | 105人 | 10 | 10` in a form of 100 points is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalizers.labels import level1, level2, meaning
from normalizers.schema import Funding, Indicator

_FULL = Decimal(100)
"""Points of a whole form."""
_SHORTEST_NAME = 4
"""Characters of the shortest indicator's name that is hardly the rest of a longer one."""


def settled_rows(funding: Sequence[Funding], indicators: Sequence[Indicator], total: Decimal | None) -> frozenset[str]:
    """Return the paths of the rows that need no look though their columns were inferred."""
    paths = {f"funding[{row.ordinal}]" for row in funding if _funding_holds(row)}
    if _points_add_up(funding, indicators, total):
        scored = any(row.score is not None for row in indicators)
        paths |= {f"indicators[{row.ordinal}]" for row in indicators if _indicator_holds(row, scored)}
    return frozenset(paths)


def _funding_holds(row: Funding) -> bool:
    """Say whether a line's label is a known one, whole, and its rate is that of its amounts."""
    if meaning("sources", row.source_label) is None or row.execution_rate is None:
        return False
    computed = row.execution_rate_computed
    return computed is not None and abs(row.execution_rate - computed) <= _rounding(row.execution_rate_raw or "")


def _rounding(printed: str) -> Decimal:
    """Give half a unit of the last digit of a printed percentage, as a ratio: `85.75%` -> 0.00005."""
    digits = printed.strip().rstrip("%％").partition(".")[2]
    return Decimal(1).scaleb(-2 - len(digits)) / 2


def _points_add_up(funding: Sequence[Funding], indicators: Sequence[Indicator], total: Decimal | None) -> bool:
    """Say whether the points of all rows, which none can lack, make a hundred, or the scores the printed total."""
    weights = sum(_known([*(row.weight for row in funding), *(row.weight for row in indicators)]))
    scores = sum(_known([*(row.score for row in funding), *(row.score for row in indicators)]))
    return bool(indicators) and (weights == _FULL or (total is not None and scores == total))


def _known(points: Sequence[Decimal | None]) -> Iterator[Decimal]:
    return (one for one in points if one is not None)


def _indicator_holds(row: Indicator, scored: bool) -> bool:
    """Say whether a row has everything, each of its kind, and its actual can be held against its target."""
    if level1(row.level1_raw or "") is None or level2(row.level2_raw or "") is None:
        return False
    if row.weight is None or (scored and row.score is None) or len(row.level3 or "") < _SHORTEST_NAME:
        return False
    return row.attainment in {"met", "missed"} or (row.attainment == "asserted" and row.target_raw is not None)
