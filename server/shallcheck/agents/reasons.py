"""What is said of a change: each reason with its place, its words and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.agents.verdict import Against, NotJudged, Place, Placeholder, Position, Violation
from shallcheck.documents.formats import is_code
from shallcheck.model.chain import NO_CHAIN
from shallcheck.model.finding import Related, Severity
from shallcheck.model.gate import GateScene, Unplanned
from shallcheck.model.graph import PART, Edge, status_of
from shallcheck.model.index import Defined
from shallcheck.model.kinds import Kind
from shallcheck.model.lines import Units
from shallcheck.model.place import Span
from shallcheck.model.sayings import sayings
from shallcheck.project.config import GateChoices
from shallcheck.project.differences import Difference, Sort
from shallcheck.project.overlay import Laid, State
from shallcheck.project.problems import unread
from shallcheck.project.report import Found
from shallcheck.project.state import Project
from shallcheck.project.whole_trace import Node
from shallcheck.rules.registry import OBLIGATIONS, Rule, all_rules

LONGEST = 400
"""Characters that are quoted of a document at one place."""
_UNFINISHED = "FRM008"
_UNREAD = "DOC001"
_BROKEN = "TRC002"
_UNCOVERED = "TRC004"
_UNSHOWN = "VER009"
_UNPLANNED = "GAT006"
_BY_NATURE = ("GAT", "CON001", "CON002", "CON005")
"""Rules that refuse, at least as warnings, where the project does not say which do: what bars the way to a next level, and what
contradicts something that is written."""
_MOST_NAMED = 10
"""Artifacts that are named one by one."""


class Reasons:
    """What is said of a change that was laid over a state."""

    def __init__(self, state: State, laid: Laid) -> None:
        self._state = state
        self._laid = laid
        self._check = laid.check

    def violations(self) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
        """What the change brings in: what it is refused for, and what is only reported."""
        refused: list[Violation] = []
        reported: list[Violation] = []
        for path, found in self._laid.introduced:
            report = found.report
            unread = report.rule == _UNREAD and report.statement  # no length of a statement hides what it says
            rows = refused if unread or self._refuses(path, report.rule, report.severity) else reported
            rows.append(self._violation(path, found))
        refused, reported = self._once(refused), self._once(reported)
        told = {(each.rule, each.artifact) for each in (*refused, *reported)}
        for node in self._laid.lost:
            rule = all_rules()[_UNSHOWN if node.verifiable else _UNCOVERED]
            severity = self._check.projects[node.path].config.severity_of(rule)
            if (rule.code, node.identifier) not in told and severity is not Severity.OFF:
                rows = refused if self._refuses(node.path, rule.code, severity) else reported
                rows.append(self._lost(node, rule, severity))
        for project, unplanned in self._laid.unplanned:
            rule = all_rules()[_UNPLANNED]
            severity = project.config.severity_of(rule)
            if severity is not Severity.OFF:
                rows = refused if _refuses(project.config.gate, rule.code, severity) else reported
                rows += self._unplanned(project, unplanned, rule, severity)
        return tuple(refused), tuple(reported)

    def _once(self, rows: list[Violation]) -> list[Violation]:
        """Without what is told at the other end as well: of a contradiction, the end counts that the change has touched."""
        touched = {each.identifier for each in self._laid.differences}
        there = {(each.rule, each.artifact, one.artifact) for each in rows if each.artifact in touched for one in each.against}

        def is_mirrored(each: Violation) -> bool:
            ends = [(each.rule, one.artifact, each.artifact) for one in each.against]
            return bool(ends) and each.artifact not in touched and all(end in there for end in ends)

        return [each for each in rows if not is_mirrored(each)]

    def placeholders(self) -> tuple[Placeholder, ...]:
        """What is left open in the artifacts that the change adds or changes."""
        touched = {each.identifier for each in self._laid.differences}
        rows = []
        for path in self._laid.laid:
            for found in self._check.reports(path) if path in self._check.projects else ():
                report = found.report
                if report.rule == _UNFINISHED and (report.artifact in touched or not report.artifact):
                    place = self._place(path, found.place)
                    rows.append(Placeholder(artifact=report.artifact, quote=_short(report.quote), place=place))
        return tuple(rows)

    def not_judged(self) -> tuple[NotJudged, ...]:
        """What the texts cannot show of what is added or changed, and who should judge it."""
        spoken = [
            each.identifier
            for each in self._laid.differences
            if each.sort in (Sort.ADDED, Sort.CHANGED) and self._kind(each.identifier) in OBLIGATIONS
        ]
        rows = []
        if self._laid.differences and (paths := [self._state.inside(path) for path in unread(self._check.documents)]):
            what = f"whether it fits {_named(paths)}, which cannot be read"
            rows.append(NotJudged(what=what, who="whoever can make it readable, and proposes this again"))
        if spoken:
            named = _named(spoken)
            rows += [
                NotJudged(what=f"whether {named} {_are(spoken)} needed", who="whoever asked for what stands above"),
                NotJudged(what=f"whether {named} {_are(spoken)} right", who="the stakeholders, who know what they meant"),
                NotJudged(what=f"whether {named} can be built beyond what arithmetic shows", who="whoever builds and tests it"),
            ]
        rows += self._to_be_reviewed()
        code = sorted(self._state.inside(path) for path in self._laid.laid if is_code(path))
        if code:
            rows.append(NotJudged(what=f"whether {_named(code)} {_do(code)} what it says", who="its tests and its reviewers"))
        return tuple(rows)

    def _to_be_reviewed(self) -> Iterator[NotJudged]:
        """What builds on artifacts that mean something else now, and stayed as it was."""
        touched = {each.identifier for each in self._laid.differences}
        for each in self._laid.differences:
            below = {edge.lower.identifier for edge in self._edges(each.identifier)} if each.sort is Sort.CHANGED else set()
            names = sorted(below - touched)
            if names:
                verb = "fits" if len(names) == 1 else "fit"
                yield NotJudged(what=f"whether {_named(names)} still {verb} {each.identifier}", who="whoever reviews the links")
            if each.sort is Sort.CHANGED and (status := self._approval(each.identifier)):
                yield NotJudged(what=f"whether {each.identifier} is still “{status}” in other words", who="whoever approved it")

    def _approval(self, identifier: str) -> str:
        """The status by which an artifact passes the gate, where the project names those that do."""
        for project, of in self._definitions(identifier):
            if (status := status_of(of.artifact)) in project.config.gate.statuses:
                return status
        return ""

    def _edges(self, identifier: str) -> list[Edge]:
        """The ways to what comes from an artifact."""
        found = (edge for project, of in self._definitions(identifier) for edge in project.graph.below(of))
        return [edge for edge in found if edge.type != PART]

    def _definitions(self, identifier: str) -> Iterator[tuple[Project, Defined]]:
        """Where an artifact is defined, in the projects of what changed."""
        projects = {id(each): each for each in (self._check.projects.get(path) for path in self._laid.laid) if each}
        yield from ((project, of) for project in projects.values() for of in project.index.definitions(identifier))

    def changes(self) -> tuple[str, ...]:
        """What the change does to the artifacts, and to code, a sentence each."""
        rows = [_told(each) for each in self._laid.differences]
        return (*rows, *(f"changes the code {self._state.inside(path)}" for path in self._laid.laid if is_code(path)))

    def _refuses(self, path: str, rule: str, severity: Severity) -> bool:
        return _refuses(self._check.projects[path].config.gate, rule, severity)

    def _violation(self, path: str, found: Found) -> Violation:
        report = found.report
        because, advice = parted(report.message)
        offered = next((fix.title for fix in report.finding.fixes), "")
        fix = self._keeping(report.rule, report.quote) or offered or advice or all_rules()[report.rule].fix
        return Violation(
            rule=report.rule,
            name=report.name,
            severity=report.severity.word,
            artifact=report.artifact,
            place=self._place(path, found.place),
            quote=_short(report.quote),
            because=because,
            against=tuple(self._against(each) for each in report.related),
            fix=fix,
        )

    def _keeping(self, rule: str, target: str) -> str:
        """What to do about a link whose end the change itself takes away: another that is called nearly so is not meant."""
        if rule != _BROKEN:
            return ""
        if any(each.sort is Sort.REMOVED and each.identifier == target for each in self._laid.differences):
            return f"keep {target}, or change this link as well."
        new = (each.identifier for each in self._laid.differences if each.sort is Sort.RENAMED and each.was == target)
        return next((f"link to {identifier} here as well." for identifier in new), "")

    def _against(self, related: Related) -> Against:
        placed = self._check.placed(related.path, related.segment)
        text = self._words(related) or related.span.of(related.segment.text)
        place = self._place(related.path, related.span.shifted(placed.start)) if placed else None
        return Against(artifact=related.artifact, text=_short(text), place=place)

    def _words(self, related: Related) -> str:
        """What the artifact says that a finding speaks of."""
        setting = self._check.document(related.path).setting
        for number, artifact in enumerate(related.segment.reading.artifacts):
            if artifact.label and setting.namespace + artifact.label == related.artifact:
                return sayings(related.segment)[number]
        return ""

    def _lost(self, node: Node, rule: Rule, severity: Severity) -> Violation:
        what = "verifies" if node.verifiable else "realises"
        at = self._check.lines(node.path).starts[node.line] + node.column
        return Violation(
            rule=rule.code,
            name=rule.slug,
            severity=severity.word,
            artifact=node.identifier,
            place=self._place(node.path, Span(at, at)),
            quote="",
            because=f"Nothing {what} “{node.identifier}” any more, which something did before.",
            against=(),
            fix=f"Keep what {what} it, or put another in its place.",
        )

    def _unplanned(self, project: Project, unplanned: Unplanned, rule: Rule, severity: Severity) -> Iterator[Violation]:
        scene = GateScene(NO_CHAIN, project.graph, (), unplanned=(unplanned,))
        start = Position(line=0, character=0)
        for finding, _, path in rule.check(scene):
            because, advice = parted(finding.message)
            yield Violation(
                rule=rule.code,
                name=rule.slug,
                severity=severity.word,
                artifact="",
                place=Place(path=self._state.inside(path), start=start, end=start),
                quote="",
                because=because,
                against=(),
                fix=advice or rule.fix,
            )

    def _place(self, path: str, span: Span) -> Place:
        lines = self._check.lines(path)
        start, end = (Position(line=line, character=at) for line, at in (lines.position(each, Units.UTF16) for each in span))
        return Place(path=self._state.inside(path), start=start, end=end)

    def _kind(self, identifier: str) -> Kind | None:
        return next((of.artifact.kind for _, of in self._definitions(identifier)), None)


def _refuses(gate: GateChoices, rule: str, severity: Severity) -> bool:
    """Whether a finding refuses a change: what the gate blocks, and, where it does not say, some by their nature."""
    return gate.blocks(rule, severity) or (not gate.codes and rule.startswith(_BY_NATURE) and severity <= Severity.WARNING)


def _told(difference: Difference) -> str:
    name = difference.identifier
    match difference.sort:
        case Sort.ADDED:
            return f"adds {name}"
        case Sort.REMOVED:
            return f"removes {name}"
        case Sort.RENAMED:
            return f"renames {difference.was} to {name}"
        case Sort.CHANGED:
            return f"changes {name}: {difference.comparison.told()}"
    return f"changes the links of {name}: {', '.join(_links(difference))}"


def _links(difference: Difference) -> Iterator[str]:
    yield from (f"{key.type} {key.target} came" for key in difference.came)
    yield from (f"{key.type} {key.target} went" for key in difference.went)


def parted(message: str) -> tuple[str, str]:
    """What a message says is wrong and why, and what it advises; without advice of its own, that is empty."""
    quoted = 0
    for at in range(len(message) - 1, 0, -1):
        quoted += {"”": 1, "“": -1}.get(message[at], 0)
        if not quoted and message.startswith(": ", at):
            advice = message[at + 2 :]
            return (f"{message[:at]}.", advice) if advice[:1].islower() else (message, "")
    return message, ""


def _named(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _do(names: list[str]) -> str:
    return "does" if len(names) == 1 else "do"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
