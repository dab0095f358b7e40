"""What of the requirements is there: which of them have code, and what their tests have shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from shallcheck.agents.standing import Standing
from shallcheck.agents.verdict import Part
from shallcheck.model.kinds import Kind
from shallcheck.project.results.cases import Outcome
from shallcheck.project.whole_trace import Node

Shown = Literal["shown", "no code", "no test", "not run", "failed", "stale", "by other means"]


class Realised(Part):
    """A requirement, and how far it is there."""

    id: str
    title: str
    state: Shown = Field(
        description="shown: it has code, and all its tests have passed; by other means: as it says, not by a test."
    )
    code: tuple[str, ...] = Field(description="Where markers name it: path:line.")
    tests: tuple[str, ...] = Field(description="The tests that verify it.")
    outcome: str = Field(description="The worst that they ended with; empty: none is known to have run.")


class Implementation(Part):
    """The requirements that were asked about."""

    requirements: tuple[Realised, ...]
    shown: int = Field(description="How many of them have code and passing tests, or are verified by other means and have code.")
    baseline: str = Field(description="The fingerprint of the state that was looked at.")


def implementation(state: Standing, identifiers: Sequence[str]) -> Implementation:
    """How far requirements are there: those that are named, else all that code names, as those claim to be there. Raises AskError
    where one is not known."""
    if identifiers:
        asked = [node for each in identifiers for node in state.called(each)]
    else:
        asked = [node for node in state.trace.nodes if node.verifiable and _code(state, node)]
    rows = tuple(_realised(state, node) for node in dict.fromkeys(asked))
    shown = sum(each.state in ("shown", "by other means") for each in rows)
    return Implementation(requirements=rows, shown=shown, baseline=state.mark)


def _realised(state: Standing, node: Node) -> Realised:
    code = _code(state, node)
    below = [step.node for step in state.trace.down([node]) if step.distance]
    tests = [each for each in below if each.verifies]
    return Realised(
        id=node.identifier,
        title=node.title,
        state=_state(node, code, tests),
        code=tuple(f"{state.inside(each.path)}:{each.line + 1}" for each in code),
        tests=tuple(each.identifier for each in tests),
        outcome=node.proof.outcome.value if node.proof else "",
    )


def _state(node: Node, code: Sequence[Node], tests: Sequence[Node]) -> Shown:
    if not code:
        return "no code"
    if node.proof is not None:
        if node.proof.outcome is Outcome.PASSED:
            return "stale" if node.proof.stale else "shown"
        return "failed" if node.proof.outcome is Outcome.FAILED else "not run"
    if tests:
        return "not run"
    return "by other means" if node.methods and not {"test", "demonstration"} & set(node.methods) else "no test"


def _code(state: Standing, node: Node) -> list[Node]:
    """The code that names an artifact or a part of it, tests left out."""
    below = (step.node for step in state.trace.down([node]) if step.distance)
    return [each for each in below if each.kind == Kind.CODE and not each.verifies]
