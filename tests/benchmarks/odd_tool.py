"""A tool that answers, raises, prints, hangs or dies, as the name of its document says."""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.peers.box_grid import Placed
from benchmarks.peers.serving import Read, serve


def read(path: Path) -> list[list[Placed]]:
    print("a library says something")
    if path.stem == "raises":
        raise ValueError("no such table")
    if path.stem == "hangs":
        time.sleep(60)
    if path.stem == "dies":
        os._exit(3)
    if path.stem == "works":
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass
    return [[Placed(0, 0, 1, 2, "绩效目标")]]


def load() -> Read:
    return read


if __name__ == "__main__":
    serve(load, ["pytest", "no-such-package"])
