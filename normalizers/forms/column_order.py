"""Columns without a label to what they must be: in `三级指标 | · | 完成值 | 分值 | 得分` the blank heads the targets.

A label may be lost, or worded as nobody knows. The orders in which forms print their columns are data
(`layouts.toml`); one of them is believed where it holds all labels that are printed, in order, and the rows' texts
fit it clearly better than the header as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from normalizers.forms.alignment import Alignment
from normalizers.forms.headers import NAMELESS, Column
from normalizers.forms.layouts import column_orders
from normalizers.forms.rows import Row

_MOST_ADDED = 2
"""Columns whose labels may be missing; with more, nothing proves which order it is."""
_GAIN = 3.0
"""Points by which the rows together must fit better: half of what one name in its place earns."""
_LOSS = 1.0
"""Points a row that a column of targets may cost, where none has its label and a place for it is there."""
_LAST = frozenset({"score", "reason"})
"""Columns that stand last, where an export loses a label with its place."""
_SEVERAL = 2
"""Columns of unknown meaning among which the values' may be any."""
_SPARED = "spared"
_ROWS = 10
"""Rows that are tried."""

_LEAST_BOTH = 0.5
"""Share of rows that must have both values for a column of actuals to be believed: a doubled target looks like one."""

Placer = Callable[[Row, tuple[Column, ...]], Alignment]


def completed(columns: tuple[Column, ...], rows: Sequence[Row], place: Placer) -> tuple[Column, ...]:
    """Return the columns with those added whose labels are missing; as they are where nothing proves any missing."""
    printed = tuple(column.role for column in columns if column.role not in NAMELESS)
    tried = [row for row in rows if len(row.starting) > 1][:_ROWS]
    candidates = [order for order in column_orders() if _may_be(printed, order)]
    if not tried:
        return columns

    def fits(candidate: tuple[Column, ...]) -> float:
        return sum(place(row, candidate).points for row in tried)

    ways = [way for order in candidates for one in _sparing(columns) if (way := _with(one, order)) is not None]
    ways = list(dict.fromkeys(map(_unspared, ways)))
    if "actual" not in printed and "target" in printed:
        ways = [way for way in ways if not _adds_actual(way) or _has_both(tried, way, place)]
    if not ways:
        return columns
    best = max(ways, key=fits)
    # no form lacks its targets: a column without a label before the actual values must be theirs
    aimless = "target" not in printed and any(column.role == "target" for column in best)
    needed = -_LOSS * len(tried) if aimless and "actual" in printed else _GAIN
    return best if fits(best) >= fits(columns) + needed else columns


def _sparing(columns: tuple[Column, ...]) -> list[tuple[Column, ...]]:
    """Return the columns as they are, and each time with another one of unknown meaning that is to stay so."""
    odd = [at for at, column in enumerate(columns) if column.role == "other"]
    if len(odd) < _SEVERAL:
        return [columns]
    spared = [(*columns[:at], _renamed(columns[at], _SPARED), *columns[at + 1 :]) for at in odd]
    return [columns, *spared]


def _unspared(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(_renamed(column, "other") if column.role == _SPARED else column for column in columns)


def _renamed(column: Column, role: str) -> Column:
    return msgspec.structs.replace(column, role=role)


def _adds_actual(columns: Sequence[Column]) -> bool:
    return any(column.role == "actual" for column in columns)


def _has_both(rows: Sequence[Row], columns: tuple[Column, ...], place: Placer) -> bool:
    """Say whether most rows have a target and an actual under the columns."""
    placed = [place(row, columns) for row in rows]
    return sum(bool(cells.text("target") and cells.text("actual")) for cells in placed) >= _LEAST_BOTH * len(rows)


def _may_be(printed: Sequence[str], order: Sequence[str]) -> bool:
    """Say whether an order holds the printed roles in order and not too many more."""
    if not 0 < len(order) - len(printed) <= _MOST_ADDED:
        return False
    rest = iter(order)
    return all(role in rest for role in printed)


def _with(columns: tuple[Column, ...], order: Sequence[str]) -> tuple[Column, ...] | None:
    """Return the columns with the missing roles of `order` for nameless columns; None where one finds no place."""
    done: list[Column] = []
    rest = list(columns)
    for role in order:
        at = next((at for at, column in enumerate(rest) if column.role == role), None)
        if at is not None:
            done.extend(rest[: at + 1])
            rest = rest[at + 1 :]
            continue
        following = next((at for at, column in enumerate(rest) if column.role in order), len(rest))
        free = next((at for at, column in enumerate(rest[:following]) if column.role in {"other", "filler"}), None)
        if free is None and done and ((role in _LAST and not rest) or _is_added(done[-1], columns)):
            done.append(Column(role, done[-1].stop, done[-1].stop + 1))  # its place is lost as well
            continue
        if free is None:
            return None
        done.extend(rest[:free])
        done.append(Column(role, rest[free].start, rest[free].stop))
        rest = rest[free + 1 :]
    return (*done, *rest)


def _is_added(column: Column, printed: Sequence[Column]) -> bool:
    return column not in printed
