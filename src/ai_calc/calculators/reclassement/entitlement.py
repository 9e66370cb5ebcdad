"""Whether the measure is due: the conditions of each measure, in the order of the circular, as three-valued verdicts.

A condition that fails settles the outcome: those that follow are not examined, and their questions not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from ai_calc.calculators.reclassement.choices import (
    FormerActivity,
    Goal,
    Invalidity,
    Measure,
    Training,
    TrainingChoice,
    WorkAfter,
)
from ai_calc.calculators.reclassement.loss import Loss, loss_verdict
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.path import Route
from ai_calc.calculators.reclassement.time_left import TimeLeft, refuse_more_work_than_life, time_verdict
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import contradiction
from ai_calc.outcome.verdicts import ESTABLISHED, all_of, any_of, opposite, status_of
from ai_calc.results import ReadingTaken, Status, Step, Verdict

_REVERSED = {
    Status.MET: phrase("Selon le dossier, rien ne s'y oppose."),
    Status.NOT_MET: phrase("Le dossier établit le contraire."),
    Status.TO_APPRAISE: phrase("Le dossier ne le dit pas encore : à apprécier par l'office AI."),
}
GENERIC = (*ESTABLISHED.values(), *_REVERSED.values())
"""Reasons that say no more than the finding itself."""


@dataclass(slots=True)
class Examination:
    """What the examination of the conditions finds. ``not_examined`` names the conditions left aside after a refusal;
    ``limits`` stand beside the conditions."""

    case: ReclassementCase
    law: Law
    route: Route
    verdicts: list[Verdict] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    readings: list[ReadingTaken] = field(default_factory=list)
    not_examined: list[str] = field(default_factory=list)
    limits: list[Verdict] = field(default_factory=list)
    loss: Loss | None = None
    time_left: TimeLeft | None = None

    @property
    def refused(self) -> bool:
        """Whether a condition fails."""
        return bool(self.verdicts) and self.verdicts[-1].status is Status.NOT_MET


@record
class Check:
    """One condition: its label, and how it is applied (``None``: it does not concern the case)."""

    label: str
    apply: Callable[[Examination], Verdict | None]


def examine(case: ReclassementCase, law: Law, route: Route) -> Examination:
    """Applies the conditions of the route's measure until one fails."""
    found = Examination(case, law, route)
    checks = CHECKS.get(route.measure, ())
    for i, check in enumerate(checks):
        verdict = check.apply(found)
        if verdict is None:
            continue
        found.verdicts.append(verdict)
        if verdict.status is Status.NOT_MET:
            found.not_examined = [later.label for later in checks[i + 1 :]]
            break
    return found


# -- how conditions are written ---------------------------------------------------------------------------------------


def _plain(key: str, label: str, name: str, *rules: str) -> Check:
    """A condition that one finding of the file settles."""

    def apply(x: Examination) -> Verdict:
        status = status_of(getattr(x.case, name))
        return Verdict(key, label, status, ESTABLISHED[status], rules)

    return Check(label, apply)


def _absent(key: str, label: str, name: str, change: str, *rules: str) -> Check:
    """A circumstance that must not be there."""

    def apply(x: Examination) -> Verdict:
        status = opposite(status_of(getattr(x.case, name)))
        return Verdict(key, label, status, _REVERSED[status], rules, None if status is Status.MET else Phrase(change))

    return Check(label, apply)


def _fit(key: str, *rules: str) -> Check:
    """Fitness, objective and subjective (« aptitude à la réadaptation »)."""
    label = "Aptitude à la réadaptation, objective et subjective"

    def apply(x: Examination) -> Verdict:
        status = status_of(x.case.objectively_fit)
        if status is not Status.NOT_MET:
            status = all_of(status, status_of(x.case.subjectively_fit))
        return Verdict(key, label, status, ESTABLISHED[status], rules)

    return Check(label, apply)


def _simple(key: str, *rules: str) -> Check:
    """A dearer way, or a higher aim, is limited to what a simple and adequate training costs, not refused (3033, 3037,
    4015). In an initial training that was not interrupted nothing limits a higher aim: there the kind must be simple
    (3025)."""
    label = "Formation simple et adéquate" if key != "1006.simple" else "Mesure simple et adéquate"

    def apply(x: Examination) -> Verdict:
        status = status_of(x.case.simple_and_adequate)
        if status is Status.NOT_MET and (bounding := _bounding(x.case, x.route.measure)) is not None:
            return Verdict(
                key,
                label,
                Status.TO_APPRAISE if x.case.training_choice is None else Status.MET,
                phrase(
                    "À établir : est-ce un choix de la personne assurée, plus cher ou plus élevé ? Alors le droit n'est"
                    " pas exclu, mais la contribution est limitée."
                    if x.case.training_choice is None
                    else "La formation choisie va au-delà du simple et adéquat : le droit n'est pas exclu, la"
                    " contribution est limitée."
                ),
                (*rules, *bounding),
            )
        return Verdict(key, label, status, ESTABLISHED[status], rules)

    return Check(label, apply)


