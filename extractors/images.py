"""Picture files (.png, .jpg, .tif with many pages) to page pictures: `自评表.tif` to one `PageImage` a page."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from extractors.errors import DamagedImage, ImageTooLarge, NoSuchPages
from extractors.render import POINTS_PER_INCH, PageImage
from extractors.settings import ExtractSettings

A4_LONG_SIDE = 842.0
"""Points: a picture without a believable resolution is taken for an A4 page."""
PLAUSIBLE_DPI = (70.0, 1300.0)
PLAUSIBLE_SIDE = (280.0, 2400.0)
"""Points of the long side, A6 to A1: a telephone writes 72 dpi into pictures that would be a metre wide."""
_DECODING_ERRORS = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, OverflowError)
"""What Pillow's decoders raise on damaged files."""
_ORIENTATION = 0x0112
_EXIF_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation."""


def read_images(path: Path, settings: ExtractSettings) -> Iterator[PageImage]:
    """Read the pages of a picture file in order, turned as EXIF says, without alpha, with square pixels.

    Raises DamagedImage where nothing can be decoded and ImageTooLarge, from the header alone, for a page above
    `settings.max_pixels`. Pages not asked for in the settings are skipped.
    """
    with _decoding(path), _opened(path) as picture:
        for index in range(getattr(picture, "n_frames", 1)):
            if settings.wants(index + 1):
                picture.seek(index)
                yield _page(picture, index + 1, path, settings)


def view_image(path: Path, number: int, settings: ExtractSettings, longest: int) -> NDArray[Any]:
    """Decode one page of a picture file for a screen, turned as EXIF says: at least `longest` pixels long if it has
    them, and less than twice as many, so that 600 dpi take no more memory than need be; pixels may not be square.

    Raises as `read_images` does, and NoSuchPages.
    """
    with _decoding(path), _opened(path) as picture:
        if not 1 <= number <= getattr(picture, "n_frames", 1):
            raise NoSuchPages(f"{path.name}: has no page {number}")
        picture.seek(number - 1)
        _refuse_bombs(picture, number, path, settings)
        picture.draft(None, (longest, longest))  # a JPEG is decoded small at once
        picture.load()  # which turns a TIFF by itself
        turn = _EXIF_TURNS.get(picture.getexif().get(_ORIENTATION, 1))
        small = _reduced(picture, longest)
        return _pixels(small if turn is None else small.transpose(turn))


def _reduced(picture: Image.Image, longest: int) -> Image.Image:
    """Shrink a picture by a whole number as long as it stays `longest` pixels long; grey steps take one bit's place."""
    factor = max(picture.size) // longest
    if factor < 2:  # noqa: PLR2004 (by one is not at all)
        return picture
    if picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode.startswith("I;"):
        picture = picture.convert("I")
    elif "P" in picture.mode:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    return picture.reduce(factor)


@contextmanager
def _decoding(path: Path) -> Iterator[None]:
    """Give a decoder's errors the project's names."""
    try:
        yield
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ImageTooLarge(f"{path.name}: {error}") from error
    except (UnidentifiedImageError, *_DECODING_ERRORS) as error:
        raise DamagedImage(f"{path.name}: the picture cannot be decoded ({error}); save it again or rescan") from error


@contextmanager
def _opened(path: Path) -> Iterator[ImageFile.ImageFile]:
    """Open a picture; only its header is read. Pillow's warning of large pictures is ours to give."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path) as picture:
            yield picture


def _page(picture: ImageFile.ImageFile, number: int, path: Path, settings: ExtractSettings) -> PageImage:
    _refuse_bombs(picture, number, path, settings)
    across, down = _printed_dpi(picture)
    upright = ImageOps.exif_transpose(picture)
    if upright.size != picture.size:
        across, down = down, across
    pixels = _square(_pixels(upright), across, down)
    dpi = _believable_dpi(max(across, down), max(pixels.shape[:2]))
    height, width = (side * POINTS_PER_INCH / dpi for side in pixels.shape[:2])
    return PageImage(pixels, number, width, height, dpi)


def _refuse_bombs(picture: Image.Image, number: int, path: Path, settings: ExtractSettings) -> None:
    wide, high = picture.size
    if wide * high > settings.max_pixels:
        raise ImageTooLarge(f"{path.name}, page {number}: {wide} × {high} pixels; the limit is {settings.max_pixels}")


def _printed_dpi(picture: Image.Image) -> tuple[float, float]:
    """Give the resolution that the file states, (0, 0) where it states none."""
    stated = picture.info.get("dpi", (0, 0))
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0, 0.0
    return (across, down) if across > 0 and down > 0 else (0.0, 0.0)


def _believable_dpi(stated: float, long_side: int) -> float:
    """Take the stated resolution where a sheet of paper could have that size, else assume A4."""
    low, high = PLAUSIBLE_DPI
    if low <= stated <= high and PLAUSIBLE_SIDE[0] <= long_side * POINTS_PER_INCH / stated <= PLAUSIBLE_SIDE[1]:
        return stated
    return long_side * POINTS_PER_INCH / A4_LONG_SIDE


def _square(pixels: NDArray[Any], across: float, down: float) -> NDArray[Any]:
    """Stretch a fax page of 204 × 98 dots per inch to square pixels."""
    if not across or not down or 0.9 < across / down < 1.1 or not 0.25 < across / down < 4:
        return pixels
    fx, fy = max(1.0, down / across), max(1.0, across / down)
    return cv2.resize(pixels, None, fx=fx, fy=fy, interpolation=cv2.INTER_LINEAR)


def _pixels(picture: Image.Image) -> NDArray[Any]:
    """Decode to grey or blue-green-red bytes; transparent is paper, 16-bit grey is scaled."""
    if picture.mode.startswith(("I", "F")):
        values = np.asarray(picture, np.float64)
        top = values.max(initial=1.0)
        return (values * (255.0 / max(255.0, 65535.0 if top > 255 else top))).clip(0, 255).astype(np.uint8)
    if picture.mode in ("1", "L"):
        return np.asarray(picture.convert("L"))
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    return np.asarray(picture.convert("RGB"))[:, :, ::-1].copy()
