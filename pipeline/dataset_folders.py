"""Folders that are datasets, told from others without opening a table: `out/` holds none, but `out/dataset` is one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pipeline.places import Place

_LOOKED_INTO = 200
"""Folders that are looked into, so that a home folder or a slow disk holds nobody up."""


def is_dataset(folder: Path) -> bool:
    """Say whether a folder is a dataset: it has the transaction log of the table `documents`."""
    with suppress(OSError):
        return (folder / "documents" / "_delta_log").is_dir()
    return False


def datasets_in(folder: Path) -> list[Path]:
    """Return the datasets right in a folder, by name; none where it cannot be looked into."""
    with suppress(OSError):
        inner = sorted(path for path in folder.iterdir() if not path.name.startswith("."))[:_LOOKED_INTO]
        return [path for path in inner if is_dataset(path)]
    return []


def say_no_dataset(place: Place) -> str:
    """Return why a place is no dataset, and which one may have been meant."""
    if isinstance(place, Path):
        if is_dataset(place.parent) and place.is_dir():
            return f"{place}: is a table of a dataset; name the dataset: {place.parent}"
        if inner := datasets_in(place):
            return f"{place}: holds no dataset itself, but these do: {', '.join(map(str, inner))}"
        if not place.exists():
            return f"{place}: no such folder; make a dataset with `jixiao run SOURCE --out {place}`"
        if not place.is_dir():
            return f"{place}: is a file; name the folder of a dataset"
    return f"{place}: holds no dataset; make one with `jixiao run SOURCE --out {place}`"