def _bounding(case: ReclassementCase, measure: Measure) -> tuple[str, ...] | None:
    """The rules that limit the contribution to a training of the person's own choice; ``None`` where none does. While
    nobody has said what the choice is, one may."""
    choice = case.training_choice
    if choice is TrainingChoice.REASONABLE:
        return None
    if measure is Measure.RECLASSEMENT:
        return ("cmrp:4025",) if choice is TrainingChoice.DEARER else ("cmrp:4026",) if choice else ("cmrp:4015",)
    if choice is TrainingChoice.HIGHER:
        return ("cmrp:3037",) if case.training is Training.INTERRUPTED_HEALTH else None
    return ("cmrp:3033",)


def _invalidity(key: str, label: str, rule: str) -> Check:
    def apply(x: Examination) -> Verdict:
        state = x.case.invalidity
        if state is Invalidity.UNKNOWN:
            return Verdict(key, label, Status.TO_APPRAISE, phrase("L'invalidité n'est pas encore établie."), (rule,))
        return Verdict(key, label, Status.MET, phrase("L'invalidité est {0}.", state.french.lower()), (rule,))

    return Check(label, apply)


def _wage(*rules: str) -> Check:
    """3010 c, 4016, 4008: a wage for performance of at least the minimum (reading C-65: the limit itself suffices).
    Housework earns none: there it is asked beside a pension only (4016; reading L-37)."""
    label = "Travail suffisamment rentable"

    def apply(x: Examination) -> Verdict | None:
        case = x.case
        housework = x.route.measure is Measure.RECLASSEMENT and case.former_activity is FormerActivity.USUAL_WORK
        if housework and case.pension_drawn is Finding.NOT_MET:
            return None
        try:
            limit = x.law.amount("training/min_hourly_wage")
        except NoValueError:
            return Verdict(
                "wage",
                label,
                Status.TO_APPRAISE,
                phrase("Le montant du salaire au rendement n'est pas connu pour cette date."),
                rules,
            )
        wage = case.expected_hourly_wage
        x.readings.append(_minimum(x, limit))
        if housework and case.pension_drawn is Finding.UNKNOWN and (wage is None or wage < limit):
            return Verdict(
                "wage",
                label,
                Status.TO_APPRAISE,
                phrase("À établir : une rente est-elle versée ? Il faudrait alors au moins {0:CHF/h}.", limit),
                rules,
            )
        if wage is None:
            return Verdict(
                "wage",
                label,
                Status.TO_APPRAISE,
                phrase("Le salaire au rendement attendu n'est pas indiqué ; il faut au moins {0:CHF/h}.", limit),
                rules,
            )
        if wage >= limit:
            return Verdict(
                "wage",
                label,
                Status.MET,
                phrase("{0:CHF/h}, au moins {1:CHF/h}.", wage, limit),
                rules,
                phrase("Un salaire au rendement de moins de {0:CHF/h}.", limit),
            )
        return Verdict(
            "wage",
            label,
            Status.NOT_MET,
            phrase("{0:CHF/h}, moins que {1:CHF/h}.", wage, limit),
            rules,
            phrase("Un salaire au rendement plus haut d'au moins {0:CHF/h}.", limit - wage),
        )

    return Check(label, apply)


def _minimum(x: Examination, limit: Decimal) -> ReadingTaken:
    """C-65: 4016 asks for the minimum beside a pension; without one, 4010 speaks of any prospect, in no figure."""
    wage, without_pension = x.case.expected_hourly_wage, x.case.pension_drawn is Finding.NOT_MET
    if x.route.measure is not Measure.RECLASSEMENT or not without_pension or (wage is not None and wage >= limit):
        return ReadingTaken("C-65")
    words = (
        "À la lettre du {0}, ce minimum ne vaut qu'avec une rente : sans elle, seule compterait la perspective ({1})."
    )
    return ReadingTaken("C-65", phrase(words, Cited("cmrp:4016"), Cited("cmrp:4010.c")))


