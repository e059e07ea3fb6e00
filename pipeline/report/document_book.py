"""One document of a dataset to a workbook: each form as printed, its rows in yuan, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from extractors.document import Document, Paragraph
from normalizers.forms.take_parts import FormSource
from normalizers.rules import load_rules
from normalizers.schema import Evaluation, Form, Language
from pipeline.doubtful import DoubtfulRow
from pipeline.field_places import field_places
from pipeline.report.crops import Crops
from pipeline.report.document import DocumentContent
from pipeline.report.document_page import notes_of, readings_of, reasons_of
from pipeline.report.layout import CellKey, Placed, fields_by_key, key_of, lay_out, shown_number, text_height
from pipeline.report.page import field_name, percent
from pipeline.report.sheets import MONEY, PERCENT, Book, Column, Look, Sheet, workbook
from pipeline.report.words import in_language, name_of, word

DOUBTFUL, MARKED, CORRECTED = "#F8CBAD", "#FFF2CC", "#E2EFDA"
"""Fills of a cell in doubt, of the other cells of its row, and of what a person has corrected."""
_FRAME: Look = {"border": 1, "text_wrap": True, "valign": "vcenter"}
_SHEET_TITLE = 18
"""Characters of a form's title in the name of its sheet."""


class _Doubts:
    """What is known of printed places: which are in doubt and why, which fields they became."""

    def __init__(self, content: DocumentContent, reading: Document, language: Language) -> None:
        places = field_places(reading, content.evaluation)
        self.fields = fields_by_key(
            {path: [one.text for one in found] for path, found in places.by_field.items()}
        )  # fmt: skip
        self.comments: dict[CellKey, list[str]] = {}
        self.marked: set[CellKey] = set()
        for row in content.doubtful:
            self._add(row, language)

    def _add(self, row: DoubtfulRow, language: Language) -> None:
        if row.marked:
            self.marked |= {key_of(field.printed) for field in row.fields}
        doubtful = [field for field in row.fields if field.doubtful] or list(row.fields[:1])
        for field in doubtful:
            lines = [*reasons_of(row, language), word("text", "cell_readings", language)]
            for reading in readings_of(field.printed):
                sure = "" if reading.confidence is None else f" {percent(reading.confidence)}"
                lines.append(f"{reading.text}（{name_of('methods', reading.method, language)}{sure}）")
            known = self.comments.setdefault(key_of(field.printed), [])
            known += [line for line in lines if line not in known]

    def fill(self, key: CellKey, method: str) -> Look:
        """Return the fill of a place."""
        if key in self.comments:
            return {"bg_color": DOUBTFUL}
        if method == "correction":
            return {"bg_color": CORRECTED}
        return {"bg_color": MARKED} if key in self.marked else {}


def document_book(content: DocumentContent, language: Language, path: Path) -> None:
    """Write the workbook of one document; raises `OSError`."""
    with workbook(path, language) as book:
        _about(book, content)
        if content.reading is not None and content.printed:
            doubts = _Doubts(content, content.reading, language)
            for form, printed in zip(content.evaluation.forms, content.printed, strict=True):
                name = f"{form.ordinal} {(form.title or name_of('templates', form.template, language))[:_SHEET_TITLE]}"
                _form_sheet(book.sheet(name), printed, content.reading, doubts)
        _tables(book, content.evaluation)


def _form_sheet(sheet: Sheet, form: FormSource, reading: Document, doubts: _Doubts) -> None:
    """Write a form as printed: the lines above it, its cells, the lines below."""
    layout = lay_out(form, reading)
    for at, width in enumerate(layout.widths):
        sheet.raw.set_column(at, at, width)
    row = 0
    for line in form.above:
        row = _line(sheet, row, line, layout.widths, doubts, title=True)
    top = row
    for number, height in enumerate(layout.heights):
        sheet.raw.set_row(top + number, height)
    for one in layout.placed:
        _cell(sheet, top, one, doubts)
    row = top + len(layout.heights)
    for line in form.below:
        row = _line(sheet, row, line, layout.widths, doubts, title=False)
    sheet.raw.print_area(0, 0, max(0, row - 1), len(layout.widths) - 1)
    sheet.raw.set_paper(9)
    if _lies(form, reading):
        sheet.raw.set_landscape()
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.raw.set_footer("&C&P / &N")
    sheet.raw.center_horizontally()


