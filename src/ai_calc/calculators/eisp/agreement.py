"""The agreement as a document, clause by clause in the usual order (eisp:3.1.1), with gaps for what is not written."""

from __future__ import annotations

import re
from functools import cache

from ai_calc.calculators.eisp.choices import Insurer, Level, Surplus, Tender, Vat, Visits, Weight
from ai_calc.calculators.eisp.examples import value_text
from ai_calc.calculators.eisp.model import EispCase, Indicator
from ai_calc.ground.french import agreeing, amount
from ai_calc.handing_over.papers import (
    Block,
    Document,
    Gap,
    Grid,
    Heading,
    Items,
    Paragraph,
    Signatures,
    Text,
    text,
)
from ai_calc.handing_over.profile import Profile
from ai_calc.handing_over.profile import Vat as ProviderVat
from ai_calc.outcome.facts import Finding

_LAW = {
    Insurer.SOCIAL: "droit cantonal et communal de l'aide sociale",
    Insurer.UNEMPLOYMENT: "art. 59cbis et 64a LACI, art. 81d OACI, droit cantonal",
    Insurer.AI: "art. 27 LAI, art. 41 al. 1 let. l RAI",
}


_VAT = {
    ProviderVat.EXEMPT: "le mandataire n'est pas assujetti",
    ProviderVat.INCLUDED: Vat.INCLUDED.french,
    ProviderVat.EXCLUDED: Vat.EXCLUDED.french,
}
"""What the particulars of the enterprise say of the tax."""


def agreement(case: EispCase, profile: Profile | None = None) -> Document:
    """The draft, to show, print and save. ``profile``: who hands it over; addresses, numbers and who signs are then
    filled in as far as it knows them of the sides that the case names, and blanks where not."""
    blocks: list[Block] = [
        *_parties(case, profile),
        *_object(case),
        *_goals(case),
        *_offers(case),
        *_money(case, profile or Profile()),
        *_execution(case),
        *_evaluation(case),
        *_reports(case),
        *_term(case),
        *_disputes(case, signatories=profile is not None),
    ]
    return Document(
        key="agreement",
        title="Convention de prestations",
        subtitle=text("{0} et {1}", case.authority or Gap("organe d'exécution"), case.provider or Gap("EISP")),
        blocks=tuple(blocks),
        footer=text(
            "Projet établi selon le guide des conventions avec les EISP (janvier 2018), qui conseille et n'oblige pas."
        ),
        rules=("eisp:3.1.1",),
        file_name="convention-de-prestations-eisp",
    )


def _clause(title: str, value: str, label: str, *rules: str) -> tuple[Block, ...]:
    written = value.strip()
    return (_sub(title, rules), Paragraph((written,)) if written else _gap(label))


_words = cache(text)
"""A text that is the same in every draft."""


@cache
def _sub(title: str, rules: tuple[str, ...]) -> Heading:
    """The heading of a clause, the same in every draft."""
    return Heading(text(title), 2, rules)


@cache
def _gap(label: str) -> Paragraph:
    """A clause that nobody wrote yet."""
    return Paragraph((Gap(label),))


def _parties(case: EispCase, profile: Profile | None) -> list[Block]:
    client = (_words("Mandant"), text("{0}, {1}", case.authority or Gap("organe d'exécution"), case.insurer.french))
    provider = (_words("Mandataire"), text("{0}", case.provider or Gap("EISP")))
    rows: tuple[tuple[Text, ...], ...] = (client, provider)
    if profile is not None:
        rows = (client, *_of_client(case, profile), provider, *_of_provider(case, profile))
    return [
        Heading(
            _words("1. Parties"), rules=("eisp:3.1.1", "cmrp:7004.a") if case.insurer is Insurer.AI else ("eisp:3.1.1",)
        ),
        Grid(rows),
    ]


def is_provider(case: EispCase, profile: Profile) -> bool:
    """Whether the enterprise is whoever hands the draft over."""
    return bool(profile.name) and case.provider.casefold() == profile.name.casefold()