def _abilities(key: str, rule: str) -> Check:
    """The training must match the abilities; beyond equivalence too, no contribution otherwise (4026)."""
    label = "Formation qui correspond aux capacités"

    def apply(x: Examination) -> Verdict:
        status = status_of(x.case.matches_abilities)
        if status is Status.NOT_MET and rule == "cmrp:4010.c" and x.case.training_choice is TrainingChoice.HIGHER:
            return Verdict(
                key,
                label,
                status,
                phrase("La formation choisie n'est pas adaptée aux capacités : aucune contribution de l'AI."),
                (rule, "cmrp:4026"),
            )
        return Verdict(key, label, status, ESTABLISHED[status], (rule, "cmrp:1006"))

    return Check(label, apply)


# -- new training (3015, 3016) ----------------------------------------------------------------------------------------


def _new_training(x: Examination) -> Verdict:
    """3015 a or b, or 3016 (all three)."""
    case, label, rules = x.case, "Motif d'une nouvelle formation", ("cmrp:3015", "cmrp:3016")
    if case.work_after is WorkAfter.UNSUITABLE:
        return Verdict(
            "3015",
            label,
            Status.MET,
            phrase("L'activité entreprise depuis l'invalidité ne peut raisonnablement être poursuivie."),
            ("cmrp:3015.b",),
        )
    if x.route.after_completion:
        return Verdict(
            "3015",
            label,
            Status.TO_APPRAISE,
            phrase(
                "La formation a été achevée avant l'invalidité ; le texte vise une formation ou une activité d'après : "
                "à apprécier."
            ),
            (*rules, "cmrp:3005.1"),
        )
    first = status_of(case.earlier_training_unsuitable)
    if first is Status.MET:
        return Verdict(
            "3015", label, first, phrase("La formation accomplie depuis l'invalidité est inadéquate."), ("cmrp:3015.a",)
        )
    second = status_of(case.trained_by_ai)
    if second is not Status.NOT_MET:
        second = all_of(second, status_of(case.not_placeable), status_of(case.real_job_prospects))
        x.readings.append(ReadingTaken("C-79"))
    status = any_of(first, second)
    if status is Status.MET:
        return Verdict(
            "3015",
            label,
            status,
            phrase("Formée par l'AI, la personne ne peut être placée, et des perspectives d'emploi sont réelles."),
            ("cmrp:3016",),
        )
    if status is Status.NOT_MET:
        return Verdict(
            "3015",
            label,
            status,
            phrase(
                "Ni formation inadéquate, ni activité inadaptée, ni échec du placement après une formation par l'AI."
            ),
            rules,
            phrase("Il suffit que l'un de ces motifs soit établi."),
        )
    return Verdict(
        "3015",
        label,
        status,
        phrase("À apprécier : la formation accomplie est-elle inadéquate, ou le placement impossible ?"),
        rules,
        phrase("Il suffit que l'un de ces motifs soit établi."),
    )


# -- reclassement (4001–4019) -----------------------------------------------------------------------------------------


def _prevented(x: Examination) -> Verdict:
    label = "Invalidité qui empêche l'activité antérieure"
    rules: tuple[str, ...] = ("cmrp:4010.a", "cmrp:4001")
    state = Status.TO_APPRAISE if x.case.invalidity is Invalidity.UNKNOWN else Status.MET
    if x.case.goal is Goal.FURTHER:  # 3019: needed because of the invalidity to keep or improve the capacity
        rules = (*rules, "cmrp:3019")
    status = all_of(state, status_of(x.case.prevents_former_work))
    words = x.case.invalidity.french.lower()
    reason = {
        Status.MET: phrase("L'invalidité {0} empêche d'exercer l'activité antérieure.", words),
        Status.NOT_MET: phrase("Selon le dossier, l'activité antérieure reste possible."),
        Status.TO_APPRAISE: (
            phrase("À établir : une invalidité, et l'activité antérieure qu'elle empêche.")
            if x.case.invalidity is Invalidity.UNKNOWN
            else phrase("À établir : l'invalidité {0} empêche-t-elle d'exercer l'activité antérieure ?", words)
        ),
    }[status]
    return Verdict("4010.a", label, status, reason, rules)


