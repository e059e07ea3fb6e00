"""Every command where standard output is a pipe that nobody reads, a full disk, closed, or knows ASCII only."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.dataset import Dataset
from tests.pipeline.commands.processes import PATIENCE, ROOT, command, environment
from tests.pipeline.test_check import outcome

FORM = ROOT / "fixtures" / "documents" / "annex_export.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document, its reading and a dataset, all with Chinese names."""
    folder = tmp_path_factory.mktemp("绩效")
    (folder / "自评表.txt").write_bytes(FORM.read_bytes())
    done = subprocess.run(command("extract", folder / "自评表.txt"), cwd=ROOT, check=True, capture_output=True)
    (folder / "读.json").write_bytes(done.stdout)
    Dataset(folder / "数据").replace([outcome("甲.pdf"), outcome("乙.pdf", budget="320")])
    return folder


COMMANDS = [
    [],
    ["--help"],
    ["--version"],
    ["run", "--help"],
    ["extract", "自评表.txt"],
    ["normalize", "读.json"],
    ["values"],
    ["status", "数据"],
    ["check", "数据"],
    ["check", "数据", "--log-format", "json"],
    ["corrections", "list", "数据"],
]


@pytest.fixture(params=COMMANDS, ids=" ".join)
def line(request: pytest.FixtureRequest, folder: Path) -> list[str]:
    """One command line."""
    return command(*(folder / word if (folder / word).exists() and word else word for word in request.param))


QUESTION = '{"ctx": "指标值", "raw": "≥12.67万人"}\n'.encode()


def run(
    line: list[str], stdout: int | None = subprocess.PIPE, stdin: bytes = QUESTION, **more: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        line, check=False, cwd=ROOT, input=stdin, stdout=stdout, stderr=subprocess.PIPE, env=environment(**more),
        timeout=PATIENCE,
    )  # fmt: skip


@pytest.fixture
def unread() -> Iterator[int]:
    """The writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


def test_who_reads_no_more_has_read_enough(line: list[str], unread: int) -> None:
    done = run(line, unread)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error_of_one_line(line: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(line, full.fileno())
    assert done.returncode == 1
    assert done.stderr == b"jixiao: standard output cannot be written: No space left on device\n"


def test_closed_streams_hurt_nobody(line: list[str]) -> None:
    done = run(["bash", "-c", '"$@" <&- >&- 2>&-', "bash", *line])
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_chinese_where_the_locale_knows_ascii_only(line: list[str]) -> None:
    ascii_only = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = run(line, **ascii_only)
    assert (done.returncode, done.stderr) == (0, b"")
    if "json" in line or {"extract", "normalize", "values"} & set(line):  # JSON is UTF-8 everywhere
        assert all(json.loads(row) for row in done.stdout.decode("utf-8").splitlines())
    else:
        assert done.stdout.isascii()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_errors_that_cannot_be_said_keep_their_exit_code() -> None:
    closed = 'exec 2> /dev/full; "$@"'
    assert run(["bash", "-c", closed, "bash", *command("status", "nowhere")]).returncode == 2
    assert run(["bash", "-c", closed, "bash", *command("statsu")]).returncode == 1


def test_values_answers_until_nobody_reads() -> None:
    many = run(
        ["bash", "-c", '"$@" | head -n 2; echo "${PIPESTATUS[0]}"', "bash", *command("values")], stdin=QUESTION * 50_000
    )
    first, second, code = many.stdout.splitlines()
    assert first == second
    assert b'"12' in first
    assert (code, many.stderr) == (b"0", b"")


def test_a_damaged_dataset_is_one_line(folder: Path, tmp_path: Path) -> None:
    Dataset(tmp_path / "a").replace([outcome("a.pdf")])
    for file in (tmp_path / "a" / "documents").glob("part-*.parquet"):
        file.unlink()
    Dataset(tmp_path / "b").replace([outcome("b.pdf")])
    for file in (tmp_path / "b" / "forms" / "_delta_log").glob("*.json"):
        file.write_text("no json")
    for name in ("a", "b"):
        for word in ("status", "check"):
            done = run(command(word, tmp_path / name))
            assert done.returncode == 1
            assert done.stderr.decode().startswith(f"jixiao: {tmp_path / name}: cannot be read: ")
            assert done.stderr.count(b"\n") == 1


def test_pictures_are_drawn_where_nobody_reads_the_json(tmp_path: Path, unread: int) -> None:
    pdf = ROOT / "fixtures" / "documents" / "transfer_two_pages.pdf"
    assert run(command("extract", pdf, "--debug-images", tmp_path / "look"), unread).returncode == 0
    assert list((tmp_path / "look").glob("page-*.png")) != []
    done = run(command("extract", pdf, "--debug-images", "/dev/null/look"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"jixiao: /dev/null/look: ")


@pytest.mark.parametrize("content", [b"", b"  \n"])
def test_an_empty_reading_is_no_input(content: bytes) -> None:
    done = run(command("normalize", "-"), stdin=content)
    assert done.returncode == 2
    assert done.stderr.startswith(b"jixiao: standard input: is empty")


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + "/自评表.txt".encode("gb18030")
    with open(name, "wb") as file:  # noqa: PTH123 (a name of bytes)
        file.write(FORM.read_bytes())
    line = [word.encode() for word in command("extract")]
    done = subprocess.run([*line, name], check=True, cwd=ROOT, capture_output=True, env=environment())
    assert json.loads(done.stdout)["file_name"].endswith(".txt")
    for word, *options in (["status"], ["check"], ["run", str(FORM), "--out"]):
        taken = [*(part.encode() for part in command(word, *options)), os.fsencode(tmp_path) + b"/\xca\xfd"]
        done = subprocess.run(taken, check=False, cwd=ROOT, capture_output=True, env=environment())
        assert done.returncode == 1
        assert done.stderr.decode() == f"jixiao: {tmp_path}/��: the name is not UTF-8; give the dataset another one\n"
