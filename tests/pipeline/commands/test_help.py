"""The help teaches: it fits the screen it is shown on, its examples are right, and what is mistyped is set right."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from pipeline.commands import app, call
from pipeline.exit_codes import ExitCode

ROOT = Path(__file__).parents[3]
GROUP: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = GROUP.commands
ESCAPE = "\x1b["


def shown(*arguments: str, **environment: str) -> str:
    """Return what `jixiao` writes to standard output when nothing is a terminal."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=ROOT, check=True, capture_output=True, env={**kept, "PYTHONUTF8": "1", **environment}, timeout=600,
    )  # fmt: skip
    return done.stdout.decode()


def shown_on_terminal(*arguments: str, **environment: str) -> str:
    """Return what `jixiao` writes to a terminal."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**kept, "TERM": "xterm-256color", **environment},
    )  # fmt: skip
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            written += chunk
    except OSError:  # how Linux says that nobody writes any more
        pass
    os.close(ours)
    assert process.wait(600) == 0
    return written.decode()


def examples(command: Any) -> list[str]:
    """Return the command lines that stand below a command's help."""
    lines = re.findall(r"^\[dim\]  \$\[/\] (.*)$", command.epilog, re.MULTILINE)
    return [line.replace("\\[", "[") for line in lines]


EXAMPLES = [line for command in (GROUP, *COMMANDS.values()) for line in examples(command)]


@pytest.mark.parametrize("columns", ["80", "60", "132"])
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_the_screen(name: str, columns: str) -> None:
    text = shown(*([name] if name else []), "--help", COLUMNS=columns)
    assert max(cell_len(line) for line in text.splitlines()) <= int(columns)
    assert ESCAPE not in text
    assert "Example" in text


@pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))
def test_every_command_and_option_is_explained(command: Any) -> None:
    assert examples(command) != []
    for one in (command, *getattr(command, "commands", {}).values()):
        assert one.help
        assert [param.name for param in one.params if not param.help] == []


def test_the_list_of_commands_gives_each_a_sentence() -> None:
    text = " ".join(shown("--help", COLUMNS="200").split())
    for name, command in COMMANDS.items():
        assert f"{name} {command.help.partition(chr(10))[0]}" in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_are_command_lines_that_are_taken(line: str) -> None:
    parts = [shlex.split(part) for part in line.split(" | ")]
    ours = [part[1:] for part in parts if part[0] == "jixiao"]
    assert ours != []
    for name, *arguments in ours:
        plain = arguments[: arguments.index(">")] if ">" in arguments else arguments
        command = COMMANDS[name]
        if inner := getattr(command, "commands", None):
            command, plain = inner[plain[0]], plain[1:]
        command.make_context(name, plain)


def test_jixiao_alone_shows_where_to_begin() -> None:
    text = shown()
    named = re.findall(r"jixiao ([a-z]+)", text)
    assert {"run", "status", "extract", "normalize"} <= set(named)
    assert set(named) <= {*COMMANDS}
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert ESCAPE not in text


def test_the_version_is_said() -> None:
    assert re.fullmatch(r"jixiao \d\S+\n", shown("--version"))


def test_colours_are_for_terminals() -> None:
    assert ESCAPE in shown_on_terminal("--help")
    assert ESCAPE in shown_on_terminal()
    assert ESCAPE in shown("--help", FORCE_COLOR="1")
    assert ESCAPE not in shown_on_terminal("--help", TERM="dumb")
    assert ESCAPE not in shown_on_terminal(TERM="dumb")
    coloured = re.compile(r"\x1b\[(?:\d+;)*(?:[34]\d|9[0-7])[;m]")
    assert coloured.search(shown_on_terminal("--help"))
    assert not coloured.search(shown_on_terminal("--help", NO_COLOR="1"))
    assert not coloured.search(shown_on_terminal("--help", NO_COLOR="1", FORCE_COLOR="1"))


def test_help_where_the_locale_knows_ascii_only() -> None:
    text = shown("--help", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", LC_ALL="C", LANG="C", PYTHONIOENCODING="ascii")
    assert text.isascii()
    assert "Examples" in text
    assert "\\u7ee9" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["statsu", "x"], "No such command 'statsu'. Did you mean 'status'?"),
        (["run", "x", "--ot", "y"], "No such option: --ot (Possible options: --out)"),
        (["--vresion"], "No such option: --vresion (Possible options: --version)"),
        (["--lang", "en", "status"], "No such option: --lang before a command; it belongs behind run"),
        (["pipeline"], "'pipeline' is no command. To read it: jixiao run pipeline --out DATASET"),
        (["run", "x", "--out", "y", "--lang", "ch"], "'ch' is not one of 'zh', 'en'"),
        (["run"], "Missing argument 'SOURCE'"),
        (["run", "x"], "Missing option '--out'"),
    ],
)
def test_a_wrong_command_line_is_set_right(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert call(arguments) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""
