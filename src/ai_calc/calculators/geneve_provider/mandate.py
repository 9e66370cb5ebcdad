"""What a mandate asks: quote, reports, hours, and until when (geneve:1.a, 3.b, 3.c, 3.d)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ai_calc.calculators.geneve_provider.model import GenevaProviderCase, InterimReports
from ai_calc.calculators.geneve_provider.requirements import SAME_DAY, Requirement, point
from ai_calc.ground.dates import add_months, last_day_of_months
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.results import ReadingTaken, Status, Step, Verdict

MAX_REPORTS = 36


@record
class Deadline:
    """Something to be done. ``day``: until when, ``None`` where it is said in words only (``when``)."""

    key: str
    what: str
    when: Phrase
    day: date | None
    rules: tuple[str, ...]


def check_dates(case: GenevaProviderCase) -> None:
    """Raises :class:`~ai_calc.ground.errors.CaseError` for a measure that ends without a start."""
    if case.end_date is not None and case.start_date is None:
        raise CaseError(Fault("start_date", "le début de la mesure manque"))


def mandate(case: GenevaProviderCase, law: Law) -> tuple[list[Requirement], list[Step]]:
    """The points that a mandate adds; none without a mandate."""
    if not _begun(case):
        return [], []
    of_some, steps = _asked_of_some(case)
    if case.end_date is not None:
        steps.append(
            Step(
                "final_report",
                "Rapport final au plus tard le",
                phrase("{0} plus {1:semaines}", case.end_date, law.count("coaching_geneve/final_report_deadline")),
                final_report_day(case.end_date, law),
                "",
                ("geneve:3.b.e",),
            )
        )
    return [_quote(case), *of_some, *_end(case, law)], steps


def _begun(case: GenevaProviderCase) -> bool:
    """Whether there is a mandate: it has a start, or its final report was sent."""
    return case.start_date is not None or case.final_report_date is not None


def _asked_of_some(case: GenevaProviderCase) -> tuple[list[Requirement], list[Step]]:
    """What is asked of early interventions and of extensions only."""
    found, steps = [], []
    if case.early_intervention is Finding.MET:
        verdict, step = _early_quote(case)
        found.append(Requirement(verdict, "Prestataire", "Avec l'offre"))
        steps += [step] if step is not None else []
    if case.extension_requested is Finding.MET:
        found.append(
            Requirement(
                point("3.b.b", "Prolongation motivée par écrit", ("geneve:3.b.b",), case.extension_reasons),
                "Prestataire",
                "Avec la demande",
            )
        )
    found += [
        Requirement(_to_say(key, label, rule), "Prestataire", when)
        for asked, key, label, rule, when in (
            (case.early_intervention, "3.c.b", "Devis d'une intervention précoce", "geneve:3.c.b", "Avec l'offre"),
            (case.extension_requested, "3.b.b", "Prolongation motivée par écrit", "geneve:3.b.b", "Avec la demande"),
        )
        if asked is Finding.UNKNOWN
    ]
    return found, steps


def _to_say(key: str, label: str, rule: str) -> Verdict:
    """A point that is asked only of some mandates, while nobody says whether this is one."""
    return Verdict(key, label, Status.TO_APPRAISE, phrase("Le dossier ne dit pas si ce point est à remplir."), (rule,))


def final_report_day(end: date, law: Law) -> date:
    """The last day for the final report (geneve:3.b.e)."""
    return end + timedelta(weeks=law.count("coaching_geneve/final_report_deadline"))


def _quote(case: GenevaProviderCase) -> Requirement:
    """A written quote with goals, programme, duration and price, before the measure starts (geneve:1.a)."""
    made, start = case.quote_date, case.start_date
    parts = (
        (case.quote_objectives, "objectifs", "geneve:1.a.a"),
        (case.quote_programme, "programme", "geneve:1.a.b"),
        (case.quote_duration, "durée", "geneve:1.a.c"),
        (case.quote_price, "prix", "geneve:1.a.d"),
    )
    missing = [(name, rule) for there, name, rule in parts if there is Finding.NOT_MET]
    unknown = [name for there, name, _ in parts if there is Finding.UNKNOWN]
    unknown += [name for day, name in ((made, "date"), (start, "début de la mesure")) if day is None]
    wrong, changes, doubts = [], [], []
    if made is not None and start is not None and made > start:
        wrong.append(phrase("Établi le {0}, après le début de la mesure ({1}).", made, start))
        changes.append("Un devis-mandat établi avant.")
    elif made is not None and made == start:
        doubts.append(phrase(SAME_DAY, "Établi", start))
    if missing:
        wrong.append(phrase("Il manque : {0}.", ", ".join(name for name, _ in missing)))
        changes.append("Convenir de ces points et les écrire avant la prise en charge.")
    if unknown:
        doubts.append(phrase("À établir : {0}.", ", ".join(unknown)))
    if said := [*wrong, *doubts]:
        status, reason = Status.NOT_MET if wrong else Status.TO_APPRAISE, phrase("{0}", " ".join(map(str, said)))
    else:
        status, reason = Status.MET, phrase("Établi le {0}, avec objectifs, programme, durée et prix.", made)
    verdict = Verdict(
        "1.a",
        "Devis-mandat écrit, avant la prise en charge",
        status,
        reason,
        ("geneve:1.a", *(rule for _, rule in missing)),
        phrase("{0}", " ".join(changes)) if changes else None,
    )
    return Requirement(verdict, "Prestataire et OAIGE", "Avant la prise en charge")


def _early_quote(case: GenevaProviderCase) -> tuple[Verdict, Step | None]:
    """Early intervention: hours, hourly rate and total, and the total is their product (geneve:3.c.b), to the centime
    or, as is usual, to five; the agreement names no rounding. Nought is none; what nobody filled in is to be
    established."""
    rules, hours, rate, total = ("geneve:3.c.b",), case.quote_hours, case.quote_rate, case.quote_total
    parts = ((hours, "nombre d'heures"), (rate, "tarif horaire"), (total, "montant total"))
    missing = [name for value, name in parts if value is not None and not value]
    unknown = [name for value, name in parts if value is None]
    admitted: tuple[Decimal, ...] = ()
    step, status, reason = None, Status.MET, phrase("Nombre d'heures, tarif horaire et total y sont.")
    change = phrase("Un devis avec nombre d'heures, tarif horaire et total.")
    if hours and rate:
        product = (hours * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
        admitted = product, round_to_five_centimes(hours * rate)
        step = Step("early_total", "Total du devis", phrase("{0} h × {1:CHF/h}", hours, rate), product, "CHF", rules)
    if missing:
        status, reason = Status.NOT_MET, phrase("Il manque (0 au dossier) : {0}.", ", ".join(missing))
    elif step is not None and total is not None and total not in admitted:
        status, change = Status.NOT_MET, phrase("Corriger le total.")
        words = "Le total indiqué ({0:CHF}) n'est pas {1} h × {2:CHF/h} = {3:CHF}."
        reason = phrase(words, total, hours, rate, step.value)
    elif unknown:
        status, reason = Status.TO_APPRAISE, phrase("À établir : {0}.", ", ".join(unknown))
    label = "Devis d'intervention précoce"
    return Verdict("3.c.b", label, status, reason, rules, None if status is Status.MET else change), step


def _end(case: GenevaProviderCase, law: Law) -> list[Requirement]:
    """The final report, and what goes with it once it is sent, or as soon as somebody says something of it."""
    found = [Requirement(_final_report(case, law), "Prestataire", "Après la mesure")]
    for key, label, rule, joined, when in (
        ("3.c.c", "Journal des heures joint", "geneve:3.c.c", case.hours_log_joined, "Avec le rapport final"),
        ("3.c.d", "Copie de la facture jointe", "geneve:3.c.d", case.invoice_joined, "Avec le rapport final"),
        ("3.b.online", "Dépôt par l'e-démarche", "geneve:3.b", case.online_procedure, "Avec chaque rapport"),
    ):
        if case.final_report_date is not None or joined is not Finding.UNKNOWN:
            found.append(Requirement(_with_report(case, point(key, label, (rule,), joined)), "Prestataire", when))
    return found


def _with_report(case: GenevaProviderCase, joined: Verdict) -> Verdict:
    """What goes with the final report is not missing as long as that report is not said to be sent."""
    if case.final_report_date is not None or joined.status is not Status.NOT_MET:
        return joined
    reason = phrase("Pas fait ; cela va avec le rapport final, dont l'envoi n'est pas indiqué.")
    return replace(joined, status=Status.TO_APPRAISE, reason=reason)


def _final_report(case: GenevaProviderCase, law: Law) -> Verdict:
    sent, end = case.final_report_date, case.end_date
    status = Status.TO_APPRAISE
    if end is None:
        weeks = law.count("coaching_geneve/final_report_deadline")
        reason = phrase("À envoyer au plus tard {0:semaines} après la fin de la mesure, qui n'est pas indiquée.", weeks)
        if sent is not None:
            words = (
                "Envoyé le {0} ; la fin de la mesure n'est pas indiquée : à établir s'il l'a été dans les {1:semaines}."
            )
            reason = phrase(words, sent, weeks)
    else:
        last = final_report_day(end, law)
        if sent is None:
            reason = phrase("À envoyer au plus tard le {0}.", last)
        elif sent < end:
            reason = phrase(
                "Envoyé le {0}, avant la fin de la mesure ({1}) : à établir s'il rend compte de la mesure entière."
                " Dernier jour : {2}.",
                sent,
                end,
                last,
            )
        else:
            status = Status.NOT_MET if sent > last else Status.MET
            reason = phrase("Envoyé le {0} ; dernier jour : {1}.", sent, last)
    return Verdict("3.b.e", "Rapport final dans le délai", status, reason, ("geneve:3.b.e",))


def interim_days(case: GenevaProviderCase) -> tuple[list[date], date | None]:
    """The days for short reports, and the midpoint (geneve:3.b.d, reading G-01).

    Without anything agreed: midway for a measure of a month at most, otherwise each month.
    """
    start, end = case.start_date, case.end_date
    if start is None or end is None:
        return [], None
    midpoint = start + (end - start) // 2
    short = add_months(start, 1) > end
    if case.interim_reports is InterimReports.MIDWAY or (case.interim_reports is InterimReports.UNSAID and short):
        return [midpoint], midpoint
    days = [day for k in range(1, MAX_REPORTS + 1) if (day := last_day_of_months(start, k)) < end]
    return days or [midpoint], midpoint


def deadlines(case: GenevaProviderCase, law: Law) -> list[Deadline]:
    """All dates and standing duties, the dated ones first."""
    reply, notice = law.amount("coaching_geneve/reply_deadline"), law.amount("coaching_geneve/cancellation_notice")
    missed, step = law.amount("coaching_geneve/missed_appointment_hours"), law.amount("coaching_geneve/hours_log_step")
    found: list[Deadline] = []
    if case.start_date is not None:
        found.append(
            Deadline(
                "quote",
                "Convenir du devis-mandat écrit",
                phrase("avant le {0}", case.start_date),
                case.start_date,
                ("geneve:1.a",),
            )
        )
    found += _reports(case, law)
    standing: tuple[tuple[str, str, Phrase, str], ...] = (
        (
            "risk",
            "Signaler au SRP tout élément susceptible de compromettre les objectifs",
            phrase("sans délai"),
            "geneve:3.b.a",
        ),
        (
            "reply",
            "Répondre au SRP et à la personne assurée",
            phrase("sous {0:heures}, sauf situation exceptionnelle", reply),
            "geneve:3.b.c",
        ),
        ("missed", "Signaler au SRP chaque entretien annulé ou manqué", phrase("sans délai"), "geneve:3.d.e"),
        (
            "flat",
            "Facturer un entretien manqué ou annulé tard",
            phrase("{0:heures}, si l'annulation vient moins de {1:heures} à l'avance", missed, notice),
            "geneve:3.d.c",
        ),
        (
            "log",
            "Tenir le journal des heures faites avec la personne assurée",
            phrase("par date, au pas de {0:minutes}", step),
            "geneve:3.c.c",
        ),
    )
    found += [Deadline(key, what, when, None, (rule,)) for key, what, when, rule in standing]
    return found


def _reports(case: GenevaProviderCase, law: Law) -> list[Deadline]:
    """The reports of a mandate: with their days, or in words while its end is not known."""
    what, rules = "Remettre au SRP un court rapport écrit", ("geneve:3.b.d",)
    final = "Envoyer le rapport final, le journal des heures et la copie de la facture"
    of_final = ("geneve:3.b.e", "geneve:3.c.c", "geneve:3.c.d")
    if case.end_date is None:
        if not _begun(case):
            return []
        weeks = phrase(
            "au plus tard {0:semaines} après la fin de la mesure", law.count("coaching_geneve/final_report_deadline")
        )
        return [
            Deadline("interim", what, phrase(_WITHOUT_END[case.interim_reports]), None, rules),
            Deadline("final", final, weeks, None, of_final),
        ]
    days, _ = interim_days(case)
    found = [Deadline("interim", what, phrase("le {0}", day), day, rules) for day in days]
    if len(days) == MAX_REPORTS:
        found.append(Deadline("interim", what, phrase("puis chaque mois, jusqu'au {0}", case.end_date), None, rules))
    last = final_report_day(case.end_date, law)
    return [*found, Deadline("final", final, phrase("au plus tard le {0}", last), last, of_final)]


_WITHOUT_END = {
    InterimReports.UNSAID: "chaque mois ; à mi-parcours si la mesure dure un mois au plus",
    InterimReports.MONTHLY: "chaque mois",
    InterimReports.MIDWAY: "à mi-parcours",
}


def reading_taken(case: GenevaProviderCase) -> ReadingTaken | None:
    """G-01: one short report on the way, monthly or midway; the other way gives another day."""
    days, midpoint = interim_days(case)
    if not days or midpoint is None:
        return None
    if days == [midpoint]:
        return ReadingTaken("G-01")
    return ReadingTaken(
        "G-01", phrase("Si un seul rapport à mi-parcours suffisait, il viendrait le {0}.", midpoint), midpoint
    )
