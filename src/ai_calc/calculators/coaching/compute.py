"""From a coaching case to its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ai_calc.calculators.coaching import assess, federal, mandates
from ai_calc.calculators.coaching.caps import Figures, Limits, limits_of
from ai_calc.calculators.coaching.deadlines import Deadline, deadlines_of, end_of
from ai_calc.calculators.coaching.documents import document_of
from ai_calc.calculators.coaching.journal import Tally, in_hours, tally_of
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.options import Option, options_of
from ai_calc.calculators.coaching.plan import Plan, plan_of
from ai_calc.calculators.coaching.remarks import notices_of, readings_of
from ai_calc.calculators.coaching.selection import Chosen, choose
from ai_calc.calculators.coaching.sheets import ServiceSheet, offer_of, statement_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, number, phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.law.citations import label as citation_label
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation
from ai_calc.outcome.verdicts import all_of, deciding
from ai_calc.registers.cantons import CapMode
from ai_calc.results import Cell, Chart, Column, Figure, Result, Series, Status, Step, Table, Verdict


@dataclass(frozen=True, slots=True)
class CoachingDetails:
    """The typed numbers of a result. Hours are decimal hours, ``amount`` and ``to_date`` are CHF.

    ``amount``: the plan (hours that fit and interviews on top); ``to_date``: the journal; ``remaining``: hours left
    when a job is found. ``None`` without a rate, without a journal, without a hire. ``statement`` is empty without one.
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
    statement: ServiceSheet


@calculation
def compute(case: CoachingCase) -> Result[CoachingDetails]:
    """The whole result for one case.

    Raises :class:`~ai_calc.ground.errors.CaseError` when no text of the canton applies, or a date contradicts another.
    """
    _check_dates(case)
    law, chosen = Law(case.law_day), choose(case)
    figures = Figures(chosen, law)
    limits = limits_of(case, chosen, figures)
    plan = plan_of(case, chosen, limits)
    options = options_of(case, chosen, figures, limits, plan)
    rate, _, rate_verdict = assess.rate_of(case, chosen, figures)
    counted = tally_of(case, chosen, figures, plan)
    tally = counted if case.journal else None
    offer = offer_of(case, chosen, limits, plan, rate)
    statement = statement_of(case, chosen, plan, counted, rate)
    deadlines = deadlines_of(case, chosen, figures, plan.end)
    end = end_of(case, plan.end)
    details = CoachingDetails(
        chosen.edition.id, chosen.kind_key, limits, plan, options, rate, offer.amount, tally,
        statement.amount if tally is not None else None, _remaining(case, chosen, figures, plan), deadlines, offer, statement,
    )  # fmt: skip
    own = _own_verdicts(case, chosen, details, rate_verdict, figures, law, end)
    beside = federal.federal_verdicts(case, chosen, plan)
    extra = [v for v in (assess.offer_verdict(case, chosen, offer), mandates.placement_fee_verdict(case, chosen)) if v is not None]
    overall = _overall(own)
    return Result(
        calculator="coaching", law_date=case.law_day, overall=overall, headline=_headline(case, chosen, overall, details),
        verdicts=(*own, *extra, *beside), figures=_figures(case, chosen, details), tables=_tables(case, chosen, details, end),
        charts=_charts(details), steps=_steps(case, chosen, details),
        readings=readings_of(case, chosen, figures, limits, plan, tally, deadlines, rate),
        notices=(*notices_of(case, chosen, limits, plan, tally, beside, rate), *law.notices(chosen.edition.source, "cmrp")),
        parameters=law.used, details=details,
        documents=tuple(document_of(sheet, case, case.law_day) for sheet in (offer, *((statement,) if tally is not None else ()))),
    )  # fmt: skip


def _check_dates(case: CoachingCase) -> None:
    if case.actual_end is not None and case.actual_end < case.first_day:
        raise CaseError(Fault("actual_end", "la fin précède le début du coaching"))


