"""The routes of the review: what each address answers. `gate` has let the request in before anything here sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from msgspec import Struct
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from normalizers.characters import clean_text
from pipeline.corrections.store import UnknownCorrection
from pipeline.errors import NoPicture, NoReading, PipelineError
from pipeline.review.decisions import StrangePlace
from pipeline.review.desk import Desk
from pipeline.review.filters import parse_filter
from pipeline.review.gate import Gate, set_cookie
from pipeline.review.pages import door_page, name_page, review_page
from pipeline.review.queue_view import Step
from pipeline.review.requests import (
    Ask,
    BadRequest,
    BodyT,
    ChosenLanguage,
    Decide,
    Name,
    Skip,
    TakeBack,
    body_of,
    json_answer,
    session_of,
)
from pipeline.review.sessions import Session, Sessions
from pipeline.review.settings import ReviewSettings

_STATIC = Path(__file__).with_name("static")
_LONGEST_NAME = 40
"""Characters of a reviewer's name."""

Answer = Callable[[Request], Awaitable[Response]]


def review_app(desk: Desk, sessions: Sessions) -> ASGIApp:
    """Return the whole application, behind its gate."""
    settings = desk.settings
    routes = [
        Route("/", _page(desk, sessions)),
        Route("/name", _name_page(settings)),
        Route("/name", _set_name, methods=["POST"]),
        Route("/language", _set_language, methods=["POST"]),
        Route("/picture/{doc_id}/{page:int}", _known(_picture(desk))),
        *_api(desk),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            BadRequest: _told(400), StrangePlace: _told(400), NoReading: _told(404), NoPicture: _told(404),
            UnknownCorrection: _told(409), PipelineError: _told(503),
        },
    )  # fmt: skip
    return Gate(app, sessions, settings.hosts, read_only=settings.read_only)


def _api(desk: Desk) -> list[Route]:
    reads: dict[str, Callable[[Request], Response]] = {
        "/api/item": lambda request: json_answer(desk.item(session_of(request), request.query_params["id"])),
        "/api/next": lambda request: json_answer(_next(desk, request)),
        "/api/queue": lambda request: json_answer(_queue(desk, request)),
        "/api/history": lambda request: json_answer(desk.history(session_of(request))),
        "/api/changes": lambda request: json_answer(_changes(desk, request)),
    }
    acts = {
        "/api/preview": _posted(Ask, desk.preview),
        "/api/decide": _posted(Decide, desk.decide),
        "/api/undo": _posted(TakeBack, desk.undo),
        "/api/skip": _posted(Skip, desk.skip),
    }
    return [
        *(Route(path, _known(_threaded(read))) for path, read in reads.items()),
        *(Route(path, _known(act), methods=["POST"]) for path, act in acts.items()),
    ]


def _threaded(read: Callable[[Request], Response]) -> Answer:
    """Answer in a thread: to understand a document takes a tenth of a second."""

    async def answer(request: Request) -> Response:
        try:
            return await run_in_threadpool(read, request)
        except KeyError as error:
            raise BadRequest(f"{error} is missing") from error

    return answer


def _known(answer: Answer) -> Answer:
    """Answer only who has a session and a name."""

    async def checked(request: Request) -> Response:
        session: Session | None = request.state.session
        if session is None:
            return PlainTextResponse("no session", 401)
        if not session.reviewer:
            return PlainTextResponse("no name", 403)
        return await answer(request)

    return checked


def _told(status: int) -> Callable[[Request, Exception], Response]:
    return lambda request, error: PlainTextResponse(str(error), status)


def _page(desk: Desk, sessions: Sessions) -> Answer:
    settings = desk.settings

    async def answer(request: Request) -> Response:
        if token := request.state.token:
            session = sessions.admit(token)
            if session is None:
                return HTMLResponse(door_page(settings, welcome=False), 403)
            # a page, no redirect: a browser that came from another site would not send the new cookie with it
            response: Response = HTMLResponse(door_page(settings, welcome=True))
            set_cookie(response, dict(request.scope), session)
            return response
        if request.state.session is None:
            return HTMLResponse(door_page(settings, welcome=False), 401)
        if not request.state.session.reviewer:
            return RedirectResponse("name", 303)
        return HTMLResponse(review_page(settings, request.state.session, desk.name))

    return answer


def _name_page(settings: ReviewSettings) -> Answer:
    async def answer(request: Request) -> Response:
        if request.state.session is None:
            return HTMLResponse(door_page(settings, welcome=False), 401)
        return HTMLResponse(name_page(settings, request.state.session))

    return answer


async def _set_name(request: Request) -> Response:
    name = clean_text((await body_of(request, Name)).name).strip()
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise BadRequest("a name has 1 to 40 characters")
    session_of(request).reviewer = name
    return Response(status_code=204)


async def _set_language(request: Request) -> Response:
    chosen = (await body_of(request, ChosenLanguage)).language
    if chosen not in ("zh", "en"):
        raise BadRequest("languages are zh and en")
    session_of(request).language = "en" if chosen == "en" else "zh"
    return Response(status_code=204)


def _picture(desk: Desk) -> Answer:
    async def answer(request: Request) -> Response:
        doc_id, number = request.path_params["doc_id"], request.path_params["page"]
        content = await run_in_threadpool(desk.picture, session_of(request), doc_id, number)
        return Response(content, media_type="image/jpeg")

    return answer


def _next(desk: Desk, request: Request) -> Struct:
    asked = request.query_params
    go = Step(asked.get("after", ""), asked.get("direction") == "back", asked.get("leave") == "document")
    return desk.next(session_of(request), parse_filter(asked), go, peek=asked.get("peek") == "1")


def _queue(desk: Desk, request: Request) -> Struct:
    asked = request.query_params
    offset = asked.get("offset", "0")
    return desk.queue(session_of(request), parse_filter(asked), int(offset) if offset.isdigit() else 0)


def _changes(desk: Desk, request: Request) -> Struct:
    asked = request.query_params
    return desk.changes(session_of(request), parse_filter(asked), asked.get("item", ""))


def _posted(kind: type[BodyT], act: Callable[[Session, BodyT], Struct | Response]) -> Answer:
    """Answer a body that says what to do, in a thread; what is no answer yet is sent as JSON."""

    async def answer(request: Request) -> Response:
        body = await body_of(request, kind)
        done = await run_in_threadpool(act, session_of(request), body)
        return done if isinstance(done, Response) else json_answer(done)

    return answer
