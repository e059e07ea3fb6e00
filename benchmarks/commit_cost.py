"""What a commit costs as a dataset grows: documents added, replaced in order, replaced here and there, moved."""

from __future__ import annotations

import hashlib
import random
import shutil
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pandas as pd
import pyarrow as pa
from msgspec import Struct

from extractors.extract import extract
from normalizers.normalize import normalize
from pipeline.columns import to_batches
from pipeline.dataset import Dataset
from pipeline.decimals import fit_decimals
from pipeline.documents import DocumentRow
from pipeline.tasks import Outcome

_TEMPLATE = Path("fixtures/documents/annex_export.txt")
"""Three forms on as many pages: its rows, under other ids, stand for a small document."""

_COMMIT = 1000
"""Documents a commit, as a run writes them."""

_SCATTERED = 20
"""Documents that changed since last night, anywhere in the archive."""

_REPEATS = 3


class Cost(Struct, frozen=True, kw_only=True):
    """Seconds of processor time, which other programs on the machine lengthen little; each the median of some."""

    documents: int
    open: float
    add: float
    """A commit of 1,000 new documents."""
    add_few: float
    """A commit of 20 new documents, as of a nightly run; merging is shared by the commits that cause it."""
    replace: float
    """A commit of 1,000 documents that are in the dataset, in the order in which a run takes them."""
    scattered: float
    """A commit of 20 changed documents."""
    moved: float
    """A commit of 20 documents that are at another place."""
    read: float
    """`pandas.read_parquet` of all indicators, for comparison."""


def measure(folder: Path, sizes: Sequence[int], show: Callable[[Cost], None]) -> list[Cost]:
    """Grow a dataset to each size in turn, and measure there."""
    shutil.rmtree(folder, ignore_errors=True)
    template = to_batches(fit_decimals(normalize(extract(_TEMPLATE))))
    store = Dataset(folder)
    costs, count = [], 0
    for size in sizes:
        adding = []
        while count < size:
            adding.append(_timed(store, [make_outcome(template, count + number) for number in range(_COMMIT)]))
            count += _COMMIT
        costs.append(_measure_at(folder, template, count, statistics.median(adding[-5:])))
        store = Dataset(folder)
        show(costs[-1])
    return costs


def _measure_at(folder: Path, template: dict[str, pa.RecordBatch], count: int, add: float) -> Cost:
    started = process_time()
    store = Dataset(folder)
    opened = process_time() - started
    choose = random.Random(count)
    in_order = sorted(store.known, key=lambda doc_id: store.home(doc_id) or "")
    numbers = {doc_id_of(number): number for number in range(count)}
    replace, scattered, moved = [], [], []
    for turn in range(_REPEATS):
        some = [numbers[doc_id] for doc_id in in_order[turn * _COMMIT % count :][:_COMMIT]]
        replace.append(_timed(store, [make_outcome(template, number, "2") for number in some]))
        few = choose.sample(range(count), _SCATTERED)
        scattered.append(_timed(store, [make_outcome(template, number, "3") for number in few]))
        started = process_time()
        store.relocate([make_outcome(template, number, "4").row for number in few])
        moved.append(process_time() - started)
    started = process_time()
    pd.read_parquet(folder / "indicators")
    read = process_time() - started
    return Cost(
        documents=count,
        open=opened,
        add=add,
        add_few=_add_few(folder, template, count),
        replace=statistics.median(replace),
        scattered=statistics.median(scattered),
        moved=statistics.median(moved),
        read=read,
    )


def _add_few(folder: Path, template: dict[str, pa.RecordBatch], count: int) -> float:
    """Return what one of many small commits costs, merging included, in a copy that is thrown away."""
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    store = Dataset(copy)
    turns = 34  # in which small parts are merged twice
    start = 10**7 + count
    seconds = [
        _timed(store, [make_outcome(template, start + turn * 20 + number) for number in range(20)])
        for turn in range(turns)
    ]
    shutil.rmtree(copy)
    return statistics.mean(seconds)


def _timed(store: Dataset, outcomes: Sequence[Outcome]) -> float:
    started = process_time()
    store.replace(outcomes)
    return process_time() - started


def doc_id_of(number: int) -> str:
    """Return the id of a made-up document."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def make_outcome(template: dict[str, pa.RecordBatch], number: int, version: str = "1") -> Outcome:
    """Return a made-up document's rows: those of the template under another id."""
    doc_id = doc_id_of(number)
    row = DocumentRow(
        doc_id=doc_id,
        source=f"archive/{number // 1000}/{number}.txt",
        file_name=f"{number}.txt",
        page_count=3,
        form_count=3,
        status="ok",
        pipeline_version="1",
        extracted_at=datetime.now(UTC),
        seconds=0.1,
        location=f"/archive/{number // 1000}/{number}.{version}.txt",
        reader="1",
        normalizer=version,
    )
    return Outcome(row=row, batches={name: _under(batch, doc_id) for name, batch in template.items()})


def _under(batch: pa.RecordBatch, doc_id: str) -> pa.RecordBatch:
    place = batch.schema.get_field_index("doc_id")
    ids = pa.array([doc_id] * batch.num_rows, pa.string())
    return batch.set_column(place, batch.schema.field(place), ids)
