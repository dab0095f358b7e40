"""Edits that leave a sentence well written: no double space, no dangling comma, a capital where a sentence begins."""

from __future__ import annotations

import re

from shallcheck.model.finding import Edit
from shallcheck.model.modals import MODALS
from shallcheck.model.place import Span
from shallcheck.rules.wordlist import in_condition

_MODAL = f"(?:{MODALS})"
_RESPONSE = re.compile(rf"\s*(?:the|a|an|each|every|all|any|this|that|it|[A-Z]\w*)\b[^.;]*?\b{_MODAL}\b", re.IGNORECASE)
_LONGEST_CLAUSE = 500
"""Code points: where a clause goes on for longer, nothing is moved to its end."""
_ENDS_IN_MODAL = re.compile(rf"\b{_MODAL}$", re.IGNORECASE)
_MODAL_BEFORE = re.compile(rf"\b{_MODAL}\b[^.;]*$", re.IGNORECASE)
_BEFORE_VERB = re.compile(rf"\b(?:{_MODAL}|not|to|be|is|are|then|and|or)\s*,?\s*$", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r",?\s+(?:when|whenever|while|if|unless|until|after|before|once|upon|so that|in order to|as soon as|where|because)\b|"
    r"\s*[;:.!?](?=\s|$)|$",
    re.IGNORECASE,
)


def capitalised(text: str) -> str:
    """`text` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def without(text: str, span: Span) -> Edit:
    """The edit that takes `span` out of a statement, with the commas, brackets and blanks that only served it."""
    start, end = span
    if text[:start].endswith("(") and text[end:].startswith(")"):
        start, end = start - 1, end + 1
    head = text[:start].rstrip(" ")
    if _opens_sentence(head):
        return _first_words(text, start, end)
    left = head.endswith(",")
    right = re.match(r"\s*,\s*", text[end:])
    if left and _keeps_comma(head[:-1], text[end:].lstrip(" ,")):
        return Edit(start, end + (right.end() if right else _blanks(text, end)), "")
    start = len(head) - left
    if left and right and end + right.end() < len(text):
        return Edit(start, end + right.end(), " ")
    if right and _ENDS_IN_MODAL.search(head, max(0, len(head) - 10)):
        return Edit(start, end + right.end(), " ")
    return Edit(start, end, "")


def with_bound(text: str, span: Span, bound: str) -> tuple[Edit, ...]:
    """Edits that put `bound` (“within <value> <unit>”) in place of the adverb at `span`, or, where the adverb stands in front of
    its verb, at the end of the verb's clause."""
    if not _BEFORE_VERB.search(text, max(0, span.start - 40), span.start) or in_condition(text, span):
        return (Edit(span.start, span.end, bound if not _opens_sentence(text[: span.start].rstrip()) else capitalised(bound)),)
    limit = span.end + _LONGEST_CLAUSE
    match = _CLAUSE_END.search(text, span.end, limit)
    end = match.start() if match else len(text)
    if end == limit or not text[span.end : end].strip(" ,"):
        return (Edit(span.start, span.end, bound),)
    return (without(text, span), Edit(end, end, f" {bound}"))


def _first_words(text: str, start: int, end: int) -> Edit:
    follows = re.match(r"[\s,]*", text[end:])
    stop = end + (follows.end() if follows else 0)
    return Edit(start, stop + 1, text[stop : stop + 1].upper()) if stop < len(text) else Edit(start, stop, "")


def _opens_sentence(head: str) -> bool:
    return not head.rstrip() or head.rstrip()[-1] in ".!?"


def _blanks(text: str, at: int) -> int:
    return len(text[at:]) - len(text[at:].lstrip(" "))


def _keeps_comma(before: str, after: str) -> bool:
    """Whether the comma also parts a condition from the response that follows."""
    near, following = before[-_LONGEST_CLAUSE:], after[:_LONGEST_CLAUSE]
    return _MODAL_BEFORE.search(near) is None and _RESPONSE.match(following) is not None
