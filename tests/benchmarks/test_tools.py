from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import tools
from benchmarks.tools import PEERS, ROOT, Tool, UnavailableError, choose, load_catalogue, python_of

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("tool", CATALOGUE.tool, ids=lambda tool: tool.name)
def test_every_tool_has_its_module_and_a_licence(tool: Tool) -> None:
    assert (ROOT / f"{tool.module.replace('.', '/')}.py").is_file()
    assert tool.licence
    assert tool.says
    assert choose(tool.name, CATALOGUE) == (tool,)  # its name can be given to --tools


@pytest.mark.parametrize("path", sorted(PEERS.glob("*.txt")), ids=lambda path: path.stem)
def test_versions_are_pinned_and_no_address_is_named(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_the_files_of_versions_are_those_of_the_tools() -> None:
    assert {tool.environment for tool in CATALOGUE.tool} - {""} == {path.stem for path in PEERS.glob("*.txt")}


def test_tools_are_chosen_by_name() -> None:
    assert [tool.name for tool in choose("tablers, jixiao", CATALOGUE)] == ["tablers", "jixiao"]
    assert choose("", CATALOGUE) == CATALOGUE.tool
    with pytest.raises(ValueError, match="no tool 'tablets'"):
        choose("tablets", CATALOGUE)


def test_a_tool_whose_program_is_missing_is_skipped_with_the_reason() -> None:
    with pytest.raises(UnavailableError, match="no-such-program is not installed"):
        python_of(Tool(name="x", module="x", licence="-", says="-", environment="x", needs="no-such-program"))


def test_what_pip_cannot_install_is_skipped_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.txt").write_text("not a requirement\n", encoding="utf-8")
    monkeypatch.setattr(tools, "PEERS", tmp_path)
    monkeypatch.setattr(tools, "ENVIRONMENTS", tmp_path)
    with pytest.raises(UnavailableError, match="cannot be installed"):
        python_of(Tool(name="odd", module="x", licence="-", says="-", environment="odd"))
    assert not (tmp_path / "odd" / "installed").exists()
