"""`kill -9` and write errors at every step: run again, and the dataset is that of a run that nothing happened to."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline import crashes, faults
from tests.pipeline.crashes import Scene

DOCUMENTS = 12

SCENES: dict[str, Callable[[Path, int], Scene]] = {
    "first": crashes.make_first_run,
    "second": crashes.make_second_run,
}


class Stage:
    """A scene, and what its dataset has to look like in the end."""

    def __init__(self, folder: Path, name: str) -> None:
        self.scene = SCENES[name](folder, DOCUMENTS)
        self.out = folder / "out"
        self.steps = crashes.count_steps(self.scene, self.out)
        self.expected = crashes.read_rows(self.out)
        assert len(self.expected["documents"]) >= DOCUMENTS

    def check(self, what: object) -> None:
        """Run again over what a cut-off run left."""
        if not self.scene.before.exists():
            self.check_documents(what)
        self.scene.run(self.out)
        assert crashes.read_rows(self.out) == self.expected, what
        assert not (self.out / ".commit").exists()

    def check_documents(self, what: object) -> None:
        """See that a document that is in `documents` has all its rows, whatever the moment."""
        found = crashes.read_rows(self.out)
        whole = [row for row in found["documents"] if "'not_stored'" not in row]
        assert set(whole) <= set(self.expected["documents"]), what
        ids = [crashes.doc_id_of(row) for row in whole]
        for table, rows in self.expected.items():
            for doc_id in ids:
                assert [row for row in found[table] if doc_id in row] == [row for row in rows if doc_id in row], what


@pytest.fixture(params=SCENES)
def stage(memory_path: Path, request: pytest.FixtureRequest) -> Stage:
    return Stage(memory_path, request.param)


def kill_at_steps(stage: Stage, seed: int, count: int) -> int:
    deaths = 0
    for number, when in crashes.choose_steps(random.Random(seed), stage.steps, count):
        crashes.start_again(stage.scene, stage.out)
        deaths += crashes.kill_at_step(stage.scene, stage.out, number, when)
        stage.check((number, when))
    return deaths


def kill_at_moments(stage: Stage, seed: int, count: int) -> int:
    """Kill so many runs at random moments; a run that is over before its kill shortens the time to choose from."""
    choose = random.Random(seed)
    crashes.start_again(stage.scene, stage.out)
    whole = crashes.time_of(lambda: crashes.kill_after(stage.scene, stage.out, crashes.PATIENCE))
    deaths = 0
    while deaths < count:
        crashes.start_again(stage.scene, stage.out)
        moment = choose.uniform(0, whole)
        killed = crashes.kill_after(stage.scene, stage.out, moment)
        deaths += killed
        whole *= 1.0 if killed else 0.9
        stage.check(moment)
    return deaths


def test_a_run_killed_at_a_write_step_is_made_good(stage: Stage) -> None:
    assert kill_at_steps(stage, 1, 6) == 6


def test_a_run_whose_write_fails_is_made_good(stage: Stage) -> None:
    steps = crashes.choose_steps(random.Random(2), stage.steps, 6)
    for (number, when), failure in zip(steps, [*faults.FAILURES] * 2, strict=True):
        crashes.start_again(stage.scene, stage.out)
        crashes.fail_at_step(stage.scene, stage.out, number, when, failure)
        stage.check((number, when, failure))


@pytest.mark.parametrize(("runs", "kills"), [(1, 3), (2, 2), pytest.param(2, 30, marks=pytest.mark.slow)])
def test_killed_workers_and_runs_change_nothing(memory_path: Path, runs: int, kills: int) -> None:
    """One run, or two at once, of which processes are killed at random; they are started again while kills are left."""
    scene = crashes.make_first_run(memory_path, DOCUMENTS + kills)
    for path in scene.inbox.glob("[0-9]*.txt"):
        path.write_text(f"sleep 0.1 {path.name}")
    storm = crashes.Storm(scene.inbox, memory_path / "out", random.Random(kills))
    storm.rage(runs, kills)
    scene.run(memory_path / "out")
    scene.run(memory_path / "undisturbed")
    assert crashes.read_rows(memory_path / "out") == crashes.read_rows(memory_path / "undisturbed")


@pytest.mark.slow
def test_two_hundred_kills_are_made_good(stage: Stage) -> None:
    assert kill_at_steps(stage, 3, 100) == 100
    assert kill_at_moments(stage, 4, 15) == 15


@pytest.mark.slow
def test_sixty_write_errors_are_made_good(stage: Stage) -> None:
    choose = random.Random(5)
    for number, when in crashes.choose_steps(choose, stage.steps, 30):
        failure = choose.choice(sorted(faults.FAILURES))
        crashes.start_again(stage.scene, stage.out)
        crashes.fail_at_step(stage.scene, stage.out, number, when, failure)
        stage.check((number, when, failure))
