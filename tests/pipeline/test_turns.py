"""Waits between tries: random, never long, and not for ever."""

from __future__ import annotations

import pytest

from pipeline import turns


def test_tries_wait_at_random_and_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    assert list(turns.tries()) == list(range(1, len(waits) + 2))
    assert all(wait <= turns._LONGEST_PAUSE for wait in waits)
    assert waits[0] <= 2 * turns._FIRST_PAUSE
    assert len(set(waits)) == len(waits)  # two runs that wait the same meet again


def test_who_is_first_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("waited"))
    for number in turns.tries():
        assert number == 1
        break
