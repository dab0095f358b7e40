"""A policy: what it locks no project can weaken, and who tries is told at the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.project.config_file import with_settings
from shallcheck.project.configs import load_config
from shallcheck.project.policy import governed
from shallcheck.rules.registry import all_rules

POLICY = """
locked = ["AMB001", "VER", "dialect"]
dialect = "rfc2119"
[severity]
AMB001 = "error"
[words.AMB001]
allow = ["normal"]
[[exceptions]]
rules = ["AMB001"]
match = "drafts/"
reason = "drafts are drafts"
"""
WEAK = [
    ('ignore = ["AMB"]', 0),
    ('select = ["FRM"]', 0),
    ('dialect = "must"', 0),
    ('\n[severity]\nAMB001 = "warning"', 2),
    ('[[paths]]\nmatch = "x"\nignore = ["AMB001"]', 2),
    ('[[paths]]\nmatch = "x"\n[paths.severity]\nVER001 = "off"', 3),
    ('[words.AMB001]\nallow = ["robust"]', 1),
    ('[[exceptions]]\nrules = ["AMB001"]\nmatch = "x"\nreason = "y"', 1),
]


@pytest.mark.parametrize(("text", "line"), WEAK)
def test_what_weakens_is_told_at_its_line_and_has_no_effect(text: str, line: int) -> None:
    config, problems = governed("shallcheck.toml", text, POLICY)

    assert [problem.line for problem in problems] == [line]
    assert "The policy locks" in problems[0].message
    assert config.severity_of(all_rules()["AMB001"]) is Severity.ERROR
    assert config.severity_of(all_rules()["VER001"]) is Severity.WARNING
    assert config.dialect is Dialect.RFC2119
    assert config.choices.words_of("vague-term").allow == ("normal",)
    assert [each.match for each in config.exceptions] == ["drafts/"]


def test_what_is_not_locked_or_stricter_is_the_projects() -> None:
    text = 'ignore = ["FRM"]\n[severity]\nVER001 = "error"\n[words.AMB001]\nadd = ["snappy"]\n'
    config, problems = governed("shallcheck.toml", text, POLICY)

    assert problems == []
    assert config.severity_of(all_rules()["FRM008"]) is Severity.OFF
    assert config.severity_of(all_rules()["VER001"]) is Severity.ERROR
    assert config.choices.words_of("vague-term").add == ("snappy",)


def test_a_clients_settings_cannot_weaken_it_either() -> None:
    config, _ = with_settings(governed("shallcheck.toml", "", POLICY)[0], {"ignore": ["AMB001"]})

    assert config.severity_of(all_rules()["AMB001"]) is Severity.ERROR


def test_a_project_names_a_policy_inside_itself(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(POLICY, "utf-8")
    (tmp_path / "shallcheck.toml").write_text('policy = "policy.toml"\nignore = ["AMB001"]\n', "utf-8")
    found = load_config(tmp_path / "shallcheck.toml")

    assert [problem.line for problem in found.problems] == [1]
    assert found.config.severity_of(all_rules()["AMB001"]) is Severity.ERROR


@pytest.mark.parametrize("named", ["../policy.toml", "{outside}", "link.toml"])
def test_a_project_cannot_name_a_file_outside_itself(named: str, tmp_path: Path) -> None:
    outside = tmp_path / "policy.toml"
    outside.write_text(POLICY, "utf-8")
    project = tmp_path / "project"
    project.mkdir()
    (project / "link.toml").symlink_to(outside)
    (project / "shallcheck.toml").write_text(f'policy = "{named.format(outside=outside)}"\n', "utf-8")
    found = load_config(project / "shallcheck.toml")

    assert ["outside this project" in problem.message for problem in found.problems] == [True]
    assert found.config.locked == {}


def test_the_environment_names_one_for_every_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.toml").write_text(POLICY, "utf-8")
    monkeypatch.setenv("SHALLCHECK_POLICY", str(tmp_path / "policy.toml"))

    assert load_config(None).config.severity_of(all_rules()["AMB001"]) is Severity.ERROR


def test_a_wrong_policy_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('locked = ["nothing"]\n', "utf-8")
    (tmp_path / "shallcheck.toml").write_text('\npolicy = "policy.toml"\n', "utf-8")
    (problem,) = load_config(tmp_path / "shallcheck.toml").problems

    assert problem.line == 1
    assert "wrong at its line 1" in problem.message
