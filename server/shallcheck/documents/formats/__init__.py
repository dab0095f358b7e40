"""The formats: one a module, each with a constant of type Format. To add one, add a module."""

from __future__ import annotations

import pkgutil
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from typing import NamedTuple

from shallcheck.documents.format import Format


@cache
def all_formats() -> dict[str, Format]:
    """The formats by name, in the order in which they are asked."""
    modules = (import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__))
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Format)]
    return {each.name: each for each in sorted(found, key=lambda one: (one.rank, one.name))}


class Names(NamedTuple):
    """What can be told of all formats by names alone, each once."""

    endings: tuple[str, ...]
    """How the names of documents end that may hold something for us, with the dot."""
    code_endings: frozenset[str]
    """How the names of source code end, with the dot."""
    companions: tuple[str, ...]
    """The names (fnmatch) of the files that declare something for documents."""
    read_only: tuple[str, ...]
    """The formats whose documents are never written to."""


_remembered: list[Names] = []


def remember(names: Names) -> None:
    """Take from an earlier run what can be told by names, so that no format must be imported for it; once they are, they tell."""
    _remembered[:] = [names]


@cache
def told() -> Names:
    """The names, as the formats tell them."""
    formats = all_formats().values()
    documents = {f".{ending}" for each in formats for ending in each.endings if not each.scanned}
    code = {f".{ending}" for each in formats for ending in each.endings if each.scanned} - documents
    companions = {name for each in formats for name in each.companions}
    read_only = {each.name for each in formats if each.writing is None and not each.scanned}
    return Names(tuple(sorted(documents)), frozenset(code), tuple(sorted(companions)), tuple(sorted(read_only)))


def names() -> Names:
    """The names, imported or remembered."""
    return _remembered[0] if _remembered and not all_formats.cache_info().currsize else told()


def endings() -> tuple[str, ...]:
    """How the names of documents end that may hold something for us, with the dot, each once."""
    return names().endings


def is_code(path: str) -> bool:
    """Whether a file is source code by its name: it is scanned for markers, and not judged."""
    dot = path.rfind(".")
    return dot >= 0 and path[dot:].lower() in names().code_endings


def is_companion(name: str) -> bool:
    """Whether a file of that name declares something for documents."""
    return any(fnmatchcase(name, pattern) for pattern in names().companions)


def format_of(name: str) -> Format | None:
    """The format of a name; None for a document that no reader read (a configuration, an unreadable file)."""
    return all_formats().get(name)
