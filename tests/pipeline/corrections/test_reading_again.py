"""What people said survives: reading by force, other readers and versions, copies, masks, a document that goes away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from extractors.document import Cell, Document
from extractors.settings import ExtractSettings
from pipeline.batch import run
from pipeline.corrections.again import evaluate_again
from pipeline.corrections.decisions import type_text
from pipeline.corrections.double_keying import answer
from pipeline.corrections.preview import Previewer
from pipeline.corrections.spots import printed_of
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from pipeline.errors import NoReading
from pipeline.evaluate import evaluate_document
from pipeline.options import RunOptions
from pipeline.summary import RunSummary
from pipeline.tasks import Outcome, Task, identify, is_redacted
from tests.pipeline.corrections.samples import form, spot_of, typed

Read = Callable[..., RunSummary]


def extract(
    path: Path, settings: ExtractSettings, shift: float = 0.0, changes: dict[tuple[int, int], Cell] | None = None
) -> Document:
    """Read any file as the form of the samples; tesseract draws cells a little otherwise and reads one wrongly."""
    if settings.reader == "tesseract":
        shift, changes = 4.0, {(7, 4): Cell(7, 4, "I2处", confidence=0.4, doubts=("low_confidence",))}
    document = form(changes, shift=shift)
    return Document(
        identify(path), path.name, "application/pdf", path.stat().st_size, settings.reader_id(), 1, document.pages
    )


def work(task: Task, **changes: object) -> Outcome:
    return evaluate_document(task, extract=partial(extract, **changes))  # type: ignore[arg-type]


@pytest.fixture
def read(inbox: Path, out: Path) -> Read:
    """Runs over the inbox, in this process."""

    def call(normalizer: str | None = None, changes: dict[str, object] | None = None, **options: object) -> RunSummary:
        chosen = RunOptions(**{"workers": 1, **options})  # type: ignore[arg-type]
        with ThreadPoolExecutor(1) as pool:
            todo = partial(work, **(changes or {}))
            return run([inbox], out, chosen, work=todo, executor=pool, normalizer=normalizer)

    return call


@pytest.fixture
def corrected(inbox: Path, out: Path, read: Read) -> str:
    """The document of a dataset of which one cell was corrected."""
    (inbox / "a.pdf").write_text("a")
    read()
    corrections = Corrections(Dataset(out))
    (doc_id,) = corrections.dataset.known
    corrections.add([msgspec.structs.replace(typed(form(), 7, 4, "13处"), doc_id=doc_id)], {})
    evaluate_again(corrections.dataset, doc_id)
    return doc_id


def said(out: Path) -> list[str]:
    return sorted(pd.read_parquet(out / "cells").query("method == 'correction'")["text"])


def findings(out: Path) -> list[str]:
    return sorted(pd.read_parquet(out / "findings")["name"])


def test_nothing_is_read_again_for_it(read: Read, out: Path, corrected: str) -> None:
    assert said(out) == ["13处"]
    assert read().read == 0


@pytest.mark.parametrize(
    "options",
    [{"force": True}, {"extract": ExtractSettings(reader="tesseract")}, {"normalizer": "99"}, {"language": "en"}],
)
def test_it_holds_in_every_later_reading(
    read: Read, out: Path, corrected: str, options: dict[str, object]
) -> None:
    assert read(**options).read == 1
    assert said(out) == ["13处"]
    row = Dataset(out).known[corrected]
    assert (row.status, row.corrected) == ("ok", 1)
    assert read(**{**options, "force": False}).read == 0


def test_a_cell_that_a_later_reading_does_not_have_is_told(read: Read, out: Path, corrected: str) -> None:
    read(force=True, changes={"shift": 30.0})
    assert said(out) == []
    assert "correction_unplaced" in findings(out)
    assert Dataset(out).known[corrected].status == "review"
    read(force=True)
    assert said(out) == ["13处"]
    assert "correction_unplaced" not in findings(out)


def test_a_copy_is_the_same_document(read: Read, inbox: Path, out: Path, corrected: str) -> None:
    (inbox / "b.pdf").write_text("a")
    assert read(force=True).copies == 1
    assert said(out) == ["13处"]


def test_a_document_that_leaves_and_comes_back(read: Read, inbox: Path, out: Path, corrected: str) -> None:
    (inbox / "a.pdf").write_text("another one at its place")
    read()
    store = Dataset(out)
    assert corrected not in store.known
    assert said(out) == []
    assert [one.new for one in Corrections(store).of(corrected)] == ["13处"]
    with pytest.raises(NoReading):
        evaluate_again(store, corrected)
    (inbox / "back.pdf").write_text("a")
    read()
    assert said(out) == ["13处"]


def test_a_document_that_fails_and_is_mended_again(read: Read, inbox: Path, out: Path, corrected: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        run([inbox], out, RunOptions(workers=1, force=True, extract=ExtractSettings(max_pages=1)),
            work=partial(evaluate_document, extract=_fail), executor=pool)  # fmt: skip
    assert Dataset(out).known[corrected].status == "failed"
    read(retry_failed=True)
    assert said(out) == ["13处"]


def _fail(path: Path, settings: ExtractSettings) -> Document:
    raise ValueError("nothing to be read")


def test_a_reading_that_is_gone_is_asked_for(out: Path, corrected: str) -> None:
    for path in (out / ".readings").rglob("*.gz"):
        path.unlink()
    with pytest.raises(NoReading, match="run"):
        evaluate_again(Dataset(out), corrected)


def test_findings_keep_the_language_of_the_dataset(read: Read, out: Path, corrected: str) -> None:
    read(language="en")
    before = pd.read_parquet(out / "findings")["message"].tolist()
    store = Dataset(out)
    after = evaluate_again(store, corrected, "zh")
    assert pd.read_parquet(out / "findings")["message"].tolist() == before
    assert store.known[corrected].normalizer.endswith("-en")
    assert [one.name for one in after.evaluation.findings] == pd.read_parquet(out / "findings")["name"].tolist()


NAME = "联系人：张三丰，电话13612345678"


def test_names_that_people_type_of_masked_documents_are_masked(read: Read, inbox: Path, out: Path) -> None:
    (inbox / "a.pdf").write_text("a")
    read(redact=True)
    corrections = Corrections(Dataset(out))
    ((doc_id, row),) = corrections.dataset.known.items()
    assert is_redacted(row.reader)
    now = Previewer(corrections.dataset, doc_id)
    spot = spot_of(form(), 7, 5)
    decision = type_text(now, spot, NAME, "王", reason="电话13612345678核实")
    corrections.add(decision.corrections, decision.seen)
    answer(corrections, doc_id, spot_of(form(), 8, 5), NAME, "李")
    evaluate_again(corrections.dataset, doc_id)
    read(redact=True, force=True)
    tables = pd.concat([pd.read_parquet(out / name).astype(str) for name in ("corrections", "cells", "indicators")])
    assert not tables.stack().str.contains("张三丰|13612345678").any()
    assert "联系人" in said(out)[0]


def test_a_dataset_without_the_table_gets_it(read: Read, inbox: Path, out: Path) -> None:
    (inbox / "a.pdf").write_text("a")
    read()
    shutil.rmtree(out / "corrections")
    corrections = Corrections(Dataset(out))
    (doc_id,) = corrections.dataset.known
    corrections.add([msgspec.structs.replace(typed(form(), 7, 4, "13处"), doc_id=doc_id)], {})
    evaluate_again(corrections.dataset, doc_id)
    assert said(out) == ["13处"]


def test_every_place_of_a_reading_is_told_apart() -> None:
    for document in (form(), form(export=True)):
        spots = [one.spot for one in printed_of(document)]
        assert len(spots) == len(set(spots))
