"""Rewrites that the rules offer for a statement. A value that only a person can give stays a placeholder in angle brackets."""

from __future__ import annotations

from pydantic import Field

from shallcheck.agents.standing import AskError
from shallcheck.agents.verdict import Part
from shallcheck.language.pipeline import MissingPipelineError
from shallcheck.model.finding import apply_edits
from shallcheck.model.kinds import Dialect
from shallcheck.project.alone import judged_alone


class Fault(Part):
    """What is wrong with a statement."""

    rule: str
    quote: str
    because: str


class Candidate(Part):
    """A rewrite of it."""

    rule: str = Field(description="The rule that it mends.")
    title: str = Field(description="What it does.")
    statements: tuple[str, ...] = Field(description="What it says then; several, where it is split.")
    keeps_meaning: bool
    attribute: str = Field(description="What belongs beside it then, such as “Rationale: …”; empty: nothing.")


class Rewrites(Part):
    """The faults of a statement and what could be written instead."""

    faults: tuple[Fault, ...]
    candidates: tuple[Candidate, ...]


def rewrites(text: str, dialect: Dialect) -> Rewrites:
    """What is wrong with a statement by itself, and each rewrite that is offered. Raises AskError."""
    if not text.strip():
        raise AskError("The statement is empty: give its words.")
    try:
        statement, reports, _ = judged_alone(text, dialect)
    except MissingPipelineError as error:
        raise AskError(str(error)) from error
    candidates = []
    for report in reports:
        for fix in report.finding.fixes:
            if fix.term or fix.identifier or not (fix.edits or fix.siblings):
                continue
            first = apply_edits(statement.text, fix.edits)
            candidates.append(
                Candidate(
                    rule=report.rule,
                    title=fix.title,
                    statements=(first, *fix.siblings),
                    keeps_meaning=fix.safe,
                    attribute=": ".join(fix.attribute) if fix.attribute else "",
                )
            )
    faults = tuple(Fault(rule=each.rule, quote=each.quote, because=each.message) for each in reports)
    return Rewrites(faults=faults, candidates=tuple(candidates))
