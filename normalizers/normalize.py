"""A document's reading to its evaluation: forms, money, indicators, text, and what a person should know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.document import Document
from normalizers.cells import cell_values
from normalizers.dates import read_fiscal_year
from normalizers.evaluate_form import FormRows, evaluate_form
from normalizers.forms import take_parts
from normalizers.lost_forms import lost_forms
from normalizers.mentions import find_mentions
from normalizers.page_breaks import flow_of
from normalizers.places import Remark
from normalizers.report import read_passages
from normalizers.schema import Evaluation, Finding, Goal, Mention, Passage

NORMALIZER_VERSION = "1"
"""Raised whenever a change of the normalizers may change an evaluation; stored readings are then normalised again."""


def normalize(document: Document) -> Evaluation:
    """Return what the document means. Never fails for lack of sense: what has none is in `cells` and `passages`."""
    parts = take_parts(flow_of(document))
    passages, passage_places = read_passages(parts.report, document.doc_id)
    report = [passage.text for passage in passages]
    year = next((found for text in report[:5] if (found := read_fiscal_year(text)) is not None), None)
    forms = [
        evaluate_form(source, ordinal, document.doc_id, report, year)
        for ordinal, source in enumerate(parts.forms, start=1)
    ]
    return Evaluation(
        doc_id=document.doc_id,
        forms=tuple(rows.form for rows in forms),
        funding=tuple(row for rows in forms for row in rows.funding),
        management=tuple(row for rows in forms for row in rows.management),
        goals=tuple(row for rows in forms for row in rows.goals),
        indicators=tuple(row for rows in forms for row in rows.indicators),
        passages=passages,
        mentions=tuple(_mentions(passages, [goal for rows in forms for goal in rows.goals])),
        findings=(
            *_page_findings(document),
            *(_finding(remark, document.doc_id, None) for remark in lost_forms(parts)),
            *(finding for rows in forms for finding in _findings(rows)),
        ),
        cells=cell_values(
            document.doc_id,
            parts,
            [rows.form.form_id for rows in forms],
            [rows.places for rows in forms],
            passage_places,
        ),
    )


def _mentions(passages: Sequence[Passage], goals: Sequence[Goal]) -> list[Mention]:
    """Return the facts stated in the report and in the goals of the forms, ordinals from 1 in the document."""
    mentions: list[Mention] = []

    def add(doc_id: str, form_id: str | None, page: int | None, passage: int | None, text: str) -> None:
        for found in find_mentions(text):
            mentions.append(
                Mention(
                    doc_id=doc_id,
                    form_id=form_id,
                    ordinal=len(mentions) + 1,
                    kind=found.kind,
                    text=found.text,
                    value=found.value,
                    unit=found.unit,
                    normalized=found.normalized,
                    subject=found.subject,
                    page=page,
                    passage=passage,
                )
            )

    for goal in goals:
        for text in (goal.goal, goal.actual):
            if text:
                add(goal.doc_id, goal.form_id, goal.page, None, text)
    for passage in passages:
        add(passage.doc_id, None, passage.page, passage.ordinal, passage.text)
    return mentions


def _findings(rows: FormRows) -> Iterable[Finding]:
    for remark in rows.remarks:
        yield _finding(remark, rows.form.doc_id, rows.form.form_id)


def _finding(remark: Remark, doc_id: str, form_id: str | None) -> Finding:
    return Finding(
        doc_id=doc_id,
        form_id=form_id,
        rule=remark.rule,
        name=remark.name,
        severity=remark.severity,
        field=remark.field,
        message=remark.message,
        observed=remark.observed,
        expected=remark.expected,
        page=remark.page,
    )


def _page_findings(document: Document) -> list[Finding]:
    """Return a finding for each thing that went wrong while a page was read."""
    return [
        Finding(
            doc_id=document.doc_id,
            rule="R-page",
            name=issue.split(":", 1)[0],
            severity="warning",
            message=f"第{page.number}页：{issue}",
            page=page.number,
        )
        for page in document.pages
        for issue in page.issues
    ]