def _lies(form: FormSource, reading: Document) -> bool:
    """Say whether a form's first page is wider than high, turned upright."""
    number = form.cells[0].page if form.cells else 0
    page = next((page for page in reading.pages if page.number == number), None)
    if page is None or not page.width:
        return False
    return (page.width > page.height) == (page.turned % 180 == 0)


def _cell(sheet: Sheet, top: int, one: Placed, doubts: _Doubts) -> None:
    key = key_of(one.cell)
    found = shown_number(one.cell.text, doubts.fields.get(key, ()))
    look = {**_FRAME, **doubts.fill(key, one.cell.method), "align": "right" if found else _alignment(one)}
    row, column = top + one.row, one.column
    if one.rows > 1 or one.columns > 1:
        sheet.merged(row, column, one.rows, one.columns, look)
    if found is None:
        sheet.text(row, column, one.cell.text, look)
    else:
        sheet.number(row, column, found.value, found.number, look)
    if key in doubts.comments:
        sheet.comment(row, column, "\n".join(doubts.comments[key]))


_LONG = 24
"""Characters from which a cell's text begins at the left; shorter ones stand in the middle, as on paper."""


def _alignment(one: Placed) -> str:
    return "left" if len(one.cell.text) > _LONG or "\n" in one.cell.text and one.columns > 2 else "center"


def _line(
    sheet: Sheet, row: int, line: Paragraph, widths: Sequence[float], doubts: _Doubts, *, title: bool
) -> int:
    """Write a line of text across the form and return the next row."""
    heading = title and (line.centred or line.level is not None)
    size = 14 if heading else 10
    look: Look = {
        "text_wrap": True, "valign": "vcenter", "align": "center" if heading else "left", "bold": heading,
        "font_size": size, **doubts.fill(key_of(line), line.method),
    }  # fmt: skip
    if len(widths) > 1:
        sheet.merged(row, 0, 1, len(widths), look)
    sheet.text(row, 0, line.text, look)
    sheet.raw.set_row(row, min(400.0, text_height(line.text, sum(widths) * 10 / size) * size / 10 + 4))
    if key_of(line) in doubts.comments:
        sheet.comment(row, 0, "\n".join(doubts.comments[key_of(line)]))
    return row + 1


