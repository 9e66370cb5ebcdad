"""JupyterLite's own pages, built without notebooks and without Python: French, and with no address outside."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hub import web
from hub.errors import BuildError
from hub.lab import patches
from hub.lab.fetched import LabInputs
from hub.runtime import archive

HERE = Path(__file__).parent
PAGE = web.LAB / "page"
CODE = (HERE / "shell.py", HERE / "patches.py", HERE / "french.json", *sorted(PAGE.iterdir()))
APPS = ("notebooks", "tree", "edit")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
LOCALE = "fr_FR"

# Extensions that would ask another host, need a service worker of their own, or lead to apps that are not here.
DISABLED = [
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/apputils-extension:kernels-settings",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlite/application-extension:service-worker-manager",
    "@jupyter-notebook/lab-extension:interface-switcher",
    "@jupyter-notebook/lab-extension:launch-tree",
    "@jupyter-notebook/help-extension:open",
    "@jupyter-notebook/console-extension",
    "@jupyterlab/help-extension:jupyter-forum",
    "@jupyterlab/help-extension:resources",
    "@jupyterlab/filebrowser-extension:open-url",
    "@jupyter-notebook/notebook-extension:checkpoints",
]
SETTINGS: dict[str, dict[str, object]] = {
    "@jupyterlab/translation-extension:plugin": {"locale": LOCALE},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # The way back to the course, on a phone too.
    "@jupyter-notebook/application-extension:top": {"visible": "yes"},
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    # Every change is in the browser's storage a few seconds later.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# Files that nothing here asks for: fonts for browsers of the past, and the kernel's package index.
LEFT_OUT = re.compile(
    r"^build/fa-.*\.(eot|svg|ttf|woff)$|/pyodide-kernel-extension/static/pypi/|\.map$|^doc/|^service-worker\.js$|\.doit\.db"
)


def build(inputs: LabInputs, cache: Path, log: Callable[[str], None]) -> Path:
    """The folder ``cache/shell-<hash>``, made unless it is there already: always from nothing, into an empty folder.

    (A second build over the first one silently loses settings of the kernel.)
    """
    code = archive.digest_named({path.name: path for path in CODE})
    folder = cache / f"shell-{inputs.tools.name.removeprefix('tools-')}-{code[:10]}"
    if folder.exists():
        return folder
    log("building JupyterLite (10 seconds, once)")
    with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-shell-") as temporary:
        work, out = Path(temporary) / "lite", Path(temporary) / "out"
        _run_jupyterlite(inputs, work, out)
        for path in archive.files_of(out):
            if LEFT_OUT.search(path.relative_to(out).as_posix()):
                path.unlink()
        shutil.copytree(PAGE, out / "static" / "page")
        _patch_extension(out / "extensions" / "@pyviz" / "jupyterlab_pyviz" / "static")
        _icons(out)
        _translate(inputs.tools, out / "api" / "translations")
        _finish_pages(out)
        archive.settle(out, folder)
    return folder


def _run_jupyterlite(inputs: LabInputs, work: Path, out: Path) -> None:
    """Run ``jupyter lite build`` in a folder of its own, blind to whatever else is installed on this machine."""
    work.mkdir()
    build_config = {
        "LiteBuildConfig": {
            "contents": [],
            "output_dir": str(out),
            "cache_dir": str(work / "cache"),
            "apps": APPS,
            "ignore_sys_prefix": True,
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "no_libarchive": True,
        },
        "FederatedExtensionAddon": {"extra_labextensions_path": [str(inputs.extensions)]},
    }
    site_config = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Carnets",
            "appUrl": "./tree",
            "exposeAppInBrowser": True,
            "disabledExtensions": DISABLED,
            "settingsOverrides": SETTINGS,
        },
    }
    (work / "jupyter_lite_config.json").write_text(json.dumps(build_config))
    (work / "jupyter-lite.json").write_text(json.dumps(site_config))
    home = work / "home"
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "PYTHONPATH": str(inputs.tools),
        "PYTHONNOUSERSITE": "1",
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not (out / "jupyter-lite.json").exists():
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        raise BuildError("JupyterLite could not be built: " + (lines[-1] if lines else "no message"))


def _translate(tools: Path, folder: Path) -> None:
    """French, and nothing else, for the two programs that are here; with our words where the translation has none."""
    texts = {}
    own: dict[str, dict[str, str]] = json.loads((HERE / "french.json").read_text("utf-8"))
    for name in ("jupyterlab", "notebook"):  # what these call their domains; JupyterLite has no translation of its own
        path = tools / "jupyterlab_language_pack_fr_FR" / "locale" / LOCALE / "LC_MESSAGES" / f"{name}.json"
        if not path.exists():
            raise BuildError(f"the French texts are missing: {path.name}")
        texts[name] = json.loads(path.read_text("utf-8")) | {key: [text] for key, text in own.get(name, {}).items()}
    domain = {"": {"domain": "jupyterlite", "language": "fr-FR", "plural_forms": "nplurals=2; plural=(n > 1);"}}
    texts["jupyterlite"] = domain | {key: [text] for key, text in own["jupyterlite"].items()}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = {LOCALE: {"displayName": "Français", "nativeName": "Français"}}
    _write_json(folder / "all.json", {"data": names, "message": ""})
    _write_json(folder / f"{LOCALE}.json", {"data": texts, "message": ""})


def _patch_extension(folder: Path) -> None:
    texts = {path: path.read_text("utf-8") for path in sorted(folder.glob("*.js"))}
    concerned = [path for path, text in texts.items() if "panel-preview/" in text]
    if len(concerned) != 1:
        raise BuildError("Panel's extension of JupyterLab has changed: review its patch in hub/lab/patches.py")
    path = concerned[0]
    path.write_text(patches.apply(texts[path], patches.PYVIZ_JS, path.name), "utf-8")


def _icons(out: Path) -> None:
    """The icons that show in the tab whether a notebook is at work."""
    folder = out / "static" / "favicons"
    folder.mkdir(parents=True, exist_ok=True)
    for app in APPS:
        source = out / app / "favicon.ico"
        if source.exists():
            for name in (
                "favicon",
                "favicon-notebook",
                "favicon-file",
                "favicon-busy-1",
                "favicon-busy-2",
                "favicon-busy-3",
            ):
                shutil.copy(source, folder / f"{name}.ico")
            return


def kernel_worker(shell: Path) -> str:
    """The kernel's worker script, below ``lab/``: the one that does without shared memory."""
    folder = shell / "extensions" / "@jupyterlite" / "pyodide-kernel-extension" / "static"
    texts = {path: path.read_text("utf-8") for path in sorted(folder.glob("*.js"))}
    found = [
        path for path, text in texts.items() if "postMessage({_kernelMessage:" in text and "webpackChunk" not in text
    ]
    if len(found) != 1:
        raise BuildError("JupyterLite's kernel has changed: its worker script was not found")
    return found[0].relative_to(shell).as_posix()


