"""The verdicts on a plan: hours, months, rate, conditions, offer. What a person appraises stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.journal import Tally, in_hours
from ai_calc.calculators.coaching.mandates import mandate_verdicts
from ai_calc.calculators.coaching.model import Intensity
from ai_calc.calculators.coaching.options import Option
from ai_calc.calculators.coaching.plan import interviews_of
from ai_calc.calculators.coaching.selection import unproven
from ai_calc.ground.french import Phrase, lowered, phrase, several
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.conclusion import Subject, refusing
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import unstated
from ai_calc.outcome.verdicts import status_of
from ai_calc.registers.cantons import Aim, CapMode, Condition, Count
from ai_calc.registers.documents import all_sources
from ai_calc.results import Role, Status, Verdict

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate

SUBJECT = Subject(
    "Plan de coaching",
    met="Selon le dossier, le plan tient dans les règles du canton.",
    not_met="Selon le dossier, le plan ne tient pas tel quel dans les règles du canton.",
    open="Des points restent à établir ou à apprécier avant de conclure sur le plan.",
)


JOURNAL_ONLY = "Selon le dossier, le journal dépasse ce qui est admis ; aucun point ne refuse le plan."
BOTH = (
    "Selon le dossier, le plan ne tient pas tel quel dans les règles du canton, et le journal dépasse ce qui est admis."
)


def subject_of(verdicts: Iterable[Verdict]) -> Subject:
    """What the conclusion is about: it names the journal where this is what fails, beside the plan or alone."""
    failed = {v.key for v in refusing(verdicts)}
    if failed and failed <= {"1028.a", "1028.b"}:
        return replace(SUBJECT, not_met=FEDERAL)
    if "journal" not in failed:
        return SUBJECT
    return replace(SUBJECT, not_met=JOURNAL_ONLY if failed == {"journal"} else BOTH)


FEDERAL = (
    "Selon le dossier, un coaching externe n'est pas admis en droit fédéral ; rien ne refuse le plan selon le canton."
)


def needed(m: Mandate) -> tuple[str, ...]:
    """The points of cmrp:1028 that decide on this kind of coaching (reading X-06)."""
    return ("1028.a", "1028.b") if m.kind.aim in (Aim.MEASURE, Aim.RETENTION) else ("1028.b",)


def money(m: Mandate) -> tuple[str, ...]:
    """The verdicts that carry every amount. The caps are not among them: what goes beyond them is not in the
    amounts."""
    unknown_cap = ("cap",) if m.limits.mode is CapMode.REMAINDER and m.limits.capacity is None else ()
    unknown_length = ("months",) if m.case.months is None else ()
    return (
        "edition",
        "mandate",
        "institution",
        "parallel",
        "after_observation",
        "earlier",
        *(c.finding for c in m.edition.conditions),
        "economy",
        *needed(m),
        *unknown_cap,
        *unknown_length,
    )


def offered(m: Mandate) -> tuple[str, ...]:
    """The verdicts that carry what the plan would pay; work that was done is paid without the last one."""
    return (*money(m), "offer")


def worked(m: Mandate) -> tuple[str, ...]:
    """The verdicts that carry what the journal pays."""
    return (*money(m), "overrun", "start")


def fixed_rate_of(m: Mandate) -> Decimal | None:
    """The rate that the text fixes (berne-2021:R.1); ``None`` where it is a matter of the agreement or the offer."""
    try:
        return m.figures.amount(m.edition.rate.figure)
    except NoValueError:
        return None


def rate_verdict(m: Mandate) -> Verdict:
    """Whether there is a rate, and the one that the text fixes (berne-2021:R.1, berne:5.a, geneve:3.c)."""
    rule, label, fixed, entered = m.edition.rate, "Tarif horaire", m.fixed_rate, m.case.hourly_rate
    if fixed is None and entered is None:
        return Verdict(
            "rate",
            label,
            Status.TO_APPRAISE,
            phrase("Le texte ne fixe pas de tarif : sans tarif saisi, pas de montant."),
            rule.rules,
            phrase("Le tarif de la convention ou de l'offre."),
        )
    if fixed is None:
        return Verdict(
            "rate", label, Status.MET, phrase("{0:CHF/h}, selon la convention ou l'offre.", entered), rule.rules
        )
    if entered is None or entered == fixed:
        return Verdict("rate", label, Status.MET, phrase("{0:CHF/h}, fixé par le texte.", fixed), rule.rules)
    return Verdict(
        "rate",
        label,
        Status.NOT_MET,
        phrase("{0:CHF/h} saisis ; le texte fixe {1:CHF/h}, et le calcul s'y tient.", entered, fixed),
        rule.rules,
        phrase("Le tarif de {0:CHF/h}.", fixed),
    )


def verdicts_of(m: Mandate) -> list[Verdict]:
    """The conditions of the plan, in the order in which a person checks them."""
    found = (
        edition_verdict(m),
        cap_verdict(m),
        months_verdict(m),
        overrun_verdict(m),
        too_long_verdict(m),
        start_verdict(m),
        *earlier_verdicts(m),
        grant_verdict(m),
        journal_verdict(m),
        rate_verdict(m),
        *mandate_verdicts(m),
        *internship_verdicts(m),
        economy_verdict(m),
        extras_verdict(m),
        *(_condition(m, rule) for rule in m.edition.conditions),
        offer_verdict(m),
    )
    return [v for v in found if v is not None]


def edition_verdict(m: Mandate) -> Verdict | None:
    """Whether the text that was taken is known to apply; where only its place in time is deduced, somebody must choose
    (B-10, B-15). A text cannot have applied before what it refers to."""
    ruled, earliest = unproven(m.edition), all_sources()[m.edition.source].valid_from
    if ruled is None:
        return None
    if m.chosen.assumed:
        reason = phrase(
            "« {0} » est pris faute d'autre, mais ne porte pas de date : rien ne prouve qu'il valait le jour de"
            " l'octroi.",
            m.edition.title,
        )
        return Verdict(
            "edition", "Texte applicable", Status.TO_APPRAISE, reason, ruled.rules, phrase("Choisir le texte.")
        )
    if m.edition.undated is not None and earliest is not None and m.law.day < earliest:
        reason = phrase(
            "« {0} » ne porte pas de date : rien ne prouve qu'il valait déjà le {1}.", m.edition.title, m.law.day
        )
        return Verdict("edition", "Texte applicable", Status.TO_APPRAISE, reason, ruled.rules)
    return None


def cap_verdict(m: Mandate) -> Verdict:
    """Whether the plan fits its cap, by how much not, and what would fit."""
    case, limits, plan = m.case, m.limits, m.plan
    label, rules = "Plafond d'heures", m.kind.cap.rules
    if limits.barred:
        return Verdict(
            "cap",
            label,
            Status.NOT_MET,
            phrase("Aucune heure ne se facture à côté du tarif d'une institution."),
            m.edition.institution.rules if m.edition.institution else rules,
        )
    if limits.mode is CapMode.NONE:
        return Verdict(
            "cap",
            label,
            Status.MET,
            phrase("Ce texte ne fixe pas de plafond d'heures ; le devis-mandat fixe la durée et le prix."),
            rules,
        )
    if limits.capacity is None:
        return Verdict(
            "cap",
            label,
            Status.TO_APPRAISE,
            phrase("Le plafond est le solde du coaching de recherche d'emploi, qui n'est pas indiqué."),
            rules,
            phrase("Les heures restantes du mandat de recherche."),
        )
    if limits.by_level is not None and plan.proposed and case.intensity is None:
        return Verdict(
            "cap",
            label,
            Status.TO_APPRAISE,
            phrase("Le plafond dépend de l'intensité : {0:h}, {1:h} ou {2:h} par mois.", *limits.by_level.values()),
            rules,
            phrase("Une intensité, ou des heures."),
        )
    most = _most(m)
    if not plan.requested:  # nothing is planned that could keep to a cap
        status = Status.TO_APPRAISE if limits.months_admitted else Status.NOT_MET
        change = phrase("Des heures prévues.") if m.most else None
        return Verdict("cap", label, status, phrase("Aucune heure n'est prévue ; {0}.", most), rules, change)
    if not plan.over_cap:
        return Verdict("cap", label, Status.MET, phrase("{0:h} prévues ; {1}.", plan.requested, most), rules)
    would = phrase("{0}.", " ; ou ".join(str(option_words(o)) for o in m.options)) if m.options else None
    if would is None and limits.capacity:
        would = phrase("Moins d'heures.")
    if limits.soft:
        top = case.intensity is None or case.intensity is Intensity.HIGH
        return Verdict(
            "cap",
            label,
            Status.TO_APPRAISE,
            phrase(
                "{0:h} prévues ; {1} : {2:h} de trop. C'est {3} ; au SRP de décider.",
                plan.requested,
                most,
                plan.over_cap,
                "généralement la limite supérieure" if top else "le plafond de cette intensité",
            ),
            rules,
            would,
            soft=True,
        )
    return Verdict(
        "cap",
        label,
        Status.NOT_MET,
        phrase("{0:h} prévues ; {1} : {2:h} de trop.", plan.requested, most, plan.over_cap),
        rules,
        would,
    )


def _most(m: Mandate) -> Phrase:
    """The cap in words."""
    case, limits = m.case, m.limits
    if not limits.months_admitted:
        return phrase("aucun mois n'est plus admis")
    if limits.mode in (CapMode.MONTHLY, CapMode.GRID):
        at = monthly_words(m)
        if limits.mode is CapMode.GRID:
            at = phrase("{0} (intensité {1})", at, (case.intensity or Intensity.HIGH).french.lower())
        if not m.bounded:
            return phrase("{0} au plus", at)
        return phrase("{0}, soit {1:h} au plus en {2:mois}", at, limits.capacity, limits.months_admitted)
    if limits.mode is CapMode.TOTAL and case.earlier_hours:
        return phrase(
            "{0:h} au plus en tout, dont {1:h} déjà accordées : il en reste {2:h}"
            if limits.capacity
            else "{0:h} au plus en tout, et {1:h} déjà accordées : il n'en reste aucune",
            limits.total,
            case.earlier_hours,
            limits.capacity,
        )
    if not limits.capacity:
        return phrase("il n'en reste aucune")
    return phrase("{0:h} au plus pour tout le mandat", limits.capacity)


def monthly_words(m: Mandate) -> Phrase:
    """The caps of a month as the text gives them, where they change in their order: « 14 h, puis 9 h par mois »."""
    each = list(dict.fromkeys(limit for limit in m.limits.monthly if limit))
    if not each:  # no month is left: what one would have had
        level = m.limits.by_level
        each = [level[(m.case.intensity or Intensity.HIGH).value] if level else m.figures.amount(m.kind.cap.figure)]
    return phrase("{0} par mois", several((phrase("{0:h}", limit) for limit in each), ", puis "))


def option_words(option: Option) -> Phrase:
    """An option as a sentence part: « autant de mois, moins d'heures : 27 h en 3 mois »."""
    return phrase("{0} : {1:h} en {2:mois}", lowered(option.why), option.hours, option.months)


