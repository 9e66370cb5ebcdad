"""How much, and in what form: need, caps, and the mix of forms (cmrp:6003, 6009, 6012, 6015, 6017–6022)."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.capital_aid.model import CapitalAidCase, Purpose
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.formulas import formula
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import counted, slot
from ai_calc.outcome.verdicts import all_of, opposite, status_of
from ai_calc.results import Role, Status, Step, Verdict

FORMS = ("interest_loan", "interest_free_loan", "cash", "guarantee", "installation")
"""The forms of aid in the order of reading C-45, except that a wanted cash payment is served before installations."""

FORM_LABELS = {
    "interest_loan": "Prêt à intérêts",
    "interest_free_loan": "Prêt sans intérêts",
    "cash": "Espèces sans remboursement",
    "guarantee": "Garantie",
    "installation": "Installation prêtée",
}


@record
class Need:
    """The need and the caps, in CHF."""

    excluded: Decimal  # positions that are auxiliary devices (cmrp:6003)
    cost: Decimal
    net: Decimal
    cash_cap: Decimal
    total_cap: Decimal
    grantable: Decimal
    grantable_after_earlier_aid: Decimal
    uncovered: Decimal


@record
class Part:
    """One form of the mix: what was wanted, what can be granted, why."""

    form: str
    wanted: Decimal
    granted: Decimal
    reason: Phrase
    rules: tuple[str, ...]


@record
class Mix:
    """The forms of aid, each at most once. ``to_shift``: wanted cash above its cap, possible only in another form;
    ``proposed``: the case gave no mix; ``total``: the sum granted. Amounts in CHF."""

    parts: tuple[Part, ...]
    proposed: bool
    to_shift: Decimal
    total: Decimal

    def granted(self, form: str) -> Decimal:
        """The amount granted in one form, in CHF."""
        for part in self.parts:
            if part.form == form:
                return part.granted
        return ZERO


def _mix(parts: list[Part], proposed: bool, to_shift: Decimal) -> Mix:
    return Mix(tuple(parts), proposed, to_shift, sum((p.granted for p in parts), ZERO))


@formula
def cash_cap(law: Law, net: Decimal) -> Decimal:
    """The most that can be paid in cash without repayment, whatever the need (cmrp:6020)."""
    return law.amount("capital_aid/cash_cap")


def need_of(case: CapitalAidCase, law: Law) -> tuple[Need, list[Step]]:
    """The need after own resources and third-party aid, then the caps — in that order (cmrp:6019, reading C-50)."""
    total_cap = law.amount("capital_aid/total_cap")
    excluded = sum((i.amount for i in case.items if i.compensates_bodily_function), ZERO)
    cost = sum((i.amount for i in case.items), ZERO) - excluded
    net = max(ZERO, cost - counted(case.own_resources) - counted(case.third_party_aid))
    grantable = min(net, total_cap)
    uncovered = net - grantable
    need = Need(
        excluded=excluded,
        cost=cost,
        net=net,
        cash_cap=cash_cap(law, net),
        total_cap=total_cap,
        grantable=grantable,
        grantable_after_earlier_aid=min(net, max(ZERO, total_cap - counted(case.earlier_aid))),
        uncovered=uncovered,
    )
    steps = [
        Step(
            "cost",
            "Coût du projet",
            phrase(
                "somme des positions de l'aide en capital ({0})",
                sum(not i.compensates_bodily_function for i in case.items),
            ),
            cost,
            "CHF",
            ("cmrp:6019",),
        ),
        Step(
            "net_need",
            "Besoin après ressources propres et aides de tiers",
            phrase(
                f"{{0:CHF}} − {slot(1, case.own_resources)} − {slot(2, case.third_party_aid)}, au moins 0",
                cost,
                counted(case.own_resources),
                counted(case.third_party_aid),
            ),
            net,
            "CHF",
            ("cmrp:6019",),
        ),
        Step(
            "grantable",
            "Aide possible sous le plafond global",
            phrase("le plus petit de {0:CHF} et {1:CHF}", net, total_cap),
            grantable,
            "CHF",
            ("cmrp:6021",),
        ),
        Step(
            "uncovered",
            "Besoin au-dessus du plafond global",
            phrase("{0:CHF} − {1:CHF}", net, grantable),
            uncovered,
            "CHF",
            ("cmrp:6021", "cmrp:6004.g"),
        ),
    ]
    if excluded:
        steps.insert(
            0,
            Step(
                "excluded",
                "Moyens auxiliaires, hors de l'aide en capital",
                phrase("somme des positions qui compensent une fonction corporelle"),
                excluded,
                "CHF",
                ("cmrp:6003",),
            ),
        )
    return need, steps


def mix_of(case: CapitalAidCase, need: Need) -> Mix:
    """The mix wanted, brought under both caps, or a proposed one when the case gives none."""
    wanted = {form: getattr(case, form) for form in FORMS}
    if all(amount is None for amount in wanted.values()):
        return _mix(_proposal(case, need), proposed=True, to_shift=ZERO)
    left, parts = need.grantable, []
    for form in FORMS:
        amount = wanted[form] or ZERO
        if not amount:
            continue
        limit = min(amount, need.cash_cap) if form == "cash" else amount
        fit, why = _fit(case, form)
        if fit is Status.NOT_MET:
            parts.append(Part(form, amount, ZERO, phrase("Écarté : {0}", str(why)), _RULES[form]))
            continue
        granted = min(limit, left)
        left -= granted
        parts.append(Part(form, amount, granted, _why_granted(form, amount, limit, granted), _RULES[form]))
    cash = wanted["cash"] or ZERO
    return _mix(parts, proposed=False, to_shift=max(ZERO, cash - need.cash_cap))


_RULES = {
    "interest_loan": ("cmrp:6012", "cmrp:6021"),
    "interest_free_loan": ("cmrp:6012", "cmrp:6021"),
    "cash": ("cmrp:6009", "cmrp:6020"),
    "guarantee": ("cmrp:6017", "cmrp:6018", "cmrp:6021"),
    "installation": ("cmrp:6015", "cmrp:6021"),
}


def _fit(case: CapitalAidCase, form: str) -> tuple[Status, Phrase]:
    """Whether the file speaks for a form, and why (cmrp:6009, 6012, 6015, 6017, 6018)."""
    repayment, interest = status_of(case.repayment_reasonable), status_of(case.interest_burden_reasonable)
    if form == "cash":
        status = status_of(case.cash_indicated)
        return status, _said(status, "la situation financière indique une prestation en espèces")
    if form == "interest_free_loan":
        status = all_of(repayment, opposite(interest))
        return status, _said(
            status, "un remboursement peut être exigé, mais une charge d'intérêts ne serait pas judicieuse"
        )
    if form == "interest_loan":
        if repayment is Status.MET and interest is Status.NOT_MET:
            return Status.TO_APPRAISE, phrase(
                "Un remboursement peut être exigé, mais une charge d'intérêts ne serait pas judicieuse : "
                "le texte permet alors d'abandonner les intérêts."
            )
        return repayment, _said(repayment, "un remboursement peut être exigé")
    if form == "installation":
        status = all_of(status_of(case.installation_reusable), opposite(repayment))
        return status, _said(status, "l'AI pourrait réutiliser l'installation, et un prêt ne peut pas être imposé")
    if case.purpose is Purpose.TRANSFORM:
        return Status.TO_APPRAISE, phrase(
            "Le texte vise le début, la reprise ou l'extension d'une activité : à vérifier pour une transformation."
        )
    if case.guarantee_suffices is Finding.MET:
        return Status.MET, phrase("Selon le dossier, une garantie suffit ou convient mieux.")
    return Status.TO_APPRAISE, phrase(
        "Le texte l'indique en particulier lorsqu'elle suffit ou convient mieux qu'une autre forme : à apprécier."
    )


def _said(status: Status, what: str) -> Phrase:
    return phrase(
        {
            Status.MET: "Selon le dossier, {0}.",
            Status.NOT_MET: "Le dossier établit le contraire de ce qu'il faut : {0}.",
            Status.TO_APPRAISE: "À établir : {0}.",
        }[status],
        what,
    )


def form_verdicts(case: CapitalAidCase, mix: Mix) -> list[Verdict]:
    """One limit a form: a form that the file speaks against falls away, the rest of the aid stands."""
    found = []
    for part in mix.parts:
        status, reason = _fit(case, part.form)
        found.append(
            Verdict(form_key(part.form), FORM_LABELS[part.form], status, reason, _RULES[part.form], role=Role.LIMIT)
        )
    return found


def refuses(case: CapitalAidCase, form: str) -> bool:
    """Whether the file speaks against a form."""
    return _fit(case, form)[0] is Status.NOT_MET


def form_key(form: str) -> str:
    """The key of a form's verdict."""
    return f"form.{form}"


