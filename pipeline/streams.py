"""Standard streams as unattended jobs have them: closed, on a full disk, a pipe that nobody reads, ASCII only.

What is said there is for whoever looks on; what a run is for is the dataset. So no run ends because of them.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Callable
from typing import TextIO


class OutputLost(OSError):
    """Standard output takes no more: a full disk, or whoever read it has gone.

    It has no `errno`, since libraries end the program themselves where they see that of a broken pipe.
    """

    def __init__(self, cause: OSError) -> None:
        super().__init__(f"standard output cannot be written: {cause.strerror}")
        self.nobody_reads = cause.errno == errno.EPIPE


class _Output(io.FileIO):
    """Standard output: what fails there is told from what fails elsewhere."""

    def write(self, content: object) -> int:
        try:
            return super().write(content)  # type: ignore[arg-type]
        except OSError as error:
            raise OutputLost(error) from error


class _Complaints(io.FileIO):
    """Standard error: what cannot be said there is said nowhere, and ends nothing."""

    def write(self, content: object) -> int:
        try:
            return super().write(content)  # type: ignore[arg-type]
        except OSError:
            return len(memoryview(content))  # type: ignore[arg-type]


def prepare_streams() -> None:
    """Open the standard streams that are closed, and let those that are ASCII say `\\u7ee9` for 绩."""
    kinds: dict[str, type[io.FileIO] | None] = {"stdin": None, "stdout": _Output, "stderr": _Complaints}
    for name, kind in kinds.items():
        stream = getattr(sys, name)
        if stream is None:  # else the dataset's files would get the numbers 0 to 2
            mode = "w" if kind else "r"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif kind is not None:
            setattr(sys, name, _reopened(stream, kind))


def _reopened(stream: TextIO, kind: type[io.FileIO]) -> TextIO:
    """Return a stream to the same place that fails as we want it."""
    by_line = stream.isatty() or kind is _Complaints
    binary = io.BufferedWriter(kind(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(binary, encoding=stream.encoding, errors="backslashreplace", line_buffering=by_line)


def read_input() -> bytes:
    """Return all of standard input, which a person who types it is told."""
    tell_who_types()
    return sys.stdin.buffer.read()


def tell_who_types() -> None:
    """Say what the program waits for where standard input is a terminal."""
    if sys.stdin.isatty():
        say("jixiao: reading standard input; Ctrl-D ends it, Ctrl-C leaves", sys.stderr)


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


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def visible(text: str) -> str:
    """Return text that stays on one line and commands no terminal, whatever a file is called: `新\\x0a表.pdf`."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def _or_give_up(write: Callable[[], None], stream: TextIO) -> None:
    try:
        write()
    except OSError as error:
        give_up(stream)
        if stream is not sys.stderr:
            say(f"jixiao: {error}; going on without it", sys.stderr)
