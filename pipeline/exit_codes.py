"""What the command tells the program that called it: one number a kind of ending."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `jixiao`; docs/commands.md explains each."""

    OK = 0
    """Every document was read."""
    USAGE = 1
    """The command line is wrong."""
    NO_INPUT = 2
    """There is nothing to read: no such file, no document in the folder, no dataset."""
    MISSING_TOOL = 3
    """A program or model that the chosen reader needs is not installed, or the cluster is not there."""
    FAILED = 4
    """Some documents could not be read; the others are in the dataset."""
    FINDINGS = 5
    """With --strict: everything was read, and some figures do not agree."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C or SIGTERM; what was finished is in the dataset."""
