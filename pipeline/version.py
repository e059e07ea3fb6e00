"""The version of this software, as it is written into every row of `documents`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def pipeline_version() -> str:
    """Return the installed version, or `0+source` where the packages run from a folder that is not installed."""
    try:
        return version("jixiao")
    except PackageNotFoundError:
        return "0+source"