def _of_client(case: EispCase, profile: Profile) -> tuple[tuple[Text, Text], ...]:
    """Where the office is, and who answers for it: of the particulars only where they are its own."""
    whose = (
        profile if profile.office_name and case.authority.casefold() == profile.office_name.casefold() else Profile()
    )
    return (
        (_words("Adresse"), _address(whose.office_street, whose.office_postcode, whose.office_city, "mandant")),
        (_words("Contact"), text("{0}", whose.office_contact or Gap("personne de contact du mandant"))),
    )


def _of_provider(case: EispCase, profile: Profile) -> tuple[tuple[Text, Text], ...]:
    """Where the enterprise is, its numbers, how it is reached and paid."""
    whose = profile if is_provider(case, profile) else Profile()
    numbers = " · ".join(whose.numbers)
    return (
        (_words("Adresse"), _address(whose.street, whose.postcode, whose.city, "mandataire")),
        (_words("Numéros"), text("{0}", numbers) if whose.uid else text("{0}", Gap("numéro IDE du mandataire"))),
        (_words("Contact"), text("{0}", " · ".join(whose.contact) or Gap("téléphone ou courriel du mandataire"))),
        (_words("Compte"), text("IBAN {0}", " ".join(re.findall(".{1,4}", whose.iban)) or Gap("IBAN du mandataire"))),
    )


def _address(street: str, postcode: str, city: str, whose: str) -> Text:
    if not street and not postcode and not city:
        return text("{0}", Gap(f"adresse du {whose}"))
    return text(
        "{0}, {1}",
        street or Gap(f"rue du {whose}"),
        f"{postcode} {city}".strip() or Gap(f"lieu du {whose}"),
    )


def _object(case: EispCase) -> list[Block]:
    bases = case.legal_bases or Gap(f"bases légales ({_LAW[case.insurer]})")
    blocks: list[Block] = [
        Heading(_words("2. Objet et bases"), rules=("eisp:4.1.4", "eisp:2")),
        Paragraph(text("Objet : {0}", case.subject or Gap("mesure convenue et sa mise en œuvre"))),
        Paragraph(text("Bases légales : {0}", bases)),
        Paragraph(
            text(
                "Autres textes, joints ou cités : {0}",
                case.other_bases or Gap("concept de l'offre, directives, règlements"),
            )
        ),
        Paragraph(text("Champ d'application : {0}", case.scope or Gap("champ d'application")), rules=("eisp:3.1.1",)),
    ]
    if case.tender is Tender.YES:
        blocks.append(
            Paragraph(
                text("Cahier des charges de l'appel d'offres : voir {0}", Gap("référence du cahier des charges")),
                rules=("eisp:2.c",),
            )
        )
    if case.in_general_terms.strip():
        blocks.append(
            Paragraph(
                text(
                    "Les conditions générales complètent la convention. Quand elles sont mises à jour, les parties"
                    " confirment par écrit en avoir pris connaissance."
                ),
                rules=("cmrp:7004",),
            )
        )
    return blocks


def _goals(case: EispCase) -> list[Block]:
    blocks: list[Block] = [Heading(_words("3. But et objectifs"), rules=("eisp:B-1", "eisp:B-2"))]
    for level, title, rule in (
        (Level.STRATEGIC, "Objectifs prioritaires, communs aux parties", "eisp:6.a"),
        (Level.ENTERPRISE, "Objectifs de l'entreprise", "eisp:6.b"),
        (Level.BENEFICIARY, "Objectifs des bénéficiaires", "eisp:6.c"),
    ):
        found = [(n, goal) for n, goal in enumerate(case.goals, 1) if goal.level is level]
        if not found and level is Level.BENEFICIARY:
            blocks.append(
                Paragraph(
                    text("{0}", Gap("objectifs des bénéficiaires, ou renvoi au contrat d'objectifs individuel")),
                    rules=("eisp:6.c",),
                )
            )
            continue
        blocks.append(Heading(text(title), 2, (rule,)))
        if not found:
            blocks.append(Paragraph(text("{0}", Gap(title.lower()))))
            continue
        blocks.append(
            Items(
                tuple(
                    text(
                        "Objectif {0} : {1} ({2}{3})",
                        n,
                        goal.label or Gap(f"objectif {n}"),
                        goal.domain.french.lower(),
                        "" if goal.weight is Weight.ORDINARY else f" ; {goal.weight.french.lower()}",
                    )
                    for n, goal in found
                )
            )
        )
    blocks.append(Heading(_words("Indicateurs et valeurs cibles"), 2, ("eisp:10", "eisp:11")))
    if not case.indicators:
        blocks.append(Paragraph(text("{0}", Gap("indicateurs et valeurs cibles"))))
        return blocks
    blocks.append(
        Grid(
            tuple(
                (
                    (str(i.goal),),
                    text("{0}", i.label or Gap(f"indicateur {n}")),
                    _target(n, i),
                    text("{0}", value_text(i, i.minimum) or "—"),
                )
                for n, i in enumerate(case.indicators, 1)
            ),
            (_words("Objectif"), _words("Indicateur"), _words("Valeur cible"), _words("Minimum")),
        )
    )
    methods = tuple(
        text("{0} : {1}", i.label or f"Indicateur {n}", i.calculation)
        for n, i in enumerate(case.indicators, 1)
        if i.calculation.strip()
    )
    if methods:
        blocks += [Paragraph(_words("Mode de calcul :"), rules=("eisp:X10", "eisp:11.e")), Items(methods)]
    return blocks


