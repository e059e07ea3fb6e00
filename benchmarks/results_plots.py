"""Draws the two plots of the page of results as SVG: cells right by tool and group, and against what a page costs."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
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


def accuracy_plot(found: Sequence[Measurement], names: Sequence[str], text_only: Collection[str] = ()) -> str:
    """Draw a pair of bars for each tool; who reads `text_only` and found nothing in scans has a word instead of one."""
    by_group = {group: shares(found, names, group) for group in GROUPS}
    shown = [name for name in names if any(name in by_group[group] for group in GROUPS)]
    figure, axes = _rows_of_tools(shown)
    for place, group in enumerate(GROUPS):
        at = [row + 0.2 - 0.4 * place for row in range(len(shown))][::-1]
        values = [by_group[group].get(name, 0.0) for name in shown]
        blind = text_only if group == "scans" else ()
        said = [
            "cannot read scans" if name in blind and not value else f"{value:.1f}"
            for name, value in zip(shown, values, strict=True)
        ]
        bars = axes.barh(at, values, 0.38, color=COLOURS[group], label=group)
        axes.bar_label(bars, said, fontsize=7, padding=2)
    axes.set_xlim(0, 110)
    axes.set_xlabel("cells right: text, place and spans (strict F1, %)", fontsize=8)
    _legend(axes)
    return svg(figure)


def cost_plot(found: Sequence[Measurement], names: Sequence[str]) -> str:
    """Draw a row for each tool: a point a group at its CPU seconds a page, and beside it how many cells are right."""
    by_group = {group: shares(found, names, group) for group in GROUPS}
    points = {
        (name, group): (cost.median, share)
        for group in GROUPS
        for name, share in by_group[group].items()
        if share > 0 and (cost := cost_of(found, name, group, lambda one: one.cpu / one.pages)) is not None
    }
    shown = [name for name in names if any((name, group) in points for group in GROUPS)]
    figure, axes = _rows_of_tools(shown)
    for (name, group), (seconds, share) in points.items():
        at = len(shown) - 1 - shown.index(name) + (0.15 if group == GROUPS[0] else -0.15)
        across = max(LEAST_CPU, seconds)
        axes.scatter([across], [at], s=24, color=COLOURS[group])
        axes.annotate(f"{share:.0f} %", (across, at), (6, -3), textcoords="offset points", fontsize=7)
    for group in GROUPS:
        axes.scatter([], [], s=24, color=COLOURS[group], label=group)
    axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.grid(axis="x", color="#ddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel("CPU seconds a page (median); beside it cells right (strict F1)", fontsize=8)
    _legend(axes)
    return svg(figure)


def _rows_of_tools(shown: Sequence[str]) -> tuple[Figure, Any]:
    """Return a figure with a row for each tool, the first on top."""
    figure = Figure(figsize=(7.5, 0.42 * len(shown) + 1))
    axes = figure.add_subplot()
    axes.set_yticks(range(len(shown))[::-1], shown, fontsize=8)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.tick_params(axis="x", labelsize=8)
    return figure, axes


def _legend(axes: Any) -> None:
    """Name the groups above the plot, where no bar is."""
    axes.legend(fontsize=8, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(GROUPS), frameon=False)


def svg(figure: Any) -> str:
    """Return a figure as SVG that is the same for the same figure."""
    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "side by side", "svg.fonttype": "none"}):
        figure.savefig(written, format="svg", bbox_inches="tight", metadata={"Date": None})
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"
