"""Which mandates may stand beside or after each other (berne-2021:0.7, 0.8, T6.a; berne:5.c, 7.4.a, 8, 8.1, 8.2)."""

from __future__ import annotations

from datetime import date

from ai_calc.calculators.coaching.model import CoachingCase, OtherMandate
from ai_calc.calculators.coaching.plan import Plan
from ai_calc.calculators.coaching.selection import Chosen
from ai_calc.ground.french import Phrase, phrase, short_date
from ai_calc.outcome.facts import Finding
from ai_calc.registers.cantons import Effect
from ai_calc.results import Column, Status, Table, Verdict


def overlap(case: CoachingCase, end: date, other: OtherMandate) -> tuple[date, date] | None:
    """The common days of this mandate and another; ``None`` when one follows the other."""
    first, last = max(case.first_day, other.start), min(end, other.end)
    return (first, last) if first <= last else None


def mandate_verdicts(case: CoachingCase, chosen: Chosen, plan: Plan, end: date) -> list[Verdict]:
    """Institution, parallel mandates, succession: what the edition says on each, where the case touches it."""
    found: list[Verdict] = []
    if (institution := _institution(case, chosen)) is not None:
        found.append(institution)
    if (parallel := _parallel(case, chosen, end)) is not None:
        found.append(parallel)
    found += _sequence(case, chosen, end)
    return found


def _institution(case: CoachingCase, chosen: Chosen) -> Verdict | None:
    """A measure in an institution: its rate covers the coaching (berne-2021:0.7); the later memento only forbids paying twice."""
    rule = chosen.edition.institution
    if rule is None or not case.in_institution:
        return None
    label = "Mesure en institution"
    if rule.effect is Effect.FORBIDDEN:
        return Verdict(
            "institution", label, Status.NOT_MET,
            phrase("L'institution fournit tout le coaching nécessaire ; le tarif de la mesure le paie : rien ne se facture en plus."),
            rule.rules, phrase("Une mesure hors institution."),
        )  # fmt: skip
    return Verdict(
        "institution", label, Status.TO_APPRAISE,
        phrase("Ce texte ne règle pas le coaching à côté d'une institution ; le même temps ne se facture jamais deux fois."), rule.rules,
    )  # fmt: skip


def _parallel(case: CoachingCase, chosen: Chosen, end: date) -> Verdict | None:
    """Parallel mandates of one person: forbidden (berne-2021:0.8), or at least never the same time twice (berne:5.c)."""
    rule = chosen.edition.parallel
    if rule is None or not case.other_mandates:
        return None
    label = "Pas de mandats parallèles"
    clashes = [days for other in case.other_mandates if (days := overlap(case, end, other)) is not None]
    if not clashes:
        return Verdict("parallel", label, Status.MET, phrase("Les mandats se suivent sans se chevaucher."), rule.rules)
    shown = " ; ".join(f"du {short_date(a)} au {short_date(b)}" for a, b in clashes)
    if rule.effect is Effect.FORBIDDEN:
        return Verdict("parallel", label, Status.NOT_MET, phrase("Deux mandats se chevauchent : {0}.", shown), rule.rules,
                       phrase("Des mandats qui se suivent."))  # fmt: skip
    return Verdict("parallel", label, Status.TO_APPRAISE,
                   phrase("Deux mandats se chevauchent : {0}. Ce texte ne l'interdit pas ; le même temps ne se facture jamais deux fois.", shown),
                   rule.rules, phrase("Des mandats qui se suivent."))  # fmt: skip


