"""Conditions of the compensation as three-valued verdicts (cmrp:5038, 5039, 5042)."""

from __future__ import annotations

from datetime import date

from ai_calc.calculators.contribution_increase.model import ContributionIncreaseCase, Placed
from ai_calc.calculators.contribution_increase.years import Rates, Year, counts_for_health, last_day_of_absence
from ai_calc.ground.french import phrase
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import any_of, of_findings, status_of
from ai_calc.results import Status, Verdict

SUBJECT = Subject(
    "Droit à l'indemnité pour augmentation des cotisations",
    met="Selon le dossier, les conditions de l'indemnité sont remplies.",
    not_met="Selon le dossier, l'indemnité n'est pas due : une condition manque.",
    open="Des points restent à apprécier avant de dire si l'indemnité est due.",
    rules=("cmrp:5038",),
)


def undated(case: ContributionIncreaseCase) -> list[Verdict]:
    """What can be said before the placement is dated and the firm counted."""
    missing = [
        label
        for value, label in (
            (case.placement_date, "la date du placement"),
            (case.headcount, "le nombre de collaborateurs"),
        )
        if value is None
    ]
    return [
        Verdict(
            "5042.a",
            "Nouvelle incapacité dans le délai",
            Status.TO_APPRAISE,
            phrase("Il manque : {0}.", ", ".join(missing)),
            ("cmrp:5042.a", "cmrp:5043.b"),
        ),
        *_placement(case),
        _insured(case),
        *_judged(case),
    ]


def _judged(case: ContributionIncreaseCase) -> list[Verdict]:
    return [
        of_findings("5038.c", "Hausse des cotisations vraisemblable", ("cmrp:5038.c",), case.increase_likely),
        of_findings(
            "5039",
            "Absences signalées, incapacité justifiée",
            ("cmrp:5039",),
            case.incapacity_justified,
            change=phrase("Les justificatifs de l'employeur."),
        ),
    ]


def verdicts(case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...], term: date) -> list[Verdict]:
    """Every condition; all are needed."""
    return [
        *_placement(case),
        _within(case, term),
        *_said(case),
        _threshold(case, rates, years),
        _paid(years, rates),
        _insured(case),
        *_judged(case),
    ]


def _placement(case: ContributionIncreaseCase) -> list[Verdict]:
    label, rules = "Placement chez l'employeur", ("cmrp:5038",)
    if case.placed is None:
        return [
            Verdict(
                "5038",
                label,
                Status.TO_APPRAISE,
                phrase("Le dossier ne dit pas si la personne a été placée chez cet employeur."),
                rules,
            )
        ]
    if case.placed is Placed.NONE:
        return [
            Verdict("5038", label, Status.NOT_MET, phrase("La personne n'a pas été placée chez cet employeur."), rules)
        ]
    found = [
        Verdict(
            "5038",
            label,
            Status.MET,
            phrase("{0}, le {1}." if case.placement_date else "{0}.", case.placed.french, case.placement_date),
            rules,
        )
    ]
    if case.placed is Placed.CHANGE:
        found.append(of_findings("5038.suitable", "Nouvelle activité appropriée", rules, case.activity_suitable))
    return found


def _within(case: ContributionIncreaseCase, term: date) -> Verdict:
    """5042 a: a new incapacity within the years after the placement, the term included."""
    label, rules = "Nouvelle incapacité dans le délai", ("cmrp:5042.a", "cmrp:5038")
    starts = [a.first_day for a in case.absences if counts_for_health(case, a)]
    if not starts:
        if case.absences:
            return Verdict(
                "5042.a",
                label,
                Status.NOT_MET,
                phrase("Aucune absence avec une incapacité complète pour raison de santé comptée."),
                rules,
                phrase("Une absence pour maladie avec une incapacité de travail complète."),
            )
        return Verdict(
            "5042.a",
            label,
            Status.TO_APPRAISE,
            phrase("Aucune absence n'est saisie ; le délai court jusqu'au {0}.", term),
            rules,
        )
    first = min(starts)
    if first <= term:
        return Verdict(
            "5042.a",
            label,
            Status.MET,
            phrase("Incapacité dès le {0} ; le délai court jusqu'au {1}.", first, term),
            rules,
        )
    return Verdict(
        "5042.a", label, Status.NOT_MET, phrase("Incapacité dès le {0} ; le délai a fini le {1}.", first, term), rules
    )