def _remaining(case: CoachingCase, chosen: Chosen, figures: Figures, plan: Plan) -> Decimal | None:
    """Hours left on the day a job is found (berne-2021:T6.a, berne:7.4.a): by the journal, else by the plan."""
    if chosen.kind.after_hire is None or case.hired_on is None:
        return None
    until = tally_of(case.model_copy(update={"statement_until": case.hired_on}), chosen, figures, plan)
    if case.journal:
        return until.unused
    if until.budget is None:
        return None
    return until.budget - sum((m.admitted for m in plan.months if m.start <= case.hired_on), ZERO)


def _own_verdicts(
    case: CoachingCase, chosen: Chosen, d: CoachingDetails, rate: Verdict, figures: Figures, law: Law, end: date
) -> list[Verdict]:
    found = [v for v in (assess.edition_verdict(chosen),) if v is not None]
    found.append(assess.cap_verdict(case, chosen, d.limits, d.plan, d.options))
    found += [v for v in (assess.months_verdict(case, chosen, d.limits),) if v is not None]
    if d.tally is not None:
        found.append(_journal_verdict(chosen, d.tally))
    found.append(rate)
    found += mandates.mandate_verdicts(case, chosen, d.plan, end)
    found += assess.internship_verdicts(case, chosen, figures, law)
    found += [v for v in (assess.economy_verdict(case, chosen),) if v is not None]
    return [*found, *assess.condition_verdicts(case, chosen)]


def _journal_verdict(chosen: Chosen, tally: Tally) -> Verdict:
    label, rules = "Journal dans le plafond", chosen.kind.cap.rules
    if tally.budget is None:
        return Verdict("journal", label, Status.MET, phrase("{0:h} comptées ; ce texte ne fixe pas de plafond.", tally.counted), rules)
    if not tally.over:
        return Verdict("journal", label, Status.MET, phrase("{0:h} comptées sur {1:h} ; il en reste {2:h}.", tally.counted, tally.budget, tally.left), rules)
    soft = chosen.kind.cap.soft
    return Verdict("journal", label, Status.TO_APPRAISE if soft else Status.NOT_MET,
                   phrase("{0:h} comptées, dont {1:h} au-delà de ce qui est admis.", tally.counted, tally.over), rules, soft=soft)  # fmt: skip


def _overall(verdicts: list[Verdict]) -> Verdict:
    status = all_of(*(v.status for v in verdicts))
    chosen = deciding(verdicts)
    named = " ; ".join(v.label[0].lower() + v.label[1:] for v in chosen)
    reason = {
        Status.MET: phrase("Le plan tient dans les règles du canton."),
        Status.NOT_MET: phrase("Pas rempli : {0}.", named),
        Status.TO_APPRAISE: phrase("À établir ou à apprécier : {0}.", named),
    }[status]
    return Verdict("coaching", "Budget de coaching", status, reason, tuple(dict.fromkeys(r for v in chosen for r in v.rules)),
                   soft=status is not Status.MET and all(v.soft for v in chosen))  # fmt: skip


def _headline(case: CoachingCase, chosen: Chosen, overall: Verdict, d: CoachingDetails) -> tuple[Phrase, ...]:
    plan, found = d.plan, []
    if d.limits.barred:
        found.append(phrase("Rien ne se facture : la mesure a lieu dans une institution, dont le tarif comprend le coaching."))
    elif not plan.requested:
        empty = "Indiquez les heures : ce texte ne fixe pas de plafond." if d.limits.mode is CapMode.NONE else "Indiquez les heures ou l'intensité."
        found.append(phrase(empty))
    elif plan.over:
        usual = "la limite usuelle" if d.limits.soft else "le plafond"
        found.append(phrase("Le plan dépasse {0} : {1:h} prévues, {2:h} admises.", usual, plan.requested, plan.admitted))
    elif plan.proposed:
        found.append(phrase("Plan proposé, au plafond : {0:h} en {1:mois}.", plan.requested, d.limits.months_admitted))
    elif d.limits.mode is CapMode.NONE:
        found.append(phrase("{0:h} prévues en {1:mois} ; ce texte ne fixe pas de plafond.", plan.requested, case.months))
    elif d.limits.capacity is None:
        found.append(phrase("{0:h} prévues ; le plafond est le solde d'un autre mandat, à indiquer.", plan.requested))
    else:
        found.append(phrase("Le plan tient dans le plafond : {0:h} sur {1:h}.", plan.requested, d.limits.capacity))
    if d.options:
        found.append(phrase("Ce qui tiendrait : {0}.", " ; ".join(str(assess.option_words(o)) for o in d.options)))
    if plan.paid and d.amount is not None and d.rate is not None:
        beside = phrase(", dont {0:h} en sus des heures du mandat", plan.beside) if plan.beside else phrase("")
        found.append(phrase("À payer au plus : {0:CHF} pour {1:h}{2}, à {3:CHF/h}.", d.amount, plan.paid, str(beside), d.rate))
    elif plan.paid:
        found.append(phrase("Sans tarif, aucun montant."))
    if d.tally is not None:
        left = phrase(" ; il reste {0:h}", d.tally.left) if d.tally.left is not None else phrase("")
        money = phrase(", soit {0:CHF}", d.to_date) if d.to_date is not None else phrase("")
        found.append(phrase("Journal : {0:h} à payer{1}{2}.", d.tally.paid, str(money), str(left)))
    return tuple(found)


