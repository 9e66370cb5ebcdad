"""Pictures of a result: the path through the delimitations, and the costs by year."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.reclassement.away import Away
from ai_calc.calculators.reclassement.choices import Measure
from ai_calc.calculators.reclassement.path import Route
from ai_calc.calculators.reclassement.recognition import AWAY, Recognition
from ai_calc.ground.money import ZERO
from ai_calc.results import Chart, Series, Status


def path_chart(route: Route) -> Chart:
    """The chain of delimitations, in the order in which they were looked at; the measure comes last."""
    found = [d.verdict for d in route.delimitations]
    end = "Mesure : " + (
        route.measure.french if route.status is Status.MET else " ou ".join(m.french for m in route.candidates)
    )
    return Chart(
        "path",
        "path",
        "Le chemin vers la mesure",
        "",
        (*(v.label for v in found), end),
        (),
        states=(*(v.status.value for v in found), "measure"),
    )


def costs_chart(costs: Recognition, measure: Measure, away: Away, period_months: int) -> Chart | None:
    """Costs with and without disability by year (article 16), or recognised and not recognised ones (article 17)."""
    years = max((line.year for line in costs.lines), default=0)
    if not years:
        return None
    unit_is_year = period_months == 12
    labels = tuple(
        (f"{n}{'re' if n == 1 else 'e'} année" if unit_is_year else f"Période {n}") for n in range(1, years + 1)
    )

    def by_year(status: tuple[Status, ...], attribute: str) -> tuple[Decimal, ...]:
        sums = [ZERO] * years
        for line in costs.lines:
            if measure.article_16 and line.kind in AWAY:
                continue
            outcome = away.outcome.get(line.kind, line.status) if line.kind in AWAY else line.status
            if outcome in status:
                sums[line.year - 1] += getattr(line, attribute) or ZERO
        return tuple(sums)

    met = (Status.MET,)
    if measure.article_16:
        series = (
            Series("with", "Avec invalidité", by_year(met, "with_disability")),
            Series("without", "Sans invalidité", by_year(met, "without_disability")),
        )
        title = "Frais reconnus, avec et sans invalidité"
    else:
        rest = (Status.NOT_MET, Status.TO_APPRAISE)
        series = (
            Series("recognised", "Reconnu", by_year(met, "with_disability")),
            Series("other", "Non reconnu ou à apprécier", by_year(rest, "with_disability")),
        )
        title = "Frais du reclassement, par année"
    return Chart("costs", "bars", title, "CHF", labels, series)
