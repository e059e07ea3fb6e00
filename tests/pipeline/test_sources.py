from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import NoInput
from pipeline.sources import find_documents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.pdf", "a.PDF", "表/c.jpeg", "表/d.docx", ".hidden/e.pdf", "~$f.htm", "notes", "表/深/g.tsv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def test_a_folder_gives_all_that_it_holds_in_a_steady_order(folder: Path) -> None:
    names = [path.relative_to(folder).as_posix() for path in find_documents([folder])]
    assert names == ["a.PDF", "b.pdf", "表/c.jpeg", "表/深/g.tsv"]


def test_a_pattern_gives_documents_only(folder: Path) -> None:
    assert [path.name for path in find_documents([f"{folder}/**/*.*"])] == ["a.PDF", "b.pdf", "c.jpeg", "g.tsv"]


def test_a_file_named_in_full_is_taken_whatever_it_is_called(folder: Path) -> None:
    assert find_documents([folder / "notes"]) == [folder / "notes"]


def test_each_document_comes_once(folder: Path) -> None:
    assert len(find_documents([folder, folder / "b.pdf", f"{folder}/*.pdf"])) == 4


def test_what_was_found_and_goes_is_not_looked_for_again(folder: Path) -> None:
    (folder / "dangling.txt").symlink_to("nowhere")
    found = find_documents([folder])
    (folder / "b.pdf").unlink()
    assert find_documents(found) is found
    assert folder / "dangling.txt" in found


def test_a_folder_that_may_not_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("深"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert folder / "表/深" in find_documents([folder])


def test_a_name_with_brackets_is_a_file_first(tmp_path: Path) -> None:
    (tmp_path / "a[1].pdf").write_text("x")
    assert find_documents([tmp_path / "a[1].pdf"]) == [tmp_path / "a[1].pdf"]


@pytest.mark.parametrize("source", ["nowhere.pdf", "表/深", "*.none"])
def test_nothing_to_read_is_said(folder: Path, source: str) -> None:
    (folder / "表/深/g.tsv").unlink()
    with pytest.raises(NoInput, match=source.replace("*", r"\*")):
        find_documents([folder / source])


def test_what_is_passed_over_is_counted(folder: Path) -> None:
    (folder / "scans.zip").touch()
    assert find_documents([folder]).others == {".docx": 1, "": 1, ".zip": 1}
    assert find_documents([folder / "b.pdf"]).others == {}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "there is no file; looked for"),
        ([".hidden.pdf", "~$a.pdf"], "there is no file; looked for"),
        (["a.doc", "b.doc"], r"there are only other files \(2 .doc: save or print as PDF\); looked for"),
    ],
)
def test_a_folder_without_documents_says_what_is_there(tmp_path: Path, names: list[str], said: str) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(NoInput, match=f"no document in .*: {said} .*[.]pdf"):
        find_documents([tmp_path])
