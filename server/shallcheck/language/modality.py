"""The words that oblige, permit or foresee, and in which part of the statement each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shallcheck.language.tokens import Parse, Token, is_verb
from shallcheck.model.place import Span


class Role(StrEnum):
    """Where a modal stands. Only MAIN obliges; the rest describes."""

    MAIN = "main"
    CONDITION = "condition"
    RELATIVE = "relative"
    COMPLEMENT = "complement"
    """In a clause that another verb governs: “ensures that … can”, “so that … may”."""
    ASIDE = "aside"
    """In a note, a parenthesis or a restatement."""


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal as written (`first` to `last` token) and the verb that it governs."""

    word: str
    """shall, must, should, will, may, can, could, would, might, ought to, need to, have to, be to, be required to."""
    first: int
    last: int
    verb: int
    negated: bool
    role: Role


_WORDS = {
    "shall": "shall", "must": "must", "should": "should", "will": "will", "wo": "will", "may": "may", "can": "can", "ca": "can",
    "could": "could", "would": "would", "might": "might", "ought": "ought to",
}  # fmt: skip
SUPPOSING = frozenset({"could", "would", "might"})
"""Modals that only suppose; they oblige nobody."""
_FINITE = frozenset({"VBZ", "VBP"})
_PURPOSE_SUBJECTS = frozenset(
    {"purpose", "goal", "aim", "objective", "intent", "intention", "task", "role", "idea", "job", "function", "duty"}
)
_BORDERS = frozenset({",", ";", ":", "—", "–", "--", ".", "!", "?", "(", ")"})
_SUBORDINATORS = frozenset(
    {"that", "whether", "how", "why", "what", "if", "when", "while", "where", "because", "since", "unless", "until", "although",
     "though", "whereas", "after", "before", "as", "so", "once", "whenever", "which", "who"}
)  # fmt: skip
_BREAKS = frozenset({";", ":", "—", "–", "--"})
_COMPLEMENTS = frozenset({"ccomp", "csubj", "csubjpass", "xcomp", "pcomp"})


def modals(parse: Parse, responses: Sequence[Span], conditions: Sequence[Span], asides: Sequence[Span]) -> tuple[Modal, ...]:
    """Every modal of the statement in text order. Quoted and code text has none: it is one noun to the parser.

    `responses` are the sentences without their leading conditions: the first modal of each is main whatever the tree says, unless
    a word before it subordinates.
    """
    found: list[Modal] = []
    for token in parse.tokens:
        if (raw := _modal_at(parse, token)) is None:
            continue
        word, last, verb = raw
        negated = any(child.dep == "neg" for child in parse.children[verb]) or _next_is_negation(parse, last)
        role = _role(parse, token, verb, conditions, asides)
        if role not in {Role.MAIN, Role.ASIDE} and _first_in_response(parse, token, responses, conditions, asides):
            role = Role.MAIN
        found.append(Modal(word, token.i, last, verb, negated, role))
    return tuple(found)


def bare_modals(parse: Parse) -> tuple[tuple[int, int], ...]:
    """First token and governed verb of each modal, whatever its role."""
    return tuple((token.i, raw[2]) for token in parse.tokens if (raw := _modal_at(parse, token)) is not None)


def _first_in_response(
    parse: Parse, modal: Token, responses: Sequence[Span], conditions: Sequence[Span], asides: Sequence[Span]
) -> bool:
    """Whether only a subject can stand between the start of the response and this modal."""
    start = next((span.start for span in responses if span.start <= modal.start < span.end), None)
    if start is None or any(span.start <= modal.start < span.end for span in [*conditions, *asides]):
        return False
    before = [token for token in parse.between(start, modal.start) if not any(aside.overlaps(token.span) for aside in asides)]
    commas = [k for k, token in enumerate(before) if token.text == ","]
    if commas and before[0].lower in _SUBORDINATORS:
        before = before[commas[-1] + 1 :]
    return not any(
        token.tag == "MD"
        or token.text in _BREAKS
        or (token.lower in _SUBORDINATORS - {"as", "after", "before"} and token.tag != "DT")
        for token in before
    )


def _modal_at(parse: Parse, token: Token) -> tuple[str, int, int] | None:
    """The canonical word, the last token and the verb of a modal that begins here."""
    word = _WORDS.get(token.lower)
    if word is not None and (token.tag == "MD" or word == "shall") and not _hyphenated(parse, token):
        return word, token.i, _governed(parse, token)
    return _semi_modal(parse, token)


def _hyphenated(parse: Parse, token: Token) -> bool:
    """“must-have fields”: part of a word."""
    following = parse.tokens[token.i + 1 : token.i + 2]
    return bool(following) and following[0].text.startswith("-") and following[0].start == token.end


def _semi_modal(parse: Parse, token: Token) -> tuple[str, int, int] | None:
    """“needs to”, “has to”, “is to”, “is required to” with a verb behind them."""
    tokens, i = parse.tokens, token.i
    if token.tag not in _FINITE or (i > 0 and tokens[i - 1].tag == "MD"):
        return None
    words = {"need": "need to", "have": "have to", "be": "be to"}
    word = words.get(token.lemma.lower())
    j = i + 1
    while j < len(tokens) and tokens[j].tag == "RB":
        j += 1
    if word == "be to" and j < len(tokens) and tokens[j].lower in {"required", "obliged"}:
        word, j = "be required to", j + 1
    if word is None or j + 1 >= len(tokens) or tokens[j].lower != "to" or not _infinitive(tokens, j + 1):
        return None
    if word == "be to" and (subject := parse.subject(i)) is not None and subject.lemma.lower() in _PURPOSE_SUBJECTS:
        return None
    verb = next(k for k in range(j + 1, len(tokens)) if is_verb(tokens[k]))
    return word, j, _content_verb(parse, verb)


