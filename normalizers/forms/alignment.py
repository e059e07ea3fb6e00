"""A row's texts to the columns they belong to, when merged cells slipped: `[时效指标, 按时率, 7月31日前, 7月31日前]`.

Reading order survives the damage that text exports do; columns do not. So the row's cells, blanks included, are laid
against the header's columns as a whole, in order: a cell may be lost, doubled, run into its neighbour or be one too
many, each at a cost, and each text earns points by what it looks like under a column (a level's name, an amount, a
reason). The best placing is taken; the distance to the second best says how sure that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter

import msgspec
from msgspec import Struct

from normalizers.forms.double_columns import not_two, taken_apart
from normalizers.forms.headers import FILLER, Column
from normalizers.forms.rows import Piece
from normalizers.values.qualitative import is_blank

EXPORT_DRIFT = 0.0
"""Cost of a text standing one column away from its header in a text export: there only the order of cells counts."""
GRID_DRIFT = 3.0
"""The same where the grid was drawn: only a text that cannot be what its column holds is moved."""
_DROP = 8.0
"""Cost of leaving a text out: more than any placing that makes sense costs."""
_DROP_DOUBLE = 1.0
"""Cost of leaving out a text that only repeats its neighbour: exports double merged cells."""
_DROP_BLANK = 0.5
"""Cost of a blank cell that stands for no column."""
_DROP_EDGE = 0.05
"""The same left of the first text or right of the last, where exports add and lose blanks freely."""
_SKIP_FILLER = 0.05
_IMPOSSIBLE = -2.0
"""Points below which a text is not believed to belong under a column."""
SURE_MARGIN = 0.6
"""Points by which a placing must beat the second best; below, a person should look (measured on damaged exports)."""
_KEPT = 10
"""Placings kept for each beginning of the row: what the row says as a whole may choose a later one."""

_USUAL = 400
"""Cells times columns of the widest tables that forms have, 20 by 20; what is wider is searched less thoroughly."""
_KEPT_WIDE = 3
_BAND = 6
"""Cells by which a row of a wide table may have slipped."""

_IN_WORDS = re.compile(r"[\u4e00-\u9fff]{4,}")

Mapping = tuple[tuple[int, Piece], ...]
_Placing = tuple[float, Mapping, tuple[int, ...]]
"""Points, the pieces placed with the index of their column, the indices of the texts left out."""
_State = tuple[float, Mapping, tuple[int, ...], int]
"""The beginning of a placing, with the number that stands for what it has placed where."""


class Cut(Struct, frozen=True):
    """A cell's text as two or three texts, and what it costs to believe that."""

    parts: tuple[str, ...]
    cost: float
    first: str | None = None
    """The role that the first part must have; any where None."""


class Fit(Struct, frozen=True):
    """How texts suit columns: points for a text under a role, costs of an empty column, points for the whole row."""

    text: Callable[[str, str], float]
    """(role, text) -> points, about -8 (cannot be) to 5 (certainly is)."""
    gap: Callable[[str], float]
    """role -> cost of finding no cell for it, 0 or more."""
    blank: Callable[[str], float]
    """role -> cost of a blank cell standing for it, 0 or more."""
    whole: Callable[[dict[str, str]], float]
    """role -> text of one placing -> points for what the texts say together."""
    cuts: Callable[[str], tuple[Cut, ...]] = lambda _: ()
    """text -> the ways in which it may be two or three texts that ran together."""


class Alignment(Struct, frozen=True):
    """The chosen placing. `moved`: texts that do not stand under their column; `margin`: points to the second best."""

    pieces: tuple[tuple[str, Piece], ...]
    moved: tuple[Piece, ...] = ()
    left_out: tuple[Piece, ...] = ()
    margin: float = float("inf")
    points: float = 0.0
    """How well the placing fits as a whole, in the points of `Fit`."""
    fused: tuple[Piece, ...] = ()
    """Parts of cells that were taken apart."""
    lost: tuple[str, ...] = ()
    """Roles for which the row has no cell at all, not even a blank one."""
    blank: tuple[str, ...] = ()
    """Roles for which the row has a blank cell."""
    spare: tuple[Piece, ...] = ()
    """Blank cells between texts that stand for no column."""

    def get(self, role: str) -> Piece | None:
        """Return the piece placed under `role`, or None."""
        return next((piece for name, piece in self.pieces if name == role), None)

    def text(self, role: str) -> str:
        """Return the text placed under `role`, '' where there is none."""
        piece = self.get(role)
        return "" if piece is None else piece.text


