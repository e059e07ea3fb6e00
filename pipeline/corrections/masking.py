"""Texts that people type about documents whose personal data are masked, masked as their readings are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from normalizers.personal import masked
from normalizers.redaction import redacted
from pipeline.corrections.again import load_reading
from pipeline.corrections.apply import corrected, find_printed
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import printed_of
from pipeline.dataset import Dataset
from pipeline.errors import NoReading
from pipeline.tasks import is_redacted


def masked_corrections(store: Dataset, rows: Sequence[Correction]) -> list[Correction]:
    """Return rows as they may be kept: of a document that was read with `--redact`, without names and numbers."""
    return [_masked(store, one) if _is_redacted(store, one.doc_id) else one for one in rows]


def _is_redacted(store: Dataset, doc_id: str) -> bool:
    row = store.find(doc_id)
    return row is not None and is_redacted(row.reader)


def _masked(store: Dataset, one: Correction) -> Correction:
    """Return a correction with its text masked as it is where it stands: a name beside 联系人 is stars."""
    old, reason = (None if text is None else masked(text) for text in (one.old, one.reason))
    if one.new is None or one.action not in ("text", "answer"):
        return msgspec.structs.replace(one, old=old, reason=reason)
    try:
        _, reading = load_reading(store, one.doc_id)
        said = corrected(reading, [msgspec.structs.replace(one, action="text")]).document
        here = find_printed([place for place in printed_of(redacted(said)) if place.spot.page == one.page], one)
    except NoReading:
        here = None
    new = masked(one.new) if here is None else here.text.text
    return msgspec.structs.replace(one, old=old, new=new, reason=reason)
