"""What the rules saw in a statement, for a person who asks why it is judged as it is."""

from __future__ import annotations

from collections.abc import Iterable

from shallcheck.language.analysis import Analysis
from shallcheck.model.place import Span
from shallcheck.model.understanding import Understanding


def understand(analysis: Analysis) -> Understanding:
    """The parts of a statement as the rules see them."""
    obligations = analysis.obligations
    return Understanding(
        tuple((condition.kind.value, condition.span) for condition in analysis.conditions),
        _once(each.subject for each in obligations if each.subject is not None),
        _once(analysis.parse.span(each.first, each.last) for each in analysis.main_modals),
        _once(analysis.tokens[action].span for each in obligations for action in each.actions),
        tuple(purpose.span for purpose in analysis.purposes),
        tuple((each.span, each.meaning) for each in analysis.quantities),
        bool(analysis.tokens),
    )


def _once(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))
