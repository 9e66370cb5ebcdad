#!/usr/bin/env python3
"""Debian's own Firefox for Playwright: starts it, stands between the two, and answers what this Firefox does not know.

Playwright's channel « moz-firefox » speaks WebDriver BiDi to any Firefox, but asks for more than an ESR knows. It takes
this for the browser: the address that it reads (« WebDriver BiDi listening on … ») is that of the bridge.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

FIREFOX = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
UNKNOWN = {"emulation.setMediaFeaturesOverride"}


async def upwards(playwright: ServerConnection, firefox: ClientConnection) -> None:
    async for text in playwright:
        asked = json.loads(text)
        if asked.get("method") in UNKNOWN:
            await playwright.send(json.dumps({"type": "success", "id": asked["id"], "result": {}}))
        else:
            await firefox.send(text)


async def downwards(playwright: ServerConnection, firefox: ClientConnection) -> None:
    async for text in firefox:
        told = json.loads(text)
        if str(told.get("method")).startswith("browsingContext.download") and told["params"].get("navigation") is None:
            told["params"]["navigation"] = told["params"]["url"]  # Playwright tells downloads apart by it
        await playwright.send(json.dumps(told))
    await playwright.close()


async def main() -> int:
    firefox = await asyncio.create_subprocess_exec(FIREFOX, *sys.argv[1:], stderr=asyncio.subprocess.PIPE)
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, firefox.terminate)
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        text = line.decode("utf-8", "replace")
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", text):
            address = f"{found[1]}/session"

            async def relay(playwright: ServerConnection, address: str = address) -> None:
                async with connect(address, max_size=None, ping_interval=None, proxy=None, compression=None) as there:
                    await asyncio.wait(
                        [asyncio.ensure_future(way(playwright, there)) for way in (upwards, downwards)],
                        return_when=asyncio.FIRST_COMPLETED,
                    )

            server = await serve(relay, "127.0.0.1", 0, max_size=None, ping_interval=None, compression=None)
            text = f"WebDriver BiDi listening on ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}\n"
        sys.stderr.write(text)
        sys.stderr.flush()
    return await firefox.wait()


if __name__ == "__main__":
    code = asyncio.run(main())
    os._exit(code if code >= 0 else 128 - code)
