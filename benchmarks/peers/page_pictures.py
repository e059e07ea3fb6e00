"""The pages of a document as pictures: PDF rendered with pypdfium2, picture files opened with Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageOps
import PIL.ImageSequence
import pypdfium2

DPI = 200
"""What img2table renders at, and what most of the scans have."""


def page_pictures(path: Path) -> Iterator[Any]:
    """Yield each page as an RGB picture, turned as the file says it is to be shown."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        for page in document:
            yield page.render(scale=DPI / 72).to_pil().convert("RGB")
            page.close()
        document.close()
        return
    with PIL.Image.open(path) as file:
        for frame in PIL.ImageSequence.Iterator(file):
            yield PIL.ImageOps.exif_transpose(frame).convert("RGB")
