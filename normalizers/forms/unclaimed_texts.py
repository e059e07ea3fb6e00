"""Texts of a form's goals that stand in no row of any table to a word about them, so that nothing is lost silently.

`年度目标 | 新建道路5公里。 | 建成道路5公里。`: the second text has no label, and is no goal for sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizers.forms.rows import Piece
from normalizers.forms.sections import Section
from normalizers.labels import closest, level1, level2, meaning
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.values.qualitative import is_blank, is_none_stated, is_placeholder

_LABELS = ("blocks", "goal_labels", "goal_columns", "management_columns", "aspects", "indicator_columns", "row_labels")
_SHORTEST = 4
"""Characters of the shortest text that may be missed; shorter ones are numbers of rows and crumbs of print."""


def unclaimed_texts(section: Section, taken: Iterable[Sequence[Piece | None]], path: str) -> list[Remark]:
    """Return a remark for the texts of a section that none of the `taken` rows holds, told of the row at `path`."""
    pieces = [piece for row in taken for piece in row if piece is not None]
    used = {id(cell) for piece in pieces for cell in (piece.cell, *piece.rest)}
    left = [
        piece
        for row in section.rows
        for piece in row.starting
        if id(piece.cell) not in used and _says_something(piece.text)
    ]
    if not left:
        return []
    found = remark(
        "text_not_kept",
        field="form" if path.endswith("[0]") else path,
        observed="；".join(piece.text for piece in left),
        page=left[0].cell.page,
        doubtful=True,
    )
    return [found]


def _says_something(text: str) -> bool:
    if len(text) < _SHORTEST or is_blank(text) or is_none_stated(text) or is_placeholder(text):
        return False
    if any(meaning(group, text) is not None or closest(group, text) is not None for group in _LABELS):
        return False
    return level1(text) is None and level2(text) is None and meaning("fields", text) is None
