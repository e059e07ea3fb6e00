"""A header row to its columns: `一级指标 | 二级指标 | 指标值 | …`, also over two rows or with labels run together.

In a drawn grid a second header row stands under the first (`指标值` over `年初目标值` and `实际完成值`); in an export
the first row may go on in the next line, at its left edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from normalizers.forms.crumbled_header import crumbled_roles
from normalizers.forms.double_columns import double_role
from normalizers.forms.doubtful_labels import closest_of
from normalizers.forms.labelled_money import is_labelled_money
from normalizers.forms.rows import Piece, Row
from normalizers.labels import by_words, closest, meaning, short_closest

HeaderKind = Literal["indicators", "funding", "management", "goals"]

GROUPS: tuple[tuple[HeaderKind, str], ...] = (
    ("indicators", "indicator_columns"),
    ("funding", "funding_columns"),
    ("management", "management_columns"),
    ("goals", "goal_columns"),
)
"""Kinds of header and the group of `labels.toml` with the labels of their columns."""
_LEVELS = {"level1", "level2", "level3"}
_MIN_INDICATOR_ROLES = 3
"""Column labels of one row that make it an indicator header: two may stand side by side in other rows by chance."""
NAMELESS = frozenset({"block", "other", "filler"})
"""Roles of columns whose label says nothing about what they hold."""
KEPT_NOWHERE = frozenset({
    "other", "block", "criteria", "explanation", "previous", "forecast", "possibility", "arrived", "balance",
    "arrival_rate", "deviation",
})  # fmt: skip
"""Roles of columns that no table has a place for: what is misread there makes no row wrong."""
_MOST_UNKNOWN = 1
"""Labels of unknown wording in the first row of a header over two rows."""
_JOINING = frozenset("/／、，,及和与")
"""Signs with which one label names two values in a cell: `分值/得分`."""
_SHORTEST_PART = 2
"""Characters of the shortest label that may have run into another."""


_LEAST_OF_LEVELS = 2
"""Columns 分值 of which one at least is that of a level: a doubled label of an export stands beside its double."""

FILLER = "filler"
"""Role of a place without a label in an export's header: the rest of a merged label, or a label that was lost."""


class Column(Struct, frozen=True):
    """A column under a header: its role (`target`, `budget`, … or `block`, `other`) and the columns it spans."""

    role: str
    start: int
    stop: int


def is_blank_paper(piece: Piece, column: Column) -> bool:
    """Say whether a piece under a column was looked at and found to be paper without print."""
    under = piece.column < column.stop and column.start < piece.stop
    return under and not piece.text and piece.cell.confidence is not None


class Header(Struct, frozen=True):
    """What header rows head: the kind of section, its columns, and how many rows the header takes, one to three."""

    kind: HeaderKind
    columns: tuple[Column, ...]
    row: Row
    rows: int = 1


def read_header(row: Row, below: Sequence[Row] = ()) -> Header | None:
    """Return the header that begins with `row`, None where none does; `below` are the next rows."""
    for kind, group in GROUPS:
        if kind == "funding" and is_labelled_money(row):
            return None
        columns = _columns(row.pieces, kind, group, fused=row.from_export)
        both = _with_second_row(row, below[0], columns, kind, group) if below else None
        if both is not None:
            whole = _with_last_line(Header(kind, both, row, rows=2), below, group)
            if _is_header(kind, whole.columns):
                return whole
        if _is_header(kind, columns):
            return Header(kind, columns, row)
    return None


def _with_last_line(header: Header, below: Sequence[Row], group: str) -> Header:
    """Return an export's header with the rest of its labels, if they stand in a third line."""
    texts = below[1].starting if len(below) > 1 else ()
    if not header.row.from_export or not texts:
        return header
    above = below[0].starting
    if above and _is_cut_label(above[-1], texts[0], group):  # 指标值 over (A)
        texts = texts[1:]
    if any(None in _roles(piece, group, fused=True) for piece in texts):
        return header
    end = max(column.stop for column in header.columns)
    more = _appended(header.columns, texts, end, header.kind, group)
    return header if more is None else Header(header.kind, more, header.row, rows=3)


