"""Corrections of a dataset in an object store, which has no locks: the same as on a disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import msgspec
import pytest

from extractors.document import Cell, Document
from pipeline import places
from pipeline.corrections.again import evaluate_again
from pipeline.corrections.store import Conflict, Corrections
from pipeline.dataset import Dataset
from pipeline.errors import OutdatedRows
from pipeline.places import Place, place
from pipeline.tables import read_table
from pipeline.tasks import Outcome
from tests.pipeline import object_store
from tests.pipeline.corrections import samples

s3fs = pytest.importorskip("s3fs")


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a bucket."""
    with object_store.serve_s3() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        object_store.make_bucket("s3", environment)
        _forget_stores()
        yield f"s3://{object_store.BUCKET}"
    _forget_stores()


def _forget_stores() -> None:
    """Let the next one who asks open the store anew: other tests have servers of their own."""
    places._open.cache_clear()
    s3fs.S3FileSystem.clear_instance_cache()


def test_corrections_of_two_reviewers_and_a_run(archive: str) -> None:
    out = place(f"{archive}/reviewed")
    document = samples.form({(7, 4): Cell(7, 4, "72处", confidence=0.5, doubts=("low_confidence",))})
    ours, theirs = Corrections(samples.dataset(out, document)), Corrections(Dataset(out))
    (first,) = ours.add([samples.typed(document, 7, 4, "12处", "王")], {})
    with pytest.raises(Conflict):
        theirs.add([samples.typed(document, 7, 4, "15处", "李")], {})
    with pytest.raises(OutdatedRows):  # a run that read the document before
        theirs.dataset.replace([Outcome(row=msgspec.structs.replace(theirs.dataset.known[document.doc_id]))])
    assert evaluate_again(theirs.dataset, document.doc_id).row.status == "ok"
    cells = read_table(out, "cells").to_pandas().query("method == 'correction'")
    assert cells["text"].tolist() == ["12处"]
    threads = [
        threading.Thread(target=_say, args=(out, document, row, name))
        for row, name in ((7, "王"), (8, "李"), (9, "张"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ours.refresh()
    history = ours.history(document.doc_id)
    assert [one.correction_id for one in history[:1]] == [first.correction_id]
    assert sorted(one.new or "" for one in history[1:]) == sorted(f"{name}{n}" for name in "王李张" for n in range(3))
    assert len({one.at for one in history}) == len(history)
    ours.undo(first.correction_id, "李")
    assert len(ours.of(document.doc_id)) == 3


def _say(out: Place, document: Document, row: int, name: str) -> None:
    """Say something of the same cell three times, each time having seen what was said before."""
    corrections = Corrections(Dataset(out))
    seen = next((one.correction_id for one in corrections.of(document.doc_id)
                 if one.spot == samples.spot_of(document, row, 5)), None)  # fmt: skip
    for number in range(3):
        one = samples.typed(document, row, 5, f"{name}{number}", name)
        (written,) = corrections.add([one], {one.spot: seen})
        seen = written.correction_id
