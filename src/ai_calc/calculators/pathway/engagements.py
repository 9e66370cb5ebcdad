"""The engagements of a path: the allocation that begins with one (cmrp:5020, 5027), and a new incapacity within three
years after one (cmrp:5038, 5042)."""

from __future__ import annotations

from datetime import date, timedelta

from ai_calc.calculators.pathway.model import Measure, PathStep, last_day
from ai_calc.calculators.pathway.position import Position, days_once, same_employer
from ai_calc.ground.dates import add_months, add_years
from ai_calc.ground.french import Phrase, phrase
from ai_calc.results import ReadingTaken, Status, Verdict

_PLACED = ("cmrp:5027", "cmrp:5020")


def _placed(
    at: Position, status: Status, reason: Phrase, change: Phrase | None = None, rules: tuple[str, ...] = _PLACED
) -> Verdict:
    return at.verdict("5027", "Début d'un placement", status, reason, rules, change)


def start_of_placement(at: Position) -> Verdict:
    """After a trial, after job search, or with a change of post; never during a trial."""
    trials = at.earlier(Measure.TRIAL_PLACEMENT)
    if running := at.running(trials):
        reason = phrase("L'essai court encore jusqu'au {0} : sans contrat, pas d'allocation.", running[-1].end)
        return _placed(at, Status.NOT_MET, reason, phrase("Commencer après l'essai, avec le contrat."))
    found = _new_post(at) if at.step.new_post else _hire(at)
    if found.status is Status.MET and any(s.end is None and s.hired_on is None for s in trials):
        reason = phrase("La fin de l'essai manque : il court peut-être encore, et l'allocation vient après lui.")
        return _placed(at, Status.TO_APPRAISE, reason, phrase("Indiquer sa fin."))
    return found


def _new_post(at: Position) -> Verdict:
    """A change of post with the same employer is a placement (cmrp:5027.b); another one is named where the person was
    hired last: that is none."""
    rules = ("cmrp:5027.b",)
    last = max(at.hired, key=lambda s: s.hired_on or s.start, default=None)
    if last is not None and same_employer(last, at.step) is False:
        reason = phrase(
            "Un changement de poste a lieu chez le même employeur ; la personne est engagée chez « {0} », non chez"
            " « {1} ».",
            last.employer.strip(),
            at.step.employer.strip(),
        )
        return _placed(at, Status.NOT_MET, reason, _SAME_NAME, rules)
    reason = phrase("Un changement de poste chez le même employeur est un placement, si l'activité est appropriée.")
    return _placed(at, Status.MET, reason, rules=rules)


_SAME_NAME = phrase("Le même employeur aux deux étapes, sous le même nom.")


def _hire(at: Position) -> Verdict:
    """The engagement with which the allocation begins: since the last allocation, with this employer."""
    last = max((i for i, s in enumerate(at.before) if s.measure is Measure.WORK_INTRODUCTION), default=-1)
    hired = [s for s in (*at.before[last + 1 :], at.step) if s.hired_on is not None]
    here = [s for s in hired if same_employer(s, at.step) is not False]
    if not here and _undated_hire(at, at.before[last + 1 :]):
        return _placed(at, Status.TO_APPRAISE, _NO_DATE, _GIVE_DATE)
    if not hired:
        again = (
            "Aucun engagement depuis l'allocation précédente"
            if last >= 0
            else "Aucune étape ne débouche sur un engagement"
        )
        return _placed(
            at,
            Status.NOT_MET,
            phrase("{0} : l'allocation vaut pour la mise au courant d'une personne placée.", again),
            phrase("Un engagement, après un essai ou une recherche d'emploi."),
        )
    if not here:
        reason = phrase(
            "L'engagement est chez « {0} », l'allocation chez « {1} » : elle revient à l'employeur qui engage.",
            hired[-1].employer.strip(),
            at.step.employer.strip(),
        )
        return _placed(at, Status.NOT_MET, reason, _SAME_NAME)
    return _after_hire(at, here[-1])