def missing_of(case: CapitalAidCase, need: Need, aid: Decimal) -> Decimal:
    """What neither this ``aid`` nor proven financing covers, in CHF (cmrp:6004.g)."""
    return max(ZERO, need.net - aid - counted(case.other_financing))


_WANTED = {
    "interest_loan": phrase("Souhaité, dans les plafonds ; suppose que la personne puisse rembourser."),
    "interest_free_loan": phrase(
        "Souhaité, dans les plafonds ; exception : le remboursement est exigible, mais une charge d'intérêts ne serait "
        "pas judicieuse."
    ),
    "cash": phrase("Souhaité, dans les plafonds ; suppose que la situation financière l'indique."),
    "guarantee": phrase(
        "Souhaité, dans les plafonds ; indiqué en particulier si une garantie suffit ou convient mieux."
    ),
    "installation": phrase(
        "Souhaité, dans les plafonds ; suppose que ni espèces ni prêt n'entrent en ligne de compte et que l'AI puisse"
        " la réutiliser."
    ),
}
"""What a form that somebody wishes still depends on."""


def _why_granted(form: str, wanted: Decimal, limit: Decimal, granted: Decimal) -> Phrase:
    if limit < wanted and granted == limit:
        return phrase(
            "Ramené au plafond : {0:CHF} au lieu de {1:CHF} ; le reste n'est possible que sous une autre forme.",
            granted,
            wanted,
        )
    if granted < wanted:
        return phrase("Ramené à {0:CHF} : le total souhaité dépasse l'aide possible.", granted)
    return _WANTED[form]


