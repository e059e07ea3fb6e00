"""Contents of one document made by hand: hostile, empty, very long, or of many forms."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from extractors.document import Box, Cell, Document, Page, Reading, Table
from normalizers.schema import Evaluation, Finding, Form, Funding, Goal, Indicator, Management
from pipeline.doubtful import DoubtfulField, DoubtfulRow, Reason
from pipeline.report.document import DocumentContent
from tests.pipeline.report.made_up import row_of

DOC = "ab" * 32
EVIL = "<script>alert('坏')</script>\"><img src=x onerror=alert(1)>&amp;{{ 7*7 }}\x00\x1b[31m"


def content_of(evaluation: Evaluation, doubtful: Sequence[DoubtfulRow] = (), **row: Any) -> DocumentContent:
    reading = Document(DOC, "a.pdf", "application/pdf", 10, "5-auto-all", 1, (Page(1, "scanned", 595, 842),))
    facts = {"form_count": len(evaluation.forms), **row}
    return DocumentContent(row_of(DOC, **facts), evaluation, tuple(doubtful), reading)


def empty_form(ordinal: int = 1, **facts: Any) -> Form:
    return Form(form_id=f"{DOC[:16]}-{ordinal}", doc_id=DOC, ordinal=ordinal, template="unknown", **facts)


def evil_evaluation(text: str) -> Evaluation:
    """One form in which every text of the document is this one."""
    form = empty_form(title=text, project_name=text, department=text, remarks=text, declared_unit=text)
    ids: dict[str, Any] = {"form_id": form.form_id, "doc_id": DOC, "ordinal": 1}
    return Evaluation(
        doc_id=DOC,
        forms=(form,),
        funding=(Funding(**ids, source="total", source_label=text, budget=Decimal(2), executed=Decimal(1)),),
        management=(Management(**ids, aspect=text, description=text, problems=text),),
        goals=(Goal(**ids, goal=text, actual=text),),
        indicators=(
            Indicator(**ids, level1=text, level2=text, level3=text, target_raw=text, actual_raw=text, reason=text),
        ),
        findings=(
            Finding(doc_id=DOC, form_id=form.form_id, rule="F-01", name=text, severity="error", message=text,
                    field=text, observed=text, expected=text),
            Finding(doc_id=DOC, rule=text, name=text, severity="warning", message=text),
        ),
    )  # fmt: skip


def evil_doubt(evaluation: Evaluation, text: str) -> DoubtfulRow:
    cell = Cell(0, 0, text, box=Box(1, 1, 9, 9), readings=(Reading(text, "rapidocr", 0.5, text),), doubts=("seal",))
    field = DoubtfulField(
        path="funding[1].budget", zh=text, en=text, spot=None, printed=cell, value=text, doubtful=True, proposed=text
    )  # type: ignore[arg-type]
    return DoubtfulRow(
        doc_id=DOC, form_id=evaluation.forms[0].form_id, path="funding[1]", table="funding", zh=text, en=text, page=1,
        severity="warning", marked=True, importance=1.0, row=evaluation.funding[0], fields=(field,),
        reasons=(Reason(text, text, "seal", "warning", field="funding[1].budget"),),
    )  # fmt: skip


def table_of(*cells: Cell, rows: int, columns: int) -> Document:
    """A document of one page with one table."""
    page = Page(1, "scanned", 595, 842, (Table(1, rows, columns, cells),))
    return Document(DOC, "a.pdf", "application/pdf", 10, "5-auto-all", 1, (page,))
