"""Hand-off briefs against the state of a project: which have grown old, and a new one beside those that are recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from shallcheck.language.meaning import compare, same_meaning
from shallcheck.model.briefs import EVERYTHING, Brief, Outdated, Told
from shallcheck.model.chain import NO_CHAIN
from shallcheck.model.document import Document
from shallcheck.model.finding import Severity
from shallcheck.model.gate import GateScene
from shallcheck.model.graph import PART, TraceGraph, is_retired
from shallcheck.model.index import OF_CODE, Defined
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.lines import Lines
from shallcheck.model.place import Span
from shallcheck.project.brief_file import plain
from shallcheck.project.report import Found, Report
from shallcheck.project.state import Project
from shallcheck.project.steps import Steps, at_once
from shallcheck.rules.registry import all_rules
from shallcheck.rules.suspicion import said

_VERIFICATION = "verification"


def outdated(project: Project) -> Steps[tuple[Outdated, ...]]:
    """The briefs that somebody may still work by and that tell something else than the documents, in steps."""
    found: list[Outdated] = []
    if not project.whole:
        return ()
    for brief in project.briefs.values():
        old = None if brief.closed else (yield from differing(project, brief))
        found += [old] if old else []
    return tuple(found)


def differing(project: Project, brief: Brief) -> Steps[Outdated | None]:
    """How documents differ from what a brief tells, in steps; None: they say it still."""
    changed, gone, at = yield from _differing(project, brief)
    new = yield from _untold(project, brief)
    if not (changed or gone or new):
        return None
    at = at or next((each for name in new for each in project.index.definitions(name)), None)
    return Outdated(brief, tuple(changed), tuple(gone), tuple(new), at)


def old_briefs(project: Project, record: Document, lines: Mapping[str, int]) -> list[Found]:
    """What is told of the old briefs of a project, each at its line (0-based) of their record."""
    rule = all_rules()["GAT005"]
    severity = project.config.severity_of(rule)
    if not project.briefs or severity is Severity.OFF:
        return []
    old = at_once(outdated(project))
    raised = rule.check(GateScene(NO_CHAIN, project.graph, (), outdated=old))
    text, reports = Lines(record.text), []
    for each, (finding, _, _) in zip(old, raised, strict=True):
        line = lines[each.brief.asked]
        span = Span(text.starts[line], text.starts[line] + len(text.line(line)))
        told = replace(finding, span=span)
        asked = each.brief.asked
        reports.append(Report(rule.code, rule.slug, severity, True, told.message, span, "", asked, (), told, None))
    placed = record.placed[0]
    new = project.baseline.unrecorded((record.path, id(placed.segment)), placed.segment, reports)
    return [Found(placed, report) for report in new]


def renewed(last: Brief | None, now: Brief) -> Brief:
    """A brief that is written anew, beside the last one for the same. From the same state it is the same brief, so that it tells
    the same changes again."""
    if last is None:
        return now
    if last.mark == now.mark:
        return replace(last, closed=False)
    was: dict[str, str | None] = {}
    for name in last.told.keys() | now.told.keys():
        then = last.told[name].words if name in last.told else None
        if name not in now.told or then != now.told[name].words:
            was[name] = then
    return replace(now, earlier=last.day, was=was)


def _differing(project: Project, brief: Brief) -> Steps[tuple[list[tuple[str, str]], list[str], Defined | None]]:
    """What a brief told that is said otherwise now, what of it is gone, and the first of what differs."""
    changed: list[tuple[str, str]] = []
    gone: list[str] = []
    at = None
    for name, told in brief.told.items():
        there = project.index.definitions(name)
        if not there:
            gone.append(name)
        elif how := _how(project.graph, there, told):
            changed.append((name, how))
            at = at or there[0]
        yield
    return changed, gone, at


def _how(graph: TraceGraph, there: list[Defined], told: Told) -> str:
    """How an artifact differs from what was told; empty: it does not."""
    if all(is_retired(each.artifact) for each in there):
        return "it is retired"
    words = [plain(told_of(graph, each)) for each in there]
    if any(each == told.words or same_meaning(each, told.words) for each in words):
        return ""
    return compare(told.words, words[0]).told()


def _untold(project: Project, brief: Brief) -> Steps[list[str]]:
    """What a brief would have told as well: of everything all; else what the intent holds, and what verifies what it is about."""
    new = []
    for document in project.documents.values():
        for of in _told_of(document):
            if of.identifier not in brief.told and (brief.asked == EVERYTHING or _belongs(project, brief, of)):
                new.append(of.identifier)
            yield
    return new


def _belongs(project: Project, brief: Brief, of: Defined) -> bool:
    if of.artifact.level is Level.INTENT:
        return True
    asked = (brief.told.get(edge.upper.identifier) for edge in project.graph.above(of)) if of.artifact.kind is Kind.TEST else ()
    return any(told is not None and told.asked for told in asked)


def _told_of(document: Document) -> Iterator[Defined]:
    """The artifacts of a document that a brief tells of."""
    for placed, number, artifact in document.artifacts():
        if artifact.label and artifact.kind not in (Kind.CODE, Kind.DECISION) and not is_retired(artifact):
            identifier = document.identifier(artifact)
            if not identifier.startswith(OF_CODE):
                yield Defined(document.path, placed.segment, number, identifier, document.setting)


def told_of(graph: TraceGraph, of: Defined) -> str:
    """What a brief tells of an artifact, in one line: what it says, how it is verified, and what it comes from."""
    methods = [each.value for each in of.artifact.attributes if each.name == _VERIFICATION]
    above = sorted({edge.upper.identifier for edge in graph.above(of) if edge.type != PART})
    parts = [said(of), *(f"Verification: {each}" for each in methods), *([f"From {', '.join(above)}"] if above else [])]
    return " ¶ ".join(parts)


def told_words(words: Mapping[str, tuple[str, bool]]) -> dict[str, Told]:
    """Words of artifacts, and whether they were asked about, as a record keeps them."""
    return {name: Told(plain(each), asked) for name, (each, asked) in words.items()}
