"""Documents are written behind the answers, each at least once after its last correction."""

from __future__ import annotations

import time

import pytest

from pipeline.errors import NotADataset
from pipeline.review import rewriting
from pipeline.review.rewriting import Rewriter


def test_several_corrections_of_a_document_are_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting, "_QUIET_SECONDS", 0.05)
    written: list[str] = []
    rewriter = Rewriter(written.append)
    for doc_id in ("a", "b", "a", "a"):
        rewriter.add(doc_id)
    assert rewriter.count() == 2
    deadline = time.monotonic() + 10
    while rewriter.count() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sorted(written) == ["a", "b"]
    rewriter.close()


def test_the_end_waits_until_everything_is_written() -> None:
    written: list[str] = []
    rewriter = Rewriter(written.append)
    rewriter.add("a")
    rewriter.close()
    assert written == ["a"]


def test_what_fails_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting, "_QUIET_SECONDS", 0.0)
    monkeypatch.setattr(rewriting, "_RETRY_SECONDS", 0.05)
    tries: list[str] = []
    told: list[str] = []

    def write(doc_id: str) -> None:
        tries.append(doc_id)
        if len(tries) == 1:
            raise NotADataset("the disk is full")
        told.append(rewriter.failed)

    rewriter = Rewriter(write)
    rewriter.add("a")
    deadline = time.monotonic() + 10
    while len(tries) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    rewriter.close()
    assert tries == ["a", "a"]
    assert told == ["the disk is full"]
    assert rewriter.failed == ""
