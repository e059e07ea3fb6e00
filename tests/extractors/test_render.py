from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import ImageTooLarge
from extractors.render import PLAIN_DPI, page_image
from extractors.settings import ExtractSettings

SCAN = np.random.default_rng(3).integers(0, 255, (842, 595)).astype(np.uint8)


def scanned(path: Path) -> Path:
    """An A4 page that one picture fills, stored without loss at 1 pixel a point."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    data = BytesIO()
    Image.fromarray(SCAN).save(data, "PNG")
    canvas.drawImage(ImageReader(data), 0, 0, 595, 842)
    canvas.save()
    return path


@pytest.fixture
def page(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(scanned(tmp_path / "scan.pdf"))
    page = document[0]
    page.set_rotation(getattr(request, "param", 0))
    yield page
    document.close()


def test_a_scan_comes_out_pixel_for_pixel(page: pypdfium2.PdfPage) -> None:
    image = page_image(page, 1, ExtractSettings())
    assert image.dpi == pytest.approx(72)
    assert np.array_equal(image.pixels, SCAN)  # grey: one channel


@pytest.mark.parametrize("page", [90], indirect=True)
def test_a_page_is_drawn_as_it_is_displayed(page: pypdfium2.PdfPage) -> None:
    image = page_image(page, 1, ExtractSettings())
    assert (image.width, image.height) == (842, 595)
    assert np.array_equal(image.pixels, np.rot90(SCAN, -1))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_dots_of_a_black_and_white_scan_are_not_resampled_on_a_page_of_broken_points(tmp_path: Path, turn: int) -> None:
    dots = np.random.default_rng(4).random((1754, 1241)) < 0.9
    Image.fromarray(dots).save(tmp_path / "dots.pdf", resolution=150)
    document = pypdfium2.PdfDocument(tmp_path / "dots.pdf")
    document[0].set_rotation(turn)
    image = page_image(document[0], 1, ExtractSettings())
    document.close()
    assert np.array_equal(image.pixels, np.rot90(dots * np.uint8(255), -turn // 90))


def test_a_grey_scan_keeps_the_colours_that_lie_on_it(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "stamped.pdf"), pagesize=(595, 842))
    data = BytesIO()
    Image.fromarray(SCAN).save(data, "PNG")
    canvas.drawImage(ImageReader(data), 0, 0, 595, 842)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(100, 100, 50, 50, stroke=0, fill=1)
    canvas.save()
    document = pypdfium2.PdfDocument(tmp_path / "stamped.pdf")
    image = page_image(document[0], 1, ExtractSettings())
    assert image.pixels[842 - 125, 125].tolist() == [0, 0, 255]
    document.close()


def test_a_coloured_scan_has_three_channels(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "colour.pdf"), pagesize=(595, 842))
    data = BytesIO()
    colours = np.dstack([SCAN, SCAN[::-1], SCAN[:, ::-1]])
    Image.fromarray(colours).save(data, "PNG")
    canvas.drawImage(ImageReader(data), 0, 0, 595, 842)
    canvas.save()
    document = pypdfium2.PdfDocument(tmp_path / "colour.pdf")
    assert np.array_equal(page_image(document[0], 1, ExtractSettings()).pixels, colours[:, :, ::-1])
    document.close()


def test_an_image_with_too_many_pixels_is_refused(page: pypdfium2.PdfPage) -> None:
    with pytest.raises(ImageTooLarge, match="page 1"):
        page_image(page, 1, ExtractSettings(max_pixels=1000))


def test_a_page_without_a_scan_is_drawn_at_the_usual_resolution(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plain.pdf"), pagesize=(595, 842))
    canvas.drawString(72, 700, "1,024.50")
    canvas.save()
    document = pypdfium2.PdfDocument(tmp_path / "plain.pdf")
    image = page_image(document[0], 1, ExtractSettings())
    assert image.dpi == pytest.approx(PLAIN_DPI, rel=0.01)
    document.close()


def test_an_outsized_page_is_drawn_coarsely_or_refused(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "large.pdf"), pagesize=(3000, 3000))
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(tmp_path / "large.pdf")
    assert page_image(document[0], 1, ExtractSettings(max_pixels=10_000_000)).pixels.shape[0] < 3200
    with pytest.raises(ImageTooLarge):
        page_image(document[0], 1, ExtractSettings(max_pixels=1_000_000))
    document.close()
