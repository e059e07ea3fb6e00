"""Labelled texts of a form: 资金管理情况 by aspect, 总体目标 with what was reached, 说明, the fields at its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from normalizers.forms.doubtful_labels import meant
from normalizers.forms.headers import Column
from normalizers.forms.overleaf import joined
from normalizers.forms.rows import Piece, Row
from normalizers.forms.sections import FUSED_REMARK, Section
from normalizers.forms.unclaimed_texts import unclaimed_texts
from normalizers.labels import closest, meaning
from normalizers.places import Place, Remark, places_of
from normalizers.schema import Goal, Management
from normalizers.values.qualitative import is_blank, is_none_stated, is_placeholder

_LONGEST_CUT_LABEL = 5
"""Characters of a label's beginning; names of authorities and projects are longer."""

_PROMPT = re.compile(r"^[(（]?请(?:在此处)?(?:简要)?说明.{0,80}?请填[“\"]?无[”\"]?[。．.）)]*\s*", re.DOTALL)
"""What the official template prints in the remark's cell for the author to replace."""
_LEVELS = {"level1", "level2", "level3"}
_PAIR = 2
"""Texts of a label and what it says."""


class Texts(Struct, frozen=True):
    """Text rows of one form and where they stand."""

    management: tuple[Management, ...]
    goals: tuple[Goal, ...]
    places: tuple[Place, ...]
    remarks: tuple[Remark, ...] = ()


class Labelled(Struct, frozen=True):
    """A value beside its label: field name -> the label's piece and the value's piece (None where blank)."""

    field: str
    label: Piece
    value: Piece | None


def labelled_fields(rows: Iterable[Row]) -> tuple[Labelled, ...]:
    """Return the labelled values in rows such as `地方主管部门 | … | 资金使用单位 | …`."""
    found: list[Labelled] = []
    for row in rows:
        pieces = row.starting
        fields = [meant("fields", piece) for piece in pieces]
        place = 0
        while place < len(pieces):
            field = fields[place]
            if field is None:
                place += 1
                continue
            value = pieces[place + 1] if place + 1 < len(pieces) and fields[place + 1] is None else None
            if value is not None and _is_cut_label(value.text):
                value = None
            found.append(Labelled(field, pieces[place], value))
            place += 1 if value is None else 2
    return tuple(found)


def _is_cut_label(text: str) -> bool:
    """Say whether a text is the beginning of another label, cut at its cell's edge: `实施单` of `实施单位`."""
    return len(text) <= _LONGEST_CUT_LABEL and closest("fields", text) is not None


def read_texts(sections: Sequence[Section], form_id: str, doc_id: str) -> Texts:
    """Return the management and goal rows of a form, ordinals from 1."""
    management: list[Management] = []
    goals: list[Goal] = []
    places: list[Place] = []
    remarks: list[Remark] = []
    for section in sections:
        if section.kind == "management":
            aspects = _aspects(section)
            for aspect, description, problems in aspects:
                _add_management(aspect, description, problems, management, places, form_id, doc_id)
            remarks.extend(unclaimed_texts(section, aspects, f"management[{len(management)}]"))
        elif section.kind == "goals":
            pairs = _goal_pairs(section)
            for goal, actual in pairs:
                _add_goal(goal, actual, goals, places, form_id, doc_id)
            remarks.extend(unclaimed_texts(section, pairs, f"goals[{len(goals)}]"))
    return Texts(tuple(management), tuple(goals), tuple(places), tuple(remarks))


def _aspects(section: Section) -> list[tuple[Piece, Piece | None, Piece | None]]:
    """Return aspect, description and problems of each row; what a page break cut off goes on with the row above."""
    found: list[tuple[Piece, Piece | None, Piece | None]] = []
    for row in section.rows:
        pieces = [piece for piece in row.starting if meaning("blocks", piece.text) is None]
        aspect = _aspect_of(pieces, section)
        rest = [piece for piece in pieces if aspect is None or piece.column > aspect.column]
        description, problems = _split_pair(rest, row, section.columns, ("description", "problems"), aspect)
        if aspect is not None:
            found.append((aspect, description, problems))
        elif found and rest:
            above, first, second = found[-1]
            found[-1] = (above, _goes_on(first, description), _goes_on(second, problems))
    return found


def _aspect_of(pieces: Sequence[Piece], section: Section) -> Piece | None:
    known = next((piece for piece in pieces if closest("aspects", piece.text) is not None), None)
    if known is not None or len(pieces) < 2 or not section.columns:
        return known
    first = min(column.start for column in section.columns if column.role != "block")
    return pieces[0] if pieces[0].column < max(first, 1) + 1 else None


def _goes_on(piece: Piece | None, rest: Piece | None) -> Piece | None:
    return rest if piece is None else joined(piece, rest)


def _add_management(
    aspect: Piece,
    description: Piece | None,
    problems: Piece | None,
    rows: list[Management],
    places: list[Place],
    form_id: str,
    doc_id: str,
) -> None:
    ordinal = len(rows) + 1
    named = (("aspect", aspect), ("description", description), ("problems", problems))
    for name, piece in named:
        if piece is not None:
            places.extend(places_of(f"management[{ordinal}].{name}", piece))
    rows.append(
        Management(
            form_id=form_id,
            doc_id=doc_id,
            ordinal=ordinal,
            aspect=aspect.text,
            description=_said(description),
            problems=_said(problems),
            page=aspect.cell.page,
        )
    )


