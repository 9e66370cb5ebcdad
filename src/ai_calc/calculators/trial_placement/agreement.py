"""The agreement of a trial placement, clause by clause as in Annexe I, in the hub's words, filled in from the case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.trial_placement.model import Benefit, Certificate, Salutation, TrialPlacementCase
from ai_calc.calculators.trial_placement.period import Period
from ai_calc.ground.french import amount
from ai_calc.handing_over.papers import (
    Block,
    Document,
    Gap,
    Grid,
    Heading,
    Items,
    Paragraph,
    Signatures,
    Strong,
    Text,
    text,
)
from ai_calc.law.citations import label, source_of
from ai_calc.law.in_force import Law
from ai_calc.registers.documents import Source, all_sources, followed_on, on_day


def agreement_of(case: TrialPlacementCase, law: Law, period: Period, refused: bool) -> Document:
    """The agreement; what the case leaves open is a gap. One whose trial is ``refused`` says so on every page."""
    annex = source_of(on_day("cmrp:A1.1", followed_on("trial_placement", case.FOLLOWS, law.day)))
    blocks: list[Block] = [
        Paragraph(text("Variante :")),
        Items(
            (text("avec indemnité journalière de l'AI"), text("avec rente de l'AI")),
            checked=(
                case.benefit in (Benefit.DAILY_ALLOWANCE, Benefit.BOTH),
                case.benefit in (Benefit.PENSION, Benefit.BOTH),
            ),
        ),
        Heading(text("Parties"), rules=("cmrp:5026",)),
        _parties(case),
        *_start(case),
        *_goals(case),
        *_work(case),
        *_dates(period),
        *_hours(case),
        *_relation(),
        *_benefits(),
        *_accident(),
        *_person(),
        *_office(case),
        *_company(case, law),
        *_evaluation(),
        *_information(),
        Heading(text("Signatures")),
        Paragraph(text("Lieu et date : {0}", _or(case.place_and_date, "lieu et date de la signature"))),
        Signatures(
            (
                ("Entreprise d'affectation", text("{0}", _or(case.company_name, "nom de l'entreprise d'affectation"))),
                ("Personne assurée", text("{0}", _or(case.person_name, "nom de la personne assurée"))),
                (
                    "Gestionnaire de cas de l'office AI",
                    text("{0}", _or(case.case_manager, "nom du ou de la gestionnaire de cas")),
                ),
            )
        ),
    ]
    return Document(
        key="agreement",
        title="Convention de placement à l'essai",
        blocks=tuple(blocks),
        footer=_basis(all_sources()[annex], max(law.day, period.last or law.day)),
        rules=("cmrp:5026",),
        file_name="convention-placement-a-l-essai",
        mark="Projet : selon le dossier, une condition de l'essai n'est pas remplie" if refused else "",
    )


def _basis(annex: Source, day: date) -> Text:
    """What the agreement was written from; for a day on which that text is replaced, that it is."""
    known = text("Rédigé d'après l'{0} (état au {1}) ;", label(f"{annex.key}:A1"), annex.state)
    if annex.replaced_from is None or day < annex.replaced_from:
        return (*known, *text(" le modèle de la circulaire fait foi."))
    words = (
        " ce texte a été remplacé dès le {0} : la convention n'est pas vérifiée pour un essai qui va jusqu'au {1} ou"
        " au-delà. À comparer, avant de signer, avec le modèle en vigueur, qui fait foi."
    )
    return (*known, *text(words, annex.replaced_from, day))


def _or(value: str, label: str) -> str | Gap:
    """What was typed, or a gap that says what belongs there."""
    return value.strip() or Gap(label)


def _day(value: date | None, label: str) -> date | Gap:
    return value or Gap(label)


def _measure(value: Decimal | int | None, unit: str, label: str) -> str | Gap:
    return Gap(label) if value is None else amount(value, unit)


def _clause(number: int, title: str) -> Heading:
    return Heading(text("{0}. {1}", number, title), rules=(f"cmrp:A1.{number}",))


def _name(case: TrialPlacementCase) -> Text:
    lead = "Mme ou M." if case.person_salutation is Salutation.OPEN else case.person_salutation.french
    return text("{0} {1}", lead, _or(case.person_name, "prénom et nom de la personne assurée"))


def _parties(case: TrialPlacementCase) -> Grid:
    def address(street: str, postcode: str, city: str, whose: str) -> Text:
        return text(
            "{0}, {1} {2}",
            _or(street, f"rue ({whose})"),
            _or(postcode, f"code postal ({whose})"),
            _or(city, f"lieu ({whose})"),
        )

    def contact(name: str, role: str, phone: str, whose: str) -> Text:
        return text(
            "{0}, {1}, tél. {2}",
            _or(name, f"prénom et nom du contact ({whose})"),
            _or(role, f"fonction du contact ({whose})"),
            _or(phone, f"téléphone du contact ({whose})"),
        )

    firm, person, office = "entreprise", "personne assurée", "office AI"
    return Grid(
        (
            (
                text("Entreprise d'affectation"),
                text(
                    "{0}, {1}",
                    _or(case.company_name, "nom de l'entreprise d'affectation"),
                    address(case.company_street, case.company_postcode, case.company_city, firm),
                ),
            ),
            (
                text("Personne de contact"),
                contact(case.company_contact, case.company_contact_role, case.company_contact_phone, firm),
            ),
            (
                text("Personne assurée"),
                text(
                    "{0}, {1}, tél. {2}, numéro AVS {3}",
                    _name(case),
                    address(case.person_street, case.person_postcode, case.person_city, person),
                    _or(case.person_phone, "téléphone (personne assurée)"),
                    _or(case.insured_number, "numéro AVS"),
                ),
            ),
            (
                text("Office AI"),
                text(
                    "Office AI de {0}, {1}",
                    _or(case.office_of, "canton de l'office AI"),
                    address(case.office_street, case.office_postcode, case.office_city, office),
                ),
            ),
            (
                text("Personne de contact"),
                contact(case.office_contact, case.office_contact_role, case.office_contact_phone, office),
            ),
        )
    )


def _start(case: TrialPlacementCase) -> list[Block]:
    return [
        _clause(1, "Situation de départ"),
        Paragraph(text("{0}", _or(case.situation, "situation de départ, en bref"))),
        *(
            [Paragraph(text("Capacité de travail théorique, du point de vue médical : {0}", capacity))]
            if (capacity := case.medical_capacity.strip())
            else []
        ),
    ]


def _goals(case: TrialPlacementCase) -> list[Block]:
    goals = tuple(text("{0}", g.text) for g in case.goals) or (
        text("{0}", Gap("objectif individuel")),
        text("{0}", Gap("autre objectif individuel")),
    )
    if presence := case.presence_goal.strip():
        goals = (*goals, text("Présence ou rendement à augmenter : {0}", presence))
    return [
        _clause(2, "Objectif du placement à l'essai"),
        Paragraph(
            text(
                "L'essai sert à évaluer la résistance de la personne assurée et les capacités qu'il lui faut pour"
                " s'insérer sur le marché primaire de l'emploi. Ses objectifs individuels sont :"
            )
        ),
        Items(goals),
    ]


def _work(case: TrialPlacementCase) -> list[Block]:
    tasks = tuple(text("{0}", t.text) for t in case.tasks) or (
        text("{0}", Gap("tâche")),
        text("{0}", Gap("autre tâche")),
    )
    return [
        _clause(3, "Tâches et activités"),
        Paragraph(
            text(
                "{0} travaille dans le domaine suivant : {1}. L'activité sous sa responsabilité : {2}. Ses tâches sont"
                " surtout :",
                _name(case),
                _or(case.work_field, "domaine de compétences"),
                _or(case.activity, "type d'activité"),
            )
        ),
        Items(tasks),
    ]


def _dates(p: Period) -> list[Block]:
    """Clause 4: no day beyond what can be admitted, whatever was asked for."""
    beyond = p.agreed is not None and p.agreed > p.possible
    last = p.last_possible if beyond else p.agreed_last
    found: list[Block] = [
        _clause(4, "Début, durée et fin"),
        Paragraph(
            text(
                "Premier jour du placement à l'essai : {0}. Dernier jour : {1}.",
                _day(p.first, "premier jour"),
                _day(last, "dernier jour"),
            )
        ),
        Paragraph(
            text(
                "Si les parties sont d'accord, l'essai peut s'arrêter avant terme, par exemple parce que l'objectif"
                " convenu est atteint plus vite que prévu ou ne pourra pas l'être."
            )
        ),
    ]
    if beyond and p.agreed_last is not None:
        asked = text("La fin demandée, le {0}, dépasse ce qui peut être admis.", p.agreed_last)
        found.append(Paragraph(asked, rules=("cmrp:5024",), small=True))
    return [*found, Paragraph(_limit(p), rules=("cmrp:5024",), small=True)]


def _limit(p: Period) -> Text:
    """The maximum, what earlier trials have used up of it, and the day to which it leads; blanks while nobody says in
    which firm they were."""
    if p.earlier.here:
        return text(
            "Durée maximale : {0:jours} ; {1} jours déjà faits dans la même entreprise, il en reste {2}.",
            p.max_days,
            Gap("jours déjà faits dans la même entreprise"),
            Gap("jours qui restent"),
        )
    until = text(", donc jusqu'au {0}", p.maximum_last) if p.maximum_last is not None else ""
    if not p.earlier.used:
        return text("Durée maximale : {0:jours}{1}.", p.max_days, until)
    done = text(
        "Durée maximale : {0:jours} ; {1:jours} ont déjà été faits dans la même entreprise",
        p.max_days,
        p.earlier.used,
    )
    if not p.available:
        return text("{0} : il n'en reste aucun.", done)
    return text("{0}, il en reste {1}{2}.", done, p.available, until)


def _hours(case: TrialPlacementCase) -> list[Block]:
    found: list[Block] = [
        _clause(5, "Taux d'occupation et horaires de travail"),
        Paragraph(
            text(
                "Au début, {0} travaille en règle générale à {1}, dans le domaine {2}.",
                _name(case),
                _measure(case.initial_percent, "%", "taux d'occupation au début"),
                _or(case.work_field, "domaine de compétences"),
            )
        ),
        Paragraph(
            text(
                "Jours : {0}. Heures : {1}.",
                _or(case.working_days, "jours de travail, matin ou après-midi"),
                _or(case.working_hours, "heures de travail"),
            )
        ),
    ]
    if case.rate_increases or case.month_plan:
        found.append(_month_plan(case))
    return [
        *found,
        Paragraph(text("Les parties discutent entre elles de tout changement du taux d'occupation.")),
        Paragraph(text("{0} remplit un formulaire de présence.", _name(case))),
    ]


def _month_plan(case: TrialPlacementCase) -> Grid:
    """The plan month by month; two empty months when none was typed."""
    rows: list[tuple[Text, ...]] = [
        (
            text("{0}", m.month),
            text("{0}", _measure(m.days, "jours", f"jours de travail ({m.month})")),
            text("{0}", _measure(m.hours, "heures", f"heures par jour ({m.month})")),
            text("{0}", _measure(m.percent, "%", f"taux ({m.month})")),
        )
        for m in case.month_plan
    ]
    if not rows:
        parts = ("mois", "jours de travail", "heures par jour", "taux")
        rows = [
            tuple(text("{0}", Gap(f"plan, {which} ligne : {part}")) for part in parts)
            for which in ("première", "deuxième")
        ]
    return Grid(
        tuple(rows),
        (text("Mois"), text("Jours de travail"), text("Heures par jour"), text("Taux")),
        "Hausse du taux, mois par mois",
    )


def _relation() -> list[Block]:
    return [
        _clause(6, "Bases légales"),
        Paragraph(
            text(
                "L'essai ne crée pas de rapports de travail au sens du CO entre l'entreprise d'affectation et la"
                " personne assurée. Des règles du droit du contrat de travail valent néanmoins par analogie : celles de"
                " l'art. 18a al. 3 let. a à k LAI, par exemple la diligence et la loyauté, ou le respect des directives"
                " générales et des instructions."
            )
        ),
        Paragraph(
            text(
                "L'entreprise d'affectation peut ensuite engager la personne de façon fixe. Personne n'a droit à un tel"
                " engagement."
            )
        ),
    ]


def _benefits() -> list[Block]:
    return [
        _clause(7, "Indemnités journalières ou rente"),
        Paragraph(
            text(
                "Tant que dure l'essai, l'office AI continue, le cas échéant, de verser la rente et/ou il verse des"
                " indemnités journalières. La personne assurée ne reçoit aucune compensation de l'entreprise"
                " d'affectation."
            )
        ),
    ]


def _accident() -> list[Block]:
    return [
        _clause(8, "Couverture en cas d'accident"),
        Paragraph(
            text(
                "L'assurance-accidents obligatoire de l'entreprise d'affectation couvre la personne placée à l'essai."
                " L'entreprise clarifie elle-même avec son assureur toute question propre à la LAA."
            )
        ),
    ]


def _person() -> list[Block]:
    return [
        _clause(9, "Ce que fait la personne assurée"),
        Items(
            (
                text("Elle suit les consignes de l'entreprise d'affectation."),
                text("Elle avertit immédiatement l'entreprise quand elle ne peut pas venir travailler."),
            )
        ),
    ]


def _office(case: TrialPlacementCase) -> list[Block]:
    found: list[Block] = [
        _clause(10, "Ce que font les responsables de la réadaptation de l'office AI"),
        Items(
            (
                text(
                    "Ils accompagnent la mesure auprès de la personne assurée et de l'entreprise, et gardent un contact"
                    " régulier avec elles."
                ),
                text("Ils coordonnent les entrevues et l'évaluation."),
                text("Ils rédigent les procès-verbaux."),
            )
        ),
    ]
    if case.external_coach or case.coach_name.strip():
        found.append(
            Paragraph(
                text(
                    "En accord avec l'office AI, un coach externe assure le suivi : {0}, {1}, tél. {2}.",
                    _or(case.coach_name, "prénom et nom du coach externe"),
                    _or(case.coach_address, "adresse du coach externe"),
                    _or(case.coach_phone, "téléphone du coach externe"),
                )
            )
        )
    return found


def _company(case: TrialPlacementCase, law: Law) -> list[Block]:
    limit = law.count("trial_placement/absence_notice_threshold")
    papers = {
        Certificate.OPEN: text(
            "À la fin de l'essai, elle établit un certificat de travail ou une attestation de travail, selon la durée"
            " de l'essai."
        ),
        Certificate.CERTIFICATE: text("À la fin de l'essai, elle établit un {0}.", Strong("certificat de travail")),
        Certificate.CONFIRMATION: text("À la fin de l'essai, elle établit une {0}.", Strong("attestation de travail")),
    }[case.certificate]
    return [
        _clause(11, "Ce que fait l'entreprise d'affectation"),
        Items(
            (
                text(
                    "Elle met le poste de travail à disposition, et veille à ce que la personne soit introduite,"
                    " instruite et accompagnée de manière adéquate."
                ),
                text("Elle avertit l'office AI si la personne est absente plus de {0:semaines}.", limit),
                papers,
            )
        ),
    ]


def _evaluation() -> list[Block]:
    return [
        _clause(12, "Évaluation"),
        Paragraph(text("L'essai est évalué. En règle générale, un entretien commun porte sur :")),
        Items(
            (
                text("la présence tout au long de l'essai,"),
                text("le rendement,"),
                text("l'évolution durant l'essai,"),
                text("l'atteinte des objectifs de la clause 2."),
            )
        ),
    ]


def _information() -> list[Block]:
    return [
        _clause(13, "Obligation de s'informer mutuellement"),
        Paragraph(
            text(
                "Chaque partie doit informer les autres si des conditions essentielles ont changé ou si des difficultés"
                " apparaissent durant l'essai."
            )
        ),
    ]
