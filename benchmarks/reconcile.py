"""Measures repairs and marks of figures: `python -m benchmarks.reconcile --seed 7 --forms 40 --papers fax,photocopy`.

Draws forms, some with figures that are wrong on paper, prints all their amounts, rates, weights and scores on pages of
the papers of `benchmarks.confusions`, reads these with the real recognisers, and puts what was read back into the
forms, whose other cells are read perfectly. So thousands of figures cost little, and their misreadings, confidences
and doubts are real. With `--examples` no page is drawn: each figure is read as one of its shape was before. What was
read is kept with `--keep FILE`, and used again where the file exists.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from benchmarks.confusions import COLUMNS, PAPERS, ROWS, Seen, plain, read_figures
from benchmarks.tradeoff_curve import Point, diagram
from extractors.document import Cell, Paragraph, Table
from fixtures.contents import draw_content
from fixtures.drawing import FormPart, form_part
from fixtures.grid import FormCell
from fixtures.plans import PLANS
from fixtures.subjects import draw_subject
from fixtures.wrong_figures import contradicted
from normalizers.evaluate_form import FormRows, evaluate_form
from normalizers.forms.take_parts import take_parts
from normalizers.reconcile.reconcile import BAR, Bar

LAYOUTS = ("transfer_payment", "transfer_payment_old", "project_expenditure", "sichuan", "rural_revitalisation")
"""Layouts whose funding lines the truth knows for certain."""
FIELDS = {
    "funding": ("budget_initial", "budget", "executed", "execution_rate", "weight", "score"),
    "indicators": ("weight", "score"),
}
AMOUNTS = frozenset({"budget_initial", "budget", "executed"})
ATTEMPTS = 4
"""Times that a page is printed and read: of a photocopy in ten the rules are not found whole."""
LEGIBLE = 0.5
"""Share of a form's figures that is read as printed on paper that can be read at all: of a fax that sent only crumbs of
its print nobody can say what stood there."""
SURE = 0.9999
"""Confidence of the cells that are not measured."""


class Drawn(Struct, frozen=True):
    """One form with its figures as they were read, by their place in the grid."""

    part: FormPart
    wrong: bool
    """Something in it is wrong on paper."""
    read: dict[tuple[int, int], Cell]


class Kept(Struct, frozen=True):
    """What is kept of one form: how it was drawn, and its figures as they were read."""

    number: int
    paper: str
    cells: tuple[Cell, ...]


class Tally(Struct, kw_only=True):
    """Sums over forms. A figure is misread where its text, read as it stands, gives another number than is printed."""

    forms: int = 0
    lost: int = 0
    figures: int = 0
    figures_of_wrong_forms: int = 0
    misread: int = 0
    misread_repaired: int = 0
    misread_marked: int = 0
    misread_unmarked: int = 0
    amounts_misread: int = 0
    amounts_repaired: int = 0
    legible_misread: int = 0
    legible_repaired: int = 0
    wrong_repairs: int = 0
    repairs_of_paper: int = 0
    rows: int = 0
    rows_right_marked: int = 0
    milliseconds: float = 0.0


def draw_part(seed: int, number: int, wrong_share: float) -> tuple[FormPart, bool]:
    """Draw one form, with a share of them wrong on paper in one to three figures."""
    rng = Random(f"{seed}/reconcile/{number}")
    layout = rng.choice(LAYOUTS)
    content = draw_content(rng, PLANS[layout], draw_subject(rng))
    wrong = rng.random() < wrong_share
    for _ in range(rng.randint(1, 3) if wrong else 0):
        content = contradicted(rng, content)
    return form_part(layout, content), wrong


def figures_of(part: FormPart) -> list[FormCell]:
    """Return the cells whose figures are measured: amounts, rates, weights, scores and the total of the scores."""
    names = {name for fields in FIELDS.values() for name in fields}
    return [
        cell
        for cell in part.grid.cells
        if cell.field and cell.text and (cell.field == "score_total" or cell.field.rpartition(".")[2] in names)
    ]


def read_forms(seed: int, count: int, wrong_share: float, papers: Sequence[str]) -> Iterator[Kept]:
    """Print the figures of forms, as many forms to a page as it holds, and read them."""
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        while number < count:
            paper = papers[number % len(papers)]
            batch: list[tuple[int, list[FormCell]]] = []
            while number < count and sum(len(cells) for _, cells in batch) < ROWS * COLUMNS * 2 // 3:
                batch.append((number, figures_of(draw_part(seed, number, wrong_share)[0])))
                number += 1
            texts = [cell.text for _, cells in batch for cell in cells][: ROWS * COLUMNS]
            for attempt in range(ATTEMPTS):  # a page whose rules were not found whole is spoiled anew
                rng = Random(f"{seed}/{paper}/{number}" + f"/{attempt}" * bool(attempt))
                seen = read_figures(rng, paper, texts, Path(folder))
                if len(seen) == len(texts):
                    yield from _shared_out(batch, [item.cell for item in seen], paper)
                    break
            else:
                print(f"forms up to {number} are lost: no page of theirs was found whole", file=sys.stderr)


def read_by_example(seed: int, count: int, wrong_share: float, examples: Sequence[Seen]) -> Iterator[Kept]:
    """Read the figures of forms as figures of their shape were read before, page by page of one paper."""
    shapes: dict[tuple[str, str], list[Seen]] = {}
    for one in examples:
        shapes.setdefault((one.paper, shape(one.printed)), []).append(one)
    papers = sorted({one.paper for one in examples})
    for number in range(count):
        rng = Random(f"{seed}/examples/{number}")
        paper = rng.choice(papers)
        cells = []
        for figure in figures_of(draw_part(seed, number, wrong_share)[0]):
            known = shapes.get((paper, shape(figure.text)))
            surely = Cell(0, 0, figure.text, method="rapidocr", confidence=SURE)
            cells.append(read_like(rng.choice(known), figure.text) if known else surely)
        yield Kept(number, paper, tuple(cells))


def shape(figure: str) -> str:
    """Return what is alike in figures that are read alike: `1,234.50` -> `9,999.99`."""
    return "".join("9" if sign.isdigit() else sign for sign in figure)


def read_like(example: Seen, figure: str) -> Cell:
    """Return a figure read with the faults, the confidence and the doubts of an example of the same shape."""
    return msgspec.structs.replace(
        example.cell,
        text=_faulty(example.printed, example.cell.text, figure),
        method="rapidocr",
        readings=tuple(
            msgspec.structs.replace(one, text=_faulty(example.printed, one.text, figure))
            for one in example.cell.readings
        ),
    )


def _faulty(printed: str, read: str, figure: str) -> str:
    """Return the figure with the faults between a printed text and its reading."""
    text = ""
    for tag, i, j, k, m in SequenceMatcher(None, printed, read, autojunk=False).get_opcodes():
        text += figure[i:j] if tag == "equal" else read[k:m]
    return text


def _shared_out(batch: Sequence[tuple[int, list[FormCell]]], cells: Sequence[Cell], paper: str) -> Iterator[Kept]:
    start = 0
    for number, own in batch:
        if start + len(own) <= len(cells):
            yield Kept(number, paper, tuple(cells[start : start + len(own)]))
        start += len(own)


def drawn(seed: int, wrong_share: float, kept: Kept) -> Drawn:
    """Return a form with its figures as they were read."""
    part, wrong = draw_part(seed, kept.number, wrong_share)
    places = [(cell.row, cell.column) for cell in figures_of(part)]
    return Drawn(part, wrong, dict(zip(places, kept.cells, strict=True)))


def evaluated(form: Drawn, bar: Bar) -> FormRows | None:
    """Normalise a form whose other cells are read perfectly; None where it is not recognised as one form."""
    grid = form.part.grid
    cells = tuple(_cell(cell, form.read.get((cell.row, cell.column))) for cell in grid.cells)
    lines = [*grid.title, *([grid.year_line] if grid.year_line else []), *([grid.corner] if grid.corner else [])]
    above = [Paragraph(1, line, method="rapidocr", confidence=SURE, centred=True) for line in lines]
    parts = take_parts((*above, Table(1, grid.rows, grid.columns, cells, finder="image")))
    return evaluate_form(parts.forms[0], 1, "0" * 64, (), None, bar=bar) if len(parts.forms) == 1 else None


def _cell(printed: FormCell, read: Cell | None) -> Cell:
    place = {
        "row": printed.row,
        "column": printed.column,
        "row_span": printed.row_span,
        "column_span": printed.column_span,
        "box": None,
    }
    if read is not None:
        return msgspec.structs.replace(read, **place)
    return Cell(text=printed.text, method="rapidocr", confidence=SURE, **place)  # type: ignore[arg-type]  # keywords


def tallied(form: Drawn, bar: Bar, tally: Tally) -> None:
    """Add what became of one form's figures."""
    tally.forms += 1
    started = time.process_time()
    rows = evaluated(form, bar)
    tally.milliseconds += 1000 * (time.process_time() - started)
    if rows is None or any(len(getattr(rows, table)) != len(_truths(form, table)) for table in FIELDS):
        tally.lost += 1
        return
    misread = _misread(form)
    before = tally.amounts_misread, tally.amounts_repaired
    remarks = [remark for remark in rows.remarks if remark.name == "figure_repaired"]
    repaired = {remark.field or "": remark.expected or "" for remark in remarks}
    _count_wrong_repairs(form, tally, repaired, misread)
    for table, fields in FIELDS.items():
        for ordinal, (truth, row) in enumerate(zip(_truths(form, table), getattr(rows, table), strict=True), 1):
            tally.rows += 1
            paths = [f"{table}[{ordinal}].{name}" for name in fields]
            right = [_figure(form, tally, path, truth, row, misread) for path in paths]
            tally.rows_right_marked += all(right) and row.needs_review
    if len(misread) <= (1 - LEGIBLE) * len(form.read):
        tally.legible_misread += tally.amounts_misread - before[0]
        tally.legible_repaired += tally.amounts_repaired - before[1]