def months_verdict(m: Mandate) -> Verdict | None:
    """The length of the mandate, and the longest of a job search (berne-2021:T6, berne:7.4)."""
    asked, limits, rules = m.case.months, m.limits, m.kind.cap.rules
    if asked is None:
        return Verdict(
            "months",
            "Durée",
            Status.TO_APPRAISE,
            phrase("La durée n'est pas indiquée : un seul mois est montré."),
            m.kind.rules,
            phrase("Le nombre de mois."),
        )
    if limits.max_months is None:
        return None
    most = limits.max_months + (m.case.earlier_months or 0)
    earlier = phrase(" ({0:mois} déjà accordés)", m.case.earlier_months) if m.case.earlier_months else phrase("")
    reason = phrase(
        "{0:mois} prévu{1} ; {2:mois} au plus." if asked == 1 else "{0:mois} prévus{1} ; {2:mois} au plus.",
        asked,
        earlier,
        most,
    )
    if asked <= limits.max_months:
        return Verdict("months", "Durée", Status.MET, reason, rules)
    change = phrase("{0:mois} au plus.", limits.max_months) if limits.max_months else None
    return Verdict("months", "Durée", Status.NOT_MET, reason, rules, change)


def earlier_verdicts(m: Mandate) -> list[Verdict]:
    """What was granted before for this mandate counts against its hours and its months; nobody said how much."""
    cap = m.kind.cap
    names = [
        name
        for name, matters in (("earlier_hours", cap.mode is CapMode.TOTAL), ("earlier_months", bool(cap.max_months)))
        if matters
    ]
    return unstated(m.case, "earlier", "Déjà accordé pour ce mandat", cap.rules, *names, role=Role.CONDITION)


