"""Which mandates may stand beside or after each other (berne-2021:0.7, 0.8, T6.a; berne:5.c, 7.4.a, 8, 8.1, 8.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.model import OtherMandate
from ai_calc.ground.french import Phrase, phrase, short_date
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of, any_of, listed, opposite, status_of
from ai_calc.registers.cantons import Count, Effect
from ai_calc.results import Column, Role, Status, Table, Verdict

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate


def overlap(m: Mandate, other: OtherMandate) -> tuple[date, date] | None:
    """The days that this mandate and another are known to share; ``None`` when there is none. While the end of this one
    is not known, its first day alone is."""
    if not m.dated:
        return None
    first, last = max(m.case.first_day, other.start), min(m.last_day if m.end_known else m.case.first_day, other.end)
    return (first, last) if first <= last else None


def _parallel_to(m: Mandate, other: OtherMandate) -> Status:
    """Whether another mandate runs beside this one: open while begin or end of this one is not known, unless the other
    ends before it or begins after the last day that the text allows."""
    if overlap(m, other) is not None:
        return Status.MET
    apart = m.dated and (
        m.end_known or other.end < m.case.first_day or (m.latest is not None and other.start > m.latest)
    )
    return Status.NOT_MET if apart else Status.TO_APPRAISE


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
        status = opposite(any_of(*(_parallel_to(m, other) for other in m.case.other_mandates)))
        if status is Status.MET:
            return Verdict("parallel", label, status, phrase("Les mandats se suivent sans se chevaucher."), rule.rules)
        words = (
            "À établir : sans la durée de ce mandat, on ne sait pas si un autre le chevauche."
            if m.dated
            else "À établir : sans le début de ce mandat, on ne sait pas si un autre le chevauche."
        )
        missing = phrase("La durée du mandat." if m.dated else "Le début et la durée du mandat.")
        return Verdict("parallel", label, status, phrase(words), rule.rules, missing)
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
    """The provider of some kinds cannot run the measure that follows (berne:8.1, 8.2). It is that measure which falls
    away, not this coaching."""
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
        role=Role.LIMIT,
    )


def _after(m: Mandate) -> Verdict | None:
    """An internal measure after a coaching of the same provider that bars it. That it takes place in an institution
    does not say that it is this provider's own: the office appraises it."""
    if m.edition.institution is None:
        return None
    for other in m.case.other_mandates:
        kind = m.edition.kinds.get(other.kind.value) if other.kind is not None else None
        if kind is None or kind.no_internal_follow_up is None or (m.dated and other.end >= m.case.first_day):
            continue
        if Finding.NOT_MET in (other.same_provider, m.case.in_institution):
            continue
        return Verdict(
            "after_observation",
            "Pas de mesure interne à la suite",
            Status.TO_APPRAISE,
            phrase(
                "« {0} » jusqu'au {1} : une mesure interne chez le même prestataire ne peut pas suivre. À établir : la"
                " mesure actuelle est-elle interne à ce prestataire ?",
                kind.label,
                other.end,
            ),
            kind.no_internal_follow_up.rules,
            phrase("Une mesure qui ne soit pas interne à ce prestataire."),
        )
    return None


def hire_verdict(m: Mandate) -> Verdict | None:
    """Whether a job was found while the mandate lasted: only then do the hours left pass to the new place
    (berne-2021:T6.a, berne:7.4.a)."""
    rule, status = m.kind.after_hire, m.hired_within
    if rule is None or status is None:
        return None
    words, change = {
        Status.MET: (phrase("Emploi trouvé le {0} ; le mandat dure jusqu'au {1}.", m.case.hired_on, m.end), None),
        Status.NOT_MET: (phrase("{0} : aucune heure ne passe à la nouvelle place.", str(_hired_after(m))), None),
        Status.TO_APPRAISE: _hire_open(m),
    }[status]
    return Verdict("hire", "Emploi trouvé pendant le mandat", status, words, rule.rules, change, role=Role.LIMIT)


def _hired_after(m: Mandate) -> Phrase:
    """That a job was found when the mandate was over."""
    if not m.limits.months_admitted:
        return phrase("Emploi trouvé le {0} ; aucun mois n'est plus admis", m.case.hired_on)
    return phrase(
        "Emploi trouvé le {0}, après la fin du mandat ({1})", m.case.hired_on, m.end if m.end_known else m.latest
    )


