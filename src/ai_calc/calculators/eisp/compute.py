"""From a case to its result: is an agreement worth it, what the draft still lacks, what was achieved, the document."""

from __future__ import annotations

from functools import cache

from ai_calc.calculators.eisp import attainment, examples, goals, price, reporting, term, worth
from ai_calc.calculators.eisp.agreement import agreement
from ai_calc.calculators.eisp.attainment import Announcement, Attained
from ai_calc.calculators.eisp.choices import CIRCULAR_FROM, Insurer
from ai_calc.calculators.eisp.indication_checks import Check, plural
from ai_calc.calculators.eisp.indications import GROUPS, INDICATIONS, Coverage, indication, left_out
from ai_calc.calculators.eisp.mandatory import dashes, mandatory_checks
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.calculators.eisp.remarks import remarks
from ai_calc.calculators.eisp.term import Termination
from ai_calc.calculators.eisp.worth import Instrument
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited
from ai_calc.law.formulas import formula
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.notices import info, warning
from ai_calc.outcome.verdicts import all_of
from ai_calc.results import (
    Account,
    Cell,
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Role,
    Sentence,
    Status,
    Table,
    Verdict,
)


@record
class EispDetails:
    """The typed numbers of a result. ``met``, ``missing`` and ``open`` count what the insurer's chapter takes up."""

    instrument: Instrument
    met: int
    missing: int
    open: int
    attained: tuple[Attained, ...]
    announcements: tuple[Announcement, ...]
    termination: Termination | None
    gaps: tuple[str, ...]


_ADVICE = "Le guide conseille et n'oblige pas : un choix motivé reste possible."
SUBJECT = Subject(
    "Convention de prestations selon le guide",
    met="Le projet suit les points examinés.",
    not_met="Un point obligatoire au moins n'est pas réglé.",
    soft="Le projet s'écarte du guide sur un point au moins ; le guide conseille et n'oblige pas.",
    open="Des points restent à apprécier.",
    rules=("eisp:4.0", "eisp:1.1.c"),
    soft_reason=(
        "Le guide conseille autre chose sur ce point : {0}.",
        "Le guide conseille autre chose sur ces points : {0}.",
    ),
    soft_change=_ADVICE,
)
FIRST = Subject(
    "Convention de prestations selon le guide",
    met="Les conditions que le guide pose pour une convention de prestations sont réunies.",
    soft="Une condition que le guide pose pour une convention de prestations n'est pas réunie.",
    open="Reste à établir si les conditions que le guide pose pour une convention de prestations sont réunies.",
    rules=("eisp:4.1.1",),
    soft_reason=("Selon le guide, il manque : {0}.", "Selon le guide, il manque : {0}."),
    soft_change=_ADVICE,
)
"""Before anything of a draft is there, only the instrument is in question."""


@calculation
def compute(case: EispCase) -> Result[EispDetails]:
    """The whole result for one case.

    Raises :class:`~ai_calc.ground.errors.CaseError` for rows that point to nothing, and
    :class:`~ai_calc.law.parameters.NoValueError` before the guide exists.
    """
    law = Law(case.law_day)
    _check_rows(case)
    dashes(case.in_general_terms)
    draft = examples.completed(case, law)
    instrument, worth_it = worth.worth_it(draft, law)
    attained, steps, results = attainment.attainment_of(draft)
    announced, notice_steps = attainment.announcements_of(draft)
    ending, end_steps, end_verdicts = term.termination_of(draft, law)
    # what the chapter takes up counts, and what binds; the general part does not bind the choice
    outside = left_out(draft.insurer)
    drafted = case.drafted
    checks = [c.outside() if c.number in outside else c for c in _checks(draft, law)] if drafted else []
    found = _by_indication(checks)
    verdicts = (worth_it, *(c.verdict for c in checks), *end_verdicts, *results)
    document = agreement(draft)
    of = [v.status for v in verdicts if v.role is Role.CONDITION]
    details = EispDetails(
        instrument,
        of.count(Status.MET),
        of.count(Status.NOT_MET),
        of.count(Status.TO_APPRAISE),
        tuple(attained),
        tuple(announced),
        ending,
        document.gaps,
    )
    return result(
        case,
        law,
        calculator="eisp",
        subject=SUBJECT if drafted else FIRST,
        followed=("eisp", "cmrp") if draft.insurer is Insurer.AI else ("eisp",),
        verdicts=verdicts,
        figures=_figures(case, details, drafted),
        account=lambda: Account(
            details,
            sentences=_sentences(draft, details, worth_it, drafted),
            tables=_tables(draft, law, found),
            charts=_charts(draft.insurer, found),
            steps=(*steps, *notice_steps, *end_steps),
            readings=_readings(draft, law, ending, drafted),
            notices=(*_notices(draft, law, details), *remarks(case)),
            documents=(document,),
        ),
    )


