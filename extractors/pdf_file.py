"""A PDF to its pages, one at a time: each judged and read by its text layer, its picture, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from extractors.digital import large_pictures, read_digital, with_pictures
from extractors.document import Page
from extractors.errors import DamagedPdf, EncryptedPdf, ExtractionError, NoSuchPages, TooManyPages
from extractors.layer import PageLayer
from extractors.layer_words import layer_words
from extractors.page_layer import flatten, has_typed_notes, mend_unmapped, read_layer
from extractors.render import PageImage, page_image
from extractors.scan import read_scan
from extractors.settings import ExtractSettings
from extractors.tables import PageSource
from extractors.tables.pdfplumber_page import PlumberPdf
from extractors.triage import LITTLE_TEXT, Verdict, judge, judge_drawn
from extractors.visibility import is_background, look_at

LARGEST_DRAWN = 30_000_000
"""Pixels of all pictures on a page; above this the check of what can be seen would cost more than the reading."""

_SAVE_AGAIN = "save it again from the program that wrote it"
_LOCKED = {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}


class PdfPages(Struct, frozen=True):
    """The pages that were read, and how many the file has."""

    page_count: int
    pages: tuple[Page, ...]


class _File(Struct, frozen=True):
    """What reading a page needs to know of its file; `password` is the one that opened it."""

    path: Path
    settings: ExtractSettings
    password: str | None


def read_pdf(path: Path, content: bytes, settings: ExtractSettings) -> PdfPages:
    """Read the pages asked for; where pdfium cannot open the file at all, pdfplumber reads its text layer.

    Raises EncryptedPdf, DamagedPdf, TooManyPages, NoSuchPages, and where no page could be read the first page's error.
    """
    try:
        pdf, password = _open(path, content, settings.password)
    except DamagedPdf as damage:
        return _read_carefully(path, settings, damage)
    file = _File(path, settings, password)
    with closing(pdf):
        count = len(pdf)
        return PdfPages(count, _read_all(file, count, lambda number: _read_page(pdf, number, file)))


def view_pdf_page(path: Path, number: int, settings: ExtractSettings, dpi: float) -> PageImage:
    """Draw one page as it was seen when it was read, filled form fields included, at `dpi` dots per inch.

    Raises EncryptedPdf, DamagedPdf, NoSuchPages, ImageTooLarge.
    """
    pdf, _ = _open(path, path, settings.password)
    with closing(pdf):
        if not 1 <= number <= len(pdf):
            raise NoSuchPages(f"{path.name}: has {len(pdf)} pages, and no page {number}")
        try:
            with closing(_loaded(pdf, number)) as page:
                return page_image(page, number, settings, dpi)
        except pypdfium2.PdfiumError as error:
            raise DamagedPdf(f"{path.name}: page {number} cannot be drawn ({error}); {_SAVE_AGAIN}") from None


def _open(path: Path, content: bytes | Path, password: str | None) -> tuple[pypdfium2.PdfDocument, str | None]:
    """Open with no password first: many files are locked against changes only."""
    for attempt in dict.fromkeys((None, password)):
        try:
            return pypdfium2.PdfDocument(content, password=attempt), attempt
        except pypdfium2.PdfiumError as error:
            if error.err_code not in _LOCKED:
                raise DamagedPdf(f"{path.name}: cannot be opened; {_SAVE_AGAIN}") from None
    if password is None:
        raise EncryptedPdf(f"{path.name}: needs a password; give it, or save the file without one")
    raise EncryptedPdf(f"{path.name}: the password given does not open it")


def _read_all(file: _File, count: int, read: Callable[[int], Page]) -> tuple[Page, ...]:
    """Read the pages asked for; one that fails becomes a page with an issue, unless all fail."""
    pages: list[Page] = []
    failures: list[ExtractionError] = []
    for number in _numbers(file, count):
        try:
            pages.append(read(number))
        except ExtractionError as error:
            failures.append(error)
            pages.append(Page(number, "scanned", issues=(f"{error.code}: {error}",)))
        except pypdfium2.PdfiumError as error:
            failures.append(DamagedPdf(f"page {number}: cannot be read ({error})"))
            pages.append(Page(number, "scanned", issues=(f"{failures[-1].code}: {failures[-1]}",)))
    if failures and len(failures) == len(pages):
        raise type(failures[0])(f"{file.path.name}: no page could be read; {failures[0]}")
    return tuple(pages)


def _numbers(file: _File, count: int) -> Iterator[int]:
    name, settings = file.path.name, file.settings
    if count == 0:
        raise DamagedPdf(f"{name}: has no pages; {_SAVE_AGAIN}")
    if count > settings.max_pages:
        raise TooManyPages(f"{name}: has {count} pages, the limit is {settings.max_pages}; split it or raise the limit")
    numbers = [number for number in range(1, count + 1) if settings.wants(number)]
    if not numbers:
        raise NoSuchPages(f"{name}: has {count} pages; none of the pages asked for is among them")
    return iter(numbers)


def _read_page(pdf: pypdfium2.PdfDocument, number: int, file: _File) -> Page:
    with closing(_loaded(pdf, number)) as page:
        layer = _sound_layer(page, number, file)
        layer, verdict = _judged(page, layer)
        if verdict.kind == "digital":
            read = read_digital(PageSource(file.path, number, layer, file.password))
            pictures = large_pictures(layer)
            if not pictures:
                return _noting(read, verdict)
        image = page_image(page, number, file.settings)
    if verdict.kind == "digital":
        return _noting(with_pictures(read, read_scan(image, file.settings), pictures), verdict)
    words = layer_words(layer) if verdict.kind == "ocr_layer" else ()
    return _noting(read_scan(image, file.settings, words), verdict)


def _judged(page: pypdfium2.PdfPage, layer: PageLayer) -> tuple[PageLayer, Verdict]:
    """Judge a page by its layer, and where drawing it costs little, by what drawing shows."""
    verdict = judge(layer)
    if sum(picture.pixels for picture in layer.pictures) > LARGEST_DRAWN:
        return layer, verdict
    if verdict.kind == "ocr_layer" and len(layer.glyphs) > LITTLE_TEXT and is_background(page, layer):
        layer = msgspec.structs.replace(layer, pictures=())
        verdict = judge(layer)
    return _looked_at(page, layer, verdict) if verdict.kind == "digital" else (layer, verdict)


def _noting(page: Page, verdict: Verdict) -> Page:
    return msgspec.structs.replace(page, kind=verdict.kind, issues=verdict.issues + page.issues)


def _loaded(pdf: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    page = pdf[number - 1]
    if has_typed_notes(page):
        flatten(page)
        page.close()
        page = pdf[number - 1]
    return page


def _sound_layer(page: pypdfium2.PdfPage, number: int, file: _File) -> PageLayer:
    """Read the page's layer; where characters have no Unicode, ask pdfplumber for them."""
    layer = read_layer(page)
    if all(glyph.mapped for glyph in layer.glyphs):
        return layer
    try:
        with PlumberPdf(file.path, file.password, only=number) as pdf:
            return mend_unmapped(layer, pdf.layer(number).glyphs)
    except DamagedPdf:
        return layer  # no help: the verdict on the layer decides


