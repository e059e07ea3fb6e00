"""A document of a dataset understood again from its stored reading, with what persons have said of it since."""

from __future__ import annotations

from functools import partial

import msgspec
from msgspec import Struct

from extractors.document import Document
from normalizers.normalize import normalize
from normalizers.redaction import redacted
from normalizers.schema import Evaluation, Language
from pipeline.columns import to_batches
from pipeline.corrections.row import Correction
from pipeline.corrections.understanding import Understood, understand
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow, count_errors, judge
from pipeline.errors import NoReading, OutdatedRows
from pipeline.readings import Readings
from pipeline.tasks import Outcome, is_redacted, language_of, normalizer_id
from pipeline.turns import tries


class Evaluated(Struct, frozen=True):
    """A document as it now is in the dataset."""

    row: DocumentRow
    document: Document
    """With the corrections."""
    evaluation: Evaluation
    """In the language that was asked for."""
    reading: Document
    """Without the corrections, as it was read."""


def evaluate_again(store: Dataset, doc_id: str, language: Language | None = None) -> Evaluated:
    """Write a document's rows anew from its stored reading and the corrections that hold, and return what they say.

    The dataset keeps the language of its findings; `language` is that of what is returned. Raises `NoReading` where
    the document is not in the dataset, failed, or its reading is not kept.
    """
    for _ in tries():
        row, reading = load_reading(store, doc_id)
        corrections = store.corrections.holding(doc_id)
        own = language_of(row.normalizer)
        understood = understood_in(own, row, reading, corrections)
        outcome = renewed(row, understood, own)
        try:
            store.replace([outcome])
        except OutdatedRows:  # somebody has corrected or read it meanwhile
            continue
        said = understood.evaluation
        if language not in (None, own):
            said = understood_in(language or own, row, reading, corrections).evaluation
        return Evaluated(outcome.row, understood.document, said, reading)
    raise NoReading(f"{doc_id}: others are always first; try again")


def understood_anew(store: Dataset, outcome: Outcome) -> Outcome:
    """Return the outcome of a document that was read while somebody corrected it, with what he said.

    Where its reading is gone, it failed, and the next run reads it again.
    """
    row = outcome.row
    stored = Readings(store.folder).load(row.doc_id, row.reader)
    if stored is None:
        told = "was corrected while it was read, and its reading is gone"
        failed = msgspec.structs.replace(row, status="failed", error_code="not_stored", error_message=told)
        return Outcome(row=failed, replaces=outcome.replaces)
    own = language_of(row.normalizer)
    understood = understood_in(own, row, stored.document, store.corrections.holding(row.doc_id))
    return msgspec.structs.replace(renewed(row, understood, own), replaces=outcome.replaces, over=None)


def load_reading(store: Dataset, doc_id: str) -> tuple[DocumentRow, Document]:
    """Return a document's row and its stored reading; raises `NoReading`."""
    row = store.find(doc_id)
    if row is None or row.status == "failed":
        raise NoReading(f"{doc_id}: is not in the dataset, or could not be read")
    stored = Readings(store.folder).load(doc_id, row.reader)
    if stored is None:
        raise NoReading(f"{row.source}: its reading is not kept; run `jixiao run` on it again")
    return row, stored.document


def understood_in(
    language: Language, row: DocumentRow, reading: Document, corrections: tuple[Correction, ...]
) -> Understood:
    """Return what a reading means with these corrections, in a language; masked where the reading is."""
    redact = redacted if is_redacted(row.reader) else None
    return understand(reading, corrections, partial(normalize, language=language), language, redact)


def renewed(row: DocumentRow, understood: Understood, language: Language) -> Outcome:
    """Return the outcome that puts a document's rows in place of those made of the same reading before."""
    evaluation = understood.evaluation
    new = msgspec.structs.replace(
        row,
        form_count=len(evaluation.forms),
        error_findings=count_errors(evaluation),
        status=judge(evaluation),
        normalizer=normalizer_id(language),
        corrected=understood.corrected,
        corrections=understood.mark,
    )
    return Outcome(row=new, batches=to_batches(evaluation), over=row)
