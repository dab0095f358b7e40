"""The state between keystrokes: documents, the index, and what is known of each statement.

No input, no output, no processes: whoever owns a `Project` reads files, edits documents and hands statements to the workers. The
unit of work is the segment. An edit re-judges the segments that changed and those that share an identifier with them; a
result re-judges the segments that hold its statement. `judged` counts, so that tests can hold this.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from shallcheck.model.briefs import Brief
from shallcheck.model.document import Document, Link, Placed, Segment, Setting, unchanged_ends
from shallcheck.model.fact_index import FactIndex
from shallcheck.model.facts import Facts, Relation
from shallcheck.model.finding import Finding
from shallcheck.model.graph import NO_TRACE, Trace, TraceGraph
from shallcheck.model.index import Defined, Index, Named
from shallcheck.model.reviews import Reviews
from shallcheck.model.terms import key_of
from shallcheck.model.vocabulary import Vocabulary
from shallcheck.model.wording import Saying, Wording
from shallcheck.project.affected import Version, defining, guessing, naming, sharing
from shallcheck.project.answers import Statements
from shallcheck.project.baseline import Baseline
from shallcheck.project.config import Config
from shallcheck.project.judgements import Judgements
from shallcheck.project.leaning import Key
from shallcheck.project.news import News
from shallcheck.project.report import Found, Report, in_order
from shallcheck.project.rulings import Rulings
from shallcheck.project.statements import StatementJob

if TYPE_CHECKING:
    from shallcheck.project.evidence import Evidence
    from shallcheck.rules.suspicion import Suspicion


class Project:
    """Everything that is known of a workspace."""

    def __init__(self, config: Config | None = None, *, every_rule: bool = False, today: Callable[[], date] = date.today) -> None:
        self.today = today
        self.config = config or Config()
        self.every_rule = every_rule
        """Also run the rules that are off by default (as information)."""
        self.whole = True
        """False while the workspace is still being read: what only the whole can show (a broken link) is not judged yet."""
        self.baseline = Baseline()
        """Findings that were recorded, and are not shown."""
        self.reviews = Reviews()
        """Artifacts as they were recorded, and links as they were reviewed."""
        self.briefs: Mapping[str, Brief] = {}
        """Hand-off briefs, by what they are for."""
        self.earlier: Mapping[str, str] = {}
        """What artifacts said before a change that is proposed, by identifier."""
        self.documents: dict[str, Document] = {}
        self.index = Index()
        self.index.elsewhere = lambda: (other.index for other in self.elsewhere())
        self.elsewhere: Callable[[], Iterable[Project]] = lambda: ()
        """The projects in which a link is looked up that this one does not know; each of them looks here likewise."""
        self.graph = self._new_graph()
        self.news = News()
        self.wording = Wording(_sayings, self.documents)
        """What statements must say alike."""
        self.facts = FactIndex(_compare)
        """What statements say, and which of them contradict each other."""
        self._unlike: set[str] = set()
        """Paths with segments that are related otherwise to others since this was last asked."""
        self.vocabulary = Vocabulary()
        self.vocabulary.configured = frozenset(map(key_of, self.config.glossary))
        self.edition = 0
        """Counts the changes of documents and of the configuration."""
        self.revision = 0
        """Counts all changes after which anything may be judged otherwise, those as well."""
        self.statements = Statements(self.facts.holders)
        self.judgements = Judgements(self)
        """What is wrong with each segment."""
        self._placed: dict[str, dict[int, Placed]] = {}
        self.rulings = Rulings(self.config, every_rule)

    @cached_property
    def evidence(self) -> Evidence:
        """What tests have shown; made when somebody asks, so that a server starts without it."""
        from shallcheck.project.evidence import Evidence

        return Evidence(lambda: self.graph)

    @property
    def judged(self) -> int:
        """How many segments have been judged since the start."""
        return self.judgements.count

    # -- documents ---------------------------------------------------------------------------------------------------

    def put(self, document: Document) -> frozenset[str]:
        """Add a document, or its next version. Returns the paths whose reports may have changed."""
        path = document.path
        before = self.documents.get(path)
        self._revised(edited=True)
        same = before is not None and before.setting == document.setting
        left, right = unchanged_ends(before.placed, document.placed) if before is not None and same else (0, 0)
        old = _segments(before.placed, left, right) if before else {}
        new = _segments(document.placed, left, right)
        known = self.index.identifiers()
        gone = [segment for key, segment in old.items() if key not in new or not same]
        come = [segment for key, segment in new.items() if key not in old or not same]
        facts = self.vocabulary.facts(path)
        was = self._trace(path, before, gone)
        vanished: set[str] = set()
        for segment in gone:
            assert before is not None
            vanished |= self._forget(path, before, segment)
        self.documents[path] = document
        self._placed.pop(path, None)
        touched = set(vanished)
        for segment in come:
            touched |= self._learn(path, document, segment)
        self.news.tell(before.setting if before else None, gone, document.setting, come)
        self._first_changed(path, before, document)
        exists = {identifier for identifier in touched if identifier in known}
        if self.graph.crossed:
            return self._levels_anew() | self._related_anew()
        if facts != self.vocabulary.facts(path):
            self.judgements.document_stale(path)
        return self._related_anew() | frozenset(
            {path}
            | self._touch(touched)
            | self._touch_ends(was, self._trace(path, document, come))
            | self._guess_anew(touched - vanished | vanished - exists)
            | self._terms_changed(path, (before.setting if before else document.setting, gone), (document.setting, come))
            | self._said_otherwise()
            | self.judgements.woken()
        )

    def drop(self, path: str) -> frozenset[str]:
        """Forget a document. Returns the paths whose reports may have changed."""
        document = self.documents.pop(path, None)
        if document is None:
            return frozenset()
        self._revised(edited=True)
        changed: set[str] = set()
        gone = [placed.segment for placed in document.placed]
        was = self._trace(path, document, gone)
        for segment in gone:
            changed |= self._forget(path, document, segment)
        self.news.tell(document.setting, gone, document.setting, [])
        terms = self._terms_changed(path, (document.setting, gone), (document.setting, []))
        self._placed.pop(path, None)
        for each in (self.judgements, self.statements, self.rulings):
            each.drop(path)
        if self.graph.crossed:
            return self._levels_anew() | self._related_anew() | {path}
        others = self._touch_ends(was, NO_TRACE) | self._said_otherwise() | self._related_anew()
        return frozenset({path} | self._touch(changed) | others | self._guess_anew(changed) | terms | self.judgements.woken())

    def configure(self, config: Config) -> None:
        """Judge by another configuration from now on; every report is made anew."""
        before, self.config = self.config, config
        self._revised(edited=True)
        self.rulings = Rulings(config, self.every_rule)
        self.vocabulary.configured = frozenset(map(key_of, config.glossary))
        self.judgements.all_stale()
        if config.chain != before.chain:
            self.graph = self._new_graph()
        if config.choices != before.choices:
            self._ask_anew()
        if config != before:
            self.news.everything()

    def rebase(self, baseline: Baseline) -> None:
        """Hide what another baseline records from now on."""
        self.baseline = baseline
        self.judgements.unrecorded_anew()
        self._revised()

    def review(self, reviews: Reviews) -> frozenset[str]:
        """Judge links by what else is recorded of them from now on. Returns the paths whose reports may have changed."""
        before, self.reviews = self.reviews, reviews
        self._revised()
        return frozenset(self._touch_own(before.differing(reviews)))

    def brief(self, briefs: Mapping[str, Brief]) -> None:
        """Ask whether other hand-off briefs are old from now on."""
        if briefs != self.briefs:
            self.briefs = briefs
            self._revised()

    def completed(self, whole: bool) -> frozenset[str]:
        """Say whether every document of the workspace is here. Returns the paths whose reports may have changed."""
        if self.whole == whole:
            return frozenset()
        self.whole = whole
        self._revised()
        self.news.trace()
        self.judgements.all_stale()
        return frozenset(self.documents)

    # -- statements --------------------------------------------------------------------------------------------------

    def unjudged(self, path: str, *, partly: bool = True) -> list[StatementJob]:
        """The statements of a document that wait for their findings, each once; without `partly`, only those of which nothing
        is known yet."""
        return self.statements.unjudged(path, partly=partly)

    def waiting(self, path: str) -> int:
        """How many statements of a document wait for findings."""
        return self.statements.waiting(path)

    def store(self, key: bytes, findings: Iterable[Finding], complete: bool, facts: Facts | None = None) -> frozenset[str]:
        """Take over a statement's findings and facts. Returns the paths whose reports have changed."""
        holders = self.statements.store(key, findings, complete)
        if not holders:
            return frozenset()
        self._revised()
        for path, segment in holders:
            self.judgements.stale(path, segment)
        if facts is not None:
            self.facts.tell(key, facts)
        return frozenset({path for path, _ in holders} | self.judgements.woken() | self._related_anew())

    def relate(self, seconds: float = math.inf) -> frozenset[str]:
        """Set the statements that came or went against the others, for some time; `facts.settled` says whether all is done.
        Returns the paths whose reports may have changed."""
        if self.facts.settled:
            return frozenset()
        self._relate(self.facts.settle(seconds))
        if self._unlike:
            self._revised()
        return self._related_anew() | self.judgements.woken()

    def relate_as(self, pairs: Iterable[tuple[bytes, bytes, Relation]], series: Iterable[bytes]) -> None:
        """Take over how statements relate that were set against each other before."""
        self._relate(self.facts.adopt(pairs, series))

    # -- what is known -----------------------------------------------------------------------------------------------

    def reports(self, path: str) -> list[Found]:
        """What is known to be wrong with a document, in its order."""
        document = self.documents.get(path)
        if document is None:
            return []
        found = [Found(placed, report) for placed in document.placed for report in self.segment_reports(path, placed.segment)]
        found.sort(key=in_order)
        return found

    def segment_reports(self, path: str, segment: Segment) -> tuple[Report, ...]:
        """What is known to be wrong with a segment; the same object until that changes."""
        return self.judgements.reports(path, segment)

    def placed(self, path: str, segment: Segment) -> Placed | None:
        """Where a segment stands in a document now."""
        document = self.documents.get(path)
        if document is None:
            return None
        if path not in self._placed:
            self._placed[path] = {id(placed.segment): placed for placed in document.placed}
        return self._placed[path].get(id(segment))

    def definitions(self, path: str, link: Link) -> list[Defined]:
        """What a link leads to."""
        document = self.documents.get(path)
        return self.index.resolve(document.setting, link.target) if document else []

    def references(self, identifier: str) -> list[Named]:
        """The links that lead to an identifier of this project, also from elsewhere."""
        return self.index.references(identifier)

    def suspicion(self, path: str, segment: Segment, link: Link) -> Suspicion | None:
        """Why a link is suspect; None where it is not."""
        from shallcheck.rules.suspicion import suspicion

        return suspicion(self.judgements.scene(path, self.documents[path], segment), link)

    # -- bookkeeping -------------------------------------------------------------------------------------------------

    def _revised(self, *, edited: bool = False) -> None:
        self.revision += 1
        self.edition += edited
        self.news.judged()

    def _learn(self, path: str, document: Document, segment: Segment) -> set[str]:
        self._await(path, document.setting, segment)
        self.judgements.add(path, segment)
        self.vocabulary.add(path, document.setting, segment)
        self.wording.add(path, document.setting, segment)
        self.graph.add(path, document.setting, segment)
        return self.index.add(path, document.setting, segment)

    def _await(self, path: str, setting: Setting, segment: Segment) -> None:
        """Have the statements of a segment judged, and related to those that are known."""
        jobs = self.statements.add(path, segment, self.config.choices)
        self._relate(self.facts.add(path, setting, segment, [job.key for job in jobs]))

    def _ask_anew(self) -> None:
        """Have every statement judged by the choices that hold now."""
        self.statements.clear()
        self.facts.clear()
        for path, document in self.documents.items():
            for placed in document.placed:
                self._await(path, document.setting, placed.segment)

    def _forget(self, path: str, document: Document, segment: Segment) -> set[str]:
        self._relate(self.facts.remove(segment))
        self.statements.remove(path, segment)
        self.judgements.remove(path, segment)
        self.vocabulary.remove(path, document.setting, segment)
        self.wording.remove(path, segment)
        self.graph.remove(path, document.setting, segment)
        return self.index.remove(path, document.setting, segment)

    def _new_graph(self) -> TraceGraph:
        graph = TraceGraph(self.index, self.config.chains())
        for path, document in self.documents.items():
            for placed in document.placed:
                graph.add(path, document.setting, placed.segment)
        graph.crossed.clear()
        return graph

    def _trace(self, path: str, document: Document | None, segments: Sequence[Segment]) -> Trace:
        """What the links of some segments mean to others; nothing while nothing is judged yet."""
        if document is None or not (self.judged and self.whole):
            return NO_TRACE
        return self.graph.trace(path, document.setting, segments)

    def _touch_ends(self, was: Trace, now: Trace) -> set[str]:
        """Have judged anew what a link led to that is there no more, or leads to that was not there."""
        identifiers = {each.other for each in was.ends ^ now.ends} | (was.cycles ^ now.cycles)
        paths = set()
        for project in (self, *self.elsewhere()) if identifiers else ():
            paths |= project._stale_all(defining(project.index, identifiers))
        return paths

    def _levels_anew(self) -> frozenset[str]:
        self.graph.crossed.clear()
        if not self.judged:
            return frozenset(self.documents)
        self.judgements.all_stale()
        return frozenset(self.documents)

    def _relate(self, places: Iterable[tuple[str, int]]) -> None:
        """Have segments judged anew that are related otherwise to others."""
        self._unlike |= self._stale_all(places)

    def _related_anew(self) -> frozenset[str]:
        """The paths of segments that have been related otherwise since the last call."""
        paths = frozenset(self._unlike & self.documents.keys())
        self._unlike.clear()
        return paths

    def _stale_all(self, places: Iterable[Key]) -> set[str]:
        """Have segments judged anew. Returns the paths of their documents."""
        paths = set()
        for path, segment in places:
            self.judgements.stale(path, segment)
            paths.add(path)
        return paths

    def _touch(self, identifiers: Collection[str]) -> set[str]:
        """Have judged anew whatever defines or names one of `identifiers`, here or elsewhere."""
        paths = self._touch_own(identifiers)
        for other in self.elsewhere():
            paths |= other._touch_own(identifiers)
        return paths

    def _touch_own(self, identifiers: Iterable[str]) -> set[str]:
        return self._stale_all(sharing(self.index, identifiers))

    def _guess_anew(self, identifiers: Collection[str]) -> set[str]:
        """Have links judged anew that lead nowhere and could mean one of `identifiers`, which came or went."""
        return self._stale_all(guessing(self.judgements.unresolved, identifiers))

    def _terms_changed(self, path: str, before: Version, after: Version) -> set[str]:
        """Have judged anew whatever uses a name whose definition came or went."""
        if not self.judged:
            return set()  # while the documents come in for the first time
        return self._stale_all(naming(self.vocabulary, self.documents, path, before, after))

    def _said_otherwise(self) -> set[str]:
        """Have judged anew what says something that others say otherwise now, or no longer."""
        return self._stale_all(self.wording.changed())

    def _first_changed(self, path: str, before: Document | None, document: Document) -> None:
        """Findings of the document as a whole stand at its first segment: judge it anew when either changed."""
        first = before.placed[0].segment if before and before.placed else None
        now = document.placed[0].segment if document.placed else None
        if first is not now or (before is not None and before.problems != document.problems):
            for segment in (first, now):
                self.judgements.stale(path, id(segment))


def _sayings(path: str, setting: Setting, segment: Segment) -> Iterable[Saying]:
    from shallcheck.language.wording import sayings

    return sayings(path, setting, segment)


def _compare(one: Facts, other: Facts) -> Relation | None:
    from shallcheck.language.conflicts import relation

    return relation(one, other)


def _segments(placed: Sequence[Placed], left: int, right: int) -> dict[int, Segment]:
    """The segments by their identity, but for some at the start and at the end."""
    return {id(one.segment): one.segment for one in placed[left : len(placed) - right]}
