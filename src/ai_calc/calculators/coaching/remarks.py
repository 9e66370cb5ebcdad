"""Warnings and readings of a coaching result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.assess import beyond, beyond_rules, exceeding, extras
from ai_calc.calculators.coaching.billing import changed_of, francs, listed, numbers_of, too_much_of
from ai_calc.calculators.coaching.caps import limits_of
from ai_calc.calculators.coaching.journal import Tally, by_calendar_month, in_hours, other_roundings, pooled, tally_of
from ai_calc.calculators.coaching.model import BY_DATE, CapDate, Intensity, Rounding
from ai_calc.calculators.coaching.plan import interviews_of
from ai_calc.calculators.coaching.selection import Chosen, other_text, unproven
from ai_calc.ground.french import Phrase, lowered, number, phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.rates import shown_rate
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info, warning
from ai_calc.registers.cantons import CapMode, Count
from ai_calc.results import Notice, ReadingTaken, Status, Verdict

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate


def notices_of(m: Mandate, federal: Iterable[Verdict]) -> tuple[Notice, ...]:
    """What to know beside the verdicts."""
    found = [*_text_notices(m), *_plan_notices(m)]
    failed = [v for v in federal if v.status is Status.NOT_MET]
    if failed:
        found.append(
            warning(
                "federal",
                phrase(
                    "Droit fédéral ({0}) : {1} ; à voir avec l'office AI.",
                    Cited("cmrp:1028"),
                    " ; ".join(f"« {v.label} » n'est pas donné" for v in failed),
                ),
                *tuple(r for v in failed for r in v.rules),
            )
        )
    if m.tally is not None:
        found += _journal_notices(m, m.tally)
    return tuple(found)


def _text_notices(m: Mandate) -> Iterator[Notice]:
    case, chosen, edition = m.case, m.chosen, m.edition
    if edition.undated is not None:
        if chosen.assumed:
            text = phrase(
                "« {0} » ne porte pas de date. Il est pris ici faute d'autre ; choisissez le texte, ou indiquez dès"
                " quand il vaut.",
                edition.title,
            )
        elif len(chosen.canton.editions) > 1 and case.edition.value != edition.id and case.undated_from is not None:
            text = phrase(
                "« {0} » ne porte pas de date ; il est pris dès le {1}, selon votre indication.",
                edition.title,
                case.undated_from,
            )
        else:
            text = phrase(
                "« {0} » ne porte pas de date : rien ne prouve qu'il valait le jour de l'octroi.", edition.title
            )
        yield (warning if chosen.assumed else info)("undated", text, *edition.undated.rules)
    elif edition.deduced is not None and chosen.assumed:
        yield warning(
            "before",
            phrase(
                "« {0} » ne dit pas depuis quand il vaut. Il est pris ici faute d'autre ; choisissez le texte.",
                edition.title,
            ),
            *edition.deduced.rules,
        )
    if chosen.translated:
        yield info(
            "translated",
            phrase("« {0} » s'appelle ici « {1} ».", case.kind.french, chosen.kind.label),
            *chosen.kind.rules,
        )
    if edition.double_billing is not None and case.other_mandates:
        yield info(
            "double_billing",
            phrase(
                "Seul le travail réellement accompli se facture : nous en déduisons qu'un même temps ne se facture"
                " qu'une fois, tous mandats confondus."
                if edition.double_billing.deduced
                else "Un même temps de travail ne se facture qu'une fois, tous mandats confondus."
            ),
            *edition.double_billing.rules,
        )


def _plan_notices(m: Mandate) -> Iterator[Notice]:
    case, limits, plan, rate, cap = m.case, m.limits, m.plan, m.rate, m.kind.cap
    too_long = m.latest is not None and m.last_day > m.latest
    if (plan.over_cap or too_long) and "B-11" in cap.readings and not limits.barred:
        yield info(
            "exception",
            phrase(
                "Le dépassement est exclu « en principe » : le texte ne dit pas qui admettrait une exception ; à voir"
                " avec le SRP."
            ),
            *cap.rules,
        )
    if plan.over_cap and limits.soft and rate is not None:
        yield warning(
            "beyond_usual",
            phrase(
                "{0:h} dépassent le plafond de la grille ; si le SRP les admet, {1:CHF} s'ajoutent.",
                plan.over_cap,
                round_to_five_centimes(plan.over_cap * rate),
            ),
            *cap.rules,
        )
    if _at_most(m) and not _settled(m):
        grid = m.edition.usual_monthly or m.edition.grid
        yield warning(
            "maximum_intensity",
            phrase(
                "L'intensité maximale n'est en règle générale pas accordée : c'est le volume de coaching probablement"
                " nécessaire qui l'est."
            ),
            *grid.rules if grid is not None else cap.rules,
        )
    usual, most = m.edition.usual_monthly, limits.usual_monthly
    if usual is not None and most is not None:
        high = [month for month in plan.months if month.counted > most]
        if high:
            yield warning(
                "usual_monthly",
                phrase(
                    "{0} : {1:h} prévues ; {2:h} par mois sont généralement la limite.",
                    high[0].label,
                    high[0].counted,
                    most,
                ),
                *usual.rules,
            )
    if plan.unpaid_beside:
        yield warning(
            "interview_unpaid",
            phrase(
                "Entretiens qui ne se paient que si le devis les prévoit, ce qui reste à établir : {0:h}."
                if case.extras_agreed is Finding.UNKNOWN and extras(m)
                else "Entretiens qui ne se paient pas dans ce cas : {0:h}.",
                plan.unpaid_beside,
            ),
            *_interview_rules(m),
        )
    if case.granted_hours is not None and m.most is not None and case.granted_hours > m.most:
        yield warning(
            "granted_above_cap",
            phrase("L'octroi ({0:h}) dépasse le plafond ({1:h}) : à vérifier.", case.granted_hours, m.most),
            *cap.rules,
        )
    if case.total_hours is not None and case.hours_per_month not in (None, ZERO):
        total = case.hours_per_month * case.span
        if total != case.total_hours:
            yield warning(
                "two_plans",
                phrase(
                    "{0:h} en tout et {1:heures/mois} sont saisies ; ces dernières feraient {2:h} en {3:mois}. Le plan"
                    " suit le total.",
                    case.total_hours,
                    case.hours_per_month,
                    total,
                    case.span,
                ),
                *m.edition.offer.rules,
            )
    yield from _date_notices(m)
    after = m.kind.after_hire
    if after is not None and m.hired_within is Status.MET and m.remaining != 0:
        yield info(
            "after_hire",
            phrase(
                "Emploi trouvé le {0} : les heures qui restent peuvent, au besoin, servir à « {1} ».",
                case.hired_on,
                m.edition.kinds[after.kind].label,
            ),
            *after.rules,
        )
    if (
        after is not None
        and m.kind.placement_fee is None
        and case.hired_on is not None
        and case.placement_fee is not None
    ):
        yield warning(
            "no_placement_fee",
            phrase(
                "Ce texte ne prévoit pas de forfait de placement : les {0:CHF} saisis ne comptent pas.",
                case.placement_fee,
            ),
            *m.kind.rules,
        )


def _at_most(m: Mandate) -> bool:
    """Whether the plan takes the most that a month may have, which as a rule is not granted (berne-2021:0.4,
    berne:8.grille): the high intensity, or the cap of each month of a search."""
    levels, case = m.limits.by_level, m.case
    if m.limits.mode is CapMode.MONTHLY:
        return any(month.limit and month.counted >= month.limit for month in m.plan.months)
    if levels is None or case.intensity is not None:
        return levels is not None and case.intensity is Intensity.HIGH
    return any(month.counted > levels[Intensity.MEDIUM.value] for month in m.plan.months)


def _settled(m: Mandate) -> bool:
    """Whether the volume is no question any more: fewer hours were granted, or the measure is over."""
    granted, most = m.case.granted_hours, m.limits.capacity
    return m.case.actual_end is not None or (granted is not None and most is not None and granted < most)


def _date_notices(m: Mandate) -> Iterator[Notice]:
    """Dates of the course that do not fit the mandate: an evaluation whose provisional report would come before its
    beginning or after the final one (berne-2021:E.2, E.3; berne:3), an event before its beginning."""
    case = m.case
    days = {d.key: d for d in m.deadlines if d.day is not None and d.key in ("provisional_report", "final_report")}
    provisional, final = days.get("provisional_report"), days.get("final_report")
    if provisional is not None and provisional.day is not None:
        early = m.dated and provisional.day < case.first_day
        late = final is not None and final.day is not None and provisional.day > final.day
        if early or late:
            yield warning(
                "evaluation",
                phrase(
                    "Entretien d'évaluation le {0} : le rapport provisoire serait à remettre le {1}, {2} ; date à"
                    " vérifier.",
                    case.evaluation_date,
                    provisional.day,
                    "avant le début du coaching" if early else "après le rapport final",
                ),
                *provisional.rules,
            )
    if m.dated and (before := [e for e in case.events if e.day < case.first_day]):
        yield warning(
            "events_before",
            phrase(
                "« {0} » du {1}, avant le début du coaching ({2}) : date à vérifier, aucun délai n'en est compté.",
                before[0].kind.french,
                before[0].day,
                case.first_day,
            ),
            *m.edition.offer.rules,
        )


def _interview_rules(m: Mandate) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r for a, hours in interviews_of(m.case) if hours for r in m.edition.activities[a].rules))


def _many(count: int, one: str, many: str) -> str:
    """« 1 entrée identique », « 3 entrées identiques »."""
    return f"{number(count)} {one if count == 1 else many}"


def _journal_notices(m: Mandate, tally: Tally) -> Iterator[Notice]:
    case, edition, cap, over = m.case, m.edition, m.kind.cap, exceeding(m, tally)
    if over.over:
        yield warning(
            "journal_over",
            phrase(
                "Journal : {0:h} {1} ; ce n'est pas remboursé."
                if over is tally
                else "Journal entier : {0:h} {1} ; ce n'est pas remboursé.",
                over.over,
                beyond(m, over),
            ),
            *beyond_rules(m, over),
            urgent=True,
        )
    elif tally.budget and not m.passes_on and tally.counted * 100 >= tally.budget * case.warn_at_percent:
        yield warning(
            "journal_near",
            phrase(
                "Journal : {0:h} sur {1:h} ({2:%}) ; il reste {3:h}."
                if tally.left
                else "Journal : {0:h} sur {1:h} ({2:%}).",
                tally.counted,
                tally.budget,
                shown_rate(tally.counted * 100 / tally.budget, (Decimal(100),), step=Decimal(1)),
                tally.left,
            ),
            *cap.rules,
            urgent=True,
        )
    active = [month for month in tally.months if month.counted]
    if (
        active
        and not tally.over
        and active[-1].limit
        and 100 > active[-1].counted * 100 / (active[-1].limit * 60) >= case.warn_at_percent
    ):
        last = active[-1]
        yield warning(
            "month_near",
            phrase(
                "Mois du {0} : {1:h} sur {2:h}." if m.dated else "{0} : {1:h} sur {2:h}.",
                last.start if m.dated else last.label,
                in_hours(last.counted),
                last.limit,
            ),
            *cap.rules,
            urgent=True,
        )
    if case.statement_until is not None and (later := sum(e.day > case.statement_until for e in case.journal)):
        yield warning(
            "after_statement",
            phrase(
                "{0} après le {1}, où l'aperçu est arrêté : pas dans ce résultat.",
                _many(later, "ligne du journal vient", "lignes du journal viennent"),
                case.statement_until,
            ),
            *edition.statement.rules,
            urgent=True,
        )
    if changed := changed_of(m):
        yield warning(
            "invoiced_changed",
            phrase(
                "Changé après facturation : {0}. L'aperçu porte la différence en correction.",
                listed(changed),
            ),
            *edition.statement.rules,
            urgent=True,
        )
    too_much, lines = too_much_of(m)
    if too_much:
        invoices = numbers_of(lines)
        of = f" (facture {', '.join(invoices)})" if invoices else ""
        worth = "" if m.rate is None else str(phrase(", soit {0:CHF}", francs(too_much, m.rate)))
        yield warning(
            "invoiced_too_much",
            phrase(
                "Déjà facturé{0}, mais pas à payer : {1:h}{2}. La facture est à corriger.",
                of,
                in_hours(too_much),
                worth,
            ),
            *edition.statement.rules,
            urgent=True,
        )
    worked = edition.double_billing.rules if edition.double_billing is not None else edition.statement.rules
    if tally.doubled:
        yield warning(
            "doubled", phrase("{0:minutes} notées deux fois ne comptent qu'une fois.", tally.doubled), *worked
        )
    if tally.repeated:
        yield warning(
            "repeated",
            phrase(
                "{0} à une autre du même jour, sans heure de début : si c'est le même travail, {1} ; sinon, indiquez"
                " l'heure.",
                _many(tally.repeated, "entrée identique", "entrées identiques"),
                "supprimez-la" if tally.repeated == 1 else "supprimez-les",
            ),
            *worked,
        )
    if tally.overfull:
        words = "Plus de 24 heures notées le {0} : à vérifier avant de facturer."
        yield warning("overfull", phrase(words, tally.overfull[0]), *worked, urgent=True)
    if tally.outside:
        yield warning(
            "outside",
            phrase(
                "{0} pas : à vérifier.",
                _many(tally.outside, "jour hors du mandat ne compte", "jours hors du mandat ne comptent"),
            ),
            *edition.offer.rules,
            urgent=True,
        )
    if tally.interviews:
        yield warning(
            "interview_late",
            phrase(
                "{0} en cours de mandat, alors que le mandat se décide après le premier entretien : date à vérifier. Le"
                " temps est payé en sus (lecture B-04).",
                _many(tally.interviews, "premier entretien noté", "premiers entretiens notés"),
            ),
            *edition.activities[Activity.FIRST_INTERVIEW].rules,
        )
    if tally.late:
        yield info(
            "late",
            phrase("Le travail administratif après la fin, jusqu'au délai du rapport final, compte au dernier mois."),
            *next((d.rules for d in edition.deadlines if d.key == "final_report"), ()),
        )
    if tally.unknown_notices and edition.missed is not None:
        yield warning(
            "notice_unknown",
            phrase(
                "{0} pas encore.",
                _many(
                    tally.unknown_notices,
                    "entretien annulé sans préavis indiqué ne compte",
                    "entretiens annulés sans préavis indiqué ne comptent",
                ),
            ),
            *edition.missed.rules,
        )
    if tally.silent_notices and edition.missed is not None:
        yield warning(
            "notice_silent",
            phrase(
                "{0} juste à la limite : le texte ne dit rien de ce cas. Rien n'est compté ; l'autre lecture est"
                " indiquée.",
                _many(tally.silent_notices, "entretien annulé", "entretiens annulés"),
            ),
            *edition.missed.rules,
        )


def readings_of(m: Mandate) -> tuple[ReadingTaken, ...]:
    """The readings that the result rests on, each with what another would give where that differs."""
    case, chosen, edition, kind, tally = m.case, m.chosen, m.edition, m.kind, m.tally
    found: dict[str, ReadingTaken] = {}

    def add(ident: str, alternative: Phrase | None = None, value: object = None, unit: str = "") -> None:
        if ident and (ident not in found or alternative is not None):
            found[ident] = ReadingTaken(ident, alternative, value, unit)  # type: ignore[arg-type]

    ruled = unproven(edition)
    for ident in (*(ruled.readings if ruled else ()), *kind.readings, *kind.cap.readings, *edition.rate.readings):
        add(ident)
    if (
        ruled is not None
        and case.edition.value == BY_DATE
        and (other := other_text(chosen)) is not None
        and case.undated_from is None
    ):
        for ident in ruled.readings:
            add(ident, *_under_other_text(m, other))
    if edition.dated_caps is not None and kind.cap.mode in (CapMode.TOTAL, CapMode.MONTHLY):
        add(edition.dated_caps.readings[0], *_other_cap_date(m))
    for rule in (
        kind.internships,
        kind.short_report,
        kind.placement_fee,
        kind.after_hire if kind.after_hire is not None and case.hired_on else None,
        edition.institution if edition.institution is not None and case.in_institution is not Finding.NOT_MET else None,
        edition.parallel if edition.parallel is not None and case.other_mandates else None,
    ):
        for ident in rule.readings if rule is not None else ():
            add(ident)
    used = {
        a
        for a, h in (
            (Activity.FIRST_INTERVIEW, case.first_interview_hours),
            (Activity.EMPLOYER_INTERVIEW, case.employer_interview_hours),
            (Activity.TRAVEL, case.travel_hours_per_month),
            (Activity.ADMINISTRATION, case.admin_hours_per_month),
        )
        if h
    }
    used |= {line.activity for line in tally.lines} if tally is not None else set()
    for activity in sorted(used):
        for ident in edition.activities[activity].readings:
            add(ident)
    if "X-03" in found:
        add("X-03", *_if_all_billed(m))
    if tally is not None:
        _journal_readings(m, tally, add)
    for deadline in m.deadlines:
        for ident in deadline.readings:
            if ident == "B-06" and deadline.other_day is not None and deadline.other_day != deadline.day:
                add(
                    ident,
                    phrase(
                        "En jours ouvrés : {0} le {1}.",
                        lowered(deadline.what),
                        deadline.other_day,
                    ),
                    deadline.other_day,
                )
            else:
                add(ident)
    add("X-06")
    if chosen.translated:
        add(edition.equivalence_reading)
    return tuple(found.values())


def _under_other_text(m: Mandate, other: Chosen) -> tuple[Phrase | None, Decimal | None, str]:
    """B-10, B-15: what the other text of the canton would allow, where the person has not chosen between them."""
    there = type(m)(m.case, other, Law(m.law.day))
    allowed = there.limits.capacity
    if not (m.bounded and there.bounded) or allowed is None or allowed == m.limits.capacity:
        return None, None, ""
    return phrase("Selon « {0} », le plafond serait de {1:h}.", other.edition.title, allowed), allowed, "h"


def _other_cap_date(m: Mandate) -> tuple[Phrase | None, Decimal | None, str]:
    """B-01: what the cap would be by the other date."""
    other_by = CapDate.EXECUTION if m.case.cap_date is CapDate.GRANT else CapDate.GRANT
    limits, other = m.limits, limits_of(m, other_by)
    if not m.bounded or other.capacity == limits.capacity:
        return None, None, ""
    words = "d'exécution" if other_by is CapDate.EXECUTION else "d'octroi"
    return (
        phrase(
            "Selon la date {0}, le plafond serait de {1:h} au lieu de {2:h}.", words, other.capacity, limits.capacity
        ),
        other.capacity,
        "h",
    )


def _if_all_billed(m: Mandate) -> tuple[Phrase | None, Decimal | None, str]:
    """X-03: what would be paid if the time that the rate covers were billed on top."""
    plan, tally, rate = m.plan, m.tally, m.rate
    included = [a for a, t in m.edition.activities.items() if t.count is Count.INCLUDED]
    if tally is not None:
        minutes: Decimal = Decimal(sum(line.spent for line in tally.lines if line.activity in included))
    else:
        hours = sum((month.travel for month in plan.months), ZERO) * (Activity.TRAVEL in included)
        hours += sum((month.administration for month in plan.months), ZERO) * (Activity.ADMINISTRATION in included)
        minutes = 60 * (hours + m.case.employer_interview_hours * (Activity.EMPLOYER_INTERVIEW in included))
    if not minutes:
        return None, None, ""
    minutes += tally.paid_minutes if tally is not None else plan.paid * 60
    paid = in_hours(minutes)
    if rate is None:
        return phrase("Si tout le temps se facturait : {0:h}.", paid), paid, "h"
    amount = francs(minutes, rate)
    return phrase("Si tout le temps se facturait : {0:h}, soit {1:CHF}.", paid, amount), amount, "CHF"


def _interviews_within(m: Mandate) -> Decimal:
    """Hours to pay if a first interview in the course of the mandate counted in its hours (reading B-04)."""
    first, work = m.case.first_day, {"activity": Activity.WITH_PERSON}
    journal = [
        e.model_copy(update=work) if e.activity is Activity.FIRST_INTERVIEW and e.day > first else e
        for e in m.case.journal
    ]
    return tally_of(m, m.case.statement_until, journal=journal).paid


def _journal_readings(m: Mandate, tally: Tally, add) -> None:  # type: ignore[no-untyped-def]
    if tally.late:
        add("L-21")
    if tally.interviews:
        paid = _interviews_within(m)
        said = phrase("Si l'entretien noté en cours de mandat comptait dans ses heures : {0:h} à payer.", paid)
        for ident in m.edition.activities[Activity.FIRST_INTERVIEW].readings:
            add(ident, said if paid != tally.paid else None, paid if paid != tally.paid else None, "h")
    if kind_pooled := pooled(m, tally):
        if kind_pooled != tally.admitted and "B-02" in m.kind.cap.readings:
            add(
                "B-02",
                phrase("Si les heures d'un mois passaient à l'autre, {0:h} seraient remboursées.", kind_pooled),
                kind_pooled,
                "h",
            )
        other = by_calendar_month(m, tally)
        if other is not None:
            changed = other != tally.admitted
            add(
                "L-20",
                phrase("Par mois civil, {0:h} tiendraient dans le plafond.", other) if changed else None,
                other if changed else None,
                "h",
            )
    edition = m.edition
    if edition.step is not None:
        add("L-22")
        others = other_roundings(m, tally)
        for ident in edition.step.readings:
            if others:
                words = " ; ".join(
                    str(phrase("{0} : {1:h}", how.french.lower(), hours)) for how, hours in others.items()
                )
                add(
                    ident,
                    phrase("Arrondi autrement : {0}.", words),
                    others.get(Rounding.UP, next(iter(others.values()))),
                    "h",
                )
            else:
                add(ident)
    if edition.missed is not None and tally.silent_notices:
        more = tally.paid + tally.silent_notices * tally.flat_hours
        for ident in edition.missed.readings:
            add(
                ident,
                phrase(
                    "Si la limite exacte comptait comme trop tard : {0:h} facturées au lieu de {1:h}.", more, tally.paid
                ),
                more,
                "h",
            )
