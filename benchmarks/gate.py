"""Fails when accuracy drops: `python -m benchmarks.gate` (`make accuracy-gate`).

Draws the documents that `gate.json` names, reads them, and holds each kind's figures against the recorded ones. The
documents are the same, so that nothing but reading can make a difference: a figure may be worse by its noise only,
which is by how much it changed between reading with one thread and with two when it was recorded (`--record` does
both), and is 0 almost everywhere. That the documents are the same is checked too, by what their truth says and how
their pages look: where a font or the drawing has changed, the recorded figures are void, and the gate fails until they
are recorded anew. `--record` takes what is there as right: the change of the file shows what it cost.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import PIL.Image
import PIL.ImageSequence
import pypdfium2
from msgspec import Struct

from benchmarks.cells import PlacedCell, compare_cells
from benchmarks.drawn_cells import DrawnDocument, draw_with_cells
from extractors.document import Document, Table
from extractors.errors import ExtractionError
from extractors.extract import extract
from extractors.settings import ExtractSettings
from fixtures.compare import Counts, compare, compare_failed
from fixtures.draw import orders
from normalizers.normalize import normalize

RECORDED = Path(__file__).with_name("gate.json")
LOOK_DPI = 36
"""Dots an inch at which pages are looked at: enough to see another font."""
BETTER_UP = (
    "rows_found", "rows_right", "fields_exact", "numbers_exact", "passages_exact", "mentions_value", "mentions_about",
    "cells_right",
)  # fmt: skip
BETTER_DOWN = ("failed", "rows_invented", "wrong_unmarked", "right_marked", "mentions_invented", "cells_wrong")
Figures = dict[str, int]


class Kind(Struct, frozen=True, kw_only=True):
    """What was recorded of a kind: a digest of its documents, its figures, their noise where it is not 0."""

    documents: str
    figures: Figures
    noise: Figures = {}


class Gate(Struct, frozen=True, kw_only=True):
    """The recorded figures of all kinds, and how their documents are drawn."""

    seed: int
    count: int
    noise: str
    kinds: dict[str, Kind]


class Measured(Struct, frozen=True):
    """A kind as it is now."""

    documents: str
    figures: Figures


def measure(seed: int, count: int, kind: str, threads: Sequence[int]) -> list[Measured]:
    """Draw the documents of a kind and read them, once for each number of threads."""
    with tempfile.TemporaryDirectory() as folder:
        drawn = [draw_with_cells(order, Path(folder)) for order in orders(seed, count, kind, "")]
        digest = hashlib.sha256()
        for document in drawn:
            digest.update(msgspec.json.encode(document.truth))
            for part in looks(document.path):
                digest.update(part)
        sums = [add(figures(document, ExtractSettings(threads=number)) for document in drawn) for number in threads]
    return [Measured(digest.hexdigest()[:16], one) for one in sums]


def looks(path: Path) -> Iterable[bytes]:
    """Yield what a person sees of a document: its pages made small, or the bytes of a text."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        for page in document:
            yield page.render(scale=LOOK_DPI / 72, grayscale=True).to_numpy().tobytes()
        document.close()
    elif path.suffix in {".txt", ".md", ".html"}:
        yield path.read_bytes()
    else:
        with PIL.Image.open(path) as file:
            for frame in PIL.ImageSequence.Iterator(file):
                yield frame.convert("L").tobytes()


def figures(document: DrawnDocument, settings: ExtractSettings) -> Figures:
    """Read a document and count what is right."""
    try:
        read = extract(document.path, settings)
        counts = compare(document.truth, normalize(read)).counts
        cells = compare_cells(document.tables or (), tables(read) if document.tables is not None else ())
    except ExtractionError as error:
        counts = compare_failed(document.truth, str(error)).counts
        cells = compare_cells(document.tables or (), ())
    own = {"cells_right": cells.right, "cells_wrong": cells.found - cells.right}
    return {name: own[name] if name in own else _count(counts, name) for name in (*BETTER_UP, *BETTER_DOWN)}


