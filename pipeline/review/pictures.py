"""Pages of the dataset's documents to pictures for a browser: upright, sharp enough to be enlarged."""

from __future__ import annotations

import io
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from pipeline.errors import NoPicture
from pipeline.object_files import fetched
from pipeline.page_pictures import check_source, page_picture, upright
from pipeline.review.opened import Opened
from pipeline.review.views import NoPicture as Missing

_DOTS_A_POINT = 3.0
"""216 dpi, about what offices scan with: characters of a form are 40 dots high."""
_QUALITY = 86
"""Of JPEG: a page of 0.3 MB without blots around its strokes."""
_KEPT_BYTES = 48_000_000
"""About a hundred pages: those that some people look at, and the next ones."""


class Pictures:
    """Page pictures as JPEG; drawn one at a time, because PDFium knows no threads."""

    def __init__(self, password: str | None = None) -> None:
        self._password = password
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._size = 0
        self._memory = Lock()
        self._drawing = Lock()

    def jpeg(self, opened: Opened, number: int) -> bytes:
        """Return a page turned upright; raises `NoPicture` where there is none to show."""
        key = opened.row.doc_id, number
        if (kept := self._find(key)) is not None:
            return kept
        with self._drawing:
            if (kept := self._find(key)) is not None:  # another thread has drawn it meanwhile
                return kept
            content = self._draw(opened, number)
        with self._memory:
            self._kept[key] = content
            self._size += len(content)
            while self._size > _KEPT_BYTES and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])
        return content

    def missing(self, opened: Opened) -> Missing | None:
        """Return why a document has no pictures, as far as that can be said without drawing one."""
        if all(page.kind == "export" for page in opened.reading.pages):
            return "export"
        location = opened.row.location
        if "://" in location:
            return None  # in an object store: told when a page is asked for
        path = Path(location)
        if not path.is_file():
            return "gone"
        try:
            check_source(path, opened.reading)
        except NoPicture:
            return "changed"
        return None

    def _draw(self, opened: Opened, number: int) -> bytes:
        page = opened.pages.get(number)
        if page is None:
            raise NoPicture(f"{opened.row.file_name}: page {number} was not read")
        try:
            with fetched(opened.row.location) as path:
                picture = page_picture(path, opened.reading, number, self._password, _DOTS_A_POINT)
        except OSError as error:
            raise NoPicture(f"{opened.row.file_name}: cannot be had: {error.strerror or error}") from error
        content = io.BytesIO()
        upright(picture, page).save(content, "JPEG", quality=_QUALITY)
        return content.getvalue()

    def _find(self, key: tuple[str, int]) -> bytes | None:
        with self._memory:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)
