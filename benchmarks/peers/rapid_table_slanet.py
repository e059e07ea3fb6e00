"""RapidTable with SLANet-plus, the last version whose wheel carries the model, and RapidOCR for the texts.

`python -m benchmarks.peers.rapid_table_slanet`. It takes the picture of one table: the page is cut to what RapidOCR
found between the longest level lines of ink, which is kinder than the whole page.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import cv2
import numpy as np
from rapid_table import RapidTable
from rapidocr import RapidOCR

from benchmarks.peers.box_grid import Placed
from benchmarks.peers.page_pictures import page_pictures
from benchmarks.peers.serving import Read, serve


def load() -> Read:
    """Load the models that are in the packages."""
    reader, finder = RapidOCR(), RapidTable()
    return lambda path: [table(np.asarray(picture)[:, :, ::-1], reader, finder) for picture in page_pictures(path)]


def table(picture: Any, reader: Any, finder: Any) -> list[Placed]:
    """Read one page as one table."""
    top, bottom = extent(picture)
    picture = np.ascontiguousarray(picture[top:bottom])
    found = reader(picture)
    if found.boxes is None:
        return []
    lines = [
        [box.tolist(), text, score] for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
    ]
    parser = Cells()
    parser.feed(finder(picture, lines)[0])
    return parser.placed


def extent(picture: Any) -> tuple[int, int]:
    """Return where the first and the last level rule of at least a third of the width stand, else the whole page."""
    grey: Any = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(~grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -10)
    level: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 60), np.uint8))
    rows = np.flatnonzero((level > 0).sum(axis=1) > picture.shape[1] / 3)
    if len(rows) < 2:
        return 0, picture.shape[0]
    return max(0, int(rows[0]) - 5), int(rows[-1]) + 5


class Cells(HTMLParser):
    """Gives the cells of an HTML table their places."""

    def __init__(self) -> None:
        super().__init__()
        self.placed: list[Placed] = []
        self.taken: set[tuple[int, int]] = set()
        self.row = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        if tag == "tr":
            self.row += 1
        elif tag in {"td", "th"}:
            spans = dict(attrs)
            rows, columns = int(spans.get("rowspan") or 1), int(spans.get("colspan") or 1)
            column = next(at for at in range(10_000) if (self.row, at) not in self.taken)
            self.taken |= {(self.row + r, column + c) for r in range(rows) for c in range(columns)}
            self.placed.append(Placed(self.row, column, rows, columns, ""))

    def handle_data(self, data: str) -> None:
        """Add to the text of the last cell."""
        if self.placed:
            self.placed[-1] = self.placed[-1]._replace(text=self.placed[-1].text + data)


if __name__ == "__main__":
    serve(load, ["rapid-table", "rapidocr", "onnxruntime"])
