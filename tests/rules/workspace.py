"""A workspace of small documents, as the document and workspace rules see it."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.language.facts import facts
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.briefs import EVERYTHING, Brief, Told
from shallcheck.model.reviews import Reviews
from shallcheck.project.handing_off import told_of
from shallcheck.project.judge import analysis
from shallcheck.project.report import Found
from shallcheck.project.reviewing import Entry, Present, record
from shallcheck.project.state import Project


def project(**documents: str) -> Project:
    """A project of documents by path; in an argument's name `__` is a slash, `_md` and `_jsonl` the extension."""
    project = Project()
    for name, text in documents.items():
        path = name.replace("__", "/").replace("_md", ".md").replace("_jsonl", ".jsonl")
        document = read_document(path, text)
        assert document is not None, f"{path} is none of ours"
        project.put(document)
    return project


def understood(workspace: Project, pipeline: Pipeline) -> Project:
    """The workspace once the workers have told what its statements say."""
    for path in workspace.documents:
        for job in workspace.unjudged(path):
            seen = analysis(job, pipeline.parse([(job.text, job.opaque)])[0])
            workspace.store(job.key, (), True, facts(seen))
    workspace.relate()
    return workspace


def recorded(path: str, text: str) -> Reviews:
    """What a baseline records of a document."""
    project, document = Project(), read_document(path, text)
    assert document is not None, f"{path} is none of ours"
    project.put(document)
    present = Present()
    present.take(project, document)
    return record(Reviews(), present, Entry("Ann Lee <ann@example.org>", "2026-05-01"), whole=True).reviews


def briefed(path: str, text: str) -> Brief:
    """A hand-off brief for everything, written when a document said this."""
    workspace, document = Project(), read_document(path, text)
    assert document is not None, f"{path} is none of ours"
    workspace.put(document)
    known = [(name, of) for name in workspace.index.identifiers() for of in workspace.index.definitions(name)]
    told = {name: Told(told_of(workspace.graph, of), True) for name, of in known}
    return Brief(EVERYTHING, "0" * 16, "2026-05-01", told=told)


def found(project: Project, rule: str) -> list[Found]:
    """What one rule says of all documents."""
    return [each for path in sorted(project.documents) for each in project.reports(path) if each.report.rule == rule]


def quotes(project: Project, rule: str) -> list[str]:
    """What one rule underlines."""
    return [each.report.quote for each in found(project, rule)]
