"""What a cell says when it stops: in French, with the line and what to do, and no word of Python's own."""

from __future__ import annotations

import importlib.util
from types import SimpleNamespace

import pytest

from hub import ROOT

_spec = importlib.util.spec_from_file_location("faults", ROOT / "hub" / "lab" / "python" / "hub_lab" / "faults.py")
assert _spec is not None and _spec.loader is not None
faults = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(faults)


def error_of(code: str) -> BaseException:
    try:
        exec(compile(code, "<cell>", "exec"), {})
    except Exception as error:
        return error
    raise AssertionError("the code must fail")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("cours.exercise('need')", "Exécutez d'abord la première cellule de code"),
        ("\nplafon + 1", "Le nom « plafon » n'est pas connu"),
        ("def f(x)\n    return x", "Il manque un « : » à la fin de la ligne (ligne 1)."),
        ("def f(x):\nreturn x", "quatre espaces (ligne 2)."),
        ("print((1)", "n'est pas refermé (ligne 1)."),
        ("import pandas_of_nobody", "Le module « pandas_of_nobody » n'est pas dans ces carnets"),
        ("1 / 0", "Une division par zéro."),
        ("'a' + 1", "Une valeur n'est pas de la sorte attendue"),
        ("{}['x']", "Il n'y a rien à cette place : x."),
        ("[].nope", "Le calcul s'est arrêté (AttributeError)."),
        ("def f():\n    x += 1\nf()", "La fonction lit un nom auquel elle n'a pas encore donné de valeur."),
        (
            "from ai_calc.calculators.capital_aid import CapitalAidCase\nCapitalAidCase(domicile_in_switzerland='mte')",
            "domicile_in_switzerland : une de ces réponses est attendue",
        ),
        (
            "from ai_calc.course.figures import figure\nfrom datetime import date\n"
            "figure('capital_aid/cash_cap', date(1900, 1, 1))",
            "aucune valeur connue",
        ),
    ],
)
def test_a_fault_is_told_in_french(code: str, words: str) -> None:
    error = error_of(code)
    told = faults.in_words(error, error.__traceback__)
    assert told.startswith("Cette cellule s'est arrêtée") and words in told
    assert not any(english in told for english in ("not defined", "expected", "Traceback", "No module"))


def test_the_line_is_that_of_the_cell() -> None:
    error = error_of("x = 1\ny = 2\nx / 0")
    assert "(ligne 3)" in faults.in_words(error, error.__traceback__)


def test_the_shell_shows_it_and_the_cell_stays_faulty() -> None:
    shell = SimpleNamespace(_last_traceback=None)
    faults.speak_french(shell)
    error = error_of("1 / 0")
    shell._showtraceback(type(error), error, ["Traceback …"])
    assert "Une division par zéro" in shell._last_traceback["traceback"][0]
    shell._showtraceback(ValueError, "words", [])
    assert "ValueError" in shell._last_traceback["evalue"]
