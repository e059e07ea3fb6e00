"""Writes what tools did side by side as a page: accuracy by kind, cost by group, our fields, what could not be run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.accuracy import percent
from benchmarks.measurements import (
    GROUPS,
    Measurement,
    Run,
    Spread,
    cannot_read,
    cells_of,
    cost_of,
    fields_of,
    group_of,
    ratios,
)
from benchmarks.results_plots import accuracy_plot, cost_plot
from benchmarks.tools import Catalogue, Tool, load_catalogue

NONE = "–"
CANNOT = "cannot"
"""Instead of 0 % of a scan's cells, where a tool does not claim to read scans."""
ACCURACY, COST = "results_accuracy.svg", "results_cost.svg"


def write_results(run: Run, page: str, path: Path) -> None:
    """Write the page and its two plots beside it."""
    path.write_text(page, encoding="utf-8")
    names = [one.name for one in run.ran if not one.skipped]
    text_only = {tool.name for tool in load_catalogue().tool if tool.text_only}
    path.with_name(ACCURACY).write_text(accuracy_plot(run.found, names, text_only), encoding="utf-8")
    path.with_name(COST).write_text(cost_plot(run.found, names), encoding="utf-8")


def results_text(run: Run, catalogue: Catalogue) -> str:
    """Return the page."""
    names = [one.name for one in run.ran if not one.skipped]
    tools = [tool for tool in catalogue.tool if tool.name in names]
    kinds = list(dict.fromkeys(one.kind for one in run.found))
    parts = [
        "# Side by side",
        f"`{run.command} --write benchmarks/RESULTS.md`, {run.day.isoformat()}, in {run.minutes:.0f} minutes, on"
        f" {run.machine}; load of the machine before {run.load:.1f}. This page is written by the program; the documents"
        " are drawn with the seed, and every tool got the same files.",
        "## Cells",
        "Strict F1 in percent: text, row, column and both spans right, of cells with text; the truth comes from the"
        f" drawing. “{CANNOT}”: the tool reads the text layers of PDFs only, and these scans have none or are picture"
        " files; that is what it is made for and no error. Tools made for ruled tables are given with the setting that"
        " their users choose for tables without upright rules, too. In brackets: documents."
        " †: some of them it refused or did not answer, which counts as nothing found (reasons under Tools).",
        f"![Cells right]({ACCURACY})",
        cells_table(run.found, tools, kinds),
        "## Cost",
        "A page, over documents: the median, and the quartiles in brackets; a document that a tool refused is left out."
        " Memory is the most that any document took. Loading is CPU seconds of imports and models.",
        f"![Accuracy and cost]({COST})",
        cost_table(run, tools),
        floors_text(run.found, tools),
        "## Fields",
        "Only this project gives fields. All in percent, as `benchmarks.accuracy` counts them.",
        fields_table(run.found, kinds),
        "## Tools",
        tools_table(run, tools),
        "Not measured:",
        not_measured(run, catalogue),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def markdown(lines: Iterable[Sequence[str]]) -> str:
    """Return a table, whose first line is its head."""
    head, *rest = lines
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rest])


def cells_table(found: Sequence[Measurement], tools: Sequence[Tool], kinds: Sequence[str]) -> str:
    """Return strict F1 by kind and tool, and by group."""
    chosen = [tool for tool in tools if not tool.floor]
    known = [kind for kind in kinds if any(one.kind == kind and one.cells is not None for one in found)]
    groups = {group: [kind for kind in known if group_of(kind) == group] for group in GROUPS}
    lines = [["", *(tool.name for tool in chosen)]]
    for group, some in groups.items():
        lines += [[f"{kind} ({documents(found, [kind])})", *_f1s(found, chosen, [kind])] for kind in some]
        if some:
            bold = [share if share == CANNOT else f"**{share}**" for share in _f1s(found, chosen, some)]
            lines.append([f"**{group}** ({documents(found, some)})", *bold])
    return markdown(lines)


