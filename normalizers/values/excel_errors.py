"""What Excel prints in place of a value: `#DIV/0!` -> `DIV0`, `#####` (a column too narrow) -> `OVERFLOW`."""

from __future__ import annotations

import re

from normalizers.characters import plain

_LOOK_ALIKES = str.maketrans("OILQ", "0110")
_KNOWN = {
    name.translate(_LOOK_ALIKES): code
    for name, code in {
        "DIV/0": "DIV0",
        "REF": "REF",
        "N/A": "NA",
        "NAME": "NAME",
        "NULL": "NULL",
        "NUM": "NUM",
        "VALUE": "VALUE",
        "SPILL": "SPILL",
        "CALC": "CALC",
        "GETTINGDATA": "LOADING",
        "NIA": "NA",
        "DN/0": "DIV0",
    }.items()
}
_NOISE = re.compile(r"[^A-Z0-9/]")
_TOO_NARROW = re.compile("#{3,}")


def read_excel_error(text: str) -> str | None:
    """Return the code of an Excel error value, also as OCR reads it (`#DIV/O!`), or None."""
    if "#" not in text and "＃" not in text and not text.startswith("DIV/"):
        return None
    upper = plain(text).replace(" ", "").upper()
    if _TOO_NARROW.fullmatch(upper):
        return "OVERFLOW"
    if not upper.startswith(("#", "DIV/")):
        return None
    name = _NOISE.sub("", upper).translate(_LOOK_ALIKES)
    return _KNOWN.get(name) or _KNOWN.get(name.removesuffix("1"))
