"""Finishes the built site: rule index, short addresses, and addresses that work from any folder of any host."""

from __future__ import annotations

import html
import json
import os
import posixpath
import re
from datetime import date
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ai_calc.ground import french
from ai_calc.law import citations
from hub import search
from hub.content import cases
from hub.content.bases import statutes_of
from hub.content.dating import long_mark
from hub.content.library import Library
from hub.content.links import FIGURES_PAGE, from_root, parameter_anchor, short_url
from hub.errors import BuildError
from hub.pages import case_pages
from hub.pages.render import card_html, plain_text

SITEMAP_NAME = "new URL(n.textContent)"
"""What Material's bundle says where it reads the sitemap; relative addresses need the base beside it."""


def finish(site: Path, library: Library) -> None:
    """Runs every step that follows the site generator. Safe to run twice."""
    write_rule_index(site, library)
    write_parameter_index(site, library)
    write_short_addresses(site, library)
    cases.write(site, library)
    make_addresses_relative(site)
    guard_storage(site)
    link_citations(site, library)
    name_landmarks(site)
    link_privacy(site)
    case_pages.write(site, library)
    tell_apart(site)
    search.finish(site, library)


def finish_runtime(site: Path, root: Path) -> None:
    """Puts the browser runtime into the site, when this checkout has calculators and a runtime to put in."""
    if find_spec("hub.runtime") is None or not (root / "calculators").is_dir():
        return
    runtime = import_module("hub.runtime")
    runtime.finish(site, runtime.build(root / "calculators", root / "src" / "ai_calc", root / ".cache"))


def finish_lab(site: Path, root: Path) -> None:
    """Puts the course's notebooks into the site (``lab/``), when this checkout has notebooks."""
    notebooks = root / "calculators" / "notebooks"
    if find_spec("hub.lab") is None or not list(notebooks.glob("*.ipynb")):
        return
    lab = import_module("hub.lab")
    lab.place(site, lab.build(notebooks, root / "calculators", root / "src" / "ai_calc", root / ".cache"))


# -- data for the browser --------------------------------------------------------------------------------------------


def rule_entry(library: Library, citation: str) -> dict[str, Any]:
    """What the browser knows of one rule."""
    rule = library.rules[citation]
    page = library.page_of[rule.page]
    source = library.sources.get(rule.source)
    body = card_html(rule, library)
    return {
        "citation": citation,
        "source": rule.source,
        "source_title": source.short if source else "Fait",
        "id": rule.id,
        "number": rule.id,
        "label": citations.label(citation),
        "title": rule.title,
        "page": page.title,
        "chapter": page.chapter,
        "section": rule.section,
        "url": from_root(rule.page, rule.anchor),
        "short": short_url(citation),
        "status": rule.status,
        "tag": rule.tag,
        "since": long_mark(rule.tag) if rule.tag else None,
        "kind": rule.kind,
        "computable": rule.computable,
        "statutes": list(statutes_of(library, rule)),
        "own_statutes": list(rule.statutes),
        "decisions": list(rule.decisions),
        "refs": library.references(rule),
        "readings": list(rule.readings),
        "parts": list(rule.parts),
        "text": plain_text(body),
        "html": body,
    }


def write_rule_index(site: Path, library: Library) -> None:
    """``rules.json``: every rule with its text, address and references."""
    entries = [rule_entry(library, citation) for citation in library.rules]
    _write(site / "rules.json", json.dumps(entries, ensure_ascii=False, separators=(",", ":")))