def _target(number: int, indicator: Indicator) -> Text:
    shown = value_text(indicator, indicator.target) or indicator.target_in_words
    return text("{0}", shown or Gap(f"cible de l'indicateur {number}"))


def _offers(case: EispCase) -> list[Block]:
    blocks: list[Block] = [Heading(_words("4. Prestations et groupes cibles"), rules=("eisp:4.1.6", "eisp:13"))]
    if case.offers:
        blocks.append(
            Grid(
                tuple(
                    (
                        text("{0}", o.name or Gap(f"offre {n}")),
                        text("{0}", o.content or Gap(f"contenu de l'offre {n}")),
                        text("{0}", o.target_group or Gap(f"groupe cible de l'offre {n}")),
                    )
                    for n, o in enumerate(case.offers, 1)
                ),
                (_words("Offre"), _words("Contenu"), _words("Groupe cible")),
            )
        )
    else:
        blocks.append(Paragraph(text("{0}", Gap("offres, contenus et groupes cibles"))))
    if case.codetermination is not Finding.NOT_MET:
        how = (
            Gap("comment l'EISP participe à la décision, ou renoncer à cette clause")
            if case.codetermination is Finding.UNKNOWN
            else "participe à la décision"
        )
        blocks.append(Paragraph(text("Quand un bénéficiaire lui est adressé, l'EISP {0}.", how), rules=("eisp:13.b",)))
    return blocks


def _money(case: EispCase, profile: Profile) -> list[Block]:
    ai = case.insurer is Insurer.AI
    price = (
        text("{0:CHF}, {1}", case.price, case.price_basis.french)
        if case.price is not None
        else text("{0}", Gap("prix et base du prix"))
    )
    said = _VAT.get(profile.vat) if case.vat is Vat.UNSAID and is_provider(case, profile) else None
    vat = text("{0}", said or (Gap("TVA incluse ou exclue") if case.vat is Vat.UNSAID else case.vat.french))
    rows: list[tuple[Text, Text]] = [
        (
            _words("Volume"),
            text(
                "{0}",
                (
                    f"{agreeing(case.places_per_year, 'place(s)')} par an"
                    if case.places_per_year is not None
                    else Gap("volume du mandat")
                ),
            ),
        ),
        (_words("Prix"), price),
        (_words("TVA"), vat),
    ]
    if case.guaranteed_places is not None:
        rows.append(
            (
                _words("Places garanties"),
                text(
                    "{0}",
                    agreeing(case.guaranteed_places, "place(s)") if case.guaranteed_places else "aucune garantie",
                ),
            )
        )
    elif not ai:
        rows.append((_words("Places garanties"), text("{0}", Gap("places garanties, ou aucune"))))
    blocks: list[Block] = [
        Heading(_words("5. Volume et financement"), rules=("eisp:4.1.7", "cmrp:7005") if ai else ("eisp:4.1.7",)),
        Grid(tuple(rows)),
        *_clause(
            "Facturation et paiement",
            case.billing,
            "facturation et paiement",
            *(("cmrp:7004.i",) if ai else ("eisp:4.1.7",)),
        ),
    ]
    blocks += _clause(
        "Écart de volume",
        case.volume_deviation,
        "remboursement si le volume s'écarte de ce qui est convenu",
        "eisp:4.1.7",
    )
    blocks += _clause(
        "Interruption, non-participation",
        case.interruption,
        "remboursement en cas d'interruption ou de non-participation",
        "eisp:4.1.7",
    )
    blocks += _clause(
        "Risque lié aux fluctuations de la charge", case.risk_limit, "jusqu'où l'organe porte ce risque", "eisp:14"
    )
    blocks += _clause(
        "Responsabilités financières", case.responsibilities, "responsabilités et risques financiers", "eisp:15.a"
    )
    blocks += _clause(
        "Situation critique", case.critical_procedure, "que faire si la situation devient critique", "eisp:15.b"
    )
    blocks += _clause(
        "Années suivantes", case.adjustment_rules, "principes d'ajustement du volume et du prix", "eisp:18"
    )
    blocks += _clause(
        "Excédents et pertes",
        "" if case.surplus is Surplus.UNSAID else f"{case.surplus.french}.",
        "sort des excédents",
        *{Insurer.SOCIAL: ("eisp:20",), Insurer.UNEMPLOYMENT: ("eisp:4.2.1.b",), Insurer.AI: ("eisp:CG3.4",)}[
            case.insurer
        ],
    )
    return blocks