def _count_wrong_repairs(form: Drawn, tally: Tally, repaired: dict[str, str], misread: set[str]) -> None:
    """Count repairs to another figure than the one that is printed."""
    printed = {cell.field: cell.text for cell in figures_of(form.part)}
    for path, text in repaired.items():
        shown = printed.get(path.removeprefix("form."), "")
        blank = not any(sign.isdigit() for sign in shown)
        if text if blank else _number(text.rstrip("%")) != _number(shown.rstrip("%")):
            tally.wrong_repairs += 1
            tally.repairs_of_paper += path not in misread


def _figure(form: Drawn, tally: Tally, path: str, truth: Any, row: Any, misread: set[str]) -> bool:
    """Count one figure; returns whether it is right."""
    name = path.rpartition(".")[2]
    expected, got = getattr(truth, name), getattr(row, name)
    if expected is UNSET or (expected is None and got is None):
        return True
    tally.figures += 1
    tally.figures_of_wrong_forms += form.wrong
    right: bool = expected == got
    if path in misread or not right:
        tally.misread += 1
        tally.misread_repaired += right
        tally.misread_marked += not right and row.needs_review
        tally.misread_unmarked += not right and not row.needs_review
        if name in AMOUNTS:
            tally.amounts_misread += 1
            tally.amounts_repaired += right
    return right


