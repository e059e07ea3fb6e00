"""ENGINES: name -> the reader of line pictures; add an engine here.

An engine takes pictures of single text lines and gives for each its readings, the chosen one first, none where nothing
could be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.document import Reading
from extractors.ocr import cascade, tesseract
from extractors.ocr.line_picture import LinePicture
from extractors.settings import ExtractSettings

Engine = Callable[[Sequence[LinePicture], ExtractSettings], list[tuple[Reading, ...]]]

ENGINES: dict[str, Engine] = {
    "auto": cascade.read_lines,
    "rapidocr": cascade.read_lines,
    "tesseract": tesseract.read_lines,
}
