"""The verdicts on a plan: hours, months, rate, conditions, offer. What a person appraises stays open."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.coaching.caps import Figures, Limits
from ai_calc.calculators.coaching.model import CoachingCase, Intensity
from ai_calc.calculators.coaching.options import Option
from ai_calc.calculators.coaching.plan import Plan
from ai_calc.calculators.coaching.selection import Chosen, unproven
from ai_calc.calculators.coaching.sheets import ServiceSheet
from ai_calc.ground.french import Phrase, phrase
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import status_of
from ai_calc.registers.cantons import CapMode, Condition
from ai_calc.results import Status, Verdict


def rate_of(case: CoachingCase, chosen: Chosen, figures: Figures) -> tuple[Decimal | None, Decimal | None, Verdict]:
    """The rate to compute with, the rate that the text fixes, and the verdict (berne-2021:R.1, berne:5.a, geneve:3.c)."""
    rule, label = chosen.edition.rate, "Tarif horaire"
    try:
        fixed: Decimal | None = figures.amount(rule.figure)
    except NoValueError:
        fixed = None
    if fixed is None:
        if case.hourly_rate is None:
            return None, None, Verdict(
                "rate", label, Status.TO_APPRAISE, phrase("Le texte ne fixe pas de tarif : sans tarif saisi, pas de montant."), rule.rules,
                phrase("Le tarif de la convention ou de l'offre."))  # fmt: skip
        return case.hourly_rate, None, Verdict(
            "rate", label, Status.MET, phrase("{0:CHF/h}, selon la convention ou l'offre.", case.hourly_rate), rule.rules)  # fmt: skip
    if case.hourly_rate is None or case.hourly_rate == fixed:
        return fixed, fixed, Verdict("rate", label, Status.MET, phrase("{0:CHF/h}, fixé par le texte.", fixed), rule.rules)
    return case.hourly_rate, fixed, Verdict(
        "rate", label, Status.NOT_MET, phrase("{0:CHF/h} saisis ; le texte fixe {1:CHF/h}.", case.hourly_rate, fixed), rule.rules,
        phrase("Le tarif de {0:CHF/h}.", fixed))  # fmt: skip


def edition_verdict(chosen: Chosen) -> Verdict | None:
    """Whether the text that was taken is known to apply; where only its place in time is deduced, somebody must choose
    (B-10, B-15)."""
    ruled = unproven(chosen.edition)
    if not chosen.assumed or ruled is None:
        return None
    return Verdict(
        "edition", "Texte applicable", Status.TO_APPRAISE,
        phrase("« {0} » est pris faute d'autre, mais ne porte pas de date : rien ne prouve qu'il valait le jour de l'octroi.", chosen.edition.title),
        ruled.rules, phrase("Choisir le texte."),
    )  # fmt: skip


def cap_verdict(case: CoachingCase, chosen: Chosen, limits: Limits, plan: Plan, options: tuple[Option, ...]) -> Verdict:
    """Whether the plan fits its cap, by how much not, and what would fit."""
    label, rules = "Plafond d'heures", chosen.kind.cap.rules
    if limits.barred:
        return Verdict("cap", label, Status.NOT_MET, phrase("Aucune heure ne se facture à côté du tarif d'une institution."),
                       chosen.edition.institution.rules if chosen.edition.institution else rules)  # fmt: skip
    if limits.mode is CapMode.NONE:
        return Verdict("cap", label, Status.MET, phrase("Ce texte ne fixe pas de plafond d'heures ; le devis fixe leur nombre."), rules)
    if limits.capacity is None:
        return Verdict("cap", label, Status.TO_APPRAISE,
                       phrase("Le plafond est le solde du coaching de recherche d'emploi, qui n'est pas indiqué."), rules,
                       phrase("Les heures restantes du mandat de recherche."))  # fmt: skip
    if limits.by_level is not None and case.intensity is None and plan.proposed:
        return Verdict("cap", label, Status.TO_APPRAISE,
                       phrase("Le plafond dépend de l'intensité : {0:h}, {1:h} ou {2:h} par mois.", *limits.by_level.values()), rules,
                       phrase("Une intensité, ou des heures."))  # fmt: skip
    most = _most(case, limits)
    if not plan.over:
        return Verdict("cap", label, Status.MET, phrase("{0:h} prévues ; {1}.", plan.requested, most), rules)
    would = phrase("{0}.", "; ou ".join(str(option_words(o)) for o in options)) if options else phrase("Moins d'heures.")
    if limits.soft:
        top = case.intensity is None or case.intensity is Intensity.HIGH
        return Verdict("cap", label, Status.TO_APPRAISE,
                       phrase("{0:h} prévues ; {1} : {2:h} de trop. C'est {3} ; au SRP de décider.", plan.requested, most, plan.over,
                              "généralement la limite supérieure" if top else "le plafond de cette intensité"), rules, would, soft=True)  # fmt: skip
    return Verdict("cap", label, Status.NOT_MET, phrase("{0:h} prévues ; {1} : {2:h} de trop.", plan.requested, most, plan.over), rules, would)


def _most(case: CoachingCase, limits: Limits) -> Phrase:
    """The cap in words."""
    if limits.mode in (CapMode.MONTHLY, CapMode.GRID):
        monthly = next((m for m in limits.monthly if m), Decimal(0))
        at = (phrase("{0:h} par mois", monthly) if limits.mode is CapMode.MONTHLY
              else phrase("{0:h} par mois (intensité {1})", monthly, (case.intensity or Intensity.HIGH).french.lower()))  # fmt: skip
        return phrase("{0}, soit {1:h} au plus en {2:mois}", str(at), limits.capacity, limits.months_admitted)
    if limits.mode is CapMode.TOTAL and case.earlier_hours:
        return phrase("{0:h} au plus en tout, dont {1:h} déjà accordées : il en reste {2:h}", limits.total, case.earlier_hours, limits.capacity)
    return phrase("{0:h} au plus pour tout le mandat", limits.capacity)


def option_words(option: Option) -> Phrase:
    """An option as a sentence part: « autant de mois, moins d'heures : 27 h en 3 mois »."""
    return phrase("{0} : {1:h} en {2:mois}", option.why[0].lower() + option.why[1:], option.hours, option.months)


