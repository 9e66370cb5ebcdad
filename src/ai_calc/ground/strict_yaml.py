"""YAML as the package's data files use it: a key given twice is an error, not a silent choice."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

try:  # the parser in C where PyYAML has it (not in the browser): ten times as fast
    from yaml import CSafeLoader as _Base
except ImportError:
    from yaml import SafeLoader as _Base  # type: ignore[assignment]


class StrictYamlError(ValueError):
    """A text that is not YAML, or that gives a key twice; the message says so in French."""


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
