"""Finishes the built site: rule index, short addresses, and addresses that work from any folder of any host."""

from __future__ import annotations

import html
import json
import os
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
from hub.pages.rule_pages import card_html, plain_text

SITEMAP_NAME = "new URL(n.textContent)"
"""What Material's bundle says where it reads the sitemap; relative addresses need the base beside it."""


def finish(site: Path, library: Library) -> None:
    """Runs every step that follows the site generator. Safe to run twice."""
    write_rule_index(site, library)
    write_parameter_index(site, library)
    write_short_addresses(site, library)
    cases.write(site, library)
    make_addresses_relative(site)
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
                f' content="width=device-width,initial-scale=1"><title>{title}</title><link rel="manifest"'
                f' href="{up}manifest.webmanifest"></head><body><p><a'
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


def _write(path: Path, text: str) -> None:
    content = text.encode()
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
