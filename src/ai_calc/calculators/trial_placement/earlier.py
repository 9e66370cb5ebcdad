"""Earlier trials: those in the same firm use up its days, one trial elsewhere may follow (cmrp:5024; reading C-34).

Where nobody says in which firm one took place, each answer is tried: it decides whether the trial is possible, and for
how many days.
"""

from __future__ import annotations

from itertools import product

from ai_calc.calculators.trial_placement.model import TrialPlacementCase
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import status_of
from ai_calc.results import Status


@record
class Earlier:
    """The earlier trials with one answer on the firm of each. ``here`` and ``elsewhere``: the days of those of which
    nobody says where they took place; ``used`` all days in the same firm, ``others`` how many trials elsewhere."""

    here: tuple[int, ...]
    elsewhere: tuple[int, ...]
    used: int
    others: int
    days_elsewhere: int
    available: int
    second: Status

    @property
    def refusal(self) -> str:
        """Why no trial is possible then; nothing where one is, or may be."""
        if not self.available:
            return "il ne resterait aucun jour"
        if self.others > 1:
            return "ce serait un troisième essai"
        if self.second is Status.NOT_MET:
            return "le second essai n'est pas judicieux ou pas nécessaire"
        return ""


def answers(case: TrialPlacementCase, longest: int) -> tuple[Earlier, ...]:
    """The earlier trials with every answer on the firms that nobody named; one when none is open."""
    unknown = [t.days for t in case.earlier_trials if t.same_employer is Finding.UNKNOWN]
    return tuple(
        _earlier(
            case,
            longest,
            tuple(days for days, same in zip(unknown, given, strict=True) if same),
            tuple(days for days, same in zip(unknown, given, strict=True) if not same),
        )
        for given in product((True, False), repeat=len(unknown))
    )


def possible(found: tuple[Earlier, ...]) -> tuple[Earlier, ...]:
    """Those answers with which a trial is possible, or all where none is."""
    return tuple(e for e in found if not e.refusal) or found


def refused_anyway(case: TrialPlacementCase, longest: int) -> bool:
    """Whether the trials whose firm is known rule out another one already."""
    return bool(_earlier(case, longest, (), ()).refusal)


def _earlier(case: TrialPlacementCase, longest: int, here: tuple[int, ...], elsewhere: tuple[int, ...]) -> Earlier:
    known = [t.days for t in case.earlier_trials if t.same_employer is Finding.MET]
    others = [t.days for t in case.earlier_trials if t.same_employer is Finding.NOT_MET] + list(elsewhere)
    used = sum(known) + sum(here)
    return Earlier(
        here,
        elsewhere,
        used,
        len(others),
        sum(others),
        max(0, longest - used),
        status_of(case.second_useful) if len(others) == 1 else Status.MET,  # asked where it decides
    )
