"""One printed form to its rows: fields at its head, money, management, goals, indicators, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from extractors.document import Cell, Paragraph
from normalizers.characters import clean_text
from normalizers.checks import check_form
from normalizers.checks.facts import FormFacts
from normalizers.checks.scheme import execution_points, printed_grade, scheme_of
from normalizers.forms.funding import FundingLine, FundingTable, declared_unit, funding_lines, read_funding
from normalizers.forms.header_remarks import header_remarks
from normalizers.forms.indicator_fit import fold_points
from normalizers.forms.indicator_rows import with_all_columns
from normalizers.forms.indicators import IndicatorTable, read_indicators
from normalizers.forms.layouts import find_layout
from normalizers.forms.left_columns import left_column_remarks
from normalizers.forms.money_unit import FACTORS, UnitVerdict, judge_unit
from normalizers.forms.rows import Piece
from normalizers.forms.sections import Section
from normalizers.forms.settled_rows import settled_rows
from normalizers.forms.take_parts import FormSource, remark_below
from normalizers.forms.texts import Labelled, Texts, labelled_fields, read_texts, remarks_of
from normalizers.places import Place, Remark
from normalizers.reconcile.form_figures import FormReadings
from normalizers.reconcile.reconcile import BAR, Bar, Reconciled, reconcile, stated_amounts
from normalizers.review import Trust, marked, weigh
from normalizers.rules import remark
from normalizers.schema import Form, Funding, Goal, Indicator, Management
from normalizers.titles import is_title, is_year_line
from normalizers.values.dates import read_fiscal_year
from normalizers.values.label_parts import split_coded_name
from normalizers.values.money import read_amount, read_points
from normalizers.values.qualitative import is_blank, is_none_stated

_HEAD_FIELDS = ("project_name", "central_department", "department", "implementing_unit")
_UNTITLED = Remark(
    rule="R-untitled",
    name="title_not_found",
    severity="info",
    message="没有读到表格标题，请核对原件",
    field="form.title",
    doubtful=True,
)
_INFERRED = Remark(
    rule="R-aligned",
    name="columns_inferred",
    severity="warning",
    message="表格没有画出竖线，各列是按文字对齐推断的，请核对",
    field="form",
    doubtful=True,
)


class FormRows(Struct, frozen=True):
    """Everything that one form says."""

    form: Form
    funding: tuple[Funding, ...]
    management: tuple[Management, ...]
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    places: tuple[Place, ...]
    remarks: tuple[Remark, ...]
    facts: FormFacts
    """What the checks of the whole document look at."""
    unit: UnitVerdict


class _Head(Struct, frozen=True):
    """The form's own row before it is marked, its places, and the unit its figures are in."""

    form: Form
    places: tuple[Place, ...]
    lines: tuple[FundingLine, ...]
    unit: UnitVerdict


def evaluate_form(
    source: FormSource,
    ordinal: int,
    doc_id: str,
    report: Sequence[str],
    fallback_year: int | None,
    sibling: UnitVerdict | None = None,
    bar: Bar = BAR,
) -> FormRows:
    """Return the rows of one form; `report` are the document's other texts, which may prove the money's unit.

    `sibling` is the verdict on another form of the document whose header says the wrong unit; `bar` says how probable
    a figure must be to be repaired or to lose its mark.
    """
    form_id = f"{doc_id[:16]}-{ordinal}"
    printed = source.sections
    source = msgspec.structs.replace(source, sections=tuple(map(with_all_columns, printed)))
    texts = read_texts(source.sections, form_id, doc_id)
    own = [text for goal in texts.goals for text in (goal.goal, goal.actual) if text]
    head = _read_head(source, ordinal, form_id, doc_id, fallback_year)
    head = _with_unit(head, own, report, sibling)
    funding = read_funding(head.lines, head.unit.unit, form_id, doc_id)
    sections = [section for section in source.sections if section.kind == "indicators"]
    indicators = read_indicators(sections, head.form.fiscal_year, form_id, doc_id)
    places = (*head.places, *funding.places, *texts.places, *indicators.places)
    agreed = _reconcile(head, funding, indicators, places, [*own, *report], bar)
    facts = _facts(head, agreed, source, texts, report, indicators)
    read = [remark for remark in funding.remarks if remark.field not in agreed.repaired]
    remarks = [*read, *indicators.remarks, *agreed.remarks, *_unit_remarks(head, funding), *check_form(facts)]
    remarks += left_column_remarks(source.sections)
    if facts.recognised and head.form.title is None:
        remarks.append(_UNTITLED)
    remarks += _missing_remarks(head.form, agreed, source)
    remarks.extend(_column_remarks(printed, source.sections))
    remarks.extend(header_remarks(printed))
    inferred = any(row.aligned for row in source.rows)
    if inferred:
        remarks.append(_INFERRED)
    settled = settled_rows(agreed.funding, agreed.indicators, agreed.score_total)
    trust = weigh(places, remarks, agreed.proven, agreed.suspect, inferred=inferred, settled=settled)
    return FormRows(
        form=_marked_form(
            msgspec.structs.replace(head.form, score_total=agreed.score_total, score_scheme=scheme_of(facts)), trust
        ),
        funding=marked(agreed.funding, "funding", trust),
        management=marked(texts.management, "management", trust),
        goals=marked(texts.goals, "goals", trust),
        indicators=marked(agreed.indicators, "indicators", trust),
        places=places,
        remarks=tuple(remarks),
        facts=facts,
        unit=head.unit,
    )


