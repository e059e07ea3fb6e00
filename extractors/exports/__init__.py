"""Text that an OCR tool or an office program exported, to pages of tables and paragraphs without places."""

from __future__ import annotations

from collections.abc import Callable

from extractors.document import Page, Paragraph, Table
from extractors.exports.html import read_html
from extractors.exports.markdown import read_markdown
from extractors.exports.tabbed import read_tabbed
from extractors.media import MediaType

Blocks = list[Table | Paragraph]

READERS: dict[MediaType, Callable[[str, int], Blocks]] = {
    "text/html": read_html,
    "text/markdown": read_markdown,
    "text/plain": read_tabbed,
    "text/tab-separated-values": read_tabbed,
}


def read_export(text: str, media_type: MediaType) -> tuple[Page, ...]:
    """Return the pages of an export: one, or as many as form feeds part."""
    sheets = text.split("\f")
    while len(sheets) > 1 and not sheets[-1].strip():
        sheets.pop()
    read = READERS[media_type]
    return tuple(Page(number, "export", blocks=tuple(read(sheet, number))) for number, sheet in enumerate(sheets, 1))
