"""What a block of a document is, where it stands in the chain, and which modals its document uses."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a block is. A rule names the kinds that it judges; every other kind stays silent."""

    REQUIREMENT = "requirement"
    NEED = "need"
    INTENT = "intent"
    CONSTRAINT = "constraint"
    ARCHITECTURE = "architecture"
    DECISION = "decision"
    TASK = "task"
    TEST = "test"
    USER_STORY = "user-story"
    SCENARIO_STEP = "scenario-step"
    TERM = "term"
    RATIONALE = "rationale"
    NOTE = "note"
    HEADING = "heading"
    EXAMPLE = "example"
    CODE = "code"


BINDING = frozenset({Kind.CONSTRAINT, Kind.INTENT})
"""What binds everything below it."""


class Level(StrEnum):
    """Where an artifact stands in the default chain, from intent down to code."""

    INTENT = "intent"
    MISSION = "mission"
    NEEDS = "needs"
    ARCHITECTURE = "architecture"
    REQUIREMENTS = "requirements"
    TESTS = "tests"
    CODE = "code"


class Dialect(StrEnum):
    """Which words oblige in a document."""

    SHALL = "shall"
    MUST = "must"
    SHALL_OR_MUST = "shall-or-must"
    RFC2119 = "rfc2119"
    EARS = "ears"


class OpaqueKind(StrEnum):
    """Text that is never judged as prose."""

    CODE = "code"
    QUOTE = "quote"
    URL = "url"
    PATH = "path"
    IDENTIFIER = "identifier"
