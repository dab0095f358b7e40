"""The chain as a tree: from intent down, what hangs nowhere listed as such, a cycle cut with a word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from shallcheck.model.graph import RETIRED
from shallcheck.project.check import named_here
from shallcheck.project.results.cases import Outcome
from shallcheck.project.whole_trace import Loose, Node, Way, WholeTrace
from shallcheck.reports.proof import brief, proof_facts
from shallcheck.reports.quoting import as_text, cells, cut, printable
from shallcheck.reports.table import Form, Table, table_csv

ALLOCATED = "allocated-to"
_SHORTEST = 12
"""Cells that are left to a title on a narrow terminal."""


class Branch(NamedTuple):
    """A node in its place in the tree. `rails`: for each depth above it, whether more follows there; `word`: why it ends here."""

    node: Node
    way: Way | None
    rails: tuple[bool, ...]
    word: str = ""

    def remarks(self) -> list[str]:
        """What is told behind it: why it ends here, whether its link is suspect, what its tests have shown."""
        suspect = "suspect link" if self.way is not None and self.way.suspect else ""
        shown = brief(self.node.proof) if self.node.proof else ""
        return [each for each in (self.word, suspect, shown) if each]


class Forest(NamedTuple):
    """The trees of a trace. `hanging`: what is asked for something above it and has nothing; `cycles`: what no root leads to."""

    rooted: list[Branch]
    hanging: list[Branch]
    cycles: list[Branch]


def forest(trace: WholeTrace) -> Forest:
    """The trees, each node with all that is below it once; where it comes again, a word says so."""
    order = {name: number for number, name in enumerate(trace.levels)}
    roots = [node for node in trace.nodes if not trace.above[node.number]]
    roots.sort(key=lambda node: order[node.level])
    grown: set[int] = set()
    rooted = _grown(trace, [node for node in roots if not node.asked], grown)
    hanging = _grown(trace, [node for node in roots if node.asked], grown)
    cycles: list[Branch] = []
    for node in sorted(trace.nodes, key=lambda node: order[node.level]):
        if node.number not in grown:
            cycles += _grown(trace, [node], grown)
    return Forest(rooted, hanging, cycles)


def _grown(trace: WholeTrace, roots: Sequence[Node], grown: set[int]) -> list[Branch]:
    """Depth first, without recursion: a chain may be longer than Python's stack."""
    branches = []
    path: set[int] = set()
    stack: list[Branch | int] = [Branch(node, None, ()) for node in reversed(roots)]
    while stack:
        branch = stack.pop()
        if isinstance(branch, int):
            path.discard(branch)
            continue
        number = branch.node.number
        ways = trace.below[number]
        if number in path:
            branches.append(branch._replace(word="a cycle: cut here"))
        elif _is_beside(trace, branch.way):
            branches.append(branch._replace(word="allocated"))
        elif number in grown:
            branches.append(branch._replace(word="shown above" if ways else ""))
        else:
            branches.append(branch._replace(word=_missing(branch.node, ways)))
            grown.add(number)
            path.add(number)
            stack.append(number)
            for index in range(len(ways) - 1, -1, -1):
                rails = (*branch.rails, index + 1 < len(ways))
                stack.append(Branch(trace.nodes[ways[index].lower], ways[index], rails))
    return branches


def _missing(node: Node, ways: Sequence[Way]) -> str:
    return node.status if node.status in RETIRED else "nothing below" if node.owed and not ways else ""


def _is_beside(trace: WholeTrace, way: Way | None) -> bool:
    """Whether an allocation leads to what comes from elsewhere, where it is shown with all below it."""
    return way is not None and way.type == ALLOCATED and any(each.type != ALLOCATED for each in trace.above[way.lower])


def tree(trace: WholeTrace, form: Form, width: int | None = None) -> str:
    """The trees of a trace. `width`: the cells to which lines of text are cut; None: they are not."""
    if form is Form.TEXT:
        return _text(trace, width)
    if form is Form.MARKDOWN:
        return _markdown(trace)
    if form is Form.CSV:
        return _csv(trace)
    return _json(trace)


# -- text ------------------------------------------------------------------------------------------------------------


def _text(trace: WholeTrace, width: int | None) -> str:
    """Lines of at most `width` cells; None: not cut."""
    trees = forest(trace)
    lines = [_line(branch, width) for branch in trees.rooted]
    for head, branches in _others(trees):
        lines += ["", cut(head, width), *(_line(branch, width) for branch in branches)]
    if trace.loose:
        lines += ["", *(cut(_loose(each), width) for each in trace.loose)]
    return "\n".join([*lines, "", *(cut(each, width) for each in [_summary(trace, trees)])]).lstrip("\n") + "\n"


def _others(trees: Forest) -> Iterator[tuple[str, list[Branch]]]:
    if trees.hanging:
        yield "Hangs nowhere: each should come from something above it, and names nothing that there is.", trees.hanging
    if trees.cycles:
        yield "Runs in a circle: nothing leads to these but they themselves.", trees.cycles


