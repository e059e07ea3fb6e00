"""What the doctor knows by heart (`facts.toml`), and what of it holds on this system."""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct, convert

_FILE = Path(__file__).with_name("facts.toml")
_OS_RELEASE = Path("/etc/os-release")


class Extra(Struct, frozen=True, forbid_unknown_fields=True):
    """Packages that are installed on demand: `pip install 'jixiao[cluster]'`."""

    packages: tuple[str, ...]
    needed_for: str


class Facts(Struct, frozen=True, forbid_unknown_fields=True):
    """The file's tables."""

    managers: dict[str, tuple[str, ...]]
    install: dict[str, dict[str, str]]
    only_for: dict[str, str]
    extras: dict[str, Extra]
    models: dict[str, str]
    fonts: dict[str, str]


@cache
def load_facts() -> Facts:
    """Return what is in the file."""
    return convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), Facts)


def how_to_install(what: str, os_release: Path = _OS_RELEASE) -> str:
    """Return what to type on this system: `apt install tesseract-ocr tesseract-ocr-chi-sim`."""
    commands = load_facts().install[what]
    return commands.get(package_manager(os_release), commands["other"])


def package_manager(os_release: Path = _OS_RELEASE) -> str:
    """Return the package manager that this system comes with, `other` where that is not known."""
    names = ["macos"] if sys.platform == "darwin" else _names(os_release)
    for name in names:
        for manager, systems in load_facts().managers.items():
            if name in systems:
                return manager
    return "other"


def _names(os_release: Path) -> list[str]:
    """Return what the system calls itself, and what it is like."""
    try:
        lines = os_release.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    values = {key: value.strip("\"'") for key, _, value in (line.partition("=") for line in lines)}
    return [*values.get("ID", "").split(), *values.get("ID_LIKE", "").split()]
