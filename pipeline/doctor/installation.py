"""Python and the packages: are they those that this program asks for?"""

from __future__ import annotations

import platform
import tomllib
from importlib import metadata, util
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from pipeline.doctor.diagnosis import Diagnosis, ok, problem, warning
from pipeline.doctor.facts import load_facts
from pipeline.version import pipeline_version

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"
"""There where the program runs from its source."""

_PIP = "python -m pip install"


def python() -> Diagnosis:
    """Look at the version of Python."""
    found = f"{platform.python_implementation()} {platform.python_version()}, jixiao {pipeline_version()}"
    if not _asked_python().contains(platform.python_version(), prereleases=True):
        return problem("python", found, f"install Python {_asked_python()}")
    return ok("python", found)


def packages() -> list[Diagnosis]:
    """Look at the packages that the program asks for."""
    asked = [line for line in required() if line.marker is None or line.marker.evaluate({"extra": ""})]
    wrong = {line: said for line in asked if (said := _what_is_wrong(line)) is not None}
    needed = [line for line in wrong if line.name not in load_facts().only_for]
    found = [
        warning("packages", f"{wrong[line]}; only {load_facts().only_for[line.name]} needs it", f"{_PIP} '{line}'")
        for line in wrong
        if line not in needed
    ]
    if needed:
        mend = " ".join(f"'{line}'" for line in needed)
        return [problem("packages", ", ".join(wrong[line] for line in needed), f"{_PIP} {mend}"), *found]
    return [ok("packages", f"{len(asked) - len(wrong)} of {len(asked)} as asked for"), *found]


def extras() -> list[Diagnosis]:
    """Look at the packages that are installed on demand."""
    found = []
    for name, extra in load_facts().extras.items():
        missing = [package for package in extra.packages if util.find_spec(package) is None]
        if missing:
            said = f"{', '.join(missing)} not installed; only {extra.needed_for} needs it"
            found.append(warning(name, said, f"{_PIP} 'jixiao[{name}]'"))
        else:
            found.append(ok(name, f"{', '.join(extra.packages)}, for {extra.needed_for}"))
    return found


def is_source() -> bool:
    """Say whether the program runs from its source, where its tests are."""
    return _PROJECT.is_file()


def _asked_python() -> SpecifierSet:
    if is_source():
        return SpecifierSet(_project()["requires-python"])
    return SpecifierSet(str(metadata.metadata("jixiao").json.get("requires_python", "")))


def _project() -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    return content


def required() -> list[Requirement]:
    """Return what the program asks for, extras included."""
    if is_source():
        return [Requirement(line) for line in _project()["dependencies"]]
    return [Requirement(line) for line in metadata.requires("jixiao") or ()]


def _what_is_wrong(line: Requirement) -> str | None:
    try:
        version = metadata.version(line.name)
    except metadata.PackageNotFoundError:
        return f"{line.name} is missing"
    if not line.specifier.contains(version, prereleases=True):
        return f"{line.name} {version} is not {line.specifier}"
    return None
