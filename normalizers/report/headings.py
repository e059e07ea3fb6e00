"""A report's numbered lines to headings and their depth: `一、` is 1, `（一）` 2, `1.` 3, `（1）` 4, `①` 5.

So official documents number (GB/T 9704). `第一部分` and `第一章` stand above 一、 where a document has them;
numbers of several parts (`2.1`, `2.1.3`) go as deep as they have parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from extractors.document import Paragraph
from normalizers.characters import plain
from normalizers.values.units import listed_unit

Mark = Literal["part", "section", "han", "han_bracketed", "number", "number_bracketed", "circled", "parts"]

_NUMERAL = "[一二三四五六七八九十〇零百0-9]{1,4}"
_MARKS: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    ("part", re.compile(f"第{_NUMERAL}(?:部分|章|篇|编)")),
    ("section", re.compile(f"第{_NUMERAL}节")),
    ("han", re.compile("[一二三四五六七八九十]{1,3} ?[、.]")),
    ("han_bracketed", re.compile("\\( ?[一二三四五六七八九十]{1,3} ?\\)|[㈠-㈩]")),
    ("parts", re.compile("(?P<parts>[0-9]{1,2}(?:\\.[0-9]{1,2}){1,3})(?:[、.]| |(?=[\\u4e00-\\u9fff]))")),
    ("number", re.compile("[0-9]{1,2} ?[、.](?![0-9])|[⒈-⒛]")),
    ("number_bracketed", re.compile("\\( ?[0-9]{1,2} ?\\)|[0-9]{1,2}\\)|[⑴-⒇]")),
    ("circled", re.compile("[①-⑳❶-❿]")),
)
_DEPTHS: dict[Mark, int] = {
    "part": 1, "section": 2, "han": 1, "han_bracketed": 2, "number": 3, "number_bracketed": 4, "circled": 5,
}  # fmt: skip
_MAX_HEADING = 40
"""Characters of the longest heading; a longer numbered line is a paragraph."""
_SENTENCE = re.compile(r"[，；,;]|。.")
_FACT = re.compile(r"[0-9]\s*[万亿%％元号人户]")
_LONGEST_UNIT = 3


class Scheme(Struct, frozen=True):
    """How a document numbers: whether parts stand above 一、, and how deep the first of `1.1` is."""

    has_parts: bool = False
    first_number: int = 1


OFFICIAL = Scheme(first_number=3)


def scheme_of(lines: Iterable[str]) -> Scheme:
    """Return how the headings among a document's lines are numbered."""
    marks = {mark for mark in map(_mark_of, lines) if mark is not None}
    official = bool(marks & {"han", "han_bracketed"})
    return Scheme("part" in marks and bool(marks - {"part"}), _DEPTHS["number"] if official else 1)


def heading_level(paragraph: Paragraph, text: str, scheme: Scheme = OFFICIAL) -> int | None:
    """Return the depth of a heading, None for a line that is none."""
    if not _may_be_heading(text):
        return None
    signs = _signs(text)
    mark = _mark_of(text)
    if mark is None:
        return paragraph.level
    under_parts = 1 if scheme.has_parts and mark not in {"part", "section", "parts"} else 0
    if mark == "parts":
        found = _parts(signs)
        return scheme.first_number + (found.count(".") if found else 0)
    if mark == "number" and scheme.first_number == 1:
        return 1 + under_parts
    return _DEPTHS[mark] + under_parts


def is_numbered(text: str) -> bool:
    """Say whether a line begins with the number of a heading or a list."""
    return _first_mark(_signs(text)) is not None


def _may_be_heading(text: str) -> bool:
    return len(text) <= _MAX_HEADING and not _SENTENCE.search(text) and not _FACT.search(text)


def _signs(text: str) -> str:
    """Return a line in plain signs, its leading blanks left out and the blank behind a number kept."""
    text = text.lstrip()
    number = re.match("[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2}){1,3}[ \u3000]", text)
    return plain(text[: number.end()]) + " " + plain(text[number.end() :]) if number else plain(text)


def _mark_of(text: str) -> Mark | None:
    if not _may_be_heading(text):
        return None
    return _first_mark(_signs(text))


def _first_mark(signs: str) -> Mark | None:
    for mark, pattern in _MARKS:
        if pattern.match(signs) and (mark != "parts" or _parts(signs)):
            return mark
    return None


def _parts(signs: str) -> str | None:
    """Return the number of `2.1 资金投入`, None for `2.1万户`, a value."""
    found = next(pattern for mark, pattern in _MARKS if mark == "parts").match(signs)
    if not found:
        return None
    behind = signs[found.end() :]
    if found.end() == found.end("parts") and any(listed_unit(behind[:end]) for end in range(1, _LONGEST_UNIT + 1)):
        return None
    return found["parts"] if behind else None
