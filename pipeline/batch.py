"""Many documents to one dataset: plan, read in worker processes, commit some hundreds at a time, sum up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from time import monotonic

from pipeline.columns import TABLES, arrow_schema
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.errors import ClusterLost, NotADataset, OtherVersion, OutdatedRows
from pipeline.evaluate import evaluate_document
from pipeline.options import RunOptions
from pipeline.parts import PART_DOCUMENTS
from pipeline.places import Place, place
from pipeline.plan import Copy, Moved, Planner, Skipped, Step
from pipeline.readings import Readings
from pipeline.run_record import describe_run
from pipeline.seen import SourceFile
from pipeline.sources import find_documents
from pipeline.stopping import StopSignals, Wish
from pipeline.summary import RunSummary, Tally
from pipeline.tasks import Outcome, Task, fail, normalizer_id
from pipeline.turns import tries
from pipeline.workers import WorkerDied, WorkerPool

Work = Callable[[Task], Outcome]
OnDocument = Callable[[DocumentRow, bool], None]
"""Called with each document's row and whether it was read now (True) or was in the dataset already."""
OnCommit = Callable[[RunSummary], None]
"""Called after each commit, and at the end, with what was done so far."""

_COMMIT_DOCUMENTS = PART_DOCUMENTS
"""Documents a commit, a full part: their rows take some 15 MB until then, and as much while they are written. Commits
go on beside the workers but for the last one, which is short where the ones before were not late."""

_COMMIT_SECONDS = 60.0
"""Longest time between two commits while documents come in: what a killed run has to understand again."""

_TASKS_A_WORKER = 4
"""Tasks handed out for each worker: one in hand and some that wait, so that no worker waits for the run, and memory
does not grow with the documents."""

_TRIES = 3
"""How often a document is read whose worker is killed from outside: by a person, or where the machine is short of
memory. A document that makes that happen itself ends as `failed`."""

_LOOK_SECONDS = 0.5
"""How often a waiting run looks whether it was asked to stop."""


def run(
    sources: Iterable[str | SourceFile],
    dataset: str | Place,
    options: RunOptions | None = None,
    *,
    on_document: OnDocument | None = None,
    on_commit: OnCommit | None = None,
    executor: Executor | None = None,
    work: Work = evaluate_document,
    normalizer: str | None = None,
) -> RunSummary:
    """Read the documents of files, folders and patterns into the dataset's tables, and return what was done.

    Documents that the dataset has already are passed over; one that cannot be read becomes a `failed` row. `executor`
    may be any executor; it then has to keep time and memory limits itself, as that of `pipeline.cluster` does. Ctrl-C
    and SIGTERM end the run early with everything whole (`RunSummary.interrupted`). Raises `PipelineError` where
    nothing can be started, the dataset cannot be written, or a cluster goes away.
    """
    started, clock = datetime.now(UTC), monotonic()
    options = options or RunOptions()
    files = find_documents(sources)
    store = Dataset(place(dataset))
    Readings(store.folder).sweep()
    planner = Planner(store, options, normalizer or normalizer_id(options.language))
    pool = executor or WorkerPool(options.worker_count(), options.threads(), options.memory_gb)
    with StopSignals() as stop, ThreadPoolExecutor(1, thread_name_prefix="jixiao-commit") as writer:
        batch = _Batch(pool, work, store, stop, on_document or _ignore, writer)
        batch.on_commit = lambda: (on_commit or _ignore)(batch.tally.summarize(store.folder, monotonic() - clock))
        at_once = _TASKS_A_WORKER * options.worker_count()
        try:
            batch.go(planner.plan(files), at_once)
        finally:
            if isinstance(pool, WorkerPool):
                pool.kill()
    summary = batch.tally.summarize(store.folder, monotonic() - clock, stop.wish is not Wish.NONE)
    planner.remember()
    store.record(describe_run(summary, options, planner.reader, planner.normalizer, started))
    return summary


def _ignore(*_: object) -> None:
    return


