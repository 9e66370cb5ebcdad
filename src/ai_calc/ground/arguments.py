"""The parser of a command line, in French: argparse's own words, in its help and in what it refuses."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

_SAID = (
    (r"the following arguments are required: (.+)", r"il manque : \1"),
    (r"one of the arguments (.+) is required", r"il manque l'une de : \1"),
    (r"unrecognized arguments: (.+)", r"inconnu : \1"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 peut être \2"),
    (
        r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)",
        r"\1 : \2 est inconnu ; au choix : \3",
    ),
    (r"argument (\S+): expected .*argument.*", r"\1 : une valeur est attendue"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 : ne prend pas de valeur (\2)"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 ne va pas avec \2"),
    (r"argument (\S+): invalid int value: (.+)", r"\1 : \2 n'est pas un nombre entier"),
)


def in_french(message: str) -> str:
    """What argparse refuses, in French."""
    for pattern, french in _SAID:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return match.expand(french)
    return message


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "utilisation : " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks French, and so do those of its commands."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **options, "add_help": False})
        self._positionals.title, self._optionals.title = "arguments ", "options "
        self.add_argument("-h", "--help", action="help", help="montre cette aide")

    def error(self, message: str) -> NoReturn:
        """Ends the program with one line."""
        name = self.prog.partition(" ")[0]
        self.exit(2, f"{name} : arguments refusés ({in_french(message)}) ; voir {name} --help\n")
