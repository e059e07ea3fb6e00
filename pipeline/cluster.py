"""A run whose documents are read by the workers of a dask cluster: `jixiao run --cluster tcp://scheduler:8786`.

Each dask worker reads every document in a process of its own, with the same limits as a run on one machine: a hostile
document ends that process, never the dask worker. The run itself plans and writes, on the machine where it was started.
Sources and dataset are on a file system that all machines see under the same path, or in an object store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from os.path import abspath
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import msgspec

from pipeline import batch
from pipeline.batch import OnCommit, OnDocument, Work
from pipeline.errors import ClusterLost
from pipeline.evaluate import evaluate_document
from pipeline.options import RunOptions
from pipeline.places import Place, place
from pipeline.seen import SourceFile
from pipeline.sources import Documents, find_documents
from pipeline.summary import RunSummary
from pipeline.tasks import Outcome, Task, fail
from pipeline.workers import WorkerDied, WorkerPool

if TYPE_CHECKING:
    from distributed import Client

_CONNECT_SECONDS = 20
"""A scheduler that has not answered by then is not there."""

_ADDRESS = re.compile(r"(?:\w+://)?[^/\s]+:\d+")

_MOST_WORKERS = 10_000
"""Threads that a pool may have: in a dask worker, which has a thread a document, no call ever waits for another."""


def run_on_cluster(
    address: str,
    sources: Iterable[str | SourceFile],
    dataset: str | Place,
    options: RunOptions | None = None,
    *,
    on_document: OnDocument | None = None,
    on_commit: OnCommit | None = None,
    work: Work = evaluate_document,
    normalizer: str | None = None,
) -> RunSummary:
    """Do what `run` does on the workers of the cluster; raises `ClusterLost` where there is no scheduler.

    A dask worker that is lost costs the documents that it had in hand, which others then read.
    """
    options = options or RunOptions()
    client = _connect(address)
    try:
        threads = sum(client.nthreads().values())
        if options.workers is None:
            options = msgspec.structs.replace(options, workers=max(1, threads))
        # a thread each of a dask worker is one document: the machine's cores are shared by as many
        return batch.run(
            Documents(_everywhere(file) for file in find_documents(sources)),
            _everywhere(place(dataset)),
            options,
            on_document=on_document,
            on_commit=on_commit,
            executor=client.get_executor(pure=False),
            work=partial(work_apart, work, options.memory_gb),
            normalizer=normalizer,
        )
    except _closed() as error:
        raise ClusterLost(f"{address}: the cluster went away; run again to go on") from error
    finally:
        client.close()


T = TypeVar("T")


def _everywhere(file: T) -> T | Path:
    """Return what names the same on all machines: the whole path, or the URL as it is."""
    return Path(abspath(file)) if isinstance(file, Path) else file  # noqa: PTH100 (Path.absolute keeps `..`)


def _closed() -> type[Exception]:
    """Return what dask raises for a document that is handed out when the scheduler is gone."""
    from distributed.client import ClosedClientError  # noqa: PLC0415

    return ClosedClientError


def _connect(address: str) -> Client:
    if _ADDRESS.fullmatch(address) is None:
        raise ClusterLost(f"{address}: is no address of a dask scheduler, such as tcp://10.0.0.1:8786")
    try:
        from distributed import Client  # noqa: PLC0415 (an extra: most have no cluster)
    except ImportError as error:
        raise ClusterLost("--cluster needs dask: pip install 'jixiao[cluster]'") from error
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterLost(f"{address}: no dask scheduler answers: {error}") from error


def work_apart(work: Work, memory_gb: float, task: Task) -> Outcome:
    """Read a document in a process of its own: what a thread of a dask worker does."""
    try:
        return _pool(memory_gb).submit(work, task).result()
    except WorkerDied as error:
        return fail(task, error.code, str(error))


_pools: dict[float, WorkerPool] = {}
_making = Lock()


def _pool(memory_gb: float) -> WorkerPool:
    """Return this dask worker's pool; its processes live as long as the dask worker and end with it."""
    with _making:
        if memory_gb not in _pools:
            _pools[memory_gb] = WorkerPool(_MOST_WORKERS, 1, memory_gb)
        return _pools[memory_gb]
