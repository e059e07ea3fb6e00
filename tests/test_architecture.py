"""The shape of the code: imports go one way and in no circle, files and functions stay small, names say something."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("extractors", "normalizers", "pipeline", "fixtures", "benchmarks", "tests")
PRODUCT = ("extractors", "normalizers", "pipeline")

MAY_IMPORT = {
    "extractors": ("extractors",),
    "normalizers": ("normalizers", "extractors.document"),
    "pipeline": ("pipeline", "normalizers", "extractors"),
}
"""pipeline -> normalizers -> extractors.document (types only), pipeline -> extractors."""

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
"""Lines: what one still reads in one go, and on one screen."""

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}

BATCH_BOUNDARY = {"pipeline/evaluate.py"}
"""Where one bad document becomes one failed row."""

FOREIGN = re.compile(r"(?<![\w./])/(?:work|tmp|root|home)/\w")
"""Paths of the machine on which something was written."""


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Yield the modules of ours that a file imports, also inside functions, but not those for annotations only."""
    for node in _without_annotations(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in PACKAGES)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if _is_module(inner) else node.module


def _without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _without_annotations(child)


def _is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("package", PRODUCT)
def test_imports_go_one_way(package: str) -> None:
    allowed = MAY_IMPORT[package]
    wrong = [
        f"{relative(path)} imports {module}"
        for path in sources(package)
        for module in imported(path)
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]
    assert wrong == []


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name_of(path): set(imported(path)) - {name_of(path)} for path in sources(*PRODUCT, "fixtures")}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


@pytest.mark.parametrize("package", PACKAGES)
def test_files_and_functions_are_short(package: str) -> None:
    long_files = [
        f"{relative(path)}: {lines} lines"
        for path in sources(package)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    long_functions = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in sources(package)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long_files + long_functions == []


def test_imports_are_absolute() -> None:
    relative_imports = [
        f"{relative(path)}:{node.lineno}"
        for path in sources(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative_imports == []


def test_every_file_has_a_name_that_says_something() -> None:
    assert [relative(path) for path in sources(*PACKAGES) if path.stem in EMPTY_NAMES] == []


def test_only_the_batch_boundary_catches_everything() -> None:
    catching = {
        relative(path)
        for path in sources(*PRODUCT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    }
    assert catching == BATCH_BOUNDARY


def test_nothing_names_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", "*.py", "*.toml", "*.md", "*.lock", "Makefile"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    found = [
        f"{name}:{number}"
        for name in names
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), start=1)
        if FOREIGN.search(line)
    ]
    assert found == []


ROOMS = {
    "values": (),
    "report": ("values",),
    "forms": ("values", "report", "rules"),
    "reconcile": ("values", "report", "forms", "rules"),
    "checks": ("values", "report", "forms", "rules"),
    "across": ("rules",),
}
"""What folders of `normalizers` may import of each other: single values know nothing of forms, forms of no check."""


@pytest.mark.parametrize("room", ROOMS)
def test_folders_of_the_normalizers_stand_on_each_other(room: str) -> None:
    found = {
        name.split(".")[1]
        for path in (ROOT / "normalizers" / room).rglob("*.py")
        for name in imported(path)
        if name.startswith("normalizers.") and (ROOT / "normalizers" / name.split(".")[1]).is_dir()
    }
    assert found <= {room, *ROOMS[room]}
