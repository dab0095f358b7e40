"""Robot Framework's output.xml: its tests with their tags."""

from __future__ import annotations

from shallcheck.documents.xml_places import XmlWalk
from shallcheck.model.document import Problem
from shallcheck.project.results.cases import MOST_CASES, TOO_MANY, Case, Outcome, words_of

ROOT = "robot"
_OUTCOMES = {"PASS": Outcome.PASSED, "FAIL": Outcome.FAILED, "SKIP": Outcome.SKIPPED}


def read_robot(text: str) -> tuple[list[Case], str, list[Problem]]:
    """The cases of a text, when the tests ran, and what was wrong with it. What stands before a fault is read."""
    reader = _Reader(text)
    reader.walk.run()
    fault = reader.walk.fault
    return reader.cases, reader.at, [Problem("DOC001", fault.message, fault.place)] if fault else []


class _Reader:
    def __init__(self, text: str) -> None:
        self.walk = XmlWalk(text, self._opened, self._closed)
        self.cases: list[Case] = []
        self.at = ""
        self._open: list[str] = []
        self._suites: list[tuple[str, str]] = []
        """Name and source of the suites that are open."""
        self._name = ""
        self._outcome = Outcome.NOT_RUN
        self._named: list[str] = []

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        around = self._open[-1] if self._open else ""
        self._open.append(name)
        if name == ROOT:
            self.at = attributes.get("generated", "")
        elif name == "suite":
            self._suites.append((attributes.get("name", ""), attributes.get("source", "")))
        elif name == "test":
            if len(self.cases) >= MOST_CASES:
                self.walk.refuse(TOO_MANY, self.walk.tag())
            self._name, self._outcome, self._named = attributes.get("name", ""), Outcome.NOT_RUN, []
        elif name == "tag" and around in ("test", "tags"):
            self.walk.listen(True)
        elif name == "status" and around == "test":
            self._outcome = _OUTCOMES.get(attributes.get("status", ""), Outcome.NOT_RUN)

    def _closed(self, name: str) -> None:
        self._open.pop()
        around = self._open[-1] if self._open else ""
        if name == "suite":
            self._suites.pop()
        elif name == "tag" and around in ("test", "tags"):
            text = self.walk.text
            self._named += words_of("".join(each.said or text[each.start : each.end] for each in self.walk.pieces))
            self.walk.listen(False)
        elif name == "test":
            group = ".".join(suite for suite, _ in self._suites)
            file = self._suites[-1][1] if self._suites else ""
            self.cases.append(Case(group, self._name, self._outcome, file, tuple(dict.fromkeys(self._named))))
