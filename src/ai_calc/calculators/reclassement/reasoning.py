"""The result as the reasoning of a decision: facts, rule, conclusion, and the points left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ai_calc.calculators.reclassement.choices import Measure
from ai_calc.calculators.reclassement.entitlement import GENERIC, Examination
from ai_calc.calculators.reclassement.initial_costs import InitialCosts
from ai_calc.calculators.reclassement.path import Route
from ai_calc.calculators.reclassement.retraining_costs import RetrainingCosts
from ai_calc.ground.french import Phrase, phrase, several
from ai_calc.law.citations import cited, labels
from ai_calc.outcome.conclusion import Subject
from ai_calc.results import Cell, Column, Figure, Role, Status, Table, Verdict, figure_words

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
_LABEL = "Droit à la mesure"
_OUTCOME = {
    Status.MET: "Droit établi selon le dossier.",
    Status.NOT_MET: "Pas de droit.",
    Status.TO_APPRAISE: "Droit à apprécier.",
}


class _WholeRules(NamedTuple):
    """The rules of several verdicts, without their letters."""

    verdicts: tuple[Verdict, ...]

    def __str__(self) -> str:
        whole = dict.fromkeys(_whole(r) for v in self.verdicts for r in v.rules)
        return ", ".join(labels(whole))


def subject_of(route: Route, examined: Examination) -> Subject:
    """What the conclusion is about, in the words of the measure."""
    measure, words = route.measure, WORDS[route.measure]
    possible = ", ou ".join(WORDS[m] for m in route.candidates if m is not Measure.NONE)
    if route.status is Status.TO_APPRAISE:
        whole = f"Aucune des mesures possibles ({possible}) n'est due selon le dossier."
        return Subject(
            _LABEL,
            not_met=whole,
            soft=whole.replace("selon le dossier", "de règle"),
            open=f"La mesure reste à déterminer : {possible}." if possible else "La mesure reste à déterminer.",
        )
    if measure is Measure.NONE:
        return Subject(_LABEL, not_met=f"Selon le dossier, {words} n'est due. {route.reason}")
    if measure in (Measure.REINSERTION, Measure.PLACEMENT):
        return Subject(_LABEL, open=f"La demande relève d'autre chose qu'une formation : {words}. {route.reason}")
    refused = f"La mesure serait {words}, mais elle n'est pas due"
    if measure is Measure.GUIDANCE and not examined.refused:
        refused = f"La mesure est {words}, mais elle n'est pas due sous la forme prévue"
    return Subject(
        _LABEL,
        met=f"La mesure est {words}, et ses conditions sont remplies selon le dossier.",
        not_met=f"{refused} selon le dossier.",
        soft=f"{refused}, de règle.",
        open=f"La mesure à examiner est {words} ; des points restent à apprécier.",
    )


def reasoning_table(
    route: Route,
    examined: Examination,
    result: Verdict,
    initial: InitialCosts | None,
    retraining: RetrainingCosts | None,
    paid: Figure | None,
) -> Table:
    """Three lines of a decision: the measure, the right, the costs — each with facts, rule and conclusion. ``paid``:
    what the AI pays, settled."""
    decided = [d.verdict for d in route.delimitations if d.role != "examined"]
    words = WORDS[route.measure]
    conclusion = phrase("Ce sont {0}." if words.startswith("des ") else "C'est {0}.", words)
    if route.status is Status.TO_APPRAISE:
        conclusion = phrase("À confirmer : {0}.", words)
    if route.measure is Measure.NONE:
        conclusion = phrase("{0}.", WORDS[Measure.NONE].capitalize())
    rows: list[tuple[Cell, ...]] = [("Mesure", _facts(decided), _rules(decided), conclusion)]
    if examined.verdicts:
        rows.append(
            ("Droit", _right(examined.verdicts), _condition_rules(examined.verdicts), phrase(_OUTCOME[result.status]))
        )
    if initial is not None and paid is not None:
        rows.append(
            (
                "Frais",
                phrase(
                    "{0:CHF} avec invalidité, {1:CHF} sans, sur {2:mois} : {3:CHF} par an en moyenne.",
                    initial.counted_with,
                    initial.total_without,
                    initial.months,
                    initial.average,
                ),
                phrase(
                    "Frais supplémentaires de plus de {0:CHF} par an en moyenne ({1})",
                    initial.threshold,
                    cited(("cmrp:3022", "cmrp:3023", "cmrp:3032")),
                )
                if initial.applies
                else phrase("Frais supplémentaires, sans seuil annuel ({0})", cited(("cmrp:3027", "cmrp:3032"))),
                _paid(paid),
            )
        )
    if retraining is not None and paid is not None:
        rows.append(
            (
                "Frais",
                phrase("{0:CHF} de frais reconnus.", retraining.recognised),
                phrase(
                    "Frais directement liés à la mesure, simples, utiles et équivalents ({0})",
                    cited(("cmrp:4024", "cmrp:4028")),
                ),
                _paid(paid),
            )
        )
    return Table(
        "reasoning",
        "Le raisonnement : faits, règle, conclusion",
        (
            Column("point", "Point"),
            Column("facts", "Faits"),
            Column("rule", "Règle"),
            Column("conclusion", "Conclusion"),
        ),
        tuple(rows),
        result.rules[:4],
    )


def _paid(figure: Figure) -> Phrase:
    return phrase("{0} : {1}.", figure.label, figure_words(figure))


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


def open_points(verdicts: Sequence[Verdict], route: Route) -> Table | None:
    """What a person still has to appraise, with the rule; ``None`` when nothing is open. An open delimitation counts
    only while it leaves the measure open."""
    rows = tuple(
        (v.label, v.reason, cited(v.rules))
        for v in verdicts
        if v.status is Status.TO_APPRAISE
        and v.key != "measure"
        and (v.role is not Role.ADVICE or route.status is Status.TO_APPRAISE)
    )
    if not rows:
        return None
    return Table(
        "open_points",
        "Points ouverts, à apprécier",
        (Column("point", "Point"), Column("why", "Pourquoi"), Column("rule", "Règle")),
        rows,
    )
