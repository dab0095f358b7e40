"""`python -m tests.measure.budgets`: wholes with their parts, and tests with what they verify.

Of each somebody has said whether the parts may take too much, or whether the test's limit is too loose.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from shallcheck.documents.reading import read_document
from shallcheck.language.facts import facts
from shallcheck.language.pipeline import Pipeline, load
from shallcheck.project.judge import analysis
from shallcheck.project.state import Project

FOLDER = Path(__file__).parent
_HEAD = "# Requirements\n\n"


class Case(NamedTuple):
    """A small workspace, and whether a rule is to find anything in it."""

    rule: str
    documents: dict[str, str]
    poor: bool


def cases() -> list[Case]:
    """All of them."""
    trees = (Case("FEA003", _tree(row["whole"], row["parts"]), row["over"]) for row in _rows("budgets"))
    tests = (Case("VER010", _test(row["requirements"], row["test"]), row["loose"]) for row in _rows("criteria"))
    return [*trees, *tests]


def found(case: Case, pipeline: Pipeline) -> list[str]:
    """What its rule says of a case."""
    project = Project()
    for path, text in case.documents.items():
        document = read_document(path, text)
        assert document is not None
        project.put(document)
    for path in case.documents:
        jobs = project.unjudged(path)
        parsed = pipeline.parse([(job.text, job.opaque) for job in jobs])
        for job, tokens in zip(jobs, parsed, strict=True):
            project.store(job.key, (), True, facts(analysis(job, tokens)))
    return [each.report.message for path in case.documents for each in project.reports(path) if each.report.rule == case.rule]


def _tree(whole: str, parts: Sequence[str]) -> dict[str, str]:
    lines = [f"- **SYS-{number:03}**: {part}\n  - Refines: SYS-001\n" for number, part in enumerate(parts, 2)]
    return {"System_Requirements.md": f"{_HEAD}- **SYS-001**: {whole}\n{''.join(lines)}"}


def _test(requirements: Sequence[str], test: str) -> dict[str, str]:
    names = [f"SYS-{number:03}" for number in range(1, len(requirements) + 1)]
    lines = [f"- **{name}**: {text}\n" for name, text in zip(names, requirements, strict=True)]
    plan = f"# Tests\n\n### TST-001 Test\n{test}\n- Verifies: {', '.join(names)}\n"
    return {"System_Requirements.md": _HEAD + "".join(lines), "Test_Plan.md": plan}


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def main() -> int:
    """Tell what is found and what is not."""
    pipeline = load()
    for rule in ("FEA003", "VER010"):
        known = [case for case in cases() if case.rule == rule]
        told = [(case, found(case, pipeline)) for case in known]
        for case, messages in told:
            if bool(messages) is not case.poor:
                print("missed" if case.poor else "false", *case.documents.values(), *messages, sep="\n")
        poor, right = sum(case.poor for case in known), sum(case.poor for case, messages in told if messages)
        alarms = sum(not case.poor for case, messages in told if messages)
        print(f"{rule}: of {len(known)} cases {poor} are poor; {right} of these are found, and {alarms} others")
    return 0


if __name__ == "__main__":
    sys.exit(main())
