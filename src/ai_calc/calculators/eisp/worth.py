"""Is a service agreement worth it: ten persons a year, with the expertise for it (eisp:4.1.1, eisp:5.2, T1, T2)."""

from __future__ import annotations

from enum import StrEnum

from ai_calc.calculators.eisp.choices import Insurer
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.ground.french import Phrase, phrase
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import status_of
from ai_calc.results import ReadingTaken, Status, Verdict

LABEL = "Conditions d'une convention de prestations"


class Instrument(StrEnum):
    """What the guide speaks for. Nowhere does it advise an agreement as such: ten persons and the expertise are
    conditions."""

    AGREEMENT = "convention de prestations"
    CASE_BY_CASE = "convention au cas par cas"
    OPEN = "à déterminer"


def worth_it(case: EispCase, law: Law) -> tuple[Instrument, Verdict]:
    """The instrument and why. The threshold counts the pair of authority and provider (reading E-12)."""
    threshold, number = law.count("eisp/min_beneficiaries_per_year"), case.beneficiaries_per_year
    rules: tuple[str, ...] = ("eisp:4.1.1", "eisp:5.2", "eisp:T1", "eisp:T2")
    if number is None:
        return Instrument.OPEN, Verdict(
            "instrument",
            LABEL,
            Status.TO_APPRAISE,
            phrase("Le nombre de bénéficiaires par an n'est pas indiqué ; le seuil est de {0:personnes}.", threshold),
            rules,
            soft=True,
        )
    if number < threshold:
        return _too_few(case, number, threshold, rules)
    reached = phrase("{0:personnes} par an, au moins les {1} du seuil.", number, threshold)
    rules = ("eisp:4.1.1.a", "eisp:4.1.1.b", "eisp:T1")
    status = status_of(case.expertise)
    reason, change = {
        Finding.MET: (phrase("{0} L'organe a l'expertise voulue.", reached), None),
        Finding.NOT_MET: (
            phrase(
                "{0} Mais l'organe n'a pas l'expertise voulue, que suppose un emploi efficace de l'instrument.",
                reached,
            ),
            _way_out(case, "L'expertise de l'organe"),
        ),
        Finding.UNKNOWN: (
            phrase("{0} Reste à apprécier si l'organe a l'expertise voulue.", reached),
            phrase("L'expertise de l'organe."),
        ),
    }[case.expertise]
    instrument = Instrument.AGREEMENT if status is Status.MET else Instrument.OPEN
    return instrument, Verdict("instrument", LABEL, status, reason, rules, change, soft=True)


def _way_out(case: EispCase, needed: str) -> Phrase:
    """What would change it; in social assistance a cantonal office may conclude instead (eisp:4.1.1)."""
    central = ", ou un office cantonal qui conclut de façon centralisée" if case.insurer is Insurer.SOCIAL else ""
    return phrase("{0}{1}.", needed, central)


def _too_few(case: EispCase, number: int, threshold: int, rules: tuple[str, ...]) -> tuple[Instrument, Verdict]:
    """Fewer than the threshold: case by case may be preferable, if the law admits it; without the expertise either,
    the agreement is not advised in any case."""
    social, unable = case.insurer is Insurer.SOCIAL, case.expertise is Finding.NOT_MET
    few = phrase(
        "{0:personnes} par an, moins que les {1} du seuil{2}.",
        number,
        threshold,
        ", et l'organe n'a pas l'expertise voulue" if unable else "",
    )
    if unable:
        rules = (*rules, "eisp:4.1.1.b")
    change = _way_out(
        case, str(phrase("Au moins {0:personnes} par an{1}", threshold, " et l'expertise voulue" if unable else ""))
    )
    if case.case_by_case_lawful is Finding.NOT_MET:
        status = Status.NOT_MET if unable else Status.TO_APPRAISE
        reason = phrase(
            "{0} Une convention au cas par cas pourrait être préférable, mais le droit ne la permet pas.{1}",
            str(few),
            _others(case),
        )
        return Instrument.OPEN, Verdict("instrument", LABEL, status, reason, rules, change, soft=True)
    lawful = "" if case.case_by_case_lawful is Finding.MET else ", si le droit le permet"
    reason = phrase(
        "{0} Une convention au cas par cas, avec une convention d'objectifs individuelle, peut être"
        " préférable{1}.{2}{3}",
        str(few),
        lawful,
        _others(case),
        str(_law_of(case.insurer)),
    )
    rules = (*rules, "eisp:4.1.2") if social else rules
    return Instrument.CASE_BY_CASE, Verdict("instrument", LABEL, Status.NOT_MET, reason, rules, change, soft=True)


def _others(case: EispCase) -> str:
    return (
        " Le guide cite aussi la convention d'objectifs individuelle seule et, comme solution à étudier, une convention"
        " de collaboration."
        if case.insurer is Insurer.SOCIAL
        else ""
    )


def _law_of(insurer: Insurer) -> Phrase:
    """What the insurer's own law leaves open."""
    if insurer is Insurer.UNEMPLOYMENT:
        return phrase(" Dans l'AC, il faut de toute façon un accord de prestation ou une décision.")
    return phrase("")


def reading_taken(case: EispCase, law: Law) -> ReadingTaken:
    """E-12: the threshold may also count all persons that an enterprise receives, whoever places them."""
    total, own = case.all_beneficiaries_per_year, case.beneficiaries_per_year
    threshold = law.count("eisp/min_beneficiaries_per_year")
    if total is None or own is None or (total >= threshold) == (own >= threshold):
        return ReadingTaken("E-12")
    return ReadingTaken(
        "E-12",
        phrase(
            "Tous organes confondus, {0:personnes} sont placées chez ce prestataire : le seuil serait atteint.", total
        ),
        total,
        "personnes",
    )
