"""Cards for the seats of a room: address, seed, seat, and a QR code that leads there; a page to print on A4."""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from ai_calc.course.model import Lesson

MAX_ADDRESS = 200
"""Signs of a site's address: a code of more of them is too fine for a phone."""
_QUIET = 4
"""Empty modules around a code, as its standard asks."""


class AddressError(ValueError):
    """What was given is no address of a site; the message says so, in French."""


def read_address(text: str) -> str:
    """The address of the course (``https://…/formation/``) as links begin. Raises :class:`AddressError`."""
    try:
        parts = urlsplit(text.strip())
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        fine = False
    if not fine or len(text) > MAX_ADDRESS or any(not c.isprintable() or c.isspace() for c in text.strip()):
        raise AddressError(
            "adresse refusée : celle du cours est attendue, par exemple https://hub.exemple.ch/formation/"
        )
    path = quote(parts.path, safe="/%~")
    return urlunsplit((parts.scheme, parts.netloc, path if path.endswith("/") else f"{path}/", "", ""))


def only_here(address: str) -> bool:
    """Whether an address leads to the very computer on which it is opened."""
    return urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


def link(address: str, seed: int | str, seat: int, lesson: Lesson | None = None) -> str:
    """Where the card of a seat leads: to a lesson, or to the course."""
    page = f"lecon-{lesson.number}/" if lesson else ""
    return f"{address}{page}?{urlencode({'graine': seed, 'poste': seat}, quote_via=quote)}"


def qr_svg(text: str) -> str:
    """A text as a QR code, drawn with lines of squares."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    lines = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f'<svg viewBox="0 0 {len(rows)} {len(rows)}" shape-rendering="crispEdges" aria-hidden="true">'
        f'<path d="{"".join(lines)}"/></svg>'
    )


_STYLE = """
@page{size:A4;margin:1cm}body{font:11pt/1.35 system-ui,sans-serif;color:#111;margin:0 auto;max-width:19cm}
.cards{display:grid;grid-template-columns:1fr 1fr}
.card{box-sizing:border-box;height:6.8cm;padding:.5cm;border:1px dashed #888;break-inside:avoid}
.card{display:grid;grid-template-columns:4.2cm 1fr;gap:.4cm;align-content:center}
svg{width:4.2cm;height:4.2cm}h2{font-size:20pt;margin:0 0 .15cm}p{margin:0 0 .15cm}.seed{font-weight:650}
.address{grid-column:1/3;font-size:8pt;overflow-wrap:anywhere;color:#333}
"""


def as_page(address: str, seed: int | str, seats: Iterable[int], lesson: Lesson | None = None) -> str:
    """The cards as one HTML page to print, complete in itself: eight a sheet of A4."""
    title = f"{lesson.number}. {lesson.title}" if lesson else "Réadaptation professionnelle de l'AI : le cours"
    cards = []
    for seat in seats:
        target = link(address, seed, seat, lesson)
        cards.append(
            f'<section class="card">{qr_svg(target)}<div><h2>Poste {seat}</h2>'
            f'<p class="seed">Graine : {html.escape(str(seed))}</p><p>{html.escape(title)}</p></div>'
            f'<p class="address">{html.escape(target)}</p></section>'
        )
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><meta name="viewport"'
        f' content="width=device-width,initial-scale=1"><title>Cartons · graine {html.escape(str(seed))}</title>'
        f'<style>{_STYLE}</style></head><body><main class="cards">\n' + "\n".join(cards) + "\n</main></body></html>\n"
    )
