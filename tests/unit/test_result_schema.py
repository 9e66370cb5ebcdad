"""The schema that the command line gives describes the results that it writes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ai_calc.cli import main
from ai_calc.evaluation import evaluate
from ai_calc.outcome.schema import result_schema
from ai_calc.registers import calculators as registry
from ai_calc.results import Role, Standing, to_jsonable
from tests import worked_cases

KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict,
}  # fmt: skip


def differences(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """Where a value is not what the schema says; the keywords that the schema uses, no others."""
    wanted = schema.get("type", [])
    kinds = tuple(KINDS[k] for k in ([wanted] if isinstance(wanted, str) else wanted))
    if kinds and not isinstance(value, kinds):  # type: ignore[arg-type]
        return [f"{path}: {value!r} is no {wanted}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r}"]
    if "properties" in schema:
        if set(value) != set(schema["properties"]) or set(schema["required"]) != set(schema["properties"]):
            return [f"{path}: {set(value) ^ set(schema['properties'])}"]
        return [d for key, part in schema["properties"].items() for d in differences(value[key], part, f"{path}.{key}")]
    return [d for n, item in enumerate(value) for d in differences(item, schema["items"], f"{path}[{n}]")] if "items" in schema else []


def test_every_result_of_a_worked_case_has_the_form_of_the_schema() -> None:
    schema, seen = result_schema(), 0
    for name, case in worked_cases.load()[::9]:
        result = evaluate(registry.get(name), case["case"]).result
        if result is not None:
            assert differences(to_jsonable(result), schema) == [], case["id"]
            seen += 1
    assert seen > 50


def test_a_wrong_result_is_noticed() -> None:
    result = to_jsonable(evaluate(registry.get("placement"), {}).result)
    for change in ({"overall": {**result["overall"], "role": "boss"}}, {"verdicts": [{"key": "x"}]}, {"more": 1}):
        assert differences({**result, **change}, result_schema())


def test_the_command_line_says_what_a_role_a_carrier_and_a_standing_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "placement", "--result"]) == 0
    schema = json.loads(capsys.readouterr().out)
    role = schema["properties"]["verdicts"]["items"]["properties"]["role"]
    figure = schema["properties"]["figures"]["items"]["properties"]
    assert role["enum"] == list(Role)
    assert figure["standing"]["enum"] == list(Standing)
    assert all(f"« {member.value} »" in role["description"] for member in Role)
    assert all(f"« {member.value} »" in figure["standing"]["description"] for member in Standing)
    assert "overall" in figure["carried_by"]["description"]


def test_the_schema_of_a_case_stays_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "placement"]) == 0
    assert "search_hampered" in json.loads(capsys.readouterr().out)["properties"]
