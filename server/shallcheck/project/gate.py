"""The gate: may work go on from a level, or for a slice of the chain?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from shallcheck.model.chain import NO_CHAIN, LevelPolicy
from shallcheck.model.document import Document, Placed
from shallcheck.model.finding import Severity
from shallcheck.model.gate import GateScene, LevelState, Raised, is_finished
from shallcheck.model.graph import PART, is_retired, status_of
from shallcheck.model.index import Defined
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from shallcheck.project.chain_tree import State, state_of_level
from shallcheck.project.config import matches
from shallcheck.project.handing_off import outdated
from shallcheck.project.problems import UNREADABLE
from shallcheck.project.report import Found, in_order
from shallcheck.project.results.cases import Outcome
from shallcheck.project.state import Project
from shallcheck.project.steps import Steps, at_once
from shallcheck.project.unplanned import unplanned
from shallcheck.rules.registry import Rule, Scope, all_rules
from shallcheck.rules.suspicion import said

Group = tuple[str, str]
"""A chain's name and the namespace in which it stands: each feature of Kiro has a chain of its own."""


class Block(NamedTuple):
    """Something that bars the way. `span`: code points of the document at `path`; both empty where it concerns the project."""

    rule: str
    name: str
    path: str
    span: Span
    artifact: str
    level: str
    message: str
    fix: str
    """What the first fix that is offered does; empty: there is none."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class LevelResult:
    """A level as the gate saw it."""

    chain: str
    namespace: str
    level: str
    title: str
    artifacts: int
    blocks: int
    passed: int = 0
    """Of its artifacts, those of which all tests have passed."""
    failed: int = 0
    """Those of which a test has failed."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer: it is open where nothing blocks."""

    levels: tuple[LevelResult, ...]
    blocks: tuple[Block, ...]
    allowed: int = 0
    """Findings in what was asked about that do not block."""
    notes: tuple[Block, ...] = ()
    """What the gate itself tells beside, and does not block."""

    @property
    def passed(self) -> bool:
        """Whether work may go on. Not where there is nothing to go on from."""
        return not self.blocks and any(level.artifacts for level in self.levels)


class UnknownError(ValueError):
    """A level or an identifier that was asked for is none."""


def gate_of(
    project: Project, *, level: str = "", identifiers: Collection[str] = (), changed: Collection[str] | None = None
) -> Gate:
    """Whether work may go on: from a level with all above it, for artifacts with all above them, or from the whole chain.
    `changed`: source files that have to belong to what has passed.

    Raises UnknownError where no chain of the project has the level, or no document defines an identifier.
    """
    chosen = _slice(project, identifiers) if identifiers else None
    parts = at_once(survey(project, chosen))
    if level and all(part.chain.policy(level) is None for part in parts):
        known = dict.fromkeys(name for part in parts for name in part.chain.names())
        raise UnknownError(f"no chain here has a level “{level}”: {_there_are(known)}")
    gate = at_once(judge(project, parts, level))
    if changed is None:
        return gate
    return replace(gate, blocks=(*gate.blocks, *_unplanned(project, changed)))


def survey(project: Project, chosen: Mapping[str, Defined] | None = None) -> Steps[tuple[Part, ...]]:
    """Look through every chain of a project, in steps of some milliseconds at most, between which its documents must stay as they
    are. `chosen`: the only artifacts that are asked about, by identifier."""
    groups: dict[Group, list[Document]] = defaultdict(list)
    for document in project.documents.values():
        chain = project.graph.chain_of(document.path, document.setting)
        if chain and document.setting.kind is not Kind.DECISION:
            groups[chain.name, document.setting.namespace].append(document)
    parts = []
    for key in sorted(groups):
        part = Part(project, key, groups[key], chosen)
        yield from part.look()
        parts.append(part)
    return tuple(parts)


def judge(project: Project, parts: Iterable[Part], level: str = "") -> Steps[Gate]:
    """The gate of what was looked through, down to a level, in such steps."""
    levels: list[LevelResult] = []
    blocks: list[Block] = []
    allowed = 0
    for part in parts:
        last = part.last(level)
        if last >= 0:
            found, rows, passed = yield from part.judged(last)
            blocks += found
            levels += rows
            allowed += passed
    handed = yield from _handed_off(project)
    barring = [each for each in handed if each.severity is Severity.ERROR or project.config.gate.blocks(each.rule, each.severity)]
    notes = tuple(each for each in handed if each not in barring)
    return Gate(tuple(levels), (*_unreadable(project), *blocks, *barring), allowed, notes)


