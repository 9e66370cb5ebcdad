"""Groups D and E: risk, price, reserves and surpluses, norms and announcements (eisp:14 to eisp:25)."""

from __future__ import annotations

from ai_calc.calculators.eisp.choices import CIRCULAR_FROM, Insurer, Surplus
from ai_calc.calculators.eisp.indication_checks import (
    Check,
    appraised,
    binding,
    check,
    plain,
    plural,
    unwritten,
    written,
)
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.ground.french import agreeing, phrase
from ai_calc.law.formulas import formula
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import status_of
from ai_calc.results import Status, Verdict


def volume_and_price_checks(case: EispCase, law: Law) -> list[Check]:
    """Groups D-1 and D-2 (eisp:14 to eisp:20), with what binds each insurer instead (eisp:4.2.1, eisp:4.3.2)."""
    found = [
        _risk(case),
        *_responsibilities(case),
        appraised(
            16,
            case.price_reflects_costs,
            "le prix tient compte du travail productif et non productif et des coûts fixes",
        ),
        appraised(17, case.remuneration_declared, "les prestations et ce qui est payé au-delà du prix sont déclarés"),
        written(
            18, case.adjustment_rules, "selon quels principes le volume et le prix changeront les années suivantes"
        ),
        appraised(19, case.reserves, "la possibilité de constituer des réserves est prise en compte"),
        *_surplus(case, law),
    ]
    if case.insurer is Insurer.AI and case.guaranteed_places:
        found.append(_guaranteed(law, case.guaranteed_places))
    return found


_GUARANTEED, _GUARANTEED_RULES = "D-1 · Volume garanti (AI)", ("eisp:4.3.2.c", "eisp:X14")


@formula
def _guaranteed(law: Law, places: int) -> Check:
    """In 2018 the offices had no room to guarantee a volume, says the guide (E-05)."""
    return Check(
        None,
        Verdict(
            "4.3.2.c",
            _GUARANTEED,
            Status.NOT_MET,
            phrase(
                "Le projet garantit {0} ; selon le guide, les offices AI n'avaient en 2018 aucune marge pour"
                " garantir un volume minimal.",
                agreeing(places, "place(s)"),
            ),
            _GUARANTEED_RULES,
            phrase("Renoncer à la garantie ; les autres façons de partager le risque restent possibles."),
            soft=True,
        ),
    )


@_guaranteed.since(CIRCULAR_FROM)
def _guaranteed_2019(law: Law, places: int) -> Check:
    """The circular of 2020 is silent (X-01)."""
    return Check(
        None,
        Verdict(
            "4.3.2.c",
            _GUARANTEED,
            Status.TO_APPRAISE,
            phrase(
                "Le projet garantit {0}. Selon le guide, les offices AI n'avaient en 2018 aucune marge pour cela"
                " ; la circulaire de 2020 n'en dit rien.",
                agreeing(places, "place(s)"),
            ),
            _GUARANTEED_RULES,
            soft=True,
        ),
    )


def _risk(case: EispCase) -> Check:
    """The risk of empty places is shared, and the agreement says how far the authority bears it (eisp:14)."""
    rules = ("eisp:14", "eisp:X14")
    limit = bool(case.risk_limit.strip()) or bool(case.guaranteed_places)
    if case.risk_shared is Finding.MET and not limit:
        return check(
            14,
            Status.NOT_MET,
            phrase("Le risque est partagé, mais le projet ne dit pas jusqu'où l'organe le porte."),
            rules=rules,
            change=phrase("Écrire la hauteur : places garanties, frais budgétés, mois entamé."),
        )
    if case.risk_shared is Finding.UNKNOWN and limit:
        return check(14, Status.MET, phrase("Le projet dit jusqu'où l'organe porte le risque."), rules=rules)
    return appraised(
        14, case.risk_shared, "l'EISP ne porte pas seule le risque quand la charge de travail varie", rules=rules
    )


def _responsibilities(case: EispCase) -> list[Check]:
    return [
        written(
            15,
            case.responsibilities,
            "qui répond de quoi et porte quels risques financiers",
            rules=("eisp:15.a",),
            part="a",
            title="Responsabilités financières",
        ),
        written(
            15,
            case.critical_procedure,
            "que faire en cas d'interruptions ou de dépassement du budget",
            rules=("eisp:15.b",),
            part="b",
            title="Alerte en situation critique",
        ),
    ]


