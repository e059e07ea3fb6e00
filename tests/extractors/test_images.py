from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.errors import DamagedImage, ImageTooLarge
from extractors.images import read_images
from extractors.settings import ExtractSettings


def test_each_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "two.tiff"
    pages = [Image.new("L", (827, 1169), 255), Image.new("L", (1169, 827), 255)]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(100, 100))
    found = list(read_images(path, ExtractSettings()))
    assert [(page.number, page.pixels.shape[:2]) for page in found] == [(1, (1169, 827)), (2, (827, 1169))]
    assert found[0].width == pytest.approx(595, abs=2)  # A4 in points


def test_a_camera_s_orientation_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to show
    Image.fromarray(np.full((800, 1200), 200, np.uint8)).save(path, exif=exif)
    (page,) = read_images(path, ExtractSettings())
    assert page.pixels.shape[:2] == (1200, 800)


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (3000, 3000)).save(path)
    with pytest.raises(ImageTooLarge, match="bomb.png"):
        list(read_images(path, ExtractSettings(max_pixels=1_000_000)))


def test_a_damaged_picture_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    whole = tmp_path / "whole.png"
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300), np.uint8)).save(whole)
    path.write_bytes(whole.read_bytes()[:2000])
    with pytest.raises(DamagedImage, match="cut.png"):
        list(read_images(path, ExtractSettings()))
