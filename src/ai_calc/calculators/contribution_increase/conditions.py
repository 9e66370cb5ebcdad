"""Conditions of the compensation as three-valued verdicts (cmrp:5038, 5039, 5042)."""

from __future__ import annotations

from datetime import date, timedelta

from ai_calc.calculators.contribution_increase.model import ContributionIncreaseCase, Paid, Placed
from ai_calc.calculators.contribution_increase.years import (
    PAYING,
    Rates,
    Year,
    counts_for_health,
    last_day_of_absence,
    lasts,
    longest,
    most_in_a_year,
    term_of,
    years_of,
)
from ai_calc.ground.dates import add_years, days_from_to
from ai_calc.ground.french import Phrase, agreeing, phrase
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import TO_CORRECT
from ai_calc.outcome.verdicts import any_of, of_findings, status_of
from ai_calc.results import Role, Status, Verdict

SUBJECT = Subject(
    "Droit à l'indemnité pour augmentation des cotisations",
    met="Selon le dossier, les conditions de l'indemnité sont remplies.",
    not_met="Selon le dossier, l'indemnité n'est pas due : une condition manque.",
    open="Des points restent à apprécier avant de dire si l'indemnité est due.",
    rules=("cmrp:5038",),
)


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


def verdicts(case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...]) -> list[Verdict]:
    """Every condition, all are needed; then what the amount still waits for. Without the date of the placement there
    are no ``years``: what holds wherever they begin is said all the same."""
    longest_years = _longest(case, rates, years)
    threshold = _threshold(case, rates, years, longest_years)
    passed = threshold.status is Status.MET
    return [
        *_placement(case),
        _within(case, rates),
        *_said(case),
        threshold,
        *_paid(case, _counted_days(case, rates, years), _counted_days(case, rates, longest_years)),
        _insured(case),
        *_judged(case),
        *_size(case, rates),
        *((*_ends(case), *_other_rule(case, rates, years)) if passed else ()),
    ]


def _size(case: ContributionIncreaseCase, rates: Rates) -> list[Verdict]:
    """5043: the amount a day depends on the size of the firm."""
    if rates.higher is None:
        return []
    reason = phrase(
        "L'effectif à la date du placement n'est pas indiqué : {0:CHF/jour} jusqu'à {1:personnes}, {2:CHF/jour}"
        " au-delà.",
        rates.higher,
        rates.limit,
        rates.daily,
    )
    return [
        Verdict("5043.b", "Effectif de l'entreprise", Status.TO_APPRAISE, reason, ("cmrp:5043.b",), role=Role.LIMIT)
    ]


def _ends(case: ContributionIncreaseCase) -> list[Verdict]:
    """5043: the amount follows the days; an absence whose end nobody gave counts for one."""
    number = sum(lasts(a) and counts_for_health(case, a) for a in case.absences)
    if not number:
        return []
    reason = phrase("Ni fin ni durée pour {0} : un seul jour est compté pour chacune.", agreeing(number, "absence(s)"))
    rules = ("cmrp:5042.b", "cmrp:5043")
    return [Verdict("5043.days", "Fin de chaque absence", Status.TO_APPRAISE, reason, rules, role=Role.LIMIT)]


def _other_rule(case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...]) -> list[Verdict]:
    """That the circular alone would pay otherwise for days that the ordinance of 2022 rules; nothing once chosen."""
    ruled = [y for y in years if y.by_ordinance and y.payable != y.payable_after]
    if case.first_paid_day is not None or not ruled:
        return []
    words = (
        "Pour des jours dès 2022, l'art. 6quater al. 1 RAI l'emporte sur la circulaire : {0:jours} de travail, payés"
        " dès le {1}e ({2}). La circulaire seule en paierait {3}. À vérifier sur le texte officiel et l'horaire de la"
        " personne."
    )
    reason = phrase(
        words,
        sum(y.payable_after for y in ruled),
        rates.threshold + 1,
        ", ".join(f"année {y.number}" for y in ruled),
        sum(y.payable for y in ruled),
    )
    rules = ("cmrp:5042.b", "cmrp:5043")
    return [Verdict("5043.rule", "Comptage de la circulaire seule", Status.TO_APPRAISE, reason, rules, role=Role.LIMIT)]


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
    placed = case.placement_date
    if case.placed is Placed.NONE and placed is not None:
        reason = phrase("Le dossier dit qu'il n'y a pas eu de placement, et donne sa date, le {0}.", placed)
        return [Verdict("5038", label, Status.TO_APPRAISE, reason, rules, TO_CORRECT)]
    if case.placed is Placed.NONE:
        return [
            Verdict("5038", label, Status.NOT_MET, phrase("La personne n'a pas été placée chez cet employeur."), rules)
        ]
    found = [
        Verdict(
            "5038", label, Status.MET, phrase("{0}, le {1}." if placed else "{0}.", case.placed.french, placed), rules
        )
    ]
    if case.placed is Placed.CHANGE:
        found.append(of_findings("5038.suitable", "Nouvelle activité appropriée", rules, case.activity_suitable))
    return found