def overrun_verdict(m: Mandate) -> Verdict | None:
    """Whether the measure ends within the months of the mandate (berne-2021:0.2, berne:1.b): beyond, it takes an
    extension.

    What is worked after them is at stake, the plan is not.
    """
    end = m.case.actual_end
    if end is None or m.case.months is None or not m.dated or m.end <= m.plan.end:
        return None
    return Verdict(
        "overrun",
        "Fin dans la durée du mandat",
        Status.TO_APPRAISE,
        phrase(
            "Fin effective le {0} ; le mandat dure jusqu'au {1}. À établir : une prolongation est accordée.",
            end,
            m.plan.end,
        ),
        m.edition.offer.rules,
        phrase("Une prolongation accordée, ou une fin le {0} au plus tard.", m.plan.end),
        role=Role.LIMIT,
    )


def too_long_verdict(m: Mandate) -> Verdict | None:
    """Whether the measure ends within the longest time that the text allows (berne-2021:T6, berne:7.4): no extension
    leads beyond it. The months after it have no hours, so that nothing else falls away."""
    end, latest, most = m.case.actual_end, m.latest, m.limits.max_months
    if end is None or latest is None or end <= latest or not most:
        return None
    return Verdict(
        "too_long",
        "Fin dans la durée maximale",
        Status.NOT_MET,
        phrase(
            "Fin effective le {0} ; ce coaching s'arrête au plus tard le {1}, et une prolongation au-delà n'est {2}.",
            end,
            latest,
            "en principe pas possible" if "B-11" in m.kind.cap.readings else "pas possible",
        ),
        m.kind.cap.rules,
        phrase("Une fin le {0} au plus tard.", latest),
        role=Role.LIMIT,
    )


