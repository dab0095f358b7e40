"""The parts of a statement, as the rules understand it, for an editor to show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.conditions import ConditionKind
from shallcheck.model.parts import Part, PartKind, clause_of, word_of
from shallcheck.model.quantity import QuantityKind

_THEN = re.compile(r"\bthen\b", re.IGNORECASE)
_NOT = re.compile(r"\s+not\b", re.IGNORECASE)


def parts(analysis: Analysis) -> tuple[Part, ...]:
    """Clauses, modals and quantities, in text order."""
    return tuple(sorted(_parts(analysis)))


def _parts(analysis: Analysis) -> Iterator[Part]:
    text = analysis.text
    for condition in analysis.conditions:
        yield Part(*condition.span, clause_of(condition.kind.value))
        yield Part(*condition.keyword, word_of(condition.kind.value))
        if condition.kind is ConditionKind.UNWANTED and condition.leading:
            following = next((each.start for each in analysis.responses if each.start >= condition.span.end), condition.span.end)
            if then := _THEN.search(text, condition.span.end, following):
                yield Part(*then.span(), PartKind.UNWANTED_WORD)
    for response in analysis.responses if analysis.tokens else ():
        yield Part(*response, PartKind.RESPONSE)
    for modal in analysis.main_modals:
        span = analysis.parse.span(modal.first, modal.last)
        negation = _NOT.match(text, span.end)
        yield Part(span.start, negation.end() if negation else span.end, PartKind.MODAL)
    for quantity in analysis.quantities:
        if quantity.kind is not QuantityKind.LABEL:
            yield Part(*quantity.value, PartKind.QUANTITY)