def align(pieces: Sequence[Piece], columns: Sequence[Column], fit: Fit, drift: float) -> Alignment:
    """Return the best placing of the row's texts under the columns."""
    if not columns or not any(piece.text for piece in pieces):
        return Alignment(())
    ranked = _ranked(pieces, _placings(pieces, columns, fit, drift), columns, fit)
    best, everything, dropped = ranked[0]
    mapping = tuple((place, piece) for place, piece in everything if piece.text)
    found = {place for place, _ in everything}
    used = {id(piece) for _, piece in everything}
    return Alignment(
        pieces=taken_apart(_under(mapping, columns)),
        lost=tuple(column.role for place, column in enumerate(columns) if place not in found),
        blank=tuple(columns[place].role for place, piece in everything if not piece.text),
        spare=tuple(
            piece for at, piece in enumerate(pieces) if not (piece.text or id(piece) in used or _at_edge(pieces, at))
        ),
        moved=tuple(piece for place, piece in mapping if _distance(piece, columns[place])),
        left_out=(*(pieces[index] for index in dropped), *not_two(_under(mapping, columns))),
        margin=best - ranked[1][0] if len(ranked) > 1 else float("inf"),
        points=best,
        fused=tuple(piece for _, piece in mapping if not any(piece is whole for whole in pieces)),
    )


def _ranked(
    pieces: Sequence[Piece], placings: Sequence[_Placing], columns: Sequence[Column], fit: Fit
) -> list[_Placing]:
    """Return the placings, best first, with the points of the whole row added."""
    scored = []
    for points, mapping, dropped in placings:
        roles = {role: piece.text for role, piece in taken_apart(_under(mapping, columns)) if piece.text}
        lost = (_DROP - _DROP_DOUBLE) * _dropped_whole(pieces, mapping, dropped)
        scored.append((points - lost + fit.whole(roles), mapping, dropped))
    return sorted(scored, key=lambda placing: -placing[0])


def _dropped_whole(pieces: Sequence[Piece], mapping: Mapping, dropped: Sequence[int]) -> int:
    """Return how many texts that repeat a neighbour were left out together with it: `合理 | 合理` says 合理 once."""
    used = {id(piece.cell) for _, piece in mapping}
    kept = [piece.text for piece in pieces if piece.text and id(piece.cell) in used]
    gone = {pieces[at].text for at in dropped if _drop_cost(pieces, at) == _DROP_DOUBLE}
    return sum(not any(said.startswith(text) or said.endswith(text) for said in kept) for text in gone)


def _under(mapping: Mapping, columns: Sequence[Column]) -> tuple[tuple[str, Piece], ...]:
    return tuple((columns[place].role, piece) for place, piece in mapping)


def _placings(pieces: Sequence[Piece], columns: Sequence[Column], fit: Fit, drift: float) -> list[_Placing]:
    """Return the best ways to lay the pieces against the columns, in order, with their points."""
    drops = [_drop_cost(pieces, index) for index in range(len(pieces))]
    gaps = [_SKIP_FILLER if column.role == FILLER else fit.gap(column.role) for column in columns]
    states: list[list[list[_State]]] = [[[] for _ in range(len(columns) + 1)] for _ in range(len(pieces) + 1)]
    states[0][0].append((0.0, (), (), 0))
    numbers: dict[tuple[int, int, str], int] = {}
    wide = len(pieces) * len(columns) > _USUAL
    for index in range(len(pieces) + 1):
        for place in _places(index, len(pieces), len(columns)) if wide else range(len(columns) + 1):
            kept = _best(states[index][place], _KEPT_WIDE if wide else _KEPT)
            states[index][place] = kept
            if not kept:
                continue
            if place < len(columns):
                gap = gaps[place]
                states[index][place + 1] += [(points - gap, m, out, said) for points, m, out, said in kept]
            if index < len(pieces):
                drop, lost = drops[index], (index,) if pieces[index].text else ()
                states[index + 1][place] += [(points - drop, m, (*out, *lost), said) for points, m, out, said in kept]
            if index < len(pieces) and place < len(columns):
                for stop, cost, added in _steps(pieces[index], columns, place, fit, drift, gaps):
                    states[index + 1][stop] += [
                        (points + cost, m + added, out, _number(said, added, numbers))
                        for points, m, out, said in kept
                    ]
    return [(points, m, out) for points, m, out, _ in states[-1][-1]]


