"""Reading `shallcheck.toml`, or `[tool.shallcheck]` in `pyproject.toml`.

A wrong key or value is reported at its line with what is allowed, and its default holds: a typo never stops the judgement.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from shallcheck.documents.own_pattern import LONGEST_PATTERN, own_pattern
from shallcheck.model.choices import Choices, Words
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.project.config import PYPROJECT, Config, ConfigProblem, PathChoices, Waiver, check_code
from shallcheck.rules.registry import all_rules
from shallcheck.rules.wordlist import has_list

LONGEST_WORD = 100
LONGEST_REASON = 1000
MOST_WORDS = 2000
"""Words that a project may add to a rule's list, or allow."""

K = TypeVar("K", bound=BaseModel)


def _code(code: str) -> str:
    check_code(code)
    return code


def _list_code(code: str) -> str:
    check_code(code)
    if code not in all_rules() or not has_list(all_rules()[code]):
        known = ", ".join(each for each, rule in all_rules().items() if has_list(rule))
        raise ValueError(f"{code} has no word list: words can be given for {known}")
    return code


def _option_code(code: str) -> str:
    check_code(code)
    if code not in all_rules() or not all_rules()[code].options:
        known = ", ".join(each for each, rule in all_rules().items() if rule.options) or "no rule yet"
        raise ValueError(f"{code} has no thresholds: there are some for {known}")
    return code


def _check_option(code: str, name: str, value: int) -> None:
    options = all_rules()[code].options
    if name not in options:
        raise ValueError(f"{code} has no threshold “{name}”: it has {', '.join(options)}")
    if not options[name].least <= value <= options[name].most:
        raise ValueError(f"{code} wants {name} from {options[name].least} to {options[name].most}, not {value}")


def _word(word: str) -> str:
    if not word.strip() or any(char in word for char in "\r\n\0"):
        raise ValueError("a word or phrase is one line that is not blank")
    return " ".join(word.split())


Code = Annotated[str, AfterValidator(_code)]
ListCode = Annotated[str, AfterValidator(_list_code)]
OptionCode = Annotated[str, AfterValidator(_option_code)]
Word = Annotated[str, Field(max_length=LONGEST_WORD), AfterValidator(_word)]
Pattern = Annotated[str, Field(max_length=LONGEST_PATTERN)]
SeverityWord = Literal["error", "warning", "information", "off"]


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
    ignore: tuple[Code, ...] = Field((), description="These rules stay silent there: codes or prefixes.")
    severity: dict[Code, SeverityWord] = Field({}, description="The severity of a rule there, by its code.")
    dialect: Dialect | None = Field(None, description="What obliges there where the format does not say.")


