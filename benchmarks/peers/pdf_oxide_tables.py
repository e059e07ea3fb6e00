"""The tables of pdf_oxide, a library in Rust, `python -m benchmarks.peers.pdf_oxide_tables`; it says no spans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pdf_oxide import PdfDocument

from benchmarks.peers.box_grid import Placed
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve


def read(path: Path) -> list[list[Placed]]:
    """Read all tables of all pages with the default settings."""
    require_pdf(path)
    document = PdfDocument(str(path))
    return [numbered(table["rows"]) for page in range(document.page_count()) for table in document.extract_tables(page)]


def numbered(rows: list[dict[str, Any]]) -> list[Placed]:
    """Give each cell its row and column; boxes are those of texts, so that they tell no spans."""
    return [
        Placed(row, column, 1, 1, cell["text"])
        for row, line in enumerate(rows)
        for column, cell in enumerate(line["cells"])
    ]


def load() -> Read:
    """Nothing is to be loaded."""
    return read


if __name__ == "__main__":
    serve(load, ["pdf_oxide"])
