"""Documents with bytes changed at random, through the whole pipeline: `python -m benchmarks.fuzz --count 1000`.

Every mutant has to end as one row with a known code; no run ends early, no document takes longer than its limit, and
nothing is written anywhere but into the dataset. Mutants that end as `internal_error`, `crashed` or `timeout` are kept
for whoever mends that.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct
from reportlab.pdfgen.canvas import Canvas

from extractors.settings import ExtractSettings
from pipeline.batch import run
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.mends import load_mends
from pipeline.options import RunOptions

SEEDS = ("fixtures/documents", "fixtures/bad")

FAULTS = ("internal_error", "crashed", "killed", "timeout")
"""Codes of which each mutant wants a look: the document is broken, but so is what read it."""

_LARGEST_SEED = 120_000
"""Bytes: mutants of larger files, which are scans, take seconds each and try the same code."""

_NUMBER = re.compile(rb"\d+")
_EXTREMES = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e308", b".", b"")
_MOST_CHANGES = 12


class Report(Struct, frozen=True):
    """What became of the mutants."""

    by_code: dict[str, int]
    slowest: float
    """Seconds of the slowest document."""
    faults: tuple[DocumentRow, ...]
    lost: int
    """Mutants without a row; copies of another one do not count."""
    unknown: tuple[str, ...]
    """Codes that are not documented."""
    written: tuple[str, ...]
    """Files that appeared outside the dataset."""

    def is_clean(self) -> bool:
        """Say whether nothing was lost, unknown or written elsewhere."""
        return not (self.lost or self.unknown or self.written)


def mutate(content: bytes, other: bytes, choose: random.Random) -> bytes:
    """Return the bytes with some changes of some kinds."""
    data = bytearray(content)
    for _ in range(choose.randint(1, _MOST_CHANGES)):
        choose.choice(_MUTATIONS)(data, other, choose)
    return bytes(data)


def _flip(data: bytearray, _other: bytes, choose: random.Random) -> None:
    for _ in range(choose.randint(1, 20)):
        if data:
            data[choose.randrange(len(data))] = choose.randrange(256)


def _drop(data: bytearray, _other: bytes, choose: random.Random) -> None:
    start, length = _range(data, choose)
    del data[start : start + length]


def _repeat(data: bytearray, _other: bytes, choose: random.Random) -> None:
    start, length = _range(data, choose)
    data[start:start] = data[start : start + length] * choose.randint(1, 4)


def _splice(data: bytearray, other: bytes, choose: random.Random) -> None:
    start, length = _range(other, choose)
    place = choose.randint(0, len(data))
    data[place : place + choose.randint(0, length)] = other[start : start + length]


def _cut(data: bytearray, _other: bytes, choose: random.Random) -> None:
    if choose.random() < 0.2:
        del data[choose.randint(0, len(data)) :]


def _exaggerate(data: bytearray, _other: bytes, choose: random.Random) -> None:
    numbers = list(_NUMBER.finditer(data))
    if numbers:
        number = choose.choice(numbers)
        data[number.start() : number.end()] = choose.choice(_EXTREMES)


_MUTATIONS: tuple[Callable[[bytearray, bytes, random.Random], None], ...] = (
    _flip, _drop, _repeat, _splice, _cut, _exaggerate, _exaggerate,
)  # fmt: skip


def _range(data: bytes | bytearray, choose: random.Random) -> tuple[int, int]:
    return choose.randint(0, len(data)), min(len(data), int(choose.paretovariate(0.7)))


def write_mutants(folder: Path, seeds: Sequence[Path], count: int, seed: int) -> None:
    """Write mutants of the seeds, and of a PDF without compression, so that changes reach its operators."""
    choose = random.Random(seed)
    contents = [(path.suffix, path.read_bytes()) for path in seeds]
    contents += [(".pdf", _plain_pdf())] * max(1, len(contents) // 3)
    for number in range(count):
        suffix, content = choose.choice(contents)
        _, other = choose.choice(contents)
        (folder / f"{number:05}{suffix}").write_bytes(mutate(content, other, choose))


def _plain_pdf() -> bytes:
    """Return a page with a ruled table, every operator of which is readable text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0, invariant=1)
    for row in range(6):
        for column in range(4):
            canvas.rect(60 + 110 * column, 700 - 30 * row, 110, 30)
            canvas.drawString(66 + 110 * column, 710 - 30 * row, f"{row * 12.5:.2f}")
    canvas.save()
    return buffer.getvalue()


def find_seeds(kinds: Sequence[str]) -> list[Path]:
    """Return the fixtures of these suffixes that are small enough."""
    paths = sorted(path for folder in SEEDS for path in Path(folder).iterdir())
    wanted = [path for path in paths if path.suffix.lstrip(".") in kinds]
    return [path for path in wanted if path.stat().st_size <= _LARGEST_SEED]


def fuzz(count: int, seed: int, kinds: Sequence[str], workers: int, keep: Path | None = None) -> Report:
    """Return what became of `count` mutants."""
    options = RunOptions(
        extract=ExtractSettings(pages=((1, 2),)), workers=workers, timeout=60, timeout_a_page=20, memory_gb=1.5
    )
    with tempfile.TemporaryDirectory() as place:
        inbox, out, home = (Path(place, name) for name in ("inbox", "out", "home"))
        inbox.mkdir()
        write_mutants(inbox, find_seeds(kinds), count, seed)
        with _elsewhere(home):
            summary = run([inbox], out, options)
        rows = list(Dataset(out).known.values())
        written = sorted(str(path.relative_to(place)) for path in home.rglob("*"))
        report = _sum_up(rows, count - summary.copies, written)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            for row in report.faults:
                shutil.copy(row.source, keep)
        return report


@contextmanager
def _elsewhere(home: Path) -> Iterator[None]:
    """Make a new folder everything that a library may take for its own: the home folder, and those for scratch."""
    home.mkdir()
    before = dict(os.environ)
    # camelot loads matplotlib where it is installed, as it is for the benchmarks; that keeps a list of fonts
    with tempfile.TemporaryDirectory() as fonts:
        os.environ |= {name: str(home) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
        os.environ["MPLCONFIGDIR"] = fonts
        try:
            with chdir(home):
                yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _sum_up(rows: list[DocumentRow], expected: int, written: list[str]) -> Report:
    codes = Counter(row.error_code or row.status for row in rows)
    return Report(
        by_code=dict(codes.most_common()),
        slowest=max(row.seconds for row in rows),
        faults=tuple(row for row in rows if row.error_code in FAULTS),
        lost=expected - len(rows),
        unknown=tuple(sorted({row.error_code for row in rows if row.error_code} - load_mends().keys())),
        written=tuple(written),
    )


def main() -> None:
    """Fuzz and print what came of it; ends with 1 where something was lost, unknown or written elsewhere."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="pdf,txt,md,html,jpg,png,tiff", help="suffixes of the fixtures to change")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the mutants that found a fault")
    chosen = parser.parse_args()
    report = fuzz(chosen.count, chosen.seed, chosen.kinds.split(","), chosen.workers, chosen.keep)
    faults = [f"{row.error_code:<15} {row.file_name} {row.error_message}" for row in report.faults]
    print(*faults, msgspec.json.format(msgspec.json.encode(report.by_code)).decode(), sep="\n")
    print(f"slowest {report.slowest:.1f} s, lost {report.lost}, unknown {report.unknown}, written {report.written}")
    sys.exit(0 if report.is_clean() else 1)


if __name__ == "__main__":
    main()
