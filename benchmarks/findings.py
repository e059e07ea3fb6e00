"""Measures the findings: `python -m benchmarks.findings --seed 7 --count 3 --files html,pdf`.

Draws `--count` coherent documents of each layout and plants one contradiction after the other into each. For every
plant: of how many documents the right rule was found at the right field; and what was found on those without any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from msgspec import Struct

from extractors.extract import extract
from extractors.settings import ExtractSettings
from fixtures.contradictions import PLANTS, Expected, Plant, Scene, draw_scene
from fixtures.contradictions_text import TEXT_PLANTS, UNIT_PLANTS
from fixtures.draw import wanted
from fixtures.drawing import draw_page_style, write_pdf
from fixtures.exports import html_text, tab_text
from fixtures.image_files import save_jpeg_pdf
from fixtures.kinds import page_images
from fixtures.layouts import LAYOUTS
from fixtures.scans import office
from normalizers.normalize import normalize
from normalizers.schema import Evaluation

ALL_PLANTS: dict[str, Plant] = {**PLANTS, **TEXT_PLANTS, **UNIT_PLANTS}
CLEAN = "clean"
_SCAN_DPI, _SCAN_QUALITY = 200, 80
"""What office scanners are set to: dots an inch, JPEG quality."""


class Case(Struct, frozen=True):
    """One document to read: its scene, what was planted (`clean` for nothing) and what must be found."""

    key: str
    plant: str
    scene: Scene
    expected: Expected | None = None


def cases(
    seed: int, count: int, plants: tuple[str, ...], layouts: tuple[str, ...] = tuple(LAYOUTS), *, report: bool = True
) -> Iterator[Case]:
    """Yield for each coherent document itself, and a copy for every plant that finds a place in it."""
    for layout in layouts:
        for number in range(count):
            key = f"{seed}/{layout}/{number}"
            scene = draw_scene(Random(key), layout, 1 if number % 2 or not report else 3, report=report)
            yield Case(key, CLEAN, scene)
            for name in plants:
                planted = ALL_PLANTS[name](Random(f"{key}/{name}"), scene)
                if planted is not None:
                    yield Case(key, name, *planted)


def _write_pdf(case: Case, stem: Path) -> Path:
    path = stem.with_suffix(".pdf")
    write_pdf(case.scene.drawing, draw_page_style(Random(case.key), case.scene.drawing), path, seed=0)
    return path


def _write_scan(case: Case, stem: Path) -> Path:
    """Write an office scan of 200 dpi."""
    drawing, path, rng = case.scene.drawing, stem.with_suffix(".pdf"), Random(f"{case.key}/scan")
    images = page_images(drawing, draw_page_style(Random(case.key), drawing), _SCAN_DPI)
    save_jpeg_pdf([office(image, rng) for image in images], path, _SCAN_DPI, _SCAN_QUALITY)
    return path


def _write_text(ending: str, spell: Callable[[Case], str]) -> Callable[[Case, Path], Path]:
    def write(case: Case, stem: Path) -> Path:
        path = stem.with_suffix(ending)
        path.write_text(spell(case), encoding="utf-8")
        return path

    return write


WRITERS: dict[str, Callable[[Case, Path], Path]] = {
    "txt": _write_text(".txt", lambda case: tab_text(case.scene.drawing)),
    "html": _write_text(".html", lambda case: html_text(case.scene.drawing)),
    "pdf": _write_pdf,
    "scan": _write_scan,
}
"""Kinds of file that the documents are written as."""


def is_found(evaluation: Evaluation, expected: Expected) -> bool:
    """Say whether the findings have the rule that was broken, at its field and form."""
    return any(
        finding.rule == expected.rule
        and expected.field in {None, finding.field}
        and (expected.form is None or (finding.form_id or "").endswith(f"-{expected.form}"))
        for finding in evaluation.findings
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.findings", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3, help="documents of each layout")
    parser.add_argument("--plants", default="", help="comma-separated; all without, `none` for clean documents only")
    parser.add_argument("--layouts", default="", help="comma-separated; all without")
    parser.add_argument("--report", action=argparse.BooleanOptionalAction, default=True, help="draw reports too")
    parser.add_argument("--files", default="html", help=f"comma-separated: {', '.join(WRITERS)}")
    options = parser.parse_args(arguments)
    chosen = wanted(options.plants, ALL_PLANTS, "plant") if options.plants != "none" else ()
    plants = chosen if options.plants else tuple(ALL_PLANTS)
    layouts = wanted(options.layouts, LAYOUTS, "layout") or tuple(LAYOUTS)
    found: Counter[str] = Counter()
    drawn: Counter[str] = Counter()
    clean: Counter[tuple[str, str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for files in wanted(options.files, WRITERS, "kind of file"):
            for case in cases(options.seed, options.count, plants, layouts, report=options.report):
                evaluation = normalize(extract(WRITERS[files](case, Path(folder) / "document"), ExtractSettings()))
                drawn[case.plant] += 1
                if case.expected is None:
                    told = [one for one in evaluation.findings if not one.rule.startswith("R-")]
                    clean.update((one.severity, one.rule, one.name) for one in told)
                elif is_found(evaluation, case.expected):
                    found[case.plant] += 1
                else:
                    print(f"missed: {files} {case.key} {case.plant}: {case.expected.rule} {case.expected.field}")
    for name in plants:
        print(f"{name:<24} {found[name]:>4} of {drawn[name]}")
    print(f"found on {drawn[CLEAN]} documents without a contradiction:")
    for (severity, rule, name), count in sorted(clean.items()):
        print(f"  {severity:<8} {rule} {name:<28} {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
