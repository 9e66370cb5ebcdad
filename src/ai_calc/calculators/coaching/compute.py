"""From a coaching case to its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from ai_calc.calculators.coaching import assess, federal, mandates
from ai_calc.calculators.coaching.caps import Limits
from ai_calc.calculators.coaching.deadlines import Deadline
from ai_calc.calculators.coaching.journal import Tally, in_hours
from ai_calc.calculators.coaching.mandate import Mandate
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.options import Option
from ai_calc.calculators.coaching.plan import Plan, held_by_usual
from ai_calc.calculators.coaching.remarks import notices_of, readings_of
from ai_calc.calculators.coaching.selection import choose
from ai_calc.calculators.coaching.sheet_documents import document_of
from ai_calc.calculators.coaching.sheets import ServiceSheet, settled
from ai_calc.ground.french import Phrase, number, phrase, short_date
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law.citations import cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.amounts import carriers, standing_of
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.facts import Finding
from ai_calc.registers.cantons import CapMode
from ai_calc.results import (
    Account,
    Cell,
    Chart,
    Column,
    Figure,
    Result,
    Sentence,
    Series,
    Standing,
    Step,
    Table,
    Verdict,
)


@record
class CoachingDetails:
    """The typed numbers of a result. Hours are decimal hours, ``amount`` and ``to_date`` are CHF.

    ``amount``: the plan (hours that fit and interviews on top); ``to_date``: the journal; ``remaining``: hours left
    when a job is found; nought where the verdicts that carry them fail. ``None`` without a rate, without a journal,
    without a hire; ``statement`` is ``None`` without a journal.
    """

    edition: str
    kind: str
    limits: Limits
    plan: Plan
    options: tuple[Option, ...]
    rate: Decimal | None
    amount: Decimal | None
    tally: Tally | None
    to_date: Decimal | None
    remaining: Decimal | None
    deadlines: tuple[Deadline, ...]
    offer: ServiceSheet
    statement: ServiceSheet | None


def mandate_of(case: CoachingCase) -> Mandate:
    """The mandate of a case, under the text and the law that apply to it.

    Raises :class:`~ai_calc.ground.errors.CaseError` when no text of the canton applies.
    """
    return Mandate(case, choose(case), Law(case.law_day))


@calculation
def compute(case: CoachingCase) -> Result[CoachingDetails]:
    """The whole result for one case.

    Raises :class:`~ai_calc.ground.errors.CaseError` when no text of the canton applies, or a date contradicts another.
    """
    m = mandate_of(case)
    own = assess.verdicts_of(m)
    hire = [
        v
        for v in (mandates.hire_verdict(m), mandates.allotted_verdict(m), mandates.placement_fee_verdict(m))
        if v is not None
    ]
    beside = federal.federal_verdicts(m)
    verdicts = (*own, *hire, *beside)
    by_key = {v.key: v for v in verdicts}
    return result(
        case,
        m.law,
        calculator="coaching",
        subject=assess.subject_of(verdicts),
        followed=(m.edition.source,),
        verdicts=verdicts,
        figures=_figures(m),
        account=lambda: _account(m, by_key, beside),
    )


def _account(m: Mandate, by_key: dict[str, Verdict], beside: Iterable[Verdict]) -> Account[CoachingDetails]:
    details, case = _details(m, by_key), m.case
    return Account(
        details,
        sentences=_sentences(m, by_key),
        tables=_tables(m, details),
        charts=_charts(m),
        steps=_steps(m),
        readings=readings_of(m),
        notices=(*notices_of(m, beside), *(n for n in m.law.notices("cmrp") if n.key.endswith(":cmrp"))),
        documents=tuple(
            document_of(sheet, case, case.law_day) for sheet in (details.offer, details.statement) if sheet is not None
        ),
    )


def _details(m: Mandate, by_key: dict[str, Verdict]) -> CoachingDetails:
    offer = settled(m.offer, *standing_of(carriers(assess.offered(m), by_key)))
    statement = settled(m.statement, *standing_of(carriers(assess.worked(m), by_key))) if m.tally is not None else None
    refused = standing_of(carriers((*assess.money(m), "hire"), by_key))[0] is Standing.NOT_DUE
    return CoachingDetails(
        m.edition.id,
        m.chosen.kind_key,
        m.limits,
        m.plan,
        m.options,
        m.rate,
        offer.amount,
        m.tally,
        statement.amount if statement is not None else None,
        ZERO if refused and m.passes_on else m.remaining,
        m.deadlines,
        offer,
        statement,
    )


def _sentences(m: Mandate, verdicts: dict[str, Verdict]) -> tuple[Sentence, ...]:
    """What the plan asks for against what the text allows: arithmetic, true whatever the outcome; then what is paid."""
    plan, limits, found = m.plan, m.limits, []
    held = assess.offered(m)
    granted = m.case.granted_hours
    if limits.barred:
        found.append(
            phrase("Rien ne se facture : la mesure a lieu dans une institution, dont le tarif comprend le coaching.")
        )
    elif not plan.requested:
        found.append(phrase(_what_to_enter(m)))
    elif not m.bounded and not limits.months_admitted:
        found.append(phrase("Plus aucun mois n'est admis : ce qui a déjà été accordé prend toute la durée."))
    elif not m.bounded:
        found.append(
            phrase("Un mois est montré : {0:h} prévues ; {1} au plus.", plan.requested, str(assess.monthly_words(m)))
        )
    elif plan.over_cap:
        usual = "le plafond de la grille" if limits.soft else "le plafond"
        found.append(
            phrase("Le plan dépasse {0} : {1:h} prévues, {2:h} admises.", usual, plan.requested, plan.within_cap)
        )
    elif plan.proposed and held_by_usual(m):
        found.append(
            phrase(
                "Plan proposé : {0:h} en {1:mois}, à {2:h} par mois, généralement la limite ; le plafond du mandat est"
                " de {3:h}.",
                plan.requested,
                limits.months_admitted,
                limits.usual_monthly,
                limits.capacity,
            )
        )
    elif plan.proposed:
        until = "à hauteur de l'octroi" if m.budget.capacity != limits.capacity else "au plafond"
        found.append(phrase("Plan proposé, {0} : {1:h} en {2:mois}.", until, plan.requested, limits.months_admitted))
    elif granted is not None and plan.requested > granted:
        found.append(phrase("Le plan dépasse l'octroi : {0:h} prévues, {1:h} accordées.", plan.requested, granted))
    elif limits.mode is CapMode.NONE:
        found.append(
            phrase("{0:h} prévues en {1:mois} ; ce texte ne fixe pas de plafond.", plan.requested, m.case.span)
        )
    elif limits.capacity is None:
        found.append(phrase("{0:h} prévues ; le plafond est le solde d'un autre mandat, à indiquer.", plan.requested))
    else:
        found.append(phrase("Le plan tient dans le plafond : {0:h} sur {1:h}.", plan.requested, limits.capacity))
    if m.options:
        found.append(phrase("Ce qui tiendrait : {0}.", " ; ".join(str(assess.option_words(o)) for o in m.options)))
    sentences = [Sentence(text, (), of_page=not plan.requested) for text in found]  # what is to be entered
    if plan.paid and m.rate is not None:
        beside = phrase(", dont {0:h} en sus des heures du mandat", plan.beside) if plan.beside else phrase("")
        sentences.append(
            Sentence(
                phrase("Ce montant paie {0:h}{1}, à {2:CHF/h}.", plan.paid, beside, m.rate),
                held if standing_of(carriers(held, verdicts))[0] is Standing.NOT_DUE else (),
            )
        )
    elif plan.paid:
        sentences.append(Sentence(phrase("Sans tarif, aucun montant."), ()))
    tally = m.tally
    if tally is not None and tally.left is not None and not m.passes_on:
        sentences.append(Sentence(_left(m, tally), assess.worked(m) if tally.left else ()))  # nought stands anyway
        if (lost := (tally.unused or ZERO) - tally.left) > 0:
            sentences.append(Sentence(_lost(m, lost), ()))
    return tuple(sentences)


def _left(m: Mandate, tally: Tally) -> Phrase:
    """Where the hours left stand: in the month of the last entry, in the months after it; what a month leaves is lost
    (B-02)."""
    left, rooms = tally.left or ZERO, tally.rooms_from(tally.day)
    if not left:
        return phrase("Au {0}, il ne reste aucune heure.", tally.day)
    if m.end_known and m.end < m.plan.end and not tally.limited:
        return phrase("Au {1}, il reste {0:h}, à employer jusqu'au {2}.", left, tally.day, m.end)
    if not tally.limited or not rooms:
        return phrase("Au {1}, il reste {0:h}.", left, tally.day)
    parts = [phrase("{0:h} jusqu'au {1}", rooms[0][1], rooms[0][0])]
    later = [hours for _, hours in rooms[1:]]
    if later:
        words = "{0:h} le mois suivant" if len(later) == 1 else "{0:h} dans les {1:nombre} mois suivants"
        parts.append(phrase(words, sum(later, ZERO), len(later)))
    if rooms[0][1] + sum(later, ZERO) > left:
        parts.append(phrase("mais pas plus que les heures accordées ou prévues"))
    return phrase("Au {2}, il reste {0:h} : {1}.", left, " ; ".join(map(str, parts)), tally.day)


def _lost(m: Mandate, hours: Decimal) -> Phrase:
    """Hours that nobody can work any more: the measure has ended before its time, or their month is over."""
    if m.end < m.plan.end:
        return phrase("La mesure prend fin le {0} : {1:h} ne s'emploient plus.", m.end, hours)
    return phrase("Ce que les mois passés n'ont pas employé ne se reporte pas : {0:h}.", hours)


def _what_to_enter(m: Mandate) -> str:
    if m.case.months is None:
        return "Indiquez la durée et les heures."
    if not m.limits.months_admitted:
        return "Aucun mois n'est plus admis : rien ne se prévoit."
    if m.limits.mode is CapMode.NONE:
        return "Indiquez les heures : ce texte ne fixe pas de plafond."
    return "Indiquez les heures ou l'intensité." if m.limits.by_level is not None else "Indiquez les heures."


def _figures(m: Mandate) -> tuple[Figure, ...]:
    cap, plan, limits, tally = m.kind.cap.rules, m.plan, m.limits, m.tally
    held = assess.money(m)
    offered, worked = assess.offered(m), assess.worked(m)
    amount = m.offer.amount if plan.requested or plan.paid or limits.barred else None
    found = [
        Figure("cap", "Plafond", limits.capacity if m.bounded else None, "h", cap, ("earlier",)),
        Figure("requested", "Heures proposées" if plan.proposed else "Heures prévues", plan.requested, "h", ()),
        Figure(
            "amount",
            "Prévu pour la durée entière" if m.ended_early else "À payer au plus",
            amount,
            "CHF",
            m.edition.rate.rules,
            offered,
            main=True,
        ),
        Figure("admitted", "Heures admises", plan.admitted, "h", cap, offered),
        Figure("over", "Heures prévues de trop", plan.over, "h", _over_rules(m), ("earlier",)),
        Figure("paid_hours", "Heures prévues à payer", plan.paid, "h", m.kind.rules, offered),
    ]
    if limits.mode is CapMode.NONE:
        found = [f for f in found if f.key not in ("cap", "over")]
    if tally is not None:
        of = "du journal" if m.case.statement_from is None else "de la période"
        rules = m.edition.statement.rules
        found.append(Figure("done", f"Heures {of} à payer", m.statement.hours, "h", rules, worked, main=True))
        if (exceeding := assess.exceeding(m, tally)).over:
            bound = assess.beyond_rules(m, exceeding)
            found.append(Figure("journal_over", "Heures du journal de trop", exceeding.over, "h", bound, ("earlier",)))
        if tally.left is not None and not m.passes_on:
            # with an end of the period, what was noted after it does not count: no other day's remainder stands so
            on_day = "" if m.case.statement_until is None else f" au {short_date(tally.day)}"
            found.append(Figure("left", f"Heures restantes{on_day}", tally.left, "h", cap, worked))
        found.append(
            Figure("to_date", f"Montant {of}", m.statement.amount, "CHF", m.edition.rate.rules, worked, main=True)
        )
        if m.statement.balance is not None:
            balance = max(ZERO, m.statement.balance)
            found.append(Figure("open", "À facturer encore", balance, "CHF", rules, worked, main=True))
    found += _extras(m)
    if m.passes_on and m.kind.after_hire is not None:
        found.append(
            Figure(
                "remaining",
                "Heures pour la nouvelle place",
                m.remaining,
                "h",
                m.kind.after_hire.rules,
                (*held, "hire", "allotted"),
                main=True,
            )
        )
    if m.kind.placement_fee is not None and m.case.placement_fee is not None:
        found.append(
            Figure(
                "placement_fee",
                "Forfait de placement",
                m.case.placement_fee,
                "CHF",
                m.kind.placement_fee.rules,
                (*held, "placement_fee"),
                main=True,
            )
        )
    final = next((x for x in m.deadlines if x.key == "final_report" and x.day is not None), None)
    if final is not None:
        found.append(Figure("final_report", "Rapport final au plus tard", final.day, "", final.rules, held))
    return tuple(found)


def _extras(m: Mandate) -> list[Figure]:
    """What would be paid besides if the offer provides for it, where nobody says whether it does."""
    if m.rate is None or m.case.extras_agreed is not Finding.UNKNOWN or not assess.extras(m):
        return []
    agreed, carried = m.changed(extras_agreed=Finding.MET), (*assess.money(m), "extras")
    found = [("extras", "En plus selon le devis", agreed.offer.amount, m.offer.amount)]
    if m.tally is not None:
        found.append(
            ("extras_to_date", "Journal : en plus selon le devis", agreed.statement.amount, m.statement.amount)
        )
    return [
        Figure(key, label, more, "CHF", m.edition.rate.rules, carried, main=True)
        for key, label, then, now in found
        if then is not None and now is not None and (more := then - now)
    ]


def _over_rules(m: Mandate) -> tuple[str, ...]:
    """What the planned hours that are too many exceed."""
    over_grant = m.plan.admitted < m.plan.within_cap
    return assess.bound_rules(m, over_grant, bool(m.plan.over_cap) or not over_grant)


def _tables(m: Mandate, d: CoachingDetails) -> tuple[Table, ...]:
    held = assess.money(m)
    offered = assess.offered(m)
    found = [d.offer.table(offered), *_carried(d.offer.details, offered)]
    if d.options:
        found.append(
            Table(
                "options",
                "Ce qui tiendrait",
                (
                    Column("why", "Plan"),
                    Column("months", "Durée", "mois"),
                    Column("hours", "Heures", "h"),
                    Column("amount", "Montant", "CHF"),
                ),
                tuple(
                    (o.why, o.months, o.hours, round_to_five_centimes(o.hours * d.rate) if d.rate is not None else None)
                    for o in d.options
                ),
                m.kind.cap.rules,
                carried_by=held,
            )
        )
    if d.limits.by_level is not None:
        found.append(_levels(m, held))
    if d.tally is not None and d.statement is not None:
        worked = assess.worked(m)
        found += _carried((_months(d.tally, m),), worked)
        found += [d.statement.table(worked), *_carried(d.statement.details, worked)]
    found.append(_dates(d.deadlines, held))
    found += [t for t in (mandates.succession_table(m),) if t is not None]
    found.append(federal.practice_table(m))
    return tuple(found)


def _carried(tables: Iterable[Table], held: tuple[str, ...]) -> list[Table]:
    """Month by month and day by day, what is admitted rests on the same verdicts as its sum."""
    return [replace(table, carried_by=held) for table in tables]


_LEVELS = {"low": "Faible", "medium": "Moyenne", "high": "Forte"}


def _levels(m: Mandate, held: tuple[str, ...]) -> Table:
    """The grid for the months that are admitted: 6, 12, 18 hours a month and what they make."""
    months = m.limits.months_admitted
    rows = tuple(
        (_LEVELS.get(k, k), v, v * months, round_to_five_centimes(v * months * m.rate) if m.rate is not None else None)
        for k, v in (m.limits.by_level or {}).items()
    )
    return Table(
        "levels",
        f"Plafonds par intensité, en {months} mois",
        (
            Column("level", "Intensité"),
            Column("monthly", "Par mois", "h"),
            Column("total", "En tout", "h"),
            Column("amount", "Montant", "CHF"),
        ),
        rows,
        m.kind.cap.rules,
        carried_by=held,
    )


def _months(tally: Tally, m: Mandate) -> Table:
    limited = any(month.limit is not None for month in tally.months)
    columns = [
        Column("month", "Mois"),
        Column("with_person", "Avec la personne", "h"),
        Column("with_others", "Avec d'autres", "h"),
        Column("travel", "Déplacements", "h"),
        Column("administration", "Administration", "h"),
        Column("counted", "Comptées", "h"),
        Column("planned", "Prévues", "h"),
    ]
    columns += [Column("limit", "Plafond", "h")] if limited else []
    columns.append(Column("admitted", "Admises", "h"))
    rows: list[tuple[Cell, ...]] = []
    for x in tally.months:
        limit = (x.limit,) if limited else ()
        rows.append(
            (
                x.label,
                in_hours(x.with_person),
                in_hours(x.with_others),
                in_hours(x.travel),
                in_hours(x.administration),
                in_hours(x.counted),
                x.planned,
                *limit,
                in_hours(x.admitted),
            )
        )

    def total(name: str) -> Decimal:
        return in_hours(sum((Decimal(getattr(x, name)) for x in tally.months), ZERO))

    sums = (
        "Total",
        total("with_person"),
        total("with_others"),
        total("travel"),
        total("administration"),
        tally.counted,
        sum((x.planned for x in tally.months), ZERO),
        *((None,) if limited else ()),
        tally.admitted,
    )
    return Table("months", "Journal mois par mois", tuple(columns), tuple(rows), m.kind.cap.rules, sums)


def _dates(deadlines: tuple[Deadline, ...], held: tuple[str, ...]) -> Table:
    rows = tuple(
        (
            x.day if x.day is not None else x.when,
            f"{x.what}, {x.at}" if x.at else x.what,
            x.who,
            x.when if x.day is not None else None,
            cited(x.rules),
        )
        for x in deadlines
    )
    columns = (
        Column("day", "Au plus tard"),
        Column("what", "Quoi"),
        Column("who", "Qui"),
        Column("when", "Délai"),
        Column("rule", "Règle"),
    )
    return Table(
        "deadlines",
        "Dates du mandat",
        columns,
        rows,
        tuple(dict.fromkeys(r for x in deadlines for r in x.rules)),
        carried_by=held,
    )


def _charts(m: Mandate) -> tuple[Chart, ...]:
    """Hours by month against the monthly cap; for a cap of the whole mandate, cumulated hours against it."""
    plan, tally, allowed = m.plan, m.tally, m.limits
    if not plan.requested and tally is None:
        return ()
    count = max(len(plan.months), len(tally.months) if tally is not None else 0)
    labels = tuple(x.label for x in plan.months) + tuple(
        x.label for x in (tally.months[len(plan.months) :] if tally is not None else ())
    )
    planned = [x.counted for x in plan.months] + [ZERO] * (count - len(plan.months))
    done = [in_hours(x.counted) for x in tally.months] if tally is not None else []
    series = [Series("planned", "Prévu", tuple(planned))]
    if tally is not None:
        series.append(Series("done", "Journal", tuple(done + [ZERO] * (count - len(done)))))
    limits = {limit for limit in allowed.monthly if limit}
    found = [
        Chart(
            "months",
            "bars",
            "Heures par mois",
            "h",
            labels,
            tuple(series),
            next(iter(limits)) if len(limits) == 1 else None,
            "Plafond par mois",
        )
    ]
    if allowed.mode in (CapMode.TOTAL, CapMode.REMAINDER) and allowed.capacity is not None:
        cumulated = tuple(Series(s.key, s.label, _running(s.values)) for s in series)
        found.append(
            Chart(
                "cumulative", "bars", "Heures cumulées", "h", labels, cumulated, allowed.capacity, "Plafond du mandat"
            )
        )
    return tuple(found)


def _running(values: tuple[Decimal | int, ...]) -> tuple[Decimal, ...]:
    total, found = ZERO, []
    for value in values:
        total += value
        found.append(total)
    return tuple(found)


def _steps(m: Mandate) -> tuple[Step, ...]:
    plan, limits, cap, usual = m.plan, m.limits, m.kind.cap, m.edition.usual_monthly
    found = [
        Step(
            "edition",
            "Texte appliqué",
            phrase("{0} : {1}", m.chosen.canton.name, m.edition.title),
            None,
            "",
            m.kind.rules,
        )
    ]
    if limits.capacity is not None:
        rules = assess.bound_rules(m, grant=False, cap=True)
        found.append(Step("cap", "Plafond", _cap_formula(m), limits.capacity, "h", rules))
    if limits.max_months is not None:
        found.append(
            Step(
                "months",
                "Mois admis",
                phrase("{0:mois} demandé{2}, {1}", m.case.span, _months_words(m), "s" * (m.case.span > 1)),
                limits.months_admitted,
                "mois",
                cap.rules,
            )
        )
    contacts = sum((x.contact for x in plan.months), ZERO)
    extra = (
        phrase(
            " + {0:h} de déplacements + {1:h} d'administration",
            sum((x.travel for x in plan.months), ZERO),
            sum((x.administration for x in plan.months), ZERO),
        )
        if plan.requested != contacts
        else phrase("")
    )
    found.append(
        Step(
            "requested",
            "Heures prévues" if not plan.proposed else "Heures proposées",
            phrase("{0:h} de contacts{1}", contacts, extra),
            plan.requested,
            "h",
            usual.rules if usual is not None and held_by_usual(m) else (),
        )
    )
    if plan.over:
        found.append(
            Step(
                "over",
                "Heures prévues de trop",
                phrase("{0:h} − {1:h}", plan.requested, plan.admitted),
                plan.over,
                "h",
                _over_rules(m),
            )
        )
    found.append(Step("admitted", "Heures admises", _admitted_formula(m), plan.admitted, "h", _over_rules(m)))
    if plan.beside:
        rules = tuple(
            r for line in m.offer.lines if line.key in ("first_interview", "employer_interview") for r in line.rules
        )
        found.append(
            Step(
                "paid",
                "Heures prévues à payer",
                phrase("{0:h} + {1:h} d'entretiens en sus", plan.admitted, plan.beside),
                plan.paid,
                "h",
                rules,
            )
        )
    if m.offer.amount is not None:
        found.append(
            Step(
                "amount",
                "Montant du plan",
                phrase("{0:h} × {1:CHF/h}", plan.paid, m.rate),
                m.offer.amount,
                "CHF",
                m.edition.rate.rules,
            )
        )
    if m.tally is not None:
        found += _journal_steps(m, m.tally)
    if m.remaining is not None and m.kind.after_hire is not None:
        found.append(
            Step(
                "remaining",
                "Heures pour la nouvelle place",
                phrase(
                    "{0:h} − {1:h} que paie le journal"
                    if m.case.journal
                    else "{0:h} − {1:h} prévues jusqu'au mois de l'engagement, en entier",
                    m.remaining + (m.used or ZERO),
                    m.used,
                ),
                m.remaining,
                "h",
                m.kind.after_hire.rules,
            )
        )
    return tuple(found)


def _months_words(m: Mandate) -> Phrase:
    most = m.limits.max_months
    return phrase("{0:mois} au plus", most) if most else phrase("aucun mois n'est plus admis")


def _cap_formula(m: Mandate) -> Phrase:
    case, limits = m.case, m.limits
    if limits.barred:
        return phrase("mesure en institution")
    if not limits.months_admitted:
        return phrase("aucun mois n'est plus admis")
    if limits.mode in (CapMode.MONTHLY, CapMode.GRID):
        rates = [limit for limit in limits.monthly if limit]
        if len(set(rates)) == 1:
            return phrase("{0:h} × {1:mois}", rates[0], len(rates))
        return phrase("{0}", " + ".join(map(number, rates)) or "0")
    if limits.mode is CapMode.TOTAL and case.earlier_hours:
        return phrase("{0:h} − {1:h} déjà accordées", limits.total, case.earlier_hours)
    return phrase("{0:h} pour tout le mandat", limits.total)


_RUNS = 4
"""Runs of months with the same hours that a formula still lists."""


def _admitted_formula(m: Mandate) -> Phrase:
    if m.budget.capacity is None:
        return phrase("sans plafond connu : {0:h}", m.plan.requested)
    if m.plan.admitted != min(m.budget.capacity, m.plan.requested):  # what one month lacks, another does not get
        runs = [(hours, len(list(months))) for hours, months in groupby(month.admitted for month in m.plan.months)]
        words = "mois par mois, le plus petit des heures prévues et du plafond"
        if len(runs) > _RUNS or sum(hours * months for hours, months in runs) != m.plan.admitted:
            return phrase(words)
        return phrase(words + " : {0}", " + ".join(str(phrase("{0:mois} × {1:h}", n, hours)) for hours, n in runs))
    return phrase("au plus {0:h} de {1:h}", m.budget.capacity, m.plan.requested)


def _worth(m: Mandate, paid: Decimal) -> Phrase:
    """Hours times rate; from the minutes where the hundredths of an hour that are shown would give another sum."""
    if m.rate is not None and round_to_five_centimes(paid * m.rate) != m.statement.amount:
        return phrase("{0:minutes} ÷ 60 × {1:CHF/h}", m.claims.paid.normalize(), m.rate)
    return phrase("{0:h} × {1:CHF/h}", paid, m.rate)


def _journal_steps(m: Mandate, tally: Tally) -> list[Step]:
    statement = m.edition.statement.rules
    found = [
        Step(
            "journal_counted",
            "Journal : heures comptées",
            phrase("{0:nombre} entrée" if tally.entries == 1 else "{0:nombre} entrées", tally.entries),
            tally.counted,
            "h",
            statement,
        )
    ]
    if tally.over:
        found.append(
            Step(
                "journal_over",
                "Journal : au-delà",
                phrase("{0:h} − {1:h} admises", tally.counted, tally.admitted),
                tally.over,
                "h",
                assess.beyond_rules(m, tally),
            )
        )
    beside = phrase(" + {0:h} en sus", tally.beside) if tally.beside else phrase("")
    claims, first = m.claims, m.case.statement_from
    paid, earlier = m.statement.hours, in_hours(claims.before)
    elsewhere = in_hours(tally.paid_minutes - claims.before - claims.paid)
    parts = [
        str(phrase(words, hours, first))
        for words, hours in (
            (" − {0:h} avant le {1}", earlier),
            (" − {0:h} que d'autres périodes ont déjà facturées", elsewhere),
        )
        if hours
    ]
    before = phrase("{0}", "".join(parts)) if parts else phrase("")
    found.append(
        Step(
            "journal_paid",
            "Journal : heures à payer",
            phrase("{0:h}{1}{2}", tally.admitted, str(beside), str(before)),
            paid,
            "h",
            statement,
        )
    )
    if m.statement.amount is not None:
        found.append(
            Step(
                "to_date",
                "Journal : montant",
                _worth(m, paid),
                m.statement.amount,
                "CHF",
                m.edition.rate.rules,
            )
        )
    return found
