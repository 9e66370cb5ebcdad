"""Groups G and H: term, notice and end, tender and award (eisp:38 to eisp:44)."""

from __future__ import annotations

from datetime import date, timedelta

from ai_calc.calculators.eisp.choices import CIRCULAR_FROM, Insurer, Renewal, Tender
from ai_calc.calculators.eisp.indication_checks import Check, appraised, check, written
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.ground.dates import add_months, last_day_of_months
from ai_calc.ground.french import phrase
from ai_calc.ground.record import record
from ai_calc.law.formulas import formula
from ai_calc.law.in_force import Law
from ai_calc.results import Role, Status, Step, Verdict


@record
class Termination:
    """A termination: for which day, and the last day on which to announce it. ``written``: the notice is the draft's;
    ``imposed``: it is the one of the general terms of 2018, whatever the draft says; otherwise it is only the guide's
    advice."""

    day: date
    notice_months: int
    last_notice: date
    written: bool
    imposed: bool
    source: tuple[str, ...]


def term_checks(case: EispCase, law: Law) -> list[Check]:
    """Group G (eisp:38, eisp:39)."""
    # the notice is the one that binds (CG8.2.c), written or not, and not held to the advice as well
    bound = case.insurer is Insurer.AI and _terms_bind(law)
    found = [
        _duration(case, law),
        appraised(
            38,
            case.changes_avoided,
            "prix et volume ne changent pas en cours de contrat",
            rules=("eisp:38.b",),
            part="b",
            title="Stabilité",
        ),
        written(
            38,
            case.termination_terms,
            "comment et pour quels motifs la convention se résilie",
            rules=("eisp:38.c",),
            part="c",
            title="Modalités de résiliation",
        ),
        *(() if bound else (_notice(case, law),)),
    ]
    if case.renewal is Renewal.SAME_OFFER:
        found.append(appraised(39, case.rules_kept, "indicateurs, prestations et rapports restent les mêmes"))
    return found


def _duration(case: EispCase, law: Law) -> Check:
    """More than twelve months, or no fixed end (eisp:38.a, T3, reading E-07)."""
    least = law.count("eisp/contract_duration")
    rules, title = ("eisp:38.a", "eisp:T3"), "Durée"

    def outcome(status: Status, text: str, *values: object) -> Check:
        return check(
            38,
            status,
            phrase(text, *values),
            rules=rules,
            part="a",
            title=title,
            change=phrase("Une durée de plus de {0:mois}, ou indéterminée.", least),
        )

    if case.indefinite:
        return outcome(Status.MET, "Durée indéterminée.")
    if case.start_date is None or case.end_date is None:
        return outcome(Status.TO_APPRAISE, "Début ou fin manquent ; visé : plus de {0:mois}.", least)
    limit = add_months(case.start_date, least)
    if case.end_date >= limit:
        return outcome(Status.MET, "Du {0} au {1} : plus de {2:mois}.", case.start_date, case.end_date, least)
    if case.end_date == limit - timedelta(days=1):
        return outcome(
            Status.NOT_MET,
            "Du {0} au {1} : exactement {2:mois}, il en faut plus.",
            case.start_date,
            case.end_date,
            least,
        )
    return outcome(Status.NOT_MET, "Du {0} au {1} : moins de {2:mois}.", case.start_date, case.end_date, least)


def _notice(case: EispCase, law: Law) -> Check:
    """At least six months (eisp:38.d, T4)."""
    least, rules = law.count("eisp/notice_period"), ("eisp:38.d", "eisp:T4")
    if case.notice_months is None:
        return check(
            38,
            Status.NOT_MET,
            phrase("Le préavis n'est pas écrit ; visé : au moins {0:mois}.", least),
            rules=rules,
            part="d",
            title="Préavis",
            change=phrase("Écrire un préavis d'au moins {0:mois}.", least),
        )
    if case.notice_months < least:
        return check(
            38,
            Status.NOT_MET,
            phrase("{0:mois}, moins que les {1:mois} visés.", case.notice_months, least),
            rules=rules,
            part="d",
            title="Préavis",
            change=phrase("Un préavis d'au moins {0:mois}.", least),
        )
    return check(
        38,
        Status.MET,
        phrase("{0:mois}, au moins les {1:mois} visés.", case.notice_months, least),
        rules=rules,
        part="d",
        title="Préavis",
    )


