"""Conditions of capital aid as three-valued verdicts (cmrp:6001–6008, 6010)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ai_calc.calculators.capital_aid.financing import Mix, Need, missing_of
from ai_calc.calculators.capital_aid.loan import Bounds, end_words
from ai_calc.calculators.capital_aid.model import CapitalAidCase, FormerStatus, LegalForm, Purpose
from ai_calc.calculators.capital_aid.recovery import Recovery
from ai_calc.ground.dates import whole_months_between
from ai_calc.ground.french import Phrase, phrase
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import contradiction, counted, missing_words, slot
from ai_calc.outcome.verdicts import all_of, any_of, listed, of_findings, opposite, status_of
from ai_calc.results import Role, Status, Step, Verdict

_FINANCING = "Financement suffisant, approprié et durable"
SUBJECT = Subject(
    "Droit à l'aide en capital",
    met="Selon le dossier, les conditions de l'aide en capital sont remplies.",
    not_met="Selon le dossier, une condition de l'aide en capital au moins n'est pas remplie.",
    soft="Selon le dossier, l'aide en capital n'est en règle générale pas accordée ; une exception reste possible.",
    open="Des points restent à apprécier avant de conclure sur l'aide en capital.",
    rules=("cmrp:6004",),
)


def subject(claim: Recovery | None, claimed: list[Verdict]) -> Subject:
    """What the conclusion is about; where aid that was paid is claimed back, it says that this is another question."""
    if claim is None:
        return SUBJECT
    status = all_of(*(v.status for v in claimed if v.key in ("recovery", "deadline", "paid")))
    words = {
        Status.MET: "La restitution d'une aide déjà versée est fondée.",
        Status.NOT_MET: "La restitution d'une aide déjà versée n'est pas fondée.",
        Status.TO_APPRAISE: "La restitution d'une aide déjà versée reste à apprécier.",
    }[status]
    return replace(
        SUBJECT,
        met=f"{SUBJECT.met} {words}",
        not_met=f"{SUBJECT.not_met} {words}",
        soft=f"{SUBJECT.soft} {words}",
        open=f"{SUBJECT.open} {words}",
    )


def income_threshold(law: Law) -> tuple[Decimal, Step]:
    """The yearly gross income that counts as sufficient: twelve times the midpoint of the minimum and the maximum
    simple old-age pension (rente ordinaire simple de vieillesse; cmrp:6004, reading C-56)."""
    pension = law.table("avs/old_age_pension")
    low, high = pension["minimum"], pension["maximum"]
    threshold = (low + high) * 6
    step = Step(
        "income_threshold",
        "Revenu brut suffisant, par an",
        phrase("12 × ({0:CHF} + {1:CHF}) ÷ 2", low, high),
        threshold,
        "CHF",
        ("cmrp:6004.f", "fait:rentes-avs"),
    )
    return threshold, step


def verdicts(case: CapitalAidCase, need: Need, mix: Mix, threshold: Decimal, bounds: Bounds) -> tuple[Verdict, ...]:
    """Every condition, in the order of the circular."""
    return (
        _project(case, need),
        *_age(case, bounds),
        _self_employed(case),
        *_criteria(case, need, mix, threshold),
        *_circumstances(case),
    )


def _project(case: CapitalAidCase, need: Need) -> Verdict:
    """There is something to finance: a project that is not an auxiliary device, and a need (cmrp:6003, 6019)."""
    label = "Projet à financer"
    if not need.cost and need.excluded:
        return Verdict(
            "project",
            label,
            Status.NOT_MET,
            phrase(
                "Tout le projet ({0:CHF}) sert à compenser une fonction corporelle : cela relève des moyens auxiliaires"
                " (art. 21 LAI), pas de l'aide en capital.",
                need.excluded,
            ),
            ("cmrp:6003",),
        )
    if not need.cost:
        return Verdict(
            "project",
            label,
            Status.TO_APPRAISE,
            phrase("Le projet n'est pas encore chiffré."),
            ("cmrp:6019",),
            phrase("Saisir les positions du projet."),
        )
    if not need.net:
        return Verdict(
            "project",
            label,
            Status.NOT_MET,
            phrase("Les ressources propres et les aides de tiers couvrent tout le projet : aucun besoin ne reste."),
            ("cmrp:6019",),
        )
    if open_points := _unsaid(case):
        return Verdict(
            "project",
            label,
            Status.TO_APPRAISE,
            phrase("Besoin de {0:CHF} au plus. {1}", need.net, " ".join(map(str, open_points))),
            ("cmrp:6019", "cmrp:6003"),
        )
    return Verdict(
        "project",
        label,
        Status.MET,
        phrase("Besoin de {0:CHF} après ressources propres et aides de tiers.", need.net),
        ("cmrp:6019",),
    )


_ADULT = 18
"""Below it, in years, self-employment is asked about: our own setting, no rule (majority, art. 14 CC)."""


def _age(case: CapitalAidCase, bounds: Bounds) -> list[Verdict]:
    """What leaves the right in doubt while it is so: no date of birth, the age of a child, or one past the reference
    age, where the circular only bounds the loan."""
    label, born = "Âge au versement", case.birth_date
    years = None if born is None else whole_months_between(born, case.payment_date) // 12
    if years is None:
        words = "La date de naissance n'est pas indiquée : reste à voir si l'âge de référence est atteint au versement."
        reason, rule = phrase(words), "cmrp:6014"
    elif years < _ADULT:
        words = (
            "Au versement ({0}), la personne assurée aurait {1:ans} : la date de naissance est à vérifier, puis si elle"
            " peut exercer une activité indépendante."
        )
        reason, rule = phrase(words, case.payment_date, years), "cmrp:6004.c"
    elif bounds.age_end is not None and bounds.age_end < case.payment_date:
        certain = bounds.later_end is None or bounds.later_end < case.payment_date
        words = (
            "L'âge de référence est atteint depuis le {0}, avant"
            if certain
            else "L'âge de référence ({0}) est peut-être atteint avant"
        )
        words += (
            " le versement. La circulaire n'en fait ici qu'une"
            " limite du prêt : si le droit aux mesures de réadaptation existe encore, cela se vérifie dans la LAI."
        )
        reason, rule = phrase(words, end_words(bounds)), "cmrp:6014"
    else:
        return []
    return [Verdict("age_at_payment", label, Status.TO_APPRAISE, reason, (rule,))]


def _unsaid(case: CapitalAidCase) -> list[Phrase]:
    """What the need rests on and nobody said: own resources and third-party aid (cmrp:6019), devices (cmrp:6003)."""
    found = [words] if (words := missing_words(case, "own_resources", "third_party_aid")) else []
    marked = tuple(i for i in case.items if i.compensates_bodily_function)
    if listed(marked, case.no_device) is Status.TO_APPRAISE:
        found.append(phrase("Il reste à dire si une position compense une fonction corporelle, et laquelle."))
    return found


def _self_employed(case: CapitalAidCase) -> Verdict:
    label = "Activité indépendante au sens de l'AVS"
    if case.legal_form is LegalForm.INDEPENDENT:
        return Verdict(
            "6002",
            label,
            Status.MET,
            phrase(
                "Selon le dossier, l'activité est indépendante ; en cas de doute, la caisse de compensation renseigne."
            ),
            ("cmrp:6002",),
        )
    if case.legal_form is LegalForm.UNKNOWN:
        return Verdict(
            "6002",
            label,
            Status.TO_APPRAISE,
            phrase("La forme de l'entreprise n'est pas établie : à demander à la caisse de compensation compétente."),
            ("cmrp:6002",),
        )
    return Verdict(
        "6002",
        label,
        Status.NOT_MET,
        phrase("La forme « {0} » ne donne pas une activité indépendante au sens de l'AVS.", case.legal_form.french),
        ("cmrp:6002",),
        phrase("Une raison individuelle ou une société de personnes reconnue par la caisse de compensation."),
    )


def _criteria(case: CapitalAidCase, need: Need, mix: Mix, threshold: Decimal) -> list[Verdict]:
    found = [
        _work(case),
        of_findings(
            "6004.b", "Aptitude à la réadaptation", ("cmrp:6004.b",), case.objectively_fit, case.subjectively_fit
        ),
        of_findings(
            "6004.c",
            "Qualités personnelles et connaissances",
            ("cmrp:6004.c",),
            case.personal_qualities,
            case.professional_knowledge,
        ),
        of_findings("6004.d", "Domicile en Suisse", ("cmrp:6004.d",), case.domicile_in_switzerland),
        of_findings("6004.e", "Mesure simple et adéquate", ("cmrp:6004.e",), case.simple_and_adequate),
        of_findings("6004.f", "Réadaptation durable", ("cmrp:6004.f",), case.lasting_rehabilitation),
        _income(case, threshold),
        _financing(case, need, mix),
    ]
    if case.purpose is None:
        found.append(
            Verdict(
                "6004.h",
                "But de l'aide",
                Status.TO_APPRAISE,
                phrase("Le but n'est pas indiqué : commencer, reprendre, développer ou transformer."),
                ("cmrp:6001", "cmrp:6004.h"),
            )
        )
    elif case.purpose is Purpose.TRANSFORM:
        found.append(_transformation(case))
    else:
        found.append(
            Verdict(
                "6004.h",
                "But de l'aide",
                Status.MET,
                phrase("But indiqué : {0}.", case.purpose.french.lower()),
                ("cmrp:6001",),
            )
        )
    return found


def _transformation(case: CapitalAidCase) -> Verdict:
    """6004, last dash: a self-employed person whom the invalidity forces to transform the business."""
    label, rules = "Transformation imposée par l'invalidité", ("cmrp:6004.h",)
    if case.former_status is not None and case.former_status is not FormerStatus.SELF_EMPLOYED:
        return Verdict(
            "6004.h",
            label,
            Status.NOT_MET,
            phrase(
                "Une transformation suppose une personne indépendante ; avant l'invalidité, selon le dossier : {0}.",
                case.former_status.french.lower(),
            ),
            rules,
        )
    if case.forced_to_transform is Finding.MET and (doubt := _transformation_doubt(case)):
        return Verdict("6004.h", label, Status.TO_APPRAISE, phrase(doubt), rules)
    return of_findings("6004.h", label, rules, case.forced_to_transform)


def _transformation_doubt(case: CapitalAidCase) -> str:
    """What leaves a transformation that the invalidity imposes in doubt; it goes with the third situation of the first
    dash (reading C-07)."""
    if case.former_status is None:
        return "L'activité avant l'invalidité n'est pas indiquée."
    return {
        Finding.MET: "",
        Finding.UNKNOWN: (
            "Reste à établir si l'invalidité entrave considérablement l'ancienne activité indépendante : cela va de"
            " pair avec une transformation imposée (lecture C-07)."
        ),
        Finding.NOT_MET: (
            "Deux données ne vont pas ensemble : la transformation serait imposée, mais l'invalidité n'entrave pas"
            " considérablement l'ancienne activité indépendante (lecture C-07)."
        ),
    }[case.former_independent_work_hampered]


def _hampered(case: CapitalAidCase) -> tuple[Finding, str]:
    """6004 a, third situation: it supposes a person who was self-employed."""
    words, found = (
        "l'ancienne activité indépendante est considérablement entravée",
        case.former_independent_work_hampered,
    )
    if found is not Finding.MET or case.former_status is FormerStatus.SELF_EMPLOYED:
        return found, words
    before = case.former_status.french.lower() if case.former_status is not None else "activité non indiquée"
    return Finding.UNKNOWN, f"{words} (avant l'invalidité, selon le dossier : {before})"


def _work(case: CapitalAidCase) -> Verdict:
    """6004 a: three alternatives, one suffices (reading C-07)."""
    options = (
        (case.dependent_work_unreasonable, "un emploi salarié n'est pas raisonnablement exigible"),
        (case.dependent_work_impossible, "l'invalidité empêche de poursuivre un emploi salarié"),
        _hampered(case),
    )
    status = any_of(*(status_of(finding) for finding, _ in options))
    if status is Status.MET:
        reason = phrase("Une des trois situations suffit : {0}.", next(text for f, text in options if f is Finding.MET))
    elif status is Status.NOT_MET:
        reason = phrase(
            "Aucune des trois situations n'est établie : emploi salarié inexigible ou impossible, ancienne "
            "activité indépendante considérablement entravée."
        )
    else:
        reason = phrase("À apprécier : {0}.", " ; ".join(text for f, text in options if f is Finding.UNKNOWN))
    return Verdict(
        "6004.a",
        "Emploi salarié exclu ou activité indépendante entravée",
        status,
        reason,
        ("cmrp:6004.a",),
        None if status is Status.MET else phrase("Il suffit que l'une des trois soit établie."),
    )


def _income(case: CapitalAidCase, threshold: Decimal) -> Verdict:
    """6004 f: gross income at least the midpoint of the two pensions, for a fairly long time; pensions don't count."""
    label, rules, income = "Revenu suffisant", ("cmrp:6004.f",), case.expected_gross_income
    if income is None and case.income_sustained is Finding.NOT_MET:
        return Verdict(
            "6004.f.income",
            label,
            Status.NOT_MET,
            phrase("Selon le dossier, le revenu ne durerait pas une période relativement longue."),
            rules,
        )
    if income is None:
        return Verdict(
            "6004.f.income",
            label,
            Status.TO_APPRAISE,
            phrase("Le revenu brut attendu n'est pas indiqué ; il faut au moins {0:CHF} par an.", threshold),
            rules,
        )
    pensions = (
        phrase(" Les rentes perçues ({0:CHF} par an) ne sont pas comptées.", case.pensions) if case.pensions else ""
    )
    if income < threshold:
        return Verdict(
            "6004.f.income",
            label,
            Status.NOT_MET,
            phrase("{0:CHF} par an, moins que les {1:CHF} exigés.{2}", income, threshold, pensions),
            rules,
            phrase("Un revenu brut plus haut d'au moins {0:CHF} par an.", threshold - income),
        )
    lasting = status_of(case.income_sustained)
    more: Phrase = {
        Status.MET: phrase("pendant une période relativement longue selon le dossier"),
        Status.TO_APPRAISE: phrase("reste à apprécier si c'est pour une période relativement longue"),
        Status.NOT_MET: phrase("mais pas pendant une période relativement longue selon le dossier"),
    }[lasting]
    return Verdict(
        "6004.f.income",
        label,
        lasting,
        phrase("{0:CHF} par an, soit au moins les {1:CHF} exigés ; {2}.{3}", income, threshold, more, pensions),
        rules,
    )


