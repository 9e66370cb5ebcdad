"""What a grant brings: what the decision must say (cmrp:6010, 6013, 6016, 6023, 6028), and the calendar (6025–6033)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ai_calc.calculators.capital_aid.financing import Mix
from ai_calc.calculators.capital_aid.loan import YEARLY, Schedule
from ai_calc.calculators.capital_aid.model import CapitalAidCase
from ai_calc.ground.dates import add_months
from ai_calc.ground.french import Phrase, lowered, phrase
from ai_calc.law.in_force import Law
from ai_calc.outcome.notices import info
from ai_calc.results import Column, Notice, Table

_OBLIGATIONS = (
    "Employer l'aide comme convenu ; elle est incessible",
    "Tenir une comptabilité en bonne et due forme, adaptée à l'entreprise",
    "Laisser l'office AI, ou un organe qu'il désigne, consulter la gestion, sur demande",
    "Avertir l'office AI avant d'aliéner une installation qu'il a financée",
    "Annoncer tout de suite à l'office AI ce qui met l'exploitation en péril",
)
"""What holds at all times (cmrp:6023, a, b, d, g and h); the other letters are yearly or follow the schedule."""
_ACCOUNTS = "Remettre le compte d'exploitation et le bilan, sans invitation"
_THIRD_PARTIES = "ce que des tiers fournissent se paie sur facture au créancier, ou sur quittance à la personne assurée"
_CALENDAR = (Column("day", "Quand"), Column("what", "Quoi"), Column("who", "Qui"))


def notices(case: CapitalAidCase, law: Law, mix: Mix, schedule: Schedule | None) -> Iterator[Notice]:
    """What the decision says, point by point."""
    labels = ", ".join(i.label for i in case.items if i.label and not i.compensates_bodily_function)
    aim = lowered(case.purpose.french) if case.purpose is not None else "encore à indiquer"
    words = "Objet de l'aide : {0}. But : {1}."
    yield info("decision.object", phrase(words, labels or "encore à décrire précisément", aim), "cmrp:6028")
    when = phrase("le {0}", case.paid_on) if case.paid_on is not None else phrase("à un jour encore à fixer")
    words = "Versement : par la CdC, {0}, à la personne assurée ou à un tiers ; {1}."
    yield info("decision.payment", phrase(words, when, _THIRD_PARTIES), "cmrp:6028", "cmrp:6029", "cmrp:6030")
    if schedule is not None:
        yield info("decision.repayment", _repayment(case, mix, schedule), "cmrp:6028", "cmrp:6013", "cmrp:6014")
    if mix.granted("cash"):
        yield info("decision.minimum_activity", _minimum_activity(case, mix), "cmrp:6010")
    if mix.granted("installation"):
        words = (
            "L'installation reste à l'AI et ne se remet pas à des tiers ; exploitation, entretien, réparations,"
            " amortissement et assurance ne sont pas à la charge de l'AI."
        )
        yield info("decision.installation", phrase(words), "cmrp:6016")
    yield info("decision.requirements", _requirements(law, mix), "cmrp:6028", "cmrp:6023")


def _repayment(case: CapitalAidCase, mix: Mix, s: Schedule) -> Phrase:
    rate = "sans intérêts"
    if mix.granted("interest_loan"):
        words = "intérêt de {0:%} sur {1:CHF}, taux fixe pour toute la durée, à payer chaque année"
        rate = str(phrase(words, s.rate_percent, mix.granted("interest_loan")))
    if s.deferral_months >= YEARLY and mix.granted("interest_loan"):
        rate += str(phrase(", après un report de {0:mois}", s.deferral_months))
    first, count = s.payments[0], len(s.payments)
    even = "" if all(p.capital == first.capital for p in s.payments) else ", à quelques centimes près"
    parts = "en une fois" if count == 1 else str(phrase("{0} tranches de {1:CHF}{2}", count, first.capital, even))
    when = phrase(", le {0}", s.end) if count == 1 else phrase(", du {0} au {1}", first.due, s.end)
    days = "" if case.paid_on is None else str(when)
    words = "Remboursement du prêt de {0:CHF} en {1:ans} : {2}{3} ; {4}."
    return phrase(words, mix.loans, s.years, parts, days, rate)


def _minimum_activity(case: CapitalAidCase, mix: Mix) -> Phrase:
    """6010: cash depends on a minimum time of activity, which the office sets."""
    cash, months = mix.granted("cash"), case.minimum_activity_months
    if not months:
        words = (
            "Une prestation en espèces ({0:CHF}) est liée à une durée minimale d'activité, que l'office AI fixe d'après"
            " le montant et la durée du projet : encore à fixer."
        )
        return phrase(words, cash)
    until = "" if case.paid_on is None else str(phrase(", jusqu'au {0}", add_months(case.paid_on, months)))
    words = "Les espèces ({0:CHF}) sont liées à une activité indépendante de {1:mois} au moins{2}."
    return phrase(words, cash, months, until)


def _requirements(law: Law, mix: Mix) -> Phrase:
    yearly = phrase("{0} ({1:fois/an})", _ACCOUNTS, law.count("capital_aid/accounts_per_year"))
    found = [*_OBLIGATIONS[:2], str(yearly), *_OBLIGATIONS[2:]]
    if mix.loans:
        found.append("Verser spontanément à la CdC chaque tranche à son échéance")
    if mix.granted("interest_loan"):
        found.append("Payer les intérêts à la CdC à l'échéance de sa sommation de paiement")
    listed = " ; ".join(lowered(what.replace(" ; ", ", ")) for what in found)
    return phrase("Exigences auxquelles l'octroi est lié : {0}.", listed)


def calendar(case: CapitalAidCase, law: Law, schedule: Schedule | None, carried: tuple[str, ...]) -> Table:
    """What leads to the payment (6025, 6028, 6030), obligations of 6023 and reviews of 6031, then each payment."""
    rows: list[tuple[date | str | Phrase | None, ...]] = [
        (
            "Avant la décision",
            "Faire examiner la proposition par un expert et documenter ce qui la motive",
            "Office AI",
        ),
        (
            "Dans la décision",
            "Décrire l'objet et le but, le versement, le remboursement, le taux d'un prêt à intérêts et les exigences",
            "Office AI",
        ),
        (case.payment_date, f"Verser l'aide ; {_THIRD_PARTIES}", "CdC"),
    ]
    rows += [("En tout temps", what, "Personne assurée") for what in _OBLIGATIONS]
    if schedule is not None:
        rows.append(
            ("Si la situation change", "Adapter au besoin le remboursement ou le taux (possibilité)", "Office AI")
        )
    each = phrase("{0:fois/an}", law.count("capital_aid/accounts_per_year"))
    rows.append((each, _ACCOUNTS, "Personne assurée"))
    each = phrase("{0:fois/an}", law.count("capital_aid/yearly_reviews"))
    rows.append((each, "Contrôler le cours des affaires et en consigner le résultat par écrit", "Office AI"))
    for p in schedule.payments if schedule is not None else ():
        if p.interest:
            what = phrase("Payer {0:CHF} de capital et {1:CHF} d'intérêts à la CdC", p.capital, p.interest)
        else:
            what = phrase("Payer {0:CHF} de capital à la CdC", p.capital)
        rows.append((p.due, what, "Personne assurée"))
    if case.minimum_activity_months:
        rows.append(
            (add_months(case.payment_date, case.minimum_activity_months), "Fin de la durée minimale d'activité", "—")
        )
    rules = tuple(f"cmrp:{rule}" for rule in (6023, 6025, 6028, 6029, 6030, 6031, 6032))
    rules = (*rules, "cmrp:6033") if schedule is not None else rules
    return Table("calendar", "Obligations et calendrier", _CALENDAR, tuple(rows), rules, None, carried)
