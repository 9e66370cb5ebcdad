"""What is owed when the activity stops early or the requirements are not kept (cmrp:6034–6038; readings C-54, C-55)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.capital_aid.financing import Mix, Need
from ai_calc.calculators.capital_aid.loan import Schedule, as_repaid
from ai_calc.calculators.capital_aid.model import CapitalAidCase
from ai_calc.ground.dates import add_months, add_years
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, long_date, phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law import parameters
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import counted, missing_titles
from ai_calc.outcome.verdicts import all_of, any_of, status_of
from ai_calc.results import Role, Status, Step, Verdict


@record
class Recovery:
    """What is to be repaid, in CHF. ``claimed``: whether there is a ground, or may be one; ``stands``: whether there is
    one and it is in time; ``before_waiver`` is the sum of cash, remaining loan and overdue interest."""

    claimed: bool
    stands: bool
    cash: Decimal
    loan_balance: Decimal
    overdue_interest: Decimal
    deferred_interest: Decimal  # of past years, deferred and not yet due: not claimed (reading C-54)
    before_waiver: Decimal
    owed: Decimal
    minimum_activity_end: date | None
    last_decision_day: date | None
    later_decision_day: date | None  # by a longer term that became law while the first one ran (reading C-55)
    latest_decision_day: date | None  # five years after the payment (reading C-55)
    installation: Decimal  # value of a lent installation that is to be given back
    guarantee: Decimal  # guarantee to be settled

    @property
    def due(self) -> bool:
        """Whether something is to be given back, or may be."""
        return self.owed > 0 or self.installation > 0 or self.guarantee > 0


@record
class _Balance:
    """What remains of the loans on the day that counts. ``open``: what nobody said about the payments, in words."""

    capital: Decimal
    interest: Decimal
    deferred: Decimal
    open: Phrase | None


def recovery_of(
    case: CapitalAidCase, law: Law, need: Need, mix: Mix, schedule: Schedule | None
) -> tuple[Recovery | None, list[Verdict]]:
    """The claim at ``case.stop_date`` (or at the decision, for a breach), and its verdicts.

    Raises :class:`~ai_calc.ground.errors.CaseError` for dates that contradict each other.
    """
    if case.paid_on is None:
        schedule = None  # the days of a plan run from the payment
    granted = case.granted is Finding.MET
    of_payments = granted or told(case) or case.interest_paid is not None  # else nothing asks how the plan ran
    ran = None
    if schedule is not None and of_payments:
        ran = as_repaid(case, mix, schedule, counted(case.capital_repaid))
    _refuse_contradictions(case, mix, ran)
    if not granted and (not told(case) or (need.cost and not need.net and case.earlier_aid == 0)):
        return None, []  # nothing to claim back, or nothing was granted
    months = case.minimum_activity_months
    minimum_end = add_months(case.paid_on, months) if case.paid_on is not None and months else None
    early, breach = _early_stop(case, minimum_end), status_of(case.breach_of_requirements)
    ground = any_of(early, breach)
    heeded = case.reminder_heeded
    if heeded is Finding.MET or case.granted is Finding.NOT_MET:
        ground = Status.NOT_MET
    elif heeded is Finding.UNKNOWN and ground is Status.MET:
        ground = Status.TO_APPRAISE
    verdicts = [_ground_verdict(case, ground, early, breach, minimum_end)]
    if ground is Status.NOT_MET or not told(case):
        open_ground = ground is not Status.NOT_MET
        nothing = Recovery(
            open_ground, False, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, minimum_end, None, None, None, ZERO, ZERO
        )
        return nothing, verdicts

    if not granted:
        verdicts.append(_paid_verdict())
    last_day, later, latest = _last_days(case, law)
    balance = _balance(case, mix, schedule, ran)
    deadline = _deadline_verdict(case, law, last_day, later, latest)
    verdicts.append(deadline)
    if balance.open is not None and deadline.status is not Status.NOT_MET and case.waiver_percent < 100:
        verdicts.append(
            Verdict("balance", "Solde du prêt", Status.TO_APPRAISE, balance.open, ("cmrp:6036",), role=Role.LIMIT)
        )
    cash = mix.granted("cash")
    before = cash + balance.capital + balance.interest
    owed = round_to_five_centimes(before * (100 - case.waiver_percent) / 100)
    claim = Recovery(
        True,
        all_of(ground, deadline.status) is Status.MET,
        cash,
        balance.capital,
        balance.interest,
        balance.deferred,
        before,
        owed,
        minimum_end,
        last_day,
        later,
        latest,
        mix.granted("installation"),
        mix.granted("guarantee"),
    )
    return claim, verdicts


def told(case: CapitalAidCase) -> bool:
    """Whether the file tells of a stop or a breach, or that the office knows of one."""
    return case.stop_date is not None or case.breach_of_requirements is Finding.MET or case.knowledge_date is not None


def _day(case: CapitalAidCase) -> tuple[date, str]:
    """The day on which the balance of a loan is struck, and what happens then."""
    for day, what in (
        (case.stop_date, "arrêt de l'activité"),
        (case.decision_date, "décision de restitution"),
        (case.knowledge_date, "connaissance du fait"),
    ):
        if day is not None:
            return day, what
    return case.payment_date, "versement, faute d'un autre jour"


def _balance(case: CapitalAidCase, mix: Mix, schedule: Schedule | None, ran: Schedule | None) -> _Balance:
    """6036: the rest of the loan and the interest due. What nobody says of the payments follows the plan meanwhile.
    ``ran``: the plan with no more repaid than the file says."""
    loans = mix.loans
    if not loans:
        return _Balance(ZERO, ZERO, ZERO, None)
    day, what = _day(case)
    repaid = case.capital_repaid
    actual = schedule if repaid is None else ran
    planned, due = actual.at(day) if actual is not None else (loans, ZERO)
    unpaid = ran.at(day)[1] if ran is not None else ZERO
    dated = case.stop_date or case.decision_date or case.knowledge_date
    supposed = [
        name
        for name, moves in (("capital_repaid", planned < loans), ("interest_paid", due > 0))
        if getattr(case, name) is None and (moves or dated is None or schedule is None)
    ]
    unsaid = None
    if supposed and schedule is None:
        unsaid = phrase(
            "Pas indiqué : {0}. Sans plan ni versements connus, tout le prêt est compté, sans intérêts.",
            missing_titles(case, "start_date", "amortisation_years", *supposed),
        )
    elif supposed:
        unsaid = phrase(
            "Pas indiqué : {0}. Le calcul tient pour payé ce qui est échu selon le plan au {1} ({2}). Si rien ne"
            " l'était : {3:CHF} de solde et {4:CHF} d'intérêts échus.",
            missing_titles(case, *supposed),
            day,
            what,
            loans - counted(repaid),
            max(ZERO, unpaid - counted(case.interest_paid)),
        )
    return _Balance(
        planned if repaid is None else loans - repaid,
        ZERO if case.interest_paid is None else max(ZERO, due - case.interest_paid),
        actual.deferred_at(day) if actual is not None else ZERO,
        unsaid,
    )


def steps_of(claim: Recovery | None, case: CapitalAidCase, schedule: Schedule | None) -> list[Step]:
    """How what is owed comes about; nothing while nobody tells what happened."""
    if claim is None or (claim.claimed and not told(case)):
        return []
    if case.paid_on is None or not claim.claimed:
        schedule = None
    sums = phrase(
        "espèces {0:CHF} + solde du prêt {1:CHF}{3} + intérêts échus {2:CHF}",
        claim.cash,
        claim.loan_balance,
        claim.overdue_interest,
        phrase(" au {0}", _day(case)[0]) if schedule is not None else "",
    )
    if schedule is not None and case.capital_repaid is not None:
        sums = phrase("{0} ; capital remboursé compté tranche après tranche", str(sums))
    found = [
        Step(
            "recovery_before_waiver",
            "À restituer avant renonciation",
            sums if claim.claimed else phrase("aucun motif de restitution"),
            claim.before_waiver,
            "CHF",
            ("cmrp:6035", "cmrp:6036"),
        ),
        Step(
            "recovery_owed",
            "À restituer",
            phrase("{0:CHF} × {1:%}, arrondi à 0,05 CHF", claim.before_waiver, 100 - case.waiver_percent),
            claim.owed,
            "CHF",
            ("cmrp:6037",),
        ),
    ]
    if claim.installation:
        found.append(
            Step(
                "recovery_installation",
                "Installation à rendre",
                phrase("l'installation prêtée reste propriété de l'AI"),
                claim.installation,
                "CHF",
                ("cmrp:6016", "cmrp:6034"),
            )
        )
    return found


def _refuse_contradictions(case: CapitalAidCase, mix: Mix, ran: Schedule | None) -> None:
    """What the declared order of the case cannot see: the payment without a date of its own, and sums that are
    computed."""
    if case.stop_date is not None and case.paid_on is not None and case.stop_date < case.paid_on:
        raise CaseError(
            Fault(
                "stop_date",
                f"« Arrêt de l'activité le » ({long_date(case.stop_date)}) ne peut pas précéder le versement"
                f" ({long_date(case.paid_on)})",
            )
        )
    if case.capital_repaid is not None and case.capital_repaid > mix.loans:
        raise CaseError(
            Fault(
                "capital_repaid",
                str(
                    phrase(
                        "« Capital déjà remboursé » ({0:CHF}) ne peut pas dépasser le prêt ({1:CHF})",
                        case.capital_repaid,
                        mix.loans,
                    )
                ),
            )
        )
    if ran is None and mix.granted("interest_loan"):
        return  # without a plan its interest is not known
    # the most there can be: capital that does not come back goes on bearing it
    interest = ran.total_interest if ran is not None else ZERO
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


def _paid_verdict() -> Verdict:
    """Only what was granted and paid is given back: what the file does not say of it stays open."""
    words = "Un arrêt, un manquement ou un délai est indiqué ; à établir : l'aide a-t-elle été accordée et versée ?"
    change = phrase("La décision d'octroi et le versement.")
    label, rules = "Aide accordée et versée", ("cmrp:6034",)
    return Verdict("paid", label, Status.TO_APPRAISE, phrase(words), rules, change, role=Role.LIMIT)


def _ground_verdict(
    case: CapitalAidCase, ground: Status, early: Status, breach: Status, minimum_end: date | None
) -> Verdict:
    """Whether there is a ground to claim back. It does not weigh in a conclusion on the aid; while it is open, what
    would be given back waits for it."""
    rules: tuple[str, ...] = ("cmrp:6034",) if ground is Status.NOT_MET else ("cmrp:6034", "cmrp:1009")
    if breach is Status.MET:
        rules = (*rules, "cmrp:6023")
    change = None
    if case.reminder_heeded is Finding.UNKNOWN and ground is not Status.NOT_MET and told(case):
        change = phrase("S'exécuter dans le délai de la sommation.")
    reason = _ground_reason(case, ground, early, breach, minimum_end)
    role = Role.LIMIT if ground is Status.TO_APPRAISE else Role.ADVICE
    return Verdict("recovery", "Motif de restitution", ground, reason, rules, change, role=role)


def _ground_reason(
    case: CapitalAidCase, ground: Status, early: Status, breach: Status, minimum_end: date | None
) -> Phrase:
    if case.granted is Finding.NOT_MET:
        return phrase("Selon le dossier, aucune aide n'a été accordée et versée : il n'y a rien à restituer.")
    if case.reminder_heeded is Finding.MET:
        return phrase("La sommation a été suivie dans le délai : pas de restitution.")
    if ground is Status.NOT_MET:
        if minimum_end is not None and case.stop_date is not None:
            words = "Arrêt le {0}, la durée minimale finit le {1} : elle est accomplie."
            return phrase(words, case.stop_date, minimum_end)
        return phrase("Ni arrêt avant la durée minimale, ni exigence non respectée.")
    if breach is Status.MET:
        reason = phrase("Des exigences de la décision ne sont pas respectées.")
    elif not told(case):
        reason = phrase(
            "Le dossier n'indique ni arrêt ni manquement ; à établir si les exigences de la décision sont respectées."
        )
    elif early is Status.NOT_MET:
        reason = phrase(
            "Pas d'arrêt avant la durée minimale ; à établir si les exigences de la décision sont respectées."
        )
    elif minimum_end is None:
        missing = "le jour du versement" if case.minimum_activity_months else "durée minimale fixée"
        words = "Arrêt le {0} ; sans {1}, on ne peut pas dire s'il vient trop tôt."
        reason = phrase(words, case.stop_date, missing)
    else:
        reason = phrase("Arrêt le {0}, avant la fin de la durée minimale ({1}).", case.stop_date, minimum_end)
    if ground is Status.TO_APPRAISE and Status.MET in (early, breach):
        reason = phrase("{0} Reste à établir si la sommation a été suivie.", str(reason))
    return reason


TERM = "capital_aid/recovery_deadline"


def _last_days(case: CapitalAidCase, law: Law) -> tuple[date | None, date | None, date | None]:
    """Until when the claim can be decided: from the day when the office knew (cmrp:6038), by the term of that day,
    whenever the aid was paid; by a longer term that became law while the first one ran; from the payment."""
    known, paid = case.knowledge_date, case.paid_on
    law.read_on(TERM, max(parameters.FIRST_DATE, known or case.decision_date or law.day))
    years, most = law.count(TERM), law.count("capital_aid/recovery_latest")
    latest = add_years(paid, most) if paid is not None else None
    if known is None:
        return None, None, latest
    last = add_years(known, years)
    after = [int(str(v.value)) for v in parameters.load(TERM).values if known < v.from_date <= last]
    later = add_years(known, max(after)) if after and max(after) > years else None
    return last, later, latest


def _deadline_verdict(
    case: CapitalAidCase, law: Law, last_day: date | None, later: date | None, latest: date | None
) -> Verdict:
    """The deadline of the day when the office knew. What keeps only a term that became law meanwhile, or comes after
    the one that the circular does not take up, is for a person to appraise (reading C-55)."""
    decided, more = case.decision_date, []
    day = decided or last_day
    if later is not None and last_day is not None and (decided is None or decided > last_day):
        words = " Si le délai plus long de la loi, entré en vigueur pendant ce temps, vaut aussi ici, c'est le {0}{1}."
        more.append(str(phrase(words, later, " : à apprécier" if decided is not None and decided <= later else "")))
    absolute = latest is not None and (day or latest) > latest
    if absolute:
        words = (
            " Selon l'art. 25 al. 2 LPGA, le droit de demander la restitution s'éteint {0:ans} après le versement, le"
            " {1} ; la circulaire n'en dit rien : à apprécier."
        )
        more.append(str(phrase(words, law.count("capital_aid/recovery_latest"), latest)))
    status = Status.TO_APPRAISE
    if last_day is None:
        words = (
            "Le délai ({0:ans}) court dès que l'office a connu le fait, ou aurait dû le connaître ; ce jour n'est pas"
            " indiqué, le délai ne se vérifie pas."
        )
        reason = phrase(words, law.count(TERM))
    elif decided is None:
        reason = phrase("La décision doit être rendue au plus tard le {0}.", last_day)
    else:
        reason = phrase("Décision le {0} ; dernier jour : {1}.", decided, last_day)
        if decided > (later or last_day):
            status, more = Status.NOT_MET, []
        elif decided <= last_day and not absolute:
            status = Status.MET
    rules = [law.dated(TERM).source or "", "cmrp:6038"]
    rules += ["fait:lpga-25"] if later is not None else []
    rules += ["fait:delai-de-restitution"] if absolute else []
    reason = phrase("{0}{1}", reason, "".join(more))
    return Verdict(
        "deadline", "Délai pour décider la restitution", status, reason, tuple(dict.fromkeys(rules)), role=Role.LIMIT
    )