def _count(counts: Counts, name: str) -> int:
    value: int = getattr(counts, name)
    return value


def tables(document: Document) -> list[list[PlacedCell]]:
    """Return the cells of every table."""
    return [
        [PlacedCell(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in block.cells]
        for page in document.pages
        for block in page.blocks
        if isinstance(block, Table)
    ]


def add(some: Iterable[Figures]) -> Figures:
    """Sum figures."""
    total = dict.fromkeys((*BETTER_UP, *BETTER_DOWN), 0)
    for one in some:
        total = {name: value + one[name] for name, value in total.items()}
    return total


def worse(kind: str, recorded: Kind, now: Measured) -> list[str]:
    """Say what is worse than recorded by more than its noise."""
    if now.documents != recorded.documents:
        return [f"{kind}: other documents are drawn than those recorded; look why, then record anew"]
    lines = []
    for name in (*BETTER_UP, *BETTER_DOWN):
        sign = 1 if name in BETTER_UP else -1
        loss = sign * (recorded.figures.get(name, 0) - now.figures[name])
        if loss > recorded.noise.get(name, 0):
            lines.append(f"{kind}: {name} was {recorded.figures.get(name, 0)}, is {now.figures[name]}")
    return lines


def better(kind: str, recorded: Kind, now: Measured) -> list[str]:
    """Say what is better than recorded, which is worth recording: it is lost again unnoticed otherwise."""
    lines = []
    for name in (*BETTER_UP, *BETTER_DOWN):
        sign = 1 if name in BETTER_UP else -1
        if sign * (now.figures[name] - recorded.figures.get(name, 0)) > 0:
            lines.append(f"{kind}: {name} was {recorded.figures.get(name, 0)}, is {now.figures[name]}")
    return lines


def record(seed: int, count: int, kinds: str) -> Gate:
    """Measure all kinds twice, and take the differences between the two for noise."""
    recorded = {}
    for kind in dict.fromkeys(order.kind for order in orders(seed, count, kinds, "")):
        one, two = measure(seed, count, kind, (1, 2))
        noise = {name: abs(one.figures[name] - two.figures[name]) for name in one.figures}
        recorded[kind] = Kind(
            documents=one.documents, figures=one.figures, noise={name: by for name, by in noise.items() if by}
        )
        print(f"{kind}: {one.figures}", flush=True)
    how = "the same documents, read with one thread and with two: by how much the figures differ"
    return Gate(seed=seed, count=count, noise=how, kinds=recorded)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code, 1 where something is worse."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--file", type=Path, default=RECORDED)
    parser.add_argument("--kinds", default="", help="comma-separated; all that are recorded without")
    parser.add_argument("--record", action="store_true", help="write the file anew, from --seed and --count")
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--count", type=int, default=1, help="documents of each kind")
    options = parser.parse_args(arguments)
    if options.record:
        gate = record(options.seed, options.count, options.kinds)
        options.file.write_bytes(msgspec.json.format(msgspec.json.encode(gate), indent=1) + b"\n")
        return 0
    gate = msgspec.json.decode(options.file.read_bytes(), type=Gate)
    chosen = [kind for kind in options.kinds.split(",") if kind] or list(gate.kinds)
    if unknown := set(chosen) - set(gate.kinds):
        print(f"benchmarks.gate: not recorded: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    losses: list[str] = []
    for kind in chosen:
        (now,) = measure(gate.seed, gate.count, kind, (1,))
        found = worse(kind, gate.kinds[kind], now)
        losses += found
        gained = [f"better, record it: {line}" for line in better(kind, gate.kinds[kind], now)] if not found else []
        print("\n".join([*(f"WORSE {line}" for line in found), *gained]) or f"{kind}: as recorded", flush=True)
    print(f"{len(losses)} figures are worse" if losses else "nothing is worse than recorded")
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main())
