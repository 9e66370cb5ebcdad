"""Documents fall apart into their rules, whatever the extraction did to them. All samples are invented."""

import re
from pathlib import Path

import pytest

from hub.content.rules import load_data
from hub.official import recognise
from hub.official.cut import best_chain, cut_by_beginnings, cut_numbered
from hub.official.lines import Words, blocks, width_of
from hub.official.read import clean, lines_of, readings

SAMPLES = Path(__file__).parent / "samples"
KNOWN = [
    "1001",
    "1002",
    "1003",
    "1004",
    "1005",
    "1006",
    "1007",
    "1008",
    "1009",
    "1010",
    "1011.1",
    "1012",
    "1013",
    "1016",
    "1019",
]


@pytest.fixture(scope="module")
def circular():
    (reading,) = readings(SAMPLES / "circulaire.txt")
    return cut_numbered(reading.lines, KNOWN, "A1.")


def test_every_number_is_found_and_no_other(circular):
    assert list(circular.passages) == [*KNOWN, "A1.1", "A1.2"]
    assert circular.unexpected == []
    assert [p.doubt for p in circular.passages.values() if p.doubt] == []


def test_a_word_and_a_sentence_cut_by_a_page_are_whole_again(circular):
    assert circular.passages["1001"].text.endswith("ne sont pas éclairées avant midi.")
    assert circular.passages["1011.1"].text.endswith("d'elle-même au printemps.")


@pytest.mark.parametrize(
    ("rule", "tag"),
    [
        ("1001", "1/18"),
        ("1003", None),
        ("1005", "1/17"),
        ("1006", "1/16"),
        ("1010", "1/18"),
        ("1011.1", "1/15"),
        ("1012", "5/17"),
        ("1013", "5/17"),
        ("1016", "5/17"),
        ("1019", "1/18"),
    ],
)
def test_the_revision_mark_is_found_where_it_stands(circular, rule, tag):
    assert circular.passages[rule].tag == tag
    assert not re.search(r"\d/\d\d", circular.passages[rule].text)


def test_pairs_and_ranges_count_for_each_number(circular):
    repealed = [r for r, p in circular.passages.items() if p.abrogated]
    assert repealed == ["1002", "1003", "1008", "1009", "1010", "1012", "1013"]


def test_numbers_met_in_a_sentence_start_nothing(circular):
    assert circular.passages["1007"].text == (
        "On arrose le soir. Il faut compter 5.2 litres par rang, voir 2010 et les années sèches."
    )
    assert "Un visiteur peut la consulter (arrêt du TF 9C_111/2011 du 4.5.2011)." in circular.passages["1004"].text


def test_headings_belong_to_no_rule(circular):
    text = "\n".join(p.text for p in circular.passages.values())
    for heading in ("Arrosage", "par rapport à", "Potager", "Légumes", "art. 5", "Modèle de contrat"):
        assert heading not in text


def test_lists_stay_lists_and_a_stray_bullet_goes(circular):
    first, *items, last = circular.passages["1006"].blocks
    assert first.text == "Les outils se rangent dans la remise :" and not first.item
    assert [b.text for b in items] == [
        "les bêches, les râteaux et les autres outils à long manche, une fois nettoyés ;",
        "les sécateurs ;",
        "les arrosoirs, vides.",
    ]
    assert all(b.item for b in items)
    assert last.text == "La remise ferme à clé (LJ 1999, p. 12 et 2001, p. 40)." and not last.item
    (only,) = circular.passages["1016"].blocks
    assert not only.item


def test_a_line_that_ends_early_ends_its_paragraph(circular):
    assert [b.text for b in circular.passages["1019"].blocks] == [
        "Plantations en caisse",
        "Qui sème en caisse paie 2 fr.50 par caisse, au plus 15 000 francs par an.",
    ]


def test_the_clauses_of_the_annex_end_before_the_signatures(circular):
    assert circular.passages["A1.1"].text == "Le contrat porte sur une parcelle."
    assert circular.passages["A1.2"].text.endswith("ou par signe de la tête.")


def test_missing_and_unexpected_numbers_are_told():
    lines = ["1001 Un.", "1002 Deux.", "1002.1 Deux et demi.", "1004 Quatre."]
    cut = cut_numbered(lines, ["1001", "1002", "1003", "1004"])
    assert "1003" not in cut.passages
    assert cut.unexpected == ["1002.1"]


