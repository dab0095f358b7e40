"""GAT006: a changed source file that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.gate import GateScene, Raised
from shallcheck.model.place import Span
from shallcheck.rules.registry import Scope, Test, rule


@rule(
    "GAT006",
    "unplanned-code",
    test=Test.GATE,
    severity=Severity.OFF,
    scope=Scope.GATE,
    sources=("ISO/IEC/IEEE 12207 6.4.7 implementation", "RTCA DO-178C 6.3.4 traceability of source code"),
)
def unplanned_code(scene: GateScene) -> Iterator[Raised]:
    """A source file has changed that belongs to no requirement and no task which has passed the gate. Nobody has asked for the
    change, and nobody can say whether it is right. Asked by `shallcheck gate --changed-since REVISION`.

    Fix: name in it what it implements, name the file in the task that asks for it, or take the change back.
    Silent: on tests, and on files that hold nothing but comments.
    Poor (pump.py):
        {def stop():}
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Poor (src/pump.py):
        {def stop():}
            # Implements: SYS-001
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: draft
    Poor (src/pump.py):
        {def stop():}
            valve.close()
        == specs/001-pump/tasks.md ==
        # Tasks: pump
        - [ ] T001 Create the fan in src/fan.py
    Good (pump.py):
        def stop():
            # Implements: SYS-001
            valve.close()
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Good (src/pump.py):
        def stop():
            valve.close()
        == specs/001-pump/tasks.md ==
        # Tasks: pump
        - [ ] T001 Create the pump in src/pump.py
    Good (tests/test_pump.py):
        def test_stop():
            assert pump.stop() < 2
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    """
    for file in scene.unplanned:
        reason = f"names only “{file.names}”, which {file.standing}" if file.names else "belongs to no requirement and no task"
        message = (
            f"This file has changed and {reason}, so nobody has asked for the change: name what it implements, or take it back."
        )
        yield Raised(Finding("GAT006", Span(0, 0), message), None, file.path)
