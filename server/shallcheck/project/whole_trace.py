"""The whole trace of a check in one piece: every artifact with its level, and every edge, by number. What is shown of the chain
as a tree, a matrix, an impact or a graph is made from this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from shallcheck.model.chain import Chain, LevelPolicy
from shallcheck.model.document import Artifact
from shallcheck.model.graph import MENTION, is_retired, status_of
from shallcheck.model.index import Defined, Named
from shallcheck.model.kinds import Kind, Level
from shallcheck.project.check import Check
from shallcheck.project.coverage import standing
from shallcheck.project.evidence import Proof
from shallcheck.project.skeletons import title_of
from shallcheck.project.state import Project
from shallcheck.project.steps import Steps, at_once
from shallcheck.rules.registry import OBLIGATIONS
from shallcheck.rules.verifiable.methods import methods_of

VERIFYING = frozenset({"verifies", "validates"})
Place = tuple[int, int]
"""Line and column, 0-based."""
_UNNAMED = "other"
"""What the level is called of an artifact that stands on none."""


class Node(NamedTuple):
    """An artifact. `number` is its index among the nodes; `line` and `column` are 0-based."""

    number: int
    identifier: str
    title: str
    level: str
    kind: str
    path: str
    line: int
    column: int
    status: str
    methods: tuple[str, ...]
    """Those of the six methods of verification that it names."""
    verifies: bool
    """Whether it stands on a level that verifies others."""
    verifiable: bool
    """Whether it is an obligation on the level of requirements that holds: somebody has to verify it."""
    asked: bool
    """Whether its level asks for something above it."""
    owed: bool
    """Whether its level asks for something below it, which nothing else stands in for, and its status does not say that it holds
    no more."""
    chain: str
    """The name of the chain that it stands in; empty: in none."""
    proof: Proof | None = None
    """What tests have shown of it; None: no results are known, or nothing tests it."""


class Way(NamedTuple):
    """An edge, as numbers of nodes: `lower` comes from, realises or verifies `upper`."""

    upper: int
    lower: int
    type: str
    verifies: bool
    suspect: str = ""
    """Why the link is to be reviewed again; empty: it is not."""


class Loose(NamedTuple):
    """A trace link that leads nowhere."""

    source: str
    target: str
    type: str
    path: str
    line: int
    suspect: str = ""
    """Why it leads nowhere any more, where another revision of its target is there."""


class Step(NamedTuple):
    """A node that was reached: by which way, and from which step; None for where it began. `distance`: in edges."""

    node: Node
    way: Way | None = None
    came: Step | None = None
    distance: int = 0

    def passed(self) -> list[Node]:
        """The nodes from where it began to this one."""
        nodes = []
        step: Step | None = self
        while step is not None:
            nodes.append(step.node)
            step = step.came
        return nodes[::-1]


@dataclass
class WholeTrace:
    """Nodes in the order of the documents, and the ways between them."""

    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    """Titles by name, from the top of the chain; levels that hold nothing are left out."""
    loose: list[Loose] = field(default_factory=list)

    @cached_property
    def tested(self) -> bool:
        """Whether tests have shown anything."""
        return any(node.proof is not None for node in self.nodes)

    @cached_property
    def above(self) -> list[list[Way]]:
        """By node, the ways up."""
        table: list[list[Way]] = [[] for _ in self.nodes]
        for way in self.ways:
            table[way.lower].append(way)
        return table

    @cached_property
    def below(self) -> list[list[Way]]:
        """By node, the ways down, to the higher level first."""
        table: list[list[Way]] = [[] for _ in self.nodes]
        for way in self.ways:
            table[way.upper].append(way)
        order = {name: number for number, name in enumerate(self.levels)}
        for row in table:
            row.sort(key=lambda way: (order[self.nodes[way.lower].level], way.lower))
        return table

    def called(self, identifier: str) -> list[Node]:
        """The nodes of an identifier; where there is none, those that their own documents call so."""
        exact = [node for node in self.nodes if node.identifier == identifier]
        return exact or [node for node in self.nodes if node.identifier.endswith((f"/{identifier}", f":{identifier}"))]

    def down(self, start: Iterable[Node]) -> list[Step]:
        """All that is below some nodes, the nearest first, each by its shortest way; the nodes themselves too."""
        return self._reached(start, self.below, lambda way: way.lower)

    def up(self, start: Iterable[Node]) -> list[Step]:
        """All that is above some nodes, likewise."""
        return self._reached(start, self.above, lambda way: way.upper)

    def _reached(self, start: Iterable[Node], ways: list[list[Way]], end: Callable[[Way], int]) -> list[Step]:
        steps = [Step(node) for node in start]
        seen = {step.node.number for step in steps}
        for step in steps:  # grows while it is walked
            for way in ways[step.node.number]:
                if end(way) not in seen:
                    seen.add(end(way))
                    steps.append(Step(self.nodes[end(way)], way, step, step.distance + 1))
        return steps

    def part(self, numbers: Iterable[int]) -> WholeTrace:
        """The trace between some nodes only, numbered anew."""
        kept = sorted(set(numbers))
        anew = {old: new for new, old in enumerate(kept)}
        nodes = [self.nodes[old]._replace(number=new) for old, new in anew.items()]
        ways = [
            way._replace(upper=anew[way.upper], lower=anew[way.lower])
            for way in self.ways
            if way.upper in anew and way.lower in anew
        ]
        held = {node.level for node in nodes}
        named = {node.identifier for node in nodes}
        levels = {name: title for name, title in self.levels.items() if name in held}
        return WholeTrace(nodes, ways, levels, [each for each in self.loose if each.source in named])


def whole_trace(check: Check) -> WholeTrace:
    """The trace of the documents that were asked for, their code, and what both are linked with."""
    followed: set[int] = set()
    trace = at_once(trace_steps(_places(check), followed))
    trace.loose += _loose(check, followed)
    return _linked(trace, check)


def _places(check: Check) -> Iterator[tuple[Project, Defined, Place]]:
    for path in sorted(check.projects):
        project = check.projects[path]
        document = project.documents[path]
        lines = check.lines(path)
        for placed, number, artifact in document.artifacts():
            if artifact.label:
                defined = Defined(path, placed.segment, number, document.identifier(artifact), document.setting)
                yield project, defined, lines.place(placed.start + artifact.place.start)


def trace_steps(found: Iterable[tuple[Project, Defined, Place]], followed: set[int] | None = None) -> Steps[WholeTrace]:
    """The trace between some artifacts. `followed` takes up the links (by identity) that led anywhere."""
    nodes: list[Node] = []
    numbers: dict[tuple[str, int, int], int] = {}
    places: list[tuple[Project, Defined]] = []
    chains: dict[str, Chain] = {}
    asks: dict[int, _Asks] = {}  # by project
    for project, of, place in found:
        chain = project.graph.chain(of)
        chains.setdefault(chain.name, chain)
        numbers[of.path, id(of.segment), of.number] = len(nodes)
        if id(project) not in asks:
            asks[id(project)] = _Asks(project)
        nodes.append(_node(len(nodes), of, asks[id(project)], project, place))
        places.append((project, of))
        yield
    edges = _Edges(numbers, set() if followed is None else followed)
    ways: list[Way] = []
    for lower, (project, of) in enumerate(places):
        ways += edges.up(nodes, project, lower, of)
        yield
    over = {way.upper for way in ways}
    for number, (project, of) in enumerate(places):
        if nodes[number].owed and number not in over:
            nodes[number] = nodes[number]._replace(owed=standing(project.graph, of)[1] is False)
            yield
    return WholeTrace(nodes, ways, _levels(chains.values(), {node.level for node in nodes}))


def _linked(trace: WholeTrace, check: Check) -> WholeTrace:
    """The trace without what was only read for what it defines, and neither is above nor below what was asked for."""
    if all(path in check.documents or path in check.code for path in check.projects):
        return trace
    asked = [node for node in trace.nodes if node.path in check.documents]
    return trace.part(step.node.number for step in (*trace.up(asked), *trace.down(asked)))


class _Asks:
    """What the levels of a project ask, each worked out once."""

    def __init__(self, project: Project) -> None:
        self.graph = project.graph
        self._known: dict[tuple[str, str, str], tuple[bool, bool]] = {}

    def of(self, of: Defined, chain: Chain, level: str) -> tuple[bool, bool]:
        """Whether the level of an artifact asks for something above it, and for something below it, that there is."""
        if of.setting.kind is Kind.DECISION:
            return False, False
        key = (chain.name, of.setting.namespace, level)
        if key not in self._known:
            held = self.graph.held(of)
            policy = chain.policy(level)
            below = bool(chain.owed(level, held)) and not (policy is not None and policy.traced)
            self._known[key] = bool(chain.asked(level, held)), below
        return self._known[key]


def _node(number: int, of: Defined, asks: _Asks, project: Project, place: tuple[int, int]) -> Node:
    artifact = of.artifact
    chain = asks.graph.chain(of)
    level = asks.graph.level(of, chain) or _UNNAMED
    policy = chain.policy(level)
    verifies = artifact.kind is Kind.TEST or (policy is not None and policy.verifies)
    holds = not is_retired(artifact)
    asked, owed = asks.of(of, chain, level)
    return Node(
        number,
        of.identifier,
        title_of(of.segment.reading, of.number),
        level,
        artifact.kind.value,
        of.path,
        *place,
        status_of(artifact),
        _methods(artifact),
        verifies,
        artifact.kind in OBLIGATIONS
        and not verifies
        and not is_retired(artifact)
        and _like(policy, artifact) is Level.REQUIREMENTS,
        verifies or asked or artifact.kind is Kind.CODE,
        owed and holds,
        chain.name,
        project.evidence.of(of.identifier) if project.evidence else None,
    )


def _like(policy: LevelPolicy | None, artifact: Artifact) -> Level:
    return policy.like if policy is not None else artifact.level


def _methods(artifact: Artifact) -> tuple[str, ...]:
    said = [method for each in artifact.attributes if each.name == "verification" for method in methods_of(each.value)]
    return tuple(dict.fromkeys(said))


class _Edges:
    """The edges of a check as ways between its nodes. `followed`: the links that led to them."""

    def __init__(self, numbers: dict[tuple[str, int, int], int], followed: set[int]) -> None:
        self._numbers = numbers
        self.followed = followed

    def up(self, nodes: list[Node], project: Project, lower: int, of: Defined) -> Iterator[Way]:
        """The ways up from a node: so each edge is found once."""
        for edge in project.graph.above(of):
            if edge.named is not None:
                self.followed.add(id(edge.named.link))
            upper = self._numbers.get((edge.upper.path, id(edge.upper.segment), edge.upper.number))
            if upper is not None and upper != lower:
                verifies = edge.type in VERIFYING or (nodes[lower].verifies and not nodes[upper].verifies)
                yield Way(upper, lower, edge.type, verifies, _suspect(project, edge.named))


def _suspect(project: Project, named: Named | None) -> str:
    """Why a link is to be reviewed again: without recorded reviews, as far as the link tells it itself."""
    if named is None or not (project.reviews or named.link.fingerprint) or named.path not in project.documents:
        return ""
    found = project.suspicion(named.path, named.segment, named.link)
    return found.message if found else ""


def _loose(check: Check, followed: set[int]) -> Iterator[Loose]:
    """The trace links of documents that lead nowhere; what code names may belong to anybody."""
    for path, document in sorted(check.documents.items()):
        index = check.projects[path].index
        for placed, link in document.links():
            if id(link) in followed or link.type == MENTION or index.resolve(document.setting, link.target):
                continue
            artifacts = placed.segment.reading.artifacts
            source = document.identifier(artifacts[link.artifact]) if link.artifact is not None else ""
            line, _ = check.lines(path).place(placed.start + link.place.start)
            outdated = check.projects[path].suspicion(path, placed.segment, link)
            yield Loose(source, link.target, link.type, path, line, outdated.message if outdated else "")


def _levels(chains: Iterable[Chain], held: set[str]) -> dict[str, str]:
    """The levels that hold anything, from the top, with their titles: those of several chains laid into one row."""
    titles: dict[str, str] = {}
    row: list[str] = []
    for chain in chains:
        at = 0
        for level in chain.levels:
            titles.setdefault(level.name, level.title)
            if level.name not in row:
                row.insert(at, level.name)
            at = row.index(level.name) + 1
    row += [level.value for level in Level if level.value not in row]
    row += sorted(held - set(row))
    return {name: titles.get(name, name.capitalize()) for name in row if name in held}