def _said(case: ContributionIncreaseCase) -> list[Verdict]:
    """What each counted absence must be, and nobody said: complete (5042), for health reasons (5038 a)."""
    counted = [a for a in case.absences if counts_for_health(case, a)]
    missing = [
        phrase("{0} pour {1:nombre}", words, number)
        for words, number in (
            ("incapacité complète", sum(a.full is Finding.UNKNOWN for a in counted)),
            ("cause", sum(a.cause is None for a in counted)),
        )
        if number
    ]
    if not missing:
        return []
    return [
        Verdict(
            "5042.absences",
            "Incapacité complète, pour raison de santé",
            Status.TO_APPRAISE,
            phrase("À établir, absence par absence : {0} ; comptées en attendant.", ", ".join(map(str, missing))),
            ("cmrp:5042", "cmrp:5038.a"),
        )
    ]


def _threshold(case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...]) -> Verdict:
    """5042 b: more than 15 days in a year of service; years are not added up."""
    label, rules = "Absence de plus du seuil dans une année", ("cmrp:5042.b",)
    most = max(years, key=lambda y: y.days)
    if not case.absences:
        return Verdict(
            "5042.b",
            label,
            Status.TO_APPRAISE,
            phrase("Aucune absence n'est saisie ; il faut plus de {0:jours} par année.", rates.threshold),
            rules,
        )
    if most.days > rates.threshold:
        over = [y for y in years if y.days > rates.threshold]
        listed = ", ".join(f"année {y.number} : {y.days}" for y in over)
        return Verdict("5042.b", label, Status.MET, phrase("Plus de {0:jours} ({1}).", rates.threshold, listed), rules)
    return Verdict(
        "5042.b",
        label,
        Status.NOT_MET,
        phrase("Au plus {0:jours} dans une année ; il en faut plus de {1}.", most.days, rates.threshold),
        rules,
        phrase("Plus de {0:jours} d'incapacité complète dans une même année de service.", rates.threshold),
    )


def _paid(years: tuple[Year, ...], rates: Rates) -> Verdict:
    """5038 a: an insurer paid, or the employer went on paying the wage."""
    label, rules = "Prestations d'un assureur ou salaire maintenu", ("cmrp:5038.a",)
    counted = [y for y in years if y.days > rates.threshold] or list(years)
    days, covered, open_days = (sum(getattr(y, name) for y in counted) for name in ("days", "covered", "open"))
    if not days:
        return Verdict("5038.a", label, Status.TO_APPRAISE, phrase("Aucun jour d'absence compté."), rules)
    if covered == days:
        return Verdict(
            "5038.a", label, Status.MET, phrase("{0:jours} payés par l'assurance ou par l'employeur.", days), rules
        )
    if covered:
        return Verdict(
            "5038.a",
            label,
            Status.MET,
            phrase(
                "{0} jours sur {1} payés par l'assurance ou par l'employeur ; seuls ceux-ci donnent droit.",
                covered,
                days,
            ),
            rules,
        )
    if open_days:
        return Verdict(
            "5038.a",
            label,
            Status.TO_APPRAISE,
            phrase("Il reste à établir qui a payé durant {0:jours}.", open_days),
            rules,
        )
    return Verdict(
        "5038.a",
        label,
        Status.NOT_MET,
        phrase("Ni une assurance ni l'employeur n'a payé durant l'absence."),
        rules,
        phrase("La preuve de prestations d'une assurance d'indemnités journalières, ou du salaire maintenu."),
    )


def _insured(case: ContributionIncreaseCase) -> Verdict:
    """5038 b: one of two insurances suffices (reading C-40)."""
    label, rules = "Employeur assuré", ("cmrp:5038.b",)
    options = (
        (case.daily_insurance, "assurance d'indemnités journalières en cas de maladie"),
        (case.compulsory_pension, "affiliation à la prévoyance professionnelle obligatoire"),
    )
    status = any_of(*(status_of(f) for f, _ in options))
    reason = {
        Status.MET: phrase("Une des deux suffit : {0}.", next((t for f, t in options if f is Finding.MET), "")),
        Status.NOT_MET: phrase(
            "Ni assurance d'indemnités journalières en cas de maladie, ni affiliation à la prévoyance professionnelle"
            " obligatoire."
        ),
        Status.TO_APPRAISE: phrase("À établir : {0}.", " ou ".join(t for f, t in options if f is Finding.UNKNOWN)),
    }[status]
    return Verdict("5038.b", label, status, reason, rules)


def days_after_term(case: ContributionIncreaseCase, term: date) -> bool:
    """Whether an absence that began within the time lasts beyond it."""
    return any(a.first_day <= term < last_day_of_absence(a) for a in case.absences)
