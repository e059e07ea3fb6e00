"""Datasets of older versions to today's columns and files; those of newer versions are refused.

Everything is written aside and then put in place in one journal: a migration that is cut off is begun again, or
finished by the next run.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from pipeline.columns import ROW_TYPES, arrow_schema
from pipeline.errors import NotADataset
from pipeline.journal import Commit, Journal, TableChange
from pipeline.parts import new_part, pack_documents
from pipeline.places import Place
from pipeline.tables import active_files, has_older_columns, name_file, part_of, read_rows

_FORMAT_FILE = ".format"
_FORMAT = 2
"""How the files of a dataset are laid out: 1, without the file, had any documents in any file."""

_UNFINISHED = ".unfinished"
"""Where format 1 named the documents of a commit that was cut off."""


def migrate(folder: Place, tables: Mapping[str, DeltaTable], journal: Journal) -> bool:
    """Bring a dataset up to date; raises `NotADataset` where a newer version wrote it, False where another run is
    just doing it."""
    older = refuse_newer(folder, tables)
    commit = journal.begin()
    if _read_format(folder) < _FORMAT and _has_other_files(tables):
        _lay_out(commit, folder, tables)
    else:
        for name in older:
            _rewrite(commit, folder, tables[name], name)
    if not commit.decide():
        return False
    journal.finish(tables)
    (folder / _UNFINISHED).unlink(missing_ok=True)
    if _read_format(folder) != _FORMAT:
        (folder / _FORMAT_FILE).write_text(f"{_FORMAT}\n")
    return True


def refuse_newer(folder: Place, tables: Mapping[str, DeltaTable]) -> list[str]:
    """Return the tables with older columns, `documents` last; raises `NotADataset` for a dataset that is newer."""
    if _read_format(folder) > _FORMAT:
        raise NotADataset(f"{folder}: was written by a newer version of jixiao; use that, or name another folder")
    return [name for name, table in tables.items() if has_older_columns(table, name)]


def _read_format(folder: Place) -> int:
    path = folder / _FORMAT_FILE
    text = path.read_text().strip() if path.exists() else ""
    return int(text) if text.isdigit() else 1


def _has_other_files(tables: Mapping[str, DeltaTable]) -> bool:
    return any(part_of(name) is None for table in tables.values() for name in active_files(table))


def _rewrite(commit: Commit, folder: Place, table: DeltaTable, name: str) -> None:
    """Write each file of a table anew with today's columns."""
    old = active_files(table)
    added = [
        commit.write(name, name_file(part_of(file) or new_part()), read_rows(folder / name / file, name))
        for file in old
    ]
    commit.change(TableChange(name, tuple(added), tuple(old), new_columns=True))


def _lay_out(commit: Commit, folder: Place, tables: Mapping[str, DeltaTable]) -> None:
    """Write all tables anew, some hundreds of documents a file; half-written documents are left to be read again."""
    unfinished = folder / _UNFINISHED
    halves = set(unfinished.read_text().split()) if unfinished.exists() else set()
    rows = _read_all(folder, tables["documents"], "documents").sort_by("location")
    documents = [
        (row["doc_id"], row["page_count"] or 1)
        for row in rows.select(["doc_id", "page_count"]).to_pylist()
        if row["doc_id"] not in halves
    ]
    parts = [(new_part(), doc_ids) for doc_ids in pack_documents(documents)]
    for name in ROW_TYPES:
        _split(commit, folder, tables[name], name, parts)


def _split(commit: Commit, folder: Place, table: DeltaTable, name: str, parts: list[tuple[str, list[str]]]) -> None:
    rows = _read_all(folder, table, name)
    added = []
    for part, doc_ids in parts:
        own = rows.filter(pc.is_in(rows["doc_id"], value_set=pa.array(doc_ids)))
        if own.num_rows:
            added.append(commit.write(name, name_file(part), own))
    commit.change(TableChange(name, tuple(added), tuple(active_files(table)), new_columns=True))


def _read_all(folder: Place, table: DeltaTable, name: str) -> pa.Table:
    parts = [read_rows(folder / name / file, name) for file in active_files(table)]
    return pa.concat_tables([arrow_schema(name).empty_table(), *parts])
