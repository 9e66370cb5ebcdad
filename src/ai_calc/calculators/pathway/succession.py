"""What the circular says of each step after the ones before it: which may follow, for how long, on what condition.

Every function returns the verdicts of one step. A step about which the circular says nothing gets one verdict that
says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ai_calc.calculators.pathway.engagements import contribution_increase, hired_before, start_of_placement
from ai_calc.calculators.pathway.model import Measure, PathStep, PathwayCase, last_day
from ai_calc.calculators.pathway.position import Position, days_once, follows_on, same_employer
from ai_calc.ground.dates import add_months, days_from_to
from ai_calc.ground.french import Phrase, phrase, several
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import of_findings, status_of
from ai_calc.results import Status, Verdict

VOCATIONAL = frozenset(
    {
        Measure.GUIDANCE,
        Measure.GUIDANCE_EXAMINATION,
        Measure.GUIDANCE_STAGE,
        Measure.INITIAL_TRAINING,
        Measure.RETRAINING,
        Measure.PLACEMENT,
        Measure.TRIAL_PLACEMENT,
        Measure.WORK_INTRODUCTION,
    }
)
"""Measures of a vocational kind (cmrp:6006). Early intervention and reintegration come before them."""


def of_path(case: PathwayCase, law: Law) -> list[tuple[Position, list[Verdict]]]:
    """The steps in order, each with its verdicts; what one of them is refused for is known to the next ones."""
    found: list[tuple[Position, list[Verdict]]] = []
    before: tuple[PathStep, ...] = ()
    unplaced: tuple[PathStep, ...] = ()
    for number, step in case.ordered:
        at = Position(number, step, before, unplaced, case, law)
        verdicts = _of_step(at)
        found.append((at, verdicts))
        before = (*before, step)
        if any(v.key == f"{number}.5027" and v.status is Status.NOT_MET for v in verdicts):
            unplaced = (*unplaced, step)
    return found


def fitness(at: Position) -> Verdict | None:
    """Fitness for rehabilitation comes before any vocational measure (cmrp:2001.1); a reintegration aims at it
    (3009, 4009)."""
    if at.step.measure not in VOCATIONAL and at.step.measure is not Measure.CAPITAL_AID:
        return None
    key, label, rules = "2001.1", "Aptitude à la réadaptation, avant toute mesure professionnelle", ("cmrp:2001.1",)
    if at.case.fit is Finding.NOT_MET and at.earlier(Measure.REINTEGRATION):
        return Verdict(
            key,
            label,
            Status.TO_APPRAISE,
            phrase("Elle manque au début ; la réinsertion prévue d'abord y prépare, et elle sera à établir ensuite."),
            (*rules, "cmrp:3009", "cmrp:4009"),
            phrase("L'aptitude établie après la réinsertion."),
        )
    return of_findings(
        key, label, rules, at.case.fit, change=phrase("L'éclaircir d'abord, par une mesure d'instruction.")
    )


def _of_step(at: Position) -> list[Verdict]:
    """All verdicts of one step."""
    measure = at.step.measure
    if measure is None:
        return [
            at.verdict("measure", "Mesure", Status.TO_APPRAISE, phrase("La mesure n'est pas indiquée."), ("cmrp:1006",))
        ]
    found = [*_RULES[measure](at), *_beside_another(at)]
    if not found:
        return [
            at.verdict(
                "free",
                "Suite",
                Status.MET,
                phrase("Aucune règle de la circulaire ne s'y oppose après les étapes précédentes."),
                (_BASE[measure],),
            )
        ]
    return found


_OCCUPYING = frozenset(
    {
        Measure.EARLY_INTERVENTION,
        Measure.REINTEGRATION,
        Measure.GUIDANCE_EXAMINATION,
        Measure.GUIDANCE_STAGE,
        Measure.INITIAL_TRAINING,
        Measure.RETRAINING,
        Measure.TRIAL_PLACEMENT,
        Measure.WORK_INTRODUCTION,
    }
)
"""Measures at which a person is present; talks, job search and coaching go beside them."""

_TRAININGS = (Measure.INITIAL_TRAINING, Measure.RETRAINING)


def _has_own_rule(before: PathStep, step: PathStep) -> bool:
    """Whether the rules of the measure itself say what two of them at the same time are: trainings, trials, an
    allocation during a trial or with the same employer."""
    one, two = before.measure, step.measure
    if one in _TRAININGS and two in _TRAININGS:
        return True
    if one is Measure.TRIAL_PLACEMENT and two in (Measure.TRIAL_PLACEMENT, Measure.WORK_INTRODUCTION):
        return True
    return one is two is Measure.WORK_INTRODUCTION and bool(same_employer(before, step))


def _beside_another(at: Position) -> list[Verdict]:
    """Two measures that want the person present at the same time: the circular has one after the other."""
    if at.step.measure not in _OCCUPYING:
        return []
    running = [s for s in at.running(at.earlier(*_OCCUPYING)) if not _has_own_rule(s, at.step)]
    if not running:
        return []
    other = max(running, key=last_day)
    last = min(last_day(other), at.step.end or last_day(other))
    reason = phrase(
        "Du {0} au {1}, elle recouvre une étape commencée avant (« {2} ») ; la circulaire ne prévoit pas les deux à la"
        " fois.",
        at.step.start,
        last,
        other.name,
    )
    rules = tuple(dict.fromkeys(_BASE[m] for m in (at.step.measure, other.measure) if m is not None))
    change = phrase("Commencer après le {0}, ou dire pourquoi les deux vont ensemble.", last_day(other))
    return [at.verdict("beside", "Une mesure à la fois", Status.TO_APPRAISE, reason, rules, change)]


def _justified(at: Position, part: str, title: str, why: Phrase, rules: tuple[str, ...], soft: bool = False) -> Verdict:
    """A point that someone has to justify: « judicieux et nécessaire », « circonstances »."""
    status = status_of(at.step.justified)
    tail = {
        Status.MET: "Selon le dossier, c'est justifié.",
        Status.NOT_MET: "Selon le dossier, rien ne le justifie.",
        Status.TO_APPRAISE: "Reste à apprécier si c'est justifié.",
    }[status]
    return at.verdict(
        part, title, status, phrase("{0} {1}", str(why), tail), rules, phrase("Une justification au dossier."), soft
    )


def _begun(at: Position, same: Callable[[PathStep], bool]) -> date:
    """The first day of what this step goes on with: earlier ones of its measure that are the ``same``, without a
    working day between."""
    chain = [at.step]
    for s in sorted((s for s in at.before if s.measure is at.step.measure), key=last_day, reverse=True):
        if same(s) and any(follows_on(c, s) for c in chain):
            chain.append(s)
    return min(s.start for s in chain)


def _within_months(at: Position, months: int, part: str, rules: tuple[str, ...]) -> list[Verdict]:
    """A usual length in months, which may be exceeded for a reason (« en règle générale »). Steps without a break are
    one length, unless the person was hired in between."""
    title, end = "Durée", at.step.end
    if end is None:
        reason = phrase("La fin manque ; de règle, {0:mois} au plus.", months)
        return [at.verdict(part, title, Status.TO_APPRAISE, reason, rules, soft=True)]
    start = _begun(at, lambda s: s.hired_on is None)
    together = "" if start == at.step.start else ", avec ce qui précède sans interruption"
    if end < add_months(start, months):
        reason = phrase("Du {0} au {1}{2} : dans les {3:mois} de règle.", start, end, together, months)
        return [at.verdict(part, title, Status.MET, reason, rules)]
    why = phrase("Du {0} au {1}{2} : plus que les {3:mois} de règle.", start, end, together, months)
    return [_justified(at, part, title, why, rules, soft=True)]


def _at_most(at: Position, part: str, longest: int, earlier: list[PathStep]) -> Verdict:
    """A length in days that nothing exceeds; ``earlier`` steps are part of it, a day that two of them cover counts
    once."""
    title, rules = "Durée", (f"cmrp:{part}",)
    before = days_once(*((s.start, last_day(s)) for s in earlier))
    days = days_once(*((s.start, last_day(s)) for s in (*earlier, at.step)))
    why = phrase(" (dont {0} avant, au même endroit)", before) if earlier else phrase("")
    if days > longest:
        reason = phrase("{0:jours}{1}, plus que les {2} du maximum.", days, str(why), longest)
        return at.verdict(part, title, Status.NOT_MET, reason, rules, phrase("{0:jours} de moins.", days - longest))
    if at.step.end is None:
        reason = phrase("La fin manque ; {0:jours} au plus{1}.", longest, str(why))
        return at.verdict(part, title, Status.TO_APPRAISE, reason, rules)
    if any(s.end is None for s in earlier):
        reason = phrase(
            "Au moins {0:jours} sur {1} : la fin d'une étape précédente au même endroit manque.", days, longest
        )
        return at.verdict(part, title, Status.TO_APPRAISE, reason, rules, phrase("Indiquer sa fin."))
    return at.verdict(part, title, Status.MET, phrase("{0:jours} sur {1}.", days, longest), rules)


# -- before work -------------------------------------------------------------------------------------------------------


def _guidance(at: Position) -> list[Verdict]:
    """Interviews and tests have no length of their own; the three months are for examinations (cmrp:2003, 2004)."""
    return [
        at.verdict(
            "2003",
            "Durée",
            Status.MET,
            phrase("Pour des entretiens et des tests, le texte ne fixe pas de durée."),
            ("cmrp:2003",),
        )
    ]


def _examination(at: Position) -> list[Verdict]:
    """Three months as a rule; longer to bridge the time to the next measure, if that serves the plan (cmrp:2004)."""
    return _within_months(at, at.law.count("training/guidance_examination_months"), "2004", ("cmrp:2004",))


_HOLIDAYS_WEEKS = 12
"""No school holidays in Switzerland last that long (the longest, in Ticino, some eleven weeks)."""


def _guidance_stage(at: Position) -> list[Verdict]:
    """Two weeks recommended, in school holidays (cmrp:2005, reading C-31); with one employer without a break it is one
    stage."""
    weeks, rules, end = at.law.count("training/guidance_placement_weeks"), ("cmrp:2005",), at.step.end
    if end is None:
        reason = phrase("La fin manque ; un stage ne devrait pas dépasser {0:semaines}.", weeks)
        length = at.verdict("2005", "Durée", Status.TO_APPRAISE, reason, rules, soft=True)
        return [length, _in_holidays(at, None)]
    days = days_from_to(_begun(at, lambda s: bool(same_employer(s, at.step))), end)
    if days <= 7 * weeks:
        reason = phrase("{0:jours}, dans les {1:semaines}.", days, weeks)
        return [at.verdict("2005", "Durée", Status.MET, reason, rules), _in_holidays(at, days)]
    why = phrase("{0:jours}, plus que les {1:semaines} recommandées.", days, weeks)
    return [_justified(at, "2005", "Durée", why, rules, soft=True), _in_holidays(at, days)]


def _in_holidays(at: Position, days: int | None) -> Verdict:
    status = status_of(at.step.in_school_holidays)
    reason = {
        Status.MET: phrase("Pendant les vacances scolaires."),
        Status.NOT_MET: phrase("Hors des vacances scolaires : ce n'est pas admis."),
        Status.TO_APPRAISE: phrase("À établir : le stage a-t-il lieu pendant les vacances scolaires ?"),
    }[status]
    if status is Status.MET and days is not None and days >= 7 * _HOLIDAYS_WEEKS:
        status = Status.TO_APPRAISE
        reason = phrase("Dit pendant les vacances scolaires, mais {0:jours} : aucunes ne durent autant.", days)
    return at.verdict(
        "2005.holidays",
        "Vacances scolaires",
        status,
        reason,
        ("cmrp:2005",),
        phrase("Un stage pendant les vacances scolaires."),
    )


def _early_intervention(at: Position) -> list[Verdict]:
    """A placement while conditions are still open, without daily allowance and without a claim (cmrp:5022)."""
    if at.step.conditions_clear is Finding.MET:
        return [
            at.verdict(
                "5022",
                "Conditions pas encore clarifiées",
                Status.TO_APPRAISE,
                phrase("Les conditions sont clarifiées : le texte prévoit ce placement tant qu'elles ne le sont pas."),
                ("cmrp:5022",),
                phrase("Un placement à l'essai."),
            )
        ]
    known = at.step.conditions_clear is Finding.NOT_MET
    return [
        at.verdict(
            "5022",
            "Conditions pas encore clarifiées",
            Status.MET if known else Status.TO_APPRAISE,
            phrase(
                "{0}Possible tant que les conditions d'un essai ne sont pas clarifiées ; sans droit et sans indemnité"
                " journalière.",
                "" if known else "À établir. ",
            ),
            ("cmrp:5022",),
        )
    ]


def _reintegration(at: Position) -> list[Verdict]:
    """With an employer, while the capacity is below half (cmrp:5023; elsewhere no limit is set); it prepares
    training, it is not part of it (3009)."""
    limit, capacity = at.law.count("trial_placement/reintegration_capacity"), at.step.work_capacity
    rules = ("cmrp:5023", "cmrp:3009", "cmrp:4009")
    if not at.step.employer.strip() and (capacity is None or capacity >= limit):
        return [
            at.verdict(
                "5023",
                "Capacité de travail",
                Status.TO_APPRAISE,
                phrase(
                    "À établir : a-t-elle lieu chez un employeur ? Là seulement, la capacité doit rester sous {0:%}.",
                    limit,
                ),
                rules,
                phrase("Nommer l'employeur, s'il y en a un."),
            )
        ]
    if capacity is None:
        return [
            at.verdict(
                "5023",
                "Capacité de travail",
                Status.TO_APPRAISE,
                phrase("Chez un employeur, tant que la capacité reste sous {0:%} ; elle n'est pas indiquée.", limit),
                rules,
            )
        ]
    if capacity < limit:
        return [
            at.verdict(
                "5023",
                "Capacité de travail",
                Status.MET,
                phrase("{0:%}, sous {1:%} ; ses propres conditions restent réservées.", capacity, limit),
                rules,
            )
        ]
    return [
        at.verdict(
            "5023",
            "Capacité de travail",
            Status.NOT_MET,
            phrase("{0:%} : plus sous {1:%}.", capacity, limit),
            rules,
            phrase("Un placement à l'essai, ou une mesure professionnelle."),
        )
    ]


# -- training ----------------------------------------------------------------------------------------------------------


def _overlapping(at: Position) -> list[Verdict]:
    """A training while another runs: the circular has further ones only after the one before (cmrp:3005, 3015,
    4018)."""
    before = at.earlier(*_TRAININGS)
    title, rules = "Une formation à la fois", ("cmrp:3005", "cmrp:3015", "cmrp:4018")
    if running := at.running(before):
        return [
            at.verdict(
                "overlap",
                title,
                Status.TO_APPRAISE,
                phrase(
                    "La formation précédente (« {0} ») court encore jusqu'au {1} ; la circulaire ne parle d'une autre"
                    " formation qu'à la suite de la première.",
                    running[-1].name,
                    last_day(running[-1]),
                ),
                rules,
                phrase("Commencer après sa fin."),
            )
        ]
    if endless := [s for s in before if s.end is None]:
        return [
            at.verdict(
                "overlap",
                title,
                Status.TO_APPRAISE,
                phrase(
                    "La fin de la formation précédente (« {0} ») manque : elle court peut-être encore.",
                    endless[-1].name,
                ),
                rules,
                phrase("Indiquer sa fin."),
            )
        ]
    return []


def _initial_training(at: Position) -> list[Verdict]:
    """After school and the choice of a profession (cmrp:3001, 3003); a second one is a new training (3015, 3016)."""
    status = status_of(at.step.conditions_clear)
    reason = {
        Status.MET: phrase("École finie et métier choisi."),
        Status.NOT_MET: phrase("L'école n'est pas finie ou le métier pas choisi : c'est encore de l'orientation."),
        Status.TO_APPRAISE: phrase("À établir : l'école est-elle finie et le métier choisi ?"),
    }[status]
    found = [
        at.verdict(
            "3003",
            "École finie, métier choisi",
            status,
            reason,
            ("cmrp:3001", "cmrp:3003", "cmrp:3004"),
            phrase("D'abord l'orientation professionnelle."),
        )
    ]
    if overlapping := _overlapping(at):
        return [*found, *overlapping]
    if at.earlier(Measure.INITIAL_TRAINING):
        found.append(
            _justified(
                at,
                "3015",
                "Nouvelle formation",
                phrase(
                    "Une formation a déjà eu lieu : il faut qu'elle ait été inadéquate, "
                    "ou que le placement soit impossible."
                ),
                ("cmrp:3015", "cmrp:3016"),
            )
        )
    if at.earlier(Measure.RETRAINING):
        found.append(
            at.verdict(
                "3005",
                "Après un reclassement",
                Status.TO_APPRAISE,
                phrase(
                    "La formation est alors achevée : si la personne est déjà dans la vie active, une autre"
                    " formation est un reclassement."
                ),
                ("cmrp:3005", "cmrp:4018"),
            )
        )
    return found


def _retraining(at: Position) -> list[Verdict]:
    """Not necessary once someone is well placed (cmrp:4013); a further one needs its own reason (4018, 4019)."""
    if found := _overlapping(at):
        return found
    if at.earlier(Measure.RETRAINING):
        found.append(
            _justified(
                at,
                "4018",
                "Nouveau reclassement",
                phrase(
                    "Un reclassement a déjà eu lieu : le revenu ne suffira plus, "
                    "ou la formation était trop liée à un poste."
                ),
                ("cmrp:4018", "cmrp:4019"),
            )
        )
    elif hired := at.hired:
        found.append(
            _justified(
                at,
                "4013",
                "Déjà réadaptée",
                phrase(
                    "La personne est engagée depuis le {0} : une réadaptation suffisante "
                    "et acceptable exclut le reclassement.",
                    hired[-1].hired_on,
                ),
                ("cmrp:4013",),
            )
        )
    if at.earlier(Measure.INITIAL_TRAINING) and not found:
        found.append(
            at.verdict(
                "3005",
                "Après une formation initiale",
                Status.TO_APPRAISE,
                phrase(
                    "Reclassement si la formation est achevée et la personne déjà dans la vie active ; sinon, formation"
                    " initiale."
                ),
                ("cmrp:3005", "cmrp:4004", "cmrp:4006.1"),
            )
        )
    return found


# -- towards work ------------------------------------------------------------------------------------------------------


def _placement(at: Position) -> list[Verdict]:
    """Open to all who are fit, after other measures or without (cmrp:5002); six months as a rule (5009)."""
    found = [
        at.verdict(
            "5002",
            "Après d'autres mesures",
            Status.MET,
            phrase("Peu importe que des mesures professionnelles aient eu lieu ou non."),
            ("cmrp:5002",),
        )
    ]
    found += _within_months(at, at.law.count("placement/usual_duration"), "5009", ("cmrp:5009",))
    if _after_engagement(at):
        found.append(_job_kept(at))
    return found


def _after_engagement(at: Position) -> bool:
    return any(s.hired_on is not None for s in at.before)


def resigned(at: Position) -> bool:
    """Whether this is a job search of somebody who has resigned, without a good reason, a job that the office found."""
    searching = at.step.measure is Measure.PLACEMENT and _after_engagement(at)
    return searching and at.step.conditions_clear is Finding.NOT_MET


def _job_kept(at: Position) -> Verdict:
    """Whoever resigned without a good reason a job that the office found has no more help (cmrp:5007; reading C-33)."""
    status = status_of(at.step.conditions_clear)
    reason = {
        Status.MET: phrase("Aucun emploi procuré par l'office n'a été résilié sans raison valable."),
        Status.NOT_MET: phrase("Un emploi procuré par l'office a été résilié sans raison valable : plus de placement."),
        Status.TO_APPRAISE: phrase(
            "À établir : un emploi que l'office avait procuré a-t-il été résilié sans raison valable ? Le placement"
            " serait alors exclu."
        ),
    }[status]
    return at.verdict("5007", "Après un emploi procuré", status, reason, ("cmrp:5007",))


def _trial(at: Position) -> list[Verdict]:
    """At most 180 days; a second one elsewhere if sensible and needed (cmrp:5022, 5024); a contract does not exclude
    it (5021)."""
    clear = status_of(at.step.conditions_clear)
    reason = {
        Status.MET: phrase("Les conditions de l'essai sont clarifiées."),
        Status.NOT_MET: phrase(
            "Les conditions ne sont pas clarifiées : un placement par l'intervention précoce est possible."
        ),
        Status.TO_APPRAISE: phrase(
            "À établir si les conditions de l'essai sont clarifiées ; sinon, intervention précoce."
        ),
    }[clear]
    found = [
        at.verdict(
            "5022",
            "Conditions clarifiées",
            clear,
            reason,
            ("cmrp:5022",),
            phrase("D'abord l'intervention précoce."),
        )
    ]
    *others, same = _trials([*at.earlier(Measure.TRIAL_PLACEMENT), at.step])
    found.append(_at_most(at, "5024", at.law.count("trial_placement/max_duration"), same[:-1]))
    if len(same) > 1 and follows_on(at.step, max(same[:-1], key=last_day)) is not True:
        found.append(_resumed(at))
    if others:
        found.append(_second_trial(at, others))
    if contract := at.hired:
        found.append(_trial_with_contract(at, contract[-1]))
    return found


def _trials(steps: list[PathStep]) -> list[list[PathStep]]:
    """Trials in their order; one with the employer of the one before goes on with it."""
    found: list[list[PathStep]] = []
    for step in steps:
        if found and same_employer(found[-1][-1], step):
            found[-1].append(step)
        else:
            found.append([step])
    return found


def _resumed(at: Position) -> Verdict:
    """A second trial is with another employer only; whether this one goes on with the one before is not said
    (reading L-39)."""
    status = Status.NOT_MET if at.step.justified is Finding.NOT_MET else Status.TO_APPRAISE
    tail = {
        Status.NOT_MET: "Selon le dossier, rien ne justifie de reprendre.",
        Status.TO_APPRAISE: "À établir : le premier essai s'est-il seulement interrompu ?",
    }[status]
    return at.verdict(
        "5024.resumed",
        "Reprise chez le même employeur",
        status,
        phrase("Un second essai n'est prévu que chez un autre employeur. {0}", tail),
        ("cmrp:5024",),
        phrase("Un second essai chez un autre employeur, ou le même essai qui se poursuit."),
    )


def _second_trial(at: Position, others: list[list[PathStep]]) -> Verdict:
    """One second trial, with another employer, after the first and if it is needed (cmrp:5024, reading C-34)."""
    rules, part, title = ("cmrp:5024",), "5024.second", "Second essai"
    every = [s for trial in others for s in trial]
    if at.running(every):
        reason = phrase("L'essai précédent n'est pas fini.")
        return at.verdict(part, title, Status.NOT_MET, reason, rules, phrase("Commencer après sa fin."))
    named = len(_trials([s for s in every if s.employer.strip()]))
    if named > 1 and (at.step.employer.strip() or named > 2):
        reason = phrase("{0} essais ont déjà eu lieu : le texte n'en prévoit qu'un second.", named)
        return at.verdict(part, title, Status.NOT_MET, reason, rules)
    if not all(s.employer.strip() for s in (*every, at.step)):
        reason = phrase("Un second essai vient chez un autre employeur ; un employeur n'est pas nommé.")
        return at.verdict(part, title, Status.TO_APPRAISE, reason, rules, phrase("Nommer les deux employeurs."))
    if any(s.end is None for s in every):
        reason = phrase("La fin de l'essai précédent manque : il court peut-être encore.")
        return at.verdict(part, title, Status.TO_APPRAISE, reason, rules, phrase("Indiquer sa fin."))
    why = phrase("Autre employeur ; l'essai doit être judicieux et nécessaire pour atteindre l'objectif.")
    return _justified(at, part, title, why, rules)


def _trial_with_contract(at: Position, job: PathStep) -> Verdict:
    same = same_employer(job, at.step)
    if same:
        text, rules = (
            "Contrat chez le même employeur : autre domaine, ou capacités à clarifier dans cette activité.",
            ("cmrp:5021.b", "cmrp:5021.c"),
        )
    elif same is False:
        text, rules = "Contrat en cours : il faut l'accord de l'employeur actuel.", ("cmrp:5021.a", "cmrp:5021")
    else:
        text, rules = (
            "Contrat en cours : à établir chez quel employeur, et si celui-ci est d'accord.",
            ("cmrp:5021", "cmrp:5021.a"),
        )
    return at.verdict("5021", "Malgré un contrat de travail", Status.TO_APPRAISE, phrase(text), rules)


def _introduction(at: Position) -> list[Verdict]:
    """At the start of a placement (cmrp:5020, 5027), 180 days at most (5032); one that runs at the same time with the
    same employer is part of it."""
    twice = [
        s
        for s in at.earlier(Measure.WORK_INTRODUCTION)
        if same_employer(s, at.step) and (s.end is None or at.step.start <= s.end)
    ]
    longest = at.law.count("work_introduction/max_duration")
    return [start_of_placement(at), _at_most(at, "5032", longest, twice)]


def _capital_aid(at: Position) -> list[Verdict]:
    """As a rule refused after vocational measures when employment is reasonable (cmrp:6006); 6007 speaks for it
    before any (C-44)."""
    measures = [s for s in at.before if s.measure in VOCATIONAL]
    if not measures:
        return [_before_any_measure(at)]
    title, rules = "Après des mesures professionnelles", ("cmrp:6006",)
    reasonable = status_of(at.case.employment_reasonable)
    names = ", ".join(dict.fromkeys(s.name.lower() for s in measures))
    if reasonable is Status.MET:
        return [
            at.verdict(
                "6006",
                title,
                Status.NOT_MET,
                phrase("Déjà suivi : {0} ; un emploi salarié est raisonnablement exigible. Refus de règle.", names),
                rules,
                phrase("Une situation qui justifie une exception à la règle."),
                soft=True,
            )
        ]
    if reasonable is Status.NOT_MET:
        return [
            at.verdict(
                "6006",
                title,
                Status.MET,
                phrase("Déjà suivi : {0} ; mais aucun emploi salarié n'est raisonnablement exigible.", names),
                rules,
            )
        ]
    work = (
        phrase(" La personne est engagée depuis le {0}.", day) if (day := hired_before(at)) is not None else phrase("")
    )
    return [
        at.verdict(
            "6006",
            title,
            Status.TO_APPRAISE,
            phrase("Déjà suivi : {0}. À apprécier si un emploi salarié est exigible.{1}", names, str(work)),
            rules,
            phrase("L'appréciation de l'office AI sur ce point."),
            soft=True,
        )
    ]


def _before_any_measure(at: Position) -> Verdict:
    """6006 does not speak of it. Where 6007 does not invite to grant the aid, employment that is reasonable leaves of
    6004's first condition only a former independent activity."""
    title = "Avant toute mesure"
    rules: tuple[str, ...] = ("cmrp:6006",)
    simpler = at.case.independence_simpler
    if simpler is Finding.MET:
        reason = phrase(
            "Aucune mesure professionnelle avant, et l'indépendance est notablement plus simple et adéquate qu'un"
            " reclassement : si la personne était salariée avant l'invalidité, le texte invite à l'accorder."
        )
        return at.verdict("6006", title, Status.MET, reason, ("cmrp:6007", *rules))
    parts = [phrase("Aucune mesure professionnelle avant : le refus de règle du {0} ne joue pas.", Cited("cmrp:6006"))]
    if simpler is Finding.NOT_MET:
        rules = (*rules, "cmrp:6007")
        parts.append(
            phrase(
                "L'indépendance n'est pas notablement plus simple et adéquate qu'un reclassement : le {0} n'invite pas"
                " non plus à accorder l'aide.",
                Cited("cmrp:6007"),
            )
        )
    if at.case.employment_reasonable is Finding.NOT_MET:
        return at.verdict("6006", title, Status.MET, several(parts), rules)
    words = {
        Finding.MET: "Un emploi salarié est raisonnablement exigible : reste à établir que l'invalidité entrave"
        " considérablement une activité indépendante antérieure ({0}).",
        Finding.UNKNOWN: "À apprécier si un emploi salarié est exigible ; l'aide supposerait alors que l'invalidité"
        " entrave considérablement une activité indépendante antérieure ({0}).",
    }[at.case.employment_reasonable]
    parts.append(phrase(words, Cited("cmrp:6004.a")))
    change = phrase("Aucun emploi salarié exigible, ou une activité indépendante antérieure que l'invalidité entrave.")
    return at.verdict("6006", title, Status.TO_APPRAISE, several(parts), (*rules, "cmrp:6004.a"), change)


