"""A page picture to an upright sheet: quarter turns, leaning up to 6° and the perspective of a photograph undone.

The sheet keeps the way back: a cell found on it has its place on the page as displayed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.grey_levels import shrunk
from extractors.picture.connected import connected
from extractors.picture.grey_seals import GREY_SEAL, without_grey_seals
from extractors.picture.halftone import without_halftone
from extractors.picture.ink import Inks, ink_mask, separate_inks
from extractors.picture.perspective import line_segments, rectifying_homography
from extractors.picture.shear import STEEPEST, levelled
from extractors.render import POINTS_PER_INCH, PageImage

SHEET_DPI = (150.0, 240.0)
"""Dots per inch of a sheet: coarser pictures are enlarged to ENLARGED_DPI, finer ones reduced to the upper bound."""
ENLARGED_DPI = 200.0
PAPER_SIDE = (480.0, 1260.0)
"""Points of the long side, A5 to A3: a page beyond was made without regard to size and is taken for A4."""
A4_LONG_SIDE = 842.0
SMALL_DPI = 100.0
"""Dots per inch of the small picture on which directions are measured; a 9 pt character has 12 pixels."""
MAX_LEAN = 6.0
"""Degrees: steeper pages are not scans of one sheet on a glass plate."""
LEAST_LEAN = 0.04
"""Degrees: over the width of A4 at 200 dpi this moves a rule by one pixel; less is not worth resampling."""
COARSELY = 4
"""One point in so many tells the direction to a quarter of a degree."""
LEAST_POINTS = 1500
"""Pixels of rules at SMALL_DPI, about 4 cm: fewer do not tell a direction and the print is used itself."""
GREYS, FEW_GREYS = (32, 224), 0.001
"""Levels that one-bit pictures do not have, and the share of pixels with them up to which a picture has none."""
COMPARED = 4000
"""Pixels of rules by which the directions at the page's sides are compared."""
PERSPECTIVE = 0.2
"""Degrees by which rules at opposite sides of a page may differ before it is taken for a photograph."""
LEAST_LINES = 150.0
"""Pixels at SMALL_DPI, 4 cm: less of line-shaped marks tells nothing about how the writing runs."""
TURN_SHARE = 0.6
"""Share of line-shaped marks that must run upwards for a quarter turn."""


@dataclass(frozen=True)
class Sheet:
    """An upright page: `grey` print on paper 255, `ink` its mask, `seal` the mask of coloured ink; all of one size.

    `dpi` is the sheet's own; `to_page` maps sheet pixels to points of the page as displayed (homogeneous, 3×3);
    `turned` and `skew` are degrees clockwise: the turn that made it upright and the lean that was undone.
    """

    grey: NDArray[Any]
    ink: NDArray[Any]
    seal: NDArray[Any]
    noise: float
    dpi: float
    to_page: NDArray[np.float64]
    page_size: tuple[float, float]
    turned: int = 0
    skew: float = 0.0

    @property
    def unit(self) -> float:
        """Pixels at this sheet's resolution for one pixel at 200 dpi, in which thresholds are written."""
        return self.dpi / 200.0

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """Give the box in points, upright on the page as displayed, around a rectangle of sheet pixels."""
        corners = np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float64)
        places = cv2.perspectiveTransform(corners[None], self.to_page)[0]
        width, height = self.page_size
        xs, ys = places[:, 0].clip(0, width), places[:, 1].clip(0, height)
        return Box(*(round(float(value), 2) for value in (xs.min(), ys.min(), xs.max(), ys.max())))

    def coloured(self, x0: int, top: int, x1: int, bottom: int) -> bool:
        """Say whether seal ink lies in a rectangle of sheet pixels."""
        return bool(np.count_nonzero(self.seal[top:bottom, x0:x1]) > SEAL_TOUCH * max(1, (x1 - x0) * (bottom - top)))

    def greyed(self, x0: int, top: int, x1: int, bottom: int) -> bool:
        """Say whether a seal without colour lies in a rectangle of sheet pixels, with which print may have gone."""
        area = max(1, (x1 - x0) * (bottom - top))
        return bool(np.count_nonzero(self.seal[top:bottom, x0:x1] == GREY_SEAL) > SEAL_TOUCH * area)


SEAL_TOUCH = 0.004
"""Share of a text's box that seal ink covers where it may hide a stroke; single tinted pixels are not ink."""


def paper_dpi(image: PageImage) -> float:
    """Give the resolution of the print: the page's own where the page has a paper's size, else that of A4."""
    if PAPER_SIDE[0] <= max(image.width, image.height) <= PAPER_SIDE[1]:
        return image.dpi
    return float(max(image.pixels.shape[:2]) * POINTS_PER_INCH / A4_LONG_SIDE)


