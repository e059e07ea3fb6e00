"""An error code to what a person can do about it: `encrypted` to "run again with --password"."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("mends.toml")


@cache
def load_mends() -> dict[str, str]:
    """Return the advice for every error code."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def mend(code: str | None) -> str:
    """Return the advice for a code; a code that a newer version wrote has none."""
    return load_mends().get(code or "", "")
