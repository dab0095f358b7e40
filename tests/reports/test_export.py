"""What is exported is what was read: back in our own readers, nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shallcheck.documents.format import Format
from shallcheck.documents.reading import read_document
from shallcheck.project.check import Check
from shallcheck.project.state import Project
from shallcheck.reports.export import exported
from shallcheck.reports.export_csv import export_csv
from shallcheck.reports.export_json import export_json
from shallcheck.reports.export_markdown import export_markdown
from shallcheck.reports.export_reqif import export_reqif
from tests.documents.mutation import SAMPLES, formats, samples

NOW = "2027-01-31T12:00:00Z"


def read(documents: dict[str, str]) -> Check:
    project, check = Project(), Check()
    for path, text in documents.items():
        document = read_document(path, text)
        assert document is not None
        project.put(document)
        check.documents[path] = document
        check.projects[path] = project
    return check


def said(check: Check) -> list[tuple[str, str, list[tuple[str, str]], list[tuple[str, str]]]]:
    """What an export must not lose, whatever it is written in: a list's marks it may."""
    out = []
    for one in exported(check):
        links = sorted((link.type, link.target) for link in one.links if link.type != "mentions")
        out.append((one.identifier, re.sub(r"\n+(?:- )?", "\n", one.text), sorted(one.attributes), links))
    return out


PUMP = {
    "System_Requirements.md": (
        "### SYS-1 Stop\nThe pump shall stop within 2 s, `stop|now` & <now>.\n- Verification: test\n- Traces to: SYS-2, SN-1\n\n"
        "- **SYS-2**: The pump shall log:\n  - each *start*\n  - each stop\n"
    )
}


def test_json_has_the_keys_that_are_promised() -> None:
    written = json.loads(export_json(read(PUMP)))
    assert written["artifacts"][0] == {
        "id": "SYS-1",
        "level": "requirements",
        "kind": "requirement",
        "title": "Stop",
        "text": "The pump shall stop within 2 s, `stop|now` & <now>.",
        "path": "System_Requirements.md",
        "range": {"start": {"line": 0, "character": 4}, "end": {"line": 0, "character": 9}},
        "attributes": {"verification": "test"},
    }
    assert written["artifacts"][1]["text"] == "The pump shall log:\n- each start\n- each stop"
    assert [(each["from"], each["to"], each["type"], each["resolved"]) for each in written["links"]] == [
        ("SYS-1", "SYS-2", "traces", True),
        ("SYS-1", "SN-1", "traces", False),
    ]
    assert written["links"][0]["range"] == {"start": {"line": 3, "character": 13}, "end": {"line": 3, "character": 18}}


@pytest.mark.parametrize(("write", "path"), [(export_csv, "back.csv"), (export_markdown, "back.md")], ids=["csv", "md"])
def test_what_is_written_is_read_back(write: Callable[[Check], str], path: str) -> None:
    check = read(PUMP)
    assert said(read({path: write(check)})) == said(check)


def test_reqif_that_another_tool_wrote_is_read_back_with_its_own_attributes() -> None:
    check = read({"pump.reqif": (SAMPLES / "reqif" / "pump.reqif").read_text("utf-8")})
    written = export_reqif(check, NOW)
    back = read({"pump.reqif": written})
    assert any(one.attributes for one in exported(check))
    assert said(back) == said(check)
    assert export_reqif(back, NOW) == written


@given(st.text("shall <>|*_`\"'=+-@;,\n\\[]&é", max_size=60))
@settings(max_examples=150)
def test_a_table_holds_any_statement(words: str) -> None:
    line = " ".join(words.split()).lstrip("-+* ")
    check = read({"a.jsonl": json.dumps({"id": "A-1", "text": f"{line} x"}) + "\n"})
    back = read_document("back.csv", export_csv(check) + "B-1,requirements,requirement,,The pump shall stop.\n")
    assert back is not None
    assert next(statement.text for _, statement in back.statements()) == f"{line} x".lstrip()


@pytest.mark.parametrize("form", formats(), ids=lambda each: each.name)
def test_every_format_is_exported(form: Format) -> None:
    own = [each for each in samples(form) if each.path.startswith(SAMPLES.as_posix())]
    check = Check()
    project = Project()
    for sample in own:
        document = read_document(sample.path, sample.text, sample.settings)
        assert document is not None
        project.put(document)
        check.documents[sample.path] = document
        check.projects[sample.path] = project
    artifacts = json.loads(export_json(check))["artifacts"]
    assert artifacts or not any(artifact for each in check.documents.values() for _, _, artifact in each.artifacts())
    back = read_document("back.csv", export_csv(check))
    if back is not None:
        identified = [each["id"] for each in artifacts]
        assert [artifact.label for _, _, artifact in back.artifacts() if artifact.label] == [each for each in identified if each]
    assert export_reqif(check, NOW) == export_reqif(check, NOW)


def test_what_a_spreadsheet_would_calculate_is_text() -> None:
    check = read({"a.jsonl": '{"id": "A-1", "text": "=HYPERLINK(1) shall be shown."}\n'})
    assert "'=HYPERLINK" in export_csv(check)


def test_the_example_is_exported_whole() -> None:
    top = Path(__file__).parents[2] / "examples" / "good"
    check = read({str(path): path.read_text("utf-8") for path in sorted(top.glob("*.md"))})
    names = {one.identifier for one in exported(check)}
    assert {"INT-1", "MIS-1", "SN-001", "LA-1", "SYS-001"} <= names
    assert all(link.resolved for one in exported(check) for link in one.links)
