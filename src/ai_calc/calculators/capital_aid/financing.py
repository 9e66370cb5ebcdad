"""How much, and in what form: need, caps, and the mix of forms (cmrp:6003, 6009, 6012, 6015, 6017–6022)."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.capital_aid.model import CapitalAidCase, Purpose
from ai_calc.ground.french import Phrase, lowered, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.formulas import formula
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import counted, slot
from ai_calc.outcome.verdicts import all_of, any_of, opposite, status_of
from ai_calc.results import Role, Status, Step, Verdict

FORMS = ("interest_loan", "interest_free_loan", "cash", "guarantee", "installation")
"""The forms of aid in the order of reading C-45, except that a wanted cash payment is served before installations."""

LOANS = ("interest_loan", "interest_free_loan")
"""The forms that are repaid."""

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


NO_NEED = Need(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)
"""Of aid that is granted already: no need is examined."""


@record
class Part:
    """One form of the mix: what was wanted, what can be granted, why; ``status`` and ``fit``: whether the file speaks
    for the form, and why."""

    form: str
    wanted: Decimal
    granted: Decimal
    reason: Phrase
    rules: tuple[str, ...]
    status: Status
    fit: Phrase


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

    @property
    def loans(self) -> Decimal:
        """The amount granted as a loan, at interest or without, in CHF."""
        return sum((self.granted(form) for form in LOANS), ZERO)


def _mix(parts: list[Part], proposed: bool, to_shift: Decimal) -> Mix:
    return Mix(tuple(parts), proposed, to_shift, sum((p.granted for p in parts), ZERO))


@formula
def cash_cap(law: Law, net: Decimal) -> Decimal:
    """The most that can be paid in cash without repayment, whatever the need (cmrp:6020)."""
    return law.amount("capital_aid/cash_cap")


def need_of(case: CapitalAidCase, law: Law) -> Need:
    """The need after own resources and third-party aid, then the caps — in that order (cmrp:6019, reading C-50)."""
    total_cap = law.amount("capital_aid/total_cap")
    excluded = sum((i.amount for i in case.items if i.compensates_bodily_function), ZERO)
    cost = sum((i.amount for i in case.items), ZERO) - excluded
    net = max(ZERO, cost - counted(case.own_resources) - counted(case.third_party_aid))
    grantable = min(net, total_cap)
    uncovered = net - grantable
    return Need(
        excluded=excluded,
        cost=cost,
        net=net,
        cash_cap=cash_cap(law, net),
        total_cap=total_cap,
        grantable=grantable,
        grantable_after_earlier_aid=min(net, max(ZERO, total_cap - counted(case.earlier_aid))),
        uncovered=uncovered,
    )


def need_steps(case: CapitalAidCase, need: Need) -> list[Step]:
    """How the need comes about."""
    steps = [
        Step(
            "cost",
            "Coût du projet",
            phrase(
                "somme des positions de l'aide en capital ({0})",
                sum(not i.compensates_bodily_function for i in case.items),
            ),
            need.cost,
            "CHF",
            ("cmrp:6019",),
        ),
        Step(
            "net_need",
            "Besoin après ressources propres et aides de tiers",
            phrase(
                f"{{0:CHF}} − {slot(1, case.own_resources)} − {slot(2, case.third_party_aid)}, au moins 0",
                need.cost,
                counted(case.own_resources),
                counted(case.third_party_aid),
            ),
            need.net,
            "CHF",
            ("cmrp:6019",),
        ),
        Step(
            "grantable",
            "Aide possible sous le plafond global",
            phrase("le plus petit de {0:CHF} et {1:CHF}", need.net, need.total_cap),
            need.grantable,
            "CHF",
            ("cmrp:6021",),
        ),
        Step(
            "uncovered",
            "Besoin au-dessus du plafond global",
            phrase("{0:CHF} − {1:CHF}", need.net, need.grantable),
            need.uncovered,
            "CHF",
            ("cmrp:6021", "cmrp:6004.g"),
        ),
    ]
    if need.excluded:
        steps.insert(
            0,
            Step(
                "excluded",
                "Moyens auxiliaires, hors de l'aide en capital",
                phrase("somme des positions qui compensent une fonction corporelle"),
                need.excluded,
                "CHF",
                ("cmrp:6003",),
            ),
        )
    return steps


def mix_of(case: CapitalAidCase, need: Need) -> Mix:
    """The mix wanted, brought under both caps, or a proposed one when the case gives none."""
    wanted = {form: getattr(case, form) for form in FORMS}
    if all(amount is None for amount in wanted.values()):
        return _mix(_proposal(case, need), proposed=True, to_shift=ZERO)
    left, room, parts = need.grantable, need.cash_cap, []
    for form in FORMS:
        amount = wanted[form] or ZERO
        if not amount:
            continue
        limit = min(amount, need.cash_cap) if form == "cash" else amount
        status, why = _fit(case, form, amount, room)
        granted = ZERO if status is Status.NOT_MET else min(limit, left)
        if status is Status.NOT_MET:
            reason = phrase("Écarté : {0}", lowered(str(why)))
        elif granted < amount:
            reason = _why_less(amount, limit, granted)
        elif form == "interest_free_loan" and status is Status.TO_APPRAISE:
            reason = phrase("Souhaité, dans les plafonds. {0}", str(why))
        else:
            reason = _WANTED[form]
        left -= granted
        room -= granted if form == "cash" else ZERO
        parts.append(Part(form, amount, granted, reason, _RULES[form], status, why))
    cash = sum((p.wanted for p in parts if p.form == "cash" and p.status is not Status.NOT_MET), ZERO)
    return _mix(parts, proposed=False, to_shift=max(ZERO, cash - need.cash_cap))


def granted_mix(case: CapitalAidCase) -> Mix:
    """What a decision has granted, as the file says it: no cap is applied once more."""
    amounts = {form: getattr(case, form) or ZERO for form in FORMS}
    reason = phrase("Accordé par décision.")
    parts = [Part(f, amount, amount, reason, _RULES[f], Status.MET, reason) for f, amount in amounts.items() if amount]
    return _mix(parts, proposed=False, to_shift=ZERO)


_RULES = {
    "interest_loan": ("cmrp:6012", "cmrp:6021"),
    "interest_free_loan": ("cmrp:6012", "cmrp:6021"),
    "cash": ("cmrp:6009", "cmrp:6020"),
    "guarantee": ("cmrp:6017", "cmrp:6018", "cmrp:6021"),
    "installation": ("cmrp:6015", "cmrp:6020", "cmrp:6021"),
}

_Point = tuple[Status, str, str]
"""What a form needs: whether it holds, in words when it does (or must), in words when it does not."""


def _fit(case: CapitalAidCase, form: str, amount: Decimal, room: Decimal) -> tuple[Status, Phrase]:
    """Whether the file speaks for ``amount`` in a form, and why (cmrp:6009, 6012, 6015, 6017, 6018). ``room``: what
    could still be paid in cash."""
    if form == "cash":
        return _said(_cash(case))
    if form == "interest_free_loan":
        return _interest_free(case)
    if form == "interest_loan":
        return _at_interest(case)
    if form == "installation":
        return _lent(case, amount, room)
    return _guarantee(case)


def _cash(case: CapitalAidCase) -> _Point:
    return (
        status_of(case.cash_indicated),
        "la situation financière indique une prestation en espèces",
        "la situation financière n'indique pas de prestation en espèces",
    )


def _repayment(case: CapitalAidCase) -> _Point:
    return (
        status_of(case.repayment_reasonable),
        "un remboursement peut être exigé",
        "un remboursement ne peut pas être exigé",
    )


def _opposite(point: _Point) -> _Point:
    status, holds, fails = point
    return opposite(status), fails, holds


def _at_interest(case: CapitalAidCase) -> tuple[Status, Phrase]:
    if case.repayment_reasonable is Finding.MET and case.interest_burden_reasonable is Finding.NOT_MET:
        return Status.TO_APPRAISE, phrase(
            "Un remboursement peut être exigé, mais une charge d'intérêts ne serait pas judicieuse : "
            "le texte permet alors d'abandonner les intérêts."
        )
    return _said(_repayment(case))


def _interest_free(case: CapitalAidCase) -> tuple[Status, Phrase]:
    """An exception where interest would be too much; beside a loan at interest, the text allows both (cmrp:6012)."""
    interest = status_of(case.interest_burden_reasonable)
    if interest is Status.MET and case.interest_loan and case.repayment_reasonable is not Finding.NOT_MET:
        return Status.TO_APPRAISE, phrase(
            "Le texte admet de combiner un prêt à intérêts et un prêt sans intérêts ; à apprécier quelle part peut en"
            " être exempte, alors qu'une charge d'intérêts est judicieuse selon le dossier."
        )
    burden = interest, "une charge d'intérêts est judicieuse", "une charge d'intérêts ne serait pas judicieuse"
    return _said(_repayment(case), _opposite(burden))


def _lent(case: CapitalAidCase, amount: Decimal, room: Decimal) -> tuple[Status, Phrase]:
    """The last of the forms: neither a loan nor cash may do, and the insurance could use it again (cmrp:6015, reading
    C-45). What is left under the cap of cash decides whether cash would do."""
    points = [
        (
            status_of(case.installation_reusable),
            "l'AI pourrait réutiliser l'installation",
            "l'AI ne pourrait pas réutiliser l'installation",
        ),
        _opposite(_repayment(case)),
    ]
    if not room:
        return _said(*points)
    if case.cash_indicated is not Finding.MET:
        return _said(*points, _opposite(_cash(case)))
    covers = phrase("des espèces peuvent couvrir {0:CHF}", min(amount, room))
    status = Status.NOT_MET if amount <= room else Status.TO_APPRAISE
    return _said(*points, (status, "des espèces ne suffisent pas pour l'installation", str(covers)))


def _guarantee(case: CapitalAidCase) -> tuple[Status, Phrase]:
    if case.purpose is Purpose.TRANSFORM:
        return Status.TO_APPRAISE, phrase(
            "Le texte vise le début, la reprise ou l'extension d'une activité : à vérifier pour une transformation."
        )
    if case.guarantee_suffices is Finding.MET:
        return Status.MET, phrase("Selon le dossier, une garantie suffit ou convient mieux.")
    if case.guarantee_suffices is Finding.NOT_MET:
        return Status.TO_APPRAISE, phrase(
            "Selon le dossier, elle ne suffit pas et ne convient pas mieux ; le texte cite ces cas « en particulier »,"
            " sans exclure les autres : à apprécier."
        )
    return Status.TO_APPRAISE, phrase(
        "Le texte l'indique en particulier lorsqu'elle suffit ou convient mieux qu'une autre forme : à apprécier."
    )


def _said(*points: _Point) -> tuple[Status, Phrase]:
    """All of these points together, and in words those that decide: what the file says, or what is to be
    established."""
    status = all_of(*(own for own, _, _ in points))
    words = [fails if status is Status.NOT_MET else holds for own, holds, fails in points if own is status]
    return status, phrase(
        "À établir : {0}." if status is Status.TO_APPRAISE else "Selon le dossier, {0}.",
        (" ; " if status is Status.TO_APPRAISE else ", et ").join(words),
    )


def form_verdicts(case: CapitalAidCase, need: Need, mix: Mix) -> list[Verdict]:
    """Whether there is a form at all, which the aid stands or falls with, while that is open; and one limit a form: one
    that the file speaks against falls away, the rest of the aid stands."""
    any_form = _any_form(case, need, mix) if need.grantable else None
    found = [any_form] if any_form is not None else []
    found += [
        Verdict(form_key(p.form), FORM_LABELS[p.form], p.status, p.fit, _RULES[p.form], role=Role.LIMIT)
        for p in mix.parts
    ]
    return [*found, *_cut(case, need, mix)]


def _cut(case: CapitalAidCase, need: Need, mix: Mix) -> list[Verdict]:
    """What of the project or of the wish is no part of the aid, each with its reason: devices, cash or a sum above its
    cap."""
    found = []
    if need.excluded and need.cost:  # of a project that is nothing else, the condition says so
        names = " ; ".join(i.label for i in case.items if i.compensates_bodily_function and i.label)
        words = (
            "{0:CHF} du projet{1} servent à compenser une fonction corporelle : cela relève des moyens auxiliaires"
            " (art. 21 LAI), pas de l'aide en capital."
        )
        reason = phrase(words, need.excluded, f" ({names})" if names else "")
        found.append(_refused("devices", "Moyens auxiliaires", reason, "cmrp:6003"))
    if mix.to_shift:
        words = "{0:CHF} d'espèces souhaités, {1:CHF} au plus : {2:CHF} ne sont possibles que sous une autre forme."
        reason = phrase(words, need.cash_cap + mix.to_shift, need.cash_cap, mix.to_shift)
        found.append(_refused("cash_cap", "Plafond des espèces", reason, "cmrp:6020", "cmrp:6022"))
    wanted = sum((p.wanted for p in mix.parts if p.status is not Status.NOT_MET), ZERO)
    above = wanted - mix.to_shift > need.grantable
    if need.uncovered and (mix.proposed or above):
        words = "Besoin de {0:CHF} ; toutes formes ensemble, l'aide va jusqu'à {1:CHF}."
        reason = phrase(words, need.net, need.total_cap)
        if not mix.proposed:
            reason = phrase("Les formes souhaitées font {0:CHF}. {1}", wanted, str(reason))
        found.append(_refused("total_cap", "Plafond global de l'aide", reason, "cmrp:6021"))
    elif need.net and above:
        reason = phrase("Les formes souhaitées font {0:CHF} pour un besoin de {1:CHF}.", wanted, need.net)
        found.append(_refused("above_need", "Aide dans la mesure du besoin", reason, "cmrp:6019"))
    return found


def _refused(key: str, label: str, reason: Phrase, *rules: str) -> Verdict:
    return Verdict(key, label, Status.NOT_MET, reason, rules, role=Role.LIMIT)


def _any_form(case: CapitalAidCase, need: Need, mix: Mix) -> Verdict | None:
    """6022: one form or several; without any, there is nothing to grant. A loan is one, with interest or without.
    Nothing once there is one: it has a verdict of its own."""
    label = "Forme de l'aide"
    found = [
        (p, *(_said(_repayment(case)) if p.form == "interest_loan" else (p.status, p.fit)))
        for p in mix.parts
        if p.granted
    ]
    if not found:
        reason = phrase(
            "{0} : il n'y a pas de montant. {1}",
            "Aucune forme n'est souhaitée" if not mix.parts and not mix.proposed else "Aucune forme n'est établie",
            str(unexcluded(case, need, mix)),
        )
        return Verdict("form", label, Status.TO_APPRAISE, reason, (*_NO_FORM, "cmrp:6022"))
    status = any_of(*[own for _, own, _ in found])
    if status is Status.MET:
        return None
    words = " ; ".join(_named(p.form, why) for p, own, why in found if own is status)
    rules = tuple(dict.fromkeys(("cmrp:6022", *(r for p, own, _ in found if own is status for r in p.rules))))
    return Verdict("form", label, status, phrase("{0}.", words), rules)


_NO_FORM = ("cmrp:6009", "cmrp:6012", "cmrp:6015", "cmrp:6018")


def _named(form: str, why: Phrase) -> str:
    return f"{FORM_LABELS[form]} ({lowered(str(why)).rstrip('.')})"


def unexcluded(case: CapitalAidCase, need: Need, mix: Mix) -> Phrase:
    """Which forms, beside those of the mix, the file does not rule out for what has no form yet."""
    left, taken = need.grantable - mix.total, {p.form for p in mix.parts}
    room = need.cash_cap - mix.granted("cash")
    found = [
        lowered(FORM_LABELS[form] if form == "guarantee" else _named(form, why))
        for form in FORMS
        if form not in taken
        for status, why in [_fit(case, form, left, room)]
        if status is not Status.NOT_MET
    ]
    return phrase("Le dossier n'écarte pas : {0}.", " ; ".join(found))


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


def _why_less(wanted: Decimal, limit: Decimal, granted: Decimal) -> Phrase:
    if granted == limit:
        return phrase(
            "Ramené au plafond : {0:CHF} au lieu de {1:CHF} ; le reste n'est possible que sous une autre forme.",
            granted,
            wanted,
        )
    return phrase("Ramené à {0:CHF} : le total souhaité dépasse l'aide possible.", granted)


def _proposal(case: CapitalAidCase, need: Need) -> list[Part]:
    """A mix with its reasons, when none is wanted (reading C-45): a guarantee if it suffices; else a loan, as a rule
    at interest; cash when the financial situation calls for it; an installation only when neither is possible."""
    left, room = need.grantable, need.cash_cap
    if not left:
        return []
    if case.guarantee_suffices is Finding.MET:
        return [_proposed(case, "guarantee", left, room)]
    parts: list[Part] = []
    if case.cash_indicated is Finding.MET:
        cash = min(left, room)
        reason = phrase("La situation financière l'indique ; au plus {0:CHF}.", need.cash_cap)
        parts.append(_proposed(case, "cash", cash, room, reason))
        left, room = left - cash, room - cash
    if not left:
        return parts
    repayment = case.repayment_reasonable
    if repayment is Finding.NOT_MET:
        if case.installation_reusable is Finding.MET:
            parts.append(_proposed(case, "installation", left, room))
    elif repayment is Finding.MET or case.cash_indicated is not Finding.MET:
        parts.append(_proposed_loan(case, left, room))
    return parts


def _proposed(case: CapitalAidCase, form: str, amount: Decimal, room: Decimal, reason: Phrase | None = None) -> Part:
    status, why = _fit(case, form, amount, room)
    return Part(form, ZERO, amount, reason or why, _RULES[form], status, why)


def _proposed_loan(case: CapitalAidCase, amount: Decimal, room: Decimal) -> Part:
    if case.interest_burden_reasonable is Finding.NOT_MET:
        reason = phrase(
            "Exception : le remboursement est exigible, mais une charge d'intérêts ne serait pas judicieuse."
        )
        return _proposed(case, "interest_free_loan", amount, room, reason)
    open_points = [
        text
        for finding, text in (
            (case.repayment_reasonable, "un remboursement peut être exigé"),
            (case.interest_burden_reasonable, "une charge d'intérêts est judicieuse"),
        )
        if finding is Finding.UNKNOWN
    ]
    reason = phrase(
        (
            "De règle, un prêt porte intérêt ; reste à apprécier si {0}."
            if open_points
            else "De règle, un prêt porte intérêt."
        ),
        " et si ".join(open_points),
    )
    return _proposed(case, "interest_loan", amount, room, reason)
