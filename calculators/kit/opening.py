"""What the page asks of a file of one case that becomes a file of a person: the case as its form keeps it, and its
name."""

from __future__ import annotations

import json
from html import unescape

from ai_calc.handing_over.sharing import SharedCaseError, from_file
from calculators.kit.live import Live, taken_words
from calculators.kit.static import form_of


def answer(text: str) -> str:
    """The answer to the page, both JSON: ``file`` (its text) gives ``calculator``, ``title``, ``name``, ``state`` and
    ``about`` as the form would tell them, and what is to be said (``said``, ``changes``); or a ``fault``."""
    file = str(json.loads(text).get("file"))
    try:
        opened = from_file(file)
    except SharedCaseError as error:
        return json.dumps({"fault": str(error)}, ensure_ascii=False)
    live = Live(form_of(opened.calculator.name))
    live.take(opened)
    return json.dumps(
        {
            "calculator": opened.calculator.name,
            "title": opened.calculator.title,
            "name": opened.name,
            "state": live.state.value,
            "about": json.loads(unescape(live.outputs["about"].object)),
            "said": taken_words(opened),
            "changes": [str(change) for change in opened.changes],
        },
        ensure_ascii=False,
    )
