"""What stands at a form's head and foot: title, year, names, the money's unit, the total of scores, its remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from extractors.document import Cell, Paragraph
from normalizers.characters import clean_text
from normalizers.forms.double_columns import parts_of, text_under
from normalizers.forms.fields_above import fields_above
from normalizers.forms.funding import declared_unit
from normalizers.forms.funding_line import FundingLine
from normalizers.forms.funding_lines import funding_lines
from normalizers.forms.headers import Column
from normalizers.forms.indicator_fit import fold_points
from normalizers.forms.layouts import find_layout
from normalizers.forms.money_unit import UnitVerdict
from normalizers.forms.rows import Piece, Row
from normalizers.forms.sections import Section
from normalizers.forms.take_parts import FormSource, remark_below
from normalizers.forms.texts import Labelled, labelled_fields, remarks_of, without_prompt
from normalizers.places import Place
from normalizers.schema import Form
from normalizers.titles import is_title, is_year_line
from normalizers.values.dates import read_fiscal_year
from normalizers.values.label_parts import split_coded_name
from normalizers.values.money import read_points
from normalizers.values.qualitative import is_blank, is_none_stated

_ANNEX = re.compile(r"^附[件表]\s*[0-9一二三四五六七八九十\-—]*\s*[:：]\s*(?=\S)")
"""What a report's list of annexes says before a form's title: `附件：项目支出绩效自评表`."""
_NAMES = ("project_name", "central_department", "department", "implementing_unit")


class Head(Struct, frozen=True):
    """The form's own row before it is marked, its places, and the unit its figures are in."""

    form: Form
    places: tuple[Place, ...]
    lines: tuple[FundingLine, ...]
    unit: UnitVerdict


def read_head(source: FormSource, ordinal: int, form_id: str, doc_id: str, fallback_year: int | None) -> Head:
    """Read the form's own row, with the unit that its header declares; `fallback_year` where no year is printed."""
    places: list[Place] = []
    title = _title(source, places)
    year = _fiscal_year(source, title, places)
    names = _names(source, places)
    lines = funding_lines([section for section in source.sections if section.kind == "funding"])
    declared, declared_at = declared_unit(source.sections, source.above)
    if declared_at is not None:
        places.append(Place("form.declared_unit", declared_at))
    template, layout = find_layout(source.sections, title or "")
    pages = [cell.page for cell in source.cells]
    form = Form(
        form_id=form_id,
        doc_id=doc_id,
        ordinal=ordinal,
        template=template,
        layout=layout,
        title=title,
        fiscal_year=year if year is not None else fallback_year,
        project_name=names["project_name"],
        central_department=names["central_department"],
        department=names["department"],
        implementing_unit=names["implementing_unit"],
        declared_unit=declared,
        score_total=_score_total(source.sections, places),
        remarks=_remarks_text(source, places),
        page_first=min((*(line.page for line in source.above), *pages), default=None),
        page_last=max(pages, default=None),
    )
    return Head(form, tuple(places), lines, UnitVerdict(declared or "元", "agrees"))


def _fields(sections: Sequence[Section]) -> tuple[Labelled, ...]:
    return labelled_fields(row for section in sections if section.kind == "fields" for row in section.rows)


def _names(source: FormSource, places: list[Place]) -> dict[str, str | None]:
    """Return the names at the form's head, from its table, else from the lines above; a leading code is left out."""
    named = {item.field: item for item in reversed(_fields(source.sections))}
    body = named.pop("unit", None)
    if body is not None and body.value is not None and "元" not in body.value.text:  # 单位 is who fills it in
        named.setdefault("implementing_unit", body)
    above = fields_above(source.above)
    names: dict[str, str | None] = {}
    for field in _NAMES:
        text: str | None = None
        if field in named:
            value = named[field].value
            if value is not None:
                text = value.text
                places.append(Place(f"form.{field}", value.cell))
        elif field in above:
            text = above[field].text
            places.append(Place(f"form.{field}", above[field].line))
        names[field] = None if text is None or is_blank(text) else split_coded_name(text)[1]
    return names


