from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from benchmarks.measurements import Measurement
from benchmarks.side_by_side import main
from benchmarks.tools import choose, load_catalogue, python_of


@pytest.mark.slow
@pytest.mark.fonts
def test_own_reading_and_its_floor_are_measured_on_the_same_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, page = tmp_path / "lines.jsonl", tmp_path / "RESULTS.md"
    chosen = ["--tools", "jixiao,floor: text", "--kinds", "digital_no_verticals,export_clean", "--seed", "7"]
    assert main([*chosen, "--lines", str(lines), "--write", str(page)]) == 0
    found = [msgspec.json.decode(line, type=Measurement) for line in lines.read_bytes().splitlines()]
    assert [(one.tool, one.kind) for one in found] == [
        ("jixiao", "digital_no_verticals"),
        ("jixiao", "export_clean"),
        ("floor: text", "digital_no_verticals"),
    ]
    own, export, floor = found
    assert own.cells is not None
    assert (own.cells.f1, export.cells, floor.cells) == (1.0, None, None)
    assert own.cpu > floor.cpu > 0
    assert own.fields is not None
    assert own.fields.fields_exact == own.fields.fields > 20
    assert page.read_text(encoding="utf-8") in capsys.readouterr().out
    assert "--seed 7 --count 1 --kinds digital_no_verticals,export_clean" in page.read_text(encoding="utf-8")


def test_unknown_names_are_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tools", "tablets"]) == 2
    assert main(["--kinds", "papyrus"]) == 2
    assert "papyrus" in capsys.readouterr().err


def test_own_tools_run_in_this_environment() -> None:
    own = [tool for tool in choose("", load_catalogue()) if not tool.environment]
    assert [tool.name for tool in own] == ["jixiao", "floor: text", "floor: lines"]
    assert {python_of(tool) for tool in own} == {Path(sys.executable)}
