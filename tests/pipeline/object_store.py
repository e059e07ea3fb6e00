"""A server that speaks S3 over HTTP, in a process of its own: `python -m tests.pipeline.object_store PORT`.

It is moto's, which keeps everything in memory. Requests take turns, so that of two that create one object exactly one
succeeds, as with S3 itself; moto alone looks first and writes afterwards.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

BUCKET = "archive"
ROOT = Path(__file__).parents[2]
SECONDS = 600.0
"""To wait for a process that starts, on a slow machine under load."""


def main(port: int) -> None:
    """Serve until the process is ended."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415
    from werkzeug.serving import run_simple  # noqa: PLC0415

    turn, app = threading.Lock(), DomainDispatcherApplication(create_backend_app)

    def one_at_a_time(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with turn:
            return list(app(environment, start))

    run_simple("127.0.0.1", port, one_at_a_time, threaded=True)


@contextmanager
def serve() -> Iterator[dict[str, str]]:
    """Start a server with one bucket, and yield the environment that a program needs to use it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.pipeline.object_store", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/moto-api/data.json", server)
            yield {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
                "AWS_ALLOW_HTTP": "true",
                "AWS_ACCESS_KEY_ID": "somebody",
                "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_REGION": "us-east-1",
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_EC2_METADATA_DISABLED": "true",
            }
        finally:
            server.kill()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        assert server.poll() is None, "the server did not start"
        with suppress(OSError), urlopen(url, timeout=SECONDS):
            return
        assert time.monotonic() < deadline
        time.sleep(0.1)


def make_bucket(environment: dict[str, str]) -> None:
    """Make the bucket as whoever owns the store does."""
    script = f"import fsspec; fsspec.filesystem('s3').mkdir('{BUCKET}')"
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, **environment})


if __name__ == "__main__":
    main(int(sys.argv[1]))
