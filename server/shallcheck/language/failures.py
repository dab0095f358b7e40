"""What can go wrong when a statement is carried out, and what another says about it. Text alone decides."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from shallcheck.model.place import Span

_TRIGGERED = re.compile(r"\s*(?:when|whenever|once|upon|after|as soon as)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\s*(?:if|in case|in the event)\b|[,;]\s+(?:unless|if|or if|and if)\b", re.IGNORECASE)
_OBLIGED = re.compile(
    r"(?:^|,|\bthen\b)\s*(?P<actor>(?:the|THE|each|every|an?)\s+[^,.;:]{1,60}?)\s+(?P<modal>shall|SHALL|must|MUST)\s+"
)
_VERB = re.compile(r"[A-Za-z]+")
_OBJECT = re.compile(r"\s+(?P<object>[^,.;:()]{2,120})")
_BOUND = re.compile(
    r"\s+(?:within|in|every|for|and|using|via|on|at|as|by|when|if|before|after|with|until|while|so|that|which|without|no|not|from|to)\b"
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDINGS = ("ings", "ing", "ions", "ion", "ies", "ed", "es", "s", "e")
_STEM = 5
"""Letters by which words of one family are known: “deliver” and “delivery”."""


class Risk(NamedTuple):
    """An action that can fail although its actor does all that it can."""

    verb: Span
    actor: Span
    act: Span
    """The verb and what it acts on."""
    stems: frozenset[str]


def risk(masked: str) -> Risk | None:
    """The action of a triggered statement that can fail; None where there is none."""
    if _TRIGGERED.match(masked) is None:
        return None
    obliged = _OBLIGED.search(masked)
    verb = _VERB.match(masked, obliged.end()) if obliged else None
    if obliged is None or verb is None or verb[0].lower() not in _words("risky") or _failing().search(masked, 0, obliged.start()):
        return None
    rest = _OBJECT.match(masked, verb.end())
    if rest is None:
        return None
    bound = _BOUND.search(masked, verb.end() + 1, rest.end())
    end = bound.start() if bound else rest.end()
    words = masked[verb.end() : end].split()
    told = frozenset({_stem(verb[0].lower()), *stems(" ".join(words[-2:]))})
    return Risk(Span(*verb.span()), Span(*obliged.span("actor")), Span(verb.start(), end), told) if words else None


def met(masked: str) -> Iterator[str]:
    """The stems of what a statement is about that says what happens in the case of a failure."""
    supposed = _SUPPOSED.search(masked) or _TRIGGERED.match(masked)
    if supposed and _failing().search(masked):
        yield from stems(masked)


def stems(text: str) -> frozenset[str]:
    """The stems of the words that tell what a text is about."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _words("common"))


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _STEM - 1), "")
    return word.removesuffix(ending)[:_STEM]


@cache
def _failing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['failing'])})\b", re.IGNORECASE)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _data()[name] for word in line.split())


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(files("shallcheck.language").joinpath("failures.toml").read_text("utf-8"))
