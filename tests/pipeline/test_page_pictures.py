from __future__ import annotations

import hashlib
import math
import resource
import shutil
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from extractors.document import Box, Document, Page
from extractors.extract import extract
from extractors.images import read_images
from extractors.pdf_file import read_pdf
from extractors.settings import ExtractSettings
from fixtures.image_files import save_jpeg_pdf
from pipeline.errors import NoPicture
from pipeline.page_pictures import crop, leaning_corners, page_picture, upright, upright_corners

FIXTURES = Path(__file__).parents[2] / "fixtures"
RED = (214, 39, 40)


def document_of(path: Path, *pages: Page, media_type: str = "image/png") -> Document:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return Document(digest, path.name, media_type, len(content), "test", len(pages), pages)


def frame_of(path: Path) -> tuple[Page, ...]:
    """The pages as a reader would give them, without reading them."""
    return tuple(
        Page(image.number, "scanned", image.width, image.height) for image in read_images(path, ExtractSettings())
    )


def marked(wide: int, high: int, mode: str = "L") -> Image.Image:
    """White paper with a black rectangle in its upper left corner."""
    picture = Image.new("L", (wide, high), 255)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, wide // 4, high // 8), fill=0)
    return picture.convert(mode)


def dark_share(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> float:
    """How much of a part is black; its place as shares of the picture."""
    wide, high = picture.size
    part = picture.convert("L").crop((int(left * wide), int(top * high), int(right * wide), int(bottom * high)))
    return float((np.asarray(part) < 128).mean())


def is_marked(picture: Image.Image) -> bool:
    inside, outside = dark_share(picture, 0.02, 0.02, 0.22, 0.1), dark_share(picture, 0.3, 0.2, 1, 1)
    return inside > 0.95 and outside < 0.02


@given(st.floats(40, 500), st.floats(10, 200), st.floats(-5, 5))
def test_the_corners_are_those_of_the_cell_that_leans(wide: float, high: float, skew: float) -> None:
    cosine, sine = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    placed = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in ((0, 0), (wide, 0), (wide, high), (0, high))]
    xs, ys = zip(*placed, strict=True)
    corners = leaning_corners(Box(min(xs), min(ys), max(xs), max(ys)), skew)
    for (x, y), (found_x, found_y) in zip(placed, corners, strict=True):
        assert (found_x, found_y) == (pytest.approx(x, abs=0.01), pytest.approx(y, abs=0.01))


def test_an_upright_cell_keeps_its_box() -> None:
    assert leaning_corners(Box(1, 2, 30, 14), 0.0) == [(1, 2), (30, 2), (30, 14), (1, 14)]


def test_a_bound_too_low_for_its_lean_is_drawn_itself() -> None:
    assert leaning_corners(Box(0, 0, 400, 6), 5.0)[2] == (400, 6)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "RGBA", "CMYK", "I;16", "LA"])
@pytest.mark.parametrize("dpi", [60, 144, 600])
def test_pictures_of_all_kinds_of_pixels_and_resolutions(tmp_path: Path, mode: str, dpi: int) -> None:
    path = tmp_path / "page.tiff"
    grey = marked(5 * dpi, 7 * dpi)
    picture = grey.convert("I").point(lambda level: level * 257).convert("I;16") if mode == "I;16" else None
    (picture or grey.convert(mode)).save(path, dpi=(dpi, dpi))
    (page,) = frame_of(path)
    shown = page_picture(path, document_of(path, page), 1)
    assert shown.mode == "RGB"
    assert shown.size == (round(page.width * 2), round(page.height * 2))
    assert is_marked(shown)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "tiff", "png"])
def test_a_camera_s_orientation_is_undone(tmp_path: Path, orientation: int, suffix: str) -> None:
    path = tmp_path / f"photo.{suffix}"
    exif = Image.Exif()
    exif[0x0112] = orientation
    marked(1600, 2400).save(path, exif=exif)
    (page,) = frame_of(path)
    (read,) = read_images(path, ExtractSettings())
    shown = page_picture(path, document_of(path, page), 1)
    as_read = Image.fromarray(read.pixels).resize(shown.size)
    difference = np.abs(np.asarray(shown.convert("L"), int) - np.asarray(as_read.convert("L"), int))
    assert (difference > 100).mean() < 0.01  # edges fall otherwise, the square does not


