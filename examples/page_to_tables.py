"""A page to a picture of the page, as it was read, beside its rows: `python -m examples.page_to_tables OUT.png`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib

matplotlib.use("agg")

from matplotlib import font_manager, pyplot
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from pipeline import extract, normalize
from pipeline.debug_images import draw_reading

PAGE = Path("fixtures/documents/seal_over_figures.pdf")
FONTS = ("Noto Sans CJK SC", "WenQuanYi Zen Hei", "Droid Sans Fallback")
_Place = tuple[float, float, float, float]
_Row = tuple[object, ...]
_COLOURS = 64
"""Enough for print, rules and a seal; keeps the file small."""


def draw(out: Path) -> None:
    """Write the picture: the page with its cells framed, beside it rows of `funding` and `indicators`."""
    document = extract(PAGE)
    evaluation = normalize(document)
    funding = [
        (line.source, line.budget_raw, f"{line.budget}", line.execution_rate_raw, _mark(line.needs_review))
        for line in evaluation.funding
        if line.budget is not None
    ]
    indicators = [
        (row.level1, row.target_raw, row.target_comparator, row.target_value, row.actual_value, row.attainment)
        for row in evaluation.indicators
        if row.target_value is not None
    ]
    choose_font()
    figure = pyplot.figure(figsize=(12, 7.4), dpi=100)
    with TemporaryDirectory() as folder:
        (drawn,) = draw_reading(PAGE, document, Path(folder))
        page = figure.add_axes((0.01, 0.01, 0.43, 0.97))
        page.imshow(Image.open(drawn).convert("RGB"))
    page.axis("off")
    money = ("source", "budget_raw", "budget", "rate_raw", "review")
    _table(figure, (0.46, 0.70, 0.53, 0.20), "funding", money, funding)
    columns = ("level1", "target_raw", "comparator", "target", "actual", "attainment")
    _table(figure, (0.46, 0.10, 0.53, 0.50), "indicators", columns, indicators)
    figure.savefig(out)
    save_small(out, _COLOURS)


def choose_font() -> None:
    """Let plots print Chinese where a font for it is installed."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    pyplot.rcParams["font.family"] = [name for name in FONTS if name in installed] or ["DejaVu Sans"]


def save_small(out: Path, colours: int) -> None:
    """Save a picture again with few colours."""
    Image.open(out).convert("RGB").quantize(colours, Image.Quantize.MAXCOVERAGE).save(out, optimize=True)


def _table(figure: Figure, place: _Place, name: str, columns: tuple[str, ...], rows: Sequence[_Row]) -> None:
    """Draw one table into its part of the figure."""
    axes = figure.add_axes(place)
    axes.axis("off")
    axes.set_title(name, loc="left", fontsize=13, fontweight="bold")
    texts = [["–" if value is None else _plain(value) for value in row] for row in rows]
    table = axes.table(texts, colLabels=columns, loc="upper left", cellLoc="left", bbox=Bbox.unit())
    table.auto_set_font_size(False)
    table.set_fontsize(10)


def _plain(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text and text.replace(".", "").isdigit() else text


def _mark(needs_review: bool) -> str:
    return "true" if needs_review else "false"


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
