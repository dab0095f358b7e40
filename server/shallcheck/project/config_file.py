"""Reading `shallcheck.toml`, or `[tool.shallcheck]` in `pyproject.toml`.

A wrong key or value is reported at its line with what is allowed, and its default holds: a typo never stops the judgement.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from shallcheck.documents.own_pattern import own_pattern
from shallcheck.model.choices import Choices, Words
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.model.profiles import PROFILES, own_chain
from shallcheck.project.config import (
    LARGEST_FILE,
    PYPROJECT,
    Config,
    ConfigProblem,
    GateChoices,
    PathChoices,
    Waiver,
)
from shallcheck.project.config_levels import MOST_LEVELS, GateKeys, LevelKeys, Levels
from shallcheck.project.config_types import (
    LONGEST_WORD,
    Code,
    FormatName,
    ListCode,
    OptionCode,
    Pattern,
    SeverityWord,
    Word,
    check_option,
)
from shallcheck.project.toml_places import line_of
from shallcheck.rules.registry import all_rules

LONGEST_REASON = 1000
MOST_PROBLEMS = 50
"""Problems of a file that are told one by one."""
PYPROJECT_PREFIX = ("tool", "shallcheck")
_HEADING = (
    "In shallcheck.toml the keys stand without the heading [tool.shallcheck], so what is under it has no effect: "
    "remove that line."
)
_ROUNDS = 4
"""How often what is wrong is left out, before all of it is."""
_GONE = object()
MOST_MARKERS = 50
MOST_RESULTS = 50
MOST_WORDS = 2000
"""Words that a project may add to a rule's list, or allow."""

K = TypeVar("K", bound=BaseModel)
Path = tuple[str | int, ...]
"""Where something stands in a table: keys, and numbers of entries."""


def _path_choices(keys: PathKeys) -> PathChoices:
    return PathChoices(keys.match, keys.ignore, _severities(keys.severity), keys.dialect, keys.format)


def _severities(words: Mapping[str, str]) -> dict[str, Severity]:
    return {code: Severity[word.upper()] for code, word in words.items()}


