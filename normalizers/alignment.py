"""A row's texts to the columns they belong to, when merged cells slipped: `[时效指标, 按时率, 7月31日前, 7月31日前]`.

Reading order survives the damage that text exports do; columns do not. So every way of placing the row's texts, in
order, under the header's columns is scored, by what each text looks like (a level's name, an amount, a reason) and by
how far it stands from the column, and the best is taken. The distance to the second best says how sure that is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from msgspec import Struct

from normalizers.rows import Piece
from normalizers.sections import Column

EXPORT_DRIFT = 0.15
"""Cost of a text standing one column away from its header in a text export: exports lose and add blank cells."""
GRID_DRIFT = 3.0
"""The same where the grid was drawn: only a text that cannot be what its column holds is moved."""
_DROP = 8.0
"""Cost of leaving a text out: more than any placing that makes sense costs."""
_DROP_DOUBLE = 1.0
"""Cost of leaving out a text that only repeats the one before it: exports double merged cells."""
_IMPOSSIBLE = -2.0
"""Points below which a text is not believed to belong under a column."""
_BLANK_HERE = 0.3
"""Cost of an empty column where the row has a blank cell in that very place."""


class Fit(Struct, frozen=True):
    """How texts suit columns: points for a text under a role, cost of an empty column, points for the whole row."""

    text: Callable[[str, str], float]
    """(role, text) -> points, about -8 (cannot be) to 5 (certainly is)."""
    gap: Callable[[str], float]
    """role -> cost of finding nothing for it, 0 or more."""
    whole: Callable[[dict[str, str]], float]
    """role -> text of one placing -> points for what the texts say together."""


class Alignment(Struct, frozen=True):
    """The chosen placing. `moved`: texts that do not stand under their column; `margin`: points to the second best."""

    pieces: tuple[tuple[str, Piece], ...]
    moved: tuple[Piece, ...] = ()
    left_out: tuple[Piece, ...] = ()
    margin: float = float("inf")

    def get(self, role: str) -> Piece | None:
        """Return the piece placed under `role`, or None."""
        return next((piece for name, piece in self.pieces if name == role), None)

    def text(self, role: str) -> str:
        """Return the text placed under `role`, '' where there is none."""
        piece = self.get(role)
        return "" if piece is None else piece.text


def align(pieces: Sequence[Piece], columns: Sequence[Column], fit: Fit, drift: float) -> Alignment:
    """Return the best placing of the row's texts under the columns."""
    texts = [piece for piece in pieces if piece.text]
    if not texts or not columns:
        return Alignment(())
    blanks = [piece for piece in pieces if not piece.text]
    gaps = [_gap(column, blanks, fit) for column in columns]
    match = [[_match(piece, column, fit, drift) for column in columns] for piece in texts]
    ranked = sorted(_placings(texts, columns, match, gaps, fit), key=lambda scored: -scored[0])
    best, kept, places = ranked[0]
    chosen = tuple((columns[place].role, texts[index]) for index, place in zip(kept, places, strict=True))
    return Alignment(
        pieces=chosen,
        moved=tuple(
            texts[index] for index, place in zip(kept, places, strict=True) if _distance(texts[index], columns[place])
        ),
        left_out=tuple(piece for index, piece in enumerate(texts) if index not in kept),
        margin=best - ranked[1][0] if len(ranked) > 1 else float("inf"),
    )


def _placings(
    texts: Sequence[Piece],
    columns: Sequence[Column],
    match: Sequence[Sequence[float]],
    gaps: Sequence[float],
    fit: Fit,
) -> list[tuple[float, tuple[int, ...], tuple[int, ...]]]:
    """Return (points, indices of the texts kept, their columns) for every placing that keeps the order."""
    scored = []
    all_gaps = sum(gaps)
    most = min(len(texts), len(columns))
    for count in {most, max(1, most - 1)}:
        for kept in combinations(range(len(texts)), count):
            dropped = sum(_drop_cost(texts, index) for index in range(len(texts)) if index not in kept)
            for places in combinations(range(len(columns)), count):
                pairs = list(zip(kept, places, strict=True))
                points = sum(match[index][place] + gaps[place] for index, place in pairs) - all_gaps - dropped
                roles = {columns[place].role: texts[index].text for index, place in pairs}
                scored.append((points + fit.whole(roles), kept, places))
    return scored


def _drop_cost(texts: Sequence[Piece], index: int) -> float:
    return _DROP_DOUBLE if index and texts[index].text == texts[index - 1].text else _DROP


def _distance(piece: Piece, column: Column) -> int:
    """Return how many columns lie between a piece and a column, 0 where they overlap."""
    return max(0, column.start - piece.stop + 1, piece.column - column.stop + 1)


def _match(piece: Piece, column: Column, fit: Fit, drift: float) -> float:
    return fit.text(column.role, piece.text) - drift * _distance(piece, column)


def _gap(column: Column, blanks: Sequence[Piece], fit: Fit) -> float:
    here = any(blank.column <= column.start and column.stop <= blank.stop for blank in blanks)
    return min(_BLANK_HERE, fit.gap(column.role)) if here else fit.gap(column.role)


def in_place(pieces: Sequence[Piece], columns: Sequence[Column], fit: Fit) -> Alignment | None:
    """Return the placing by columns alone, or None where a text has no column of its own or cannot be what it holds."""
    placed: list[tuple[str, Piece]] = []
    for piece in pieces:
        if not piece.text:
            continue
        under = [column for column in columns if not _distance(piece, column)]
        best = max(under, key=lambda column: _overlap(piece, column), default=None)
        if (
            best is None
            or fit.text(best.role, piece.text) < _IMPOSSIBLE
            or any(best.role == role for role, _ in placed)
        ):
            return None
        placed.append((best.role, piece))
    return Alignment(tuple(placed))


def _overlap(piece: Piece, column: Column) -> int:
    return min(piece.stop, column.stop) - max(piece.column, column.start)
