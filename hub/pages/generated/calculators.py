"""Calculators: all of them as cards, one on its page, one in a page of another site."""

from __future__ import annotations

import html

from hub.content.library import Library
from hub.content.links import Href, url_of
from hub.pages import course


def cards(library: Library, href: Href, argument: str) -> str:
    """The calculators, those that have a page first."""
    out = ['<div class="cards" markdown="1">', ""]
    ready = [c for c in library.calculators.values() if c.page in library.markdown_files]
    planned = [c for c in library.calculators.values() if c.page not in library.markdown_files]
    for c in ready:
        out += [
            '<div class="card" markdown="1">',
            "",
            f"## [{c.title}]({href(c.page, '')})",
            "",
            f"{c.question}",
            "",
            f'<p class="muted">{c.basis}</p>',
            "",
            "</div>",
            "",
        ]
    out += ["</div>", ""]
    if planned:
        out += ["## En préparation", ""]
        out += [f'- **{c.title}** <span class="muted">({c.basis})</span> : {c.question}' for c in planned]
    return "\n".join(out)


def calculator(library: Library, href: Href, name: str) -> str:
    """A calculator as its page shows it before Python is there: form, default result, examples to load."""
    from calculators.kit.static import (
        calculator_html,  # the calculators need the package, the pages need neither
    )

    examples = [(case.id, case.title) for case in library.cases if case.calculator == name and case.example]
    own = course.exercises_of(name) if course.EXERCISES_PAGE in library.markdown_files else []
    practise = f"\n**S'exercer :** {course.links(own, href)}.\n" if own else ""
    return f"\n{calculator_html(name, examples)}\n{practise}"


EMBED = (
    '<iframe src="{address}?vue=estimation" title="{title}"\n  width="100%" height="900" loading="lazy"'
    ' frameborder="0"\n  allow="clipboard-write"></iframe>'
)
"""What is pasted into the page of an intranet."""


def embed(library: Library, href: Href, argument: str) -> str:
    """The code that shows a calculator in a page of another site, with the address that the page's script fills in."""
    there = [c for c in library.calculators.values() if c.page in library.markdown_files]
    options = "".join(f'<option value="{url_of(c.page)}">{html.escape(c.title)}</option>' for c in there)
    snippet = EMBED.format(address=f"https://ADRESSE-DU-SITE/{url_of(there[0].page)}", title=there[0].title)
    return (
        '<div class="hub-embed" data-hub-embed=""><p><label>Calculateur <select data-embed="page">'
        f'{options}</select></label> <label>Ce qui se montre <select data-embed="view">'
        '<option value="estimation">L\'estimation seule</option><option value="integree">Tout le calculateur</option>'
        "</select></label></p><label>Code à coller dans votre page "
        f'<textarea rows="6" readonly="" spellcheck="false" data-template="{html.escape(EMBED)}">'
        f"{html.escape(snippet)}</textarea></label>"
        '<p><button type="button" class="md-button" data-embed-copy="">Copier le code</button>'
        ' <span role="status"></span></p></div>'
    )