def _financing(case: CapitalAidCase, need: Need, mix: Mix) -> Verdict:
    """6004 g: what neither the planned aid nor other sources cover has still to be proven."""
    missing = missing_of(case, need, mix.total)
    if not missing or case.financing_secured is Finding.NOT_MET:
        return of_findings("6004.g", _FINANCING, ("cmrp:6004.g",), case.financing_secured)
    return Verdict(
        "6004.g",
        _FINANCING,
        Status.TO_APPRAISE,
        phrase(
            "Un financement reste à prouver pour {0:CHF} : besoin {1:CHF}, aide prévue {2:CHF}, autres financements"
            f" prouvés {slot(3, case.other_financing)}.",
            missing,
            need.net,
            mix.total,
            counted(case.other_financing),
        ),
        ("cmrp:6004.g", "cmrp:6021"),
        phrase("La preuve d'un financement pour {0:CHF}.", missing),
    )


def _circumstances(case: CapitalAidCase) -> list[Verdict]:
    found: list[Verdict] = []
    after = all_of(status_of(case.ai_measures_completed), status_of(case.employment_reasonable))
    label = "Emploi salarié inexigible après des mesures de l'AI"
    if after is Status.MET:
        found.append(
            Verdict(
                "6006",
                label,
                Status.NOT_MET,
                phrase(
                    "Des mesures professionnelles de l'AI ont eu lieu et un emploi salarié est raisonnablement exigible"
                    " : refus de règle."
                ),
                ("cmrp:6006",),
                phrase("Une situation particulière qui justifie une exception à la règle."),
                soft=True,
            )
        )
    elif after is Status.TO_APPRAISE:
        found.append(
            Verdict(
                "6006",
                label,
                Status.TO_APPRAISE,
                phrase("À établir : mesures de l'AI déjà suivies, et emploi salarié exigible ensuite."),
                ("cmrp:6006",),
                soft=True,
            )
        )
    else:
        found.append(
            Verdict(
                "6006",
                label,
                opposite(after),
                phrase(
                    "Selon le dossier, pas de mesures professionnelles de l'AI avant l'activité indépendante, ou pas"
                    " d'emploi salarié raisonnablement exigible."
                ),
                ("cmrp:6006",),
                soft=True,
            )
        )
    excluded = Finding.MET in (case.dependent_work_unreasonable, case.dependent_work_impossible)
    if excluded and case.employment_reasonable is Finding.MET:
        words = "Un emploi salarié est dit exclu ({0}), et raisonnablement exigible ({1})."
        reason = phrase(words, Cited("cmrp:6004.a"), Cited("cmrp:6006"))
        found.append(contradiction("denied:employment", reason, ("cmrp:6004.a", "cmrp:6006")))
    if compares_retraining(case) and not retraining_is_past(case):
        found.append(_simpler(case))
    related = status_of(case.related_to_invalidity)
    found.append(
        Verdict(
            "6008",
            "Dépenses en relation avec l'invalidité",
            related,
            phrase(
                {
                    Status.MET: "Selon le dossier, les dépenses sont en relation avec l'invalidité.",
                    Status.TO_APPRAISE: "Le lien des dépenses avec l'invalidité reste à établir.",
                    Status.NOT_MET: (
                        "Assainissement, rationalisation ou agrandissement sans relation avec l'invalidité : aucun"
                        " droit."
                    ),
                }[related]
            ),
            ("cmrp:6008",),
        )
    )
    return found


