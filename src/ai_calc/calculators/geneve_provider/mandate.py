"""What a mandate asks: quote, reports, hours, and until when (geneve:1.a, 3.b, 3.c, 3.d)."""

from __future__ import annotations

from datetime import date, timedelta

from ai_calc.calculators.geneve_provider.model import GenevaProviderCase, InterimReports
from ai_calc.calculators.geneve_provider.requirements import Requirement, point
from ai_calc.ground.dates import add_months
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
    if case.start_date is None:
        return [], []
    found, steps = [_quote(case, case.start_date)], []
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
    if case.end_date is not None:
        last = final_report_day(case.end_date, law)
        steps.append(
            Step(
                "final_report",
                "Rapport final au plus tard le",
                phrase("{0} plus {1:semaines}", case.end_date, law.count("coaching_geneve/final_report_deadline")),
                last,
                "",
                ("geneve:3.b.e",),
            )
        )
        found += _end(case, case.end_date, last)
    return found, steps


def _to_say(key: str, label: str, rule: str) -> Verdict:
    """A point that is asked only of some mandates, while nobody says whether this is one."""
    return Verdict(key, label, Status.TO_APPRAISE, phrase("Le dossier ne dit pas si ce point est à remplir."), (rule,))


def final_report_day(end: date, law: Law) -> date:
    """The last day for the final report (geneve:3.b.e)."""
    return end + timedelta(weeks=law.count("coaching_geneve/final_report_deadline"))


def _quote(case: GenevaProviderCase, start: date) -> Requirement:
    """A written quote with goals, programme, duration and price, before the measure starts (geneve:1.a)."""
    label = "Devis-mandat écrit, avant la prise en charge"
    rules: tuple[str, ...] = ("geneve:1.a",)
    parts = (
        (case.quote_objectives, "objectifs", "geneve:1.a.a"),
        (case.quote_programme, "programme", "geneve:1.a.b"),
        (case.quote_duration, "durée", "geneve:1.a.c"),
        (case.quote_price, "prix", "geneve:1.a.d"),
    )
    missing = [(name, rule) for there, name, rule in parts if there is Finding.NOT_MET]
    unknown = [name for there, name, _ in parts if there is Finding.UNKNOWN]
    if case.quote_date is not None and case.quote_date > start:
        reason, change = (
            phrase("Établi le {0}, après le début de la mesure ({1}).", case.quote_date, start),
            phrase("Un devis-mandat établi avant."),
        )
    elif missing:
        rules = (*rules, *(rule for _, rule in missing))
        reason = phrase("Il manque : {0}.", ", ".join(name for name, _ in missing))
        change = phrase("Convenir de ces points et les écrire avant la prise en charge.")
    elif unknown or case.quote_date is None:
        open_ = ", ".join([*unknown, *(["date"] if case.quote_date is None else [])])
        verdict = Verdict("1.a", label, Status.TO_APPRAISE, phrase("À établir : {0}.", open_), rules)
        return Requirement(verdict, "Prestataire et OAIGE", "Avant la prise en charge")
    elif case.quote_date == start:
        verdict = Verdict(
            "1.a",
            label,
            Status.TO_APPRAISE,
            phrase(
                "Établi le jour même où la mesure commence ({0}) : à établir s'il l'a été avant la prise en charge.",
                start,
            ),
            rules,
        )
        return Requirement(verdict, "Prestataire et OAIGE", "Avant la prise en charge")
    else:
        verdict = Verdict(
            "1.a",
            label,
            Status.MET,
            phrase("Établi le {0}, avec objectifs, programme, durée et prix.", case.quote_date),
            rules,
        )
        return Requirement(verdict, "Prestataire et OAIGE", "Avant la prise en charge")
    return Requirement(
        Verdict("1.a", label, Status.NOT_MET, reason, rules, change), "Prestataire et OAIGE", "Avant la prise en charge"
    )


