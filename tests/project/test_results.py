"""Files of test results: what each tool writes is read, what is hostile or broken is told in its place, and nothing is read
outside of the project."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from shallcheck.project.config import Config
from shallcheck.project.results.cases import MOST_CASES, Case, Outcome
from shallcheck.project.results.gathering import gather, parse_results, read_results, result_files

PYTEST = """<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="4"
 timestamp="2026-05-01T12:00:00.5+00:00">
<properties><property name="python" value="3.13" /></properties>
<testcase classname="tests.test_pump.TestPump" name="test_stop[2-&quot;s&quot;]" time="0.001" />
<testcase classname="tests.test_pump" name="test_start"><properties><property name="requirement" value="SYS-001, SYS-002" />
</properties><failure message="assert">boom</failure></testcase>
<testcase classname="tests.test_pump" name="test_later"><skipped type="pytest.skip" message="later">x</skipped></testcase>
<testcase classname="tests.test_pump" name="test_teardown"><error message="broke" /><skipped /></testcase>
</testsuite></testsuites>"""


def outcomes(text: str) -> dict[str, Outcome]:
    cases, _, problems = parse_results(text)
    assert problems == []
    return {case.name: case.outcome for case in cases}


def test_what_pytest_writes() -> None:
    cases, at, problems = parse_results(PYTEST)
    assert (at, problems) == ("2026-05-01T12:00:00.5+00:00", [])
    assert cases[0] == Case("tests.test_pump.TestPump", 'test_stop[2-"s"]', Outcome.PASSED)
    assert cases[1].named == ("SYS-001", "SYS-002")
    assert [case.outcome for case in cases[1:]] == [Outcome.FAILED, Outcome.SKIPPED, Outcome.FAILED]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '<testsuite name="a"><testcase name="x" status="notrun"/><testcase name="y" status="run"/></testsuite>',
            "skipped passed",
        ),
        ('<testsuites><testsuite><testcase name="x" result="suppressed"/></testsuite></testsuites>', "skipped"),
        ('<testsuite><testcase name="x"><rerunFailure/><failure/></testcase></testsuite>', "failed"),
        ('<testsuite><testcase name="x"><flakyFailure message="once"/></testcase></testsuite>', "passed"),
        ('<testsuite><testsuite><testcase name="x"/></testsuite><testcase name="y"/></testsuite>', "passed passed"),
        ('{"type":"suite","event":"started"}\n{"type":"test","event":"ok","name":"pump::bin$tests::stops"}\n', "passed"),
        ('{"type":"test","event":"started","name":"a"}\n{"type":"test","event":"failed","name":"a"}\n', "failed"),
        ('{"type":"test","event":"ignored","name":"a"}', "skipped"),
    ],
)
def test_outcomes(text: str, expected: str) -> None:
    assert [each.value for each in outcomes(text).values()] == expected.split()


def test_a_property_may_hold_its_value_as_text() -> None:
    text = (
        '<testsuite><testcase name="x"><properties><property name="requirements"><![CDATA[SYS-001,SYS-002]]></property>'
        '<property name="tags"><item>a</item></property></properties></testcase></testsuite>'
    )
    assert parse_results(text)[0][0].named[:2] == ("SYS-001", "SYS-002")


@pytest.mark.parametrize(
    "tags", ["<tag>req:SYS-001</tag><tag>[SYS-002]</tag>", "<tags><tag>SYS-001</tag><tag>SYS-002</tag></tags>"]
)
def test_what_robot_framework_writes(tags: str) -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<robot generator="Robot 7.5" generated="2026-05-01T12:00:00">'
        '<suite id="s1" name="Suites"><suite id="s1-s1" name="Pump" source="/home/me/tests/pump.robot">'
        f'<test id="s1-s1-t1" name="Pump stops"><kw name="Stop"><tag>slow</tag><status status="FAIL"/></kw>{tags}'
        '<status status="PASS" start="x"/></test><test id="t2" name="Pump waits"><status status="SKIP"/></test>'
        "</suite></suite><statistics><total/></statistics></robot>"
    )
    cases, at, problems = parse_results(text)
    assert (at, problems) == ("2026-05-01T12:00:00", [])
    assert [(case.group, case.name, case.outcome.value, case.file) for case in cases] == [
        ("Suites.Pump", "Pump stops", "passed", "/home/me/tests/pump.robot"),
        ("Suites.Pump", "Pump waits", "skipped", "/home/me/tests/pump.robot"),
    ]
    assert {"SYS-001", "SYS-002"} <= set(cases[0].named)
    assert "slow" not in cases[0].named


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {n} "{"&a;" * 10}">' for n in "bcdefgh") + "]>"
    '<testsuite><testcase name="&h;"/></testsuite>'
)
FETCHED = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&a;"/></testsuite>'


@pytest.mark.parametrize(
    ("text", "told", "read"),
    [
        (LAUGHS, "neither JUnit", 0),
        ("<testsuite>" + LAUGHS + "</testsuite>", "broken here", 0),
        (FETCHED, "neither JUnit", 0),
        ('<testsuite><testcase name="x"/>\n<testcase name="y">', "an element is not closed", 1),
        ('<testsuite><testcase name="x"/>\n<testcase name="&who;"/></testsuite>', "entity is not defined", 1),
        ("<testsuite>" + "<a>" * 100_000, "More than 200 elements", 0),
        ("<html><body/></html>", "neither JUnit", 0),
        ("", "neither JUnit", 0),
        ("\0\0", "neither JUnit", 0),
        ('{"type":"test","event":"ok","name":"a"}\nwarning: no JSON\n', "no JSON", 1),
        ("{" * 100_000, "no JSON", 0),
        ('{"type":"test","event":"ok","name":7}\n[1]\n"x"\n{"a":1}', "", 0),
    ],
)
def test_hostile_and_broken_files_are_told_in_their_place(text: str, told: str, read: int) -> None:
    begun = time.process_time()
    cases, _, problems = parse_results(text)
    assert time.process_time() - begun < 2
    assert len(cases) == read
    assert [problem.message for problem in problems if told in problem.message] == [each.message for each in problems]
    assert bool(problems) == bool(told)
    assert all(0 <= each.place.start <= each.place.end <= len(text) for each in problems)


def test_of_too_many_cases_the_others_are_left_out() -> None:
    cases, _, problems = parse_results("<testsuite>" + '<testcase name="x"/>' * (MOST_CASES + 1) + "</testsuite>")
    assert len(cases) == MOST_CASES
    assert "the others are not read" in problems[0].message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in read_results(str(tmp_path / "gone.xml")).problems[0].message
    os.mkfifo(tmp_path / "pipe.xml")
    assert "not a regular file" in read_results(str(tmp_path / "pipe.xml")).problems[0].message


def config(root: Path, *patterns: str) -> Config:
    return Config(results=patterns, root=os.path.realpath(root))


def write(path: Path, text: str = PYTEST) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["build/junit/*.xml"], ["build/junit/a.xml", "build/junit/b.xml"]),
        (["build/junit/*.xml", "!b.xml"], ["build/junit/a.xml"]),
        (["a.xml"], ["build/junit/a.xml", "other/deep/a.xml"]),
        (["**/deep/*.xml"], ["other/deep/a.xml"]),
        (["other/"], ["other/deep/a.xml"]),
        (["../*.xml", "/../*.xml", "../outside/*.xml"], []),
        (["linked/*.xml", "link.xml"], []),
        ([".git/*.xml"], []),
        ([], []),
    ],
)
def test_the_files_that_patterns_name_inside_the_project(tmp_path: Path, patterns: list[str], expected: list[str]) -> None:
    root = tmp_path / "project"
    for name in ("build/junit/a.xml", "build/junit/b.xml", "other/deep/a.xml"):
        write(root / name)
    write(tmp_path / "outside" / "o.xml")
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "link.xml").symlink_to(tmp_path / "outside" / "o.xml")
    found = [Path(path).relative_to(os.path.realpath(root)).as_posix() for path in result_files(config(root, *patterns))]
    assert sorted(found) == expected


def test_results_are_read_again_only_when_they_changed(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.xml"), write(tmp_path / "b.xml")
    before = gather(config(tmp_path, "*.xml"))
    os.utime(second, (1, 1))
    after = gather(config(tmp_path, "*.xml"), before)
    first_path, second_path = (os.path.realpath(each) for each in (first, second))
    assert after[first_path] is before[first_path]
    assert after[second_path] is not before[second_path]