def months_verdict(case: CoachingCase, chosen: Chosen, limits: Limits) -> Verdict | None:
    """The longest duration of a job search (berne-2021:T6, berne:7.4)."""
    if limits.max_months is None:
        return None
    asked, cap = case.months, chosen.kind.cap
    most = limits.max_months + case.earlier_months
    earlier = phrase(" ({0:mois} déjà accordés)", case.earlier_months) if case.earlier_months else phrase("")
    if asked <= limits.max_months:
        return Verdict("months", "Durée", Status.MET, phrase("{0:mois} prévus{1} ; {2:mois} au plus.", asked, str(earlier), most), cap.rules)
    return Verdict("months", "Durée", Status.NOT_MET, phrase("{0:mois} prévus{1} ; {2:mois} au plus.", asked, str(earlier), most), cap.rules,
                   phrase("{0:mois} au plus.", limits.max_months))  # fmt: skip


def condition_verdicts(case: CoachingCase, chosen: Chosen) -> list[Verdict]:
    """The conditions that the text sets before a mandate: agreement, goals."""
    return [_condition(case, rule) for rule in chosen.edition.conditions]


def _condition(case: CoachingCase, rule: Condition) -> Verdict:
    finding: Finding = getattr(case, rule.finding)
    reason = {Finding.MET: "Selon le dossier, c'est fait.", Finding.NOT_MET: "Ce n'est pas fait.", Finding.UNKNOWN: "À établir."}[finding]
    exception = f" {rule.exception}" if rule.exception and finding is not Finding.MET else ""
    return Verdict(rule.finding, rule.label, status_of(finding), phrase(reason + exception), rule.rules)


def economy_verdict(case: CoachingCase, chosen: Chosen) -> Verdict | None:
    """Cost-effectiveness of the rate, which a person appraises (geneve:3.c)."""
    rule = chosen.edition.economy
    if rule is None:
        return None
    status = status_of(case.cost_effective)
    reason = {
        Status.MET: "L'office juge le tarif économique.",
        Status.NOT_MET: "L'office ne juge pas le tarif économique.",
        Status.TO_APPRAISE: "Le tarif répond à un critère d'économicité et ne couvre que les frais de la mesure, de sa préparation, "
        "des rapports, des déplacements dans le canton et de l'administration. C'est à apprécier, sans chiffre dans le texte.",
    }[status]
    return Verdict("economy", "Économicité du tarif", status, phrase(reason), rule.rules)


def offer_verdict(case: CoachingCase, chosen: Chosen, offer: ServiceSheet) -> Verdict | None:
    """Whether the offer says all that it must (geneve:1.a, 3.c.b)."""
    if not chosen.edition.offer.required:
        return None
    label = f"{offer.title} complet"
    if not offer.missing:
        return Verdict("offer", label, Status.MET, phrase("Toutes les mentions exigées y sont."), offer.rules)
    return Verdict("offer", label, Status.NOT_MET, phrase("Il manque : {0}.", ", ".join(offer.missing)), offer.rules,
                   phrase("Compléter ces mentions."))  # fmt: skip


def internship_verdicts(case: CoachingCase, chosen: Chosen, figures: Figures, law: Law) -> list[Verdict]:
    """Number and length of internships (berne-2021:T1, berne:7.1), and the federal limit of each (cmrp:2005; reading X-08)."""
    rule = chosen.kind.internships
    if rule is None:
        return []
    found: list[Verdict] = []
    if case.internship_count is not None:
        low, high = figures.table(rule.count).values()
        fits = low <= case.internship_count <= high
        found.append(Verdict("internship_count", "Nombre de stages", Status.MET if fits else Status.NOT_MET,
                             phrase("{0:nombre} prévus ; de {1:nombre} à {2:nombre} sont soutenus.", case.internship_count, low, high), rule.rules))  # fmt: skip
    if case.internship_days is not None:
        low, high = figures.table(rule.length).values()
        fits = low <= case.internship_days <= high
        found.append(Verdict("internship_length", "Durée d'un stage", Status.MET if fits else Status.TO_APPRAISE,
                             phrase("{0:jours} ; généralement de {1:nombre} à {2:jours}.", case.internship_days, low, high), rule.rules, soft=True))  # fmt: skip
        weeks = law.count("training/guidance_placement_weeks")
        within = case.internship_days <= 7 * weeks
        found.append(Verdict("internship_federal", "Durée d'un stage (droit fédéral)", Status.MET if within else Status.TO_APPRAISE,
                             phrase("{0:jours} ; le droit fédéral demande de ne pas dépasser {1:semaines}, pendant les vacances scolaires.",
                                    case.internship_days, weeks), ("cmrp:2005",), soft=True))  # fmt: skip
    return found
