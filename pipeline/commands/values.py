"""`jixiao values`: single printed values to what they mean, JSON lines to JSON lines."""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys

from pipeline.commands.help import examples
from pipeline.exit_codes import ExitCode
from pipeline.streams import tell_who_types

EXAMPLES = examples("""echo '{"ctx": "指标值", "raw": "≥12.67万人"}' | jixiao values""")


def values() -> int:
    """Read single printed values: JSON lines in, JSON lines out.

    A line has `raw`, the printed text, and `ctx`, the label that it stands under. The answer has what it means:
    comparator, number, unit, date.
    """
    from normalizers.values.parse import read_value_line

    tell_who_types()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(read_value_line(line).rstrip(b"\n") + b"\n")
        sys.stdout.buffer.flush()  # a program that sends one line may wait for its answer
    return ExitCode.OK
