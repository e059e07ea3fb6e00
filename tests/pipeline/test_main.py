"""`python -m pipeline`: where what it loads fails, and where Ctrl-C meets it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

import pipeline.commands
import pipeline.streams
from pipeline.__main__ import main


@pytest.fixture(autouse=True)
def _same_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave streams as they are, and put back what the program keeps to its end."""
    monkeypatch.setattr(pipeline.streams, "prepare_streams", lambda: None)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)  # the signal ends it


def interrupted_extension(_arguments: list[str]) -> int:
    """Behave as an extension module that Ctrl-C hits while it is loaded."""
    try:
        press_ctrl_c()
    except KeyboardInterrupt as interrupt:
        message = "initialization failed"
        raise ImportError(message) from interrupt
    return 0


def missing_extension(_arguments: list[str]) -> int:
    message = "no such library"
    raise ImportError(message)


class _Dying:
    def __del__(self) -> None:
        press_ctrl_c()


def interrupted_callback(_arguments: list[str]) -> int:
    """Behave as work whose interpreter is in a callback, from which no exception comes out."""
    _Dying()
    time.sleep(60)  # the signal, sent again, ends it
    return 0


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        (interrupted_extension, 130, ""),
        (interrupted_callback, 130, ""),
        (missing_extension, 3, "jixiao: the installation is not whole: no such library; install it again\n"),
    ],
)
def test_ctrl_c_is_told_from_what_cannot_be_loaded_and_is_never_lost(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: Callable[[list[str]], int],
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(pipeline.commands, "call", call)
    began = time.monotonic()
    with pytest.raises(SystemExit) as ending:
        main()
    assert (ending.value.code, capsys.readouterr().err) == (code, said)
    assert time.monotonic() - began < 60  # no sleep came to its end