def start_verdict(m: Mandate) -> Verdict | None:
    """Whether the file says when the mandate begins, from where the months of the journal are counted."""
    if m.tally is None or m.dated:
        return None
    return Verdict(
        "start",
        "Début du coaching",
        Status.TO_APPRAISE,
        phrase(
            "Ni l'octroi ni le début ne sont datés : les mois du journal se comptent en attendant dès sa première"
            " ligne, le {0}.",
            m.case.first_day,
        ),
        m.edition.offer.rules,
        phrase("La date de l'octroi ou du début."),
        role=Role.LIMIT,
    )


def grant_verdict(m: Mandate) -> Verdict | None:
    """Whether the plan keeps to the hours that were granted (berne-2021:0.2, berne:1.b)."""
    granted, plan = m.case.granted_hours, m.plan
    if granted is None or not plan.requested:
        return None
    label, rules = "Plan dans l'octroi", m.edition.offer.rules
    if plan.requested <= granted:
        return Verdict(
            "grant", label, Status.MET, phrase("{0:h} prévues ; {1:h} accordées.", plan.requested, granted), rules
        )
    return Verdict(
        "grant",
        label,
        Status.NOT_MET,
        phrase("{0:h} prévues ; {1:h} accordées : {2:h} de trop.", plan.requested, granted, plan.requested - granted),
        rules,
        phrase("{0:h} au plus.", granted),
    )


def journal_verdict(m: Mandate) -> Verdict | None:
    """Whether the hours of the journal keep to the budget: all of them, also those after the statement, since the caps
    are those of the mandate."""
    if m.tally is None or m.whole is None:
        return None
    tally = exceeding(m, m.tally)
    soft, counted, budget = m.kind.cap.soft, tally.counted, tally.budget
    granted = m.case.granted_hours is not None
    capped = m.limits.mode is not CapMode.NONE or not granted
    label, rules = f"Journal dans {_bounds(granted, capped)}", bound_rules(m, granted, capped)
    if tally.over:
        by_grant, _ = _exceeded(tally)
        counts = "{0:h} comptées, dont {1:h} {2}." if tally is m.tally else "{0:h} comptées en tout, dont {1:h} {2}."
        return Verdict(
            "journal",
            label,
            Status.TO_APPRAISE if soft and not by_grant else Status.NOT_MET,
            phrase(counts, counted, tally.over, beyond(m, tally)),
            beyond_rules(m, tally),
            soft=soft and not by_grant,
        )
    tally, counted = m.tally, m.tally.counted
    if budget is None:
        words = (
            phrase("{0:h} comptées ; {1} au plus.", counted, str(monthly_words(m)))
            if not m.bounded
            else phrase("{0:h} comptées ; ce texte ne fixe pas de plafond.", counted)
        )
        return Verdict("journal", label, Status.MET, words, rules)
    words = phrase("{0:h} comptées sur {1:h}.", counted, budget)
    if not m.passes_on and tally.left is not None:  # else what is left passes to the new place, and is counted there
        words = (
            phrase("{0:h} comptées sur {1:h} ; il en reste {2:h}.", counted, budget, tally.left)
            if tally.left
            else phrase("{0:h} comptées sur {1:h} ; il n'en reste aucune.", counted, budget)
        )
    return Verdict("journal", label, Status.MET, words, rules)


