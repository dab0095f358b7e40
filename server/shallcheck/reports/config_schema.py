"""The keys of the configuration as a JSON schema, and as settings of the VS Code extension: both made from `Keys`."""

from __future__ import annotations

import json
from typing import Any

from shallcheck.project.config_file import Keys

_MACHINE = frozenset({"pipeline"})
"""Keys that say what is run: an editor takes them from its user, never from the settings of a workspace."""
_IN_FILES_ONLY = frozenset({"policy"})
"""Keys that no editor's settings may say."""
_CLIENT: dict[str, dict[str, Any]] = {
    "shallcheck.server.path": {
        "type": "string",
        "default": "",
        "scope": "machine",
        "markdownDescription": (
            "The Python that has ShallCheck, or the `shallcheck` command, as an absolute path (`~` is the home folder). Empty: "
            "look for it, in the Python extension's environment, on the search path, and in the private environment."
        ),
    },
    "shallcheck.mcp.write": {
        "type": "boolean",
        "default": False,
        "scope": "machine",
        "markdownDescription": (
            "Coding agents in the editor may have changes made that were accepted, and their verdicts are kept in the ledger "
            "(`shallcheck mcp --write`). Otherwise they only read."
        ),
    },
    "shallcheck.trace.server": {
        "type": "string",
        "default": "messages",
        "scope": "window",
        "enum": ["messages", "verbose"],
        "markdownDescription": "How much of the talk with the server is logged. It is logged while the log's level is *Trace*.",
    },
}
"""The settings that the extension itself reads."""


def config_schema() -> dict[str, Any]:
    """The JSON schema of `shallcheck.toml`."""
    schema = Keys.model_json_schema(by_alias=True)
    named = schema.pop("$defs", {})
    properties = {key: _plain(value, named) for key, value in schema["properties"].items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "shallcheck.toml",
        "description": "What a project says about how ShallCheck judges it.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def client_settings() -> dict[str, Any]:
    """The extension's settings, as the `configuration` of its package.json."""
    judged = {}
    for key, value in config_schema()["properties"].items():
        if key in _IN_FILES_ONLY:
            continue
        scope = "machine" if key in _MACHINE else "window"
        words = {name: each for name, each in value.items() if name != "description"}
        judged[f"shallcheck.{key}"] = {**words, "scope": scope, "markdownDescription": value["description"]}
    return {"title": "ShallCheck", "properties": {**_CLIENT, **judged}}


def as_text(value: object) -> str:
    """JSON as the repository keeps it, ending in a line break."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any, named: dict[str, Any]) -> Any:
    """A part of pydantic's schema without its titles, its references and the null that TOML does not have."""
    if isinstance(value, list):
        return [_plain(each, named) for each in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        target = named[value["$ref"].rsplit("/", 1)[1]]
        value = {**target, **{name: each for name, each in value.items() if name != "$ref"}}
    choices = [each for each in value.get("anyOf", []) if each != {"type": "null"}]
    if len(choices) == 1:
        only = _plain(choices[0], named)
        value = {**only, **{name: each for name, each in value.items() if name != "anyOf"}}
    kept = {name: each for name, each in value.items() if name != "title" and not (name == "default" and each is None)}
    return {name: _plain(each, named) for name, each in kept.items()}