def compares_retraining(case: CapitalAidCase) -> bool:
    """Whether independence was compared with retraining for a person who was employed (cmrp:6007)."""
    return case.former_status is FormerStatus.EMPLOYED and case.independence_notably_simpler is not Finding.UNKNOWN


def retraining_is_past(case: CapitalAidCase) -> bool:
    """Whether the comparison, in favour of independence, comes too late: measures have taken place (reading C-44)."""
    simpler, measures = case.independence_notably_simpler, case.ai_measures_completed
    return compares_retraining(case) and simpler is Finding.MET and measures is Finding.MET


def _simpler(case: CapitalAidCase) -> Verdict:
    """6007 speaks of the time before any measure, 6006 of the time after (reading C-44)."""
    simpler = status_of(case.independence_notably_simpler)
    before = opposite(status_of(case.ai_measures_completed))
    if simpler is Status.NOT_MET:
        words = (
            "Selon le dossier, l'indépendance n'est pas notablement plus simple et adéquate qu'un reclassement : la"
            " circulaire n'invite pas, à ce titre, à accorder l'aide."
        )
    else:
        words = {
            Status.MET: (
                "Avant l'invalidité, la personne était salariée, et l'indépendance est notablement plus simple et"
                " adéquate qu'un reclassement : la circulaire invite à accorder l'aide."
            ),
            Status.TO_APPRAISE: (
                "L'indépendance serait plus simple qu'un reclassement ; cela compte avant toute mesure de l'AI (lecture"
                " C-44) : à établir s'il y en a eu."
            ),
        }[before]
    return Verdict(
        "6007",
        "Indépendance plutôt qu'un reclassement",
        all_of(simpler, before),
        phrase(words),
        ("cmrp:6007", "cmrp:6006") if simpler is Status.MET and before is not Status.MET else ("cmrp:6007",),
        role=Role.ADVICE,
    )
