"""How long the training lasts: usual, longer with reasons, one decision a level (cmrp:3020–3021, 4021–4023), and the
durations of vocational guidance (cmrp:2004, 2005)."""

from __future__ import annotations

from ai_calc.calculators.reclassement.choices import Degree, GuidanceForm, Measure, TrainingKind
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.french import phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.notices import info
from ai_calc.outcome.verdicts import all_of, any_of, status_of
from ai_calc.results import Notice, ReadingTaken, Role, Status, Step, Verdict


@record
class Decision:
    """One level of a training, which receives its own decision."""

    label: str
    degree: Degree | None
    months: int | None


@record
class Duration:
    """The duration in months. ``ordinary`` may come from the practice of the INSOS trainings; ``decisions``: the
    levels in the order in which they are decided."""

    ordinary: int | None
    planned: int | None
    longer_by: int
    decisions: tuple[Decision, ...]
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]
    notices: tuple[Notice, ...]


def duration_of(case: ReclassementCase, law: Law, measure: Measure) -> Duration:
    """The duration of a training and what has to be shown for it."""
    initial = measure.article_16
    base, longer = ("cmrp:3020", "cmrp:3021") if initial else ("cmrp:4022", "cmrp:4023")
    planned, kind = case.duration_planned_months, case.training_kind
    ordinary = case.duration_ordinary_months if planned is not None else None
    readings, notices = [ReadingTaken("C-76")], []
    rules: tuple[str, ...] = (base,)
    outside = kind is TrainingKind.PRACTICAL or kind is TrainingKind.OTHER
    if initial and outside:
        readings.append(ReadingTaken("C-24"))
        rules = (base, "cmrp:3020.1")
        notices.append(
            info(
                "whole_duration",
                phrase("Hors de la LFPr, l'octroi porte sur toute la durée, sans échelonnement."),
                "cmrp:3020.1",
            )
        )
        if kind is TrainingKind.PRACTICAL and planned is not None and ordinary is None:
            ordinary = law.count("training/insos_duration") * 12
    excess = max(0, planned - ordinary) if planned is not None and ordinary is not None else 0
    verdicts = [_reasonable(case, base)]
    if measure not in (Measure.FURTHER, Measure.PREPARATION):  # defined by 3017 and 3013, not by a list of kinds
        verdicts.insert(0, _kind(kind, initial))
    steps: tuple[Step, ...] = ()
    if planned is None:
        pass
    elif ordinary is None:
        reason = phrase("{0:mois} prévus ; la durée ordinaire n'est pas indiquée, et plus long se motive.", planned)
        label = "Durée ordinaire respectée"
        verdicts.append(Verdict("duration", label, Status.TO_APPRAISE, reason, (base, longer), role=Role.LIMIT))
    elif excess:
        soft = _usual(case, kind)
        verdicts.append(_longer(case, initial, longer, excess, soft))
        steps = (
            Step(
                "longer_by",
                "Durée au-delà de l'ordinaire",
                phrase("{0:mois} − {1:mois}", planned, ordinary),
                excess,
                "mois",
                (longer,),
            ),
        )
    else:
        verdicts.append(
            Verdict(
                "duration",
                "Durée ordinaire respectée",
                Status.MET,
                phrase("{0:mois} prévus, ordinaire {1:mois}.", planned, ordinary),
                rules,
                soft=_usual(case, kind),
                role=Role.LIMIT,
            )
        )
    ordered = sorted(case.levels, key=lambda level: level.degree is Degree.TERTIARY)
    decisions = tuple(Decision(level.label, level.degree, level.months) for level in ordered)
    if len(decisions) > 1:
        rule = "cmrp:3020.2" if initial else "cmrp:4022.1"
        verdicts.append(_later_levels(rule))
        notices.append(
            info(
                "levels",
                phrase(
                    "Une décision par niveau : {0} décisions ; d'abord le degré secondaire, jusqu'à la maturité, "
                    "ensuite seulement les études.",
                    len(decisions),
                ),
                rule,
            )
        )
    return Duration(
        ordinary,
        planned,
        excess,
        decisions if len(decisions) > 1 else (),
        tuple(verdicts),
        steps,
        tuple(readings),
        tuple(notices),
    )


def _later_levels(rule: str) -> Verdict:
    return Verdict(
        "levels",
        "Décision sur chaque niveau suivant",
        Status.TO_APPRAISE,
        phrase("Seul le premier niveau se décide maintenant ; les frais des suivants dépendent de leur décision."),
        (rule,),
        role=Role.LIMIT,
    )


def _usual(case: ReclassementCase, kind: TrainingKind | None) -> bool:
    """« en général »: how the circular bounds a full-time school."""
    return kind is TrainingKind.SCHOOL and case.full_time_school


def _kind(kind: TrainingKind | None, initial: bool) -> Verdict:
    """3012, 4021: the kinds that count; a practical INSOS training counts as initial training (3020.1)."""
    rule, label = "cmrp:3012" if initial else "cmrp:4021", "Genre de formation reconnu"
    if kind is None:
        return Verdict("kind", label, Status.TO_APPRAISE, phrase("Le genre de formation n'est pas indiqué."), (rule,))
    if kind is TrainingKind.OTHER or (kind is TrainingKind.PRACTICAL and not initial):
        return Verdict(
            "kind",
            label,
            Status.TO_APPRAISE,
            phrase("« {0} » n'est pas dans la liste : à motiver.", kind.french),
            (rule,),
        )
    if kind is TrainingKind.PRACTICAL:
        return Verdict("kind", label, Status.MET, phrase("« {0} ».", kind.french), ("cmrp:3020.1",))
    return Verdict("kind", label, Status.MET, phrase("« {0} ».", kind.french), (rule,))