def _within(case: ContributionIncreaseCase, rates: Rates) -> Verdict:
    """5042 a: a new incapacity within the years after the placement, the term included."""
    first = min((a.first_day for a in case.absences if counts_for_health(case, a)), default=None)
    change = None
    if case.absences and first is None:
        status, reason = (
            Status.NOT_MET,
            phrase("Aucune absence avec une incapacité complète pour raison de santé comptée."),
        )
        change = phrase("Une absence pour maladie avec une incapacité de travail complète.")
    elif case.placement_date is None:
        status, reason = Status.TO_APPRAISE, _without_placement(first, rates)
    else:
        term = term_of(case, rates)
        if case.work_start > term:
            status = Status.NOT_MET
            reason = phrase(
                "Les rapports de travail commencent le {0} ; le délai a fini le {1}.", case.work_start, term
            )
        elif first is None:
            status = Status.TO_APPRAISE
            reason = phrase("Aucune absence n'est saisie ; le délai court jusqu'au {0}.", term)
        elif first <= term:
            status, reason = Status.MET, phrase("Incapacité dès le {0} ; le délai court jusqu'au {1}.", first, term)
        else:
            status, reason = Status.NOT_MET, phrase("Incapacité dès le {0} ; le délai a fini le {1}.", first, term)
    return Verdict("5042.a", "Nouvelle incapacité dans le délai", status, reason, ("cmrp:5042.a", "cmrp:5038"), change)


def _without_placement(first: date | None, rates: Rates) -> Phrase:
    """That the date is missing and, of an incapacity that has begun, from which date on it would be in time."""
    if first is None:
        return phrase("Il manque : la date du placement.")
    earliest = add_years(first, -rates.relapse_years)
    if add_years(earliest, rates.relapse_years) < first:  # a 29 February
        earliest += timedelta(days=1)
    return phrase(
        "Il manque : la date du placement. Incapacité dès le {0} : dans le délai si le placement n'est pas antérieur"
        " au {1}.",
        first,
        earliest,
    )


def _said(case: ContributionIncreaseCase) -> list[Verdict]:
    """What each counted absence must be, and nobody said: complete (5042), for health reasons (5038 a)."""
    counted = [a for a in case.absences if counts_for_health(case, a)]
    missing = [
        phrase("{0} pour {1}", words, agreeing(number, "absence(s)"))
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


def _threshold(
    case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...], longest_years: tuple[Year, ...]
) -> Verdict:
    """5042 b: more than 15 days in a year of service; years are not added up."""
    label, rules, least = "Absence de plus du seuil dans une année", ("cmrp:5042.b",), rates.threshold
    over = [y for y in years if y.measured > least]
    most = most_in_a_year(case) if case.placement_date is None else _most(longest_years)
    if over:
        listed = ", ".join(f"année {y.number} : {y.measured}" for y in over)
        if (sure := _most(_established(case, rates, years))) <= least:
            words = (
                "Plus de {0:jours} seulement si les absences comptées sont des incapacités complètes pour raison de"
                " santé ({1}) ; établi : {2:jours} au plus dans une année."
            )
            return Verdict("5042.b", label, Status.TO_APPRAISE, phrase(words, least, listed, sure), rules)
        return Verdict("5042.b", label, Status.MET, phrase("Plus de {0:jours} ({1}).", least, listed), rules)
    if between := [y for y in years if y.by_ordinance and y.days > least >= y.working]:
        return _between(label, rules, case, least, between[0], most <= least or most == _most(years))
    if case.absences and most <= least:
        return Verdict(
            "5042.b",
            label,
            Status.NOT_MET,
            phrase("Au plus {0:jours} dans une année ; il en faut plus de {1}.", most, least),
            rules,
            phrase("Plus de {0:jours} d'incapacité complète dans une même année de service.", least),
        )
    if not case.absences:
        reason = phrase("Aucune absence n'est saisie ; il faut plus de {0:jours} par année.", least)
    elif case.placement_date is None:
        reason = phrase("Il faut plus de {0:jours} par année ; sans date du placement, rien ne se compte.", least)
    else:
        sure = _most(years)
        reason = phrase(
            "La fin d'une absence manque : {0:jours} au moins dans une année ; il en faut plus de {1}.", sure, least
        )
    return Verdict("5042.b", label, Status.TO_APPRAISE, reason, rules)


