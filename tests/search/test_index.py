"""The index of the built site and its worker: what is in them, how large they are, what stops the build."""

import gzip
import json
import re
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from hub import ROOT, search
from hub.content.library import Library
from hub.content.links import case_url, from_root
from hub.errors import BuildError
from hub.search.index import BRIEF, FIRST, SMALL, brief, comes_later, enrich, navigation

KILOBYTE = 1000
CONFIG = re.compile(r'<script id="__config" type="application/json">(.*?)</script>')


def test_the_index_is_small(index: Path) -> None:
    assert len(gzip.compress(index.read_bytes(), 6)) < 175 * KILOBYTE


def test_what_stands_below_the_rules_is_read_after_the_first_answer_but_its_number_is_there(
    index: Path, library: Library
) -> None:
    content = json.loads(index.read_text("utf-8"))
    later = json.loads(index.with_name(search.LATER).read_text("utf-8"))
    ids = {kind: [] for kind in BRIEF}
    for kind, _, address, numbers in content["config"]["hub"]["brief"]:
        assert address == BRIEF[kind]
        ids[kind] += numbers
    assert sorted(ids["case"]) == sorted(case.id for case in library.cases)
    assert set(ids["reading"]) == set(library.readings)
    assert all(later[case_url(n)]["title"].startswith(f"{n} · ") for n in ids["case"])
    assert not any(comes_later(e) for e in content["docs"])
    assert not any(place.startswith("reglements/") for place in later)
    assert not any(e["text"] for e in content["docs"] if not e["location"].startswith(FIRST) and e["kind"] == "page")


def test_the_questions_at_the_rules_are_not_searched(index: Path) -> None:
    rules = [e for e in json.loads(index.read_text("utf-8"))["docs"] if e["kind"] == "rule"]
    assert not [e["location"] for e in rules if "Pas encore." in e["text"] or "Exercice" in e["text"]]


def test_the_words_of_a_phrase_that_do_not_travel_are_those_that_the_worker_passes_over() -> None:
    stop = re.search(r"export const STOP = .*?\]", (ROOT / "hub/web/search/french.mjs").read_text("utf-8"), re.S)
    assert stop and set(re.findall(r"[\wàâéêèôûù-]+", stop[0])) >= SMALL
    assert brief(["l'essai dans mon entreprise", "essai entreprise", "combien de temps", "où"]) == [
        "essai entreprise",
        "combien de temps",
        "où",
    ]


def test_every_rule_is_in_the_index_once(index: Path, library: Library) -> None:
    places = [e["location"] for e in json.loads(index.read_text("utf-8"))["docs"] if e.get("kind") == "rule"]
    assert sorted(places) == sorted(from_root(r.page, r.anchor) for r in library.rules.values())


def test_rules_follow_the_navigation(index: Path) -> None:
    sources = [e.get("source") for e in json.loads(index.read_text("utf-8"))["docs"] if e.get("kind") == "rule"]
    assert list(dict.fromkeys(sources))[0] == "cmrp" and sources == sorted(
        sources, key=list(dict.fromkeys(sources)).index
    )


def test_the_figures_of_a_rule_are_in_its_entry_apart_from_their_labels(index: Path) -> None:
    docs = {e["location"]: e for e in json.loads(index.read_text("utf-8"))["docs"]}
    entry = docs["reglements/cmrp/42-aide-en-capital/#r-6020"]
    assert re.fullmatch(r"15\s000\sCHF", " ".join(entry["keys"]))
    assert any("Plafond des prestations en espèces" in label for label in entry["labels"])


def test_a_rule_that_names_the_article_of_its_chapter_rests_on_it_as_its_neighbours_do(index: Path) -> None:
    docs = {e["location"]: e for e in json.loads(index.read_text("utf-8"))["docs"]}
    named, beside = (docs[f"reglements/cmrp/42-aide-en-capital/#r-{n}"] for n in (6004, 6006))
    assert "art. 7 al. 1 RAI" in named["own"] and "art. 7 al. 1 RAI" in named["basis"]
    assert "own" not in beside and named["basis"] == beside["basis"]


def test_no_form_is_indexed_word_glued_to_word_nor_what_every_calculator_says(index: Path) -> None:
    docs = json.loads(index.read_text("utf-8"))["docs"]
    later = json.loads(index.with_name(search.LATER).read_text("utf-8"))
    calculators = [e | later.get(e["location"], {}) for e in docs if e.get("kind") == "calculator"]
    assert calculators
    for entry in calculators:
        told = " ".join([entry["title"], entry["text"], *entry["keys"], *entry["labels"]])
        assert not re.search(r"[a-zé]{2}[A-ZÉ][a-zé]", told), entry["location"]
        assert "Vos saisies" not in told and "Imprimer" not in told, entry["location"]
    titles = {title for e in calculators for title in e["labels"]}
    assert "But de l'aide" in titles


def test_finishing_twice_changes_nothing(index: Path, library: Library) -> None:
    content = json.loads(index.read_text("utf-8"))
    later = json.loads(index.with_name(search.LATER).read_text("utf-8"))
    assert search.in_two(enrich(search.whole(content, later), library), library) == (content, later)


def test_every_page_asks_for_our_worker(built: Path) -> None:
    (worker,) = (built / search.WORKERS).iterdir()
    assert b"MiniSearch" in worker.read_bytes() and not (built / "assets/javascripts/lunr").exists()
    pages = [found for p in built.rglob("*.html") if (found := CONFIG.search(p.read_text("utf-8")))]
    assert pages
    for found in pages:
        config = json.loads(found[1])
        assert config["search"].endswith(f"{search.WORKERS}/{worker.name}")
        assert config["translations"]["search.result.other"] == "# résultats"


@pytest.fixture
def config() -> MkDocsConfig:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Essai"})
    assert config.validate() == ([], [])
    config.plugins._current_plugin = None  # a build names the hook that makes a file
    return config


def of_the_theme(config: MkDocsConfig, *names: str) -> Files:
    return Files([File.generated(config, name, content="theme") for name in ("assets/javascripts/bundle.js", *names)])


THEIRS = f"{search.WORKERS}/search.0123abcd.min.js"


def test_the_worker_gets_a_name_of_its_own_which_the_pages_are_told(config: MkDocsConfig) -> None:
    files = of_the_theme(config, THEIRS, f"{THEIRS}.map", "assets/javascripts/lunr/min/lunr.fr.min.js")
    search.replace_worker(files, config)
    names = config.extra["search_worker"]
    assert names["theirs"] == "search.0123abcd.min.js" != names["ours"]
    assert [f.src_uri for f in files] == ["assets/javascripts/bundle.js", f"{search.WORKERS}/{names['ours']}"]
    assert "MiniSearch" in list(files)[1].content_string


@pytest.mark.parametrize("names", [[], [THEIRS, THEIRS.replace("0123", "4567")]], ids=["none", "two"])
def test_not_exactly_one_worker_of_the_theme_stops_the_build(config: MkDocsConfig, names: list[str]) -> None:
    with pytest.raises(BuildError, match="un seul fichier"):
        search.replace_worker(of_the_theme(config, *names), config)


def test_the_navigation_gives_place_and_titles() -> None:
    places = navigation(ROOT / "mkdocs.yml")
    assert places[""][0] == 0
    assert places["reglements/cmrp/42-aide-en-capital/"][1][:2] == ["Règlements", "CMRP"]
    assert places["reglements/cmrp/01-generalites/"][0] < places["reglements/berne/comparaison/"][0]