class WordKeys(BaseModel):
    """The keys of `[words.CODE]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    add: tuple[Word, ...] = Field((), max_length=MOST_WORDS, description="Words and phrases that the rule finds too.")
    allow: tuple[Word, ...] = Field((), max_length=MOST_WORDS, description="Words and phrases that the rule is silent about.")


class PathKeys(BaseModel):
    """The keys of `[[paths]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    match: Pattern = Field(description="The files, in the notation of .gitignore, from the folder of this file.")
    ignore: tuple[Code, ...] = Field((), description="These rules stay silent there: codes, names or prefixes.")
    severity: dict[Code, SeverityWord] = Field({}, description="The severity of a rule there, by its code, name or prefix.")
    dialect: Dialect | None = Field(None, description="What obliges there where the format does not say.")
    format: FormatName = Field("", description="The format that they are read as (docs/formats.md), or none: they are not read.")


class ExceptionKeys(BaseModel):
    """The keys of `[[exceptions]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[Code, ...] = Field(min_length=1, description="These rules stay silent: codes, names or prefixes.")
    reason: str = Field(min_length=1, max_length=LONGEST_REASON, description="Why that is fine.")
    match: Pattern = Field("", description="Only in these files, in the notation of .gitignore.")
    artifact: str = Field("", max_length=LONGEST_WORD, description="Only about the artifact with this identifier.")
    until: date | None = Field(None, description="The last day on which the exception holds, such as 2027-01-31.")

    @model_validator(mode="after")
    def _names_something(self) -> ExceptionKeys:
        if not self.match and not self.artifact:
            raise ValueError("an exception names what it is for: give match or artifact (ignore silences a rule everywhere)")
        return self


class Keys(BaseModel):
    """The keys of `shallcheck.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    select: tuple[Code, ...] = Field(
        (),
        description="Only these rules judge: codes such as AMB001, names such as vague-term, or prefixes such as AMB. "
        "Empty: all that are on.",
    )
    extend_select: tuple[Code, ...] = Field(
        (), alias="extend-select", description="These rules judge too, though off by default."
    )
    ignore: tuple[Code, ...] = Field((), description="These rules stay silent: codes, names or prefixes.")
    severity: dict[Code, SeverityWord] = Field(
        {},
        description="The severity of a rule, by its code, name or prefix (the nearest counts): "
        "error, warning, information or off.",
    )
    dialect: Dialect | None = Field(
        None,
        description="What obliges where the format does not say: shall, must, shall-or-must, rfc2119 or ears. Left out: shall.",
    )
    identifier_pattern: str = Field(
        "",
        alias="identifier-pattern",
        description="A regular expression (RE2) for a whole identifier. Empty: such as SYS-012 or REQ-1.2.",
    )
    exclude: tuple[str, ...] = Field((), description="Files and folders not to read, in the notation of .gitignore.")
    pipeline: str = Field(Config.pipeline, description="The installed spaCy English pipeline that parses statements.")
    glossary: dict[Word, str] = Field({}, description="Terms and acronyms with what they mean, beside those of the documents.")
    verification_methods: tuple[Word, ...] = Field(
        (), alias="verification-methods", description="Methods of verification that are fine beside the six."
    )
    words: dict[ListCode, WordKeys] = Field(
        {}, description="Words for the word list of a rule, by its code: `add` and `allow`. Plain words and phrases."
    )
    options: dict[OptionCode, dict[str, int]] = Field({}, description="Thresholds of a rule, by its code, then by their name.")
    paths: tuple[PathKeys, ...] = Field(
        (),
        description="What holds for some files only: `match`, and `ignore`, `severity`, `dialect` or `format`. "
        "The last that fits wins.",
    )
    exceptions: tuple[ExceptionKeys, ...] = Field(
        (),
        description="Findings that are fine: `rules`, a `reason`, and `match` or `artifact`; `until` gives the last day.",
    )
    markers: tuple[Word, ...] = Field(
        (),
        max_length=MOST_MARKERS,
        description="Words that name requirements in source code, such as Covers (“Covers: SYS-012”), beside our own.",
    )
    results: tuple[Pattern, ...] = Field(
        (),
        max_length=MOST_RESULTS,
        description="Files of test results (JUnit XML, Robot Framework's output.xml, JSON of libtest), in the notation of "
        ".gitignore, inside the project.",
    )
    profile: Literal["", "default", "none"] = Field(
        "",
        description="The chain of all documents: default (from intent to code) or none. Left out: each format's own.",
    )
    levels: Levels = Field(
        (),
        max_length=MOST_LEVELS,
        description="The levels of the chain from the top, in place of ours: `name`, how its artifacts are known (`prefix`, "
        "`match`, `formats`) and what they ask (`above`, `below`).",
    )
    criticality: dict[Word, tuple[Word, ...]] = Field(
        {}, description="Attributes that rate how critical an artifact is, each with its values from the least to the most."
    )
    gate: GateKeys = Field(GateKeys(), description="What blocks: `codes` (every error), and the `statuses` that pass.")
    independent_review: bool = Field(
        False,
        alias="independent-review",
        description="Nobody marks a link as reviewed against words that they recorded themselves (docs/baselines.md).",
    )
    code_lens: bool = Field(
        True,
        alias="code-lens",
        description="Editors tell above each artifact what it comes from, and what realises and verifies it.",
    )
    inlay_hints: bool = Field(
        True, alias="inlay-hints", description="Editors tell behind each linked identifier what it is about."
    )
    policy: str = Field("", description="The organisation's policy, a file inside this project: the same keys, and `locked`.")

    @field_validator("identifier_pattern")
    @classmethod
    def _pattern(cls, pattern: str) -> str:
        if pattern:
            own_pattern(pattern)
        return pattern

    @field_validator("options")
    @classmethod
    def _thresholds(cls, options: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[str, int]]:
        for code, values in options.items():
            for name, value in values.items():
                check_option(code, name, value)
        return options

    @field_validator("pipeline")
    @classmethod
    def _package(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            raise ValueError(f"“{name}” is not the name of an installed package, and a path cannot be named here")
        return name

    def config(self) -> Config:
        """As the rest of the program knows it."""
        same = (
            *("select", "extend_select", "ignore", "dialect", "identifier_pattern", "exclude", "pipeline", "markers"),
            *("results", "independent_review", "code_lens", "inlay_hints"),
        )
        return Config(
            **{name: getattr(self, name) for name in same},
            severity=_severities(self.severity),
            choices=self._choices(),
            chain=own_chain([each.policy() for each in self.levels]) if self.levels else PROFILES.get(self.profile),
            scales=tuple(
                sorted((name.lower(), tuple(word.lower() for word in words)) for name, words in self.criticality.items())
            ),
            gate=GateChoices(self.gate.codes, tuple(each.lower() for each in self.gate.statuses)),
            glossary=tuple(self.glossary),
            paths=tuple(_path_choices(each) for each in self.paths),
            exceptions=tuple(Waiver(each.rules, each.reason, each.match, each.artifact, each.until) for each in self.exceptions),
        )

    def _choices(self) -> Choices:
        names = {code: rule.slug for code, rule in all_rules().items()}
        return Choices(
            tuple(sorted((names[code], Words(each.add, each.allow)) for code, each in self.words.items())),
            tuple(sorted((code, name, value) for code, each in self.options.items() for name, value in each.items())),
            self.verification_methods,
        )


def parse_config(name: str, text: str) -> tuple[Config, list[ConfigProblem]]:
    """Read a configuration file (`name` decides whether it is a pyproject.toml). Never raises: what is wrong is left out."""
    keys, problems = parse_keys(name, text, Keys)
    return keys.config(), problems


def parse_keys(name: str, text: str, kind: type[K]) -> tuple[K, list[ConfigProblem]]:
    """The keys of a configuration file, and what is wrong with it."""
    prefix = prefix_of(name)
    if len(text) > LARGEST_FILE:
        return kind(), [
            ConfigProblem(0, f"This file is larger than {LARGEST_FILE // 2**20} MB, so the defaults hold: shorten it.")
        ]
    try:
        table: Any = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a ValueError that is no TOMLDecodeError: a number of 5,000 digits
        line = re.search(r"line (\d+)", str(error))
        where = int(line[1]) - 1 if line else text.rstrip().count("\n")
        return kind(), [ConfigProblem(where, f"This file is not TOML ({error}), so the defaults hold: mend this line.")]
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return kind(), [ConfigProblem(line_of(text, prefix), "[tool.shallcheck] is not a table, so the defaults hold.")]
    problems = []
    if not prefix and isinstance(table.get("tool"), dict) and PYPROJECT_PREFIX[1] in table["tool"]:
        table = {key: value for key, value in table.items() if key != "tool"}
        problems.append(ConfigProblem(line_of(text, PYPROJECT_PREFIX), _HEADING))
    try:
        return kind(**table), problems
    except ValidationError as error:
        told = [(line_of(text, (*prefix, *path)), message) for path, message in islice(_complaints(error, kind), MOST_PROBLEMS)]
        problems += [ConfigProblem(*each) for each in told]
        if more := len(_errors(error)) - len(told):
            problems.append(ConfigProblem(told[-1][0], f"… and {more} more in this file: mend these first."))
        return _what_is_right(kind, table, error), problems


def prefix_of(name: str) -> tuple[str, ...]:
    """The table in which our keys stand."""
    return PYPROJECT_PREFIX if name == PYPROJECT else ()


def _what_is_right(kind: type[K], table: dict[str, Any], error: ValidationError) -> K:
    """The keys without those that are wrong; of a list or a table only the wrong entry is left out."""
    for _ in range(_ROUNDS):
        table = _without(table, [_path(each) for each in _errors(error)])
        try:
            return kind(**table)
        except ValidationError as left:  # such as an exception that has lost its only rule
            error = left
    return kind()


def _without(value: Any, wrong: Sequence[Path]) -> Any:
    """A value without the entries at some paths below it; _GONE where it is wrong itself, or lacks such an entry."""
    if not wrong:
        return value
    entries = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
    below: dict[str | int, list[Path]] = {}
    for path in wrong:
        if not path or path[0] not in entries:
            return _GONE
        below.setdefault(path[0], []).append(path[1:])
    kept = {key: _without(entry, below.get(key, ())) for key, entry in entries.items()}
    right = {key: entry for key, entry in kept.items() if entry is not _GONE}
    return right if isinstance(value, dict) else list(right.values())


def _errors(error: ValidationError) -> list[ErrorDetails]:
    """What is wrong; not that a list is too short for whose entries that is said."""
    errors = error.errors(include_url=False, include_input=False)
    holders = {_path(each)[:-1] for each in errors}
    return [each for each in errors if each["type"] != "too_short" or _path(each) not in holders]


def _path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != "[key]")


def with_settings(config: Config, settings: Mapping[str, Any]) -> tuple[Config, list[str]]:
    """A configuration with the client's settings put over it; keys that are not ours (the client has its own) are passed over.

    Returns what was wrong as messages; the configuration's own value holds there. A policy's locks hold against them too.
    """
    ours = {key: value for key, value in settings.items() if key in allowed_keys() and key != "policy" and value is not None}
    try:
        chosen = Keys(**ours)
        messages: list[str] = []
    except ValidationError as error:
        messages = [f"Settings of ShallCheck: {message}" for _, message in _complaints(error, Keys)]
        chosen = _what_is_right(Keys, ours, error)
    values = chosen.config()
    over = {_PLACES.get(name, name) for name in chosen.model_fields_set}
    return replace(config, **{name: getattr(values, name) for name in over}), messages


_PLACES = {
    **dict.fromkeys(("words", "options", "verification_methods"), "choices"),
    **dict.fromkeys(("profile", "levels"), "chain"),
    "criticality": "scales",
}
"""Where a key goes in `Config`, if not where its name says."""


def allowed_keys(kind: type[BaseModel] = Keys) -> list[str]:
    """The keys as they are written."""
    return sorted(field.alias or name for name, field in kind.model_fields.items())


_LISTS = {
    **dict.fromkeys(("select", "extend-select", "ignore", "rules"), 'codes, such as "AMB001",'),
    **dict.fromkeys(("add", "allow"), "words"),
    **dict.fromkeys(("paths", "exceptions", "levels"), "tables"),
    "exclude": "patterns",
    "verification-methods": "methods",
    "locked": "codes and keys",
}
"""What the lists hold, by key."""
_WANTED = {
    "dict_type": "it wants a table",
    "model_type": "it wants a table",
    "string_type": "it wants text in quotation marks",
    "int_type": "it wants a whole number",
    "missing": "it is required and missing",
}
"""By pydantic's type of an error, what was expected, in words of TOML."""
_TABLES: dict[str, type[BaseModel]] = {
    "words": WordKeys,
    "paths": PathKeys,
    "exceptions": ExceptionKeys,
    "levels": LevelKeys,
    "gate": GateKeys,
}
"""The keys that hold tables with keys of their own."""


def _complaints(error: ValidationError, kind: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is wrong, each with the path of its key."""
    for each in _errors(error):
        path = tuple(map(str, _path(each)))
        if each["type"] == "extra_forbidden":
            allowed = allowed_keys(kind if len(path) == 1 else _TABLES[path[0]])
            likely = difflib.get_close_matches(path[-1][:LONGEST_WORD], allowed, n=1)
            advice = f"did you mean “{likely[0]}”?" if likely else f"allowed are {', '.join(allowed)}."
            yield path, f"“{path[-1][:LONGEST_WORD]}” is not a key of ShallCheck, so it does nothing: {advice}"
        else:
            yield path, f"“{'.'.join(path)[:LONGEST_WORD]}” does not fit, so it has no effect: {_said(each, path)}"


def _said(error: ErrorDetails, path: tuple[str, ...]) -> str:
    """What a value should be, as a sentence's end."""
    if error["type"] == "tuple_type":
        return f"it wants a list of {_LISTS.get(path[-1], 'texts')} in brackets."
    message = _WANTED.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    said = message if message[1:2].isupper() else message[:1].lower() + message[1:]
    return said if said.endswith("?") else said.rstrip(".") + "."
