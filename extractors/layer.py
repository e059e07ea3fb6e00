"""What a PDF page holds before anybody makes cells of it: glyphs, rules, fills and pictures with their places.

All coordinates are PDF points from the top left of the page as a viewer shows it, x to the right, y down.
"""

from __future__ import annotations

from msgspec import Struct, structs

from extractors.document import Box


class Glyph(Struct, frozen=True):
    """One printed character. `x`, `y` is its origin: the left end of its advance, on the baseline."""

    text: str
    x: float
    y: float
    x0: float
    top: float
    x1: float
    bottom: float
    """`x0`..`bottom`: the advance box where the font tells it, else the ink's box."""
    size: float
    """Height of the em in points."""
    angle: int = 0
    """Degrees clockwise by which the writing is turned: 0, 90, 180, 270, or -1 for anything oblique."""
    mapped: bool = True
    """False where the font gives no sound Unicode for the glyph; then `text` is a replacement character."""
    embedded: bool = True
    """The file carries the font, so that drawing the page shows what any viewer shows."""
    clipped: bool = False
    """Part of the writing here leaves no ink when the page is drawn: it is cut off or painted over."""

    @property
    def middle(self) -> tuple[float, float]:
        """The point by which the glyph is put into a cell."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Rule(Struct, frozen=True):
    """One drawn horizontal or vertical line: at `at` across its direction, from `start` to `end` along it."""

    vertical: bool
    at: float
    start: float
    end: float
    thickness: float = 0.0


class Picture(Struct, frozen=True):
    """One placed image and the size of its own raster in pixels (0 where unknown)."""

    box: Box
    pixels: int = 0


class PageLayer(Struct, frozen=True):
    """One page's own content, as its drawing instructions say it."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    """What is visible, blanks included, in the order of the file."""
    hidden: tuple[Glyph, ...] = ()
    """In the file and not to be seen: invisible, unpainted, white on white, covered, outside the page."""
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Picture, ...] = ()
    curves: int = 0
    """Drawn shapes that are neither rules nor plain areas: text turned into outlines, charts, logos."""
    issues: tuple[str, ...] = ()


def turn_glyph(glyph: Glyph, turned: int, width: float, height: float) -> Glyph:
    """Turn a glyph's place by `turned` degrees clockwise on a page of `width` x `height` before the turn."""
    box = turn_box(Box(glyph.x0, glyph.top, glyph.x1, glyph.bottom), turned, width, height)
    x, y = _turn_point(glyph.x, glyph.y, turned, width, height)
    angle = glyph.angle if glyph.angle < 0 else (glyph.angle + turned) % 360
    return structs.replace(glyph, x=x, y=y, x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom, angle=angle)


def turn_box(box: Box, turned: int, width: float, height: float) -> Box:
    """Turn a box by `turned` degrees clockwise on a page of `width` x `height` before the turn."""
    xa, ya = _turn_point(box.x0, box.top, turned, width, height)
    xb, yb = _turn_point(box.x1, box.bottom, turned, width, height)
    return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def turn_rule(rule: Rule, turned: int, width: float, height: float) -> Rule:
    """Turn a rule by `turned` degrees clockwise on a page of `width` x `height` before the turn."""
    ends = (rule.at, rule.start, rule.at, rule.end) if rule.vertical else (rule.start, rule.at, rule.end, rule.at)
    box = turn_box(Box(*ends), turned, width, height)
    if rule.vertical == (turned % 180 == 0):
        return Rule(True, box.x0, box.top, box.bottom, rule.thickness)
    return Rule(False, box.top, box.x0, box.x1, rule.thickness)


def turn_layer(layer: PageLayer, turned: int) -> PageLayer:
    """Turn a whole page by `turned` degrees clockwise (0, 90, 180, 270)."""
    if turned == 0:
        return layer
    size = (layer.width, layer.height)
    width, height = size if turned == 180 else (layer.height, layer.width)
    return PageLayer(
        width,
        height,
        glyphs=tuple(turn_glyph(glyph, turned, *size) for glyph in layer.glyphs),
        hidden=tuple(turn_glyph(glyph, turned, *size) for glyph in layer.hidden),
        rules=tuple(turn_rule(rule, turned, *size) for rule in layer.rules),
        pictures=tuple(Picture(turn_box(picture.box, turned, *size), picture.pixels) for picture in layer.pictures),
        curves=layer.curves,
        issues=layer.issues,
    )


def _turn_point(x: float, y: float, turned: int, width: float, height: float) -> tuple[float, float]:
    match turned % 360:
        case 90:
            return height - y, x
        case 180:
            return width - x, height - y
        case 270:
            return y, width - x
    return x, y
