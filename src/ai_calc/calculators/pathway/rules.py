"""What the circular says of each step after the ones before it: which may follow, for how long, on what condition.

Every function returns the verdicts of one step. A step about which the circular says nothing gets one verdict that
says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ai_calc.calculators.pathway.model import Measure, PathStep, PathwayCase, last_day
from ai_calc.ground.dates import add_months, add_years, days_from_to
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of, status_of
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


@record
class Position:
    """A step with its number in the list and the steps that started before it, in order."""

    number: int
    step: PathStep
    before: tuple[PathStep, ...]
    case: PathwayCase
    law: Law

    def verdict(
        self,
        part: str,
        title: str,
        status: Status,
        reason: Phrase,
        rules: tuple[str, ...],
        change: Phrase | None = None,
        soft: bool = False,
    ) -> Verdict:
        """A verdict of this step; ``part`` makes its key: ``3.5024``."""
        label = f"Étape {self.number}, {self.step.name} · {title}"
        return Verdict(
            f"{self.number}.{part}", label, status, reason, rules, None if status is Status.MET else change, soft
        )

    def earlier(self, *measures: Measure) -> list[PathStep]:
        """The steps before this one that are one of ``measures``."""
        return [s for s in self.before if s.measure in measures]


def same_employer(one: PathStep, other: PathStep) -> bool | None:
    """Whether two steps name the same employer; ``None`` when one of them names none."""
    names = [" ".join(s.employer.casefold().split()) for s in (one, other)]
    return names[0] == names[1] if all(names) else None


def of_step(at: Position) -> list[Verdict]:
    """All verdicts of one step."""
    measure = at.step.measure
    if measure is None:
        return [
            at.verdict("measure", "Mesure", Status.TO_APPRAISE, phrase("La mesure n'est pas indiquée."), ("cmrp:1006",))
        ]
    found = _RULES[measure](at)
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


def _within_months(at: Position, months: int, part: str, rules: tuple[str, ...], title: str = "Durée") -> list[Verdict]:
    """A usual length in months, which may be exceeded for a reason (« en règle générale »)."""
    if at.step.end is None:
        return [
            at.verdict(
                part,
                title,
                Status.TO_APPRAISE,
                phrase("La fin manque ; de règle, {0:mois} au plus.", months),
                rules,
                soft=True,
            )
        ]
    if at.step.end < add_months(at.step.start, months):
        return [
            at.verdict(
                part,
                title,
                Status.MET,
                phrase("Du {0} au {1} : dans les {2:mois} de règle.", at.step.start, at.step.end, months),
                rules,
            )
        ]
    why = phrase("Du {0} au {1} : plus que les {2:mois} de règle.", at.step.start, at.step.end, months)
    return [_justified(at, part, title, why, rules, soft=True)]


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


def _guidance_stage(at: Position) -> list[Verdict]:
    """Two weeks recommended, in school holidays (cmrp:2005, reading C-31)."""
    weeks, rules = at.law.count("training/guidance_placement_weeks"), ("cmrp:2005",)
    holidays = status_of(at.step.in_school_holidays)
    reason = {
        Status.MET: "Pendant les vacances scolaires.",
        Status.NOT_MET: "Hors des vacances scolaires : ce n'est pas admis.",
        Status.TO_APPRAISE: "À établir : le stage a-t-il lieu pendant les vacances scolaires ?",
    }[holidays]
    when = at.verdict(
        "2005.holidays",
        "Vacances scolaires",
        holidays,
        phrase(reason),
        rules,
        phrase("Un stage pendant les vacances scolaires."),
    )
    if at.step.end is None:
        return [
            at.verdict(
                "2005",
                "Durée",
                Status.TO_APPRAISE,
                phrase("La fin manque ; un stage ne devrait pas dépasser {0:semaines}.", weeks),
                rules,
                soft=True,
            ),
            when,
        ]
    days = days_from_to(at.step.start, at.step.end)
    if days <= 7 * weeks:
        return [
            at.verdict("2005", "Durée", Status.MET, phrase("{0:jours}, dans les {1:semaines}.", days, weeks), rules),
            when,
        ]
    return [
        _justified(
            at,
            "2005",
            "Durée",
            phrase("{0:jours}, plus que les {1:semaines} recommandées.", days, weeks),
            rules,
            soft=True,
        ),
        when,
    ]


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
    before = at.earlier(Measure.INITIAL_TRAINING, Measure.RETRAINING)
    title, rules = "Une formation à la fois", ("cmrp:3005", "cmrp:3015", "cmrp:4018")
    if running := [s for s in before if s.end is not None and at.step.start <= s.end]:
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
    elif hired := [s for s in at.before if s.hired_on is not None and s.hired_on <= at.step.start]:
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
    if at.earlier(Measure.PLACEMENT):
        found.append(
            at.verdict(
                "5007",
                "Après un emploi procuré",
                Status.TO_APPRAISE,
                phrase("Exclu si la personne a résilié sans raison valable un emploi que l'office lui avait procuré."),
                ("cmrp:5007",),
            )
        )
    return found


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
            ("cmrp:5019", "cmrp:5022"),
            phrase("D'abord l'intervention précoce."),
        )
    ]
    trials = at.earlier(Measure.TRIAL_PLACEMENT)
    here = [s for s in trials if same_employer(s, at.step)]
    found.append(_trial_length(at, here))
    found += _second_trial(at, [s for s in trials if s not in here])
    if contract := [s for s in at.before if s.hired_on is not None and s.hired_on <= at.step.start]:
        found.append(_trial_with_contract(at, contract[-1]))
    return found


def _trial_length(at: Position, here: list[PathStep]) -> Verdict:
    longest, rules = at.law.count("trial_placement/max_duration"), ("cmrp:5024",)
    if at.step.end is None:
        return at.verdict(
            "5024", "Durée", Status.TO_APPRAISE, phrase("La fin manque ; {0:jours} au plus.", longest), rules
        )
    days, earlier = days_from_to(at.step.start, at.step.end), sum(days_from_to(s.start, last_day(s)) for s in here)
    if days + earlier <= longest:
        return at.verdict("5024", "Durée", Status.MET, phrase("{0:jours} sur {1}.", days + earlier, longest), rules)
    why = phrase(" (dont {0} avant, au même endroit)", earlier) if earlier else phrase("")
    return at.verdict(
        "5024",
        "Durée",
        Status.NOT_MET,
        phrase("{0:jours}{1}, plus que les {2} du maximum.", days + earlier, str(why), longest),
        rules,
        phrase("{0:jours} de moins.", days + earlier - longest),
    )


def _second_trial(at: Position, elsewhere: list[PathStep]) -> list[Verdict]:
    if not elsewhere:
        return []
    rules, title = ("cmrp:5024",), "Second essai"
    if any(at.step.start <= last_day(s) for s in elsewhere):
        return [
            at.verdict(
                "5024.second",
                title,
                Status.NOT_MET,
                phrase("L'essai précédent n'est pas fini."),
                rules,
                phrase("Commencer après sa fin."),
            )
        ]
    if any(same_employer(s, at.step) is None for s in elsewhere):
        return [
            at.verdict(
                "5024.second",
                title,
                Status.TO_APPRAISE,
                phrase("Un second essai vient chez un autre employeur ; un employeur n'est pas nommé."),
                rules,
                phrase("Nommer les deux employeurs."),
            )
        ]
    if len(elsewhere) > 1:
        return [
            at.verdict(
                "5024.second",
                title,
                Status.NOT_MET,
                phrase("{0} essais ont déjà eu lieu ailleurs : le texte n'en prévoit qu'un second.", len(elsewhere)),
                rules,
            )
        ]
    return [
        _justified(
            at,
            "5024.second",
            title,
            phrase("Autre employeur ; l'essai doit être judicieux et nécessaire pour atteindre l'objectif."),
            rules,
        )
    ]


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
    """At the start of a placement: after a trial, after job search, or with a change of post (cmrp:5020, 5027)."""
    last = max((i for i, s in enumerate(at.before) if s.measure is Measure.WORK_INTRODUCTION), default=-1)
    hired = [s for s in at.before[last + 1 :] if s.hired_on is not None]
    rules, title = ("cmrp:5027", "cmrp:5020"), "Début d'un placement"
    running = [s for s in at.earlier(Measure.TRIAL_PLACEMENT) if at.step.start <= last_day(s)]
    if running:
        found = [
            at.verdict(
                "5027",
                title,
                Status.NOT_MET,
                phrase("L'essai court encore jusqu'au {0} : sans contrat, pas d'allocation.", last_day(running[-1])),
                rules,
                phrase("Commencer après l'essai, avec le contrat."),
            )
        ]
    elif at.step.new_post:
        found = [
            at.verdict(
                "5027",
                title,
                Status.MET,
                phrase("Un changement de poste chez le même employeur est un placement, si l'activité est appropriée."),
                ("cmrp:5027.b",),
            )
        ]
    elif hired:
        found = [_after_hire(at, hired[-1], rules, title)]
    else:
        again = (
            "Aucun engagement depuis l'allocation précédente"
            if last >= 0
            else "Aucune étape ne débouche sur un engagement"
        )
        found = [
            at.verdict(
                "5027",
                title,
                Status.NOT_MET,
                phrase("{0} : l'allocation vaut pour la mise au courant d'une personne placée.", again),
                rules,
                phrase("Un engagement, après un essai ou une recherche d'emploi."),
            )
        ]
    return [*found, _introduction_length(at)]


def _after_hire(at: Position, source: PathStep, rules: tuple[str, ...], title: str) -> Verdict:
    assert source.hired_on is not None
    if source.measure is Measure.TRIAL_PLACEMENT:
        rules = (*rules, "cmrp:5027.a")
    if at.step.start < source.hired_on:
        return at.verdict(
            "5027",
            title,
            Status.NOT_MET,
            phrase("L'engagement ne commence que le {0}.", source.hired_on),
            rules,
            phrase("Commencer avec l'engagement."),
        )
    if at.step.start > source.hired_on:
        return at.verdict(
            "5027",
            title,
            Status.TO_APPRAISE,
            phrase(
                "L'engagement a commencé le {0}, l'allocation le {1} : vaut-elle encore pour le début ?",
                source.hired_on,
                at.step.start,
            ),
            rules,
            phrase("Commencer avec l'engagement."),
        )
    return at.verdict(
        "5027",
        title,
        Status.MET,
        phrase("Dès l'engagement du {0}, après l'étape « {1} ».", source.hired_on, source.name),
        rules,
    )


def _introduction_length(at: Position) -> Verdict:
    longest, rules = at.law.count("work_introduction/max_duration"), ("cmrp:5032",)
    if at.step.end is None:
        return at.verdict(
            "5032", "Durée", Status.TO_APPRAISE, phrase("La fin manque ; {0:jours} au plus.", longest), rules
        )
    days = days_from_to(at.step.start, at.step.end)
    if days <= longest:
        return at.verdict("5032", "Durée", Status.MET, phrase("{0:jours} sur {1}.", days, longest), rules)
    return at.verdict(
        "5032",
        "Durée",
        Status.NOT_MET,
        phrase("{0:jours}, plus que les {1} du maximum.", days, longest),
        rules,
        phrase("{0:jours} de moins.", days - longest),
    )


def hired_before(at: Position) -> date | None:
    """When the last placement before this step began: an engagement, an introduction, a change of post."""
    days = [s.hired_on for s in at.before if s.hired_on is not None]
    days += [s.start for s in at.before if s.measure is Measure.WORK_INTRODUCTION]
    past = [day for day in days if day <= at.step.start]
    return max(past) if past else None


def _contribution_increase(at: Position) -> list[Verdict]:
    """A new incapacity within three years after the placement (cmrp:5038, 5042.a)."""
    rules, title = ("cmrp:5038", "cmrp:5042.a"), "Dans le délai après le placement"
    years, hired = at.law.count("contribution_increase/relapse_period"), hired_before(at)
    if at.step.new_post and hired is None:
        return [
            at.verdict(
                "5038",
                title,
                Status.TO_APPRAISE,
                phrase("Changement de poste : la date du placement manque ; {0:ans} au plus après.", years),
                rules,
            )
        ]
    if hired is None:
        return [
            at.verdict(
                "5038",
                title,
                Status.NOT_MET,
                phrase("Aucun placement chez un employeur avant cette étape."),
                rules,
                phrase("Un placement, ou un changement de poste approprié."),
            )
        ]
    limit = add_years(hired, years)
    if at.step.start <= limit:
        return [
            at.verdict(
                "5038",
                title,
                Status.MET,
                phrase(
                    "Nouvelle incapacité le {0} ; placement le {1}, délai jusqu'au {2}.", at.step.start, hired, limit
                ),
                rules,
            )
        ]
    return [
        at.verdict(
            "5038",
            title,
            Status.NOT_MET,
            phrase("Nouvelle incapacité le {0}, après le {1}.", at.step.start, limit),
            rules,
        )
    ]


def _capital_aid(at: Position) -> list[Verdict]:
    """As a rule refused after vocational measures when employment is reasonable (cmrp:6006); 6007 speaks for it
    before any (C-44)."""
    measures = [s for s in at.before if s.measure in VOCATIONAL]
    if not measures:
        simpler = at.case.independence_simpler is Finding.MET
        reason = (
            phrase(
                "Aucune mesure professionnelle avant, et l'indépendance est notablement plus simple et adéquate qu'un"
                " reclassement : si la personne était salariée avant l'invalidité, le texte invite à l'accorder."
            )
            if simpler
            else phrase(
                "Aucune mesure professionnelle avant : le refus de règle du {0} ne joue pas.", Cited("cmrp:6006")
            )
        )
        return [
            at.verdict(
                "6006",
                "Avant toute mesure",
                Status.MET,
                reason,
                ("cmrp:6007", "cmrp:6006") if simpler else ("cmrp:6006",),
            )
        ]
    title, rules = "Après des mesures professionnelles", ("cmrp:6006",)
    reasonable = all_of(status_of(at.case.employment_reasonable))
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


def _coaching(at: Position) -> list[Verdict]:
    """Beside a vocational measure at least partly on the primary market, specific, and limited in time (cmrp:1028)."""
    end = at.step.end
    limited = at.verdict(
        "1028.c",
        "Limité dans le temps",
        Status.MET if end is not None else Status.NOT_MET,
        (
            phrase("Jusqu'au {0}.", end)
            if end is not None
            else phrase("Sans fin, le coaching n'est pas limité dans le temps.")
        ),
        ("cmrp:1028.c",),
        phrase("Une date de fin."),
    )
    beside = [
        s
        for s in at.case.steps
        if s is not at.step
        and s.measure in VOCATIONAL
        and s.start <= last_day(at.step)
        and at.step.start <= last_day(s)
    ]
    rules, title = ("cmrp:1028", "cmrp:1028.a"), "À côté d'une mesure"
    if any(s.measure in (Measure.TRIAL_PLACEMENT, Measure.WORK_INTRODUCTION) for s in beside):
        return [
            at.verdict("1028", title, Status.MET, phrase("À côté d'une mesure sur le marché primaire."), rules),
            limited,
        ]
    if any(s.measure is Measure.PLACEMENT for s in beside):
        return [
            at.verdict(
                "1028",
                title,
                Status.MET,
                phrase("À côté de la recherche d'emploi : le but peut être l'aptitude à chercher un emploi."),
                ("cmrp:1028",),
            ),
            limited,
        ]
    status = status_of(at.step.conditions_clear) if beside else Status.TO_APPRAISE
    reason = {
        Status.MET: phrase("À côté d'une mesure qui se déroule au moins en partie sur le marché primaire."),
        Status.NOT_MET: phrase("La mesure ne se déroule pas sur le marché primaire, même en partie."),
        Status.TO_APPRAISE: (
            phrase("À établir si la mesure se déroule au moins en partie sur le marché primaire.")
            if beside
            else phrase(
                "Aucune mesure professionnelle en même temps ; les cantons admettent le coaching aussi pour chercher"
                " une place."
            )
        ),
    }[status]
    return [
        at.verdict("1028", title, status, reason, rules, phrase("Une mesure sur le marché primaire, en même temps.")),
        limited,
    ]


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
    Measure.CONTRIBUTION_INCREASE: _contribution_increase,
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
