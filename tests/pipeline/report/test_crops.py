from __future__ import annotations

import base64
import hashlib
import io
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from pipeline.report.crops import cut_out
from pipeline.report.document import DocumentContent, load_document
from pipeline.report.document_page import document_page
from tests.pipeline.report.contents import content_of, evil_doubt, evil_evaluation

pytestmark = pytest.mark.ocr


@pytest.fixture
def sealed(scans: Path) -> DocumentContent:
    """A scan with a seal over figures, whose rows are to be checked."""
    return load_document(scans, "seal_over_figures.pdf", "zh")


def test_each_row_in_doubt_has_a_picture_of_its_place(sealed: DocumentContent) -> None:
    crops = cut_out(sealed.row, sealed.reading, sealed.doubtful)
    placed = {at for at, row in enumerate(sealed.doubtful) if any(f.doubtful and f.printed.box for f in row.fields)}
    assert placed and set(crops.by_row) == placed
    assert crops.missing is None
    for crop in (crop for found in crops.by_row.values() for crop in found):
        content = base64.b64decode(crop.url.removeprefix("data:image/webp;base64,"))
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.size == (crop.width, crop.height)
            assert picture.width <= 900
            red, green, blue = np.asarray(picture.convert("RGB"), float).mean(axis=(0, 1))
            assert red > green and red > blue  # the frame around what is in doubt
        assert len(content) < 60_000


def test_the_page_shows_readings_and_reasons(sealed: DocumentContent) -> None:
    page = document_page(sealed, cut_out(sealed.row, sealed.reading, sealed.doubtful), "zh")
    assert page.count("data:image/webp;base64,") >= len(sealed.doubtful)
    assert "印章压字" in page or "把握不大" in page
    for row in sealed.doubtful:
        for field in row.fields:
            if field.doubtful:
                assert field.zh in page


def test_without_the_file_there_is_a_report_without_pictures(sealed: DocumentContent, tmp_path: Path) -> None:
    gone = msgspec.structs.replace(sealed.row, location=str(tmp_path / "gone.pdf"))
    crops = cut_out(gone, sealed.reading, sealed.doubtful)
    assert (crops.by_row, crops.missing) == ({}, "no_source")
    assert "原文件已不在原处" in document_page(sealed, crops, "zh")


def test_a_file_that_was_changed_is_not_shown(sealed: DocumentContent, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    shutil.copy(Path(sealed.row.location).with_name("turned_scan.pdf"), other)
    row = msgspec.structs.replace(sealed.row, location=str(other))
    assert cut_out(row, sealed.reading, sealed.doubtful).missing == "no_source"


def test_a_masked_document_shows_no_pictures_of_what_was_masked(sealed: DocumentContent) -> None:
    row = msgspec.structs.replace(sealed.row, reader=f"{sealed.row.reader}-redacted")
    assert cut_out(row, sealed.reading, sealed.doubtful).missing == "redacted"


def test_without_a_reading_it_is_said(sealed: DocumentContent) -> None:
    assert cut_out(sealed.row, None, sealed.doubtful).missing == "no_reading"


def test_a_page_that_cannot_be_shown_leaves_the_report_whole(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    evaluation = evil_evaluation("x")
    content = content_of(evaluation, [evil_doubt(evaluation, "x")], location=str(broken))
    assert content.reading is not None
    reading = msgspec.structs.replace(content.reading, doc_id=hashlib.sha256(broken.read_bytes()).hexdigest())
    assert cut_out(content.row, reading, content.doubtful).missing == "page_not_shown"
