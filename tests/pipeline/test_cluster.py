"""A real scheduler and two worker processes over TCP: the same rows, also when one worker is lost in mid-run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.cluster import run_on_cluster
from pipeline.errors import ClusterLost
from pipeline.options import RunOptions
from tests.pipeline import crashes, fakes

ROOT = Path(__file__).parents[2]
SECONDS = 600
"""To wait for processes that start, on a slow machine under load."""

pytest.importorskip("distributed")


class Cluster:
    """A scheduler and two workers, each a process that was started as on a machine of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        port = self.address.rpartition(":")[2]
        local = ["--no-dashboard", "--host", "127.0.0.1"]
        self.scheduler = self._start("dask_scheduler", folder, "--port", port, *local)
        share = ["--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory", str(folder)]
        self.workers = [self._start("dask_worker", folder, self.address, *share, *local) for _ in range(2)]

    def _start(self, program: str, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    def wait_for_workers(self) -> None:
        from distributed import Client  # noqa: PLC0415

        with Client(self.address, timeout=SECONDS, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=SECONDS)

    def end(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path)
    try:
        started.wait_for_workers()
        yield started
    finally:
        started.end()


def test_a_cluster_reads_what_one_machine_reads_though_a_worker_is_lost(cluster: Cluster, tmp_path: Path) -> None:
    scene = crashes.make_first_run(tmp_path, 16)
    for path in scene.inbox.glob("[0-9]*.txt"):
        path.write_text(f"sleep 0.3 {path.name}")
    (scene.inbox / "crash.txt").write_text("segfault")
    on_cluster = partial(run_on_cluster, cluster.address, [scene.inbox], work=fakes.work, normalizer="1")
    heard: list[str] = []

    def lose_a_worker(*_: object) -> None:
        heard.append("document")
        if len(heard) == 4:
            cluster.workers[0].send_signal(signal.SIGKILL)

    summary = on_cluster(tmp_path / "there", on_document=lose_a_worker)
    assert cluster.workers[0].wait(timeout=SECONDS) == -signal.SIGKILL
    assert summary.by_status == {"ok": 16, "failed": 2}
    assert {failure.code for failure in summary.failures} == {"damaged_pdf", "crashed"}
    run([scene.inbox], tmp_path / "here", RunOptions(workers=2), work=fakes.work, normalizer="1")
    assert crashes.read_rows(tmp_path / "there") == crashes.read_rows(tmp_path / "here")
    assert on_cluster(tmp_path / "there").skipped == 18


def test_a_document_that_hangs_on_a_cluster_is_stopped(cluster: Cluster, inbox: Path, out: Path) -> None:
    (inbox / "hang.txt").write_text("hang")
    (inbox / "good.txt").write_text("good")
    options = RunOptions(timeout=5.0, timeout_a_page=0.5)
    summary = run_on_cluster(cluster.address, [inbox], out, options, work=fakes.work, normalizer="1")
    assert summary.by_status == {"ok": 1, "failed": 1}
    assert summary.failures[0].code == "timeout"


def test_a_lost_scheduler_ends_the_run_and_the_next_goes_on(cluster: Cluster, inbox: Path, out: Path) -> None:
    (inbox / "0.txt").write_text("good")
    for number in range(1, 6):  # longer than it takes to notice that the scheduler is gone
        (inbox / f"{number}.txt").write_text(f"sleep 60 {number}")
    with pytest.raises(ClusterLost, match="went away"):
        run_on_cluster(
            cluster.address,
            [inbox],
            out,
            on_document=lambda *_: cluster.scheduler.kill(),
            work=fakes.work,
            normalizer="1",
        )
    assert len(crashes.read_rows(out)["documents"]) == 1


def test_a_scheduler_that_is_not_there_is_said(inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cluster._CONNECT_SECONDS", 1)
    (inbox / "a.txt").write_text("good")
    with pytest.raises(ClusterLost, match="tcp://127.0.0.1:9: no dask scheduler answers"):
        run_on_cluster("tcp://127.0.0.1:9", [inbox], out, work=fakes.work, normalizer="1")


def test_what_is_no_address_is_said_at_once(inbox: Path, out: Path) -> None:
    (inbox / "a.txt").write_text("good")
    with pytest.raises(ClusterLost, match="nonsense: is no address"):
        run_on_cluster("nonsense", [inbox], out, work=fakes.work, normalizer="1")
