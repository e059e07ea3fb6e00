"""A dataset that is to be written or read: is it whole, and is there room?"""

from __future__ import annotations

from pathlib import Path

from pipeline.dataset_folders import is_dataset
from pipeline.doctor.diagnosis import Diagnosis, ok, problem
from pipeline.doctor.surroundings import disk
from pipeline.errors import PipelineError
from pipeline.places import Place, place


def dataset(name: str) -> list[Diagnosis]:
    """Look at a dataset, or at the place where one is to be made; of a URL only whether its package is here."""
    try:
        where = place(name)
        if not isinstance(where, Path):
            return [ok("dataset", f"{where}: the store's package is installed; the store was not asked")]
        return [_tables(where) if is_dataset(where) else ok("dataset", f"{where}: none yet"), disk(where)]
    except PipelineError as error:
        return [problem("dataset", str(error), "see docs/operations.md, or name another folder")]


def _tables(where: Place) -> Diagnosis:
    from pipeline.tables import read_table  # noqa: PLC0415 (loads what may be broken, and half a second)

    documents = read_table(where, "documents", ["doc_id"]).num_rows
    return ok("dataset", f"{where}: {documents} documents")
