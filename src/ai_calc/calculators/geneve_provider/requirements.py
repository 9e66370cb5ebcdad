"""What the agreement asks of a provider before any mandate (geneve:0, geneve:2, geneve:3.a, 3.c.a, 3.d, 3.e, 4)."""

from __future__ import annotations

from ai_calc.calculators.geneve_provider.model import Answer, GenevaProviderCase, Place
from ai_calc.ground.french import Phrase, capital, enumeration, phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import TO_CORRECT
from ai_calc.outcome.verdicts import ESTABLISHED, all_of, status_of
from ai_calc.registers.documents import all_sources
from ai_calc.results import Status, Verdict


@record
class Requirement:
    """A point of the checklist: its verdict, who provides it and when."""

    verdict: Verdict
    who: str
    when: str


_REASONS = {
    Status.MET: ESTABLISHED[Status.MET],
    Status.NOT_MET: phrase("Ce point manque."),
    Status.TO_APPRAISE: phrase("Pas encore établi."),
}


def point(
    key: str,
    label: str,
    rules: tuple[str, ...],
    *findings: Finding,
    change: Phrase | None = None,
) -> Verdict:
    """A point that holds when each of ``findings`` does; ``change`` says what would establish it."""
    status = all_of(*map(status_of, findings))
    return Verdict(key, label, status, _REASONS[status], rules, None if status is Status.MET else change)


SAME_DAY = "{0} le jour même où la mesure commence ({1}) : à établir si c'était avant la prise en charge."
_ALWAYS = "Avant tout mandat"
_PROVIDER = "Prestataire"


def access(case: GenevaProviderCase, law: Law) -> list[Requirement]:
    """The text itself, signature and attestations."""
    return [*_edition(law), _signature(case), *_attestations(case)]


def _edition(law: Law) -> list[Requirement]:
    """The agreement bears no date; before what it refers to, somebody must say which text applied."""
    source = all_sources()["geneve"]
    if source.valid_from is None or law.day >= source.valid_from:
        return []
    reason = phrase(
        "« {0} » ne porte pas de date : rien ne prouve que ce texte valait déjà le {1}.", source.short, law.day
    )
    verdict = Verdict("edition", "Texte applicable", Status.TO_APPRAISE, reason, ("geneve:0",))
    return [Requirement(verdict, "OAIGE", _ALWAYS)]


def _signature(case: GenevaProviderCase) -> Requirement:
    """The signature is a prerequisite of a mandate: it comes before the measure starts (geneve:0)."""
    label, rules = "Accord de collaboration signé", ("geneve:0",)
    signed, start = case.signature_date, case.start_date
    status, change = Status.TO_APPRAISE, None
    if signed is not None and start is not None and signed > start:
        status = Status.NOT_MET
        reason = phrase("Signé le {0}, après le début de la mesure ({1}).", signed, start)
        change = phrase("Signer avant de prendre en charge un mandat.")
    elif signed is not None and case.agreement_signed is Finding.NOT_MET:
        reason = phrase("Dit non signé, mais une date de signature est donnée ({0}).", signed)
        change = TO_CORRECT
    elif signed is not None and signed == start:
        reason = phrase(SAME_DAY, "Signé", start)
    elif signed is not None:
        status, reason = Status.MET, phrase("Signé le {0}.", signed)
    elif case.agreement_signed is Finding.MET and start is not None:
        reason = phrase("Signé ; la date manque, pour établir que c'était avant le début de la mesure ({0}).", start)
    else:
        change = phrase("La signature de l'accord : sans elle, aucun mandat.")
        return Requirement(point("0", label, rules, case.agreement_signed, change=change), _PROVIDER, _ALWAYS)
    return Requirement(Verdict("0", label, status, reason, rules, change), _PROVIDER, _ALWAYS)


