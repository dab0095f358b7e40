"""GAT004: code for a requirement that has not passed the gate."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.graph import is_retired
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import Kind, Level
from shallcheck.rules.registry import Scope, Test, rule

_BUILDS = frozenset({"satisfies", "refines", "traces", "derived-from"})
_PEERS = frozenset({Kind.TEST, Kind.CODE})


@rule(
    "GAT004",
    "code-before-gate",
    test=Test.GATE,
    severity=Severity.WARNING,
    scope=Scope.CODE,
    sources=("ISO/IEC/IEEE 15288 6.3.2 project assessment", "ISO/IEC/IEEE 12207 6.4.7 implementation"),
)
def code_before_gate(scene: Scene) -> Iterator[Finding]:
    """A marker in code names a requirement that has not passed the gate: it is a draft, or an error in its words is open. The
    code fixes what nobody has decided, and is written again when somebody does.

    Fix: mend the requirement, or have it reviewed, before the code goes on.
    Silent: on tests, which may be written first, on what stands above the requirement (`shallcheck gate --for` asks that), on
        what is retired, and on identifiers that are not defined.
    Poor (pump.py):
        def stop():
            # Implements: {SYS-001}
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: draft
    Poor (pump.c):
        /* Implements: {SYS-001} */
        void stop(void) { }
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within TBD s.
    Poor (pump.ts):
        // Implements: SYS-001, {SYS-002}
        function stop() { }
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall stop between 10 s and 5 s after each alarm.
    Good (pump.py):
        def stop():
            # Implements: SYS-001
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: approved
    Good (pump.py):
        def stop():
            # Implements: SYS-001
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall start within TBD s.
    Good (test_pump.py):
        def test_stop():
            # Verifies: SYS-001
            assert pump.stop() < 2
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: draft
    """
    artifacts = scene.segment.reading.artifacts
    for link in scene.segment.reading.links:
        if link.type not in _BUILDS or (link.artifact is not None and artifacts[link.artifact].kind is Kind.TEST):
            continue
        for of in scene.index.resolve(scene.document.setting, link.target):
            if reason := _reason(scene, of):
                told = f"“{link.target}” {reason}, so this code may have to be written again"
                yield Finding("GAT004", link.place, f"{told}: mend or review the requirement first.")
                break


def _reason(scene: Scene, of: Defined) -> str:
    """Why nothing may build on an artifact yet; empty: it may."""
    artifact = of.artifact
    if artifact.kind in _PEERS or artifact.level in (Level.TESTS, Level.CODE) or is_retired(artifact):
        return ""
    return scene.standing(of)
