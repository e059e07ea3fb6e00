"""Money that is printed beside labels and not under a header: `预算数： | 420 | 执行数： | 398.6`.

Below stand the sources, each once for the budget and once for what was spent: `其中：财政拨款 | 400 | 其中：财政拨款 |
380.6`. The labels 预算数 and 执行数 are the year's total; 执行率, 分值 and 得分, in any of the rows, are the total's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizers.forms.rows import Piece, Row
from normalizers.labels import meaning
from normalizers.values.money import read_amount
from normalizers.values.qualitative import is_blank

AMOUNT_ROLES = ("initial", "budget", "executed")
_OF_TOTAL = {*AMOUNT_ROLES, "rate", "weight", "score"}
_LEAST_LABELS = 2
"""Amounts that stand beside their labels in one row; one alone is what a declaration prints."""

Roles = tuple[tuple[str, Piece], ...]
Line = tuple[Piece, Roles]
"""The label of a line, and its values under their roles."""


def is_labelled_money(row: Row) -> bool:
    """Say whether a row names amounts beside the figures themselves, as no header does."""
    told = [(label, value) for label, value in _pairs(row) if _role(label) in AMOUNT_ROLES]
    figures = [value for _, value in told if value is not None and read_amount(value.text).state == "value"]
    return len(told) >= _LEAST_LABELS and bool(figures)


def labelled_lines(rows: Sequence[Row]) -> list[tuple[Line, Row]]:
    """Return the total and the sources of a block that is labelled so, in order; [] of another block."""
    first = next((row for row in rows if is_labelled_money(row)), None)
    if first is None:
        return []
    found = list(_pairs(first))
    order = [role for label, _ in found if (role := _role(label)) in AMOUNT_ROLES]
    label = next(label for label, _ in found if _role(label) in AMOUNT_ROLES)
    pairs = [pair for row in rows for pair in _pairs(row)]
    totals = tuple((role, value) for said, value in pairs if (role := _role(said)) is not None and value is not None)
    return [((label, totals), first), *((line, row) for row in rows for line in _sources(row, order))]


def _sources(row: Row, order: Sequence[str]) -> Iterator[Line]:
    """Yield the sources of a row, each with its values in the order of the total's amounts."""
    lines: dict[str, tuple[Piece, list[Piece | None]]] = {}
    for label, value in _pairs(row):
        if _role(label) is None:
            lines.setdefault(label.text, (label, []))[1].append(value)
    for label, values in lines.values():
        yield label, tuple((role, value) for role, value in zip(order, values, strict=False) if value is not None)


def _pairs(row: Row) -> Iterator[tuple[Piece, Piece | None]]:
    """Yield each label of a row with the piece right of it, None where that is blank or the next label."""
    pieces = [piece for piece in row.pieces if piece.starts]
    for at, piece in enumerate(pieces):
        if not _is_label(piece):
            continue
        beside = pieces[at + 1] if at + 1 < len(pieces) else None
        yield piece, None if beside is None or not beside.text or _is_label(beside) else beside


def _role(piece: Piece) -> str | None:
    role = meaning("funding_columns", piece.text)
    return role if role in _OF_TOTAL else None


def _is_label(piece: Piece) -> bool:
    if not piece.text or is_blank(piece.text):
        return False
    return _role(piece) is not None or meaning("sources", piece.text) is not None
