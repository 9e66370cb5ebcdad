"""YAML as the package's data files use it: a key given twice is an error, not a silent choice."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from typing import Any

import yaml

try:  # the parser in C where PyYAML has it (not in the browser): ten times as fast
    from yaml import CSafeLoader as _Base
except ImportError:
    from yaml import SafeLoader as _Base  # type: ignore[assignment]


class StrictYamlError(ValueError):
    """A text that is not YAML, that gives a key twice, or a day that does not exist; the message says so in French."""


class _Loader(_Base):
    """YAML without duplicate keys."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    keys = [
        loader.construct_object(k, deep=True) for k, _ in node.value if k.tag != "tag:yaml.org,2002:merge"
    ]  # « << » is no key
    for key in keys:
        if keys.count(key) > 1:
            raise StrictYamlError(f"clé « {key} » en double")
    return _Base.construct_mapping(loader, node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(text: str) -> Any:
    """The content of ``text``. Raises :class:`StrictYamlError`."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise StrictYamlError(f"YAML illisible ({' '.join(str(error).split())})") from None
    except StrictYamlError:
        raise
    except ValueError:  # PyYAML makes dates of what looks like one: 2027-13-01
        raise StrictYamlError(f"une date n'existe pas{_first_impossible(text)}") from None


def _first_impossible(text: str) -> str:
    """The first day of ``text`` that no calendar has, with its line."""
    for number, line in enumerate(text.splitlines(), 1):
        for day in re.findall(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])", line):
            try:
                date.fromisoformat(day)
            except ValueError:
                return f" : « {day} », ligne {number}"
    return ""
