"""The state between keystrokes: documents, the index, and what is known of each statement.

No input, no output, no processes: whoever owns a `Project` reads files, edits documents and hands statements to the workers. The
unit of work is the segment. An edit re-judges the segments that changed and those that share an identifier with them; a
result re-judges the segments that hold its statement. `judged` counts, so that tests can hold this.
"""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.documents.format import CODE
from shallcheck.model.document import Document, Link, Placed, Segment, Setting, Statement, Suppression, unchanged_ends
from shallcheck.model.fact_index import FactIndex, Said
from shallcheck.model.facts import Facts, Relation
from shallcheck.model.families import families_of, family_of
from shallcheck.model.finding import Finding, Related, Severity
from shallcheck.model.gate import is_finished
from shallcheck.model.graph import NO_TRACE, Trace, TraceGraph, status_of
from shallcheck.model.index import Defined, Index, Named, Scene
from shallcheck.model.likeness import is_like
from shallcheck.model.place import Span
from shallcheck.model.reviews import Reviews
from shallcheck.model.terms import is_akin, key_of
from shallcheck.model.vocabulary import Vocabulary, defined_keys
from shallcheck.model.wording import Saying, Wording
from shallcheck.project.baseline import Baseline
from shallcheck.project.config import Config
from shallcheck.project.leaning import Key, Leaning
from shallcheck.project.mentions import mentioning
from shallcheck.project.news import News
from shallcheck.project.silence import Silenced, Use, idle, silenced
from shallcheck.project.statements import StatementJob, job_for
from shallcheck.rules.registry import Needs, Rule, Scope, all_rules

if TYPE_CHECKING:
    from shallcheck.project.evidence import Evidence
    from shallcheck.rules.suspicion import Suspicion

log = logging.getLogger(__name__)


UNREADABLE = "unreadable"
"""The format of a document that holds nothing but what is wrong with its file: no configuration silences that."""
MOST_COMPARED = 20_000
"""Pairs of a broken link and an identifier that came or went up to which it is asked whether the one may mean the other."""


@dataclass(frozen=True, slots=True)
class Report:
    """A finding where it stands, ready to present. `span` is relative to its segment; `quote` is the underlined text."""

    rule: str
    name: str
    severity: Severity
    default: bool
    """Whether the rule is on by default."""
    message: str
    span: Span
    artifact: str
    """The identifier (in the workspace) of the artifact it belongs to, or empty."""
    quote: str
    related: tuple[Related, ...]
    finding: Finding
    statement: Statement | None
    """The statement that was judged, to write its fixes; None for document and workspace rules."""


class Found(NamedTuple):
    """A report and where its segment stands in the document now."""

    placed: Placed
    report: Report

    @property
    def place(self) -> Span:
        """Offsets in the document."""
        return self.report.span.shifted(self.placed.start)


def in_order(found: Found) -> tuple[Span, Severity, str]:
    """The key by which the findings of a document are sorted."""
    return found.place, found.report.severity, found.report.rule


