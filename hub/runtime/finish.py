"""Finish a site that MkDocs has built: the runtime, the loader on every page, and one Content-Security-Policy.

Works on the HTML files as they are, so that it fits whatever made them. This is the one pass over built pages: no
template could say it, as the policy holds the hashes of the scripts of all pages, and the loader's folder is named
after what pages there are. All addresses are relative: the site works at the root of a host and below any folder.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hub.errors import BuildError

if TYPE_CHECKING:
    from hub.runtime.joined import RuntimeBuild

# Folders with pages of other programs, which have their own policy and need no loader.
FOREIGN = {"lab"}
MARK = "data-hub"
FIRST = ("page/storage.js", "page/view.js")
"""Classic scripts that run before the theme's own."""
LOADER = "page/loader.js"
"""The page's modules in one piece."""
START = "start.js"
"""A classic script too, in the pages that need Python at once."""
BOOT = ("sizes", "info", "archives")
"""What the worker must know of the files that it will fetch."""
SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.S)
DATA_TYPES = re.compile(r"""type=["']?(application/(ld\+)?json|text/template)""")


def finish(site_dir: Path, build: RuntimeBuild) -> None:
    """Copy the runtime into ``site_dir`` and make every page load it. May be called again on the same site."""
    assets = site_dir / "assets"
    if not (site_dir / "index.html").exists():
        raise BuildError(f"{site_dir}: no index.html; build the pages first")
    for old in [*assets.glob("rt-*"), *assets.glob("app-*"), *assets.glob("hub-*")]:
        shutil.rmtree(old)
    for name, folder in build.folders.items():
        shutil.copytree(folder, assets / name)
    pages = html_pages(site_dir)
    texts = {page: strip(page.read_text("utf-8")) for page in pages}
    needing = calculator_pages(site_dir, texts)
    drawn = [f"{build.runtime}/{name}" for name in cast("list[str]", build.config["scripts"])]
    at_once = {site_dir / address / "index.html": drawn if name else [] for address, name in needing}
    loader = write_loader(assets, build, needing)
    policy = content_security_policy(texts.values())
    for page, text in texts.items():
        loads = loader if has_loader(site_dir, page, text) else ""
        page.write_text(inject(text, depth(site_dir, page), policy, loads, at_once.get(page)), "utf-8")


def html_pages(site_dir: Path) -> list[Path]:
    """The site's own pages."""
    pages = [path for path in site_dir.rglob("*.html") if path.relative_to(site_dir).parts[0] not in FOREIGN]
    return sorted(pages)


def depth(site_dir: Path, page: Path) -> str:
    """The way from a page to the site's root: "", "../", "../../" …; the page for errors is at no fixed depth."""
    return "../" * (len(page.relative_to(site_dir).parts) - 1)


def calculator_pages(site_dir: Path, texts: dict[Path, str]) -> list[tuple[str, str]]:
    """The pages that need Python at once: their addresses from the site's root, and the name of the first calculator
    (none in a lesson, or the final check)."""
    found = []
    for page, text in texts.items():
        if match := re.search(r"""<div[^>]*\bdata-calc="([a-z0-9_]+)\"""", text):
            found.append((page.relative_to(site_dir).as_posix().removesuffix("index.html"), match[1]))
        elif re.search(r"<div[^>]*\bdata-(?:lesson|check)=", text):
            found.append((page.relative_to(site_dir).as_posix().removesuffix("index.html"), ""))
    return sorted(found)


