"""One file to everything printed in it: `extract(Path("自评表.pdf"))` to a `Document`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractors.document import Document, Page
from extractors.errors import ExtractionError, NoSuchPages
from extractors.exports import read_export
from extractors.images import read_images
from extractors.media import Media, recognise
from extractors.pdf_file import PdfPages, read_pdf
from extractors.scan import read_scan
from extractors.settings import ExtractSettings

DEFAULTS = ExtractSettings()


def extract(path: Path, settings: ExtractSettings = DEFAULTS) -> Document:
    """Read a PDF, a picture or a text export, page by page; what it is, its bytes decide.

    Raises the errors of `extractors.errors`, whose messages name the file, the page and what to do.
    """
    content = _bytes(path)
    media = recognise(content, path.name)
    found = _read(path, content, media, settings)
    return Document(
        doc_id=hashlib.sha256(content).hexdigest(),
        file_name=path.name,
        media_type=media.media_type,
        byte_size=len(content),
        reader=settings.reader_id(),
        page_count=found.page_count,
        pages=found.pages,
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExtractionError(f"{path.name}: cannot be opened: {error.strerror or error}") from None


def _read(path: Path, content: bytes, media: Media, settings: ExtractSettings) -> PdfPages:
    if media.media_type == "application/pdf":
        return read_pdf(path, content, settings)
    if media.text is None:
        return _read_pictures(path, settings)
    pages = read_export(media.text, media.media_type)
    return PdfPages(len(pages), _wanted(path, pages, settings))


def _read_pictures(path: Path, settings: ExtractSettings) -> PdfPages:
    """One page of the picture file is in memory at a time."""
    pages = tuple(read_scan(image, settings) for image in read_images(path, settings))
    if not pages:
        raise NoSuchPages(f"{path.name}: none of the pages asked for is in the file")
    return PdfPages(max(page.number for page in pages), pages)


def _wanted(path: Path, pages: tuple[Page, ...], settings: ExtractSettings) -> tuple[Page, ...]:
    wanted = tuple(page for page in pages if settings.wants(page.number))
    if not wanted:
        raise NoSuchPages(f"{path.name}: has {len(pages)} pages; none of the pages asked for is among them")
    return wanted
