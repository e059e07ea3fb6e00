"""A page of documentation to its blocks of code: ```` ```python ```` fences, and indented lines, which are for a shell.

A block that no test can run has a comment before it, which readers do not see: `<!-- not run: needs a cluster -->`.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_MADE = {"rules.md", "rules.zh.md", "tables.md"}
"""Pages that are made from data, by programs with tests of their own; there is no code in them."""
PAGES = (
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(page for page in (ROOT / "docs").rglob("*.md") if page.name not in _MADE),
)
_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+?) -->\n+)?"
    r"(?:(?P<indent> *)```(?P<language>\w*)\n(?P<fenced>.*?)\n(?P=indent)```"
    r"|(?<=\n)\n(?P<indented>(?: {4,}[^\n]+\n|\n(?= {4,}))+))",
    re.DOTALL,
)


class Block(NamedTuple):
    """One block of code; `reason` is why it is not run, None where it is."""

    page: Path
    line: int
    language: str
    code: str
    reason: str | None

    @property
    def name(self) -> str:
        """Return what to open where it fails: `docs/commands.md:16`."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """Return the blocks of code of a page, in its order."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        code = found["fenced"] if found["indented"] is None else found["indented"]
        language = "sh" if found["indented"] is not None else found["language"]
        start = found.start("indented") if found["indented"] is not None else found.start("fenced")
        line = text.count("\n", 0, start) + 1
        yield Block(page, line, language, textwrap.dedent(code).strip("\n") + "\n", found["reason"])
