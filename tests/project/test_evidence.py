"""Test results joined with requirements and tests, whatever tool wrote them and however a case names what it belongs to."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.project.evidence import Proof
from shallcheck.project.results.cases import Case, Outcome, Results, Run
from shallcheck.project.state import Project

DOCUMENTS = {
    "System_Requirements.md": "".join(f"- **SYS-{n:03}**: The pump shall stop within {n} s.\n" for n in range(1, 8))
    + "- **REQ-1**: The pump shall stop within 9 s.\n- **SYS-001.2**: The pump shall stop within 9 s.\n",
    "Test_Plan.md": "### TST-001 Stop\nPress the button.\n- Expected: the pump stops within 2 s.\n- Verifies: SYS-001\n",
    "specs/001-pump/spec.md": "# Feature Specification: pump\n## Requirements\n- **FR-001**: The pump MUST stop within 2 s.\n",
    "specs/002-fan/spec.md": "# Feature Specification: fan\n## Requirements\n- **FR-002**: The fan MUST stop within 2 s.\n",
    "tests/test_pump.py": (
        "# Verifies: SYS-007\n\n\nclass TestPump:\n    def test_stop(self):\n        # Verifies: SYS-002\n        pass\n\n\n"
        "def test_start():\n    # Verifies: TST-001\n    pass\n"
    ),
    "src/pump.py": "def stop():\n    # Implements: SYS-003\n    pass\n",
}

LONG = "stops the pump, whatever else it is asked to do meanwhile, within two seconds of the moment at which the tank is full"


def project(cases: list[Case], files: dict[str, str] | None = None, *, modified: float = 0.0) -> Project:
    project = Project()
    for path, text in {**DOCUMENTS, **(files or {})}.items():
        document = read_document(path, text)
        assert document is not None, path
        project.put(document)
    project.evidence.take([Results(Run("build/junit.xml", "2026-05-01T12:00:00", 100.0), tuple(cases))], lambda path: modified)
    return project


def proof(identifier: str, *cases: Case, files: dict[str, str] | None = None) -> Proof | None:
    return project(list(cases), files).evidence.of(identifier)


def passed(group: str, name: str, file: str = "", *named: str) -> Case:
    return Case(group, name, Outcome.PASSED, file, named)


def test_a_requirement_passes_by_the_test_whose_code_names_it() -> None:
    found = proof("SYS-002", passed("tests.test_pump.TestPump", "test_stop"))
    assert found is not None
    assert (found.outcome, found.stale) == (Outcome.PASSED, False)
    assert [each.test for each in found.tests] == ["code:tests/test_pump.py::TestPump.test_stop"]
    assert found.runs() == [Run("build/junit.xml", "2026-05-01T12:00:00", 100.0)]


@pytest.mark.parametrize(
    "case",
    [
        passed("tests.test_pump.TestPump", "test_stop[SYS-1-True]"),
        passed("backend.tests.test_pump.TestPump", "test_stop"),
        passed("test_pump.TestPump", "test_stop"),
        passed("anything", "TestPump.test_stop", "/home/me/project/tests/test_pump.py"),
        passed("tests.test_pump.TestPump", "test_stop", "tests\\test_pump.py"),
    ],
)
def test_pytest_and_unittest_call_it_so(case: Case) -> None:
    found = proof("SYS-002", case)
    assert found is not None
    assert found.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "case",
    [
        passed("tests.test_pump.TestPump", "test_stop_all"),
        passed("tests.test_pump.TestOther", "test_stop"),
        passed("tests.test_pump", "test_stop"),
        passed("tests.test_other.TestPump", "test_stop"),
        passed("checks.test_pump.TestPump", "test_stop"),
        passed("tests.test_pump.TestPump", "test_stop", "tests/test_other.py"),
        passed("tests.test_pump", "a test_stop"),
    ],
)
def test_another_test_is_not_it(case: Case) -> None:
    found = proof("SYS-002", case)
    assert found is not None
    assert found.outcome is Outcome.NOT_RUN


@pytest.mark.parametrize(
    ("path", "code", "case"),
    [
        (
            "src/test/java/com/acme/PumpTest.java",
            "class PumpTest {\n  // Verifies: SYS-004\n  @Test void stops() {\n  }\n}\n",
            passed("com.acme.PumpTest", "stops(int)[1]"),
        ),
        (
            "pump_test.go",
            "package p\n// Verifies: SYS-004\nfunc TestStop(t *testing.T) {\n}\n",
            passed("a.com/p", "TestStop/now"),
        ),
        (
            "src/lib.rs",
            "mod tests {\n    // Verifies: SYS-004\n    #[test]\n    fn stops() {\n    }\n}\n",
            passed("pump", "tests::stops"),
        ),
        (
            "src/pump.rs",
            "mod tests {\n    // Verifies: SYS-004\n    #[test]\n    fn stops() {\n    }\n}\n",
            passed("crate::bin/x", "pump::tests::stops"),
        ),
        (
            "src/pump.test.ts",
            'describe("Pump", () => {\n  it("stops within 2.5 s", () => {\n    // Verifies: SYS-004\n  });\n});\n',
            passed("src/pump.test.ts", "Pump > stops within 2.5 s"),
        ),
        (
            "src/pump.test.ts",
            'describe("Pump", () => {\n  it("stops within 2.5 s", () => {\n    // Verifies: SYS-004\n  });\n});\n',
            passed("Pump stops within 2.5 s", "Pump stops within 2.5 s"),
        ),
        (
            "src/pump.test.ts",
            f'it("{LONG}", () => {{\n  // Verifies: SYS-004\n}});\n',
            passed("src/pump.test.ts", LONG),
        ),
        ("test/pump_test.cc", "// Verifies: SYS-004\nTEST(Pump, Stops) {\n}\n", passed("Pump", "Stops")),
        (
            "PumpTests.cs",
            "namespace Acme.P {\nclass PumpTests {\n  // Verifies: SYS-004\n  [Fact] public void Stops() {\n  }\n}\n}\n",
            passed("Acme.P.PumpTests", "Stops"),
        ),
    ],
)
def test_each_language_and_its_runners(path: str, code: str, case: Case) -> None:
    found = proof("SYS-004", case, files={path: code})
    assert found is not None
    assert found.outcome is Outcome.PASSED


def test_a_marker_of_a_class_or_a_file_stands_for_all_its_tests() -> None:
    files = {"tests/test_tank.py": "# Verifies: SYS-004\nclass TestTank:\n    def test_a(self): ...\n"}
    found = proof(
        "SYS-004", passed("tests.test_tank.TestTank", "test_a"), passed("tests.test_tank.TestTank", "test_b"), files=files
    )
    assert found is not None
    assert len(found.tests[0].ran) == 2
    found = proof("SYS-007", passed("tests.test_pump", "test_start"), passed("tests.other", "test_x"))
    assert found is not None
    assert len(found.tests[0].ran) == 1


@pytest.mark.parametrize(
    ("identifier", "case"),
    [
        ("SYS-005", passed("a", "test_SYS_005_stops")),
        ("SYS-005", passed("a", "test_sys_005_stops")),
        ("SYS-005", passed("a", "[SYS-005] stops")),
        ("SYS-005", passed("a", "stops", "", "SYS-005")),
        ("REQ-1", passed("a", "test_REQ_1_stops")),
        ("specs/FR-001", passed("a", "test_FR_001")),
    ],
)
def test_a_case_may_name_it_itself(identifier: str, case: Case) -> None:
    if identifier == "specs/FR-001":
        (identifier,) = project([]).index.called("FR-001")
    found = proof(identifier, case)
    assert found is not None
    assert (found.outcome, found.tests[0].test) == (Outcome.PASSED, "")


@pytest.mark.parametrize(
    ("identifier", "case"),
    [
        ("REQ-1", passed("a", "test_req_1_stops")),
        ("SYS-005", passed("a", "test_SYS_0051")),
        ("SYS-005", passed("a", "test_SYS_5")),
        ("SYS-005", passed("a", "test_OSYS_005")),
        ("SYS-001", passed("a", "test_SYS_001_2")),
        ("SYS-005", passed("SYS-005", "stops")),
    ],
)
def test_what_only_looks_like_its_identifier_is_none(identifier: str, case: Case) -> None:
    found = proof(identifier, case)
    assert found is None or all(each.test for each in found.tests)


def test_a_test_of_a_document_passes_by_the_code_that_carries_it_out_or_by_its_name() -> None:
    found = proof("SYS-001", passed("tests.test_pump", "test_start"))
    assert found is not None
    assert [(each.test, each.outcome) for each in found.tests] == [("TST-001", Outcome.PASSED)]
    assert proof("TST-001", passed("tests.test_pump", "test_start")) == found
    named = proof("SYS-001", passed("robot", "Stop", "", "TST-001"))
    assert named is not None
    assert [(each.test, len(each.ran), each.outcome) for each in named.tests] == [("TST-001", 1, Outcome.NOT_RUN)], (
        "the code has not"
    )


def test_the_worst_counts() -> None:
    cases = [
        passed("tests.test_pump.TestPump", "test_stop[1]"),
        Case("tests.test_pump.TestPump", "test_stop[2]", Outcome.FAILED),
        Case("tests.test_pump", "test_start", Outcome.SKIPPED),
    ]
    found = project(cases).evidence
    failed, skipped = found.of("SYS-002"), found.of("SYS-001")
    assert failed is not None
    assert skipped is not None
    assert (failed.outcome, skipped.outcome) == (Outcome.FAILED, Outcome.SKIPPED)
    assert (failed.count(Outcome.FAILED), failed.count(Outcome.PASSED)) == (1, 0)


def test_nothing_is_known_without_results_and_of_what_no_test_names() -> None:
    empty = Project()
    assert not empty.evidence
    assert empty.evidence.of("SYS-002") is None
    assert proof("SYS-003", passed("tests.test_pump", "test_start")) is None
    assert proof("SYS-999", passed("tests.test_pump", "test_start")) is None


def test_results_older_than_the_code_of_the_test_are_stale() -> None:
    cases = [passed("tests.test_pump.TestPump", "test_stop"), passed("a", "test_SYS_005")]
    stale, fresh = project(cases, modified=200.0).evidence, project(cases, modified=50.0).evidence
    for evidence, expected in ((stale, True), (fresh, False)):
        by_code, by_name = evidence.of("SYS-002"), evidence.of("SYS-005")
        assert by_code is not None
        assert by_name is not None
        assert (by_code.stale, by_name.stale) == (expected, False)


def test_it_follows_an_edit_of_the_markers() -> None:
    workspace = project([passed("tests.test_pump.TestPump", "test_stop")])
    edited = read_document("tests/test_pump.py", DOCUMENTS["tests/test_pump.py"].replace("SYS-002", "SYS-006"))
    assert edited is not None
    workspace.put(edited)
    moved = workspace.evidence.of("SYS-006")
    assert workspace.evidence.of("SYS-002") is None
    assert moved is not None
    assert moved.outcome is Outcome.PASSED