def _sequence(case: CoachingCase, chosen: Chosen, end: date) -> list[Verdict]:
    found: list[Verdict] = []
    label = "Pas de mesure interne à la suite"
    barred = chosen.kind.no_internal_follow_up
    if barred is not None:
        status = Status.NOT_MET if case.internal_follow_up else Status.MET
        reason = ("Le prestataire de ce coaching ne peut pas assurer la mesure qui suit." if case.internal_follow_up
                  else "Aucune mesure interne du même prestataire n'est prévue à la suite.")  # fmt: skip
        found.append(Verdict("internal_follow_up", label, status, phrase(reason), barred.rules,
                             phrase("Une mesure chez un autre prestataire.") if case.internal_follow_up else None))  # fmt: skip
    for other in case.other_mandates:
        kind = chosen.edition.kinds.get(other.kind.value) if other.kind is not None else None
        if kind is None or kind.no_internal_follow_up is None or not other.same_provider:
            continue
        if other.end < case.first_day and chosen.edition.institution is not None and case.in_institution:
            found.append(Verdict(
                "after_observation", label, Status.NOT_MET,
                phrase("« {0} » jusqu'au {1} chez le même prestataire : une mesure interne ne peut pas suivre.", kind.label, other.end),
                kind.no_internal_follow_up.rules, phrase("Une mesure chez un autre prestataire."),
            ))  # fmt: skip
            break
    return found


def placement_fee_verdict(case: CoachingCase, chosen: Chosen) -> Verdict | None:
    """The placement fee after a hire and a successful trial period (berne-2021:T6.b; its amount is not in the memento)."""
    rule = chosen.kind.placement_fee
    if rule is None:
        return None
    label = "Forfait de placement"
    if case.hired_on is None:
        return Verdict("placement_fee", label, Status.TO_APPRAISE,
                       phrase("En sus des heures, si un engagement a lieu et que le temps d'essai réussit."), rule.rules)  # fmt: skip
    status = {Finding.MET: Status.MET, Finding.NOT_MET: Status.NOT_MET, Finding.UNKNOWN: Status.TO_APPRAISE}[case.trial_period_passed]
    reason: Phrase = {
        Status.MET: phrase("Engagement le {0}, temps d'essai réussi : le forfait est dû, selon l'annexe 11.", case.hired_on),
        Status.NOT_MET: phrase("Le temps d'essai n'a pas réussi : pas de forfait."),
        Status.TO_APPRAISE: phrase("Engagement le {0} ; le forfait suit si le temps d'essai réussit.", case.hired_on),
    }[status]
    return Verdict("placement_fee", label, status, reason, rule.rules)


def succession_table(case: CoachingCase, chosen: Chosen, end: date) -> Table | None:
    """Which mandate may follow which, as the edition says it, and where the other mandates of the person stand."""
    edition = chosen.edition
    rows: list[tuple[str, str, str]] = []
    rules: list[str] = []

    def add(before: str, after: str, says: str, citations: tuple[str, ...]) -> None:
        rows.append((before, after, says))
        rules.extend(citations)

    if edition.series is not None:
        add("Tout mandat", "Tout mandat", "en principe possible, l'un après l'autre", edition.series.rules)
    for kind in edition.kinds.values():
        if kind.after_hire is not None:
            add(kind.label, edition.kinds[kind.after_hire.kind].label, "avec les heures qui restent, si un emploi est trouvé", kind.after_hire.rules)
    if chosen.kind.search_first is not None:
        add("Recherche d'une place", chosen.kind.label, "la recherche préalable est un mandat à part, avec son plafond", chosen.kind.search_first.rules)
    for kind in edition.kinds.values():
        if kind.no_internal_follow_up is not None:
            add(kind.label, "Mesure interne du même prestataire", "exclue", kind.no_internal_follow_up.rules)
    for other in case.other_mandates if edition.parallel is not None else ():
        name = other.kind.french if other.kind is not None else "Autre mandat"
        days = overlap(case, end, other)
        place = "chevauche ce mandat" if days else "précède ce mandat" if other.end < case.first_day else "suit ce mandat"
        rows.append((f"{name} ({short_date(other.start)}–{short_date(other.end)})", chosen.kind.label, place))
    if not rows:
        return None
    columns = (Column("before", "D'abord"), Column("after", "Ensuite"), Column("says", "Ce que dit le texte"))
    return Table("succession", "Quel mandat après quel autre", columns, tuple(rows), tuple(dict.fromkeys(rules)))