def _infinitive(tokens: Sequence[Token], i: int) -> bool:
    while i < len(tokens) and tokens[i].tag == "RB":
        i += 1
    return i < len(tokens) and tokens[i].tag == "VB"


def _governed(parse: Parse, modal: Token) -> int:
    """The verb that a modal governs: its head, or the next verb where the parser hung it elsewhere."""
    head = parse.tokens[modal.head]
    if head.i > modal.i and head.pos in {"VERB", "AUX"}:
        return head.i
    for token in parse.tokens[modal.i + 1 : modal.i + 7]:
        if is_verb(token):
            return _content_verb(parse, token.i)
    return modal.i


def _content_verb(parse: Parse, verb: int) -> int:
    """The participle behind an auxiliary: “be” in “be logged” gives “logged”."""
    token = parse.tokens[verb]
    return token.head if token.dep in {"aux", "auxpass"} and token.head > verb else verb


def _next_is_negation(parse: Parse, last: int) -> bool:
    return any(token.lower in {"not", "n't", "never"} for token in parse.tokens[last + 1 : last + 2])


def _role(parse: Parse, modal: Token, verb: int, conditions: Sequence[Span], asides: Sequence[Span]) -> Role:
    if any(span.start <= modal.start < span.end for span in asides):
        return Role.ASIDE
    if any(span.start <= modal.start < span.end for span in conditions):
        return Role.CONDITION
    return _surface_role(parse, modal) or _tree_role(parse, verb)


def _surface_role(parse: Parse, modal: Token) -> Role | None:
    """What the words before the modal say, whatever the tree says: “that must”, “which the user can”, “at what level it will”.

    Looks back to the clause's border; a finite verb on the way belongs to another clause (“the data that it reads shall”).
    """
    for token in reversed(parse.tokens[: modal.i]):
        if token.text in _BORDERS or token.tag == "MD" or token.tag in {"VBZ", "VBP", "VBD"}:
            return None
        if token.i == 0:
            return None
        subordinates = token.tag in {"WDT", "WP", "WP$", "WRB"} or token.lower == "whether"
        if subordinates or (token.lower == "that" and token.tag in {"IN", "WDT"}):
            if parse.tokens[token.i - 1].text in {".", "!", "?"}:
                return None
            return Role.COMPLEMENT if is_verb(parse.tokens[token.i - 1]) else Role.RELATIVE
    return None


def _tree_role(parse: Parse, verb: int) -> Role:
    """Climb from the verb to the root; the first clause border that subordinates decides."""
    i = verb
    while parse.tokens[i].head != i:
        token, head = parse.tokens[i], parse.tokens[parse.tokens[i].head]
        if token.dep in {"relcl", "acl"}:
            return Role.RELATIVE if not _broken_off(parse, head.i, i) else Role.MAIN
        if token.dep == "advcl":
            return _adverbial_role(parse, i)
        if token.dep in _COMPLEMENTS and _subordinate(parse, token, head):
            return Role.COMPLEMENT
        i = head.i
    return Role.MAIN


def _adverbial_role(parse: Parse, verb: int) -> Role:
    marks = [child.lower for child in parse.children[verb] if child.dep in {"mark", "advmod"} and child.i < verb]
    if any(mark in _SUBORDINATORS - {"so"} for mark in marks):
        return Role.COMPLEMENT if "that" in marks else Role.CONDITION
    return Role.MAIN if parse.subject(verb) is not None and not marks else Role.COMPLEMENT


def _subordinate(parse: Parse, token: Token, head: Token) -> bool:
    """A true complement follows its governor with no break between; “A shall …; B shall …” is parsed as one too and is none."""
    if token.dep in {"csubj", "csubjpass"}:
        return True
    return token.i > head.i and not _broken_off(parse, head.i, token.i) and not _coordinated(parse, head.i, token.i)


def _coordinated(parse: Parse, governor: int, verb: int) -> bool:
    """Whether “and” or its like joins the governor to a clause with its own modal. “The fan shall spin and the LED shall light”
    is parsed as a complement where the tagger takes the subject for a verb."""
    joints = [token.i for token in parse.children[governor] if token.dep == "cc" and governor < token.i < verb]
    own = any(child.tag == "MD" for child in parse.children[verb])
    return own and bool(joints) and not any(token.lower in _SUBORDINATORS for token in parse.tokens[joints[-1] + 1 : verb])


def _broken_off(parse: Parse, first: int, last: int) -> bool:
    """Whether a semicolon, a colon or a dash stands between, with no subordinator behind it."""
    breaks = [token.i for token in parse.tokens[first + 1 : last] if token.text in _BREAKS]
    return bool(breaks) and not any(token.lower in _SUBORDINATORS for token in parse.tokens[breaks[-1] + 1 : last])
