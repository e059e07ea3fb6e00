"""A file to the number of its pages, without reading them: what a document's time limit is made from."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, UnidentifiedImageError
from pypdfium2 import PdfDocument, PdfiumError

_HEAD_BYTES = 1024
"""Within which a PDF says that it is one; some have other bytes in front."""


def count_pages(path: Path, password: str | None = None) -> int:
    """Return the number of pages, 1 where it cannot be told: the reader says what is wrong with such a file."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if b"%PDF" in head:
        return _count_pdf(path, password)
    if head.startswith((b"II*\0", b"MM\0*")):
        return _count_frames(path)
    return 1


def _count_pdf(path: Path, password: str | None) -> int:
    try:
        with PdfDocument(path, password=password) as pdf:
            return max(1, len(pdf))
    except PdfiumError:
        return 1


def _count_frames(path: Path) -> int:
    try:
        with Image.open(path) as image:
            return int(getattr(image, "n_frames", 1))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return 1
