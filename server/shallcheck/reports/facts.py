"""The facts of a report: what was found, how the chain stands, and by which tool, model, rules and configuration. The same input
gives the same facts; they hold no clock and no path of this machine."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

import shallcheck
from shallcheck.model.document import Document
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Kind
from shallcheck.project.cache import digest_of
from shallcheck.project.check import Check
from shallcheck.project.coverage import Share, coverage, standing
from shallcheck.project.report import Found
from shallcheck.project.results.cases import Outcome
from shallcheck.project.state import Project
from shallcheck.project.whole_trace import Node, WholeTrace, whole_trace
from shallcheck.reports.explanation import SEVEN
from shallcheck.reports.json import summary
from shallcheck.reports.proof import brief, proof_facts
from shallcheck.reports.rule_page import QUESTIONS
from shallcheck.rules.registry import STATEMENTS, all_rules
from shallcheck.rules.traceable.standing import asked_in

Facts = dict[str, Any]
_JUDGED = frozenset({*STATEMENTS, Kind.USER_STORY})
"""Kinds of artifacts that stand the seven tests."""
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)


SHARES = ("sources", "realised", "shown")
"""What of the coverage of a level is told: `project/coverage.py` says what each counts."""
PASSED = "passed"
"""Of what tests may have shown, how much they have: nothing where no results are known."""
LACKS = ("hangs nowhere", "nothing below", "not verified")
"""In the same order, what an artifact is said to lack."""


class Edition(NamedTuple):
    """What a report says of itself. `date`: as 2027-01-31, or empty; `revision`: of git, or empty; `trend`: what was at each tag,
    the oldest first."""

    title: str
    date: str = ""
    revision: str = ""
    trend: tuple[Facts, ...] = ()
    shown: Callable[[str], str] = str
    """How a path is named: not where this machine has it."""


def gathered(check: Check, edition: Edition) -> Facts:
    """All facts of a check."""
    trace = whole_trace(check)
    found = [(path, each) for path in sorted(check.documents) for each in check.reports(path)]
    owners = _owners(trace)
    counts = _by_artifact(found, owners)
    lacks = _lacking(check)
    levels = covered(check, trace)
    now = {**summary(check), **_held(check, trace, levels)}
    return {
        "tool": {"name": "ShallCheck", "version": shallcheck.__version__},
        "title": edition.title,
        "date": edition.date or None,
        "revision": edition.revision or None,
        "hashes": hashes(check, edition.shown),
        "summary": now,
        "coverage": levels,
        "tests": _tests(own_nodes(check, trace), counts),
        "rules": _rules(found),
        "files": _files(check, found, trace, edition.shown),
        "trend": list(edition.trend),
        "levels": [{"name": name, "title": title} for name, title in trace.levels.items()],
        "artifacts": [
            artifact_facts(node, counts.get(node.number, Counter()), lacks.get((node.path, node.identifier), ()), edition.shown)
            for node in trace.nodes
        ],
        "links": [[way.upper, way.lower, way.type] for way in trace.ways],
        "suspect": list(suspect_facts(trace, owners)),
        "leadNowhere": [{**each._asdict(), "path": edition.shown(each.path)} for each in trace.loose],
        "findings": [_finding(check, path, each, owners, edition.shown) for path, each in found],
    }


def in_short(check: Check) -> Facts:
    """What a trend needs of a check."""
    trace = whole_trace(check)
    levels = covered(check, trace)
    return {**summary(check), **_held(check, trace, levels), "coverage": in_all(levels)}


def facts_json(facts: Facts) -> str:
    """The facts as one object, an artifact, link or finding a line; lines are 0-based. In ASCII, as findings are."""
    parts = []
    for name, value in facts.items():
        rows = isinstance(value, list) and value
        written = "[\n" + ",\n".join(map(json.dumps, value)) + "\n]" if rows else json.dumps(value)
        parts.append(f"{json.dumps(name)}: {written}")
    return "{" + ",\n".join(parts) + "}\n"


# -- how the chain stands --------------------------------------------------------------------------------------------


def covered(check: Check, trace: WholeTrace) -> list[Facts]:
    """For each level, how many of the artifacts that were asked for come from something, are realised and are shown to be met:
    those of all projects together, as the gate counts them."""
    rows: dict[tuple[str, str], Facts] = {}
    for project, documents in _by_project(check):
        for each in coverage(project.graph, documents):
            row = rows.setdefault((each.chain, each.level), _row(each.chain, each.level, each.title))
            row["artifacts"] += each.artifacts
            row["retired"] += each.retired
            for name in SHARES:
                share: Share = getattr(each, name)
                row[name] = {"needed": row[name]["needed"] + share.needed, "met": row[name]["met"] + share.met}
    known = {level for _, level in rows}
    beside = Counter(node.level for node in own_nodes(check, trace) if node.level not in known)
    for name, number in beside.items():
        rows["", name] = _row("", name, trace.levels[name]) | {"artifacts": number}
    for node, met in passed(check, trace):
        row = rows.get((node.chain, node.level)) or next(each for (_, level), each in rows.items() if level == node.level)
        row[PASSED] = {"needed": row[PASSED]["needed"] + 1, "met": row[PASSED]["met"] + met}
    order = [*trace.levels, *(level for _, level in rows)]
    return sorted(rows.values(), key=lambda row: (not row["chain"], row["chain"], order.index(row["level"])))


def passed(check: Check, trace: WholeTrace) -> list[tuple[Node, bool]]:
    """What was asked for and has tests that may have run, each with whether all of them have passed; tests themselves are not."""
    tested = [node for node in own_nodes(check, trace) if node.proof is not None and not node.verifies and node.kind != Kind.CODE]
    return [(node, node.proof is not None and node.proof.outcome is Outcome.PASSED) for node in tested]


def _row(chain: str, level: str, title: str) -> Facts:
    counts = {name: {"needed": 0, "met": 0} for name in (*SHARES, PASSED)}
    return {"chain": chain, "level": level, "title": title, "artifacts": 0, "retired": 0, **counts}


def in_all(rows: Iterable[Facts]) -> dict[str, dict[str, int]]:
    """The coverage of all levels together."""
    counted = list(rows)
    return {name: {key: sum(row[name][key] for row in counted) for key in ("needed", "met")} for name in (*SHARES, PASSED)}


def _by_project(check: Check) -> Iterable[tuple[Project, list[Document]]]:
    grouped: dict[int, tuple[Project, list[Document]]] = {}
    for path, document in sorted({**check.documents, **check.code}.items()):
        project = check.projects[path]
        grouped.setdefault(id(project), (project, []))[1].append(document)
    return grouped.values()


def _lacking(check: Check) -> dict[tuple[str, str], list[str]]:
    """By path and identifier, what an artifact lacks that its level asks for."""
    lacks: dict[tuple[str, str], list[str]] = {}
    for project, documents in _by_project(check):
        for document in documents:
            for placed in document.placed:
                for of in asked_in(project.graph, document.path, document.setting, placed.segment):
                    if lacking := [
                        word for word, holds in zip(LACKS, standing(project.graph, of), strict=True) if holds is False
                    ]:
                        lacks[of.path, of.identifier] = lacking
    return lacks


def own_nodes(check: Check, trace: WholeTrace) -> list[Node]:
    """The nodes that were asked for, without what they are linked with elsewhere."""
    return [node for node in trace.nodes if node.path in check.documents or node.path in check.code]


def _held(check: Check, trace: WholeTrace, levels: Iterable[Facts]) -> dict[str, int]:
    sources = in_all(levels)["sources"]
    return {
        "artifacts": len(own_nodes(check, trace)),
        "links": len(trace.ways),
        "failed": sum(node.proof is not None and node.proof.outcome is Outcome.FAILED for node, _ in passed(check, trace)),
        "suspect": sum(bool(way.suspect) for way in trace.ways) + sum(bool(each.suspect) for each in trace.loose),
        "hangNowhere": sources["needed"] - sources["met"],
        "leadNowhere": len(trace.loose),
    }


def suspect_facts(trace: WholeTrace, owners: dict[tuple[str, str], int]) -> Iterable[Facts]:
    """The links that are to be reviewed again. `link`: its number among the links; None: it leads nowhere any more."""
    for number, way in enumerate(trace.ways):
        if way.suspect:
            yield {"link": number, "upper": way.upper, "lower": way.lower, "type": way.type, "message": way.suspect}
    for each in trace.loose:
        if each.suspect:
            lower = owners.get((each.path, each.source))
            yield {"link": None, "upper": None, "lower": lower, "type": each.type, "message": each.suspect}


# -- findings --------------------------------------------------------------------------------------------------------


def _owners(trace: WholeTrace) -> dict[tuple[str, str], int]:
    """By path and identifier, the number of a node."""
    return {(node.path, node.identifier): node.number for node in reversed(trace.nodes)}


def _by_artifact(found: Iterable[tuple[str, Found]], owners: dict[tuple[str, str], int]) -> dict[int, Counter[str]]:
    """By node, how many findings of each test and of each severity there are."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for path, each in found:
        owner = owners.get((path, each.report.artifact))
        if owner is not None:
            counts[owner].update((all_rules()[each.report.rule].test.value, each.report.severity.word))
    return counts