def write_loader(assets: Path, build: RuntimeBuild, pages: list[tuple[str, str]]) -> str:
    """Write the page's scripts with their configuration into ``hub-<hash>``; the folder's name."""
    # the worker's first message, but for the address of the calculators and the snapshot, if it is wanted
    boot = {"type": "boot", **{key: build.config[key] for key in BOOT}}
    config = {
        "runtime": f"../{build.runtime}/",
        "app": f"../{build.app}/",
        "base": "../../",
        "pages": pages,
        "boot": boot,
        **{key: value for key, value in build.config.items() if key not in BOOT},
    }
    source = (
        "/* Made by hub.runtime.finish. */\n"
        "const at = (path) => new URL(path, import.meta.url).href;\n"
        f"export const CONFIG = {json.dumps(config, ensure_ascii=False, indent=1)};\n"
        "for (const key of ['runtime', 'app', 'base']) CONFIG[key] = at(CONFIG[key]);\n"
        "CONFIG.own = import.meta.url;\n"
    )
    files = {name: path.read_bytes() for name, path in build.page_files.items()}
    files["config.js"] = source.encode()
    if build.config["snapshot"] is None:
        files[START] = b"/* Without a memory snapshot page/python.js begins. */\n"
    else:
        wanted = {**boot, "snapshot": build.config["snapshot"]}
        begun = {"runtime": config["runtime"], "app": config["app"], "boot": wanted}
        files[START] = f"const START = {json.dumps(begun, ensure_ascii=False)};\n".encode() + files[START]
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    folder = f"hub-{total.hexdigest()[:10]}"
    for name, data in files.items():
        path = assets / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def content_security_policy(texts: Iterable[str]) -> str:
    """One policy for all pages: instant navigation keeps the first page's, so they must not differ."""
    hashes = set()
    for text in texts:
        for match in SCRIPT.finditer(text):
            attributes = match["attributes"]
            if re.search(r"\bsrc=", attributes) or DATA_TYPES.search(attributes):
                continue
            digest = base64.b64encode(hashlib.sha256(match["text"].encode()).digest()).decode()
            hashes.add(f"'sha256-{digest}'")
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *sorted(hashes)]),
            "style-src 'self'",
            "style-src-elem 'self' 'unsafe-inline'",  # Bokeh puts <style> elements into its shadow roots
            "style-src-attr 'none'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def strip(text: str) -> str:
    """A page without what an earlier run of `finish` has put in."""
    return re.sub(rf"<(?:meta|link|script)\b[^>]*\b{MARK}\b[^>]*>(?:</script>)?\n?", "", text)


def has_loader(site_dir: Path, page: Path, text: str) -> bool:
    """Whether a page loads the calculators: not one that only redirects, nor the one for errors (at any depth)."""
    return page != site_dir / "404.html" and not re.search(r"""<meta[^>]*http-equiv=["']refresh""", text)


def inject(text: str, up: str, policy: str, loader: str = "", at_once: Sequence[str] | None = None) -> str:
    """A page with the policy and, if it loads the calculators, what is in the folder ``loader``; ``at_once``: Python
    starts before all else, and these scripts are on their way before anybody asks."""
    head = f'<meta {MARK} http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
    script = ""
    if loader:
        if at_once is not None:
            head += f'<script {MARK} async src="{up}assets/{loader}/{START}"></script>\n'
        head += "".join(f'<script {MARK} src="{up}assets/{loader}/{name}"></script>\n' for name in FIRST)
        head += f'<link {MARK} rel="stylesheet" href="{up}assets/{loader}/calc.css">\n'
        head += f'<link {MARK} rel="modulepreload" href="{up}assets/{loader}/config.js">\n'  # which the modules import
        head += "".join(f'<link {MARK} rel="preload" as="script" href="{up}assets/{name}">\n' for name in at_once or ())
        # in the body, where instant navigation leaves scripts alone; at its start, so that Python starts at once
        script = f'<script {MARK} type="module" async src="{up}assets/{loader}/{LOADER}"></script>\n'
    charset = re.search(r"""<meta charset=["']?utf-8["']?\s*/?>\s*""", text)
    body = re.search(r"<body\b[^>]*>\s*", text)
    if charset is None or body is None:
        raise BuildError("a page without <meta charset> or <body> cannot be finished")
    return text[: charset.end()] + head + text[charset.end() : body.end()] + script + text[body.end() :]
