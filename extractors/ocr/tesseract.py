"""Line pictures to readings by the tesseract program with its Chinese data (`chi_sim`)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.errors import MissingTool
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.written import tidy
from extractors.settings import ExtractSettings

INSTALL = "apt install tesseract-ocr tesseract-ocr-chi-sim"
READER = "chi_sim psm 7"
PAPER = (10, 14)
"""Pixels of white added above and below, and at the sides: of 224 lines of office scans 199 were then read right,
without it 179."""
START_SECONDS, LINE_SECONDS = 60, 2
"""Seconds allowed for the program's start and for each line; a line takes 0.02."""


def read_lines(lines: Sequence[LinePicture], settings: ExtractSettings) -> list[tuple[Reading, ...]]:
    """Read the line pictures of one page in one run, since starting the program takes longer than ten lines.

    Raises MissingTool where the program or its Chinese data is not installed.
    """
    pytesseract = _installed()
    if not lines:
        return []
    os.environ["OMP_THREAD_LIMIT"] = "1"  # its threads spin while they wait: on a busy machine a page took minutes
    with tempfile.TemporaryDirectory() as folder:
        names = [_saved(line.pixels, Path(folder) / f"{place}.png") for place, line in enumerate(lines)]
        listed = Path(folder) / "lines.txt"
        listed.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        found = pytesseract.image_to_data(
            str(listed),
            lang="chi_sim",
            config="--psm 7",
            output_type=pytesseract.Output.DICT,
            timeout=START_SECONDS + LINE_SECONDS * len(lines),
        )
    words: list[list[tuple[str, float]]] = [[] for _ in lines]
    for place, text, sure in zip(found["page_num"], found["text"], found["conf"], strict=True):
        if str(text).strip():
            words[int(place) - 1].append((str(text), float(sure)))
    return [_readings(line) for line in words]


@cache
def _installed() -> Any:
    """Import what runs the program, and see whether it is there: it brings pandas, a second of every worker's start."""
    import pytesseract  # noqa: PLC0415

    try:
        languages = pytesseract.get_languages(config="")
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise MissingTool(f"the program tesseract is not installed: {INSTALL}") from error
    if "chi_sim" not in languages:
        raise MissingTool(f"tesseract has no Chinese data (chi_sim): {INSTALL}")
    return pytesseract


def _saved(pixels: NDArray[Any], path: Path) -> str:
    """Save a line's picture with white paper around it; returns the file's name."""
    down, across = PAPER
    cv2.imwrite(str(path), cv2.copyMakeBorder(pixels, down, down, across, across, cv2.BORDER_CONSTANT, value=(255.0,)))
    return str(path)


def _readings(words: Sequence[tuple[str, float]]) -> tuple[Reading, ...]:
    """Join the words of one line; the confidence is that of its least sure word."""
    text = tidy("".join(word for word, _ in words))
    if not text:
        return ()
    return (Reading(text, "tesseract", round(max(0.0, min(sure for _, sure in words)) / 100, 4), READER),)
