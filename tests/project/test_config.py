"""The configuration file: what is right holds, what is wrong is told at its line and stops nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.choices import Choices, Words
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.project.config import Config, PathChoices, Waiver
from shallcheck.project.config_file import parse_config
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
verification-methods = ["peer review"]
[severity]
AMB001 = "error"
[glossary]
ATC = "air traffic control"
[words.AMB001]
add = ["snappy"]
allow = ["robust  mode"]
[options.FRM010]
words = 40
[[paths]]
match = "docs/legacy/**"
ignore = ["FRM"]
severity = { AMB002 = "information" }
dialect = "rfc2119"
[[exceptions]]
rules = ["AMB001"]
artifact = "SYS-014"
reason = "the manual defines it"
until = 2027-01-31
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
        choices=Choices((("vague-term", Words(("snappy",), ("robust mode",))),), (("FRM010", "words", 40),), ("peer review",)),
        glossary=("ATC",),
        paths=(PathChoices("docs/legacy/**", ("FRM",), {"AMB002": Severity.INFORMATION}, Dialect.RFC2119),),
        exceptions=(Waiver(("AMB001",), "the manual defines it", "", "SYS-014", date(2027, 1, 31)),),
    )


def test_pyproject_has_its_own_table() -> None:
    config, problems = parse_config("pyproject.toml", '[project]\nname = "x"\n[tool.shallcheck]\nselect = ["AMB"]\n')

    assert (config.select, problems) == (("AMB",), [])


WRONG = [
    ('ignroe = ["AMB001"]', 0, "did you mean “ignore”"),
    ('ignore = ["AMB001"]\n\nfrobnicate = 1', 2, "criticality, dialect, exceptions"),
    ('select = [\n  "AMB001",\n  "AMB999",\n]', 0, "no rule “AMB999”"),
    ('select = ["vague-tern"]', 0, "did you mean “vague-term”?"),
    ("ignore = 'AMB'", 0, 'it wants a list of codes, such as "AMB001", in brackets.'),
    ("exclude = ['a', 5]", 0, "“exclude.1” does not fit, so it has no effect: it wants text in quotation marks."),
    ("dialect = 'must'\n[tool.shallcheck]\nignore = ['AMB']", 1, "without the heading [tool.shallcheck]"),
    ("a = " + "9" * 5000, 0, "not TOML"),
    ("#" * 2_000_000, 0, "larger than 1 MB"),
    ('\ndialect = "should"', 1, "'shall', 'must'"),
    ('[severity]\nAMB002 = "error"\nAMB003 = "eror"', 2, "'error', 'warning', 'information' or 'off'"),
    ('[severity]\nAMB002 = "error"\nXYZ001 = "error"', 2, "no rule “XYZ001”"),
    ("exclude = 5", 0, "exclude"),
    ('pipeline = "../evil"', 0, "a path cannot be named"),
    ('identifier-pattern = "(?=a)b"', 0, "neither looks around nor refers back"),
    ('identifier-pattern = "REQ-["', 0, "not a regular expression"),
    ('select = ["AMB"', 0, "not TOML"),
    ("[words.AMB005]\nadd = ['x']", 0, "AMB005 has no word list"),
    ("[words.AMB001]\nadd = ['x']\nalow = ['y']", 2, "did you mean “allow”"),
    ("[words.AMB001]\nadd = ['ok', '']", 1, "not blank"),
    ("[options.AMB001]\nwords = 3", 0, "has no thresholds"),
    ("[options.FRM010]\nsentences = 3", 0, "it has words, conditions"),
    ("[options.FRM010]\nwords = 3", 0, "from 10 to 10000"),
    ("[[paths]]\nmatch = 'a'\n\n[[paths]]\nmatch = 'b'\nignore = ['AMB', 'NIX']", 5, "no rule “NIX”"),
    ("[[paths]]\nmatch = 'a'\nformat = 'xyz'", 2, "allowed are none, "),
    ("[[exceptions]]\nrules = ['AMB001']\nmatch = 'a'", 0, "required and missing"),
    ("[[exceptions]]\nrules = ['AMB001']\nreason = 'x'", 0, "give match or artifact"),
    ("[[exceptions]]\nrules = ['AMB001']\nmatch = 'a'\nreason = 'x'\nuntil = 'soon'", 4, "date"),
]


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_what_is_wrong_is_told_at_its_line(text: str, line: int, words: str) -> None:
    _, problems = parse_config("shallcheck.toml", text)

    assert [problem.line for problem in problems] == [line]
    assert words in problems[0].message


def test_a_typo_costs_only_its_own_key() -> None:
    config, problems = parse_config("shallcheck.toml", 'ignore = ["AMB001"]\ndialect = "shouting"\n')

    assert (config.ignore, config.dialect, len(problems)) == (("AMB001",), None, 1)


def test_a_wrong_entry_of_a_list_costs_only_itself() -> None:
    text = "[[paths]]\nmatch = 'a'\n[[paths]]\nmatch = 'b'\nignore = ['NIX']\n[severity]\nAMB001 = 'error'\nAMB002 = 'bad'\n"
    config, problems = parse_config("shallcheck.toml", text)

    assert [(each.match, each.ignore) for each in config.paths] == [("a", ()), ("b", ())]
    assert config.severity == {"AMB001": Severity.ERROR}
    assert [problem.line for problem in problems] == [7, 4]


def test_some_files_are_judged_otherwise() -> None:
    paths = (PathChoices("docs/legacy/**", ("AMB001",), {"AMB002": Severity.ERROR}, Dialect.MUST),)
    config = Config(paths=paths, root="/project")
    rules = all_rules()

    assert config.at("/project/docs/legacy/old.md").severity_of(rules["AMB001"]) is Severity.OFF
    assert config.at("/project/docs/legacy/old.md").severity_of(rules["AMB002"]) is Severity.ERROR
    assert config.reader_settings("/project/docs/legacy/old.md").dialect is Dialect.MUST
    assert config.at("/project/docs/new.md") is config
    assert config.at("/elsewhere/docs/legacy/old.md") is config


def test_a_wrong_guess_of_the_format_is_overridden_by_path() -> None:
    text = "[[paths]]\nmatch = 'data/*'\nformat = 'none'\n[[paths]]\nmatch = 'notes/*'\nformat = 'markdown'\n"
    config = replace(parse_config("shallcheck.toml", text)[0], root="/project")
    shall = "- **SYS-001**: The pump shall stop.\n"

    assert read_document("/project/data/a.md", shall, config.reader_settings("/project/data/a.md")) is None
    assert read_document("/project/data/a.md", shall, config.reader_settings("/project/other/a.md")) is not None
    noted = read_document("/project/notes/a.txt", shall, config.reader_settings("/project/notes/a.txt"))
    assert noted is not None
    assert noted.setting.format == "markdown"


def test_errors_in_pyproject_stand_at_their_own_line() -> None:
    _, problems = parse_config("pyproject.toml", "[project]\nname = 'x'\n\n[tool.shallcheck]\nselect = ['AMB']\nignroe = []\n")

    assert [problem.line for problem in problems] == [5]


def test_severities_follow_the_configuration() -> None:
    rules = all_rules()
    config = Config(select=("AMB", "TRC002"), ignore=("AMB003",), severity={"AMB002": Severity.ERROR})

    assert config.severity_of(rules["AMB002"]) is Severity.ERROR
    assert config.severity_of(rules["AMB003"]) is Severity.OFF
    assert config.severity_of(rules["TRC001"]) is Severity.OFF
    assert config.severity_of(rules["TRC002"]) is Severity.ERROR


def test_rules_are_named_by_code_name_or_prefix_everywhere() -> None:
    text = "ignore = ['vague-term', 'fea']\n[severity]\nAMB = 'error'\nAMB002 = 'off'\nopen-ended-list = 'information'\n"
    config, problems = parse_config("shallcheck.toml", text)
    rules = all_rules()

    assert problems == []
    assert {code: config.severity_of(rules[code]) for code in ("AMB001", "AMB002", "AMB003", "AMB004", "FEA001")} == {
        "AMB001": Severity.OFF,
        "AMB002": Severity.OFF,
        "AMB003": Severity.INFORMATION,
        "AMB004": Severity.ERROR,
        "FEA001": Severity.OFF,
    }


def test_one_wrong_code_costs_only_itself() -> None:
    text = "ignore = ['AMB001', 'NIX', 'AMB002']\n[[exceptions]]\nrules = ['NIX']\nmatch = 'a'\nreason = 'x'\n"
    config, problems = parse_config("shallcheck.toml", text)

    assert (config.ignore, config.exceptions) == (("AMB001", "AMB002"), ())
    assert [problem.line for problem in problems] == [0, 2]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"wrong{number} = 1\n" for number in range(5_000)),
        "ignore = [" + "'wrong', " * 5_000 + "]",
        "[severity]\n" + "".join(f"wrong{number} = 'error'\n" for number in range(5_000)),
        "severity." + "a." * 10_000 + "a = 1",
    ],
    ids=["keys", "codes", "entries", "depth"],
)
def test_thousands_of_wrong_keys_are_told_in_short_and_soon(text: str) -> None:
    begin = time.process_time()
    _, problems = parse_config("shallcheck.toml", text)

    assert 1 <= len(problems) <= 51
    assert len(problems) == 1 or problems[-1].message == "… and 4950 more in this file: mend these first."
    assert time.process_time() - begin < 10.0, "seconds; a parse for each problem takes an hour"