def _execution(case: EispCase) -> list[Block]:
    ai = case.insurer is Insurer.AI
    blocks: list[Block] = [
        Heading(_words("6. Fourniture des prestations"), rules=("eisp:4.1.8", "eisp:E")),
        *_clause("Droits et obligations", case.general_duties, "droits et obligations, textes à observer", "eisp:25"),
        Heading(_words("Normes"), 2, ("eisp:22",)),
    ]
    if case.norms:
        blocks.append(
            Grid(
                tuple((text("{0}", n.process.french), text("{0}", n.norm or Gap("norme"))) for n in case.norms),
                (_words("Processus"), _words("Norme")),
            )
        )
    else:
        blocks.append(Paragraph(text("{0}", Gap("normes par processus"))))
    if case.extra_requirements.strip():
        blocks += _clause("Autres prescriptions", case.extra_requirements, "autres prescriptions", "eisp:23")
    if case.notices:
        blocks.append(Heading(_words("Annonces"), 2, ("eisp:24",)))
        blocks.append(
            Items(
                tuple(
                    text(
                        "{0}{1}",
                        duty.event or Gap(f"événement {n}"),
                        (
                            ""
                            if duty.working_days is None
                            else f" : dans un délai de {amount(duty.working_days, 'jours ouvrés')}"
                        ),
                    )
                    for n, duty in enumerate(case.notices, 1)
                )
            )
        )
    if ai:
        blocks += _clause(
            "Responsabilité civile et accidents",
            case.liability,
            "responsabilité civile et couverture des accidents",
            "cmrp:7004.g",
        )
    blocks += _clause(
        "Données et secret",
        case.data_protection,
        "protection des données, dossiers, secret",
        "cmrp:7004.m" if ai else "eisp:4.1.8",
    )
    return blocks


def _evaluation(case: EispCase) -> list[Block]:
    decisive = tuple(
        text("Objectif {0} : {1}", n, goal.weight.french.lower())
        for n, goal in enumerate(case.goals, 1)
        if goal.weight is not Weight.ORDINARY
    )
    return [
        Heading(_words("7. Évaluation"), rules=("eisp:F-1",)),
        Heading(_words("Priorités"), 2, ("eisp:26",)),
        Items(decisive) if decisive else Paragraph(text("{0}", Gap("objectifs décisifs"))),
        *_clause("Objectif manqué", case.missed_goals, "suite donnée à un objectif manqué", "eisp:27"),
        *_clause("Incitations", case.incentives, "bonus et incitations, ou renoncer à cette clause", "eisp:28"),
    ]