def _truths(form: Drawn, table: str) -> tuple[Any, ...]:
    rows = getattr(form.part.truth, table)
    return rows if isinstance(rows, tuple) else ()


def _misread(form: Drawn) -> set[str]:
    """Return the paths of the figures whose text does not give the printed number."""
    return {
        cell.field
        for cell in figures_of(form.part)
        if cell.field
        and any(sign.isdigit() for sign in cell.text)
        and _number(plain(form.read[cell.row, cell.column].text)) != _number(cell.text)
    }


def _number(text: str) -> Decimal | str:
    """Return a sound figure as a number, any other text as it is: `4.0%` is no `40%`, `5,080` is `5080`."""
    bare = text.removesuffix("%")
    whole, point, places = bare.partition(".")
    groups = whole.split(",")
    sound = groups[0].isdigit() and all(len(group) == 3 and group.isdigit() for group in groups[1:])
    if not sound or (point and not places.isdigit()) or bare != text and "%" not in text:
        return text
    return Decimal(bare.replace(",", "")).scaleb(-2 if bare != text else 0)


def measure(forms: Sequence[Drawn], bar: Bar) -> Tally:
    """Sum over forms."""
    tally = Tally()
    for form in forms:
        tallied(form, bar, tally)
    return tally


def table_of(tally: Tally) -> str:
    """Return the sums for people."""
    share = 100 * tally.amounts_repaired / max(1, tally.amounts_misread)
    legible = 100 * tally.legible_repaired / max(1, tally.legible_misread)
    return "\n".join(
        [
            f"forms {tally.forms} ({tally.lost} not found whole), figures {tally.figures},"
            f" of forms wrong on paper {tally.figures_of_wrong_forms}",
            f"misread {tally.misread}: repaired {tally.misread_repaired}, marked {tally.misread_marked},"
            f" neither {tally.misread_unmarked}",
            f"misread amounts {tally.amounts_misread}: repaired {tally.amounts_repaired} ({share:.1f} %);"
            f" of forms that can be read {tally.legible_misread}: {tally.legible_repaired} ({legible:.1f} %)",
            f"wrong repairs {tally.wrong_repairs}, of them of figures read as printed {tally.repairs_of_paper}",
            f"rows {tally.rows}, right and marked {tally.rows_right_marked}",
            f"{tally.milliseconds / max(1, tally.forms):.1f} ms a form to understand",
        ]
    )