def _early_quote(case: GenevaProviderCase) -> tuple[Verdict, Step | None]:
    """Early intervention: hours, hourly rate and total, and the total is their product (geneve:3.c.b)."""
    label, rules = "Devis d'intervention précoce", ("geneve:3.c.b",)
    parts = (
        (case.quote_hours, "nombre d'heures"),
        (case.quote_rate, "tarif horaire"),
        (case.quote_total, "montant total"),
    )
    missing = [name for value, name in parts if value is None]
    step = None
    if case.quote_hours is not None and case.quote_rate is not None:
        product = round_to_five_centimes(case.quote_hours * case.quote_rate)
        step = Step(
            "early_total",
            "Total du devis",
            phrase("{0} h × {1:CHF/h}", case.quote_hours, case.quote_rate),
            product,
            "CHF",
            rules,
        )
        if case.quote_total is not None and case.quote_total != product:
            reason = phrase(
                "Le total indiqué ({0:CHF}) n'est pas {1} h × {2:CHF/h} = {3:CHF}.",
                case.quote_total,
                case.quote_hours,
                case.quote_rate,
                product,
            )
            return Verdict("3.c.b", label, Status.NOT_MET, reason, rules, phrase("Corriger le total.")), step
    if missing:
        return (
            Verdict(
                "3.c.b",
                label,
                Status.NOT_MET,
                phrase("Il manque : {0}.", ", ".join(missing)),
                rules,
                phrase("Un devis avec nombre d'heures, tarif horaire et total."),
            ),
            step,
        )
    return Verdict("3.c.b", label, Status.MET, phrase("Nombre d'heures, tarif horaire et total y sont."), rules), step


def _end(case: GenevaProviderCase, end: date, last: date) -> list[Requirement]:
    label, rules = "Rapport final dans le délai", ("geneve:3.b.e",)
    sent = case.final_report_date
    if sent is None:
        verdict = Verdict("3.b.e", label, Status.TO_APPRAISE, phrase("À envoyer au plus tard le {0}.", last), rules)
    elif sent < end:
        verdict = Verdict(
            "3.b.e",
            label,
            Status.TO_APPRAISE,
            phrase(
                "Envoyé le {0}, avant la fin de la mesure ({1}) : à établir s'il rend compte de la mesure entière."
                " Dernier jour : {2}.",
                sent,
                end,
                last,
            ),
            rules,
        )
    elif sent > last:
        verdict = Verdict(
            "3.b.e", label, Status.NOT_MET, phrase("Envoyé le {0} ; dernier jour : {1}.", sent, last), rules
        )
    else:
        verdict = Verdict("3.b.e", label, Status.MET, phrase("Envoyé le {0} ; dernier jour : {1}.", sent, last), rules)
    found = [Requirement(verdict, "Prestataire", "Après la mesure")]
    if sent is not None or Finding.UNKNOWN not in (case.hours_log_joined, case.invoice_joined, case.online_procedure):
        found += [
            Requirement(
                point("3.c.c", "Journal des heures joint", ("geneve:3.c.c",), case.hours_log_joined),
                "Prestataire",
                "Avec le rapport final",
            ),
            Requirement(
                point("3.c.d", "Copie de la facture jointe", ("geneve:3.c.d",), case.invoice_joined),
                "Prestataire",
                "Avec le rapport final",
            ),
            Requirement(
                point("3.b.online", "Dépôt par l'e-démarche", ("geneve:3.b",), case.online_procedure),
                "Prestataire",
                "Avec chaque rapport",
            ),
        ]
    return found


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
    days = [day for k in range(1, MAX_REPORTS + 1) if (day := add_months(start, k) - timedelta(days=1)) < end]
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
    days, _ = interim_days(case)
    found += [
        Deadline("interim", "Remettre au SRP un court rapport écrit", phrase("le {0}", day), day, ("geneve:3.b.d",))
        for day in days
    ]
    if case.end_date is not None:
        last = final_report_day(case.end_date, law)
        found.append(
            Deadline(
                "final",
                "Envoyer le rapport final, le journal des heures et la copie de la facture",
                phrase("au plus tard le {0}", last),
                last,
                ("geneve:3.b.e", "geneve:3.c.c", "geneve:3.c.d"),
            )
        )
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
