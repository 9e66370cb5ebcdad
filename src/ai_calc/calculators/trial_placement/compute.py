"""From a case of trial placement to its result, with its agreement."""

from __future__ import annotations

from datetime import date

from ai_calc.calculators.trial_placement import conditions
from ai_calc.calculators.trial_placement.agreement import agreement_of
from ai_calc.calculators.trial_placement.model import TrialPlacementCase
from ai_calc.calculators.trial_placement.period import AbsenceNotice, Period, absence_notices, period_of
from ai_calc.ground.dates import last_working_day_of
from ai_calc.ground.french import Phrase, agreeing, next_day, phrase
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info, warning
from ai_calc.results import (
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Sentence,
    Series,
    Table,
)


@record
class TrialPlacementDetails:
    """The typed numbers of a result; ``reintegration_below`` in per cent of work capacity."""

    period: Period
    absences: tuple[AbsenceNotice, ...]
    reintegration_below: int
    reintegration_suggested: bool
    early_intervention_possible: bool


@calculation
def compute(case: TrialPlacementCase) -> Result[TrialPlacementDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` when dates contradict each other.
    """
    law = Law(case.law_day)
    period, steps = period_of(case, law)
    absences = absence_notices(case, law, period)
    below = law.count("trial_placement/reintegration_capacity")
    low = case.work_capacity_percent is not None and case.work_capacity_percent < below
    criteria = conditions.verdicts(case, period)
    details = TrialPlacementDetails(period, absences, below, low, conditions.to_clarify(criteria))
    agreement = agreement_of(case, law, period)
    return result(
        case,
        law,
        calculator="trial_placement",
        subject=_SUBJECT,
        followed=case.FOLLOWS,
        verdicts=criteria,
        figures=_figures(details),
        sentences=_sentences(details, len(agreement.gaps)),
        tables=_tables(case, details),
        charts=(_days_chart(period),),
        steps=steps,
        readings=(
            _days_reading(case, period),
            ReadingTaken("C-68"),
            *((ReadingTaken("X-10"),) if absences else ()),
            ReadingTaken("C-73"),
        ),
        notices=_notices(case, details),
        details=details,
        documents=(agreement,),
    )


_SUBJECT = Subject(
    "Placement à l'essai",
    met="Selon le dossier, les conditions du placement à l'essai sont remplies.",
    not_met="Selon le dossier, un point s'oppose au placement à l'essai.",
    open="Des points restent à apprécier avant de dire si le placement à l'essai est possible.",
    rules=("cmrp:5019",),
)


def _days_chart(p: Period) -> Chart:
    """The maximum of days, cut into those done before, those of this part and those that remain."""
    parts = (
        ("before", "Déjà faits dans la même entreprise", p.used_before),
        ("days", "Cet essai", p.admitted_days),
        ("over", "De trop", p.days - p.admitted_days),
        ("remaining", "Reste", p.remaining),
    )
    return Chart(
        "days",
        "parts",
        "Les jours de l'essai",
        "jours",
        ("Essai",),
        tuple(Series(k, label, (v,)) for k, label, v in parts if v),
    )


def _sentences(d: TrialPlacementDetails, gaps: int) -> tuple[Sentence, ...]:
    left = "rien n'y manque" if not gaps else f"il reste {agreeing(gaps, 'indication(s)')} à compléter"
    return (Sentence(phrase("La convention peut être préparée ; {0}.", left)),)


def _figures(d: TrialPlacementDetails) -> tuple[Figure, ...]:
    """What is admitted: of days beyond the maximum, the maximum; nothing beyond the day on which the aim is reached."""
    p, rule = d.period, ("cmrp:5024",)
    carried = ("overall",)
    found = []
    if p.last is not None:
        found.append(Figure("last_day", "Dernier jour", p.admitted_last, "", rule, carried, main=True))
    found.append(Figure("days", "Durée admise", p.admitted_days, "jours", rule, carried, main=True))
    earlier = ("5024.earlier", "5024.employer")
    found.append(Figure("remaining", "Jours qui restent", p.remaining, "jours", rule, earlier))
    if p.last_possible is not None:
        found.append(Figure("last_possible", "Dernier jour possible", p.last_possible, "", rule, carried, main=True))
    if d.absences:
        found.append(
            Figure(
                "absence_notices",
                "Absences à annoncer à l'office AI",
                sum(a.notify for a in d.absences),
                "nombre",
                ("cmrp:A1.11.b",),
            )
        )
    return tuple(found)


def _tables(case: TrialPlacementCase, d: TrialPlacementDetails) -> tuple[Table, ...]:
    found: list[Table] = []
    if d.absences:
        found.append(
            Table(
                "absences",
                "Absences",
                (
                    Column("first_day", "Dès le"),
                    Column("days", "Durée", "jours"),
                    Column("notify", "L'entreprise avertit l'office AI"),
                    Column("notify_on", "À partir du"),
                ),
                tuple((a.first_day, a.days, "oui" if a.notify else "non", a.notify_on) for a in d.absences),
                ("cmrp:A1.9.b", "cmrp:A1.11.b"),
            )
        )
    return (*found, _path(case, d), _procedure(case, d))


def _path(case: TrialPlacementCase, d: TrialPlacementDetails) -> Table:
    """What may come before and after the trial (5020, 5022, 5023, 5024)."""
    last = d.period.admitted_last or d.period.last
    rows: list[tuple[date | str | Phrase | None, ...]] = [
        (
            "Avant",
            "Intervention précoce : placement sans indemnité journalière ; personne n'y a droit",
            phrase("{0}", Cited("cmrp:5022")),
            (
                "possible : des conditions ne sont pas clarifiées"
                if d.early_intervention_possible
                else "sans objet : les conditions sont clarifiées"
            ),
        ),
        (
            "Avant",
            phrase(
                "Mesure de réinsertion : capacité de travail sous {0:%}, si ses conditions sont remplies",
                d.reintegration_below,
            ),
            phrase("{0}", Cited("cmrp:5023")),
            _reintegration(case, d),
        ),
        (
            "Après",
            "Second essai, chez un autre employeur",
            phrase("{0}", Cited("cmrp:5024")),
            (
                "non : c'est déjà le second"
                if any(t.same_employer is Finding.NOT_MET for t in case.earlier_trials)
                else "possible s'il est judicieux et nécessaire"
            ),
        ),
        (
            "Après",
            "Contrat de travail, avec une allocation d'initiation au travail pour l'entreprise",
            phrase("{0}, {1}", Cited("cmrp:5020"), Cited("cmrp:5027")),
            (
                phrase("possible dès le {0}", case.contract_start)
                if case.contract_start is not None
                else phrase("possible dès le {0}", next_day(last))
                if last is not None
                else "possible après l'essai"
            ),
        ),
    ]
    return Table(
        "path",
        "Avant et après l'essai",
        (Column("when", "Quand"), Column("step", "Mesure"), Column("rule", "Règle"), Column("here", "Ici")),
        tuple(rows),
        ("cmrp:5020", "cmrp:5022", "cmrp:5023", "cmrp:5024", "cmrp:5027.a"),
        None,
        ("overall",),
    )


def _reintegration(case: TrialPlacementCase, d: TrialPlacementDetails) -> str | Phrase:
    if case.work_capacity_percent is None:
        return "la capacité actuelle n'est pas indiquée"
    if not d.reintegration_suggested:
        return phrase("non : capacité de {0:%}", case.work_capacity_percent)
    return phrase(
        {
            "met": "possible : capacité de {0:%}, conditions remplies",
            "not_met": "non : capacité de {0:%}, mais ses conditions manquent",
            "unknown": "à examiner : capacité de {0:%}",
        }[case.reintegration_conditions.value],
        case.work_capacity_percent,
    )


def _procedure(case: TrialPlacementCase, d: TrialPlacementDetails) -> Table:
    p = d.period
    rows: tuple[tuple[date | str | Phrase | None, ...], ...] = (
        ("Avant le début", "Signer la convention : objet, but, conditions", "Toutes les parties"),
        (
            p.first or "Premier jour",
            "Introduire, instruire et accompagner la personne ; remplir le formulaire de présence",
            "Entreprise, personne assurée",
        ),
        ("Absence", "Avertir l'entreprise tout de suite", "Personne assurée"),
        ("Absence prolongée", "Avertir l'office AI", "Entreprise"),
        (
            p.admitted_last or p.last or "Dernier jour",
            "Évaluer l'essai, en règle générale en commun ; établir le certificat ou l'attestation de travail",
            "Toutes les parties, entreprise",
        ),
    )
    return Table(
        "procedure",
        "Démarches",
        (Column("day", "Quand"), Column("what", "Quoi"), Column("who", "Qui")),
        rows,
        ("cmrp:5026", "cmrp:A1.5", "cmrp:A1.9.b", "cmrp:A1.11", "cmrp:A1.12"),
    )


def _days_reading(case: TrialPlacementCase, p: Period) -> ReadingTaken:
    """C-34: calendar days, a maximum for each trial; otherwise working days, or one maximum for both trials."""
    elsewhere = sum(t.days for t in case.earlier_trials if t.same_employer is Finding.NOT_MET)
    if elsewhere:
        left = max(0, p.available - elsewhere)
        if left < p.agreed:
            return ReadingTaken(
                "C-34",
                phrase(
                    "Si le maximum valait pour les deux essais ensemble, il resterait {0:jours} au lieu de {1}.",
                    left,
                    p.available,
                ),
                left,
                "jours",
            )
        return ReadingTaken("C-34")
    if p.first is None or not p.available:
        return ReadingTaken("C-34")
    other = last_working_day_of(p.first, p.available)
    return ReadingTaken(
        "C-34",
        phrase(
            "En jours ouvrés (du lundi au vendredi, sans les fériés), le dernier jour possible serait le {0}.", other
        ),
        other,
    )


def _notices(case: TrialPlacementCase, d: TrialPlacementDetails) -> tuple[Notice, ...]:
    found: list[Notice] = []

    if d.reintegration_suggested and case.reintegration_conditions is not Finding.NOT_MET:
        found.append(
            warning(
                "reintegration",
                phrase(
                    "Capacité de travail de {0:%}, sous {1:%} : une mesure de réinsertion peut mieux convenir, si ses"
                    " conditions sont remplies. L'essai n'est pas exclu.",
                    case.work_capacity_percent,
                    d.reintegration_below,
                ),
                "cmrp:5023",
            )
        )
    if d.early_intervention_possible:
        found.append(
            info(
                "early_intervention",
                phrase(
                    "Tant que des conditions ne sont pas clarifiées, un placement est possible par"
                    " l'intervention précoce, sans indemnité journalière et sans droit."
                ),
                "cmrp:5022",
            )
        )
    if not case.agreement_signed:
        found.append(
            info(
                "agreement_needed",
                phrase("L'essai demande une convention signée par toutes les parties."),
                "cmrp:5026",
            )
        )
    for a in d.absences:
        if a.notify:
            when = phrase(" dès le {0}", a.notify_on) if a.notify_on is not None else ""
            found.append(
                warning(
                    "absence_notice",
                    phrase("Absence de {0:jours} : l'entreprise avertit l'office AI{1}.", a.days, str(when)),
                    "cmrp:A1.11.b",
                )
            )
    if case.early_end_date is not None and d.period.days < d.period.agreed:
        words = {
            "met": "Arrêt avant terme le {0}, d'accord entre les parties.",
            "not_met": "Arrêt avant terme le {0} : les parties ne sont pas d'accord.",
            "unknown": "Arrêt avant terme le {0} : il faut l'accord des parties.",
        }[case.parties_agree_to_stop.value]
        told = info if case.parties_agree_to_stop is Finding.MET else warning
        found.append(
            told(
                "early_end",
                phrase(words, case.early_end_date),
                "cmrp:A1.4",
            )
        )
    if case.contract_start is not None:
        found.append(
            info(
                "work_introduction",
                phrase(
                    "Engagement dès le {0} : l'entreprise peut recevoir une allocation d'initiation au travail si le"
                    " rendement n'atteint pas encore le salaire.",
                    case.contract_start,
                ),
                "cmrp:5020",
                "cmrp:5027.a",
                "cmrp:5028",
            )
        )
        if d.period.last is not None and case.contract_start <= d.period.last:
            found.append(
                warning(
                    "contract_during_trial",
                    phrase(
                        "L'engagement commence avant la fin de l'essai ({0}) : l'essai devrait s'arrêter avant.",
                        d.period.last,
                    ),
                    "cmrp:5020",
                    "cmrp:A1.4",
                )
            )
    return tuple(found)
