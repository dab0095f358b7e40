"""The artifacts that a chain asks something of, and how they and others stand to each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain as joined

from shallcheck.model.chain import Chain
from shallcheck.model.document import Artifact, Segment, Setting
from shallcheck.model.graph import PART, Edge, TraceGraph, is_retired
from shallcheck.model.index import Defined, Scene

_NO = frozenset({"", "no", "false", "n", "0", "none"})


def asked_of(scene: Scene) -> Iterator[Defined]:
    """The artifacts of the scene's segment on which a level of their chain makes demands."""
    return asked_in(scene.graph, scene.path, scene.document.setting, scene.segment)


def asked_in(graph: TraceGraph, path: str, setting: Setting, segment: Segment) -> Iterator[Defined]:
    """The artifacts of a segment on which a level of their chain makes demands. Not what is retired, nor what has parts: those
    are asked one by one."""
    if not graph.chain_of(path, setting):
        return
    artifacts = segment.reading.artifacts
    whole = {each.parent for each in artifacts if each.label}
    for number, artifact in enumerate(artifacts):
        if artifact.label and number not in whole and not is_retired(artifact):
            defined = Defined(path, segment, number, setting.namespace + artifact.label, setting)
            if graph.policy(defined):
                yield defined


def is_asked(graph: TraceGraph, of: Defined) -> bool:
    """Whether a level makes demands on an artifact."""
    if is_retired(of.artifact) or graph.policy(of) is None:
        return False
    return all(each.parent != of.number or not each.label for each in of.segment.reading.artifacts)


def above(graph: TraceGraph, of: Defined) -> list[Edge]:
    """What an artifact, or what it is a part of, comes from."""
    own = graph.above(of)
    found = joined(own, *(graph.above(each.upper) for each in own if each.type == PART))
    return [edge for edge in found if edge.type != PART]


def below(graph: TraceGraph, of: Defined) -> list[Edge]:
    """What comes from an artifact, or from what it is a part of, and holds."""
    wholes = [each.upper for each in graph.above(of) if each.type == PART] if of.artifact.parent is not None else []
    found = joined(graph.below(of), *(graph.below(each) for each in wholes))
    return [edge for edge in found if edge.type != PART and not is_retired(edge.lower.artifact)]


def is_derived(artifact: Artifact) -> bool:
    """Whether an artifact says that it comes from a decision of its own level (Doorstop's `derived`)."""
    return any(each.name.lower() == "derived" and each.value.strip().lower() not in _NO for each in artifact.attributes)


def in_words(chain: Chain, names: tuple[str, ...]) -> str:
    """Levels as a reader calls them: “Stakeholder needs” or “Test plan”."""
    return " or ".join(f"“{chain.title(name)}”" for name in names)
