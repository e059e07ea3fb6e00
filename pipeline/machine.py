"""What this process may use of its machine: cores and memory, as the system or the container grants them."""

from __future__ import annotations

import os
from pathlib import Path

_CONTAINER = Path("/sys/fs/cgroup")
"""Where Linux tells a container its limits; a container sees the whole machine's cores and memory otherwise."""


def cores(container: Path = _CONTAINER) -> int:
    """Return how many cores this process may use, at least 1."""
    seen = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _read(container / "cpu.max").partition(" ")
    if not quota.isdigit() or not period.isdigit():
        return seen
    return max(1, min(seen, int(quota) // int(period)))


def memory_gb(container: Path = _CONTAINER) -> float:
    """Return how much memory there is for this process, in GiB."""
    there_is = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    granted = _read(container / "memory.max")
    return (min(there_is, int(granted)) if granted.isdigit() else there_is) / 2**30


def _read(path: Path) -> str:
    """Return a limit as the system writes it, `max` or nothing where there is none."""
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""
