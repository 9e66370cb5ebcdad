"""From a case of capital aid to its result."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.capital_aid import claimed, conditions, financing, granting, loan, recovery
from ai_calc.calculators.capital_aid.financing import FORM_LABELS, FORMS, LOANS, NO_NEED, Mix, Need
from ai_calc.calculators.capital_aid.loan import UNBOUND, Bounds, Schedule
from ai_calc.calculators.capital_aid.model import CapitalAidCase, LegalForm
from ai_calc.calculators.capital_aid.recovery import Recovery
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import refusing
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info, warning
from ai_calc.outcome.stated import counted, slot
from ai_calc.results import (
    Account,
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Sentence,
    Series,
    Status,
    Table,
)


@record
class CapitalAidDetails:
    """The typed numbers of a result, in CHF."""

    need: Need
    mix: Mix
    missing: Decimal
    income_threshold: Decimal
    bounds: Bounds
    schedule: Schedule | None
    recovery: Recovery | None
    refused: bool
    """Whether the conditions refuse the aid: nothing of the mix is paid then."""

    @property
    def claim_stands(self) -> bool:
        """Whether the aid is claimed back, for certain: what was planned for it says nothing more."""
        return self.recovery is not None and self.recovery.stands


@calculation
def compute(case: CapitalAidCase) -> Result[CapitalAidDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` when the law of that date lacks a figure that the case needs.
    """
    law = Law(case.law_day)
    if case.granted is Finding.MET:
        return _after_grant(case, law)
    need = financing.need_of(case, law)
    threshold, income_step = conditions.income_threshold(law)
    mix = financing.mix_of(case, need)
    bounds = loan.bounds_of(case, law)
    planned = schedule = loan.schedule_of(case, law, mix, bounds)
    claim, recovery_verdicts = recovery.recovery_of(case, law, need, mix, schedule)
    verdicts = (
        *conditions.verdicts(case, need, mix, threshold, bounds),
        *financing.form_verdicts(case, need, mix),
        *loan.term_verdicts(case, law, mix, bounds, schedule),
        *recovery_verdicts,
    )
    refused = bool(refusing(verdicts))
    if refused:  # nothing is paid, so nothing is planned
        schedule = None
    missing = financing.missing_of(case, need, ZERO if refused else mix.total)
    details = CapitalAidDetails(need, mix, missing, threshold, bounds, schedule, claim, refused)
    once = any(v.key == "form" for v in verdicts) and sum(p.granted > 0 for p in mix.parts) == 1
    open_life = ("life",) if any(v.key == "life" and v.status is Status.TO_APPRAISE for v in verdicts) else ()
    carried = Carried(*(_forms(mix, once, open_life, *wanted) for wanted in ((), ("cash",), LOANS)))
    return result(
        case,
        law,
        calculator="capital_aid",
        subject=conditions.subject(claim, recovery_verdicts),
        followed=case.FOLLOWS,
        verdicts=verdicts,
        figures=_figures(case, details, carried),
        account=lambda: Account(
            details,
            sentences=_sentences(case, details, carried),
            tables=_tables(case, law, details, carried),
            charts=_charts(case, details),
            steps=(
                *financing.need_steps(case, need),
                income_step,
                *loan.steps_of(case, mix, bounds, schedule),
                *recovery.steps_of(claim, case, planned),
            ),
            readings=_readings(case, details),
            notices=_notices(case, law, details),
        ),
    )