def _figures(case: CoachingCase, chosen: Chosen, d: CoachingDetails) -> tuple[Figure, ...]:
    cap, plan = chosen.kind.cap.rules, d.plan
    found = [
        Figure("cap", "Plafond", d.limits.capacity, "h", cap),
        Figure("requested", "Heures prévues", plan.requested, "h", ()),
        Figure("amount", "Montant du plan", d.amount, "CHF", chosen.edition.rate.rules),
        Figure("admitted", "Heures admises", plan.admitted, "h", cap),
        Figure("over", "Heures de trop", plan.over, "h", cap),
        Figure("paid_hours", "Heures à payer", plan.paid, "h", chosen.kind.rules),
    ]
    if d.limits.mode is CapMode.NONE:
        found = [f for f in found if f.key not in ("cap", "over")]
    if d.tally is not None:
        found += [
            Figure("done", "Journal : heures à payer", d.tally.paid, "h", chosen.edition.statement.rules),
            *([Figure("left", "Heures restantes", d.tally.left, "h", cap)] if d.tally.left is not None else []),
            Figure("to_date", "Journal : montant", d.to_date, "CHF", chosen.edition.rate.rules),
        ]
    if d.remaining is not None and chosen.kind.after_hire is not None:
        found.append(Figure("remaining", "Heures pour la nouvelle place", d.remaining, "h", chosen.kind.after_hire.rules))
    final = next((x for x in d.deadlines if x.key == "final_report" and x.day is not None), None)
    if final is not None:
        found.append(Figure("final_report", "Rapport final au plus tard", final.day, "", final.rules))
    return tuple(found)


def _tables(case: CoachingCase, chosen: Chosen, d: CoachingDetails, end: date) -> tuple[Table, ...]:
    found = [d.offer.table, *d.offer.details]
    if d.options:
        found.append(Table(
            "options", "Ce qui tiendrait",
            (Column("why", "Plan"), Column("months", "Durée", "mois"), Column("hours", "Heures", "h"), Column("amount", "Montant", "CHF")),
            tuple((o.why, o.months, o.hours, round_to_five_centimes(o.hours * d.rate) if d.rate is not None else None) for o in d.options),
            chosen.kind.cap.rules,
        ))  # fmt: skip
    if d.limits.by_level is not None:
        found.append(_levels(chosen, d))
    if d.tally is not None:
        found += [_months(d.tally, chosen), d.statement.table, *d.statement.details]
    found.append(_dates(d.deadlines))
    found += [t for t in (mandates.succession_table(case, chosen, end),) if t is not None]
    found.append(federal.practice_table(case, chosen, d.limits))
    return tuple(found)


_LEVELS = {"low": "Faible", "medium": "Moyenne", "high": "Forte"}


