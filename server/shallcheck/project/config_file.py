"""Reading `shallcheck.toml`, or `[tool.shallcheck]` in `pyproject.toml`.

A wrong key or value is reported at its line with what is allowed, and its default holds: a typo never stops the judgement.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.project.config import PYPROJECT, Config, ConfigProblem, check_code

LONGEST_PATTERN = 200
MOST_REPEATS = 4
"""Open-ended repeats of a pattern."""


class Keys(BaseModel):
    """The keys of `shallcheck.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    select: tuple[str, ...] = Field(
        (), description="Only these rules judge: codes such as AMB001, or prefixes such as AMB. Empty: all that are on."
    )
    extend_select: tuple[str, ...] = Field((), alias="extend-select", description="These rules judge too, though off by default.")
    ignore: tuple[str, ...] = Field((), description="These rules stay silent: codes or prefixes.")
    severity: dict[str, Literal["error", "warning", "information", "off"]] = Field(
        {}, description="The severity of a rule, by its code: error, warning, information or off."
    )
    dialect: Dialect | None = Field(
        None,
        description="What obliges where the format does not say: shall, must, shall-or-must, rfc2119 or ears. Left out: shall.",
    )
    identifier_pattern: str = Field(
        "",
        alias="identifier-pattern",
        description="A regular expression for a whole identifier. Empty: such as SYS-012 or REQ-1.2.",
    )
    exclude: tuple[str, ...] = Field((), description="Files and folders not to read, in the notation of .gitignore.")
    pipeline: str = Field(Config.pipeline, description="The installed spaCy English pipeline that parses statements.")

    @field_validator("select", "extend_select", "ignore")
    @classmethod
    def _known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            check_code(code)
        return codes

    @field_validator("severity")
    @classmethod
    def _severities(cls, severities: Mapping[str, str]) -> Mapping[str, str]:
        for code in severities:
            check_code(code)
        return severities

    @field_validator("identifier_pattern")
    @classmethod
    def _pattern(cls, pattern: str) -> str:
        check_pattern(pattern)
        return pattern

    @field_validator("pipeline")
    @classmethod
    def _package(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            raise ValueError(f"“{name}” is not the name of an installed package, and a path cannot be named here")
        return name

    def config(self) -> Config:
        """As the rest of the program knows it."""
        values = self.model_dump(exclude={"severity"})
        severity = {code: Severity[word.upper()] for code, word in self.severity.items()}
        return Config(severity=severity, **values)


def parse_config(name: str, text: str) -> tuple[Config, list[ConfigProblem]]:
    """Read a configuration file (`name` decides whether it is a pyproject.toml). Never raises: what is wrong is left out."""
    prefix = ("tool", "shallcheck") if name == PYPROJECT else ()
    try:
        table: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = int(line[1]) - 1 if line else text.rstrip().count("\n")
        return Config(), [ConfigProblem(where, f"This file is not TOML ({error}), so the defaults hold: mend this line.")]
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return Config(), [ConfigProblem(_line(text, prefix), "[tool.shallcheck] is not a table, so the defaults hold.")]
    try:
        return Keys(**table).config(), []
    except ValidationError as error:
        problems = [ConfigProblem(_line(text, (*prefix, *path)), message) for path, message in _complaints(error)]
        wrong = {each["loc"][0] for each in error.errors()}
        return Keys(**{key: value for key, value in table.items() if key not in wrong}).config(), problems


def with_settings(config: Config, settings: Mapping[str, Any]) -> tuple[Config, list[str]]:
    """A configuration with the client's settings put over it; keys that are not ours (the client has its own) are passed over.

    Returns what was wrong as messages; the configuration's own value holds there.
    """
    ours = {key: value for key, value in settings.items() if key in allowed_keys() and value is not None}
    try:
        chosen = Keys(**ours)
        messages: list[str] = []
    except ValidationError as error:
        messages = [f"Settings of ShallCheck: {message}" for _, message in _complaints(error)]
        wrong = {each["loc"][0] for each in error.errors()}
        chosen = Keys(**{key: value for key, value in ours.items() if key not in wrong})
    values = chosen.config()
    return replace(config, **{name: getattr(values, name) for name in chosen.model_fields_set}), messages


def allowed_keys() -> list[str]:
    """The keys as they are written."""
    return sorted(field.alias or name for name, field in Keys.model_fields.items())


def check_pattern(pattern: str) -> None:
    """Raises ValueError where a pattern from a configuration is no regular expression, or could take for ever.

    Python's `re` backtracks, and a hostile project could hang an editor with `(a+)+`. Refused are repeats inside a repeat,
    alternatives inside an open-ended repeat, references back, and more than MOST_REPEATS open-ended repeats.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"the pattern is longer than {LONGEST_PATTERN} characters: shorten it")
    try:
        re.compile(pattern)
        parsed = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"“{pattern}” is not a regular expression ({error})") from error
    if _open_repeats(parsed, inside=False) > MOST_REPEATS:
        raise ValueError(f"“{pattern}” has more than {MOST_REPEATS} open-ended repeats: bound some, such as {{1,9}} for +")


def _open_repeats(parsed: Iterable[Any], *, inside: bool) -> int:
    """How many open-ended repeats a parsed pattern has. `inside`: it stands within a repeat."""
    count = 0
    for operator, argument in parsed:
        if operator in (_constants.GROUPREF, _constants.GROUPREF_EXISTS, _constants.ASSERT, _constants.ASSERT_NOT):
            raise ValueError("the pattern looks around or refers back, which can take for ever: write it without")
        repeats = operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
        if repeats or operator is _constants.BRANCH:
            if inside:
                raise ValueError(
                    "the pattern has a choice or a repeat inside a repeat, which can take for ever: write it without"
                )
            many = repeats and argument[1] > 1
            count += bool(repeats and argument[1] > LONGEST_PATTERN)
            for part in [argument[2]] if repeats else argument[1]:
                count += _open_repeats(part, inside=many)
        elif operator is _constants.SUBPATTERN:
            count += _open_repeats(argument[-1], inside=inside)
        elif operator is _constants.ATOMIC_GROUP:
            count += _open_repeats(argument, inside=inside)
    return count


def _complaints(error: ValidationError) -> Iterator[tuple[tuple[str, ...], str]]:
    allowed = allowed_keys()
    for each in error.errors():
        path = tuple(str(part) for part in each["loc"])
        if each["type"] == "extra_forbidden":
            likely = difflib.get_close_matches(path[0], allowed, n=1)
            advice = f"did you mean “{likely[0]}”?" if likely else f"allowed are {', '.join(allowed)}."
            yield path, f"“{path[0]}” is not a key of ShallCheck, so it does nothing: {advice}"
        else:
            message = each["msg"].removeprefix("Value error, ")
            yield (
                path,
                f"“{'.'.join(path)}” does not fit, so the default of “{path[0]}” holds: {message[:1].lower()}{message[1:]}.",
            )


def _line(text: str, path: tuple[str, ...]) -> int:
    """The 0-based line of the deepest part of a key's path that the file has."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode("utf-8", "replace")).root_node
    best, depth = 0, 0
    stack: list[tuple[tuple[str, ...], Any]] = [((), child) for child in root.named_children]
    while stack:
        base, node = stack.pop(0)
        if node.type not in ("table", "table_array_element", "pair") or not node.named_children:
            continue
        head = (node.named_children[0].text or b"").decode("utf-8", "replace")
        keys = (*base, *(part.strip("\"' ") for part in head.split(".")))
        if keys == path[: len(keys)] and len(keys) > depth:
            best, depth = node.start_point[0], len(keys)
        if node.type == "table":
            stack.extend((keys, child) for child in node.named_children[1:])
        elif len(node.named_children) > 1 and node.named_children[1].type == "inline_table":
            stack.extend((keys, child) for child in node.named_children[1].named_children)
    return best
