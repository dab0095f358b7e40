"""What a statement rule sees: the statement's text, its tokens, and what was understood of it.

Everything that needs the parse is reached through `tokens`; a rule that declares `needs_parse=False` looks only at
`text`, `masked` and `opaque`. All offsets are code points of `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shallcheck.language.capabilities import Capability, capabilities
from shallcheck.language.comparisons import Comparison, comparisons
from shallcheck.language.conditions import Condition, conditions, response
from shallcheck.language.modality import SUPPOSING, Modal, Role, modals
from shallcheck.language.negation import DoubleNegation, Negation, double_negations, negations
from shallcheck.language.predicates import Predicate, predicates
from shallcheck.language.pronouns import Pronoun, pronouns
from shallcheck.language.purposes import Purpose, purposes
from shallcheck.language.quantities import quantities
from shallcheck.language.sentences import asides, sentences
from shallcheck.language.tokens import Parse, Token
from shallcheck.model.choices import NO_CHOICES, Choices
from shallcheck.model.document import Opaque
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Span
from shallcheck.model.quantity import Quantity

__all__ = ["MASK", "Analysis", "Token"]

MASK = "\ufffc"
"""Stands for each code point of opaque text in `Analysis.masked`: no word, no space, matches no word pattern."""


@dataclass(frozen=True)
class Analysis:
    """One statement. `tokens` is empty where no parse was made (not English, too long, or a rule set without need of it)."""

    text: str
    kind: Kind = Kind.REQUIREMENT
    dialect: Dialect = Dialect.SHALL
    opaque: tuple[Opaque, ...] = ()
    lead_in: bool = False
    tokens: Sequence[Token] = field(default=(), repr=False)
    choices: Choices = field(default=NO_CHOICES, repr=False)

    @cached_property
    def masked(self) -> str:
        """`text` with every opaque code point replaced by MASK; same length, so matches are places in `text`."""
        out = list(self.text)
        for opaque in self.opaque:
            out[opaque.start : opaque.end] = MASK * (opaque.end - opaque.start)
        return "".join(out)

    @cached_property
    def encoded(self) -> bytes:
        """`masked` in UTF-8, for a quick look at whether something may be there; half a character becomes “?”."""
        return self.masked.encode("utf-8", "replace")

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of a pattern outside opaque text."""
        return pattern.finditer(self.masked)

    @cached_property
    def parse(self) -> Parse:
        """The tokens with their tree."""
        return Parse(self.tokens)

    @property
    def children(self) -> tuple[tuple[Token, ...], ...]:
        """For each token, by index, its dependents in text order."""
        return self.parse.children

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences; needs no parse."""
        return sentences(self.masked)

    @cached_property
    def asides(self) -> tuple[Span, ...]:
        """Notes, parentheses and restatements; needs no parse."""
        return asides(self.masked, self.sentences)

    @cached_property
    def notes(self) -> tuple[Span, ...]:
        """Notes behind the first sentence (“NOTE: …”), which oblige nobody; needs no parse."""
        if ":" not in self.masked:
            return ()
        starts = {span.start for span in self.sentences[1:]}
        return tuple(span for span in self.asides if span.start in starts and span.end == len(self.masked))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The condition clauses of every sentence."""
        return tuple(condition for sentence in self.sentences for condition in conditions(self.parse, sentence))

    @cached_property
    def responses(self) -> tuple[Span, ...]:
        """Each sentence without its leading conditions."""
        return tuple(response(self.parse, sentence, self.conditions) for sentence in self.sentences)

    @cached_property
    def modals(self) -> tuple[Modal, ...]:
        """Every modal with its role."""
        return modals(self.parse, self.responses, [condition.span for condition in self.conditions], self.asides)

    @cached_property
    def main_modals(self) -> tuple[Modal, ...]:
        """The modals that oblige somebody. “Could” and its like only suppose; beside “shall” or “must”, “can” does too."""
        main = tuple(modal for modal in self.modals if modal.role is Role.MAIN and modal.word not in SUPPOSING)
        binding = any(modal.word in {"shall", "must"} for modal in main)
        return tuple(modal for modal in main if modal.word != "can" or not binding)

    @cached_property
    def predicates(self) -> tuple[Predicate, ...]:
        """The main clauses: who does what."""
        spans = [condition.span for condition in self.conditions]
        return predicates(self.parse, self.main_modals, self.modals, self.responses, [*self.asides, *spans])

    @property
    def obligations(self) -> tuple[Predicate, ...]:
        """The main clauses that oblige; all main clauses where none does."""
        return tuple(predicate for predicate in self.predicates if predicate.modal is not None) or self.predicates

    @cached_property
    def capabilities(self) -> tuple[Capability, ...]:
        """“be able to” and its like around a main verb."""
        return capabilities(self.parse, self.predicates)

    @cached_property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purpose clauses of every sentence outside asides."""
        verbs = frozenset(verb for predicate in self.predicates for verb in predicate.actions)
        found = (
            purpose
            for sentence in self.sentences
            for purpose in purposes(self.parse, self.masked, sentence, self._verb_start(sentence), verbs)
        )
        return tuple(purpose for purpose in found if not any(purpose.span.overlaps(aside) for aside in self.asides))

    @cached_property
    def negations(self) -> tuple[Negation, ...]:
        """Every negating word."""
        return negations(self.parse)

    @cached_property
    def double_negations(self) -> tuple[DoubleNegation, ...]:
        """Negations of negations within one clause."""
        leading = (condition.span for condition in self.conditions if condition.leading)
        return double_negations(self.parse, [*leading, *self.responses])

    @cached_property
    def pronouns(self) -> tuple[Pronoun, ...]:
        """Every pronoun that stands for a noun, with the nouns that it could mean."""
        return pronouns(self.parse, self.sentences)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every comparative, “as … as” and superlative."""
        return comparisons(self.parse)

    @cached_property
    def demands(self) -> tuple[Span, ...]:
        """The sentences that demand something: those with an obliging modal, and every sentence of a need or an intent."""
        if self.kind in {Kind.NEED, Kind.INTENT}:
            return self.sentences
        starts = [self.tokens[modal.first].start for modal in self.main_modals if modal.word not in {"may", "can"}]
        return tuple(span for span in self.sentences if any(span.start <= start < span.end for start in starts))

    def is_demanded(self, span: Span, *, in_condition: bool = False) -> bool:
        """Whether words stand in a sentence that demands something, outside conditions unless `in_condition`."""
        if not any(sentence.overlaps(span) for sentence in self.demands):
            return False
        return in_condition or not any(condition.span.overlaps(span) for condition in self.conditions)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every number with its unit, bound and meaning; without a parse, counted nouns are guessed."""
        return quantities(self.parse, self.masked)

    def _verb_start(self, sentence: Span) -> int:
        starts = [self.tokens[predicate.verb].start for predicate in self.predicates]
        return next((start for start in starts if sentence.start <= start < sentence.end), sentence.start)
