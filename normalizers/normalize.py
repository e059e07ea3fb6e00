"""A document's reading to its evaluation: forms, money, indicators, text, and what a person should know."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Document
from normalizers.cells import cell_values
from normalizers.checks import check_document
from normalizers.checks.document_facts import document_facts
from normalizers.evaluate_form import FormRows, evaluate_form
from normalizers.forms.lost_forms import lost_forms
from normalizers.forms.money_unit import telling_sibling
from normalizers.forms.page_breaks import flow_of
from normalizers.forms.take_parts import Parts, take_parts
from normalizers.personal import masked_rows
from normalizers.places import Remark
from normalizers.report.passages import read_passages
from normalizers.rules import finding_of
from normalizers.schema import Evaluation, Language
from normalizers.statements import find_statements, mentions_of
from normalizers.values.dates import read_fiscal_year

NORMALIZER_VERSION = "7"
"""Raised whenever a change of the normalizers may change an evaluation; stored readings are then normalised again."""


def normalize(document: Document, language: Language = "zh") -> Evaluation:
    """Return what the document means. Never fails for lack of sense: what has none is in `cells` and `passages`.

    `language` is that of the findings' messages.
    """
    parts = take_parts(flow_of(document))
    passages, passage_places = read_passages(parts.report, document.doc_id)
    passages = masked_rows(passages, ("section", "text"))
    forms = _evaluate_forms(parts, document.doc_id, [passage.text for passage in passages])
    goals = masked_rows((goal for rows in forms for goal in rows.goals), ("goal", "actual"))
    projects = {rows.form.form_id: rows.form.project_name or rows.form.title for rows in forms}
    facts = document_facts(tuple(rows.facts for rows in forms), passages, find_statements(passages, goals, projects))
    remarks: list[tuple[str | None, Remark]] = [
        *((None, remark) for remark in (*_page_remarks(document), *lost_forms(parts))),
        *((rows.form.form_id, remark) for rows in forms for remark in rows.remarks),
        *check_document(facts),
    ]
    return Evaluation(
        doc_id=document.doc_id,
        forms=masked_rows((rows.form for rows in forms), ("remarks",)),
        funding=tuple(row for rows in forms for row in rows.funding),
        management=masked_rows((row for rows in forms for row in rows.management), ("description", "problems")),
        goals=goals,
        indicators=masked_rows((row for rows in forms for row in rows.indicators), ("level3", "reason")),
        passages=passages,
        mentions=mentions_of(facts, document.doc_id),
        findings=masked_rows(
            (finding_of(remark, language, doc_id=document.doc_id, form_id=form_id) for form_id, remark in remarks),
            ("message", "observed", "expected"),
        ),
        cells=cell_values(
            document.doc_id,
            parts,
            [rows.form.form_id for rows in forms],
            [rows.places for rows in forms],
            passage_places,
        ),
    )


def _evaluate_forms(parts: Parts, doc_id: str, report: Sequence[str]) -> list[FormRows]:
    """Return the forms' rows; a form that says nothing of its unit is read again with what a sibling's texts prove."""
    year = next((found for text in report[:5] if (found := read_fiscal_year(text)) is not None), None)
    forms = [
        evaluate_form(source, ordinal, doc_id, report, year) for ordinal, source in enumerate(parts.forms, start=1)
    ]
    units = [rows.unit for rows in forms]
    return [
        rows
        if (sibling := telling_sibling(rows.unit, units)) is None
        else evaluate_form(source, ordinal, doc_id, report, year, sibling)
        for ordinal, (source, rows) in enumerate(zip(parts.forms, forms, strict=True), start=1)
    ]


def _page_remarks(document: Document) -> list[Remark]:
    """Return a remark for each thing that went wrong while a page was read."""
    return [
        Remark(
            rule="R-page",
            name=issue.split(":", 1)[0],
            severity="warning",
            page=page.number,
            facts=(("issue", issue),),
        )
        for page in document.pages
        for issue in page.issues
    ]
