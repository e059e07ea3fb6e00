"""Draws pictures of worn text lines as `extractors.picture` cuts them out, with the text that is printed on them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, ImageOps

from extractors.ocr.other_pictures import softened
from extractors.ocr.ppocr import LINE_HEIGHT
from training.wear import Picture, worn

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


class Line(NamedTuple):
    """`pixels` 48×w grey, and the text on it."""

    pixels: Picture
    text: str


CHINESE = {
    "uming.ttc": 6, "gbsn00lp.ttf": 4, "BabelStoneHan.ttf": 2,
    "NotoSerifCJK-ExtraLight.ttc": 1, "NotoSerifCJK-Light.ttc": 2, "NotoSerifCJK-Regular.ttc": 2,
    "NotoSerifCJK-Medium.ttc": 1, "NotoSerifCJK-Bold.ttc": 1,
    "ukai.ttc": 4, "gkai00mp.ttf": 3,
    "LXGWWenKai-Light.ttf": 1, "LXGWWenKai-Regular.ttf": 3, "LXGWWenKai-Bold.ttf": 1,
    "wqy-microhei.ttc": 3, "wqy-zenhei.ttc": 3, "DroidSansFallbackFull.ttf": 2,
    "NotoSansCJK-Light.ttc": 1, "NotoSansCJK-Regular.ttc": 2, "NotoSansCJK-Bold.ttc": 1,
}  # fmt: skip
"""Font files for Chinese text, and how often each is drawn: 宋, 楷 and 黑 as forms are set in."""
LATIN = (
    "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSans-Regular.ttf",
    "LiberationSansNarrow-Regular.ttf", "Tinos-Regular.ttf", "Arimo-Regular.ttf", "Carlito-Regular.ttf",
    "Caladea-Regular.ttf", "FreeSerif.ttf", "FreeSans.ttf", "DejaVuSans.ttf", "DejaVuSerif.ttf",
    "texgyretermes-regular.otf", "texgyreheros-regular.otf", "texgyrepagella-regular.otf", "texgyrecursor-regular.otf",
)  # fmt: skip
FOLDERS = ("/usr/share/fonts",)
SUFFIXES = frozenset({".ttf", ".ttc", ".otf"})
MAINLAND = 2
"""The face of the Noto collections that has the shapes of the mainland; other collections have it first."""


@cache
def _files(folders: tuple[str, ...]) -> dict[str, str]:
    found = (path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.suffix in SUFFIXES)
    return {path.name: str(path) for path in found}


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=_face(path))


@cache
def _covers(path: str) -> frozenset[int]:
    with TTFont(path, fontNumber=_face(path), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _face(path: str) -> int:
    return MAINLAND if Path(path).name.startswith("Noto") else 0


def drawn_line(text: str, rng: Random, folders: tuple[str, ...] = FOLDERS) -> Line | None:
    """Draw a text in a random typeface and wear it; None where the typeface lacks a sign."""
    files = _files(folders)
    names = [name for name in CHINESE if name in files]
    chinese = files[rng.choices(names, weights=[CHINESE[name] for name in names])[0]]
    latin = files[rng.choice([name for name in LATIN if name in files])] if rng.random() < 0.55 else chinese
    if not all(ord(sign) in _covers(latin if ord(sign) < 128 and latin != chinese else chinese) for sign in text):
        return None
    size = rng.randint(19, 36) if rng.random() < 0.85 else rng.randint(36, 52)
    page, box = _printed(text, _font(chinese, size), _font(latin, size), rng)
    page = _turned(page, rng)
    if rng.random() < 0.12:
        page = _with_remains(page, box, rng)
    return Line(_as_read(_cut(worn(page, rng), box, rng), rng), text)


def _printed(
    text: str, chinese: ImageFont.FreeTypeFont, latin: ImageFont.FreeTypeFont, rng: Random
) -> tuple[Picture, Box]:
    """Print a text on white with much room around; return it with the box of its ink."""
    size = chinese.size
    spacing = rng.choice([0, 0, 0, 0, rng.uniform(-0.04, 0.12)]) * size
    canvas = Image.new("L", (round(len(text) * size * 1.3 + 4 * size), round(size * 4)), 255)
    draw, at = ImageDraw.Draw(canvas), 2.0 * size + rng.random()
    base = 2.6 * size + rng.random()
    for sign in text:
        font = latin if ord(sign) < 128 else chinese
        draw.text((at, base), sign, font=font, fill=0, anchor="ls")
        at += font.getlength(sign) + spacing
    return np.asarray(canvas, np.uint8), ImageOps.invert(canvas).getbbox() or (0, 0, *canvas.size)


def _turned(page: Picture, rng: Random) -> Picture:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-0.5, 0.5), 1.0)
    turn[:, 2] += np.array([rng.random(), rng.random()])
    return np.asarray(cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255), np.uint8)


def _with_remains(page: Picture, box: Box, rng: Random) -> Picture:
    """Leave the edge of a rule, or the feet or heads of a neighbouring line, at the border of what is cut out."""
    left, top, right, bottom = box
    page = page.copy()
    if rng.random() < 0.5:
        at = rng.choice([top - rng.randint(4, 7), bottom + rng.randint(3, 6)])
        page[at : at + rng.randint(1, 2)] = rng.randint(0, 120)
        return page
    tall = bottom - top
    copy = page[top:bottom, left:right].copy()
    shift = rng.randint(-40, 40)
    above = top - rng.randint(3, 8)
    if above - tall > 0:
        into = page[above - tall : above, max(0, left + shift) : max(0, left + shift) + copy.shape[1]]
        into[:] = np.minimum(into, copy[:, : into.shape[1]])
    return page


LOW = 18
"""Pixels of height below which a text is a dash or points, for which a line of common height is cut out."""


def _cut(page: Picture, box: Box, rng: Random) -> Picture:
    """Cut the line out with the room around it that cells leave; low signs stand in a line's height."""
    left, top, right, bottom = box
    if bottom - top < LOW:
        room = (rng.randint(LOW, 30) - (bottom - top)) // 2
        top, bottom = top - room, bottom + room
    wide = rng.randint(8, 60) if rng.random() < 0.12 else 0
    left -= rng.randint(2, 8) + (wide if rng.random() < 0.5 else 0)
    right += rng.randint(2, 8) + (wide if rng.random() < 0.5 else 0)
    top, bottom = top - rng.randint(1, 8), bottom + rng.randint(1, 8)
    return page[max(0, top) : bottom, max(0, left) : right]


def _as_read(page: Picture, rng: Random) -> Picture:
    """Scale to the model's height, as it is or softened as worn lines are shown to it."""
    shown = softened(page) if rng.random() < 0.5 else page
    height, width = shown.shape[:2]
    wide = max(16, -(-LINE_HEIGHT * width // max(1, height)))
    way = cv2.INTER_AREA if height > 2 * LINE_HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(shown, (wide, LINE_HEIGHT), interpolation=way), np.uint8)
