"""The bytes of a file to what kind of file they are: content decides, the name only tells what was meant.

A `.pdf` that holds text is refused, a PDF named `.txt` is read as a PDF.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from msgspec import Struct

from extractors.errors import EmptyFile, UnknownFormat

MediaType = Literal[
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "image/bmp",
    "image/webp",
    "image/gif",
    "text/html",
    "text/markdown",
    "text/plain",
    "text/tab-separated-values",
]

HEADER = 1024
"""Bytes before which a PDF must say `%PDF-`, by its standard's own tolerance."""

LEAST_COMMON = 0.7
"""Share of ordinary characters that a text in GB 18030 must have: nearly any bytes decode as something in it."""

MOST_CONTROLS = 0.002
"""Share of control characters above which bytes are no text."""

TRUNCATED = 0.001
"""Share of bytes that may be broken in a text that is UTF-8 otherwise: an export cut off within a character."""

_MAGIC: tuple[tuple[bytes, MediaType], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"GIF8", "image/gif"),
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP, Word, Excel or OFD file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
)
_TEXT_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NOT_TEXT_NAMES = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"}
_HTML = re.compile(
    r"""\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*  # what may stand before
        <(?:!doctype\s+html|html|head|body)\b""",
    re.I | re.S | re.X,
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+\S|\|.*\|\s*$|```|<table\b)|<table\b[^>]*>.*?<t[rdh]\b", re.M | re.I | re.S)


class Media(Struct, frozen=True):
    """A file's kind and, for the kinds that are text, its text."""

    media_type: MediaType
    text: str | None = None


def recognise(content: bytes, name: str) -> Media:
    """Say what a file is from its bytes; raises EmptyFile and UnknownFormat."""
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise EmptyFile(f"{name}: has no content")
    binary = _binary_type(content)
    if binary is not None:
        return Media(binary)
    for magic, kind in _REFUSED:
        if content.startswith(magic):
            raise UnknownFormat(f"{name}: is {kind}; save or print it as a PDF")
    suffix = PurePath(name).suffix.lower()
    if suffix == ".pdf" and b"endobj" in content:
        return Media("application/pdf")  # the header is lost, the objects are there
    text = decode(content)
    if text is None:
        raise UnknownFormat(f"{name}: is neither a PDF, a picture nor a text")
    if suffix in _NOT_TEXT_NAMES:
        raise UnknownFormat(f"{name}: is named {suffix} but holds a text; rename it if it is a text export")
    return Media(_text_type(text), text)


def _binary_type(content: bytes) -> MediaType | None:
    if b"%PDF-" in content[:HEADER]:
        return "application/pdf"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def _text_type(text: str) -> MediaType:
    if _HTML.match(text):
        return "text/html"
    if _MARKDOWN.search(text):
        return "text/markdown"
    return "text/tab-separated-values" if "\t" in text else "text/plain"


def decode(content: bytes) -> str | None:
    """Return a text in UTF-8, UTF-16, UTF-32 or GB 18030, or None for bytes that are none of them.

    UTF-8 first, as nothing else passes for it; GB 18030 last and only where it gives ordinary characters.
    """
    for bom, encoding in _TEXT_BOMS:
        if content.startswith(bom):
            return _clean(content.decode(encoding, "replace"))
    for encoding in ("utf-8", *_wide_encodings(content)):
        text = _strictly(content, encoding)
        if text is not None:
            return text
    text = content.decode("utf-8", "replace")
    if text.count("\ufffd") <= max(TRUNCATED * len(text), 1) and any(ord(character) > 0x7F for character in text[:-1]):
        return _clean(text)
    text = _strictly(content, "gb18030") or _strictly(content[:-1], "gb18030")
    return text if text is not None and _is_ordinary(text) else None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return _clean(content.decode(encoding))
    except UnicodeDecodeError:
        return None


def _wide_encodings(content: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: the blanks, digits and line ends of any export have zeros in every other byte."""
    head = content[: 1 << 16]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) == 0 or min(even, odd) > max(even, odd) / 10:
        return ()
    return ("utf-16-be",) if even > odd else ("utf-16-le",)


def _clean(text: str) -> str | None:
    """Return a text with plain line ends, or None for one with so many control characters that it is none."""
    controls = sum(character < " " and character not in "\t\n\r\f\v\x1a\x00" for character in text)
    zeros = text.count("\x00")
    if controls + zeros > MOST_CONTROLS * len(text):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")


def _is_ordinary(text: str) -> bool:
    """Bytes taken for GB 18030 give rare 汉字; a text in it gives those of GB 2312 and its punctuation."""
    wide = [character for character in text if ord(character) > 0x7F]
    if not wide:
        return True
    common = sum(bool(character.encode("gb2312", "ignore")) for character in wide)
    return common >= LEAST_COMMON * len(wide)
