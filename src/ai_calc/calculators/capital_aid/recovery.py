"""What is owed when the activity stops early or the requirements are not kept (cmrp:6034–6038; readings C-54, C-55)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.capital_aid.financing import Mix
from ai_calc.calculators.capital_aid.loan import Schedule
from ai_calc.calculators.capital_aid.model import CapitalAidCase
from ai_calc.ground.dates import add_months, add_years
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date, phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import any_of, status_of
from ai_calc.results import Role, Status, Step, Verdict


@record
class Recovery:
    """What is to be repaid, in CHF. ``due``: whether a claim stands or may stand; ``before_waiver`` is the sum of
    cash, remaining loan and overdue interest."""

    due: bool
    cash: Decimal
    loan_balance: Decimal
    overdue_interest: Decimal
    deferred_interest: Decimal  # of past years, deferred and not yet due: not claimed (reading C-54)
    before_waiver: Decimal
    owed: Decimal
    minimum_activity_end: date | None
    last_decision_day: date | None
    installation: Decimal  # value of a lent installation that is to be given back
    guarantee: Decimal  # guarantee to be settled


def recovery_of(
    case: CapitalAidCase, law: Law, mix: Mix, schedule: Schedule | None
) -> tuple[Recovery | None, list[Step], list[Verdict]]:
    """The claim at ``case.stop_date`` (or at the decision, for a breach), its steps, and its verdicts.

    Raises :class:`~ai_calc.ground.errors.CaseError` for dates that contradict each other.
    """
    _refuse_contradictions(case, mix, schedule)
    if case.stop_date is None and case.breach_of_requirements is not Finding.MET and case.knowledge_date is None:
        return None, [], []
    minimum_end = (
        add_months(case.payment_date, case.minimum_activity_months)
        if case.minimum_activity_months is not None
        else None
    )
    day = case.stop_date or case.decision_date or case.knowledge_date or case.law_day
    early, breach = _early_stop(case, minimum_end), status_of(case.breach_of_requirements)
    ground = any_of(early, breach)
    heeded = case.reminder_heeded
    if heeded is Finding.MET:
        ground = Status.NOT_MET
    elif heeded is Finding.UNKNOWN and ground is Status.MET:
        ground = Status.TO_APPRAISE
    verdicts = [_ground_verdict(case, ground, early, breach, minimum_end, day)]

    cash = mix.granted("cash")
    balance = interest = deferred = ZERO
    if schedule is not None:
        (planned, due), deferred = schedule.at(day), schedule.deferred_at(day)
        loans = mix.granted("interest_loan") + mix.granted("interest_free_loan")
        balance = planned if case.capital_repaid is None else max(ZERO, loans - case.capital_repaid)
        interest = ZERO if case.interest_paid is None else max(ZERO, due - case.interest_paid)
    claimed = ground is not Status.NOT_MET
    before = cash + balance + interest if claimed else ZERO
    installation = mix.granted("installation") if claimed else ZERO
    guarantee = mix.granted("guarantee") if claimed else ZERO
    kept = 100 - case.waiver_percent
    owed = round_to_five_centimes(before * kept / 100)
    steps = [
        Step(
            "recovery_before_waiver",
            "À restituer avant renonciation",
            (
                phrase("espèces {0:CHF} + solde du prêt {1:CHF} + intérêts échus {2:CHF}", cash, balance, interest)
                if claimed
                else phrase("aucun motif de restitution")
            ),
            before,
            "CHF",
            ("cmrp:6035", "cmrp:6036"),
        ),
        Step(
            "recovery_owed",
            "À restituer",
            phrase("{0:CHF} × {1:%}, arrondi à 0,05 CHF", before, kept),
            owed,
            "CHF",
            ("cmrp:6037",),
        ),
    ]
    last_day = None
    if case.knowledge_date is not None:
        last_day = add_years(case.knowledge_date, law.count("capital_aid/recovery_deadline"))
        verdicts.append(_deadline_verdict(case, last_day))
    if installation:
        steps.append(
            Step(
                "recovery_installation",
                "Installation à rendre",
                phrase("l'installation prêtée reste propriété de l'AI"),
                installation,
                "CHF",
                ("cmrp:6016", "cmrp:6034"),
            )
        )
    recovery = Recovery(
        claimed and (owed > 0 or installation > 0 or guarantee > 0),
        cash,
        balance,
        interest,
        deferred,
        before,
        owed,
        minimum_end,
        last_day,
        installation,
        guarantee,
    )
    return recovery, steps, verdicts


def _refuse_contradictions(case: CapitalAidCase, mix: Mix, schedule: Schedule | None) -> None:
    """What the declared order of the case cannot see: the payment without a date of its own, and sums that are
    computed."""
    if case.stop_date is not None and case.stop_date < case.payment_date:
        raise CaseError(
            Fault(
                "stop_date",
                f"« Arrêt de l'activité le » ({long_date(case.stop_date)}) ne peut pas précéder le versement"
                f" ({long_date(case.payment_date)})",
            )
        )
    loans = mix.granted("interest_loan") + mix.granted("interest_free_loan")
    if case.capital_repaid is not None and case.capital_repaid > loans:
        raise CaseError(
            Fault(
                "capital_repaid",
                str(
                    phrase(
                        "« Capital déjà remboursé » ({0:CHF}) ne peut pas dépasser le prêt ({1:CHF})",
                        case.capital_repaid,
                        loans,
                    )
                ),
            )
        )
    interest = schedule.total_interest if schedule is not None else ZERO
    if case.interest_paid is not None and case.interest_paid > interest:
        raise CaseError(
            Fault(
                "interest_paid",
                str(
                    phrase(
                        "« Intérêts déjà payés » ({0:CHF}) ne peut pas dépasser les intérêts du prêt ({1:CHF})",
                        case.interest_paid,
                        interest,
                    )
                ),
            )
        )


def _early_stop(case: CapitalAidCase, minimum_end: date | None) -> Status:
    if case.stop_date is None:
        return Status.NOT_MET
    if minimum_end is None:
        return Status.TO_APPRAISE
    return Status.MET if case.stop_date < minimum_end else Status.NOT_MET


def _ground_verdict(
    case: CapitalAidCase, ground: Status, early: Status, breach: Status, minimum_end: date | None, day: date
) -> Verdict:
    label = "Motif de restitution"
    if case.reminder_heeded is Finding.MET:
        return Verdict(
            "recovery",
            label,
            ground,
            phrase("La sommation a été suivie dans le délai : pas de restitution."),
            ("cmrp:6034",),
            role=Role.LIMIT,
        )
    if ground is Status.NOT_MET:
        if minimum_end is not None and case.stop_date is not None:
            reason = phrase("Arrêt le {0}, la durée minimale finit le {1} : elle est accomplie.", day, minimum_end)
        else:
            reason = phrase("Ni arrêt avant la durée minimale, ni exigence non respectée.")
        return Verdict("recovery", label, ground, reason, ("cmrp:6034",), role=Role.LIMIT)
    if breach is Status.MET:
        reason = phrase("Des exigences de la décision ne sont pas respectées.")
    elif early is Status.NOT_MET:
        reason = phrase(
            "Pas d'arrêt avant la durée minimale ; à établir si les exigences de la décision sont respectées."
        )
    elif minimum_end is None:
        reason = phrase("Arrêt le {0} ; sans durée minimale fixée, on ne peut pas dire s'il vient trop tôt.", day)
    else:
        reason = phrase("Arrêt le {0}, avant la fin de la durée minimale ({1}).", day, minimum_end)
    if ground is Status.TO_APPRAISE and Status.MET in (early, breach):
        reason = phrase("{0} Reste à établir si la sommation a été suivie.", str(reason))
    return Verdict(
        "recovery",
        label,
        ground,
        reason,
        ("cmrp:6034", "cmrp:1009"),
        phrase("S'exécuter dans le délai de la sommation."),
        role=Role.LIMIT,
    )


def _deadline_verdict(case: CapitalAidCase, last_day: date) -> Verdict:
    rules = ("cmrp:6038",)
    if case.decision_date is None:
        return Verdict(
            "deadline",
            "Délai pour décider la restitution",
            Status.TO_APPRAISE,
            phrase("La décision doit être rendue au plus tard le {0}.", last_day),
            rules,
            role=Role.LIMIT,
        )
    fits = case.decision_date <= last_day
    return Verdict(
        "deadline",
        "Délai pour décider la restitution",
        Status.MET if fits else Status.NOT_MET,
        phrase("Décision le {0} ; dernier jour : {1}.", case.decision_date, last_day),
        rules,
        role=Role.LIMIT,
    )
