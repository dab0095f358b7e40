"""TRC002: a trace link to something that does not exist."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from shallcheck.documents.notation import is_standard
from shallcheck.model.document import Link
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.graph import MENTION
from shallcheck.model.index import Scene
from shallcheck.model.likeness import LIKE_ENOUGH, is_like
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.suspicion import revised

MOST = 3
"""Identifiers that are offered."""
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,18})", re.DOTALL)


@rule(
    "TRC002",
    "broken-link",
    test=Test.TRACEABLE,
    severity=Severity.ERROR,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.5 traceable",),
    needs=Needs.LINKS,
)
def broken_link(scene: Scene) -> Iterator[Finding]:
    """A trace link names an identifier that no document of the workspace defines. Nobody can tell where the requirement comes
    from or whether it is verified, and coverage counts it as if it were.

    Fix: name an artifact that exists, or write the one that is missing.
    Silent: where the target is defined in any document of the workspace, open or closed, on published standards (ISO-26262), on
        tags of Gherkin that are like no identifier here: they name tickets; on links to headings of a page
        (`#sys-001-stop`); and where an item of OpenFastTrace is there in another revision, of which TRC007 tells.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Verification: test
          - Traces to: {SN-04}
        - **SN-004**: The pump shall be quiet below 40 dB.
          - Verification: test
    Poor (Test_Plan.md):
        ### TST-001 Stop
        Expected: the pump stops within 2 s.
        - Verifies: {SYS-999}
    Poor (.kiro/specs/pump/tasks.md):
        - [ ] 1. Stop the pump
          - _Requirements: {4.2}_
    Poor (pump.md):
        `req~stop~1`
        The pump shall stop within 2 s.
        Depends:
        * {req~strat~1}

        `req~start~1`
        The pump shall start within 3 s of each alarm.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Traces to: SYS-002
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
    Good:
        - **SYS-001**: The pump shall stop within 2 s, as [[SYS-002]] says.
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
    Good (specs/001-pump/spec.md):
        # Feature Specification: pump
        ## Requirements
        - **FR-001**: The pump MUST stop within 2 s.
          - Refines: FR-002
        - **FR-002**: The pump MUST stop within 3 s of each alarm.
    """
    for link in scene.segment.reading.links:
        if is_standard(link.target) or scene.index.resolve(scene.document.setting, link.target) or revised(scene, link.target):
            continue
        if _is_slug(scene, link):
            continue
        if not scene.document.setting.foreign or any(is_like(link.target, each) for each in scene.index.identifiers()):
            yield _finding(scene, link)


def _is_slug(scene: Scene, link: Link) -> bool:
    """Whether a link of Markdown leads to a heading by what its title becomes in a page: `[above](#sys-001-stop)`."""
    return link.type == MENTION and link.target.islower() and not _is_written(scene, link)


def _is_written(scene: Scene, link: Link) -> bool:
    """Whether the identifier itself stands at the link's place, and not words that lead to it."""
    return link.place.of(scene.segment.text) == link.target


def _finding(scene: Scene, link: Link) -> Finding:
    near = _likely(scene, link)
    places = near if _is_written(scene, link) else []
    advice = f"did you mean “{near[0]}”?" if near else "write that artifact or name one that exists."
    message = f"“{link.target}” is not defined in any document here, so this link leads nowhere: {advice}"
    called = [] if scene.document.setting.namespace else scene.index.called(link.target)
    if len(called) > 1:
        either = " and ".join((", ".join(called[:2]), *(["others"] if len(called) > 2 else [])))
        told = f"“{link.target}” is what several documents call an artifact of theirs ({either})"
        message = f"{told}, so this link can mean any: rename one."
    return Finding(
        "TRC002",
        link.place,
        message,
        fixes=tuple(Fix(f"Link to {identifier}", (Edit(link.place.start, link.place.end, identifier),)) for identifier in places),
    )


def _likely(scene: Scene, link: Link) -> list[str]:
    """The identifiers that may be meant. A requirement is never offered a link to itself."""
    space = scene.document.setting.namespace
    own = scene.segment.reading.artifacts[link.artifact].label if link.artifact is not None else ""
    return likely(link.target, {name.removeprefix(space) for name in scene.index.identifiers()} - {own})


def likely(target: str, known: Iterable[str]) -> list[str]:
    """The identifiers that may be meant, the nearest first; none where several are equally far, for that would be a guess."""
    from rapidfuzz import fuzz, process

    like = process.extract(target, known, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=None)
    near = sorted((_distance(target, name), -score, name) for name, score, _ in like)
    equally_far = len(near) > 1 and near[0][:2] == near[-1][:2]
    return [] if equally_far else [name for _, _, name in near[:MOST]]


def _distance(target: str, name: str) -> float:
    """How far the numbers of two identifiers with one stem are apart; infinite where something else differs."""
    one, other = _NUMBERED.fullmatch(target), _NUMBERED.fullmatch(name)
    if one is None or other is None or one["stem"] != other["stem"]:
        return math.inf
    return abs(int(one["number"]) - int(other["number"]))