def _check_rows(case: EispCase) -> None:
    """Rows name goals that are there; what has no end has no last day."""
    if case.indefinite and case.end_date is not None:
        raise CaseError(
            Fault("end_date", "une convention de durée indéterminée n'a pas de dernier jour : effacer l'un ou l'autre")
        )
    if case.use_examples and not case.goals:
        return
    found = [
        Fault(f"indicators[{n}].goal", f"il n'y a pas d'objectif n° {i.goal}")
        for n, i in enumerate(case.indicators)
        if i.goal > len(case.goals)
    ] + [
        Fault(f"reports[{n}].goal", f"il n'y a pas d'objectif n° {r.goal}")
        for n, r in enumerate(case.reports)
        if r.goal is not None and r.goal > len(case.goals)
    ]
    if found:
        raise CaseError(*found)


def _checks(case: EispCase, law: Law) -> list[Check]:
    """Every check, in the order of the guide; those of law and circular come last."""
    return [
        *goals.document_checks(case, law),
        *goals.goal_checks(case),
        *goals.indicator_checks(case),
        *goals.target_group_checks(case),
        *price.volume_and_price_checks(case, law),
        *price.execution_checks(case),
        *reporting.evaluation_checks(case),
        *reporting.report_checks(case),
        *term.term_checks(case, law),
        *term.tender_checks(case),
        *mandatory_checks(case, law),
    ]


_TERM = ("CG8.2.b", "38.c.early")


def _sentences(case: EispCase, d: EispDetails, worth_it: Verdict, drafted: bool) -> tuple[Sentence, ...]:
    sentences = [Sentence(worth_it.reason, ())]
    if drafted:
        sentences.append(
            Sentence(
                phrase("Points suivis : {0} ; à reprendre : {1} ; à apprécier : {2}.", d.met, d.missing, d.open), ()
            )
        )
    else:
        sentences.append(Sentence(phrase("Aucun projet n'est encore saisi."), ()))
    if d.termination is not None:
        sentences.append(Sentence(_announced(d.termination), _TERM))
    missed = [a for a in d.attained if a.target_reached is False]
    if d.attained:
        sentences.append(
            Sentence(
                phrase(
                    "Cibles atteintes : {0} sur {1}.",
                    sum(a.target_reached is True for a in d.attained),
                    len(d.attained),
                ),
                (),
            )
        )
    if missed and all(a.minimum_reached for a in missed):
        sentences.append(
            Sentence(phrase("Les cibles manquées restent dans le minimum ou la valeur tolérée convenus."), ())
        )
    if broken := attainment.missed_conditions(case, missed):
        sentences.append(
            Sentence(
                phrase(
                    "Cible manquée pour {0}, dont le respect est une condition fondamentale ; {1}.",
                    plural(broken, "l'objectif", "les objectifs"),
                    "le projet dit quelle suite donner"
                    if case.missed_goals.strip()
                    else "le projet ne dit pas quelle suite donner",
                ),
                (),
            )
        )
    return tuple(sentences)