def _line(branch: Branch, width: int | None) -> str:
    node = branch.node
    rails = "".join("│  " if more else "   " for more in branch.rails[:-1])
    if branch.rails:
        rails += "├─ " if branch.rails[-1] else "└─ "
    head = f"{rails}{printable(node.identifier)}"
    tail = " · ".join(("", printable(node.level), *branch.remarks()))
    room = None if width is None else max(_SHORTEST, width - cells(head) - cells(tail) - 2)
    title = cut(printable(node.title), room)
    return cut(f"{head}  {title}{tail}" if title else f"{head}{tail}", width)


def _loose(link: Loose) -> str:
    who = f"{printable(link.source)} " if link.source else ""
    return f"Leads nowhere: {who}{link.type} “{printable(link.target)}” ({printable(link.path)}:{link.line + 1})"


def _summary(trace: WholeTrace, trees: Forest) -> str:
    if not trace.nodes:
        return "No artifacts were found."
    held = f"{_count(len(trace.nodes), 'artifact')} on {_count(len(trace.levels), 'level')}, {_count(len(trace.ways), 'link')}"
    hanging = sum(not branch.rails for branch in trees.hanging)
    circling = sum(not branch.rails for branch in trees.cycles)
    suspect = sum(bool(way.suspect) for way in trace.ways)
    failed = sum(node.proof is not None and node.proof.outcome is Outcome.FAILED for node in trace.nodes if not node.verifies)
    wrong = [
        *([f"{hanging} {'hangs' if hanging == 1 else 'hang'} nowhere"] if hanging else []),
        *([f"{_count(circling, 'circle')}"] if circling else []),
        *([f"{_count(len(trace.loose), 'link')} {'leads' if len(trace.loose) == 1 else 'lead'} nowhere"] if trace.loose else []),
        *([f"{_count(suspect, 'link')} suspect"] if suspect else []),
        *([f"{failed} failed {'its' if failed == 1 else 'their'} tests"] if failed else []),
    ]
    return f"{held}{'; ' if wrong else ''}{', '.join(wrong)}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


# -- Markdown, CSV, JSON ---------------------------------------------------------------------------------------------


def _markdown(trace: WholeTrace) -> str:
    """Nested lists, under a heading each."""
    trees = forest(trace)
    lines = ["# Trace", "", *map(_item, trees.rooted)]
    for head, branches in _others(trees):
        lines += ["", f"## {head.partition(':')[0]}", "", *map(_item, branches)]
    if trace.loose:
        lines += ["", "## Leads nowhere", ""]
        for link in trace.loose:
            lines.append(f"- **{_plain(link.source)}** {link.type} “{_plain(link.target)}” ({_plain(link.path)}:{link.line + 1})")
    return "\n".join([*lines, "", _summary(trace, trees)]) + "\n"


def _item(branch: Branch) -> str:
    node = branch.node
    tail = ", ".join((node.level, *branch.remarks()))
    title = f" {_plain(node.title)}" if node.title else ""
    return f"{'  ' * len(branch.rails)}- **{_plain(node.identifier)}**{title} ({_plain(tail)})"


def _plain(text: str) -> str:
    return as_text(printable(text))


def _csv(trace: WholeTrace) -> str:
    """A record for each branch."""
    trees = forest(trace)
    rows = []
    for branches in trees:
        for branch in branches:
            node, way = branch.node, branch.way
            above, link = (trace.nodes[way.upper].identifier, way.type) if way else ("", "")
            own = (str(len(branch.rails)), node.identifier, node.level, node.title)
            shown = [brief(node.proof) if node.proof else ""] if trace.tested else []
            word = ", ".join(branch.remarks()[: -1 if node.proof else None])
            rows.append((*own, above, link, node.path, str(node.line + 1), word, *shown))
    results = ["Results"] if trace.tested else []
    return table_csv(Table(("Depth", "ID", "Level", "Title", "Above", "Link", "File", "Line", "Remark", *results), rows))


def _json(trace: WholeTrace) -> str:
    """`{"levels": […], "artifacts": […], "leadNowhere": […]}`, an artifact a line; lines are 0-based. In ASCII, as findings."""
    hanging = {branch.node.number for branch in forest(trace).hanging if not branch.rails}
    artifacts = ",\n".join(json.dumps(_artifact(trace, node, node.number in hanging)) for node in trace.nodes)
    levels = json.dumps([{"name": name, "title": title} for name, title in trace.levels.items()])
    loose = json.dumps([each._asdict() for each in trace.loose])
    return f'{{"levels": {levels}, "artifacts": [\n{artifacts}\n], "leadNowhere": {loose}}}\n'


def _artifact(trace: WholeTrace, node: Node, hanging: bool) -> dict[str, Any]:
    return {
        "id": node.identifier,
        "level": node.level,
        "kind": node.kind,
        "title": node.title,
        "status": node.status or None,
        "verification": list(node.methods),
        "path": node.path,
        "line": node.line,
        "character": node.column,
        "above": [
            {"id": trace.nodes[way.upper].identifier, "type": way.type, "suspect": way.suspect or None}
            for way in trace.above[node.number]
        ],
        "below": [
            {"id": trace.nodes[way.lower].identifier, "type": way.type, "verifies": way.verifies}
            for way in trace.below[node.number]
        ],
        "hangsNowhere": hanging,
        "results": proof_facts(node.proof, named_here) if node.proof else None,
    }
