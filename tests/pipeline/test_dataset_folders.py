"""What is said of a place that is no dataset."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.dataset_folders import datasets_in, is_dataset, say_no_dataset


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with two datasets, a folder that is none, and a file."""
    for name in ("2023年", "2024年"):
        (tmp_path / name / "documents" / "_delta_log").mkdir(parents=True)
        (tmp_path / name / "indicators").mkdir()
    (tmp_path / "scans").mkdir()
    (tmp_path / "notes.txt").touch()
    return tmp_path


def test_a_dataset_has_the_log_of_its_documents(out: Path) -> None:
    assert is_dataset(out / "2023年")
    assert not is_dataset(out)
    assert not is_dataset(out / "scans")
    assert not is_dataset(out / "notes.txt")
    assert datasets_in(out) == [out / "2023年", out / "2024年"]
    assert datasets_in(out / "scans") == []


def test_a_folder_that_may_not_be_looked_into_holds_none(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "listdir", refuse)
    assert datasets_in(out) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "holds no dataset itself, but these do: {out}/2023年, {out}/2024年"),
        ("2023年/indicators", "is a table of a dataset; name the dataset: {out}/2023年"),
        ("scans", "holds no dataset; make one with `jixiao run SOURCE --out {out}/scans`"),
        ("nowhere", "no such folder; make a dataset with `jixiao run SOURCE --out {out}/nowhere`"),
        ("notes.txt", "is a file; name the folder of a dataset"),
    ],
)
def test_what_is_said_of_no_dataset(out: Path, name: str, said: str) -> None:
    place = out / name if name else out
    assert say_no_dataset(place) == f"{place}: {said.format(out=out)}"
