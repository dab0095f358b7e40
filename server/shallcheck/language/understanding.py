"""What the rules saw in a statement, for a person who asks why it is judged as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.subjects import members
from shallcheck.model.place import Span
from shallcheck.model.understanding import Understanding

_PLACEHOLDER = re.compile(r"<[A-Za-z][\w ]*>")
Detail = tuple[str, Span, str]


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
        tuple(_details(analysis)),
        bool(analysis.tokens),
    )


def _details(analysis: Analysis) -> Iterator[Detail]:
    """The parts that no field of its own holds."""
    parse = analysis.parse
    for predicate in analysis.obligations:
        for member in members(parse, predicate):
            yield "subject", member.span, member.kind.value
        for action in predicate.actions:
            yield from _governed(analysis, action)
    for response in analysis.responses if analysis.tokens else ():
        yield "response", response, ""
    for pronoun in analysis.pronouns:
        nouns = [parse.span(*parse.phrase(i)).of(analysis.text) for i in pronoun.candidates]
        yield "pronoun", analysis.tokens[pronoun.token].span, " or ".join(nouns) or "nothing before it"
    for negation in analysis.negations:
        yield "negation", negation.span, ""
    for comparison in analysis.comparisons:
        yield "comparison", comparison.span, comparison.degree.value
    for match in analysis.matches(_PLACEHOLDER):
        yield "placeholder", Span(*match.span()), ""
    for opaque in analysis.opaque:
        yield "not judged as prose", Span(opaque.start, opaque.end), opaque.kind.value


def _governed(analysis: Analysis, verb: int) -> Iterator[Detail]:
    """What a main verb does it to, and by or with what."""
    parse = analysis.parse
    for child in parse.children[verb]:
        if child.i > verb and child.dep in {"dobj", "attr", "acomp", "xcomp", "oprd", "prep", "agent", "ccomp"}:
            first, last = parse.phrase(child.i)
            while last > first and parse.tokens[last].pos == "PUNCT":
                last -= 1
            yield "governs", parse.span(first, last), f"of “{analysis.tokens[verb].text}”"


def _once(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))