def test_each_frame_of_a_tiff_is_its_own_page_and_has_its_own_size(tmp_path: Path) -> None:
    path = tmp_path / "three.tiff"
    frames = [Image.new("1", (827, 1169), 1), marked(1169, 827, "1"), Image.new("1", (827, 1169), 1)]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(100, 100), compression="group4")
    document = document_of(path, *frame_of(path), media_type="image/tiff")
    assert page_picture(path, document, 1).size == (1191, 1683)
    second = page_picture(path, document, 2)
    assert second.size == (1683, 1191)
    assert is_marked(second)
    assert dark_share(page_picture(path, document, 3), 0, 0, 1, 1) == 0


def test_a_fax_has_square_pixels_again(tmp_path: Path) -> None:
    path = tmp_path / "fax.tiff"
    marked(1728, 1145, "1").save(path, dpi=(204, 98), compression="group4")
    (page,) = frame_of(path)
    shown = page_picture(path, document_of(path, page), 1)
    assert shown.height > shown.width
    assert is_marked(shown)


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
def test_a_pdf_page_is_shown_as_its_rotate_says(tmp_path: Path, turns: int) -> None:
    path = tmp_path / "turned.pdf"
    paper = np.stack([np.asarray(marked(1240, 1754))] * 3, axis=2)
    save_jpeg_pdf([paper], path, 150, 90, turns)
    width, height = (595.2, 841.9) if turns % 180 == 0 else (841.9, 595.2)
    page = Page(1, "scanned", width, height, turned=(360 - turns) % 360)
    shown = page_picture(path, document_of(path, page, media_type="application/pdf"), 1)
    assert shown.size == (round(width * 2), round(height * 2))
    assert is_marked(upright(shown, page))


def test_a_crop_of_a_sideways_scan_is_turned_upright(tmp_path: Path) -> None:
    path = tmp_path / "sideways.png"
    marked(400, 600).rotate(90, expand=True).save(path, dpi=(72, 72))  # anticlockwise: its top is at the left
    page = Page(1, "scanned", 600, 400, turned=90)
    picture = page_picture(path, document_of(path, page), 1)
    part = crop(picture, page, Box(0, 300, 75, 400), margin=0)
    assert part.size == (200, 150)  # 100 × 75 points, upright: the square is wider than high
    assert dark_share(part, 0.05, 0.05, 0.9, 0.9) > 0.99
    corners = upright_corners(page, Box(0, 300, 75, 400))
    assert sorted(corners) == [(0, 0), (0, 0.125), (0.25, 0), (0.25, 0.125)]


@given(st.sampled_from([0, 90, 180, 270]), st.floats(0, 500), st.floats(0, 300))
def test_frames_and_pictures_are_turned_alike(turned: int, x: float, y: float) -> None:
    page = Page(1, "scanned", 600, 400, turned=turned)
    picture = Image.new("RGB", (600, 400), "white")
    box = Box(x, y, x + 60, y + 50)
    ImageDraw.Draw(picture).rectangle((box.x0, box.top, box.x1, box.bottom), fill="black")
    turned_picture = upright(picture, page)
    corners = upright_corners(page, box)
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    assert dark_share(turned_picture, left + 0.01, top + 0.01, right - 0.01, bottom - 0.01) > 0.95
    inside = (right - left) * (bottom - top)
    assert dark_share(turned_picture, 0, 0, 1, 1) == pytest.approx(inside, abs=0.01)


def test_a_highlight_frames_the_cell_and_leaves_the_page_s_picture_alone() -> None:
    page = Page(1, "scanned", 200, 100, skew=3.0)
    picture = Image.new("RGB", (400, 200), "white")
    part = crop(picture, page, Box(40, 20, 120, 60), highlight=True)
    assert RED in {colour for _, colour in part.getcolors() or []}
    assert picture.getcolors() == [(80000, (255, 255, 255))]


def test_a_box_beyond_the_page_gives_what_there_is() -> None:
    page = Page(1, "scanned", 100, 100)
    picture = Image.new("RGB", (200, 200), "white")
    assert crop(picture, page, Box(-20, -20, 20, 20), margin=0).size == (40, 40)
    assert crop(picture, page, Box(90, 90, 150, 150), margin=5).size == (30, 30)
    assert crop(picture, page, Box(300, 300, 400, 400)).size == (1, 1)