CURVE = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 1.1)
"""Probabilities at which a proved figure loses its mark; the last is never."""


def curve(forms: Sequence[Drawn]) -> list[tuple[float, Tally]]:
    """Return the sums over the bar for taking marks away."""
    return [(proven, measure(forms, Bar(proven=proven))) for proven in CURVE]


def _read(options: argparse.Namespace) -> list[Kept]:
    papers = options.papers.split(",")
    if options.examples is None:
        return list(read_forms(options.seed, options.forms, options.wrong, papers))
    examples = msgspec.json.decode(options.examples.read_bytes(), type=list[Seen])
    chosen = [one for one in examples if one.paper in papers]
    return list(read_by_example(options.seed, options.forms, options.wrong, chosen))


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconcile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forms", type=int, default=20)
    parser.add_argument("--wrong", type=float, default=0.5, help="share of forms that are wrong on paper")
    parser.add_argument("--papers", default="fax,photocopy", help=f"comma-separated of {', '.join(PAPERS)}")
    parser.add_argument("--keep", type=Path, help="file of what was read; used again where it exists")
    parser.add_argument("--examples", type=Path, help="figures of `benchmarks.confusions --json`")
    parser.add_argument("--curve", action="store_true", help="print the sums over the bar for taking marks away")
    parser.add_argument("--svg", type=Path, help="draw that curve to this file")
    options = parser.parse_args(arguments)
    if options.keep and options.keep.exists():
        kept = msgspec.json.decode(options.keep.read_bytes(), type=list[Kept])
    else:
        kept = _read(options)
        if options.keep:
            options.keep.write_bytes(msgspec.json.encode(kept))
    forms = [drawn(options.seed, options.wrong, one) for one in kept]
    print(table_of(measure(forms, BAR)))
    if options.curve or options.svg:
        tallies = curve(forms)
        for proven, tally in tallies:
            print(f"{proven:.4f}  unmarked {tally.misread_unmarked:4}  right and marked {tally.rows_right_marked:5}")
        if options.svg:
            points = [Point(proven, tally.misread_unmarked, tally.rows_right_marked) for proven, tally in tallies]
            options.svg.write_text(diagram(points, tallies[0][1].rows, tallies[0][1].figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
