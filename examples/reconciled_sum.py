"""A figure with two readings to a picture of how its form decides: `python -m examples.reconciled_sum OUT.png`.

The form is made up here; what is repaired, and the finding, come from the program.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")

from matplotlib import pyplot

from examples.page_to_tables import choose_font, save_small
from extractors.document import Box, Cell, Document, Page, Paragraph, Reading, Table
from pipeline import normalize

ROWS = (
    ("转移支付（项目）名称", "水利发展资金", "", ""),
    ("资金投入情况（元）", "全年预算数（A）", "全年执行数（B）", "执行率（B/A）"),
    ("年度资金总额", "3000000.00", "2700000.50", "90.00%"),
    ("中央财政资金", "1800000.00", "1880000.50", "93.33%"),
    ("县级财政资金", "1200000.00", "1020000.00", "85.00%"),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "改造渠道长度", "≥12公里"),
)
UNSURE = (3, 2)
READINGS = (
    Reading("1880000.50", "rapidocr", 0.50, "tiny"),
    Reading("1680000.50", "rapidocr", 0.40, "small"),
)
MONEY = slice(1, 5)
"""The rows that are shown."""
WRONG, RIGHT = "#b8451f", "#2f7d32"
_COLOURS = 32


def read_form() -> Document:
    """Return the form as two readers read it; of one figure they differ."""
    cells = tuple(_cell(row, column, text) for row, texts in enumerate(ROWS) for column, text in enumerate(texts))
    table = Table(page=1, rows=len(ROWS), columns=4, cells=cells, finder="image")
    title = Paragraph(page=1, text="水利发展资金绩效自评表", method="rapidocr", confidence=0.999)
    page = Page(number=1, kind="scanned", width=400, height=300, blocks=(title, table))
    return Document("0" * 64, "form.png", "image/png", 1, "example", 1, (page,))


def _cell(row: int, column: int, text: str) -> Cell:
    box = Box(column * 100.0, row * 20.0, column * 100.0 + 100, row * 20.0 + 20)
    if (row, column) == UNSURE:
        return Cell(row, column, text, 1, 1, 1, box, "rapidocr", 0.5, READINGS, ("low_confidence", "readers_disagree"))
    return Cell(row, column, text, box=box, method="rapidocr", confidence=0.9999)


def draw(out: Path) -> None:
    """Write the picture: the money as it was read, what each reading would mean, and what was decided."""
    evaluation = normalize(read_form())
    (repaired,) = (finding for finding in evaluation.findings if finding.name == "figure_repaired")
    choose_font()
    figure = pyplot.figure(figsize=(11, 4.6), dpi=100)
    _draw_money(figure)
    for place, reading in enumerate(READINGS):
        _draw_sums(figure, reading, 0.86 - 0.29 * place)
    line = evaluation.funding[1]
    told = (
        f"findings: {repaired.rule} · {repaired.field} · observed {repaired.observed} · expected {repaired.expected}",
        f"funding[2]: executed {line.executed}, executed_raw {line.executed_raw}, needs_review {line.needs_review}",
    )
    for number, text in enumerate(told):
        figure.text(0.03, 0.2 - 0.08 * number, text, fontsize=11)
    figure.savefig(out)
    save_small(out, _COLOURS)


def _draw_money(figure: Any) -> None:
    axes = figure.add_axes((0.03, 0.32, 0.44, 0.56))
    axes.axis("off")
    axes.set_title("as it was read", loc="left", fontsize=12, fontweight="bold")
    table = axes.table([list(row) for row in ROWS[MONEY]], loc="center", cellLoc="center", bbox=(0, 0, 1, 1))
    table.auto_set_font_size(False)
    table.set_fontsize(9)
    unsure = table[UNSURE[0] - MONEY.start, UNSURE[1]]
    unsure.set_facecolor("#f6ddd3")
    unsure.get_text().set_text("\n".join(f"{one.text}  {one.confidence:.2f}" for one in READINGS))


def _draw_sums(figure: Any, reading: Reading, top: float) -> None:
    """Write what the form's two equations make of one reading."""
    executed, budget, other, total = (Decimal(text) for text in (reading.text, ROWS[3][1], ROWS[4][2], ROWS[2][2]))
    printed = ROWS[3][3]
    rate = f"{(executed / budget * 100).quantize(Decimal('0.01'))}%"
    figure.text(0.51, top, f"if it is {executed:,}  ({reading.confidence:.2f})", fontsize=12, fontweight="bold")
    sums = (
        (f"{executed:,} + {other:,} = {executed + other:,}", f"{total:,}", executed + other == total),
        (f"{executed:,} ÷ {budget:,} = {rate}", printed, rate == printed),
    )
    for number, (sum_, wanted, agrees) in enumerate(sums, 1):
        said = f"{sum_}, as printed" if agrees else f"{sum_}, printed is {wanted}"
        colour = RIGHT if agrees else WRONG
        figure.text(0.53, top - 0.075 * number, said, fontsize=11, color=colour)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
