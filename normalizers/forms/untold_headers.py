"""A header of the indicators whose labels nobody knows to its columns, told by the row below: `大类 | 小类 | 事项 | …`.

Below a header stands a row that begins with a first and a second level, `产出指标 | 数量指标 | 新建道路 | …`. That
tells where levels and names stand, whatever their labels say; labels that are known keep their meaning.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.forms.headers import Column, Header
from normalizers.forms.rows import Piece, Row
from normalizers.forms.text_kinds import kind_of
from normalizers.labels import level1, level2, meaning
from normalizers.values.qualitative import is_blank

_LEAST = 4
"""Labels of the shortest header: two levels, a name, and a value."""
_LONGEST = 16
"""Characters of the longest label."""
_SEVERAL = {"other", "block"}
"""Roles that several columns of a header may have."""
_LEVELS = ("level1", "level2", "level3")


def read_untold_header(row: Row, below: Sequence[Row]) -> Header | None:
    """Return the header that `row` must be by what the next row says; None where it may be anything else."""
    labels = [piece for piece in row.starting if meaning("blocks", piece.text) != "indicators"]
    if len(labels) < _LEAST or not below or not all(map(_is_label, labels)):
        return None
    texts = [piece for piece in below[0].starting if meaning("blocks", piece.text) != "indicators"]
    if len(texts) < _LEAST or not level1(texts[0].text) or not level2(texts[1].text) or level2(texts[2].text):
        return None
    told = dict(zip(_LEVELS, texts, strict=False))
    columns = tuple(_column(piece, labels, told) for piece in row.starting)
    found = [column.role for column in columns]
    once = all(found.count(role) == 1 for role in {*found, *_LEVELS} - _SEVERAL)
    return Header("indicators", columns, row) if once else None


def _is_label(piece: Piece) -> bool:
    """Say whether a text may be a column's label: short words, and no level, value or label of money."""
    text = piece.text
    known = level1(text) or level2(text) or meaning("sources", text) or meaning("fields", text)
    words = kind_of(text) == "words" or meaning("indicator_columns", text) is not None
    return words and len(text) <= _LONGEST and not known and not is_blank(text)


def _column(piece: Piece, labels: Sequence[Piece], told: dict[str, Piece]) -> Column:
    """Return the column that a label heads: that of the level below it, else what the label says."""
    role = next((role for role, text in told.items() if text.column < piece.stop and piece.column < text.stop), None)
    if role is None:
        role = meaning("indicator_columns", piece.text) if piece in labels else "block"
    return Column(role or "other", piece.column, piece.stop)
