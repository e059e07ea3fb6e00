"""Ctrl-C and SIGTERM to a wish that the run looks at between two documents, so that no commit is cut in half."""

from __future__ import annotations

import signal
import threading
from enum import IntEnum
from types import FrameType, TracebackType
from typing import Self


class Wish(IntEnum):
    """How a run was asked to end."""

    NONE = 0
    AFTER_DOCUMENTS_IN_HAND = 1
    """SIGTERM: finish what the workers have, write it, end."""
    AT_ONCE = 2
    """Ctrl-C: leave what the workers have, write what is finished, end."""


class StopSignals:
    """While entered, signals become wishes; a second Ctrl-C interrupts as ever. Outside the main thread it is idle."""

    def __init__(self) -> None:
        self.wish = Wish.NONE
        self._previous: dict[int, signal.Handlers | int | None] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._previous[number] = signal.signal(number, self._note)  # type: ignore[assignment]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT:
            if self.wish is Wish.AT_ONCE:
                raise KeyboardInterrupt
            self.wish = Wish.AT_ONCE
        else:
            self.wish = max(self.wish, Wish.AFTER_DOCUMENTS_IN_HAND)