def _undated_hire(at: Position, steps: tuple[PathStep, ...]) -> bool:
    """Whether, after the last engagement among these steps, a placement or a trial may have led to one with this
    employer, of which the date is missing."""
    last = max((i for i, s in enumerate(steps) if s.hired_on is not None), default=-1)
    return any(
        s.measure in (Measure.PLACEMENT, Measure.TRIAL_PLACEMENT) and same_employer(s, at.step) is not False
        for s in steps[last + 1 :]
    )


_NO_DATE = phrase(
    "Une recherche d'emploi ou un essai précède, mais la date d'engagement manque : à établir si la personne y a été"
    " engagée."
)
_GIVE_DATE = phrase("Indiquer la date de l'engagement.")


def _after_hire(at: Position, source: PathStep) -> Verdict:
    assert source.hired_on is not None
    trial = source.measure is Measure.TRIAL_PLACEMENT
    rules = (*_PLACED, "cmrp:5027.a") if trial else _PLACED
    begin = phrase("Commencer avec l'engagement.")
    if at.step.start < source.hired_on:
        return _placed(
            at, Status.NOT_MET, phrase("L'engagement ne commence que le {0}.", source.hired_on), begin, rules
        )
    if at.step.start > source.hired_on:
        reason = phrase(
            "L'engagement a commencé le {0}, l'allocation le {1} : vaut-elle encore pour le début ?",
            source.hired_on,
            at.step.start,
        )
        return _placed(at, Status.TO_APPRAISE, reason, begin, rules)
    if source is at.step and not at.earlier(Measure.PLACEMENT, Measure.TRIAL_PLACEMENT):
        reason = phrase(
            "Engagement le {0}, sans essai ni recherche d'emploi avant : à établir s'il s'inscrit dans un placement.",
            source.hired_on,
        )
        return _placed(at, Status.TO_APPRAISE, reason, rules=rules)
    if trial and source.end is not None and source.hired_on > add_months(source.end, 1):
        reason = phrase(
            "L'essai a fini le {0}, l'engagement ne commence que le {1} : en est-il encore la suite ?",
            source.end,
            source.hired_on,
        )
        return _placed(at, Status.TO_APPRAISE, reason, rules=rules)
    if source is at.step:
        return _placed(at, Status.MET, phrase("Dès l'engagement du {0}.", source.hired_on), rules=rules)
    reason = phrase("Dès l'engagement du {0}, après l'étape « {1} ».", source.hired_on, source.name)
    return _placed(at, Status.MET, reason, rules=rules)


def _placements(at: Position) -> list[tuple[date, PathStep]]:
    """The placements before this step, by their first day: engagements, and changes of post that are not refused. An
    allocation alone is none."""
    found = [(s.hired_on, s) for s in at.before if s.hired_on is not None]
    found += [
        (s.start, s)
        for s in at.before
        if s.measure is Measure.WORK_INTRODUCTION and s.new_post and s not in at.unplaced
    ]
    return sorted((entry for entry in found if entry[0] <= at.step.start), key=lambda entry: entry[0])


def hired_before(at: Position) -> date | None:
    """When the last placement before this step began."""
    placed = _placements(at)
    return placed[-1][0] if placed else None


def contribution_increase(at: Position) -> list[Verdict]:
    """A new incapacity within three years after the placement with this employer (cmrp:5038, 5042.a), for more than
    15 days in a year (5042.b)."""
    if (placed := _placed_here(at)) is not None:
        return _in_time(at, placed)
    rules, title = ("cmrp:5038", "cmrp:5042.a"), "Dans le délai après le placement"
    if at.step.new_post:
        years = at.law.count("contribution_increase/relapse_period")
        reason = phrase("Changement de poste : la date du placement manque ; {0:ans} au plus après.", years)
        return [at.verdict("5038", title, Status.TO_APPRAISE, reason, rules)]
    title = "Placement chez cet employeur"
    if _undated_hire(at, at.before):
        return [at.verdict("5038", title, Status.TO_APPRAISE, _NO_DATE, rules, _GIVE_DATE)]
    if elsewhere := _placements(at):
        reason = phrase(
            "La personne a été placée chez « {0} », pas chez « {1} », qui demande l'indemnité.",
            elsewhere[-1][1].employer.strip(),
            at.step.employer.strip(),
        )
        return [at.verdict("5038", title, Status.NOT_MET, reason, rules, _SAME_NAME)]
    reason = phrase("Aucun placement chez un employeur avant cette étape.")
    change = phrase("Un placement, ou un changement de poste approprié.")
    return [at.verdict("5038", title, Status.NOT_MET, reason, rules, change)]


