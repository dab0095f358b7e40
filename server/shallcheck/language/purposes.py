"""Clauses that say what an obligation is good for, rather than what is to be done."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from shallcheck.language.tokens import Parse, is_verb
from shallcheck.model.place import Span


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose clause: its marker (“in order to”) and the whole clause."""

    marker: Span
    span: Span


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("shallcheck.language").joinpath("purposes.toml").read_text("utf-8"))


@cache
def _marker() -> re.Pattern[str]:
    phrases = sorted(_words()["markers"], key=len, reverse=True)
    alternatives = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(
        rf"(?<!\w)(?:{alternatives}|,\s+so(?=\s)|so(?=\s+(?:the|a|an|each|every|all|any|it|they)\s))(?!\w)", re.IGNORECASE
    )


def purposes(parse: Parse, masked: str, sentence: Span, start: int, verbs: frozenset[int]) -> tuple[Purpose, ...]:
    """The purpose clauses of one sentence. `start`: where its main verb begins (code points); before it only an opening
    clause counts. `verbs`: the main verbs; a “so that” under another verb belongs to what that verb describes.

    “so that” and “so” are read as the required effect itself where the clause only relates what the statement has made:
    its verb is one of being, equalling or standing, or it holds a number (“so that the sum equals the bonus”).
    """
    found = []
    for match in _marker().finditer(masked, sentence.start, sentence.end):
        opening = not re.search(r"\w{3}", masked[sentence.start : match.start()])
        if match.start() < start and not opening:
            continue
        marker = Span(match.start() + (2 if match[0].startswith(",") else 0), match.end())
        if _governed(parse, marker) or (
            match[0].lower().lstrip(", ").startswith("so") and _is_effect(parse, masked, match, verbs)
        ):
            continue
        found.append(Purpose(marker, Span(marker.start, _end(masked, sentence, match, opening))))
    return tuple(found)


def _governed(parse: Parse, marker: Span) -> bool:
    """“to allow”, “to ensure” as the complement of a verb, a noun or an adjective rather than a purpose: “is able to allow”."""
    tokens = parse.between(marker.start, marker.end)
    if not tokens or tokens[0].lower != "to":
        return False
    verb = tokens[1] if len(tokens) > 1 else tokens[0]
    before = parse.tokens[tokens[0].i - 1] if tokens[0].i else None
    governor = parse.tokens[verb.head]
    if before is None:
        return False
    complement = (
        verb.dep == "xcomp" and governor.i == before.i and governor.tag != "VBN" and governor.pos in {"VERB", "AUX", "ADJ"}
    )
    return complement or before.lemma.lower() in _words()["governors"]


def _is_effect(parse: Parse, masked: str, match: re.Match[str], verbs: frozenset[int]) -> bool:
    """Whether a “so that” clause states a result of the action that can itself be checked."""
    words = _words()
    clause = masked[match.end() :]
    if match[0].lower().strip(", ") == "so as to":
        return False
    verb = next(
        (token for token in parse.tokens if token.start >= match.end() and is_verb(token) and _heads_clause(parse, token.i)), None
    )
    if verb is None:
        return False
    if any(above.dep in {"ccomp", "relcl", "acl"} and above.i not in verbs for above in parse.above(verb.i)):
        return True
    modal = any(child.tag == "MD" and child.lower in {"can", "may", "could", "might"} for child in parse.children[verb.i])
    if modal:
        return False
    return verb.lemma.lower() in words["relating"] or bool(re.search(r"\d", clause))


def _heads_clause(parse: Parse, i: int) -> bool:
    return parse.tokens[i].dep not in {"aux", "auxpass", "acl", "relcl", "amod", "compound"}


def _end(masked: str, sentence: Span, match: re.Match[str], opening: bool) -> int:
    """The clause runs to the comma where it opens the sentence, else to the next clause border."""
    stop = re.compile(r"," if opening else r";|\s[—–]\s|,\s+(?:and|but)\s+(?:the|it)\b|[.!?]+\s*$")
    found = stop.search(masked, match.end(), sentence.end)
    return found.start() if found else sentence.end
