"""What was measured of one tool and one document, as a line of JSON, and the sums over kinds and groups of kinds."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from msgspec import Struct

from benchmarks.cells import CellCounts, summed
from fixtures.compare import Counts

DIGITAL = frozenset({"digital", "digital_chromium", "digital_no_verticals", "blank", "report"})
"""Kinds whose PDFs a program wrote; all others with pages are scans."""
GROUPS = ("born-digital", "scans")


class Measurement(Struct, frozen=True, kw_only=True):
    """One tool on one document; `cells` is None where the document's cells are not known, and for floors."""

    tool: str
    kind: str
    document: str
    pages: int
    cells: CellCounts | None = None
    fields: Counts | None = None
    cpu: float
    wall: float
    megabytes: int
    error: str = ""


class Ran(Struct, frozen=True):
    """How a tool came up: CPU seconds of loading, the versions it has, or why it could not be had here."""

    name: str
    loading: float = 0.0
    versions: dict[str, str] = {}
    skipped: str = ""


class Run(Struct, frozen=True, kw_only=True):
    """One run of all tools: when, where, by which command, and what was found."""

    day: date
    machine: str
    load: float
    """The machine's load before."""
    minutes: float
    command: str
    ran: tuple[Ran, ...]
    found: tuple[Measurement, ...]


class Spread(Struct, frozen=True):
    """A median with the quartiles around it, and of how many."""

    low: float
    median: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)}–{_short(self.high)})"


def _short(value: float) -> str:
    """Write a figure with two digits after the point, with four where it is below a twentieth: `0.0123`."""
    return f"{value:.4f}" if value < 0.05 else f"{value:.2f}"


def group_of(kind: str) -> str:
    """Return the group of a kind: `born-digital`, `scans`, or `exports` without pages."""
    if kind.startswith("export") or kind == "annex":
        return "exports"
    return "born-digital" if kind in DIGITAL else "scans"


def cells_of(found: Iterable[Measurement], tool: str, kinds: Iterable[str]) -> CellCounts | None:
    """Sum the cells of a tool over kinds; None where none of their documents has known cells."""
    chosen = set(kinds)
    some = [one.cells for one in found if one.tool == tool and one.kind in chosen and one.cells is not None]
    return summed(some) if some else None


def cannot_read(found: Iterable[Measurement], tool: str, kinds: Iterable[str]) -> bool:
    """Say whether a tool that reads text layers only got nothing but scans, and found nothing in them."""
    chosen = set(kinds)
    some = [one for one in found if one.tool == tool and one.kind in chosen and one.cells is not None]
    return bool(some) and all(group_of(one.kind) == "scans" and not one.cells.found for one in some if one.cells)


def fields_of(found: Iterable[Measurement], kind: str) -> Counts | None:
    """Sum the fields of a kind, which only this project reads."""
    total, some = Counts(), False
    for one in found:
        if one.kind == kind and one.fields is not None:
            total.add(one.fields)
            some = True
    return total if some else None


def spread(values: Sequence[float]) -> Spread | None:
    """Return the median and the quartiles; None without values."""
    if not values:
        return None
    if len(values) == 1:
        return Spread(values[0], values[0], values[0], 1)
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, median, high, len(values))


def cost_of(
    found: Iterable[Measurement], tool: str, group: str, figure: Callable[[Measurement], float]
) -> Spread | None:
    """Spread a figure over the documents of a group that a tool did not refuse."""
    return spread([figure(one) for one in found if one.tool == tool and group_of(one.kind) == group and not one.error])


def ratios(found: Sequence[Measurement], tool: str, floor: str) -> Spread | None:
    """Spread the ratio of a tool's processor time to that of a floor, document by document."""
    floors = {one.document: one.cpu for one in found if one.tool == floor and not one.error and one.cpu > 0}
    return spread([one.cpu / floors[one.document] for one in found if one.tool == tool and one.document in floors])