class _Batch:
    """A run while it goes on: what is being read, what is finished and not yet committed."""

    def __init__(
        self,
        pool: Executor,
        work: Work,
        store: Dataset,
        stop: StopSignals,
        on_document: OnDocument,
        writer: ThreadPoolExecutor,
    ) -> None:
        self._pool = pool
        self._work = work
        self._store = store
        self._stop = stop
        self._on_document = on_document
        self._running: dict[Future[Outcome], Task] = {}
        self._finished: list[Outcome] = []
        self._moved: list[DocumentRow] = []
        self._tries: Counter[str] = Counter()
        self._committed_at = monotonic()
        self._writer = writer
        self._writing: Future[None] | None = None
        """The commit that goes on while the workers read."""
        self.tally = Tally()
        self.on_commit: Callable[[], None] = _ignore

    def go(self, steps: Iterator[Step], at_once: int) -> None:
        """Take every step, with at most `at_once` documents handed to the pool, and commit what comes back."""
        for step in steps:
            self._take(step)
            while len(self._running) >= at_once and self._stop.wish < Wish.AT_ONCE:
                self._collect()
            if self._stop.wish is not Wish.NONE:
                break
        while self._running and self._stop.wish < Wish.AT_ONCE:
            self._collect()
        self._take_in([future for future in self._running if future.done()])
        self._commit_all()

    def _take(self, step: Step) -> None:
        match step:
            case Task():
                self._submit(step)
            case Outcome():
                self._finish(step)
            case Skipped(row):
                self.tally.add_skipped(row)
                self._on_document(row, False)
            case Moved(row):
                self._moved.append(row)
                self.tally.add_skipped(row)
                self._on_document(row, False)
            case Copy():
                self.tally.copies += 1

    def _collect(self) -> None:
        """Take what the workers have finished, waiting a moment where there is nothing."""
        if self._stop.wish is not Wish.NONE:
            self._leave_what_waits()
        done, _ = wait(self._running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
        self._take_in([future for future in self._running if future in done])  # in the order of the files
        if self._writing is not None and self._writing.done():
            self._wait_for_writer()
        if monotonic() - self._committed_at > _COMMIT_SECONDS:
            self._commit()

    def _take_in(self, done: Iterable[Future[Outcome]]) -> None:
        for future in done:
            task = self._running.pop(future)
            if self._is_to_be_tried_again(future, task):
                self._submit(task)
            else:
                self._finish(self._check(_outcome(future, task)))

    def _check(self, outcome: Outcome) -> Outcome:
        """Return an outcome whose rows have the columns of today's schema; what came before it is kept."""
        for table, batch in outcome.batches.items():
            if table not in TABLES or not batch.schema.equals(arrow_schema(table)):
                self._commit_all()
                raise OtherVersion(
                    f"a worker runs another version of jixiao: its {table} have other columns. Install one version, "
                    "and run again to go on; what was finished is in the dataset"
                )
        return outcome

    def _submit(self, task: Task) -> None:
        self._running[self._pool.submit(self._work, task)] = task

    def _is_to_be_tried_again(self, future: Future[Outcome], task: Task) -> bool:
        """Say whether a document's worker was killed, and not because of the document as far as one can tell."""
        if future.cancelled():
            self._commit_all()
            raise ClusterLost("the cluster went away; what was finished is in the dataset, run again to go on")
        error = future.exception()
        if not isinstance(error, WorkerDied) or error.code != "killed":
            return False
        self._tries[task.doc_id] += 1
        return self._tries[task.doc_id] < _TRIES

    def _leave_what_waits(self) -> None:
        """Take back the tasks that no worker has begun."""
        for future in [future for future in self._running if future.cancel()]:
            del self._running[future]

    def _finish(self, outcome: Outcome) -> None:
        self._finished.append(outcome)
        self.tally.add_read(outcome)
        self._on_document(outcome.row, True)
        if len(self._finished) >= _COMMIT_DOCUMENTS:
            self._commit()

    def _commit(self) -> None:
        """Write what is finished in a thread of its own, after what is being written; raises what that one met."""
        self._wait_for_writer()
        self._writing = self._writer.submit(_write, self._store, self._finished, self._moved)
        self._finished, self._moved = [], []
        self._committed_at = monotonic()

    def _commit_all(self) -> None:
        """Write what is finished, and wait until it is written."""
        self._commit()
        self._wait_for_writer()

    def _wait_for_writer(self) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.result()
            self.on_commit()


def _write(store: Dataset, finished: list[Outcome], moved: list[DocumentRow]) -> None:
    """Write what is finished; what persons have corrected while it was read is understood again first."""
    for _ in tries():
        try:
            store.replace(finished)
            break
        except OutdatedRows as outdated:
            from pipeline.corrections.again import understood_anew  # noqa: PLC0415 (half a second, hardly ever needed)

            finished = [understood_anew(store, one) if one.row.doc_id in outdated.doc_ids else one for one in finished]
    else:
        raise NotADataset(f"{store.folder}: cannot be written: others are always first")
    store.relocate(moved)


def _outcome(future: Future[Outcome], task: Task) -> Outcome:
    """Return what the worker returned, or the failure that its end means."""
    error = future.exception()
    if error is None:
        return future.result()
    code = error.code if isinstance(error, WorkerDied) else "crashed"
    return fail(task, code, str(error))
