"""Measures what reading costs: `python -m benchmarks.cost --seed 7 --count 5` draws scans and reads them in one worker.

For each document, one after the other in the same process: the CPU seconds of everything (drawing the page's picture,
reading it, making rows of it), then those of bare recognition of the same lines, cut out beforehand, with no detection:
by the fast model alone, by all the witnesses that reading hears, and by the larger model alone. Ratios of one run can
be compared; seconds of two runs cannot. Kinds take turns, and the worker's resident memory is shown as it goes: with
`--count 100 --no-floor` one sees whether it grows.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pypdfium2
from msgspec import Struct
from numpy.typing import NDArray

from extractors.extract import extract
from extractors.ocr.cascade import read_lines as read_all
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.ppocr import ModelName, load_model, read_lines
from extractors.picture.geometry import make_upright
from extractors.picture.layout import lay_out
from extractors.render import page_image
from extractors.scan import line_picture
from extractors.settings import ExtractSettings
from fixtures.draw import draw_one, orders
from normalizers.normalize import normalize

SETTINGS = ExtractSettings(threads=1)
"""As a worker has it where there is one for each core."""
MEGABYTE = 1 << 20


class Cost(Struct, frozen=True):
    """CPU seconds of one document, and the worker's memory after it."""

    kind: str
    pages: int
    lines: int
    everything: float
    fast_model: float
    witnesses: float
    larger_model: float
    megabytes: int


def measure(kind: str, path: Path, floor: bool) -> Cost:
    """Read one document, then its lines alone."""
    pages, everything = _timed(lambda: _read(path))
    lines = list(lines_of_pages(path)) if floor else []
    crops = [line.pixels for page in lines for line in page]
    _, fast = _timed(lambda: _recognise("tiny", crops))
    _, heard = _timed(lambda: sum(len(read_all(page, SETTINGS)) for page in lines))
    _, larger = _timed(lambda: _recognise("small", crops))
    return Cost(kind, pages, len(crops), everything, fast, heard, larger, resident_megabytes())


def _timed(work: Callable[[], int]) -> tuple[int, float]:
    started = time.process_time()
    return work(), time.process_time() - started


def _read(path: Path) -> int:
    document = extract(path, SETTINGS)
    normalize(document)
    return len(document.pages)


def _recognise(name: ModelName, crops: list[NDArray[Any]]) -> int:
    return len(read_lines(load_model(name, SETTINGS.threads), crops))


def lines_of_pages(path: Path) -> Iterator[list[LinePicture]]:
    """Cut out the lines of each page of an upright scan, as reading does."""
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        layout = lay_out(make_upright(page_image(document[number], number + 1, SETTINGS)), SETTINGS.threads)
        cells = [(box, part.place) for grid in layout.cells for part in grid for box in part.lines]
        yield [line_picture(layout, *line) for line in [*cells, *((box, None) for box in layout.outside)]]
    document.close()


def resident_megabytes() -> int:
    """Return the memory of this process that is in use now, 0 where the system does not say."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 // MEGABYTE if status.exists() else 0


def costs(seed: int, count: int, kinds: str, floor: bool) -> Iterator[Cost]:
    """Draw documents here, and read them one after the other in one fresh worker process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool, tempfile.TemporaryDirectory() as folder:
        pool.submit(_warm).result()
        for order in sorted(orders(seed, count, kinds, ""), key=lambda order: order.number):
            path, _ = draw_one(order, Path(folder))
            yield pool.submit(measure, order.kind, path, floor).result()
            path.unlink()


def _warm() -> None:
    """Load the models, whose loading is no page's cost."""
    names: tuple[ModelName, ...] = ("tiny", "small", "mobile", "worn")
    for name in names:
        load_model(name, SETTINGS.threads)


def summary(found: list[Cost]) -> str:
    """Return the table of the kinds: seconds a page, and their ratio to bare recognition."""
    lines = ["kind        pages  lines/page  CPU s/page  fast model  ratio  witnesses  ratio  larger model  ratio"]
    for kind in dict.fromkeys(cost.kind for cost in found):
        some = [cost for cost in found if cost.kind == kind]
        pages = sum(cost.pages for cost in some)
        read, *floors = (
            sum(seconds) / pages
            for seconds in zip(
                *((cost.everything, cost.fast_model, cost.witnesses, cost.larger_model) for cost in some), strict=True
            )
        )
        count = sum(cost.lines for cost in some) / pages
        line = f"{kind:10} {pages:6} {count:11.0f} {read:11.2f} "
        for floor, width in zip(floors, (11, 10, 13), strict=True):
            line += f"{floor:{width}.2f}  " + (f"{read / floor:5.2f}" if floor > 0.01 else "    -")
        lines.append(line)
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=5, help="documents of each kind")
    parser.add_argument("--kinds", default="office", help="comma-separated kinds of upright scans in PDF")
    parser.add_argument("--no-floor", action="store_true", help="do not measure bare recognition; faster, for memory")
    options = parser.parse_args(arguments)
    found: list[Cost] = []
    for cost in costs(options.seed, options.count, options.kinds, not options.no_floor):
        found.append(cost)
        done = sum(one.pages for one in found)
        print(f"{done:4} pages  {cost.everything / cost.pages:6.2f} CPU s/page  {cost.megabytes} MB", file=sys.stderr)
    print(summary(found))
    print(f"memory after the first document {found[0].megabytes} MB, at most {max(one.megabytes for one in found)} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
