from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.machine import cores, memory_gb
from pipeline.options import RunOptions


@pytest.mark.parametrize(
    ("limit", "expected"), [("100000 100000", 1), ("50000 100000", 1), ("max 100000", None), ("", None)]
)
def test_a_container_grants_cores(tmp_path: Path, limit: str, expected: int | None) -> None:
    (tmp_path / "cpu.max").write_text(f"{limit}\n")
    assert cores(tmp_path) == (expected or cores(tmp_path / "none"))


def test_a_container_grants_memory(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text(f"{2**29}\n")
    assert memory_gb(tmp_path) == 0.5
    (tmp_path / "memory.max").write_text("max\n")
    assert memory_gb(tmp_path) == memory_gb(tmp_path / "none") > 0.5


def test_workers_times_threads_are_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.options.cores", lambda: 8)
    monkeypatch.setattr("pipeline.options.memory_gb", lambda: 9.0)
    assert (RunOptions().worker_count(), RunOptions().threads()) == (4, 2)
    assert (RunOptions(workers=1).worker_count(), RunOptions(workers=1).threads()) == (1, 8)
    assert (RunOptions(workers=20).worker_count(), RunOptions(workers=20).threads()) == (20, 1)
