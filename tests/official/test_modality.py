"""Two texts that speak with different force differ, on whichever side the force lies; other words for the same do
not."""

import pytest

from hub.official.modality import REMARK, weigh


def told(official: str, ours: str) -> list[str]:
    return [difference.value for difference in weigh(official, ours)]


@pytest.mark.parametrize(
    ("official", "ours", "found"),
    [
        # a hypothesis that became a permission
        (
            "Si le jardinier choisit une serre, il la paie.",
            "Le jardinier peut choisir une serre. Il la paie.",
            ["condition 1 → 0", "permission 0 → 1"],
        ),
        (
            "Si le jardinier choisit une serre, le club peut l'aider.",
            "Le jardinier peut choisir une serre. Le club peut l'aider.",
            ["condition 1 → 0", "permission 1 → 2"],
        ),
        # permission, discretion, obligation, recommendation, purpose
        ("Le gardien peut ouvrir.", "Le gardien ouvre.", ["permission 1 → 0"]),
        ("Le gardien ouvre.", "Le gardien peut ouvrir.", ["permission 0 → 1"]),
        ("Le gardien ouvre.", "Le gardien doit ouvrir.", ["obligation 0 → 1"]),
        ("Il est obligatoire de fermer.", "Le gardien ferme.", ["obligation 1 → 0"]),
        ("Il convient de fermer.", "Le gardien ferme.", ["recommandation 1 → 0"]),
        ("Les visites ne devraient pas durer.", "Les visites ne durent pas.", ["recommandation 1 → 0"]),
        ("La haie a pour but de protéger.", "La haie doit protéger.", ["obligation 0 → 1", "but 1 → 0"]),
        ("L'arrosage est interdit.", "L'arrosage attend.", ["interdiction 1 → 0"]),
        ("Le membre a droit à une clé.", "Le membre reçoit une clé.", ["un droit 1 → 0"]),
        # hedges, each its own
        ("En règle générale, le jardin ferme.", "Le jardin ferme.", ["en règle générale 1 → 0"]),
        (
            "En principe, le jardin ferme.",
            "En règle générale, le jardin ferme.",
            ["en règle générale 0 → 1", "en principe 1 → 0"],
        ),
        ("Une heure environ.", "Une heure.", ["environ 1 → 0"]),
        ("Les fleurs, notamment les roses.", "Les fleurs : les roses.", ["notamment 1 → 0"]),
        ("Les fleurs, par ex. les roses.", "Les fleurs, donc les roses.", ["par exemple 1 → 0"]),
        # bounds and exceptions
        ("Il transmet la clé cinq jours avant.", "Il transmet la clé au moins 5 jours en avance.", ["au moins 0 → 1"]),
        ("Trois arbres au maximum.", "Trois arbres.", ["au plus 1 → 0"]),
        ("Le jardin ferme, sauf le lundi.", "Le jardin ferme.", ["exception 1 → 0"]),
        ("Seuls les membres entrent.", "Les membres entrent.", ["seulement 1 → 0"]),
        # cumulative, alternative
        ("Des fleurs et/ou des fruits.", "Des fleurs et des fruits.", ["et/ou 1 → 0"]),
        ("Ces conditions sont cumulatives.", "Ces conditions valent.", ["cumulatif 1 → 0"]),
        # time, form, force
        ("Il avertit sans délai.", "Il avertit.", ["sans délai 1 → 0"]),
        ("Il répond par écrit.", "Il répond.", ["par écrit 1 → 0"]),
        ("Le dommage est considérable.", "Le dommage existe.", ["notable 1 → 0"]),
        ("La règle vaut par analogie.", "La règle vaut.", ["par analogie 1 → 0"]),
    ],
)
def test_another_force_is_told(official, ours, found):
    assert told(official, ours) == found


@pytest.mark.parametrize(
    ("official", "ours"),
    [
        ("Si le jardinier choisit une serre, il la paie.", "Lorsque le jardinier choisit une serre, il la paie."),
        ("Il ferme généralement tôt.", "En général, il ferme tôt."),
        ("Il ne peut pas entrer.", "Il n'entre pas."),
        ("Le gardien doit fermer.", "Le gardien est tenu de fermer."),
        ("La décision est décrite.", "La décision est là."),
        ("Il entre là où il peut.", "Il entre par l'endroit que l'on peut."),
        ("La clé est rendue (cf. ch. 12, consid. 2, si possible).", "La clé est rendue."),
        ("Le membre est admis s'il paie et qu'il aide.", "Ces conditions sont réunies :\nil paie ;\nil aide."),
    ],
)
def test_other_words_of_the_same_force_are_the_same(official, ours):
    assert told(official, ours) == []


def test_a_remark_of_ours_is_not_weighed():
    assert told("Il ferme.", f"Il ferme.\n{REMARK} le gardien peut aussi ouvrir, sauf le lundi.") == []
