"""Draws the two plots of the page of results as SVG: cells right by tool and group, and against what a page costs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.measurements import GROUPS, Measurement, cells_of, cost_of, group_of

COLOURS = {"born-digital": "#1f5fa8", "scans": "#b8451f"}
LEAST_CPU = 0.001
"""Seconds below which a logarithmic axis is not drawn."""


def shares(found: Sequence[Measurement], names: Sequence[str], group: str) -> dict[str, float]:
    """Return the strict F1 in percent of each tool that was given cells of a group."""
    kinds = {one.kind for one in found if group_of(one.kind) == group and one.cells is not None}
    every = {name: cells_of(found, name, kinds) for name in names}
    return {name: 100 * (cells.f1 or 0.0) for name, cells in every.items() if cells is not None}


def accuracy_plot(found: Sequence[Measurement], names: Sequence[str]) -> str:
    """Draw a pair of bars for each tool."""
    by_group = {group: shares(found, names, group) for group in GROUPS}
    shown = [name for name in names if any(name in by_group[group] for group in GROUPS)]
    figure = Figure(figsize=(7.5, 0.42 * len(shown) + 1))
    axes = figure.add_subplot()
    for place, group in enumerate(GROUPS):
        at = [row + 0.2 - 0.4 * place for row in range(len(shown))][::-1]
        bars = axes.barh(
            at, [by_group[group].get(name, 0.0) for name in shown], 0.38, color=COLOURS[group], label=group
        )
        axes.bar_label(bars, fmt="%.1f", fontsize=7, padding=2)
    axes.set_yticks(range(len(shown))[::-1], shown, fontsize=8)
    axes.set_xlim(0, 110)
    axes.set_xlabel("cells right: text, place and spans (strict F1, %)", fontsize=8)
    axes.legend(fontsize=8, loc="lower right")
    return svg(figure)


def cost_plot(found: Sequence[Measurement], names: Sequence[str]) -> str:
    """Draw each tool as a point for each group: CPU seconds a page across, cells right up."""
    figure = Figure(figsize=(7.5, 4.2))
    axes = figure.add_subplot()
    for group in GROUPS:
        for name, share in shares(found, names, group).items():
            cost = cost_of(found, name, group, lambda one: one.cpu / one.pages)
            if cost is not None and share > 0:
                across = max(LEAST_CPU, cost.median)
                axes.scatter([across], [share], s=26, color=COLOURS[group])
                axes.annotate(name, (across, share), (4, 4), textcoords="offset points", fontsize=7)
    axes.set_xscale("log")
    axes.set_ylim(0, 105)
    axes.set_xlabel("CPU seconds a page (median)", fontsize=8)
    axes.set_ylabel("cells right (strict F1, %)", fontsize=8)
    for group in GROUPS:
        axes.scatter([], [], color=COLOURS[group], label=group)
    axes.legend(fontsize=8, loc="lower left")
    return svg(figure)


def svg(figure: Any) -> str:
    """Return a figure as SVG that is the same for the same figure."""
    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "side by side", "svg.fonttype": "none"}):
        figure.savefig(written, format="svg", bbox_inches="tight", metadata={"Date": None})
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"
