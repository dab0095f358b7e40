"""The words that negate, and the verb that each belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from shallcheck.language.tokens import Parse, is_verb
from shallcheck.model.place import Span

_WORDS = frozenset({"not", "n't", "never", "no", "none", "neither", "nor", "without", "cannot", "nothing", "nobody"})


@dataclass(frozen=True, slots=True)
class Negation:
    """A negating word. `verb` is the token index of the verb of its clause, None outside any clause."""

    span: Span
    word: str
    verb: int | None


def negations(parse: Parse) -> tuple[Negation, ...]:
    """Every negating word in text order."""
    found = []
    for token in parse.tokens:
        if token.lower in _WORDS:
            verb = next((above.i for above in parse.above(token.i) if is_verb(above)), None)
            found.append(Negation(token.span, token.lower, verb))
    return tuple(found)
