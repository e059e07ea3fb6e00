"""The canonical types: one frozen type a table, whose fields are the table's columns. Add a column here.

`pipeline.columns` derives the Parquet schema from these types: the column's Arrow type and its description stand in
the annotation. Column names and types are a contract with the readers of datasets: add, never rename or retype.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

Money = Annotated[Decimal, Meta(extra={"arrow": "decimal128(20, 2)"})]
"""Yuan."""
Ratio = Annotated[Decimal, Meta(extra={"arrow": "decimal128(12, 6)"})]
"""1 is 100 %."""
Number = Annotated[Decimal, Meta(extra={"arrow": "decimal128(28, 6)"})]
"""A value in its canonical unit."""
Points = Annotated[Decimal, Meta(extra={"arrow": "decimal128(8, 2)"})]
"""Weights and scores."""
Int = Annotated[int, Meta(extra={"arrow": "int32"})]
Coordinate = Annotated[float, Meta(extra={"arrow": "float32"})]
"""PDF points from the page's top left."""

Template = Literal[
    "transfer_payment",
    "project_expenditure",
    "department_overall",
    "special_fund",
    "goal_declaration",
    "monitoring",
    "unknown",
]
FundingPeriod = Literal["whole"]
Source = Literal[
    "total",
    "central",
    "province",
    "prefecture",
    "county",
    "local",
    "current_year",
    "carryover",
    "other",
    "unknown",
]
ValueKind = Literal["number", "date", "text", "missing"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "between", "by"]
Direction = Literal["higher", "lower", "exact"]
DirectionOrigin = Literal["explicit", "column", "inferred"]
Attainment = Literal["met", "missed", "asserted", "not_comparable", "missing"]
Severity = Literal["error", "warning", "info"]
Language = Literal["zh", "en"]
"""Of the findings' messages."""
Scope = Literal["document", "dataset"]


class Form(Struct, frozen=True, kw_only=True):
    """One self-evaluation form."""

    form_id: str
    doc_id: str
    ordinal: Int
    template: Template
    layout: str | None = None
    title: str | None = None
    fiscal_year: Int | None = None
    project_name: str | None = None
    central_department: str | None = None
    department: str | None = None
    implementing_unit: str | None = None
    declared_unit: str | None = None
    effective_unit: str | None = None
    score_total: Points | None = None
    score_scheme: str | None = None
    remarks: str | None = None
    page_first: Int | None = None
    page_last: Int | None = None
    confidence: float | None = None
    needs_review: bool = False


class Funding(Struct, frozen=True, kw_only=True):
    """One printed funding line."""

    form_id: str
    doc_id: str
    ordinal: Int
    source: Source
    source_label: str
    budget_initial: Money | None = None
    budget: Money | None = None
    executed: Money | None = None
    execution_rate: Ratio | None = None
    execution_rate_computed: Ratio | None = None
    weight: Points | None = None
    score: Points | None = None
    budget_initial_raw: str | None = None
    budget_raw: str | None = None
    executed_raw: str | None = None
    execution_rate_raw: str | None = None
    period: FundingPeriod | None = None
    page: Int | None = None
    confidence: float | None = None
    needs_review: bool = False


class Management(Struct, frozen=True, kw_only=True):
    """One aspect of 资金管理情况."""

    form_id: str
    doc_id: str
    ordinal: Int
    aspect: str
    description: str | None = None
    problems: str | None = None
    page: Int | None = None
    confidence: float | None = None
    needs_review: bool = False


class Goal(Struct, frozen=True, kw_only=True):
    """One pair of 总体目标 and what was reached of it."""

    form_id: str
    doc_id: str
    ordinal: Int
    goal: str | None = None
    actual: str | None = None
    page: Int | None = None
    confidence: float | None = None
    needs_review: bool = False


class Indicator(Struct, frozen=True, kw_only=True):
    """One third-level indicator."""

    form_id: str
    doc_id: str
    ordinal: Int
    level1: str | None = None
    level2: str | None = None
    level1_raw: str | None = None
    level2_raw: str | None = None
    level3: str | None = None
    target_raw: str | None = None
    actual_raw: str | None = None
    value_kind: ValueKind = "missing"
    target_comparator: Comparator | None = None
    target_value: Number | None = None
    target_upper: Number | None = None
    actual_value: Number | None = None
    target_unit: str | None = None
    actual_unit: str | None = None
    target_date: date | None = None
    actual_date: date | None = None
    direction: Direction | None = None
    direction_origin: DirectionOrigin | None = None
    attainment: Attainment = "missing"
    attained: bool | None = None
    completion: Ratio | None = None
    weight: Points | None = None
    score: Points | None = None
    reason: str | None = None
    page: Int | None = None
    confidence: float | None = None
    needs_review: bool = False


class Passage(Struct, frozen=True, kw_only=True):
    """One paragraph of a report's text."""

    doc_id: str
    ordinal: Int
    section: str | None = None
    level: Int | None = None
    text: str
    page: Int | None = None
    confidence: float | None = None


class Mention(Struct, frozen=True, kw_only=True):
    """One fact found inside a passage or a goal."""

    doc_id: str
    form_id: str | None = None
    ordinal: Int
    kind: Literal["money", "document_number", "percent", "date", "count"]
    text: str
    value: Number | None = None
    unit: str | None = None
    normalized: str | None = None
    subject: str | None = None
    programme: str | None = None
    government_level: str | None = None
    action: Literal["allocated", "received", "spent", "unspent", "recovered"] | None = None
    page: Int | None = None
    passage: Int | None = None
    matched_form_id: str | None = None
    matched_field: str | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """One thing a person should know."""

    doc_id: str
    form_id: str | None = None
    rule: str
    name: str
    severity: Severity
    field: str | None = None
    message: str
    observed: str | None = None
    expected: str | None = None
    page: Int | None = None
    scope: Scope = "document"
    accepted: bool = False


class CellValue(Struct, frozen=True, kw_only=True):
    """Where a value came from: one cell of a table, or one paragraph."""

    doc_id: str
    form_id: str | None = None
    page: Int
    x0: Coordinate | None = None
    top: Coordinate | None = None
    x1: Coordinate | None = None
    bottom: Coordinate | None = None
    row: Int | None = None
    column: Int | None = None
    row_span: Int | None = None
    column_span: Int | None = None
    text: str
    confidence: float | None = None
    method: str
    field: str | None = None


class Evaluation(Struct, frozen=True, kw_only=True):
    """Everything that one document says, table by table; forms and rows in the order of the document."""

    doc_id: str
    forms: tuple[Form, ...] = ()
    funding: tuple[Funding, ...] = ()
    management: tuple[Management, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    cells: tuple[CellValue, ...] = ()
