"""Open points say which questions settle them and what follows; the table of questions is what turning facts gives."""

from __future__ import annotations

import json
import re

from ai_calc.outcome.questions import table
from ai_calc.registers import calculators as registry
from ai_calc.results import Role, Status
from calculators.kit.live import Live
from calculators.kit.static import form_of
from tests.questions import EMPTY_AND_EXAMPLES, found


def test_the_table_names_each_fact_that_opens_or_settles_a_verdict_of_the_examples() -> None:
    missing = [
        f"{name}: {verdict} waits for {field}"
        for name, verdicts in found(EMPTY_AND_EXAMPLES).items()
        for verdict, fields in verdicts.items()
        for field in fields
        if field not in table()[name].get(verdict, ())
    ]
    assert missing == [], "python -m tests.questions writes the table anew"


def test_the_table_names_only_fields_that_there_are() -> None:
    for name, verdicts in table().items():
        assert {f for fields in verdicts.values() for f in fields} <= set(registry.get(name).case_type.model_fields)


def test_an_open_point_leads_to_its_field_and_says_what_follows_from_yes_and_from_no() -> None:
    live = Live(form_of("capital_aid"), json.dumps({"raw": {}, "v": 3, "refined": True}))
    live.inbox.value = json.dumps({"action": "example"})
    live.controls["domicile_in_switzerland"].widget.value = "unknown"
    html = live.outputs["verdicts"].object
    assert 'data-calc-action="goto:domicile_in_switzerland" data-calc-label="Domicile en Suisse"' in html
    assert "Si ce point est rempli : plus aucune condition examinée n&#39;est ouverte" in html
    no = re.search(
        r"Sinon : la conclusion devient « Condition non remplie », et tombe ce qui en dépend \(([^)]*)\)", html
    )
    assert no is not None and "« Aide possible »" in no[1]
    live.controls["domicile_in_switzerland"].widget.value = "met"
    assert live.result.overall.status is Status.MET
    live.controls["domicile_in_switzerland"].widget.value = "not_met"
    assert live.result.overall.status is Status.NOT_MET
    assert live.result.figure("grantable").value == 0


def test_a_point_that_cannot_turn_a_failed_conclusion_says_so() -> None:
    live = Live(form_of("capital_aid"))
    live.inbox.value = json.dumps({"action": "example"})
    live.controls["domicile_in_switzerland"].widget.value = "not_met"
    live.controls["simple_and_adequate"].widget.value = "unknown"
    assert (
        "La conclusion reste « Condition non remplie » dans les deux cas : « Domicile en Suisse »"
        in live.outputs["verdicts"].object
    )
    for answer in ("met", "not_met"):
        live.controls["simple_and_adequate"].widget.value = answer
        assert live.result.overall.status is Status.NOT_MET


def test_a_limit_that_is_open_takes_away_only_what_rests_on_it() -> None:
    live = Live(form_of("capital_aid"))
    live.inbox.value = json.dumps({"action": "example"})
    for name, value in (("cash", "10000"), ("cash_indicated", "met"), ("interest_loan", "40000")):  # one form is sure
        live.controls[name].widget.value = value
    live.controls["repayment_reasonable"].widget.value = "unknown"
    point = next(v for v in live.result.verdicts if v.key == "form.interest_loan")
    assert point.role is Role.LIMIT and point.status is Status.TO_APPRAISE
    said = live.outputs["verdicts"].object
    assert "Sinon : ce qui en dépend (« Aide dans les formes souhaitées », « À rembourser »" in said


def test_going_to_a_field_unfolds_its_section_and_leaves_the_estimate() -> None:
    live = Live(form_of("capital_aid"))
    live.inbox.value = json.dumps({"action": "goto", "field": "own_resources"})
    assert not live._refined, "it is in sight already"
    before = live.raw
    live.inbox.value = json.dumps({"action": "goto", "field": "domicile_in_switzerland"})
    card, fields = next((card, fields) for section, card, fields in live._sections if section.key == "conditions")
    assert live._refined and card.visible and not card.collapsed
    assert live.controls["domicile_in_switzerland"].view in list(fields)
    assert live.raw == before
