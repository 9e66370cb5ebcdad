"""Preview server for the built site: loopback only, right types, compression, caching, and the policy as header."""

from __future__ import annotations

import gzip
import hashlib
import html
import posixpath
import re
import sys
import threading
import urllib.parse
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from hub.errors import BuildError
from hub.lab.classroom.serveur import TYPES, headers

COMPRESSED = {
    ".css",
    ".csv",
    ".html",
    ".js",
    ".json",
    ".map",
    ".mjs",
    ".svg",
    ".txt",
    ".wasm",
    ".xml",
    ".ipynb",
    ".webmanifest",
}

NOBODY = "'none'"
"""Who may frame a page, unless whoever hosts the site says otherwise."""
_ORIGIN = re.compile(r"'self'|https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?/?")


def frame_ancestors(origins: Sequence[str]) -> str:
    """The value of ``frame-ancestors`` for the sites that may frame the pages (``'self'``, ``https://intranet.example``).

    Raises :class:`BuildError` for what is no origin: a whole address, or more than one in a word.
    """
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise BuildError(
                f"« {origin} » is no origin that may frame the site: 'self', or https://host without a path"
            )
    return " ".join(origin.rstrip("/") for origin in origins) or NOBODY


POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


class Files:
    """Files of the site as they travel: compressed once, kept in memory. ``ancestors``: who may frame its pages."""

    def __init__(self, root: Path, ancestors: str = NOBODY) -> None:
        self.root = root.resolve()
        self._ancestors = ancestors
        self._kept: dict[tuple[Path, int, bool], tuple[bytes, str]] = {}
        self._lock = threading.Lock()

    def find(self, address: str) -> Path | None:
        """The file for a path below the site's root, or None. Never one outside the root."""
        parts = [part for part in posixpath.normpath("/" + address).split("/") if part]
        path = self.root.joinpath(*parts)
        if path.is_dir():
            path = path / "index.html"
        try:
            inside = path.resolve().is_relative_to(self.root)
        except OSError:
            return None
        return path if inside and path.is_file() else None

    def policy(self, path: Path) -> str | None:
        """What a page may do, as its own meta element says, and which sites may frame it."""
        match = POLICY.search(self.body(path, False)[0][:20_000].decode("utf-8", "replace"))
        return f"{html.unescape(match[1])}; frame-ancestors {self._ancestors}" if match else None

    def body(self, path: Path, zipped: bool) -> tuple[bytes, str]:
        """Content and entity tag."""
        key = (path, path.stat().st_mtime_ns, zipped)
        if key not in self._kept:
            data = path.read_bytes()
            tag = f'"{hashlib.sha256(data).hexdigest()[:16]}{"-gz" if zipped else ""}"'
            entry = (gzip.compress(data, 6, mtime=0) if zipped else data, tag)
            with self._lock:
                self._kept = {k: v for k, v in self._kept.items() if k[0] != path or k[2] != zipped}
                self._kept[key] = entry
        return self._kept[key]


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of static files below a prefix."""

    protocol_version = "HTTP/1.1"
    server_version = "hub"

    def __init__(self, *args: object, files: Files, prefix: str, **kwargs: object) -> None:
        self.files = files
        self.prefix = prefix
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: only what goes wrong is worth a line, see `_answer`."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        if not path.startswith(self.prefix):
            self._redirect(self.prefix) if path in ("/", self.prefix.rstrip("/")) else self._missing()
            return
        inner = path.removeprefix(self.prefix)
        file = self.files.find(inner)
        if file is None:
            self._missing()
        elif file.name == "index.html" and not inner.endswith("/") and not inner.endswith("index.html") and inner:
            self._redirect(path + "/")
        else:
            self._file(file, path)

    def _file(self, file: Path, path: str) -> None:
        zipped = file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        body, tag = self.files.body(file, zipped)
        found = headers(file, path, tag, zipped)
        if file.suffix == ".html" and (policy := self.files.policy(file)):
            found["Content-Security-Policy"] = policy
        if self.headers.get("If-None-Match") == tag:
            self._answer(HTTPStatus.NOT_MODIFIED, b"", found)
        else:
            self._answer(HTTPStatus.OK, body, found)

    def _redirect(self, address: str) -> None:
        self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": urllib.parse.quote(address)})

    def _missing(self) -> None:
        page = self.files.find("404.html")
        text = page.read_bytes() if page else f"<p>{html.escape(self.path)}</p>".encode()
        self._answer(HTTPStatus.NOT_FOUND, text, {"Content-Type": TYPES[".html"], "Cache-Control": "no-cache"})

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and body:
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True


class Server(ThreadingHTTPServer):
    """The server; port 0 takes any free port. ``framed_by``: the origins that may frame the pages."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        site: Path,
        port: int = 8000,
        prefix: str = "/",
        *,
        framed_by: Sequence[str] = (),
        handler: type[Handler] = Handler,
    ) -> None:
        if not (site / "index.html").exists():
            raise BuildError(f"{site}: nothing to serve; build the site first")
        self.prefix = "/" + prefix.strip("/") + "/" if prefix.strip("/") else "/"
        files = Files(site, frame_ancestors(framed_by))
        try:
            super().__init__(("127.0.0.1", port), partial(handler, files=files, prefix=self.prefix))
        except OSError as error:
            raise BuildError(
                f"port {port} of 127.0.0.1 cannot be used: {error.strerror}; choose another with --port"
            ) from None

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who leaves in the middle of an answer is no fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{self.prefix}"


def serve(site: Path, port: int = 8000, prefix: str = "/", framed_by: Sequence[str] = ()) -> None:
    """Serve a built site until Ctrl-C."""
    with Server(site, port, prefix, framed_by=framed_by) as server:
        print(f"serving {site} on {server.address} (Ctrl-C stops)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
