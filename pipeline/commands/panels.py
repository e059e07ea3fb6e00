"""The panels in which `--help` groups commands and their options."""

from __future__ import annotations

READING = "Read documents"
LOOKING = "Look at a dataset"
MACHINE = "This machine"

WHAT = "What is read"
LIMITS = "Limits"
AGAIN = "Reading again"
SAYING = "Messages and logs"