def _after_grant(case: CapitalAidCase, law: Law) -> Result[CapitalAidDetails]:
    """The aid is granted and paid: whether it is claimed back, and how much of it."""
    mix = financing.granted_mix(case)
    planned = case.amortisation_years is not None and case.paid_on is not None
    schedule = loan.schedule_of(case, law, mix, UNBOUND) if planned else None
    claim, verdicts = recovery.recovery_of(case, law, NO_NEED, mix, schedule)
    assert claim is not None
    details = CapitalAidDetails(NO_NEED, mix, ZERO, ZERO, UNBOUND, schedule, claim, False)
    carried = Carried((), (), ())
    return result(
        case,
        law,
        calculator="capital_aid",
        subject=claimed.SUBJECT,
        followed=case.FOLLOWS,
        verdicts=claimed.verdicts(mix, claim, verdicts),
        figures=claimed.figures(claim, known=bool(mix.parts) and recovery.told(case)),
        account=lambda: Account(
            details,
            sentences=claimed.sentences(case, claim),
            tables=_granted_tables(details, carried),
            steps=(
                *loan.steps_of(case, mix, UNBOUND, schedule),
                *recovery.steps_of(claim, case, schedule),
            )
            if mix.parts and case.paid_on is not None
            else (),
            readings=claimed.readings(case, claim),
            notices=claimed.notices(claim),
        ),
    )


@record
class Carried:
    """The verdicts that carry what is granted: in every form, in cash, as a loan."""

    every: tuple[str, ...]
    cash: tuple[str, ...]
    loans: tuple[str, ...]


def _forms(mix: Mix, once: bool, open_life: tuple[str, ...], *wanted: str) -> tuple[str, ...]:
    """The verdicts that carry what is granted in these forms (all of them without a name). ``once``: the only form is
    open, which the conclusion says already. A plan that is too long for its project is cut and stands; while the life
    is not known, it waits for that (``open_life``)."""
    parts = [p.form for p in mix.parts if p.granted and (not wanted or p.form in wanted)]
    terms = ("age", *open_life) if any(form in LOANS for form in parts) else ()
    return ("overall", *(financing.form_key(form) for form in parts if not once), *terms)


def _sentences(case: CapitalAidCase, d: CapitalAidDetails, carried: Carried) -> tuple[Sentence, ...]:
    found = []
    if d.need.net and (case.own_resources or case.third_party_aid):
        found.append(
            Sentence(
                phrase(
                    f"Projet {{0:CHF}} − ressources propres {slot(1, case.own_resources)} − aides de tiers"
                    f" {slot(2, case.third_party_aid)} = besoin {{3:CHF}}.",
                    d.need.cost,
                    counted(case.own_resources),
                    counted(case.third_party_aid),
                    d.need.net,
                ),
                (),
            )
        )
    if d.need.net and case.other_financing:
        found.append(Sentence(_other_financing(case, d), ()))
    if d.mix.total:
        *most, last = [
            str(phrase("{0:CHF} ({1})", p.granted, FORM_LABELS[p.form].lower())) for p in d.mix.parts if p.granted
        ]
        forms = f"{', '.join(most)} et {last}" if most else last
        found.append(
            Sentence(
                phrase(
                    "Forme proposée : {0}." if d.mix.proposed else "Forme souhaitée, dans les plafonds : {0}.", forms
                ),
                carried.every,
            )
        )
    if d.schedule is not None and not d.claim_stands:
        found.append(
            Sentence(
                phrase(
                    "Le prêt se rembourse en {0:ans}, avec {1:CHF} d'intérêts en tout."
                    if case.amortisation_years
                    else "Le prêt se rembourse en {0:ans} (durée proposée par ce site), avec {1:CHF} d'intérêts en"
                    " tout.",
                    d.schedule.years,
                    d.schedule.total_interest,
                ),
                carried.loans,
            )
        )
    if d.recovery is not None:
        found += claimed.sentences(case, d.recovery)
    return tuple(found)


def _other_financing(case: CapitalAidCase, d: CapitalAidDetails) -> Phrase:
    """What a proven bank loan changes: it fills what the aid leaves open, and is not deducted from the need
    (cmrp:6019, 6004 g)."""
    uncovered = d.need.net - d.mix.total
    if uncovered:
        return phrase(
            "Autres financements prouvés ({0:CHF}) : le besoin se calcule sans eux ; ils servent aux {1:CHF} que l'aide"
            " ne couvre pas.",
            case.other_financing,
            uncovered,
        )
    return phrase(
        "Autres financements prouvés ({0:CHF}) : non comptés, car le besoin se calcule sans eux et l'aide possible le"
        " couvre ; s'ils sont employés, il reste {1:CHF} à couvrir.",
        case.other_financing,
        max(ZERO, d.need.net - counted(case.other_financing)),
    )


