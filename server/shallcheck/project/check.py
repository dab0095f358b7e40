"""What a whole check found out, as everything that tells of it takes it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from shallcheck.model.document import Document, Placed, Segment
from shallcheck.model.lines import Lines
from shallcheck.project.batches import Batch
from shallcheck.project.configs import Configured
from shallcheck.project.discovery import Source
from shallcheck.project.problems import problem_document
from shallcheck.project.report import Found
from shallcheck.project.state import Project


@dataclass
class Check:
    """What a check found out. A project is what lies below one configuration file: identifiers are looked up within it."""

    documents: dict[str, Document] = field(default_factory=dict)
    """The documents that were asked for, by the path they were named by."""
    sources: dict[str, Source] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    """The project of each document, by path; also of those that were only read for what they define."""
    code: dict[str, Document] = field(default_factory=dict)
    """The source code of the projects that says something about requirements."""
    told: set[str] = field(default_factory=set)
    """Of the code, that of which findings are told: what it names has been read."""
    listed: list[tuple[Project, tuple[Batch, ...]]] = field(default_factory=list)
    """All source code of the projects, whether it says something or not."""
    passed_over: int = 0
    """How many files that were asked for hold “shall” or “must”, and no requirement that was recognised."""
    configs: list[Configured] = field(default_factory=list)
    """The configuration files that hold for what was read."""
    baselines: dict[Path, Project] = field(default_factory=dict)
    """The files of recorded findings, and the project that each belongs to."""
    missing: str = ""
    """Why no language pipeline judged, when none did."""
    broken: str = ""
    """Why the check could not be finished, when it could not."""
    only: dict[str, list[Found]] = field(default_factory=dict)
    """By path, the findings that are told of, where those are not all."""
    _lines: dict[str, Lines] = field(default_factory=dict, repr=False)

    def judged(self) -> list[str]:
        """The documents that were asked for and the code of their projects, in their order: what is told of."""
        return sorted(self.documents.keys() | self.told)

    def document(self, path: str) -> Document:
        """What was read at a path, asked for or not."""
        return self.projects[path].documents[path]

    def reports(self, path: str) -> list[Found]:
        """What is wrong with a document, in its order."""
        return self.only[path] if path in self.only else self.projects[path].reports(path)

    def placed(self, path: str, segment: Segment) -> Placed | None:
        """Where a segment stands in a document."""
        return self.projects[path].placed(path, segment)

    def lines(self, path: str) -> Lines:
        """The lines of a document, asked for or not; of any other file none but the first is known."""
        if path not in self._lines:
            known = self.projects.get(path)
            self._lines[path] = Lines(known.documents[path].text if known else "")
        return self._lines[path]

    def forget_lines(self, path: str) -> None:
        """The document has another text from now on."""
        self._lines.pop(path, None)

    def take_results(self) -> list[Document]:
        """Give each project the test results that its configuration names. A file of results that cannot be read is told as a
        document is that cannot, and returned: what failed in it nobody knows."""
        from shallcheck.project.results.gathering import take_results

        unread = []
        for project in {id(each): each for each in self.projects.values()}.values():
            for path, results in take_results(project).items():
                if results.problems:
                    name = named_here(path)
                    document = problem_document(name, results.text, results.problems)
                    project.put(document)
                    self.projects[name] = project
                    self.documents[name] = document
                    unread.append(document)
        return unread

    def name(self, path: Path) -> str:
        """How the code at a path is named here."""
        return named_here(path)


def named_here(path: str | Path) -> str:
    """A path as a person here would name it."""
    here, there = Path.cwd(), Path(path)
    return os.fspath(there.relative_to(here) if there.is_relative_to(here) else there)
