"""Any sequence of commits by two runs against a plain dictionary: what a plain Parquet reader sees, and Delta's."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from pipeline import parts
from pipeline.dataset import Dataset
from pipeline.tables import read_table
from pipeline.tasks import Outcome
from tests.pipeline.test_dataset import doc, outcome, plain

Model = dict[int, tuple[str, str]]
"""Number of a document -> its text and its location."""

COMMITS = 14


def make(number: int, text: str, location: str, replaces: tuple[str, ...] = ()) -> Outcome:
    made = outcome(number, text, replaces)
    return msgspec.structs.replace(made, row=msgspec.structs.replace(made.row, location=location))


def commit(store: Dataset, model: Model, choose: random.Random, turn: int) -> None:
    """Add, replace, change at their place, or move some documents, in the dataset and in the model."""
    kind = choose.choice(["add", "replace", "change", "move"])
    some = choose.sample(sorted(model), min(len(model), choose.randint(1, 4)))
    fresh = choose.sample(range(100 * turn, 100 * turn + 99), choose.randint(1, 7))
    if kind == "move":
        store.relocate([make(number, "", f"/moved/{turn}/{number}").row for number in some])
        model.update((number, (model[number][0], f"/moved/{turn}/{number}")) for number in some)
    elif kind == "change":
        new = dict(zip(fresh, some, strict=False))
        written = [make(number, f"{turn}", model[old][1], (doc(old),)) for number, old in new.items()]
        store.replace(written)
        for number, old in new.items():
            model[number] = (f"{turn}", model.pop(old)[1])
    else:
        numbers = fresh if kind == "add" else some
        store.replace([make(number, f"{turn}", f"/{number}") for number in numbers])
        model.update((number, (f"{turn}", f"/{number}")) for number in numbers)


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_commits_is_what_a_dictionary_would_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(parts, "PART_DOCUMENTS", 6)
    monkeypatch.setattr(parts, "SMALL_PARTS", 2)
    choose = random.Random(seed)
    runs = [Dataset(tmp_path), Dataset(tmp_path)]
    model: Model = {}
    for turn in range(1, COMMITS + 1):
        commit(choose.choice(runs), model, choose, turn)
    texts = sorted([doc(number), text] for number, (text, _) in model.items() for _ in range(2))
    places = sorted([doc(number), place] for number, (_, place) in model.items())
    assert sorted(plain(tmp_path, "passages")[["doc_id", "text"]].to_numpy().tolist()) == texts
    assert sorted(plain(tmp_path, "documents")[["doc_id", "location"]].to_numpy().tolist()) == places
    delta = read_table(tmp_path, "passages", ["doc_id", "text"]).to_pylist()
    assert sorted([row["doc_id"], row["text"]] for row in delta) == texts
    assert {doc_id: row.location for doc_id, row in Dataset(tmp_path).known.items()} == dict(places)
