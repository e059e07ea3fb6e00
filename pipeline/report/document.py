"""One document of a dataset with everything that a report shows of it: rows, doubts, the printed forms, the file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from extractors.document import Document
from normalizers.forms.page_breaks import flow_of
from normalizers.forms.take_parts import FormSource, take_parts
from normalizers.redaction import redacted
from normalizers.schema import Evaluation, Finding, Language
from pipeline.columns import ROW_TYPES
from pipeline.corrections.again import understood_in
from pipeline.corrections.apply import corrected
from pipeline.corrections.history import effective
from pipeline.corrections.row import Correction
from pipeline.documents import DocumentRow
from pipeline.doubtful import DoubtfulRow, doubtful_rows
from pipeline.errors import NoDataset
from pipeline.places import Place
from pipeline.readings import Readings
from pipeline.report.find import Found, find_document
from pipeline.tables import open_dataset_table, part_files, read_rows, read_table
from pipeline.tasks import is_redacted, language_of, normalizer_id

_LOOKS = 10
"""How often a document's rows are sought again that a run has replaced meanwhile."""
_PAUSE = 0.2
"""Seconds between two looks."""


class DocumentContent(Struct, frozen=True):
    """One document as a report shows it."""

    row: DocumentRow
    evaluation: Evaluation
    """As the dataset has it."""
    doubtful: tuple[DoubtfulRow, ...]
    reading: Document | None
    """With the corrections; None where it is not kept."""
    printed: tuple[FormSource, ...] = ()
    """The forms as printed, in the order of the evaluation's; empty where the reading is not kept or is another's."""
    other_language: bool = False
    """The findings' messages are in the dataset's language, as they could not be had in the one asked for."""


def load_document(dataset: Place, wanted: str, language: Language) -> DocumentContent:
    """Return what the dataset has of the document that is meant; raises as `find_document` does.

    Nothing is written into the dataset. A run that replaces the document meanwhile is waited for.
    """
    for _ in range(_LOOKS - 1):
        try:
            return _load(dataset, find_document(dataset, wanted), language)
        except FileNotFoundError:
            time.sleep(_PAUSE)
    return _load(dataset, find_document(dataset, wanted), language)


def _load(dataset: Place, found: Found, language: Language) -> DocumentContent:
    row = found.row
    evaluation = _read_evaluation(dataset, found)
    stored = None if row.status == "failed" else Readings(dataset).load(row.doc_id, row.reader)
    if stored is None:
        other_language = language_of(row.normalizer) != language and bool(evaluation.findings)
        return DocumentContent(
            row, evaluation, doubtful_rows(_unread(row), evaluation), None, other_language=other_language
        )
    corrections = _corrections(dataset, row.doc_id)
    reading = corrected(stored.document, corrections).document
    if is_redacted(row.reader):
        reading = redacted(reading)
    told = _in_language(evaluation, row, stored.document, corrections, language)
    return DocumentContent(
        row,
        told or evaluation,
        doubtful_rows(reading, told or evaluation),
        reading,
        _printed_forms(reading, evaluation),
        other_language=told is None,
    )


def _read_evaluation(dataset: Place, found: Found) -> Evaluation:
    rows = {name: tuple(_rows(dataset, found, name)) for name in ROW_TYPES if name != "documents"}
    return msgspec.convert({"doc_id": found.row.doc_id, **rows}, Evaluation)


def _rows(dataset: Place, found: Found, name: str) -> Iterator[dict[str, Any]]:
    """Yield a document's rows of one table without their nulls, for which the type has its defaults."""
    file = part_files(open_dataset_table(dataset, name)).get(found.part)
    if file is None:
        return
    table: pa.Table = read_rows(dataset / name / file, name)
    required = _required(name)
    for row in table.filter(pc.equal(table["doc_id"], found.row.doc_id)).to_pylist():
        yield {key: value for key, value in row.items() if value is not None or key in required}


def _required(name: str) -> set[str]:
    """Return the columns whose type may be null, and which therefore keep what they have."""
    hints = get_type_hints(ROW_TYPES[name])
    return {field for field, hint in hints.items() if type(None) in getattr(hint, "__args__", ())}


def _corrections(dataset: Place, doc_id: str) -> tuple[Correction, ...]:
    try:
        table = read_table(dataset, "corrections")
    except NoDataset:  # written by a version that knew no corrections
        return ()
    rows = table.filter(pc.equal(table["doc_id"], doc_id)).to_pylist()
    return effective(msgspec.convert(rows, list[Correction]))


def _unread(row: DocumentRow) -> Document:
    return Document(
        row.doc_id, row.file_name, row.media_type or "", row.byte_size or 0, row.reader, row.page_count or 0
    )


def _in_language(
    evaluation: Evaluation,
    row: DocumentRow,
    reading: Document,
    corrections: tuple[Correction, ...],
    language: Language,
) -> Evaluation | None:
    """Return the evaluation with its findings' messages in a language; None where they cannot be had in it.

    The document is understood again for that, by the very version that understood it.
    """
    own = language_of(row.normalizer)
    if own == language or not evaluation.findings:
        return evaluation
    if row.normalizer != normalizer_id(own):
        return None
    again = [_facts(one) for one in understood_in(language, row, reading, corrections).evaluation.findings]
    messages = dict(again)
    if any(_facts(one)[0] not in messages for one in evaluation.findings if one.scope == "document"):
        return None
    told = tuple(
        msgspec.structs.replace(one, message=messages.get(_facts(one)[0], one.message)) for one in evaluation.findings
    )
    return msgspec.structs.replace(evaluation, findings=told)


def _facts(one: Finding) -> tuple[tuple[object, ...], str]:
    return (one.form_id, one.rule, one.name, one.field, one.observed, one.expected, one.page), one.message


def _printed_forms(reading: Document, evaluation: Evaluation) -> tuple[FormSource, ...]:
    """Return the printed forms where they are those that the dataset has: an older version may have found others."""
    forms = take_parts(flow_of(reading)).forms
    return forms if len(forms) == len(evaluation.forms) else ()