def _surplus(case: EispCase, law: Law) -> list[Check]:
    """Surpluses: the indication for social assistance, their own rules for the two insurances (reading E-06)."""
    if case.insurer is Insurer.UNEMPLOYMENT:
        return [_surplus_unemployment(case.surplus)]
    if case.insurer is Insurer.AI:
        return [_surplus_ai(law, case.surplus)]
    change = phrase(
        "Écrire le sort des excédents, dans l'idéal au service de l'objectif social, et sans les déduire en entier."
    )
    if case.surplus is Surplus.UNSAID:
        return [
            check(
                20,
                Status.NOT_MET,
                phrase("Le projet ne dit rien des excédents."),
                rules=("eisp:20.a",),
                change=change,
            )
        ]
    if case.surplus is Surplus.DEDUCTED:
        return [
            check(
                20,
                Status.NOT_MET,
                phrase("Les excédents seraient entièrement déduits des frais à prendre en compte."),
                rules=("eisp:20.d",),
                change=change,
            )
        ]
    if case.surplus is Surplus.DISTRIBUTED:
        return [
            check(
                20,
                Status.TO_APPRAISE,
                phrase("L'entreprise disposerait librement du bénéfice : il ne doit pas servir à maximiser le profit."),
                rules=("eisp:20.c",),
                change=change,
            )
        ]
    return [
        check(
            20,
            Status.MET,
            phrase("Le sort des excédents est réglé : « {0} ».", case.surplus.french),
            rules=("eisp:20",),
        )
    ]


def _surplus_unemployment(surplus: Surplus) -> Check:
    """The proceeds are deducted in full from the costs (art. 97 OACI, eisp:4.2.1)."""
    label, rules = "D-2 · Excédents (droit de l'AC)", ("eisp:4.2.1.b",)
    if surplus is Surplus.DEDUCTED:
        return binding(
            "4.2.1.b",
            label,
            Status.MET,
            phrase("Les produits sont déduits en entier, comme le veut l'art. 97 OACI."),
            rules,
        )
    reason = (
        phrase("Le projet ne dit rien des excédents ; l'art. 97 OACI les déduit en entier.")
        if surplus is Surplus.UNSAID
        else phrase("« {0} » : dans l'AC, les produits sont déduits en entier (art. 97 OACI).", surplus.french)
    )
    return binding(
        "4.2.1.b", label, Status.NOT_MET, reason, rules, phrase("Écrire que les produits sont entièrement déduits.")
    )


_SURPLUS, _SURPLUS_RULES = "D-2 · Excédents (AI)", ("eisp:CG3.4", "eisp:4.3.10")


def _carried_forward() -> Check:
    reason = phrase("Compte de report, comme dans les conditions générales de 2018.")
    return Check(None, Verdict("CG3.4", _SURPLUS, Status.MET, reason, _SURPLUS_RULES, soft=True))


@formula
def _surplus_ai(law: Law, surplus: Surplus) -> Check:
    """The general terms of 2018 want a balance carried forward (eisp:CG3.4)."""
    if surplus is Surplus.CARRIED_FORWARD:
        return _carried_forward()
    if surplus is Surplus.UNSAID:
        unsaid = phrase(
            "Rien n'est écrit ; les conditions générales applicables à cette date veulent un compte de report."
        )
        return Check(None, Verdict("CG3.4", _SURPLUS, Status.TO_APPRAISE, unsaid, _SURPLUS_RULES, soft=True))
    reason = phrase(
        "« {0} » : les conditions générales applicables à cette date veulent que tout excédent aille au compte de"
        " report.",
        surplus.french,
    )
    return binding(
        "CG3.4",
        _SURPLUS,
        Status.NOT_MET,
        reason,
        _SURPLUS_RULES,
        phrase("Écrire que les excédents vont au compte de report."),
    )


@_surplus_ai.since(CIRCULAR_FROM)
def _surplus_ai_2019(law: Law, surplus: Surplus) -> Check:
    """The circular of 2020 no longer speaks of it (X-01)."""
    if surplus is Surplus.CARRIED_FORWARD:
        return _carried_forward()
    reason = phrase(
        "{0} Les conditions générales de 2018 prévoyaient un compte de report ; la circulaire de 2020 n'en dit rien.",
        "Rien n'est écrit." if surplus is Surplus.UNSAID else f"« {surplus.french} ».",
    )
    return Check(None, Verdict("CG3.4", _SURPLUS, Status.TO_APPRAISE, reason, _SURPLUS_RULES, soft=True))


