from __future__ import annotations

import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.batch import run
from pipeline.commands import call
from pipeline.options import RunOptions
from pipeline.places import ObjectPath
from pipeline.report.make import make_report
from pipeline.report.output import BadOutput, check_output, write_report
from tests.pipeline import object_store
from tests.pipeline.report.conftest import FIXTURES


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("document", [(), ("annex_export.txt",)])
@pytest.mark.parametrize("suffix", ["html", "xlsx"])
def test_a_report_is_written_and_the_dataset_is_left_as_it_is(
    plain: Path, tmp_path: Path, document: tuple[str, ...], suffix: str
) -> None:
    before = state(plain)
    out = tmp_path / f"报告.{suffix}"
    assert call(["report", str(plain), *document, "--out", str(out)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    if suffix == "html":
        assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    else:
        assert len(openpyxl.load_workbook(out).sheetnames) > 3
    assert state(plain) == before


def test_english_is_asked_for(plain: Path, tmp_path: Path) -> None:
    assert call(["report", str(plain), "--out", str(tmp_path / "r.html"), "--lang", "en"]) == 0
    assert '<html lang="en">' in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--out", "r.pdf"], 1, "a report is an .html or an .xlsx file"),
        (["--out", "r"], 1, "a report is an .html or an .xlsx file"),
        (["--out", "nowhere/r.html"], 1, "no such folder"),
        (["nothing.pdf", "--out", "r.html"], 2, "no document of the dataset is called so"),
        ([], 1, "--out"),
    ],
)
def test_what_is_wrong_is_told(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], code: int, message: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert call(["report", str(plain), *arguments]) == code
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_a_dataset_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert call(["report", str(tmp_path / "empty"), "--out", str(tmp_path / "r.html")]) == 2
    assert "holds no dataset" in capsys.readouterr().err
    assert not (tmp_path / "r.html").exists() and list((tmp_path / "empty").iterdir()) == []


def test_a_folder_of_the_report_s_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "r.html").mkdir()
    with pytest.raises(BadOutput, match="is a folder"):
        check_output(tmp_path / "r.html")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(plain: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    for suffix in ("html", "xlsx"):
        with pytest.raises(BadOutput, match="cannot be written"):
            make_report(plain, tmp_path / f"r.{suffix}")


@pytest.mark.parametrize("suffix", ["html", "xlsx"])
def test_a_full_disk_leaves_the_report_before(
    plain: Path, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"r.{suffix}"
    out.write_bytes(b"before")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(BadOutput, match="No space left on device"):
        make_report(plain, out)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert out.read_bytes() == b"before"


def test_half_a_report_is_never_there(tmp_path: Path) -> None:
    def stop(aside: Path) -> None:
        aside.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(tmp_path / "r.html", stop)
    assert list(tmp_path.iterdir()) == []


def test_a_dataset_that_may_only_be_read_has_a_report(plain: Path, tmp_path: Path) -> None:
    """Nothing is locked, mended or migrated for it, as a dataset that is opened to be written would be."""
    copy = tmp_path / "copy"
    shutil.copytree(plain, copy)
    (copy / ".lock").unlink(missing_ok=True)
    make_report(copy, tmp_path / "r.html", "project_scored.pdf")
    make_report(copy, tmp_path / "all.html")
    assert not (copy / ".lock").exists()


def test_a_dataset_without_corrections_has_a_report(plain: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(plain, copy)
    shutil.rmtree(copy / "corrections", ignore_errors=True)
    make_report(copy, tmp_path / "r.html", "project_scored.pdf")
    assert "政务服务信息系统" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_dataset_in_an_object_store_has_reports_with_its_documents_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fsspec")
    with object_store.STORES["s3"]() as environment:
        object_store.make_bucket("s3", environment)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        url = f"s3://{object_store.BUCKET}/report"
        for name in ("annex_export.txt", "project_scored.pdf"):
            (ObjectPath(url) / "in" / name).write_bytes((FIXTURES / "documents" / name).read_bytes())
        run([f"{url}/in"], f"{url}/out", RunOptions(workers=1))
        for suffix in ("html", "xlsx"):
            make_report(f"{url}/out", tmp_path / f"all.{suffix}")
            make_report(f"{url}/out", tmp_path / f"one.{suffix}", "project_scored.pdf")
        assert "政务服务信息系统" in (tmp_path / "one.html").read_text(encoding="utf-8")
        assert len(openpyxl.load_workbook(tmp_path / "one.xlsx").sheetnames) > 4
        assert f"<h1>{url}/out</h1>" in (tmp_path / "all.html").read_text(encoding="utf-8")