def _is_header(kind: HeaderKind, columns: Sequence[Column]) -> bool:
    roles = {column.role for column in columns} - NAMELESS
    if kind == "indicators":
        return len(roles) >= _MIN_INDICATOR_ROLES and bool(roles & _LEVELS) and bool(roles - _LEVELS)
    if kind == "funding":
        return bool(roles & {"budget", "initial"}) and bool(roles & {"executed", "rate", "initial"}) and len(roles) > 1
    if kind == "management":
        return roles == {"description", "problems"}
    return roles == {"goal", "actual"} and not _are_beside_texts(columns)


def _are_beside_texts(columns: Sequence[Column]) -> bool:
    """Say whether labels stand beside their texts: `年度目标 | 新建道路… | 完成情况 | 建成…`."""
    roles = [column.role for column in columns]
    return "other" in roles[roles.index("goal") : roles.index("actual")]


def _columns(pieces: Sequence[Piece], kind: HeaderKind, group: str, *, fused: bool) -> tuple[Column, ...]:
    """Return the columns that the pieces would head. Of two labels with one role the first names the block.

    `fused`: labels may have run together, as in exports.
    """
    first = next((at for at, piece in enumerate(pieces) if piece.text), 0)
    parts = [
        (piece, role)
        for piece in pieces[first:]
        if piece.text or fused
        for role in (_roles(piece, group, fused=fused) if piece.text else (FILLER,))
    ]
    parts = crumbled_roles(_with_worded(parts, kind, group), group)
    roles = [role for _, role in parts]
    columns: list[Column] = []
    for place, (piece, role) in enumerate(parts):
        if role == FILLER:
            named = FILLER
        elif role is None:
            named = "block" if _names_block(kind, piece) else "other"
        else:
            named = "block" if role in roles[place + 1 :] and _names_block(kind, piece) else role
        known = any(column.role == named for column in columns[-2:])  # of a double label, both
        if known and named not in NAMELESS and _is_doubled(pieces, piece):
            named = FILLER
        columns.append(Column(named, piece.column, piece.stop))
    return _with_own_points(columns) if kind == "indicators" else tuple(columns)


