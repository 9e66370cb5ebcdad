"""The federal rule beside the cantonal practice: coaching by external providers (cmrp:1028), billing by the hour
(cmrp:7005).

The need is a condition of every coaching by external providers; the measure on the primary market is one where the
coaching serves a measure or a job, not where it serves the search or an orientation (reading X-06).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.assess import monthly_words, needed
from ai_calc.ground.french import Phrase, phrase, show
from ai_calc.law.citations import Cited
from ai_calc.outcome.verdicts import status_of
from ai_calc.registers.cantons import Aim, CapMode, Count
from ai_calc.results import Column, Role, Status, Table, Verdict

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate

_AIMS = {
    Aim.RETENTION: "le maintien en emploi",
    Aim.MEASURE: "la réussite d'une mesure individuelle",
    Aim.SEARCH: "l'aptitude à chercher un emploi",
    Aim.JOB: "le maintien en emploi, ou l'aptitude à chercher un emploi",
}


def federal_verdicts(m: Mandate) -> list[Verdict]:
    """The four points of cmrp:1028, applied to the case."""
    case, kind, plan = m.case, m.kind, m.plan
    on_market, need = status_of(case.on_primary_market), status_of(case.targeted_need)
    aim = _AIMS.get(kind.aim)
    aim_reason = (
        phrase("But de ce type de coaching : {0}.", aim)
        if aim
        else phrase(
            "Le {0} ne nomme pas ce but ; à rattacher à une mesure ou à la recherche d'un emploi.", Cited("cmrp:1028")
        )
    )
    reasons = {
        Status.MET: "Le dossier l'établit.",
        Status.NOT_MET: "Selon le dossier, ce point n'est pas donné.",
        Status.TO_APPRAISE: "Le dossier ne le dit pas encore.",
    }
    search = (
        " Un coaching qui sert à chercher un emploi est admis par les cantons aussi sans mesure en cours."
        if kind.aim in (Aim.SEARCH, Aim.JOB)
        else ""
    )
    return [
        Verdict(
            "1028.a",
            "Mesure sur le marché primaire (droit fédéral)",
            on_market,
            phrase(reasons[on_market] + search),
            ("cmrp:1028.a",),
            None if on_market is Status.MET else phrase("Une mesure sur le marché primaire, au moins en partie."),
            role=Role.CONDITION if "1028.a" in needed(m) else Role.ADVICE,
        ),
        Verdict(
            "1028.b",
            "Besoin spécifique et ciblé (droit fédéral)",
            need,
            phrase(reasons[need]),
            ("cmrp:1028.b",),
            None if need is Status.MET else phrase("Un besoin spécifique et ciblé, établi au dossier."),
            role=Role.CONDITION,
        ),
        Verdict(
            "1028.c",
            "Limité dans le temps (droit fédéral)",
            Status.MET if case.months is not None and plan.months_admitted else Status.TO_APPRAISE,
            _length(m),
            ("cmrp:1028.c",),
            role=Role.ADVICE,
        ),
        Verdict(
            "1028.d",
            "But admis (droit fédéral)",
            Status.MET if aim else Status.TO_APPRAISE,
            aim_reason,
            ("cmrp:1028",),
            role=Role.ADVICE,
        ),
    ]


def practice_table(m: Mandate) -> Table:
    """Point by point: what federal law says, what the canton does."""
    edition, kind = m.edition, m.kind
    counted = [a.french.lower() for a, t in edition.activities.items() if t.count is Count.COUNTED]
    included = [a.french.lower() for a, t in edition.activities.items() if t.count is Count.INCLUDED]
    billed = f"Payés : {', '.join(counted)}" + (f". Compris dans le tarif : {', '.join(included)}" if included else "")
    rows: tuple[tuple[str, Phrase, str | Phrase], ...] = (
        (
            "Quand",
            phrase("Mesure sur le marché primaire, besoin spécifique et ciblé ({0})", Cited("cmrp:1028")),
            kind.label,
        ),
        (
            "But",
            phrase("Emploi gardé, mesure réussie ou aptitude à chercher un emploi ({0})", Cited("cmrp:1028")),
            _AIMS.get(kind.aim, "orientation professionnelle"),
        ),
        ("Durée et heures", phrase("Limité dans le temps, sans chiffre ({0})", Cited("cmrp:1028")), _cap_words(m)),
        ("Prix", phrase("Forfait ou tarif, à l'heure par exemple ({0})", Cited("cmrp:7005")), _rate_words(m)),
        (
            "Facture",
            phrase("Chaque prestation reconnaissable : préparation et suivi, trajets ({0})", Cited("cmrp:7005")),
            billed,
        ),
    )
    return Table(
        "practice",
        "Droit fédéral et pratique cantonale",
        (
            Column("point", "Point"),
            Column("federal", "Droit fédéral"),
            Column("canton", f"Canton : {m.chosen.canton.name}"),
        ),
        rows,
        ("cmrp:1028", "cmrp:7005", *kind.rules),
    )


def _length(m: Mandate) -> Phrase:
    """How long the mandate lasts, and until when where the file says when it begins."""
    if m.case.months is None:
        return phrase("La durée n'est pas indiquée.")
    if not m.plan.months_admitted:
        return phrase("Aucun mois n'est plus admis.")
    if not m.dated:
        return phrase("Durée admise : {0:mois}.", m.plan.months_admitted)
    words = "Durée admise : {0:mois}, jusqu'au {1}."
    if m.ended_early:
        words = "Durée admise : {0:mois}, jusqu'au {1} ; la mesure a pris fin le {2}."
    return phrase(words, m.plan.months_admitted, m.plan.end, m.end)


def _cap_words(m: Mandate) -> Phrase:
    """The cap of the text itself, whatever was granted before."""
    limits, most = m.limits, m.kind.cap.max_months
    months = phrase(", {0:mois} au plus", int(m.figures.amount(most))) if most else phrase("")
    if limits.mode is CapMode.NONE:
        return phrase("Pas de plafond d'heures ; le devis-mandat fixe la durée et le prix")
    if limits.mode is CapMode.TOTAL:
        return phrase("{0:heures} au plus pour tout le mandat", limits.total)
    if limits.mode is CapMode.REMAINDER:
        return phrase("Les heures restantes du mandat de recherche")
    if limits.by_level is not None:
        levels = " / ".join(show(v) for v in limits.by_level.values())
        return phrase("{0} heures par mois selon l'intensité{1}", levels, months)
    return phrase("{0} au plus{1}", str(monthly_words(m)), str(months))


def _rate_words(m: Mandate) -> Phrase:
    if m.rate is not None:
        return phrase("{0:CHF/h}", m.rate)
    return phrase("Tarif du texte, de la convention ou de l'offre")
