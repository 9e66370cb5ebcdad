"""What a coach does with time, as the journal of hours tells it apart."""

from ai_calc.outcome.facts import Choice


class Activity(Choice):
    """The kind of an entry of the journal. Each canton says which ones are paid (cmrp:7005 wants them told apart)."""

    WITH_PERSON = "with_person", "Avec la personne"
    WITH_OTHERS = "with_others", "Avec d'autres (employeur, école, services)"
    TRAVEL = "travel", "Déplacement"
    TRAVEL_OUTSIDE = "travel_outside", "Déplacement hors du canton"
    ADMINISTRATION = "administration", "Administration (préparation, rapports)"
    FIRST_INTERVIEW = "first_interview", "Premier entretien (présentation)"
    EMPLOYER_INTERVIEW = "employer_interview", "Entretien de présentation avec l'employeur"
    MISSED = "missed", "Entretien manqué"
    CANCELLED = "cancelled", "Entretien annulé à l'avance"