def _with_own_points(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return a header of which only the indicators' own 分值 is `weight`, where levels have points as well."""
    roles = [column.role for column in columns]
    if roles.count("weight") < _LEAST_OF_LEVELS or "level3" not in roles:
        return tuple(columns)
    own = next((at for at in range(roles.index("level3"), len(roles)) if roles[at] == "weight"), None)
    if own is None:
        return tuple(columns)
    return tuple(
        column if column.role != "weight" or at == own else Column("other", column.start, column.stop)
        for at, column in enumerate(columns)
    )


def _with_worded(
    parts: list[tuple[Piece, str | None]], kind: HeaderKind, group: str
) -> list[tuple[Piece, str | None]]:
    """Understand labels of no known wording by their words, beside one whose wording is known: `预算数 | 支出进度`."""
    known = {role for _, role in parts} - {None, FILLER}
    if not known:
        return parts
    worded = [
        role or (_worded(group, piece.text) if piece.starts and meaning("blocks", piece.text) is None else None)
        for piece, role in parts
    ]
    return [
        (piece, role if role is not None or new in known or worded.count(new) > 1 else new)
        for (piece, role), new in zip(parts, worded, strict=True)
    ]


def _worded(group: str, text: str) -> str | None:
    return by_words(group, text) or short_closest(group, text)


def _roles(piece: Piece, group: str, *, fused: bool) -> tuple[str | None, ...]:
    """Return the roles that a cell's label names: one, or several where labels ran together."""
    if not piece.starts:
        return (None,)
    role = meaning(group, piece.text)
    if role is None and fused and " " in piece.text and _JOINING.isdisjoint(piece.text):
        together = labels_in(group, piece.text)
        if together:
            return together
    role = role or double_role(group, piece.text)
    if role is None and meaning("blocks", piece.text) is None:
        role = closest_of(group, piece)
    return (labels_in(group, piece.text) if role is None and fused else ()) or (role,)


@lru_cache(maxsize=20_000)
def labels_in(group: str, text: str) -> tuple[str, ...]:
    """Return what labels that ran together name: `三级指标 指标值` is level3 and target; () where it is none."""
    if meaning("blocks", text) is not None:
        return ()
    for end in range(len(text) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        first = meaning(group, text[:end].strip())
        rest = text[end:].strip()
        if first is None:
            if meaning("blocks", text[:end].strip()) is None or (own := meaning(group, rest)) is None:
                continue
            return (own,)  # 绩效指标一级指标: the block's label ran into the first one
        second = meaning(group, rest)
        if second is not None:
            return (first,) if first == second else (first, second)  # 三级指标三级指标: one label, doubled
        deeper = labels_in(group, rest)
        if deeper:
            return (first, *deeper)
    return ()


def _is_doubled(pieces: Sequence[Piece], piece: Piece) -> bool:
    """Say whether the cell before has the same text: exports double cells."""
    before = [other for other in pieces if other.text and other.column < piece.column]
    return bool(before) and (before[-1].text == piece.text or before[-1].text.endswith(piece.text))


def _names_block(kind: HeaderKind, piece: Piece) -> bool:
    if kind == "indicators" and meaning("blocks", piece.text) == "goals":
        return True  # 年度绩效目标1(40分): the indicators stand in a block for each goal
    if kind == "funding" and closest("funding_columns", piece.text) is None:
        return True
    return closest("blocks", piece.text) == kind


def _with_second_row(
    row: Row, below: Row, columns: Sequence[Column], kind: HeaderKind, group: str
) -> tuple[Column, ...] | None:
    """Return the columns of a header over two rows, None where the second is no part of it."""
    lower = below.starting
    if row.from_export and lower and row.starting and _is_cut_label(row.starting[-1], lower[0], group):
        lower = _behind_cut(row.starting[-1], lower[0], group) + lower[1:]
        if not lower:
            return tuple(columns)
    if row.from_export and len(lower) > 1 and row.starting and lower[0].text == row.starting[-1].text:
        lower = lower[1:]  # 三级指标 ends the first line and begins the second: doubled before the row went on
    if not lower or not all(None not in _roles(piece, group, fused=below.from_export) for piece in lower):
        return None
    if all(column.role in NAMELESS for column in columns) and not _is_block_alone(row, kind):
        return None
    if sum(column.role == "other" for column in columns) > _MOST_UNKNOWN:
        return None  # a row of labels and values, above the header
    under = _columns(lower, kind, group, fused=below.from_export)
    spanned = any(not piece.starts for piece in below.pieces)  # HTML keeps merged cells: nothing went on in a line
    if row.from_export and not spanned and (_overlaps(row.starting, lower) or _is_left_of(lower, row.starting)):
        over = next((piece for piece in row.starting if meaning("header_groups", piece.text)), None)
        gapped = lower if over is not None else _with_gaps(below, lower)
        return _appended(columns, gapped, max(piece.stop for piece in row.starting), kind, group, over)
    under = tuple(column for column in under if column.role != FILLER)
    if row.from_export and not spanned:
        under = (*under, *_gaps_below(below, lower, row))
    if all(any(column.role == part.role and _covers(column, part) for column in columns) for part in under):
        return tuple(columns)  # 确定能 | 有可能 | 完全不可能 below 完成可能性: one column, to be ticked
    kept = [column for column in columns if not any(_covers(column, part) for part in under)]
    known = {column.role for column in kept} - NAMELESS
    if not known and _is_header(kind, under) and any(column.role not in NAMELESS for column in columns):
        return None  # `年度目标 | 新建道路…`, a goal beside its label, stands above a whole header
    if not {column.role for column in under} - known or any(column.role in known for column in under):
        return None
    return tuple(sorted((*kept, *under), key=lambda column: column.start))


def _with_gaps(row: Row, texts: Sequence[Piece]) -> list[Piece]:
    """Return a row's texts with the blank cells between them, for which labels may be missing."""
    first, last = texts[0].column, texts[-1].column
    return [piece for piece in row.pieces if first <= piece.column <= last]


def _gaps_below(below: Row, texts: Sequence[Piece], above: Row) -> tuple[Column, ...]:
    """Return the places between the second line's labels where neither line has one."""
    blanks = [piece for piece in _with_gaps(below, texts) if not piece.text]
    taken = [(piece.column, piece.stop) for piece in above.starting]
    end = max((stop for _, stop in taken), default=0)
    blanks = [*(piece for piece in below.pieces if not piece.text and end <= piece.column < texts[0].column), *blanks]
    return tuple(
        Column(FILLER, piece.column, piece.stop)
        for piece in blanks
        if not any(start < piece.stop and piece.column < stop for start, stop in taken)
    )


def _is_block_alone(row: Row, kind: HeaderKind) -> bool:
    """Say whether an export's line holds nothing but the block's label: the header itself follows in the next."""
    texts = row.starting
    return row.from_export and len(texts) == 1 and meaning("blocks", texts[0].text) == kind


def _is_cut_label(last: Piece, first: Piece, group: str) -> bool:
    """Say whether a label goes on in the next line: `未完成原因` over `和改进措施`."""
    rest = first.text.partition(" ")[0]
    return meaning(group, rest) is None and meaning(group, last.text + rest) is not None


def _behind_cut(last: Piece, first: Piece, group: str) -> tuple[Piece, ...]:
    """Return the label that ran into the end of a cut one, `实际完成` over `值 分值`: 分值; () where there is none."""
    rest = first.text.partition(" ")[2].strip()
    return (msgspec.structs.replace(first, text=rest),) if meaning(group, rest) is not None else ()


def _inserted(columns: Sequence[Column], under: Sequence[Column], place: int) -> tuple[Column, ...]:
    """Return the columns with those of the second line in place of the label above them, which heads nothing else."""
    more = len(under) - 1
    before = [column for column in columns if column.start < place]
    after = [Column(c.role, c.start + more, c.stop + more) for c in columns if c.start > place]
    return (*before, *(Column(part.role, place + at, place + at + 1) for at, part in enumerate(under)), *after)


def _appended(
    columns: Sequence[Column],
    lower: Sequence[Piece],
    end: int,
    kind: HeaderKind,
    group: str,
    over: Piece | None = None,
) -> tuple[Column, ...] | None:
    """Return the columns of an export's header that went on in the next line, counted on from the column `end`.

    `over` is a label of the first line that heads several columns: the second line's stand below it.
    """
    known = {column.role for column in columns} - NAMELESS
    under = _columns(lower, kind, group, fused=True)
    if any(column.role in known for column in under):
        return None
    if over is not None:
        return _inserted(columns, under, over.column)
    return (*columns, *(Column(part.role, end + at, end + at + 1) for at, part in enumerate(under)))


def _overlaps(upper: Sequence[Piece], lower: Sequence[Piece]) -> bool:
    """Say whether the second line's texts stand under other labels: then they do not stand where they belong."""
    return any(piece.column < other.stop and other.column < piece.stop for piece in lower for other in upper)


def _is_left_of(lower: Sequence[Piece], upper: Sequence[Piece]) -> bool:
    """Say whether a second line's texts stand left of all labels above: a row that goes on begins at the left edge."""
    return bool(upper) and all(piece.stop <= upper[0].column for piece in lower)


def _covers(column: Column, part: Column) -> bool:
    return column.start <= part.start < column.stop