STATUS = (
    '<div id="hub-lab-status" role="status" data-state="busy">'
    '<span class="hub-lab-text">Ouverture du carnet…</span><progress max="1" aria-label="Démarrage"></progress></div>'
    # what an exercise answers, for screen readers (calculators/kit/lesson.py)
    '<div id="hub-lab-said" role="status"></div>'
)
CLOSED = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Carnets remis à neuf</title>{policy}<link rel="icon" href="static/favicons/favicon.ico">
<link rel="stylesheet" href="static/page/page.css"></head>
<body><h1>Les carnets ont été remis à neuf</h1>
<p>Cette page montrait un carnet. Elle est fermée, pour que rien d'ancien ne soit enregistré à nouveau.</p>
<p><a href="../formation/">Revenir au cours</a></p></body></html>
"""


def _finish_pages(out: Path) -> None:
    """Language, title, content policy, our script and the line that tells how far Python is."""
    for app in APPS:
        path = out / app / "index.html"
        text = path.read_text("utf-8")
        for pattern, new, needed in (
            (r"<html>", '<html lang="fr">', True),
            (r"<title>[^<]*</title>", "<title>Carnets</title>", True),
            (r'(<meta name="Description" content=)"[^"]*"', r'\1"Carnets du cours, dans le navigateur"', True),
            (r'<link rel="manifest"[^>]*>\s*', "", True),
            (r"Loading JupyterLite\.\.\.", "Ouverture du carnet…", False),
            (
                r"JupyterLite requires JavaScript to be enabled in your browser\.",
                "Les carnets ont besoin de JavaScript.",
                False,
            ),
            # addresses that nothing asks for: where the picture shown meanwhile comes from, and the name of its
            # language
            (r"/\*[^/]*?https://[^*]*\*/", "", False),
            (r' xmlns="http://www\.w3\.org/2000/svg"', "", False),
            (r"(<body[^>]*>)", r"\1" + STATUS, app == "notebooks"),
        ):
            text, found = re.subn(pattern, new, text)
            if found > 1 or (needed and not found):
                raise BuildError(
                    f"JupyterLite's pages have changed: {pattern} was found {found} times in {app}/index.html"
                )
        early = " data-early" if app == "notebooks" else ""
        head = (
            '<link rel="icon" href="../static/favicons/favicon.ico" />'  # else the root of the host is asked for one
            '<link rel="stylesheet" href="../static/page/page.css" />'
            f'<script src="../static/page/page.js" data-site="../"{early}></script>'
        )
        path.write_text(_with_policy(text, head), "utf-8")
    index = out / "index.html"
    index.write_text(_with_policy(re.sub(r"<!--.*?-->", "", index.read_text("utf-8"), flags=re.S), ""), "utf-8")
    (out / "ferme.html").write_text(CLOSED.format(policy=policy_meta("")), "utf-8")


def _with_policy(text: str, head: str) -> str:
    """A page with its policy first in the head, and more behind it."""
    position = re.search(r"<head>\s*", text)
    if position is None:
        raise BuildError("JupyterLite's pages have changed: no <head>")
    meta = '<meta charset="utf-8" />' + policy_meta(text) + head
    return text[: position.end()] + meta + text[position.end() :]


def policy_meta(text: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy(text))}" />'


def policy(text: str) -> str:
    """The notebooks' own policy, looser than the site's: cells bring scripts and styles, but nothing comes from
    elsewhere."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
        ]
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), "utf-8")