def _for_life(case: CapitalAidCase, d: CapitalAidDetails) -> Decimal | None:
    """What earlier aid leaves if the caps held for life (C-51), where that is less than what is granted."""
    most = d.need.grantable_after_earlier_aid
    return most if case.earlier_aid and not d.refused and most < d.mix.total else None


def _figures(case: CapitalAidCase, d: CapitalAidDetails, carried: Carried) -> tuple[Figure, ...]:
    known = bool(d.need.cost or d.need.excluded)
    found = [
        Figure("net_need", "Besoin", d.need.net if known else None, "CHF", ("cmrp:6019",), ("project",), main=True),
    ]
    if d.mix.proposed:
        possible = known and (d.mix.total or not d.need.grantable)  # without any form there is no amount
        found.append(
            Figure(
                "grantable",
                "Aide possible",
                d.mix.total if possible else None,
                "CHF",
                ("cmrp:6021", "cmrp:6022"),
                carried.every,
                main=True,
            )
        )
    else:
        found.append(
            Figure(
                "mix_total",
                "Aide dans les formes souhaitées",
                d.mix.total,
                "CHF",
                ("cmrp:6021", "cmrp:6022"),
                carried.every if d.mix.total else (),
                main=True,
            )
        )
    found += [
        Figure(
            "missing",
            "Reste à financer",
            d.missing if known else None,
            "CHF",
            ("cmrp:6004.g",),
            ("project", *carried.every) if d.mix.total and not d.refused else ("project",),
            otherwise=d.need.net if d.mix.total and not d.refused else None,
        ),
    ]
    if d.recovery is not None:
        found += claimed.figures(d.recovery)
    if (for_life := _for_life(case, d)) is not None:
        words = "Aide possible si le plafond valait pour toute la vie (lecture C-51)"
        found.append(Figure("for_life", words, for_life, "CHF", ("cmrp:6021",), carried.every, main=True))
    if d.claim_stands or d.refused:
        return tuple(found)
    if d.mix.granted("cash") and (d.recovery is None or not d.recovery.claimed):
        found.append(
            Figure(
                "not_repayable",
                "À ne pas rembourser",
                d.mix.granted("cash"),
                "CHF",
                ("cmrp:6009", "cmrp:6020"),
                carried.cash,
            )
        )
    if d.mix.loans:
        found.append(Figure("repayable", "À rembourser", d.mix.loans, "CHF", ("cmrp:6012",), carried.loans))
    if d.schedule is not None:
        first = [p for p in d.schedule.payments if p.year == 1]
        found += [
            Figure(
                "total_interest",
                "Intérêts en tout",
                d.schedule.total_interest,
                "CHF",
                ("cmrp:6013",),
                carried.loans,
            ),
            Figure(
                "first_year",
                "À payer la première année",
                sum((p.capital + p.interest for p in first), ZERO),
                "CHF",
                ("cmrp:6013", "cmrp:6014"),
                carried.loans,
            ),
            Figure(
                "first_payment",
                "Première échéance",
                d.schedule.payments[0].due,
                "",
                ("cmrp:6013", "cmrp:6023.e"),
                carried.loans,
            ),
        ]
    return tuple(found)


_MIX = (Column("form", "Forme"), Column("granted", "Montant", "CHF"), Column("reason", "Raison"))
_SCHEDULE = (
    Column("due", "Échéance"),
    Column("capital", "Capital", "CHF"),
    Column("interest", "Intérêts", "CHF"),
    Column("payment", "À payer", "CHF"),
    Column("balance", "Solde", "CHF"),
)