def _between(
    label: str, rules: tuple[str, ...], case: ContributionIncreaseCase, least: int, year: Year, ended: bool
) -> Verdict:
    """More days than the threshold for the circular, not for the ordinance: it decides where it was chosen, unless an
    absence has not ``ended`` and may still pass the threshold."""
    words = "Année {0} : {1:jours} de travail du lundi au vendredi, au plus {2} (art. 6quater al. 1 RAI, dès 2022)"
    ordinance = phrase(words, year.number, year.working, least)
    if case.first_paid_day is not None:
        if ended:
            return Verdict("5042.b", label, Status.NOT_MET, phrase("{0}.", str(ordinance)), rules)
        open_end = phrase("{0} ; la fin d'une absence manque.", str(ordinance))
        return Verdict("5042.b", label, Status.TO_APPRAISE, open_end, rules)
    reason = phrase(
        "{0} : rien. La circulaire seule compte {1} jours civils : {2:jours} payés. L'ordonnance l'emporte ; à vérifier"
        " sur son texte officiel et l'horaire de la personne.",
        str(ordinance),
        year.days,
        year.payable,
    )
    return Verdict("5042.b", label, Status.TO_APPRAISE, reason, rules)


def _longest(case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...]) -> tuple[Year, ...]:
    """The years if each absence whose end nobody gave lasts as long as it can."""
    if case.placement_date is None or not any(map(lasts, case.absences)):
        return years
    return years_of(longest(case, term_of(case, rates)), rates)


def _established(case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...]) -> tuple[Year, ...]:
    """The years of the absences of which the file says that they count; ``years``: of all that count for now."""
    if not any(counts_for_health(case, a) and (a.full is Finding.UNKNOWN or a.cause is None) for a in case.absences):
        return years
    sure = tuple(a for a in case.absences if a.full is Finding.MET and a.cause is not None)
    return years_of(case.model_copy(update={"absences": sure}), rates)


def _most(years: tuple[Year, ...]) -> int:
    return max((y.measured for y in years), default=0)


def _counted_days(case: ContributionIncreaseCase, rates: Rates, years: tuple[Year, ...]) -> tuple[int, int, int]:
    """Days of absence, those paid, those whose payer is open: of the years past the threshold, else of all."""
    counted = [y for y in years if y.measured > rates.threshold] or list(years)
    if case.placement_date is not None:
        return sum(y.days for y in counted), sum(y.covered for y in counted), sum(y.open for y in counted)
    rows = [
        (a.paid, a.days or days_from_to(a.first_day, last_day_of_absence(a)))
        for a in case.absences
        if counts_for_health(case, a)
    ]
    return (
        sum(n for _, n in rows),
        sum(n for paid, n in rows if paid in PAYING),
        sum(n for paid, n in rows if paid is Paid.UNKNOWN),
    )


def _paid(
    case: ContributionIncreaseCase, counted: tuple[int, int, int], at_longest: tuple[int, int, int]
) -> list[Verdict]:
    """5038 a: an insurer paid, or the employer went on paying the wage; then, of which days that is still open.
    ``at_longest``: the same days where an absence without an end may take another year past the threshold."""
    label, rules, (days, covered, still_open) = (
        "Prestations d'un assureur ou salaire maintenu",
        ("cmrp:5038.a",),
        counted,
    )
    still = phrase("Il reste à établir qui a payé durant {0:jours}.", still_open)
    change = None
    if not days:
        status, reason = Status.TO_APPRAISE, phrase("Aucun jour d'absence compté.")
    elif covered == days:
        status, reason = Status.MET, phrase("Payés par l'assurance ou par l'employeur : {0:jours}.", days)
    elif covered and case.placement_date is not None:
        status = Status.MET
        reason = phrase(
            "Payés par l'assurance ou par l'employeur : {0} jours sur {1} ; eux seuls donnent droit.", covered, days
        )
    elif covered:
        status = Status.TO_APPRAISE
        reason = phrase(
            "Payés par l'assurance ou par l'employeur : {0} jours sur {1} ; sans date du placement, on ne sait pas"
            " lesquels comptent.",
            covered,
            days,
        )
    elif still_open:
        status, reason = Status.TO_APPRAISE, still
    elif any(at_longest[1:]):
        status = Status.TO_APPRAISE
        reason = phrase(
            "Personne n'a payé durant les {0:jours} des années qui dépassent le seuil ; une absence dont la fin manque"
            " peut le faire dépasser aussi dans une année avec des jours payés.",
            days,
        )
    else:
        status, reason = Status.NOT_MET, phrase("Ni une assurance ni l'employeur n'a payé durant l'absence.")
        change = phrase("La preuve de prestations d'une assurance d'indemnités journalières, ou du salaire maintenu.")
    found = [Verdict("5038.a", label, status, reason, rules, change)]
    if status is Status.MET and still_open:
        found.append(
            Verdict(
                "5038.a.days",
                "Paiement de chaque jour d'absence",
                Status.TO_APPRAISE,
                still,
                rules,
                role=Role.LIMIT,
            )
        )
    return found


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
    """Whether a counted absence that began within the time lasts beyond it."""
    return any(a.first_day <= term < last_day_of_absence(a) for a in case.absences if counts_for_health(case, a))
