"""AMB005: a passive that leaves open who acts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from shallcheck.language.analysis import Analysis, Token
from shallcheck.language.predicates import Predicate
from shallcheck.language.subjects import SubjectClass, members
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule


@rule(
    "AMB005",
    "passive-without-actor",
    test=Test.UNAMBIGUOUS,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R2",),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def passive_without_actor(statement: Analysis) -> Iterator[Finding]:
    """A passive main clause that names no actor. Two teams can each believe that the other one builds it, and nobody knows which
    part to test.

    Fix: say who acts: “the <actor> shall encrypt …”.
    Silent: with a by-agent, on what something is rather than undergoes ("shall be located in"), in conditions, on permissions.
    Poor: Each order record {shall be encrypted} with AES-256 before the backup.
    Poor: When the tank is full, the inlet valve {shall be closed} within 2 s.
    Poor (must): Each refund {MUST be recorded} in the journal.
    Good: The order service shall encrypt each order record with AES-256 before the backup.
    Good: When the tank is full, the level controller shall close the inlet valve within 2 s.
    Good: Each refund shall be approved by the branch manager.
    """
    for predicate in statement.obligations:
        span = _passive_group(statement, predicate)
        if span is None:
            continue
        group = span.of(statement.text)
        yield Finding(
            "AMB005",
            span,
            f"“{group}” does not say who acts, so nobody knows which part must do it: name the actor.",
            fixes=_fixes(statement, predicate),
        )


@cache
def _words(name: str) -> frozenset[str]:
    folder = files("shallcheck.rules.unambiguous")
    data = tomllib.loads(folder.joinpath("passive_without_actor.toml").read_text("utf-8"))
    return frozenset(data[name])


def _passive_group(statement: Analysis, predicate: Predicate) -> Span | None:
    """The verb group of a passive whose actor is open, or None."""
    modal = predicate.modal
    if modal is not None and modal.word in {"may", "can"}:
        return None
    if not predicate.passive:
        return _hyphenated(statement, predicate)
    verb = statement.tokens[predicate.verb]
    if verb.lower in _words("stative") or _is_session(statement, predicate) or _has_actor(statement, predicate):
        return None
    return predicate.group


def _is_session(statement: Analysis, predicate: Predicate) -> bool:
    """“be logged in”, “be signed in”: a state of the user, unless an adverb makes it an act."""
    following = statement.tokens[predicate.verb + 1 : predicate.verb + 3]
    words = {token.lower for token in following}
    return statement.tokens[predicate.verb].lower in {"logged", "signed"} and bool(words & {"in", "into", "on", "onto"})


def _has_actor(statement: Analysis, predicate: Predicate) -> bool:
    """Whether one of the clause's by-phrases names somebody or something that acts."""
    parse = statement.parse
    for verb in predicate.actions:
        for by in parse.below(verb):
            if parse.tokens[by].lower != "by" or parse.tokens[by].head not in {verb, *_objects(statement, verb)}:
                continue
            noun = parse.child(by, "pobj")
            if noun is not None and _acts(statement, noun):
                return True
    return False


def _objects(statement: Analysis, verb: int) -> list[int]:
    """What a by-phrase may hang on instead of the verb: the parser attaches it to the nearest noun."""
    return [child.i for child in statement.children[verb] if child.dep in {"prep", "dobj", "oprd"}]


def _acts(statement: Analysis, noun: Token) -> bool:
    """Whether a by-phrase's noun names who acts, not a way, a measure or a moment; of “one of the …” the second noun counts."""
    if noun.pos == "NUM" and (of := statement.parse.child(noun.i, "prep")) is not None:
        noun = statement.parse.child(of.i, "pobj") or noun
    if noun.lemma.lower() in _words("not_actors") or noun.pos == "NUM" or re.match(r"\d", noun.text):
        return False
    return not any(re.match(r"\d", child.text) for child in statement.children[noun.i])


def _hyphenated(statement: Analysis, predicate: Predicate) -> Span | None:
    """“shall be pre-filled”: three tokens to the parser, an adjective by its tag, an action by its prefix."""
    tokens, i = statement.tokens, predicate.verb
    if tokens[i].lemma.lower() != "be":
        return None
    words = [token.lower for token in tokens[i + 1 : i + 4]]
    if len(words) < 3 or words[0] not in _words("action_prefixes") or words[1] != "-" or not words[2].endswith("ed"):
        return None
    return Span(predicate.group.start, tokens[i + 3].end)


def _fixes(statement: Analysis, predicate: Predicate) -> tuple[Fix, ...]:
    """Name the actor behind the participle; it keeps every other word where it is."""
    if not predicate.passive or len(predicate.actions) > 1:
        return ()
    end = predicate.group.end
    active = (fix for actor in _known_actors(statement, predicate) if (fix := _active(statement, predicate, actor)) is not None)
    return (*active, Fix("Name the actor", (Edit(end, end, " by <actor>"),)))


def _known_actors(statement: Analysis, predicate: Predicate) -> Iterator[str]:
    """Who acts in the other main clauses of the statement: systems and parts of them."""
    seen = set()
    for other in statement.obligations:
        found = members(statement.parse, other)
        if other is predicate or other.passive or len(found) != 1 or statement.tokens[found[0].head].pos == "PRON":
            continue
        if found[0].kind in {SubjectClass.SYSTEM, SubjectClass.COMPONENT}:
            words = found[0].span.of(statement.text)
            words = words[:1].lower() + words[1:] if words.split(" ", 1)[0].lower() in {"the", "a", "an", "each"} else words
            if words not in seen:
                yield words
            seen.add(words)


def _active(statement: Analysis, predicate: Predicate, actor: str) -> Fix | None:
    """“The gate shall store each record” for “each record shall be stored”."""
    be, subject = statement.parse.child(predicate.verb, "auxpass"), predicate.subject
    if be is None or subject is None or be.i + 1 != predicate.verb or statement.text[subject.end : predicate.group.start].strip():
        return None
    text, verb = statement.text, statement.tokens[predicate.verb]
    begins = any(sentence.start == subject.start for sentence in statement.sentences)
    done = subject.of(text)
    if begins and statement.parse.between(*subject)[0].tag in {"DT", "NN", "NNS", "JJ", "CD", "PDT"}:
        done = done[:1].lower() + done[1:]
    named = actor[:1].upper() + actor[1:] if begins else actor
    edits = (Edit(subject.start, subject.end, named), Edit(be.start, verb.end, f"{verb.lemma.lower()} {done}"))
    return Fix(f"Let {actor} act", edits)
