"""What a project says about how it is judged. Read from a file by `config_file`, which checks it; this module stays quick to
import, because the language server needs the defaults before it has answered anybody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from shallcheck.documents.settings import ReaderSettings
from shallcheck.language.pipeline import DEFAULT_PIPELINE
from shallcheck.model.chain import Chain
from shallcheck.model.choices import NO_CHOICES, Choices
from shallcheck.model.document import Setting
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect, Level
from shallcheck.model.profiles import built_in
from shallcheck.rules.registry import Rule, all_rules

FILE = "shallcheck.toml"
PYPROJECT = "pyproject.toml"
_OURS = frozenset(level.value for level in Level)
_LIKE = 60
"""From which likeness on (of 100) a word was perhaps meant for another."""
LARGEST_FILE = 2**20
"""Bytes of a configuration file: a larger one is not read."""
NO_FORMAT = "none"
"""The format of documents that are not to be read."""
POLICY = "SHALLCHECK_POLICY"
"""The environment variable that names the policy of a machine."""


@dataclass(frozen=True)
class PathChoices:
    """What holds for the files that a pattern matches, beside what holds for all."""

    match: str
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    dialect: Dialect | None = None
    format: str = ""


@dataclass(frozen=True)
class Waiver:
    """An exception: these rules are silent about what it names, for a reason and perhaps until a date."""

    rules: tuple[str, ...]
    reason: str
    match: str = ""
    """A pattern of paths; empty: all."""
    artifact: str = ""
    """An identifier; empty: all."""
    until: date | None = None
    """The last day on which it holds."""

    def covers(self, code: str) -> bool:
        """Whether it silences a rule at all."""
        return matches(code, self.rules)


@dataclass(frozen=True)
class GateChoices:
    """What the gate asks for."""

    codes: tuple[str, ...] = ()
    """Rules (codes and prefixes) whose findings block; empty: every error."""
    statuses: tuple[str, ...] = ()
    """Statuses (in small letters) of which an artifact needs one; empty: any but that of a draft."""

    def blocks(self, rule: str, severity: Severity) -> bool:
        """Whether a finding bars the way."""
        return matches(rule, self.codes) if self.codes else severity is Severity.ERROR


@dataclass(frozen=True)
class Config:
    """The choices of a project; the defaults just work. The keys are described in `config_file`."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """By rule code, or prefix of codes."""
    dialect: Dialect | None = None
    format: str = ""
    """Of the documents at a path (`at`), the format that they are read as; empty: path and content tell."""
    identifier_pattern: str = ""
    exclude: tuple[str, ...] = ()
    pipeline: str = DEFAULT_PIPELINE
    choices: Choices = NO_CHOICES
    """What travels with each statement to its judge."""
    glossary: tuple[str, ...] = ()
    """Terms that the configuration defines."""
    markers: tuple[str, ...] = ()
    """Words that name requirements in source code, beside ours."""
    results: tuple[str, ...] = ()
    """The files of test results, in the notation of .gitignore."""
    paths: tuple[PathChoices, ...] = ()
    exceptions: tuple[Waiver, ...] = ()
    code_lens: bool = True
    inlay_hints: bool = True
    """What an editor shows beside the text."""
    locked: Mapping[str, Severity] = field(default_factory=dict)
    """Rules that a policy locks, by code: nothing makes them milder than this."""
    chain: Chain | None = None
    """The levels that the project names; None: each document's format tells its chain."""
    scales: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attributes of the project that rate how critical an artifact is, each with its words from the least to the most."""
    gate: GateChoices = GateChoices()
    independent_review: bool = False
    """Nobody reviews a link against words that they recorded themselves."""
    root: str = ""
    """The folder that patterns of paths are relative to; empty: there is none, and no pattern matches."""

    def severity_of(self, rule: Rule) -> Severity:
        """The severity with which a rule judges, OFF where it does not."""
        return min(self._chosen(rule), self.locked.get(rule.code, Severity.OFF))

    def _chosen(self, rule: Rule) -> Severity:
        if matches(rule.code, self.ignore):
            return Severity.OFF
        if self.select and not matches(rule.code, self.select):
            return Severity.OFF
        if (said := self.said_of(rule)) is not None:
            return said
        asked = matches(rule.code, (*self.select, *self.extend_select))
        return Severity.WARNING if asked and rule.severity is Severity.OFF else rule.severity

    def said_of(self, rule: Rule) -> Severity | None:
        """The severity that is written for a rule: of its code and the prefixes of it, the longest counts."""
        named = [code for code in self.severity if rule.code.startswith(code)]
        return self.severity[max(named, key=len)] if named else None

    def at(self, path: str) -> Config:
        """What holds for the document at a path."""
        chosen = [each for each in self.paths if self.matches(each.match, path)]
        config = self
        for each in chosen:
            config = replace(
                config,
                ignore=(*config.ignore, *each.ignore),
                severity={**config.severity, **each.severity},
                dialect=each.dialect or config.dialect,
                format=each.format or config.format,
            )
        return config

    def matches(self, pattern: str, path: str) -> bool:
        """Whether a pattern in the notation of .gitignore matches a document's path."""
        if not self.root:
            return False
        from shallcheck.project.discovery import path_patterns

        inside = os.path.relpath(os.path.realpath(path), self.root)
        return not inside.startswith(os.pardir) and path_patterns((pattern,)).matches(inside)

    def chains(self) -> Callable[[str, Setting], Chain]:
        """Which chain the document at a path stands in."""
        if self.chain is None:
            rated = cache(lambda chain: replace(chain, scales=self.scales))
            return lambda path, setting: rated(built_in(setting)) if self.scales else built_in(setting)
        placed = cache(self._level_at)
        chain = replace(self.chain, scales=self.scales, placed=lambda path, setting: placed(path, setting.format))
        return lambda path, setting: chain

    def _level_at(self, path: str, form: str) -> str:
        """The level on which the project puts the document at a path; the last that fits wins, as everywhere."""
        levels = self.chain.levels if self.chain else ()
        fitting = [each.name for each in levels if any(self.matches(pattern, path) for pattern in each.match)]
        return (fitting or [each.name for each in levels if form in each.formats] or [""])[-1]

    def waivers(self, path: str, today: date) -> tuple[Waiver, ...]:
        """The exceptions that hold today in the document at a path."""
        return tuple(
            each
            for each in self.exceptions
            if (each.until is None or today <= each.until) and (not each.match or self.matches(each.match, path))
        )

    def reader_settings(self, path: str = "") -> ReaderSettings:
        """What the readers need of it, for the document at a path."""
        here = self.at(path) if path and self.paths else self
        level = self.chain.policy(self._level_at(path, "")) if path and self.chain else None
        levels = self.chain.levels if self.chain else ()
        return ReaderSettings(
            self.identifier_pattern,
            here.format,
            level.like if level else None,
            here.dialect,
            levels=tuple((each.name, each.like) for each in levels if each.name not in _OURS),
            prefixes=tuple((prefix, each.like) for each in levels for prefix in each.prefixes),
        )

    def code_settings(self, root: str) -> ReaderSettings:
        """What the reader of source code needs of it; `root`: the folder of the project, as the files' paths name it."""
        return ReaderSettings(identifier_pattern=self.identifier_pattern, root=root, markers=self.markers)


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """Something wrong in a configuration file. `line` is 0-based."""

    line: int
    message: str
    rule: str = "DOC001"
    """The rule whose finding it becomes."""


def matches(code: str, prefixes: Iterable[str]) -> bool:
    """Whether a rule's code is among codes and prefixes of codes."""
    return any(code.startswith(prefix) for prefix in prefixes)


def code_of(word: str) -> str:
    """The code of a rule, or the prefix of codes, that a person wrote as such or as a rule's name. Raises ValueError, with what
    was perhaps meant, where it is none of them."""
    known = all_rules()
    code = word.strip().upper()
    if code and any(each.startswith(code) for each in known):
        return code
    names = {rule.slug: rule.code for rule in known.values()}
    if word.strip().lower() in names:
        return names[word.strip().lower()]
    from rapidfuzz import fuzz, process

    meant = ((code, [*known]), (word.lower(), [*names]))
    found = (process.extractOne(each, among, scorer=fuzz.ratio, score_cutoff=_LIKE) for each, among in meant)
    likely = next(filter(None, found), None)
    prefixes = sorted({each.rstrip("0123456789") for each in known})
    advice = f"did you mean “{likely[0]}”?" if likely else f"codes begin with {', '.join(prefixes)}"
    raise ValueError(f"there is no rule “{word[:60]}”: {advice}")
