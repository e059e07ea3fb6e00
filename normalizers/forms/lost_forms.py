"""Words that only stand in evaluation forms, outside the forms that were found: a form may have been lost whole."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Table
from normalizers.characters import clean_text
from normalizers.forms.take_parts import Parts
from normalizers.labels import meaning
from normalizers.places import Remark
from normalizers.review import is_doubtful
from normalizers.rules import remark
from normalizers.titles import is_title

UNRECOGNISED = "R-unrecognised"
_LISTS = ("汇总表", "统计表", "一览表", "情况表", "评审表")
"""Ends of titles of tables that list forms or tell of them."""
_LEAST_CELLS = 12
"""Texts of the smallest form: its head, one line of money, one indicator with its header."""
_MOSTLY = 0.5
"""Share of a table's texts in doubt from which it says nothing; of office scans one in a hundred is."""
_LEVELS = {"level1", "level2", "level3"}


def lost_forms(parts: Parts) -> list[Remark]:
    """Return a remark for each page without a form that has a form's title, its column labels, or an unread table."""
    pages: dict[int, str] = {}
    for page, text in _outside(parts):
        if _belongs_to_form(text):
            pages.setdefault(page, text)
    covered = {cell.page for form in parts.forms for cell in form.cells}
    unread = {table.page for table in parts.tables if _is_unreadable(table)}
    return [
        remark("form_not_recognised", field=None, observed=pages[page], page=page)
        if page in pages
        else remark("table_unreadable", field=None, page=page)
        for page in sorted({*pages, *unread} - covered)
    ]


def _is_unreadable(table: Table) -> bool:
    """Say whether most of a table of some size was read in doubt: nobody can tell whether it is a form."""
    read = [cell for cell in table.cells if cell.text and cell.confidence is not None]
    doubtful = sum(is_doubtful(cell) for cell in read)
    return len(read) >= _LEAST_CELLS and doubtful >= _MOSTLY * len(read)


def _outside(parts: Parts) -> Iterator[tuple[int, str]]:
    for table in parts.tables:
        yield from ((cell.page, clean_text(cell.text)) for cell in table.cells)
    yield from ((paragraph.page, clean_text(paragraph.text)) for paragraph in parts.report)


def _belongs_to_form(text: str) -> bool:
    if meaning("indicator_columns", text) in _LEVELS and text.startswith(("一级", "二级", "三级")):
        return True
    named = is_title(text) and "绩效" in text and text.endswith("表") and not text.endswith(_LISTS)
    return named and not text.startswith(("附件：", "附件:"))
