from __future__ import annotations

from pathlib import Path

from PIL import Image

from extractors.document import Box, Cell, Document, Page, Paragraph, Table
from extractors.extract import extract
from pipeline.debug_images import draw_reading
from tests.pipeline.test_page_pictures import FIXTURES, document_of


def test_every_cell_and_paragraph_is_framed(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    Image.new("L", (400, 300), 255).save(path)
    sure = Cell(0, 0, "1", box=Box(10, 10, 90, 40))
    doubtful = Cell(0, 1, "2", box=Box(90, 10, 190, 40), doubts=("unreadable",))
    blocks = (Table(1, 1, 2, (sure, doubtful)), Paragraph(1, "附件", box=Box(20, 80, 120, 100)))
    document = document_of(path, Page(1, "scanned", 200, 150, blocks))
    (written,) = draw_reading(path, document, tmp_path / "drawn")
    with Image.open(written) as picture:
        assert picture.size == (400, 300)
        assert picture.getpixel((40, 20)) == (0, 128, 0)
        assert picture.getpixel((280, 20)) == (255, 0, 0)
        assert picture.getpixel((100, 160)) == (0, 0, 255)


def test_only_pages_that_were_read_are_drawn(tmp_path: Path) -> None:
    path = FIXTURES / "documents" / "transfer_two_pages.pdf"
    read: Document = extract(path)
    drawn = draw_reading(path, read, tmp_path)
    assert [file.name for file in drawn] == [f"page-{page.number:03}.png" for page in read.pages]


def test_a_text_export_has_no_pages_to_draw_on(tmp_path: Path) -> None:
    path = FIXTURES / "documents" / "rural_export.txt"
    assert draw_reading(path, extract(path), tmp_path) == []
