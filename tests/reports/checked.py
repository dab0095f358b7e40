"""A finished check of texts in memory, by the rules that need no parse: what every report is made from."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.project.cache import Cache
from shallcheck.project.check import Check
from shallcheck.project.judge import Judge
from shallcheck.project.state import Project
from shallcheck.project.statements import unpack_findings


def checked(documents: dict[str, str]) -> Check:
    """The check of `documents`, texts by path."""
    project, judge = Project(), Judge("none", Cache())
    check = Check()
    for path, text in documents.items():
        document = read_document(path, text)
        assert document is not None
        project.put(document)
        check.documents[path] = document
        check.projects[path] = project
        for key, findings, _ in judge.by_text(project.unjudged(path)):
            project.store(key, unpack_findings(findings), True)
    return check