def _tests(nodes: Iterable[Node], counts: dict[int, Counter[str]]) -> list[Facts]:
    """Each of the seven tests: how many artifacts stand it. `judged` 0: no rule of it is there yet."""
    judged = [counts.get(node.number, Counter()) for node in nodes if node.kind in _JUDGED]
    known = {rule.test for rule in all_rules().values()}
    rows = []
    for test in SEVEN:
        name, question = QUESTIONS[test]
        stand = sum(not each[test.value] for each in judged)
        number = {"judged": len(judged), "stand": stand} if test in known else {"judged": 0, "stand": 0}
        rows.append({"code": test.value, "name": name, "question": question, **number})
    return rows


def _rules(found: Iterable[tuple[str, Found]]) -> list[Facts]:
    counts = Counter((each.report.rule, each.report.severity) for _, each in found)
    return [
        {"code": code, "name": all_rules()[code].slug, "severity": severity.word, "findings": count}
        for (code, severity), count in sorted(counts.items(), key=lambda row: (row[0][1], -row[1], row[0][0]))
    ]


def _files(check: Check, found: Iterable[tuple[str, Found]], trace: WholeTrace, shown: Callable[[str], str]) -> list[Facts]:
    held = Counter(node.path for node in trace.nodes)
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for path, each in found:
        counts[path][each.report.severity] += 1
    return [
        {"path": shown(path), "artifacts": held[path], **{each.word: counts[path][each] for each in _SEVERITIES}}
        for path in sorted({*check.documents, *check.code})
    ]