def termination_of(case: EispCase, law: Law) -> tuple[Termination | None, list[Step], list[Verdict]]:
    """The last day for notice of the termination that is considered, and whether its day is admitted (eisp:CG8.2)."""
    day = case.termination_date
    if day is None:
        return None, [], []
    ai = case.insurer is Insurer.AI
    imposed = ai and _terms_bind(law)
    written = case.notice_months is not None and not imposed
    months, source = _notice_of(case, law, imposed)
    found = Termination(day, months, months_before(day, months), written, imposed, source)
    firm = written or imposed
    label = "Résiliation à annoncer au plus tard le" if firm else "Avec un préavis qui n'est pas écrit au projet"
    steps = [Step("last_notice", label, phrase("{0} moins {1:mois}", day, months), found.last_notice, "", source)]
    verdicts = [_fixed_day(law, day)] if ai else []
    return found, steps, [*verdicts, *(_too_early(case, found) if firm else ())]


def _notice_of(case: EispCase, law: Law, imposed: bool) -> tuple[int, tuple[str, ...]]:
    """The notice that counts, and where it stands: imposed, written, or only advised (X-01)."""
    if imposed:
        return law.count("eisp/ai_notice_period"), ("eisp:CG8.2.c",)
    if case.notice_months is not None:
        return case.notice_months, ("eisp:38.c",)
    return law.count("eisp/notice_period"), ("eisp:38.d", "eisp:T4")


def _too_early(case: EispCase, t: Termination) -> list[Verdict]:
    """A notice that would have to be given before there is an agreement: that end cannot be had any more."""
    known = [day for day in (case.signature_date, case.start_date) if day is not None]
    if not known or t.last_notice >= min(known):
        return []
    begun = min(known)
    first = last_day_of_months(begun + timedelta(days=1), t.notice_months)
    return [
        Verdict(
            "38.c.early",
            "G · Avis possible",
            Status.NOT_MET,
            phrase(
                "L'avis pour le {0} serait à donner jusqu'au {1}, avant que la convention existe ({2}).",
                t.day,
                t.last_notice,
                begun,
            ),
            t.source,
            phrase("Une résiliation pour le {0} au plus tôt.", first),
            role=Role.LIMIT,
        )
    ]


@formula
def _terms_bind(law: Law) -> bool:
    """The general terms of 2018 bind, in the AI: their notice and their day (eisp:CG8.2)."""
    return True


@_terms_bind.since(CIRCULAR_FROM)
def _terms_bind_2019(law: Law) -> bool:
    """The circular no longer has them: the draft's notice counts, their day is only a point to consider (X-01)."""
    return False


def months_before(day: date, months: int) -> date:
    """The last day that leaves ``months`` months before the end of ``day``: from the end of a month, the end of a
    month."""
    return last_day_of_months(day + timedelta(days=1), -months)


def _fixed_day(law: Law, day: date) -> Verdict:
    """In the AI, the general terms of 2018 allowed an end on 31 July only (eisp:CG8.2.b, reading X-01)."""
    fixed = law.table("eisp/ai_termination_date")
    usual = date(day.year, int(fixed["month"]), int(fixed["day"]))
    label, rules = "G · Terme de résiliation (AI)", ("eisp:CG8.2.b",)
    if day == usual:
        return Verdict(
            "CG8.2.b",
            label,
            Status.MET,
            phrase("Le {0} est le terme des conditions générales de 2018.", day),
            rules,
            soft=True,
            role=Role.LIMIT,
        )
    return Verdict(
        "CG8.2.b",
        label,
        Status.NOT_MET,
        phrase("Le {0} n'est pas le terme des conditions générales de 2018.", day),
        rules,
        phrase("Le {0}.", usual),
        soft=not _terms_bind(law),
        role=Role.LIMIT,
    )


def tender_checks(case: EispCase) -> list[Check]:
    """Group H (eisp:40 to eisp:44): 42 with a call for tenders, 43 without."""
    found = [
        appraised(
            40,
            case.one_approach,
            "les mêmes principes, critères et attestations valent de l'appel d'offres à la convention",
        ),
        appraised(41, case.documents_agree, "objectifs, publics et prestations sont les mêmes dans tous les documents"),
    ]
    if case.tender is not Tender.NO:
        found.append(
            appraised(42, case.specifications_complete, "l'appel d'offres annonce tout ce qui détermine l'attribution")
        )
    if case.tender is not Tender.YES:
        found.append(
            appraised(
                43, case.requirements_public, "de nouveaux prestataires trouvent les exigences et les critères de choix"
            )
        )
    found.append(
        appraised(44, case.negotiated, "la convention est négociée avec l'EISP et reprend ce qui lui est propre")
    )
    return found
