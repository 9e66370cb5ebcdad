"""The load of a classroom: seats that all open their first notebook at the same moment, from one laptop's server.

Chromium says which files a first visit needs; the server that goes onto the USB stick runs as a process of its own, and
every seat fetches them over the loopback. Seats and time are bounded.
"""

from __future__ import annotations

import http.client
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Playwright

from hub import ROOT
from hub.bench.browser import served, visitor
from hub.bench.history import Figures
from hub.bench.notebooks import first_output
from hub.lab.classroom import prepare

MAX_SECONDS = 180
PER_SEAT = 3
"""Connections that one browser opens at a time."""


def needed(playwright: Playwright, site: Path) -> list[str]:
    """The addresses, below the site's root, that the first visit of a notebook asks for."""
    found: list[str] = []
    with served(site) as address, visitor(playwright) as context:
        context.on("request", lambda request: found.append(request.url))
        first_output(context, address)
        return [url.removeprefix(address) for url in found if url.startswith(address)]


class Seat:
    """One browser: several connections, which take one file after the other."""

    def __init__(self, port: int, paths: list[str], until: float) -> None:
        self.port, self.paths, self.until = port, list(reversed(paths)), until
        self.lock = threading.Lock()
        self.bytes = self.requests = self.refused = 0
        self.seconds = 0.0

    def fetch(self) -> None:
        started = time.perf_counter()
        with ThreadPoolExecutor(PER_SEAT) as connections:
            for done in [connections.submit(self._connection) for _ in range(PER_SEAT)]:
                done.result()
        self.seconds = time.perf_counter() - started

    def _connection(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            while time.perf_counter() < self.until:
                with self.lock:
                    if not self.paths:
                        return
                    path = self.paths.pop()
                line.request("GET", "/" + path, headers={"Accept-Encoding": "gzip"})
                answer = line.getresponse()
                size = len(answer.read())
                with self.lock:
                    self.bytes += size
                    self.requests += 1
                    self.refused += answer.status != 200
            raise TimeoutError("the room has taken too long")
        finally:
            line.close()


def load(folder: Path, paths: list[str], seats: int, figures: Figures) -> list[str]:
    """Every seat fetches the files at once from the stick's own server; what it took, as lines of text."""
    command = [sys.executable, "-I", str(folder / "serveur.py"), "--port", "0", "--sans-navigateur"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = urllib.parse.urlsplit(re.findall(r"http://\S+", server.stdout.readline())[0]).port
            assert port is not None
            started = time.perf_counter()
            room = [Seat(port, paths, started + MAX_SECONDS) for _ in range(seats)]
            threads = [threading.Thread(target=seat.fetch) for seat in room]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            seconds = time.perf_counter() - started
        finally:
            server.terminate()
    total = sum(seat.bytes for seat in room)
    waits = [seat.seconds for seat in room]
    figures[f"{seats} seats, s for all"] = seconds
    return [
        (
            f"{seats} seats, {len(paths)} files each: {seconds:.1f} s for all, {statistics.median(waits):.1f} s for a"
            " seat in the middle"
        ),
        (
            f"{total / 1e6:.0f} MB in {sum(seat.requests for seat in room)} requests ({total / seats / 1e6:.1f} MB a"
            f" seat), {total / seconds / 1e6:.0f} MB/s, {sum(seat.refused for seat in room)} refused"
        ),
    ]


def lines(playwright: Playwright, site: Path, figures: Figures, seats: int = 30) -> list[str]:
    """What a room of ``seats`` waits for its first notebook, server and seats on this machine."""
    folder = prepare(site, ROOT / "build" / "classroom")
    return load(folder, needed(playwright, site), seats, figures)
