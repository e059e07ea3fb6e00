"""A form's rows to its sections: which rows are labelled fields, money, management, goals, indicators, remarks.

A section begins where its header row is printed (`一级指标 | 二级指标 | …`) and ends where the next begins. What is
printed decides, never the number of columns or the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from normalizers.forms.doubtful_labels import meant
from normalizers.forms.headers import Column, read_header
from normalizers.forms.labelled_money import is_labelled_money
from normalizers.forms.rows import Piece, Row
from normalizers.forms.untold_headers import read_untold_header
from normalizers.labels import level1, level2, meaning, names_whole_period
from normalizers.personal import names_person
from normalizers.values.money import read_points
from normalizers.values.qualitative import is_blank

Kind = Literal[
    "fields", "funding", "management", "goals", "indicators", "subtotal", "total", "remarks", "footnote", "tasks"
]  # fmt: skip
"""`tasks` (年度主要任务, each with amounts of its own) and a level's `subtotal` (小计) are in no table but `cells`."""

FUSED_REMARK = re.compile(r"^说\s*明\s*[:：\s]\s*(\S.*)$", re.DOTALL)
"""A remark whose label and text came out as one cell: `说明 无`."""
_SHORTEST_GOAL = 15
"""Characters of a goal that stands beside its label below indicators; a shorter text there is an indicator's name."""
_NUMBERED_GOAL = re.compile(r"目标\s*\d")
"""The label of one goal among several, 年度绩效目标2（30分）: what stands beside it is the goal, however short."""
_SUBTOTAL = re.compile(r"^(?:本[项级]|分[项类])?(?:小\s*计|分项合计)(?:得?分)?$|^.{2,8}(?:指标|效益|产出|满意度)小计$")
_MAX_FIELD_PIECES = 6
"""Texts in a row of labelled fields: three pairs."""
_PAIR = 2
"""Texts of a label and what it says."""


class Section(Struct, frozen=True):
    """Rows of one kind that stand together; `columns` and `header` are set where a header row is printed."""

    kind: Kind
    rows: tuple[Row, ...]
    columns: tuple[Column, ...] = ()
    header: Row | None = None
    header_rows: tuple[Row, ...] = ()
    """The rows that the header takes, one to three."""


def split_sections(rows: Iterable[Row]) -> tuple[Section, ...]:
    """Return the form's sections in order. A row of no known kind belongs to the section it stands in."""
    sections: list[Section] = []
    every = tuple(rows)
    headed = 0
    for at, row in enumerate(every):
        if at < headed:
            continue
        header = None if _heads_tasks(row) else read_header(row, every[at + 1 : at + 3])
        if header is None and not any(section.kind == "indicators" for section in sections):
            header = read_untold_header(row, every[at + 1 : at + 2])
        if header is not None:
            headed = at + header.rows
            sections.append(Section(header.kind, (), header.columns, header.row, every[at:headed]))
            continue
        kind = "tasks" if _heads_tasks(row) else _kind_of(row, _above(sections))
        if sections and sections[-1].kind == kind:
            last = sections[-1]
            sections[-1] = msgspec.structs.replace(last, rows=(*last.rows, row))
        else:
            sections.append(_reopened(kind, row, sections))
    return tuple(sections)


def _above(sections: Sequence[Section]) -> Kind:
    """Return the kind of the row above; below a subtotal indicators may go on, as below a total."""
    kind = sections[-1].kind if sections else "fields"
    return "total" if kind == "subtotal" else kind


def _heads_tasks(row: Row) -> bool:
    """Say whether a row heads a list of the year's tasks: `任务名称 | 主要内容 | 预算金额 | 实际支出`."""
    labels = sum(meaning("task_columns", piece.text) is not None for piece in row.starting)
    return labels > 1


def _reopened(kind: Kind, row: Row, sections: Sequence[Section]) -> Section:
    """Return a new section; one that a stray row interrupted goes on under its old header."""
    if kind in {"indicators", "funding", "goals", "management"}:
        for earlier in reversed(sections):
            if earlier.kind == kind:
                return Section(kind, (row,), earlier.columns, earlier.header)
    return Section(kind, (row,))


def _kind_of(row: Row, current: Kind) -> Kind:
    """Return the kind of a row that is no header, given the kind of the row above."""
    texts = [piece for piece in row.starting if meaning("blocks", piece.text) is None] or list(row.starting)
    if not texts:
        return current
    first = texts[0].text
    if _is_footnote(first, current) or (current != "management" and names_person(first)):
        return "footnote"
    label = meaning("row_labels", first)
    if label == "total" and current in {"indicators", "total", "fields"}:
        return "total"
    if current in {"indicators", "total"} and _is_subtotal(texts):
        return "subtotal"
    if current not in {"management", "goals"} and len(texts) <= 2 and (label == "remarks" or FUSED_REMARK.match(first)):
        return "remarks"
    if current in {"indicators", "total"} and _explains_all(texts):
        return "fields"
    field = meant("fields", texts[0]) if current == "fields" else meaning("fields", first)
    if field is not None and len(texts) <= _MAX_FIELD_PIECES:
        return "fields"
    if _is_goal_row(row, current):
        return "goals"
    if current in {"fields", "footnote"} and is_labelled_money(row):
        return "funding"
    if current in {"fields", "goals", "footnote"} and any(
        meaning("sources", piece.text) or names_whole_period(piece.text) for piece in texts
    ):
        return "funding"
    return "indicators" if current == "total" else current


def _is_subtotal(texts: Sequence[Piece]) -> bool:
    """Say whether a row sums up a level's points: `小计 | 50 | 48.5`, perhaps behind the level's own name."""
    said = [piece.text for piece in texts if not (level1(piece.text) or level2(piece.text))]
    labels = [text for text in said if _SUBTOTAL.match(text.strip())]
    rest = [text for text in said if text not in labels]
    return bool(labels) and all(is_blank(text) or read_points(text).value is not None for text in rest)


def _explains_all(texts: Sequence[Piece]) -> bool:
    """Say whether a row below the indicators explains all of them: `未完成原因和改进措施 | 因汛期塌方…`."""
    if len(texts) != _PAIR or meaning("indicator_columns", texts[0].text) != "reason":
        return False
    return meaning("indicator_columns", texts[1].text) is None and read_points(texts[1].text).value is None


def _is_footnote(first: str, current: Kind) -> bool:
    head = first.replace(" ", "")[:5]
    starts = head.startswith(("注:", "注：", "备注:", "备注：", "填表说明", "填报说明"))
    return starts and (current in {"indicators", "total", "remarks", "footnote", "fields"})


def _is_goal_row(row: Row, current: Kind) -> bool:
    """Say whether the row is a goal beside its label: `年度目标 | 新建道路…`; among indicators 绩效目标 is a level."""
    labels = [piece for piece in row.starting if meaning("goal_labels", piece.text) is not None]
    beside = [
        piece for piece in row.starting if piece not in labels and meaning("indicator_columns", piece.text) is None
    ]
    if current in {"indicators", "total"}:
        known = any(_NUMBERED_GOAL.search(piece.text) for piece in labels) and beside and not level1(beside[0].text)
        return bool(labels) and len(beside) == 1 and (bool(known) or len(beside[0].text) >= _SHORTEST_GOAL)
    return bool(labels) and (bool(beside) or len(labels) > 1)
