"""What the calculators of one person's file share: both ends of every fact exist, with the same type and meaning."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from ai_calc.calculators.pathway.model import Measure, PathStep
from ai_calc.registers import calculators as registry
from ai_calc.registers.dossier import Fact, register
from calculators.kit import carrying
from calculators.kit.fields import FieldSpec, fields_of
from calculators.kit.live import Live
from calculators.kit.static import form_of

FACTS = list(register().facts.values())

MEANINGS = {
    # fact: (words that the label of each field must have, words that it must not have)
    "birth_date": (["naissance"], []),
    "sex": (["Sexe"], []),
    "employment_reasonable": (["emploi salarié", "raisonnablement exigible"], ["n'est pas"]),
    "independence_simpler": (["indépendance", "notablement plus simple", "qu'un reclassement"], []),
    "fit": (["Apte à la réadaptation"], ["objectivement", "subjectivement"]),
    "employment_start": (["rapports de travail|Engagement à la suite"], ["Fin", "Signature"]),
    "activity_suitable": (["nouvelle activité est appropriée"], []),
    "provider": (["Prestataire"], []),
    "mandate_start": (["Début du coaching|Début de la mesure"], ["Fin"]),
    "early_intervention": (["intervention précoce"], []),
    "hourly_rate": (["tarif horaire"], []),
    "person": (["Personne assurée"], [":"]),
    "canton": (["Canton|Office AI de"], [":"]),
}
"""Written apart from the register: whoever adds a fact says here what its fields are about."""


def spec(calculator: str, field: str) -> FieldSpec:
    return next(s for s in fields_of(registry.get(calculator).case_type) if s.name == field)


@pytest.mark.parametrize("fact", FACTS, ids=[f.key for f in FACTS])
def test_the_fields_of_a_fact_exist_hold_the_same_kind_of_value_and_mean_the_same(fact: Fact) -> None:
    assert len(fact.fields) > 1, "a fact of one calculator passes nowhere"
    found = [spec(*end) for end in fact.fields.items()]
    kinds = {(s.kind, s.unit, s.options) for s in found if not (fact.in_words and s.kind == "text")}
    assert len(kinds) == 1, [(s.name, s.kind, s.unit, s.options) for s in found]
    wanted, barred = MEANINGS[fact.key]
    for one in found:
        assert all(any(word.casefold() in one.label.casefold() for word in words.split("|")) for words in wanted), (
            one.label
        )
        assert not any(word.casefold() in one.label.casefold() for word in barred), one.label


def test_every_step_opens_a_calculator_whose_fields_take_what_the_step_holds() -> None:
    known = register()
    assert set(known.steps) <= {m.value for m in Measure}
    columns = {s.name: s for s in fields_of(PathStep)}
    for opens in known.steps.values():
        for column, field in opens.fields.items():
            name, _, cell = field.partition(".")
            there = spec(opens.calculator, name)
            there = next(c for c in there.columns if c.name == cell) if cell else there
            assert (columns[column].kind, columns[column].unit) == (there.kind, there.unit), (column, field)
        for field, value in opens.given.items():
            assert value in dict(spec(opens.calculator, field).options), (field, value)
        assert not opens.months or spec(opens.calculator, opens.months).unit == "mois"
    for name, step in known.path.items():
        for column, field in step.items():
            if column == "measure":
                assert field in dict(columns["measure"].options)
            else:
                assert columns[column].kind == spec(name, field).kind, (name, column)
    for name, targets in known.following.items():
        assert name in registry.names()
        assert set(targets) <= set(registry.names()) - {name}


# ---- a form of the file


def send(live: Live, **message: Any) -> Live:
    live.inbox.value = json.dumps(message)
    return live


def told(live: Live, slot: str) -> str:
    return str(live.outputs[slot].object)


BORN = {"birth_date": {"value": "03.04.1992", "from": "reclassement"}}


def test_an_empty_field_takes_the_fact_of_the_file_says_from_where_and_gives_it_back() -> None:
    live = send(Live(form_of("capital_aid")), action="carry", facts=BORN)
    assert live.raw["birth_date"] == "03.04.1992"
    assert "repris de\u00a0: Reclassement et formation" in told(live, "carried")
    again = Live(form_of("capital_aid"), live.state.value)
    assert "repris de" in told(again, "carried"), "a reload still says so"
    send(live, action="carry-back")
    assert live.raw["birth_date"] == ""
    send(live, action="carry", facts={"birth_date": {"value": "04.04.1992", "from": "reclassement"}})
    assert live.raw["birth_date"] == "", "what was refused does not come back"
    assert told(live, "carried") == ""


def test_a_field_that_holds_something_else_is_not_overwritten_until_somebody_says_so() -> None:
    state = json.dumps({"v": 2, "raw": {"birth_date": "01.01.1990"}})
    live = send(Live(form_of("capital_aid"), state), action="carry", facts=BORN)
    assert live.raw["birth_date"] == "01.01.1990"
    assert "01.01.1990" in told(live, "carried")
    assert "03.04.1992" in told(live, "carried")
    assert send(live, action="carry-over").raw["birth_date"] == "03.04.1992"
    other = send(send(Live(form_of("capital_aid"), state), action="carry", facts=BORN), action="carry-keep")
    assert other.raw["birth_date"] == "01.01.1990"
    assert told(other, "carried") == ""


def test_a_fact_of_the_same_calculator_or_of_none_or_that_makes_no_sense_is_left_out() -> None:
    live = Live(form_of("capital_aid"))
    before = live.raw
    for facts in (
        {"birth_date": {"value": "1.1.1990", "from": "capital_aid"}},
        {"birth_date": {"value": "1.1.1990", "from": "nowhere"}},
        {"sex": {"value": "x", "from": "reclassement"}},
        {"birth_date": 3},
        {"birth_date": {"value": ["<b>"], "from": "reclassement"}},
        7,
    ):
        assert send(live, action="carry", facts=facts).raw == before


def test_what_a_form_holds_of_the_file_is_told_without_what_nobody_gave_and_without_an_example() -> None:
    live = Live(form_of("capital_aid"))
    assert about(live)["facts"] == {}
    live.controls["birth_date"].widget.value = "3.4.1992"  # type: ignore[union-attr]
    assert about(live)["facts"] == {"birth_date": "03.04.1992"}
    assert about(live)["conclusion"] == "Estimation, d'après 1 donnée", "as the page says it"
    live._choice.value = True
    assert about(live)["conclusion"] == "À apprécier"
    live.controls["own_resources"].widget.value = "beaucoup"  # type: ignore[union-attr]
    assert (about(live)["conclusion"], about(live)["figures"]) == ("À corriger", ""), "no summary of before, nor none"
    live.controls["own_resources"].widget.value = "1000"  # type: ignore[union-attr]
    assert about(live)["conclusion"] == "À apprécier"
    send(live, action="example")
    assert told(live, "about") == "", "an example is nobody's"


def about(live: Live) -> dict[str, Any]:
    from html import unescape

    data: dict[str, Any] = json.loads(unescape(told(live, "about")))
    return data


def payload(html: str, page: str) -> dict[str, Any]:
    text = html.split(f"{page}#suite=")[1].split('"')[0]
    data: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return data


def test_a_step_of_a_path_opens_its_calculator_with_its_dates() -> None:
    steps = [
        {
            "measure": "trial_placement",
            "start": "2026-03-02",
            "end": "2026-08-31",
            "employer": "Menuiserie <Dupont>",
            "hired_on": "2026-09-01",
        }
    ]
    live = send(Live(form_of("pathway")), action="load", case={"steps": steps})
    handed = payload(told(live, "next"), "calculateurs/placement-a-l-essai/")
    there = send(Live(form_of("trial_placement")), action="carry", fresh=True, **handed)
    assert (there.raw["start_date"], there.raw["end_date"], there.raw["contract_start"]) == (
        "02.03.2026",
        "31.08.2026",
        "01.09.2026",
    )
    assert there.raw["company_name"] == "Menuiserie <Dupont>"
    assert "&lt;Dupont&gt;" in told(there, "carried")


@pytest.mark.parametrize("measure", [m.value for m in Measure])
def test_each_measure_of_a_path_that_has_a_calculator_opens_it_with_its_dates(measure: str) -> None:
    step = {"measure": measure, "start": "2026-03-02", "end": "2026-06-01"}
    live = send(Live(form_of("pathway")), action="load", case={"steps": [step]})
    opens = register().steps.get(measure)
    if opens is None:
        assert measure in ("early_intervention", "reintegration"), "no calculator here treats it"
        assert told(live, "next") == ""
        return
    handed = payload(told(live, "next"), registry.get(opens.calculator).page)
    there = send(Live(form_of(opens.calculator)), action="carry", fresh=True, **handed)
    assert "02.03.2026" in str(there.raw), "its start"
    assert (
        "01.06.2026" in str(there.raw)
        or (opens.months and there.raw[opens.months] == "3")
        or measure in ("capital_aid", "guidance", "guidance_stage")
    ), "its end, where the calculator asks for one"
    assert not there.faults or {f.path for f in there.faults} == {"absences[0].paid"}


@pytest.mark.parametrize(
    ("end", "months"), [("2026-06-01", "3"), ("2026-05-31", ""), ("2026-06-02", "")], ids=["whole", "less", "more"]
)
def test_the_duration_of_a_step_passes_only_as_whole_months(end: str, months: str) -> None:
    step = {"measure": "coaching", "start": "2026-03-02", "end": end}
    live = send(Live(form_of("pathway")), action="load", case={"steps": [step]})
    handed = payload(told(live, "next"), "calculateurs/budget-de-coaching/")
    assert handed["fields"].get("months", "") == months


def test_a_measure_takes_its_place_in_the_path_beside_the_steps_that_are_there_and_only_once() -> None:
    trial = Live(form_of("trial_placement"))
    assert "toutes-les-prestations" not in told(trial, "next"), "not before its start is known"
    trial.controls["start_date"].widget.value = "2.3.2026"  # type: ignore[union-attr]
    handed = payload(told(trial, "next"), "calculateurs/toutes-les-prestations/")
    path = Live(form_of("pathway"))
    send(path, action="load", case={"steps": [{"measure": "retraining", "start": "2024-01-01", "end": "2025-12-31"}]})
    send(path, action="carry", **handed)
    assert [row["measure"] for row in path.raw["steps"]] == ["retraining", "trial_placement"]
    assert "ligne reprise de « Placement à l&#39;essai »" in told(path, "message")
    send(path, action="carry", **handed)
    assert len(path.raw["steps"]) == 2


def test_the_canton_passes_as_a_choice_and_as_a_word_and_geneva_says_it_by_itself() -> None:
    coaching = Live(form_of("coaching"))
    coaching.controls["canton"].widget.value = "ge"  # type: ignore[union-attr]
    handed = payload(told(coaching, "next"), "calculateurs/placement-a-l-essai/")
    assert handed["fields"]["office_of"] == "Genève"
    assert send(Live(form_of("trial_placement")), action="carry", **handed).raw["office_of"] == "Genève"
    back = {"canton": {"value": "Genève", "from": "trial_placement"}}
    assert send(Live(form_of("coaching")), action="carry", facts=back).raw["canton"] == "ge"
    provider = send(Live(form_of("geneve_provider")), action="load", case={"provider": "Cabinet du Rhône"})
    assert payload(told(provider, "next"), "calculateurs/budget-de-coaching/")["fields"]["canton"] == "ge"


def test_what_can_follow_is_offered_with_the_facts_that_are_known_once_something_is_typed() -> None:
    live = Live(form_of("reclassement"))
    assert told(live, "next") == ""
    live.controls["birth_date"].widget.value = "3.4.1992"  # type: ignore[union-attr]
    assert payload(told(live, "next"), "calculateurs/aide-en-capital/") == {
        "origin": "reclassement",
        "fields": {"birth_date": "03.04.1992"},
    }


@pytest.mark.parametrize(
    "thing",
    [
        None,
        True,
        7,
        -1.5,
        "",
        "<b>",
        "birth_date",
        [],
        ["birth_date"],
        [[]],
        {},
        {"birth_date": None},
        {"": {"value": 1}},
        {"birth_date": {"value": {}, "from": []}},
        {"birth_date": {"from": "reclassement"}},
    ],
    ids=repr,
)
def test_no_message_of_the_page_makes_the_offer_fail(thing: Any) -> None:
    specs = form_of("capital_aid").specs
    carrying.offered("capital_aid", specs, {"facts": thing, "fields": thing, "origin": thing})
    carrying.offered(
        "capital_aid",
        specs,
        {"facts": {"birth_date": thing}, "fields": {"birth_date": thing}, "origin": "reclassement"},
    )
