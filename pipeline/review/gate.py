"""What every request passes before anything answers it: the name of the host, the token, the cookie, the CSRF token.

And every answer: headers that keep other sites out, and pages of documents out of caches.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.review.hosts import is_allowed
from pipeline.review.sessions import Session, Sessions, same

CSRF_HEADER = "x-csrf-token"
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Gate:
    """The outermost layer: nothing behind it sees a request that it did not let pass."""

    def __init__(self, app: ASGIApp, sessions: Sessions, hosts: tuple[str, ...], *, read_only: bool) -> None:
        self._app = app
        self._sessions = sessions
        self._hosts = hosts
        self._read_only = read_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer, with the headers that every answer has."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no web sockets here

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._refuse(scope)
        await (refused or self._app)(scope, receive, guarded)

    def _refuse(self, scope: Scope) -> Response | None:
        """Return why a request is refused, or None; the session that it belongs to is put into its state."""
        headers = Headers(scope=scope)
        if not is_allowed(headers.get("host", ""), self._hosts):
            return PlainTextResponse("unknown host", 421)
        scope.setdefault("state", {})
        session = self._sessions.find(cookie_parser(headers.get("cookie", "")).get(cookie_name(scope), ""))
        scope["state"]["session"] = session
        scope["state"]["token"] = QueryParams(scope["query_string"]).get("token", "")
        if scope["method"] not in _WRITES:
            return None
        if (refused := _refuse_write(headers, session)) is not None:
            return refused
        if self._read_only and scope["path"] not in HARMLESS:
            return PlainTextResponse("read only", 403)
        return None


HARMLESS = frozenset({"/name", "/language", "/api/preview"})
"""What is posted and yet writes nothing into the dataset."""


def _refuse_write(headers: Headers, session: Session | None) -> Response | None:
    """Refuse what another site may have sent: without a session, from another origin, or without our token."""
    if session is None:
        return PlainTextResponse("no session", 401)
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return PlainTextResponse("another origin", 403)
    if not same(headers.get(CSRF_HEADER, ""), session.csrf):
        return PlainTextResponse("no CSRF token", 403)
    return None


def cookie_name(scope: Scope) -> str:
    """Return the name of our cookie: browsers keep one jar for all ports of a host, and there may be two servers."""
    server = scope.get("server")
    return f"jixiao-review-{server[1] if server else 0}"


def set_cookie(response: Response, scope: Scope, session: Session) -> None:
    """Give a browser its session: no script reads it, no other site sends it."""
    response.set_cookie(
        cookie_name(scope), session.session_id, httponly=True, samesite="strict", secure=scope.get("scheme") == "https"
    )
