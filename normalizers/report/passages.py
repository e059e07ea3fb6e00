"""A report's paragraphs to passages under headings: `二、绩效情况分析` is level 1, `（一）资金投入` level 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Paragraph
from normalizers.characters import clean_text
from normalizers.places import Place
from normalizers.report.attributions import Place as Headings
from normalizers.report.headings import Scheme, heading_level, is_numbered, scheme_of
from normalizers.schema import Passage
from normalizers.titles import is_year_line

_TITLE = re.compile("报告|绩效.*(?:自评|评价)|情况说明")
_CLAUSE = re.compile("[，,；;。]")
_TITLE_WITHIN = 6
"""Passages at a report's start among which its title stands, behind 附件 4 and the like."""
_MIN_FULL_LINE = 15
"""Characters of a paragraph that can reach the end of its line and go on overleaf; `无` and a signature do not."""
_OPEN_ENDS = ("，", "、", "的", "为", "共")
"""Ends of a line that no sentence has."""
_AMOUNT_FIRST = re.compile(r"[0-9][0-9,，.]*(?:[万亿]*元|%|％|[万亿]?(?:人|户|亩|公里|个))")
"""What no paragraph begins with."""
_PAGE_NUMBER = re.compile(
    "[-—–―·•\\s]*(?:第\\s*)?[0-9]{1,3}(?:\\s*页)?(?:\\s*[,，/]?\\s*共?\\s*[0-9]{1,4}\\s*页?)?[-—–―·•\\s]*"
)
"""A line of an export that is a page's number: `— 3 —`, `第3页 共12页`, `3/12`."""


def read_passages(paragraphs: Sequence[Paragraph], doc_id: str) -> tuple[tuple[Passage, ...], tuple[Place, ...]]:
    """Return the report's passages in reading order, ordinals from 1, and the paragraphs they stand in."""
    passages: list[Passage] = []
    places: list[Place] = []
    section: str | None = None
    level: int | None = None
    scheme = scheme_of(clean_text(paragraph.text) for paragraph in paragraphs)
    for paragraph, text in _joined(paragraphs, scheme):
        own = heading_level(paragraph, text, scheme)
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


def places_in_report(passages: Sequence[Passage]) -> tuple[Headings, ...]:
    """Return for each passage the headings it stands under, the nearest first, and the report's title last."""
    title = next((passage.text for passage in passages[:_TITLE_WITHIN] if _TITLE.search(passage.text)), None)
    above: list[tuple[int, str]] = []
    found: list[Headings] = []
    for passage in passages:
        if passage.section is not None and passage.section == passage.text and passage.level is not None:
            above = [(level, text) for level, text in above if level < passage.level]
            above.append((passage.level, passage.text))
        headings = [text for _, text in reversed(above)]
        found.append(Headings((*headings, title) if title else tuple(headings)))
    return tuple(found)


def _joined(paragraphs: Sequence[Paragraph], scheme: Scheme) -> Iterator[tuple[Paragraph, str]]:
    """Yield each paragraph with its text; one that a page break cut in two comes whole, an export's page numbers go."""
    held: tuple[Paragraph, str] | None = None
    new_page = False
    for paragraph in paragraphs:
        text = clean_text(paragraph.text)
        if not text:
            continue
        if paragraph.method == "text_export" and _PAGE_NUMBER.fullmatch(text):
            new_page = True
            continue
        new_page = new_page or (held is not None and held[0].page != paragraph.page)
        cut = new_page or (held is not None and _is_wrapped(held, paragraph, text))
        if held is not None and cut and _goes_on(held, paragraph, text, scheme):
            held = (held[0], held[1] + text)
        else:
            if held is not None:
                yield held
            held = (paragraph, text)
        new_page = False
    if held is not None:
        yield held


def _is_wrapped(held: tuple[Paragraph, str], paragraph: Paragraph, text: str) -> bool:
    """Say whether an export broke a line within a sentence: `…其中中央资金支出` over `1190万元，省级资金…`."""
    exported = held[0].method == paragraph.method == "text_export"
    return exported and (held[1].endswith(_OPEN_ENDS) or _AMOUNT_FIRST.match(text) is not None)


def _goes_on(held: tuple[Paragraph, str], paragraph: Paragraph, text: str, scheme: Scheme) -> bool:
    """Say whether a paragraph at the top of a page goes on with the one that ended the page before."""
    before, said = held
    if paragraph.centred or len(said) < _MIN_FULL_LINE:
        return False
    if before.method == "text_export" and not _CLAUSE.search(said):  # without places a title looks like a cut line
        return False
    open_end = not said.endswith(("。", "！", "？", "：", "；", "”", ")", "）"))
    return open_end and not is_numbered(text) and heading_level(before, said, scheme) is None and not is_year_line(text)