def _equivalence(x: Examination) -> Verdict:
    """4002: income prospects and intrinsic value; upwards, the contribution is limited instead (4026, 4027)."""
    case, label = x.case, "Équivalence avec l'activité antérieure"
    if case.training_choice is TrainingChoice.HIGHER:
        return Verdict(
            "4002",
            label,
            Status.MET,
            phrase(
                "La formation dépasse l'équivalence : le droit n'est pas exclu, la contribution est "
                "limitée à l'équivalent, sauf exception."
            ),
            ("cmrp:4002", "cmrp:4026", "cmrp:4027"),
        )
    status = status_of(case.equivalent_prospects)
    if status is not Status.NOT_MET:
        status = all_of(status, status_of(case.comparable_value))
    reason = {
        Status.MET: phrase("Gain à peu près équivalent et valeur comparable des formations, selon le dossier."),
        Status.NOT_MET: phrase("Le dossier n'établit pas un gain à peu près équivalent et une valeur comparable."),
        Status.TO_APPRAISE: phrase("À apprécier : gain à peu près équivalent, et valeur comparable des formations."),
    }[status]
    return Verdict("4002", label, status, reason, ("cmrp:4002", "cmrp:4010.c"))


def _effect(x: Examination) -> Verdict:
    status = status_of(x.case.improves_capacity)
    if x.case.invalidity is Invalidity.IMMINENT:
        label = "Capacité de gain préservée"
    else:
        label = "Capacité de gain nettement améliorée"
    return Verdict("4016", label, status, ESTABLISHED[status], ("cmrp:4016",))


def _pension(x: Examination) -> Verdict | None:
    label, drawn = "Rapport raisonnable entre coût et utilité, malgré la rente", x.case.pension_drawn
    if drawn is Finding.NOT_MET:
        return None
    status = status_of(x.case.cost_utility_reasonable)
    if drawn is Finding.UNKNOWN and status is not Status.MET:
        return Verdict(
            "4016.a",
            label,
            Status.TO_APPRAISE,
            phrase("À établir : une rente est-elle versée, et le rapport est-il alors raisonnable ?"),
            ("cmrp:4016.a",),
        )
    return Verdict("4016.a", label, status, ESTABLISHED[status], ("cmrp:4016.a",))


def _further_reclassement(x: Examination) -> Verdict | None:
    """4018 or 4019 for a second reclassement; after a failed choice of one's own, the balance of 4026."""
    case, label = x.case, "Motif d'un autre reclassement"
    if case.earlier_failed_choice is Finding.MET and case.earlier_reclassement is Finding.NOT_MET:
        words = (
            "Le dossier dit qu'aucun reclassement n'a eu lieu, et qu'une formation choisie au-delà de l'équivalence a"
            " échoué : l'échec est compté, seul le solde reste dû."
        )
        return contradiction("denied:earlier", phrase(words), ("cmrp:4026.b",))
    if case.earlier_failed_choice is Finding.MET:  # what failed was a reclassement
        return Verdict(
            "4018",
            label,
            Status.MET,
            phrase("Après l'échec d'une formation choisie au-delà de l'équivalence, seul le solde reste dû."),
            ("cmrp:4026.b",),
        )
    if case.earlier_reclassement is Finding.NOT_MET:
        return None
    first = status_of(case.income_insufficient_midterm)
    if first is not Status.NOT_MET:
        first = all_of(first, status_of(case.only_more_measures_help))
    if first is Status.MET and case.earlier_reclassement is Finding.MET:
        return Verdict(
            "4018",
            label,
            first,
            phrase("Le revenu ne suffira plus à moyen terme, et seules d'autres mesures rendent un revenu comparable."),
            ("cmrp:4018",),
        )
    second = status_of(case.lost_specific_post)
    if second is not Status.NOT_MET:
        second = all_of(second, status_of(case.base_too_narrow))
    status = any_of(first, second)
    if case.earlier_reclassement is Finding.UNKNOWN and status is not Status.MET:
        return Verdict(
            "4018",
            label,
            Status.TO_APPRAISE,
            phrase("À établir : un reclassement a-t-il déjà eu lieu ? Il faudrait alors un motif pour un autre."),
            ("cmrp:4018", "cmrp:4019"),
        )
    reason = {
        Status.MET: (
            phrase("Un motif d'un autre reclassement est établi.")
            if first is Status.MET
            else phrase("La place est perdue, et la formation axée sur elle est une base trop étroite.")
        ),
        Status.NOT_MET: phrase(
            "Ni revenu insuffisant à moyen terme, ni formation trop étroite après la perte de la place."
        ),
        Status.TO_APPRAISE: phrase(
            "À apprécier ; l'un des deux motifs suffit. Le gain croît nettement dans les premières années."
        ),
    }[status]
    return Verdict("4018", label, status, reason, ("cmrp:4018", "cmrp:4019"))


def _loss(x: Examination) -> Verdict:
    verdict, x.loss, steps, readings = loss_verdict(x.case, x.law)
    x.steps += steps
    x.readings += readings
    return verdict


