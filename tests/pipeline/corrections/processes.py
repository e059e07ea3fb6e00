"""What other processes do to a dataset while a test looks on: correct, read, be killed."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec

from extractors.document import Document
from extractors.settings import ExtractSettings
from pipeline.batch import run
from pipeline.corrections.again import evaluate_again
from pipeline.corrections.store import Conflict, Corrections
from pipeline.dataset import Dataset
from pipeline.evaluate import evaluate_document
from pipeline.options import RunOptions
from pipeline.tasks import Outcome, Task, identify
from tests.pipeline.corrections.samples import form, spot_of, typed

PLACES = ((3, 2), (3, 3), (4, 3), (7, 4), (8, 4), (9, 4))
"""Cells that the processes correct."""


def read_form(path: Path, settings: ExtractSettings) -> Document:
    """Read any file as the form of the samples; its name says nothing, its bytes name the document."""
    document = form()
    return Document(
        identify(path), path.name, "application/pdf", path.stat().st_size, settings.reader_id(), 1, document.pages
    )


def work(task: Task) -> Outcome:
    """Read and understand a document, as a worker does."""
    return evaluate_document(task, extract=read_form)


def read_again_and_again(inbox: str, out: str, times: int) -> None:
    """Read all documents by force, several times."""
    for _ in range(times):
        run([inbox], out, RunOptions(workers=1, force=True), work=work)


def correct(out: str, doc_ids: list[str], reviewer: str, times: int, log: str) -> None:
    """Correct cells at random, each time with what was seen of them; write down what was taken."""
    chance = random.Random(reviewer)
    corrections = Corrections(Dataset(Path(out)))
    document = form()
    for number in range(times):
        doc_id, at = chance.choice(doc_ids), chance.choice(PLACES)
        spot = spot_of(document, *at)
        corrections.refresh()
        last = next((one for one in corrections.of(doc_id) if one.spot == spot), None)
        one = typed(document, *at, f"{number}{reviewer}", reviewer)
        given = msgspec.structs.replace(one, doc_id=doc_id)
        try:
            (written,) = corrections.add([given], {spot: last.correction_id if last else None})
        except Conflict:
            continue
        with Path(log).open("a") as file:
            file.write(f"{written.correction_id}\n")
        evaluate_again(corrections.dataset, doc_id)