def _placed_here(at: Position) -> date | None:
    """When the last placement before this step began, unless another employer is named there."""
    return max((day for day, s in _placements(at) if same_employer(s, at.step) is not False), default=None)


def _in_time(at: Position, placed: date) -> list[Verdict]:
    rules, title = ("cmrp:5038", "cmrp:5042.a"), "Dans le délai après le placement"
    limit = _limit_of(at, placed)
    if at.step.start > limit:
        reason = phrase("Nouvelle incapacité le {0}, après le {1}.", at.step.start, limit)
        return [at.verdict("5038", title, Status.NOT_MET, reason, rules)]
    reason = phrase("Nouvelle incapacité le {0} ; placement le {1}, délai jusqu'au {2}.", at.step.start, placed, limit)
    return [at.verdict("5038", title, Status.MET, reason, rules), _days_of_the_year(at, placed, limit)]


def _limit_of(at: Position, placed: date) -> date:
    """The last day on which a new incapacity is in time."""
    return add_years(placed, at.law.count("contribution_increase/relapse_period"))


def _days_absent(at: Position, placed: date, until: date) -> int:
    """The days of incapacity with this employer, until then, in the fullest year of service that this step touches
    (reading C-41); what comes after it in that year counts too."""
    spells = [
        (s.start, min(last_day(s), until))
        for s in at.case.steps
        if s.measure is Measure.CONTRIBUTION_INCREASE and same_employer(s, at.step) is not False
    ]
    years = at.law.count("contribution_increase/relapse_period")
    bounds = [add_years(placed, n) for n in range(years)]
    found = [0]
    for first, following in zip(bounds, (*bounds[1:], None), strict=True):
        last = until if following is None else following - timedelta(days=1)
        if first <= last_day(at.step) and at.step.start <= last:
            found.append(days_once(*((max(a, first), min(b, last)) for a, b in spells)))
    return max(found)


def _days_of_the_year(at: Position, placed: date, limit: date) -> Verdict:
    """More than 15 days in a year; nothing counts after the three years (reading L-36)."""
    least, part, title = at.law.count("contribution_increase/absence_threshold"), "5042.b", "Jours d'absence"
    days, rules = _days_absent(at, placed, limit), ("cmrp:5042.b",)
    if days > least:
        reason = phrase(
            "{0:jours} dans une année de service, plus que {1} ; seule l'incapacité complète compte.", days, least
        )
        return at.verdict(part, title, Status.MET, reason, rules)
    change = phrase("Plus de {0:jours} d'incapacité complète dans une même année de service.", least)
    if at.step.end is None:
        reason = phrase("La fin de l'incapacité manque ; il faut plus de {0:jours} dans une année de service.", least)
        return at.verdict(part, title, Status.TO_APPRAISE, reason, rules, change)
    reason = phrase("{0:jours} dans une année de service ; il en faut plus de {1}.", days, least)
    return at.verdict(part, title, Status.NOT_MET, reason, rules, change)


def days_after_term(at: Position) -> ReadingTaken | None:
    """L-36: what the days after the three years would add to an incapacity that begins within them."""
    if at.step.measure is not Measure.CONTRIBUTION_INCREASE or (placed := _placed_here(at)) is None:
        return None
    limit = _limit_of(at, placed)
    days, other = _days_absent(at, placed, limit), _days_absent(at, placed, last_day(at.step))
    if at.step.start > limit or other <= days:
        return None
    words = phrase("Si les jours qui suivent le délai comptaient aussi : {0:jours} dans l'année.", other)
    return ReadingTaken("L-36", words, other, "jours")
