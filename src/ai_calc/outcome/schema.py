"""The form of a result as JSON Schema, as the command line writes it: what each key means, in French."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import Any

from ai_calc.results import (
    Caution,
    Figure,
    LawDay,
    Notice,
    ParameterUsed,
    ReadingTaken,
    Result,
    Role,
    Severity,
    Standing,
    Status,
    Step,
    Table,
    Verdict,
)

_TEXT = {"type": "string"}
_OPTIONAL_TEXT = {"type": ["string", "null"]}
_RULES = {"type": "array", "items": _TEXT, "description": "Citations des règles (« cmrp:6020 »)."}
_VALUE = {"type": ["string", "integer", "null"]}
_UNIT = {"type": "string", "description": "Unité du nombre ; vide pour une date."}


def _said(words: str, form: dict[str, Any]) -> dict[str, Any]:
    return {**form, "description": words}


def _one_of(kind: type[StrEnum], words: str) -> dict[str, Any]:
    return {"type": "string", "enum": [member.value for member in kind], "description": words}


_CARRIED_BY = _said("Clés des verdicts qui portent ce montant (« overall » : la conclusion). Si l'un n'est pas rempli, le montant tombe à 0 "
                    "ou disparaît ; si l'un reste ouvert, il est sous condition. Vide : rien ne le conditionne.", {"type": "array", "items": _TEXT})  # fmt: skip
_STANDING = _one_of(Standing, "Ce que vaut le montant : « due », sans condition ; « conditional », si ce que dit « reason » se confirme ; "
                              "« not_due », pas dû, pour la raison que dit « reason ».")  # fmt: skip
_STATUS = _one_of(Status, "« met » remplie, « not_met » non remplie, « to_appraise » à établir ou à apprécier par une personne.")
_ROLE = _one_of(Role, "Ce que pèse le verdict : « condition » décide de la conclusion ; « limit » borne une forme, un montant, une durée ou une "
                      "période, ce qui est refusé tombe et le reste demeure ; « advice » informe (devoir, délai, conseil). Seules les conditions décident.")  # fmt: skip

PARTS: dict[type, dict[str, dict[str, Any]]] = {
    Verdict: {
        "key": _said("Nom stable du verdict.", _TEXT), "label": _said("Ce qui est examiné.", _TEXT), "status": _STATUS,
        "reason": _said("Pourquoi, avec les chiffres du cas.", _TEXT), "rules": _RULES,
        "would_change": _said("Le fait qui changerait l'issue, s'il y en a un.", _OPTIONAL_TEXT),
        "soft": _said("La règle ne vaut que « de règle » ou conseille : une exception motivée reste possible.", {"type": "boolean"}), "role": _ROLE,
    },
    Figure: {
        "key": _said("Nom stable du montant.", _TEXT), "label": _said("Ce que c'est.", _TEXT),
        "value": _said("Le montant, la date (AAAA-MM-JJ) ou le nombre qui vaut ; 0 ou rien s'il n'est pas dû.", _VALUE), "unit": _UNIT, "rules": _RULES,
        "carried_by": _CARRIED_BY, "main": _said("La phrase de tête le nomme.", {"type": "boolean"}), "standing": _STANDING,
        "reason": _said("La condition, ou la raison pour laquelle il n'est pas dû.", _OPTIONAL_TEXT),
        "otherwise": _said("Ce qu'il aurait été, s'il n'est pas dû.", _VALUE),
    },
    Table: {
        "key": _said("Nom stable du tableau.", _TEXT), "title": _said("Son titre.", _TEXT), "columns": _said("Ses colonnes.", {"type": "array"}),
        "rows": _said("Ses lignes.", {"type": "array"}), "rules": _RULES, "total": _said("Une dernière ligne de sommes.", {"type": ["array", "null"]}),
        "carried_by": _CARRIED_BY, "standing": _STANDING, "reason": _said("La condition, ou la raison pour laquelle rien n'en est dû.", _OPTIONAL_TEXT),
    },
    Step: {
        "key": _said("Nom stable de l'étape.", _TEXT), "label": _said("Ce qui est calculé.", _TEXT), "formula": _said("La formule avec ses nombres.", _TEXT),
        "value": _said("Le résultat de l'étape.", _VALUE), "unit": _UNIT, "rules": _RULES,
    },
    ReadingTaken: {
        "id": _said("Numéro de la lecture retenue.", _TEXT), "alternative": _said("Ce qu'une autre lecture donnerait.", _OPTIONAL_TEXT),
        "other_value": _said("Le nombre ou la date d'une autre lecture.", _VALUE), "unit": _UNIT,
    },
    Notice: {
        "key": _said("Nom stable de la remarque.", _TEXT), "severity": _one_of(Severity, "« warning » avertit, « info » renseigne."),
        "text": _said("La remarque.", _TEXT), "rules": _RULES,
    },
    ParameterUsed: {
        "name": _said("Nom du paramètre.", _TEXT), "label": _said("Ce que c'est.", _TEXT), "unit": _UNIT, "value": _said("Sa valeur, ou une par partie.", {}),
        "from_date": _said("Depuis quand elle vaut.", _TEXT), "source": _said("La règle qui la donne.", _TEXT),
        "checked_on": _said("Dernier jour que la source couvre, s'il est connu.", _OPTIONAL_TEXT), "verified": _said("Vérifiée pour la date du droit.", {"type": "boolean"}),
        "check": _said("Jusqu'où elle a été vérifiée, en mots.", _TEXT),
    },
    Caution: {
        "text": _said("Le texte suivi, la date, ce qui n'est pas vérifié.", _TEXT), "covered": _said("Le texte a été vérifié pour cette date.", {"type": "boolean"}),
    },
    LawDay: {
        "day": _said("La date du droit.", _TEXT), "field": _said("Le champ du cas dont elle vient ; « law_date » : choisie ; vide : jour du calcul.", _TEXT),
        "label": _said("Le libellé de ce champ.", _TEXT),
    },
}  # fmt: skip


def _object(kind: type, words: str = "") -> dict[str, Any]:
    names = [f.name for f in fields(kind)]
    found = {"type": "object", "properties": {name: PARTS[kind][name] for name in names}, "required": names, "additionalProperties": False}
    return _said(words, found) if words else found


def _list(kind: type, words: str) -> dict[str, Any]:
    return {"type": "array", "description": words, "items": _object(kind)}


def result_schema() -> dict[str, Any]:
    """JSON Schema of a result of any calculator; ``details`` has a shape of its own in each."""
    properties: dict[str, dict[str, Any]] = {
        "calculator": _said("Nom du calculateur.", _TEXT), "law_date": _said("La date du droit.", _TEXT),
        "overall": _object(Verdict, "La conclusion, déduite des seuls verdicts dont le rôle est « condition »."),
        "headline": _said("Conclusion, montants avec leur condition, points ouverts, réserve : dans cet ordre.", {"type": "array", "items": _TEXT}),
        "verdicts": _list(Verdict, "Chaque point examiné."), "figures": _list(Figure, "Les montants, délais et nombres clés."),
        "tables": _list(Table, "Les tableaux."), "charts": _said("Les images, comme données.", {"type": "array"}),
        "steps": _list(Step, "Les étapes du calcul."), "readings": _list(ReadingTaken, "Les lectures retenues d'un texte ambigu."),
        "notices": _list(Notice, "Avertissements et remarques."), "parameters": _list(ParameterUsed, "Les chiffres du droit qui ont servi."),
        "details": _said("Les nombres propres à ce calculateur.", {}), "caution": _object(Caution, "Quel texte, pour quelle date, ce qui n'est pas vérifié."),
        "law_day": _object(LawDay, "D'où vient la date du droit."), "documents": _said("Les textes remplis d'après le cas.", {"type": "array"}),
        "version": _said("Version du calcul.", _TEXT),
    }  # fmt: skip
    names = [f.name for f in fields(Result)]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Résultat", "type": "object",
            "properties": {name: properties[name] for name in names}, "required": names, "additionalProperties": False}  # fmt: skip
