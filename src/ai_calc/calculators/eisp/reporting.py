"""Group F: what goals count for, and reports without doubles (eisp:26 to eisp:37)."""

from __future__ import annotations

from ai_calc.calculators.eisp.choices import DataKind, Proof, Subject, Visits, Weight
from ai_calc.calculators.eisp.goals import measured_goals, written_goals
from ai_calc.calculators.eisp.indication_checks import Check, appraised, check, plain, plural, unwritten, written
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.ground.french import phrase
from ai_calc.results import Status


def evaluation_checks(case: EispCase) -> list[Check]:
    """Group F-1 (eisp:26 to eisp:28)."""
    decisive = [n for n, goal in written_goals(case) if goal.weight is not Weight.ORDINARY]
    if decisive:
        weights = check(
            26,
            Status.MET,
            phrase("Décisifs pour l'évaluation : {0}.", plural(decisive, "l'objectif", "les objectifs")),
        )
    else:
        weights = check(
            26,
            Status.NOT_MET,
            phrase("Aucun objectif n'est dit décisif pour l'évaluation."),
            rules=("eisp:26.b",),
            change=phrase("Marquer les objectifs décisifs, et ceux qui sont une condition fondamentale."),
        )
    there = bool(case.incentives.strip())
    bonus = check(
        28,
        Status.MET if there else Status.TO_APPRAISE,
        phrase("Le projet décrit bonus et incitations.")
        if there
        else phrase("Aucun bonus n'est écrit : à apprécier si la collaboration doit en prévoir."),
    )
    return [
        weights,
        written(27, case.missed_goals, "la marche à suivre, les critères et les mesures si un objectif est manqué"),
        bonus,
    ]


def report_checks(case: EispCase) -> list[Check]:
    """Group F-2 (eisp:29 to eisp:37)."""
    return [
        _linked(case),
        *([_doubles(case)] if case.reports else []),
        *_form(case),
        _list(case),
        appraised(33, case.templates_stable, "les modèles durent et reprennent les interfaces des EISP"),
        _useful(case),
        written(
            35, case.individual_reports, "quelle place a le rapport individuel dans l'évaluation", rules=("eisp:35.a",)
        ),
        *_meetings(case),
        _visits(case),
    ]


def _linked(case: EispCase) -> Check:
    """Each piece belongs to an agreed goal (eisp:29.a)."""
    if not case.reports:
        return check(
            29,
            Status.NOT_MET,
            phrase("Aucune pièce n'est demandée : rien ne relie les rapports aux objectifs."),
            change=phrase("Demander des pièces qui se rattachent aux objectifs convenus."),
        )
    without = [(n, report.subject) for n, report in enumerate(case.reports, 1) if report.goal is None]
    loose = [n for n, subject in without if subject is not Subject.OTHER]
    if loose:
        return check(
            29,
            Status.NOT_MET,
            phrase("Reliée à aucun objectif : {0}.", plural(loose, "pièce", "pièces")),
            rules=("eisp:29.a",),
            change=phrase("Relier chaque pièce à un objectif, ou y renoncer."),
        )
    if without:
        return check(
            29,
            Status.TO_APPRAISE,
            phrase(
                "À établir quel objectif ou quelle autre exigence sert : {0}.",
                plural([n for n, _ in without], "pièce", "pièces"),
            ),
            rules=("eisp:29.a", "eisp:X29"),
        )
    shown = {report.goal for report in case.reports}
    silent = [n for n in measured_goals(case) if n not in shown]
    if silent:
        return check(
            29,
            Status.TO_APPRAISE,
            phrase(
                "Chaque pièce sert un objectif, mais aucune ne montre {0}.",
                plural(silent, "l'objectif", "les objectifs"),
            ),
            rules=("eisp:29",),
        )
    return check(29, Status.MET, phrase("Chaque pièce se rattache à un objectif."), rules=("eisp:29.a",))


def doubles(case: EispCase) -> list[tuple[int, str]]:
    """Pieces that repeat something else, each with the reason (eisp:30, eisp:34.b)."""
    found: list[tuple[int, str]] = []
    names: dict[str, int] = {}
    for n, report in enumerate(case.reports, 1):
        name = plain(report.document)
        if report.proven_elsewhere is not Proof.NONE:
            found.append(
                (
                    n,
                    {
                        Proof.LABEL: "l'audit d'un label ou d'une norme le prouve déjà",
                        Proof.INDIVIDUAL_REPORT: "les rapports individuels le disent déjà",
                        Proof.OTHER_REPORT: "un autre rapport le dit déjà",
                    }[report.proven_elsewhere],
                )
            )
        elif name and name in names:
            found.append((n, f"même pièce que la ligne {names[name]}"))
        names.setdefault(name, n)
    return found


