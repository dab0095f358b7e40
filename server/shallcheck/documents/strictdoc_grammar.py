"""StrictDoc's grammars: which nodes a document may hold, which fields and relations each of them has, and what they are to us.

A grammar stands in the document (`[GRAMMAR]`), in a file that it imports (`*.sgra`), or nowhere: then StrictDoc's own holds. It
travels with the document's segments as one short line: `TEXT:MID,UID,STATEMENT!;REQUIREMENT:UID,STATEMENT|Parent,Parent=Refines`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from shallcheck.model.kinds import Kind

UNKNOWN = "?"
"""The grammar of a document that imports one which nobody has seen: no tag and no field is wrong."""
_DEFAULT = (
    "SECTION:MID,UID,LEVEL,PREFIX,TITLE!;TEXT:MID,UID,STATEMENT!;"
    "REQUIREMENT:MID,UID,LEVEL,STATUS,TAGS,TITLE,STATEMENT,RATIONALE,COMMENT|Parent,Child,File"
)
_IMPORT = re.compile(r"^IMPORT_FROM_FILE:[ \t]*(?P<name>[^\r\n]+)", re.MULTILINE)
_LINE = re.compile(
    r"^(?:- TAG:[ \t]*(?P<tag>[A-Z][A-Z0-9_]*)"
    r"|  - TITLE:[ \t]*(?P<field>[A-Za-z][A-Za-z0-9_-]*)"
    r"|    REQUIRED:[ \t]*(?P<required>True|False)"
    r"|  - TYPE:[ \t]*(?P<relation>Parent|Child|File)"
    r"|    ROLE:[ \t]*(?P<role>[^\r\n;|,]{1,200}))[ \t]*$",
    re.MULTILINE,
)

CONTENT = ("STATEMENT", "DESCRIPTION", "CONTENT")
"""The fields that hold what a node says, as StrictDoc has them."""
_SECTIONS = ("DOCUMENT", "DOCUMENT_FRAGMENT", "SECTION")
_KINDS = (
    (re.compile(r"TEXT|FREETEXT|GRAMMAR|DOCUMENT_FROM_FILE|.*(?:NOTE|FIGURE|TABLE|IMAGE|DEFINITION|TERM|RATIONALE)"), Kind.NOTE),
    (re.compile(r"(?:.*_)?(?:TEST|TESTS|TC|VERIFICATION|VALIDATION)(?:_.*)?"), Kind.TEST),
    (re.compile(r"(?:.*_)?(?:DESIGN|ARCHITECTURE|COMPONENT|INTERFACE|MODULE|UNIT)"), Kind.ARCHITECTURE),
    (re.compile(r"(?:.*_)?NEEDS?(?:_.*)?|STAKEHOLDER_.*|GOAL"), Kind.NEED),
    (re.compile(r"(?:.*_)?(?:USER_)?STORY"), Kind.USER_STORY),
    (re.compile(r"(?:.*_)?CONSTRAINT"), Kind.CONSTRAINT),
    (re.compile(r"(?:.*_)?(?:REQUIREMENT|REQ|HLR|LLR|SPEC|SPECIFICATION)"), Kind.REQUIREMENT),
)
"""What a node is, by its tag; of any other tag, a requirement where it obliges."""
_ROLES = (
    (re.compile(r"refine", re.IGNORECASE), "refines"),
    (re.compile(r"verif|test", re.IGNORECASE), "verifies"),
    (re.compile(r"validat", re.IGNORECASE), "validates"),
    (re.compile(r"implement|satisf|fulfil", re.IGNORECASE), "satisfies"),
    (re.compile(r"allocat", re.IGNORECASE), "allocated-to"),
)


class Around(NamedTuple):
    """What the segments of a document need from before: the tags of the nodes that are open, the grammar, the markup of texts."""

    tags: tuple[str, ...] = ()
    grammar: str = ""
    markup: str = ""
    """As `MARKUP:` of the document names it; empty: reStructuredText."""
    glossary: int = 0
    """One more than the nodes that are open around the terms of a glossary; 0: none is open."""

    def context(self) -> str:
        """As a segment's context carries it."""
        glossary = str(self.glossary) if self.glossary else ""
        return "\n".join(("/".join(self.tags), self.grammar, self.markup, glossary)).rstrip("\n")


def around_of(context: str) -> Around:
    """The inverse of `Around.context`."""
    tags, _, rest = context.partition("\n")
    grammar, _, rest = rest.partition("\n")
    markup, _, glossary = rest.partition("\n")
    return Around(tuple(tags.split("/")) if tags else (), grammar, markup, int(glossary or 0))


@dataclass(frozen=True, slots=True)
class Element:
    """What a grammar says of the nodes with one tag."""

    fields: tuple[str, ...]
    """In the order in which they must stand."""
    required: frozenset[str]
    relations: tuple[str, ...]
    """`Parent`, or with its role `Parent=Refines`."""


def compact(text: str) -> str:
    """The elements that a grammar's text declares, as one line."""
    out: list[tuple[str, list[str], list[str]]] = []
    for match in _LINE.finditer(text):
        if match["tag"]:
            out.append((match["tag"], [], []))
        elif not out:
            continue
        elif match["field"]:
            out[-1][1].append(match["field"])
        elif match["required"] == "True" and out[-1][1]:
            out[-1][1][-1] = out[-1][1][-1].rstrip("!") + "!"
        elif match["relation"]:
            out[-1][2].append(match["relation"])
        elif match["role"] and out[-1][2]:
            out[-1][2][-1] += f"={match['role'].strip()}"
    return ";".join(f"{tag}:{','.join(fields)}" + (f"|{','.join(kinds)}" if kinds else "") for tag, fields, kinds in out)


def declare(companions: Mapping[str, str]) -> str:
    """The grammars of the files beside a document, by the names that a document imports them by."""
    return json.dumps({name.replace("\\", "/").rsplit("/", 1)[-1]: compact(text) for name, text in companions.items()})


def grammar_of(text: str, declared: str) -> str:
    """What a `[GRAMMAR]` block declares, itself or by the file that it imports."""
    imported = _IMPORT.search(text)
    if not imported:
        return compact(text) or UNKNOWN
    try:
        known = json.loads(declared or "{}")
    except ValueError:
        return UNKNOWN
    found = known.get(imported["name"].strip().rsplit("/", 1)[-1]) if isinstance(known, dict) else None
    return found if isinstance(found, str) and found else UNKNOWN


@lru_cache(maxsize=64)
def elements(grammar: str) -> dict[str, Element] | None:
    """The elements of a grammar by tag; None where it is not known. Empty: StrictDoc's own."""
    if grammar == UNKNOWN:
        return None
    out = {}
    for entry in (grammar or _DEFAULT).split(";"):
        tag, _, rest = entry.partition(":")
        fields, _, relations = rest.partition("|")
        names = fields.split(",") if fields else []
        required = frozenset(name[:-1] for name in names if name.endswith("!"))
        out[tag] = Element(tuple(name.rstrip("!") for name in names), required, tuple(relations.split(",")) if relations else ())
    return out


def kind_of(tag: str) -> Kind | None:
    """What a node is by its tag; None: its text tells."""
    if tag in _SECTIONS:
        return Kind.HEADING
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(tag)), None)


def link_type(relation: str, role: str, kind: Kind) -> str:
    """The model's type of a relation (Parent or Child) of a node: its role tells, else what the node is."""
    if relation == "Child":
        return "parent-of"
    told = next((name for pattern, name in _ROLES if pattern.search(role)), "")
    return told or ("verifies" if kind is Kind.TEST else "derived-from")
