"""The preview server: types, compression, caching, prefixes, and nothing outside the site."""

from __future__ import annotations

import gzip
import http.client
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hub.errors import BuildError
from hub.lab.classroom.serveur import WORKER_POLICY
from hub.site.serve import Server, frame_ancestors

FILES = {
    "index.html": b"<p>start</p>",
    "404.html": b"<p>lost</p>",
    "page/index.html": b"<p>page</p>",
    "assets/rt-0123456789/python.wasm": b"\0asm" * 500,
    "assets/rt-0123456789/site.zip": b"PK",
    "assets/rt-0123456789/worker.js": b"'use strict';",
    "assets/app.js": b"1;",
    "rules.json": b"{}",
}


@pytest.fixture(params=["/", "/sub/folder/"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    for name, data in FILES.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    server = Server(tmp_path / "site", 0, request.param)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(server.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request(
        method,
        path if path.startswith("//") else parts.path + path,
        headers={k.replace("_", "-"): v for k, v in headers.items()},
    )
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("page/", "text/html; charset=utf-8"),
        ("assets/rt-0123456789/python.wasm", "application/wasm"),
        ("assets/rt-0123456789/site.zip", "application/zip"),
        ("assets/app.js", "text/javascript; charset=utf-8"),
        ("rules.json", "application/json"),
    ],
)
def test_each_file_has_its_type(server: Server, path: str, kind: str) -> None:
    answer, body = ask(server, path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert body == FILES[path + "index.html" if path.endswith("/") or not path else path]


def test_what_can_be_compressed_is(server: Server) -> None:
    answer, body = ask(server, "assets/rt-0123456789/python.wasm", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == FILES["assets/rt-0123456789/python.wasm"]
    assert int(answer.headers["Content-Length"]) == len(body) < 200
    answer, _ = ask(server, "assets/rt-0123456789/site.zip", Accept_Encoding="gzip")
    assert "Content-Encoding" not in answer.headers


def test_hashed_files_are_kept_for_good_and_others_are_asked_for_again(server: Server) -> None:
    hashed, _ = ask(server, "assets/rt-0123456789/site.zip")
    assert "immutable" in hashed.headers["Cache-Control"]
    plain, _ = ask(server, "assets/app.js")
    assert plain.headers["Cache-Control"] == "no-cache"
    again, body = ask(server, "assets/app.js", If_None_Match=plain.headers["ETag"])
    assert (again.status, body) == (304, b"")


def test_a_changed_file_is_sent_anew(server: Server, tmp_path: Path) -> None:
    first, _ = ask(server, "assets/app.js")
    (tmp_path / "site/assets/app.js").write_bytes(b"2; // changed")
    again, body = ask(server, "assets/app.js", If_None_Match=first.headers["ETag"])
    assert (again.status, body) == (200, b"2; // changed")


def test_the_worker_has_a_policy_of_its_own(server: Server) -> None:
    answer, _ = ask(server, "assets/rt-0123456789/worker.js")
    assert answer.headers["Content-Security-Policy"] == WORKER_POLICY
    assert "'unsafe-eval'" not in WORKER_POLICY


@pytest.mark.parametrize(
    "path", ["../secret.txt", "..%2fsecret.txt", "page/../../secret.txt", "%2e%2e/secret.txt", "nothing.txt"]
)
def test_nothing_outside_the_site_is_served(server: Server, path: str) -> None:
    answer, body = ask(server, path)
    assert answer.status in (301, 404)
    assert b"secret" not in body


def test_what_is_missing_gets_the_sites_own_page(server: Server) -> None:
    answer, body = ask(server, "nothing/")
    assert (answer.status, body) == (404, b"<p>lost</p>")


def test_a_folder_without_slash_leads_to_the_one_with(server: Server) -> None:
    answer, _ = ask(server, "page")
    assert answer.status == 301
    assert answer.headers["Location"].endswith("/page/")


def test_head_sends_no_body(server: Server) -> None:
    answer, body = ask(server, "", method="HEAD")
    assert (answer.status, body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(FILES["index.html"])


def test_a_used_port_is_told_in_one_line(server: Server, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="another with --port"):
        Server(tmp_path / "site", int(server.server_address[1]))


def test_a_site_that_is_not_built_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="build the site first"):
        Server(tmp_path / "nothing", 0)


def test_nobody_may_frame_the_pages_but_those_that_the_host_names() -> None:
    assert frame_ancestors([]) == "'none'"
    assert frame_ancestors(["https://intranet.exemple.ch/", "'self'", "http://127.0.0.1:8080"]) == (
        "https://intranet.exemple.ch 'self' http://127.0.0.1:8080"
    )


@pytest.mark.parametrize(
    "wrong", ["*", "https://a.ch/page", "https://a.ch; script-src *", "intranet.ch", "https://a.ch b", ""]
)
def test_what_is_no_origin_is_refused_before_it_reaches_the_policy(wrong: str) -> None:
    with pytest.raises(BuildError, match="no origin"):
        frame_ancestors([wrong])