def exceeding(m: Mandate, tally: Tally) -> Tally:
    """The tally that tells what hours exceed: a period's own, or that of the whole journal where only this does."""
    return tally if tally.over or m.whole is None else m.whole


def _exceeded(tally: Tally) -> tuple[bool, bool]:
    """What the hours of a journal that are too many exceed: the grant, the cap of the text."""
    return tally.over > tally.over_cap, bool(tally.over_cap)


def bound_rules(m: Mandate, grant: bool, cap: bool) -> tuple[str, ...]:
    """What the hours are held to: the grant by the rule of the mandate (berne-2021:0.2, berne:1.b, geneve:1.a), the cap
    by its own; nothing in an institution, where another rule speaks."""
    if m.limits.barred and m.edition.institution is not None:
        return m.edition.institution.rules
    return (*(m.edition.offer.rules if grant else ()), *(m.kind.cap.rules if cap else ()))


def beyond(m: Mandate, tally: Tally) -> str:
    """Why hours of a journal are too many: « au-delà de l'octroi », « au-delà du plafond »."""
    if m.limits.barred:
        return "comprises dans le tarif de l'institution"
    grant, cap = _exceeded(tally)
    return "au-delà " + " et ".join([*(["de l'octroi"] if grant else []), *(["du plafond"] if cap else [])])


def beyond_rules(m: Mandate, tally: Tally) -> tuple[str, ...]:
    """The rules by which hours of a journal are too many."""
    return bound_rules(m, *_exceeded(tally))


def _bounds(grant: bool, cap: bool) -> str:
    return " et ".join([*(["l'octroi"] if grant else []), *(["le plafond"] if cap else [])])


def _condition(m: Mandate, rule: Condition) -> Verdict:
    """A condition that the text sets before a mandate: agreement, goals. An extension may be exempt from it."""
    finding: Finding = getattr(m.case, rule.finding)
    reason = {
        Finding.MET: "Selon le dossier, c'est fait.",
        Finding.NOT_MET: "Ce n'est pas fait.",
        Finding.UNKNOWN: "À établir.",
    }[finding]
    exception = f" {rule.exception}" if rule.exception and finding is not Finding.MET else ""
    status = status_of(finding)
    if exception and status is Status.NOT_MET and (m.case.earlier_months or m.case.earlier_hours):
        status = Status.TO_APPRAISE  # an extension: exempt if its goals stay the same
    return Verdict(rule.finding, rule.label, status, phrase(reason + exception), rule.rules)


def economy_verdict(m: Mandate) -> Verdict | None:
    """Cost-effectiveness of the rate, which a person appraises (geneve:3.c)."""
    rule = m.edition.economy
    if rule is None:
        return None
    status = status_of(m.case.cost_effective)
    reason = {
        Status.MET: "L'office juge le tarif économique.",
        Status.NOT_MET: "L'office ne juge pas le tarif économique.",
        Status.TO_APPRAISE: (
            "Le tarif répond à un critère d'économicité et ne couvre que les frais de la mesure, de sa préparation, des"
            " rapports, des déplacements dans le canton et de l'administration. C'est à apprécier, sans chiffre dans le"
            " texte."
        ),
    }[status]
    return Verdict("economy", "Économicité du tarif", status, phrase(reason), rule.rules)