def _hire_open(m: Mandate) -> tuple[Phrase, Phrase]:
    """Why it is open whether a job was found while the mandate lasted, and what would tell."""
    day = m.case.hired_on
    if m.dated and m.end_known:
        return (
            phrase(
                "Emploi trouvé le {0}, après la durée du mandat ({1}). À établir : une prolongation couvre ce jour.",
                day,
                m.plan.end,
            ),
            phrase("Une prolongation accordée."),
        )
    what = "la durée du mandat n'est pas indiquée" if m.dated else "le début du mandat n'est pas indiqué"
    return (
        phrase("Emploi trouvé le {0} ; {1} : à établir s'il l'est pendant cette durée.", day, what),
        phrase("La durée du mandat." if m.dated else "Le début et la durée du mandat."),
    )


def allotted_verdict(m: Mandate) -> Verdict | None:
    """Whether the hours that were granted are known, of which a rest may pass to the new place."""
    rule = m.kind.after_hire
    if rule is None or m.hired_within in (None, Status.NOT_MET):
        return None
    label, granted, allotted = "Heures accordées", m.case.granted_hours, m.allotted
    if granted is not None and m.used is not None:
        return Verdict(
            "allotted", label, Status.MET, phrase("{0:h}, selon l'octroi.", granted), rule.rules, role=Role.LIMIT
        )
    if granted is not None:
        reason = phrase("{0:h}, selon l'octroi ; ni le journal ni le plan ne disent ce qui en est employé.", granted)
    elif allotted is None:
        reason = phrase("Ni l'octroi ni la durée du mandat ne sont indiqués : le reste ne se compte pas encore.")
    elif m.plan.admitted and not m.plan.proposed:
        reason = phrase("L'octroi n'est pas indiqué : le reste se compte sur les {0:h} du plan.", allotted)
    else:
        reason = phrase("L'octroi n'est pas indiqué : le reste se compte sur le plafond de {0:h}.", allotted)
    change = phrase("Les heures de l'octroi." if granted is None else "Le journal des heures.")
    return Verdict("allotted", label, Status.TO_APPRAISE, reason, rule.rules, change, role=Role.LIMIT)


def placement_fee_verdict(m: Mandate) -> Verdict | None:
    """The placement fee after a hire and a successful trial period (berne-2021:T6.b; its amount is not in the
    memento). The hire belongs to the mandate; one after its end may still, which the office appraises."""
    rule = m.kind.placement_fee
    if rule is None:
        return None
    hired, within = m.case.hired_on, m.hired_within
    if within is None:
        status, reason = (
            Status.TO_APPRAISE,
            phrase(
                "En sus des heures, si un engagement a lieu sur le marché primaire et que le temps d'essai réussit."
            ),
        )
    else:
        status = all_of(
            status_of(m.case.trial_period_passed), Status.MET if within is Status.MET else Status.TO_APPRAISE
        )
        reason = {
            Status.MET: phrase(
                "Engagement le {0}, temps d'essai réussi : le forfait est dû, selon l'annexe 11, pour un emploi sur le"
                " marché primaire.",
                hired,
            ),
            Status.NOT_MET: phrase("Le temps d'essai n'a pas réussi : pas de forfait."),
            Status.TO_APPRAISE: _fee_open(m, within),
        }[status]
    return Verdict("placement_fee", "Forfait de placement", status, reason, rule.rules, role=Role.LIMIT)


def _fee_open(m: Mandate, within: Status) -> Phrase:
    """What the placement fee waits for."""
    if within is Status.MET:
        return phrase("Engagement le {0} ; le forfait suit si le temps d'essai réussit.", m.case.hired_on)
    if within is Status.NOT_MET:
        return phrase("{0} : le forfait suppose un engagement qui relève du mandat.", str(_hired_after(m)))
    return _hire_open(m)[0]


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
        place = {
            Status.MET: "chevauche ce mandat",
            Status.NOT_MET: "précède ce mandat" if other.end < case.first_day else "suit ce mandat",
            Status.TO_APPRAISE: "à établir : les dates de ce mandat ne sont pas connues",
        }[_parallel_to(m, other)]
        rows.append((f"{name} ({short_date(other.start)}–{short_date(other.end)})", own.label, place))
    if not rows:
        return None
    columns = (Column("before", "D'abord"), Column("after", "Ensuite"), Column("says", "Ce que dit le texte"))
    return Table("succession", "Quel mandat après quel autre", columns, tuple(rows), tuple(dict.fromkeys(rules)))
