"""FRM003: a modal with nobody in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.modality import Modal
from shallcheck.language.tokens import SUBJECTS, Token
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule

_LABEL = re.compile(r"\s*(?:[-*•]\s*)?(?:\[?(?:[A-Za-z][A-Za-z-]*)?\d[\d.-]*[a-z]?[\]:.)]*(?=\s)|[A-Z][\w ]{0,30}:)\s*")
"""An identifier, a number or a heading with its colon, in front of the sentence."""
_NO_ACTOR = frozenset({"then", "also", "not", "additionally", "furthermore", "moreover", "further", "therefore", "thus"})
_OPENERS = frozenset(
    {"in", "on", "at", "within", "under", "during", "for", "from", "after", "before", "by", "with", "without", "upon"}
)


@rule(
    "FRM003",
    "missing-actor",
    test=Test.FORM,
    severity=Severity.WARNING,
    sources=("Paska: no actor", "INCOSE GtWR R2", "ISO/IEC/IEEE 29148 5.2.4"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def missing_actor(statement: Analysis) -> Iterator[Finding]:
    """An obligation that names nobody. Each team can believe that another one builds it, and the requirement cannot be allocated
    to a part of the system.

    Fix: say who acts: “The <actor> shall …”.
    Silent: on imperatives, on “there shall be”, on a subject behind its modal (“At no time shall the press …”), and on an item
        that goes on with the lead-in of its list.
    Poor: {Shall} reject any card whose chip cannot be read.
    Poor: When the paper tray is empty, {shall} light the amber lamp within 1 s.
    Poor (must): {Must} keep three backups of each volume.
    Good: The kiosk shall reject any card whose chip cannot be read.
    Good: At no time shall the press close on an open guard.
    Good: There shall be two emergency exits on each deck.
    """
    for response in statement.responses:
        modal = next(
            (each for each in statement.main_modals if response.start <= statement.tokens[each.first].start < response.end), None
        )
        if modal is None or not _lacks_actor(statement, response, modal):
            continue
        word = statement.tokens[modal.first]
        written = statement.parse.span(modal.first, modal.last).of(statement.text)
        yield Finding(
            "FRM003",
            statement.parse.span(modal.first, modal.last),
            f"Nobody stands in front of “{written}”, so no part of the system is obliged: name who acts.",
            fixes=(Fix("Name the actor", _named(statement, response, word)),),
        )


def _lacks_actor(statement: Analysis, response: Span, modal: Modal) -> bool:
    """Whether nothing between the start of the response and the modal can be a subject, and nothing behind the modal is one."""
    first = statement.tokens[modal.first]
    if (
        statement.lead_in
        or statement.text.endswith("?")
        or _continues(statement, first)
        or _inverted(statement, modal)
        or _is_priority(statement, modal)
    ):
        return False
    label = _LABEL.match(statement.text, response.start, first.start)
    start = label.end() if label else response.start
    before = _behind_phrase(statement.parse.between(start, first.start))
    if before and before[0].lower in {"but", "and", "or"}:
        return False
    return all(
        token.lower in _NO_ACTOR
        or token.pos == "PUNCT"
        or (token.pos == "ADV" and token.lower.isalpha() and (token is before[0] or token.text.islower()))
        for token in before
    )


def _continues(statement: Analysis, first: Token) -> bool:
    """An item that begins in lower case goes on with its list's lead-in."""
    return first.text[:1].islower() and re.search(r"[^\W\d]", statement.text[: first.start]) is None


def _is_priority(statement: Analysis, modal: Modal) -> bool:
    """“Must have” in front of a sentence or a number tells its priority."""
    following = statement.tokens[modal.last + 1 : modal.last + 3]
    return len(following) > 1 and following[0].lower == "have" and not following[1].text[:1].islower()


def _inverted(statement: Analysis, modal: Modal) -> bool:
    """“In no mode shall the boiler …”: the subject stands between the modal and its verb."""
    between = statement.tokens[modal.last + 1 : max(modal.verb, modal.last + 2)]
    if between and between[0].text == ",":
        return False
    return any(token.dep in SUBJECTS or token.tag in {"DT", "PRP", "NN", "NNS", "NNP", "NNPS"} for token in between)


def _behind_phrase(tokens: list[Token]) -> list[Token]:
    """What follows an opening phrase and its comma: “In standby, shall …”."""
    if tokens and tokens[0].lower in _OPENERS and tokens[-1].text == ",":
        return []
    return tokens


def _named(statement: Analysis, response: Span, word: Token) -> tuple[Edit, ...]:
    """The placeholder in front of the modal, and the modal in small letters where it opened the sentence."""
    opens = not re.search(r"\w", statement.text[response.start : word.start]) and word.text[:1].isupper()
    label = _LABEL.fullmatch(statement.text, response.start, word.start) is not None
    begins = (opens or label) and not any(each.leading and each.span.end <= word.start for each in statement.conditions)
    named = Edit(word.start, word.start, f"{'The' if begins else 'the'} <actor> ")
    if word.text.isupper() or word.text.islower():
        return (named,)
    return (named, Edit(word.start, word.start + 1, word.lower[0]))