def test_a_text_that_stops_in_mid_sentence_is_doubted():
    cut = cut_numbered(["1001 Le jardin ouvre à l'aube et", "1002 Il ferme le soir."], ["1001", "1002"])
    assert "s'arrête sans point" in cut.passages["1001"].doubt
    assert cut.passages["1002"].doubt == ""


def test_text_after_a_heading_is_not_lost_in_silence():
    lines = ["1001 Un.", "2. Titre", "Une longue phrase se tient ici, sans numéro, à tort.", "1002 Deux."]
    cut = cut_numbered([*lines], ["1001", "1002"])
    assert "du texte suit un titre" in cut.passages["1001"].doubt


@pytest.mark.parametrize(
    "line",
    [
        "1001Le jardin ouvre.",
        "- 1001 1/18 Le jardin ouvre.",
        "1001\tLe jardin ouvre.",
        "• 1001 Le jardin ouvre.",
    ],
)
def test_a_number_is_seen_in_every_company(line):
    cut = cut_numbered([clean(line), "1002 Deux."], ["1001", "1002"])
    assert cut.passages["1001"].text == "Le jardin ouvre."


@pytest.mark.parametrize(
    "lines",
    [
        ["1001 – 1004 Abrogés"],
        ["1001-", "1004", "1/18"],
        ["1001 à 1004", "Abrogé"],
        ["1001 - Abrogé", "1004", "1/18"],
    ],
)
def test_ranges_in_all_their_forms(lines):
    cut = cut_numbered([*lines, "1005 Cinq."], ["1001", "1002", "1003", "1004", "1005"])
    assert list(cut.passages) == ["1001", "1002", "1003", "1004", "1005"]
    assert cut.passages["1005"].text == "Cinq."


# -- documents without numbers -------------------------------------------------------------------------------------

CUTS = [
    {"id": "1", "from": "Une échelle"},
    {"id": "2", "from": "Le gardien choisit"},
    {"id": "3", "from": "La cueillette dure"},
    {"skip": "Rémunération"},
    {"id": ["4", "4.a"], "from": "Les fruits se"},
    {"id": "5", "from": "Seul le poids"},
    {"id": "4", "from": "D'autres règles"},
    {"id": "6", "from": "Panier"},
    {"skip": "Cueillette de nuit"},
    {"id": "7", "from": "La cueillette de nuit demande"},
]


@pytest.fixture(scope="module")
def memento():
    (reading,) = readings(SAMPLES / "memento.txt")
    return reading.lines


def test_rules_are_found_by_their_first_words(memento):
    cut = cut_by_beginnings(memento, CUTS)
    texts = {rule: passage.text for rule, passage in cut.passages.items()}
    assert texts["1"] == ("Une échelle n'est prêtée qu'à qui la rapporte. Elle se rend propre et sèche, le soir même.")
    assert texts["2"] == "Le gardien choisit l'arbre. Il peut en prêter 2 à 3 par jour."
    assert texts["3"] == "La cueillette dure généralement entre 3 et 5 heures."
    assert texts["4"] == (
        "Les fruits se paient au poids, soit CHF 1.20 par kilo.\nD'autres règles figurent dans le règlement."
    )
    assert texts["4.a"] == "Les fruits se paient au poids, soit CHF 1.20 par kilo."
    assert "Rémunération" not in "".join(texts.values())
    assert [b.text for b in cut.passages["6"].blocks][1:] == [
        "Petit panier | 6 kilos / jour",
        "Grand panier | 12 kilos / jour",
    ]
    assert [b.item for b in cut.passages["7"].blocks] == [False, True, True]


def test_a_beginning_that_is_not_there_costs_only_its_own_rule(memento):
    cuts = [*CUTS[:2], {"id": "2.a", "from": "Le gardien dort"}, *CUTS[2:]]
    cut = cut_by_beginnings(memento, cuts)
    assert "2.a" not in cut.passages
    assert set(cut.passages) == {"1", "2", "3", "4", "4.a", "5", "6", "7"}


def test_a_rule_that_lacks_one_of_its_pieces_is_doubted(memento):
    cuts = [*CUTS, {"id": "7", "from": "Ils dorment enfin"}]
    assert "une partie du texte" in cut_by_beginnings(memento, cuts).passages["7"].doubt


def test_a_rule_that_would_end_inside_a_line_is_doubted():
    lines = ["Le panier sert à cueillir | La lampe sert de nuit."]
    cut = cut_by_beginnings(lines, [{"id": "1", "from": "Le panier"}, {"id": "2", "from": "La lampe"}])
    assert "au milieu d'une ligne" in cut.passages["1"].doubt
    assert cut.passages["2"].doubt == ""