def _handed_off(project: Project) -> Steps[list[Block]]:
    """What is told of hand-off briefs."""
    rule = all_rules()["GAT005"]
    severity = project.config.severity_of(rule)
    if severity is Severity.OFF or not project.briefs:
        return []
    old = yield from outdated(project)
    scene = GateScene(NO_CHAIN, project.graph, (), outdated=old)
    return [_raised(project, raised, rule, severity) for raised in rule.check(scene)]


def _raised(project: Project, raised: Raised, rule: Rule, severity: Severity) -> Block:
    """What a rule of the gate has raised, where it stands in its document."""
    finding, at, path = raised
    if at is None:
        return Block(rule.code, rule.slug, path, finding.span, "", "", finding.message, "", severity)
    placed = project.placed(at.path, at.segment)
    span = finding.span.shifted(placed.start if placed else 0)
    chain = project.graph.chain(at)
    level = chain.level_of(at.path, at.setting, at.artifact) if chain else ""
    return Block(rule.code, rule.slug, at.path, span, at.identifier, level, finding.message, "", severity)


def _unplanned(project: Project, changed: Collection[str]) -> Iterator[Block]:
    """What blocks of source files; asked for, it is judged unless the project has switched it off."""
    rule = all_rules()["GAT006"]
    if project.config.said_of(rule) is Severity.OFF or matches(rule.code, project.config.ignore):
        return
    scene = GateScene(NO_CHAIN, project.graph, (), unplanned=tuple(unplanned(project, changed)))
    for finding, _, path in rule.check(scene):
        yield Block(rule.code, rule.slug, path, finding.span, "", "", finding.message, "")


def _unreadable(project: Project) -> Iterator[Block]:
    """What could not be read bars the way: nobody knows what it says."""
    for document in project.documents.values():
        if document.setting.format == UNREADABLE:
            yield from (_block(document.path, found, "") for found in project.reports(document.path))


