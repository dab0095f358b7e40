"""What a configuration says of the chain: its levels and its gate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shallcheck.model.chain import ANYTHING, Demand, LevelPolicy
from shallcheck.model.kinds import Level
from shallcheck.model.profiles import DEFAULT
from shallcheck.project.config_types import LONGEST_WORD, Code, FormatName, LinkType, Pattern, Word
from shallcheck.rules.verifiable.methods import METHODS

MOST_LEVELS = 30


class LevelKeys(BaseModel):
    """The keys of `[[levels]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Word = Field(description="What the level is called, in front matter and here; one of ours (needs) or another.")
    title: str = Field("", max_length=LONGEST_WORD, description="What people call it: Stakeholder needs.")
    like: Level | None = Field(None, description="Which of our levels its documents are read as.")
    prefix: tuple[Word, ...] = Field((), description="How identifiers on it begin: artifacts with them are on it.")
    match: tuple[Pattern, ...] = Field((), description="Its documents, in the notation of .gitignore.")
    formats: tuple[FormatName, ...] = Field((), description="Formats whose documents are on it.")
    above: tuple[Word, ...] = Field((), description='What each of its artifacts comes from: "needs", or "needs or mission".')
    below: tuple[Word, ...] = Field((), description='What realises or verifies each: "tests", or "tests or analysis".')
    beside: tuple[Word, ...] = Field((), description="Levels that its artifacts may link to as well; any: all.")
    allocated: str = Field("", max_length=LONGEST_WORD, description="The level of the elements that they are allocated to.")
    links: tuple[LinkType, ...] = Field((), description="The types that its trace links may have. Empty: any.")
    verifies: bool = Field(False, description="Its artifacts verify what they link to.")
    optional: bool = Field(False, description="The gate does not ask whether it is there.")

    def policy(self) -> LevelPolicy:
        """As the rest of the program knows it: what is left out is as on our own level of that name."""
        own = DEFAULT.policy(self.name)
        like = self.like or (own.like if own else Level.REQUIREMENTS)
        policy = own or LevelPolicy(self.name, self.title or self.name.capitalize(), like)
        said: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set if name in _SAME}
        said |= {name: _demands(getattr(self, name)) for name in ("above", "below") if name in self.model_fields_set}
        return replace(policy, like=like, prefixes=self.prefix, match=self.match, formats=self.formats, **said)


_SAME = ("title", "beside", "allocated", "links", "verifies", "optional")


def _demands(words: Sequence[str]) -> tuple[Demand, ...]:
    return tuple(tuple(part.strip() for part in re.split(r"\bor\b|\|", each) if part.strip()) for each in words)


class GateKeys(BaseModel):
    """The keys of `[gate]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codes: tuple[Code, ...] = Field((), description="Rules whose findings block: codes, names or prefixes. Empty: every error.")
    statuses: tuple[Word, ...] = Field(
        (), description="Statuses of which an artifact needs one to pass, such as approved. Empty: any but draft."
    )


def _checked(levels: tuple[LevelKeys, ...]) -> tuple[LevelKeys, ...]:
    """Levels that name each other rightly. Raises ValueError on a name that is taken, or that nothing has."""
    names = [each.name for each in levels]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise ValueError(f"two levels are called “{twice}”: give one another name")
    known = (*names, *METHODS, ANYTHING)
    for each in levels:
        told = (*(name for demand in _demands((*each.above, *each.below)) for name in demand), *each.beside, each.allocated)
        if wrong := next((name for name in told if name and name not in known), ""):
            raise ValueError(f"“{wrong}”, which {each.name} names, is no level and no method: allowed are {', '.join(known)}")
    return levels


Levels = Annotated[tuple[LevelKeys, ...], AfterValidator(_checked)]
