"""A header row of a fax whose labels crumbled to the roles that they can only have.

Of `级指标 | 设指标 | 指标名标 | 电度指标值 | 中年际宅成值` the third and fourth are one character from `指标名称` and
`年度指标值`; beside them the first two can only be levels, and the fifth is nearest to `全年实际完成值`. Too bold for a
row anywhere: only doubtful texts are understood so, in a row where a label is known, and if most of it is then named.
"""

from __future__ import annotations

from normalizers.forms.doubtful_labels import is_doubtful, readings_of
from normalizers.forms.rows import Piece
from normalizers.labels import closest, level1, level2, near_levels, nearest

LEVELS = ("level1", "level2", "level3")
_LEVEL_END = "指标"
_HEADLESS_LEVEL = "级指标"
"""What is left of `一级指标` where the stroke was too thin for the fax machine: readers are sure of it."""
_LONGEST_LEVEL = 4
"""Characters of `一级指标`."""
_LEAST_NAMED = 0.5
"""Share of a header's texts that have a role after the repair: in a row of values there are texts without any."""
_LEAST_ROLES, _PAIRS = 3, frozenset({"goal_columns", "management_columns"})
"""Different roles of a header that is repaired, two labels may be near two words by chance; and the groups of headers
that have two roles only."""
_MOST_HEADER_ROWS = 2

Parts = list[tuple[Piece, str | None]]


def crumbled_roles(parts: Parts, group: str) -> Parts:
    """Return a row's pieces with the roles that doubtful ones can only have; as they are where the row is no header."""
    known = {role for _, role in parts if role is not None}
    texts = [piece for piece, role in parts if piece.text and piece.starts and (role or not _is_block(piece))]
    if not known or not any(role is None and (is_doubtful(piece) or _may_be_level(piece)) for piece, role in parts):
        return parts
    mended = _with_levels(_with_nearest(parts, group, known), group)
    named = [role for piece, role in mended if role is not None and piece.starts]
    least = 2 if group in _PAIRS else _LEAST_ROLES
    enough = len(set(named)) >= least and len(named) >= _LEAST_NAMED * len(texts)
    return mended if enough else parts


def _with_nearest(parts: Parts, group: str, known: set[str]) -> Parts:
    """Give each doubtful piece the role of the label nearest to it, unless another has it or wants it as well."""
    wanted = [
        nearest(group, readings_of(piece)) if role is None and is_doubtful(piece) and not _is_block(piece) else None
        for piece, role in parts
    ]
    return [
        (piece, role if role is not None or new in known or wanted.count(new) > 1 else new)
        for (piece, role), new in zip(parts, wanted, strict=True)
    ]


def _is_block(piece: Piece) -> bool:
    """Say whether a piece names a part of the form: it stands beside more rows than a header has, or says so."""
    return piece.cell.row_span > _MOST_HEADER_ROWS or closest("blocks", piece.text) is not None


def _with_levels(parts: Parts, group: str) -> Parts:
    """Give doubtful texts that end like `一级指标` the levels that are missing, in order from left to right."""
    if group != "indicator_columns" or not {role for _, role in parts} - {None, *LEVELS}:
        return parts
    places = [at for at, (piece, role) in enumerate(parts) if role is None and _may_be_level(piece)]
    missing = [level for level in LEVELS if all(role != level for _, role in parts)]
    if not places or len(places) > len(missing):
        return parts
    given = dict(zip(places, missing, strict=False))
    mended = [(piece, given.get(at, role)) for at, (piece, role) in enumerate(parts)]
    found = [role for _, role in mended if role in LEVELS]
    return mended if found == sorted(found) else parts


def _may_be_level(piece: Piece) -> bool:
    if piece.text == _HEADLESS_LEVEL and piece.starts and piece.cell.confidence is not None:
        return True
    return is_doubtful(piece) and any(_ends_like_level(text) for text in readings_of(piece))


def _ends_like_level(text: str) -> bool:
    if not text.endswith(_LEVEL_END) or len(text) > _LONGEST_LEVEL:
        return False
    named = level1(text) or level2(text) or near_levels("level1", text) or near_levels("level2", text)
    return not named
