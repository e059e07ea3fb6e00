"""Indicators counted by level and attainment to stacked bars: `{("产出指标", "met"): 12}`."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from normalizers.schema import Language
from pipeline.report.charts import Part, Stack, stacked_bars
from pipeline.report.words import name_of, word

_LOOKS = {
    "met": ("#1f4e79", "#fff", False),
    "asserted": ("#8fb3d1", "#000", False),
    "missed": ("#a61b1b", "#fff", True),
    "not_comparable": ("#d9dee4", "#000", False),
    "missing": ("#fff", "#000", False),
}
"""Fill, ink of the count, hatched or not: told apart in grey print too."""


def attainment_chart(identity: str, counts: Mapping[tuple[str | None, str], int], language: Language) -> Markup:
    """Draw one bar a level, in the order in which levels first occur; nothing where nothing was counted."""
    levels = dict.fromkeys(level for level, _ in counts)
    parts = [
        Part(kind, name_of("attainment", kind, language), *_LOOKS[kind])
        for kind in _LOOKS
        if any(found == kind and number for (_, found), number in counts.items())
    ]
    stacks = [
        Stack(
            level or word("text", "no_level", language),
            {kind: number for (own, kind), number in counts.items() if own == level},
        )
        for level in levels
    ]
    return stacked_bars(
        identity,
        word("text", "chart_attainment", language),
        word("text", "chart_attainment_told", language),
        parts,
        stacks,
    )