def _f1s(found: Sequence[Measurement], tools: Sequence[Tool], kinds: Sequence[str]) -> list[str]:
    return [_f1(found, tool, kinds) for tool in tools]


def _f1(found: Sequence[Measurement], tool: Tool, kinds: Sequence[str]) -> str:
    if tool.text_only and cannot_read(found, tool.name, kinds):
        return CANNOT
    own = [one for one in found if one.tool == tool.name and one.kind in kinds and one.cells is not None]
    share = getattr(cells_of(own, tool.name, kinds), "f1", None)
    failed = any(one.error for one in own)
    return (NONE if share is None else f"{100 * share:.1f}") + ("†" if failed else "")


def documents(found: Sequence[Measurement], kinds: Sequence[str]) -> int:
    """Count the documents of some kinds whose cells are known."""
    return len({one.document for one in found if one.kind in kinds and one.cells is not None})


def cost_table(run: Run, tools: Sequence[Tool]) -> str:
    """Return processor seconds and wall seconds a page, and memory."""
    lines = [["", *(f"{figure}, {group}" for group in GROUPS for figure in ("CPU s", "wall s")), "most MB", "loading"]]
    loading = {one.name: one.loading for one in run.ran}
    for tool in tools:
        own = [one for one in run.found if one.tool == tool.name]
        scans = [one for one in own if group_of(one.kind) == "scans"]
        spreads = [
            NONE
            if tool.text_only and group == "scans" and cannot_read(own, tool.name, {one.kind for one in scans})
            else _spread(cost_of(own, tool.name, group, figure))
            for group in GROUPS
            for figure in (lambda one: one.cpu / one.pages, lambda one: one.wall / one.pages)
        ]
        most = max((one.megabytes for one in own), default=0)
        lines.append([tool.name, *spreads, str(most), f"{loading[tool.name]:.1f}" if loading[tool.name] else NONE])
    return markdown(lines)


def _spread(found: Spread | None) -> str:
    return NONE if found is None else str(found)


def floors_text(found: Sequence[Measurement], tools: Sequence[Tool]) -> str:
    """Say how many times the floor our reading takes."""
    own = next((tool.name for tool in tools if tool.is_own), "")
    lines = []
    for tool in tools:
        if tool.floor and (times := ratios(found, own, tool.name)):
            lines.append(f"- {own} takes {times} times the CPU seconds of “{tool.name}” ({times.count} documents).")
    return "\n".join(lines)


def fields_table(found: Sequence[Measurement], kinds: Sequence[str]) -> str:
    """Return our fields by kind."""
    lines = [["", "rows found", "fields exact", "numbers exact", "wrong and unmarked", "right but marked"]]
    for kind in kinds:
        counts = fields_of(found, kind)
        if counts is not None:
            shares = (
                (counts.rows_found, counts.rows), (counts.fields_exact, counts.fields),
                (counts.numbers_exact, counts.numbers), (counts.wrong_unmarked, counts.chances),
                (counts.right_marked, counts.rows_found),
            )  # fmt: skip
            lines.append([f"{kind} ({counts.documents})", *(percent(*share) for share in shares)])
    return markdown(lines)


def tools_table(run: Run, tools: Sequence[Tool]) -> str:
    """Return what each tool is, its versions and licence, and what it refused."""
    lines = [["", "how", "licence", "versions", "refused or failed"]]
    versions = {one.name: ", ".join(f"{name} {number}" for name, number in one.versions.items()) for one in run.ran}
    for tool in tools:
        errors = [one.error for one in run.found if one.tool == tool.name and one.error]
        said = f"{len(errors)}: {max(set(errors), key=errors.count)}" if errors else NONE
        lines.append([tool.name, tool.says, tool.licence, versions[tool.name], said.replace("|", "/")])
    return markdown(lines)


def not_measured(run: Run, catalogue: Catalogue) -> str:
    """List the tools that cannot be had, here or anywhere, and why."""
    lines = [f"- {one.name}: {one.skipped}" for one in run.ran if one.skipped]
    return "\n".join([*lines, *(f"- {one.name}: {one.reason}" for one in catalogue.unavailable)])
