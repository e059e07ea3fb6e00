"""img2table with the reader that is named, `python -m benchmarks.peers.img2table_tables rapidocr` or `tesseract`.

Rotation is looked for; text of born-digital pages is taken from the PDF, as is its default.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from img2table.document import PDF, Image
from img2table.ocr import RapidOCR, TesseractOCR

from benchmarks.peers.box_grid import Placed
from benchmarks.peers.page_pictures import page_pictures
from benchmarks.peers.serving import Read, serve


def load() -> Read:
    """Load the reader for Chinese."""
    if sys.argv[1:] == ["tesseract"]:
        return lambda path: read(path, TesseractOCR(lang="chi_sim"))
    from rapidocr import LangRec  # noqa: PLC0415 (this environment may have one reader only)

    reader = RapidOCR(params={"Rec.lang_type": LangRec.CH})
    return lambda path: read(path, reader)


def read(path: Path, reader: Any) -> list[list[Placed]]:
    """Read all tables of all pages, also where single lines of rules are missing."""
    if path.suffix == ".pdf":
        pages = PDF(str(path), detect_rotation=True).extract_tables(ocr=reader, implicit_rows=False)
        return [placed(table) for page in pages.values() for table in page]
    tables = []
    for picture in page_pictures(path):
        file = io.BytesIO()
        picture.save(file, "PNG")
        page = Image(file.getvalue(), detect_rotation=True).extract_tables(ocr=reader, implicit_rows=False)
        tables += [placed(table) for table in page]
    return tables


def placed(table: Any) -> list[Placed]:
    """Make one cell of the places that show the same box."""
    places: dict[tuple[int, ...], list[tuple[int, int, str]]] = {}
    for row, cells in table.content.items():
        for column, cell in enumerate(cells):
            box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
            places.setdefault(box, []).append((row, column, cell.value or ""))
    found = []
    for same in places.values():
        rows, columns = [place[0] for place in same], [place[1] for place in same]
        spans = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
        found.append(Placed(min(rows), min(columns), *spans, same[0][2]))
    return found


if __name__ == "__main__":
    serve(load, ["img2table", "rapidocr", "onnxruntime"])
