"""Pages without what prints on every page around the text: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.document import Page, Paragraph, Table
from normalizers.titles import is_title, is_year_line

Block = Paragraph | Table
_Line = tuple[str, bool]

_PAGE_NUMBER = re.compile(r"^[\s\-—–·•第/共页0-9]{1,14}$")
_LABEL = re.compile(r"[\u4e00-\u9fff]\s*[:：]|单\s*位")
"""A label in front of its value, as forms have above their tables."""
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_MOST_LINES = 3
"""Lines of a header or footer: a name, a date, a page number."""
_ON_PAGES = 3
"""Pages on which a first or last line stands, wherever it is, that makes it a running one."""
_IN_MARGIN = 2
"""The same for a line in the margin."""
_MARGIN = 0.08
"""Share of the page's height above and below which no text is set: official letters leave 0.12, web pages 0.09."""


def without_furniture(pages: Sequence[Page]) -> list[list[Block]]:
    """Return the blocks of each page, in order, without the running lines around them; exports have none."""
    running = _running_lines(pages)
    return [_body(page, running) for page in pages]


def _running_lines(pages: Sequence[Page]) -> frozenset[_Line]:
    """Return the lines that stand at the ends of several pages; titles of forms do not run."""
    counts = Counter(line for page in pages for line in {_line(block, page) for block in _ends(page)})
    return frozenset(line for line, count in counts.items() if count >= (_IN_MARGIN if line[1] else _ON_PAGES))


def _line(block: Paragraph, page: Page) -> _Line:
    """Return a line and whether it stands in the margin, where pages are numbered: there its figures are folded."""
    in_margin = _is_in_margin(block, page)
    text = _BLANKS.sub("", block.text)
    return (_DIGITS.sub("0", text) if in_margin else text), in_margin


def _ends(page: Page) -> Iterator[Paragraph]:
    """Yield the paragraphs that may be running lines: the first and the last, and what else stands in the margins."""
    if page.kind == "export":
        return
    for at, block in enumerate(page.blocks):
        if not isinstance(block, Paragraph) or _belongs_to_form(block.text):
            continue
        if at in {0, len(page.blocks) - 1} or _is_in_margin(block, page):
            yield block


def _belongs_to_form(text: str) -> bool:
    return is_title(text) or is_year_line(text) or _LABEL.search(text) is not None


def _is_in_margin(block: Paragraph, page: Page) -> bool:
    box = block.box
    return box is not None and (box.bottom < _MARGIN * page.height or box.top > (1 - _MARGIN) * page.height)


def _body(page: Page, running: frozenset[_Line]) -> list[Block]:
    blocks = list(page.blocks)
    if page.kind == "export":
        return blocks
    for end in (0, -1):
        for _ in range(_MOST_LINES):
            if not blocks or not _is_furniture(blocks[end], page, running):
                break
            del blocks[end]
    return blocks


def _is_furniture(block: Block, page: Page, running: frozenset[_Line]) -> bool:
    if not isinstance(block, Paragraph):
        return False
    runs = _line(block, page) in running and not _belongs_to_form(block.text)
    return runs or _PAGE_NUMBER.match(block.text) is not None
