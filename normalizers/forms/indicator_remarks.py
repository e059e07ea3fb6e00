"""What was noticed about a row of indicators while it was read: moved cells, inherited or misread levels, no name."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.forms.alignment import SURE_MARGIN
from normalizers.forms.indicator_rows import IndicatorRow, is_misread_stroke
from normalizers.forms.realigned import row_realigned
from normalizers.forms.rows import Piece
from normalizers.forms.text_kinds import is_explanation, is_named_like_level, is_sentence, kind_of, reads_as_two
from normalizers.labels import near_levels
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.values.qualitative import is_blank
from normalizers.values.quantity import Quantity

_COLUMNS = {"target": "目标值", "actual": "完成值", "weight": "分值", "score": "得分", "sign": "比较符"}
_VALUES = ("target", "actual", "weight", "score")
"""Columns whose cell, blank or not, every row has: a row without one lost it, and which one nobody can be sure of."""


def row_remarks(item: IndicatorRow, ordinal: int) -> list[Remark]:
    """Return what was noticed about the row that became indicator `ordinal`."""
    path = f"indicators[{ordinal}]"
    found: list[Remark] = []
    left_out = _lost(item)
    unsure = _lost_a_cell(item) or _has_reason_as_value(item) or min(item.cells.margin, item.row.margin) < SURE_MARGIN
    if item.cells.moved or item.cells.left_out or item.cells.fused or item.row.lines > 1 or unsure:
        moved = "、".join(piece.text for piece in (item.cells.moved or item.cells.fused or item.cells.left_out))
        doubtful = unsure or bool(left_out)
        found.append(row_realigned(path, item.row, item.cells, item.row.page, doubtful=doubtful, moved=moved))
    if not item.text("level3"):
        found.append(_nameless(item, path))
    if item.inherited and not item.row.from_export:
        found.append(_inherited(item, path))
    found.extend(_misread(item, path, role) for role in item.levels.misread())
    if item.row.from_export:  # its columns slip
        found.extend(_displaced(item, path, role) for role in item.levels.displaced())
    found.extend(_blank(item, path, role) for role in item.blank_values)
    reason = item.cells.get("reason")
    if reason is not None and is_misread_stroke(reason):
        found.append(_stroke(item, reason, path))
    return found


def _has_reason_as_value(item: IndicatorRow) -> bool:
    """Say whether an export's row without a reason has a sentence for a value: the reason may have slipped there.

    In a row whose cells have slipped any sentence is doubtful, elsewhere one that tells why something was not reached.
    """
    if not item.row.from_export or item.text("reason"):
        return False
    cells = item.cells
    slipped = bool(item.row.lines > 1 or cells.moved or cells.fused or cells.left_out or cells.spare)
    return any((is_sentence if slipped else is_explanation)(item.text(role)) for role in ("target", "actual"))


def _lost_a_cell(item: IndicatorRow) -> bool:
    """Say whether a value's cell is lost, or any cell while a value is blank: the blank may stand for the lost one."""
    values = [(role, item.text(role)) for role in _VALUES]
    lost = set(item.cells.lost) - {"block", "level1", "level2", "other", "filler"}
    blank = any((role in item.cells.blank and not text) or (text and is_blank(text)) for role, text in values)
    slipped = item.row.from_export and bool(item.cells.moved or item.cells.fused or item.cells.spare or lost)
    return bool(lost.intersection(_VALUES)) or (slipped and blank) or _may_be_doubled(item)


def _may_be_doubled(item: IndicatorRow) -> bool:
    """Say whether a cell may stand there twice where another is blank: two values are the same beside a spare blank, or
    the second level and the name are.
    """
    second = item.cells.get("level2")
    if item.row.from_export and item.text("level3").endswith("指标") and kind_of(item.text("level3")) == "level":
        return True  # no indicator is called 服务对象满意度指标
    two = any(reads_as_two(role, piece.text) for role, piece in item.cells.pieces)
    if item.doubled or (item.row.from_export and two):
        return True
    if item.row.from_export and second is not None and second.text.split(" ")[0] == item.text("level3"):
        return True  # 社会公众满意度 names a level and what is measured
    if any(piece.text == item.text("level3") and is_named_like_level(piece.text) for piece in item.cells.left_out):
        return True
    values = [piece for role in _VALUES if (piece := item.cells.get(role)) is not None]
    read = {id(item.cells.get(role)) for role in ("target", "actual")}
    points = {item.text(role) for role in ("weight", "score") if item.text(role)}
    if item.cells.spare and points & {item.text("target"), item.text("actual")}:
        return True  # ` | 38.5 | 7.48 | 7.48`: a blank target, and a score that stands there twice
    alike = [v for v in values if any(o is not v and o.text == v.text and {id(o), id(v)} & read for o in values)]
    row = item.row.pieces
    beside = {at for at, piece in enumerate(row) for value in alike if piece.cell is value.cell}
    spare = {at for at, piece in enumerate(row) for blank in item.cells.spare if piece is blank}
    return any(abs(at - other) == 1 for at in beside for other in spare)


