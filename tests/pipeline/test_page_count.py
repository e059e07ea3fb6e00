from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from pipeline.page_count import count_pages


def make_pdf(path: Path, pages: int) -> None:
    with PdfDocument.new() as pdf:
        for _ in range(pages):
            pdf.new_page(595, 842)
        pdf.save(path)


def test_pages_of_a_pdf_whatever_it_is_called(tmp_path: Path) -> None:
    make_pdf(tmp_path / "scan.tmp", 3)
    assert count_pages(tmp_path / "scan.tmp") == 3


def test_frames_of_a_tiff(tmp_path: Path) -> None:
    frame = Image.new("1", (8, 8))
    frame.save(tmp_path / "fax.tif", save_all=True, append_images=[frame, frame])
    assert count_pages(tmp_path / "fax.tif") == 3


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\ntrailer<</Root 1 0 R>>", b"II*\0", "绩效".encode()])
def test_what_cannot_be_counted_is_one_page(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    assert count_pages(tmp_path / "a.pdf") == 1
