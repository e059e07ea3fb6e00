"""One document of a dataset to a page: what was read, what does not add up, pictures of what is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from markupsafe import Markup
from msgspec import Struct

from extractors.document import Cell, Paragraph, Reading
from normalizers.forms.funding_sums import sums_of
from normalizers.forms.money_unit import FACTORS
from normalizers.rules import load_rules
from normalizers.schema import Finding, Form, Funding, Goal, Indicator, Language, Management
from pipeline.documents import DocumentRow
from pipeline.doubtful import DoubtfulField, DoubtfulRow, load_labels
from pipeline.report.attainment import attainment_chart
from pipeline.report.charts import Pair, paired_bars
from pipeline.report.crops import Crop, Crops
from pipeline.report.document import DocumentContent
from pipeline.report.page import field_name, money, plain_text, render
from pipeline.report.words import in_language, name_of, word

_SEVERITIES = ("error", "warning", "info")
_ALWAYS = ("project_name", "fiscal_year", "department", "implementing_unit")
"""Fields of a head that are shown also where there is nothing in them."""
_NOT_IN_HEAD = {"title", "effective_unit", "declared_unit"}


_Row = Form | Funding | Management | Goal | Indicator


class _DoubtView(Struct, frozen=True):
    name: str
    page: int | None
    severity: str
    reasons: tuple[str, ...]
    crops: tuple[Crop, ...]
    cells: tuple[_CellView, ...]


class _CellView(Struct, frozen=True):
    label: str
    printed: str
    value: str | None
    readings: tuple[Reading, ...]


class _SumView(Struct, frozen=True):
    column: str
    arithmetic: str
    verdict: str
    holds: bool


class _FormView(Struct, frozen=True):
    row: Form
    head: tuple[tuple[str, str | None], ...]
    unit_note: str
    funding: tuple[Funding, ...]
    sums: tuple[_SumView, ...]
    goals: tuple[Goal, ...]
    management: tuple[Management, ...]
    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]
    doubtful: tuple[_DoubtView, ...]
    money_chart: Markup
    attainment_chart: Markup
    marked: int

    @property
    def errors(self) -> int:
        """Findings of severity error."""
        return sum(one.severity == "error" for one in self.findings)

    @property
    def has_initial(self) -> bool:
        """Any line has an initial budget."""
        return any(line.budget_initial is not None for line in self.funding)

    @property
    def has_funding_score(self) -> bool:
        """Any line of money has a weight or a score."""
        return any(line.weight is not None or line.score is not None for line in self.funding)

    @property
    def has_score(self) -> bool:
        """Any indicator has a weight or a score."""
        return any(line.weight is not None or line.score is not None for line in self.indicators)

    @property
    def has_reason(self) -> bool:
        """Any indicator has a reason."""
        return any(line.reason for line in self.indicators)


def document_page(content: DocumentContent, crops: Crops, language: Language) -> str:
    """Return the page of one document."""
    evaluation, row = content.evaluation, content.row
    forms = tuple(_form_view(form, content, crops, language) for form in evaluation.forms)
    rows: list[_Row] = [*evaluation.forms, *evaluation.funding, *evaluation.management]
    rows += [*evaluation.goals, *evaluation.indicators]
    severities = Counter[str](one.severity for one in evaluation.findings)
    return render(
        "document.html",
        language,
        row=row,
        advice=name_of("mends", row.error_code, language) if row.status == "failed" else "",
        forms=forms,
        rows_read=len(rows),
        marked=sum(one.needs_review for one in rows),
        severities={severity: severities[severity] for severity in _SEVERITIES},
        page_kinds=_page_kinds(row),
        passages=len(evaluation.passages),
        notes=notes_of(content, crops),
        document_findings=_by_severity(one for one in evaluation.findings if one.form_id is None),
        used_rules=[rule for rule in load_rules() if any(one.rule == rule for one in evaluation.findings)],
        made_at=datetime.now(UTC),
    )


def notes_of(content: DocumentContent, crops: Crops) -> list[str]:
    """Return the keys of what the report has to say about itself."""
    notes = [crops.missing] if crops.missing is not None else []
    if content.reading is None and content.row.status != "failed" and "no_reading" not in notes:
        notes.append("no_reading")
    return notes + (["other_language"] if content.other_language else [])


def _page_kinds(row: DocumentRow) -> tuple[tuple[str, int | None], ...]:
    return (
        ("digital", row.pages_digital), ("scanned", row.pages_scanned), ("ocr_layer", row.pages_ocr_layer),
    )  # fmt: skip


def _by_severity(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: _SEVERITIES.index(one.severity)))


def _form_view(form: Form, content: DocumentContent, crops: Crops, language: Language) -> _FormView:
    evaluation = content.evaluation
    funding, management = of_form(evaluation.funding, form), of_form(evaluation.management, form)
    goals, indicators = of_form(evaluation.goals, form), of_form(evaluation.indicators, form)
    own: list[_Row] = [form, *funding, *management, *goals, *indicators]
    return _FormView(
        row=form,
        head=tuple(_head(form, language)),
        unit_note=_unit_note(form, language),
        funding=funding,
        sums=tuple(_sums(form, funding, language)),
        goals=goals,
        management=management,
        indicators=indicators,
        findings=_by_severity(one for one in evaluation.findings if one.form_id == form.form_id),
        doubtful=tuple(
            _doubt_view(row, crops.by_row.get(number, ()), language)
            for number, row in enumerate(content.doubtful)
            if row.form_id == form.form_id
        ),
        money_chart=_money_chart(form, funding, language),
        attainment_chart=attainment_chart(
            f"attainment-{form.ordinal}", Counter((row.level1, row.attainment) for row in indicators), language
        ),
        marked=sum(row.needs_review for row in own),
    )


RowT = TypeVar("RowT", Funding, Management, Goal, Indicator)


def of_form(rows: Sequence[RowT], form: Form) -> tuple[RowT, ...]:
    """Return a form's rows of one table."""
    return tuple(row for row in rows if row.form_id == form.form_id)