def _lost(item: IndicatorRow) -> tuple[Piece, ...]:
    """Return the texts of the row that stand under no column; one that only repeats another is no loss."""
    kept = {piece.text for _, piece in item.cells.pieces}
    return tuple(piece for piece in item.cells.left_out if piece.text not in kept)


def _displaced(item: IndicatorRow, path: str, role: str) -> Remark:
    said = item.levels.first if role == "level1" else item.levels.second
    text = said.text if said else ""
    return remark("level_displaced", field=f"{path}.{role}", observed=text, page=item.row.page, doubtful=True)


def _stroke(item: IndicatorRow, reason: Piece, path: str) -> Remark:
    return remark(
        "stroke_misread",
        field=f"{path}.reason",
        observed=reason.text,
        expected="/",
        page=item.row.page,
        doubtful=True,
    )


def _misread(item: IndicatorRow, path: str, role: str) -> Remark:
    """Say that a level's label is one character away from a known one: repaired where that is one only."""
    piece = item.levels.first if role == "level1" else item.levels.second
    text = piece.text if piece else ""
    near = near_levels(role, text)
    return remark(
        "level_repaired" if len(near) == 1 else "level_unreadable",
        field=f"{path}.{role}",
        observed=text,
        expected="、".join(near),
        page=item.row.page,
        doubtful=True,
    )


def _blank(item: IndicatorRow, path: str, role: str) -> Remark:
    """Say that a value's cell on a picture is blank: faint print may have been there."""
    return remark(
        "value_cell_blank",
        field=f"{path}.{role}",
        page=item.row.page,
        doubtful=True,
        column=_COLUMNS[role],
    )


def _inherited(item: IndicatorRow, path: str) -> Remark:
    """Say that a drawn cell is blank where a level should stand: it may have been printed and not read."""
    return remark(
        "level_inherited",
        field=path,
        expected="；".join(piece.text for piece in (item.levels.first, item.levels.second) if piece is not None),
        page=item.row.page,
        doubtful=True,
    )


DOUBTFUL_FLAGS = {
    "unreadable",
    "needs_review",
    "multiplier_not_applied",
    "multiplier_doubtful",
    "ratio_form_suspected",
    "percent_sign_missing",
    "unit_conflict",
    "sign_conflict",
    "invalid_date",
    "dash_or_one",
    "year_missing",
    "space_grouping",
}
"""Flags of `read_quantity` for a value that has two readings or none."""


def value_remarks(item: IndicatorRow, ordinal: int, values: tuple[Quantity, Quantity]) -> list[Remark]:
    """Return a remark for a target or actual that was repaired, or that nobody can read for sure."""
    remarks = []
    for role, quantity in zip(("target", "actual"), values, strict=True):
        doubts = sorted(DOUBTFUL_FLAGS.intersection(quantity.flags))
        repairs = [flag for flag in quantity.flags if flag.startswith("ocr_")]
        if not doubts and not repairs:
            continue
        remarks.append(
            remark(
                "value_doubtful" if doubts else "value_repaired",
                field=f"indicators[{ordinal}].{role}",
                observed=quantity.raw,
                expected="、".join(doubts or repairs),
                page=item.row.page,
                doubtful=True,
                label=item.text("level3"),
                **({"doubt": f"doubt_{doubts[0]}"} if doubts else {}),
            )
        )
    return remarks


def carried_levels(rows: Sequence[IndicatorRow]) -> list[Remark]:
    """Say, once a form, that blanks of an export were taken for merged cells, as exports write them."""
    if not rows:
        return []
    return [remark("merged_levels_restored", field="indicators", rows=len(rows))]


def _nameless(item: IndicatorRow, path: str) -> Remark:
    return remark(
        "indicator_without_name",
        field=f"{path}.level3",
        observed=" | ".join(piece.text for piece in item.row.pieces if piece.text),
        page=item.row.page,
        doubtful=True,
    )


def unfilled_row(item: IndicatorRow) -> Remark:
    """Say that a line of the empty template was not taken as an indicator (rule I-16)."""
    return remark("unfilled_template_row", field=None, observed=item.text("level3") or None, page=item.row.page)
