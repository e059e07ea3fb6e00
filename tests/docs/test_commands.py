"""Commands, options, make targets, files and links that the pages name exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from pipeline.commands import app
from tests.docs.pages import PAGES, ROOT, blocks

_IDS = [str(page.relative_to(ROOT)) for page in PAGES]
_PROGRAM = get_command(app)
_OWN_WORDS = (["COMMAND"], ["--version"], ["--help"], ["--install-completion"], ["--show-completion"])
"""What follows `jixiao` and is no command."""
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def _code(page: Path) -> list[str]:
    """Return what stands on the page as code: lines of blocks, and `words` in sentences."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [line for block in blocks(page) for line in block.code.replace("\\\n", " ").splitlines()]
    return [*lines, *(span.replace("\n", " ") for span in re.findall(r"`([^`]+)`", text))]


def _command_lines(page: Path) -> list[str]:
    """Return each `jixiao …` of the page, without what follows in a pipe or a comment."""
    found = [re.findall(r"(?<![\w./'-])jixiao (?=[a-z-])[^|#>;&)\"]*", line) for line in _code(page)]
    return [re.split(r"  +", command)[0].strip() for commands in found for command in commands]


@pytest.mark.parametrize("page", PAGES, ids=_IDS)
def test_commands_exist_with_their_options(page: Path) -> None:
    for line in _command_lines(page):
        _, *words = line.replace("'", "").split()
        command = _PROGRAM
        while words and hasattr(command, "commands") and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        assert command is not _PROGRAM or words[:1] in _OWN_WORDS, line
        if command is _PROGRAM:
            continue
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        named = {word.split("=")[0] for word in words if word.startswith("--")}
        assert named <= known | {"--help"}, f"{line}: {named - known}"


_TOLD_ON = {"review": "review.md", "corrections": "corrections.md"}
"""Commands with a page of their own; the others have a section of commands.md."""


def _leaves(command: Any, name: str = "") -> list[tuple[str, Any]]:
    """Return each command that does something, with its name: `corrections list`."""
    under = getattr(command, "commands", {})
    found = [one for child, sub in under.items() for one in _leaves(sub, f"{name} {child}".strip())]
    return found or [(name, command)]


@pytest.mark.parametrize(("name", "command"), _leaves(_PROGRAM))
def test_every_option_is_told(name: str, command: Any) -> None:
    first = name.partition(" ")[0]
    text = (ROOT / "docs" / _TOLD_ON.get(first, "commands.md")).read_text(encoding="utf-8")
    if first not in _TOLD_ON:
        _, heading, rest = text.partition(f"## `jixiao {first}`\n")
        assert heading, f"docs/commands.md has no section on {first}"
        text = rest.split("\n## ")[0]
    told = set(re.findall(r"`[^`\n]*?(--[a-z-]+)", text))
    options = {option for one in command.params for option in one.opts if option.startswith("--")}
    assert options <= told, f"jixiao {name}: {sorted(options - told)}"


def test_commands_are_found() -> None:
    assert sum(len(_command_lines(page)) for page in PAGES) >= 40


@pytest.mark.parametrize("page", PAGES, ids=_IDS)
def test_measurements_exist_with_their_options(page: Path) -> None:
    for line in _code(page):
        for module, rest in re.findall(r"python -m (benchmarks\.\w+|pipeline\.\w+|fixtures\.\w+)([^|>]*)", line):
            source = ROOT / (module.replace(".", "/") + ".py")
            assert source.exists(), line
            written = "".join(file.read_text(encoding="utf-8") for file in source.parent.glob("*.py"))
            for option in re.findall(r"(?<!\S)--[a-z-]+", rest):
                assert f'"{option}"' in written, f"{module} has no {option}"


@pytest.mark.parametrize("page", PAGES, ids=_IDS)
def test_make_targets_exist(page: Path) -> None:
    targets = [target for line in _code(page) for target in re.findall(r"^make ([a-z-]+)", line)]
    assert set(targets) <= _TARGETS


@pytest.mark.parametrize("page", PAGES, ids=_IDS)
def test_named_files_exist(page: Path) -> None:
    pattern = re.compile(r"(?:normalizers|extractors|pipeline|fixtures|tests|docs|benchmarks|examples)/[\w./-]+")
    for span in re.findall(r"`([^`\n]+)`(?!, a new file:)", page.read_text(encoding="utf-8")):
        if pattern.fullmatch(span):
            assert (ROOT / span).exists(), span


@pytest.mark.parametrize("page", PAGES, ids=_IDS)
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


def _anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to headings: `Exit codes` is `exit-codes`."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / link.partition("#")[0]).resolve() for link in _LINK.findall(index)}
    pages = {page for page in (ROOT / "docs").rglob("*.md") if page != ROOT / "docs" / "README.md"}
    assert pages <= linked, f"not in docs/README.md: {sorted(page.name for page in pages - linked)}"
