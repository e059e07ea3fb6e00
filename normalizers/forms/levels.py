"""The level labels that apply to a row: its own, or those of the merged cells that cover it: 产出指标, 数量指标."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from normalizers import labels
from normalizers.forms.rows import Piece, Row
from normalizers.forms.sections import Section

COST = "成本指标"
"""The one label that is a first level in forms since 财预〔2021〕101号 and a second level, of 产出指标, before."""
_OUTPUT = "产出指标"

_TWO = 2
LEVEL_ROLES = ("level1", "level2")


class Levels(Struct, frozen=True):
    """The printed labels of the first and second level that apply to one row; None where none is printed."""

    first: Piece | None = None
    second: Piece | None = None

    def below(self, first: Piece | None, second: Piece | None, overleaf: dict[str, Piece]) -> Levels:
        """Return the levels of the next row, which prints `first` and `second` itself or stands under merged cells.

        `overleaf` holds labels of merged cells whose text is printed on the next page. A new first level ends the
        second; a second level that cannot belong to the first above stands alone.
        """
        first = first or overleaf.get("level1")
        second = second or overleaf.get("level2")
        if first is not None and (self.first is None or first.cell is not self.first.cell):
            return Levels(first, second)
        if second is None:
            return Levels(first or self.first, self.second)
        if first is None and self.first is not None and not _may_belong(second.text, self.first.text):
            return Levels(None, second)
        return Levels(first or self.first, second)

    def canonical(self, cost_is_first: bool) -> tuple[str | None, str | None]:
        """Return canonical level 1 and 2; a printed word that is in no vocabulary stays as printed."""
        first_text = self.first.text if self.first else None
        second_text = self.second.text if self.second else None
        first = _known("level1", first_text)
        second = _known("level2", second_text)
        if first == COST and second in {None, COST} and not cost_is_first:
            return _OUTPUT, COST
        if first is None and second is not None:
            first = labels.parent(second)
        return first or _as_printed(first_text), second or _as_printed(second_text)

    def misread(self) -> tuple[str, ...]:
        """Return the roles of labels that are no level's name but one character away from one or several."""
        printed = (("level1", self.first), ("level2", self.second))
        return tuple(
            role
            for role, piece in printed
            if piece is not None and _exact(role, piece.text) is None and labels.near_levels(role, piece.text)
        )


    def displaced(self) -> tuple[str, ...]:
        """Return the roles of labels that only name the other level: 质量指标 under 一级指标."""
        first, second = self.first, self.second
        return tuple(
            role
            for role, piece, own, other in (
                ("level1", first, labels.level1, labels.level2),
                ("level2", second, labels.level2, labels.level1),
            )
            if piece is not None and own(piece.text) is None and other(piece.text) is not None
        )


def printed_levels(first: Piece | None, second: Piece | None) -> tuple[Piece | None, Piece | None]:
    """Return the labels of both levels; a first level that ran into the second's cell is taken out: `投入 目标设定`."""
    parts = second.text.split() if first is None and second is not None else []
    if second is None or len(parts) != _TWO or labels.level1(parts[0]) is None or labels.level2(parts[1]) is None:
        return first, second
    return msgspec.structs.replace(second, text=parts[0]), msgspec.structs.replace(second, text=parts[1])


def _exact(role: str, text: str) -> str | None:
    return labels.level1(text) if role == "level1" else labels.level2(text)


def _known(role: str, text: str | None) -> str | None:
    """Return the level that a label names, also where one character was misread and one level only is that near."""
    if text is None:
        return None
    near = labels.near_levels(role, text)
    return _exact(role, text) or (near[0] if len(near) == 1 else None)


def _may_belong(second: str, first: str) -> bool:
    """Say whether a second level may stand under a first: yes unless both are known and differ."""
    known, above = labels.level2(second), labels.level1(first)
    return known is None or above is None or known == COST or labels.parent(known) == above


def _as_printed(text: str | None) -> str | None:
    return (labels.take_apart(text).name or text) if text else None


def cost_is_first_level(rows: Iterable[Levels]) -> bool:
    """Say whether 成本指标 is a first level in this form: it is where one of its own second levels is printed."""
    return any(
        labels.level1(levels.first.text) == COST and _is_cost_part(levels.second.text)
        for levels in rows
        if levels.first is not None and levels.second is not None
    )


def _is_cost_part(second: str) -> bool:
    known = labels.level2(second)
    return known is not None and labels.parent(known) == COST


def overleaf(sections: Sequence[Section]) -> dict[int, dict[str, Piece]]:
    """Return row -> role -> label for rows at the foot of a page whose merged label is printed on the next page.

    A grid draws a merged cell that a page break cuts as two cells; the text stands in one of them.
    """
    found: dict[int, dict[str, Piece]] = {}
    rows = [(row, section) for section in sections for row in section.rows]
    for (above, section), (below, next_section) in zip(rows, rows[1:], strict=False):
        if above.from_export or above.page is None or below.page is None or above.page == below.page:
            continue
        for role in LEVEL_ROLES:
            blank, label = _at(above, section, role), _at(below, next_section, role)
            if blank is not None and not blank.text and label is not None and label.text:
                for number in range(blank.cell.row, blank.cell.row + blank.cell.row_span):
                    found.setdefault(number, {})[role] = label
    return found


def _at(row: Row, section: Section, role: str) -> Piece | None:
    """Return the piece of a row in the column of a level."""
    starts = [column.start for column in section.columns if column.role == role]
    return next((piece for piece in row.pieces for start in starts if piece.column <= start < piece.stop), None)


def blank_levels(row: Row, section: Section) -> tuple[str, ...]:
    """Return the levels whose cell in this row is blank and belongs to this row alone."""
    return tuple(
        role
        for role in LEVEL_ROLES
        if (piece := _at(row, section, role)) is not None and piece.starts and not piece.text
    )