def _coaching(at: Position) -> list[Verdict]:
    """Beside a vocational measure at least partly on the primary market, specific, and limited in time (cmrp:1028).
    What it does not provide for is a warning, not a refusal: the cantons do (reading X-06)."""
    end = at.step.end
    limited = at.verdict(
        "1028.c",
        "Limité dans le temps",
        Status.TO_APPRAISE if end is None else Status.MET,
        phrase("La fin manque ; le coaching est limité dans le temps.")
        if end is None
        else phrase("Jusqu'au {0}.", end),
        ("cmrp:1028.c",),
        phrase("Une date de fin."),
    )
    beside = [
        s
        for s in at.case.steps
        if s.measure in VOCATIONAL and s.start <= last_day(at.step) and (s.end is None or at.step.start <= s.end)
    ]
    status, reason = _beside(at.step, beside)
    change = phrase("Une mesure sur le marché primaire, en même temps.")
    return [at.verdict("1028", "À côté d'une mesure", status, reason, ("cmrp:1028", "cmrp:1028.a"), change), limited]


def _uncovered(step: PathStep, beside: list[PathStep]) -> date | None:
    """The first day of a step on which none of the others runs, as far as is known."""
    day = step.start
    for s in sorted(beside, key=lambda s: s.start):
        if s.start <= day:
            day = max(day, last_day(s) + timedelta(days=1))
    return day if day <= last_day(step) else None


