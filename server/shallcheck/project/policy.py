"""An organisation's policy: a file with the keys of a configuration, and what no project may weaken.

It is named by the key `policy` of a project (a file inside that project) or, for all projects of a machine, by the environment
variable SHALLCHECK_POLICY (an absolute path, which only whoever runs the program can set). What a project sets otherwise where
the policy locks it has no effect, and is told at its line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from shallcheck.model.finding import Severity
from shallcheck.project.config import POLICY, Config, ConfigProblem, code_of, matches
from shallcheck.project.config_file import Keys, allowed_keys, parse_keys, prefix_of
from shallcheck.project.toml_places import line_of
from shallcheck.rules.registry import all_rules

if TYPE_CHECKING:
    from shallcheck.project.check import Check

_MERGED = ("severity", "glossary", "words", "options", "criticality")
"""Keys whose entries a project adds to the policy's."""
Weakness = tuple[tuple[str, ...], str]
"""The path of a key, and what the policy locks there."""
_ADDED = ("paths", "exceptions", "exclude", "verification_methods")


class PolicyKeys(Keys):
    """The keys of a policy file."""

    locked: tuple[str, ...] = Field((), description="What projects may not weaken: rules, by code or prefix, and keys, by name.")

    @field_validator("locked")
    @classmethod
    def _lockable(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name if name in allowed_keys() else code_of(name) for name in names)


def policy_file(folder: Path, named: str) -> Path | None:
    """The policy that holds for a project in `folder` whose configuration names `named`. Raises ValueError on a path that a
    project may not name: it could lie outside the workspace."""
    told = os.environ.get(POLICY, "")
    if told:
        if not Path(told).is_absolute():
            raise ValueError(f"{POLICY} is not an absolute path, so no policy holds: write the whole path")
        return Path(told)
    if not named:
        return None
    inside = Path(os.path.realpath(folder))
    file = Path(os.path.realpath(inside / named))
    if Path(named).is_absolute() or not file.is_relative_to(inside):
        raise ValueError(f"the policy “{named}” lies outside this project: name one inside, or set {POLICY} to its path")
    return file


def policies(check: Check) -> list[Path]:
    """The files of the policies that hold in the projects of a check; one that its project may not name is none."""
    found: list[Path] = []
    for each in check.configs:
        if each.path is not None:
            keys, _ = parse_keys(each.path.name, each.text, Keys)
            with suppress(ValueError):
                file = policy_file(each.path.parent, keys.policy)
                found += [file] if file is not None else []
    return list(dict.fromkeys(found))


def governed(name: str, text: str, policy_text: str) -> tuple[Config, list[ConfigProblem]]:
    """The configuration of a project (file `name` with `text`) under a policy; problems stand at the project's lines."""
    keys, problems = parse_keys(name, text, Keys)
    policy, wrong = parse_keys("policy", policy_text, PolicyKeys)
    prefix = prefix_of(name)
    at_policy = line_of(text, (*prefix, "policy"))
    problems += [ConfigProblem(at_policy, f"The policy is wrong at its line {each.line + 1}: {each.message}") for each in wrong]
    rules = [code for code in all_rules() if matches(code, [each for each in policy.locked if each not in allowed_keys()])]
    least = {code: policy.config().severity_of(all_rules()[code]) for code in rules}
    problems += [
        ConfigProblem(line_of(text, (*prefix, *path)), f"The policy locks {what}, so this has no effect: remove it.")
        for path, what in _weakened(keys, policy, least)
    ]
    config = _merged(keys, policy, least).config()
    return replace(config, locked={code: severity for code, severity in least.items() if severity is not Severity.OFF}), problems


def _weakened(keys: Keys, policy: PolicyKeys, least: Mapping[str, Severity]) -> Iterator[Weakness]:
    """What of the project is against a lock: where it stands, and what is locked."""
    for name in keys.model_fields_set:
        written = Keys.model_fields[name].alias or name
        if written in policy.locked and getattr(keys, name) != getattr(policy, name):
            yield (written,), f"“{written}”"
    if keys.select and (left := [code for code in least if not matches(code, keys.select)]):
        yield ("select",), ", ".join(left)
    yield from _silenced(("ignore",), keys.ignore, least)
    yield from _milder(("severity",), keys.severity, least)
    for number, each in enumerate(keys.paths):
        yield from _silenced(("paths", str(number), "ignore"), each.ignore, least)
        yield from _milder(("paths", str(number), "severity"), each.severity, least)
    for number, waiver in enumerate(keys.exceptions):
        yield from _silenced(("exceptions", str(number), "rules"), waiver.rules, least)
    for code, words in keys.words.items():
        if code in least and words.allow:
            yield ("words", code, "allow"), code
    for code in keys.options:
        if code in least:
            yield ("options", code), code


def _silenced(path: tuple[str, ...], codes: tuple[str, ...], least: Mapping[str, Severity]) -> Iterator[Weakness]:
    if caught := [code for code in least if matches(code, codes)]:
        yield path, ", ".join(caught)


def _milder(path: tuple[str, ...], severity: Mapping[str, str], least: Mapping[str, Severity]) -> Iterator[Weakness]:
    for prefix, word in severity.items():
        for code in least:
            if code.startswith(prefix) and Severity[word.upper()] > least[code]:
                yield (*path, prefix), f"{code} at {least[code].word}"


def _merged(keys: Keys, policy: PolicyKeys, least: Mapping[str, Severity]) -> Keys:
    """The project's keys over the policy's, without what is locked. What `severity_of` holds by itself may stay."""
    values: dict[str, Any] = {}
    for name in Keys.model_fields:
        written = Keys.model_fields[name].alias or name
        mine, theirs = getattr(keys, name), getattr(policy, name)
        if written in policy.locked or name not in keys.model_fields_set:
            values[name] = theirs
        elif name in _MERGED:
            values[name] = {**theirs, **mine}
        elif name in _ADDED:
            values[name] = (*theirs, *mine)
        else:
            values[name] = mine
    values["exceptions"] = tuple(
        each for each in values["exceptions"] if each in policy.exceptions or not any(matches(code, each.rules) for code in least)
    )
    for code in least:
        if code in values["options"]:
            values["options"] = {**values["options"], code: policy.options.get(code, {})}
        if code in values["words"]:
            ours = policy.words.get(code)
            words = values["words"][code]
            kept = words.model_copy(update={"allow": ours.allow if ours else ()})
            values["words"] = {**values["words"], code: kept}
    return keys.model_copy(update=values)
