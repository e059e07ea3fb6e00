"""A reading and what persons said of it to an evaluation: corrected, understood, with what was accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from extractors.document import Document
from normalizers.rules import finding_of, remark
from normalizers.schema import Evaluation, Finding, Language
from pipeline.corrections.accepting import with_accepted
from pipeline.corrections.apply import corrected
from pipeline.corrections.history import mark_of
from pipeline.corrections.row import Correction
from pipeline.decimals import fit_decimals


class Understood(Struct, frozen=True):
    """A document as persons say it is printed, and what it means."""

    document: Document
    evaluation: Evaluation
    corrected: int = 0
    """Places of which a person said what is printed, and what was accepted."""
    mark: str | None = None
    """Stands for the corrections that were taken into account: see `pipeline.corrections.history.mark_of`."""


def understand(
    document: Document,
    corrections: Sequence[Correction],
    normalize: Callable[[Document], Evaluation],
    language: Language,
    redact: Callable[[Document], Document] | None = None,
) -> Understood:
    """Return what a document means with the effective corrections of it; those of other documents are left out.

    `redact` masks personal data again that a correction may have put in.
    """
    own = [one for one in corrections if one.doc_id == document.doc_id]
    found = corrected(document, own)
    printed = redact(found.document) if redact is not None and own else found.document
    evaluation = with_accepted(printed, fit_decimals(normalize(printed), language), own, language)
    told = tuple(_unplaced(one, language) for one in found.unplaced)
    if told:
        evaluation = msgspec.structs.replace(evaluation, findings=(*evaluation.findings, *told))
    return Understood(printed, evaluation, len(own), mark_of(own))


def _unplaced(one: Correction, language: Language) -> Finding:
    told = remark(
        "correction_unplaced", field=one.field, observed=one.old or "", expected=one.new or "", page=one.page,
        doubtful=True, reviewer=one.reviewer,
    )  # fmt: skip
    return finding_of(told, language, doc_id=one.doc_id, form_id=None)