def make_upright(image: PageImage) -> Sheet:
    """Turn a page picture upright by its line directions; 0 and 180 degrees look alike here (see `turn_over`)."""
    dpi = paper_dpi(image)
    pixels, scale = _reduced(without_halftone(image.pixels, dpi), dpi)
    inks = without_grey_seals(separate_inks(pixels, dpi * scale), dpi * scale)
    small_scale = min(1.0, SMALL_DPI / (dpi * scale))
    small = shrunk(inks.grey, small_scale)
    mask = ink_mask(small, 0.0)  # reducing has averaged the noise; smoothing would wipe out thin rules
    turned = 90 if _runs_upwards(mask) else 0
    if turned:
        mask, small = (np.rot90(part, -1).copy() for part in (mask, small))
    homography, lean = _straightening(mask, small)
    return _warped(image, inks, scale, dpi * scale, turned, _at_scale(homography, small_scale), lean)


def turn_over(sheet: Sheet) -> Sheet:
    """Turn a sheet by 180 degrees: it was lying on its head."""
    height, width = sheet.grey.shape
    back = np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]], np.float64)
    grey, ink, seal = (np.ascontiguousarray(part[::-1, ::-1]) for part in (sheet.grey, sheet.ink, sheet.seal))
    turned = (sheet.turned + 180) % 360
    return replace(sheet, grey=grey, ink=ink, seal=seal, to_page=sheet.to_page @ back, turned=turned)


def _reduced(pixels: NDArray[Any], dpi: float) -> tuple[NDArray[Any], float]:
    """Reduce a picture that is finer than a sheet needs; gives the factor."""
    scale = min(1.0, SHEET_DPI[1] / dpi)
    if scale > 0.95:
        return pixels, 1.0
    return shrunk(pixels, scale), scale


def _runs_upwards(mask: NDArray[Any]) -> bool:
    """Say whether text lines run up or down the picture: characters of a line stand nearer than lines do."""
    across = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, 25), np.uint8))
    along = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((25, 1), np.uint8))
    print_only = cv2.subtract(mask, cv2.dilate(cv2.bitwise_or(across, along), np.ones((3, 3), np.uint8)))
    joined = cv2.dilate(print_only, np.ones((3, 3), np.uint8))
    stats = connected(joined).stats
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    line = (np.minimum(wide, high) >= 6) & (np.minimum(wide, high) <= 40)
    lying = float(wide[line & (wide > 2 * high)].sum())
    standing = float(high[line & (high > 2 * wide)].sum())
    return standing > max(LEAST_LINES, TURN_SHARE * (lying + standing))


def _straightening(mask: NDArray[Any], small: NDArray[Any]) -> tuple[NDArray[np.float64], float]:
    """Find the map that makes the small picture's rules level and upright, and the lean in degrees clockwise."""
    thick = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    level = _points(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, 15), np.uint8)))
    upright = _points(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((15, 1), np.uint8)))[:, ::-1]
    height, width = mask.shape
    if len(level) < LEAST_POINTS:
        lean = lean_of(_points(mask))
        return _rotation(lean, width, height), lean
    lean = lean_of(level)
    rotation = _rotation(lean, width, height)
    if _is_photograph(level, upright, lean, width, height):
        homography = rectifying_homography(line_segments(small), lean, (width, height))
        if homography is not None and _straightness(homography, level, upright) > _straightness(
            rotation, level, upright
        ):
            return homography, lean
    return rotation, lean


def _points(mask: NDArray[Any]) -> NDArray[Any]:
    """List the marked pixels of a mask, row by row, as columns x and y."""
    found = cv2.findNonZero(mask)
    return np.zeros((0, 2), np.int32) if found is None else found.reshape(-1, 2)


def _straightness(homography: NDArray[np.float64], level: NDArray[Any], upright: NDArray[Any]) -> float:
    """Measure how sharply the points (along, across) of rules fall into rows and columns under a map."""
    total = 0.0
    for points, order in ((level, [0, 1]), (upright, [1, 0])):
        if len(points):
            places = cv2.perspectiveTransform(spread_out(points)[None][:, :, order], homography)[0][:, order]
            total += _sharpness(places, 0.0)
    return total


def lean_of(points: NDArray[Any], limit: float = MAX_LEAN, about: float = 0.0) -> float:
    """Find the angle in degrees at which points (along, across) fall into the sharpest rows; positive clockwise.

    Where about it lies, a part of the points tells.
    """
    if len(points) < 2:
        return 0.0
    sample = np.asfortranarray(spread_out(points))  # columns are what is measured
    best = about
    for span, step, of in ((limit, limit / 24, COARSELY), (limit / 16, limit / 160, 1), (limit / 120, limit / 960, 1)):
        angles = np.arange(best - span, best + span + step / 2, step)
        part = np.asfortranarray(sample[::of])
        best = float(angles[int(np.argmax([_sharpness(part, angle) for angle in angles]))])
    return best


