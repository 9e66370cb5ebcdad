"""From a case of trial placement to its result, with its agreement."""

from __future__ import annotations

from datetime import date

from ai_calc.calculators.trial_placement import conditions
from ai_calc.calculators.trial_placement.agreement import agreement_of
from ai_calc.calculators.trial_placement.earlier import answers
from ai_calc.calculators.trial_placement.model import Contract, TrialPlacementCase
from ai_calc.calculators.trial_placement.period import AbsenceNotice, Period, absence_notices, period_of
from ai_calc.ground.dates import last_working_day_of
from ai_calc.ground.french import Phrase, agreeing, next_day, phrase
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import Subject, conclude
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info, warning
from ai_calc.results import (
    Account,
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Role,
    Sentence,
    Series,
    Status,
    Table,
    Verdict,
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
    longest = law.count("trial_placement/max_duration")
    earlier = answers(case, longest)
    period, steps = period_of(case, longest, earlier)
    absences = absence_notices(case, law, period)
    below = law.count("trial_placement/reintegration_capacity")
    low = case.work_capacity_percent is not None and case.work_capacity_percent < below
    criteria = conditions.verdicts(case, period, earlier)
    status = conclude(_SUBJECT, criteria).status
    refused = status is Status.NOT_MET
    details = TrialPlacementDetails(period, absences, below, low, status is Status.TO_APPRAISE)
    # a stop that the parties refuse is not counted; while nobody says whether they agree, it is only supposed
    carried = ("overall", *(v.key for v in criteria if v.key == "A1.4" and v.status is Status.TO_APPRAISE))

    def account() -> Account[TrialPlacementDetails]:
        agreement = agreement_of(case, law, period, refused)
        return Account(
            details,
            sentences=() if refused else _sentences(criteria, len(agreement.gaps)),
            tables=_tables(case, details, status, carried),
            charts=() if refused else (_days_chart(period),),
            steps=steps,
            readings=(
                _days_reading(period),
                ReadingTaken("C-68"),
                *((ReadingTaken("X-10"),) if absences else ()),
                ReadingTaken("C-73"),
            ),
            notices=_notices(case, details, refused),
            documents=(agreement,),
        )

    return result(
        case,
        law,
        calculator="trial_placement",
        subject=_SUBJECT,
        followed=case.FOLLOWS,
        verdicts=criteria,
        figures=_figures(details, carried, _firm(criteria, period)),
        account=account,
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
    days = p.days or 0
    parts = (
        ("before", "Déjà faits dans la même entreprise", p.earlier.used),
        ("days", "Cet essai", min(days, p.possible)),
        ("over", "De trop", max(0, days - p.possible)),
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


def _sentences(criteria: list[Verdict], gaps: int) -> tuple[Sentence, ...]:
    """How far the agreement is, whatever is still open, and what depends on the firm of earlier trials."""
    left = "rien n'y manque" if not gaps else f"il reste {agreeing(gaps, 'indication(s)')} à compléter"
    return (
        *(Sentence(v.reason, ()) for v in criteria if v.key == "5024.employer"),
        Sentence(phrase("La convention peut être préparée ; {0}.", left), (), of_page=True),
    )


def _firm(criteria: list[Verdict], p: Period) -> tuple[str, ...]:
    """The open firm of earlier trials, where only the days that are left depend on it; they do not where the aim is
    reached before."""
    if p.possible < p.available:
        return ()
    return tuple(v.key for v in criteria if v.key == "5024.employer" and v.role is Role.LIMIT)


def _figures(d: TrialPlacementDetails, carried: tuple[str, ...], firm: tuple[str, ...]) -> tuple[Figure, ...]:
    """What is admitted: of days beyond the maximum, the maximum; nothing beyond the day on which the aim is reached."""
    p, rule = d.period, ("cmrp:5024",)
    overall = ("overall", *firm)
    left = (*carried, *firm)
    if p.days is not None and p.days > p.available:
        carried = left
    found = []
    if p.days is None:
        found.append(Figure("days", "Durée possible, au plus", p.possible, "jours", rule, overall, main=True))
    else:
        if p.last is not None:
            found.append(Figure("last_day", "Dernier jour", p.admitted_last, "", rule, carried, main=True))
        found.append(Figure("days", "Durée admise", p.admitted_days, "jours", rule, carried, main=True))
        found.append(Figure("remaining", "Jours qui restent", p.remaining, "jours", rule, left))
    if p.last_possible is not None:
        found.append(Figure("last_possible", "Dernier jour possible", p.last_possible, "", rule, overall, main=True))
    if d.absences:
        count = sum(a.notify for a in d.absences)
        found.append(
            Figure("absence_notices", "Absences à annoncer à l'office AI", count, "nombre", ("cmrp:A1.11.b",), carried)
        )
    return tuple(found)


def _tables(
    case: TrialPlacementCase, d: TrialPlacementDetails, status: Status, carried: tuple[str, ...]
) -> tuple[Table, ...]:
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
                tuple((a.first_day, a.days, _told(a), a.notify_on) for a in d.absences),
                ("cmrp:A1.9.b", "cmrp:A1.11.b"),
                None,
                carried,
            )
        )
    steps = () if status is Status.NOT_MET else (_procedure(d, carried),)
    return (*found, _path(case, d, status, carried), *steps)


def _told(a: AbsenceNotice) -> str | Phrase:
    if a.within < a.days:
        words = "oui : {0:jours} pendant l'essai admis" if a.notify else "non : {0:jours} pendant l'essai admis"
        return phrase(words, a.within)
    return "oui" if a.notify else "non"


_REFUSED = "sans objet : une condition de l'essai n'est pas remplie"
_EARLY_INTERVENTION = {
    Status.MET: "sans objet : les conditions sont clarifiées",
    Status.TO_APPRAISE: "possible : des conditions ne sont pas clarifiées",
    Status.NOT_MET: _REFUSED,
}


def _path(case: TrialPlacementCase, d: TrialPlacementDetails, status: Status, carried: tuple[str, ...]) -> Table:
    """What may come before and after the trial (5020, 5022, 5023, 5024)."""
    rows: list[tuple[date | str | Phrase | None, ...]] = [
        (
            "Avant",
            "Intervention précoce : placement sans indemnité journalière ; personne n'y a droit",
            phrase("{0}", Cited("cmrp:5022")),
            _EARLY_INTERVENTION[status],
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
            _REFUSED if status is Status.NOT_MET else _second_trial(case),
        ),
        (
            "Après",
            "Contrat de travail, avec une allocation d'initiation au travail pour l'entreprise",
            phrase("{0}, {1}", Cited("cmrp:5020"), Cited("cmrp:5027")),
            _REFUSED if status is Status.NOT_MET else _engagement(case, d.period.admitted_last),
        ),
    ]
    return Table(
        "path",
        "Avant et après l'essai",
        (Column("when", "Quand"), Column("step", "Mesure"), Column("rule", "Règle"), Column("here", "Ici")),
        tuple(rows),
        ("cmrp:5020", "cmrp:5022", "cmrp:5023", "cmrp:5024", "cmrp:5027.a"),
        None,
        carried,
    )


def _second_trial(case: TrialPlacementCase) -> str:
    firms = {t.same_employer for t in case.earlier_trials}
    if Finding.NOT_MET in firms:
        return "non : c'est déjà le second"
    if Finding.UNKNOWN in firms:
        return "à établir : l'entreprise des essais antérieurs n'est pas indiquée"
    if not firms and case.no_earlier_trial is not Finding.MET:
        return "à établir : les essais antérieurs ne sont pas indiqués"
    return "possible s'il est judicieux et nécessaire"


def _engagement(case: TrialPlacementCase, last: date | None) -> str | Phrase:
    """5020 and 5027: from the beginning of the engagement that ends the trial; for the same post with the same employer
    there is no allowance."""
    if case.contract is Contract.SAME_FIELD:
        return "pas d'allocation pour le même poste chez le même employeur"
    start = case.contract_start
    if start is not None and last is not None and start <= last:
        return phrase("possible dès le {0}, si l'essai s'arrête avant", start)
    if start is not None:
        return phrase("possible dès le {0}", start)
    return "possible après l'essai" if last is None else phrase("possible dès le {0}", next_day(last))


def _reintegration(case: TrialPlacementCase, d: TrialPlacementDetails) -> str | Phrase:
    if case.work_capacity_percent is None:
        return "la capacité actuelle n'est pas indiquée"
    if not d.reintegration_suggested:
        return phrase("non : capacité de {0:%}", case.work_capacity_percent)
    return phrase(
        {
            "met": "possible : capacité de {0:%}, conditions remplies",
            "not_met": "non : capacité de {0:%}, mais les conditions d'une mesure de réinsertion ne sont pas remplies",
            "unknown": "à examiner : capacité de {0:%}",
        }[case.reintegration_conditions.value],
        case.work_capacity_percent,
    )


def _procedure(d: TrialPlacementDetails, carried: tuple[str, ...]) -> Table:
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
            p.admitted_last or "Dernier jour",
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
        None,
        carried,
    )


