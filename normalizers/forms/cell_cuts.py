"""A cell into which its neighbour ran to the texts that it may be: `≥90% 92%` to `≥90%` and `92%`.

Where to cut is told by a blank, by the end of a level's name, by two equal halves, or by a sign that begins a value;
points and a bare target (`102370人`) can be told apart only if the cell beside repeats the target, and cost more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from normalizers.forms.alignment import Cut
from normalizers.labels import level1, level2
from normalizers.values.qualitative import is_blank, is_none_stated

_BLANK_COST = 1.5
"""Cost of each cut at a blank: a text may have blanks of its own."""
_CLOSE_COST = 2.5
"""Cost of a cut where no blank stands but the texts tell it."""
_DIGITS_COST = 4.25
"""Cost of a cut between digits: believed only where the actual repeats the target, which earns two points."""
_MOST_PARTS = 6
"""Parts between blanks up to which a text is cut; longer ones are sentences."""
_TWO = 2
_LEVEL = re.compile(r"^(.{2,10}?指标(?:[(（]\d{1,3}分[)）]|\d{1,3}分)?)(.+)$", re.DOTALL)
_VALUE_BEGINS = re.compile(
    r"(?<=[^\s\d.,≥≤＞＜>=<＝])(?=[≥≤＞＜>=<＝])|(?<=[%％‰前底])(?=\d)|(?<=[期度]指标)(?=[\d无—/])"
)
_POINTS_FIRST = re.compile(r"^([1-9]\d?(?:\.5)?|100)([1-9]\d*(?:\.\d+)?[^\d\s].*|[≥≤＞＜>=<＝].+)$")


@lru_cache(maxsize=50_000)
def cuts(text: str) -> tuple[Cut, ...]:
    """Return the ways in which a cell's text may be two or three texts, none for most."""
    found = [*_at_blanks(text), *_behind_level(text), *_halves(text), *_at_values(text)]
    points = _POINTS_FIRST.match(text)
    if points:
        found.append(Cut((points[1], points[2]), _DIGITS_COST if points[2][0].isdigit() else _CLOSE_COST, "weight"))
    return tuple({cut.parts: cut for cut in reversed(found)}.values())


def _at_blanks(text: str) -> Iterator[Cut]:
    parts = text.split()
    if not 2 <= len(parts) <= _MOST_PARTS:
        return
    for count in (1, 2):
        for ends in combinations(range(1, len(parts)), count):
            edges = (0, *ends, len(parts))
            joined = tuple(" ".join(parts[a:b]) for a, b in zip(edges, edges[1:], strict=False))
            yield Cut(joined, _BLANK_COST * count)


def _behind_level(text: str) -> Iterator[Cut]:
    """A level's name that runs into the next cell or two: `产出指标数量指标`, `数量指标新建道路 5公里`."""
    found = _LEVEL.match(text)
    if not found or not (level1(found[1]) or level2(found[1])):
        return
    yield Cut((found[1], found[2]), _CLOSE_COST)
    for deeper in _behind_level(found[2]):
        yield Cut((found[1], *deeper.parts[:2]), _CLOSE_COST * 2)
    for further in (*_at_blanks(found[2]), *_at_values(found[2])):
        if len(further.parts) == _TWO:
            yield Cut((found[1], *further.parts), _CLOSE_COST + further.cost)


def _halves(text: str) -> Iterator[Cut]:
    """A text that stands there twice, `7月31日前7月31日前`: two values, or one doubled; mere figures are one figure."""
    half = len(text) // 2
    first, second = text[:half].strip(), text[len(text) - half :].strip()
    if half >= 1 and first == second and (" " in text or (half >= 2 and not text.isdigit())):
        yield Cut((first,), _BLANK_COST)
        yield Cut((first, second), _BLANK_COST if " " in text else _CLOSE_COST)


def _at_values(text: str) -> Iterator[Cut]:
    for found in _VALUE_BEGINS.finditer(text):
        if found.start():
            rest = text[found.start() :].lstrip()
            nothing = is_blank(rest) or is_none_stated(rest)  # `达成预期指标/`: no answer ends so
            yield Cut((text[: found.start()].rstrip(), rest), _BLANK_COST if nothing else _CLOSE_COST)
