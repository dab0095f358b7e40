"""TRC010: a marker in code that names what no document defines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.documents.notation import is_standard
from shallcheck.model.document import Link
from shallcheck.model.families import family_of
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.index import OF_CODE, Index, Scene
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.suspicion import revised
from shallcheck.rules.traceable.broken_link import likely

_BARE = re.compile(r"[\d.]+")
_JOINT = re.compile(r"[-_./:#~]+")
_WORDS = re.compile(r"[^-_./:#~]+")
_WORD = 5
"""Letters of a word in which one wrong letter is a slip; of a shorter one it makes another word (SRS, SYS)."""
_NAME = 8
"""Characters of a name without a number in which a slip can be told from another name."""
_SAME = 90.0
"""Percent of likeness (rapidfuzz ratio) from which two such names are one."""


@rule(
    "TRC010",
    "unknown-marker",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.CODE,
    sources=("ISO/IEC/IEEE 29148 5.2.5 traceable", "ISO/IEC/IEEE 12207 6.4.9 (tests trace to requirements)"),
    needs=Needs.LINKS,
)
def unknown_marker(scene: Scene) -> Iterator[Finding]:
    """A marker in code or in a test names an identifier that no document defines. The code is taken for planned and the
    requirement for tested, while nobody can say which one is meant.

    Fix: name a requirement that exists, or remove the marker with the code that nobody asked for.
    Silent: where nothing tells that the identifier belongs to these documents: a ticket number, an identifier of another project,
        a part of a requirement that is defined (SYS-001.a), a number alone, a published standard, another revision in
        OpenFastTrace (TRC007 tells of it).
    Poor (pump.py):
        def stop():
            # Implements: {SYS-404}
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Poor (test_pump.py):
        @pytest.mark.requirement("{SYS-1}")
        def test_stop():
            assert pump.stop() < 2
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Poor (pump.test.ts):
        it("stops", () => {
          // Verifies: SYS-001, {sys_002}
        });
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall start within 3 s.
    Good (pump.py):
        def stop():
            # Implements: SYS-001
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Good (test_pump.py):
        def test_stop():
            # Verifies: SYS-001 (found by JIRA-404)
            assert pump.stop() < 2
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Good (pump.c):
        /* Implements: HAL-404, which the board's own documents define */
        void stop(void) { }
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    """
    for link in scene.segment.reading.links:
        if not is_unknown(scene, link) or revised(scene, link.target):
            continue
        near = _near(scene.index, link.target)
        if near or scene.index.is_familiar(link.target):
            yield _finding(scene, link, near)


def is_unknown(scene: Scene, link: Link) -> bool:
    """Whether nothing that a link of code can mean is defined."""
    index, target = scene.index, link.target
    if is_standard(target) or _BARE.fullmatch(target) or index.resolve(scene.document.setting, target) or index.called(target):
        return False
    is_part = any(index.definitions(target[: joint.start()]) for joint in _JOINT.finditer(target))
    return not is_part or (target[-1:].isdigit() and index.is_familiar(target))


def _near(index: Index, target: str) -> list[str]:
    """What is meant by an identifier with a slip in it, though nothing here begins as it does."""
    other = index.spelt(target)
    if other:
        return [other]
    if index.is_familiar(target):
        return []
    family = family_of(target)
    if target[-1:].isdigit():
        number = target[len(family) :]
        return [each + number for each in index.families() if _is_slip(family, each) and index.definitions(each + number)][:1]
    return _same_names(index, target)


def _same_names(index: Index, target: str) -> list[str]:
    from rapidfuzz import fuzz, process

    if len(target) < _NAME:
        return []
    found = process.extract(target, index.identifiers(), scorer=fuzz.ratio, score_cutoff=_SAME, limit=2)
    names = [name for name, _, _ in found if not name.startswith(OF_CODE)]
    return names if len(names) == 1 else []


def _is_slip(one: str, other: str) -> bool:
    """Whether two beginnings differ by one letter of a long word."""
    from rapidfuzz.distance import OSA

    pairs = list(zip(_WORDS.findall(one), _WORDS.findall(other), strict=False))
    odd = [pair for pair in pairs if pair[0] != pair[1]]
    if len(odd) != 1 or _WORDS.sub("", one) != _WORDS.sub("", other):
        return False
    return min(map(len, odd[0])) >= _WORD and OSA.distance(*odd[0]) == 1


def _finding(scene: Scene, link: Link, near: list[str]) -> Finding:
    near = near or likely(link.target, [each for each in scene.index.identifiers() if not each.startswith(OF_CODE)])
    advice = f"did you mean “{near[0]}”?" if near else "name one that exists, or remove the marker."
    message = f"“{link.target}” is not defined in any document here, so this marker counts for nothing: {advice}"
    written = link.place.of(scene.segment.text)
    space = link.target.removesuffix(written)
    start, end = link.place
    return Finding(
        "TRC010",
        link.place,
        message,
        tuple(Fix(f"Name {each}", (Edit(start, end, each.removeprefix(space)),)) for each in near),
    )
