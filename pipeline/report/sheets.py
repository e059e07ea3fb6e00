"""A workbook that shows texts as texts: whatever a document says, nothing in it is a formula, a link or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter
from msgspec import Struct

from normalizers.schema import Language
from pipeline.report.words import word

MOST_CHARACTERS = 32_000
"""Of a cell; Excel takes 32,767."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_COMMANDS = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula once somebody edits the cell; such texts are stored with a quote before them."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
"""In names of sheets."""
_NAME_LENGTH = 31
_EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
_WIDEST, _NARROWEST = 48.0, 6.0
"""Characters of a column of a plain table."""
_ROWS_MEASURED = 200
"""Rows whose texts tell how wide a column is."""

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FONT = {"font_name": "宋体", "font_size": 10}
MONEY, PERCENT, PLAIN = "#,##0.00", "0.00%", "0.######"

Look = dict[str, Any]
"""Properties of a cell's format, as xlsxwriter names them."""


class Column(Struct, frozen=True):
    """One column of a plain table: its head, and how its numbers are shown."""

    head: str
    number: str = PLAIN


class Book:
    """A workbook that is being written."""

    def __init__(self, path: Path, language: Language) -> None:
        self._book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()
        self.language = language

    def sheet(self, name: str) -> Sheet:
        """Add a sheet; its name is made one that spreadsheets take and no other sheet has."""
        return Sheet(self, self._book.add_worksheet(self._free_name(name)))

    def look(self, look: Look) -> Any:
        """Return the format of these properties, one for all cells that have them."""
        key = tuple(sorted({**_FONT, **look}.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _free_name(self, name: str) -> str:
        base = " ".join(_FORBIDDEN.sub(" ", _UNPRINTABLE.sub("", name)).split()) or "-"
        for number in range(1, len(self._names) + 2):
            tail = "" if number == 1 else f" {number}"
            found = base[: _NAME_LENGTH - len(tail)].rstrip() + tail
            if found.lower() not in self._names and found.lower() != "history":  # a name that Excel keeps for itself
                break
        self._names.add(found.lower())
        return found


class Sheet:
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.raw = sheet

    def text(self, row: int, column: int, text: str, look: Look | None = None) -> None:
        """Write a text as a text."""
        shown = fitting(text, self.book.language)
        own = dict(look or {})
        if shown.startswith(_COMMANDS):
            own["quote_prefix"] = True
        if shown:
            self.raw.write_string(row, column, shown, self.book.look(own))
        else:
            self.raw.write_blank(row, column, None, self.book.look(own))

    def number(self, row: int, column: int, value: Decimal | float, number: str, look: Look | None = None) -> None:
        """Write a number, shown as `number` says; one of more digits than a spreadsheet keeps, as text."""
        if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _EXACT_DIGITS:
            self.text(row, column, f"{value:f}", look)
            return
        self.raw.write_number(row, column, float(value), self.book.look({**(look or {}), "num_format": number}))

    def merged(self, row: int, column: int, rows: int, columns: int, look: Look | None = None) -> None:
        """Merge cells; what stands in them is written into the first one afterwards."""
        self.raw.merge_range(row, column, row + rows - 1, column + columns - 1, "", self.book.look(look or {}))

    def comment(self, row: int, column: int, text: str) -> None:
        """Add a comment, as large as its text wants."""
        lines = sum(1 + text_width(line) // 44 for line in text.split("\n"))
        size = {"author": "jixiao", "width": 330, "height": min(600, 24 + 17 * lines), "font_size": 9}
        self.raw.write_comment(row, column, fitting(text, self.book.language), size)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[object]], start: int = 0) -> None:
        """Write a plain table with a head that stays in sight and can be filtered by."""
        head = {"bold": True, "bg_color": "#E8EDF2", "border": 1, "text_wrap": True, "valign": "vcenter"}
        for at, column in enumerate(columns):
            self.text(start, at, column.head, head)
            texts = [str(row[at]) for row in rows[:_ROWS_MEASURED] if row[at] is not None]
            wide = max([text_width(column.head) + 3, *(min(_WIDEST, text_width(text) + 2) for text in texts)])
            self.raw.set_column(at, at, max(_NARROWEST, min(_WIDEST, wide)))
        for number, row in enumerate(rows, start=start + 1):
            for at, column in enumerate(columns):
                self._value(number, at, row[at], column.number)
        self.raw.freeze_panes(start + 1, 0)
        if columns:
            self.raw.autofilter(start, 0, start + max(1, len(rows)), len(columns) - 1)
        self.raw.set_landscape()
        self.raw.set_paper(9)
        self.raw.fit_to_pages(1, 0)
        self.raw.repeat_rows(start)

    def _value(self, row: int, column: int, value: object, number: str) -> None:
        look: Look = {"text_wrap": True, "valign": "top"}
        if value is None:
            return
        if isinstance(value, bool):
            self.text(row, column, "✓" if value else "", look)
        elif isinstance(value, int | float | Decimal):
            self.number(row, column, value if isinstance(value, Decimal) else float(value), number, look)
        elif isinstance(value, date | datetime):
            self.text(row, column, value.isoformat(sep=" ", timespec="minutes") if isinstance(value, datetime)
                      else value.isoformat(), look)  # fmt: skip
        else:
            self.text(row, column, str(value), look)


@contextmanager
def workbook(path: Path, language: Language) -> Iterator[Book]:
    """Open a workbook to be written; raises `OSError` where that cannot be done."""
    book = Book(path, language)
    try:
        yield book
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error


def fitting(text: str, language: Language) -> str:
    """Return a text as a cell can hold it: without control characters, cut with a note where it is too long."""
    shown = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(shown) <= MOST_CHARACTERS:
        return shown
    return shown[:MOST_CHARACTERS] + word("text", "text_cut", language, count=f"{len(text):,}")


def text_width(text: str) -> int:
    """Return how many characters of a spreadsheet's column a text takes: two for a Chinese one."""
    return max(sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line) for line in text.split("\n"))
