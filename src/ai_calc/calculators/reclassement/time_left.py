"""The time left until the reference age (âge de référence; cmrp:4014, reading C-46)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.dates import add_months, whole_months_between
from ai_calc.ground.french import phrase
from ai_calc.law.in_force import Law
from ai_calc.law.reference_age import end_of_working_period
from ai_calc.results import Status, Step, Verdict

_LABEL = "Temps suffisant avant l'âge de référence"


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """From the application to the last day of the month of the reference age: ``months`` and ``days`` left."""

    end: date
    months: int
    days: int
    fits: bool | None


def time_verdict(case: ReclassementCase, law: Law) -> tuple[Verdict, TimeLeft | None, list[Step]]:
    """Whether investigation, decision and measure fit before the reference age."""
    if case.early_pension_drawn:
        return Verdict("4014", _LABEL, Status.NOT_MET, phrase("La rente de vieillesse anticipée a été demandée."), ("cmrp:4014.b",)), None, []
    birth, sex, applied = case.birth_date, case.sex, case.application_date
    if birth is None or sex is None or applied is None:
        return Verdict("4014", _LABEL, Status.TO_APPRAISE,
                       phrase("Il faut la date de la demande, la date de naissance et le sexe."), ("cmrp:4014",)), None, []  # fmt: skip
    end = end_of_working_period(birth, sex, law)
    steps = [Step("working_period_end", "Fin de la période de travail", phrase("fin du mois de l'âge de référence, né·e le {0}", birth),
                  end, "", ("cmrp:4014", "fait:age-de-reference"))]  # fmt: skip
    if applied >= end:
        verdict = Verdict("4014", _LABEL, Status.NOT_MET, phrase("Demande du {0} : l'âge de référence est atteint (jusqu'au {1}).", applied, end),
                          ("cmrp:4014.b",))  # fmt: skip
        return verdict, TimeLeft(end, 0, 0, False), steps
    months = whole_months_between(applied, end)
    days = (end - add_months(applied, months)).days
    steps.append(Step("months_left", "Temps qui reste", phrase("du {0} au {1} : {2:duration} et {3:jours}", applied, end, months, days), months,
                      "mois", ("cmrp:4014",)))  # fmt: skip
    needed = case.needed_months
    if needed is None:
        return Verdict("4014", _LABEL, Status.TO_APPRAISE,
                       phrase("Il reste {0:duration} et {1:jours} jusqu'au {2} ; la durée nécessaire n'est pas indiquée.", months, days, end),
                       ("cmrp:4014",)), TimeLeft(end, months, days, None), steps  # fmt: skip
    if fits := add_months(applied, needed) <= end:
        verdict = Verdict("4014", _LABEL, Status.MET, phrase("{0:mois} nécessaires ; il reste {1:duration} et {2:jours} jusqu'au {3}.",
                          needed, months, days, end), ("cmrp:4014",))  # fmt: skip
    else:
        verdict = Verdict("4014", _LABEL, Status.NOT_MET,
                          phrase("{0:mois} nécessaires, mais il ne reste que {1:duration} et {2:jours} jusqu'au {3} : la demande est refusée.",
                                 needed, months, days, end), ("cmrp:4014",),
                          phrase("Une mesure plus courte, qui tient dans {0:mois} avec l'instruction.", months))  # fmt: skip
    return verdict, TimeLeft(end, months, days, fits), steps
