"""What the pages of the course ask of Python: JSON in, JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ai_calc.course.commands import CommandError
from ai_calc.ground.french import capital


class AskError(ValueError):
    """What the page was given cannot be used; the message says why, in French."""


def answered(text: str, asks: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]]) -> str:
    """The answer to a question of a page, by what it asks for; ``fault`` says what cannot be used."""
    asked = json.loads(text)
    try:
        found = asks[asked["ask"]](asked)
    except AskError as error:
        found = {"fault": str(error)}
    except CommandError as error:
        found = {"fault": f"{capital(str(error))}."}
    return json.dumps(found, ensure_ascii=False)
