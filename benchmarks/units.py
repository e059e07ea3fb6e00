"""Measures how the unit of money is judged: `python -m benchmarks.units --seed 7 --count 60`.

Draws forms of bodies from townships to provinces whose header says 万元, in all layouts, and prints their amounts in
万元 (the header is right) or in 元 (it is wrong), with a text that repeats an amount and without. Says how often the
unit is taken wrongly without a finding, and how often a right header is put in doubt.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from random import Random

import msgspec
from msgspec import Struct

from extractors.extract import extract
from extractors.settings import ExtractSettings
from fixtures.contradictions import Scene, draw_scene, edited, lines_of, printed
from fixtures.exports import html_text
from fixtures.layouts import LAYOUTS
from normalizers.normalize import normalize

BODIES = {
    "institution": ("云溪县文化馆", 1e4, 1e6),
    "township": ("青禾镇人民政府", 2e4, 2e7),
    "county": ("云溪县民政局", 2e5, 1e9),
    "prefecture": ("海州市农业农村局", 1e6, 3e9),
    "province": ("云岭省民政厅", 1e7, 3e10),
}
"""Who fills the form in, and the least and the largest total in yuan; drawn evenly by its logarithm."""
WAN_PLACES, YUAN_PLACES = (2, 2, 2, 0, 4, 6), (2, 2, 2, 0)
"""Decimals that forms print in 万元 and in 元, as often as they stand here."""
_WAN = Decimal(10_000)


class Drawn(Struct, frozen=True):
    """One form: who filled it in, the unit that its figures are really in, and whether a text proves it."""

    body: str
    unit: str
    told: bool
    scene: Scene


class Tally(Struct, kw_only=True):
    """What became of forms of one kind."""

    forms: int = 0
    right: int = 0
    right_told: int = 0
    wrong_told: int = 0
    wrong_silent: int = 0


def draw(seed: int, number: int, body: str, unit: str, *, told: bool) -> Drawn | None:
    """Draw one form; None for a layout whose columns of money cannot be told apart."""
    rng = Random(f"{seed}/{body}/{unit}/{told}/{number}")
    scene = draw_scene(rng, tuple(LAYOUTS)[number % len(LAYOUTS)], 1, report=False)
    lines = lines_of(scene)
    if not lines or lines[0][0] != "funding[1]":
        return None
    name, least, largest = BODIES[body]
    total = math.exp(rng.uniform(math.log(least), math.log(largest)))
    factor = Decimal(total) / (lines[0][1].budget or Decimal(1))
    places = rng.choice(WAN_PLACES if unit == "万元" else YUAN_PLACES)
    texts = _amounts(scene, factor if unit == "万元" else factor * _WAN, places, exact=unit == "元")
    said = f"{texts['funding[1].executed']}{unit}" if told else ""
    texts |= {field: name for field in ("department", "implementing_unit") if printed(scene, field)}
    if printed(scene, "goals[1].actual") is None and told:
        return None
    texts["goals[1].actual"] = f"任务按计划推进，全年支出{said}。" if said else "任务按计划推进。"
    return Drawn(body, unit, told, edited(msgspec.structs.replace(scene, report=None), texts))


def _amounts(scene: Scene, factor: Decimal, places: int, *, exact: bool) -> dict[str, str]:
    """Return the amounts of a form, printed in 万元, multiplied and rounded.

    `exact` parts add up to their totals, as what is paid to the cent does; others are rounded one by one.
    """
    cells = [cell for cell in scene.forms[0].grid.cells if (cell.field or "").startswith("funding[")]
    columns: dict[str, dict[str, Decimal]] = {}
    for cell in cells:
        path, _, column = (cell.field or "").rpartition(".")
        if column in {"budget_initial", "budget", "executed"} and cell.text:
            columns.setdefault(column, {})[path] = Decimal(cell.text.replace(",", ""))
    step = Decimal(1).scaleb(-places)
    texts: dict[str, str] = {}
    for column, drawn in columns.items():
        amounts = {path: (amount * factor).quantize(step) for path, amount in drawn.items()}
        if exact:
            _make_exact(drawn, amounts)
        texts |= {f"{path}.{column}": f"{amount}" for path, amount in amounts.items()}
    return texts


def _make_exact(drawn: dict[str, Decimal], amounts: dict[str, Decimal]) -> None:
    """Let the largest part of lines that add up to the total, the first line, take up what rounding left."""
    total, *parts = drawn
    run: list[str] = []
    for path in parts:
        run.append(path)
        if sum(drawn[one] for one in run) == drawn[total]:
            largest = max(run, key=lambda one: drawn[one])
            amounts[largest] += amounts[total] - sum(amounts[one] for one in run)
            run = []


def judged(drawn: Drawn, folder: Path, tally: Tally) -> str:
    """Count what became of a form; returns a line for one whose unit is wrong and no finding says so."""
    path = folder / "form.html"
    path.write_text(html_text(drawn.scene.drawing), encoding="utf-8")
    evaluation = normalize(extract(path, ExtractSettings()))
    if not evaluation.forms:
        return ""
    form = evaluation.forms[0]
    told = any(finding.rule == "F-03" for finding in evaluation.findings)
    right = form.effective_unit == drawn.unit
    tally.forms += 1
    tally.right += right and not told
    tally.right_told += right and told
    tally.wrong_told += not right and told
    tally.wrong_silent += not right and not told
    if right or told:
        return ""
    return f"silent: {drawn.body} {drawn.unit} {form.layout}: {evaluation.funding[0].budget_raw}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.units", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60, help="forms of each kind")
    options = parser.parse_args(arguments)
    print("body        figures in  text  forms  right  right, told  wrong, told  wrong, silent")
    with tempfile.TemporaryDirectory() as folder:
        for body in BODIES:
            for unit in ("万元", "元"):
                for told in (True, False):
                    tally = Tally()
                    drawn = (draw(options.seed, number, body, unit, told=told) for number in range(options.count))
                    lines = [judged(one, Path(folder), tally) for one in drawn if one is not None]
                    print(
                        f"{body:<11} {unit:<9} {'yes' if told else 'no':<4} {tally.forms:>6} {tally.right:>6}"
                        f" {tally.right_told:>12} {tally.wrong_told:>12} {tally.wrong_silent:>14}"
                    )
                    print("".join(f"  {line}\n" for line in lines if line), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