def _announced(t: Termination) -> Phrase:
    """Until when to announce a termination; without a notice in the draft, what the guide's months would give."""
    if t.imposed:
        return phrase(
            "La résiliation pour le {0} s'annonce au plus tard le {1}, selon le préavis de {2:mois} des conditions"
            " générales de 2018, qui s'appliquent en entier.",
            t.day,
            t.last_notice,
            t.notice_months,
        )
    if t.written:
        return phrase(
            "La résiliation pour le {0} s'annonce au plus tard le {1}, selon le préavis du projet.",
            t.day,
            t.last_notice,
        )
    return phrase(
        "Avec le préavis de {0:mois} que le guide conseille (rien n'est écrit au projet), il faudrait annoncer la"
        " résiliation pour le {1} au plus tard le {2}.",
        t.notice_months,
        t.day,
        t.last_notice,
    )


def _figures(case: EispCase, d: EispDetails, drafted: bool) -> tuple[Figure, ...]:
    found: list[Figure] = []
    if case.beneficiaries_per_year is not None:
        found.append(
            Figure("beneficiaries", "Bénéficiaires par an", case.beneficiaries_per_year, "personnes", ("eisp:4.1.1",))
        )
    if drafted:
        found += [
            Figure("met", "Points suivis", d.met, "nombre", ("eisp:4.0",)),
            Figure("missing", "Points à reprendre", d.missing, "nombre", ("eisp:4.0",)),
            Figure("open", "Points à apprécier", d.open, "nombre", ("eisp:4.0",)),
            Figure("gaps", "Vides dans les clauses", len(d.gaps), "nombre", ("eisp:3.1.1",)),
        ]
    if (t := d.termination) is not None and (t.written or t.imposed):
        found.append(Figure("last_notice", "Résiliation : à annoncer jusqu'au", t.last_notice, "", t.source, _TERM))
    return tuple(found)


def _by_indication(checks: list[Check]) -> dict[int, Status]:
    """What the draft makes of each indication that is checked."""
    found: dict[int, Status] = {}
    for c in checks:
        if c.number is not None:
            status = c.verdict.status
            found[c.number] = all_of(found[c.number], status) if c.number in found else status
    return found


def _charts(insurer: Insurer, found: dict[int, Status]) -> tuple[Chart, ...]:
    """The groups of indications that count."""
    groups: dict[str, list[Status]] = {}
    for number, status in found.items():
        if number not in left_out(insurer):
            groups.setdefault(indication(number).group, []).append(status)
    shown = [(f"{key} · {title}", all_of(*groups[key]).value) for key, title in GROUPS.items() if key in groups]
    if not shown:
        return ()
    return (
        Chart(
            "groups",
            "path",
            "Le projet, rubrique par rubrique",
            "",
            tuple(label for label, _ in shown),
            (),
            states=tuple(state for _, state in shown),
        ),
    )


def _tables(case: EispCase, law: Law, found: dict[int, Status]) -> tuple[Table, ...]:
    return (_proposals_table(case, law), _indications_table(case, found))


def _proposals_table(case: EispCase, law: Law) -> Table:
    return Table(
        "proposals",
        f"Exemples du guide (public : {case.profile.french.lower()})",
        (
            Column("goal", "Objectif"),
            Column("level", "Niveau"),
            Column("domain", "Domaine"),
            Column("indicator", "Indicateur"),
            Column("target", "Cible"),
            Column("minimum", "Minimum"),
        ),
        examples.rows(case, law),
        ("eisp:X6.1", "eisp:X7", "eisp:X9", "eisp:X10", "eisp:X11.1", "eisp:X11.2", "eisp:X11.3", "eisp:X11.4"),
    )


_COVERED = {
    Coverage.LISTED: "dans la liste",
    Coverage.IN_TEXT: "dans le texte",
    Coverage.BY_REFERENCE: "par renvoi",
    Coverage.ABSENT: "hors de la liste",
}