def _head(form: Form, language: Language) -> Iterator[tuple[str, str | None]]:
    for field, words in load_labels().fields["form"].items():
        value = getattr(form, field, None)
        if field not in _NOT_IN_HEAD and (value is not None or field in _ALWAYS):
            yield in_language(words, language), None if value is None else plain_text(value)


def _unit_note(form: Form, language: Language) -> str:
    if form.declared_unit and form.effective_unit and form.declared_unit != form.effective_unit:
        return word("text", "unit_effective", language, declared=form.declared_unit, effective=form.effective_unit)
    unit = form.effective_unit or form.declared_unit
    return word("text", "unit_printed", language, unit=unit) if unit else ""


def _sums(form: Form, funding: Sequence[Funding], language: Language) -> Iterator[_SumView]:
    """Yield what the sources add up to, as rule F-01 sees it: `102,300.00 + 459,600.00 = 561,900.00`."""
    for found in sums_of(funding, FACTORS.get(form.effective_unit or "", FACTORS["元"])):
        parts = " + ".join(money(getattr(line, found.amount)) for line in found.parts)
        verdict = word(
            "text", "sum_holds" if found.holds else "sum_fails", language, label=found.total.source_label,
            printed=money(found.printed), difference=money(abs(found.printed - found.added)),
        )  # fmt: skip
        yield _SumView(
            word("text", found.amount, language), f"{parts} = {money(found.added)}", verdict, found.holds
        )


def _money_chart(form: Form, funding: Sequence[Funding], language: Language) -> Markup:
    pairs = [
        Pair(line.source_label, line.budget, line.executed, (money(line.budget), money(line.executed)))
        for line in funding
        if line.period is None and (line.budget is not None or line.executed is not None)
    ]
    return paired_bars(
        f"money-{form.ordinal}",
        word("text", "chart_money", language),
        word("text", "chart_money_told", language),
        (word("text", "budget", language), word("text", "executed", language)),
        pairs,
    )


def _doubt_view(row: DoubtfulRow, crops: tuple[Crop, ...], language: Language) -> _DoubtView:
    cells = [field for field in row.fields if field.doubtful]
    return _DoubtView(
        name=_name(row, language),
        page=row.page,
        severity=row.severity,
        reasons=reasons_of(row, language),
        crops=crops,
        cells=tuple(_cell_view(field, language) for field in cells),
    )


def reasons_of(row: DoubtfulRow, language: Language) -> tuple[str, ...]:
    """Return why a row should be looked at: what is doubtful about each field in one line, each finding once."""
    doubts: dict[str, list[str]] = {}
    findings = []
    for reason in row.reasons:
        if reason.finding is not None:
            findings.append(reason.finding.message)
        else:
            place = field_name(reason.field, language=language).rpartition(" · ")[2]
            doubts.setdefault(place, []).append(reason.zh if language == "zh" else reason.en)
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    told = [f"{place}{colon}{comma.join(dict.fromkeys(said))}" for place, said in doubts.items()]
    return tuple(dict.fromkeys([*told, *findings]))


def _name(row: DoubtfulRow, language: Language) -> str:
    """Return what a person knows a row by: `绩效指标5 · 补助人数`."""
    own = row.row
    label = own.source_label if isinstance(own, Funding) else own.level3 if isinstance(own, Indicator) else None
    if isinstance(own, Management):
        label = own.aspect
    name = field_name(row.path, language=language) or (row.zh if language == "zh" else row.en)
    return f"{name} · {label}" if label else name


def _cell_view(field: DoubtfulField, language: Language) -> _CellView:
    return _CellView(
        field.zh if language == "zh" else field.en, field.printed.text, field.value, readings_of(field.printed)
    )


def readings_of(printed: Cell | Paragraph) -> tuple[Reading, ...]:
    """Return all readings of a text, the chosen one first, also where there is only one."""
    if isinstance(printed, Cell) and printed.readings:
        return printed.readings
    return (Reading(printed.text, printed.method, printed.confidence),)