def _reports(case: EispCase) -> list[Block]:
    blocks: list[Block] = [Heading(_words("8. Rapports et entretiens"), rules=("eisp:F-2", "eisp:32"))]
    if case.reports:
        blocks.append(
            Grid(
                tuple(
                    (
                        text("{0}", r.document or Gap(f"pièce {n}")),
                        text("{0}", r.rhythm.french),
                        text("{0}", r.subject.french),
                        text("{0}", r.goal or Gap(f"objectif de la pièce {n}")),
                    )
                    for n, r in enumerate(case.reports, 1)
                ),
                (_words("Pièce"), _words("Rythme"), _words("Porte sur"), _words("Objectif")),
                caption="Liste complète des pièces à remettre",
            )
        )
    else:
        blocks.append(Paragraph(text("{0}", Gap("liste des pièces à remettre"))))
    blocks += _clause(
        "Qui fait le rapport", case.report_responsibility, "responsable et forme du rapport écrit", "eisp:31.b"
    )
    blocks += _clause(
        "Rapports individuels", case.individual_reports, "place des rapports individuels dans l'évaluation", "eisp:35"
    )
    blocks.append(Heading(_words("Entretiens et visites"), 2, ("eisp:36", "eisp:37")))
    rhythm = (
        Gap("fréquence des entretiens")
        if case.meetings_per_year is None
        else amount(case.meetings_per_year, "fois/an")
        if case.meetings_per_year
        else "aucun"
    )
    blocks.append(
        Paragraph(text("Entretiens : {0}. Buts : {1}", rhythm, case.meeting_aims or Gap("buts des entretiens")))
    )
    visits = Gap("visites de l'organe") if case.visits is Visits.UNSAID else f"{case.visits.french}."
    blocks.append(Paragraph(text("Visites : {0}", visits)))
    return blocks


def _term(case: EispCase) -> list[Block]:
    start = case.start_date or Gap("date de début")
    if case.indefinite:
        length = text("La convention commence le {0} et vaut pour une durée indéterminée.", start)
    else:
        length = text(
            "La convention vaut du {0} au {1}.", start, case.end_date or Gap("date de fin, ou durée indéterminée")
        )
    notice = amount(case.notice_months, "mois") if case.notice_months is not None else Gap("préavis")
    blocks: list[Block] = [
        Heading(_words("9. Durée et fin"), rules=("eisp:38", "eisp:4.1.10")),
        Paragraph(length, rules=("eisp:38.a",)),
        Paragraph(text("Préavis ordinaire : {0}.", notice), rules=("eisp:38.d",)),
        *_clause(
            "Résiliation et modification",
            case.termination_terms,
            "modalités et motifs de résiliation et de modification",
            "eisp:38.c",
        ),
        *_clause(
            "Résiliation anticipée",
            case.early_termination,
            "ce que chacun doit financièrement en cas de résiliation anticipée",
            "eisp:4.1.10",
        ),
        *_clause("Prolongation", case.extension, "modalités de prolongation", "eisp:4.1.10"),
        *_clause(
            "Renégociation du prix",
            case.price_renegotiation,
            "principes pour renégocier le prix lors d'une prolongation",
            "eisp:4.1.10",
        ),
    ]
    return blocks


def _signs(party: str, name: str, blank: str, named: bool) -> tuple[str, Text]:
    """A place to sign: for whom, and who."""
    of = name or Gap(blank)
    words = f"prénom, nom et fonction de qui signe pour {party.lower()}"
    return party, text("{0}\n{1}", of, Gap(words)) if named else text("{0}", of)


def _disputes(case: EispCase, signatories: bool) -> list[Block]:
    blocks: list[Block] = [
        Heading(
            _words("10. Litiges et for"),
            rules=("eisp:4.1.11", "cmrp:7004.l") if case.insurer is Insurer.AI else ("eisp:4.1.11",),
        ),
        Paragraph(text("Litiges : {0}", case.disputes or Gap("règles en cas de litige, conciliation"))),
        Paragraph(text("For : {0}", case.jurisdiction or Gap("for"))),
        Heading(_words("11. Signatures"), rules=("eisp:3.1.1",)),
        Paragraph(
            text("{0}, le {1}", case.place or Gap("lieu de signature"), case.signature_date or Gap("date de signature"))
        ),
        Signatures(
            (
                _signs("Le mandant", case.authority, "organe d'exécution", signatories),
                _signs("Le mandataire", case.provider, "EISP", signatories),
            )
        ),
    ]
    return blocks
