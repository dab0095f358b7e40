"""Which files count in a verdict, by their names: those that are judged, and those that say how."""

from __future__ import annotations

from shallcheck.documents.formats import endings, is_code, is_companion
from shallcheck.project.config import FILE as CONFIG
from shallcheck.project.config import PYPROJECT


def is_read(name: str) -> bool:
    """Whether a file is a document, or says how documents are read."""
    last = name.rpartition("/")[2]
    return name.lower().endswith(endings()) or last in (CONFIG, PYPROJECT, ".gitignore") or is_companion(last)


def is_judged(name: str) -> bool:
    """Whether a file is judged, or says how things are."""
    return is_read(name) or is_code(name) or says_how(name)


def says_how(name: str) -> bool:
    """Whether a file can say how things are judged or read, or what was accepted."""
    last = name.rpartition("/")[2].lower()
    records = last.startswith("shallcheck-") and last.endswith(".txt")
    hidden = any(part.startswith(".") for part in name.split("/"))
    asks = hidden and (last.endswith((".json", ".yml", ".yaml")) or ".husky/" in name)  # an agent's settings, a pipeline
    return records or asks or last.endswith(".toml") or is_companion(last) or last == ".gitignore"
