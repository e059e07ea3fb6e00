from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from extractors import extract as extract_module
from extractors.document import Page, Table
from extractors.document_json import from_json, to_json
from extractors.errors import EmptyFile, ExtractionError, NoSuchPages, UnknownFormat
from extractors.extract import extract
from extractors.layer_words import LayerWord
from extractors.render import PageImage
from extractors.settings import ExtractSettings
from tests.extractors.drawn_pdf import FORM, form_pdf


def test_a_pdf_becomes_a_document(tmp_path: Path) -> None:
    path = form_pdf(tmp_path / "自评表.pdf")
    document = extract(path)
    assert document.doc_id == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.file_name, document.media_type) == ("自评表.pdf", "application/pdf")
    assert (document.byte_size, document.page_count) == (path.stat().st_size, 1)
    assert document.reader == ExtractSettings().reader_id()
    assert from_json(to_json(document)) == document


def test_a_text_export_becomes_a_document(tmp_path: Path) -> None:
    path = tmp_path / "自评表.txt"
    path.write_bytes("绩效自评表\n\n项目名称\t养老\n注：无\n".encode("gb18030"))
    document = extract(path)
    (page,) = document.pages
    assert (document.media_type, document.page_count, page.kind) == ("text/tab-separated-values", 1, "export")
    assert [type(block).__name__ for block in page.blocks] == ["Paragraph", "Table", "Paragraph"]
    with pytest.raises(NoSuchPages, match=r"自评表\.txt"):
        extract(path, ExtractSettings(pages=((2, 3),)))


def test_a_picture_is_read_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_scan(image: PageImage, settings: ExtractSettings, layer: Sequence[LayerWord] = ()) -> Page:
        return Page(image.number, "scanned", image.width, image.height)

    monkeypatch.setattr(extract_module, "read_scan", read_scan)
    path = tmp_path / "a.tif"
    sheets = [Image.new("L", (60, 80), 255) for _ in range(2)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:])
    document = extract(path)
    assert (document.media_type, document.page_count) == ("image/tiff", 2)
    assert [page.number for page in document.pages] == [1, 2]


@pytest.mark.parametrize(("content", "error"), [(b"", EmptyFile), (b"\x00\x01\x02\x03" * 50, UnknownFormat)])
def test_errors_name_the_file(tmp_path: Path, content: bytes, error: type[ExtractionError]) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(content)
    with pytest.raises(error, match=r"坏\.pdf"):
        extract(path)


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match=r"fort\.pdf: cannot be opened"):
        extract(tmp_path / "fort.pdf")


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_read_or_refused(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.pdf_file.read_scan", lambda image, *rest: Page(image.number, "scanned"))
    path = form_pdf(tmp_path / "a.pdf")
    content = bytearray(path.read_bytes())
    dice = random.Random(seed)
    for _ in range(20):
        content[dice.randrange(len(content))] = dice.randrange(256)
    path.write_bytes(content[: dice.choice([len(content), len(content) // 2])])
    try:
        document = extract(path)
    except ExtractionError as error:
        assert "a.pdf" in str(error)
    else:
        assert len(document.pages) == document.page_count


def test_ten_thousand_rows_of_an_export_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(f"指标{i}\t{i}\t100%" for i in range(10_000)), encoding="utf-8")
    (table,) = extract(path).pages[0].blocks
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (10_000, 3)
    assert len(FORM) < len(table.cells)
