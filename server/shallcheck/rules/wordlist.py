"""Word lists of the rules: TOML beside the rule, so that a word can be taught without touching code.

    names = true                     # a capitalised word inside a sentence is part of a name, and silent
    [[group]]                        # words that hurt in the same way
    name = "fitness"
    why = "what one reader finds enough another does not"
    fix = "<measure>"                # what the rule's fix puts in place of the word, if anything
    words = ["adequate(?:ly)?", "fit for purpose"]
    parts = ["ADJ", "ADV"]           # only as these parts of speech (needs the parse); any, where it is left out
    [[exception]]                    # a word that overlaps such a phrase is silent
    phrases = ["normal mode"]
    why = "the name of a mode"
    [[exact]]                        # words of these groups are silent where such a phrase stands anywhere in the statement
    groups = ["fitness"]
    phrases = ["± ?\\d"]
    why = "says how much is enough"

    qualities = ["accuracy"]         # a plain list, for what a rule asks of a word (`word_set`)

Words and phrases are regular expressions that match whole words in any case; a space matches any white space.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple

from shallcheck.language.analysis import Analysis
from shallcheck.language.sentences import sentences
from shallcheck.model.choices import NO_WORDS, Words
from shallcheck.model.modals import MODALS
from shallcheck.model.place import Span
from shallcheck.rules.hints import Hint
from shallcheck.rules.registry import Rule

_NOTHING = re.compile(r"(?!)")
_MODAL = re.compile(rf"\b(?:{MODALS})\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?:when|whenever|while|whilst|if|where|once|upon|on|after|during|unless|until|as soon as|as long as|in case|"
    r"in the event|given)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\s{1,9}[A-Z][a-z]")
_CONDITION_END = re.compile(r",|\bthen\b", re.IGNORECASE)


_CHOSEN = "the word list of this project names it"
_LISTS = 64
"""How many projects' changes of word lists are kept compiled."""


class Group(NamedTuple):
    """Words that hurt in the same way. `why` completes the sentence “…, because …”; `fix` may be empty."""

    name: str
    why: str
    fix: str
    parts: frozenset[str]


class Hit(NamedTuple):
    """A word of the list where it stands in the statement."""

    span: Span
    text: str
    group: Group


@dataclass(frozen=True)
class WordList:
    """A loaded word list."""

    hint: Hint
    """Of every word of every group: most statements hold none."""
    groups: tuple[tuple[re.Pattern[str], Group], ...]
    exceptions: re.Pattern[str]
    exact: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    names: bool
    rule: str = ""
    """The name of the rule that the list belongs to: a project adds and allows words by it."""
    own: re.Pattern[str] = _NOTHING
    """The words that a project has added."""

    def hits(self, statement: Analysis) -> Iterator[Hit]:
        """Each word of the list outside opaque text, notes, names and the excepted phrases, in text order."""
        chosen = statement.choices.words_of(self.rule)
        if chosen != NO_WORDS:
            yield from _changed(self, chosen).hits(statement)
            return
        if not (self.hint.sees(statement.encoded) or self.own.search(statement.masked)):
            return
        found = [
            Hit(Span(*match.span()), match[0], group)
            for pattern, group in self.groups
            for match in pattern.finditer(statement.masked)
            if not group.parts or _part_of_speech(statement, match.end()) in group.parts
        ]
        exact = {name for names, pattern in self.exact if pattern.search(statement.masked) for name in names}
        silent = sorted(self.silent(statement))
        starts, reach = [span.start for span in silent], list(accumulate((span.end for span in silent), max))
        taken = Span(-1, -1)
        for hit in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
            before = bisect_left(starts, hit.span.end)
            excepted = before > 0 and reach[before - 1] > hit.span.start
            if hit.group.name in exact or hit.span.overlaps(taken) or excepted:
                continue
            if self.names and is_name(statement.masked, hit.span):
                continue
            taken = hit.span
            yield hit

    def silent(self, statement: Analysis) -> list[Span]:
        """The excepted phrases and the notes of a statement."""
        return [*(Span(*match.span()) for match in self.exceptions.finditer(statement.masked)), *statement.notes]


