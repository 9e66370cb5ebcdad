"""From a provider's case to its checklist: what is there, what is missing, until when."""

from __future__ import annotations

from datetime import date

from ai_calc.calculators.geneve_provider import mandate, requirements
from ai_calc.calculators.geneve_provider.checklist import checklist
from ai_calc.calculators.geneve_provider.mandate import Deadline
from ai_calc.calculators.geneve_provider.model import Answer, GenevaProviderCase
from ai_calc.calculators.geneve_provider.requirements import Requirement
from ai_calc.ground.french import phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.notices import info, warning
from ai_calc.results import (
    Account,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Sentence,
    Status,
    Table,
)

SUBJECT = Subject(
    "Dossier du prestataire",
    met="Le dossier est complet : les points examinés sont établis.",
    not_met="Le dossier n'est pas complet.",
    open="Des points restent à établir avant de dire si le dossier est complet.",
    rules=("geneve:0", "geneve:2"),
)


@record
class GenevaProviderDetails:
    """The typed results: what is missing, what is open, and the dates."""

    missing: tuple[str, ...]
    open: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    final_report_by: date | None


@calculation
def compute(case: GenevaProviderCase) -> Result[GenevaProviderDetails]:
    """The whole result for one provider.

    Raises :class:`~ai_calc.ground.errors.CaseError` for dates that contradict each other.
    """
    law = Law(case.law_day)
    mandate.check_dates(case)
    of_mandate, steps = mandate.mandate(case, law)
    groups = (
        ("Accès : signature et attestations", requirements.access(case, law)),
        ("Équipe et lieu", requirements.qualities(case)),
        ("Engagements", requirements.commitments(case)),
        ("Mandat", of_mandate),
    )
    every = [r for _, found in groups for r in found]
    dates = mandate.deadlines(case, law)
    missing = [r for r in every if r.verdict.status is Status.NOT_MET]
    open_ = [r for r in every if r.verdict.status is Status.TO_APPRAISE]
    last = mandate.final_report_day(case.end_date, law) if case.end_date is not None else None
    details = GenevaProviderDetails(
        tuple(r.verdict.key for r in missing), tuple(r.verdict.key for r in open_), tuple(dates), last
    )
    return result(
        case,
        law,
        calculator="geneve_provider",
        subject=SUBJECT,
        followed=case.FOLLOWS,
        verdicts=[r.verdict for r in every],
        figures=_figures(details),
        account=lambda: Account(
            details,
            sentences=_sentences(details),
            tables=_tables(missing + open_, dates),
            steps=steps,
            readings=_readings(case),
            notices=_notices(case),
            documents=(checklist(case, groups, dates),),
        ),
    )


def _sentences(d: GenevaProviderDetails) -> tuple[Sentence, ...]:
    found = []
    if "0" in d.missing:
        found.append(Sentence(phrase("Sans l'accord signé à temps, aucun mandat ne peut être pris en charge."), ()))
    if d.final_report_by is not None:
        found.append(Sentence(phrase("Le rapport final part au plus tard le {0}.", d.final_report_by), ()))
    return tuple(found)


def _figures(d: GenevaProviderDetails) -> tuple[Figure, ...]:
    found = [
        Figure("missing", "Points qui manquent", len(d.missing), "nombre", ("geneve:0",)),
        Figure("open", "Points à établir", len(d.open), "nombre", ("geneve:0",)),
    ]
    if d.final_report_by is not None:
        found.append(Figure("final_report", "Rapport final au plus tard le", d.final_report_by, "", ("geneve:3.b.e",)))
    return tuple(found)


def _tables(todo: list[Requirement], dates: list[Deadline]) -> tuple[Table, ...]:
    found = []
    if todo:
        found.append(
            Table(
                "todo",
                "Ce qui manque ou reste à établir",
                (
                    Column("what", "Point"),
                    Column("status", "État"),
                    Column("how", "À savoir ou à faire"),
                    Column("who", "Qui"),
                    Column("when", "Quand"),
                ),
                tuple(
                    (
                        r.verdict.label,
                        r.verdict.status.french,
                        r.verdict.would_change or r.verdict.reason,
                        r.who,
                        r.when,
                    )
                    for r in todo
                ),
                tuple(dict.fromkeys(rule for r in todo for rule in r.verdict.rules)),
            )
        )
    found.append(
        Table(
            "deadlines",
            "Délais et devoirs",
            (Column("what", "Quoi"), Column("when", "Quand")),
            tuple((d.what, d.when) for d in dates),
            tuple(dict.fromkeys(rule for d in dates for rule in d.rules)),
        )
    )
    return tuple(found)


def _readings(case: GenevaProviderCase) -> tuple[ReadingTaken, ...]:
    found = [ReadingTaken("G-04"), ReadingTaken("G-05"), ReadingTaken("G-02"), ReadingTaken("G-03")]
    if (interim := mandate.reading_taken(case)) is not None:
        found += [interim, ReadingTaken("X-02")]
    if case.under_convention is not Answer.YES:
        found.append(ReadingTaken("G-09"))
    if case.start_date is not None:
        found.append(ReadingTaken("G-08"))
    return tuple(found)


def _notices(case: GenevaProviderCase) -> tuple[Notice, ...]:
    found = [
        info(
            "in_addition",
            phrase("L'accord s'ajoute aux conventions et conditions existantes ; il ne les remplace pas."),
            "geneve:0",
        )
    ]
    if case.has_staff is Answer.NO and case.self_employed is Answer.NO:
        found.append(
            warning(
                "not_foreseen",
                phrase(
                    "L'accord prévoit deux situations : avec personnel, ou indépendant sans personnel. Une société sans"
                    " personnel n'est pas prévue."
                ),
                "geneve:2.h",
                "geneve:2.i",
            )
        )
    if case.has_staff is Answer.YES and case.self_employed is Answer.YES:
        found.append(
            info(
                "staff_decides",
                phrase("Statut d'indépendant avec du personnel : l'attestation de l'OCIRT suffit."),
                "geneve:2.h",
            )
        )
    found.append(
        info(
            "breach",
            phrase(
                "Un manquement à une clause de l'accord peut conduire à la résiliation immédiate pour de justes motifs."
            ),
            "geneve:4",
        )
    )
    return tuple(found)