def _without_reason_cell(indicators: IndicatorTable) -> tuple[int, ...]:
    """Return the rows whose cells were moved into place and leave none for the reason, where most rows have one."""
    slipped = {remark.field for remark in indicators.remarks if remark.rule == "R-realigned"}
    reasoned = {place.path for place in indicators.places}
    paths = [(row.ordinal, f"indicators[{row.ordinal}]") for row in indicators.rows]
    if 2 * sum(f"{path}.reason" in reasoned for _, path in paths) < len(paths):
        return ()  # the column is blank
    return tuple(ordinal for ordinal, path in paths if path in slipped and f"{path}.reason" not in reasoned)


def _missing_remarks(form: Form, agreed: Reconciled, source: FormSource) -> list[Remark]:
    """Say what every form prints and this scan does not show: it was hardly left out, rather not read."""
    if all(cell.confidence is None for cell in source.cells):
        return []
    found = []
    if form.fiscal_year is None:
        found.append(remark("year_not_found", field="form.fiscal_year", doubtful=True))
    if agreed.score_total is None and any(row.score is not None for row in agreed.indicators):
        found.append(remark("score_total_not_found", field="form.score_total", doubtful=True))
    return found


def _with_unit(head: _Head, own: Sequence[str], report: Sequence[str], sibling: UnitVerdict | None) -> _Head:
    """Return the head with the unit that its figures are really in."""
    form = head.form
    bodies = (form.department, form.implementing_unit)
    unit = judge_unit(head.lines, form.declared_unit, own, report, bodies=bodies, sibling=sibling)
    effective = unit.unit if head.lines else form.declared_unit
    return _Head(msgspec.structs.replace(form, effective_unit=effective), head.places, head.lines, unit)


def _reconcile(
    head: _Head,
    funding: FundingTable,
    indicators: IndicatorTable,
    places: Sequence[Place],
    texts: Sequence[str],
    bar: Bar,
) -> Reconciled:
    """Use what the form says twice: figures that were misread are put right, figures that are proved lose a doubt."""
    recognised = any(place.printed.method != "pdf_text" for place in places)
    readings = FormReadings(
        funding=funding.rows,
        indicators=indicators.rows,
        score_total=head.form.score_total,
        places=tuple(places),
        unit_factor=FACTORS.get(head.unit.unit, Decimal(1)),
        stated=stated_amounts(texts) if recognised else frozenset(),
        changes=tuple(
            (ordinal, piece.cell)
            for ordinal, line in enumerate(head.lines, start=1)
            if (piece := line.cells.get("change")) is not None
        ),
    )
    return reconcile(readings, bar)


def _facts(
    head: _Head,
    agreed: Reconciled,
    source: FormSource,
    texts: Texts,
    report: Sequence[str],
    indicators: IndicatorTable,
) -> FormFacts:
    """Put together what the checks look at."""
    return FormFacts(
        funding=agreed.funding,
        indicators=agreed.indicators,
        score_total=agreed.score_total,
        unit_factor=FACTORS.get(head.unit.unit, Decimal(1)),
        recognised=any(cell.method != "pdf_text" for cell in source.cells),
        form=head.form,
        goals=texts.goals,
        management=texts.management,
        report=tuple(report),
        asks_reasons=any(
            column.role == "reason"
            for section in source.sections
            if section.kind == "indicators"
            for column in section.columns
        ),
        without_reason_cell=_without_reason_cell(indicators),
        changes=tuple(read_amount(line.text("change"), head.unit.unit).yuan for line in head.lines),
        execution_points=execution_points(source.sections),
        grade=printed_grade(source.rows),
    )


def _column_remarks(printed: Sequence[Section], completed: Sequence[Section]) -> list[Remark]:
    """Say which columns without a known label were told by what stands below them."""
    remarks = []
    for before, after in zip(printed, completed, strict=True):
        known = {(column.role, column.start) for column in before.columns}
        added = [column for column in after.columns if (column.role, column.start) not in known]
        if not added:
            continue
        unknown = {column.start for column in before.columns if column.role == "other"}
        worded = any(column.start in unknown for column in added)
        names = "、".join(column.role for column in added)
        remarks.append(
            Remark(
                rule="R-realigned",
                name="column_label_missing",
                severity="warning" if worded else "info",
                message=f"有列没有可识别的列名，已按内容认作：{names}",
                field="form",
                expected=names,
                doubtful=worded,
            )
        )
    return remarks


