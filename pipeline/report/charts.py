"""Charts as small inline SVG: `[("中央资金", 预算, 执行)]` to bars that are read in colour, in grey and by ear.

Drawn here and not by a plotting library: its drawings are laid out by the fonts of the machine that makes the report,
which may have no Chinese one, and weigh fifty times as much. These name no font but the page's own, carry no style
attribute (the page's security policy forbids them), and every bar has its figure beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from unicodedata import east_asian_width

from markupsafe import Markup, escape
from msgspec import Struct

_WIDTH = 720
"""Units of the drawing, which is scaled to the page."""
_LABELS = 190
"""Units that the labels at the left may take."""
_FIGURES = 150
"""Units that the figures at the right may take."""
_SIZE = 13
"""Height of the characters in units; a Chinese one is as wide."""
_NARROW = 0.56
"""Width of a Latin character or digit for each unit of height."""
_BAR, _GAP = 15, 14
_LEAST_BAR = 1.5
"""Units: what is not nothing can be seen."""
_INSIDE = 22
"""Units from which a segment has its count inside."""

DARK, LIGHT = "#1f4e79", "#b4c7dc"
"""Executed and budget: far apart in grey, too."""


class Pair(Struct, frozen=True):
    """One pair of bars; None is drawn as nothing, and said so."""

    label: str
    first: Decimal | None
    second: Decimal | None
    figures: tuple[str, str]


class Part(Struct, frozen=True):
    """One kind of segment of stacked bars: its key, its name, how it is filled."""

    key: str
    name: str
    fill: str
    ink: str
    hatched: bool = False


class Stack(Struct, frozen=True):
    """One stacked bar."""

    label: str
    counts: Mapping[str, int]


def paired_bars(identity: str, title: str, told: str, names: tuple[str, str], pairs: Sequence[Pair]) -> Markup:
    """Draw two bars a label, the second on the first's scale; nothing at all where there is nothing to compare."""
    most = max((value for pair in pairs for value in (pair.first, pair.second) if value is not None), default=None)
    if most is None or most <= 0:
        return Markup("")
    drawn = [_legend([(names[0], LIGHT, False), (names[1], DARK, False)], identity)]
    top = 28.0
    for pair in pairs:
        drawn.append(_label(pair.label, top + _BAR + 4))
        for row, (value, figure, fill) in enumerate(
            ((pair.first, pair.figures[0], LIGHT), (pair.second, pair.figures[1], DARK))
        ):
            y = top + row * (_BAR + 2)
            width = _scaled(value, most)
            if width:
                drawn.append(_rectangle(_LABELS, y, width, _BAR, fill))
            drawn.append(_text(_LABELS + width + 6, y + _BAR - 3, figure, "figure"))
        top += 2 * _BAR + _GAP
    return _svg(identity, title, told, top, drawn)


def stacked_bars(identity: str, title: str, told: str, parts: Sequence[Part], stacks: Sequence[Stack]) -> Markup:
    """Draw one bar a label, of one segment a kind; all on one scale, each with its count."""
    most = max((sum(stack.counts.values()) for stack in stacks), default=0)
    if most == 0:
        return Markup("")
    drawn = [_legend([(part.name, part.fill, part.hatched) for part in parts], identity)]
    top = 28.0
    for stack in stacks:
        drawn.append(_label(stack.label, top + _BAR - 3))
        x = float(_LABELS)
        for part in parts:
            count = stack.counts.get(part.key, 0)
            width = count * (_WIDTH - _LABELS - _FIGURES) / most
            if count:
                drawn += _segment(identity, part, x, top, width, count)
                x += width
        drawn.append(_text(x + 6, top + _BAR - 3, f"{sum(stack.counts.values()):,}", "figure"))
        top += _BAR + _GAP - 4
    return _svg(identity, title, told, top, drawn)


