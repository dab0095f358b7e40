"""The configuration file: what is right holds, what is wrong is told at its line and stops nothing."""

from __future__ import annotations

import pytest

from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.project.config import Config
from shallcheck.project.config_file import check_pattern, parse_config
from shallcheck.rules.registry import all_rules


def test_every_key_is_read() -> None:
    text = """
select = ["AMB", "TRC002"]
extend-select = ["FRM001"]
ignore = ["AMB003"]
dialect = "must"
identifier-pattern = "REQ-\\\\d+"
exclude = ["old/"]
pipeline = "en_core_web_md"
[severity]
AMB001 = "error"
"""
    config, problems = parse_config("shallcheck.toml", text)

    assert problems == []
    assert config == Config(
        select=("AMB", "TRC002"),
        extend_select=("FRM001",),
        ignore=("AMB003",),
        severity={"AMB001": Severity.ERROR},
        dialect=Dialect.MUST,
        identifier_pattern=r"REQ-\d+",
        exclude=("old/",),
        pipeline="en_core_web_md",
    )


def test_pyproject_has_its_own_table() -> None:
    config, problems = parse_config("pyproject.toml", '[project]\nname = "x"\n[tool.shallcheck]\nselect = ["AMB"]\n')

    assert (config.select, problems) == (("AMB",), [])


WRONG = [
    ('ignroe = ["AMB001"]', 0, "did you mean “ignore”"),
    ('ignore = ["AMB001"]\n\nfrobnicate = 1', 2, "allowed are dialect, exclude"),
    ('select = [\n  "AMB001",\n  "AMB999",\n]', 0, "no rule “AMB999”"),
    ('select = ["vague-term"]', 0, "there is no rule “vague-term”"),
    ('\ndialect = "should"', 1, "'shall', 'must'"),
    ('[severity]\nAMB002 = "error"\nAMB003 = "eror"', 2, "'error', 'warning', 'information' or 'off'"),
    ('[severity]\nAMB002 = "error"\nXYZ001 = "error"', 0, "no rule “XYZ001”"),
    ("exclude = 5", 0, "exclude"),
    ('pipeline = "../evil"', 0, "a path cannot be named"),
    ('identifier-pattern = "(a+)+b"', 0, "inside a repeat"),
    ('identifier-pattern = "REQ-["', 0, "not a regular expression"),
    ('select = ["AMB"', 0, "not TOML"),
]


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_what_is_wrong_is_told_at_its_line(text: str, line: int, words: str) -> None:
    _, problems = parse_config("shallcheck.toml", text)

    assert [problem.line for problem in problems] == [line]
    assert words in problems[0].message


def test_a_typo_costs_only_its_own_key() -> None:
    config, problems = parse_config("shallcheck.toml", 'ignore = ["AMB001"]\ndialect = "shouting"\n')

    assert (config.ignore, config.dialect, len(problems)) == (("AMB001",), None, 1)


def test_errors_in_pyproject_stand_at_their_own_line() -> None:
    _, problems = parse_config("pyproject.toml", "[project]\nname = 'x'\n\n[tool.shallcheck]\nselect = ['AMB']\nignroe = []\n")

    assert [problem.line for problem in problems] == [5]


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a|aa)+", "(?:a*)*b", r"(\w+)\1", "(?=a)b", "a" * 500, "a*b*c*d*e*", "((a{1,9})+)"]
)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", [r"REQ-\d+", r"(?:SYS|SW)-[A-Z]{2,4}-\d{3,}[a-z]?", r"[A-Z]+_\d+(?:\.\d{1,3})?"])
def test_patterns_of_real_projects_are_allowed(pattern: str) -> None:
    check_pattern(pattern)


def test_severities_follow_the_configuration() -> None:
    rules = all_rules()
    config = Config(select=("AMB", "TRC002"), ignore=("AMB003",), severity={"AMB002": Severity.ERROR})

    assert config.severity_of(rules["AMB002"]) is Severity.ERROR
    assert config.severity_of(rules["AMB003"]) is Severity.OFF
    assert config.severity_of(rules["TRC001"]) is Severity.OFF
    assert config.severity_of(rules["TRC002"]) is Severity.ERROR
