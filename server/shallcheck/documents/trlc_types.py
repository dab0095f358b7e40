"""The types that TRLC's `.rsl` files declare: what the records of a type must and may say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from shallcheck.documents.trlc_syntax import Token, tokens

STRINGS = ("String", "Markup_String")
_BUILT_IN = (*STRINGS, "Boolean", "Integer", "Decimal")


@dataclass(slots=True)
class Component:
    """A field that records of a type have: the name of its type, and whether it may be left out or holds a list."""

    type: str
    optional: bool = False
    many: bool = False


@dataclass(slots=True)
class Type:
    """A record type: what it extends, its own components, and those that it gives a value for all records."""

    extends: str = ""
    components: dict[str, Component] = field(default_factory=dict)
    frozen: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Types:
    """All that is declared, by package.Name."""

    records: dict[str, Type] = field(default_factory=dict)
    enums: list[str] = field(default_factory=list)

    def find(self, name: str, package: str) -> str:
        """The full name of a record type that is written in a package; empty: it is not declared."""
        return next((each for each in (f"{package}.{name}", name) if each in self.records), "")

    def line(self, full: str) -> Iterator[tuple[str, Type]]:
        """A type and those that it extends, itself first."""
        seen: set[str] = set()
        while full in self.records and full not in seen:
            seen.add(full)
            yield full, self.records[full]
            full = self.find(self.records[full].extends, full.rpartition(".")[0])

    def components(self, full: str) -> dict[str, Component] | None:
        """Every component of a type, their types by full name; None where not all of its line is declared."""
        out: dict[str, Component] = {}
        frozen: set[str] = set()
        for name, one in self.line(full):
            package = name.rpartition(".")[0]
            if one.extends and not self.find(one.extends, package):
                return None
            frozen.update(one.frozen)
            for each, part in one.components.items():
                own = part.type if part.type in _BUILT_IN or "." in part.type else f"{package}.{part.type}"
                out.setdefault(each, Component(own, part.optional, part.many))
        return {name: Component(one.type, one.optional or name in frozen, one.many) for name, one in out.items()}


def declare(texts: Mapping[str, str]) -> str:
    """What `.rsl` files declare, as one string for `types_of`."""
    known = Types()
    for text in texts.values():
        _Declarations(text, known).read()
    records = {
        name: [one.extends, {each: [part.type, part.optional, part.many] for each, part in one.components.items()}, one.frozen]
        for name, one in known.records.items()
    }
    return json.dumps([records, known.enums]) if records or known.enums else ""


@lru_cache(maxsize=16)
def types_of(declared: str) -> Types:
    """The inverse of `declare`; nothing for a string of another making."""
    try:
        records, enums = json.loads(declared) if declared else ({}, [])
    except ValueError:
        return Types()
    made: dict[str, Any] = {
        name: Type(extends, {each: Component(*part) for each, part in components.items()}, frozen)
        for name, (extends, components, frozen) in records.items()
    }
    return Types(made, enums)


class _Declarations:
    """The declarations of one file; what is none is passed over."""

    def __init__(self, text: str, known: Types) -> None:
        self.tokens = [token for token in tokens(text) if token.kind != "comment"]
        self.at = 0
        self.known = known
        self.package = ""

    def read(self) -> None:
        while (token := self._next()) is not None:
            if token.text == "package":
                self.package = self._qualified()
            elif token.text == "type":
                self._type()
            elif token.text == "enum" and (name := self._next()):
                self.known.enums.append(f"{self.package}.{name.text}")
                self._body()
            elif token.text in ("tuple", "checks"):
                self._body()

    def _next(self) -> Token | None:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else None

    def _peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _qualified(self) -> str:
        out = ""
        while self.at < len(self.tokens) and (self.tokens[self.at].kind == "word" or self._peek() == "."):
            if out and not out.endswith(".") and self._peek() != ".":
                break
            out += self._peek()
            self.at += 1
        return out

    def _described(self) -> None:
        if self.at < len(self.tokens) and self.tokens[self.at].kind in ("string", "triple"):
            self.at += 1

    def _body(self) -> list[Token]:
        """The tokens of the next pair of braces."""
        depth, out = 0, []
        while (token := self._next()) is not None:
            depth += (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
            if token.text == "}" and depth <= 0:
                break
            out.append(token)
        return out[1:]

    def _type(self) -> None:
        name = self._next()
        self._described()
        made = Type()
        if self._peek() == "extends":
            self.at += 1
            made.extends = self._qualified()
        if name is None or self._peek() != "{":
            return
        self.known.records[f"{self.package}.{name.text}"] = made
        body, outer, at = self._body(), self.tokens, self.at
        self.tokens, self.at = body, 0
        while self.at < len(body):
            self._component(made)
        self.tokens, self.at = outer, at

    def _component(self, made: Type) -> None:
        name = self._next()
        if name is None or name.kind != "word":
            return
        if name.text == "freeze":
            frozen = self._next()
            made.frozen += [frozen.text] if frozen else []
            self.at += 2
            return
        self._described()
        optional = self._peek() == "optional"
        self.at += optional
        kind = self._qualified()
        many = self._peek() == "["
        while many and (token := self._next()) is not None and token.text != "]":
            continue
        if kind:
            made.components[name.text] = Component(kind, optional, many)
