"""How strongly two texts speak: conditions, hedges, permissions, obligations, recommendations, exceptions, bounds, and
whether a list is cumulative or alternative.

Each :class:`Marker` is counted in both texts. What says it beyond doubt (``sure``) in one text must be matched in the
other by as many ways of saying it (``sure`` and ``also``); otherwise the two differ. Some are said once by one text
and three times by the other without any change (``once``): there it is enough that the other says it at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from hub.official.compare import Difference, normalise

REMARK = "Remarque :"
"""A paragraph that begins so is the site's own, and not part of what a rule says."""

_NOT = r"(?<!ne )(?<!n'en )(?<!n'y )(?<!ni ne )"


@dataclass(frozen=True)
class Marker:
    """A way of saying how strongly a rule speaks. Patterns are for small letters without accents."""

    name: str
    sure: str
    also: str = ""
    once: bool = False

    @cached_property
    def _sure(self) -> re.Pattern[str]:
        return re.compile(self.sure)

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile(f"{self.sure}|{self.also}" if self.also else self.sure)

    def counts(self, text: str) -> tuple[int, int]:
        """How often a text says it beyond doubt, and how often in any way."""
        return len(self._sure.findall(text)), len(self._any.findall(text))


MARKERS = (
    Marker(
        "condition",
        r"\bsi\b(?! ce n'est)|\bs'ils?\b|\blorsqu|pour autant qu|\ba (?:la )?condition\b|tant que\b|dans la mesure dans"
        r" laquelle|"
        r"au cas dans lequel|\ben cas d|\bquand\b|\bconditions\b|\b(?:remplies?|reunies?)\b",
        r"\bdes (?:lors )?qu|\bcas\b|quel(?:le)?s? que|\bqui\b|\bdont\b|\bsans\b|\bsinon\b|\bainsi\b|\bune"
        r" fois\b|\bavec\b|\bapres\b|"
        r"\bdurant\b|\bpendant\b|\bselon\b|\bque l'",
        once=True,
    ),
    Marker(
        "permission",
        _NOT
        + r"\b(?:peu(?:t|vent)|pourr(?:a|ont|ait|aient)|puissent?)\b(?! (?:\w+ )?(?:pas|plus|en aucun|ni|guere)\b)",
        r"possib|permet|permis|\badmis|facult|susceptible|pouvoir|\bpu\b|autoris|a le choix|libre",
    ),
    Marker(
        "interdiction",
        r"(?:\bne|\bn'(?:en|y)) (?:\w+ )?(?:peu(?:t|vent)|saurai(?:t|ent)|pourrai(?:t|ent)|doi(?:t|vent))\b(?!"
        r" [^.;]{0,70}\bque?\b)|"
        r"\bexclu(?:e|es|s|t|ent)?\b|interdi",
        r"\bn(?:e |')|\baucune?\b|\bsans\b|imposs|refus|\bnon\b|\bni\b|hors d",
        once=True,
    ),
    Marker(
        "obligation",
        _NOT + r"\b(?:doi(?:t|vent)|devr(?:a|ont))\b|\bil faut\b|\b(?:est|sont|soit|etre)"
        r" tenue?s?\b|obligatoire|imperati|\bobligee?s?\b|\bexige",
        r"\bdoi|\bdev(?:oir|r)|faut|\btenue?s?\b|oblig|exig|necess|condition|incomb|s'engage|\b(?:est|sont) a"
        r" \w+(?:er|ir|re)\b|"
        r"veille|\bfaire\b|suppos|implique|remplir|\bne\b|\bn'|requi|essenti|garanti|:|presuppos|lie a",
        once=True,
    ),
    Marker(
        "recommandation",
        r"\bdevrai(?:t|ent)\b|\bil convient|recommand|est conseille|il importe|souhaitable|\bil y a lieu|preferable|"
        r"\bjudicieu|\bopportun",
        r"convien|conseill|import|souhait|indiqu|ideal|prefer|utile|mieux|utilement|sense|approprie|pertinen|vaut|faudrait",
    ),
    Marker(
        "en règle générale",
        r"en regle generale|generalement|\ben general\b|d'ordinaire|normalement|la plupart d|habituellement|\bde"
        r" regle\b",
        r"usuel|habituel|souvent|ordinaire|general|commun",
    ),
    Marker("en principe", r"en principe|par principe", r"\bprincipe"),
    Marker("environ", r"\benviron\b|approximati|a peu pres|plus ou moins d|de l'ordre d", r"comparab|proche|presque"),
    Marker(
        "notamment",
        r"\bnotamment|en particulier|avant tout|particulierement|principalement|\bsurtout|entre autres",
        r"particuli|princip|essentiel|souvent|\betc\b|par ex|exemple|premier lieu",
    ),
    Marker(
        "par exemple",
        r"par ex\b|p\. ?ex\b|par exemple|\betc\b|non exhaustive",
        r"exemple|\btel(?:le)?s?\b|comme|notamment|\bainsi\b|d'autres|par ex|entre autres",
        once=True,
    ),
    Marker(
        "au plus",
        r"\bau plus\b(?! tot)|au maximum|\bmaxim|jusqu'a concurrence|\bne (?:doi(?:t|vent) pas |peu(?:t|vent) (?:pas"
        r" )?)?(?:etre )?"
        r"(?:depass|superieur)|plafond|au plus tard",
        r"jusqu|depass|limit|pas plus|plus eleve|exced|au-dela|superieur|plus de|inferieur|moins de|plus"
        r" longue|termin|\bfin\b",
        once=True,
    ),
    Marker(
        "au moins",
        r"\bau moins\b|au minimum|\bminim|au plus tot",
        r"\bdes\b|plus de|superieur|inferieur|moins de|en dessous|depass",
        once=True,
    ),
    Marker(
        "exception",
        r"\bexception|sous reserve|\bsauf\b|a moins (?:que|d'|de )(?!\d)|hormis|excepte|\bderog",
        r"reserv|\bmoins\b|seul|cependant|toutefois|que si\b|\bmais\b|sans\b",
    ),
    Marker(
        "seulement",
        r"(?<!non )\bseul(?:e|es|s|ement)?\b(?! fois)|uniquement|exclusiv|\bne? [^.;:]{1,60}\bqu(?:e"
        r" (?:si|lorsqu|dans|jusqu|pour)|'en\b|'a\b)|"
        r"\bn'[^.;:]{1,60}\bqu(?:e (?:si|lorsqu|dans|jusqu|pour)|'en\b|'a\b)",
        r"\bqu|limit|condition|sauf|reserv|propre|dehors|strict|\bun(?:e)? (?:seul|meme)",
        once=True,
    ),
    Marker(
        "cumulatif",
        r"cumul|\btoutes (?:ces|les) conditions|\bconditions (?:\w+ ){0,4}(?:remplies|reunies)|conditions :|a la fois|"
        r"\bet (?:que|qu'|si|s'il)\b",
        r"reunie|remplie|\bet\b|aussi|egalement|de plus|en outre|d'une part|en meme temps|\bni\b|:",
    ),
    Marker(
        "alternatif",
        r"(?<! et)(?<! ni) \bou\b|\bsoit\b(?! [a-z]+e?e\b)|\bet/ou\b|\bune (?:seule )?(?:des|de ces) (?:\w+"
        r" )?conditions",
        r"ou bien|\bou\b|l'un|entre|selon|\btoute?s?\b|chaque|\d|:|quel|\bni\b|aucun|divers|differ|\bet\b",
        once=True,
    ),
    Marker("et/ou", r"\bet/ou\b", r"ou les deux|\bou a la fois"),
    Marker(
        "sans délai", r"immediatement(?! avant)|sans delai|aussitot|sans attendre", r"immediat|\bdes qu|tout de suite"
    ),
    Marker(
        "si nécessaire",
        r"si necessaire|\bau besoin\b|le cas echeant|en cas de besoin|s'il le faut|s'il y a lieu|\beventuel",
        r"necess|besoin|faut|\bsi\b|lorsqu|\ben cas|\bs'il|possible",
    ),
    Marker("par écrit", r"\becrite?s?\b", r"ecrit|redig"),
    Marker("au préalable", r"prealable", r"\bavant\b|d'abord|\bdeja\b|d'avance|anterieur"),
    Marker(
        "dans la mesure du possible",
        r"mesure du possible|autant que possible|\bsi possible|autant que cela est possible|simplement que possible",
        r"possible|autant",
    ),
    Marker(
        "toujours",
        r"\btoujours\b|dans tous les cas|en tout cas|en aucun cas|\bjamais\b",
        r"chaque|\btoute?s?\b|aucun|quel que|sans cesse|constant",
    ),
    Marker("probable", r"probable|vraisembl|previsible|plausibl", r"prevoi|prevu|prevision|attend"),
    Marker("raisonnable", r"raisonnab", r"exigib"),
    Marker("suffisant", r"suffisa", r"suffi|assez"),
    Marker("notable", r"considerabl|notable|sensible|significati", r"import|nettement|grand|fort|clair"),
    Marker("durable", r"durabl", r"perenn|long terme"),
    Marker("par analogie", r"par analogie"),
    Marker(
        "but",
        r"\bpour (?:but|objectif)\b|\b(?:le|son|leur) but\b|\bl'objectif\b|\bafin (?:de|d'|qu)|\bcense",
        r"\bbuts?\b|objectif|\bvis(?:e|ent|ant|er)\b|\bser(?:t|vent|vant|vir)\b|destin|\bpour\b|en vue|tend|de maniere"
        r" a|de sorte",
        once=True,
    ),
    Marker("destiné à", r"\b(?:destine|s'adresse)", r"\bpour\b|public|concern|vaut|\baux?\b"),
    Marker(
        "un droit",
        r"\b(?:a|ont|aura|auront|donnent?|ouvrent?|y a) (?:\w+ )?droit\b|\bdroit (?:a|aux?)\b",
        r"\bdroit|garant",
    ),
)


def weigh(official: str, ours: str) -> list[Difference]:
    """The markers that weigh differently in the two texts."""
    theirs, mine = _prepared(official), _prepared(ours)
    found = []
    for marker in MARKERS:
        (sure, in_any), (our_sure, our_any) = marker.counts(theirs), marker.counts(mine)
        if marker.once:
            lost, added = bool(sure) and not our_any, bool(our_sure) and not in_any
        else:
            lost, added = sure > our_any, our_sure > in_any
        if lost or added:
            found.append(Difference("modality", f"{marker.name} {sure} → {our_sure}", official=lost))
    return found


_REFERENCE = re.compile(r"\((?:[^()]*\b(?:consid|rcc|vsi|atf|arret|art|al)\b[^()]*)\)|\[[^\]]*\]")


def _prepared(text: str) -> str:
    """The words without what only refers to a decision, and « où » told from « ou »."""
    lines = [line for line in text.split("\n") if not line.startswith(REMARK)]
    return _REFERENCE.sub(" ", normalise(re.sub(r"\b([oO])ù\b", "dans lequel", "\n".join(lines))))
