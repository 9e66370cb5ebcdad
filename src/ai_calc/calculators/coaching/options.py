"""What would fit when a plan does not: each option, put into the case, is accepted as it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ai_calc.calculators.coaching.caps import Limits
from ai_calc.calculators.coaching.model import CoachingCase, Intensity
from ai_calc.calculators.coaching.plan import fixed_hours, overall_room, spread
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate


@record
class Option:
    """A plan that fits. ``why`` says in French what it keeps, ``changes`` what to change in the case."""

    why: str
    changes: dict[str, Any]
    months: int
    hours: Decimal


def options_of(m: Mandate) -> tuple[Option, ...]:
    """The options for a plan that does not fit, or asks for too many months; none for a plan that fits.

    Each one is planned in its turn before it is offered: what would be rejected is not proposed.
    """
    limits = m.budget
    months = limits.months_admitted
    if limits.barred or not months or (not m.plan.over and months == m.case.span):
        return ()
    if limits.by_level is not None:
        wanted = _by_level(m.case, limits, months, fixed_hours(m, months))
    elif any(limit is not None for limit in limits.monthly):
        wanted = _by_month(m, limits, months, fixed_hours(m, months))
    else:
        wanted = _overall(m, limits, months)
    found: list[Option] = []
    for why, changes, contact in wanted:
        if not sum(contact, ZERO) or min(contact) < 0:
            continue
        everything = {"months": len(contact), "hours_per_month": None, "total_hours": None, **changes}
        changed = m.changed(**everything)
        hours, over = changed.plan.requested, changed.plan.over
        if over or changed.limits.months_admitted < len(contact):
            continue
        if all((o.hours, o.months) != (hours, len(contact)) for o in found):
            found.append(Option(why, everything, len(contact), hours))
    return tuple(found)


_Wanted = list[tuple[str, dict[str, Any], list[Decimal]]]


def _by_level(case: CoachingCase, limits: Limits, months: int, fixed: list[Decimal]) -> _Wanted:
    """The next level of the grid that holds the hours asked for, then the level asked for at its cap."""
    assert limits.by_level is not None
    found: _Wanted = []
    if case.total_hours is not None:
        contact = spread(case.total_hours, months)
        kept: dict[str, Any] = {"total_hours": case.total_hours}
    else:
        contact = [case.hours_per_month or ZERO] * months
        kept = {"hours_per_month": case.hours_per_month}
    for level in Intensity:
        if case.intensity not in (None, level) and max(contact) + max(fixed) <= limits.by_level[level.value]:
            found.append((f"Autant d'heures, intensité {level.french.lower()}", {"intensity": level, **kept}, contact))
            break
    level = case.intensity or Intensity.HIGH
    room = limits.by_level[level.value] - max(fixed)
    changes = {"intensity": level, "hours_per_month": room}
    found.append((f"Intensité {level.french.lower()}, à son plafond", changes, [room] * months))
    return found


def _by_month(m: Mandate, limits: Limits, months: int, fixed: list[Decimal]) -> _Wanted:
    """The cap of each month. Where it changes in the course of the mandate, no number of hours a month says so: the
    plan that proposes it does, unless the grant holds less."""
    rooms = [limit - f for limit, f in zip(limits.monthly, fixed, strict=False) if limit is not None]
    if len(set(limits.monthly[:months])) > 1 and limits.capacity == m.limits.capacity:
        return [("Au plafond de chaque mois", {}, rooms)]
    return [("Au plafond de chaque mois", {"hours_per_month": min(rooms)}, [min(rooms)] * months)]


def _overall(m: Mandate, limits: Limits, months: int) -> _Wanted:
    """Fewer hours over as many months; as many hours a month over fewer months."""
    case = m.case
    found: _Wanted = []
    total = overall_room(limits, months)
    if total is None:
        return found
    contact = total - sum(fixed_hours(m, months), ZERO)
    if contact > 0:
        found.append(("Autant de mois, moins d'heures", {"total_hours": contact}, spread(contact, months)))
    if case.total_hours is None and case.hours_per_month:
        for count in range(case.span - 1, 0, -1):
            room = overall_room(limits, count)
            if room is not None and case.hours_per_month * count + sum(fixed_hours(m, count), ZERO) <= room:
                changes = {"hours_per_month": case.hours_per_month}
                found.append(("Autant d'heures par mois, moins de mois", changes, [case.hours_per_month] * count))
                break
    return found
