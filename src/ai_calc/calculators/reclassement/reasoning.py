"""The result as the reasoning of a decision: facts, rule, conclusion, and the points left open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ai_calc.calculators.reclassement.choices import Measure
from ai_calc.calculators.reclassement.entitlement import GENERIC, Examination
from ai_calc.calculators.reclassement.initial_costs import InitialCosts
from ai_calc.calculators.reclassement.path import Route
from ai_calc.calculators.reclassement.retraining_costs import RetrainingCosts
from ai_calc.ground.french import Phrase, phrase
from ai_calc.law.citations import label as citation_label
from ai_calc.outcome.verdicts import all_of, deciding
from ai_calc.results import Cell, Column, Status, Table, Verdict

WORDS = {
    Measure.INITIAL: "une formation professionnelle initiale (art. 16 LAI)",
    Measure.PREPARATION: "une préparation à un travail auxiliaire ou en atelier protégé (art. 16 al. 2 let. a LAI)",
    Measure.NEW_TRAINING: "une nouvelle formation (art. 16 al. 2 let. b LAI)",
    Measure.FURTHER: "un perfectionnement (art. 16 al. 2 let. c LAI)",
    Measure.RECLASSEMENT: "un reclassement (art. 17 LAI)",
    Measure.GUIDANCE: "l'orientation professionnelle (art. 15 LAI)",
    Measure.REINSERTION: "des mesures de réinsertion (art. 14a LAI)",
    Measure.PLACEMENT: "le service de placement (art. 18 LAI)",
    Measure.NONE: "aucune mesure de formation, de reclassement ou d'orientation",
}
_OUTCOME = {Status.MET: "Droit établi selon le dossier.", Status.NOT_MET: "Pas de droit.", Status.TO_APPRAISE: "Droit à apprécier."}


class _Several(NamedTuple):
    """Things in a row, put into words only when read."""

    parts: tuple[object, ...]
    separator: str = " "

    def __str__(self) -> str:
        return self.separator.join(str(part) for part in self.parts)


class _Cited(NamedTuple):
    citations: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(citation_label(c) for c in self.citations)


class _WholeRules(NamedTuple):
    """The rules of several verdicts, without their letters."""

    verdicts: tuple[Verdict, ...]

    def __str__(self) -> str:
        whole = dict.fromkeys(_whole(r) for v in self.verdicts for r in v.rules)
        return ", ".join(citation_label(c) for c in whole)


def several(parts: Iterable[object], separator: str = " ") -> Phrase:
    """Texts in a row as one phrase."""
    return Phrase("{0}", (_Several(tuple(parts), separator),))


def cited(citations: Iterable[str]) -> Phrase:
    """The names of rules as one phrase."""
    return Phrase("{0}", (_Cited(tuple(citations)),))


def overall(route: Route, examined: Examination, costs: Status | None) -> Verdict:
    """Whether the measure is due: the measure itself, its conditions, and for article 16 the extra costs."""
    measure, label = route.measure, "Droit à la mesure"
    is_open = route.status is Status.TO_APPRAISE
    if measure is Measure.NONE:
        return Verdict("overall", label, Status.TO_APPRAISE if is_open else Status.NOT_MET, route.reason, route.rules, _change(route))
    if measure in (Measure.REINSERTION, Measure.PLACEMENT):
        return Verdict("overall", label, Status.TO_APPRAISE,
                       phrase("{0} Les conditions de cette mesure ne sont pas examinées ici.", route.reason), route.rules)  # fmt: skip
    conditions = list(examined.verdicts)
    statuses = [v.status for v in conditions]
    if costs is not None:
        statuses.append(costs)
    status = all_of(*statuses)
    if is_open:
        status = Status.TO_APPRAISE
    rules: tuple[str, ...]
    if status is Status.MET:
        rules = tuple(dict.fromkeys((*route.rules, *(r for v in conditions for r in v.rules))))
        return Verdict("overall", label, status, phrase("Toutes les conditions examinées sont remplies selon le dossier."), rules)
    if is_open:
        names = several((m.french for m in route.candidates), " ou ")
        return Verdict("overall", label, status, phrase("La mesure elle-même reste à déterminer : {0}.", names), route.rules, _change(route))
    chosen = [v for v in deciding(conditions) if v.status is status]
    soft = status is Status.NOT_MET and bool(chosen) and all(v.soft for v in chosen)
    if not chosen:  # only the costs decide
        return Verdict("overall", label, status, phrase("L'invalidité n'entraîne pas de frais supplémentaires à payer." if status is Status.NOT_MET
                       else "Les frais supplémentaires dus à l'invalidité restent à établir."), ("cmrp:3010.a", "cmrp:3023"),
                       phrase("Des frais supplémentaires au-dessus du seuil annuel."))  # fmt: skip
    labels = several((f"« {v.label} »" for v in chosen), " ; ")
    rules = tuple(dict.fromkeys(r for v in chosen for r in v.rules))
    if status is Status.NOT_MET:
        return Verdict("overall", label, status, phrase("Condition non remplie : {0}." if len(chosen) == 1 else "Conditions non remplies : {0}.", labels),
                       rules, phrase("Un dossier qui établirait : {0}.", labels), soft)  # fmt: skip
    return Verdict("overall", label, status, phrase("Restent à apprécier : {0}.", labels), rules,
                   phrase("L'issue dépend de ce que l'office AI retiendra sur ces points."))  # fmt: skip


def _change(route: Route) -> Phrase | None:
    """What would lead to another measure: the tip of what decided, else the first that nearly did."""
    with_tip = [d for d in route.delimitations if d.verdict.would_change is not None]
    with_tip.sort(key=lambda d: d.role != "decided")
    return with_tip[0].verdict.would_change if with_tip else None


def reasoning_table(
    route: Route, examined: Examination, result: Verdict, initial: InitialCosts | None, retraining: RetrainingCosts | None
) -> Table:
    """Three lines of a decision: the measure, the right, the costs — each with facts, rule and conclusion."""
    decided = [d.verdict for d in route.delimitations if d.role != "examined"] or [route.delimitations[-1].verdict]
    conclusion = phrase("C'est {0}." if route.status is Status.MET else "À confirmer : {0}.", WORDS[route.measure])
    if route.measure is Measure.NONE:
        conclusion = phrase("{0}.", WORDS[Measure.NONE].capitalize())
    rows: list[tuple[Cell, ...]] = [("Mesure", _facts(decided), _rules(decided), conclusion)]
    if examined.verdicts:
        rows.append(("Droit", _right(examined.verdicts), _condition_rules(examined.verdicts), phrase(_OUTCOME[result.status])))
    if initial is not None:
        rows.append((
            "Frais",
            phrase("{0:CHF} avec invalidité, {1:CHF} sans, sur {2:mois} : {3:CHF} par an en moyenne.", initial.counted_with, initial.total_without,
                   initial.months, initial.average),
            phrase("Frais supplémentaires de plus de {0:CHF} par an en moyenne ({1})", initial.threshold, cited(("cmrp:3022", "cmrp:3023", "cmrp:3032"))),
            phrase("{0:CHF} payés.", initial.payable),
        ))  # fmt: skip
    if retraining is not None:
        rows.append((
            "Frais", phrase("{0:CHF} de frais reconnus.", retraining.recognised),
            phrase("Frais directement liés à la mesure, simples, utiles et équivalents ({0})", cited(("cmrp:4024", "cmrp:4028"))),
            phrase("{0:CHF} à la charge de l'AI.", retraining.ai_pays),
        ))  # fmt: skip
    return Table(
        "reasoning", "Le raisonnement : faits, règle, conclusion",
        (Column("point", "Point"), Column("facts", "Faits"), Column("rule", "Règle"), Column("conclusion", "Conclusion")),
        tuple(rows), result.rules[:4],
    )  # fmt: skip


def _facts(verdicts: Sequence[Verdict]) -> Phrase:
    return several(v.reason for v in verdicts)


def _right(verdicts: Sequence[Verdict]) -> Phrase:
    """What the file says on the conditions: the one that fails, or what was established and what is open."""
    if verdicts[-1].status is Status.NOT_MET:
        return verdicts[-1].reason
    said = [v.reason for v in verdicts if v.status is Status.MET and v.reason not in GENERIC]
    plain = [v.label for v in verdicts if v.status is Status.MET and v.reason in GENERIC]
    points = [v.label for v in verdicts if v.status is Status.TO_APPRAISE]
    parts: list[object] = list(said)
    if plain:
        parts.append(phrase("Selon le dossier aussi : {0}.", several(plain, " ; ")))
    if points:
        parts.append(phrase("À apprécier : {0}.", several(points, " ; ")))
    return several(parts)


def _condition_rules(verdicts: Sequence[Verdict]) -> Phrase:
    if verdicts[-1].status is Status.NOT_MET:
        return _rules(verdicts[-1:])
    return phrase("Conditions cumulatives ({0})", _WholeRules(tuple(verdicts)))


def _whole(citation: str) -> str:
    """The rule of a lettered part."""
    head, _, last = citation.rpartition(".")
    return head if head and last.isalpha() else citation


def _rules(verdicts: Sequence[Verdict]) -> Phrase:
    return several((phrase("{0} ({1})", v.label, cited(v.rules)) for v in verdicts), " ; ")


def open_points(verdicts: Sequence[Verdict]) -> Table | None:
    """What a person still has to appraise, with the rule; ``None`` when nothing is open."""
    rows = tuple((v.label, v.reason, cited(v.rules)) for v in verdicts if v.status is Status.TO_APPRAISE)
    if not rows:
        return None
    return Table("open_points", "Points ouverts, à apprécier", (Column("point", "Point"), Column("why", "Pourquoi"), Column("rule", "Règle")), rows)
