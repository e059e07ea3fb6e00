"""The tools that are measured side by side, from `tools.toml`; one of another project has an environment of its own."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).with_name("peers")
ENVIRONMENTS = ROOT / ".venv-peers"
INSTALLING = 600.0
"""Seconds that an environment may take: half a gigabyte of wheels from a slow registry."""


class Tool(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One tool; `needs` is a program, `floor` says that it is a floor of cost, and of which documents.

    `text_only`: it reads the text layers of PDFs, and cannot read a scan without one.
    """

    name: str
    module: str
    licence: str
    says: str
    arguments: tuple[str, ...] = ()
    environment: str = ""
    needs: str = ""
    floor: str = ""
    text_only: bool = False

    @property
    def is_own(self) -> bool:
        """Say whether the tool is this project's reading."""
        return not self.environment and not self.floor


class Unavailable(Struct, frozen=True, forbid_unknown_fields=True):
    """A tool that cannot be measured, and why."""

    name: str
    reason: str


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """What `tools.toml` says."""

    tool: tuple[Tool, ...]
    unavailable: tuple[Unavailable, ...]


class UnavailableError(Exception):
    """A tool cannot be had on this machine; the message says why."""


def load_catalogue() -> Catalogue:
    """Read `tools.toml`; an unknown key is an error."""
    return msgspec.toml.decode(Path(__file__).with_name("tools.toml").read_bytes(), type=Catalogue)


def choose(names: str, catalogue: Catalogue) -> tuple[Tool, ...]:
    """Return the tools of a comma-separated list, all without one; raises ValueError for an unknown name."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = {tool.name: tool for tool in catalogue.tool}
    for name in wanted:
        if name not in known:
            raise ValueError(f"no tool {name!r}; there are {', '.join(known)}")
    return tuple(known[name] for name in wanted) if wanted else catalogue.tool


def python_of(tool: Tool) -> Path:
    """Return the Python that runs a tool, its environment made where there is none; raises UnavailableError."""
    if tool.needs and shutil.which(tool.needs) is None:
        raise UnavailableError(f"the program {tool.needs} is not installed")
    if not tool.environment:
        return Path(sys.executable)
    versions = PEERS / f"{tool.environment}.txt"
    folder = ENVIRONMENTS / tool.environment
    python, done = folder / "bin" / "python", folder / "installed"
    digest = hashlib.sha256(versions.read_bytes()).hexdigest()
    if not (done.exists() and done.read_text(encoding="ascii") == digest):
        install(folder, versions)
        done.write_text(digest, encoding="ascii")
    return python


def install(folder: Path, versions: Path) -> None:
    """Make an environment with pip from a file of versions; raises UnavailableError with pip's last line."""
    shutil.rmtree(folder, ignore_errors=True)
    print(f"installing {versions.name} into {folder.name}", file=sys.stderr)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in ([sys.executable, "-m", "venv", str(folder)], [*pip, "--no-deps", "-r", str(versions)]):
        try:
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALLING)
        except subprocess.TimeoutExpired as error:
            raise UnavailableError(f"not installed within {INSTALLING:.0f} s") from error
        except subprocess.CalledProcessError as error:
            said = (error.stderr or error.stdout or "").strip().splitlines()
            raise UnavailableError(f"cannot be installed: {said[-1] if said else error}") from error
