"""Pieces of drawn lines to whole lines: every cell border its own rectangle to one rule over the whole table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.layer import Rule

SAME_LINE = 1.25
"""Points by which pieces of one line may lie beside each other: half of a border drawn as two strokes."""

JOIN_GAP = 4.5
"""Points; a smaller gap along a line is a dash or the space between two cells' borders. A border that is really
missing is missing over a whole cell, which is wider than this."""

SHORTEST_LINE = 5.0
"""Points; what is shorter after joining is a tick, a dot or a hyphen drawn as a line."""


def join_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of each line, drop what stays too short to part two cells."""
    pieces = list(rules)
    joined: list[Rule] = []
    for vertical in (False, True):
        ordered = sorted((rule for rule in pieces if rule.vertical == vertical), key=lambda rule: rule.at)
        for line in _same_lines(ordered):
            joined.extend(_joined(line))
    return [rule for rule in joined if rule.end - rule.start >= SHORTEST_LINE]


def _same_lines(ordered: Sequence[Rule]) -> list[list[Rule]]:
    lines: list[list[Rule]] = []
    for rule in ordered:
        if lines and rule.at - lines[-1][0].at <= SAME_LINE:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _joined(line: Sequence[Rule]) -> list[Rule]:
    runs: list[list[Rule]] = []
    end = 0.0
    for rule in sorted(line, key=lambda rule: rule.start):
        if runs and rule.start - end <= JOIN_GAP:
            runs[-1].append(rule)
            end = max(end, rule.end)
        else:
            runs.append([rule])
            end = rule.end
    return [_whole(run) for run in runs]


def _whole(run: Sequence[Rule]) -> Rule:
    if len(run) == 1:
        return run[0]
    length = sum(rule.end - rule.start for rule in run)
    at = sum(rule.at * (rule.end - rule.start) for rule in run) / length if length > 0 else run[0].at
    thickness = max(rule.thickness for rule in run)
    return Rule(run[0].vertical, at, run[0].start, max(rule.end for rule in run), thickness)
