"""What federal law or the circular obliges the parties to settle: cmrp:7004 in the AI, art. 81d OACI in the AC."""

from __future__ import annotations

import re
from functools import lru_cache

from ai_calc.calculators.eisp.choices import CIRCULAR_FROM, Domain, Insurer, Level, Process, Subject, Vat
from ai_calc.calculators.eisp.goals import INTEGRATION, has_target, written_goals
from ai_calc.calculators.eisp.indication_checks import Check, binding
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import enumeration, phrase
from ai_calc.law.formulas import formula
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import all_of
from ai_calc.results import Status

_DASHES = 13
"""How many points cmrp:7004 lists."""


def mandatory_checks(case: EispCase, law: Law) -> list[Check]:
    """The binding content for the insurer; none for social assistance, where cantonal law decides (eisp:4.1)."""
    if case.insurer is Insurer.AI:
        return _of_the_ai(law, case)
    if case.insurer is Insurer.UNEMPLOYMENT:
        return _ordinance(case)
    return []


@formula
def _of_the_ai(law: Law, case: EispCase) -> list[Check]:
    """Before the circular's list, the general terms of 2018 applied as a whole; only their term is restated
    (eisp:CG8.2, X-01)."""
    fixed = case.end_date is not None
    months = law.count("eisp/ai_notice_period")
    other = case.notice_months is not None and case.notice_months != months
    where = "les conditions générales de 2018, qui s'appliquent en entier"
    return [
        binding(
            "CG8.2.a",
            "G · Durée indéterminée (AI)",
            _there(not fixed),
            phrase("Le projet fixe une fin le {0} ; selon {1}, la durée est indéterminée.", case.end_date, where)
            if fixed
            else phrase("Durée indéterminée, selon {0}.", where),
            ("eisp:CG8.2.a",),
            phrase("Une durée indéterminée."),
        ),
        binding(
            "CG8.2.c",
            "G · Préavis (AI)",
            _there(not other),
            phrase(
                "Le projet écrit {0:mois} ; selon {2}, le préavis est de {1:mois}.", case.notice_months, months, where
            )
            if other
            else phrase("{0:mois}, selon {1}.", months, where),
            ("eisp:CG8.2.c",),
            phrase("Un préavis de {0:mois}.", months),
        ),
    ]


@_of_the_ai.since(CIRCULAR_FROM)
def _of_the_ai_2019(law: Law, case: EispCase) -> list[Check]:
    """The list of cmrp:7004."""
    return _circular(case)


def dashes(text: str) -> frozenset[int]:
    """The points of cmrp:7004 that a person named, each by the number of its dash: « 7, 10, 13 ».

    Raises :class:`~ai_calc.ground.errors.CaseError` for anything else.
    """
    parts = [p for p in re.split(r"[\s,;.]+|\bet\b", text.lower()) if p]
    for part in parts:
        if not part.isascii() or not part.isdigit() or not 1 <= int(part) <= _DASHES:
            words = f"le numéro d'un tiret, de 1 à {_DASHES}, est attendu (reçu : « {part[:20]} »)"
            raise CaseError(Fault("in_general_terms", words))
    return frozenset(map(int, parts))


def _price(case: EispCase) -> Status:
    """A price is written; whether nought is meant, somebody has to say."""
    return Status.NOT_MET if case.price is None else Status.MET if case.price else Status.TO_APPRAISE


def _both_kinds_of_goals(case: EispCase) -> Status:
    """Goals about services and goals about results (cmrp:7004.e); one kind alone leaves the question open."""
    own = [goal for _, goal in written_goals(case) if goal.level is Level.ENTERPRISE]
    results = any(goal.domain in INTEGRATION for goal in own)
    services = any(goal.domain in (Domain.QUALITY, Domain.OPERATIONS, Domain.FINANCE) for goal in own)
    if results and services:
        return Status.MET
    return Status.TO_APPRAISE if results or services else Status.NOT_MET


def _there(condition: object) -> Status:
    return Status.MET if condition else Status.NOT_MET


def _quality_assured(case: EispCase) -> Status:
    """Requirements on quality assurance (cmrp:7004.f): a norm for beneficiaries and support is one, a norm for the
    organisation, a goal or a report on quality may be; accounts and audit are another matter (eisp:22)."""
    there = {norm.process for norm in case.norms if norm.written}
    if Process.SUPPORT in there:
        return Status.MET
    aimed = any(goal.domain is Domain.QUALITY for _, goal in written_goals(case))
    reported = any(report.written and report.subject is Subject.QUALITY for report in case.reports)
    return Status.TO_APPRAISE if Process.ORGANISATION in there or aimed or reported else Status.NOT_MET


_Parts = tuple[tuple[Status, str], ...]
"""What a point asks for, each with its words."""


def _of_parts(found: Status | _Parts, what: str) -> tuple[Status, str]:
    """The status of a point and in words what it is about: of one that asks for several things, those that miss."""
    if isinstance(found, Status):
        return found, what
    missing = [words for status, words in found if status is Status.NOT_MET]
    named = enumeration(missing) if 0 < len(missing) < len(found) else what
    return all_of(*(status for status, _ in found)), named