@cache
def load(package: str, name: str) -> WordList:
    """The word list `name` in `package`. Raises KeyError or re.error on a list that is wrong: a fault of ours, not the user's."""
    data = tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
    groups = tuple((_whole_words(group["words"]), _group(group)) for group in data["group"])
    words = [word for group in data["group"] for word in group["words"]]
    exceptions = [phrase for exception in data.get("exception", []) for phrase in exception["phrases"]]
    exact = tuple((frozenset(each["groups"]), _whole_words(each["phrases"])) for each in data.get("exact", []))
    rule = name.removesuffix(".toml").replace("_", "-")
    return WordList(Hint(words), groups, _whole_words(exceptions), exact, data.get("names", False), rule)


def has_list(rule: Rule) -> bool:
    """Whether a rule finds words of a list, so that a project can add and allow some."""
    name = rule.slug.replace("-", "_")
    list_file = files("shallcheck.rules").joinpath(rule.check.__module__.split(".")[-2], f"{name}.toml")
    return list_file.is_file() and "group" in tomllib.loads(list_file.read_text("utf-8"))


@lru_cache(maxsize=_LISTS)
def _changed(words: WordList, chosen: Words) -> WordList:
    """The list with a project's words, which are plain text whatever they look like."""
    first = words.groups[0][1]
    added = Group(first.name, _CHOSEN, first.fix, frozenset())
    own = _whole_words([re.escape(word).replace(r"\ ", " ") for word in chosen.add])
    allowed = _whole_words([re.escape(word).replace(r"\ ", " ") for word in chosen.allow])
    return replace(
        words,
        groups=((own, added), *words.groups),
        exceptions=_either(allowed, words.exceptions),
        rule="",
        own=own,
    )


def _either(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern in patterns), re.IGNORECASE)


@cache
def word_set(package: str, name: str, key: str) -> frozenset[str]:
    """A plain list of words beside the groups of a word list: `key = ["…", "…"]`. Raises KeyError where it is not there."""
    return frozenset(tomllib.loads(files(package).joinpath(name).read_text("utf-8"))[key])


def is_name(text: str, span: Span) -> bool:
    """Whether a capitalised word is part of a name: inside a sentence, or in front of another capitalised word."""
    word = text[span.start : span.end]
    if not word[0].isupper() or word.isupper():
        return False
    before = text[max(0, span.start - 100) : span.start].rstrip()
    if before and (before[-1].isalnum() or before[-1] in ",)\ufffc"):
        return True
    return _CAPITAL.match(text, span.end) is not None


def leading_condition(masked: str, at: int) -> Span | None:
    """The condition in front of the response, in the sentence around `at`: from its keyword to the comma or THEN. Text alone
    decides, so a rule that needs no parse can use it; None where the sentence begins otherwise."""
    spans = sentences(masked)
    index = bisect_right(spans, at, key=lambda span: span.start) - 1
    return _leading_condition(masked, spans[index]) if index >= 0 and at < spans[index].end else None


@lru_cache(maxsize=64)
def _leading_condition(masked: str, sentence: Span) -> Span | None:
    if not _CONDITION.match(masked, sentence.start):
        return None
    modal = _MODAL.search(masked, sentence.start, sentence.end)
    limit = modal.start() if modal else sentence.end
    ends = [match.start() for match in _CONDITION_END.finditer(masked, sentence.start, limit)]
    return Span(sentence.start, ends[-1] if ends else limit)


def in_condition(masked: str, span: Span) -> bool:
    """Whether a place lies in the condition in front of the response."""
    condition = leading_condition(masked, span.start)
    return condition is not None and condition.start <= span.start < condition.end


def _group(table: dict[str, Any]) -> Group:
    return Group(table["name"], table.get("why", ""), table.get("fix", ""), frozenset(table.get("parts", ())))


def _part_of_speech(statement: Analysis, end: int) -> str:
    index = statement.parse.at(end - 1)
    return statement.tokens[index].pos if index is not None else ""


def _whole_words(phrases: list[str]) -> re.Pattern[str]:
    if not phrases:
        return _NOTHING
    body = "|".join(_spaced(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{body})(?!\w|-\w)", re.IGNORECASE)


def _spaced(phrase: str) -> str:
    return phrase.replace(" ?", r"\s{0,9}").replace(" ", r"\s{1,9}")
