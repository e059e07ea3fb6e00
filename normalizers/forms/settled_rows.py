"""Rows of a form without upright rules whose own values prove that its texts stand under the right columns.

Where texts were cut at a wrong place, a level is no level's name, a number is no number, or the points do not add up:
`产出指标 | 数量指标 | 护林员人数 | ≥100人 | 105人 | 10 | 10` in a form of 100 points is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalizers.labels import level1, level2, meaning
from normalizers.schema import Funding, Indicator
from normalizers.values.money import read_points

_FULL = Decimal(100)
"""Points of a whole form."""
_SHORTEST_NAME = 4
"""Characters of the shortest indicator's name that is hardly the rest of a longer one."""


def settled_rows(funding: Sequence[Funding], indicators: Sequence[Indicator], total: Decimal | None) -> frozenset[str]:
    """Return the paths of the rows that need no look though their columns were inferred."""
    summed = _amounts_add_up(funding)
    paths = {f"funding[{row.ordinal}]" for row in funding if _funding_holds(row, summed)}
    if total is None and not list(_known([*_weights(funding, indicators), *_scores(funding, indicators)])):
        return frozenset(paths | {f"indicators[{row.ordinal}]" for row in indicators if _is_compared(row)})
    if _points_add_up(funding, indicators, total):
        scored = total is not None or any(score is not None for score in _scores(funding, indicators))
        paths |= {f"indicators[{row.ordinal}]" for row in indicators if _indicator_holds(row, scored)}
    return frozenset(paths)


def _amounts_add_up(funding: Sequence[Funding]) -> bool:
    """Say whether the sources of a total make it up, in what was planned and in what was spent."""
    totals = [row for row in funding if row.source == "total"]
    parts = [row for row in funding if row.source != "total"]
    if len(totals) != 1 or not parts or totals[0].budget is None or totals[0].executed is None:
        return False
    budget, executed = (sum(_known([getattr(row, name) for row in parts])) for name in ("budget", "executed"))
    return budget == totals[0].budget and executed == totals[0].executed


def _funding_holds(row: Funding, summed: bool) -> bool:
    """Say whether a line's label is a known one, whole, and its amounts are those of its rate, or of the total."""
    if meaning("sources", row.source_label) is None:
        return False
    if row.execution_rate is None:
        return summed and row.execution_rate_raw is None
    computed = row.execution_rate_computed
    return computed is not None and abs(row.execution_rate - computed) <= _rounding(row.execution_rate_raw or "")


def _rounding(printed: str) -> Decimal:
    """Give half a unit of the last digit of a printed percentage, as a ratio: `85.75%` -> 0.00005."""
    digits = printed.strip().rstrip("%％").partition(".")[2]
    return Decimal(1).scaleb(-2 - len(digits)) / 2


def _points_add_up(funding: Sequence[Funding], indicators: Sequence[Indicator], total: Decimal | None) -> bool:
    """Say whether the points of all rows, which none can lack, make a hundred, or the scores the printed total."""
    weights, scores = sum(_known(_weights(funding, indicators))), sum(_known(_scores(funding, indicators)))
    return bool(indicators) and (weights == _FULL or (total is not None and scores == total))


def _weights(funding: Sequence[Funding], indicators: Sequence[Indicator]) -> list[Decimal | None]:
    return [*(row.weight for row in funding), *(row.weight for row in indicators)]


def _scores(funding: Sequence[Funding], indicators: Sequence[Indicator]) -> list[Decimal | None]:
    return [*(row.score for row in funding), *(row.score for row in indicators)]


def _known(points: Sequence[Decimal | None]) -> Iterator[Decimal]:
    return (one for one in points if one is not None)


def _indicator_holds(row: Indicator, scored: bool) -> bool:
    """Say whether a row has everything, each of its kind, and its actual can be held against its target."""
    if not _is_named(row) or row.weight is None or (scored and row.score is None):
        return False
    if row.reason is not None and read_points(row.reason).value is not None:
        return False  # a score under the label of the reasons
    return row.attainment in {"met", "missed"} or (row.attainment == "asserted" and row.target_raw is not None)


def _is_compared(row: Indicator) -> bool:
    """Say whether a row of a form without points has its levels, a name, and a figure that was held against another."""
    return _is_named(row) and row.reason is None and row.value_kind == "number" and row.attainment in {"met", "missed"}


def _is_named(row: Indicator) -> bool:
    known = level1(row.level1_raw or "") is not None and level2(row.level2_raw or "") is not None
    return known and len(row.level3 or "") >= _SHORTEST_NAME
