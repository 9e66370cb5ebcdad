"""Words of a journal as they are compared (:func:`plain`), and those by which it calls the nature of an entry."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.ground.reading import clean

_ACTIVITIES = {
    Activity.WITH_PERSON: (
        "avec la personne",
        "personne",
        "assure",
        "assuree",
        "avec l assure",
        "entretien",
        "coaching",
        "contact",
        "contacts",
    ),
    Activity.WITH_OTHERS: ("avec d autres", "tiers", "employeur", "ecole", "services", "reseau", "avec employeur"),
    Activity.TRAVEL: (
        "deplacement",
        "deplacements",
        "trajet",
        "trajets",
        "route",
        "voyage",
        "reise",
        "reisezeit",
        "fahrt",
        "fahrzeit",
        "travel",
    ),
    Activity.TRAVEL_OUTSIDE: (
        "deplacement hors du canton",
        "deplacement hors canton",
        "trajet hors canton",
        "hors canton",
    ),
    Activity.ADMINISTRATION: (
        "administration",
        "admin",
        "administratif",
        "preparation",
        "rapport",
        "rapports",
        "redaction",
        "buro",
        "bericht",
        "vorbereitung",
    ),
    Activity.FIRST_INTERVIEW: ("premier entretien", "entretien de presentation", "presentation"),
    Activity.EMPLOYER_INTERVIEW: (
        "entretien de presentation avec l employeur",
        "presentation employeur",
        "entretien employeur",
    ),
    Activity.MISSED: ("entretien manque", "manque", "absent", "absence", "rendez vous manque", "non venu"),
    Activity.CANCELLED: (
        "entretien annule a l avance",
        "entretien annule",
        "annule",
        "annulation",
        "annule avec preavis",
    ),
}


@cache
def known_activities() -> dict[str, Activity]:
    """The natures by their words, as :func:`plain` gives them."""
    found = {plain(word): activity for activity, words in _ACTIVITIES.items() for word in words}
    for activity in Activity:
        found[plain(activity.french)] = activity
        found[plain(activity.value)] = activity
    return found


def plain(text: str, brackets: bool = False) -> str:
    """Lower case, without accents and punctuation, and without what stands in brackets unless it is wanted."""
    text = clean(text).casefold().replace("œ", "oe")
    bare = unicodedata.normalize("NFKD", text if brackets else re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text))
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", "".join(c for c in bare if not unicodedata.combining(c))).split())