def _tables(case: CapitalAidCase, law: Law, d: CapitalAidDetails, carried: Carried) -> tuple[Table, ...]:
    if d.refused:
        return ()
    found = _granted_tables(d, carried)
    if d.mix.total and not d.claim_stands:
        found.append(granting.calendar(case, law, d.schedule, carried.every))
    return tuple(found)


def _granted_tables(d: CapitalAidDetails, carried: Carried) -> list[Table]:
    """The forms of the aid, and how its loans are repaid."""
    found: list[Table] = []
    if d.mix.parts:
        found.append(
            Table(
                "mix",
                "Formes de l'aide",
                _MIX,
                tuple((FORM_LABELS[p.form], p.granted, p.reason) for p in d.mix.parts),
                tuple(dict.fromkeys(("cmrp:6022", *(rule for p in d.mix.parts for rule in p.rules)))),
                ("Total", d.mix.total, None),
                carried.every,
            )
        )
    if d.schedule is not None:
        found.append(
            Table(
                "schedule",
                "Plan de remboursement",
                _SCHEDULE,
                tuple((p.due, p.capital, p.interest, p.capital + p.interest, p.balance) for p in d.schedule.payments),
                ("cmrp:6013", "cmrp:6014"),
                (
                    "Total",
                    sum((p.capital for p in d.schedule.payments), ZERO),
                    d.schedule.total_interest,
                    sum((p.capital + p.interest for p in d.schedule.payments), ZERO),
                    None,
                ),
                carried.loans,
            )
        )
    return found


def _charts(case: CapitalAidCase, d: CapitalAidDetails) -> tuple[Chart, ...]:
    found: list[Chart] = []
    if d.need.cost:
        own, third = counted(case.own_resources), counted(case.third_party_aid)
        parts = [
            ("own", "Ressources propres", min(own, d.need.cost)),
            ("third", "Aides de tiers", min(third, max(ZERO, d.need.cost - own))),
        ]
        if not d.refused:
            parts += [(form, FORM_LABELS[form], d.mix.granted(form)) for form in FORMS]
        parts += [
            (
                "other",
                "Autres financements",
                min(counted(case.other_financing), max(ZERO, d.need.net - (ZERO if d.refused else d.mix.total))),
            ),
            ("missing", "Reste à financer", d.missing),
        ]
        found.append(
            Chart(
                "sources",
                "parts",
                "Qui finance le projet",
                "CHF",
                ("Projet",),
                tuple(Series(k, label, (v,)) for k, label, v in parts if v),
            )
        )
    if d.schedule is not None:
        s = d.schedule
        opening = s.payments[0].balance + s.payments[0].capital
        yearly = s.payments[case.instalments_per_year - 1 :: case.instalments_per_year]
        found.append(
            Chart(
                "balance",
                "bars",
                "Solde du prêt à la fin de chaque année",
                "CHF",
                (str(s.start.year), *(str(p.due.year) for p in yearly)),
                (Series("balance", "Solde", (opening, *(p.balance for p in yearly))),),
            )
        )
    return tuple(found)


def _readings(case: CapitalAidCase, d: CapitalAidDetails) -> tuple[ReadingTaken, ...]:
    found = [ReadingTaken("C-07"), ReadingTaken("C-56"), ReadingTaken("C-50")]
    found.append(_cap_reading(case, d))
    if d.mix.parts and (d.mix.proposed or case.installation):
        found.append(ReadingTaken("C-45"))
    if conditions.compares_retraining(case):
        found.append(ReadingTaken("C-44"))
    if case.legal_form not in (LegalForm.INDEPENDENT, LegalForm.UNKNOWN):
        found.append(ReadingTaken("C-81"))
    if d.mix.granted("cash"):
        found.append(ReadingTaken("C-83"))
    if d.schedule is not None:
        found.append(_interest_reading(case, d.schedule))
        found += [ReadingTaken("C-48"), ReadingTaken("C-46"), ReadingTaken("C-49")]
        found += _life_reading(d.bounds)
    if d.recovery is not None:
        found += claimed.readings(case, d.recovery)
    return tuple(found)


