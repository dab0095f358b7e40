"""The levels of a project, from intent down to code, and what each asks of the trace.

A level's demands name levels: `("mission",)`, or alternatives (`("tests", "analysis")`: a test or an analysis). A level that
holds nothing stands aside: what it asks of above, or gives below, is asked of the next one. So a project that has no mission
analysis traces its needs to its intent, and one that has requirements only is asked for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from shallcheck.model.document import Artifact, Setting
from shallcheck.model.kinds import Level

Demand = tuple[str, ...]
"""Alternatives, one of which is enough: names of levels, or methods of verification that need no artifact."""

ANYTHING = "any"
"""In place of a level: whatever level there is."""


@dataclass(frozen=True, slots=True)
class LevelPolicy:
    """What a level asks."""

    name: str
    title: str
    like: Level
    """The built-in level as which its documents are read: that decides what kind of statements they hold."""
    above: tuple[Demand, ...] = ()
    """What each of its artifacts comes from: every one of these."""
    below: tuple[Demand, ...] = ()
    """What realises or verifies each of its artifacts: every one of these."""
    beside: tuple[str, ...] = ()
    """Levels that its artifacts may link to as well: neither a skip nor a step back."""
    allocated: str = ""
    """The level of the elements to which each of its artifacts is allocated; empty: to none."""
    links: tuple[str, ...] = ()
    """Types that its trace links may have; empty: any."""
    prefixes: tuple[str, ...] = ()
    """How the identifiers of its artifacts begin."""
    match: tuple[str, ...] = ()
    """Its documents, in the notation of .gitignore."""
    formats: tuple[str, ...] = ()
    """Formats of which all documents are on it."""
    verifies: bool = False
    """Its artifacts verify those that they link to."""
    optional: bool = False
    """The gate does not ask whether it is there."""
    traced: bool = False
    """It is asked for something below only where anything below names one of its artifacts at all."""


@dataclass(frozen=True)
class Chain:
    """The levels of a project, from the top."""

    name: str
    levels: tuple[LevelPolicy, ...]
    dropped: tuple[LevelPolicy, ...] = ()
    """Levels that the project does without: what they ask is asked of the next one."""
    scales: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attributes that rate how critical an artifact is (in small letters), each with its words from the least to the most."""
    placed: Callable[[str, Setting], str] = field(default=lambda path, setting: "", compare=False)
    """The level on which a project's configuration puts the document at a path; empty: it says nothing."""

    _demands: dict[tuple[str, frozenset[str], str], list[Demand]] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.levels)

    def names(self) -> list[str]:
        """The levels' names, from the top."""
        return [level.name for level in self.levels]

    def policy(self, name: str) -> LevelPolicy | None:
        """What a level asks; None where the chain has none of that name."""
        return self._by_name.get(name)

    def title(self, name: str) -> str:
        """What people call a level."""
        policy = self.policy(name)
        return policy.title if policy else name

    def order(self, name: str) -> int:
        """How far down a level is; -1 where the chain has none of that name."""
        return self._orders.get(name, -1)

    def level_of(self, path: str, setting: Setting, artifact: Artifact) -> str:
        """The name of the level on which an artifact stands: by its prefix, by where its document stands, by what the document
        says, and else by what the reader took it for. Empty: on none of the chain."""
        for prefix, name in self._prefixes:
            if artifact.label.startswith(prefix):
                return name
        return self.level_at(path, setting) if artifact.level is setting.level else self._like(artifact.level)

    def level_at(self, path: str, setting: Setting) -> str:
        """The name of the level on which a document stands."""
        said = self.placed(path, setting) or (setting.said if self.policy(setting.said) else "")
        return said or self._like(setting.level)

    def _like(self, own: Level) -> str:
        return self._alike.get(own, "")

    @cached_property
    def _by_name(self) -> dict[str, LevelPolicy]:
        return {level.name: level for level in self.levels}

    @cached_property
    def _orders(self) -> dict[str, int]:
        return {level.name: number for number, level in enumerate(self.levels)}

    @cached_property
    def _alike(self) -> dict[Level, str]:
        """By a built-in level, ours of that name, else the first that is read like it."""
        return {level.like: level.name for level in reversed(self.levels)} | {
            level.like: level.name for level in self.levels if level.name == level.like.value
        }

    @cached_property
    def _prefixes(self) -> list[tuple[str, str]]:
        """The longest first."""
        return sorted(((each, level.name) for level in self.levels for each in level.prefixes), key=lambda pair: -len(pair[0]))

    def asked(self, name: str, held: Collection[str]) -> list[Demand]:
        """What an artifact of a level has to come from, where only the levels `held` hold anything."""
        return self._standing(name, frozenset(held), "above")

    def owed(self, name: str, held: Collection[str]) -> list[Demand]:
        """What has to realise or verify an artifact of a level, where only the levels `held` hold anything."""
        return self._standing(name, frozenset(held), "below")

    def reachable(self, name: str, held: Collection[str]) -> set[str]:
        """The levels that an artifact of a level may link to: its own, those it has to, and those beside."""
        policy = self.policy(name)
        if policy is None:
            return set()
        may = {name, *policy.beside, *(each for demand in policy.above for each in demand)}
        may |= {each for demand in self.asked(name, held) for each in demand}
        return set(self.names()) if ANYTHING in may or policy.verifies else may

    def _standing(self, name: str, held: frozenset[str], way: Literal["above", "below"]) -> list[Demand]:
        """A level's demands, with those that stand in for levels that hold nothing."""
        key = (name, held, way)
        if key not in self._demands:
            policy = self.policy(name)
            met = (
                tuple(dict.fromkeys(each for one in demand for each in self._stand_in(one, held, way, ())))
                for demand in (getattr(policy, way) if policy else ())
            )
            self._demands[key] = [demand for demand in met if any(self.policy(each) for each in demand)]
        return self._demands[key]

    def _known(self, name: str) -> LevelPolicy | None:
        return next((level for level in (*self.levels, *self.dropped) if level.name == name), None)

    def _stand_in(self, name: str, held: frozenset[str], way: Literal["above", "below"], seen: tuple[str, ...]) -> Iterator[str]:
        """A level that holds something, or those that stand in for it; a method of verification stands for itself."""
        policy = self._known(name)
        if policy is None or name in held:
            yield name
        elif name not in seen:
            for demand in getattr(policy, way):
                for each in demand:
                    yield from self._stand_in(each, held, way, (*seen, name))


NO_CHAIN = Chain("none", ())
