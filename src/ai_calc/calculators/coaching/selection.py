"""Which edition of which text applies to a case, and which kind of coaching it knows under that name.

An undated text applies when it is chosen, or from the day that the user gives (reading B-10). After the last text
with a period it is taken for want of another; before a text whose period is only deduced (reading B-15), that text
is. Both are
assumed: the result leaves open which text applied, and shows what the other would give. A kind of another canton is
    taken for the one that stands for it here (reading X-13).
"""

from __future__ import annotations

from ai_calc.calculators.coaching.model import BY_DATE, CoachingCase
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date
from ai_calc.ground.record import record
from ai_calc.registers.cantons import Canton, Edition, Kind, Ruled, all_cantons, all_editions


@record
class Chosen:
    """The text that a case is measured against. ``assumed``: taken for want of another, where nothing proves that it
    applied; ``translated``: the kind asked for belongs to another canton."""

    canton: Canton
    edition: Edition
    kind_key: str
    kind: Kind
    assumed: bool
    translated: bool


def choose(case: CoachingCase) -> Chosen:
    """The canton, edition and kind of a case.

    Raises :class:`~ai_calc.ground.errors.CaseError` when no edition applies, or the edition does not know the kind.
    """
    canton = all_cantons()[case.canton.value]
    edition, assumed = _edition(case, canton)
    key, translated = _kind(case, canton, edition)
    return Chosen(canton, edition, key, edition.kinds[key], assumed, translated)


def other_text(chosen: Chosen) -> Chosen | None:
    """The same case under the other text of the canton; ``None`` when there is none, or it has no such kind."""
    others = [e for e in chosen.canton.editions.values() if e.id != chosen.edition.id and chosen.kind_key in e.kinds]
    if not others:
        return None
    return Chosen(
        chosen.canton, others[-1], chosen.kind_key, others[-1].kinds[chosen.kind_key], False, chosen.translated
    )


def unproven(edition: Edition) -> Ruled | None:
    """What says that nothing proves since when a text applies: it is undated, or its period is only deduced."""
    return edition.undated or edition.deduced


def _edition(case: CoachingCase, canton: Canton) -> tuple[Edition, bool]:
    if case.edition.value != BY_DATE:
        if case.edition.value not in canton.editions:
            other = next(c.name for c in all_cantons().values() if case.edition.value in c.editions)
            raise CaseError(Fault("edition", f"ce texte est celui d'un autre canton ({other}), pas de {canton.name}"))
        return all_editions()[case.edition.value], False
    dated = [e for e in canton.editions.values() if e.start is not None]
    undated = next((e for e in canton.editions.values() if e.undated is not None), None)
    if dated and undated is not None and case.undated_from is not None and case.law_day >= case.undated_from:
        return undated, False
    for edition in reversed(dated):
        if edition.start is not None and edition.start <= case.law_day <= (edition.until or case.law_day):
            return edition, False
    last = max((e.until for e in dated if e.until is not None), default=None)
    if undated is not None and (last is None or case.law_day > last):
        return undated, bool(dated)
    earliest = min(dated, key=lambda e: e.start or case.law_day)
    if earliest.deduced is not None:
        return earliest, True
    first = min(e.start for e in dated if e.start is not None)
    raise CaseError(
        Fault(
            "law_date",
            f"{canton.name} : aucun texte connu pour un octroi de ce jour ; le plus ancien vaut dès le"
            f" {long_date(first)}",
        )
    )


def _kind(case: CoachingCase, canton: Canton, edition: Edition) -> tuple[str, bool]:
    asked = case.kind.value
    if asked in edition.kinds:
        return asked, False
    here = [key for key, kind in edition.kinds.items() if asked in kind.stands_for]
    if len(here) == 1:
        return here[0], True
    known = ", ".join(kind.label for kind in edition.kinds.values())
    raise CaseError(
        Fault(
            "kind",
            f"« {case.kind.french} » n'est pas un type de coaching de ce texte ({canton.name}, {edition.title}) ;"
            f" connus : {known}",
        )
    )
