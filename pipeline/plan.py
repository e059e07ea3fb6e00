"""Files to what is to be done with each: read it, or pass over it because the dataset has it already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice

import msgspec
from msgspec import Struct

from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.errors import MissingPackage
from pipeline.object_files import ObjectFile
from pipeline.options import RunOptions
from pipeline.places import place
from pipeline.seen import Look, Seen, SourceFile, look_at
from pipeline.tasks import Outcome, Task, fail, identify_path, location, printable, reader_id

_NOT_ITS_FAULT = frozenset({"missing_tool", "unreadable_file", "not_stored", "killed"})
"""Failures that the next run tries again unasked: the machine was at fault, not the document."""


_FETCHED_AT_ONCE = 16
"""Objects that are hashed at once: most of the time goes by until the store answers."""


class Skipped(Struct, frozen=True):
    """A document that the dataset has already, as it is there."""

    row: DocumentRow


class Moved(Struct, frozen=True):
    """A document that the dataset has already, with its new place."""

    row: DocumentRow


class Copy(Struct, frozen=True):
    """A file with the bytes of another file of this run."""

    path: str


Step = Task | Outcome | Skipped | Moved | Copy


class Planner:
    """Decides about each file in turn; remembers what this run has met, so that no copy is read twice."""

    def __init__(self, dataset: Dataset, options: RunOptions, normalizer: str) -> None:
        self._dataset = dataset
        self._options = options
        self.normalizer = normalizer
        self._settings = msgspec.structs.replace(options.extract, threads=options.threads())
        self.reader = reader_id(self._settings, redact=options.redact)
        self._places = {row.location: row.doc_id for row in dataset.known.values()}
        self._seen = Seen(dataset.folder)
        self._met: set[str] = set()
        self._leaving: set[str] = set()
        """Documents that other ones replace in this run; where they turn up elsewhere, they are written anew."""

    def plan(self, files: Iterable[SourceFile]) -> Iterator[Step]:
        """Yield what is to be done for each file, hashing it only when its turn comes.

        Documents of one part follow each other, so that a run that does everything again writes each part once.
        """
        in_order = iter(sorted(files, key=self._part))
        with ThreadPoolExecutor(_FETCHED_AT_ONCE, thread_name_prefix="jixiao-hash") as threads:
            while some := list(islice(in_order, 2 * _FETCHED_AT_ONCE)):
                at_once = threads.map if any(isinstance(file, ObjectFile) for file in some) else map
                for file, found in zip(some, at_once(self._identify, some), strict=True):
                    yield self._decide(file, found)

    def remember(self) -> None:
        """Keep for the next run what this one has hashed; where that fails, it is hashed again."""
        with suppress(OSError):
            self._seen.save(self._dataset.known)

    def _part(self, file: SourceFile) -> str:
        """Return the part of the document that was at a file's place; what sorts last where there was none."""
        return self._dataset.home(self._places.get(location(str(file)), "")) or "new"

    def _identify(self, file: SourceFile) -> tuple[str, Look] | OSError:
        """Return a file's SHA-256 and what else is known of it, or why it cannot be read."""
        try:
            look = look_at(file)
            return self._seen.identify(file, look), look
        except OSError as error:
            return error

    def _decide(self, file: SourceFile, found: tuple[str, Look] | OSError) -> Step:
        if isinstance(found, OSError):
            task = self._task(file, identify_path(str(file)), None)
            return fail(task, "unreadable_file", found.strerror or str(found))
        doc_id, look = found
        task = self._task(file, doc_id, look.size)
        if task.doc_id in self._met:
            return Copy(str(file))
        self._met.add(task.doc_id)
        row = self._dataset.find(task.doc_id)
        if row is None or task.doc_id in self._leaving or self._is_wanted(row):
            return task
        if row.location != location(task.path) and _is_gone(row.location):
            return Moved(_move(row, file))
        return Skipped(row)

    def _task(self, file: SourceFile, doc_id: str, byte_size: int | None) -> Task:
        # the document that stood here is gone, unless this run has met it at another place
        previous = self._places.get(location(str(file)), doc_id)
        replaces = () if previous == doc_id or previous in self._met else (previous,)
        self._leaving.update(replaces)
        return Task(
            doc_id=doc_id,
            path=str(file),
            byte_size=byte_size,
            settings=self._settings,
            normalizer=self.normalizer,
            redact=self._options.redact,
            language=self._options.language,
            dataset=str(self._dataset.folder),
            timeout=self._options.timeout,
            timeout_a_page=self._options.timeout_a_page,
            fresh=self._options.force,
            replaces=replaces,
            corrections=self._dataset.corrections.holding(doc_id),
        )

    def _is_wanted(self, row: DocumentRow) -> bool:
        """Say whether a document of the dataset is to be read or understood again."""
        if self._options.force or (row.reader, row.normalizer) != (self.reader, self.normalizer):
            return True
        if row.status != "failed":  # a review may have been cut off between a correction and the rows made with it
            return row.corrections != self._dataset.corrections.mark(row.doc_id)
        unlocked = row.error_code == "encrypted" and self._settings.password is not None
        return self._options.retry_failed or unlocked or row.error_code in _NOT_ITS_FAULT


def _is_gone(place_before: str) -> bool:
    """Say whether nothing is any more where a document was; what cannot be told is taken to be there."""
    try:
        return not place(place_before).exists()
    except (OSError, MissingPackage):
        return False


def _move(row: DocumentRow, file: SourceFile) -> DocumentRow:
    return msgspec.structs.replace(
        row, source=printable(str(file)), file_name=printable(file.name), location=location(str(file))
    )
