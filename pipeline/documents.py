"""One row a document: the table `documents`, and how an evaluation becomes its status."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from extractors.document import Document
from normalizers.forms.lost_forms import UNRECOGNISED
from normalizers.schema import Evaluation, Int

Status = Literal["ok", "review", "no_form", "failed"]
"""`failed`: could not be read; `no_form`: was read and holds no evaluation form; `review`: a person should look at
some row; `ok`: nothing is marked."""

LOST_CORRECTION = "R-correction"
"""The rule that tells of corrections which a reading has no place for."""

LOST_RULES = frozenset({UNRECOGNISED, LOST_CORRECTION})
"""Rules that want a look whatever their severity: a form, or what a person said, is not in the tables."""

Long = Annotated[int, Meta(extra={"arrow": "int64"})]
Moment = Annotated[datetime, Meta(extra={"arrow": "timestamp[us, UTC]"})]


class DocumentRow(Struct, frozen=True, kw_only=True):
    """One input document."""

    doc_id: str
    """SHA-256 of the bytes; of the path, where the bytes could not be read."""
    source: str
    """Path as given."""
    file_name: str
    media_type: str | None = None
    byte_size: Long | None = None
    page_count: Int | None = None
    pages_digital: Int | None = None
    pages_scanned: Int | None = None
    pages_ocr_layer: Int | None = None
    form_count: Int = 0
    error_findings: Int = 0
    """Findings of severity error: figures that do not agree."""
    status: Status
    error_code: str | None = None
    error_message: str | None = None
    pipeline_version: str
    extracted_at: Moment
    """When the document was read, which a new normaliser does not change."""
    seconds: float
    """Wall-clock time spent on the document."""
    location: str
    """Absolute path, by which a changed or moved file is known again."""
    reader: str
    """Name and version of the reader that read it."""
    normalizer: str
    """Version of the normaliser that understood it."""
    corrected: Int = 0
    """Places of which a person said what is printed."""
    corrections: str | None = None
    """Stands for the corrections that its rows take into account; None for none."""


class PageCounts(Struct, frozen=True):
    """Pages read, by kind."""

    digital: int
    scanned: int
    ocr_layer: int


def count_pages_by_kind(document: Document) -> PageCounts:
    """Count the pages that were read, by how they were read; pages of text exports are of no kind."""
    kinds = Counter(page.kind for page in document.pages)
    return PageCounts(kinds["digital"], kinds["scanned"], kinds["ocr_layer"])


def count_errors(evaluation: Evaluation) -> int:
    """Return the number of findings of severity error."""
    return sum(finding.severity == "error" for finding in evaluation.findings)


def judge(evaluation: Evaluation) -> Status:
    """Return the document's status: `review` where any row is marked, a form or a correction was lost, or a finding is
    an error that no person has accepted as the document's own."""
    if any(finding.rule in LOST_RULES for finding in evaluation.findings if not finding.accepted):
        return "review"
    if not evaluation.forms:
        return "no_form"
    marked = (evaluation.forms, evaluation.funding, evaluation.management, evaluation.goals, evaluation.indicators)
    if any(row.needs_review for rows in marked for row in rows):
        return "review"
    return "review" if any(one.severity == "error" and not one.accepted for one in evaluation.findings) else "ok"
