"""The chain as a tree that is opened a step at a time: what stands below an artifact, what it is there, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from enum import StrEnum

from shallcheck.documents.format import CODE
from shallcheck.model.graph import MENTION
from shallcheck.model.index import Defined
from shallcheck.model.kinds import Kind, Level
from shallcheck.project.coverage import standing
from shallcheck.project.results.cases import Outcome
from shallcheck.project.state import Project
from shallcheck.rules.traceable.standing import is_asked


class Role(StrEnum):
    """What a node is."""

    LEVEL = "level"
    ARTIFACT = "artifact"
    TEST = "test"
    CODE = "code"


class State(StrEnum):
    """How a node stands, the worst of what holds."""

    FAILED = "failed"
    """A test has failed."""
    SUSPECT = "suspect"
    """It builds on what has changed since somebody looked."""
    UNCOVERED = "uncovered"
    """It lacks something that its level asks for."""
    COVERED = "covered"
    """It has all that its level asks for; a test: it has passed."""
    NONE = "none"
    """Nothing is asked of it."""


_OF_RULE = {"TRC007": State.SUSPECT, "TRC003": State.UNCOVERED, "TRC004": State.UNCOVERED, "VER009": State.UNCOVERED}
"""What findings on a level say of it."""


def role_of(of: Defined) -> Role:
    """What an artifact is in the tree."""
    if of.artifact.kind is Kind.TEST or of.artifact.level is Level.TESTS:
        return Role.TEST
    return Role.CODE if of.setting.format == CODE else Role.ARTIFACT


def below(project: Project, of: Defined, passed: Collection[str] = ()) -> list[Defined]:
    """What stands directly below an artifact, each once, without those that were passed on the way to it."""
    found = {edge.lower.identifier: edge.lower for edge in project.graph.below(of)}
    return [each for identifier, each in found.items() if identifier not in passed]


def state_of(project: Project, of: Defined) -> State:
    """How an artifact stands."""
    proof = project.evidence.of(of.identifier) if project.evidence else None
    if proof and proof.outcome is Outcome.FAILED:
        return State.FAILED
    if _is_suspect(project, of):
        return State.SUSPECT
    holds = [each for each in standing(project.graph, of) if each is not None] if is_asked(project.graph, of) else []
    if not all(holds):
        return State.UNCOVERED
    passed = proof is not None and proof.outcome is Outcome.PASSED and role_of(of) is Role.TEST
    return State.COVERED if holds or passed else State.NONE


def state_of_level(artifacts: int, failed: int, findings: Counter[str]) -> State:
    """How a level stands, by how many of its artifacts have failed a test and by what is found on it."""
    if failed:
        return State.FAILED
    said = {_OF_RULE[rule] for rule in findings if rule in _OF_RULE}
    worst = next((each for each in (State.SUSPECT, State.UNCOVERED) if each in said), State.COVERED)
    return worst if artifacts else State.NONE


def _is_suspect(project: Project, of: Defined) -> bool:
    """Whether a link of an artifact is to be reviewed again."""
    links = [
        each
        for each in of.segment.reading.links
        if each.artifact == of.number and each.type != MENTION and (project.reviews or each.fingerprint or "~" in each.target)
    ]
    return any(project.suspicion(of.path, of.segment, link) is not None for link in links)
