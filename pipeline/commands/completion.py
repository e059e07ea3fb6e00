"""What the shell completes where a dataset is to be named: `jixiao status out/d⇥` to `out/dataset`."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from pipeline.dataset_folders import datasets_in, is_dataset

_NEEDS_QUOTES = re.compile(r"""[\s"'`$&;|<>()*?\[\]{}!#~\\:=]""")
"""Signs that a shell takes as its own. Shells quote only the names that they complete themselves."""

_FOLDERS = 50
"""Folders whose inside is looked at: who completes does not want to wait."""


def complete_dataset(incomplete: str) -> list[str]:
    """Return the datasets whose paths begin so, those in a folder of such a name among them.

    Nothing where there is none, or where one has a name that needs quotes: the shell then completes folders itself.
    """
    beginning, slash, name = incomplete.rpartition("/")
    folder = Path(beginning + slash or ".")
    found: list[str] = []
    with suppress(OSError):
        inner = sorted(path for path in folder.iterdir() if path.name.startswith(name) and _is_shown(path, name))
        for path in inner[:_FOLDERS]:
            found += [path.name] if is_dataset(path) else [f"{path.name}/{one.name}" for one in datasets_in(path)]
    paths = [f"{beginning}{slash}{one}" for one in found]
    return [] if any(map(_NEEDS_QUOTES.search, paths)) else paths


def _is_shown(path: Path, name: str) -> bool:
    return path.is_dir() and (name.startswith(".") or not path.name.startswith("."))
