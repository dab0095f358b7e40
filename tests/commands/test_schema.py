"""`shallcheck schema`: what TOML tools complete and check `shallcheck.toml` by."""

from __future__ import annotations

import json

from shallcheck.project.config_file import allowed_keys
from shallcheck.reports.config_schema import client_settings, config_schema
from tests.commands.running import shallcheck


def test_the_schema_knows_every_key_and_nothing_of_pydantic() -> None:
    done = shallcheck("schema")

    assert done.code == 0
    schema = json.loads(done.out)
    assert sorted(schema["properties"]) == allowed_keys()
    assert schema["additionalProperties"] is False
    for word in ("$ref", "$defs", "anyOf", '"title": "Select"', '"null"'):
        assert word not in done.out


def test_a_choice_is_spelled_out() -> None:
    assert config_schema()["properties"]["dialect"]["enum"] == ["shall", "must", "shall-or-must", "rfc2119", "ears"]


def test_no_setting_of_a_workspace_says_what_is_run() -> None:
    settings = client_settings()["properties"]

    assert settings["shallcheck.server.path"]["scope"] == "machine"
    assert settings["shallcheck.pipeline"]["scope"] == "machine"
    assert "shallcheck.policy" not in settings
    assert all(each["scope"] in ("machine", "window") and each["markdownDescription"] for each in settings.values())
