"""What a command prints as JSON: one line for a program, indented on a terminal."""

from __future__ import annotations

import sys

import msgspec


def print_json(value: msgspec.Struct) -> None:
    """Write a value to standard output as JSON, UTF-8 whatever the locale."""
    content = msgspec.json.encode(value)
    if sys.stdout.isatty():
        content = msgspec.json.format(content, indent=2)
    sys.stdout.buffer.write(content + b"\n")
    sys.stdout.buffer.flush()
