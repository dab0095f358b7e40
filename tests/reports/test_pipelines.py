"""The reports that pipelines take: valid by their schemas, at the right places, and each finding known again after an edit."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shallcheck.model.finding import Edit, apply_edits
from shallcheck.model.lines import Lines, Units
from shallcheck.project.check import Check
from shallcheck.reports.checkstyle import findings_checkstyle
from shallcheck.reports.gitlab import findings_gitlab
from shallcheck.reports.junit import findings_junit
from shallcheck.reports.markdown import findings_markdown
from shallcheck.reports.sarif import findings_sarif
from tests.reports.checked import checked
from tests.reports.schemas import validator

NAME = "System_Requirements.md"
TEXT = (
    "# Pump 🚰\n\n- **SYS-1**: The 🚰 pump shall stop quickly.\n- **SYS-1**: The pump must stop within 5 ms.\n"
    "  - Derived from: SN-9\n- **SYS-3**: The pump shall close the valve.\n"
)
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x00\x1b\x85\u2028|`<>&]]>*_\\"), max_size=30)


SARIF = validator("sarif-2.1.0")


def log(check: Check) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(findings_sarif(check))
    SARIF.validate(told)
    return told


def results(documents: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log(checked(documents))["runs"][0]["results"]
    return found


def cut_out(text: str, region: dict[str, int]) -> str:
    return text[slice(*offsets(text, region))]


def offsets(text: str, region: dict[str, int]) -> tuple[int, int]:
    lines = Lines(text)
    start = lines.offset(region["startLine"] - 1, region["startColumn"] - 1, Units.UTF16)
    return start, lines.offset(region["endLine"] - 1, region["endColumn"] - 1, Units.UTF16)


# -- SARIF -----------------------------------------------------------------------------------------------------------


def test_a_result_of_sarif_says_rule_level_place_and_artifact() -> None:
    (found,) = [each for each in results({NAME: TEXT}) if each["ruleId"] == "AMB009"]

    (location,) = found["locations"]
    assert found["level"] == "warning"
    assert cut_out(TEXT, location["physicalLocation"]["region"]) == "quickly"
    assert location["physicalLocation"]["artifactLocation"] == {"uri": NAME, "uriBaseId": "SRCROOT"}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "SYS-1", "kind": "requirement"}]


def test_every_rule_comes_with_its_help_and_each_result_leads_to_its_rule() -> None:
    (run,) = log(checked({NAME: TEXT}))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert all("**How to mend it:**" in rule["help"]["markdown"] for rule in rules)


def test_a_fix_of_sarif_is_the_fix() -> None:
    (found,) = [each for each in results({NAME: TEXT}) if each["ruleId"] == "AMB009"]
    (change,) = found["fixes"][0]["artifactChanges"]

    edits = [Edit(*offsets(TEXT, each["deletedRegion"]), each["insertedContent"]["text"]) for each in change["replacements"]]
    assert apply_edits(TEXT, edits) == TEXT.replace("quickly", "within \\<value> \\<unit>")


def test_the_other_place_of_a_finding_is_a_related_location() -> None:
    found = [each for each in results({NAME: TEXT}) if each["ruleId"] == "UNQ001"]

    assert found and all(each["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] in (3, 4) for each in found)


@pytest.mark.parametrize("path", ["50%, a:b.md", "new\nline.md", "ünï 🚰.md", "a b/c.md", "bad\udcff.md"])
def test_any_path_is_a_uri(path: str) -> None:
    found = results({path: "- **SYS-1**: The pump shall stop quickly.\n- **SYS-2**: The pump shall stop.\n"})

    uri = found[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri, errors="surrogateescape") == path
    assert uri.isascii() and " " not in uri


def test_a_check_that_could_not_end_is_no_success() -> None:
    check = checked({NAME: TEXT})
    check.broken = "The pipeline ended."

    assert log(check)["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert ElementTree.fromstring(findings_junit(check)).get("errors") == "1"


# -- known again -----------------------------------------------------------------------------------------------------


def test_an_edit_elsewhere_leaves_every_fingerprint() -> None:
    moved = {NAME: TEXT.replace("# Pump", "# Pump\n\nMore about it.\n\n## Stop")}

    for names in (sarif_names, gitlab_names):
        assert names({NAME: TEXT}) == names(moved)


def test_findings_that_are_alike_have_fingerprints_of_their_own() -> None:
    twice = "- **SYS-1**: The pump shall stop quickly, and the valve shall close quickly.\n- **SYS-2**: The pump shall stop.\n"

    assert len(set(sarif_names({NAME: twice}))) == len(sarif_names({NAME: twice})) > 1


def sarif_names(documents: dict[str, str]) -> list[str]:
    return [name for each in results(documents) for name in each["partialFingerprints"].values()]


def gitlab_names(documents: dict[str, str]) -> list[str]:
    return [each["fingerprint"] for each in json.loads(findings_gitlab(checked(documents)))]


# -- the others ------------------------------------------------------------------------------------------------------


def test_gitlab_is_told_the_line_and_a_severity_that_it_knows() -> None:
    issues = json.loads(findings_gitlab(checked({NAME: TEXT})))

    assert {each["severity"] for each in issues} <= {"info", "minor", "major", "critical", "blocker"}
    (quick,) = [each for each in issues if each["check_name"] == "AMB009"]
    assert quick["location"] == {"path": NAME, "lines": {"begin": 3, "end": 3}}


def test_an_artifact_is_a_test_of_junit_that_an_error_fails_and_a_warning_does_not() -> None:
    root = ElementTree.fromstring(findings_junit(checked({NAME: TEXT.replace("SYS-1**: The pump", "SYS-2**: The pump")})))
    cases = {each.get("name"): each for each in root.iter("testcase")}

    assert set(cases) == {"SYS-1", "SYS-2", "SYS-3"}
    assert cases["SYS-1"].find("failure") is None and "AMB009" in (cases["SYS-1"].findtext("system-out") or "")
    failure = cases["SYS-2"].find("failure")
    assert failure is not None and failure.get("type") == "TRC002" and "“SN-9”" in (failure.text or "")
    assert (root.get("tests"), root.get("failures")) == ("3", "1")


def test_checkstyle_has_each_finding_in_its_file() -> None:
    root = ElementTree.fromstring(findings_checkstyle(checked({NAME: TEXT})))
    (file,) = root.findall("file")

    assert file.get("name") == NAME
    (quick,) = [each for each in file if each.get("source") == "shallcheck.AMB009"]
    assert (quick.get("line"), quick.get("column"), quick.get("severity")) == ("3", "36", "warning")


def test_a_summary_in_markdown_begins_with_the_verdict_and_the_worst() -> None:
    told = findings_markdown(checked({NAME: TEXT}))

    assert told.startswith("## ShallCheck: errors were found\n")
    severities = [line.split(" | ")[0][2:] for line in told.splitlines() if line.startswith(("| error", "| warn", "| info"))]
    assert severities == sorted(severities, key=["error", "warning", "information"].index)


def test_a_summary_of_a_sound_document_says_so() -> None:
    told = findings_markdown(checked({NAME: "- **SYS-1**: The pump shall stop within 5 ms.\n"}))

    assert told == "## ShallCheck: no findings\n\n1 statement in 1 file was judged."


@settings(max_examples=60)
@given(HOSTILE)
def test_words_of_a_document_break_no_report(words: str) -> None:
    text = f"- **SYS-1**: The {words} pump shall stop quickly etc.\n- **SYS-2**: The pump shall close.\n"
    check = checked({f"a {words}.md": text})

    log(check)
    ElementTree.fromstring(findings_junit(check))
    ElementTree.fromstring(findings_checkstyle(check))
    assert all(line.count(" | ") in (3, 4) for line in findings_markdown(check).splitlines() if line.startswith("| warning"))
    json.loads(findings_gitlab(check))
