"""ENGINES: name -> the reader of line pictures; add an engine here.

An engine takes grey pictures of single text lines and gives for each its readings, the chosen one first, none where
nothing could be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import NDArray

from extractors.document import Reading
from extractors.ocr import cascade, tesseract
from extractors.settings import ExtractSettings

Engine = Callable[[Sequence[NDArray[Any]], ExtractSettings], list[tuple[Reading, ...]]]

ENGINES: dict[str, Engine] = {
    "auto": cascade.read_lines,
    "rapidocr": cascade.read_lines,
    "tesseract": tesseract.read_lines,
}