def test_a_heading_that_no_cut_accounts_for_is_unexpected(memento):
    heading = r"^(?:Rémunération|Cueillette de .*)$"
    assert cut_by_beginnings(memento, CUTS, heading).unexpected == []
    assert cut_by_beginnings(memento, CUTS[:8], heading).unexpected == ["Cueillette de nuit"]


# -- lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("les jar-", "dins du nord", "les jardins du nord"),
        ("la porte-", "fenêtre", "la porte-fenêtre"),
        ("au-", "delà du mur", "au-delà du mur"),
        ("l'Assurance-", "Invalidité", "l'Assurance-Invalidité"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(before, after, whole):
    assert Words(["Les jardins ont une porte-fenêtre."]).join(before, after) == whole


def test_a_hyphen_left_inside_a_line_goes_when_the_word_is_known_without():
    words = Words(["le jardinier et le jardinier", "le jardi-nier", "un arrière-goût"])
    assert words.mend("le jardi-nier a un arrière-goût") == "le jardinier a un arrière-goût"


def test_lines_apart_by_blank_ones_are_single_spaced():
    lines = lines_of(
        ["\n\n".join(["Cette ligne est assez longue pour être prise dans un paragraphe du texte,"] * 8)],
        paged=False,
    )
    assert len(blocks(lines, Words(lines), width_of(lines))) == 1


def test_running_heads_and_page_numbers_go_and_the_text_beside_them_stays():
    sentences = ["1001 Abrogé", "1002 Abrogé", "Le jardin dort.", "1004 Abrogé", "Il pleut.", "1/18"]
    pages = [
        f"Office des jardins | Mémento\nPage {n} du mémento\n{text}\n\nÉtat 2020\n{n}"
        for n, text in enumerate(sentences, 1)
    ]
    assert [line for line in lines_of(pages, paged=True) if line] == sentences


def test_markup_goes_and_wording_stays():
    assert clean("## **2. Titre** du *jardin*") == "2. Titre du jardin"
    assert clean("le 1^{er} mai, 2^e rang [9C_1/2011](#) <sup>1</sup>") == "le 1er mai, 2e rang 9C_1/2011"
    assert clean("5 * 3 * 2") == "5 * 3 * 2"
    assert clean("https://exemple.test/une/adresse") == ""


def test_the_longest_chain_leaves_out_what_stands_in_the_way():
    assert best_chain([1, 2, 9, 3, 4], lambda n: n, lambda n: 1) == [1, 2, 3, 4]
    assert best_chain([], lambda n: n, lambda n: 1) == []


# -- how the real documents are known -------------------------------------------------------------------------------


def test_every_rule_of_every_source_has_a_place_in_the_list_of_cuts():
    known, expected = load_data("official"), load_data("rule-ids")
    assert set(known) == set(expected)
    for source, how in known.items():
        if how.get("numbered"):
            continue
        ids = [i for c in how["cuts"] if "from" in c for i in (c["id"] if isinstance(c["id"], list) else [c["id"]])]
        assert set(ids) == set(expected[source]), source
        assert all(isinstance(i, str) for i in ids), source


def test_the_beginnings_are_a_few_words_only():
    for how in load_data("official").values():
        for entry in how.get("cuts", ()):
            assert len((entry.get("from") or entry["skip"]).split()) <= 8


@pytest.mark.parametrize(
    ("text", "source", "note"),
    [
        (
            "Circulaire sur les mesures de réadaptation d’ordre professionnel (CMRP) État au 1er janvier 2020",
            "cmrp",
            "",
        ),
        ("CIRCULAIRE SUR LES MESURES DE RÉADAPTATION D'ORDRE PROFESSIONNEL (CMRP)\nEtat : 01.01.2020", "cmrp", ""),
        (
            "Circulaire sur les mesures de réadaptation d'ordre professionnel (CMRP) Etat : 1er janvier 2017",
            "cmrp",
            "autre édition",
        ),
        ("Mémento Coaching Office AI Canton de Berne annexe 18, jusqu'au 31.12.2021", "berne-2021", ""),
        ("Mémento Coaching Office AI Canton de Berne annexe 5.1 … 8.5 Coaching pendant", "berne", ""),
        ("Règlement du jardin", None, ""),
    ],
)
def test_a_document_is_recognised_by_title_and_edition(text, source, note):
    found, why = recognise([text], load_data("official"))
    assert found == source
    assert note in why and bool(note) == bool(why)