def _number(said: int, added: Mapping, numbers: dict[tuple[int, int, str], int]) -> int:
    """Return the number of what stands where once `added` is placed behind `said`; blanks say nothing."""
    for place, piece in added:
        if piece.text:
            said = numbers.setdefault((said, place, piece.text), len(numbers) + 1)
    return said


def _places(index: int, pieces: int, columns: int) -> range:
    """Return the columns that a cell of a wide table may stand under: its own, and those near it on either side."""
    before, behind = ((index + step) * columns // pieces for step in (-1, 1))
    return range(max(0, before - _BAND), min(columns, behind + _BAND) + 1)


def _best(states: list[_State], most: int) -> list[_State]:
    """Return the best few that differ in what stands where."""
    if len(states) == 1:
        return states
    kept: dict[int, _State] = {}
    for state in sorted(states, key=itemgetter(0), reverse=True):
        kept.setdefault(state[3], state)
        if len(kept) == most:
            break
    return list(kept.values())


def _steps(
    piece: Piece, columns: Sequence[Column], place: int, fit: Fit, drift: float, gaps: Sequence[float]
) -> list[tuple[int, float, Mapping]]:
    """Return (next column, points, what is placed) for each way to put the piece at `place` and, cut, behind it."""
    column = columns[place]
    away = drift * _distance(piece, column)
    if not piece.text:
        return [(place + 1, -(0.0 if column.role == FILLER else fit.blank(column.role)) - away, ((place, piece),))]
    if column.role == FILLER:
        return []
    steps: list[tuple[int, float, Mapping]] = [(place + 1, fit.text(column.role, piece.text) - away, ((place, piece),))]
    for cut in fit.cuts(piece.text):
        step = _cut_step(piece, cut, columns, place, fit, gaps)
        if step is not None:
            steps.append((step[0], step[1] - away, step[2]))
    return steps


def _cut_step(
    piece: Piece, cut: Cut, columns: Sequence[Column], place: int, fit: Fit, gaps: Sequence[float]
) -> tuple[int, float, Mapping] | None:
    """Return the placing of a cell's parts from `place` on, None where one cannot be what its column holds."""
    if cut.first is not None and columns[place].role != cut.first:
        return None
    points, placed = -cut.cost, []
    for number, part in enumerate(cut.parts):
        while number and place < len(columns) and columns[place].role == FILLER:
            points -= gaps[place]
            place += 1
        if place >= len(columns):
            return None
        fits = fit.text(columns[place].role, part)
        if fits < 0:
            return None
        points += fits
        placed.append((place, msgspec.structs.replace(piece, text=part)))
        place += 1
    return place, points, tuple(placed)


def _drop_cost(pieces: Sequence[Piece], index: int) -> float:
    """Return the cost of leaving a cell out: little for a blank, and for a text that its neighbour repeats."""
    text = pieces[index].text
    if not text:
        return _DROP_EDGE if _at_edge(pieces, index) else _DROP_BLANK
    before = next((piece.text for piece in reversed(pieces[:index]) if piece.text), "")
    after = next((piece.text for piece in pieces[index + 1 :] if piece.text), "")
    repeated = text in {before, after} or before.endswith(f" {text}") or after.startswith(f"{text} ")
    # a label and the text behind it, doubled before they ran together: `时效指标 | 时效指标发放及时率`
    repeated = repeated or (_IN_WORDS.fullmatch(text) is not None and (before.endswith(text) or after.startswith(text)))
    if not repeated:
        return _DROP
    return _DROP_BLANK if is_blank(text) else _DROP_DOUBLE


def _at_edge(pieces: Sequence[Piece], index: int) -> bool:
    """Say whether a cell stands left of the first text or right of the last."""
    return not any(piece.text for piece in pieces[:index]) or not any(piece.text for piece in pieces[index:])


def _distance(piece: Piece, column: Column) -> int:
    """Return how many columns lie between a piece and a column, 0 where they overlap."""
    return max(0, column.start - piece.stop + 1, piece.column - column.stop + 1)


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
            or best.role == FILLER
            or fit.text(best.role, piece.text) < _IMPOSSIBLE
            or any(best.role == role for role, _ in placed)
        ):
            return None
        placed.append((best.role, piece))
    return Alignment(taken_apart(tuple(placed)), left_out=not_two(tuple(placed)))


def _overlap(piece: Piece, column: Column) -> int:
    return min(piece.stop, column.stop) - max(piece.column, column.start)
