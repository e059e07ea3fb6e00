"""One real recognition of a tiny drawn picture by each model and reader; runs in a worker process, as documents do."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.errors import MissingTool
from extractors.ocr import ENGINES
from extractors.ocr.detect import detector_file, find_lines
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.ppocr import ModelName, load_model, model_file, read_lines
from extractors.settings import ExtractSettings, ReaderName
from pipeline.workers import limit_seconds

TEXT = "1024.50"
"""What is drawn: a font for it is in every installation."""

_SECONDS = 20.0
"""A reader that takes longer hangs; one takes half a second."""


class Sample(Struct, frozen=True):
    """What one model or reader made of the picture."""

    name: str
    text: str = ""
    sha256: str = ""
    """Of the model's file."""
    error: str = ""
    """Why it could not be asked."""


def try_model(name: ModelName, threads: int) -> Sample:
    """Read the picture with one model."""
    limit_seconds(_SECONDS)
    try:
        digest = hashlib.sha256(model_file(name).read_bytes()).hexdigest()
        (line,) = read_lines(load_model(name, threads), [_draw(260, 60)])
    except MissingTool as error:
        return Sample(name, error=str(error))
    return Sample(name, line.text, digest)


def try_detector(threads: int) -> Sample:
    """Find the line on a page; its text is the line's, where it was found alone."""
    limit_seconds(_SECONDS)
    try:
        digest = hashlib.sha256(detector_file().read_bytes()).hexdigest()
        lines = find_lines(_draw(640, 320), 1.0, threads)
    except MissingTool as error:
        return Sample("detector", error=str(error))
    return Sample("detector", TEXT if len(lines) == 1 else f"{len(lines)} lines", digest)


def try_reader(name: ReaderName, threads: int) -> Sample:
    """Read the picture with one reader, as `--reader` chooses it."""
    limit_seconds(_SECONDS)
    try:
        (readings,) = ENGINES[name]([LinePicture(_draw(260, 60))], ExtractSettings(reader=name, threads=threads))
    except MissingTool as error:
        return Sample(name, error=str(error))
    return Sample(name, readings[0].text if readings else "")


def _draw(wide: int, high: int) -> NDArray[Any]:
    picture = Image.new("L", (wide, high), 255)
    font = ImageFont.load_default(40)
    ImageDraw.Draw(picture).text((wide // 12, (high - 50) // 2), TEXT, font=font, fill=0)
    return np.asarray(picture)
