"""The slice of the chain around one artifact, as the graph of the HTML report draws it: all that it comes from, and all that
comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from shallcheck.model.index import Defined
from shallcheck.project.coverage import standing
from shallcheck.project.state import Project
from shallcheck.project.steps import Steps
from shallcheck.project.whole_trace import Place, trace_steps
from shallcheck.reports.facts import LACKS, Facts, artifact_facts, suspect_facts
from shallcheck.rules.registry import all_rules
from shallcheck.rules.traceable.standing import is_asked


class Around(NamedTuple):
    """What stands around an artifact, that artifact first, then the nearest; and how many more there are."""

    found: list[Defined]
    left_out: int


def around(of: Defined, most: int, project_of: Callable[[str], Project]) -> Steps[Around]:
    """What stands above and below an artifact, at most so many. `project_of`: the project of the document at a path."""
    found, left_out = [of], 0
    seen = {(of.path, of.identifier)}
    above, below = [of], [of]
    while above or below:
        rows: list[list[Defined]] = [[], []]
        for way, row in enumerate((above, below)):
            for each in row:
                graph = project_of(each.path).graph
                ends = [edge.lower for edge in graph.below(each)] if way else [edge.upper for edge in graph.above(each)]
                for end in ends:
                    if (end.path, end.identifier) not in seen:
                        seen.add((end.path, end.identifier))
                        rows[way].append(end)
                yield
        above, below = rows
        come = [*above, *below]
        room = max(0, most - len(found))
        found += come[:room]
        left_out += len(come[room:])
    return Around(found, left_out)


def slice_facts(
    some: Around, project_of: Callable[[str], Project], place_of: Callable[[Defined], Place], shown: Callable[[str], str] = str
) -> Steps[Facts]:
    """The facts of a slice: `artifacts`, `links`, `levels`, `suspect` as the whole report has them, the `centre` by its index,
    and how many were `left_out`. `place_of`: line and column (0-based) of an artifact; `shown`: how a path is named."""
    places = [(project_of(each.path), each, place_of(each)) for each in some.found]
    trace = yield from trace_steps(places)
    artifacts = []
    for node, (project, of, _) in zip(trace.nodes, places, strict=True):
        artifacts.append(artifact_facts(node, _counts(project, of), _lacks(project, of), shown))
        yield
    return {
        "levels": [{"name": name, "title": title} for name, title in trace.levels.items()],
        "artifacts": artifacts,
        "links": [[way.upper, way.lower, way.type] for way in trace.ways],
        "suspect": list(suspect_facts(trace, {})),
        "centre": 0 if artifacts else None,
        "left_out": some.left_out,
    }


def _counts(project: Project, of: Defined) -> Counter[str]:
    """How many findings of each test and of each severity an artifact has."""
    found = [each for each in project.segment_reports(of.path, of.segment) if each.artifact == of.identifier]
    return Counter(word for each in found for word in (all_rules()[each.rule].test.value, each.severity.word))


def _lacks(project: Project, of: Defined) -> Sequence[str]:
    """What an artifact lacks that its level asks for."""
    if not is_asked(project.graph, of):
        return ()
    return [word for word, holds in zip(LACKS, standing(project.graph, of), strict=True) if holds is False]
