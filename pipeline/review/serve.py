"""`jixiao review`: a dataset to a page in the browser, until Ctrl-C; then what is not written yet is written."""

from __future__ import annotations

import os
import signal
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from pipeline.errors import PipelineError
from pipeline.places import Place
from pipeline.review.app import review_app
from pipeline.review.desk import Desk
from pipeline.review.hosts import is_loopback
from pipeline.review.sessions import Sessions
from pipeline.review.settings import ReviewSettings
from pipeline.review.workbench import Workbench

_SHUTDOWN_SECONDS = 3
"""What requests in hand may take once the review ends: a decision takes a tenth of that."""


class CannotServe(PipelineError):
    """The address is taken, or not this machine's."""


def serve(folder: Place, settings: ReviewSettings, host: str, port: int, *, browser: bool) -> None:
    """Serve a review until it is interrupted; raises `NoDataset`, and `CannotServe` where nobody can listen there."""
    workbench = Workbench(folder, settings.password, double=settings.double)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends it as Ctrl-C does
    try:
        sessions = Sessions(settings.language)
        app = review_app(Desk(workbench, settings, folder), sessions)
        config = uvicorn.Config(
            app, host=host, port=port, log_level="error", access_log=False, lifespan="off", server_header=False,
            timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        )  # fmt: skip
        server = _Server(config, lambda bound: _announce(host, bound, sessions.token, browser=browser))
        with suppress(KeyboardInterrupt):  # the server raises it again when it has ended
            server.run()
    except SystemExit as error:  # how the server says that it could not listen
        raise CannotServe(f"cannot listen on {host}:{port}; name another --port") from error
    finally:
        _say_what_is_written(workbench)
        signal.signal(signal.SIGTERM, before)


class _Server(uvicorn.Server):
    """A server that tells when it listens, and on which port."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[int], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        bound = [one.getsockname()[1] for server in getattr(self, "servers", []) for one in server.sockets]
        if bound:
            self._listening(bound[0])


def _announce(host: str, port: int, token: str, *, browser: bool) -> None:
    name = f"[{host}]" if ":" in host else host
    url = f"http://{name}:{port}/?token={token}"
    print(url, flush=True)
    print("Ctrl-C ends the review", file=sys.stderr)
    if not is_loopback(host):
        print(
            "jixiao: others on the network can reach this page; whoever has the address can read and correct the"
            " dataset, and what they send is not encrypted (docs/review.md says how to put it behind a proxy)",
            file=sys.stderr,
        )
    if browser and _has_browser():
        webbrowser.open(url)


def _has_browser() -> bool:
    """Say whether a browser would come up in a window: on a server it would take the terminal, or fail."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say_what_is_written(workbench: Workbench) -> None:
    if left := workbench.rewriter.count():
        print(f"writing {left} documents …", file=sys.stderr, flush=True)
    workbench.close()
    if workbench.rewriter.failed:
        print(f"jixiao: corrections are saved, tables are not: {workbench.rewriter.failed}", file=sys.stderr)