def histogram(identity: str, title: str, told: str, bins: Sequence[tuple[str, int]]) -> Markup:
    """Draw one column a bin, with its count above and its range below."""
    most = max((count for _, count in bins), default=0)
    if most == 0:
        return Markup("")
    height, base = 150.0, 180.0
    step = _WIDTH / len(bins)
    drawn = []
    for at, (label, count) in enumerate(bins):
        tall = max(_LEAST_BAR, count * height / most) if count else 0.0
        middle = step * (at + 0.5)
        if count:
            drawn.append(_rectangle(step * at + step * 0.12, base - tall, step * 0.76, tall, DARK))
        drawn.append(_text(middle, base - tall - 5, f"{count:,}", "figure", anchor="middle"))
        drawn.append(_text(middle, base + 17, label, "axis", anchor="middle"))
    drawn.append(Markup('<line x1="0" y1="{y}" x2="{x}" y2="{y}" stroke="#555"/>').format(y=base, x=_WIDTH))
    return _svg(identity, title, told, base + 28, drawn)


def _segment(identity: str, part: Part, x: float, top: float, width: float, count: int) -> Iterator[Markup]:
    yield _rectangle(x, top, width, _BAR + 3, part.fill, title=f"{part.name} {count:,}")
    if part.hatched:
        yield _rectangle(x, top, width, _BAR + 3, f"url(#{identity}-hatch)")
    if width >= _INSIDE:
        yield Markup(
            '<text x="{}" y="{}" fill="{}" stroke="{}" stroke-width="3" paint-order="stroke" font-size="12"'
            ' text-anchor="middle">{}</text>'
        ).format(_short(x + width / 2), _short(top + _BAR - 1), part.ink, part.fill, f"{count:,}")


def _scaled(value: Decimal | None, most: Decimal) -> float:
    if value is None or value <= 0:
        return 0.0
    return max(_LEAST_BAR, float(value / most) * (_WIDTH - _LABELS - _FIGURES))


def _legend(entries: Sequence[tuple[str, str, bool]], identity: str) -> Markup:
    drawn, x = [], float(_LABELS)
    for name, fill, hatched in entries:
        drawn.append(_rectangle(x, 2, 12, 12, fill))
        if hatched:
            drawn.append(_rectangle(x, 2, 12, 12, f"url(#{identity}-hatch)"))
        drawn.append(_text(x + 17, 13, name, "axis"))
        x += 17 + _width(name) + 18
    return Markup("").join(drawn)


def _label(text: str, y: float) -> Markup:
    return _text(_LABELS - 10, y, _fitting(text, _LABELS - 14), "label", anchor="end", title=text)


def _width(text: str) -> float:
    """Return about how many units a text takes; no font is asked."""
    return sum(_SIZE * (1.0 if east_asian_width(sign) in "WFA" else _NARROW) for sign in text)


def _fitting(text: str, room: float) -> str:
    """Return as much of a text as fits, with `…` for the rest."""
    text = " ".join(text.split())
    widths = list(accumulate(_width(sign) for sign in text[: int(room)]))
    if len(text) == len(widths) and (not widths or widths[-1] <= room):
        return text
    return f"{text[: bisect_right(widths, room - _SIZE)]}…"


def _rectangle(x: float, y: float, width: float, height: float, fill: str, title: str = "") -> Markup:
    shape = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="#555" stroke-width=".5">').format(
        _short(x), _short(y), _short(width), _short(height), fill
    )
    return shape + (Markup("<title>{}</title>").format(title) if title else Markup("")) + Markup("</rect>")


def _text(x: float, y: float, text: str, kind: str, *, anchor: str = "start", title: str = "") -> Markup:
    whole = Markup("<title>{}</title>").format(title) if title and title != text else Markup("")
    return Markup('<text x="{}" y="{}" class="{}" font-size="{}" text-anchor="{}">{}{}</text>').format(
        _short(x), _short(y), kind, _SIZE if kind != "axis" else 12, anchor, whole, text
    )


def _svg(identity: str, title: str, told: str, height: float, drawn: Sequence[Markup]) -> Markup:
    hatch = Markup(
        '<defs><pattern id="{}-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<path d="M0 5L5 0" stroke="#fff" stroke-width="1.4"/></pattern></defs>'
    ).format(identity)
    return Markup(
        '<div class="scroll"><svg class="chart" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{id}-title {id}-told">'
        '<title id="{id}-title">{title}</title><desc id="{id}-told">{told}</desc>{hatch}{drawn}</svg></div>'
    ).format(
        width=_WIDTH, height=_short(height), id=identity, title=title, told=told, hatch=hatch,
        drawn=Markup("").join(drawn),
    )  # fmt: skip


def _short(number: float) -> Markup:
    return escape(f"{number:.1f}".removesuffix(".0"))
