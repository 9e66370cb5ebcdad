"""Which measure the case belongs to: the delimitations of 3001–3019 and 4001–4009, in the order of reading C-12.

Facts are read only when they can still matter, so that a question that is not reached is not asked.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from ai_calc.calculators.reclassement.choices import Goal, Invalidity, Measure, Training, Work, WorkAfter
from ai_calc.calculators.reclassement.income import income_test
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.path import PLAIN_INITIAL, PLAIN_PREPARATION, Path, Route, tip
from ai_calc.ground.dates import whole_months_between
from ai_calc.ground.french import Phrase, phrase
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of, status_of
from ai_calc.results import ReadingTaken, Status

_MET, _NOT_MET, _OPEN = Status.MET, Status.NOT_MET, Status.TO_APPRAISE


def route_of(case: ReclassementCase, law: Law) -> Route:
    """The measure that the case belongs to, with every delimitation on the way."""
    path = Path()
    if case.invalidity is Invalidity.NONE:
        path.add(
            "invalidity",
            "Invalidité survenue ou imminente",
            _NOT_MET,
            phrase("Aucune invalidité, ni survenue ni imminente, n'est établie : aucune mesure n'est due."),
            ("cmrp:2002", "cmrp:3010.a", "cmrp:4010.a"),
            decided=True,
            change=phrase("Une invalidité survenue ou imminente."),
        )
        return path.end(Measure.NONE)
    aim = _aim(case, law, path)
    if isinstance(aim, Measure):
        return path.end(aim)
    if aim is Goal.FURTHER:
        return path.end(_further(case, path))
    measure = _by_training(case, law, path)
    if (other := _before_training(case, path, measure)) is not None:
        return path.end(other)
    if measure is Measure.RECLASSEMENT:
        return path.end(measure)
    if aim is Goal.AUXILIARY:
        measure = _preparation(case, path)
    return path.end(measure)


# -- what is asked for (3003, 3004, 3008, 3009, 4003, 4008, 4009) -----------------------------------------------------


def _aim(case: ReclassementCase, law: Law, path: Path) -> Measure | Goal:
    """The measure that the aim alone settles, or the kind of training that is asked for."""
    goal = case.goal
    if goal is None:
        path.add(
            "goal",
            "But de la demande",
            _OPEN,
            phrase("Le but de la demande n'est pas indiqué."),
            ("cmrp:3003", "cmrp:3004", "cmrp:3009", "cmrp:4003", "cmrp:4009"),
            decided=True,
        )
        return Measure.NONE
    if goal is Goal.FITNESS:
        path.add(
            "fitness",
            "L'aptitude à la réadaptation est connue",
            _NOT_MET,
            phrase(
                "S'il s'agit seulement de savoir si une réadaptation est possible, ce sont des mesures d'instruction "
                "(art. 43 LPGA, art. 69 RAI), à régler avant toute mesure professionnelle."
            ),
            ("cmrp:2001.1",),
            tip(
                Measure.GUIDANCE,
                "Si l'aptitude est établie et qu'il s'agit de connaître les activités adaptées",
                goal=Goal.APTITUDES,
            ),
            decided=True,
        )
        return Measure.NONE
    if goal is Goal.APTITUDES:
        path.add(
            "3004",
            "La mesure sert à connaître les aptitudes professionnelles",
            _MET,
            phrase("Connaître ses aptitudes et choisir une profession relève de l'orientation."),
            ("cmrp:3004", "cmrp:4003"),
            decided=True,
        )
        return Measure.GUIDANCE
    if goal is Goal.REINSERTION:
        path.add(
            "3009",
            "La mesure sert d'abord à retrouver l'aptitude à la réadaptation",
            _MET,
            phrase(
                "Rythme, motivation et stabilité relèvent de la réinsertion, et non de la formation initiale ou du "
                "reclassement."
            ),
            ("cmrp:3009", "cmrp:4009"),
            decided=True,
        )
        return Measure.REINSERTION
    if goal is Goal.PLACEMENT:
        path.add(
            "5001",
            "Un emploi est demandé, sans formation",
            _MET,
            phrase("Sans formation à suivre, la demande relève du service de placement, qui a ses propres conditions."),
            ("cmrp:5001", "cmrp:5005"),
            decided=True,
        )
        return Measure.PLACEMENT
    if goal is Goal.MATURITY:
        path.add(
            "3003",
            "La mesure fait partie de la formation choisie",
            _NOT_MET,
            phrase(
                "Mûrir le choix, combler des lacunes scolaires ou acquérir une maturité personnelle n'est pas une "
                "formation initiale."
            ),
            ("cmrp:3003",),
            decided=True,
            change=phrase("Une préparation spécifique et nécessaire, après le choix de la profession."),
        )
        return Measure.NONE
    if goal is Goal.SHELTERED_START:
        return _sheltered_start(case, law, path)
    if goal is Goal.PREPARATORY:
        status = status_of(case.preparation_specific)
        if status is _NOT_MET:
            path.add(
                "3003",
                "La préparation est spécifique à la formation choisie",
                _NOT_MET,
                phrase(
                    "La préparation n'est pas spécifique à la formation, ou pas nécessaire : elle n'en fait pas partie."
                ),
                ("cmrp:3003",),
                decided=True,
                change=phrase("Une préparation spécifique et nécessaire, après le choix de la profession."),
            )
            return Measure.NONE
        path.add(
            "3003",
            "La préparation est spécifique à la formation choisie",
            status,
            phrase(
                "Spécifique et nécessaire après le choix de la profession, elle fait partie de la formation."
                if status is _MET
                else "À établir : la préparation est-elle spécifique et nécessaire ?"
            ),
            ("cmrp:3003", "cmrp:3012.c", "cmrp:4021.c"),
            tip(
                Measure.NONE,
                "Une préparation ni spécifique ni nécessaire n'en ferait pas partie",
                preparation_specific=Finding.NOT_MET,
            ),
        )
        return Goal.TRAINING
    path.add(
        "goal",
        "Une formation est demandée",
        _MET,
        phrase("Ni orientation, ni réinsertion, ni accoutumance à un emploi protégé : « {0} ».", goal.french),
        ("cmrp:3004", "cmrp:3009", "cmrp:4003", "cmrp:4009"),
    )
    return goal


def _sheltered_start(case: ReclassementCase, law: Law, path: Path) -> Measure | Goal:
    """3008, 4008 (reading C-05: article 17 too): getting used to sheltered work is neither 16 nor 17."""
    label, rules = "L'introduction à un emploi protégé dépasse la simple accoutumance", ("cmrp:3008", "cmrp:4008")
    path.readings += [ReadingTaken("C-05"), ReadingTaken("C-65")]
    try:
        limit = law.amount("training/min_hourly_wage")
    except NoValueError:
        path.add(
            "3008",
            label,
            _OPEN,
            phrase("Le montant du salaire au rendement n'est pas connu pour cette date."),
            rules,
            decided=True,
        )
        return Measure.NONE
    wage = case.expected_hourly_wage
    enough = tip(
        Measure.PREPARATION,
        "Avec un salaire au rendement d'au moins {0:CHF/h}, on examinerait une préparation",
        limit,
        **PLAIN_PREPARATION,
    )
    if wage is None:
        path.add(
            "3008",
            label,
            _OPEN,
            phrase(
                "Sous {0:CHF/h}, cette période ne relève ni de l'art. 16 ni de l'art. 17 LAI ; le "
                "salaire au rendement reste à établir.",
                limit,
            ),
            rules,
            enough,
            decided=True,
        )
        return Measure.NONE
    if wage < limit:
        path.add(
            "3008",
            label,
            _NOT_MET,
            phrase("{0:CHF/h}, moins que {1:CHF/h} : ni formation initiale, ni reclassement.", wage, limit),
            rules,
            enough,
            decided=True,
        )
        return Measure.NONE
    path.add(
        "3008",
        label,
        _MET,
        phrase("{0:CHF/h}, au moins {1:CHF/h} : une préparation peut s'examiner.", wage, limit),
        rules,
        tip(
            Measure.NONE,
            "Avec un salaire au rendement de moins de {0:CHF/h}",
            limit,
            expected_hourly_wage=limit - Decimal("0.01"),
        ),
    )
    return Goal.AUXILIARY


def _further(case: ReclassementCase, path: Path) -> Measure:
    """3017–3019: needed because of the invalidity, a complement of training is a reclassement (reading C-25)."""
    label, rules = "Le perfectionnement est nécessaire en raison de l'invalidité", ("cmrp:3019", "cmrp:3018")
    path.readings.append(ReadingTaken("C-25"))
    needed = status_of(case.needed_because_of_invalidity)
    if needed is _MET:
        path.add(
            "3019",
            label,
            _MET,
            phrase("Nécessaire en raison de l'invalidité, il est un reclassement."),
            ("cmrp:3019",),
            tip(
                Measure.FURTHER,
                "S'il n'était pas nécessaire en raison de l'invalidité",
                needed_because_of_invalidity=Finding.NOT_MET,
            ),
            decided=True,
        )
        return Measure.RECLASSEMENT
    path.add(
        "3019",
        label,
        needed,
        phrase(
            "Il n'est pas nécessaire en raison de l'invalidité : il reste un perfectionnement."
            if needed is _NOT_MET
            else "À établir : nécessaire en raison de l'invalidité, il serait un reclassement."
        ),
        rules,
        tip(
            Measure.RECLASSEMENT,
            "S'il était nécessaire en raison de l'invalidité",
            needed_because_of_invalidity=Finding.MET,
        ),
        decided=True,
    )
    return Measure.FURTHER


# -- the training and the work that the person has had (3005–3007, 3011, 4004–4006.1) ---------------------------------


def _by_training(case: ReclassementCase, law: Law, path: Path) -> Measure:
    training = case.training
    path.readings.append(ReadingTaken("C-12"))
    if training is None:
        path.add(
            "training",
            "Formation avant l'invalidité",
            _OPEN,
            phrase("La formation suivie avant l'invalidité n'est pas indiquée."),
            ("cmrp:3005", "cmrp:3011", "cmrp:4004"),
            tip(
                Measure.RECLASSEMENT,
                "Avec une formation achevée et un emploi avant l'invalidité",
                training=Training.COMPLETED_BEFORE,
                work=Work.EMPLOYED,
            ),
            decided=True,
        )
        path.candidates.append(Measure.NEW_TRAINING)
        return Measure.INITIAL
    if training is Training.COMPLETED_BEFORE:
        return _completed_before(case, law, path)
    if training in (Training.INTERRUPTED_HEALTH, Training.ONGOING, Training.COMPLETED_AFTER):
        return _cut_short(case, law, path)
    return _untrained(case, law, path)


def work_duration(case: ReclassementCase) -> Decimal | None:
    """Whole months of the work before the insured event, from its dates or as given; ``None`` when unknown."""
    since = case.work_since
    if since is not None and (event := case.invalidity_date) is not None:  # else what came after it might count
        until = case.work_until
        end = event if until is None else min(event, until + timedelta(days=1))
        return Decimal(whole_months_between(since, end))
    return case.work_months


def _completed_before(case: ReclassementCase, law: Law, path: Path) -> Measure:
    """3005 a, 3005.1, 4006.1: trained and at work is reclassement; the six months delimit the new profession (C-13)."""
    work = case.work
    path.after_completion = True
    active, rules = "Formation achevée et déjà dans la vie active", ("cmrp:3005.a",)
    if work is None:
        path.add(
            "3005.a",
            active,
            _OPEN,
            phrase("La formation était achevée ; l'activité avant l'invalidité n'est pas indiquée."),
            ("cmrp:3005.a", "cmrp:3005.1", "cmrp:4006.1"),
            tip(Measure.RECLASSEMENT, "Avec un emploi avant l'invalidité", work=Work.EMPLOYED),
            decided=True,
        )
        return Measure.NEW_TRAINING
    if work is Work.NONE:
        path.add(
            "3005.a",
            active,
            _OPEN,
            phrase(
                "La formation était achevée, mais aucun emploi n'a précédé l'invalidité : le texte ne règle pas ce cas."
            ),
            ("cmrp:3005.a", "cmrp:3005.1", "cmrp:4006.1", "cmrp:3011"),
            tip(Measure.RECLASSEMENT, "Avec un emploi avant l'invalidité", work=Work.EMPLOYED),
            decided=True,
        )
        path.readings.append(
            ReadingTaken("L-31", phrase("Comme reclassement, la formation serait prise en charge selon l'art. 17 LAI."))
        )
        return Measure.NEW_TRAINING
    months = path.work_months = work_duration(case)
    minimum = law.count("training/significant_income_months")
    rules_six = ("cmrp:3005.1", "cmrp:4006.1")
    label = phrase("Revenu d'une certaine importance économique pendant {0:mois}", minimum)
    if months is None:
        six = _OPEN
        why = phrase("La durée de l'activité n'est pas indiquée ; il faut au moins {0:mois}.", minimum)
    elif months < minimum:
        six = _NOT_MET
        why = phrase("{0:mois}, moins que {1:mois}.", months, minimum)
    else:
        six = status_of(case.income_significant)
        words = {
            _MET: "revenu d'une certaine importance économique",
            _NOT_MET: "mais le revenu n'a pas cette importance",
            _OPEN: "l'importance économique du revenu reste à apprécier (le texte ne la chiffre pas)",
        }[six]
        why = phrase("{0:mois}, au moins {1:mois} ; {2}.", months, minimum, words)
    if work is Work.ODD_JOBS:
        return _trained_with_odd_jobs(path, six, str(label), why, rules_six)
    path.add(
        "3005.a",
        active,
        _MET,
        phrase("La formation était achevée et la personne travaillait avant l'invalidité."),
        rules,
        tip(
            Measure.INITIAL,
            "Si aucune formation n'avait été commencée, ni aucun emploi exercé",
            training=Training.NEVER,
            work=Work.NONE,
            **PLAIN_INITIAL,
        ),
        decided=True,
    )
    was_open = path.open
    path.add("3005.1", str(label), six, why, rules_six)
    path.open = was_open  # reading C-13: trained and at work needs no minimum
    path.readings += [
        ReadingTaken(
            "C-13",
            (
                None
                if six is _MET
                else phrase(
                    "Si ces {0:mois} étaient exigés aussi d'une personne formée et active, ce serait : {1}.",
                    minimum,
                    Measure.NEW_TRAINING.french,
                )
            ),
        ),
        ReadingTaken("C-14"),
        ReadingTaken("C-15"),
    ]
    return Measure.RECLASSEMENT


def _trained_with_odd_jobs(path: Path, six: Status, label: str, why: Phrase, rules: tuple[str, ...]) -> Measure:
    path.from_odd_jobs = True
    path.readings += [ReadingTaken("C-16"), ReadingTaken("C-13"), ReadingTaken("C-14")]
    path.add(
        "3007",
        "Seulement des emplois de durée limitée",
        _MET,
        phrase("Des petits boulots ne font pas, à eux seuls, une vie active."),
        ("cmrp:4006",),
    )
    if six is _MET:
        path.add(
            "3005.1",
            label,
            six,
            why,
            rules,
            tip(
                Measure.NEW_TRAINING,
                "Sans l'importance économique du revenu",
                income_significant=Finding.NOT_MET,
                goal=Goal.TRAINING,
            ),
            decided=True,
        )
        return Measure.RECLASSEMENT
    path.add(
        "3005.1",
        label,
        six,
        why,
        rules,
        tip(
            Measure.RECLASSEMENT,
            "Avec un tel revenu pendant cette durée",
            income_significant=Finding.MET,
            work_since=None,
            work_months=Decimal(6),
        ),
        decided=True,
    )
    return Measure.NEW_TRAINING


def _cut_short(case: ReclassementCase, law: Law, path: Path) -> Measure:
    """3006, 4005, 3011 b: a training interrupted, continued or finished despite the handicap — the income decides."""
    training = case.training
    above = income_test(case, law, path)
    if above is _MET:
        return Measure.RECLASSEMENT
    if training is Training.COMPLETED_AFTER:
        path.add(
            "3015.after",
            "Nouvelle formation après la survenance",
            _MET,
            phrase(
                "La formation a été achevée après la survenance de l'invalidité : une autre formation en est une"
                " nouvelle."
            ),
            ("cmrp:3015", "cmrp:3016"),
            decided=True,
        )
        return Measure.NEW_TRAINING
    if case.work_after is WorkAfter.UNSUITABLE:
        return _unsuitable_since(path, True)
    if case.work_after is WorkAfter.ODD_JOBS:
        return _odd_jobs_since(path)
    if case.work_after is None:
        _unknown_since(path)
    ongoing = training is Training.ONGOING
    path.add(
        "3011.a" if ongoing else "3011.b",
        "Formation pas encore achevée" if ongoing else "Formation initiale interrompue, revenu sous le seuil",
        _MET if above is _NOT_MET else _OPEN,
        phrase(
            "La formation n'était pas achevée à la survenance et le revenu ne dépasse pas le seuil."
            if above is _NOT_MET
            else "Tant que le revenu n'est pas établi, la formation initiale reste à confirmer."
        ),
        ("cmrp:3011.a" if ongoing else "cmrp:3011.b", "cmrp:4004.a"),
        decided=True,
    )
    return Measure.INITIAL


def _unsuitable_since(path: Path, interrupted: bool) -> Measure:
    rules = ("cmrp:3015.b", "cmrp:3006.b", "cmrp:4005.d") if interrupted else ("cmrp:3015.b",)
    path.add(
        "3015.b",
        "Activité inadaptée entreprise depuis l'invalidité",
        _MET,
        phrase(
            "L'activité entreprise depuis ne peut raisonnablement être poursuivie ; elle n'est pas un nouvel événement"
            " assuré."
            if interrupted
            else "L'activité entreprise depuis ne peut raisonnablement être poursuivie."
        ),
        rules,
        tip(Measure.INITIAL, "Sans cette activité", **PLAIN_INITIAL),
        decided=True,
    )
    return Measure.NEW_TRAINING


def _unknown_since(path: Path) -> None:
    path.add(
        "work_after",
        "Activité depuis l'invalidité",
        _OPEN,
        phrase("L'activité depuis l'invalidité n'est pas indiquée."),
        ("cmrp:3015.b", "cmrp:3007"),
        tip(
            Measure.NEW_TRAINING,
            "Avec une activité inadaptée, inexigible à long terme",
            goal=Goal.TRAINING,
            work_after=WorkAfter.UNSUITABLE,
        ),
    )


def _odd_jobs_since(path: Path) -> Measure:
    path.from_odd_jobs = True
    path.readings.append(ReadingTaken("C-16"))
    path.add(
        "3007",
        "Formation jamais achevée, petits boulots depuis",
        _MET,
        phrase("Des emplois de durée limitée laissent la mesure dans la formation initiale."),
        ("cmrp:3007", "cmrp:3011.c", "cmrp:4006"),
        decided=True,
    )
    return Measure.INITIAL


def _untrained(case: ReclassementCase, law: Law, path: Path) -> Measure:
    """3005 b, 3007, 3011, 4004, 4006: without training, six months of auxiliary work lead to reclassement (C-13,
    C-16)."""
    work = case.work
    minimum = law.count("training/auxiliary_work_months")
    settled = True
    if work is Work.ODD_JOBS:
        months = path.work_months = work_duration(case)
        path.from_odd_jobs = True
        path.readings.append(
            ReadingTaken(
                "C-16",
                (
                    None
                    if months is None or months < minimum
                    else phrase(
                        "Si des emplois brefs s'additionnaient, {0:mois} donneraient : {1}.",
                        months,
                        Measure.RECLASSEMENT.french,
                    )
                ),
            )
        )
        path.add(
            "3007",
            "Formation jamais achevée, petits boulots",
            _MET,
            phrase("Des emplois de durée limitée laissent la mesure dans la formation initiale."),
            ("cmrp:3007", "cmrp:3011.c", "cmrp:4006"),
            tip(
                Measure.RECLASSEMENT,
                "Avec une activité auxiliaire d'un seul tenant d'au moins {0:mois}",
                minimum,
                work=Work.AUXILIARY,
                work_since=None,
                work_months=Decimal(minimum),
            ),
            decided=True,
        )
    elif work is None:
        settled = False
        path.add(
            "3005.b",
            str(phrase("Activité auxiliaire pendant au moins {0:mois}", minimum)),
            _OPEN,
            phrase("L'activité avant l'invalidité n'est pas indiquée."),
            ("cmrp:3005.b", "cmrp:4004.b"),
            tip(
                Measure.RECLASSEMENT,
                "Avec {0:mois} d'activité auxiliaire ou plus",
                minimum,
                work=Work.AUXILIARY,
                work_since=None,
                work_months=Decimal(minimum),
            ),
        )
    elif work is not Work.NONE:
        months = path.work_months = work_duration(case)
        path.readings.append(ReadingTaken("C-13"))
        label, rules = (
            str(phrase("Activité auxiliaire pendant au moins {0:mois}", minimum)),
            ("cmrp:3005.b", "cmrp:4004.b"),
        )
        if months is not None and months >= minimum:
            path.add(
                "3005.b",
                label,
                _MET,
                phrase("{0:mois} d'activité sans formation, au moins {1:mois}.", months, minimum),
                rules,
                tip(
                    Measure.INITIAL,
                    "Avec moins de {0:mois} d'activité",
                    minimum,
                    work_since=None,
                    work_months=minimum - Decimal("0.1"),
                    **PLAIN_INITIAL,
                ),
                decided=True,
            )
            return Measure.RECLASSEMENT
        settled = months is not None
        longer = tip(
            Measure.RECLASSEMENT,
            "Avec {0:mois} d'activité ou plus",
            minimum,
            work_since=None,
            work_months=Decimal(minimum),
        )
        if months is None:
            path.add(
                "3005.b",
                label,
                _OPEN,
                phrase("La durée de l'activité n'est pas indiquée ; il faut au moins {0:mois}.", minimum),
                rules,
                longer,
            )
        else:
            path.add(
                "3005.b",
                label,
                _NOT_MET,
                phrase("{0:mois} d'activité sans formation, moins que {1:mois}.", months, minimum),
                rules,
                longer,
            )
    if work is not Work.ODD_JOBS:
        after = case.work_after
        if after is WorkAfter.UNSUITABLE:
            return _unsuitable_since(path, False)
        if after is WorkAfter.ODD_JOBS:
            return _odd_jobs_since(path)
        if after is None:
            _unknown_since(path)
            settled = False
        path.add(
            "3011.a",
            "Formation pas encore achevée",
            _MET if settled else _OPEN,
            phrase("Aucune formation n'était achevée quand l'atteinte à la santé est survenue."),
            ("cmrp:3011.a", "cmrp:4004.a"),
            decided=True,
        )
    return Measure.INITIAL


# -- before a training, and what is assimilated to initial training (3001, 3003, 3004, 3013, 3014, 4003) --------------


def _before_training(case: ReclassementCase, path: Path, measure: Measure) -> Measure | None:
    """3001, 3003, 3004, 4003: school is finished and the profession chosen; otherwise the case lies elsewhere. Who has
    finished a training, or worked without one, has left school."""
    if measure is Measure.INITIAL and (other := _school(case, path)) is not None:
        return other
    rules = ("cmrp:4003", "cmrp:3004") if measure is Measure.RECLASSEMENT else ("cmrp:3003", "cmrp:3004")
    chosen = status_of(case.profession_chosen)
    if chosen is _NOT_MET:
        taken = PLAIN_INITIAL if measure is Measure.INITIAL else {"goal": Goal.TRAINING}
        path.add(
            "3004",
            "Profession choisie",
            _NOT_MET,
            phrase("La profession n'est pas choisie : d'abord l'orientation."),
            rules,
            tip(measure, "La profession choisie", **taken),
            decided=True,
        )
        return Measure.GUIDANCE
    if measure is Measure.RECLASSEMENT or (chosen is _MET and measure is not Measure.INITIAL):
        return None  # a step of its own only where the text makes it one: 4003 sends away who has not chosen
    path.add(
        "3004",
        "Profession choisie",
        chosen,
        phrase("La profession est choisie." if chosen is _MET else "À établir : la profession est-elle choisie ?"),
        rules,
        tip(Measure.GUIDANCE, "Si la profession n'était pas choisie", profession_chosen=Finding.NOT_MET),
    )
    return None


def _school(case: ReclassementCase, path: Path) -> Measure | None:
    """3001: a training begins when school is finished."""
    school = status_of(case.schooling_completed)
    if school is _NOT_MET:
        path.add(
            "3001",
            "Formation scolaire achevée",
            _NOT_MET,
            phrase("L'école n'est pas achevée : la formation initiale ne peut pas commencer."),
            ("cmrp:3001", "cmrp:3003"),
            tip(Measure.INITIAL, "L'école achevée et la profession choisie", **PLAIN_INITIAL),
            decided=True,
        )
        return Measure.NONE
    path.add(
        "3001",
        "Formation scolaire achevée",
        school,
        phrase("L'école est achevée." if school is _MET else "À établir : l'école est-elle achevée ?"),
        ("cmrp:3001", "cmrp:3003"),
        tip(Measure.NONE, "Si l'école n'était pas achevée", schooling_completed=Finding.NOT_MET),
    )
    return None


def _preparation(case: ReclassementCase, path: Path) -> Measure:
    """3013, 3014: preparation for auxiliary or sheltered work, and its limit when the workshop changes."""
    path.add(
        "3013",
        "Préparation à un travail auxiliaire ou à un atelier protégé",
        _MET,
        phrase("Cette préparation est assimilée à la formation initiale."),
        ("cmrp:3013",),
        decided=True,
    )
    label, rules = "Nouveau genre de profession, nécessaire en raison de l'invalidité", ("cmrp:3014",)
    if case.workshop_change is Finding.NOT_MET:
        return Measure.PREPARATION
    if case.workshop_change is Finding.UNKNOWN:
        path.add(
            "3014",
            label,
            _OPEN,
            phrase("À établir : est-ce un changement d'atelier protégé, après une formation étendue ?"),
            rules,
            tip(
                Measure.NONE,
                "Après un tel changement, pour un genre de profession semblable",
                workshop_change=Finding.MET,
                same_kind_of_profession=Finding.MET,
            ),
        )
        return Measure.PREPARATION
    same = case.same_kind_of_profession
    if same is Finding.MET:
        path.add(
            "3014",
            label,
            _NOT_MET,
            phrase("Après une formation étendue, le même genre de profession n'est plus formé."),
            rules,
            tip(
                Measure.PREPARATION,
                "Dans un autre genre de profession, si l'invalidité l'exige",
                same_kind_of_profession=Finding.NOT_MET,
                needed_because_of_invalidity=Finding.MET,
            ),
            decided=True,
        )
        return Measure.NONE
    status = status_of(case.needed_because_of_invalidity)
    if status is _NOT_MET:
        path.add(
            "3014",
            label,
            _NOT_MET,
            phrase("Un autre genre de profession n'est formé que si l'invalidité l'exige."),
            rules,
            tip(
                Measure.PREPARATION,
                "Si l'invalidité l'exigeait",
                same_kind_of_profession=Finding.NOT_MET,
                needed_because_of_invalidity=Finding.MET,
            ),
            decided=True,
        )
        return Measure.NONE
    status = all_of(status, _MET if same is Finding.NOT_MET else _OPEN)
    path.add(
        "3014",
        label,
        status,
        phrase(
            "Autre genre de profession, nécessaire en raison de l'invalidité."
            if status is _MET
            else "À établir : un autre genre de profession, et sa nécessité en raison de l'invalidité."
        ),
        rules,
        tip(Measure.NONE, "Pour un genre de profession semblable", same_kind_of_profession=Finding.MET),
        decided=True,
    )
    return Measure.PREPARATION