def extras_verdict(m: Mandate) -> Verdict | None:
    """Whether the offer provides for what only it may add: a first interview, travel out of the canton (geneve:1.a,
    3.c; reading G-08). Until then that is not paid."""
    found = extras(m)
    if not found:
        return None
    status = status_of(m.case.extras_agreed)
    words = {
        Status.MET: "Le devis les prévoit : {0}.",
        Status.NOT_MET: "Le devis ne les prévoit pas, elles ne se paient pas : {0}.",
        Status.TO_APPRAISE: "À établir, car elles ne se paient que si le devis les prévoit : {0}.",
    }[status]
    listed = " ; ".join(str(phrase("{0} {1:h}", lowered(a.french), hours)) for a, hours in found.items())
    rules = tuple(dict.fromkeys(r for a in found for r in m.edition.activities[a].rules))
    return Verdict("extras", "Heures que le devis doit prévoir", status, phrase(words, listed), rules, role=Role.LIMIT)


def extras(m: Mandate) -> dict[Activity, Decimal]:
    """The hours that are paid only if the offer provides for them: of the plan, else of the journal."""
    agreed = [a for a, t in m.edition.activities.items() if t.count is Count.IF_AGREED]
    noted = [x for x in m.tally.lines if x.activity in agreed] if m.tally is not None and agreed else []
    found = {a: in_hours(sum(x.spent for x in noted if x.activity is a)) for a in agreed}
    found |= {a: hours for a, hours in interviews_of(m.case) if a in agreed and hours}
    return {a: hours for a, hours in found.items() if hours}


def offer_verdict(m: Mandate) -> Verdict | None:
    """Whether the offer says all that it must (geneve:1.a, 3.c.b). What nobody filled in is open, not refused."""
    if not m.edition.offer.required:
        return None
    offer = m.offer
    label = f"{offer.title} complet"
    if not offer.missing:
        return Verdict("offer", label, Status.MET, phrase("Toutes les mentions exigées y sont."), offer.rules)
    return Verdict(
        "offer",
        label,
        Status.TO_APPRAISE,
        phrase("Il manque : {0}.", ", ".join(offer.missing)),
        offer.rules,
        phrase("Compléter ces mentions."),
    )


def internship_verdicts(m: Mandate) -> list[Verdict]:
    """Number and length of internships (berne-2021:T1, berne:7.1), and the federal limit of each (cmrp:2005; reading
    X-08). The number describes the service: more of them are beyond it, fewer are not; no payment depends on it."""
    rule, case = m.kind.internships, m.case
    if rule is None:
        return []
    found: list[Verdict] = []
    low, high = m.figures.table(rule.count).values()
    count = case.internship_count
    if count is None:
        reason = phrase("Pas indiqué ; de {0:nombre} à {1:nombre} stages sont soutenus.", low, high)
        status = Status.TO_APPRAISE
    else:
        reason = phrase(
            "{0:nombre} prévus ; de {1:nombre} à {2:nombre} sont soutenus."
            if count > 1
            else "{0:nombre} prévu ; de {1:nombre} à {2:nombre} sont soutenus.",
            count,
            low,
            high,
        )
        status = Status.MET if low <= count <= high else Status.NOT_MET if count > high else Status.TO_APPRAISE
    role = Role.LIMIT if status is Status.NOT_MET else Role.ADVICE
    change = None if status is Status.MET else phrase("De {0:nombre} à {1:nombre} stages.", low, high)
    found.append(Verdict("internship_count", "Nombre de stages", status, reason, rule.rules, change, role=role))
    if case.internship_days is not None:
        low, high = m.figures.table(rule.length).values()
        fits = low <= case.internship_days <= high
        found.append(
            Verdict(
                "internship_length",
                "Durée d'un stage",
                Status.MET if fits else Status.TO_APPRAISE,
                phrase("{0:jours} ; généralement de {1:nombre} à {2:jours}.", case.internship_days, low, high),
                rule.rules,
                soft=True,
                role=Role.ADVICE,
            )
        )
        weeks = m.law.count("training/guidance_placement_weeks")
        within = case.internship_days <= 7 * weeks
        found.append(
            Verdict(
                "internship_federal",
                "Durée d'un stage (droit fédéral)",
                Status.MET if within else Status.TO_APPRAISE,
                phrase(
                    "{0:jours} ; le droit fédéral recommande de ne pas dépasser {1:semaines}. Il exige aussi les"
                    " vacances scolaires : ce point n'est pas examiné ici.",
                    case.internship_days,
                    weeks,
                ),
                ("cmrp:2005",),
                soft=True,
                role=Role.ADVICE,
            )
        )
    return found