class ExceptionKeys(BaseModel):
    """The keys of `[[exceptions]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[Code, ...] = Field(min_length=1, description="These rules stay silent: codes or prefixes.")
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

    select: tuple[str, ...] = Field(
        (), description="Only these rules judge: codes such as AMB001, or prefixes such as AMB. Empty: all that are on."
    )
    extend_select: tuple[str, ...] = Field((), alias="extend-select", description="These rules judge too, though off by default.")
    ignore: tuple[str, ...] = Field((), description="These rules stay silent: codes or prefixes.")
    severity: dict[Code, SeverityWord] = Field(
        {}, description="The severity of a rule, by its code: error, warning, information or off."
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
        (), description="What holds for some files only: `match`, and `ignore`, `severity` or `dialect`. The last that fits wins."
    )
    exceptions: tuple[ExceptionKeys, ...] = Field(
        (),
        description="Findings that are fine: `rules`, a `reason`, and `match` or `artifact`; `until` gives the last day.",
    )
    policy: str = Field("", description="The organisation's policy, a file inside this project: the same keys, and `locked`.")

    @field_validator("select", "extend_select", "ignore")
    @classmethod
    def _known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            check_code(code)
        return codes

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
                _check_option(code, name, value)
        return options

    @field_validator("pipeline")
    @classmethod
    def _package(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            raise ValueError(f"“{name}” is not the name of an installed package, and a path cannot be named here")
        return name

    def config(self) -> Config:
        """As the rest of the program knows it."""
        same = ("select", "extend_select", "ignore", "dialect", "identifier_pattern", "exclude", "pipeline")
        return Config(
            **{name: getattr(self, name) for name in same},
            severity=_severities(self.severity),
            choices=self._choices(),
            glossary=tuple(self.glossary),
            paths=tuple(PathChoices(each.match, each.ignore, _severities(each.severity), each.dialect) for each in self.paths),
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
    try:
        table: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = int(line[1]) - 1 if line else text.rstrip().count("\n")
        return kind(), [ConfigProblem(where, f"This file is not TOML ({error}), so the defaults hold: mend this line.")]
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return kind(), [ConfigProblem(line_of(text, prefix), "[tool.shallcheck] is not a table, so the defaults hold.")]
    try:
        return kind(**table), []
    except ValidationError as error:
        problems = [ConfigProblem(line_of(text, (*prefix, *path)), message) for path, message in _complaints(error, kind)]
        return _what_is_right(kind, table, error), problems


def prefix_of(name: str) -> tuple[str, ...]:
    """The table in which our keys stand."""
    return ("tool", "shallcheck") if name == PYPROJECT else ()


def _what_is_right(kind: type[K], table: dict[str, Any], error: ValidationError) -> K:
    """The keys without those that are wrong; of a table or a list of tables only the wrong entry is left out."""
    table = {key: list(value) if isinstance(value, list) else value for key, value in table.items()}
    for each in error.errors():
        key, *rest = each["loc"]
        value = table.get(str(key))
        if rest and isinstance(value, dict) and rest[0] in value:
            table[str(key)] = {name: entry for name, entry in value.items() if name != rest[0]}
        elif rest and isinstance(rest[0], int) and isinstance(value, list) and isinstance(value[rest[0]], dict | None):
            value[rest[0]] = None
        else:
            table.pop(str(key), None)
    for name, value in table.items():
        if isinstance(value, list):
            table[name] = [entry for entry in value if entry is not None]
    try:
        return kind(**table)
    except ValidationError as left:
        wrong = {each["loc"][0] for each in left.errors()}
        return kind(**{key: value for key, value in table.items() if key not in wrong})


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
    places = {name: "choices" if name in ("words", "options", "verification_methods") else name for name in Keys.model_fields}
    over = {places[name] for name in chosen.model_fields_set}
    return replace(config, **{name: getattr(values, name) for name in over}), messages


def allowed_keys(kind: type[BaseModel] = Keys) -> list[str]:
    """The keys as they are written."""
    return sorted(field.alias or name for name, field in kind.model_fields.items())


_TABLES: dict[str, type[BaseModel]] = {"words": WordKeys, "paths": PathKeys, "exceptions": ExceptionKeys}
"""The keys that hold tables with keys of their own."""


def _complaints(error: ValidationError, kind: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], str]]:
    for each in error.errors():
        path = tuple(str(part) for part in each["loc"] if part != "[key]")
        name = ".".join(path)
        if each["type"] == "extra_forbidden":
            allowed = allowed_keys(kind if len(path) == 1 else _TABLES[path[0]])
            likely = difflib.get_close_matches(path[-1], allowed, n=1)
            advice = f"did you mean “{likely[0]}”?" if likely else f"allowed are {', '.join(allowed)}."
            yield path, f"“{path[-1]}” is not a key of ShallCheck, so it does nothing: {advice}"
        else:
            message = each["msg"].removeprefix("Value error, ")
            said = message if message[1:2].isupper() else message[:1].lower() + message[1:]
            yield path, f"“{name}” does not fit, so it has no effect: {said.rstrip('.')}."


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The 0-based line of the deepest part of a key's path that the file has; an entry of a list of tables goes by its number."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode("utf-8", "replace")).root_node
    best, depth = 0, 0
    counts: Counter[tuple[str, ...]] = Counter()
    stack: list[tuple[tuple[str, ...], Any]] = [((), child) for child in root.named_children]
    while stack:
        base, node = stack.pop(0)
        if node.type not in ("table", "table_array_element", "pair") or not node.named_children:
            continue
        head = (node.named_children[0].text or b"").decode("utf-8", "replace")
        keys = (*base, *(part.strip("\"' ") for part in head.split(".")))
        if node.type == "table_array_element":
            counts[keys] += 1
            keys = (*keys, str(counts[keys] - 1))
        elif node.type == "table" and keys[0] == path[0] and (keys[0],) in counts:
            keys = (keys[0], str(counts[keys[0],] - 1), *keys[1:])  # [paths.severity] belongs to the [[paths]] before it
        if keys == path[: len(keys)] and len(keys) > depth:
            best, depth = node.start_point[0], len(keys)
        if node.type != "pair":
            stack.extend((keys, child) for child in node.named_children[1:])
        elif len(node.named_children) > 1 and node.named_children[1].type == "inline_table":
            stack.extend((keys, child) for child in node.named_children[1].named_children)
    return best