def _time(x: Examination) -> Verdict:
    refuse_more_work_than_life(x.case, x.route.work_months)
    (verdict, *x.limits), x.time_left, steps = time_verdict(x.case, x.law)
    x.steps += steps
    x.readings += [ReadingTaken("C-46"), ReadingTaken("L-45")]
    return verdict


def _lasting_work(x: Examination) -> Verdict:
    status = status_of(x.case.substantial_working_life)
    return Verdict("4014.a", "Durée de travail globale importante", status, ESTABLISHED[status], ("cmrp:4014.a",))


# -- the conditions of each measure -----------------------------------------------------------------------------------

_INITIAL = (
    _invalidity("3010.invalidity", "Invalidité", "cmrp:3010.a"),
    _plain("3010.a", "Formation considérablement gênée par l'invalidité", "considerably_limited", "cmrp:3010.a"),
    _fit("3010.b", "cmrp:3010.b"),
    _plain("3010.suited", "Formation adaptée au handicap", "suited_to_disability", "cmrp:3010.c"),
    _abilities("3010.abilities", "cmrp:3010.c"),
    _simple("3010.simple", "cmrp:3010.c", "cmrp:3025", "cmrp:1006"),
    _plain(
        "3010.work", "Insertion dans la vie active ou le domaine prévu", "leads_to_work", "cmrp:3010.c", "cmrp:3002"
    ),
    _wage("cmrp:3010.c"),
)
CHECKS: dict[Measure, tuple[Check, ...]] = {
    Measure.INITIAL: _INITIAL,
    Measure.PREPARATION: (
        *_INITIAL,
        _plain("3013.b", "Perspective suffisante de mise en valeur économique", "economic_prospect", "cmrp:3013.b"),
        _plain("3013.c", "Placement exclu sans la mesure", "placement_impossible_without", "cmrp:3013.c"),
    ),
    Measure.NEW_TRAINING: (Check("Motif d'une nouvelle formation", _new_training), *_INITIAL),
    Measure.FURTHER: (
        _invalidity("3018.invalidity", "Invalidité", "cmrp:3018"),
        _plain("3018", "Capacité de gain maintenue ou améliorée", "maintains_or_improves", "cmrp:3018"),
        _fit("1008", "cmrp:1008", "cmrp:2001.1"),
        _plain("1006", "Mesure qui correspond aux capacités", "matches_abilities", "cmrp:1006"),
        _simple("1006.simple", "cmrp:1006"),
    ),
    Measure.GUIDANCE: (
        _fit("2001.1", "cmrp:2001.1"),
        _invalidity("2002", "Invalidité", "cmrp:2002"),
        _plain(
            "2002.a",
            "Limité·e dans l'activité antérieure ou le choix d'une profession",
            "limited_in_choice",
            "cmrp:2002.a",
        ),
        _plain("2002.b", "Orientation spécialisée nécessaire", "needs_specialised_guidance", "cmrp:2002.b"),
    ),
    Measure.RECLASSEMENT: (
        Check("Invalidité qui empêche l'activité antérieure", _prevented),
        _absent(
            "4017",
            "Interruption plus que provisoire",
            "temporary_interruption",
            "Une reprise de l'activité qui ne peut plus être exigée.",
            "cmrp:4017",
        ),
        _fit("4010.b", "cmrp:4010.b"),
        _plain("4010.suited", "Formation adaptée au handicap", "suited_to_disability", "cmrp:4010.c"),
        _abilities("4010.abilities", "cmrp:4010.c"),
        _simple("4010.simple", "cmrp:4010.c", "cmrp:4015"),
        Check("Équivalence avec l'activité antérieure", _equivalence),
        _plain("4010.prospect", "Perspective de mise en valeur économique", "economic_prospect", "cmrp:4010.c"),
        Check("Diminution durable de la capacité de gain", _loss),
        _absent(
            "4013.a",
            "Réadaptation encore insuffisante",
            "sufficiently_rehabilitated",
            "Une réadaptation qui ne suffit plus ou n'est pas acceptable.",
            "cmrp:4013.a",
        ),
        _absent(
            "4013.b",
            "Poste approprié et exigible seulement après une formation",
            "suitable_post_available",
            "L'absence d'un tel poste.",
            "cmrp:4013.b",
        ),
        Check("Motif d'un autre reclassement", _further_reclassement),
        Check("Temps suffisant avant l'âge de référence", _time),
        Check("Durée de travail globale importante", _lasting_work),
        Check("Effet sensible sur la capacité de gain", _effect),
        Check("Rapport raisonnable entre coût et utilité, malgré la rente", _pension),
        _wage("cmrp:4016.b", "cmrp:4008", "cmrp:4016"),
    ),
}
