"""Corrections in CSV and Parquet files: out and in again, twice, into another dataset, against other people's."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands import call
from pipeline.corrections.files import read_file, write_file
from pipeline.corrections.importing import import_file
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot
from pipeline.corrections.store import Corrections
from pipeline.errors import NoInput, PipelineError
from pipeline.exit_codes import ExitCode
from tests.pipeline.corrections.samples import dataset, form, spot_of, typed

DOCUMENT = form()
SUFFIXES = pytest.mark.parametrize("suffix", [".csv", ".parquet"])


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    return Corrections(dataset(tmp_path / "set", DOCUMENT))


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@SUFFIXES
def test_what_was_said_goes_to_another_dataset_and_only_once(
    corrections: Corrections, tmp_path: Path, suffix: str
) -> None:
    (first, _) = corrections.add([typed(DOCUMENT, 7, 4, "13处\n（含新增）"), typed(DOCUMENT, 7, 5, "")], {})
    corrections.add([typed(DOCUMENT, 7, 4, "=14处", "李")], {first.spot: first.correction_id})
    corrections.undo(first.correction_id, "王", "看错了")
    path = tmp_path / f"said{suffix}"
    write_file(path, corrections.history(DOCUMENT.doc_id))
    other = Corrections(dataset(tmp_path / "other", DOCUMENT))
    imported = import_file(other, path)
    assert (imported.added, imported.known, imported.problems) == (4, 0, ())
    assert imported.documents == (DOCUMENT.doc_id,)
    assert other.history(DOCUMENT.doc_id) == corrections.history(DOCUMENT.doc_id)
    assert other.dataset.known[DOCUMENT.doc_id].corrected == 2
    again = import_file(other, path)
    assert (again.added, again.known, again.documents) == (0, 4, ())


@SUFFIXES
def test_a_place_that_somebody_else_decided_is_left_and_told(
    corrections: Corrections, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"said{suffix}"
    write_file(path, [typed(DOCUMENT, 7, 4, "13处", "王"), typed(DOCUMENT, 8, 4, "99%", "王")])
    corrections.add([typed(DOCUMENT, 7, 4, "14处", "李")], {})
    imported = import_file(corrections, path)
    assert imported.added == 1
    assert ["李" in one.reason and "14处" in one.reason for one in imported.problems] == [True]
    assert {one.new for one in corrections.of(DOCUMENT.doc_id)} == {"14处", "99%"}
    replaced = import_file(corrections, path, replace=True)
    assert (replaced.added, replaced.problems) == (1, ())
    assert {one.new for one in corrections.of(DOCUMENT.doc_id)} == {"13处", "99%"}
    assert import_file(corrections, path, replace=True).added == 0


def test_a_dry_run_writes_nothing(corrections: Corrections, tmp_path: Path) -> None:
    path = tmp_path / "said.csv"
    write_file(path, [typed(DOCUMENT, 7, 4, "13处")])
    assert import_file(corrections, path, dry_run=True).added == 1
    assert corrections.history(DOCUMENT.doc_id) == ()


def test_a_table_that_somebody_made_by_hand(corrections: Corrections, tmp_path: Path) -> None:
    box = spot_of(DOCUMENT, 7, 4).box
    assert box is not None
    row = {"doc_id": DOCUMENT.doc_id, "reviewer": "王", "action": "text", "page": "1", "new": "13处", "批注": "x"}
    row |= {"x0": str(box.x0), "top": str(box.top), "x1": str(box.x1), "bottom": str(box.bottom)}
    write(tmp_path / "said.csv", [row])
    assert import_file(corrections, tmp_path / "said.csv").added == 1
    assert import_file(corrections, tmp_path / "said.csv").known == 1
    assert [one.new for one in corrections.of(DOCUMENT.doc_id)] == ["13处"]


WRONG = {
    "doc_id": "none", "action": "delete", "page": "0", "x0": "nan", "x1": "-5", "reviewer": " ", "at": "gestern",
    "correction_id": "../x", "new": "a\x07b", "row": "一",
}  # fmt: skip


@pytest.mark.parametrize("column", list(WRONG))
def test_a_line_that_is_no_correction_is_told_and_the_others_are_taken(
    corrections: Corrections, tmp_path: Path, column: str
) -> None:
    path = tmp_path / "said.csv"
    write_file(path, [typed(DOCUMENT, 7, 4, "13处"), typed(DOCUMENT, 8, 4, "99%")])
    rows = lines(path)
    rows[0][column] = WRONG[column]
    write(path, rows)
    imported = import_file(corrections, path)
    assert [(one.line, column[:2] in one.reason) for one in imported.problems] == [(2, True)]
    assert [one.new for one in corrections.of(DOCUMENT.doc_id)] == ["99%"]


def test_a_place_where_nothing_is_printed_is_refused(corrections: Corrections, tmp_path: Path) -> None:
    one = correction(DOCUMENT.doc_id, Spot(7, spot_of(DOCUMENT, 7, 4).box), "text", "王", new="1")
    write_file(tmp_path / "said.csv", [one])
    assert [one.line for one in import_file(corrections, tmp_path / "said.csv").problems] == [2]


def test_an_undo_of_what_nobody_said_is_refused(corrections: Corrections, tmp_path: Path) -> None:
    one = correction(DOCUMENT.doc_id, spot_of(DOCUMENT, 7, 4), "undo", "王", undoes="0" * 32)
    write_file(tmp_path / "said.csv", [one])
    assert len(import_file(corrections, tmp_path / "said.csv").problems) == 1


def test_documents_that_are_not_there_yet_are_waited_for(corrections: Corrections, tmp_path: Path) -> None:
    later = form(name="后来.pdf")
    write_file(tmp_path / "said.csv", [typed(later, 7, 4, "13处")])
    imported = import_file(corrections, tmp_path / "said.csv")
    assert (imported.added, imported.absent, imported.documents) == (1, 1, ())
    store = dataset(tmp_path / "set", later)
    assert store.known[later.doc_id].corrected == 1


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b"", b'doc_id,reviewer,action,page\n"x'])
def test_a_file_that_holds_something_else(tmp_path: Path, content: bytes) -> None:
    for suffix in (".csv", ".parquet"):
        path = tmp_path / f"said{suffix}"
        path.write_bytes(content)
        with pytest.raises(PipelineError):
            read_file(path)
    with pytest.raises(NoInput):
        read_file(tmp_path / "none.csv")


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\n,\"'="), max_size=30)
finite = st.floats(0, 2000)


@st.composite
def rows(draw: st.DrawFn) -> Correction:
    x, top = draw(finite), draw(finite)
    box = {"x0": x, "top": top, "x1": x + draw(finite), "bottom": top + draw(finite)}
    one = correction(
        draw(st.text("0123456789abcdef", min_size=64, max_size=64)), Spot(draw(st.integers(1, 500))), "text",
        draw(words.filter(str.strip)), old=draw(words), new=draw(words), reason=draw(words) or None,
    )  # fmt: skip
    return type(one)(**{**{name: getattr(one, name) for name in one.__struct_fields__}, **box})


@given(st.lists(rows(), max_size=5), st.sampled_from([".csv", ".parquet"]))
def test_a_file_holds_everything(tmp_path_factory: pytest.TempPathFactory, said: list[Correction], suffix: str) -> None:
    path = tmp_path_factory.mktemp("said") / f"said{suffix}"
    write_file(path, said)
    read = read_file(path)
    assert read.problems == ()
    assert [one for _, one in read.rows] == said


def test_commands(corrections: Corrections, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, file = str(tmp_path / "set"), str(tmp_path / "said.csv")
    (one,) = corrections.add([typed(DOCUMENT, 7, 4, "13处")], {})
    assert call(["corrections", "list", out]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert one.correction_id in shown
    assert "“12处” → “13处”" in shown
    assert call(["corrections", "export", out, file]) == ExitCode.OK
    assert call(["corrections", "undo", out, one.correction_id, "--by", "李", "--reason", "看错"]) == ExitCode.OK
    corrections.refresh()
    assert corrections.of(DOCUMENT.doc_id) == ()
    assert corrections.history(DOCUMENT.doc_id)[-1].reviewer == "李"
    assert call(["corrections", "import", out, file]) == ExitCode.OK
    assert call(["corrections", "list", out, "--log-format", "json", "--action", "undo"]) == ExitCode.OK
    assert capsys.readouterr().out.splitlines()[-1].startswith("{")
    assert call(["corrections", "undo", out, "nothing"]) == ExitCode.USAGE
    assert call(["corrections", "list", str(tmp_path / "none")]) == ExitCode.NO_INPUT
    (tmp_path / "bad.csv").write_text("doc_id,reviewer,action,page\nx,王,text,1\n", encoding="utf-8")
    assert call(["corrections", "import", out, str(tmp_path / "bad.csv")]) == ExitCode.FAILED
