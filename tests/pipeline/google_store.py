"""A server that speaks both tongues of Google's object store: `python -m tests.pipeline.google_store PORT BACK`.

fsspec's library speaks the JSON API, which fake-gcs-server knows; Delta's speaks the XML API, of which it knows too
little. This puts the few requests of the XML API that Delta makes into the JSON API's, for the same server at BACK.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit
from urllib.request import Request, urlopen
from xml.sax.saxutils import escape

Answer = tuple[int, dict[str, str], bytes]


class Xml(BaseHTTPRequestHandler):
    """Requests of the XML API for objects and lists of them."""

    protocol_version = "HTTP/1.1"
    back = ""

    def do_GET(self) -> None:
        """Send an object, or a list."""
        bucket, name, query = self._target()
        self._answer(self._send(bucket, name) if name else self._list(bucket, query))

    def do_HEAD(self) -> None:
        """Describe an object."""
        bucket, name, _ = self._target()
        status, headers, _ = self._describe(bucket, name)
        self._answer((status, headers, b""))

    def do_PUT(self) -> None:
        """Put or copy an object, also only where there is none."""
        bucket, name, _ = self._target()
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        more = {}
        if (generation := self.headers.get("x-goog-if-generation-match")) is not None:
            more["ifGenerationMatch"] = generation
        if source := self.headers.get("x-goog-copy-source"):
            other, _, copied = unquote(source).lstrip("/").partition("/")
            path = f"/storage/v1/b/{other}/o/{_quoted(copied)}/rewriteTo/b/{bucket}/o/{_quoted(name)}?{urlencode(more)}"
        else:
            path = f"/upload/storage/v1/b/{bucket}/o?" + urlencode({"uploadType": "media", "name": name, **more})
        status, _, body = self._ask("POST", path, content)
        if status != 200:
            return self._answer((status, {}, b""))
        known = json.loads(body).get("resource") or json.loads(body)
        return self._answer((200, {"ETag": known["etag"], "x-goog-generation": known["generation"]}, b""))

    def do_DELETE(self) -> None:
        """Remove an object."""
        bucket, name, _ = self._target()
        status, _, _ = self._ask("DELETE", f"/storage/v1/b/{bucket}/o/{_quoted(name)}")
        self._answer((204 if status == 200 else status, {}, b""))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _target(self) -> tuple[str, str, dict[str, str]]:
        parts = urlsplit(self.path)
        bucket, _, name = parts.path.lstrip("/").partition("/")
        return bucket, unquote(name), {key: values[0] for key, values in parse_qs(parts.query).items()}

    def _describe(self, bucket: str, name: str) -> Answer:
        status, _, body = self._ask("GET", f"/storage/v1/b/{bucket}/o/{_quoted(name)}")
        if status != 200:
            return status, {}, b""
        known = json.loads(body)
        _, given, _ = self._ask("HEAD", f"/download/storage/v1/b/{bucket}/o/{_quoted(name)}?alt=media")
        headers = {"ETag": known["etag"], "x-goog-generation": known["generation"]}
        return 200, {**headers, "Content-Length": known["size"], "Last-Modified": given["Last-Modified"]}, b""

    def _send(self, bucket: str, name: str) -> Answer:
        status, headers, _ = self._describe(bucket, name)
        if status != 200:
            return status, {}, b""
        asked = {"Range": self.headers["Range"]} if "Range" in self.headers else {}
        path = f"/download/storage/v1/b/{bucket}/o/{_quoted(name)}?alt=media"
        status, given, content = self._ask("GET", path, headers=asked)
        if "Content-Range" in given:
            headers["Content-Range"] = given["Content-Range"]
        return status, {**headers, "Content-Length": str(len(content))}, content

    def _list(self, bucket: str, query: dict[str, str]) -> Answer:
        chosen = {name: query[name] for name in ("prefix", "delimiter") if name in query}
        items: list[dict[str, Any]] = []
        prefixes: list[str] = []
        page: dict[str, Any] = {"nextPageToken": ""}
        while "nextPageToken" in page:
            asked = urlencode({**chosen, "pageToken": page["nextPageToken"]})
            page = json.loads(self._ask("GET", f"/storage/v1/b/{bucket}/o?{asked}")[2])
            items += page.get("items", [])
            prefixes += page.get("prefixes", [])
        found = "".join(map(_entry, (item for item in items if item["name"] > query.get("start-after", ""))))
        found += "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in prefixes)
        return 200, {"Content-Type": "application/xml"}, f"<ListBucketResult>{found}</ListBucketResult>".encode()

    def _ask(
        self, method: str, path: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        request = Request(self.back + path, data=content, headers=headers or {}, method=method)
        try:
            with urlopen(request, timeout=600) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def _answer(self, answer: Answer) -> None:
        status, headers, content = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _quoted(name: str) -> str:
    return quote(name, safe="")


def _entry(item: dict[str, Any]) -> str:
    return (
        f"<Contents><Key>{escape(item['name'])}</Key><Size>{item['size']}</Size><ETag>{item['etag']}</ETag>"
        f"<LastModified>{item['updated']}</LastModified></Contents>"
    )


if __name__ == "__main__":
    Xml.back = sys.argv[2]
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Xml).serve_forever()
