"""The chains that are built in: our own, and those of the tools whose formats we read."""

from __future__ import annotations

from collections.abc import Sequence

from shallcheck.model.chain import ANYTHING, NO_CHAIN, Chain, LevelPolicy
from shallcheck.model.document import Setting
from shallcheck.model.kinds import Level

DEFAULT = Chain(
    "default",
    (
        LevelPolicy("intent", "System intent", Level.INTENT, below=(("mission",),)),
        LevelPolicy("mission", "Mission analysis", Level.MISSION, above=(("intent",),), below=(("needs",),), optional=True),
        LevelPolicy(
            "needs", "Stakeholder needs", Level.NEEDS, above=(("mission",),), below=(("requirements",),), beside=("intent",)
        ),
        LevelPolicy(
            "architecture",
            "Logical architecture",
            Level.ARCHITECTURE,
            above=(("needs",),),
            beside=("intent", "mission", "requirements"),
            optional=True,
        ),
        LevelPolicy(
            "requirements",
            "System requirements",
            Level.REQUIREMENTS,
            above=(("needs",),),
            beside=("architecture",),
            allocated="architecture",
        ),
        LevelPolicy("tests", "Test plan", Level.TESTS, above=(("requirements", "needs", "architecture"),), verifies=True),
        LevelPolicy("code", "Code", Level.CODE, beside=(ANYTHING,), optional=True),
    ),
)
"""Intent → mission analysis → stakeholder needs → logical architecture → system requirements → test plan → code."""

_TASKED = (
    LevelPolicy("intent", "Principles", Level.INTENT, optional=True),
    LevelPolicy("needs", "User stories", Level.NEEDS, beside=(ANYTHING,), optional=True),
    LevelPolicy("requirements", "Requirements", Level.REQUIREMENTS, beside=(ANYTHING,), below=(("code",),), traced=True),
    LevelPolicy("architecture", "Design", Level.ARCHITECTURE, beside=(ANYTHING,), optional=True),
    LevelPolicy("tests", "Properties and checks", Level.TESTS, beside=(ANYTHING,), verifies=True, optional=True),
    LevelPolicy("code", "Tasks", Level.CODE, beside=(ANYTHING,), optional=True),
)
"""Specifications for coding agents: tasks realise requirements, and a requirement that no task names is forgotten, where tasks
name requirements."""

BY_FORMAT = {
    "kiro": Chain("kiro", _TASKED),
    "spec-kit": Chain("spec-kit", _TASKED),
    "openspec": Chain("openspec", _TASKED),
    "bmad": Chain("bmad", _TASKED),
}
PROFILES = {"default": DEFAULT, "none": NO_CHAIN}
"""What a project can name as its `profile`; without one, each document has that of its format."""


def own_chain(levels: Sequence[LevelPolicy]) -> Chain:
    """The chain of a project that names its levels; what it leaves out of our own stands aside."""
    names = {level.name for level in levels}
    return Chain("own", tuple(levels), tuple(level for level in DEFAULT.levels if level.name not in names))


def built_in(setting: Setting) -> Chain:
    """The chain of a document for which no configuration names one."""
    if setting.chain:
        return DEFAULT
    return BY_FORMAT.get(setting.format, NO_CHAIN)
