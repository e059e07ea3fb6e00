"""What each column of the dataset holds, in words: for the Parquet files and for `docs/tables.md` (`make docs`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("descriptions.toml")
_SHARED = "shared"


@cache
def _content() -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return content


def describe(table: str, column: str) -> str:
    """Return what a column holds; raises KeyError naming the file for a column without a line."""
    own = _content()[table]
    text = own.get(column, _content()[_SHARED].get(column))
    if text is None:
        raise KeyError(f"{_FILE.name}: [{table}] has no line for {column!r}")
    return text