def _title(source: FormSource, places: list[Place]) -> str | None:
    """Return the form's title, from the lines above it or from the table's first rows."""
    lines = [line for line in source.above if is_title(clean_text(line.text))]
    if lines:
        best = max(lines, key=lambda line: ("绩效" in line.text, "表" in line.text, len(line.text)))
        places.append(Place("form.title", best))
        return _ANNEX.sub("", clean_text(best.text).lstrip("# "))
    for row in source.rows[:3]:
        if len(row.starting) == 1 and is_title(row.starting[0].text):
            places.append(Place("form.title", row.starting[0].cell))
            return row.starting[0].text
    return None


def _fiscal_year(source: FormSource, title: str | None, places: list[Place]) -> int | None:
    """Return the year of the line `(2024年度)`, else of the title, else of a labelled field."""
    printed: list[tuple[str, Cell | Paragraph]] = [(line.text, line) for line in source.above]
    printed += [(piece.text, piece.cell) for row in source.rows[:4] for piece in row.starting if len(row.starting) == 1]
    for text, where in sorted(printed, key=lambda item: not is_year_line(item[0])):
        year = read_fiscal_year(text)
        if year is not None:
            places.append(Place("form.fiscal_year", where))
            return year
    for item in _fields(source.sections):
        if item.field == "fiscal_year" and item.value is not None:
            return read_fiscal_year(item.value.text)
    return read_fiscal_year(title) if title else None


def _scores_stand_first(sections: Sequence[Section]) -> bool:
    """Say whether the form prints what was earned left of what could be: `得分 | 分值`."""
    roles = [
        role
        for section in sections
        if section.kind == "indicators"
        for column in section.columns
        for role in parts_of(column.role)
    ]
    return {"score", "weight"} <= set(roles) and roles.index("score") < roles.index("weight")


def _score_total(sections: Sequence[Section], places: list[Place]) -> Decimal | None:
    """Return the printed total of scores: in the row 总分, the number under 得分, else the last one."""
    score_column = next(
        (
            column
            for section in sections
            if section.kind == "indicators"
            for column in section.columns
            if "score" in parts_of(column.role)
        ),
        None,
    )
    for section in sections:
        if section.kind != "total":
            continue
        for row in section.rows:
            texts = [_without_weight(piece, score_column, row) for piece in row.starting]
            numbers = [piece for piece in texts if read_points(fold_points(piece.text)).value is not None]
            under = [
                p for p in numbers if score_column and p.column < score_column.stop and p.stop > score_column.start
            ]
            chosen: Piece | None = (
                under[0] if under else (numbers[-1] if numbers and (len(numbers) > 1 or not score_column) else None)
            )
            if row.from_export and numbers:  # columns slip; the total of the weights stands before that of the scores
                chosen = numbers[0 if _scores_stand_first(sections) else -1]
            if chosen is not None:
                places.append(Place("form.score_total", chosen.cell))
                return read_points(fold_points(chosen.text)).value
    return None


def _without_weight(piece: Piece, column: Column | None, row: Row) -> Piece:
    """Return a text of the total's row as it is, under 分值/得分 only what was earned: `100/98.6` -> `98.6`."""
    if column is None or not (row.from_export or piece.column < column.stop and column.start < piece.stop):
        return piece
    return msgspec.structs.replace(piece, text=text_under(column.role, "score", piece.text))


def _remarks_text(source: FormSource, places: list[Place]) -> str | None:
    text, piece = remarks_of(source.sections)
    if piece is not None:
        places.append(Place("form.remarks", piece.cell))
        return text
    below, paragraph = remark_below(source)
    said = without_prompt(clean_text(below or ""))
    if paragraph is None or is_none_stated(said) or is_blank(said):
        return None
    places.append(Place("form.remarks", paragraph))
    return said
