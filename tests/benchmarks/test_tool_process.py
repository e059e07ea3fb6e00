from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from benchmarks.cells import PlacedCell
from benchmarks.tool_process import ToolProcess, processor_seconds
from benchmarks.tools import Tool

ODD = Tool(name="odd", module="tests.benchmarks.odd_tool", licence="-", says="-")
ANSWER = ((PlacedCell(0, 0, 1, 2, "绩效目标"),),)


def test_a_tool_answers_and_its_printing_does_no_harm() -> None:
    with ToolProcess(ODD) as process:
        answers = [process.ask(Path(name), 30) for name in ("works.pdf", "quick.pdf")]
        assert process.loaded is not None
        assert set(process.loaded.versions) == {"pytest"}
    assert [answer.tables for answer in answers] == [ANSWER, ANSWER]
    assert answers[0].cpu >= 0.2 > answers[1].cpu
    assert answers[0].wall >= 0.2
    assert answers[0].megabytes > 1


@pytest.mark.parametrize(
    ("name", "said"), [("raises", "ValueError: no such table"), ("dies", "died"), ("hangs", "no answer in 2 s")]
)
def test_a_tool_that_fails_is_asked_again_about_the_next_document(name: str, said: str) -> None:
    with ToolProcess(ODD) as process:
        process.ask(Path("quick.pdf"), 30)  # started, so that the limit below is for the document alone
        failed, next_one = process.ask(Path(f"{name}.pdf"), 2), process.ask(Path("quick.pdf"), 30)
    assert (failed.error, failed.tables) == (said, ())
    assert next_one.tables == ANSWER


def test_a_tool_that_does_not_start_is_told() -> None:
    missing = Tool(name="missing", module="tests.benchmarks.no_such_tool", licence="-", says="-")
    with ToolProcess(missing) as process:
        assert process.ask(Path("quick.pdf"), 5).error == "did not start"


def test_seconds_of_processors_are_known() -> None:
    before = processor_seconds(os.getpid())
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    assert 0.05 <= processor_seconds(os.getpid()) - before < 30
