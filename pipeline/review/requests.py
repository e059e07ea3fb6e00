"""What the page sends, and what it gets: JSON of known shapes, anything else is refused."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from pipeline.review.filters import Facets
from pipeline.review.sessions import Session
from pipeline.review.views import ItemView, PastView

MOST_BYTES = 1_000_000
"""Of a request: the longest goal that was ever printed has 10 kB."""
MOST_CHARACTERS = 20_000
"""Of a typed text."""

BodyT = TypeVar("BodyT", bound=Struct)


class BadRequest(Exception):
    """The request is not one that our page sends."""


class Name(Struct, frozen=True, forbid_unknown_fields=True):
    """A reviewer gives a name."""

    name: str


class ChosenLanguage(Struct, frozen=True, forbid_unknown_fields=True):
    """A reviewer changes the language."""

    language: str


class Typed(Struct, frozen=True, forbid_unknown_fields=True):
    """A text typed into a cell."""

    cell: str
    text: str


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """What would be with these texts? The last one is being typed."""

    item: str
    typed: tuple[Typed, ...]


class Decide(Struct, frozen=True, forbid_unknown_fields=True):
    """A decision about a row; `query` is that of the queue, in which the next item is to be found."""

    item: str
    fingerprint: str
    typed: tuple[Typed, ...] = ()
    seen: dict[str, str | None] = {}
    reason: str = ""
    query: dict[str, str] = {}


class TakeBack(Struct, frozen=True, forbid_unknown_fields=True):
    """Take back one correction, or without its name the person's last decision."""

    correction: str | None = None


class Skip(Struct, frozen=True, forbid_unknown_fields=True):
    """Leave an item for later."""

    item: str
    query: dict[str, str] = {}


class Progress(Struct, frozen=True):
    """How far the work is."""

    done: int
    left: int
    skipped: int
    people: tuple[tuple[str, int], ...]
    writing: int
    write_failed: str


class Turn(Struct, frozen=True):
    """The item to show, None at the end, and how far the work is."""

    item: ItemView | None
    progress: Progress


class DecideAnswer(Struct, frozen=True):
    """What became of a decision, and the next item."""

    settled: int
    still_open: bool
    item: ItemView | None
    progress: Progress


class UndoAnswer(Struct, frozen=True):
    """The item that is open again; None where there was nothing to take back."""

    item: ItemView | None
    done: bool
    progress: Progress


class ConflictAnswer(Struct, frozen=True):
    """Nothing was written: what others have written, and the item as it is now."""

    code: str
    others: tuple[PastView, ...]
    item: ItemView | None


class QueueRow(Struct, frozen=True):
    """One line of the queue's list."""

    item_id: str
    file_name: str
    kind: str
    label: str
    error: bool
    rules: tuple[str, ...]
    page: int
    also_open: str | None


class QueueAnswer(Struct, frozen=True):
    """A piece of the queue."""

    rows: tuple[QueueRow, ...]
    count: int
    facets: Facets
    progress: Progress


class Changes(Struct, frozen=True):
    """What others have done meanwhile."""

    progress: Progress
    open: bool
    """The item is still in the queue."""
    by: str | None
    """Who has dealt with it."""
    also_open: str | None


def session_of(request: Request) -> Session:
    """Return the session that the gate has found."""
    session: Session | None = request.state.session
    if session is None:
        raise BadRequest("no session")
    return session


async def body_of(request: Request, kind: type[BodyT]) -> BodyT:
    """Return the body as what it must be; raises `BadRequest`."""
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > MOST_BYTES:
            raise BadRequest("too long")
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise BadRequest(str(error)) from error


def json_answer(answer: Struct, status: int = 200) -> Response:
    """Return an answer as JSON."""
    return Response(msgspec.json.encode(answer), status, media_type="application/json")
