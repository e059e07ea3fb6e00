"""What a person calls a document (`自评表.pdf`, a path, the first digits of its hash) to its row in a dataset."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.documents import DocumentRow
from pipeline.errors import NoInput, PipelineError
from pipeline.places import Place
from pipeline.streams import visible
from pipeline.tables import open_dataset_table, part_files, read_parquet, read_rows

_COLUMNS = ["doc_id", "source", "file_name", "location"]
_PREFIX = re.compile("[0-9a-f]{4,64}")
"""Four digits of a hash at least: fewer are more likely a file's name."""
_LISTED = 12
"""Candidates that an error names."""


class SeveralDocuments(PipelineError):
    """More than one document is called so."""


class Found(Struct, frozen=True):
    """A document's row and the part of the dataset that it is in."""

    row: DocumentRow
    part: str


def find_document(dataset: Place, wanted: str) -> Found:
    """Return the document that is meant; raises `NoDataset`, `NoInput` for none and `SeveralDocuments` for many.

    The most exact meaning wins: its whole hash or path, then its name, then the first digits of its hash, then the
    end of its path.
    """
    files = part_files(open_dataset_table(dataset, "documents"))
    rows = [
        {**row, "part": part}
        for part, file in sorted(files.items())
        for row in read_parquet(dataset / "documents" / file, _COLUMNS).to_pylist()
    ]
    for meant in (_exact(rows, wanted), _named(rows, wanted), _begun(rows, wanted), _ended(rows, wanted)):
        if len(meant) > 1:
            raise SeveralDocuments(_list_candidates(wanted, meant))
        if meant:
            return _load(dataset, files[meant[0]["part"]], meant[0])
    raise NoInput(_nothing(wanted, rows))


def _exact(rows: Iterable[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    absolute = os.path.abspath(wanted)  # noqa: PTH100 (Path.absolute keeps `..`)
    return [row for row in rows if wanted in (row["doc_id"], row["source"], row["location"])] or [
        row for row in rows if row["location"] == absolute
    ]


def _named(rows: Iterable[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["file_name"] == wanted]


def _begun(rows: Iterable[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    digits = wanted.lower()
    return [row for row in rows if row["doc_id"].startswith(digits)] if _PREFIX.fullmatch(digits) else []


def _ended(rows: Iterable[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["location"].endswith(f"/{wanted.lstrip('./')}")]


def _load(dataset: Place, file: str, meant: dict[str, Any]) -> Found:
    rows = read_rows(dataset / "documents" / file, "documents").to_pylist()
    row = next(row for row in rows if row["doc_id"] == meant["doc_id"])
    return Found(msgspec.convert(row, DocumentRow), meant["part"])


def _list_candidates(wanted: str, meant: list[dict[str, Any]]) -> str:
    shown = "; ".join(f"{row['doc_id'][:12]} {visible(row['source'])}" for row in meant[:_LISTED])
    more = f"; … and {len(meant) - _LISTED} more" if len(meant) > _LISTED else ""
    return f"{wanted}: {len(meant)} documents are called so, name one by the digits in front: {shown}{more}"


def _nothing(wanted: str, rows: list[dict[str, Any]]) -> str:
    near = get_close_matches(wanted, {row["file_name"] for row in rows}, n=3)
    hint = f"; did you mean {', '.join(map(visible, near))}?" if near else "; `jixiao status` counts what is in it"
    return f"{wanted}: no document of the dataset is called so{hint}"
