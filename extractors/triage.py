"""A page's layer to how the page is to be read: its text used, its picture read, or both held against each other.

A text layer is believed only where it can be seen, has sound characters and is not laid over a picture of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractors.document import Box, PageKind
from extractors.layer import Glyph, PageLayer

COVERING = 0.7
"""Share of the page under pictures from which it is a scan: scanners crop margins, strips leave gaps."""

LARGE_PICTURE = 0.25
"""Share of the page under pictures from which a page of little text is a picture of a form pasted into a document."""

LITTLE_TEXT = 60
"""Glyphs; a title, a page number and a caption stand beside a pasted form, a page of text has ten times as many."""

UNKNOWN_SHARE = 0.1
"""Share of glyphs without a sound character above which the layer is not used: more than stray symbols."""

RARE_SHARE = 0.3
"""Share of letters outside GB 2312 and Big5 above which a layer is taken for a false mapping: real forms have below
0.01, names of places and people included."""

SIGN_SHARE = 0.25
"""Share of signs such as `#$&@` above which a layer is taken for one whose letters were mapped to them; forms have
below 0.01."""

RARE_LEAST = 10
"""Characters that must be there before their rarity means anything."""

_LETTERS = re.compile("[\u0100-\u02ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""汉字, and the letters beyond Western Europe's to which a subset font without a table is often mapped."""

_SIGNS = frozenset("!\"#$&'*;<=>?@[\\]^`{|}~")

UNSEEN_SHARE = 0.5
"""Share of glyphs that leave no ink above which the whole layer is not believed."""

EXPLAINED_LEAST = 0.5
"""Share of the ink that glyphs, rules and pictures must explain where most of the page is drawn as shapes."""

MANY_CURVES = 300
"""Shapes; writing turned into outlines has four a character, an emblem or a chart has fewer than this."""


class Verdict(Struct, frozen=True):
    """How to read one page, and why, as `code: text`, where it is not plain."""

    kind: PageKind
    issues: tuple[str, ...] = ()


def judge(layer: PageLayer) -> Verdict:
    """Say how to read a page from its layer alone, before anything is drawn."""
    printed, hidden = _printed(layer.glyphs), _printed(layer.hidden)
    covered = covered_share((picture.box for picture in layer.pictures), layer.width, layer.height)
    if covered >= COVERING or (covered >= LARGE_PICTURE and len(printed) <= LITTLE_TEXT):
        return Verdict("ocr_layer" if printed or hidden else "scanned")
    if not printed:
        return _judge_without_text(layer, hidden)
    unknown = sum(not glyph.mapped for glyph in printed) / len(printed)
    if unknown > UNKNOWN_SHARE:
        return Verdict("scanned", (f"bad_layer: {unknown:.0%} of the characters have no Unicode",))
    rare = rare_share(printed)
    if rare > RARE_SHARE:
        return Verdict("scanned", (f"bad_layer: {rare:.0%} of the letters are rare ones: a false mapping",))
    signs = sign_share(printed)
    if signs > SIGN_SHARE:
        return Verdict("scanned", (f"bad_layer: {signs:.0%} of the characters are signs: a false mapping",))
    return Verdict("digital")


def judge_drawn(layer: PageLayer, unseen: int, explained: float) -> Verdict:
    """Say whether a layer that looked usable still does after the page was drawn."""
    count = len(_printed(layer.glyphs))
    if count and unseen > UNSEEN_SHARE * count:
        return Verdict("scanned", (f"bad_layer: {unseen} of {count} characters cannot be seen",))
    if layer.curves > max(MANY_CURVES, 2 * count) and explained < EXPLAINED_LEAST:
        return Verdict("scanned", (f"bad_layer: the text layer explains {explained:.0%} of the ink",))
    return Verdict("digital")


def _judge_without_text(layer: PageLayer, hidden: list[Glyph]) -> Verdict:
    if hidden and not layer.pictures and not layer.rules and not layer.curves:
        return Verdict("digital", (f"hidden_text: {len(hidden)} characters that cannot be seen were left out",))
    if layer.pictures or layer.curves or layer.rules:
        return Verdict("scanned")
    return Verdict("digital", ("blank_page: nothing is on the page",))


def covered_share(boxes: Iterable[Box], width: float, height: float) -> float:
    """Return the share of a page that lies under boxes, parts under several counted once."""
    inside = [box for box in (_clip(box, width, height) for box in boxes) if box.x1 > box.x0 and box.bottom > box.top]
    edges = sorted({y for box in inside for y in (box.top, box.bottom)})
    area = 0.0
    for top, bottom in zip(edges, edges[1:], strict=False):
        stretches = sorted((box.x0, box.x1) for box in inside if box.top <= top and box.bottom >= bottom)
        area += _length(stretches) * (bottom - top)
    return area / (width * height) if width > 0 and height > 0 else 0.0


def _length(stretches: list[tuple[float, float]]) -> float:
    length, reached = 0.0, float("-inf")
    for start, end in stretches:
        length += max(end - max(start, reached), 0.0)
        reached = max(reached, end)
    return length


def _clip(box: Box, width: float, height: float) -> Box:
    x0, top = min(max(box.x0, 0.0), width), min(max(box.top, 0.0), height)
    return Box(x0, top, max(min(box.x1, width), x0), max(min(box.bottom, height), top))


def rare_share(glyphs: Iterable[Glyph]) -> float:
    """Return the share of letters that neither GB 2312 nor Big5 has, 0 where there are too few to tell."""
    letters = [glyph.text for glyph in glyphs if _LETTERS.match(glyph.text)]
    if len(letters) < RARE_LEAST:
        return 0.0
    return sum(not _is_common(letter) for letter in letters) / len(letters)


def sign_share(glyphs: Sequence[Glyph]) -> float:
    """Return the share of signs that forms hardly use, 0 where there are too few characters to tell."""
    if len(glyphs) < 2 * RARE_LEAST:
        return 0.0
    return sum(glyph.text in _SIGNS for glyph in glyphs) / len(glyphs)


def _is_common(character: str) -> bool:
    return any(character.encode(charset, "ignore") for charset in ("gb2312", "big5"))


def _printed(glyphs: Iterable[Glyph]) -> list[Glyph]:
    return [glyph for glyph in glyphs if not glyph.text.isspace()]
