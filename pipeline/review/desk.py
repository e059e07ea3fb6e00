"""One person's work at the dataset: what a session asks of the workbench, and the answers that its page gets."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

import msgspec
from starlette.responses import Response

from normalizers.schema import Language
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Spot
from pipeline.corrections.store import Conflict
from pipeline.errors import NoReading
from pipeline.places import Place
from pipeline.review.decisions import Told
from pipeline.review.filters import Filter, parse_filter
from pipeline.review.history_view import latest, views_of
from pipeline.review.items import Item
from pipeline.review.labels import path_label
from pipeline.review.queue_view import Step, step
from pipeline.review.requests import (
    MOST_CHARACTERS,
    Ask,
    BadRequest,
    Changes,
    ConflictAnswer,
    Decide,
    DecideAnswer,
    Progress,
    QueueAnswer,
    QueueRow,
    Skip,
    TakeBack,
    Turn,
    Typed,
    UndoAnswer,
    json_answer,
)
from pipeline.review.sessions import Session
from pipeline.review.settings import ReviewSettings
from pipeline.review.views import ItemView, PastView, PreviewView
from pipeline.review.workbench import Outdated, Workbench

_PAGE_OF_QUEUE = 100
"""Lines of the queue that are sent at once."""
_LATEST = 60
"""Decisions in the list of the latest."""


class Latest(msgspec.Struct, frozen=True):
    """The latest decisions of all."""

    rows: tuple[PastView, ...]


class Desk:
    """What the routes call; several threads at once."""

    def __init__(self, workbench: Workbench, settings: ReviewSettings, place: Place) -> None:
        self.workbench = workbench
        self.settings = settings
        self.name = str(place).rstrip("/").rpartition("/")[2] or str(place)
        """Of the dataset, for people: the last part of its place."""
        self._skipped: dict[str, frozenset[str]] = {}
        self._gone: dict[str, Item] = {}
        """Items as they were when they were decided or shown: where the queue goes on."""
        self._lock = Lock()

    def item(self, session: Session, name: str) -> Turn:
        """Return one item, which the session now has open."""
        view = self._show(session, name)
        return Turn(view, self._progress(session))

    def next(self, session: Session, asked: Filter, go: Step, *, peek: bool) -> Turn:
        """Return the item that comes next; with `peek` it is not opened yet."""
        self.workbench.look()
        return Turn(self._next(session, asked, go, peek=peek), self._progress(session, asked))

    def queue(self, session: Session, asked: Filter, offset: int) -> QueueAnswer:
        """Return a piece of the queue, with what it can be filtered by."""
        self.workbench.look()
        items = self._items(session, asked)
        others = self.workbench.open_items.others(session.session_id)
        piece = items[offset : offset + _PAGE_OF_QUEUE]
        rows = tuple(_queue_row(one, session.language, others.get(one.item_id)) for one in piece)
        return QueueAnswer(rows, len(items), self.workbench.selections.facets(), self._progress(session, asked))

    def history(self, session: Session) -> Latest:
        """Return the latest decisions; while people answer blind, only one's own."""
        store = self.workbench.store
        told = [(store.history(doc_id), self._file_name(doc_id)) for doc_id in store.doc_ids()]
        if self.settings.double:
            told = [
                (tuple(one for one in rows if one.reviewer == session.reviewer), name) for rows, name in told
            ]
        return Latest(latest(told, _LATEST, session.language))

    def changes(self, session: Session, asked: Filter, name: str) -> Changes:
        """Return what others have done since, and keep the session's item open."""
        self.workbench.look()
        self.workbench.open_items.visit(session.session_id, session.reviewer, name)
        others = self.workbench.open_items.others(session.session_id)
        is_open = not name or self.workbench.index.find(name) is not None
        by = None if is_open else self._who_did(name)
        return Changes(self._progress(session, asked), is_open, by, others.get(name))

    def preview(self, session: Session, ask: Ask) -> PreviewView:
        """Return what would be with what is being typed."""
        typed = _typed(ask.typed)
        if not typed:
            raise BadRequest("nothing is typed")
        return self.workbench.preview(ask.item, typed, list(typed)[-1], session.language)

    def decide(self, session: Session, decide: Decide) -> Response:
        """Write a decision and answer with the next item; 409 where others were first."""
        seen = {_spot(cell): correction_id for cell, correction_id in decide.seen.items()}
        told = Told(session.reviewer, _typed(decide.typed), seen, decide.reason.strip() or None)
        self._remember(decide.item)
        try:
            decided = self.workbench.decide(decide.item, told, decide.fingerprint)
        except Conflict as conflict:
            return self._conflict(session, decide.item, conflict.others)
        except Outdated:
            return self._conflict(session, decide.item, ())
        asked = parse_filter(decide.query)
        follows = (
            self._show(session, decide.item) if decided.still_open
            else self._next(session, asked, Step(after=decide.item), peek=False)
        )  # fmt: skip
        progress = self._progress(session, asked)
        return json_answer(DecideAnswer(decided.settled, decided.still_open, follows, progress))

    def undo(self, session: Session, back: TakeBack) -> UndoAnswer:
        """Take a decision back, and show its item again."""
        name = self.workbench.undo(session.reviewer, back.correction)
        view = self._show(session, name) if name is not None else None
        return UndoAnswer(view, name is not None, self._progress(session))

    def skip(self, session: Session, skip: Skip) -> Turn:
        """Leave an item for later and return the next one."""
        with self._lock:
            self._skipped[session.session_id] = self._left(session) | {skip.item}
        self._remember(skip.item)
        asked = parse_filter(skip.query)
        return Turn(self._next(session, asked, Step(after=skip.item), peek=False), self._progress(session, asked))

    def picture(self, session: Session, doc_id: str, number: int) -> bytes:
        """Return a page's picture; raises `NoPicture` or `NoReading`."""
        if self.workbench.document(doc_id) is None:
            raise NoReading("no such document")
        return self.workbench.pictures.jpeg(self.workbench.opened(doc_id, session.language), number)

    def _show(self, session: Session, name: str) -> ItemView:
        self._remember(name)
        self.workbench.open_items.visit(session.session_id, session.reviewer, name)
        return self._view(name, session)

    def _view(self, name: str, session: Session) -> ItemView:
        view = self.workbench.view(name, session.language, session.reviewer)
        other = self.workbench.open_items.others(session.session_id).get(name)
        return msgspec.structs.replace(view, also_open=other)

    def _next(self, session: Session, asked: Filter, go: Step, *, peek: bool) -> ItemView | None:
        """Return the next item that can be shown, of those that others have open only when nothing else is left."""
        others = set(self.workbench.open_items.others(session.session_id))
        with self._lock:
            gone = self._gone.get(go.after)
        items = self._items(session, asked)
        lost: set[str] = set()  # items of documents whose reading is not kept
        for taken in (others, set[str]()):
            while (item := step(items, go, gone, taken | lost)) is not None:
                try:
                    return self._view(item.item_id, session) if peek else self._show(session, item.item_id)
                except NoReading:
                    lost.add(item.item_id)
        return None

    def _items(self, session: Session, asked: Filter) -> list[Item]:
        with self._lock:
            skipped = self._left(session)
        return self.workbench.selections.items(asked, skipped, self.workbench.waiting(session.reviewer))

    def _left(self, session: Session) -> frozenset[str]:
        return self._skipped.get(session.session_id, frozenset())

    def _remember(self, name: str) -> None:
        if (item := self.workbench.index.find(name)) is not None:
            with self._lock:
                self._gone[name] = item

    def _progress(self, session: Session, asked: Filter | None = None) -> Progress:
        """Return how far the work is, of the part of the queue that is asked for."""
        people = self.workbench.people.count()
        left = self._items(session, asked or Filter())
        with self._lock:
            skipped = len(self._left(session))
        writing = self.workbench.rewriter
        return Progress(
            people.total(), len(left), skipped, tuple(people.most_common()), writing.count(), writing.failed
        )  # fmt: skip

    def _conflict(self, session: Session, name: str, others: tuple[Correction, ...]) -> Response:
        language: Language = session.language
        told = views_of(others, "", language)
        try:
            view: ItemView | None = self._view(name, session)
        except NoReading:
            view = None
        return json_answer(ConflictAnswer("conflict" if others else "changed", told, view), 409)

    def _who_did(self, name: str) -> str | None:
        """Return who wrote last about the document of an item that is gone."""
        history = self.workbench.store.history(name.partition(".")[0])
        return history[-1].reviewer if history else None

    def _file_name(self, doc_id: str) -> str:
        row = self.workbench.document(doc_id)
        return row.file_name if row is not None else doc_id[:16]


def _queue_row(one: Item, language: Language, also_open: str | None) -> QueueRow:
    label = one.label or path_label(one.row, language)
    return QueueRow(one.item_id, one.file_name, one.kind, label, one.error, one.rules, one.page, also_open)


def _typed(typed: tuple[Typed, ...]) -> Mapping[Spot, str]:
    if any(len(one.text) > MOST_CHARACTERS for one in typed):
        raise BadRequest("too long")
    return {_spot(one.cell): one.text for one in typed}


def _spot(cell: str) -> Spot:
    try:
        return msgspec.json.decode(cell, type=Spot)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadRequest(f"{cell[:80]}: is no place") from error
