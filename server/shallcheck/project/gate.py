"""The gate: may work go on from a level, or for a slice of the chain?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shallcheck.model.chain import NO_CHAIN, Chain, LevelPolicy
from shallcheck.model.document import Document
from shallcheck.model.finding import Severity
from shallcheck.model.gate import GateScene, LevelState
from shallcheck.model.graph import PART, is_retired
from shallcheck.model.index import Defined
from shallcheck.model.place import Span
from shallcheck.project.config import matches
from shallcheck.project.results.cases import Outcome
from shallcheck.project.state import UNREADABLE, Found, Project
from shallcheck.project.unplanned import unplanned
from shallcheck.rules.registry import Scope, all_rules

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
    documents = [each for each in project.documents.values() if project.graph.chain_of(each.path, each.setting)]
    chosen = _slice(project, identifiers)
    groups: dict[Group, list[Document]] = defaultdict(list)
    for document in documents:
        chain = project.graph.chain_of(document.path, document.setting)
        groups[chain.name, document.setting.namespace].append(document)
    chains = {key: project.graph.chain_of(each[0].path, each[0].setting) for key, each in groups.items()}
    if level and all(chain.policy(level) is None for chain in chains.values()):
        known = dict.fromkeys(name for chain in chains.values() for name in chain.names())
        raise UnknownError(f"no chain here has a level “{level}”: {_there_are(known)}")
    levels: list[LevelResult] = []
    blocks: list[Block] = []
    allowed = 0
    for key in sorted(groups):
        part = _Part(project, chains[key], groups[key], level, chosen if identifiers else None)
        if part.is_asked:
            found, rows, passed = part.judged(key[1])
            blocks += found
            levels += rows
            allowed += passed
    if changed is not None:
        blocks += _unplanned(project, changed)
    return Gate(tuple(levels), (*_unreadable(project), *blocks), allowed)


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


class _Part:
    """The documents of one chain."""

    def __init__(
        self, project: Project, chain: Chain, documents: Sequence[Document], level: str, chosen: dict[str, Defined] | None
    ) -> None:
        self.project = project
        self.chain = chain
        self.documents = documents
        self.chosen = chosen
        self.artifacts = self._artifacts()
        some = next((each for found in self.artifacts.values() for each in found), None)
        self.held = project.graph.held(some) if some else frozenset()
        self.last = self._last(level)

    def _last(self, level: str) -> int:
        """How far down is asked about; -1: not at all."""
        if level:
            return self.chain.order(level)
        orders = [self.chain.order(name) for name, found in self.artifacts.items() if found]
        return max(orders, default=-1) if self.chosen is not None else len(self.chain.levels) - 1

    @property
    def is_asked(self) -> bool:
        """Whether anything of it is asked about."""
        return self.last >= 0 and (self.chosen is None or any(self.artifacts.values()))

    def judged(self, namespace: str) -> tuple[list[Block], list[LevelResult], int]:
        """What blocks, the levels, and how many findings do not block."""
        blocking: dict[str, list[Block]] = defaultdict(list)
        allowed = 0
        for document in self.documents:
            for found in self.project.reports(document.path):
                level = self._level(document, found)
                if level is None:
                    continue
                if self._blocks(found):
                    blocking[level].append(_block(document.path, found, level))
                else:
                    allowed += 1
        asked = self.chain.levels[: self.last + 1]
        states = tuple(self._state(each, len(blocking.get(each.name, ()))) for each in asked)
        scene = GateScene(self.chain, self.project.graph, states, self.project.reviews, self.project.config.gate.statuses)
        raised = list(self._raised(scene))
        blocks = [*raised, *(block for each in asked for block in blocking.get(each.name, ()))]
        rows = [
            LevelResult(
                self.chain.name,
                namespace,
                state.level,
                state.title,
                len(state.artifacts),
                sum(1 for block in blocks if block.level == state.level),
                sum(self._shown(each) is Outcome.PASSED for each in state.artifacts),
                len(state.failed),
            )
            for state in states
        ]
        return blocks, rows, allowed

    def _state(self, level: LevelPolicy, errors: int) -> LevelState:
        artifacts = tuple(self.artifacts.get(level.name, ()))
        held = bool(artifacts) or level.name in self.held
        failed = tuple(each for each in artifacts if self._shown(each) is Outcome.FAILED)
        return LevelState(level.name, level.title, level.optional, artifacts, held, failed, errors)

    def _shown(self, of: Defined) -> Outcome | None:
        """What tests have shown of an artifact; None: nothing is known."""
        proof = self.project.evidence.of(of.identifier) if self.project.evidence else None
        return proof.outcome if proof else None

    def _artifacts(self) -> dict[str, list[Defined]]:
        """What holds on each level, of what was asked about."""
        found: dict[str, list[Defined]] = defaultdict(list)
        for document in self.documents:
            for placed, number, artifact in document.artifacts():
                identifier = document.identifier(artifact)
                if not identifier or is_retired(artifact) or (self.chosen is not None and identifier not in self.chosen):
                    continue
                level = self.chain.level_of(document.path, document.setting, artifact)
                found[level].append(Defined(document.path, placed.segment, number, identifier, document.setting))
        return found

    def _level(self, document: Document, found: Found) -> str | None:
        """The level on which a finding counts; None: it was not asked about, or is about something retired."""
        artifact = found.report.artifact
        if not artifact:
            level = self.chain.level_at(document.path, document.setting)
            return level if self.chosen is None and 0 <= self.chain.order(level) <= self.last else None
        of = next((each for each in self.project.index.definitions(artifact) if each.path == document.path), None)
        if of is None or is_retired(of.artifact) or (self.chosen is not None and artifact not in self.chosen):
            return None
        level = self.chain.level_of(document.path, document.setting, of.artifact)
        return level if 0 <= self.chain.order(level) <= self.last else None

    def _blocks(self, found: Found) -> bool:
        return self.project.config.gate.blocks(found.report.rule, found.report.severity)

    def _raised(self, scene: GateScene) -> Iterator[Block]:
        for rule in all_rules().values():
            if rule.scope is not Scope.GATE or self.project.config.severity_of(rule) is Severity.OFF:
                continue
            for finding, at, _ in rule.check(scene):
                if at is None:
                    yield Block(rule.code, rule.slug, "", Span(0, 0), "", "", finding.message, "")
                    continue
                placed = self.project.placed(at.path, at.segment)
                span = finding.span.shifted(placed.start if placed else 0)
                level = self.chain.level_of(at.path, at.setting, at.artifact)
                yield Block(rule.code, rule.slug, at.path, span, at.identifier, level, finding.message, "")


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
