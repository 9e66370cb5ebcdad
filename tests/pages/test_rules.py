"""The parser of rule pages: what it reads, and how it says what is wrong."""

from datetime import date
from pathlib import Path

import pytest

from hub.content.figures import Figure, parse_figure
from hub.content.parse import RuleError, load_pages, parse_page
from hub.content.rules import law_of, load_sources

HEAD = (
    '---\ntitle: Essai\nsource: cmrp\npart: 5\nchapter: "42"\nstatutes: [art. 18d LAI]\n---\n#'
    " Essai\n\nIntroduction.\n\n"
)
META = (
    "<!-- rule\ntag: 1/18\nstatus: in-force\nkind: amount\nstatutes: [art. 7 al. 1 RAI]\ndecisions: []\nrefs: []\n"
    "readings: []\ncomputable: capital_aid\n-->\n"
)


def page(*blocks: str):
    return parse_page(HEAD + "\n".join(blocks), "reglements/cmrp/99-essai.md", "cmrp")


def faults(*blocks: str) -> str:
    with pytest.raises(RuleError) as caught:
        page(*blocks)
    return str(caught.value)


def test_a_rule_keeps_number_title_section_and_text():
    read = page(
        "## 42.1 Notion\n",
        f"### 6020 · Plafond des prestations\n{META}\nAu plus {{{{ capital_aid/cash_cap }}}}.\n",
    )
    (rule,) = read.rules
    assert (rule.citation, rule.anchor, rule.title) == ("cmrp:6020", "r-6020", "Plafond des prestations")
    assert rule.section == "42.1 Notion"
    assert rule.text == "Au plus {{ capital_aid/cash_cap }}."
    assert rule.tag == "1/18"
    assert rule.statutes == ("art. 7 al. 1 RAI",)


def test_lettered_parts_are_found_in_order():
    (rule,) = page(f"### 6004 · Conditions\n{META}\nToutes :\n\n- {{a}} une ;\n- {{b}} autre.\n").rules
    assert rule.parts == ("a", "b")


def test_text_between_rules_stays_in_its_place():
    pieces = page("## A\n\nUn mot.\n", f"### 1 · Un\n{META}Texte.\n", "## B\n", f"### 2 · Deux\n{META}Texte.\n").pieces
    assert [p.rule.id if p.rule else p.text.splitlines()[0] for p in pieces] == [
        "# Essai",
        "## A",
        "1",
        "## B",
        "2",
    ]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("### 6020 Plafond\n", "titre « 6020 Plafond » sans la forme"),
        ("### 6020 · Plafond\nTexte.\n", "règle cmrp:6020 : le titre n'est pas suivi de"),
        (
            f"### 6020 · Plafond\n{META.replace('kind: amount', 'kind: somme')}Texte.\n",
            "genre « somme » inconnu",
        ),
        (
            f"### 6020 · Plafond\n{META.replace('tag: 1/18', 'tag: 2018')}Texte.\n",
            "marque « 2018 » illisible",
        ),
        (f"### 6020 · Plafond\n{META.replace('in-force', 'valid')}Texte.\n", "statut « valid » inconnu"),
        (
            f"### 6020 · Plafond\n{META.replace('readings: []', 'lectures: []')}Texte.\n",
            "clé inconnue « lectures »",
        ),
        (
            f"### 6020 · Plafond\n{META.replace('refs: []', 'refs: cmrp:1')}Texte.\n",
            "« refs » doit être une liste",
        ),
        (
            f"### 6020 · Plafond\n{META.replace('art. 7 al. 1 RAI', 'article 7')}Texte.\n",
            "article « article 7 » non normalisé",
        ),
        (
            f"### 6020 · Plafond\n{META.replace('refs: []', 'refs: []' + chr(10) + 'refs: []')}Texte.\n",
            "clé « refs » en double",
        ),
        (f"### 6020 · Plafond\n{META}\n\n", "le texte est vide"),
        (f"### 6020 · A\n{META}Texte.\n### 6020 · B\n{META}Texte.\n", "deux fois sur cette page"),
    ],
)
def test_each_fault_names_file_and_rule(block: str, message: str):
    told = faults(block)
    assert message in told
    assert told.startswith("docs/reglements/cmrp/99-essai.md:")


def test_all_faults_of_a_page_are_told_at_once():
    assert (
        len(
            faults(
                f"### 1 · A\n{META.replace('1/18', 'x')}T\n### 2 · B\n{META.replace('in-force', 'x')}T\n"
            ).splitlines()
        )
        == 2
    )


def test_the_source_must_be_that_of_the_folder():
    with pytest.raises(RuleError, match="source « cmrp » dans un dossier de « eisp »"):
        parse_page(HEAD, "reglements/eisp/1.md", "eisp")


@pytest.mark.parametrize(
    ("body", "figure"),
    [
        ("capital_aid/cash_cap", Figure("capital_aid/cash_cap")),
        ("avs/pension.minimum", Figure("avs/pension", key="minimum")),
        ("a/b | number", Figure("a/b", number_only=True)),
        ("a/b @ 2021-12-31", Figure("a/b", day=date(2021, 12, 31))),
        ("a/b.low @ 2021-12-31 | number", Figure("a/b", "low", date(2021, 12, 31), True)),
        ("a/b | number @ 2021-12-31", Figure("a/b", None, date(2021, 12, 31), True)),
        ("a/b | words", None),
        ("a/b @ 2021-13-31", None),
        ("cash_cap", None),
    ],
)
def test_figures_are_read_strictly(body: str, figure: Figure | None):
    assert parse_figure(body) == figure


@pytest.mark.parametrize(
    ("statute", "law"),
    [
        ("art. 17 al. 2 LAI", "LAI"),
        ("art. 18a al. 3 let. a à k LAI", "LAI"),
        ("art. 17 LFPr", "LFPr"),
        ("CO", "CO"),
        ("art. 6 al. 2 RAI (a contrario)", "RAI"),
        ("art. 17", None),
        ("LAI art. 17", None),
    ],
)
def test_the_law_of_a_normalised_reference(statute: str, law: str | None):
    assert law_of(statute) == law


def test_rules_on_a_page_without_head_are_told(tmp_path: Path):
    (tmp_path / "reglements/cmrp").mkdir(parents=True)
    (tmp_path / "reglements/cmrp/99-essai.md").write_text(f"### 6020 · Plafond\n{META}Un texte.\n", "utf-8")
    told = "docs/reglements/cmrp/99-essai.md:1: il manque l'en-tête (title, source, chapter …)"
    assert load_pages(tmp_path, load_sources().values()) == ([], [told])
