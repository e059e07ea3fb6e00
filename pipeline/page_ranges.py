"""Pages as people write them to inclusive ranges: `"1,3-9"` to `((1, 1), (3, 9))`."""

from __future__ import annotations

import re

from pipeline.errors import PipelineError

_RANGE = re.compile(r"\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?")


def parse_pages(text: str | None) -> tuple[tuple[int, int], ...]:
    """Return the ranges, none for None; raises `PipelineError` for anything but pages counted from 1."""
    if text is None:
        return ()
    return tuple(_parse_range(part, text) for part in text.split(","))


def _parse_range(part: str, text: str) -> tuple[int, int]:
    match = _RANGE.fullmatch(part)
    if match is None:
        raise PipelineError(f"--pages {text}: write pages like 3-9 or 1,3-9")
    first = int(match[1])
    last = int(match[2] or first)
    if not 1 <= first <= last:
        raise PipelineError(f"--pages {text}: pages count from 1, and a range goes upward")
    return first, last
