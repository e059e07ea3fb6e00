"""One document, the whole program on one screen: file to reading (stored or new) to evaluation to rows.

This is the work of one worker process. Whatever goes wrong with a document ends here, as one `failed` row.
"""

from __future__ import annotations

import mimetypes
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

import msgspec

from extractors.document import Document
from extractors.errors import ExtractionError
from extractors.settings import ExtractSettings
from normalizers.schema import Evaluation, Language
from pipeline.columns import to_batches
from pipeline.corrections.understanding import Understood, understand
from pipeline.documents import DocumentRow, count_errors, count_pages_by_kind, judge
from pipeline.object_files import fetched
from pipeline.page_count import count_pages
from pipeline.places import place
from pipeline.readings import NotStored, Readings, StoredReading
from pipeline.tasks import Outcome, Task, fail, location, printable
from pipeline.version import pipeline_version
from pipeline.workers import limit_seconds

Extract = Callable[[Path, ExtractSettings], Document]
Normalize = Callable[[Document], Evaluation]


def evaluate_document(task: Task, extract: Extract | None = None, normalize: Normalize | None = None) -> Outcome:
    """Return a document's rows; never raises for a fault of the document. The stages may be replaced by a test."""
    started = perf_counter()
    limit_seconds(task.timeout)
    try:
        reading = _read(task, extract or _load_extract())
        redact = _load_redacted() if task.redact else None
        understood = understand(
            reading.document, task.corrections, normalize or _load_normalize(task.language), task.language, redact
        )
        return _succeed(task, reading, understood, perf_counter() - started)
    except ExtractionError as error:
        code, message = error.code, str(error)
    except ImportError as error:
        code, message = "missing_tool", f"the installation is not whole: {error}"
    except NotStored as error:
        code, message = "not_stored", str(error)
    except MemoryError:
        code, message = "out_of_memory", "needs more memory than a worker may have"
    except OSError as error:
        code, message = "unreadable_file", error.strerror or str(error)
    except Exception as error:  # noqa: BLE001 (the batch boundary: one bad document never ends a run)
        code, message = "internal_error", _describe(error)
    return fail(task, code, message, perf_counter() - started)


def _load_extract() -> Extract:
    from extractors.extract import extract  # noqa: PLC0415 (takes a second; only workers need it)

    return extract


def _load_normalize(language: Language) -> Normalize:
    from normalizers.normalize import normalize  # noqa: PLC0415

    return partial(normalize, language=language)


def _load_redacted() -> Callable[[Document], Document]:
    from normalizers.redaction import redacted  # noqa: PLC0415

    return redacted


def _read(task: Task, extract: Extract) -> StoredReading:
    """Return the stored reading of the document, or read it and store what was read."""
    readings = Readings(place(task.dataset))
    reader_id = task.reader_id()
    if not task.fresh and (stored := readings.load(task.doc_id, reader_id)):
        return stored
    with fetched(task.path) as path:
        limit_seconds(task.timeout + task.timeout_a_page * count_pages(path, task.settings.password))
        before = _state(path)
        document = extract(path, task.settings)
        if _state(path) != before:  # the pages may be of two documents
            raise OSError("was changed while it was read")
    if task.redact:
        document = _load_redacted()(document)
    # a file name may hold bytes that are no text, which JSON cannot
    file_name = printable(Path(task.path).name)
    return readings.save(msgspec.structs.replace(document, file_name=file_name), reader_id)


def _state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _succeed(task: Task, reading: StoredReading, understood: Understood, seconds: float) -> Outcome:
    document, evaluation = reading.document, understood.evaluation
    pages = count_pages_by_kind(document)
    row = DocumentRow(
        doc_id=document.doc_id,
        source=printable(task.path),
        file_name=printable(Path(task.path).name),
        media_type=document.media_type or mimetypes.guess_type(task.path)[0],
        byte_size=document.byte_size,
        page_count=document.page_count,
        pages_digital=pages.digital,
        pages_scanned=pages.scanned,
        pages_ocr_layer=pages.ocr_layer,
        form_count=len(evaluation.forms),
        error_findings=count_errors(evaluation),
        status=judge(evaluation),
        pipeline_version=pipeline_version(),
        extracted_at=reading.read_at,
        seconds=seconds,
        location=location(task.path),
        reader=task.reader_id(),
        normalizer=task.normalizer,
        corrected=understood.corrected,
        corrections=understood.mark,
    )
    # a file that changed while it was read is the document that was read
    replaces = tuple(doc_id for doc_id in (*task.replaces, task.doc_id) if doc_id != document.doc_id)
    return Outcome(row=row, batches=to_batches(evaluation), replaces=replaces)


def _describe(error: Exception) -> str:
    """Return an unforeseen error in one line with its place: `KeyError: 'x' (funding.py:41)`."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
