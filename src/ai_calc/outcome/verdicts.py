"""Three-valued logic for conditions: all of, any of, and what a set of verdicts amounts to."""

from __future__ import annotations

from collections.abc import Iterable

from ai_calc.ground.french import Phrase, phrase
from ai_calc.outcome.facts import Finding
from ai_calc.results import Role, Status, Verdict

_STATUS = {
    Finding.MET: Status.MET,
    Finding.NOT_MET: Status.NOT_MET,
    Finding.UNKNOWN: Status.TO_APPRAISE,
}


def status_of(finding: Finding) -> Status:
    """The outcome that a finding of the file amounts to: unknown is for a person to appraise."""
    return _STATUS[finding]


def listed(rows: tuple[object, ...], none: Finding) -> Status:
    """Whether a list says all that it should. An empty list says nothing: « none » is met only where the file says that
    there is none (``none``); where it says that there are some, they are still to be listed."""
    return Status.MET if rows or none is Finding.MET else Status.TO_APPRAISE


def all_of(*statuses: Status) -> Status:
    """Cumulative conditions: one that fails decides, one that is open leaves the whole open."""
    if Status.NOT_MET in statuses:
        return Status.NOT_MET
    return Status.TO_APPRAISE if Status.TO_APPRAISE in statuses else Status.MET


def any_of(*statuses: Status) -> Status:
    """Alternative conditions: one that is met suffices, one that is open leaves the whole open."""
    if Status.MET in statuses:
        return Status.MET
    return Status.TO_APPRAISE if Status.TO_APPRAISE in statuses else Status.NOT_MET


def opposite(status: Status) -> Status:
    """The outcome of « not this »: what is open stays open."""
    return {Status.MET: Status.NOT_MET, Status.NOT_MET: Status.MET}.get(status, status)


def deciding(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that decide the overall outcome: the failed ones, else the open ones, else all of them."""
    every = list(verdicts)
    for status in (Status.NOT_MET, Status.TO_APPRAISE):
        if chosen := [v for v in every if v.status is status]:
            return chosen
    return every


ESTABLISHED = {
    Status.MET: phrase("Le dossier l'établit."),
    Status.NOT_MET: phrase("Le dossier établit le contraire."),
    Status.TO_APPRAISE: phrase("Le dossier ne l'établit pas encore : à apprécier par l'office AI."),
}


def of_findings(
    key: str,
    label: str,
    rules: tuple[str, ...],
    *findings: Finding,
    change: Phrase | None = None,
    soft: bool = False,
    role: Role = Role.CONDITION,
) -> Verdict:
    """A condition that holds when each of ``findings`` does; ``change`` is said only while it is not met."""
    status = all_of(*map(status_of, findings))
    return Verdict(key, label, status, ESTABLISHED[status], rules, None if status is Status.MET else change, soft, role)


def together(label: str, found: Iterable[Verdict]) -> Verdict:
    """The outcome of cumulative conditions, with the ones that decide it; soft when only « de règle » ones fail."""
    every = list(found)
    status = all_of(*(v.status for v in every))
    chosen = deciding(every)
    names = " ; ".join(f"« {v.label} »" for v in chosen)
    soft = status is Status.NOT_MET and all(v.soft for v in chosen)
    reason, change = {
        Status.MET: (phrase("Toutes les conditions examinées sont remplies selon le dossier."), None),
        Status.NOT_MET: (
            (
                phrase(
                    "Condition posée de règle et non remplie : {0}." if soft else "Condition non remplie : {0}.", names
                )
                if len(chosen) == 1
                else phrase(
                    "Conditions posées de règle et non remplies : {0}." if soft else "Conditions non remplies : {0}.",
                    names,
                )
            ),
            phrase(
                (
                    "Une exception reste possible : le texte pose ce point « en règle générale », « en principe"
                    " » ou comme recommandation."
                    if soft
                    else "Un dossier qui établirait : {0}."
                ),
                names,
            ),
        ),
        Status.TO_APPRAISE: (
            phrase("Restent à apprécier : {0}.", names),
            phrase("L'issue dépend de ce que l'office AI retiendra sur ces points."),
        ),
    }[status]
    rules = tuple(dict.fromkeys(r for v in (chosen if status is not Status.MET else every) for r in v.rules))
    return Verdict("overall", label, status, reason, rules, change, soft)
