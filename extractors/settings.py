"""What a caller may choose about reading; frozen, so that it can name a stored reading."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

READER_VERSION = "7"
"""Raised whenever a change of the extractors may change a reading; stored readings of other versions are redone."""

ReaderName = Literal["auto", "rapidocr", "tesseract"]


class ExtractSettings(Struct, frozen=True):
    """How to read a document. `pages` are inclusive ranges counted from 1; empty means all."""

    reader: ReaderName = "auto"
    pages: tuple[tuple[int, int], ...] = ()
    password: str | None = None
    max_pages: int = 2000
    max_pixels: int = 120_000_000
    """Pixels of one page image: A3 at 600 dpi has 70 million; above this it is an image bomb."""
    threads: int = 2
    """Intra-op threads of the recogniser."""

    def reader_id(self) -> str:
        """Name and version under which a reading is stored; settings that change the reading are part of it."""
        pages = ",".join(f"{first}-{last}" for first, last in self.pages) or "all"
        return f"{READER_VERSION}-{self.reader}-{pages}"

    def wants(self, number: int) -> bool:
        """Say whether page `number` (from 1) was asked for."""
        return not self.pages or any(first <= number <= last for first, last in self.pages)
