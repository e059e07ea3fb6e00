"""Runs a tool in a process of its own: documents go in one after the other, answers come out, hanging is cut off."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from msgspec import Struct

from benchmarks.cells import PlacedCell
from benchmarks.tools import ROOT, Tool, python_of
from fixtures.compare import Counts

LOADING = 180.0
"""Seconds that a tool may take to load its models."""
PATIENCE = 5
"""Times a limit on the clock, for a tool that has not used up its seconds of processors: others may use the machine."""


class Answer(Struct, frozen=True, kw_only=True):
    """What a tool says of one document; seconds of processors and of the clock, the peak of memory meanwhile."""

    tables: tuple[tuple[PlacedCell, ...], ...] = ()
    cpu: float = 0.0
    wall: float = 0.0
    megabytes: int = 0
    error: str = ""
    fields: Counts | None = None


class Loaded(Struct, frozen=True, kw_only=True):
    """What a tool says before the first document."""

    loaded: float
    versions: dict[str, str]
    megabytes: int


class ToolProcess:
    """One tool's process; started again after it hung or died."""

    def __init__(self, tool: Tool, python: Path | None = None) -> None:
        """Make ready; raises UnavailableError where the tool cannot be had."""
        self.command = [str(python or python_of(tool)), "-m", tool.module, *tool.arguments]
        self.process: subprocess.Popen[bytes] | None = None
        self.pending = b""
        self.loaded: Loaded | None = None

    def __enter__(self) -> ToolProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def ask(self, path: Path, limit: float) -> Answer:
        """Give a document to the tool; an error where it did not answer within `limit` seconds, or died."""
        started = time.monotonic()
        if self.process is None:
            line = self._start()
            if line is None:
                return Answer(error="did not start")
            self.loaded = msgspec.json.decode(line, type=Loaded)
            started = time.monotonic()
        assert self.process is not None and self.process.stdin is not None
        try:
            self.process.stdin.write(f"{path.absolute()}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            return self._failed("died", started)
        line = self._line(limit)
        if line is None:
            return self._failed("died" if self.process.poll() is not None else f"no answer in {limit:.0f} s", started)
        return msgspec.json.decode(line, type=Answer)

    def _start(self) -> bytes | None:
        environment: dict[str, Any] = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self.pending = b""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            cwd=ROOT, start_new_session=True,
        )  # fmt: skip
        line = self._line(LOADING)
        if line is None:
            self.stop()
        return line

    def _line(self, limit: float) -> bytes | None:
        """Wait for a line; None where the time is over or the output ends."""
        assert self.process is not None and self.process.stdout is not None
        begun, used = time.monotonic(), processor_seconds(self.process.pid)
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while b"\n" not in self.pending:
                left = begun + limit - time.monotonic()
                if not selector.select(max(left, limit / 10)):
                    clock = time.monotonic() - begun
                    if clock > PATIENCE * limit or processor_seconds(self.process.pid) - used > limit:
                        return None
                    continue
                more = os.read(self.process.stdout.fileno(), 1 << 16)
                if not more:
                    self.process.wait()
                    return None
                self.pending += more
        line, _, self.pending = self.pending.partition(b"\n")
        return line

    def _failed(self, why: str, started: float) -> Answer:
        self.stop()
        return Answer(error=why, wall=time.monotonic() - started)

    def stop(self) -> None:
        """End the process and the children it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.communicate()
        self.process = None


def processor_seconds(pid: int) -> float:
    """Return what a process and its ended children have used; 0 where the system does not tell: the clock decides."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
