"""What all rules find in a document, one finding a line, and where it is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from shallcheck.documents.reading import read_document
from shallcheck.language.facts import facts
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.lines import Lines
from shallcheck.project.judge import analysis
from shallcheck.project.state import Project
from shallcheck.rules.judging import judge_statement

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
_TODAY = date(2026, 6, 1)
"""Suppressions with a last day mean the same in every year."""


def documents() -> list[Path]:
    """The documents, each a project of its own."""
    return sorted(path for path in DOCUMENTS.rglob("*") if path.is_file())


def kept(document: Path) -> Path:
    """Where the findings of a document are kept: named by its folder, which names the domain."""
    return HERE / "findings" / f"{document.parent.name}.txt"


def findings(document: Path, pipeline: Pipeline) -> str:
    """A line for each finding: line, rule, severity (off: only found because every rule judges here), quoted words."""
    path = document.relative_to(DOCUMENTS).as_posix()
    read = read_document(path, document.read_text("utf-8"))
    assert read is not None, f"{path} is no document of ours"
    project = Project(every_rule=True, today=lambda: _TODAY)
    project.put(read)
    for job in project.unjudged(path):
        seen = analysis(job, pipeline.parse([(job.text, job.opaque)])[0])
        project.store(job.key, judge_statement(seen), True, facts(seen))
    project.relate()
    lines = Lines(read.text)
    rows = []
    for each in project.reports(path):
        report = each.report
        number = lines.place(each.place.start)[0] + 1
        severity = report.severity.word if report.default else "off"
        rows.append(f"{number:>3}  {report.rule} {report.name} ({severity}): {' '.join(report.quote.split())}\n")
    return "".join(rows)
