"""Misfortune at a chosen write step: the process is killed, or the step fails as on a full disk or a worn one."""

from __future__ import annotations

import errno
import functools
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import pyarrow.parquet as pq
from deltalake import DeltaTable

from pipeline import journal

When = Literal["before", "half", "after"]

STEPS: list[tuple[object, str]] = [
    (pq, "write_table"),
    (os, "fsync"),
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "write_text"),
    (shutil, "rmtree"),
    (DeltaTable, "create"),
    (DeltaTable, "create_write_transaction"),
    (journal, "write_deltalake"),
]
"""All that changes a dataset's folder, but for making folders and the lock file."""


@dataclass
class Fault:
    """What happens at the `number`th write step of the process, counted from 1; a step is passed `after` it is done."""

    number: int
    when: When
    act: Callable[[], None]
    passed: int = 0
    lock: AbstractContextManager[object] = field(default_factory=Lock)

    def install(self, patch: Callable[[object, str, object], None] = setattr) -> None:
        """Wrap every step."""
        for owner, name in STEPS:
            step = getattr(owner, name)
            if name == "create":  # a class method
                patch(owner, name, classmethod(self._wrap(step.__func__)))
            else:
                patch(owner, name, self._wrap(step))

    def _wrap(self, step: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(step)
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.lock:  # readings are stored while another thread commits
                self.passed += 1
                due = self.passed == self.number
            if due and self.when == "before":
                self.act()
            result = step(*args, **kwargs)
            if due and self.when == "half" and step.__name__ == "write_table":
                args[1].truncate(40) if hasattr(args[1], "truncate") else os.truncate(args[1], 40)
            if due:
                self.act()
            return result

        return call


def die() -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail_with(code: int) -> Callable[[], None]:
    """Return a step's failure: `ENOSPC` a full disk, `EIO` a broken one, `EROFS` one that became read-only."""

    def act() -> None:
        raise OSError(code, os.strerror(code))

    return act


FAILURES = {name: fail_with(getattr(errno, name)) for name in ("ENOSPC", "EIO", "EROFS")}
