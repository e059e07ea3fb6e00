"""Save and load a `Document` as JSON: the cache, the fixtures and the debug print are this one format."""

from __future__ import annotations

import msgspec

from extractors.document import Document

_DECODER = msgspec.json.Decoder(Document)


def to_json(document: Document) -> bytes:
    """Return the document as compact UTF-8 JSON."""
    return msgspec.json.encode(document)


def from_json(content: bytes) -> Document:
    """Return the document saved by `to_json`; raises `msgspec.DecodeError` for anything else."""
    return _DECODER.decode(content)