def _read_head(source: FormSource, ordinal: int, form_id: str, doc_id: str, fallback_year: int | None) -> _Head:
    places: list[Place] = []
    title = _title(source, places)
    year = _fiscal_year(source, title, places)
    named = {item.field: item for item in reversed(_fields(source.sections))}
    for field in _HEAD_FIELDS:
        value = named[field].value if field in named else None
        if value is not None:
            places.append(Place(f"form.{field}", value.cell))
    lines = funding_lines([section for section in source.sections if section.kind == "funding"])
    declared, declared_at = declared_unit(source.sections, [line.text for line in source.above])
    if declared_at is not None:
        places.append(Place("form.declared_unit", declared_at.cell))
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
        project_name=_name(named.get("project_name")),
        central_department=_name(named.get("central_department")),
        department=_name(named.get("department")),
        implementing_unit=_name(named.get("implementing_unit")),
        declared_unit=declared,
        score_total=_score_total(source.sections, places),
        remarks=_remarks_text(source, places),
        page_first=min((*(line.page for line in source.above), *pages), default=None),
        page_last=max(pages, default=None),
    )
    return _Head(form, tuple(places), lines, UnitVerdict(declared or "元", "agrees"))


def _fields(sections: Sequence[Section]) -> tuple[Labelled, ...]:
    return labelled_fields(row for section in sections if section.kind == "fields" for row in section.rows)


def _name(item: Labelled | None) -> str | None:
    """Return a field's text; a leading code (`219-…镇人民政府`) is left out."""
    if item is None or item.value is None or is_blank(item.value.text):
        return None
    return split_coded_name(item.value.text)[1]


def _title(source: FormSource, places: list[Place]) -> str | None:
    """Return the form's title, from the lines above it or from the table's first rows."""
    lines = [line for line in source.above if is_title(clean_text(line.text))]
    if lines:
        best = max(lines, key=lambda line: ("绩效" in line.text, "表" in line.text, len(line.text)))
        places.append(Place("form.title", best))
        return clean_text(best.text).lstrip("# ")
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


def _score_total(sections: Sequence[Section], places: list[Place]) -> Decimal | None:
    """Return the printed total of scores: in the row 总分, the number under 得分, else the last one."""
    score_column = next(
        (
            column
            for section in sections
            if section.kind == "indicators"
            for column in section.columns
            if column.role == "score"
        ),
        None,
    )
    for section in sections:
        if section.kind != "total":
            continue
        for row in section.rows:
            numbers = [piece for piece in row.starting if read_points(fold_points(piece.text)).value is not None]
            under = [
                p for p in numbers if score_column and p.column < score_column.stop and p.stop > score_column.start
            ]
            chosen: Piece | None = (
                under[0] if under else (numbers[-1] if numbers and (len(numbers) > 1 or not score_column) else None)
            )
            if row.from_export and numbers:  # columns slip; the total of the weights stands before that of the scores
                chosen = numbers[-1]
            if chosen is not None:
                places.append(Place("form.score_total", chosen.cell))
                return read_points(fold_points(chosen.text)).value
    return None


def _remarks_text(source: FormSource, places: list[Place]) -> str | None:
    text, piece = remarks_of(source.sections)
    if piece is not None:
        places.append(Place("form.remarks", piece.cell))
        return text
    below, paragraph = remark_below(source)
    if below is None or paragraph is None or is_none_stated(below) or is_blank(below):
        return None
    places.append(Place("form.remarks", paragraph))
    return clean_text(below)


def _unit_remarks(head: _Head, funding: FundingTable) -> list[Remark]:
    """Say what is wrong with the printed unit (rule F-03); a mere suspicion puts every amount in doubt."""
    unit, declared = head.unit, head.form.declared_unit
    if unit.state == "agrees" or not funding.rows:
        return []
    certain = unit.proven
    first = remark(
        _UNIT_FINDINGS[unit.state], field="form.effective_unit", observed=declared, expected=unit.unit,
        doubtful=not certain, declared=declared or "", unit=unit.unit, evidence=unit.evidence, figure=unit.figure,
        text=unit.text,
    )  # fmt: skip
    rows = [row for row in funding.rows if any((row.budget_initial, row.budget, row.executed)) and not certain]
    return [first, *(msgspec.structs.replace(first, field=f"funding[{row.ordinal}]", page=row.page) for row in rows)]


_UNIT_FINDINGS = {
    "confirmed": "unit_conflict_confirmed",
    "suspected": "unit_conflict_suspected",
    "undeclared": "unit_not_declared",
    "found": "unit_from_text",
}


def _marked_form(form: Form, trust: Trust) -> Form:
    return msgspec.structs.replace(form, confidence=trust.confidence.get("form"), needs_review="form" in trust.doubtful)