def _looked_at(page: pypdfium2.PdfPage, layer: PageLayer, verdict: Verdict) -> tuple[PageLayer, Verdict]:
    """Draw the page, take out of its layer what cannot be seen, and judge again."""
    drawn = look_at(page, layer)
    after = judge_drawn(layer, len(drawn.unseen), drawn.explained)
    seen = msgspec.structs.replace(layer, glyphs=drawn.seen, hidden=layer.hidden + drawn.unseen)
    return seen, verdict if after.kind == "digital" else after


def _read_carefully(path: Path, settings: ExtractSettings, damage: DamagedPdf) -> PdfPages:
    """Read what pdfium cannot open: text and rules only, for there is no other library here to draw a page."""
    try:
        pdf = PlumberPdf(path, settings.password)
    except DamagedPdf:
        raise damage from None
    file = _File(path, settings, settings.password)
    with closing(pdf):
        pages = _read_all(file, pdf.page_count, lambda number: _read_text_only(pdf, number, file))
        return PdfPages(pdf.page_count, pages)


def _read_text_only(pdf: PlumberPdf, number: int, file: _File) -> Page:
    layer = pdf.layer(number)
    verdict = judge(layer)
    if verdict.kind != "digital" or not layer.glyphs:
        raise DamagedPdf(f"page {number}: has no usable text, and its picture cannot be drawn; save the file again")
    page = read_digital(PageSource(file.path, number, layer, file.password))
    return _noting(page, Verdict("digital", ("careful_reading: pdfium cannot open the file",)))