@cache
def _chapter(insurer: Insurer) -> tuple[tuple[int, str, str, str], ...]:
    """How the insurer's chapter treats the 44 indications."""
    return tuple((entry.number, entry.title, entry.group, _COVERED[entry.coverage(insurer)]) for entry in INDICATIONS)


def _indications_table(case: EispCase, found: dict[int, Status]) -> Table:
    """All 44 indications: how the insurer's chapter treats each, and what the draft makes of it (reading E-03)."""
    rows: list[tuple[Cell, ...]] = [
        (*entry, found[entry[0]].french if entry[0] in found else "—") for entry in _chapter(case.insurer)
    ]
    title = f"Les indications 1 à 44 pour : {case.insurer.french}"
    return Table(
        "indications",
        title,
        (
            Column("number", "Indication"),
            Column("title", "Titre"),
            Column("group", "Groupe"),
            Column("coverage", "Ce chapitre la reprend"),
            Column("outcome", "Le projet"),
        ),
        tuple(rows),
        ("eisp:4.0",),
    )


def _readings(case: EispCase, law: Law, ending: Termination | None, drafted: bool) -> tuple[ReadingTaken, ...]:
    found = [worth.reading_taken(case, law), ReadingTaken("E-03")]
    if case.insurer is Insurer.AI:
        found += [ReadingTaken("E-05"), ReadingTaken("X-01")]
    found.append(ReadingTaken("E-06"))
    if ending is not None or case.notice_months is not None or case.end_date is not None or case.indefinite:
        found.append(ReadingTaken("E-07"))
    found.append(ReadingTaken("E-08"))
    if drafted:
        found.append(ReadingTaken("E-17"))
    if (rate := attainment.reading_taken(case)) is not None:
        found.append(rate)
    if any(duty.event_date is not None for duty in case.notices):
        found.append(ReadingTaken("X-10"))
    return tuple(found)


@formula
def _terms(law: Law) -> Phrase:
    """What binds the parties in the AI: until the circular's list, the model agreement and general terms of 2018
    (X-01)."""
    return phrase(
        "À cette date, la convention type et les conditions générales de 2018 s'appliquent ; le guide n'en rend que"
        " l'essentiel."
    )


@_terms.since(CIRCULAR_FROM)
def _terms_2019(law: Law) -> Phrase:
    return phrase(
        "Le guide décrit la convention type et les conditions générales de 2018. La circulaire de 2020 ne les reproduit"
        " plus : elle impose les points du {0}, dans la convention ou dans des conditions générales.",
        Cited("cmrp:7004"),
    )


def _notices(case: EispCase, law: Law, d: EispDetails) -> tuple[Notice, ...]:
    found = [
        info(
            "guidance",
            phrase(
                "Le guide conseille et n'oblige pas ; un choix motivé reste possible. Il dit sa partie générale valable"
                " pour tous les organismes : une indication hors de la liste d'un chapitre garde sa valeur de conseil,"
                " mais ne compte pas dans la conclusion."
            ),
            "eisp:1.1.c",
            "eisp:0.1",
        )
    ]
    if case.insurer is Insurer.AI:
        found.append(warning("general_terms", _terms(law), "cmrp:7004", "cmrp:7001"))
        found.append(
            info(
                "no_claim",
                phrase("Aucun prestataire n'a droit à la conclusion d'une convention."),
                "cmrp:7003",
            )
        )
    if d.announcements:
        found.append(
            info(
                "working_days",
                phrase("Jours ouvrés : du lundi au vendredi ; les jours fériés ne sont pas retirés."),
                "eisp:X24.1",
            )
        )
    if case.use_examples:
        found.append(
            info(
                "examples",
                phrase(
                    "Des listes vides sont remplies avec les exemples du guide. Ce que le guide laisse ouvert (mode de"
                    " calcul, poids, genre de données) est à compléter."
                ),
                "eisp:X11.1",
                "eisp:X22",
                "eisp:X24.1",
                "eisp:X29",
                "eisp:X32.1",
            )
        )
    return tuple(found)
