"""`jixiao values`: single printed values to what they mean, JSON lines to JSON lines."""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys

from pipeline.exit_codes import ExitCode


def values() -> int:
    """Read single values: JSON lines in, JSON lines out."""
    from normalizers.values.parse import read_value_line

    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(read_value_line(line).rstrip(b"\n") + b"\n")
        sys.stdout.buffer.flush()  # a program that sends one line may wait for its answer
    return ExitCode.OK
