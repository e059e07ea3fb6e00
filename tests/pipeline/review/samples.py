"""Datasets to review: scans whose pictures can be looked at, and a server over them."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import uvicorn
from PIL import Image, ImageDraw
from starlette.testclient import TestClient

from extractors.document import Cell, Document, Reading
from pipeline.corrections.again import renewed, understood_in
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.readings import Readings
from pipeline.review.app import review_app
from pipeline.review.desk import Desk
from pipeline.review.sessions import Sessions
from pipeline.review.settings import ReviewSettings
from pipeline.review.workbench import Workbench
from pipeline.tasks import Outcome, normalizer_id
from tests.pipeline.corrections.samples import cell_box, form

TOKEN = "token-of-the-tests"
HOST = "http://127.0.0.1"

MISREAD = Cell(
    0, 0, "7,600.00", confidence=0.62, doubts=("readers_disagree",),
    readings=(Reading("7,600.00", "rapidocr", 0.62, "small"), Reading("7,500.00", "tesseract", 0.6, "psm 7")),
)  # fmt: skip
"""The total of what was executed, read wrong by both readers: 4,500.00 and 2,500.00 are 7,000.00."""
UNSURE = Cell(
    0, 0, "98％?", confidence=0.5, doubts=("low_confidence",),
    readings=(Reading("98％?", "rapidocr", 0.5, "small"), Reading("98%", "rapidocr", 0.4, "tiny")),
)  # fmt: skip
BLURRED = Cell(0, 0, "3.2万人", confidence=0.7, doubts=("low_confidence",))

CHANGES = {(3, 3): MISREAD, (8, 4): UNSURE, (9, 4): BLURRED}


def scan(folder: Path, name: str = "扫描.png", changes: dict[tuple[int, int], Cell] | None = None) -> Document:
    """Write a picture of the form and return its reading; its name is drawn on it, so that no two are the same."""
    reading = form(CHANGES if changes is None else changes, name=name)
    picture = Image.new("RGB", (595 * 2, 842 * 2), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((80, 60), hashlib.sha256(name.encode()).hexdigest(), fill="black")
    for row in range(10):
        for column in range(6):
            box = cell_box(row, column)
            pen.rectangle([2 * side for side in (box.x0, box.top, box.x1, box.bottom)], outline="black", width=2)
    truth = {(3, 2): "8,000.00", (3, 3): "7,000.00", (4, 3): "4,500.00", (8, 4): "98%"}
    for (row, column), text in truth.items():
        box = cell_box(row, column)
        pen.text((2 * box.x0 + 12, 2 * box.top + 8), text, fill="black", font_size=20)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    picture.save(path)
    content = path.read_bytes()
    doc_id = hashlib.sha256(content).hexdigest()
    return msgspec.structs.replace(
        reading, doc_id=doc_id, media_type="image/png", byte_size=len(content), file_name=str(path)
    )


def put_scan(store: Dataset, reading: Document) -> str:
    """Write a scan's rows as a run does; returns its doc_id. The reading's name is its path."""
    path = Path(reading.file_name)
    named = msgspec.structs.replace(reading, file_name=path.name)
    Readings(store.folder).save(named, named.reader)
    row = DocumentRow(
        doc_id=named.doc_id, source=str(path), file_name=path.name, status="ok", pipeline_version="1",
        extracted_at=datetime.now(UTC), seconds=0.1, location=str(path), reader=named.reader,
        normalizer=normalizer_id("zh"), byte_size=named.byte_size, page_count=1, media_type=named.media_type,
    )  # fmt: skip
    outcome = renewed(row, understood_in("zh", row, named, ()), "zh")
    store.replace([Outcome(row=outcome.row, batches=outcome.batches)])
    return named.doc_id


def archive(folder: Path, *names: str) -> Path:
    """Return a dataset of scans of these names, each with an amount and two indicators in doubt."""
    store = Dataset(folder / "dataset")
    for name in names or ("扫描.png",):
        put_scan(store, scan(folder / "scans", name))
    return folder / "dataset"


@contextmanager
def bench(folder: Path, *, double: bool = False) -> Iterator[Workbench]:
    """A workbench over a dataset, whose rows are all written at the end."""
    workbench = Workbench(folder, double=double)
    try:
        yield workbench
    finally:
        workbench.close()


def client(workbench: Workbench, settings: ReviewSettings | None = None) -> TestClient:
    """A client without a cookie."""
    desk = Desk(workbench, settings or ReviewSettings(), workbench.index._folder)
    return TestClient(review_app(desk, Sessions("zh", TOKEN)), base_url=HOST, follow_redirects=False)


class Person:
    """A reviewer with a session of their own."""

    def __init__(self, web: TestClient, name: str) -> None:
        self.web = TestClient(web.app, base_url=HOST, follow_redirects=False)
        answer = self.web.get(f"/?token={TOKEN}")
        assert answer.status_code == 200
        page = self.web.get("/name").text
        self.csrf = re.search(r'data-csrf="([^"]+)"', page)[1]  # type: ignore[index]
        assert self.post("/name", {"name": name}).status_code == 204

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.web.get(path, params=query)

    def post(self, path: str, body: object) -> httpx.Response:
        return self.web.post(path, json=body, headers={"X-CSRF-Token": self.csrf})

    def next(self, **query: str) -> dict:  # type: ignore[type-arg]
        answer = self.get("/api/next", **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def decide(self, item: dict, **typed: str) -> httpx.Response:  # type: ignore[type-arg]
        """Decide about an item, with texts typed into columns by their labels."""
        return self.post("/api/decide", told(item, **typed))


def told(item: dict, **typed: str) -> dict:  # type: ignore[type-arg]
    """Return what the page sends about an item."""
    cells = {cell["label"]: cell["key"] for cell in item["cells"]}
    return {
        "item": item["item_id"],
        "fingerprint": item["fingerprint"],
        "typed": [{"cell": cells[label], "text": text} for label, text in typed.items()],
        "seen": {cell["key"]: cell["seen"] for cell in item["cells"]},
    }


@contextmanager
def served(folder: Path, settings: ReviewSettings | None = None) -> Iterator[str]:
    """A real server over a dataset; gives the address with its token."""
    chosen = settings or ReviewSettings()
    workbench = Workbench(folder, double=chosen.double)
    app = review_app(Desk(workbench, chosen, workbench.index._folder), Sessions(chosen.language, TOKEN))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.01)
    try:
        yield f"{HOST}:{server.servers[0].sockets[0].getsockname()[1]}/?token={TOKEN}"
    finally:
        server.should_exit = True
        thread.join(20)
        workbench.close()
