"""What a project says about how it is judged. Read from a file by `config_file`, which checks it; this module stays quick to
import, because the language server needs the defaults before it has answered anybody.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from shallcheck.documents.settings import ReaderSettings
from shallcheck.language.pipeline import DEFAULT_PIPELINE
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.rules.registry import Rule, all_rules

FILE = "shallcheck.toml"
PYPROJECT = "pyproject.toml"


@dataclass(frozen=True)
class Config:
    """The choices of a project; the defaults just work. The keys are described in `config_file`."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """By rule code."""
    dialect: Dialect | None = None
    identifier_pattern: str = ""
    exclude: tuple[str, ...] = ()
    pipeline: str = DEFAULT_PIPELINE

    def severity_of(self, rule: Rule) -> Severity:
        """The severity with which a rule judges, OFF where it does not."""
        if any(rule.code.startswith(code) for code in self.ignore):
            return Severity.OFF
        if self.select and not any(rule.code.startswith(code) for code in self.select):
            return Severity.OFF
        if rule.code in self.severity:
            return self.severity[rule.code]
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
    by_name = [rule.code for rule in known.values() if rule.slug == code.lower()]
    prefixes = sorted({each.rstrip("0123456789") for each in known})
    advice = f"did you mean “{(by_name or likely)[0]}”?" if by_name or likely else f"codes begin with {', '.join(prefixes)}."
    raise ValueError(f"there is no rule “{code}”: {advice}")