_ON_MARKET = (Measure.TRIAL_PLACEMENT, Measure.WORK_INTRODUCTION)


def _beside(step: PathStep, beside: list[PathStep]) -> tuple[Status, Phrase]:
    """Whether a coaching goes with measures as 1028 wants."""
    if not beside:
        return Status.TO_APPRAISE, phrase(
            "Aucune mesure professionnelle en même temps ; les cantons admettent le coaching aussi pour chercher une"
            " place."
        )
    if (day := _uncovered(step, beside)) is not None:
        return Status.TO_APPRAISE, phrase(
            "Dès le {0}, aucune mesure professionnelle connue en même temps : le texte lie le coaching à une mesure.",
            day,
        )
    if all(s.measure in _ON_MARKET for s in beside):
        return Status.MET, phrase("À côté d'une mesure sur le marché primaire.")
    if _uncovered(step, [s for s in beside if s.measure in (*_ON_MARKET, Measure.PLACEMENT)]) is None:
        return Status.MET, phrase("À côté de la recherche d'emploi : le but peut être l'aptitude à chercher un emploi.")
    return {
        Finding.MET: (
            Status.MET,
            phrase("À côté d'une mesure qui se déroule au moins en partie sur le marché primaire."),
        ),
        Finding.NOT_MET: (
            Status.TO_APPRAISE,
            phrase(
                "La mesure ne se déroule pas sur le marché primaire, même en partie : le texte n'y prévoit pas de"
                " coaching, sans l'exclure."
            ),
        ),
        Finding.UNKNOWN: (
            Status.TO_APPRAISE,
            phrase("À établir si la mesure se déroule au moins en partie sur le marché primaire."),
        ),
    }[step.conditions_clear]