def execution_checks(case: EispCase) -> list[Check]:
    """Group E (eisp:21 to eisp:25)."""
    found = [
        appraised(21, case.labels_recognised, "les attestations de normes et de labels existants suffisent"),
        _norms(case),
        *_extra(case),
        *_notices(case),
        written(25, case.general_duties, "les droits et obligations généraux et les textes à observer"),
    ]
    if case.insurer is Insurer.UNEMPLOYMENT:
        reason = {
            Finding.MET: phrase("Le prestataire a un système de contrôle interne et une gestion des risques."),
            Finding.NOT_MET: phrase("Il manque un système de contrôle interne ou une gestion des risques."),
            Finding.UNKNOWN: phrase(
                "À établir : système de contrôle interne, contrôlé régulièrement, et gestion des risques."
            ),
        }[case.internal_control]
        found.append(
            binding(
                "4.2.2",
                "E · Contrôle interne (droit de l'AC)",
                status_of(case.internal_control),
                reason,
                ("eisp:4.2.2.a", "eisp:4.2.2.b"),
            )
        )
    return found


def _norms(case: EispCase) -> Check:
    if not any(norm.written for norm in case.norms):
        return check(
            22,
            Status.NOT_MET,
            phrase("Aucune norme n'est prescrite."),
            rules=("eisp:22.a",),
            change=phrase("Fixer les normes par processus ; voir les propositions."),
        )
    if blank := unwritten(22, case.norms, "ligne", ("eisp:22.a",)):
        return blank
    imposed = [n for n, norm in enumerate(case.norms, 1) if norm.label_imposed is Finding.MET]
    if imposed:
        return check(
            22,
            Status.TO_APPRAISE,
            phrase(
                "Un label est imposé ({0}) : à apprécier s'il convient à la taille de l'entreprise.",
                plural(imposed, "ligne", "lignes"),
            ),
            rules=("eisp:22.b",),
            change=phrase("Prescrire la norme et laisser le choix du label."),
        )
    unsaid = [n for n, norm in enumerate(case.norms, 1) if norm.label_imposed is Finding.UNKNOWN]
    if unsaid:
        return check(
            22,
            Status.TO_APPRAISE,
            phrase("À établir si un label précis est imposé ({0}).", plural(unsaid, "ligne", "lignes")),
            rules=("eisp:22.b",),
        )
    return check(22, Status.MET, phrase("Les normes sont prescrites, le label reste au choix."))


def _extra(case: EispCase) -> list[Check]:
    """Requirements beyond the norms are listed in the agreement, few, and fit the enterprise (eisp:23); a draft that
    asks for none has nothing to be held to."""
    if not case.extra_requirements.strip():
        return []
    small = ", d'autant que l'EISP est petite" if case.small_provider else ""
    question = f"les prescriptions de plus, écrites au projet, sont rares et adaptées{small}"
    return [appraised(23, case.extra_requirements_modest, question, rules=("eisp:23.b", "eisp:23.c"))]


def _notices(case: EispCase) -> list[Check]:
    return [_announced(case)] if case.notices else []


def _announced(case: EispCase) -> Check:
    """Duties to inform: the essential, about beneficiaries, without repeating reports (eisp:24)."""
    if blank := unwritten(24, case.notices, "annonce", ("eisp:24",)):
        return blank
    reported = {plain(r.document) for r in case.reports if r.written}
    twice = [n for n, duty in enumerate(case.notices, 1) if plain(duty.event) in reported]
    if twice:
        return check(
            24,
            Status.NOT_MET,
            phrase("Déjà demandé dans les rapports : {0}.", plural(twice, "annonce", "annonces")),
            rules=("eisp:24.c",),
            change=phrase("Renoncer à l'annonce ou à la pièce."),
        )
    apart = [n for n, duty in enumerate(case.notices, 1) if duty.concerns_beneficiaries is Finding.NOT_MET]
    if apart:
        return check(
            24,
            Status.TO_APPRAISE,
            phrase(
                "Ne touche ni les bénéficiaires ni leur encadrement : {0}. L'essentiel suffit.",
                plural(apart, "annonce", "annonces"),
            ),
            rules=("eisp:24.b",),
        )
    unsaid = [n for n, duty in enumerate(case.notices, 1) if duty.concerns_beneficiaries is Finding.UNKNOWN]
    if unsaid:
        return check(
            24,
            Status.TO_APPRAISE,
            phrase(
                "À établir si cela touche les bénéficiaires ou leur encadrement : {0}.",
                plural(unsaid, "annonce", "annonces"),
            ),
            rules=("eisp:24.b",),
        )
    return check(
        24,
        Status.MET,
        phrase("Les annonces portent sur les bénéficiaires ou leur encadrement."),
        rules=("eisp:24",),
    )
