"""One printed value and where it stands to what it says: `指标值`, `≥90%` -> `{"kind":"compare","op":"ge",…}`.

`read_value` takes any text without raising. The place (`ctx`) is said in the words of a form: a column's name, with
what else is known (`资金列, header 万元`, `fiscal_year=2024`, `指标值 of 满意度, target 90%`).
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
from msgspec import Struct

from normalizers.values.contexts import reader_for
from normalizers.values.types import Value


class _Line(Struct, frozen=True):
    ctx: str
    raw: str


_DECODER = msgspec.json.Decoder(_Line)
_ENCODER = msgspec.json.Encoder()
_BAD_INPUT = _ENCODER.encode(Value("unparsed", flags=("bad_input",)))


_REMEMBERED = 1 << 16
"""Values kept with their answer, about 20 MB: forms say `100%`, `无` and `≥95%` over and over."""


def read_value(ctx: str, raw: str) -> Value:
    """Return what `raw` says in the place `ctx`; what cannot be read for sure is `unparsed` and says why."""
    return reader_for(ctx)(raw)


def read_value_line(line: bytes) -> bytes:
    """Return the JSON of the value of one JSON line with `ctx` and `raw`; `bad_input` for any other line."""
    try:
        request = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _BAD_INPUT
    return _answer(request.ctx, request.raw)


@lru_cache(maxsize=_REMEMBERED)
def _answer(ctx: str, raw: str) -> bytes:
    return _ENCODER.encode(reader_for(ctx)(raw))