def _attestations(case: GenevaProviderCase) -> list[Requirement]:
    """With staff: OCIRT; self-employed without staff: compensation fund; a company without staff is not foreseen
    (G-05)."""
    staff, independent = case.has_staff, case.self_employed
    if staff is Answer.YES:
        return [
            _paper(
                "2.h",
                "Attestation de l'OCIRT",
                "geneve:2.h",
                case.ocirt_attestation,
                phrase("L'attestation de l'OCIRT, disponible en ligne."),
            )
        ]
    if staff is Answer.NO and independent is Answer.YES:
        return [
            _paper(
                "2.i.affiliation",
                "Caisse de compensation : affiliation",
                "geneve:2.i",
                case.fund_affiliation,
                phrase("L'attestation de la caisse, qui mentionne l'affiliation comme indépendant."),
            ),
            _paper(
                "2.i.staff",
                "Caisse de compensation : aucun personnel",
                "geneve:2.i",
                case.fund_no_staff,
                phrase("L'attestation de la caisse, qui mentionne l'absence de personnel."),
            ),
            _paper(
                "2.i.contributions",
                "Caisse de compensation : cotisations à jour",
                "geneve:2.i",
                case.fund_contributions,
                phrase("L'attestation de la caisse, qui mentionne des cotisations à jour."),
            ),
        ]
    if staff is Answer.NO and independent is Answer.NO:
        reason = phrase("Ni personnel, ni statut d'indépendant : l'accord ne prévoit pas cette situation.")
        change = phrase("Demander à l'OAIGE quelle attestation remettre.")
    else:
        reason = phrase("À établir : le prestataire emploie-t-il du personnel, est-il indépendant ?")
        change = phrase("Ces deux réponses : elles décident de l'attestation.")
    verdict = Verdict(
        "2.attestation",
        "Attestation selon la situation",
        Status.TO_APPRAISE,
        reason,
        ("geneve:2.h", "geneve:2.i"),
        change,
    )
    return [Requirement(verdict, _PROVIDER, _ALWAYS)]


def _paper(key: str, label: str, rule: str, finding: Finding, change: Phrase) -> Requirement:
    return Requirement(point(key, label, (rule,), finding, change=change), _PROVIDER, _ALWAYS)


def qualities(case: GenevaProviderCase) -> list[Requirement]:
    """Team and place (geneve:2.a to geneve:2.g)."""
    found = [
        point(
            "2.a",
            "Formation, expérience, compétences",
            ("geneve:2.a",),
            case.training,
            case.experience,
            case.skills,
            change=phrase("Les trois ensemble : formation reconnue, expérience pertinente, compétences avérées."),
        ),
        point(
            "2.b",
            "Connaissances de base de l'AI",
            ("geneve:2.b",),
            case.ai_basics,
            change=phrase("Par exemple une formation du CFAI ou des HUG."),
        ),
        point("2.c", "Casier judiciaire vierge", ("geneve:2.c",), case.clean_record),
    ]
    if case.coaching:
        found.append(point("2.d", "Principes de l'ICF", ("geneve:2.d",), case.icf_principles))
    found += _place(case)
    return [Requirement(verdict, _PROVIDER, _ALWAYS) for verdict in found]


def _place(case: GenevaProviderCase) -> list[Verdict]:
    confidential = point(
        "2.e",
        "Confidentialité du lieu",
        ("geneve:2.e",),
        case.confidential_place,
        change=phrase("Un lieu qui garantit une stricte confidentialité."),
    )
    label = "Lieu des entretiens"
    if case.place is Place.OWN_HOME:
        where = Verdict(
            "2.f",
            label,
            Status.NOT_MET,
            phrase("Le domicile privé du prestataire est exclu."),
            ("geneve:2.f",),
            phrase("Un autre lieu."),
        )
    elif case.place is Place.INSURED_HOME:
        where = _at_home(case, label)
    elif case.place is Place.UNKNOWN:
        where = Verdict(
            "2.f",
            label,
            Status.TO_APPRAISE,
            phrase("Le lieu des entretiens n'est pas indiqué."),
            ("geneve:2.e", "geneve:2.f"),
        )
    else:
        where = Verdict(
            "2.f", label, Status.MET, phrase("Un local, hors des domiciles privés."), ("geneve:2.e", "geneve:2.f")
        )
    return [confidential, where]


