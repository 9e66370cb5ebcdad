"""From a provider's case to its checklist: what is there, what is missing, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ai_calc.calculators.geneve_provider import mandate, requirements
from ai_calc.calculators.geneve_provider.checklist import checklist
from ai_calc.calculators.geneve_provider.mandate import Deadline
from ai_calc.calculators.geneve_provider.model import Answer, GenevaProviderCase
from ai_calc.calculators.geneve_provider.requirements import Requirement
from ai_calc.ground.french import Phrase, phrase
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import all_of, deciding
from ai_calc.results import Column, Figure, Notice, ReadingTaken, Result, Severity, Status, Table, Verdict


@dataclass(frozen=True, slots=True)
class GenevaProviderDetails:
    """The typed results: what is missing, what is open, and the dates."""

    missing: tuple[str, ...]
    open: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    final_report_by: date | None


def compute(case: GenevaProviderCase) -> Result[GenevaProviderDetails]:
    """The whole result for one provider.

    Raises :class:`~ai_calc.ground.errors.CaseError` for dates that contradict each other.
    """
    law = Law(case.law_day)
    mandate.check_dates(case)
    of_mandate, steps = mandate.mandate(case, law)
    groups = (
        ("Accès : signature et attestations", requirements.access(case)),
        ("Équipe et lieu", requirements.qualities(case)),
        ("Engagements", requirements.commitments(case)),
        ("Mandat", of_mandate),
    )
    every = [r for _, found in groups for r in found]
    counted = [r.verdict for r in every if r.counts]
    overall = _overall(counted)
    dates = mandate.deadlines(case, law)
    missing = [r for r in every if r.verdict.status is Status.NOT_MET and r.counts]
    open_ = [r for r in every if r.verdict.status is Status.TO_APPRAISE and r.counts]
    last = mandate.final_report_day(case.end_date, law) if case.end_date is not None else None
    details = GenevaProviderDetails(tuple(r.verdict.key for r in missing), tuple(r.verdict.key for r in open_), tuple(dates), last)
    return Result(
        calculator="geneve_provider",
        law_date=case.law_day,
        overall=overall,
        headline=_headline(overall, details, len(counted)),
        verdicts=tuple(r.verdict for r in every),
        figures=_figures(details),
        tables=_tables(missing + open_, dates),
        charts=(),
        steps=tuple(steps),
        readings=_readings(case),
        notices=(*_notices(case), *law.notices("geneve")),
        parameters=law.used,
        details=details,
        documents=(checklist(case, groups, dates),),
    )


def _overall(counted: list[Verdict]) -> Verdict:
    """All points together: one that is missing decides."""
    label, status = "Dossier du prestataire", all_of(*(v.status for v in counted))
    if status is Status.MET:
        return Verdict("overall", label, status, phrase("Tous les points examinés sont établis."), ("geneve:0", "geneve:2"))
    chosen = deciding(counted)
    names = " ; ".join(v.label for v in chosen)
    rules = tuple(dict.fromkeys(r for v in chosen for r in v.rules))
    if status is Status.NOT_MET:
        return Verdict("overall", label, status, phrase("Il manque : {0}.", names), rules, phrase("Fournir ce qui manque."))
    return Verdict("overall", label, status, phrase("Reste à établir : {0}.", names), rules, phrase("Établir ces points, dans un sens ou dans l'autre."))


def _headline(overall: Verdict, d: GenevaProviderDetails, counted: int) -> tuple[Phrase, ...]:
    first = {
        Status.MET: phrase("Le dossier est complet : les {0} points examinés sont établis.", counted),
        Status.NOT_MET: phrase("Le dossier n'est pas complet. Points qui manquent : {0}.", len(d.missing)),
        Status.TO_APPRAISE: phrase("Rien ne manque à ce jour ; points encore à établir : {0}.", len(d.open)),
    }[overall.status]
    sentences = [first]
    if overall.status is Status.NOT_MET and d.open:
        sentences.append(phrase("Points encore à établir : {0}.", len(d.open)))
    if "0" in d.missing:
        sentences.append(phrase("Sans l'accord signé à temps, aucun mandat ne peut être pris en charge."))
    if d.final_report_by is not None:
        sentences.append(phrase("Le rapport final part au plus tard le {0}.", d.final_report_by))
    return tuple(sentences)


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
        found.append(Table(
            "todo", "Ce qui manque ou reste à établir",
            (Column("what", "Point"), Column("status", "État"), Column("how", "Que faire"), Column("who", "Qui"), Column("when", "Quand")),
            tuple((r.verdict.label, r.verdict.status.french, r.verdict.would_change or r.verdict.reason, r.who, r.when) for r in todo),
            tuple(dict.fromkeys(rule for r in todo for rule in r.verdict.rules)),
        ))  # fmt: skip
    found.append(Table(
        "deadlines", "Délais et devoirs", (Column("what", "Quoi"), Column("when", "Quand")),
        tuple((d.what, d.when) for d in dates), tuple(dict.fromkeys(rule for d in dates for rule in d.rules)),
    ))  # fmt: skip
    return tuple(found)


def _readings(case: GenevaProviderCase) -> tuple[ReadingTaken, ...]:
    found = [ReadingTaken("G-04"), ReadingTaken("G-05"), ReadingTaken("G-02"), ReadingTaken("G-03")]
    if (interim := mandate.reading_taken(case)) is not None:
        found += [interim, ReadingTaken("X-02")]
    if case.start_date is not None:
        found.append(ReadingTaken("G-08"))
    return tuple(found)


def _notices(case: GenevaProviderCase) -> tuple[Notice, ...]:
    found = [Notice("in_addition", Severity.INFO, phrase("L'accord s'ajoute aux conventions et conditions existantes ; il ne les remplace pas."), ("geneve:0",))]
    if case.has_staff is Answer.NO and case.self_employed is Answer.NO:
        found.append(Notice("not_foreseen", Severity.WARNING, phrase(
            "L'accord prévoit deux situations : avec personnel, ou indépendant sans personnel. Une société sans personnel n'est pas prévue."),
            ("geneve:2.h", "geneve:2.i")))  # fmt: skip
    if case.has_staff is Answer.YES and case.self_employed is Answer.YES:
        found.append(Notice("staff_decides", Severity.INFO, phrase("Indépendant·e avec du personnel : l'attestation de l'OCIRT suffit."), ("geneve:2.h",)))
    found.append(Notice("breach", Severity.INFO, phrase("Un manquement peut conduire à la résiliation immédiate pour juste motif."), ("geneve:4",)))
    return tuple(found)