def spread_out(points: NDArray[Any]) -> NDArray[np.float64]:
    """Take at most 12000 points and spread each over its pixel, or whole numbers would favour the angle 0."""
    sample = points[:: max(1, len(points) // 12000)].astype(np.float64)
    shifts = (np.arange(len(sample)) * np.array([[0.6180339887], [0.7548776662]])) % 1.0
    spread: NDArray[np.float64] = sample + shifts.T - 0.5
    return spread


def _sharpness(points: NDArray[np.float64], angle: float) -> float:
    rows: NDArray[np.float64] = points[:, 0] * -math.tan(math.radians(angle))
    rows += points[:, 1]
    rows -= rows.min()
    rows *= 1.5
    counts = np.bincount(np.rint(rows, out=rows).astype(np.int64))
    return float(np.dot(counts, counts))


def _is_photograph(level: NDArray[Any], upright: NDArray[Any], lean: float, width: int, height: int) -> bool:
    """Say whether rules at opposite sides of the page, or level and upright ones, differ in direction."""
    halves = [level[level[:, 1] < height / 2], level[level[:, 1] >= height / 2]]
    leans = [lean_of(_some(half), 3.0, lean) for half in halves if len(half) >= LEAST_POINTS / 2]
    sides = [upright[upright[:, 1] < width / 2], upright[upright[:, 1] >= width / 2]]
    leans += [-lean_of(_some(side), 3.0, -lean) for side in sides if len(side) >= LEAST_POINTS / 2]
    return len(leans) > 1 and max(leans) - min(leans) > PERSPECTIVE


def _some(points: NDArray[Any]) -> NDArray[Any]:
    """Take so many points as tell whether directions differ, which need not be known as exactly as the page's lean."""
    return points[:: max(1, len(points) // COMPARED)]


def _rotation(lean: float, width: int, height: int) -> NDArray[np.float64]:
    affine = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0)
    return np.vstack([affine, [0, 0, 1]]).astype(np.float64)


def _at_scale(homography: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Carry a map of the small picture over to the full one."""
    shrink = np.diag([scale, scale, 1.0])
    carried: NDArray[np.float64] = np.linalg.inv(shrink) @ homography @ shrink
    return carried


def _warped(
    image: PageImage, inks: Inks, scale: float, dpi: float, turned: int, homography: NDArray[np.float64], lean: float
) -> Sheet:
    """Turn and straighten the inks and enlarge a coarse picture, all in one resampling."""
    grey, seal = inks.grey, inks.seal
    high, wide = grey.shape
    turn = np.eye(3)
    if turned:
        grey, seal = (np.ascontiguousarray(np.rot90(part, -1)) for part in (grey, seal))
        turn = np.array([[0, -1, high - 1], [1, 0, 0], [0, 0, 1]], np.float64)
    enlarge = ENLARGED_DPI / dpi if dpi < SHEET_DPI[0] else 1.0
    if abs(lean) < LEAST_LEAN and np.allclose(homography, _rotation(lean, 0, 0), atol=0.02):
        homography = np.eye(3)
    forward, size = _framed(np.diag([enlarge, enlarge, 1.0]) @ homography, grey.shape[1], grey.shape[0])
    slides = enlarge == 1.0 and abs(lean) <= STEEPEST and _is_rotation(homography, lean)
    if slides and not _is_black_and_white(grey):
        grey, forward = levelled(grey, lean)
        seal = _seal_warped(seal, forward, grey.shape)
    elif not np.allclose(forward, np.eye(3)):
        grey = cv2.warpPerspective(grey, forward, size, flags=cv2.INTER_CUBIC, borderValue=(255.0,))
        seal = _seal_warped(seal, forward, grey.shape)
    points = np.diag([image.width / wide, image.height / high, 1.0])
    to_page = points @ np.linalg.inv(forward @ turn)
    ink = ink_mask(grey, inks.noise, seal)
    return Sheet(
        grey, ink, seal, inks.noise, dpi * enlarge, to_page, (image.width, image.height), turned, round(lean, 3)
    )


def _is_rotation(homography: NDArray[np.float64], lean: float) -> bool:
    """Say whether a map does nothing but undo a lean."""
    if np.allclose(homography, np.eye(3)):
        return False
    turned = _rotation(lean, 0, 0)
    turned[:2, 2] = homography[:2, 2]
    return np.allclose(homography, turned, atol=1e-9)


def _is_black_and_white(grey: NDArray[Any]) -> bool:
    """Say whether a picture has no grey: the ragged strokes of faxes want the most exact way, at whatever cost."""
    sample = grey[::8, ::8]
    return bool(np.count_nonzero((sample >= GREYS[0]) & (sample < GREYS[1])) <= FEW_GREYS * sample.size)


def _seal_warped(seal: NDArray[Any], forward: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[Any]:
    """Carry the mask of seals over to the sheet."""
    if not seal.any():
        return np.zeros(shape, np.uint8)
    size = (shape[1], shape[0])
    return cv2.warpPerspective(seal, forward, size, flags=cv2.INTER_NEAREST, borderValue=(0.0,))


def _framed(forward: NDArray[np.float64], width: int, height: int) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Shift a map so that the whole picture stays in view; gives the size of the view."""
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    places = cv2.perspectiveTransform(corners, forward)[0]
    low = places.min(axis=0)
    size = np.ceil(places.max(axis=0) - low - 1e-6).astype(int)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], np.float64)
    limit = 1.6 * max(width, height) * max(1.0, forward[0, 0])
    return shift @ forward, (int(min(size[0], limit)), int(min(size[1], limit)))
