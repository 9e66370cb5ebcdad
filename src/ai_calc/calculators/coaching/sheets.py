"""The offer (devis) and the statement of services (aperçu des prestations) as data: lines with hours, rate, amount,
rule.

One shape for the spreadsheet, JSON and the document to print. What a canton wants mentioned is data of the canton
(geneve:1.a, 3.c; berne-2021:0.3, A.1; berne:1.c, 4); what is missing is named, never invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ai_calc.calculators.coaching import assess
from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.billing import changed_of, is_own, listed, numbers_of
from ai_calc.calculators.coaching.journal import DayLine, Tally, exact_hours, in_hours, tally_of
from ai_calc.calculators.coaching.plan import Plan, interviews_of, is_paid_beside, unagreed
from ai_calc.ground.french import Phrase, amount, capital, clock_hours, lowered, phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited, label_within, source_of
from ai_calc.outcome.facts import Finding
from ai_calc.registers.cantons import Count
from ai_calc.results import Cell, Column, Standing, Table

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate
    from ai_calc.calculators.coaching.model import CoachingCase, Entry

MENTIONS = {
    "objectives": "objectifs",
    "programme": "programme",
    "duration": "durée",
    "price": "prix",
    "rate": "tarif horaire",
    "hours": "nombre d'heures",
    "total": "montant total",
}
"""What a document may have to mention, by the key that a canton's file uses."""


class _Numbers(NamedTuple):
    own: tuple[Cited, ...]
    rules: tuple[Cited, ...]

    def __str__(self) -> str:
        own = {source_of(rule) for rule in self.own}
        return ", ".join(dict.fromkeys(label_within(rule, own) for rule in self.rules))


@record
class Line:
    """One position. ``minutes`` to pay; ``amount`` in CHF (``None`` without a rate); the amounts add up to the
    total."""

    key: str
    label: str
    minutes: Decimal
    rate: Decimal | None
    amount: Decimal | None
    rules: tuple[str, ...]
    remark: str = ""

    @property
    def hours(self) -> Decimal:
        """Hours to pay."""
        return in_hours(self.minutes)


def whole_minutes(hours: Decimal) -> Decimal:
    """The minutes of hours that were rounded to the hundredth: a minute is more than that."""
    return (hours * 60).quantize(Decimal(1))