def test_the_committed_scans_show_their_cells_where_they_were_read() -> None:
    """Ink lies in the boxes of cells that hold text, on sideways and turned pages too."""
    for name in ("turned_scan.pdf", "project_scored.pdf"):
        path = FIXTURES / "documents" / name
        document = extract(path, ExtractSettings(pages=((1, 1),)))
        page = document.pages[0]
        picture = page_picture(path, document, 1)
        cells = [cell for block in page.blocks if hasattr(block, "cells") for cell in block.cells]
        texts = [cell for cell in cells if len(cell.text) >= 2 and cell.box is not None]
        inked = [dark_share(crop(picture, page, cell.box, margin=-1.5), 0, 0, 1, 1) > 0 for cell in texts if cell.box]
        assert len(texts) > 20
        assert sum(inked) > 0.95 * len(inked), name


def test_filled_form_fields_are_shown(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    path = tmp_path / "field.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100))
    canvas.acroForm.textfield(value="MMMMMM", x=20, y=30, width=160, height=40, fontSize=30, borderWidth=0)
    canvas.showPage()
    canvas.save()
    page = Page(1, "digital", 200, 100)
    picture = page_picture(path, document_of(path, page, media_type="application/pdf"), 1)
    assert dark_share(picture, 0.15, 0.3, 0.7, 0.7) > 0.1


def encrypted(path: Path, password: str) -> None:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    canvas = Canvas(str(path), pagesize=(200, 100), encrypt=password)
    canvas.rect(0, 50, 100, 50, fill=1)
    canvas.save()


def test_an_encrypted_pdf_needs_its_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    encrypted(path, "秘密".encode().hex())
    document = document_of(path, Page(1, "digital", 200, 100), media_type="application/pdf")
    shown = page_picture(path, document, 1, "秘密".encode().hex())
    assert dark_share(shown, 0, 0.05, 0.45, 0.45) > 0.95
    with pytest.raises(NoPicture, match=r"locked\.pdf.*password"):
        page_picture(path, document, 1)
    with pytest.raises(NoPicture, match="does not open it"):
        page_picture(path, document, 1, "wrong")


def test_what_is_gone_changed_or_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    marked(400, 600).save(path)
    document = document_of(path, Page(1, "scanned", 200, 300))
    page_picture(path, document, 1)
    with pytest.raises(NoPicture, match="page 2 was not read"):
        page_picture(path, document, 2)
    marked(600, 400).save(path)
    with pytest.raises(NoPicture, match="something else than was read"):
        page_picture(path, document, 1)
    path.unlink()
    with pytest.raises(NoPicture, match="not there"):
        page_picture(path, document, 1)


def test_a_text_export_has_no_pages_to_show() -> None:
    path = FIXTURES / "documents" / "rural_export.txt"
    with pytest.raises(NoPicture, match="text export"):
        page_picture(path, extract(path), 1)


@pytest.mark.parametrize("name", ["broken.jpg", "fax_bomb.pdf", "png_bomb.png", "truncated.pdf"])
def test_bad_files_are_told_of_before_they_are_decoded(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(FIXTURES / "bad" / name, path)
    media_type = "application/pdf" if name.endswith("pdf") else "image/png"
    with pytest.raises(NoPicture, match=name):
        page_picture(path, document_of(path, Page(1, "scanned"), media_type=media_type), 1)


def test_an_outsized_page_is_drawn_small(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(6000, 9000)
    pdf.save(path)
    pages = read_pdf(path, path.read_bytes(), ExtractSettings()).pages
    shown = page_picture(path, document_of(path, *pages, media_type="application/pdf"), 1)
    assert shown.size[0] * shown.size[1] < 41_000_000


def test_a_page_that_could_not_be_read_is_still_shown(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    marked(1000, 1500).save(path)
    shown = page_picture(path, document_of(path, Page(1, "scanned", issues=("damaged_image: x",))), 1)
    assert shown.height == 1500 < 842 * 2
    assert is_marked(shown)


def test_600_dpi_do_not_fill_the_memory(tmp_path: Path) -> None:
    """An A3 scan of 70 million pixels: its own bytes, and no more than a few copies of what is shown of it."""
    path = tmp_path / "large.tiff"
    marked(7016, 9921, "1").save(path, dpi=(600, 600), compression="group4")
    document = document_of(path, Page(1, "scanned", 842, 1190), media_type="image/tiff")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert page_picture(path, document, 1).size == (1684, 2380)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300_000  # kB: grey pixels of all of it are 70,000