def _levels(chosen: Chosen, d: CoachingDetails) -> Table:
    """The grid for the months that are admitted: 6, 12, 18 hours a month and what they make."""
    months = d.limits.months_admitted
    rows = tuple(
        (_LEVELS.get(k, k), v, v * months, round_to_five_centimes(v * months * d.rate) if d.rate is not None else None)
        for k, v in (d.limits.by_level or {}).items()
    )
    return Table(
        "levels", f"Plafonds par intensité, en {months} mois",
        (Column("level", "Intensité"), Column("monthly", "Par mois", "h"), Column("total", "En tout", "h"), Column("amount", "Montant", "CHF")),
        rows, chosen.kind.cap.rules,
    )  # fmt: skip


def _months(tally: Tally, chosen: Chosen) -> Table:
    limited = any(m.limit is not None for m in tally.months)
    columns = [Column("month", "Mois"), Column("with_person", "Avec la personne", "h"), Column("with_others", "Avec d'autres", "h"),
               Column("travel", "Déplacements", "h"), Column("administration", "Administration", "h"), Column("counted", "Comptées", "h"),
               Column("planned", "Prévues", "h")]  # fmt: skip
    columns += [Column("limit", "Plafond", "h")] if limited else []
    columns.append(Column("admitted", "Admises", "h"))
    rows: list[tuple[Cell, ...]] = []
    for m in tally.months:
        limit = (m.limit,) if limited else ()
        rows.append((m.label, in_hours(m.with_person), in_hours(m.with_others), in_hours(m.travel), in_hours(m.administration),
                     in_hours(m.counted), m.planned, *limit, in_hours(m.admitted)))  # fmt: skip

    def total(name: str) -> Decimal:
        return in_hours(sum((Decimal(getattr(m, name)) for m in tally.months), ZERO))

    sums = ("Total", total("with_person"), total("with_others"), total("travel"), total("administration"), tally.counted,
            sum((m.planned for m in tally.months), ZERO), *((None,) if limited else ()), tally.admitted)  # fmt: skip
    return Table("months", "Journal mois par mois", tuple(columns), tuple(rows), chosen.kind.cap.rules, sums)


def _dates(deadlines: tuple[Deadline, ...]) -> Table:
    rows = tuple(
        (x.day if x.day is not None else x.when, f"{x.what}, {x.at}" if x.at else x.what, x.who,
         x.when if x.day is not None else None, ", ".join(map(citation_label, x.rules)))
        for x in deadlines
    )  # fmt: skip
    columns = (Column("day", "Au plus tard"), Column("what", "Quoi"), Column("who", "Qui"), Column("when", "Délai"), Column("rule", "Règle"))
    return Table("deadlines", "Dates du mandat", columns, rows, tuple(dict.fromkeys(r for x in deadlines for r in x.rules)))


def _charts(d: CoachingDetails) -> tuple[Chart, ...]:
    """Hours by month against the monthly cap; for a cap of the whole mandate, cumulated hours against it."""
    plan, tally = d.plan, d.tally
    if not plan.requested and tally is None:
        return ()
    count = max(len(plan.months), len(tally.months) if tally is not None else 0)
    labels = tuple(m.label for m in plan.months) + tuple(m.label for m in (tally.months[len(plan.months):] if tally is not None else ()))
    planned = [m.counted for m in plan.months] + [ZERO] * (count - len(plan.months))
    done = [in_hours(m.counted) for m in tally.months] if tally is not None else []
    series = [Series("planned", "Prévu", tuple(planned))]
    if tally is not None:
        series.append(Series("done", "Journal", tuple(done + [ZERO] * (count - len(done)))))
    limits = {m for m in d.limits.monthly if m}
    found = [Chart("months", "bars", "Heures par mois", "h", labels, tuple(series), next(iter(limits)) if len(limits) == 1 else None, "Plafond par mois")]
    if d.limits.mode in (CapMode.TOTAL, CapMode.REMAINDER) and d.limits.capacity is not None:
        cumulated = tuple(Series(s.key, s.label, _running(s.values)) for s in series)
        found.append(Chart("cumulative", "bars", "Heures cumulées", "h", labels, cumulated, d.limits.capacity, "Plafond du mandat"))
    return tuple(found)


def _running(values: tuple[Decimal | int, ...]) -> tuple[Decimal, ...]:
    total, found = ZERO, []
    for value in values:
        total += value
        found.append(total)
    return tuple(found)