def exact_days(table: Table) -> Table:
    """A table of worked hours for a workbook: its hours are not rounded for the eye."""
    at = {i for i, column in enumerate(table.columns) if column.unit == "h"}

    def exact(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(
            exact_hours(whole_minutes(cell)) if i in at and isinstance(cell, Decimal) else cell
            for i, cell in enumerate(row)
        )

    total = None if table.total is None else exact(table.total)
    return replace(table, rows=tuple(map(exact, table.rows)), total=total)


def chf(value: Decimal) -> str:
    """An amount as offers and statements write it."""
    return amount(value, "CHF")


@record
class Correction:
    """What lines that were changed after their invoice make of it, in minutes and CHF (``None`` without a rate);
    negative: in favour of the office. ``lines`` names them in French; ``numbers``: of their invoices. ``own``: the part
    that lines of the period make, of which the sheet says what was invoiced; ``apart``: the rest."""

    minutes: Decimal
    amount: Decimal | None
    lines: str
    numbers: tuple[str, ...] = ()
    own: Correction | None = None
    apart: Correction | None = None

    @property
    def hours(self) -> Decimal:
        """The correction in hours."""
        return in_hours(self.minutes)

    def words(self, shown: Callable[[Decimal], str] = chf) -> tuple[Phrase, ...]:
        """« Correction de −138 CHF (−1 h) : la ligne du … », and what of it the balance holds already; ``shown`` writes
        an amount."""

        def one(found: Correction, what: str) -> Phrase:
            hours = clock_hours(found.minutes)
            much = hours if found.amount is None else f"{shown(found.amount)} ({hours})"
            return phrase("{0} {1} : {2}.", what, much, found.lines)

        parts = ((self.apart, "Correction de"), (self.own, "Le solde comprend une correction de"))
        return tuple(one(found, what) for found, what in parts if found is not None)


@record
class ServiceSheet:
    """An offer or a statement: heading, lines, total, remarks, and what is still missing for it to be complete."""

    key: str
    title: str
    heading: tuple[tuple[str, str | Phrase | date | None], ...]
    lines: tuple[Line, ...]
    hours: Decimal
    amount: Decimal | None
    details: tuple[Table, ...]
    remarks: tuple[Phrase, ...]
    missing: tuple[str, ...]
    rules: tuple[str, ...]
    balance: Decimal | None = None
    """What of the amount was not invoiced yet; ``None`` where nothing was, or without a rate."""
    balance_hours: Decimal | None = None
    """What of the hours was not invoiced yet; ``None`` where nothing was."""
    reserve: Phrase | None = None
    """What has to be confirmed before the amount is owed; it is the first of the remarks then."""
    correction: Correction | None = None
    """What lines that were changed after their invoice make of it; part of the balance."""
    invoices: tuple[str, ...] = ()
    """The numbers of the invoices that lines of the period are on."""

    @property
    def apart(self) -> Decimal:
        """What is corrected of invoices of other periods, in CHF: the amount of this one does not hold it."""
        found = None if self.correction is None else self.correction.apart
        return ZERO if found is None else found.amount or ZERO

    @property
    def invoiced_amount(self) -> Decimal | None:
        """What was invoiced of the period, as it was then, in CHF; ``None`` where nothing was, or without a rate."""
        return None if self.balance is None or self.amount is None else self.amount - (self.balance - self.apart)

    @property
    def invoiced_label(self) -> str:
        """« Déjà facturé (2026-032) »"""
        return f"Déjà facturé ({', '.join(self.invoices)})" if self.invoices else "Déjà facturé"

    @property
    def open_hours(self) -> Decimal:
        """Hours that are on no invoice yet."""
        return self.hours if self.balance_hours is None else self.balance_hours

    @property
    def open_amount(self) -> Decimal | None:
        """What is on no invoice yet, in CHF; ``None`` without a rate."""
        return self.amount if self.balance is None else self.balance

    def rule_text(self, line: Line) -> Phrase:
        """The rules of a line; those of the canton's own text by their number alone."""
        return phrase("{0}", _Numbers(tuple(map(Cited, self.rules[:1])), tuple(map(Cited, line.rules))))

    def table(self, carried_by: tuple[str, ...] = ()) -> Table:
        """The lines as a table with their total, and the verdicts that carry it."""
        return Table(
            self.key,
            self.title,
            (
                Column("label", "Prestation"),
                Column("hours", "Heures", "h"),
                Column("rate", "Tarif", "CHF/h"),
                Column("amount", "Montant", "CHF"),
                Column("rule", "Règle"),
                Column("remark", "Remarque"),
            ),
            tuple((x.label, x.hours, x.rate, x.amount, self.rule_text(x), x.remark or None) for x in self.lines),
            tuple(dict.fromkeys([*self.rules, *(rule for line in self.lines for rule in line.rules)])),
            ("Total", self.hours, None, self.amount, None, None),
            carried_by,
        )


def priced(lines: list[Line], rate: Decimal | None, before: Decimal = ZERO) -> tuple[tuple[Line, ...], Decimal | None]:
    """The lines with their amounts, and the total, rounded once: the amounts are steps between rounded sums.
    ``before``: minutes to pay of earlier periods, so that the periods add up to the whole."""
    if rate is None:
        return tuple(lines), None
    first = done = round_to_five_centimes(before * rate / 60)
    minutes = before
    found = []
    for line in lines:
        minutes += line.minutes
        mark = round_to_five_centimes(minutes * rate / 60)
        found.append(Line(line.key, line.label, line.minutes, rate, mark - done, line.rules, line.remark))
        done = mark
    return tuple(found), done - first


def settled(sheet: ServiceSheet, standing: Standing, reason: Phrase | None) -> ServiceSheet:
    """A sheet with what its verdicts say: nothing to pay, or what has to be confirmed first."""
    if reason is None:
        return sheet
    if standing is Standing.CONDITIONAL:
        reserve = phrase("Montant sous réserve, {0}.", str(reason))
        return replace(sheet, remarks=(reserve, *sheet.remarks), reserve=reserve)
    lines = tuple(
        Line(
            x.key,
            x.label,
            ZERO,
            x.rate,
            None if x.amount is None else ZERO,
            x.rules,
            f"{_hours_text(x.hours)} : pas à payer" if x.minutes else x.remark,
        )
        for x in sheet.lines
    )
    return replace(
        sheet,
        lines=lines,
        hours=ZERO,
        balance=None if sheet.balance is None else ZERO,
        balance_hours=None if sheet.balance_hours is None else ZERO,
        correction=None,
        amount=None if sheet.amount is None else ZERO,
        remarks=(phrase("Selon le dossier, rien n'est à payer : {0}.", str(reason)), *sheet.remarks),
    )


def offer_of(m: Mandate) -> ServiceSheet:
    """The offer: the planned hours that fit, and the interviews on top."""
    edition, plan = m.edition, m.plan
    admitted = plan.admitted * 60
    lines = []
    for activity, hours in (
        (Activity.WITH_PERSON, sum((m.contact for m in plan.months), ZERO)),
        (Activity.TRAVEL, sum((m.travel for m in plan.months), ZERO)),
        (Activity.ADMINISTRATION, sum((m.administration for m in plan.months), ZERO)),
    ):
        treatment = edition.activities[activity]
        label = "Coaching (contacts)" if activity is Activity.WITH_PERSON else activity.french
        if treatment.count is Count.COUNTED and (hours or activity is Activity.WITH_PERSON):
            share = min(hours * 60, admitted)
            admitted -= share
            cut = "réduit au plafond" if plan.within_cap == plan.admitted else "réduit à l'octroi"
            remark = "" if share == hours * 60 else cut
            lines.append(Line(activity.value, label, share, None, None, treatment.rules, remark))
        elif hours:
            lines.append(
                Line(
                    activity.value,
                    label,
                    ZERO,
                    None,
                    None,
                    treatment.rules,
                    f"{_hours_text(hours)} compris dans le tarif",
                )
            )
    for activity, hours in interviews_of(m.case):
        treatment = edition.activities[activity]
        if not hours or treatment.count is Count.COUNTED:
            continue
        lines.append(_beside_line(m, activity, hours))
    done, total = priced(lines, m.rate)
    hours_paid = in_hours(sum((x.minutes for x in done), ZERO))
    return ServiceSheet(
        "offer",
        f"{edition.offer.title} pour une prolongation" if m.case.is_extension else edition.offer.title,
        (*_offer_head(m.case), *(h for h in _heading(m) if h[0] != "Octroi"), *_granted_before(m.case)),
        done,
        hours_paid,
        total,
        (_months_table(plan),),
        _offer_remarks(m),
        _missing(m),
        (*edition.offer.rules, *_early_rules(m)),
    )


def _beside_line(m: Mandate, activity: Activity, hours: Decimal) -> Line:
    treatment = m.edition.activities[activity]
    if is_paid_beside(m, treatment.count):
        return Line(
            activity.value, activity.french, hours * 60, None, None, treatment.rules, "en sus des heures du mandat"
        )
    why = (
        "compris dans le tarif de l'institution"
        if m.limits.barred
        else {
            Count.INCLUDED: "compris dans le tarif",
            Count.IF_AGREED: unagreed(m.case),
            Count.BESIDE_IF_MANDATE: "pas payé, aucun mandat ne suit"
            if m.case.mandate_followed is Finding.NOT_MET
            else "pas payé, aucun mois n'est plus admis",
        }.get(treatment.count, "pas facturable")
    )
    return Line(activity.value, activity.french, ZERO, None, None, treatment.rules, f"{_hours_text(hours)} : {why}")


def _hours_text(hours: Decimal) -> str:
    return str(phrase("{0:h}", hours))


def _early_rules(m: Mandate) -> tuple[str, ...]:
    early = m.edition.offer.early_intervention
    return early.rules if early is not None and m.case.early_intervention is not Finding.NOT_MET else ()


def _heading(m: Mandate) -> tuple[tuple[str, str | Phrase | date | None], ...]:
    case, chosen = m.case, m.chosen
    return (
        ("Prestataire", case.provider or None),
        ("Personne assurée", case.person or None),
        ("SRP", case.specialist or None),
        *((("Référence", case.reference),) if case.reference else ()),
        ("Canton", phrase("{0} ({1})", chosen.canton.name, chosen.edition.title)),
        ("Type de coaching", chosen.kind.label),
        ("Octroi", case.law_date),
        (
            "Durée",
            (
                None
                if case.months is None or not m.plan.months_admitted
                else phrase("{0:mois}, du {1} au {2}", m.plan.months_admitted, case.first_day, m.plan.end)
                if m.dated
                else phrase("{0:mois}", m.plan.months_admitted)
            ),
        ),
        ("Objectifs", case.objectives or None),
        ("Programme", case.programme or None),
    )


def _offer_head(case: CoachingCase) -> tuple[tuple[str, str | Phrase | date | None], ...]:
    """An offer comes before the grant: it has its own number, day and validity."""
    return ("Numéro", case.offer_number or None), ("Date", case.offer_date), ("Valable jusqu'au", case.offer_until)


def _granted_before(case: CoachingCase) -> tuple[tuple[str, Phrase], ...]:
    """What a prolongation comes after, as far as the case says it."""
    if not case.is_extension:
        return ()
    parts = [
        *([phrase("{0:h}", case.earlier_hours)] if case.earlier_hours is not None else []),
        *([phrase("{0:mois}", case.earlier_months)] if case.earlier_months is not None else []),
    ]
    return (("Déjà accordé pour ce mandat", phrase("{0}", ", sur ".join(map(str, parts)))),)


def _missing(m: Mandate) -> tuple[str, ...]:
    case, rate = m.case, m.rate
    required = list(m.edition.offer.required)
    early = m.edition.offer.early_intervention
    if early is not None and case.early_intervention is not Finding.NOT_MET:
        required += early.required
    priced_hours = bool(m.plan.paid)
    there = {
        "objectives": bool(case.objectives.strip()),
        "programme": bool(case.programme.strip()),
        "duration": case.months is not None,
        "price": rate is not None and priced_hours,
        "rate": rate is not None,
        "hours": priced_hours,
        "total": rate is not None and priced_hours,
    }
    return tuple(dict.fromkeys(MENTIONS[key] for key in required if not there[key]))


def _offer_remarks(m: Mandate) -> tuple[Phrase, ...]:
    found = [phrase("TVA : selon la convention, incluse ou exclue ({0}).", Cited("cmrp:7004.j"))]
    if m.kind.placement_fee is not None:
        if m.case.placement_fee is not None:
            found.append(
                phrase(
                    "En cas d'engagement sur le marché primaire, un forfait de placement de {0:CHF} s'ajoute après un"
                    " temps d'essai réussi.",
                    m.case.placement_fee,
                )
            )
        else:
            found.append(
                phrase(
                    "En cas d'engagement sur le marché primaire, un forfait de placement s'ajoute après un temps"
                    " d'essai réussi (montant : annexe 11)."
                )
            )
    return tuple(found)


def _months_table(plan: Plan) -> Table:
    limited = any(m.limit is not None for m in plan.months)
    columns = [
        Column("month", "Mois"),
        Column("contact", "Contacts", "h"),
        Column("travel", "Déplacements", "h"),
        Column("administration", "Administration", "h"),
        Column("counted", "Comptées", "h"),
    ]
    if limited:
        columns.append(Column("limit", "Plafond", "h"))
    columns += [Column("admitted", "Admises", "h"), Column("cumulative", "Cumul", "h")]
    rows = tuple(
        (
            m.label,
            m.contact,
            m.travel,
            m.administration,
            m.counted,
            *((m.limit,) if limited else ()),
            m.admitted,
            m.cumulative,
        )
        for m in plan.months
    )

    def total(name: str) -> Decimal:
        return sum((getattr(m, name) for m in plan.months), ZERO)

    sums = (
        "Total",
        total("contact"),
        total("travel"),
        total("administration"),
        total("counted"),
        *((None,) if limited else ()),
        total("admitted"),
        None,
    )
    return Table("plan", "Plan mois par mois", tuple(columns), rows, (), sums)


def statement_of(m: Mandate) -> ServiceSheet:
    """The statement of services: the journal by kind of activity, what goes beyond the cap taken off; of a period,
    what it adds to the days before."""
    case, tally = m.case, m.tally or tally_of(m)
    before = _before(m, case.statement_from)
    own_lines = [x for x in tally.lines if case.statement_from is None or x.day >= case.statement_from]
    by_activity: dict[Activity, list[DayLine]] = {}
    for line in own_lines:
        by_activity.setdefault(line.activity, []).append(line)
    lines = []
    for activity in Activity:
        own = by_activity.get(activity)
        if not own:
            continue
        minutes = sum(x.counted for x in own)
        spent = sum(x.spent for x in own)
        reasons = ", ".join(dict.fromkeys(lowered(x.reason) for x in own if x.reason))
        remark = f"{_hours_text(in_hours(spent))} notées : {reasons}" if reasons and spent != minutes else reasons
        lines.append(Line(activity.value, activity.french, Decimal(minutes), None, None, _rules_of(own), remark))
    claims = m.claims
    beyond = tally.counted_minutes - tally.admitted_minutes
    total_paid = tally.paid_minutes
    if before is not None:
        beyond -= before.counted_minutes - before.admitted_minutes
        total_paid -= before.paid_minutes
    beyond += total_paid - claims.paid  # hours that invoiced lines of other periods have
    label = capital(assess.beyond(m, assess.exceeding(m, tally)))
    if beyond:
        rules = assess.beyond_rules(m, assess.exceeding(m, tally))
        lines.append(Line("beyond", label, -beyond, None, None, rules, "pas remboursé"))
    done, total = priced(lines, m.rate, claims.before)
    statement = m.edition.statement
    last = max((x.day for x in own_lines), default=None)
    until = (case.statement_until if case.journal else None) or last
    period: tuple[str, str | Phrase | date | None] = ("Arrêté au", until)
    if case.statement_from is not None and until is not None:
        period = ("Période", phrase("du {0} au {1}", case.statement_from, until))
    hours = in_hours(claims.paid)
    correction = _correction(m)
    first = case.statement_from
    of = [e.as_invoiced for e in case.journal if e.invoiced]
    invoices = numbers_of(e for e in of if (first is None or first <= e.day) and (until is None or e.day <= until))
    balance = None
    if claims.marked and m.rate is not None and total is not None:
        balance = claims.open_amount(m.rate) + claims.corrected_amount(m.rate)
    sheet = ServiceSheet(
        "statement",
        statement.title,
        (*_heading(m)[:6], period),
        done,
        hours,
        total,
        (_days_table(m, own_lines, statement.title, in_hours(beyond), label),),
        tuple(map(phrase, statement.remarks)),
        (),
        (*statement.rules, *statement.remark_rules),
        balance,
        in_hours(claims.open + claims.corrected) if claims.marked else None,
        correction=correction,
        invoices=invoices,
    )
    return replace(sheet, remarks=(*_balance_words(m, sheet), *sheet.remarks))


def _before(m: Mandate, day: date | None) -> Tally | None:
    """The journal up to the eve of a day; ``None`` without a day, or without an entry before it."""
    if day is None or not any(e.day < day for e in m.case.journal):
        return None
    return tally_of(m, day - timedelta(days=1))


def _balance_words(m: Mandate, sheet: ServiceSheet) -> tuple[Phrase, ...]:
    """What was invoiced, what is corrected of it, and what is on no invoice yet; nothing where no line is on one."""
    claims = m.claims
    if not claims.marked:
        return ()
    told = () if sheet.correction is None else sheet.correction.words()
    if sheet.balance is None or sheet.invoiced_amount is None:
        done, left = claims.paid - claims.open - claims.own_corrected, claims.open + claims.corrected
        return phrase("{0} : {1}. À facturer : {2}.", sheet.invoiced_label, clock_hours(done), clock_hours(left)), *told
    solde = "Solde à facturer : {0:CHF}." if sheet.balance >= 0 else "Solde en faveur de l'office : {0:CHF}."
    words = str(phrase(solde, abs(sheet.balance)))
    return *told, phrase("{0} : {1:CHF}. {2}", sheet.invoiced_label, sheet.invoiced_amount, words)


def _correction(m: Mandate) -> Correction | None:
    """What lines that were changed after their invoice make of it; ``None`` where none was."""
    changed, claims = changed_of(m, m.case.statement_until), m.claims

    def of(entries: list[Entry], minutes: Decimal, francs: Decimal | None) -> Correction | None:
        return Correction(minutes, francs, listed(entries), numbers_of(entries)) if entries else None

    if (whole := of(changed, claims.corrected, m.rate and claims.corrected_amount(m.rate))) is None:
        return None
    own = [e for e in changed if is_own(e, m.case.statement_from)]
    apart = [e for e in changed if not is_own(e, m.case.statement_from)]
    own_francs = None if m.rate is None else claims.own_corrected_amount(m.rate)
    rest = None if whole.amount is None or own_francs is None else whole.amount - own_francs
    return replace(
        whole,
        own=of(own, claims.own_corrected, own_francs),
        apart=of(apart, claims.corrected - claims.own_corrected, rest),
    )


def _rules_of(lines: list[DayLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for line in lines for rule in line.rules))


def _days_table(m: Mandate, lines: list[DayLine], title: str, beyond: Decimal, label: str) -> Table:
    """The days of a statement, and the hours ``beyond`` a cap that are taken off again. Where a part was invoiced, each
    line says whether it is."""
    marks: dict[tuple[date, Activity], set[bool]] = {}
    for entry in m.case.journal:
        marks.setdefault((entry.day, entry.activity), set()).add(entry.invoiced)
    told = any(True in found for found in marks.values())

    def mark(line: DayLine) -> tuple[str | None, ...]:
        found = marks[line.day, line.activity]
        return ("oui" if found == {True} else "en partie" if True in found else None,) if told else ()

    rows = tuple(
        (x.day, x.activity.french, in_hours(x.spent), in_hours(x.counted), x.reason or None, x.notes or None, *mark(x))
        for x in lines
    )
    if beyond and lines:
        rows += ((None, label, None, -beyond, "pas remboursé", None, *((None,) if told else ())),)
    return Table(
        "journal",
        f"{title} : jour par jour" if title != "Journal des heures" else title,
        (
            Column("day", "Date"),
            Column("activity", "Nature"),
            Column("spent", "Noté", "h"),
            Column("counted", "Compté", "h"),
            Column("reason", "Raison"),
            Column("note", "Remarque"),
            *((Column("invoiced", "Facturé"),) if told else ()),
        ),
        rows,
        m.edition.statement.rules,
        (
            "Total",
            None,
            in_hours(sum(x.spent for x in lines)),
            in_hours(sum(x.counted for x in lines)) - (beyond if lines else ZERO),
            None,
            None,
            *((None,) if told else ()),
        ),
    )


__all__ = ["MENTIONS", "Correction", "Line", "ServiceSheet", "offer_of", "priced", "settled", "statement_of"]
