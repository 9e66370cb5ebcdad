"""Which mandates may stand beside or after each other (berne-2021:0.7, 0.8, T6.a; berne:5.c, 7.4.a, 8, 8.1, 8.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.journal import allotted_of
from ai_calc.calculators.coaching.model import OtherMandate
from ai_calc.ground.french import Phrase, phrase, short_date
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of, listed, opposite, status_of
from ai_calc.registers.cantons import Count, Effect
from ai_calc.results import Column, Role, Status, Table, Verdict

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate


def overlap(m: Mandate, other: OtherMandate) -> tuple[date, date] | None:
    """The common days of this mandate and another; ``None`` when one follows the other."""
    first, last = max(m.case.first_day, other.start), min(m.end, other.end)
    return (first, last) if first <= last else None


def mandate_verdicts(m: Mandate) -> list[Verdict]:
    """Mandate, institution, parallel mandates, succession: what the edition says on each, where the case touches it."""
    found = (_awarded(m), _institution(m), _parallel(m), _follow_up(m), _after(m))
    return [v for v in found if v is not None]


def _awarded(m: Mandate) -> Verdict | None:
    """Nothing is paid where the presentation led to no mandate (berne-2021:R.3, berne:5.d)."""
    treatment, finding = m.edition.activities[Activity.FIRST_INTERVIEW], m.case.mandate_followed
    if treatment.count is not Count.BESIDE_IF_MANDATE:
        return None
    held = m.case.first_interview_hours or any(e.activity is Activity.FIRST_INTERVIEW for e in m.case.journal)
    if finding is Finding.UNKNOWN and not held:
        return None
    reason = {
        Finding.MET: "Selon le dossier, le premier entretien a débouché sur un mandat.",
        Finding.NOT_MET: "Le premier entretien n'a pas débouché sur un mandat : rien ne se paie, l'entretien non plus.",
        Finding.UNKNOWN: "Le premier entretien ne se paie que s'il débouche sur un mandat : à établir.",
    }[finding]
    return Verdict(
        "mandate",
        "Mandat attribué",
        status_of(finding),
        phrase(reason),
        treatment.rules,
        None if finding is Finding.MET else phrase("Un mandat à la suite de l'entretien."),
    )


def _institution(m: Mandate) -> Verdict | None:
    """A measure in an institution: its rate covers the coaching (berne-2021:0.7); the later memento only forbids
    paying twice."""
    rule = m.edition.institution
    if rule is None:
        return None
    finding = m.case.in_institution
    label, change = "Mesure hors d'une institution", phrase("Une mesure hors institution.")
    if finding is Finding.NOT_MET:
        return Verdict(
            "institution",
            label,
            Status.MET,
            phrase("Selon le dossier, la mesure n'a pas lieu dans une institution."),
            rule.rules,
        )
    if rule.effect is not Effect.FORBIDDEN and finding is Finding.UNKNOWN:
        return None  # no rule of this text that silence could pass over
    if rule.effect is Effect.FORBIDDEN and finding is Finding.MET:
        return Verdict(
            "institution",
            label,
            Status.NOT_MET,
            phrase(
                "L'institution fournit tout le coaching nécessaire ; le tarif de la mesure le paie : rien ne se facture"
                " en plus."
            ),
            rule.rules,
            change,
        )
    words = (
        "À établir : si la mesure a lieu dans une institution, celle-ci fournit tout le coaching nécessaire, au tarif"
        " de la mesure."
        if rule.effect is Effect.FORBIDDEN
        else (
            "Ce texte ne règle pas le coaching à côté d'une institution ; le même temps ne se facture jamais deux fois."
        )
    )
    return Verdict("institution", label, Status.TO_APPRAISE, phrase(words), rule.rules, change)


def _parallel(m: Mandate) -> Verdict | None:
    """Parallel mandates of one person: forbidden (berne-2021:0.8), or at least never the same time twice
    (berne:5.c)."""
    rule = m.edition.parallel
    if rule is None or (not m.case.other_mandates and rule.effect is not Effect.FORBIDDEN):
        return None  # no rule of this text that silence could pass over
    label, change = "Pas de mandats parallèles", phrase("Des mandats qui se suivent.")
    if not m.case.other_mandates:
        status = listed((), m.case.no_other_mandate)
        words = {
            Finding.MET: "Selon le dossier, la personne n'a pas d'autre mandat de coaching.",
            Finding.NOT_MET: "La personne a d'autres mandats de coaching : leurs dates sont à indiquer.",
            Finding.UNKNOWN: "À établir : la personne a-t-elle d'autres mandats de coaching, et à quelles dates ?",
        }[m.case.no_other_mandate]
        return Verdict(
            "parallel",
            label,
            status,
            phrase(words),
            rule.rules,
            None if status is Status.MET else phrase("Les dates des autres mandats, ou aucun autre."),
        )
    clashes = [days for other in m.case.other_mandates if (days := overlap(m, other)) is not None]
    if not clashes:
        return Verdict("parallel", label, Status.MET, phrase("Les mandats se suivent sans se chevaucher."), rule.rules)
    shown = " ; ".join(f"du {short_date(a)} au {short_date(b)}" for a, b in clashes)
    if rule.effect is Effect.FORBIDDEN:
        return Verdict(
            "parallel", label, Status.NOT_MET, phrase("Deux mandats se chevauchent : {0}.", shown), rule.rules, change
        )
    return Verdict(
        "parallel",
        label,
        Status.TO_APPRAISE,
        phrase(
            "Deux mandats se chevauchent : {0}. Ce texte ne l'interdit pas ; le même temps ne se facture jamais deux"
            " fois.",
            shown,
        ),
        rule.rules,
        change,
    )


def _follow_up(m: Mandate) -> Verdict | None:
    """The provider of some kinds cannot run the measure that follows (berne:8.1, 8.2)."""
    barred = m.kind.no_internal_follow_up
    if barred is None:
        return None
    finding = m.case.internal_follow_up
    status = opposite(status_of(finding))
    reason = {
        Finding.MET: "Une mesure interne du prestataire de ce coaching ne peut pas suivre.",
        Finding.NOT_MET: "Selon le dossier, aucune mesure interne du même prestataire n'est prévue à la suite.",
        Finding.UNKNOWN: "À établir : une mesure interne du prestataire de ce coaching ne peut pas suivre.",
    }[finding]
    return Verdict(
        "internal_follow_up",
        "Pas de mesure interne à la suite",
        status,
        phrase(reason),
        barred.rules,
        None if status is Status.MET else phrase("Une autre suite qu'une mesure interne de ce prestataire."),
    )


def _after(m: Mandate) -> Verdict | None:
    """An internal measure after a coaching of the same provider that bars it."""
    if m.edition.institution is None:
        return None
    for other in m.case.other_mandates:
        kind = m.edition.kinds.get(other.kind.value) if other.kind is not None else None
        if kind is None or kind.no_internal_follow_up is None or other.end >= m.case.first_day:
            continue
        status = opposite(all_of(status_of(other.same_provider), status_of(m.case.in_institution)))
        if status is Status.MET:
            continue
        words = (
            "« {0} » jusqu'au {1} chez le même prestataire : une mesure interne ne peut pas suivre."
            if status is Status.NOT_MET
            else "« {0} » jusqu'au {1} : une mesure interne chez le même prestataire ne peut pas suivre ; à établir."
        )
        return Verdict(
            "after_observation",
            "Pas de mesure interne à la suite",
            status,
            phrase(words, kind.label, other.end),
            kind.no_internal_follow_up.rules,
            phrase("Une mesure qui ne soit pas interne à ce prestataire."),
        )
    return None


def hire_verdict(m: Mandate) -> Verdict | None:
    """Whether a job was found while the mandate lasted: only then do the hours left pass to the new place
    (berne-2021:T6.a)."""
    rule, day = m.kind.after_hire, None if m.kind.after_hire is None else m.case.hired_on
    if rule is None or day is None:
        return None
    label = "Emploi trouvé pendant le mandat"
    if m.hired_within:
        return Verdict(
            "hire",
            label,
            Status.MET,
            phrase("Emploi trouvé le {0} ; le mandat dure jusqu'au {1}.", day, m.end),
            rule.rules,
            role=Role.LIMIT,
        )
    return Verdict(
        "hire",
        label,
        Status.NOT_MET,
        phrase(
            "Emploi trouvé le {0}, après la fin du mandat ({1}) : aucune heure ne passe à la nouvelle place.",
            day,
            m.end,
        ),
        rule.rules,
        role=Role.LIMIT,
    )


def allotted_verdict(m: Mandate) -> Verdict | None:
    """Whether the hours that were granted are known, of which a rest may pass to the new place."""
    rule = m.kind.after_hire
    if rule is None or m.remaining is None or not m.hired_within:
        return None
    label = "Heures accordées"
    if m.case.granted_hours is not None:
        return Verdict(
            "allotted",
            label,
            Status.MET,
            phrase("{0:h}, selon l'octroi.", m.case.granted_hours),
            rule.rules,
            role=Role.LIMIT,
        )
    words = (
        "L'octroi n'est pas indiqué : le reste se compte sur les {0:h} du plan."
        if m.plan.admitted
        else "L'octroi n'est pas indiqué : le reste se compte sur le plafond de {0:h}."
    )
    return Verdict(
        "allotted",
        label,
        Status.TO_APPRAISE,
        phrase(words, allotted_of(m)),
        rule.rules,
        phrase("Les heures de l'octroi."),
        role=Role.LIMIT,
    )


def placement_fee_verdict(m: Mandate) -> Verdict | None:
    """The placement fee after a hire and a successful trial period (berne-2021:T6.b; its amount is not in the
    memento)."""
    rule = m.kind.placement_fee
    if rule is None:
        return None
    label, hired = "Forfait de placement", m.case.hired_on
    if hired is None:
        return Verdict(
            "placement_fee",
            label,
            Status.TO_APPRAISE,
            phrase(
                "En sus des heures, si un engagement a lieu sur le marché primaire et que le temps d'essai réussit."
            ),
            rule.rules,
            role=Role.LIMIT,
        )
    if hired > m.end:
        return Verdict(
            "placement_fee",
            label,
            Status.TO_APPRAISE,
            phrase(
                "Engagement le {0}, après la fin du mandat ({1}) : le forfait suppose un engagement qui relève du"
                " mandat.",
                hired,
                m.end,
            ),
            rule.rules,
            role=Role.LIMIT,
        )
    status = status_of(m.case.trial_period_passed)
    reason: Phrase = {
        Status.MET: phrase(
            "Engagement le {0}, temps d'essai réussi : le forfait est dû, selon l'annexe 11, pour un emploi sur le"
            " marché primaire.",
            hired,
        ),
        Status.NOT_MET: phrase("Le temps d'essai n'a pas réussi : pas de forfait."),
        Status.TO_APPRAISE: phrase("Engagement le {0} ; le forfait suit si le temps d'essai réussit.", hired),
    }[status]
    return Verdict("placement_fee", label, status, reason, rule.rules, role=Role.LIMIT)


def succession_table(m: Mandate) -> Table | None:
    """Which mandate may follow which, as the edition says it, and where the other mandates of the person stand."""
    case, edition, own = m.case, m.edition, m.kind
    rows: list[tuple[str, str, str]] = []
    rules: list[str] = []

    def add(before: str, after: str, says: str, citations: tuple[str, ...]) -> None:
        rows.append((before, after, says))
        rules.extend(citations)

    if edition.series is not None:
        add("Tout mandat", "Tout mandat", "en principe possible, l'un après l'autre", edition.series.rules)
    for kind in edition.kinds.values():
        if kind.after_hire is not None:
            add(
                kind.label,
                edition.kinds[kind.after_hire.kind].label,
                "au besoin, avec les heures qui restent, si un emploi est trouvé pendant le mandat",
                kind.after_hire.rules,
            )
    if own.search_first is not None:
        add(
            "Recherche d'une place",
            own.label,
            "la recherche préalable est un mandat à part, avec son plafond",
            own.search_first.rules,
        )
    for kind in edition.kinds.values():
        if kind.no_internal_follow_up is not None:
            add(kind.label, "Mesure interne du même prestataire", "exclue", kind.no_internal_follow_up.rules)
    for other in case.other_mandates if edition.parallel is not None else ():
        name = other.kind.french if other.kind is not None else "Autre mandat"
        days = overlap(m, other)
        place = (
            "chevauche ce mandat" if days else "précède ce mandat" if other.end < case.first_day else "suit ce mandat"
        )
        rows.append((f"{name} ({short_date(other.start)}–{short_date(other.end)})", own.label, place))
    if not rows:
        return None
    columns = (Column("before", "D'abord"), Column("after", "Ensuite"), Column("says", "Ce que dit le texte"))
    return Table("succession", "Quel mandat après quel autre", columns, tuple(rows), tuple(dict.fromkeys(rules)))
