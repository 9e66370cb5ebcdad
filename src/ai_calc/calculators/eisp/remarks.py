"""What the facts of a draft say beside each other without being impossible: somebody should look (warnings)."""

from __future__ import annotations

from collections import Counter

from ai_calc.calculators.eisp.model import EispCase
from ai_calc.ground.french import phrase
from ai_calc.outcome.notices import warning
from ai_calc.results import Notice


def remarks(case: EispCase) -> list[Notice]:
    """In the order of the form."""
    return [*_insurer(case), *_noughts(case), *_days(case), *_outcomes(case)]


def _insurer(case: EispCase) -> list[Notice]:
    if "insurer" in case.model_fields_set:
        return []
    words = phrase(
        "L'organisme qui paie n'est pas indiqué : le calcul prend « {0} ». Les indications retenues et le contenu"
        " obligatoire en dépendent.",
        case.insurer.french,
    )
    return [warning("insurer", words, "eisp:4.0")]


def _noughts(case: EispCase) -> list[Notice]:
    found = []
    if case.places_per_year == 0:
        found.append(warning("no_places", phrase("Le projet prévoit 0 place par an : à vérifier."), "eisp:4.1.7"))
    if case.price is not None and not case.price:
        found.append(warning("no_price", phrase("Le prix est de 0 franc : à vérifier."), "eisp:4.1.7"))
    return found


def _days(case: EispCase) -> list[Notice]:
    start = case.start_date
    if start is None:
        return []
    found = []
    if case.signature_date is not None and case.signature_date > start:
        words = phrase(
            "La convention est signée le {0}, après son début ({1}) : à vérifier.", case.signature_date, start
        )
        found.append(warning("signed_late", words, "eisp:3.1.1"))
    early = [n for n, duty in enumerate(case.notices, 1) if duty.event_date is not None and duty.event_date < start]
    found += [
        warning(
            f"event_before.{n}",
            phrase("Annonce {0} : l'événement précède le début de la convention ({1}).", n, start),
            "eisp:24",
        )
        for n in early
    ]
    return found


def _outcomes(case: EispCase) -> list[Notice]:
    counted = Counter(outcome.indicator for outcome in case.outcomes)
    found = [
        warning(
            f"several_outcomes.{n}",
            phrase(
                "Indicateur {0} : {1} résultats sont saisis. Chacun est comparé à la cible pour lui-même ; ils ne"
                " s'additionnent pas, et leur période n'est pas indiquée.",
                n,
                count,
            ),
            "eisp:11",
        )
        for n, count in sorted(counted.items())
        if count > 1
    ]
    if any(outcome.interruptions and not outcome.out_of for outcome in case.outcomes):
        words = phrase(
            "Des interruptions sont saisies sans le total de la colonne « Sur » : leur effet sur le taux ne se calcule"
            " pas."
        )
        found.append(warning("interruptions_alone", words, "eisp:11.e"))
    return found