def _parties(case: EispCase, authority: str, provider: str) -> _Parts:
    return (_there(case.authority.strip()), authority), (_there(case.provider.strip()), provider)


_NOUGHT = "Le prix est de 0 franc : à établir si c'est voulu."
_OPEN = {
    "d": _NOUGHT,
    "e": "Le projet n'a qu'une des deux sortes d'objectifs : à apprécier.",
    "f": (
        "Seulement une norme d'organisation, un objectif ou un rapport sur la qualité : à apprécier si cela vaut comme"
        " assurance qualité."
    ),
}
"""What is open where a point of cmrp:7004 is neither settled nor missing."""


def _circular(case: EispCase) -> list[Check]:
    elsewhere = dashes(case.in_general_terms)
    services = _there(any(offer.written for offer in case.offers))
    points: tuple[tuple[str, str, Status | _Parts], ...] = (
        ("cmrp:7004.a", "les parties", _parties(case, "l'organe d'exécution", "l'EISP")),
        ("cmrp:7004.b", "les bases légales", _there(case.legal_bases.strip())),
        ("cmrp:7004.c", "le mandat", _there(case.subject.strip())),
        (
            "cmrp:7004.d",
            "les prestations, leurs positions tarifaires et leurs prix",
            ((services, "les prestations"), (_price(case), "les positions tarifaires et les prix")),
        ),
        ("cmrp:7004.e", "les objectifs de prestations et de résultats", _both_kinds_of_goals(case)),
        ("cmrp:7004.f", "l'assurance qualité", _quality_assured(case)),
        ("cmrp:7004.g", "la responsabilité civile et la couverture des accidents", _there(case.liability.strip())),
        ("cmrp:7004.h", "les droits et obligations de chacun", _there(case.general_duties.strip())),
        ("cmrp:7004.i", "la facturation et le paiement", _there(case.billing.strip())),
        ("cmrp:7004.j", "la TVA, incluse ou exclue", _there(case.vat is not Vat.UNSAID)),
        ("cmrp:7004.k", "la résiliation et la modification", _there(case.termination_terms.strip())),
        ("cmrp:7004.l", "la procédure en cas de différend", _there(case.disputes.strip())),
        ("cmrp:7004.m", "la protection des données", _there(case.data_protection.strip())),
    )
    return [
        _point(
            rule,
            f"Contenu obligatoire {number} · {what}",
            *_of_parts(found, what),
            _OPEN.get(rule[-1], ""),
            "dans la convention ou dans ses conditions générales",
            number in elsewhere,
        )
        for number, (rule, what, found) in enumerate(points, 1)
    ]


@lru_cache(maxsize=256)
def _point(rule: str, label: str, status: Status, what: str, opened: str, where: str, elsewhere: bool = False) -> Check:
    """One point of a list. ``opened``: what to say while it is open; ``elsewhere``: the general terms settle it."""
    reason = {
        Status.MET: "Le projet le règle.",
        Status.NOT_MET: f"Le projet ne règle pas {what}.",
        Status.TO_APPRAISE: opened,
    }[status]
    if elsewhere and status is not Status.MET:
        status, reason = Status.MET, "Réglé dans les conditions générales."
    change = phrase("Régler {0} {1}.", what, where)
    return binding(rule.partition(":")[2], label, status, phrase(reason), (rule,), change)


def _ordinance(case: EispCase) -> list[Check]:
    term = case.start_date is not None and (case.indefinite or case.end_date is not None)
    groups = any(offer.written and offer.target_group.strip() for offer in case.offers)
    named = [i for i in case.indicators if i.written]
    points: tuple[tuple[str, str, Status | _Parts], ...] = (
        ("eisp:4.2.a", "les bases légales", _there(case.legal_bases.strip())),
        ("eisp:4.2.b", "la nature et le montant de la subvention", _price(case)),
        (
            "eisp:4.2.c",
            "la durée et les buts de la mesure",
            ((_there(term), "la durée de la mesure"), (_there(written_goals(case)), "les buts de la mesure")),
        ),
        (
            "eisp:4.2.d",
            "le mandat et les groupes cibles",
            ((_there(case.subject.strip()), "le mandat"), (_there(groups), "les groupes cibles")),
        ),
        (
            "eisp:4.2.e",
            "l'autorité compétente et l'organisateur",
            _parties(case, "l'autorité compétente", "l'organisateur"),
        ),
        ("eisp:4.2.f", "les droits et devoirs des parties", _there(case.general_duties.strip())),
        (
            "eisp:4.2.g",
            "les valeurs cibles et les indicateurs",
            (
                (_there(named), "les indicateurs"),
                (_there(named and all(map(has_target, named))), "toutes les valeurs cibles"),
            ),
        ),
        ("eisp:4.2.h", "la résiliation et la modification", _there(case.termination_terms.strip())),
        ("eisp:4.2.i", "la procédure en cas de litige", _there(case.disputes.strip())),
    )
    return [
        _point(
            rule,
            f"Contenu minimal (art. 81d OACI) · {what}",
            *_of_parts(found, what),
            _NOUGHT,
            "dans l'accord",
        )
        for rule, what, found in points
    ]
