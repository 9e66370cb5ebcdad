"""The case of placement: what the file says on the person, the services and their duration."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from ai_calc.ground.money import ZERO
from ai_calc.outcome.facts import Amount, Answer, CalendarDate, Case, Choice, Finding, Flag, Whole, field, finding


class Service(Choice):
    """Which service is asked for (cmrp:5001)."""

    SEARCH = "search", "Chercher un emploi"
    KEEP = "keep", "Garder son poste de travail"


class Obstacle(Choice):
    """What makes the search for work hard (cmrp:5005)."""

    HEALTH = "health", "L'incapacité de travail due à la santé"
    BOTH = "both", "La santé, et aussi le marché, l'âge ou la langue"
    OTHER = "other", "Seulement le marché, l'âge ou la langue"


class PlacementCase(Case):
    """A request for placement services (soutien à la recherche d'emploi ou au maintien en poste). The start of the
    services decides which law applies."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("start_date",)
    LASTS: ClassVar[tuple[str, ...]] = ("months",)

    service: Service = field(Service.SEARCH, title="Ce qui est demandé", rules=("cmrp:5001",))

    # Search for work
    invalid_or_threatened: Finding = finding("Invalide ou menacé·e d'invalidité", "cmrp:5002.a")
    obstacle: Obstacle | None = field(None, title="Ce qui freine la recherche d'emploi", rules=("cmrp:5005",))
    search_hampered: Finding = finding(
        "L'incapacité dans l'ancienne activité entrave nettement la recherche",
        "cmrp:5005.a",
        help="Par sa nature, son ampleur et sa durée.",
    )
    objectively_fit: Finding = finding(
        "Apte à la réadaptation, objectivement", "cmrp:5005.a", help="Un employeur peut l'engager."
    )
    subjectively_fit: Finding = finding(
        "Apte à la réadaptation, subjectivement", "cmrp:5005.a", help="La personne est disposée à être engagée."
    )
    activities_suitable: Finding = finding(
        "Les activités envisagées conviennent au handicap et aux capacités", "cmrp:5005.b"
    )
    only_easy_tasks: Answer = field(
        Finding.UNKNOWN, title="Seules des tâches faciles sont exigibles", rules=("cmrp:5005.c",)
    )
    specific_limitation: Finding = finding(
        "Une limitation de santé précise gêne la recherche",
        "cmrp:5005.c",
        help="Par exemple : ne pas pouvoir se présenter, ou devoir expliquer le handicap à l'employeur.",
    )
    protected_workshop: Answer = field(
        Finding.UNKNOWN, title="Le placement vise un atelier protégé", rules=("cmrp:5002",)
    )
    unemployment_insurance: Flag = field(
        False, title="Droit en même temps à des prestations de l'AC", rules=("cmrp:5006",)
    )

    # Keeping the job
    job_threatened_by_health: Finding = finding(
        "L'emploi est menacé à cause de l'atteinte à la santé",
        "cmrp:5013",
        "cmrp:5014",
        help="L'âge, la langue ou la conjoncture ne suffisent pas. Peu importe qui a procuré le poste.",
    )

    # Cooperation
    cooperates: Finding = finding("La personne coopère et prouve ses recherches", "cmrp:5008")
    warned: Finding = finding("Sommation notifiée, délai de réflexion écoulé sans effet", "cmrp:5009", "cmrp:1009")
    success_compromised: Answer = field(
        Finding.UNKNOWN, title="Succès du placement compromis par sa propre faute", rules=("cmrp:5007",)
    )
    resigned_without_reason: Answer = field(
        Finding.UNKNOWN,
        title="A résilié sans raison valable un emploi procuré par l'office AI",
        rules=("cmrp:5007",),
    )

    # Extent
    costs_proportionate: Finding = finding("Les frais restent proportionnés", "cmrp:5009")
    start_date: CalendarDate | None = field(None, title="Début des prestations", rules=("cmrp:5009",))
    months: Annotated[Whole, Field(ge=1, le=120)] | None = field(
        None, title="Durée envisagée", unit="mois", rules=("cmrp:5009",), help="Vide : la durée usuelle."
    )
    particular_difficulties: Finding = finding(
        "Difficultés particulières à trouver un emploi, dues aux circonstances", "cmrp:5009", help="Pour prolonger."
    )
    duration_appropriate: Finding = finding(
        "La durée de la prolongation est appropriée",
        "cmrp:5009",
        help="Le texte ne chiffre pas cette durée : à motiver.",
    )
    extension_reason: Annotated[str, Field(max_length=400)] = field(
        "",
        title="Motif de la prolongation",
        rules=("cmrp:5009",),
        help="Une phrase, reprise dans le résultat.",
        personal=True,
    )
    expenses_claimed: Amount = field(
        ZERO, title="Frais demandés (annonces, déplacements, repas, hébergement)", unit="CHF", rules=("cmrp:5010",)
    )
