"""The checklist of a provider as a document: points to tick, what is missing, dates."""

from __future__ import annotations

from ai_calc.calculators.geneve_provider.mandate import Deadline
from ai_calc.calculators.geneve_provider.model import GenevaProviderCase
from ai_calc.calculators.geneve_provider.requirements import Requirement
from ai_calc.handing_over.papers import Block, Document, Gap, Grid, Heading, Items, Paragraph, text
from ai_calc.results import Status


def checklist(
    case: GenevaProviderCase, groups: tuple[tuple[str, list[Requirement]], ...], dates: list[Deadline]
) -> Document:
    """One list a group of requirements, then the dates."""
    blocks: list[Block] = []
    for title, found in groups:
        if not found:
            continue
        rules = tuple(dict.fromkeys(rule for r in found for rule in r.verdict.rules))
        blocks.append(Heading(text(title), rules=rules))
        blocks.append(
            Items(
                tuple(text("{0} : {1}", r.verdict.label, str(r.verdict.reason)) for r in found),
                checked=tuple(r.verdict.status is Status.MET for r in found),
            )
        )
    blocks.append(
        Heading(text("Délais et devoirs"), rules=tuple(dict.fromkeys(rule for d in dates for rule in d.rules)))
    )
    blocks.append(
        Grid(tuple((text("{0}", d.what), text("{0}", str(d.when))) for d in dates), (text("Quoi"), text("Quand")))
    )
    blocks.append(Paragraph(text("Vérifié le {0}, par {1}", Gap("date"), Gap("nom")), small=True))
    return Document(
        key="checklist",
        title="Conformité du prestataire à Genève",
        subtitle=text("{0}", case.provider or Gap("prestataire")),
        blocks=tuple(blocks),
        footer=text("Selon l'accord de collaboration de l'office AI de Genève, reformulé ; le texte signé fait foi."),
        rules=("geneve:0",),
        file_name="conformite-prestataire-geneve",
    )
