"""What a Sphinx project declares of its needs: types, link options, identifiers. From `conf.py`, which is never run, and from
`ubproject.toml`."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha1
from typing import Any

from shallcheck.model.kinds import Kind

FILES = ("conf.py", "ubproject.toml")
_KEYS = (
    "types",
    "extra_links",
    "links",
    "extra_options",
    "fields",
    "id_regex",
    "id_required",
    "id_length",
    "id_from_title",
    "external_needs",
)
DEFAULT_TYPES = {
    "req": ("Requirement", "R_"),
    "spec": ("Specification", "S_"),
    "impl": ("Implementation", "I_"),
    "test": ("Test Case", "T_"),
    "need": ("Need", "N_"),
}
"""By directive, the title and the prefix that sphinx-needs itself gives."""
LINK_OPTIONS = {
    "links": "traces",
    "parent_needs": "derived-from",
    "satisfies": "satisfies",
    "implements": "satisfies",
    "realizes": "satisfies",
    "fulfils": "satisfies",
    "fulfills": "satisfies",
    "covers": "satisfies",
    "complies": "satisfies",
    "refines": "refines",
    "derived_from": "derived-from",
    "derives_from": "derived-from",
    "verifies": "verifies",
    "tests": "verifies",
    "fully_verifies": "verifies",
    "partially_verifies": "verifies",
    "validates": "validates",
    "allocated_to": "allocated-to",
}
"""By option, the type of its links; a declared option that is none of these traces."""
_KINDS = (
    (Kind.TEST, re.compile(r"test|tc|testcase|testcases|verification|ver")),
    (Kind.DECISION, re.compile(r"decision|adr|dec")),
    (Kind.NEED, re.compile(r"need|needs|story|stories|stakeholder|stkh|userstory")),
    (Kind.REQUIREMENT, re.compile(r"req|reqs|requirement|requirements|spec|specification|srs|constraint")),
    (Kind.ARCHITECTURE, re.compile(r"arc|arch|architecture|comp|component|module|interface|design|element|dd")),
    (Kind.CODE, re.compile(r"impl|implementation|code|swu|unit")),
)
"""What a type is by the words of its directive, then of its title."""
_NOT = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class NeedsConfig:
    """What holds for the needs of a document."""

    types: Mapping[str, tuple[str, str]] = field(default_factory=lambda: DEFAULT_TYPES)
    """By directive, the title and the prefix of a type."""
    links: frozenset[str] = frozenset()
    """The options that are declared to hold links."""
    options: frozenset[str] = frozenset()
    """The other options that are declared."""
    id_regex: str = ""
    id_required: bool = False
    id_length: int = 5
    id_from_title: bool = False
    foreign: bool = False
    """Links may name needs of other projects."""
    foreign_prefixes: tuple[str, ...] = ()
    """What the identifiers of such needs begin with, where that is said."""

    def kind(self, directive: str) -> Kind | None:
        """What a need is; None: its type does not tell."""
        title, _ = self.types.get(directive, ("", ""))
        for name in (directive, title):
            words = [word for word in _NOT.split(name.lower()) if word]
            for kind, pattern in _KINDS:
                if any(pattern.fullmatch(word) for word in words):
                    return kind
        return None

    def link_type(self, option: str) -> str:
        """The type of the links in an option; empty: it holds none."""
        return LINK_OPTIONS.get(option, "traces" if option in self.links else "")

    def made_id(self, directive: str, title: str) -> str:
        """The identifier that Sphinx makes for a need without one; empty: it refuses the need."""
        if self.id_required or not title:
            return ""
        _, prefix = self.types.get(directive, ("", ""))
        digest = sha1(title.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper()
        if self.id_from_title:
            digest = f"{title.upper().replace(' ', '_')}_{digest}"
        return prefix + digest[: self.id_length]


@lru_cache(maxsize=16)
def needs_config(declared: str) -> NeedsConfig:
    """The inverse of `declare`; empty: what holds by default."""
    if not declared:
        return NeedsConfig()
    said = json.loads(declared)
    return NeedsConfig(
        types={name: (title, prefix) for name, title, prefix in said["types"]} or DEFAULT_TYPES,
        links=frozenset(said["links"]),
        options=frozenset(said["options"]),
        id_regex=said["id_regex"],
        id_required=said["id_required"],
        id_length=said["id_length"],
        id_from_title=said["id_from_title"],
        foreign=said["foreign"],
        foreign_prefixes=tuple(said["foreign_prefixes"]),
    )


def declare(texts: Mapping[str, str]) -> str:
    """What companions declare, as JSON; empty where they say nothing of needs. Never raises."""
    said: dict[str, Any] = dict(_of_python(texts.get("conf.py", "")))
    said |= _of_toml(texts.get("ubproject.toml", ""))
    if not said:
        return ""
    external = said.get("external_needs")
    prefixes = {str(each.get("id_prefix", "")) for each in _tables(external)} - {""}
    made = {
        "types": [
            (str(each["directive"]), str(each.get("title", "")), str(each.get("prefix", "")))
            for each in _tables(said.get("types"))
            if "directive" in each
        ],
        "links": sorted({*_named(said.get("extra_links"), "option"), *_named(said.get("links"), "option")}),
        "options": sorted({*_named(said.get("extra_options"), "name"), *_named(said.get("fields"), "name")}),
        "id_regex": _as(str, said.get("id_regex"), ""),
        "id_required": _as(bool, said.get("id_required"), False),
        "id_length": _as(int, said.get("id_length"), 5),
        "id_from_title": _as(bool, said.get("id_from_title"), False),
        "foreign": bool(external),
        "foreign_prefixes": sorted(prefixes),
    }
    return json.dumps(made, sort_keys=True)


def _as(kind: type, value: object, default: Any) -> Any:
    return value if isinstance(value, kind) else default


def _tables(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list | tuple) else []


def _named(value: object, key: str) -> Iterator[str]:
    """The names in a table of options, or in a list of names or of tables that hold them under a key."""
    for each in value if isinstance(value, dict | list | tuple) else ():
        name = each.get(key) if isinstance(each, dict) else each
        if isinstance(name, str):
            yield name.lower()


def _of_python(text: str) -> Iterator[tuple[str, Any]]:
    """The literals that are assigned at the top of a module; an element of a list that is none is left out."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        names = [
            each.id.removeprefix("needs_") for each in targets if isinstance(each, ast.Name) and each.id.startswith("needs_")
        ]
        value = getattr(node, "value", None)
        for name in names:
            if name in _KEYS and value is not None:
                yield name, _literal(value, name)


def _literal(node: ast.expr, name: str) -> Any:
    if isinstance(node, ast.List | ast.Tuple):
        return [value for each in node.elts if (value := _literal(each, name)) is not None]
    with suppress(ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return ast.literal_eval(node)
    return [{}] if name == "external_needs" else None


def _of_toml(text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text).get("needs", {})
    except (ValueError, RecursionError):
        return {}
    return {name: table[name] for name in _KEYS if name in table} if isinstance(table, dict) else {}
