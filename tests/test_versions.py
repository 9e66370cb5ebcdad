"""The version says when a result changes: what each worked case gave is on record, and a change needs its entry."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import ai_calc
from ai_calc.evaluation import evaluate
from ai_calc.handing_over import sharing
from ai_calc.registers import calculators as registry
from ai_calc.registers import versions
from ai_calc.registers.versions import Entry, Version, all_versions
from tests import outcomes


def test_no_worked_case_gives_another_outcome_than_on_record() -> None:
    record = outcomes.load()
    found = outcomes.now()
    changed = [
        case for case, value in found.items() if case in record and record[case][outcomes.latest(record[case])] != value
    ]
    assert changed == [], (
        "if it is meant: an entry in src/ai_calc/registers/versions.yaml that names them, then python -m tests.outcomes"
    )
    assert set(found) == set(record), "python -m tests.outcomes"


def test_a_case_that_changed_between_two_versions_is_named_by_an_entry() -> None:
    named = {v.version: {c for e in v.entries for c in e.cases} for v in all_versions()}
    for case, record in outcomes.load().items():
        for version in sorted(record, key=versions.number_of)[1:]:
            assert case in named[version], (case, version)


def _version(number: str, *cases: str, kind: str = "result") -> Version:
    return Version(number, all_versions()[0].date, (Entry(kind, ("all",), "a", "b", cases),))


@pytest.mark.parametrize(
    ("version", "fault"),
    [
        (_version("9.1.0"), "sans entrée"),
        (_version("9.1.0", "X-2"), "sans entrée"),
        (_version("9.1.0", "X-1", kind="technical"), "sans entrée"),
        (_version("9.0.0", "X-1"), "doit dépasser"),
        (_version("9.1.0", "X-1"), None),
    ],
)
def test_another_outcome_is_recorded_only_with_its_entry_in_a_higher_version(
    version: Version, fault: str | None
) -> None:
    record = {"X-1": {"9.0.0": "aaaaaaaa"}, "X-2": {"9.0.0": "bbbbbbbb"}}
    new, problems = outcomes.update(record, {"X-1": "cccccccc", "X-2": "bbbbbbbb", "X-3": "dddddddd"}, version)
    assert (fault is None and problems == []) or (fault is not None and fault in problems[0])
    if fault is None:
        assert new == {
            "X-1": {"9.0.0": "aaaaaaaa", "9.1.0": "cccccccc"},
            "X-2": {"9.0.0": "bbbbbbbb"},
            "X-3": {"9.1.0": "dddddddd"},
        }


def test_a_patch_holds_no_changed_result() -> None:
    text = (
        "- {version: %s, date: 2026-01-01, entries: [{kind: %s, area: all, before: a, after: b}]}\n- {version: 0.1.0,"
        " date: 2026-01-01, entries: []}\n"
    )
    with pytest.raises(ValueError, match="n'est pas une correction technique"):
        versions.parse(text % ("0.1.1", "result"))
    assert versions.parse(text % ("0.1.1", "technical"))[0].version == "0.1.1"
    assert versions.parse(text % ("0.2.0", "result"))[0].version == "0.2.0"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("area: all", "area: all, casess: [X-1]"), "versions.yaml : 0.1.0 : clé inconnue « casess »"),
        ((", after: b", ""), "versions.yaml : 0.1.0 : il manque « after »"),
        (("kind: input", "kind: inputs"), "versions.yaml : 0.1.0 : genre inconnu « inputs »"),
        (("2026-01-01", "2026-13-01"), "versions.yaml : une date n'existe pas : « 2026-13-01 », ligne 1"),
    ],
)
def test_a_wrong_entry_is_told_in_one_line(change: tuple[str, str], told: str) -> None:
    text = "- {version: 0.1.0, date: 2026-01-01, entries: [{kind: input, area: all, before: a, after: b}]}\n"
    with pytest.raises(versions.VersionsError) as caught:
        versions.parse(text.replace(*change))
    assert str(caught.value) == told


def test_the_version_stands_in_one_place_and_the_changelog_follows() -> None:
    assert ai_calc.__version__ == all_versions()[0].version
    assert outcomes.CHANGELOG.read_text("utf-8") == versions.as_markdown()
    known = set(registry.names())
    assert {a for v in all_versions() for e in v.entries for a in e.area} <= {"all", *known}


def test_a_fingerprint_tells_a_verdict_or_an_amount_that_moved() -> None:
    placement = registry.get("placement")
    result = evaluate(placement, {"law_date": "2020-01-01"}).result
    assert result is not None
    first = result.verdicts[0]
    other = replace(result, verdicts=(replace(first, soft=not first.soft), *result.verdicts[1:]))
    assert outcomes.outcome(other) != outcomes.outcome(result)
    assert outcomes.outcome(replace(result, notices=())) == outcomes.outcome(result), "words are no outcome"


def test_an_older_case_says_which_entries_lie_between_and_one_of_today_none() -> None:
    data = {"format": sharing.FORMAT, "calculator": "placement", "schema": 2, "case": {"law_date": "2020-01-01"}}

    def said(version: str) -> list[str]:
        return [str(p) for p in sharing.from_file(json.dumps({**data, "version": version})).changes]

    assert said(ai_calc.__version__) == []
    older = said("0.1.0")
    assert len(older) == len(versions.since("0.1.0", "placement")) > 3, "every one"
    assert all(line.startswith("Entre la version 0.1.0 et la version ") for line in older)
    (moved,) = [line for line in older if "six mois" in line]
    assert "touchait l'aide entière" in moved and "Les six mois usuels restent" in moved, "before and after"
    assert "chevauchement" not in " ".join(older), "another calculator's entry"
    assert said("fantaisie") == []