def _life_reading(bounds: Bounds) -> list[ReadingTaken]:
    """L-01: the life of the project as given, else the shortest life of its positions: the other measure."""
    if bounds.by_life is None or bounds.other_life is None or bounds.other_life == bounds.by_life:
        return []
    longest = bounds.other_life > bounds.by_life
    words = (
        "Avec la plus longue durée de vie, le prêt pourrait courir {0:ans} au lieu de {1:ans}."
        if longest
        else "Avec la plus courte durée de vie parmi les positions, le prêt courrait {0:ans} au plus, non {1:ans}."
    )
    return [ReadingTaken("L-01", phrase(words, bounds.other_life, bounds.by_life), bounds.other_life, "ans")]


def _cap_reading(case: CapitalAidCase, d: CapitalAidDetails) -> ReadingTaken:
    """C-51: the caps hold for one project; if they held for life, earlier aid would count against them."""
    other = d.need.grantable_after_earlier_aid
    if case.earlier_aid is None and d.need.grantable:
        return ReadingTaken(
            "C-51",
            phrase(
                "Si le plafond valait pour toute la vie, une aide antérieure s'imputerait ; elle n'est pas indiquée."
            ),
        )
    if other == d.need.grantable:
        return ReadingTaken("C-51")
    return ReadingTaken(
        "C-51",
        phrase(
            "Si le plafond valait pour toute la vie, l'aide antérieure de {0:CHF} s'imputerait : {1:CHF} au plus.",
            case.earlier_aid,
            other,
        ),
        other,
        "CHF",
    )


def _interest_reading(case: CapitalAidCase, schedule: Schedule) -> ReadingTaken:
    """C-47: deferred interest stays due, without compounding, at the first due date after the deferral."""
    deferred = sum((p.interest_accrued for p in schedule.payments if p.interest_accrued and not p.interest), ZERO)
    if not deferred:
        return ReadingTaken("C-47")
    other = schedule.total_interest - deferred
    return ReadingTaken(
        "C-47",
        phrase(
            "Si le report valait remise, les intérêts seraient de {0:CHF} en tout au lieu de {1:CHF}.",
            other,
            schedule.total_interest,
        ),
        other,
        "CHF",
    )


def _notices(case: CapitalAidCase, law: Law, d: CapitalAidDetails) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if d.mix.total and not d.refused and not d.claim_stands:
        found += granting.notices(case, law, d.mix, d.schedule)
    if conditions.retraining_is_past(case):
        found.append(
            info(
                "6007",
                phrase(
                    "« Indépendance plutôt qu'un reclassement » est sans objet : des mesures de l'AI ont déjà eu lieu,"
                    " et c'est alors l'emploi exigible qui décide (lecture C-44)."
                ),
                "cmrp:6007",
                "cmrp:6006",
            )
        )
    if d.mix.proposed and d.need.grantable > d.mix.total > 0 and not d.refused:
        found.append(
            warning(
                "no_form",
                phrase(
                    "Aucune forme ne s'impose pour {0:CHF}. {1}",
                    d.need.grantable - d.mix.total,
                    str(financing.unexcluded(case, d.need, d.mix)),
                ),
                "cmrp:6015",
                "cmrp:6018",
            )
        )
    if any(i.real_estate for i in case.items) and not d.refused:
        found.append(
            info(
                "mortgage",
                phrase(
                    "Immobilier : l'octroi peut dépendre d'une hypothèque en faveur de l'AI, aux frais de la personne"
                    " assurée."
                ),
                "cmrp:6024",
            )
        )
    if d.recovery is not None:
        found += claimed.notices(d.recovery)
    if case.instalments_per_year > 1 and d.schedule is not None and d.schedule.total_interest:
        found.append(
            info(
                "interest_on_opening_balance",
                phrase("Avec plusieurs tranches par an, l'intérêt annuel est compté sur le solde au début de l'année."),
                "cmrp:6013",
            )
        )
    return tuple(found)
