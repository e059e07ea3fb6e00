"""One row a run: the table `runs`, the record of what was done to a dataset, when, and by which versions."""

from __future__ import annotations

from msgspec import Struct

from normalizers.schema import Int
from pipeline.documents import Long, Moment


class RunRow(Struct, frozen=True, kw_only=True):
    """One `jixiao run` that came to its end; a run that was killed has none."""

    run_id: str
    started: Moment
    ended: Moment
    host: str
    options: str
    pipeline_version: str
    reader: str
    normalizer: str
    read: Int
    skipped: Int
    copies: Int
    ok: Int
    review: Int
    no_form: Int
    failed: Int
    pages: Long
    forms: Int
    errors: Int
    interrupted: bool
