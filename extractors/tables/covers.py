"""Rules without the parts that areas drawn later hide: a whole grid under white boxes to the grid that is seen.

Some programs make a merged cell by painting a white box over the lines within it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractors.document import Box
from extractors.layer import Rule

WITHIN = 0.75
"""Points; an area that ends this near to a rule has the rule on its border, and does not hide it."""


class Cover(Struct, frozen=True):
    """An opaque area; `after` is the number of rules that were drawn before it."""

    after: int
    box: Box


def uncovered(rules: Sequence[Rule], covers: Sequence[Cover]) -> list[Rule]:
    """Return what can be seen of the rules, which stand in the order of drawing."""
    if not covers:
        return list(rules)
    boxes = np.array([(cover.box.x0, cover.box.top, cover.box.x1, cover.box.bottom) for cover in covers])
    after = np.array([cover.after for cover in covers])
    return [part for index, rule in enumerate(rules) for part in _seen(rule, boxes[after > index])]


def on_tint(rules: Sequence[Rule], tints: Sequence[Box]) -> list[Rule]:
    """Return the white rules that can be seen: those on, or between, coloured areas."""
    if not rules or not tints:
        return []
    boxes = np.array([(box.x0, box.top, box.x1, box.bottom) for box in tints])

    def is_seen(rule: Rule) -> bool:
        middle = (rule.start + rule.end) / 2
        x, y = (rule.at, middle) if rule.vertical else (middle, rule.at)
        across = (boxes[:, 0] - WITHIN <= x) & (x <= boxes[:, 2] + WITHIN)
        return bool((across & (boxes[:, 1] - WITHIN <= y) & (y <= boxes[:, 3] + WITHIN)).any())

    return [rule for rule in rules if is_seen(rule)]


def _seen(rule: Rule, boxes: NDArray[np.float64]) -> list[Rule]:
    low, high, first, last = (0, 2, 1, 3) if rule.vertical else (1, 3, 0, 2)
    hiding = boxes[
        (boxes[:, low] + WITHIN < rule.at)
        & (rule.at < boxes[:, high] - WITHIN)
        & (boxes[:, first] < rule.end)
        & (boxes[:, last] > rule.start)
    ]
    parts: list[Rule] = []
    start = rule.start
    for begin, end in sorted((float(box[first]), float(box[last])) for box in hiding):
        if begin > start:
            parts.append(Rule(rule.vertical, rule.at, start, begin, rule.thickness))
        start = max(start, end)
    if start < rule.end:
        parts.append(Rule(rule.vertical, rule.at, start, rule.end, rule.thickness))
    return parts if len(hiding) else [rule]
