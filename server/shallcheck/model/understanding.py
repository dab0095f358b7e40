"""What was understood of one statement: who must do what, when, and how well."""

from __future__ import annotations

from dataclasses import dataclass

from shallcheck.model.place import Span


@dataclass(frozen=True, slots=True)
class Understanding:
    """The parts of a statement; every span in its text. What was not found is left out."""

    conditions: tuple[tuple[str, Span], ...] = ()
    """Condition clauses, each with what EARS calls it: trigger, state, feature or unwanted."""
    actors: tuple[Span, ...] = ()
    modals: tuple[Span, ...] = ()
    actions: tuple[Span, ...] = ()
    """The verbs that are obliged."""
    purposes: tuple[Span, ...] = ()
    quantities: tuple[tuple[Span, str], ...] = ()
    """Each number with what was understood of it: “duration, at most 0.5 s”."""
    details: tuple[tuple[str, Span, str], ...] = ()
    """Everything else, in the order to be told: the name of the part, its words, and what they were taken for (or nothing)."""
    parsed: bool = True
    """False: nothing but the quantities could be looked for."""
