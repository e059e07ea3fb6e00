"""Who gets in, and what nobody gets."""

from __future__ import annotations

import pytest

from pipeline.review.hosts import host_of, is_allowed, is_loopback
from pipeline.review.settings import ReviewSettings
from pipeline.review.workbench import Workbench
from tests.pipeline.review.samples import HOST, TOKEN, Person, client, told

ADDRESSES = [
    "/api/next", "/api/item?id=x", "/api/queue", "/api/history", "/api/changes", "/picture/x/1", "/name", "/",
]  # fmt: skip
WRITES = ["/api/decide", "/api/undo", "/api/skip", "/api/preview", "/name", "/language"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_reads_without_the_token(looked_at: Workbench, address: str) -> None:
    answer = client(looked_at).get(address)
    assert answer.status_code == 401
    assert "扫描" not in answer.text


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "é" * 8])
def test_a_wrong_token_gets_no_cookie(looked_at: Workbench, token: str) -> None:
    answer = client(looked_at).get("/", params={"token": token})
    assert answer.status_code in (401, 403)
    assert "set-cookie" not in answer.headers


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_gets(looked_at: Workbench) -> None:
    answer = client(looked_at).get(f"/?token={TOKEN}")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert TOKEN not in answer.text
    assert 'content="0; url=./"' in answer.text  # the address bar loses the token


def test_two_browsers_have_two_sessions(looked_at: Workbench) -> None:
    web = client(looked_at)
    assert Person(web, "甲").csrf != Person(web, "乙").csrf


@pytest.mark.parametrize("address", WRITES)
@pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": ""}])
def test_nothing_is_written_without_the_csrf_token(
    looked_at: Workbench, address: str, headers: dict[str, str]
) -> None:
    person = Person(client(looked_at), "甲")
    assert person.web.post(address, json={}, headers=headers).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9"])
def test_nothing_is_written_from_another_origin(looked_at: Workbench, origin: str) -> None:
    person = Person(client(looked_at), "甲")
    headers = {"X-CSRF-Token": person.csrf, "Origin": origin}
    assert person.web.post("/api/undo", json={}, headers=headers).status_code == 403
    own = {"X-CSRF-Token": person.csrf, "Origin": HOST}
    assert person.web.post("/api/undo", json={}, headers=own).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_another_name_of_this_machine_is_refused(looked_at: Workbench, host: str) -> None:
    person = Person(client(looked_at), "甲")
    assert person.web.get("/api/next", headers={"Host": host}).status_code == 421


HOSTS = [
    ("127.0.0.1:8000", True), ("localhost", True), ("LOCALHOST:1", True), ("[::1]:8000", True), ("10.1.2.3", True),
    ("review.example", False), ("review.example.", False), ("127.0.0.1.nip.io", False), ("", False), (":80", False),
]  # fmt: skip


@pytest.mark.parametrize(("host", "allowed"), HOSTS)
def test_hosts(host: str, allowed: bool) -> None:
    assert is_allowed(host, ()) is allowed


def test_a_proxys_name_is_allowed_when_it_was_given() -> None:
    assert is_allowed("Review.Example:443", ("review.example",))
    assert host_of("[::1]:80") == "::1"


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("0.0.0.0", False), ("a.b", False)]
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize("address", ["/", "/api/next", "/static/review.js", "/nowhere"])
def test_every_answer_keeps_others_out(looked_at: Workbench, address: str) -> None:
    answer = Person(client(looked_at), "甲").web.get(address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_page_has_no_inline_script_or_style(looked_at: Workbench) -> None:
    page = Person(client(looked_at), "甲").get("/").text
    assert 'src="static/review.js"' in page
    assert "<style" not in page
    assert " style=" not in page
    assert "onload=" not in page
    assert page.count("<script") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/picture/..%2f..%2fetc%2fpasswd/1",
        "/picture/%2fetc%2fpasswd/1", "/picture/x/..", "/picture/x/1/../../../app.py",
    ],
)  # fmt: skip
def test_no_path_leaves_the_dataset(looked_at: Workbench, path: str) -> None:
    answer = Person(client(looked_at), "甲").get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text
    assert "root:" not in answer.text


def test_pictures_are_of_the_datasets_documents_alone(looked_at: Workbench) -> None:
    person = Person(client(looked_at), "甲")
    (doc_id,) = looked_at.index.documents
    picture = person.get(f"/picture/{doc_id}/1")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content[:3] == b"\xff\xd8\xff"
    assert person.get(f"/picture/{doc_id}/2").status_code == 404
    assert person.get(f"/picture/{'0' * 64}/1").status_code == 404


def test_read_only_is_refused_by_the_server(looked_at: Workbench) -> None:
    person = Person(client(looked_at, ReviewSettings(read_only=True)), "甲")
    item = person.next()["item"]
    assert person.decide(item).status_code == 403
    assert person.post("/api/undo", {}).status_code == 403
    assert person.post("/api/skip", {"item": item["item_id"]}).status_code == 403
    assert looked_at.store.doc_ids() == set()
    ask = {"item": item["item_id"], "typed": [{"cell": item["cells"][0]["key"], "text": "1"}]}
    assert person.post("/api/preview", ask).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"{}", b'{"item": 1}', b'{"item": "x", "fingerprint": "", "more": 1}', b"\xff\xfe",
        b'{"item": "' + b"x" * 1_100_000 + b'"}',
    ],
)  # fmt: skip
def test_other_bodies_than_our_page_sends_are_refused(looked_at: Workbench, body: bytes) -> None:
    person = Person(client(looked_at), "甲")
    answer = person.web.post("/api/decide", content=body, headers={"X-CSRF-Token": person.csrf})
    assert answer.status_code == 400


@pytest.mark.parametrize("item", ["", "x", "x.y.z", "../../etc/passwd", "0" * 64 + ".1.funding[1]", "x.1."])
def test_items_that_are_none_are_not_found(looked_at: Workbench, item: str) -> None:
    person = Person(client(looked_at), "甲")
    assert person.get("/api/item", id=item).status_code == 404
    body = {"item": item, "fingerprint": "x"}
    assert person.post("/api/decide", body).status_code == 404


def test_places_of_other_documents_cannot_be_written(looked_at: Workbench) -> None:
    person = Person(client(looked_at), "甲")
    item = person.next()["item"]
    for cell in ('{"page":1,"box":[0,0,5,5]}', '{"page":9,"row":1,"column":1,"table":0}', "x", "[]"):
        body = told(item) | {"typed": [{"cell": cell, "text": "1"}]}
        assert person.post("/api/decide", body).status_code == 400
    assert looked_at.store.doc_ids() == set()


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "\u202e"])
def test_names_that_are_none_are_refused(looked_at: Workbench, name: str) -> None:
    person = Person(client(looked_at), "甲")
    assert person.post("/name", {"name": name}).status_code == 400


def test_who_gave_no_name_gets_no_item(looked_at: Workbench) -> None:
    web = client(looked_at)
    web.get(f"/?token={TOKEN}")
    assert web.get("/api/next").status_code == 403
    assert web.get("/").headers["location"] == "name"
