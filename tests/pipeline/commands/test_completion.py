"""What the shells complete: in a real bash at a terminal, in a real fish, and what they are given for datasets."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.commands.completion import complete_dataset
from tests.pipeline.commands.processes import PATIENCE, ROOT, Terminal, environment


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in: datasets in it and in a folder of it, a folder of scans."""
    for name in ("dataset", "数据", "out/2023", "out/2024", ".hidden"):
        (tmp_path / name / "documents" / "_delta_log").mkdir(parents=True)
    (tmp_path / "scans").mkdir()
    (tmp_path / "data.txt").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH on which `jixiao` is, as where it is installed."""
    programs = tmp_path_factory.mktemp("bin")
    script = f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m pipeline "$@"\n'
    (programs / "jixiao").write_text(script)
    (programs / "jixiao").chmod(0o755)
    return f"{programs}:{environment()['PATH']}"


@pytest.mark.parametrize(
    ("beginning", "found"),
    [
        ("", ["dataset", "out/2023", "out/2024", "数据"]),
        ("d", ["dataset"]),
        ("数", ["数据"]),
        ("o", ["out/2023", "out/2024"]),
        ("out/", ["out/2023", "out/2024"]),
        ("out/2023", ["out/2023"]),
        ("./da", ["./dataset"]),
        (".h", [".hidden"]),
        ("s", []),
        ("nowhere/", []),
        ("data.txt/", []),
    ],
)
def test_datasets_are_completed(folder: Path, beginning: str, found: list[str]) -> None:
    assert complete_dataset(beginning) == found


def test_paths_from_the_root_are_completed(folder: Path) -> None:
    assert complete_dataset(f"{folder}/d") == [f"{folder}/dataset"]


def test_names_that_need_quotes_are_left_to_the_shell(folder: Path) -> None:
    (folder / "data 2024" / "documents" / "_delta_log").mkdir(parents=True)
    assert complete_dataset("da") == []
    assert complete_dataset("o") == ["out/2023", "out/2024"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_a_real_bash_completes(folder: Path, path: str) -> None:
    env = {**environment(PATH=path, HOME=str(folder), PS1="> "), "INPUTRC": "/dev/null"}
    with Terminal(["bash", "--norc", "--noprofile", "-i"], env) as bash:
        bash.type(f"cd {shlex.quote(str(folder))}; eval \"$(jixiao --show-completion)\"; echo re''ady\n")
        bash.wait_for("ready")
        for typed, completed in (
            ("jixiao sta\t", "jixiao status "),
            ("jixiao status da\t", "jixiao status dataset "),
            ("jixiao check 数\t", "jixiao check 数据 "),
            ("jixiao run scans --out ou\t", "--out out/202$"),
            ("jixiao run sc\t", "jixiao run scans/"),
            ("jixiao run scans --reader ra\t", "--reader rapidocr "),
            ("jixiao run scans --retry\t", "--retry-failed "),
            ("jixiao normalize - --lang e\t", "--lang en "),
        ):
            bash.type(typed)
            bash.wait_for(completed)
            bash.type("\x15")  # empties the line


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_a_real_fish_completes(folder: Path, path: str) -> None:
    asked = "jixiao --show-completion | source; complete -C 'jixiao status da'; complete -C 'jixiao check d --lang '"
    done = subprocess.run(
        ["fish", "--no-config", "-c", asked],
        check=True, capture_output=True, text=True, env=environment(PATH=path, HOME=str(folder)), timeout=PATIENCE,
    )  # fmt: skip
    assert done.stdout.split() == ["dataset", "en", "zh"]


def test_completion_is_installed_for_the_shell_one_sits_at(folder: Path, path: str) -> None:
    env = environment(PATH=path, HOME=str(folder))
    done = subprocess.run(
        ["bash", "--norc", "-c", "jixiao --install-completion; exit $?"],
        check=True, capture_output=True, text=True, env=env, timeout=PATIENCE,
    )  # fmt: skip
    assert "bash completion installed in" in done.stdout
    assert ".bash_completions/jixiao.sh" in (folder / ".bashrc").read_text()
    assert "complete -o default -F _jixiao_completion jixiao" in (folder / ".bash_completions/jixiao.sh").read_text()
