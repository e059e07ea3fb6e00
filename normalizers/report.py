"""A report's paragraphs to passages under headings: `二、绩效情况分析` is level 1, `（一）资金投入` level 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Paragraph
from normalizers.characters import clean_text
from normalizers.places import Place
from normalizers.schema import Passage
from normalizers.titles import is_year_line

_MARKS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．]"),
    re.compile(r"^[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]"),
    re.compile(r"^[0-9]{1,2}\s*[、.．](?![0-9])"),
    re.compile(r"^[(（]\s*[0-9]{1,2}\s*[)）]"),
)
"""Numbering of headings, one for each level, as official documents use it (GB/T 9704: 一、（一）1.（1）)."""
_MAX_HEADING = 40
"""Characters of the longest heading; a longer numbered line is a paragraph."""
_MIN_FULL_LINE = 15
"""Characters of a paragraph that can reach the end of its line and go on overleaf; `无` and a signature do not."""
_SENTENCE = re.compile(r"[，；,;]|。.")
_FACT = re.compile(r"[0-9]\s*[万亿%％元号人户]")


def heading_level(paragraph: Paragraph, text: str) -> int | None:
    """Return 1 for `一、…`, 2 for `（一）…` and so on, None for a line that is no heading."""
    if len(text) > _MAX_HEADING or _SENTENCE.search(text) or _FACT.search(text):
        return None
    for level, mark in enumerate(_MARKS, start=1):
        if mark.match(text):
            return level
    return paragraph.level


def read_passages(paragraphs: Sequence[Paragraph], doc_id: str) -> tuple[tuple[Passage, ...], tuple[Place, ...]]:
    """Return the report's passages in reading order, ordinals from 1, and the paragraphs they stand in."""
    passages: list[Passage] = []
    places: list[Place] = []
    section: str | None = None
    level: int | None = None
    for paragraph, text in _joined(paragraphs):
        if not text:
            continue
        own = heading_level(paragraph, text)
        if own is not None:
            section, level = text, own
        passages.append(
            Passage(
                doc_id=doc_id,
                ordinal=len(passages) + 1,
                section=section,
                level=level,
                text=text,
                page=paragraph.page,
                confidence=paragraph.confidence,
            )
        )
        places.append(Place(f"passages[{len(passages)}]", paragraph))
    return tuple(passages), tuple(places)


def _joined(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, str]]:
    """Yield each paragraph with its text; one that a page break cut in two comes whole."""
    held: tuple[Paragraph, str] | None = None
    for paragraph in paragraphs:
        text = clean_text(paragraph.text)
        if held is not None and _goes_on(held, paragraph, text):
            held = (held[0], held[1] + text)
            continue
        if held is not None:
            yield held
        held = (paragraph, text)
    if held is not None:
        yield held


def _goes_on(held: tuple[Paragraph, str], paragraph: Paragraph, text: str) -> bool:
    """Say whether a paragraph at the top of a page goes on with the one that ended the page before."""
    before, said = held
    if before.page == paragraph.page or before.method == "text_export" or paragraph.centred:
        return False
    if len(said) < _MIN_FULL_LINE:
        return False
    open_end = not said.endswith(("。", "！", "？", "：", "；", "”", ")", "）"))
    numbered = any(mark.match(text) for mark in _MARKS)
    return open_end and not numbered and heading_level(before, said) is None and not is_year_line(text)
