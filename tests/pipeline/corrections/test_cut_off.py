"""A reviewer's process that is killed at any write step: what was told stays, nothing is half written."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pandas as pd
import pytest

from pipeline.corrections.again import evaluate_again
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from tests.pipeline import faults
from tests.pipeline.corrections.samples import dataset, form, typed


class Killed(BaseException):
    """The end of a process; nothing of the program catches it."""


def die() -> None:
    raise Killed


@pytest.mark.parametrize("when", ["before", "half", "after"])
def test_killed_at_every_step(memory_path: Path, monkeypatch: pytest.MonkeyPatch, when: faults.When) -> None:
    document = form()
    whole = memory_path / "whole"
    dataset(whole, document)
    before = pd.read_parquet(whole / "cells")
    taken = 0
    for number in count(1):
        out = memory_path / f"set{number}"
        shutil.copytree(whole, out)
        corrections = Corrections(Dataset(out))
        fault, told = faults.Fault(number, when, die), False
        with monkeypatch.context() as patch:
            fault.install(patch.setattr)
            try:
                corrections.add([typed(document, 7, 4, "13处")], {})
                told = True
                evaluate_again(corrections.dataset, document.doc_id)
            except Killed:
                pass
        store = Dataset(out)
        (row,) = store.known.values()
        said = [one.new for one in store.corrections.holding(document.doc_id)]
        assert said == ["13处"] if told else said in ([], ["13处"])
        cells = pd.read_parquet(out / "cells")
        if row.corrections is None:
            pd.testing.assert_frame_equal(cells, before)
        else:
            assert cells.query("method == 'correction'")["text"].tolist() == ["13处"]
        taken += row.corrections is not None
        if row.corrections != store.corrections.mark(document.doc_id):  # as the next run does
            evaluate_again(store, document.doc_id)
            assert pd.read_parquet(out / "cells").query("method == 'correction'")["text"].tolist() == ["13处"]
        shutil.rmtree(out)
        if fault.passed < number:
            break
    assert number > 10  # there are that many steps
    assert taken > 1  # some of them behind the commit of the rows