def _days_reading(p: Period) -> ReadingTaken:
    """C-34: calendar days, a maximum for each trial; otherwise working days, or one maximum for both trials."""
    elsewhere = p.earlier.days_elsewhere
    if elsewhere and p.available:
        left = max(0, p.available - elsewhere)
        if left < (p.agreed or p.available):
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
    if p.aim_reached is not None and p.aim_reached <= other:
        return ReadingTaken("C-34")  # the trial ends when the work capacity is known, with either reading
    return ReadingTaken(
        "C-34",
        phrase(
            "En jours ouvrés (du lundi au vendredi, jours fériés compris), le dernier jour possible serait le {0}.",
            other,
        ),
        other,
    )


def _notices(case: TrialPlacementCase, d: TrialPlacementDetails, refused: bool) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if d.reintegration_suggested and case.reintegration_conditions is not Finding.NOT_MET:
        words = (
            "Capacité de travail de {0:%}, sous {1:%} : une mesure de réinsertion peut mieux convenir, si ses"
            " conditions sont remplies."
        )
        words += "" if refused else " L'essai n'est pas exclu."
        found.append(
            warning("reintegration", phrase(words, case.work_capacity_percent, d.reintegration_below), "cmrp:5023")
        )
    if refused:
        return tuple(found)
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
                    phrase("Absence de {0:jours} : l'entreprise avertit l'office AI{1}.", a.within, str(when)),
                    "cmrp:A1.11.b",
                )
            )
    return (*found, *_engagement_notices(case, d.period.admitted_last))


def _engagement_notices(case: TrialPlacementCase, last: date | None) -> list[Notice]:
    """What a contract after the trial may bring (5020, 5027), and that it may not begin during it."""
    start, found = case.contract_start, []
    if start is None:
        return []
    if case.contract is not Contract.SAME_FIELD:
        found.append(
            info(
                "work_introduction",
                phrase(
                    "Engagement dès le {0} : l'entreprise peut recevoir une allocation d'initiation au travail si le"
                    " rendement n'atteint pas encore le salaire.",
                    start,
                ),
                "cmrp:5020",
                "cmrp:5027.a",
                "cmrp:5028",
            )
        )
    if last is not None and start <= last:
        found.append(
            warning(
                "contract_during_trial",
                phrase(
                    "L'engagement commence avant la fin de l'essai ({0}) : l'essai devrait s'arrêter avant.",
                    last,
                ),
                "cmrp:5020",
                "cmrp:A1.4",
            )
        )
    return found
