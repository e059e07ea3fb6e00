"""`jixiao` and `python -m pipeline`."""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
import signal
import sys
from threading import Timer
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_INTERRUPTED = 130
"""`ExitCode.INTERRUPTED`, also before that is loaded."""


_MISSING = 3
"""`ExitCode.MISSING_TOOL`."""


def main() -> None:
    """Run the command line and end with its exit code."""
    interrupts = _noted_interrupts()
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        _begin_anew_in_utf_8()
    try:
        from pipeline.streams import prepare_streams

        prepare_streams()
        from pipeline.commands import call

        code = call(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was loaded
        code = _INTERRUPTED
    except ImportError as error:
        if interrupts:  # in an extension module, which says that it cannot be loaded then
            code = _INTERRUPTED
        else:
            print(f"jixiao: the installation is not whole: {error}; install it again", file=sys.stderr)
            code = _MISSING
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to do but to end
    sys.exit(code)


def _noted_interrupts() -> list[int]:
    """Return a list that grows with each Ctrl-C, and let none be lost in a callback of the interpreter.

    There the interpreter prints the interrupt and goes on, so it is sent again a moment later.
    """
    interrupts: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        interrupts.append(number)
        raise KeyboardInterrupt

    def send_again(lost: UnraisableHookArgs) -> None:
        if lost.exc_type is KeyboardInterrupt:
            Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
        else:
            sys.__unraisablehook__(lost)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored, as behind `nohup`
        signal.signal(signal.SIGINT, interrupt)
        sys.unraisablehook = send_again
    return interrupts


def _begin_anew_in_utf_8() -> None:
    """Start this program again as if the locale were UTF-8: in others the names of files are not what they are.

    What it prints stays in the locale's own encoding.
    """
    spoken = getattr(sys.stdout, "encoding", None)
    environment = {**({"PYTHONIOENCODING": spoken} if spoken else {}), **os.environ, "PYTHONUTF8": "1"}
    os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)


if __name__ == "__main__":
    main()
