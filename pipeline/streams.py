"""Standard streams as unattended jobs have them: closed, on a full disk, a pipe that nobody reads, ASCII only.

What is said there is for whoever looks on; what a run is for is the dataset. So no run ends because of them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import TextIO


def prepare_streams() -> None:
    """Open the standard streams that are closed, and let those that are ASCII say `\\u7ee9` for 绩."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # else the dataset's files would get the numbers 0 to 2
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str, stream: TextIO) -> None:
    """Write a line of text; where that fails, the stream is given up and nothing else happens."""
    _or_give_up(lambda: print(text, file=stream, flush=True), stream)


def say_bytes(line: bytes) -> None:
    """Write a line to standard output as it is, UTF-8 whatever the locale; where that fails, give the stream up."""

    def write() -> None:
        sys.stdout.flush()
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()

    _or_give_up(write, sys.stdout)


def give_up(stream: TextIO) -> None:
    """Send what is still to be written to a stream nowhere, so that the end of the program does not fail of it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _or_give_up(write: Callable[[], None], stream: TextIO) -> None:
    try:
        write()
    except OSError as error:
        give_up(stream)
        if stream is not sys.stderr:
            say(f"jixiao: standard output cannot be written: {error.strerror}; going on without it", sys.stderr)