_RULES: dict[Measure, Callable[[Position], list[Verdict]]] = {
    Measure.EARLY_INTERVENTION: _early_intervention,
    Measure.REINTEGRATION: _reintegration,
    Measure.GUIDANCE: _guidance,
    Measure.GUIDANCE_EXAMINATION: _examination,
    Measure.GUIDANCE_STAGE: _guidance_stage,
    Measure.INITIAL_TRAINING: _initial_training,
    Measure.RETRAINING: _retraining,
    Measure.PLACEMENT: _placement,
    Measure.TRIAL_PLACEMENT: _trial,
    Measure.WORK_INTRODUCTION: _introduction,
    Measure.CONTRIBUTION_INCREASE: contribution_increase,
    Measure.CAPITAL_AID: _capital_aid,
    Measure.COACHING: _coaching,
}

_BASE = {
    Measure.EARLY_INTERVENTION: "cmrp:5022",
    Measure.REINTEGRATION: "cmrp:3009",
    Measure.GUIDANCE: "cmrp:2002",
    Measure.GUIDANCE_EXAMINATION: "cmrp:2003",
    Measure.GUIDANCE_STAGE: "cmrp:2003.b",
    Measure.INITIAL_TRAINING: "cmrp:3010",
    Measure.RETRAINING: "cmrp:4010",
    Measure.PLACEMENT: "cmrp:5002",
    Measure.TRIAL_PLACEMENT: "cmrp:5019",
    Measure.WORK_INTRODUCTION: "cmrp:5027",
    Measure.CONTRIBUTION_INCREASE: "cmrp:5038",
    Measure.CAPITAL_AID: "cmrp:6004",
    Measure.COACHING: "cmrp:1028",
}
