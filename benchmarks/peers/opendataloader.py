"""The tables of OpenDataLoader PDF, a program in Java, `python -m benchmarks.peers.opendataloader`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opendataloader_pdf

from benchmarks.peers.box_grid import Placed
from benchmarks.peers.pdf_only import require_pdf
from benchmarks.peers.serving import Read, serve


def read(path: Path) -> list[list[Placed]]:
    """Convert a document to JSON and take its tables, which say rows, columns and spans."""
    require_pdf(path)
    with tempfile.TemporaryDirectory() as folder:
        opendataloader_pdf.convert(str(path), output_dir=folder, format="json", quiet=True, image_output="off")
        document = json.loads(next(Path(folder).glob("*.json")).read_text(encoding="utf-8"))
    return [list(cells(table)) for table in nodes(document, "table")]


def nodes(node: dict[str, Any], wanted: str) -> Iterator[dict[str, Any]]:
    """Yield what is of a type, outermost first, and nothing inside it."""
    for child in node.get("kids", ()):
        if child.get("type") == wanted:
            yield child
        else:
            yield from nodes(child, wanted)


def cells(table: dict[str, Any]) -> Iterator[Placed]:
    """Yield the cells of a table; its rows and columns count from 1."""
    for row in table["rows"]:
        for cell in row["cells"]:
            text = "\n".join(written(cell))
            yield Placed(cell["row number"] - 1, cell["column number"] - 1, cell["row span"], cell["column span"], text)


def written(node: dict[str, Any]) -> Iterator[str]:
    """Yield the texts inside a node."""
    if "content" in node:
        yield node["content"]
    for child in [*node.get("kids", ()), *node.get("list items", ())]:
        yield from written(child)


def load() -> Read:
    """Nothing is to be loaded: each document starts Java anew."""
    return read


if __name__ == "__main__":
    serve(load, ["opendataloader-pdf"])