def _proposal(case: CapitalAidCase, need: Need) -> list[Part]:
    """A mix with its reasons, when none is wanted (reading C-45): a guarantee if it suffices; else a loan, as a rule
    at interest; cash when the financial situation calls for it; an installation only when neither is possible."""
    left = need.grantable
    if not left:
        return []
    if case.guarantee_suffices is Finding.MET:
        transform = " Le texte vise le début, la reprise ou l'extension : à vérifier pour une transformation."
        return [
            Part(
                "guarantee",
                ZERO,
                left,
                phrase(
                    "Une garantie suffit ou convient mieux qu'une autre forme.{0}",
                    transform if case.purpose is Purpose.TRANSFORM else "",
                ),
                ("cmrp:6017", "cmrp:6018"),
            )
        ]
    parts: list[Part] = []
    if case.cash_indicated is Finding.MET:
        cash = min(left, need.cash_cap)
        parts.append(
            Part(
                "cash",
                ZERO,
                cash,
                phrase("La situation financière l'indique ; au plus {0:CHF}.", need.cash_cap),
                ("cmrp:6009", "cmrp:6020"),
            )
        )
        left -= cash
    if not left:
        return parts
    if case.repayment_reasonable is Finding.NOT_MET or (
        case.repayment_reasonable is Finding.UNKNOWN and case.cash_indicated is Finding.MET
    ):
        if case.installation_reusable is Finding.MET and case.repayment_reasonable is Finding.NOT_MET:
            parts.append(
                Part(
                    "installation",
                    ZERO,
                    left,
                    phrase(
                        "Ni espèces suffisantes ni prêt supportable : installation prêtée, que l'AI pourrait"
                        " réutiliser."
                    ),
                    ("cmrp:6015", "cmrp:6016"),
                )
            )
        return parts
    if case.interest_burden_reasonable is Finding.NOT_MET:
        parts.append(
            Part(
                "interest_free_loan",
                ZERO,
                left,
                phrase(
                    "Exception : le remboursement est exigible, mais une charge d'intérêts ne serait pas judicieuse."
                ),
                ("cmrp:6012",),
            )
        )
    else:
        open_points = [
            text
            for finding, text in (
                (case.repayment_reasonable, "un remboursement peut être exigé"),
                (case.interest_burden_reasonable, "une charge d'intérêts est judicieuse"),
            )
            if finding is Finding.UNKNOWN
        ]
        parts.append(
            Part(
                "interest_loan",
                ZERO,
                left,
                phrase(
                    (
                        "De règle, un prêt porte intérêt ; reste à apprécier si {0}."
                        if open_points
                        else "De règle, un prêt porte intérêt."
                    ),
                    " et si ".join(open_points),
                ),
                ("cmrp:6012", "cmrp:6013"),
            )
        )
    return parts
