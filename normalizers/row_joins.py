"""Lines of an export to rows: a row whose cells went on in the next line is one row again.

`产出指标 | 数量指标 | 新建道路` over `5公里 | 5公里 | 无` is one indicator: neither line makes sense alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import inf

import msgspec

from normalizers.alignment import Alignment
from normalizers.labels import level1, level2
from normalizers.rows import Piece, Row

_GAIN = 1.0
"""Points by which one row must fit better than two, for two lines to be taken for one row."""
_CUT_COST = 1.0
"""Points that a text which goes on in the next line must earn more: two texts may just stand under each other."""

_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")

Aligner = Callable[[Row], Alignment]


def joined_rows(rows: Sequence[Row], aligner: Aligner, is_whole: Callable[[Alignment], bool]) -> list[Row]:
    """Return the rows with those joined that fit better as one; rows that are whole by themselves are left alone."""
    done: list[Row] = []
    for row in rows:
        above = done[-1] if done else None
        joined = _joined(above, row, aligner, is_whole) if above is not None else None
        if joined is not None:
            done[-1] = joined
        else:
            done.append(row)
    return done


def _joined(above: Row, below: Row, aligner: Aligner, is_whole: Callable[[Alignment], bool]) -> Row | None:
    if not (above.from_export and below.from_export) or not above.starting or not below.starting:
        return None
    upper, lower = aligner(above), aligner(below)
    if is_whole(upper):
        return None
    needed = upper.points + lower.points + _GAIN
    one = None if is_whole(lower) else _one_row(above, below)
    ways = [(row, cost) for row, cost in ((one, 0.0), (_cut_text(above, below), _CUT_COST)) if row]
    ranked = sorted(((aligner(row).points - cost, row) for row, cost in ways), key=lambda way: -way[0])
    if not ranked or ranked[0][0] <= needed:
        return None
    points, best = ranked[0]
    return msgspec.structs.replace(best, margin=points - max(needed, *(other for other, _ in ranked[1:]), -inf))


def _one_row(above: Row, below: Row) -> Row:
    return msgspec.structs.replace(above, pieces=(*_trimmed(above, end=True), *_trimmed(below)), lines=2)


def _cut_text(above: Row, below: Row) -> Row | None:
    """Return one row in which the upper line's last text goes on with the lower line's first, where it ends in one."""
    upper, lower = _trimmed(above, end=True), _trimmed(below)
    if above.pieces[-1] is not upper[-1]:
        return None
    last, first = upper[-1], lower[0]
    if not (_WORDS.search(last.text) and _WORDS.search(first.text)) or level1(last.text) or level2(last.text):
        return None
    whole = msgspec.structs.replace(last, text=last.text + first.text, rest=(*last.rest, first.cell))
    return msgspec.structs.replace(above, pieces=(*upper[:-1], whole, *lower[1:]), lines=2)


def _trimmed(row: Row, *, end: bool = False) -> tuple[Piece, ...]:
    """Return a row's pieces without the blanks before the first text, or behind the last."""
    pieces = row.pieces
    texts = [at for at, piece in enumerate(pieces) if piece.text]
    return pieces[: texts[-1] + 1] if end else pieces[texts[0] :]
