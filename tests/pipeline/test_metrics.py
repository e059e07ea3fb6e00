from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from pipeline import batch
from pipeline.commands import call
from pipeline.errors import PipelineError
from pipeline.exit_codes import ExitCode
from pipeline.metrics import MetricsFile, format_metrics
from pipeline.summary import Failure, RunSummary
from tests.pipeline import fakes


def values(text: str) -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_a_run_counts_into_the_file(inbox: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "run", partial(batch.run, work=fakes.work, normalizer="1"))
    for name, text in (("a", "good"), ("b", "damaged"), ("c", "good"), ("d", "wrong")):
        (inbox / f"{name}.txt").write_text(text)
    metrics = tmp_path / "jixiao.prom"
    assert call(["run", str(inbox), "--out", str(out), "--metrics", str(metrics)]) == ExitCode.FAILED
    found = values(metrics.read_text())
    assert {name: found[f"jixiao_run_{name}"] for name in ("read", "skipped", "copies", "pages", "forms")} == {
        "read": "3", "skipped": "0", "copies": "1", "pages": "2", "forms": "2",
    }  # fmt: skip
    assert found['jixiao_run_documents{status="review"}'] == "1"
    assert found['jixiao_run_failures{code="damaged_pdf"}'] == "1"
    assert (found["jixiao_run_running"], found["jixiao_run_exit_code"]) == ("0", "4")
    assert [path.name for path in tmp_path.iterdir() if "prom" in path.name] == ["jixiao.prom"]


def test_a_run_that_goes_on_has_no_exit_code() -> None:
    found = values("\n".join(format_metrics(RunSummary(dataset="o"), 1.0, None)))
    assert found["jixiao_run_running"] == "1"
    assert "jixiao_run_exit_code" not in found


def test_every_metric_is_explained_and_typed() -> None:
    failures = (Failure("a.pdf", "timeout", "took long"), Failure("b.pdf", "timeout", "took long"))
    lines = list(format_metrics(RunSummary(dataset="o", failures=failures), 1.0, ExitCode.FAILED))
    names = {line.split(" ")[0].partition("{")[0] for line in lines if not line.startswith("#")}
    assert names == {line.split(" ")[2] for line in lines if line.startswith("# TYPE")}
    assert names == {line.split(" ")[2] for line in lines if line.startswith("# HELP")}
    assert 'jixiao_run_failures{code="timeout"} 2' in lines


def test_a_place_that_cannot_be_written_is_said_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="metrics cannot be written: No such file"):
        MetricsFile(tmp_path / "nowhere" / "jixiao.prom")


def test_a_disk_that_fills_up_does_not_end_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    watch = MetricsFile(folder / "jixiao.prom")
    (folder / "jixiao.prom").unlink()
    folder.rmdir()
    watch.update(RunSummary(dataset="o"))
    assert "metrics cannot be written" in capsys.readouterr().err
