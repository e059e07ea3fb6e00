"""`jixiao` as a process of its own: started, typed to on a terminal, watched."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[3]
PATIENCE = 600.0
"""Seconds to wait for a process before it is said to hang, on a slow machine under load."""
_ANSWERS = 120.0
"""Seconds to wait for something to be shown."""

_KEPT = {"PATH", "HOME", "VIRTUAL_ENV", "TMPDIR", "JIXIAO_TEST_LOG"}


def environment(**more: str) -> dict[str, str]:
    """Return an environment without what colours or widens the output where the tests run."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    return {"LANG": "C.UTF-8", **kept, "PYTHONPATH": str(ROOT), **more}


def command(*arguments: str | Path, module: str = "pipeline") -> list[str]:
    """Return the command line of a process."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def start(*arguments: str | Path, module: str = "pipeline", **more: str) -> subprocess.Popen[bytes]:
    """Start a process whose streams are pipes."""
    return subprocess.Popen(
        command(*arguments, module=module),
        cwd=ROOT, env=environment(**more), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


class Terminal:
    """A process at a terminal, whose Ctrl-C reaches it as a person's does."""

    def __init__(self, arguments: list[str], env: Mapping[str, str] | None = None) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            arguments,
            cwd=ROOT,
            env={**(env or environment()), "TERM": "xterm-256color"},
            preexec_fn=lambda: os.login_tty(theirs),  # noqa: PLW1509 (no threads here)
        )
        os.close(theirs)
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def type(self, keys: str) -> None:
        """Press keys; `\\x03` is Ctrl-C, `\\t` the key for completion."""
        os.write(self._ours, keys.encode())

    def wait_for(self, pattern: str) -> str:
        """Return what was shown since the last wait, as soon as it has the pattern."""
        deadline = time.monotonic() + _ANSWERS
        while not re.search(pattern, self.shown):
            assert time.monotonic() < deadline, self.shown
            assert self._look(), f"ended without {pattern}: {self.shown}"
        shown, self.shown = self.shown, ""
        return shown

    def end(self) -> int:
        """Return the exit code, and keep what was shown until then in `shown`."""
        while self._look():
            pass
        return self.process.wait(PATIENCE)

    def _look(self) -> bool:
        """Take what is shown, waiting for it; False when nobody writes any more."""
        select.select([self._ours], [], [], 1.0)
        try:
            if select.select([self._ours], [], [], 0)[0]:
                chunk = os.read(self._ours, 1 << 16)
                self.shown += chunk.decode("utf-8", "replace").replace("\a", "")
                return bool(chunk)
        except OSError:  # how Linux says that the other side is closed
            return False
        return True
