"""Documents that hold nothing but what is wrong with a file, so that it is told as any finding is, at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shallcheck.model.document import Document, Placed, Problem, Reading, Segment, Setting
from shallcheck.model.lines import Lines
from shallcheck.model.place import Span
from shallcheck.project.config import ConfigProblem

UNREADABLE = "unreadable"
"""The format of a document that holds nothing but what is wrong with its file: no configuration silences that."""


def unreadable(path: str, message: str) -> Document:
    """A document that holds nothing but what was wrong with the file."""
    return problem_document(path, "", (Problem("DOC001", message, Span(0, 0)),))


def unread(documents: Mapping[str, Document]) -> list[str]:
    """The paths of files and folders of which nothing is known, as they cannot be read."""
    return sorted(path for path, each in documents.items() if each.setting.format == UNREADABLE and not each.text)


def config_document(path: str, text: str, problems: Sequence[ConfigProblem]) -> Document:
    """A configuration file as a document that holds what is wrong with it, each at its line."""
    lines = Lines(text)
    rows = []
    for problem in problems:
        start = lines.starts[min(problem.line, len(lines.starts) - 1)]
        rows.append(Problem(problem.rule, problem.message, Span(start, start + len(lines.line(problem.line)))))
    return problem_document(path, text, tuple(rows))


def problem_document(path: str, text: str, problems: tuple[Problem, ...]) -> Document:
    """A document that holds nothing but problems, at their places in its text."""
    segment = Segment(text, "", Reading(problems=problems), len(Lines(text).starts) - 1)
    return Document(path, Setting(UNREADABLE, chain=False), text, (Placed(segment, 0, 0),))