class _Known(NamedTuple):
    findings: tuple[Finding, ...]
    complete: bool


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
        self.judged = 0
        """How many segments have been judged since the start."""
        self.edition = 0
        """Counts the changes of documents and of the configuration."""
        self.revision = 0
        """Counts all changes after which anything may be judged otherwise, those as well."""
        self._known: dict[bytes, _Known] = {}
        self._jobs: dict[int, tuple[StatementJob, ...]] = {}
        self._open: dict[str, dict[bytes, StatementJob]] = defaultdict(dict)
        """By path, the statements whose findings are not complete."""
        self._reports: dict[str, dict[int, tuple[Report, ...]]] = defaultdict(dict)
        self._silenced: dict[str, dict[int, Silenced]] = defaultdict(dict)
        """What was found in each segment before its suppressions were looked at."""
        self._whole_file: dict[str, dict[int, tuple[Suppression, ...]]] = defaultdict(dict)
        """By path and segment, the suppressions that cover their whole document."""
        self._placed: dict[str, dict[int, Placed]] = {}
        self._severities: dict[tuple[str, str], Severity] = {}
        self._rulings: dict[tuple[str, str, bool], tuple[Rule, ...]] = {}
        self._configs: dict[str, Config] = {}
        """What holds for a document, by path, where the configuration tells paths apart."""
        self._leaning = Leaning()
        self._unresolved: dict[str, set[tuple[str, int]]] = defaultdict(set)
        """Targets of links that led nowhere when their segments were judged."""

    @cached_property
    def evidence(self) -> Evidence:
        """What tests have shown; made when somebody asks, so that a server starts without it."""
        from shallcheck.project.evidence import Evidence

        return Evidence(lambda: self.graph)

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
            self._document_stale(path)
        return self._related_anew() | frozenset(
            {path}
            | self._touch(touched)
            | self._touch_ends(was, self._trace(path, document, come))
            | self._guess_anew(touched - vanished | vanished - exists)
            | self._terms_changed(path, (before.setting if before else document.setting, gone), (document.setting, come))
            | self._said_otherwise()
            | self._leaning.woken()
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
        for table in (self._reports, self._silenced, self._whole_file, self._placed, self._open, self._configs):
            table.pop(path, None)
        if self.graph.crossed:
            return self._levels_anew() | self._related_anew() | {path}
        others = self._touch_ends(was, NO_TRACE) | self._said_otherwise() | self._related_anew()
        return frozenset({path} | self._touch(changed) | others | self._guess_anew(changed) | terms | self._leaning.woken())

    def configure(self, config: Config) -> None:
        """Judge by another configuration from now on; every report is made anew."""
        before, self.config = self.config, config
        self._revised(edited=True)
        self._severities.clear()
        self._rulings.clear()
        self._configs.clear()
        self.vocabulary.configured = frozenset(map(key_of, config.glossary))
        self._all_stale()
        if config.chain != before.chain:
            self.graph = self._new_graph()
        if config.choices != before.choices:
            self._ask_anew()
        if config != before:
            self.news.everything()

    def rebase(self, baseline: Baseline) -> None:
        """Hide what another baseline records from now on."""
        self.baseline = baseline
        self._reports.clear()
        self._revised()

    def review(self, reviews: Reviews) -> frozenset[str]:
        """Judge links by what else is recorded of them from now on. Returns the paths whose reports may have changed."""
        before, self.reviews = self.reviews, reviews
        self._revised()
        return frozenset(self._touch_own(before.differing(reviews)))

    def completed(self, whole: bool) -> frozenset[str]:
        """Say whether every document of the workspace is here. Returns the paths whose reports may have changed."""
        if self.whole == whole:
            return frozenset()
        self.whole = whole
        self._revised()
        self.news.trace()
        self._all_stale()
        return frozenset(self.documents)

    # -- statements --------------------------------------------------------------------------------------------------

    def unjudged(self, path: str, *, partly: bool = True) -> list[StatementJob]:
        """The statements of a document that wait for their findings, each once; without `partly`, only those of which nothing
        is known yet."""
        jobs = self._open.get(path, {}).values()
        return [job for job in jobs if partly or job.key not in self._known]

    def waiting(self, path: str) -> int:
        """How many statements of a document wait for findings."""
        return len(self._open.get(path, ()))

    def store(self, key: bytes, findings: Iterable[Finding], complete: bool, facts: Facts | None = None) -> frozenset[str]:
        """Take over a statement's findings and facts. Returns the paths whose reports have changed."""
        known = self._known.get(key)
        if known is not None and known.complete:
            return frozenset()
        holders = self.facts.holders(key)
        if not holders:
            return frozenset()
        self._known[key] = _Known(tuple(findings), complete)
        self._revised()
        for path, segment in holders:
            self._stale(path, segment)
            if complete:
                self._open[path].pop(key, None)
        if facts is not None:
            self.facts.tell(key, facts)
        return frozenset({path for path, _ in holders} | self._leaning.woken() | self._related_anew())

    def relate(self, seconds: float = math.inf) -> frozenset[str]:
        """Set the statements that came or went against the others, for some time; `facts.settled` says whether all is done.
        Returns the paths whose reports may have changed."""
        if self.facts.settled:
            return frozenset()
        self._relate(self.facts.settle(seconds))
        if self._unlike:
            self._revised()
        return self._related_anew() | self._leaning.woken()

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
        known = self._reports[path].get(id(segment))
        if known is None:
            known = self._judged(path, self.documents[path], segment)
            self._reports[path][id(segment)] = known
        return known

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

        return suspicion(self._scene(path, self.documents[path], segment), link)

    # -- judging -----------------------------------------------------------------------------------------------------

    def _judged(self, path: str, document: Document, segment: Segment) -> tuple[Report, ...]:
        """A segment's reports: what is not silenced, what its suppressions are worth, and nothing that is recorded."""
        reports = self._unsilenced(path, document, segment)
        return self.baseline.unrecorded((path, id(segment)), segment, reports) if self.baseline else reports

    def _unsilenced(self, path: str, document: Document, segment: Segment) -> tuple[Report, ...]:
        kept, uses = self._found(path, document, segment)
        if not segment.reading.suppressions:
            return kept
        if id(segment) in self._whole_file[path]:
            uses = uses.union(*(self._found(path, document, placed.segment).uses for placed in document.placed))
        scene = self._scene(path, document, segment, uses)
        rules = [rule for rule in all_rules().values() if rule.scope is Scope.SUPPRESSION]
        reports = [self._report(document, segment, finding, None) for rule in rules for finding in _checked(rule, scene)]
        return (*kept, *(report for report in reports if report is not None))

    def _scene(self, path: str, document: Document, segment: Segment, uses: Iterable[Use] = ()) -> Scene:
        idles = [
            each
            for suppression in segment.reading.suppressions
            if self._is_settled(path, segment, suppression)
            for each in idle(suppression, uses, self._config(path))
        ]
        today = self.today().isoformat()
        shared = (self.index, self.vocabulary, self.graph, self.wording, self.facts, self.config.choices)
        standing = partial(self._standing, (path, id(segment)))
        said = partial(self._said, (path, id(segment)))
        return Scene(path, document, segment, *shared, today, tuple(idles), self.reviews, standing, self.earlier, said)

    def _said(self, who: Key, of: Defined) -> list[tuple[Said, Facts]]:
        """What an artifact states, for a segment that is judged by it."""
        if who != (of.path, id(of.segment)):
            self._leaning.lean(who, (of.path, id(of.segment)))
        return [(said, facts) for said, facts in self.facts.facts(of.segment) if said.statement.artifact == of.number]

    def _standing(self, who: Key, of: Defined) -> str:
        """The same for a segment that is judged by it."""
        self._leaning.lean(who, (of.path, id(of.segment)))
        return self.standing(of)

    def standing(self, of: Defined) -> str:
        """Why an artifact does not pass the gate by itself, as what it has; empty: it does."""
        status = status_of(of.artifact)
        if not is_finished(status, self.config.gate.statuses):
            return f"has the status “{status}”" if status else "has no status"
        document = self.documents.get(of.path)
        if document is None:
            return ""  # of another project, which has a gate of its own
        # What is wrong with its words: an identifier that stands twice or a link that is missing changes no code.
        words = [each for each in self.segment_reports(of.path, of.segment) if each.statement and each.artifact == of.identifier]
        blocking = next((each for each in words if self.config.gate.blocks(each.rule, each.severity)), None)
        return f"has an open finding ({blocking.rule} {blocking.name})" if blocking else ""

    def _is_settled(self, path: str, segment: Segment, suppression: Suppression) -> bool:
        """Whether every rule has judged all that a suppression covers."""
        if not self.whole or suppression.whole_file:
            return self.whole and not self._open.get(path)
        return all(job.key not in self._open.get(path, {}) for job in self._jobs.get(id(segment), ()))

    def _found(self, path: str, document: Document, segment: Segment) -> Silenced:
        known = self._silenced[path].get(id(segment))
        if known is None:
            whole = [each for some in self._whole_file[path].values() for each in some]
            local = [each for each in segment.reading.suppressions if not each.whole_file]
            reports = self._judge(path, document, segment)
            known = silenced(reports, local, whole, self.config, path, self.today())
            self._silenced[path][id(segment)] = known
        return known

    def _judge(self, path: str, document: Document, segment: Segment) -> list[Report]:
        self.judged += 1
        reports = []
        reading = segment.reading
        jobs = iter(self._jobs.get(id(segment), ()))
        for statement in reading.statements:
            if not statement.english:
                continue
            known = self._known.get(next(jobs).key)
            for finding in known.findings if known else ():
                if finding.span.start >= statement.own:
                    reports.append(self._report(document, segment, _own(finding, statement.own), statement))
        scene = self._scene(path, document, segment)
        there = self.there(path, segment)
        for rule in self._ruling(path, document.setting.format):
            for finding in _checked(rule, scene) if rule.needs in there else ():
                reports.append(self._report(document, segment, finding, None))
        for link in reading.links:
            if not self.index.resolve(document.setting, link.target):
                self._unresolved[link.target].add((path, id(segment)))
        return [report for report in reports if report is not None]

    def there(self, path: str, segment: Segment) -> set[Needs]:
        """What is there of all that rules need to say anything about a segment."""
        setting = self.documents[path].setting
        met = (
            (Needs.ANYTHING, True),
            (Needs.LINKS, bool(segment.reading.links)),
            (Needs.CHAIN, bool(self.graph.chain_of(path, setting))),
            (Needs.RELATED, self.facts.has_related(segment)),
            (Needs.AMOUNTS, self.facts.has_amounts(segment)),
            (Needs.SAYINGS, self.wording.says(path, segment)),
        )
        return {need for need, is_there in met if is_there}

    def _report(self, document: Document, segment: Segment, finding: Finding, statement: Statement | None) -> Report | None:
        rule = all_rules().get(finding.rule)
        if rule is None:
            return None
        config = self._config(document.path)
        severity = rule.severity if document.setting.format == UNREADABLE else self._severity(rule, document.path)
        if severity is Severity.OFF:
            return None
        if finding.severity is not None and config.said_of(rule) is None:
            severity = max(severity, finding.severity)
        span = statement.place(finding.span) if statement else finding.span
        return Report(
            rule.code,
            rule.slug,
            severity,
            rule.severity is not Severity.OFF,
            finding.message,
            span,
            _owner(document, segment, span, statement),
            finding.span.of(statement.text) if statement else span.of(segment.text) or span.of(document.text),
            finding.related,
            finding,
            statement,
        )

    def _severity(self, rule: Rule, path: str) -> Severity:
        key = (path if self.config.paths else "", rule.code)
        if key not in self._severities:
            severity = self._config(path).severity_of(rule)
            if self.every_rule and severity is Severity.OFF and rule.severity is Severity.OFF:
                severity = Severity.INFORMATION
            self._severities[key] = severity
        return self._severities[key]

    def _ruling(self, path: str, form: str) -> tuple[Rule, ...]:
        """The rules that look at the scenes of a document, without those that are switched off there."""
        key = (path if self.config.paths else "", form, self.whole)
        if key not in self._rulings:
            rules = _scene_rules(self.whole, form == CODE)
            on = tuple(rule for rule in rules if self._severity(rule, path) is not Severity.OFF)
            self._rulings[key] = rules if form == UNREADABLE else on
        return self._rulings[key]

    def _config(self, path: str) -> Config:
        if not self.config.paths:
            return self.config
        if path not in self._configs:
            self._configs[path] = self.config.at(path)
        return self._configs[path]

    # -- bookkeeping -------------------------------------------------------------------------------------------------

    def _revised(self, *, edited: bool = False) -> None:
        self.revision += 1
        self.edition += edited
        self.news.judged()

    def _learn(self, path: str, document: Document, segment: Segment) -> set[str]:
        self._await(path, document.setting, segment)
        if whole := tuple(each for each in segment.reading.suppressions if each.whole_file):
            self._whole_file[path][id(segment)] = whole
            self._document_stale(path)
        self.vocabulary.add(path, document.setting, segment)
        self.wording.add(path, document.setting, segment)
        self.graph.add(path, document.setting, segment)
        return self.index.add(path, document.setting, segment)

    def _await(self, path: str, setting: Setting, segment: Segment) -> None:
        """Have the statements of a segment judged, and related to those that are known."""
        choices = self.config.choices
        jobs = tuple(job_for(statement, choices) for statement in segment.reading.statements if statement.english)
        self._jobs[id(segment)] = jobs
        self._relate(self.facts.add(path, setting, segment, [job.key for job in jobs]))
        for job in jobs:
            known = self._known.get(job.key)
            if known is None or not known.complete:
                self._open[path][job.key] = job

    def _ask_anew(self) -> None:
        """Have every statement judged by the choices that hold now."""
        for table in (self._jobs, self._open, self._known):
            table.clear()
        self.facts.clear()
        for path, document in self.documents.items():
            for placed in document.placed:
                self._await(path, document.setting, placed.segment)

    def _forget(self, path: str, document: Document, segment: Segment) -> set[str]:
        self._relate(self.facts.remove(segment))
        for job in self._jobs.pop(id(segment), ()):
            holders = self.facts.holders(job.key)
            if not any(holder == path for holder, _ in holders):
                self._open[path].pop(job.key, None)
            if not holders:
                self._known.pop(job.key, None)
        for link in segment.reading.links:
            self._unresolved[link.target].discard((path, id(segment)))
            if not self._unresolved[link.target]:
                del self._unresolved[link.target]
        self._stale(path, id(segment))
        self.baseline.release((path, id(segment)))
        if self._whole_file[path].pop(id(segment), None):
            self._document_stale(path)
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
            for identifier in identifiers:
                for each in project.index.definitions(identifier):
                    project._stale(each.path, id(each.segment))
                    paths.add(each.path)
        return paths

    def _levels_anew(self) -> frozenset[str]:
        self.graph.crossed.clear()
        if not self.judged:
            return frozenset(self.documents)
        self._all_stale()
        return frozenset(self.documents)

    def _relate(self, places: Iterable[tuple[str, int]]) -> None:
        """Have segments judged anew that are related otherwise to others."""
        for path, segment in places:
            self._stale(path, segment)
            self._unlike.add(path)

    def _related_anew(self) -> frozenset[str]:
        """The paths of segments that have been related otherwise since the last call."""
        paths = frozenset(self._unlike & self.documents.keys())
        self._unlike.clear()
        return paths

    def _stale(self, path: str, segment: int) -> None:
        """Have a segment judged anew; what a suppression of the whole document is worth may change by that."""
        self.revision += 1  # perhaps by a change of another project, which tells of it
        if not self.judged:
            return  # while the documents come in for the first time
        self._silenced[path].pop(segment, None)
        for each in (segment, *self._whole_file[path]):
            self._reports[path].pop(each, None)
        for leaning in self._leaning.fell(path, segment):
            self._stale(*leaning)

    def _document_stale(self, path: str) -> None:
        self._reports[path].clear()
        self._silenced[path].clear()
        for leaning in self._leaning.fell(path):
            self._stale(*leaning)

    def _all_stale(self) -> None:
        self._reports.clear()
        self._silenced.clear()

    def _touch(self, identifiers: Collection[str]) -> set[str]:
        """Have judged anew whatever defines or names one of `identifiers`, here or elsewhere."""
        paths = self._touch_own(identifiers)
        for other in self.elsewhere():
            paths |= other._touch_own(identifiers)
        return paths

    def _touch_own(self, identifiers: Iterable[str]) -> set[str]:
        paths = set()
        for identifier in identifiers:
            sharing: Sequence[Defined | Named] = [*self.index.definitions(identifier), *self.index.links_to(identifier)]
            for each in sharing:
                self._stale(each.path, id(each.segment))
                paths.add(each.path)
        return paths

    def _guess_anew(self, identifiers: Collection[str]) -> set[str]:
        """Have links judged anew that lead nowhere and could mean one of `identifiers`, which came or went. Of a whole document
        among many such links it is all of them: to compare 1,000 with 1,000 takes longer than to judge them."""
        paths = set()
        if len(identifiers) * len(self._unresolved) > MOST_COMPARED:
            for path, segment in set().union(*self._unresolved.values()):
                self._stale(path, segment)
                paths.add(path)
            return paths
        for identifier in identifiers if self._unresolved else ():
            families = families_of(identifier)
            for target, places in self._unresolved.items():
                if is_like(target, identifier) or family_of(target) in families:
                    for path, segment in places:
                        self._stale(path, segment)
                        paths.add(path)
        return paths

    def _terms_changed(
        self, path: str, before: tuple[Setting, Sequence[Segment]], after: tuple[Setting, Sequence[Segment]]
    ) -> set[str]:
        """Have judged anew whatever uses a name whose definition came or went; and, as each name is reported where its document
        uses it first, what else in the document uses an undefined name whose use came or went."""
        if not self.judged:
            return set()  # while the documents come in for the first time
        old, new = defined_keys(before[1], before[0]), defined_keys(after[1], after[0])
        changed = {key for key in old | new if old[key] != new[key]}
        stale = set().union(*(self.vocabulary.users.get(key, ()) for key in changed))
        if changed:
            stale |= self._guessing(path, changed, before, after)
        used, uses = ({key for segment in each[1] for key in segment.reading.uses} for each in (before, after))
        for key in used ^ uses:
            if not self.vocabulary.defines(path, key):
                stale |= {user for user in self.vocabulary.users.get(key, ()) if user[0] == path}
        stale |= mentioning(self.documents, changed)
        for user in stale:
            self._stale(*user)
        return {user for user, _ in stale}

    def _guessing(
        self,
        path: str,
        changed: Collection[str],
        before: tuple[Setting, Sequence[Segment]],
        after: tuple[Setting, Sequence[Segment]],
    ) -> set[tuple[str, int]]:
        """The segments with an undefined name that may be told otherwise when others are defined: all of them where a glossary
        begins or ends, else those whose name is much like one that changed."""
        began = self.vocabulary.has_begun(before, after)
        return {
            user
            for key, users in self.vocabulary.users.items()
            if users and (began or any(is_akin(key, other) for other in changed)) and not self.vocabulary.defines(path, key)
            for user in users
        }

    def _said_otherwise(self) -> set[str]:
        """Have judged anew what says something that others say otherwise now, or no longer."""
        places = self.wording.changed()
        for place in places:
            self._stale(*place)
        return {path for path, _ in places}

    def _first_changed(self, path: str, before: Document | None, document: Document) -> None:
        """Findings of the document as a whole stand at its first segment: judge it anew when either changed."""
        first = before.placed[0].segment if before and before.placed else None
        now = document.placed[0].segment if document.placed else None
        if first is not now or (before is not None and before.problems != document.problems):
            for segment in (first, now):
                self._stale(path, id(segment))


def _sayings(path: str, setting: Setting, segment: Segment) -> Iterable[Saying]:
    from shallcheck.language.wording import sayings

    return sayings(path, setting, segment)


def _compare(one: Facts, other: Facts) -> Relation | None:
    from shallcheck.language.conflicts import relation

    return relation(one, other)


def _segments(placed: Sequence[Placed], left: int, right: int) -> dict[int, Segment]:
    """The segments by their identity, but for some at the start and at the end."""
    return {id(one.segment): one.segment for one in placed[left : len(placed) - right]}


def _own(finding: Finding, start: int) -> Finding:
    """A finding without the fixes that reach in front of the statement's own words."""
    if not start:
        return finding
    return replace(finding, fixes=tuple(fix for fix in finding.fixes if all(edit.start >= start for edit in fix.edits)))


@cache
def _scene_rules(whole: bool, code: bool) -> tuple[Rule, ...]:
    """The rules that look at a scene; before the workspace is whole, only those to which it makes no difference. Code is no
    requirement: of the rules for documents only the one that tells what could not be read, and of those for the workspace the
    ones that say so."""
    scopes = (Scope.CODE,) if code else (Scope.DOCUMENT, Scope.WORKSPACE)
    early = (Scope.DOCUMENT,)
    known = all_rules().values()
    rules = [rule for rule in known if (rule.scope in scopes or (code and rule.in_code)) and (whole or rule.scope in early)]
    return (*(rule for rule in known if code and rule.code == "DOC001"), *rules)


def _checked(rule: Rule, scene: Scene) -> list[Finding]:
    """What a rule says of a segment; one that raises is logged and says nothing, so that it does not silence the others."""
    try:
        return list(rule.check(scene))
    except Exception:
        log.exception("%s could not judge a segment of “%s”", rule.code, scene.path)
        return []


def _owner(document: Document, segment: Segment, span: Span, statement: Statement | None) -> str:
    artifacts = segment.reading.artifacts
    if statement is not None:
        return document.identifier(artifacts[statement.artifact]) if statement.artifact is not None else ""
    holding = [each for each in artifacts if each.label and each.extent.start <= span.start <= each.extent.end]
    return document.identifier(min(holding, key=lambda each: each.extent.end - each.extent.start)) if holding else ""
