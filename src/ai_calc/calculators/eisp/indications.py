"""The 44 indications of the guide: group, short title, and which insurer's chapter takes them up (eisp:4.0)."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from ai_calc.calculators.eisp.choices import Insurer
from ai_calc.ground.record import record

GROUPS = {
    "A": "Le document",
    "B-1": "Buts et exigences",
    "B-2": "Indicateurs et cibles",
    "C": "Groupes cibles",
    "D-1": "Volume et prix",
    "D-2": "Excédents et pertes",
    "E": "Exécution",
    "F-1": "Critères d'évaluation",
    "F-2": "Rapports et entretiens",
    "G": "Durée et fin",
    "H": "Appel d'offres et attribution",
}


class Coverage(StrEnum):
    """How an insurer's chapter treats an indication."""

    LISTED = "liste"
    IN_TEXT = "texte"
    BY_REFERENCE = "renvoi"
    ABSENT = "–"


_ORDER = {Insurer.SOCIAL: 0, Insurer.UNEMPLOYMENT: 1, Insurer.AI: 2}
_CODES = {"l": Coverage.LISTED, "t": Coverage.IN_TEXT, "r": Coverage.BY_REFERENCE, "-": Coverage.ABSENT}


@record
class Indication:
    """One indication. ``codes``: a letter for social assistance, unemployment insurance, disability insurance."""

    number: int
    group: str
    title: str
    rule: str
    codes: str

    def coverage(self, insurer: Insurer) -> Coverage:
        """How the chapter of ``insurer`` treats it (readings E-03, E-05, E-06)."""
        return _CODES[self.codes[_ORDER[insurer]]]


INDICATIONS = tuple(
    Indication(number, group, title, rule, codes)
    for number, (group, title, rule, codes) in enumerate(
        (
            ("A", "Longueur du document", "eisp:1", "r-t"),
            ("A", "Renvois précis", "eisp:2", "l-t"),
            ("A", "Principes d'ensemble", "eisp:3", "rll"),
            ("A", "Attentes écrites", "eisp:4", "rll"),
            ("B-1", "Objectifs clairs", "eisp:5", "lll"),
            ("B-1", "Niveaux d'objectifs", "eisp:6", "lll"),
            ("B-1", "Effet d'intégration", "eisp:7", "lll"),
            ("B-1", "Objectifs partiels", "eisp:8", "lll"),
            ("B-1", "Qualité et autres exigences", "eisp:9", "lll"),
            ("B-2", "Indicateurs simples", "eisp:10", "lll"),
            ("B-2", "Valeurs cibles", "eisp:11", "lll"),
            ("B-2", "Un indicateur pour chaque objectif", "eisp:12", "lll"),
            ("C", "Groupes cibles par offre", "eisp:13", "lll"),
            ("D-1", "Partage du risque", "eisp:14", "ll-"),
            ("D-1", "Responsabilités et alertes", "eisp:15", "ll-"),
            ("D-1", "Prix raisonnable", "eisp:16", "l-t"),
            ("D-1", "Rémunération déclarée", "eisp:17", "l--"),
            ("D-1", "Ajustement du volume et du prix", "eisp:18", "ll-"),
            ("D-2", "Réserves", "eisp:19", "l-t"),
            ("D-2", "Sort des excédents", "eisp:20", "l--"),
            ("E", "Labels reconnus", "eisp:21", "ll-"),
            ("E", "Norme prescrite, label libre", "eisp:22", "ll-"),
            ("E", "Prescriptions complémentaires", "eisp:23", "llt"),
            ("E", "Devoirs d'annonce", "eisp:24", "ll-"),
            ("E", "Droits et obligations généraux", "eisp:25", "ll-"),
            ("F-1", "Poids des objectifs", "eisp:26", "lll"),
            ("F-1", "Objectif manqué", "eisp:27", "lll"),
            ("F-1", "Bonus et incitations", "eisp:28", "lll"),
            ("F-2", "Rapports reliés aux objectifs", "eisp:29", "lll"),
            ("F-2", "Rapports sans doublons", "eisp:30", "lll"),
            ("F-2", "Responsabilité et forme", "eisp:31", "lll"),
            ("F-2", "Liste des pièces", "eisp:32", "lll"),
            ("F-2", "Modèles stables", "eisp:33", "lll"),
            ("F-2", "Seulement l'utile", "eisp:34", "lll"),
            ("F-2", "Rapports individuels", "eisp:35", "lll"),
            ("F-2", "Entretiens", "eisp:36", "lll"),
            ("F-2", "Visites", "eisp:37", "lll"),
            ("G", "Durée et préavis", "eisp:38", "llt"),
            ("G", "Règles éprouvées", "eisp:39", "ll-"),
            ("H", "Une même approche", "eisp:40", "rll"),
            ("H", "Documents accordés", "eisp:41", "rll"),
            ("H", "Cahier des charges", "eisp:42", "rl-"),
            ("H", "Exigences publiques", "eisp:43", "r-l"),
            ("H", "Négociation commune", "eisp:44", "rll"),
        ),
        1,
    )
)


def indication(number: int) -> Indication:
    """The indication ``number``."""
    return INDICATIONS[number - 1]


@cache
def left_out(insurer: Insurer) -> frozenset[int]:
    """The indications that the insurer's chapter does not take up."""
    return frozenset(i.number for i in INDICATIONS if i.coverage(insurer) is Coverage.ABSENT)