class Part:
    """The documents of one chain, as they were when they were looked through."""

    def __init__(
        self, project: Project, group: Group, documents: Sequence[Document], chosen: Mapping[str, Defined] | None
    ) -> None:
        self.project = project
        self.group = group
        self.chain = project.graph.chain_of(documents[0].path, documents[0].setting)
        self.documents = documents
        self.artifacts: dict[str, list[Defined]] = defaultdict(list)
        """What holds on each level, of what was asked about."""
        self.findings: dict[str, Counter[str]] = defaultdict(Counter)
        """By level, how many findings of each rule there are."""
        self._chosen = chosen
        self._held: frozenset[str] = frozenset()
        self._blocking: dict[str, list[Block]] = defaultdict(list)
        self._allowed: Counter[str] = Counter()
        self._shown: dict[str, Outcome] = {}
        """By identifier, what tests have shown, where anything is known."""
        self._unfinished: dict[str, list[Defined]] = defaultdict(list)
        self._reworded: dict[str, list[Defined]] = defaultdict(list)

    def last(self, level: str) -> int:
        """How far down is asked about: to a level, or all the way where it is empty; -1: nothing of this chain is."""
        if self._chosen is not None and not self.artifacts:
            return -1
        if level:
            return self.chain.order(level)
        return max(map(self.chain.order, self.artifacts)) if self._chosen is not None else len(self.chain.levels) - 1

    def state(self, level: str) -> State:
        """How a level stands in the tree of the chain."""
        artifacts = self.artifacts.get(level, ())
        return state_of_level(len(artifacts), len(self._ended(artifacts, Outcome.FAILED)), self.findings.get(level, Counter()))

    def look(self) -> Steps[None]:
        """Find what holds on each level, and what is wrong with it."""
        for document in self.documents:
            own: dict[str, str | None] = {}
            for placed in document.placed:
                for number, artifact in enumerate(placed.segment.reading.artifacts):
                    if identifier := document.identifier(artifact):
                        level = self._take(document, placed, number, identifier)
                        own[identifier] = own.get(identifier) or level  # a retired one hides none that is called alike
                yield
            yield from self._look_at_findings(document, own)
        some = next((each for found in self.artifacts.values() for each in found), None)
        self._held = self.project.graph.held(some) if some else frozenset()

    def _take(self, document: Document, placed: Placed, number: int, identifier: str) -> str | None:
        """Take in an artifact, and tell its level; None where it does not count: it is retired, or was not asked about."""
        of = Defined(document.path, placed.segment, number, identifier, document.setting)
        if is_retired(of.artifact) or (self._chosen is not None and identifier not in self._chosen):
            return None
        project = self.project
        level = self.chain.level_of(of.path, of.setting, of.artifact)
        self.artifacts[level].append(of)
        if project.evidence and (proof := project.evidence.of(of.identifier)):
            self._shown[of.identifier] = proof.outcome
        if not is_finished(status_of(of.artifact), project.config.gate.statuses):
            self._unfinished[level].append(of)
        record = project.reviews.artifacts.get(of.identifier)
        if record and record.words != said(of):
            self._reworded[level].append(of)
        return level

    def _look_at_findings(self, document: Document, own: Mapping[str, str | None]) -> Steps[None]:
        """Sort what is wrong with a document. `own`: the level of each of its artifacts."""
        loose = self.chain.level_at(document.path, document.setting) if self._chosen is None else None
        rows: list[tuple[Found, str]] = []
        for placed in document.placed:
            for report in self.project.segment_reports(document.path, placed.segment):
                level = own.get(report.artifact) if report.artifact else loose
                if level is None:
                    continue
                self.findings[level][report.rule] += 1
                if self.project.config.gate.blocks(report.rule, report.severity):
                    rows.append((Found(placed, report), level))
                else:
                    self._allowed[level] += 1
            yield
        rows.sort(key=lambda row: in_order(row[0]))
        for found, level in rows:
            self._blocking[level].append(_block(document.path, found, level))

    def judged(self, last: int) -> Steps[tuple[list[Block], list[LevelResult], int]]:
        """What blocks down to a level, the levels, and how many findings do not block."""
        asked = self.chain.levels[: last + 1]
        states = tuple(self._state(each) for each in asked)
        yield
        scene = GateScene(self.chain, self.project.graph, states, self.project.reviews, self.project.config.gate.statuses)
        blocks = []
        for block in self._raised(scene):
            blocks.append(block)
            yield
        for each in asked:
            blocks += self._blocking.get(each.name, ())
        counts = Counter(block.level for block in blocks)
        rows = [self._row(state, counts[state.level]) for state in states]
        return blocks, rows, sum(self._allowed[each.name] for each in asked)

    def _state(self, level: LevelPolicy) -> LevelState:
        artifacts = tuple(self.artifacts.get(level.name, ()))
        return LevelState(
            level.name,
            level.title,
            level.optional,
            artifacts,
            bool(artifacts) or level.name in self._held,
            self._ended(artifacts, Outcome.FAILED),
            tuple(self._unfinished.get(level.name, ())),
            tuple(self._reworded.get(level.name, ())),
            len(self._blocking.get(level.name, ())),
        )

    def _row(self, state: LevelState, blocks: int) -> LevelResult:
        passed = len(self._ended(state.artifacts, Outcome.PASSED))
        names = (*self.group, state.level, state.title)
        return LevelResult(*names, len(state.artifacts), blocks, passed, len(state.failed))

    def _ended(self, artifacts: Iterable[Defined], outcome: Outcome) -> tuple[Defined, ...]:
        """The artifacts of which the tests ended so."""
        return tuple(each for each in artifacts if self._shown.get(each.identifier) is outcome) if self._shown else ()

    def _raised(self, scene: GateScene) -> Iterator[Block]:
        for rule in all_rules().values():
            if rule.scope is not Scope.GATE or self.project.config.severity_of(rule) is Severity.OFF:
                continue
            for raised in rule.check(scene):
                yield _raised(self.project, raised, rule, Severity.ERROR)


def _slice(project: Project, identifiers: Iterable[str]) -> dict[str, Defined]:
    """Artifacts with all above them, and the parts of what was asked for."""
    row: list[Defined] = []
    for identifier in identifiers:
        found = project.index.definitions(identifier) or [
            each for name in project.index.called(identifier) for each in project.index.definitions(name)
        ]
        if not found:
            raise UnknownError(f"no document here defines “{identifier}”: {_there_are(project.index.identifiers(), identifier)}")
        row += found
        row += [edge.lower for each in found for edge in project.graph.below(each) if edge.type == PART]
    chosen: dict[str, Defined] = {}
    while row:
        each = row.pop()
        if each.identifier not in chosen:
            chosen[each.identifier] = each
            row += [edge.upper for edge in project.graph.above(each)]
    return chosen


def _block(path: str, found: Found, level: str) -> Block:
    report = found.report
    fix = next((fix.title for fix in report.finding.fixes), "")
    return Block(report.rule, report.name, path, found.place, report.artifact, level, report.message, fix)


def _there_are(known: Iterable[str], like: str = "") -> str:
    from rapidfuzz import process

    names = list(known)
    likely = process.extractOne(like, names, score_cutoff=60) if like else None
    if likely:
        return f"did you mean “{likely[0]}”?"
    return f"there are {', '.join(names[:10])}." if names else "there are none."
