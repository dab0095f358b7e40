"""JUnit XML, as pytest, Maven, Gradle, nextest, Jest, Go, GoogleTest, CTest and others write it."""

from __future__ import annotations

from shallcheck.documents.xml_places import XmlWalk
from shallcheck.model.document import Problem
from shallcheck.project.results.cases import MOST_CASES, TOO_MANY, Case, Outcome, words_of

ROOTS = frozenset({"testsuites", "testsuite"})
_OUTCOMES = {"failure": Outcome.FAILED, "error": Outcome.FAILED, "skipped": Outcome.SKIPPED}
_NOT_RUN = frozenset({"notrun", "disabled", "skipped", "suppressed", "ignored"})
"""What GoogleTest and CTest say in `status` or `result` of a test that did not run."""


def read_junit(text: str) -> tuple[list[Case], str, list[Problem]]:
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
        self._suites: list[tuple[str, str]] = []
        """Name and file of the suites that are open."""
        self._case: Case | None = None
        self._named: list[str] = []

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in ROOTS:
            self.at = self.at or attributes.get("timestamp", "")
            self._suites.append((attributes.get("name", ""), attributes.get("file", "")))
        elif name == "testcase":
            self._begin(attributes)
        elif self._case is None:
            return
        elif name in _OUTCOMES:
            # Of a test that failed and was skipped at its end, the failure counts.
            if self._case.outcome is not Outcome.FAILED:
                self._case = self._case._replace(outcome=_OUTCOMES[name])
        elif name == "property":
            self._named += words_of(attributes.get("value", ""))
            self.walk.listen(True)

    def _begin(self, attributes: dict[str, str]) -> None:
        if len(self.cases) >= MOST_CASES:
            self.walk.refuse(TOO_MANY, self.walk.tag())
        suite, file = self._suites[-1] if self._suites else ("", "")
        said = {attributes.get("status", "").lower(), attributes.get("result", "").lower()}
        outcome = Outcome.SKIPPED if said & _NOT_RUN else Outcome.PASSED
        group = attributes.get("classname") or attributes.get("class") or suite
        self._case = Case(group, attributes.get("name", ""), outcome, attributes.get("file", "") or file)
        self._named = []

    def _closed(self, name: str) -> None:
        if name in ROOTS and self._suites:
            self._suites.pop()
        elif name == "property" and self._case is not None:
            pieces, text = self.walk.pieces, self.walk.text
            self._named += words_of("".join(each.said or text[each.start : each.end] for each in pieces))
            self.walk.listen(False)
        elif name == "testcase" and self._case is not None:
            self.cases.append(self._case._replace(named=tuple(dict.fromkeys(self._named))))
            self._case = None
