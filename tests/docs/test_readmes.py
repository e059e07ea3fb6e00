"""README.md and README.zh-CN.md say the same: as many headings, the same blocks, links, names and figures."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.docs.pages import ROOT, blocks

_ENGLISH, _CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
_EACH_OTHER = {"README.md", "README.zh-CN.md"}
_LARGEST = 200_000
"""Bytes that a picture may have."""


def _headings(text: str) -> list[int]:
    """Return the levels of the headings, in order."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]


def _links(text: str) -> Counter[str]:
    return Counter(link for link in re.findall(r"\]\(([^)]+)\)", text) if link not in _EACH_OTHER)


def _names(text: str) -> set[str]:
    """Return files, options and columns between backquotes."""
    return {" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", text) if re.search("[/_]|--", span)}


def _figures(text: str) -> Counter[str]:
    """Return the numbers outside of headings and blocks."""
    prose = re.sub(r"```.*?```|^ {4}.*$", "", text, flags=re.DOTALL | re.MULTILINE)
    return Counter(re.findall(r"\d+(?:\.\d+)?", prose))


def _rows(text: str) -> list[int]:
    """Return how many cells each line of each table has."""
    return [line.count("|") for line in text.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("said", [_headings, _links, _names, _figures, _rows])
def test_both_readmes_have_the_same(said) -> None:  # type: ignore[no-untyped-def]
    english, chinese = (said(page.read_text(encoding="utf-8")) for page in (_ENGLISH, _CHINESE))
    if isinstance(english, Counter):
        assert not english - chinese, "this lacks in the Chinese page"
        assert not chinese - english, "this lacks in the English page"
    assert english == chinese


def test_both_show_the_same_commands() -> None:
    english, chinese = (
        [re.sub(r" +#.*", "", block.code) for block in blocks(page)] for page in (_ENGLISH, _CHINESE)
    )
    assert english == chinese


def test_pictures_are_small() -> None:
    for picture in [*(ROOT / "docs").rglob("*.png"), *(ROOT / "docs").rglob("*.svg")]:
        assert picture.stat().st_size < _LARGEST, picture.name
