"""What tests have shown: test results joined with the requirements and tests that they belong to.

A case belongs to a requirement by the test in the code that it ran (the function around a marker), by what its properties and
tags name, by the identifier in its own name, or by a test of a document (TST-001) that any of these lead to. The join looks into
the index when it is asked, so that it follows every edit; only the results themselves are a snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.model.graph import PART, Edge, TraceGraph
from shallcheck.model.index import OF_CODE, Defined, Index
from shallcheck.model.kinds import Kind, Level
from shallcheck.project.results.cases import Outcome, Results, Run, worst

if TYPE_CHECKING:
    from shallcheck.project.results.matching import Cases, Ran

_GRACE = 1.0
"""Seconds by which the clocks of files may differ."""


class Shown(NamedTuple):
    """What one test showed."""

    test: str
    """The test's identifier; empty: no artifact, only cases that name the requirement."""
    outcome: Outcome
    ran: tuple[Ran, ...] = ()
    stale: bool = False
    """The results are older than the test's code."""


class Proof(NamedTuple):
    """What the tests of an artifact have shown, each test once."""

    tests: tuple[Shown, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of all: an artifact has passed when every test of it has."""
        return worst([each.outcome for each in self.tests])

    @property
    def stale(self) -> bool:
        """Whether any result is older than its test."""
        return any(each.stale for each in self.tests)

    def count(self, outcome: Outcome) -> int:
        """How many tests ended so."""
        return sum(each.outcome is outcome for each in self.tests)

    def runs(self) -> list[Run]:
        """The runs that showed it, each once, in the order of their files' names."""
        return sorted({ran.run for each in self.tests for ran in each.ran})


class Evidence:
    """The results of a project, asked by identifier. `graph` gives the project's graph as it is now."""

    def __init__(self, graph: Callable[[], TraceGraph]) -> None:
        self._graph = graph
        self._cases: Cases | None = None
        self._modified: Callable[[str], float] = lambda path: 0.0
        self.results: tuple[Results, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.results)

    def take(
        self, results: Iterable[Results], modified: Callable[[str], float] = lambda path: 0.0, cases: Cases | None = None
    ) -> None:
        """Judge by these results from now on. `modified`: when a file was last changed, in seconds since 1970; `cases`: of all
        results, where somebody has made them ready."""
        from shallcheck.project.results.matching import Cases

        self.results = tuple(results)
        self._modified = modified
        self._cases = (cases or Cases(self.results)) if self.results else None

    def of(self, identifier: str) -> Proof | None:
        """What is shown of a requirement or by a test; None where there are no results, or nothing tests it."""
        if self._cases is None:
            return None
        tests: dict[str, Shown] = {}
        for defined in self._index.definitions(identifier):
            for test in self._tests(defined, set()):
                tests.setdefault(test.identifier, self._shown(test, {test.identifier}))
        known = {ran for each in tests.values() for ran in each.ran}
        by_name: dict[tuple[str, str], list[Ran]] = {}
        for ran in self._naming(identifier):
            if ran not in known:
                by_name.setdefault((ran.case.group, ran.case.name), []).append(ran)
        loose = [Shown("", _outcome(some), tuple(some)) for some in by_name.values()]
        shown = (*tests.values(), *loose)
        return Proof(shown) if shown else None

    @property
    def _index(self) -> Index:
        return self._graph().index

    def _tests(self, of: Defined, seen: set[str]) -> Iterator[Defined]:
        """The tests of an artifact and of its parts; a test is its own."""
        if of.identifier in seen:
            return
        seen.add(of.identifier)
        if _is_test(of):
            yield of
            return
        for edge in self._graph().below(of):
            if _verifies(edge):
                yield edge.lower
            elif edge.type == PART:
                yield from self._tests(edge.lower, seen)

    def _shown(self, test: Defined, seen: set[str]) -> Shown:
        """What a test showed by its own cases and by the tests that carry it out."""
        own = self._ran(test)
        stale = any(ran.run.written + _GRACE < self._modified(test.path) for ran in own) if _is_code(test) else False
        below = []
        for edge in self._graph().below(test):
            if _verifies(edge) and edge.lower.identifier not in seen:
                seen.add(edge.lower.identifier)
                below.append(self._shown(edge.lower, seen))
        outcomes = [each.outcome for each in below] + ([_outcome(own)] if own else [])
        ran = dict.fromkeys([*own, *(each for other in below for each in other.ran)])
        return Shown(test.identifier, worst(outcomes), tuple(ran), stale or any(each.stale for each in below))

    def _ran(self, test: Defined) -> list[Ran]:
        assert self._cases is not None
        found = self._cases.of_code(test.identifier) if _is_code(test) else self._naming(test.identifier)
        return list(dict.fromkeys(found))

    def _is_defined(self, identifier: str) -> bool:
        return bool(self._index.definitions(identifier))

    def _naming(self, identifier: str) -> list[Ran]:
        """The cases that name an identifier, as the workspace or as its own document has it."""
        assert self._cases is not None
        found = self._cases.naming(identifier, self._is_defined)
        label = identifier.rpartition("/")[2]
        if label != identifier and self._index.called(label) == [identifier]:
            found = [*found, *self._cases.naming(label, self._is_defined)]
        return found


def _outcome(ran: Iterable[Ran]) -> Outcome:
    """How a test ended whose cases are these: one that failed counts, then one that passed."""
    ended = {each.case.outcome for each in ran}
    order = (Outcome.FAILED, Outcome.PASSED, Outcome.SKIPPED)
    return next((outcome for outcome in order if outcome in ended), Outcome.NOT_RUN)


def _is_code(of: Defined) -> bool:
    return of.identifier.startswith(OF_CODE)


def _is_test(of: Defined) -> bool:
    return of.artifact.kind is Kind.TEST or of.artifact.level is Level.TESTS


def _verifies(edge: Edge) -> bool:
    return edge.type == "verifies" or _is_test(edge.lower)
