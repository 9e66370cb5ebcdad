#!/usr/bin/env python3
"""Serves the hub that lies beside this file, to this computer or to a classroom. Needs Python 3.8, and nothing else.

    python3 serveur.py            this computer only: http://127.0.0.1:8000/
    python3 serveur.py --lan      the whole local network too (a classroom)

Files that were compressed in advance (name.gz) are sent as they are; nothing is written, nothing is logged, and only
GET and HEAD are answered. This file is copied to USB sticks: it imports nothing of the project.
"""

import argparse
import contextlib
import errno
import html
import os
import posixpath
import re
import socket
import sys
import threading
import urllib.parse
import webbrowser
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".ipynb": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# Names that carry the hash of their content: a browser need not ask again.
HASHED = re.compile(
    r"/assets/(rt|app|hub)-[0-9a-f]{10}/|\.[0-9a-f]{8,}\.min\.(js|css)$"
    r"|/lab/static/(py|panel|code)-[0-9a-f]{10}/|/lab/build/[^/]+\.[0-9a-f]{7}\.js$|/lab/extensions/.+\.[0-9a-f]{16,20}\.js$"
)
# What a worker may do: it inherits nothing from its page.
WORKER_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def headers(file, path, tag, zipped):
    """What is said of a file that is sent for an address; the preview server (hub/site/serve.py) says the same."""
    found = {
        "Content-Type": TYPES.get(file.suffix, "application/octet-stream"),
        "ETag": tag,
        "Cache-Control": "public, max-age=31536000, immutable" if HASHED.search(path) else "no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    if zipped:
        found["Content-Encoding"] = "gzip"
    if file.name in ("worker.js", "sw.js"):
        found["Content-Security-Policy"] = WORKER_POLICY
    return found


class Handler(BaseHTTPRequestHandler):
    """One connection: several requests, one after the other."""

    protocol_version = "HTTP/1.1"
    server_version = "hub"
    sys_version = ""
    timeout = 60

    def __init__(self, *args, root, **kwargs):
        self.root = root
        super().__init__(*args, **kwargs)

    def log_message(self, format, *args):
        """Say nothing: who reads what is nobody's business."""

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        file = self.find(path)
        if file is None:
            self.missing()
        elif file.is_dir():
            self.answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": urllib.parse.quote(path) + "/"})
        else:
            self.send(file, path)

    def find(self, path):
        """The file for an address, a folder that needs a final slash, or None; never anything outside the root."""
        parts = [part for part in posixpath.normpath("/" + path).split("/") if part]
        if any("\\" in part or ":" in part or "\0" in part for part in parts):
            return None
        file = self.root.joinpath(*parts)
        try:
            file.resolve().relative_to(self.root)
        except (OSError, ValueError):
            return None
        if file.is_dir():
            index = file / "index.html"
            return None if not index.is_file() else index if path.endswith("/") else file
        return file if file.is_file() and not path.endswith("/") else None

    def send(self, file, path):
        packed = file.with_name(file.name + ".gz")
        zipped = "gzip" in self.headers.get("Accept-Encoding", "") and packed.is_file()
        with (packed if zipped else file).open("rb") as content:
            facts = os.fstat(content.fileno())
            tag = '"{:x}-{:x}{}"'.format(facts.st_mtime_ns, facts.st_size, "-gz" if zipped else "")
            found = headers(file, path, tag, zipped)
            if self.headers.get("If-None-Match") == tag:
                self.answer(HTTPStatus.NOT_MODIFIED, found)
            else:
                self.answer(HTTPStatus.OK, found, content, facts.st_size)

    def missing(self):
        page = self.root / "404.html"
        text = page.read_bytes() if page.is_file() else html.escape(self.path).encode()
        self.answer(
            HTTPStatus.NOT_FOUND, {"Content-Type": TYPES[".html"], "Cache-Control": "no-cache"}, text, len(text)
        )

    def answer(self, status, headers, body=b"", size=0):
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(size))
            self.end_headers()
            if self.command == "HEAD" or not size:
                return
            if isinstance(body, bytes):
                self.wfile.write(body)
            else:
                self.wfile.flush()
                self.connection.sendfile(body)
        except OSError:  # the visitor left, or has been silent for too long
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """A thread for each connection; port 0 takes any free port."""

    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = os.name != "nt"  # Windows would let two servers take one port

    def __init__(self, root, port=8000, lan=False):
        super().__init__(("0.0.0.0" if lan else "127.0.0.1", port), partial(Handler, root=Path(root).resolve()))

    def handle_error(self, request, client_address):
        """A visitor who leaves in the middle is no error."""


PORT = 8000


def opened(root, port=None, lan=False):
    """A server on ``port``; without one, on 8000 or the next port that is free."""
    if port is not None:
        return Server(root, port, lan)
    for candidate in range(PORT, PORT + 20):
        try:
            return Server(root, candidate, lan)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):  # Windows refuses some that nobody uses
                raise
    return Server(root, 0, lan)


def lan_addresses():
    """This computer's addresses in the local network. Nothing is sent to find them."""
    found = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # an address that stands for no computer
        found.add(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found.update(entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET))
    return sorted(address for address in found if not address.startswith("127."))


def no_port(port, error):
    """What to say when a port cannot be used."""
    reason = "est déjà pris" if error.errno == errno.EADDRINUSE else "ne peut pas être utilisé"
    return f"Le port {port} {reason}. Essayez : --port {port + 1 if port >= 1024 else 8000}"


HELP = """utilisation : serveur.py [--lan] [--port PORT] [--sans-navigateur]

Sert le hub qui se trouve à côté de ce fichier.

  --lan              aussi pour le réseau local (une salle de cours)
  --port PORT        le port, un nombre (8000, ou le prochain qui est libre)
  --sans-navigateur  ne pas ouvrir de navigateur
  -h, --help         montre cette aide
"""


class Arguments(argparse.ArgumentParser):
    """Says in French what can be said to it, when asked and after what it cannot understand."""

    def format_help(self):
        return HELP

    def error(self, message):
        self.exit(2, "Arguments refusés.\n" + HELP)


def main(argv=None):
    parser = Arguments()
    parser.add_argument("--lan", action="store_true")
    parser.add_argument("--port", type=int)
    parser.add_argument("--sans-navigateur", action="store_true")
    arguments = parser.parse_args(argv)
    root = Path(__file__).resolve().parent / "hub"
    if not (root / "index.html").is_file():
        sys.exit("Le dossier « hub » n'est pas à côté de serveur.py : copiez le dossier en entier.")
    try:
        server = opened(root, arguments.port, arguments.lan)
    except OSError as error:
        sys.exit(no_port(arguments.port or PORT, error))
    port = server.server_address[1]
    local = f"http://127.0.0.1:{port}/"
    print(f"Sur cet ordinateur : {local}")
    if arguments.lan:
        addresses = lan_addresses()
        for address in addresses:
            print(f"Dans la salle       : http://{address}:{port}/")
        if not addresses:
            print("Cet ordinateur n'est relié à aucun réseau local.")
        print("Le pare-feu peut demander une autorisation : « réseau privé » suffit.")
    print("Ctrl+C arrête.", flush=True)
    if not arguments.sans_navigateur:
        threading.Timer(0.5, webbrowser.open, [local]).start()
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