def _steps(case: CoachingCase, chosen: Chosen, d: CoachingDetails) -> tuple[Step, ...]:
    plan, limits, cap = d.plan, d.limits, chosen.kind.cap
    found = [Step("edition", "Texte appliqué", phrase("{0} : {1}", chosen.canton.name, chosen.edition.title), None, "", chosen.kind.rules)]
    if limits.capacity is not None:
        found.append(Step("cap", "Plafond", _cap_formula(case, limits), limits.capacity, "h", cap.rules))
    if limits.max_months is not None:
        found.append(Step("months", "Mois admis", phrase("{0:mois} demandés, {1:mois} au plus", case.months, limits.max_months), limits.months_admitted, "mois", cap.rules))
    extra = phrase(" + {0:h} de déplacements + {1:h} d'administration", sum((m.travel for m in plan.months), ZERO),
                   sum((m.administration for m in plan.months), ZERO)) if plan.requested != sum((m.contact for m in plan.months), ZERO) else phrase("")  # fmt: skip
    found.append(Step("requested", "Heures prévues" if not plan.proposed else "Heures proposées",
                      phrase("{0:h} de contacts{1}", sum((m.contact for m in plan.months), ZERO), str(extra)), plan.requested, "h", ()))  # fmt: skip
    if plan.over:
        found.append(Step("over", "Heures de trop", phrase("{0:h} − {1:h}", plan.requested, plan.admitted), plan.over, "h", cap.rules))
    found.append(Step("admitted", "Heures admises", _admitted_formula(d), plan.admitted, "h", cap.rules))
    if plan.beside:
        rules = tuple(r for line in d.offer.lines if line.key in ("first_interview", "employer_interview") for r in line.rules)
        found.append(Step("paid", "Heures à payer", phrase("{0:h} + {1:h} d'entretiens en sus", plan.admitted, plan.beside), plan.paid, "h", rules))
    if d.amount is not None and d.rate is not None:
        found.append(Step("amount", "Montant du plan", phrase("{0:h} × {1:CHF/h}", plan.paid, d.rate), d.amount, "CHF", chosen.edition.rate.rules))
    if d.tally is not None:
        found += _journal_steps(chosen, d, d.tally)
    return tuple(found)


def _cap_formula(case: CoachingCase, limits: Limits) -> Phrase:
    if limits.barred:
        return phrase("mesure en institution")
    if limits.mode in (CapMode.MONTHLY, CapMode.GRID):
        rates = [m for m in limits.monthly if m]
        if len(set(rates)) == 1:
            return phrase("{0:h} × {1:mois}", rates[0], len(rates))
        return phrase("{0}", " + ".join(number(m) for m in rates) or "0")
    if limits.mode is CapMode.TOTAL and case.earlier_hours:
        return phrase("{0:h} − {1:h} déjà accordées", limits.total, case.earlier_hours)
    return phrase("{0:h} pour tout le mandat", limits.total)


def _admitted_formula(d: CoachingDetails) -> Phrase:
    if d.limits.capacity is None:
        return phrase("sans plafond connu : {0:h}", d.plan.requested)
    return phrase("au plus {0:h} de {1:h}", d.limits.capacity, d.plan.requested)


def _journal_steps(chosen: Chosen, d: CoachingDetails, tally: Tally) -> list[Step]:
    statement = chosen.edition.statement.rules
    found = [Step("journal_counted", "Journal : heures comptées", phrase("{0:nombre} entrées", tally.entries), tally.counted, "h", statement)]
    if tally.over:
        found.append(Step("journal_over", "Journal : au-delà", phrase("{0:h} − {1:h} admises", tally.counted, tally.admitted), tally.over, "h", chosen.kind.cap.rules))
    beside = phrase(" + {0:h} en sus", tally.beside) if tally.beside else phrase("")
    found.append(Step("journal_paid", "Journal : heures à payer", phrase("{0:h}{1}", tally.admitted, str(beside)), tally.paid, "h", statement))
    if d.to_date is not None and d.rate is not None:
        found.append(Step("to_date", "Journal : montant", phrase("{0:h} × {1:CHF/h}", tally.paid, d.rate), d.to_date, "CHF", chosen.edition.rate.rules))
    return found
