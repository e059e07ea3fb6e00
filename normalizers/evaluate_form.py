"""One printed form to its rows: fields at its head, money, management, goals, indicators, remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from normalizers.checks import check_form
from normalizers.checks.facts import FormFacts
from normalizers.checks.scheme import execution_points, printed_grade, scheme_of
from normalizers.forms.form_unit import amounts_of_indicators, unit_remarks
from normalizers.forms.funding import FundingTable, read_funding
from normalizers.forms.head import Head, read_head
from normalizers.forms.header_remarks import header_remarks
from normalizers.forms.indicator_rows import with_all_columns
from normalizers.forms.indicators import IndicatorTable, read_indicators
from normalizers.forms.left_columns import (
    left_column_remarks,
    lost_column_remarks,
    rival_column_remarks,
    told_column_remarks,
    unread_indicator_remarks,
    unread_money_remarks,
    untold_value_remarks,
)
from normalizers.forms.money_unit import FACTORS, UnitVerdict, judge_unit
from normalizers.forms.settled_rows import settled_rows
from normalizers.forms.take_parts import FormSource
from normalizers.forms.texts import Texts, read_texts
from normalizers.places import Place, Remark, is_recognised
from normalizers.reconcile.form_figures import FormReadings
from normalizers.reconcile.reconcile import BAR, Bar, Reconciled, reconcile, stated_amounts
from normalizers.review import Trust, marked, weigh
from normalizers.rules import remark
from normalizers.schema import Form, Funding, Goal, Indicator, Management
from normalizers.values.money import read_amount


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


class _Context(Struct, frozen=True):
    """What the amounts of a form are read with: the rest of the form, the document's other texts, another form."""

    head: Head
    texts: Texts
    indicators: IndicatorTable
    report: tuple[str, ...]
    sibling: UnitVerdict | None
    bar: Bar

    @property
    def goals(self) -> list[str]:
        """What the form says in words of its goal."""
        return [text for goal in self.texts.goals for text in (goal.goal, goal.actual) if text]


class _Money(Struct, frozen=True):
    """The head with its unit, the funding lines as read, all places of the form, and the figures that agree."""

    head: Head
    funding: FundingTable
    places: tuple[Place, ...]
    agreed: Reconciled


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

    `sibling` is the verdict on another form of the document whose header is proved wrong, or right; `bar` says how
    probable a figure must be to be repaired or to lose its mark.
    """
    form_id = f"{doc_id[:16]}-{ordinal}"
    printed = source.sections
    source = msgspec.structs.replace(source, sections=tuple(map(with_all_columns, printed)))
    texts = read_texts(source.sections, form_id, doc_id)
    head = read_head(source, ordinal, form_id, doc_id, fallback_year)
    sections = [section for section in source.sections if section.kind == "indicators"]
    indicators = read_indicators(sections, head.form.fiscal_year, form_id, doc_id)
    money = _read_money(_Context(head, texts, indicators, tuple(report), sibling, bar))
    head, funding, places, agreed = money.head, money.funding, money.places, money.agreed
    facts = _facts(head, agreed, source, texts, report, indicators)
    read = [remark for remark in funding.remarks if remark.field not in agreed.repaired]
    remarks = [*read, *texts.remarks, *indicators.remarks, *agreed.remarks]
    remarks += [*unit_remarks(head.unit, head.form, funding.rows), *check_form(facts)]
    remarks += [*left_column_remarks(source.sections), *unread_money_remarks(source.sections, head.lines)]
    remarks += [*unread_indicator_remarks(printed, agreed.indicators), *untold_value_remarks(source.sections)]
    if facts.recognised:
        remarks += lost_column_remarks(printed, agreed.indicators)
    if facts.recognised and head.form.title is None:
        remarks.append(remark("title_not_found", field="form.title", doubtful=True))
    remarks += _missing_remarks(head.form, agreed, source)
    remarks.extend(told_column_remarks(printed, source.sections))
    remarks.extend(rival_column_remarks(printed, source.sections, agreed.indicators))
    remarks.extend(header_remarks(printed))
    inferred = any(row.aligned for row in source.rows)
    if inferred:
        remarks.append(remark("columns_inferred", field="form", doubtful=True))
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


def _read_money(context: _Context) -> _Money:
    """Return the amounts in the unit that they are really in, misread figures put right.

    The unit is judged by the figures, and misread ones are known only when they were compared with each other in some
    unit: where the repaired figures are in another one, everything is read again.
    """
    money = _in_unit(context, _with_unit(context, {}))
    repaired = {one.field or "": one.expected or "" for one in money.agreed.remarks}
    head = _with_unit(context, repaired) if repaired else money.head
    if head.unit.unit == money.head.unit.unit:
        return msgspec.structs.replace(money, head=head)
    return _in_unit(context, head)


def _in_unit(context: _Context, head: Head) -> _Money:
    """Return the amounts read in the head's unit and reconciled."""
    form = head.form
    funding = read_funding(head.lines, head.unit.unit, form.form_id, form.doc_id)
    places = (*head.places, *funding.places, *context.texts.places, *context.indicators.places)
    return _Money(head, funding, places, _reconcile(context, head, funding, places))


def _with_unit(context: _Context, repaired: Mapping[str, str]) -> Head:
    """Return the head with the unit that its figures are really in."""
    head, form = context.head, context.head.form
    unit = judge_unit(
        head.lines,
        form.declared_unit,
        [*context.goals, *amounts_of_indicators(context.indicators.rows)],
        context.report,
        bodies=(form.department, form.implementing_unit),
        sibling=context.sibling,
        repaired=repaired,
    )
    effective = unit.unit if head.lines else form.declared_unit
    return Head(msgspec.structs.replace(form, effective_unit=effective), head.places, head.lines, unit)


def _reconcile(context: _Context, head: Head, funding: FundingTable, places: Sequence[Place]) -> Reconciled:
    """Use what the form says twice: figures that were misread are put right, figures that are proved lose a doubt."""
    recognised = any(is_recognised(place.printed) for place in places)
    readings = FormReadings(
        funding=funding.rows,
        indicators=context.indicators.rows,
        score_total=head.form.score_total,
        places=tuple(places),
        unit_factor=FACTORS.get(head.unit.unit, Decimal(1)),
        stated=stated_amounts([*context.goals, *context.report]) if recognised else frozenset(),
        changes=tuple(
            (ordinal, piece.cell)
            for ordinal, line in enumerate(head.lines, start=1)
            if (piece := line.cells.get("change")) is not None
        ),
    )
    return reconcile(readings, context.bar)


def _facts(
    head: Head,
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
        recognised=any(map(is_recognised, source.cells)),
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


def _marked_form(form: Form, trust: Trust) -> Form:
    return msgspec.structs.replace(form, confidence=trust.confidence.get("form"), needs_review="form" in trust.doubtful)