def _doubles(case: EispCase) -> Check:
    found = doubles(case)
    if found:
        return check(
            30,
            Status.NOT_MET,
            phrase("Doublons : {0}.", " ; ".join(f"pièce {n}, {why}" for n, why in found)),
            change=phrase("Accepter la preuve qui existe et renoncer à la pièce."),
        )
    return check(30, Status.MET, phrase("Aucune pièce ne répète une autre preuve."))


def _form(case: EispCase) -> list[Check]:
    unsaid = [n for n, report in enumerate(case.reports, 1) if report.data_kind is DataKind.UNSAID]
    if not case.reports:
        kind = check(
            31,
            Status.NOT_MET,
            phrase("Aucune pièce, donc aucun genre de données."),
            rules=("eisp:31.a",),
            part="a",
            title="Genre de données",
            change=phrase("Lister les pièces."),
        )
    elif unsaid:
        kind = check(
            31,
            Status.NOT_MET,
            phrase("Données individuelles ou agrégées ? Non dit pour {0}.", plural(unsaid, "la pièce", "les pièces")),
            rules=("eisp:31.a",),
            part="a",
            title="Genre de données",
            change=phrase("Dire pour chaque pièce quel genre de données elle contient."),
        )
    else:
        kind = check(
            31,
            Status.MET,
            phrase("Chaque pièce dit quel genre de données elle contient."),
            rules=("eisp:31.a",),
            part="a",
            title="Genre de données",
        )
    who = written(
        31,
        case.report_responsibility,
        "qui fait le rapport écrit et sous quelle forme",
        rules=("eisp:31.b",),
        part="b",
        title="Responsable du rapport",
    )
    return [kind, who]


def _list(case: EispCase) -> Check:
    """A binding list that covers goals, quality and finances (eisp:32.a to c)."""
    if blank := unwritten(32, case.reports, "pièce"):
        return blank
    needed = (Subject.GOALS, Subject.QUALITY, Subject.FINANCE)
    there = {report.subject for report in case.reports}
    missing = [s.french.lower() for s in needed if s not in there]
    if missing:
        return check(
            32,
            Status.NOT_MET,
            phrase("Aucune pièce sur : {0}.", ", ".join(missing)),
            rules=("eisp:32",),
            change=phrase("Compléter la liste des pièces."),
        )
    return check(32, Status.MET, phrase("La liste couvre objectifs, qualité et financement."))


def _useful(case: EispCase) -> Check:
    """Nothing that nobody evaluates; individual data do not repeat aggregated ones (eisp:34)."""
    kinds: dict[int, set[DataKind]] = {}
    for report in case.reports:
        if report.goal is not None:
            kinds.setdefault(report.goal, set()).add(report.data_kind)
    both = [n for n, found in sorted(kinds.items()) if {DataKind.INDIVIDUAL, DataKind.AGGREGATED} <= found]
    if both:
        return check(
            34,
            Status.NOT_MET,
            phrase(
                "Données individuelles et agrégées à la fois pour {0}.", plural(both, "l'objectif", "les objectifs")
            ),
            rules=("eisp:34.b",),
            change=phrase("Choisir l'une des deux formes, si possible."),
        )
    return appraised(34, case.only_useful_data, "seul ce qui sert à l'évaluation est demandé", rules=("eisp:34.a",))


def _meetings(case: EispCase) -> list[Check]:
    yearly = case.meetings_per_year
    if yearly:
        rhythm = check(
            36,
            Status.MET,
            phrase("Entretiens : {0:fois/an}.", yearly),
            rules=("eisp:36.a",),
            part="a",
            title="Fréquence des entretiens",
        )
    else:
        reason = (
            phrase("La fréquence des entretiens n'est pas écrite.")
            if yearly is None
            else phrase("Aucun entretien n'est prévu.")
        )
        rhythm = check(
            36,
            Status.NOT_MET,
            reason,
            rules=("eisp:36.a",),
            part="a",
            title="Fréquence des entretiens",
            change=phrase("Écrire combien d'entretiens ont lieu par an."),
        )
    return [
        rhythm,
        written(
            36,
            case.meeting_aims,
            "à quoi servent les entretiens",
            rules=("eisp:36.b",),
            part="b",
            title="Buts des entretiens",
        ),
    ]


def _visits(case: EispCase) -> Check:
    if case.visits is Visits.DIRECT:
        return check(
            37,
            Status.NOT_MET,
            phrase("Des visites d'emblée, sans rapport ni entretien d'abord."),
            rules=("eisp:37",),
            change=phrase("D'abord les rapports et l'entretien, puis quelques visites choisies."),
        )
    if case.visits is Visits.UNSAID:
        return check(
            37,
            Status.TO_APPRAISE,
            phrase("À établir : l'organe fait-il ses propres visites, et comment ?"),
        )
    return check(37, Status.MET, phrase("{0}.", case.visits.french), rules=("eisp:37",))
