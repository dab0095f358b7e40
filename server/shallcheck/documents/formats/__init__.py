"""The formats: one a module, each with a constant of type Format. To add one, add a module."""

from __future__ import annotations

import pkgutil
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module

from shallcheck.documents.format import Format


@cache
def all_formats() -> dict[str, Format]:
    """The formats by name, in the order in which they are asked."""
    modules = (import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__))
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Format)]
    return {each.name: each for each in sorted(found, key=lambda one: (one.rank, one.name))}


@cache
def endings() -> tuple[str, ...]:
    """How the names of documents end that may hold something for us, with the dot, each once."""
    return tuple(sorted({f".{ending}" for each in all_formats().values() for ending in each.endings if not each.scanned}))


@cache
def code_endings() -> frozenset[str]:
    """How the names of source code end, with the dot."""
    return frozenset(f".{ending}" for each in all_formats().values() for ending in each.endings if each.scanned).difference(
        endings()
    )


def is_code(path: str) -> bool:
    """Whether a file is source code by its name: it is scanned for markers, and not judged."""
    dot = path.rfind(".")
    return dot >= 0 and path[dot:].lower() in code_endings()


@cache
def companions() -> frozenset[str]:
    """The names (fnmatch) of the files that declare something for documents."""
    return frozenset(name for each in all_formats().values() for name in each.companions)


def is_companion(name: str) -> bool:
    """Whether a file of that name declares something for documents."""
    return any(fnmatchcase(name, pattern) for pattern in companions())


def format_of(name: str) -> Format | None:
    """The format of a name; None for a document that no reader read (a configuration, an unreadable file)."""
    return all_formats().get(name)
