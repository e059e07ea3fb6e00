"""Runs extraction and normalisation over many documents and writes the dataset.

The whole Python interface is three functions, loaded when they are first asked for:

    from pipeline import extract, normalize, run

    document = extract(Path("自评表.pdf"))          # what is printed
    evaluation = normalize(document)                # what it means
    summary = run(["scans/2023"], "out/dataset")    # many documents, as Parquet tables
    print(summary.forms, [failure.message for failure in summary.failures])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.extract import extract
    from normalizers.normalize import normalize
    from pipeline.batch import run
    from pipeline.options import RunOptions

__all__ = ["RunOptions", "extract", "normalize", "run"]

_HOMES = {
    "RunOptions": "pipeline.options",
    "extract": "extractors.extract",
    "normalize": "normalizers.normalize",
    "run": "pipeline.batch",
}


def __getattr__(name: str) -> object:
    # readers and recognisers take seconds to load, which `jixiao --help` must not pay
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