def _at_home(case: GenevaProviderCase, label: str) -> Verdict:
    """At the insured person's home: agreed to beforehand, and on its conditions (geneve:2.g)."""
    points = (
        (status_of(case.home_approved), "l'accord préalable du Management des contrats"),
        (status_of(case.home_conditions), "les conditions de la prestation au domicile"),
    )
    status = all_of(*(own for own, _ in points))
    chosen = enumeration([what for own, what in points if own is status])
    words = {
        Status.MET: "Au domicile de la personne assurée, avec {0}.",
        Status.NOT_MET: "Au domicile de la personne assurée ; il manque {0}.",
        Status.TO_APPRAISE: "Au domicile de la personne assurée ; à établir : {0}.",
    }[status]
    change = None if status is Status.MET else phrase("{0}.", capital(chosen))
    return Verdict("2.g", label, status, phrase(words, chosen), ("geneve:2.g",), change)


def commitments(case: GenevaProviderCase) -> list[Requirement]:
    """Ethics, data, billing, rate, marks (geneve:3.a, 3.c.a, 3.d.a, 3.d.b, 3.e, 4)."""
    return [
        Requirement(point("3.a", "Éthique", ("geneve:3.a",), case.ethics), _PROVIDER, "Pendant le mandat"),
        Requirement(
            point("3.e", "Confidentialité et dossiers", ("geneve:3.e",), case.data_kept),
            _PROVIDER,
            "Pendant et après la mesure",
        ),
        Requirement(
            point("3.c.a", "Tarif économique", ("geneve:3.c.a",), case.economical_rate), _PROVIDER, "Avec l'offre"
        ),
        Requirement(
            point(
                "3.d.a",
                "Numéro GLN",
                ("geneve:3.d.a",),
                case.gln_number,
                change=phrase("Un numéro GLN, auprès de Refdata."),
            ),
            _PROVIDER,
            "Pour facturer",
        ),
        _software(case),
        *_marks(case),
    ]


def _software(case: GenevaProviderCase) -> Requirement:
    """Obligatory under an agreement on services; without one, the transfer is recommended, and the text leaves open
    whether the software is obligatory (geneve:3.d.b, reading G-09)."""
    label, rules, when = "Facturation électronique", ("geneve:3.d.b",), "Avec chaque facture"
    change = phrase(
        "Un logiciel au standard Forum Datenaustausch et l'envoi électronique à la Centrale de compensation."
    )
    found = point("3.d.b", label, rules, case.billing_software, change=change)
    if case.under_convention is not Answer.YES and found.status is not Status.MET:
        reason = (
            "Hors convention, le transfert est recommandé ; l'accord ne dit pas clairement si le logiciel est"
            " obligatoire (lecture G-09) : à demander à l'OAIGE."
            if case.under_convention is Answer.NO
            else (
                "Obligatoire sous convention ; sinon, le transfert est recommandé, et l'accord ne dit pas clairement si"
                " le logiciel est obligatoire (lecture G-09) : à établir si le prestataire est sous convention."
            )
        )
        if case.under_convention is Answer.NO:
            change = phrase("{0} Sinon, demander à l'OAIGE s'il le faut aussi hors convention.", str(change))
        found = Verdict("3.d.b", label, Status.TO_APPRAISE, phrase(reason), rules, change)
    return Requirement(found, _PROVIDER, when)


def _marks(case: GenevaProviderCase) -> list[Requirement]:
    if case.uses_marks is Answer.NO:
        return []
    label, rules = "Marques, logo et références de l'OCAS", ("geneve:4",)
    if case.uses_marks is Answer.UNKNOWN:
        verdict = Verdict("4", label, Status.TO_APPRAISE, phrase("À établir si le prestataire les utilise."), rules)
    else:
        verdict = point("4", label, rules, case.marks_agreed, change=phrase("L'accord écrit préalable de l'OCAS."))
    return [Requirement(verdict, _PROVIDER, "Avant tout usage")]