def artifact_facts(node: Node, counts: Counter[str], lacks: Iterable[str], shown: Callable[[str], str]) -> Facts:
    """An artifact with the counts of its findings by test and severity, and what it lacks."""
    return {
        "id": node.identifier,
        "level": node.level,
        "kind": node.kind,
        "title": node.title,
        "status": node.status,
        "methods": list(node.methods),
        "path": shown(node.path),
        "line": node.line,
        "judged": node.kind in _JUDGED,
        "fails": [test.value for test in SEVEN if counts[test.value]],
        "results": {**proof_facts(node.proof, shown), "told": brief(node.proof)} if node.proof else None,
        **{each.word: counts[each.word] for each in _SEVERITIES},
        "lacks": list(lacks),
    }


def _finding(check: Check, path: str, found: Found, owners: dict[tuple[str, str], int], shown: Callable[[str], str]) -> Facts:
    report = found.report
    line, column = check.lines(path).place(found.place.start)
    return {
        "rule": report.rule,
        "name": report.name,
        "severity": report.severity.word,
        "message": report.message,
        "quote": report.quote,
        "path": shown(path),
        "line": line,
        "character": column,
        "artifact": owners.get((path, report.artifact)),
    }


# -- by what it was found --------------------------------------------------------------------------------------------


def hashes(check: Check, shown: Callable[[str], str]) -> Facts:
    """Digests of all that findings depend on: equal digests, equal findings."""
    from shallcheck.project.judge import findings_digest

    pipelines = sorted({project.config.pipeline for project in check.projects.values()})
    documents = {shown(path): document.text for path, document in {**check.documents, **check.code}.items()}
    configs = sorted((each.text, repr(sorted(each.config.locked.items()))) for each in check.configs)
    baselines = [file.read_text("utf-8", "replace") for file in sorted(check.baselines)]
    projects = {id(project): project for project in check.projects.values()}.values()
    results = {shown(each.run.path): repr((each.run.at, each.cases)) for one in projects for each in one.evidence.results}
    recorded = [one.reviews for one in projects if one.reviews]
    reviews = [repr((sorted(each.artifacts.items()), sorted(each.links.items()))) for each in recorded]
    return {
        "model": _digest(findings_digest(pipeline).hex() for pipeline in pipelines),
        "rules": digest_of("rules").hex(),
        "configuration": _digest(part for pair in configs for part in pair),
        "documents": _digest(part for pair in sorted(documents.items()) for part in pair),
        "baseline": _digest(baselines) if baselines else None,
        "reviews": _digest(sorted(reviews)) if reviews else None,
        "results": _digest(part for pair in sorted(results.items()) for part in pair) if results else None,
    }


def _digest(parts: Iterable[str]) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
