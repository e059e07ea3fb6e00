"""Line pictures to readings by the tesseract program with its Chinese data (`chi_sim`)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytesseract
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.errors import MissingTool
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.written import tidy
from extractors.settings import ExtractSettings

INSTALL = "apt install tesseract-ocr tesseract-ocr-chi-sim"
READER = "chi_sim psm 7"


def read_lines(lines: Sequence[LinePicture], settings: ExtractSettings) -> list[tuple[Reading, ...]]:
    """Read line pictures one by one; raises MissingTool where the program or its Chinese data is not installed."""
    _check_installed()
    os.environ.setdefault("OMP_THREAD_LIMIT", str(settings.threads))
    return [_readings(line.pixels) for line in lines]


@cache
def _check_installed() -> None:
    try:
        languages = pytesseract.get_languages(config="")
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise MissingTool(f"the program tesseract is not installed: {INSTALL}") from error
    if "chi_sim" not in languages:
        raise MissingTool(f"tesseract has no Chinese data (chi_sim): {INSTALL}")


def _readings(crop: NDArray[Any]) -> tuple[Reading, ...]:
    """Read one line; the confidence is that of its least sure word."""
    found = pytesseract.image_to_data(
        crop, lang="chi_sim", config="--psm 7", output_type=pytesseract.Output.DICT, timeout=60
    )
    words = [(text, float(sure)) for text, sure in zip(found["text"], found["conf"], strict=True) if text.strip()]
    text = tidy("".join(word for word, _ in words))
    if not text:
        return ()
    return (Reading(text, "tesseract", round(min(sure for _, sure in words) / 100, 4), READER),)