def _split_pair(
    pieces: Sequence[Piece], row: Row, columns: Sequence[Column], roles: tuple[str, str], after: Piece | None
) -> tuple[Piece | None, Piece | None]:
    """Return the pieces of the two text columns; one text alone belongs to the column that it stands under."""
    if len(pieces) >= 2:
        return pieces[0], pieces[1]
    if not pieces:
        return None, None
    second = next((column for column in columns if column.role == roles[1]), None)
    blank_between = any(
        not piece.text and piece.column > (after.column if after else -1) and piece.column < pieces[0].column
        for piece in row.pieces
        if piece.starts
    )
    under_second = second is not None and pieces[0].column >= second.start
    return (None, pieces[0]) if under_second and (blank_between or not row.from_export) else (pieces[0], None)


def _said(piece: Piece | None) -> str | None:
    """Return what the author wrote, None for a blank, a dash, or 无."""
    if piece is None or is_blank(piece.text) or is_none_stated(piece.text):
        return None
    return piece.text


def _goal_pairs(section: Section) -> list[tuple[Piece | None, Piece | None]]:
    """Return pairs of goal and actual: under a header row, or beside their labels."""
    pairs: list[tuple[Piece | None, Piece | None]] = []
    headed = False
    for row in section.rows:
        pieces = [piece for piece in row.starting if meaning("blocks", piece.text) != "goals"]
        if pieces and all(_is_label(piece.text) for piece in pieces):
            continue
        labels = [piece for piece in row.starting if meaning("goal_labels", piece.text) is not None]
        if section.columns:
            texts = [piece for piece in pieces if meaning("goal_columns", piece.text) is None]
            goal, actual = _split_pair(texts, row, section.columns, ("goal", "actual"), None)
            if pairs and texts and not row.from_export and row.page != _page(pairs[-1]):
                pairs[-1] = (_goes_on(pairs[-1][0], goal), _goes_on(pairs[-1][1], actual))
            elif texts:
                pairs.append((goal, actual))
        elif pairs and pairs[-1][1] is None and (reached := _reached(row)) is not None:
            pairs[-1] = (pairs[-1][0], reached)
        elif labels and len(labels) == len(row.starting):
            headed = len(labels) > 1  # 实施期目标 | 年度目标 over their texts
        elif labels or headed:
            if not labels:
                pairs.extend((piece, None) for piece in pieces)
                continue
            headed = False
            pairs.append(_beside_labels([piece for piece in row.starting if piece.column >= labels[0].column]))
    return pairs


def _reached(row: Row) -> Piece | None:
    """Return what a row says was reached, which has a label and a text: `年度目标完成情况 | 建成…`."""
    label, text = row.starting if len(row.starting) == _PAIR else (None, None)
    known = label is not None and meaning("goal_columns", label.text) == "actual"
    return text if known and text is not None and meaning("goal_columns", text.text) is None else None


def _is_label(text: str) -> bool:
    """Say whether a text heads indicators: part of a header that fell apart, and no goal."""
    return meaning("blocks", text) == "indicators" or meaning("indicator_columns", text) in _LEVELS


def _beside_labels(pieces: Sequence[Piece]) -> tuple[Piece | None, Piece | None]:
    """Return goal and actual of a row of labels and texts: `年度目标 | 新建道路… | 完成情况 | 建成…`."""
    found: dict[str, Piece] = {}
    label = "goal"
    for piece in pieces:
        if meaning("goal_labels", piece.text) is not None:
            label = "goal"
        elif meaning("goal_columns", piece.text) == "actual":
            label = "actual"
        else:
            found.setdefault(label, piece)
    return found.get("goal"), found.get("actual")


def _page(pair: tuple[Piece | None, Piece | None]) -> int | None:
    return next((piece.cell.page for piece in pair if piece is not None), None)


def _add_goal(
    goal: Piece | None, actual: Piece | None, rows: list[Goal], places: list[Place], form_id: str, doc_id: str
) -> None:
    named = (("goal", goal), ("actual", actual))
    if all(piece is None or is_placeholder(piece.cell.text) or is_placeholder(piece.text) for _, piece in named):
        return
    ordinal = len(rows) + 1
    places.extend(place for name, piece in named if piece for place in places_of(f"goals[{ordinal}].{name}", piece))
    printed = goal or actual
    rows.append(
        Goal(
            form_id=form_id,
            doc_id=doc_id,
            ordinal=ordinal,
            goal=_said(goal),
            actual=_said(actual),
            page=printed.cell.page if printed else None,
        )
    )


def without_prompt(text: str) -> str:
    """Return a remark without the template's own words before it: `请在此处简要说明…如没有请填无。无` -> `无`."""
    return _PROMPT.sub("", text).strip()


def remarks_of(sections: Sequence[Section]) -> tuple[str | None, Piece | None]:
    """Return what the form's 说明 row says, None for 无, and the piece that says it."""
    for section in sections:
        if section.kind != "remarks":
            continue
        for row in section.rows:
            texts = [piece for piece in row.starting if meaning("row_labels", piece.text) != "remarks"]
            if not texts:
                continue
            fused = FUSED_REMARK.match(texts[0].text)
            piece = msgspec.structs.replace(texts[0], text=without_prompt(fused.group(1) if fused else texts[0].text))
            return _said(piece), piece
    return None, None
