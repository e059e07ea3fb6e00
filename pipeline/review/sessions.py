"""Who has let themselves in: a browser's cookie to a name, a language and the token that its writes must carry."""

from __future__ import annotations

import secrets
import time
from threading import Lock

from msgspec import Struct

from normalizers.schema import Language

_BYTES = 32
"""Of a token: nobody guesses 256 bits."""
_KEPT_SECONDS = 14 * 86400
"""A session that was not used for two weeks is over."""
_MOST_SESSIONS = 1000
"""The oldest go first: a page that is opened anew all day long must not fill the memory."""


class Session(Struct):
    """One browser; it lives in memory and is gone when the server ends."""

    session_id: str
    csrf: str
    language: Language
    reviewer: str = ""
    """Empty until a name was given."""
    used: float = 0.0
    """Monotonic seconds."""


class Sessions:
    """The browsers that came with the token, by their cookie."""

    def __init__(self, language: Language, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(_BYTES)
        """What the address must carry once; each browser gets a cookie of its own for it."""
        self._language = language
        self._by_id: dict[str, Session] = {}
        self._lock = Lock()

    def admit(self, token: str) -> Session | None:
        """Return a new session for the right token, None for another one."""
        if not same(token, self.token):
            return None
        new = Session(secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES), self._language)
        new.used = time.monotonic()
        with self._lock:
            while len(self._by_id) >= _MOST_SESSIONS:
                del self._by_id[min(self._by_id.values(), key=lambda one: one.used).session_id]
            self._by_id[new.session_id] = new
        return new

    def find(self, session_id: str) -> Session | None:
        """Return the session of a cookie, None where it is unknown or over."""
        now = time.monotonic()
        with self._lock:
            found = self._by_id.get(session_id)
            if found is not None and now - found.used > _KEPT_SECONDS:
                del self._by_id[session_id]
                return None
            if found is not None:
                found.used = now
            return found


def same(told: str, right: str) -> bool:
    """Compare two secrets in a time that tells nothing of them."""
    return secrets.compare_digest(told.encode("utf-8", "surrogateescape"), right.encode())
