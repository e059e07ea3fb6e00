from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import pdf_file
from extractors.document import Page, Table
from extractors.errors import DamagedPdf, EncryptedPdf, ImageTooLarge, NoSuchPages, TooManyPages
from extractors.layer_words import LayerWord
from extractors.pdf_file import PdfPages, read_pdf
from extractors.render import PageImage
from extractors.settings import ExtractSettings
from tests.extractors.drawn_pdf import FONT, FORM, HEIGHT, SIZE, WIDTH, form_pdf, new_canvas, write

PLAIN = ExtractSettings()


@pytest.fixture(autouse=True)
def scans(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, tuple[str, ...]]]:
    """Stand in for the reading of pictures; remember which pages were shown and with which words."""
    shown: list[tuple[int, tuple[str, ...]]] = []

    def read_scan(image: PageImage, settings: ExtractSettings, layer: Sequence[LayerWord] = ()) -> Page:
        shown.append((image.number, tuple(word.text for word in layer)))
        return Page(image.number, "scanned", image.width, image.height, issues=("read: as a picture",))

    monkeypatch.setattr(pdf_file, "read_scan", read_scan)
    return shown


Scans = list[tuple[int, tuple[str, ...]]]


def read(path: Path, settings: ExtractSettings = PLAIN) -> PdfPages:
    return read_pdf(path, path.read_bytes(), settings)


def drawn(path: Path, *pages: Callable[[Any], None]) -> Path:
    canvas = new_canvas(path)
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def picture(canvas: Any, pixels: int = 100) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (pixels, pixels), 220)), 0, 0, WIDTH, HEIGHT)


def over_picture(canvas: Any) -> None:
    picture(canvas)
    write(canvas, 72, 100, "年度资金总额")
    write(canvas, 150, 100, "6351.00")


def plain(canvas: Any) -> None:
    write(canvas, 72, 100, "一、绩效目标分解下达情况")


def test_a_born_digital_form_is_read_from_its_layer(tmp_path: Path, scans: Scans) -> None:
    found = read(form_pdf(tmp_path / "a.pdf", pages=2))
    assert (found.page_count, [page.number for page in found.pages]) == (2, [1, 2])
    (table,) = [block for block in found.pages[1].blocks if isinstance(block, Table)]
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == list(FORM)
    assert {cell.page for cell in table.cells} == {2}
    assert scans == []


def test_each_page_is_judged_by_itself(tmp_path: Path, scans: Scans) -> None:
    found = read(drawn(tmp_path / "a.pdf", plain, picture, over_picture, lambda canvas: None))
    assert [page.kind for page in found.pages] == ["digital", "scanned", "ocr_layer", "digital"]
    assert scans == [(2, ()), (3, ("年度资金总额", "6351.00"))]
    assert found.pages[3].issues == ("blank_page: nothing is on the page",)


def test_a_ground_under_a_printed_page_is_no_scan(tmp_path: Path, scans: Scans) -> None:
    def ground(canvas: Any) -> None:
        picture(canvas)
        for row in range(10):
            canvas.drawString(72, 300 + 20 * row, "budget and execution")

    assert [page.kind for page in read(drawn(tmp_path / "a.pdf", ground)).pages] == ["digital"]
    assert scans == []


def test_a_large_picture_on_a_printed_page_is_read_as_well(tmp_path: Path, scans: Scans) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (100, 100), 220)), 60, 60, 480, 400)
        for row in range(10):
            canvas.drawString(72, 500 + 20 * row, "budget and execution")

    (page,) = read(drawn(tmp_path / "a.pdf", draw)).pages
    assert (page.kind, page.issues) == ("digital", ("picture_read: 0 blocks were read from pictures",))
    assert scans == [(1, ())]


def test_only_the_pages_asked_for_are_read(tmp_path: Path, scans: Scans) -> None:
    path = drawn(tmp_path / "a.pdf", plain, picture, plain)
    found = read(path, ExtractSettings(pages=((1, 1), (3, 9))))
    assert (found.page_count, [page.number for page in found.pages]) == (3, [1, 3])
    assert scans == []
    with pytest.raises(NoSuchPages, match=r"a\.pdf: has 3 pages"):
        read(path, ExtractSettings(pages=((7, 9),)))


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyPages, match=r"a\.pdf: has 3 pages, the limit is 2"):
        read(drawn(tmp_path / "a.pdf", plain, plain, plain), ExtractSettings(max_pages=2))


def locked(path: Path, user: str, owner: str) -> Path:
    canvas = Canvas(str(path), encrypt=StandardEncryption(user, owner, strength=128))
    canvas.drawString(72, 700, "budget")
    canvas.save()
    return path


def test_a_password_is_asked_for_only_where_it_is_needed(tmp_path: Path) -> None:
    path = locked(tmp_path / "a.pdf", "secret", "owner")
    with pytest.raises(EncryptedPdf, match=r"a\.pdf: needs a password"):
        read(path)
    with pytest.raises(EncryptedPdf, match="does not open"):
        read(path, ExtractSettings(password="wrong"))
    assert read(path, ExtractSettings(password="secret")).page_count == 1
    assert read(locked(tmp_path / "b.pdf", "", "owner"), ExtractSettings(password="wrong")).page_count == 1


def test_a_picture_too_large_is_an_issue_among_good_pages_and_an_error_alone(tmp_path: Path) -> None:
    small = ExtractSettings(max_pixels=9_999)
    found = read(drawn(tmp_path / "a.pdf", plain, picture), small)
    assert found.pages[0].kind == "digital"
    assert found.pages[1].issues[0].startswith("image_too_large: page 2")
    with pytest.raises(ImageTooLarge, match=r"b\.pdf: no page could be read; page 1"):
        read(drawn(tmp_path / "b.pdf", picture), small)


def test_a_page_that_cannot_be_loaded_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drawn(tmp_path / "a.pdf", plain, plain)
    load = pypdfium2.PdfDocument.get_page

    def broken(self: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
        if index == 1:
            raise pypdfium2.PdfiumError("Failed to load page.")
        return load(self, index)

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", broken)
    found = read(path)
    assert found.pages[1].issues == ("damaged_pdf: page 2: cannot be read (Failed to load page.)",)
    assert found.pages[0].blocks


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00" * 500, b"%PDF-1.7\ntrailer<</Root 1 0 R>>"])
def test_what_nobody_can_open_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(DamagedPdf, match=r"a\.pdf: .*save it again"):
        read(path)


def test_what_pdfium_cannot_open_is_read_carefully(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = form_pdf(tmp_path / "a.pdf")

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise pypdfium2.PdfiumError("Failed to load document (PDFium: Data format error).", err_code=3)

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)
    found = read(path)
    assert found.pages[0].issues[0].startswith("careful_reading")
    (table,) = [block for block in found.pages[0].blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells] == [cell[-1] for cell in FORM]