def _reasonable(case: ReclassementCase, base: str) -> Verdict:
    """1006: duration and costs against the economic result, for every measure, with or without a pension."""
    duration = status_of(case.reasonable_duration)
    costs = status_of(case.cost_utility_reasonable) if duration is not Status.NOT_MET else Status.NOT_MET
    status = all_of(duration, costs)
    reason = {
        Status.MET: phrase("Durée et coûts sont dans un rapport raisonnable avec le résultat, selon le dossier."),
        Status.NOT_MET: phrase(
            "{0} dans un rapport raisonnable avec le résultat économique.",
            "La durée n'est pas" if duration is Status.NOT_MET else "Les coûts ne sont pas",
        ),
        Status.TO_APPRAISE: phrase("À apprécier : durée et coûts de la formation, et résultat économique attendu."),
    }[status]
    return Verdict(
        "reasonable_duration", "Durée et coûts raisonnables au regard du résultat", status, reason, (base, "cmrp:1006")
    )


def _longer(case: ReclassementCase, initial: bool, rule: str, excess: int, soft: bool) -> Verdict:
    """3021, 4023: a longer duration needs reasons; the two named are examples. A change of level keeps equivalence
    (4023 b).

    A limit: without a reason, what lies beyond the ordinary duration falls away, the training stands.
    """
    status = any_of(status_of(case.needs_more_time), status_of(case.level_change))
    label = "Durée plus longue, motivée"
    if status is Status.MET:
        more = "" if initial else " Le principe d'équivalence reste à respecter."
        return Verdict(
            "duration",
            label,
            status,
            phrase("{0:mois} de plus : un motif est établi.{1}", excess, more),
            (rule,),
            soft=soft,
            role=Role.LIMIT,
        )
    return Verdict(
        "duration",
        label,
        Status.TO_APPRAISE,
        phrase(
            "{0:mois} de plus que l'ordinaire : à motiver (plus de temps pour apprendre, changement de niveau, "
            "ou un autre motif).",
            excess,
        ),
        (rule,),
        phrase("Une durée qui ne dépasse pas l'ordinaire."),
        soft=soft,
        role=Role.LIMIT,
    )


def guidance_of(case: ReclassementCase, law: Law) -> tuple[list[Verdict], list[Notice], list[ReadingTaken]]:
    """2004, 2005, 2007–2010: whether the form planned is admitted, how long it may last, and what it may cost."""
    form = case.guidance_form
    if form is None:
        return (
            [
                Verdict(
                    "2003",
                    "Forme de l'orientation",
                    Status.TO_APPRAISE,
                    phrase("La forme n'est pas indiquée : entretiens et tests, stage, ou examen étendu."),
                    ("cmrp:2003",),
                )
            ],
            [],
            [],
        )
    if form is GuidanceForm.USUAL:
        return [], [], []
    if form is GuidanceForm.INTERNSHIP:
        limit, weeks = law.amount("training/guidance_placement_weeks"), case.internship_weeks
        if weeks is None:
            length, why = (
                Status.TO_APPRAISE,
                phrase("La durée du stage n'est pas indiquée ; elle ne devrait pas dépasser {0:semaines}.", limit),
            )
        elif weeks <= limit:
            length, why = Status.MET, phrase("{0:semaines}, pas plus que {1:semaines}.", weeks, limit)
        else:
            length, why = (
                Status.TO_APPRAISE,
                phrase("{0:semaines}, plus que les {1:semaines} recommandées : à motiver.", weeks, limit),
            )
        holidays = status_of(case.in_school_holidays)
        verdicts = [
            Verdict("2005", "Durée du stage", length, why, ("cmrp:2005",), soft=True),
            Verdict(
                "2005.holidays",
                "Stage pendant les vacances scolaires",
                holidays,
                {
                    Status.MET: phrase("Pendant les vacances scolaires."),
                    Status.NOT_MET: phrase("Hors des vacances scolaires : ce n'est pas admis."),
                    Status.TO_APPRAISE: phrase("À établir."),
                }[holidays],
                ("cmrp:2005",),
            ),
        ]
        notices = [
            info(
                "guidance_costs",
                phrase(
                    "Seuls les frais de transport supplémentaires dus à l'invalidité sont remboursés, en règle "
                    "générale."
                ),
                "cmrp:2009",
            )
        ]
        return verdicts, notices, [ReadingTaken("C-31"), ReadingTaken("X-08")]
    limit, months = law.amount("training/guidance_examination_months"), case.examination_months
    if months is None:
        length, why = (
            Status.TO_APPRAISE,
            phrase("La durée de l'examen n'est pas indiquée ; en règle générale, {0:mois} au plus.", limit),
        )
    elif months <= limit:
        length, why = Status.MET, phrase("{0:mois}, pas plus que {1:mois}.", months, limit)
    else:
        length, why = (
            Status.TO_APPRAISE,
            phrase(
                "{0:mois}, plus que {1:mois} : à motiver par les objectifs du plan de réadaptation.",
                months,
                limit,
            ),
        )
    verdicts = [Verdict("2004", "Durée de l'examen étendu", length, why, ("cmrp:2004",), soft=True)]
    notices = [
        info(
            "guidance_costs",
            phrase(
                "Sont remboursés transport, nourriture, logement et, au besoin, un encadrement supplémentaire ; sur le "
                "marché primaire, l'examen ne doit en principe rien coûter."
            ),
            "cmrp:2007",
            "cmrp:2008",
        ),
        info(
            "assisted_living",
            phrase("Un séjour en vue d'entrer dans un logement accompagné n'est pas pris en charge."),
            "cmrp:2010",
        ),
    ]
    return verdicts, notices, [ReadingTaken("C-77"), ReadingTaken("C-30")]