def write_parameter_index(site: Path, library: Library) -> None:
    """``parameters.json``: what the card of a figure shows."""
    out = {}
    for name, p in library.parameters.items():
        out[name] = {
            "label": p.label,
            "url": from_root(FIGURES_PAGE, parameter_anchor(name)),
            "note": p.note,
            "values": [
                {
                    "from": None if p.undated or not v.start_known else french.long_date(v.from_date),
                    "text": " ".join(w for w in (p.words(v), p.until(v)) if w),
                    "note": v.note,
                    "check": p.check_of(v),
                }
                for v in p.values
                if v.value is not None or len(p.values) == 1
            ],
            "sources": list(p.sources),
        }
    _write(site / "parameters.json", json.dumps(out, ensure_ascii=False, separators=(",", ":"), default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(type(value))


def write_short_addresses(site: Path, library: Library) -> None:
    """``r/cmrp/6020/`` leads to the rule: a page that redirects without a script."""
    for citation, rule in [*library.rules.items(), *library.groups.items()]:
        for part in (None, *(rule.parts if citation == rule.citation else ())):
            named = citation if part is None else f"{citation}.{part}"
            anchor = rule.anchor if part is None else f"{rule.anchor}.{part}"
            short = short_url(named)
            up = "../" * short.count("/")
            target = html.escape(f"{up}{from_root(rule.page, anchor)}", quote=True)
            title = html.escape(f"{citations.label(named)} · {rule.title}", quote=False)
            _write(
                site / short / "index.html",
                '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;'
                f' url={target}"><meta name="robots" content="noindex"><link rel="canonical" href="{target}"><meta'
                ' name="viewport"'
                f' content="width=device-width,initial-scale=1"><title>{title}</title></head><body><p><a'
                f' href="{target}">{title}</a></p></body></html>\n',
            )


# -- addresses that work from any folder -----------------------------------------------------------------------------


ADDRESS = "HUB_ADDRESS"
"""The environment variable with the address at which the site will stand, where it is known."""


def write_sitemap(site: Path, address: str = "") -> None:
    """The sitemap, with whole addresses as search engines want them where the ``address`` is known, else from the
    site's root."""
    sitemap = site / "sitemap.xml"
    if address and not re.fullmatch(r"https?://[^\s<>\"&]+", address):
        raise BuildError(f"{ADDRESS} : « {address} » n'est pas une adresse (https://…)")
    if not sitemap.exists():
        return
    root = f"{address.rstrip('/')}/" if address else "./"
    text = re.sub(
        r"<loc>https://exemple\.invalid/([^<]*)</loc>", lambda m: f"<loc>{root}{m[1]}</loc>", sitemap.read_text("utf-8")
    )
    if "exemple.invalid" in text:
        raise BuildError("sitemap.xml : des adresses absolues restent")
    _write(sitemap, text)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


def make_addresses_relative(site: Path) -> None:
    """No page names a host: the sitemap and the theme's script speak of addresses relative to the site's root."""
    write_sitemap(site, os.environ.get(ADDRESS, ""))
    bundles = list((site / "assets" / "javascripts").glob("bundle.*.min.js"))
    if len(bundles) != 1:
        raise BuildError(f"script du thème : un seul fichier attendu, trouvé {[b.name for b in bundles]}")
    script = bundles[0].read_text("utf-8")
    if f"{SITEMAP_NAME[:-1]},t)" not in script:
        if script.count(SITEMAP_NAME) != 1:
            raise BuildError(f"script du thème : « {SITEMAP_NAME} » attendu une fois ({bundles[0].name})")
        bundles[0].write_text(script.replace(SITEMAP_NAME, f"{SITEMAP_NAME[:-1]},t)"), "utf-8")
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        new = re.sub(r'\s*<link rel="canonical" href="https://exemple\.invalid/[^"]*">', "", text)
        new = re.sub(
            r'\s*<link rel="(?:next|prev)" href="[^"]*">', "", new
        )  # Firefox would fetch it, against the policy
        new = skip_to_the_title(new).replace(
            'href="javascript:void(0)"', 'href="?q="'
        )  # the theme's script fills it in
        if page == site / "404.html":
            new = _not_found_page()
        if "exemple.invalid" in new:
            raise BuildError(f"{page.relative_to(site)} : une adresse absolue reste")
        if new != text:
            _write(page, new)


STORAGE = re.compile(r"<script>(?:var __md_store[^<]*?;)?(?=__md_scope=)[^<]*</script>")
"""The theme's first script: it and the bundle reach the browser's storage through its functions."""
GUARD = "var __md_store;try{__md_store=localStorage}catch{__md_store={getItem:()=>null,setItem(){}}}"


def guard_storage(site: Path) -> None:
    """With cookies and storage blocked, the theme's scripts go on without: a search does not need them."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        if not (match := STORAGE.search(text)):
            continue
        script = match[0]
        if GUARD not in script:
            script = script.replace("=localStorage", "=__md_store").replace("<script>", f"<script>{GUARD};")
        if script.count("=__md_store") != 2 or script.count("localStorage") != 1:
            raise BuildError(
                f"{page.relative_to(site)} : le thème atteint le stockage du navigateur d'une autre manière"
            )
        _write(page, text[: match.start()] + script + text[match.end() :])


def skip_to_the_title(page: str) -> str:
    """« Aller au contenu » leads to the title: the theme leads to the first section, past the calculator of a page."""
    title = re.search(r'<h1 id="([^"]*)"', page)
    return re.sub(r'(<a href=")#[^"]*(" class="md-skip">)', rf"\1#{title[1]}\2", page, count=1) if title else page


def _not_found_page() -> str:
    """It stands for any address at any depth: its icon is empty, else a browser asks the host's root for one."""
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>Page introuvable</title><meta'
        ' name="viewport" content="width=device-width,initial-scale=1"><meta name="robots"'
        ' content="noindex"><link rel="icon" href="data:,">'
        "<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0"
        " 1.5rem;color:#1f2a37}h1{border-top:4px solid"
        " #d8232a;padding-top:1rem;font-size:1.6rem}</style></head><body><h1>Cette page n'existe pas</h1><p>L'adresse"
        " est peut-être incomplète. Une règle s'atteint par son numéro : <code>r/cmrp/6020/</code> à la suite de"
        " l'adresse du site.</p><p>Sans réseau, les carnets du cours ne s'ouvrent que s'ils ont été gardés sur cet"
        " appareil.</p></body></html>\n"
    )


_SHORT_HREF = re.compile(r'href="r/(?P<source>[a-z0-9-]+)/(?P<number>[A-Za-z0-9.-]+)/"')


def link_citations(site: Path, library: Library) -> None:
    """Citations that Python wrote into a page (``href="r/cmrp/6020/"``) lead straight to the rule."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        if 'href="r/' not in text:
            continue
        base = page.parent.relative_to(site).as_posix()

        def address(match: re.Match[str], base: str = base, page: Path = page) -> str:
            citation = f"{match['source']}:{match['number']}"
            target = library.resolve(citation)
            if target is None:
                raise BuildError(f"{page.relative_to(site)} : « {citation} » ne mène à aucune règle")
            url, _, anchor = from_root(target[0].page, target[1]).partition("#")
            relative = posixpath.relpath(url, base).replace(os.sep, "/")
            return f'href="{relative}/#{anchor}"'

        _write(page, _SHORT_HREF.sub(address, text))


_DESCRIPTION = re.compile(r'(<meta name="description" content=")([^"]*)(">)')
_FIRST = re.compile(r"<article\b.*?</h1>.*?<p>(.*?)</p>", re.S)
SHOWN = 160
"""How many characters of a description search engines and bookmarks show."""


def tell_apart(site: Path) -> None:
    """Each page has a description of its own, the beginning of its text; a calculator's title says that it is one, as
    chapters have the same names; each names the manifest by which the site can be installed."""
    home = _DESCRIPTION.search((site / "index.html").read_text("utf-8"))
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        place = page.relative_to(site).parts
        new = text
        if place[0] == "calculateurs" and len(place) == 3:
            new = re.sub(r"<title>(?!Calculateur )(.*?) - ", r"<title>Calculateur « \1 » - ", new, count=1)
        found, first = _DESCRIPTION.search(new), _FIRST.search(new)
        if found and first and home and found[2] == home[2] and len(place) > 1:
            words = plain_text(first[1])
            short = words if len(words) <= SHOWN else words[: SHOWN - 1].rpartition(" ")[0] + "…"
            new = f"{new[: found.start(2)]}{html.escape(short, quote=True)}{new[found.end(2) :]}"
        if 'rel="manifest"' not in new and place != ("404.html",):
            up = "../" * (len(place) - 1)
            new = new.replace("</head>", f'<link rel="manifest" href="{up}manifest.webmanifest"></head>', 1)
        if new != text:
            _write(page, new)


_SECTION = re.compile(
    r'(?P<head><nav class="md-nav" data-md-level="\d+" )aria-labelledby="[^"]*"(?P<between>[^>]*>\s*'
    r'<label class="md-nav__title"[^>]*>\s*<span[^>]*></span>\s*)(?P<title>[^<]*?)(?P<end>\s*</label>)'
)


PRIVACY = "confidentialite/"


def link_privacy(site: Path) -> None:
    """The last word of the footer leads to the page on privacy, from every page."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        up = "../" * (len(page.relative_to(site).parts) - 1)
        new = _FOOTER.sub(lambda m, up=up: f'{m[1]}<a href="{up}{PRIVACY}">Confidentialité</a>{m[2]}', text)  # type: ignore[misc]
        if new != text:
            _write(page, new)


_FOOTER = re.compile(r'(<div class="md-copyright__highlight">[^<]*?)Confidentialité(\s*</div>)')


def name_landmarks(site: Path) -> None:
    """The theme leaves the search dialog and sections with an index page without a name of their own."""
    dialog = '<div class="md-search" data-md-component="search" role="dialog">'
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        new = text.replace(dialog, f'{dialog[:-1]} aria-label="Recherche">')
        new = new.replace(
            '<nav class="md-path" aria-label="Navigation"', '<nav class="md-path" aria-label="Fil d\'Ariane"'
        )
        new = _SECTION.sub(
            lambda m: (
                f'{m["head"]}aria-label="{html.escape(html.unescape(" ".join(m["title"].split())), quote=True)}"'
                f"{m['between']}{m['title']}{m['end']}"
            ),
            new,
        )
        if new != text:
            _write(page, new)


def _write(path: Path, text: str) -> None:
    content = text.encode()
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