def _about(book: Book, content: DocumentContent) -> None:
    language, row = book.language, content.row
    sheet = book.sheet(word("text", "sheet_about", language))
    sheet.raw.set_column(0, 0, 18)
    sheet.raw.set_column(1, 1, 90)
    sheet.raw.set_paper(9)
    sheet.raw.fit_to_pages(1, 0)
    lines = [
        (word("text", "document_report", language), row.file_name),
        (word("text", "status", language), name_of("status", row.status, language)),
        (word("text", "source", language), row.source),
        ("SHA-256", row.doc_id),
        (word("text", "pages", language), "" if row.page_count is None else str(row.page_count)),
        (word("text", "cause", language), row.error_message or ""),
        (word("text", "made_at", language), f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, jixiao {row.pipeline_version}"),
        ("", word("text", "legend_printed", language)),
        ("", word("text", "legend_doubtful", language)),
        *(("", word("text", key, language)) for key in _notes(content)),
    ]
    for number, (label, text) in enumerate((label, text) for label, text in lines if text):
        sheet.text(number, 0, label, {"bold": True, "valign": "top"})
        look: Look = {"text_wrap": True, "valign": "top"}
        sheet.text(number, 1, text, {**look, "bg_color": DOUBTFUL} if text == lines[8][1] else look)


def _notes(content: DocumentContent) -> list[str]:
    notes = notes_of(content, Crops({}))
    return notes + (["other_forms"] if content.reading is not None and content.evaluation.forms
                    and not content.printed else [])  # fmt: skip


def _tables(book: Book, evaluation: Evaluation) -> None:
    """Write the rows of the tables, with what a person reads: names for codes, yuan for amounts."""
    language = book.language

    def said(key: str) -> str:
        return word("text", key, language)

    forms = {form.form_id: form.ordinal for form in evaluation.forms}
    page, mark = Column(said("page_column"), "0"), Column(said("needs_review"))
    number = Column(said("form"), "0")
    money = [Column(said(key), MONEY) for key in ("budget_initial", "budget", "executed")]
    rates = [Column(said(key), PERCENT) for key in ("rate_printed", "rate_computed")]
    points = [Column(said(key)) for key in ("weight", "score")]
    if evaluation.forms:
        heads = list(_heads(evaluation.forms, language))
        book.sheet(said("sheet_heads")).table(
            [number, Column(said("field")), Column(said("value"))], heads
        )  # fmt: skip
    book.sheet(said("sheet_money")).table(
        [number, Column(said("source_of_money")), Column(said("kind")), *money, *rates, *points, page, mark],
        [
            (forms.get(line.form_id), line.source_label, name_of("sources", line.source, language),
             line.budget_initial, line.budget, line.executed, line.execution_rate, line.execution_rate_computed,
             line.weight, line.score, line.page, line.needs_review)
            for line in evaluation.funding
        ],
    )  # fmt: skip
    book.sheet(said("sheet_indicators")).table(
        [number, *(Column(said(key)) for key in ("level", "kind", "indicator", "target", "actual", "attainment")),
         Column(said("completion"), PERCENT), *points, Column(said("reason")), page, mark],
        [
            (forms.get(line.form_id), line.level1 or line.level1_raw, line.level2 or line.level2_raw, line.level3,
             line.target_raw, line.actual_raw, name_of("attainment", line.attainment, language), line.completion,
             line.weight, line.score, line.reason, line.page, line.needs_review)
            for line in evaluation.indicators
        ],
    )  # fmt: skip
    if evaluation.goals or evaluation.management:
        texts: list[tuple[object, ...]] = [
            (forms.get(goal.form_id), said("goals"), goal.goal, goal.actual, goal.page, goal.needs_review)
            for goal in evaluation.goals
        ]
        texts += [
            (forms.get(line.form_id), line.aspect, line.description, line.problems, line.page, line.needs_review)
            for line in evaluation.management
        ]
        book.sheet(said("sheet_texts")).table(
            [number, Column(said("aspect")), Column(f"{said('goal')}／{said('description')}"),
             Column(f"{said('reached')}／{said('problems')}"), page, mark], texts,
        )  # fmt: skip
    _findings(book, evaluation, forms)


def _heads(forms: Sequence[Form], language: Language) -> Iterator[tuple[object, ...]]:
    for form in forms:
        for field in (
            "title", "template", "fiscal_year", "project_name", "central_department", "department",
            "implementing_unit", "declared_unit", "effective_unit", "score_total", "remarks",
        ):  # fmt: skip
            value = getattr(form, field)
            if value is not None:
                shown = name_of("templates", value, language) if field == "template" else str(value)
                label = word("text", "kind", language) if field == "template" else (
                    field_name(f"form.{field}", language=language).rpartition(" · ")[2]
                )  # fmt: skip
                yield form.ordinal, label, shown


def _findings(book: Book, evaluation: Evaluation, forms: dict[str, int]) -> None:
    language = book.language
    heads = ("severity", "rule", "message", "field", "observed", "expected")
    order = {"error": 0, "warning": 1, "info": 2}
    rules = load_rules()
    rows = [
        (forms.get(one.form_id or ""), name_of("severity", one.severity, language),
         f"{one.rule} {in_language(rules[one.rule].title, language)}" if one.rule in rules else one.rule, one.message,
         field_name(one.field, language=language), one.observed, one.expected, one.page, one.accepted)
        for one in sorted(evaluation.findings, key=lambda one: order[one.severity])
    ]  # fmt: skip
    book.sheet(word("text", "sheet_findings", language)).table(
        [Column(word("text", "form", language), "0"), *(Column(word("text", key, language)) for key in heads),
         Column(word("text", "page_column", language), "0"), Column(word("text", "accepted", language))],
        rows,
    )  # fmt: skip
