"""Corrections in a dataset: added, seen, in conflict, taken back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from extractors.document import Cell
from pipeline.corrections.again import evaluate_again
from pipeline.corrections.store import Conflict, Corrections, UnknownCorrection
from pipeline.dataset import Dataset
from pipeline.doubtful import doubtful_rows
from tests.pipeline.corrections.samples import dataset, form, spot_of, typed

MISREAD = {(3, 3): Cell(3, 3, "7,008.00", confidence=0.6, doubts=("low_confidence",))}
"""The total of what was spent, badly read."""


def executed(folder: Path) -> list[str]:
    rows = pd.read_parquet(folder / "funding").sort_values("ordinal")
    return [str(value) for value in rows["executed"]]


def test_a_correction_is_in_the_dataset_at_once(tmp_path: Path) -> None:
    document = form({(7, 4): Cell(7, 4, "72处", confidence=0.5, doubts=("low_confidence",))})
    store = dataset(tmp_path, document)
    assert pd.read_parquet(tmp_path / "documents")["status"].tolist() == ["review"]
    Corrections(store).add([typed(document, 7, 4, "12处")], {})
    after = evaluate_again(store, document.doc_id)
    assert after.row.status == "ok"
    assert after.row.corrected == 1
    cells = pd.read_parquet(tmp_path / "cells").query("field == 'indicators[1].actual'")
    assert cells[["text", "method", "confidence"]].to_numpy().tolist() == [["12处", "correction", 1.0]]
    rows = pd.read_parquet(tmp_path / "indicators").sort_values("ordinal")
    assert rows["actual_value"].map(float).tolist()[0] == 12
    assert not rows["needs_review"].any()


def test_an_undone_correction_leaves_what_was_read(tmp_path: Path) -> None:
    document = form(MISREAD)
    store = dataset(tmp_path, document)
    before = evaluate_again(store, document.doc_id)
    corrections = Corrections(store)
    (written,) = corrections.add([typed(document, 3, 3, "9,999.00")], {})
    assert evaluate_again(store, document.doc_id).evaluation != before.evaluation
    undone = corrections.undo(written.correction_id, "王")
    assert evaluate_again(store, document.doc_id) == before
    with pytest.raises(UnknownCorrection):
        corrections.undo(written.correction_id, "李")
    corrections.undo(undone.correction_id, "王")  # what was taken back by mistake
    assert [one.correction_id for one in corrections.of(document.doc_id)] == [written.correction_id]


def test_nobody_overwrites_what_he_has_not_seen(tmp_path: Path) -> None:
    document = form(MISREAD)
    ours, theirs = Corrections(dataset(tmp_path, document)), Corrections(Dataset(tmp_path))
    (first,) = ours.add([typed(document, 3, 3, "7,000.00", "王")], {})
    with pytest.raises(Conflict) as conflict:
        theirs.add([typed(document, 3, 3, "7,006.00", "李")], {})
    assert [one.new for one in conflict.value.others] == ["7,000.00"]
    assert len(theirs.history(document.doc_id)) == 1
    theirs.add([typed(document, 3, 3, "7,006.00", "李")], {spot_of(document, 3, 3): first.correction_id})
    ours.refresh()
    assert [one.new for one in ours.of(document.doc_id)] == ["7,006.00"]


def test_marked_rows_are_told_with_their_reasons(tmp_path: Path) -> None:
    document = form({(7, 4): Cell(7, 4, "72处", confidence=0.5, doubts=("low_confidence",))})
    after = evaluate_again(dataset(tmp_path, document), document.doc_id)
    (row,) = doubtful_rows(after.document, after.evaluation)
    assert (row.path, row.table, row.marked) == ("indicators[1]", "indicators", True)
    (field,) = [one for one in row.fields if one.doubtful]
    assert (field.path, field.printed.text, field.value) == ("indicators[1].actual", "72处", "72处")
    assert field.spot == spot_of(document, 7, 4)
    assert [reason.zh for reason in row.reasons if reason.name == "low_confidence"] == ["字迹识别把握不大"]
