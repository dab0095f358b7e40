"""What a statement means, as far as its words tell without a parse: a fingerprint, and a comparison of two.

Words, numbers with their units, modals, conditions and negations count. Line breaks, punctuation, emphasis, the case of a word
that only begins with a capital, and the spelling of “can't”, “10,000” or “2 seconds” do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from shallcheck.language.numbers import WORDS as NUMBER_WORDS
from shallcheck.language.units import spelled, unit_at
from shallcheck.model.change import Change, ChangeKind, Comparison, Piece

MODALS = frozenset("shall must should will may can could would might ought".split())
NEGATIONS = frozenset("not no never none neither nor without nothing nobody".split())
CONDITIONS = frozenset("when whenever while if where wherever unless until till once upon before after during provided".split())
_FOLDED = MODALS | NEGATIONS | CONDITIONS | frozenset("and or then the given for to of in a an all any each every only".split())
"""Words whose capitals are emphasis, as in EARS."""
_OFTEN = frozenset("per every each a an in more only daily again".split()) | {""}
"""What follows “once” where it counts how often."""
_CONTRACTED = {"cannot": "can", "can't": "can", "won't": "will", "shan't": "shall"}
_FEW = 0.3
"""The share of words that two texts must have in common for a comparison word by word to say anything."""
_LONG = 1600
"""Words of two texts together up to which they are compared word by word."""

_HIDDEN = "\u00ad\u200b\u2060\ufeff"
_FORMS = {**dict.fromkeys("−–—‐‑‒", "-"), **dict.fromkeys("’‘ʼ", "'"), **dict.fromkeys(_HIDDEN, ""), "²": "^2", "³": "^3"}
_TO_FORMS = str.maketrans(_FORMS)
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
_DIGITS = r"0[xX][0-9a-fA-F]+|\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:[.,:]\d+)*"
_NUMBER = rf"(?:(?<![\w)\]%°\"'])-)?(?:{_DIGITS})(?:[eE][-+]?\d+(?!\w))?"
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})"
    r"|(?P<word>[^\W\d_]\w*(?:'[^\W\d_]+|(?:[-._~]\w*\d\w*)+)?)"
    r"|(?P<sign>[≤≥≠≈±%‰°€$£]|[<>]=?(?=\s?[-+]?\d)|(?<=\s)[<>]=?(?=\s)|=(?=\s?[-+]?\d)|\^-?\d+|(?<=\d)\s?-\s?(?=\d))"
)
_SIGNS = {"<=": "≤", ">=": "≥"}
_STOPS = ".!?:;¶"
_UNIT_SIGNS = frozenset("%‰°€$£")


class Word(NamedTuple):
    """A word, number or sign: what it counts as, and its place in the plain text."""

    key: str
    start: int
    end: int


def fingerprint(text: str) -> str:
    """A text's meaning as 16 hexadecimal digits: the same for texts that say the same in the same words."""
    return blake2b("\n".join(_keys(text)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def same_meaning(one: str, other: str) -> bool:
    """Whether two texts say the same in the same words."""
    return one == other or _keys(one) == _keys(other)


@lru_cache(maxsize=512)
def compare(before: str, after: str) -> Comparison:
    """How the meaning of a text differs from that of an earlier one."""
    if same_meaning(before, after):
        return Comparison()
    old, new = _Text(before), _Text(after)
    blocks = list(_blocks(old, new))
    if sorted(old.keys) == sorted(new.keys):
        changes = [Change(old.text, new.text, (ChangeKind.ORDER,))]
    else:
        changes = [
            Change(old.quoted(a, b), new.quoted(c, d), _kinds(old, new, a, b, c, d)) for same, a, b, c, d in blocks if not same
        ]
    return Comparison(tuple(changes), tuple(_pieces(old, new, blocks)))


class _Text:
    """A text in words, with what is known of each."""

    def __init__(self, text: str) -> None:
        self.text = _plain(text)
        self.words = list(_words(self.text))
        self.keys = [word.key for word in self.words]
        self.conditional = _conditional(self.text, self.words)
        self.units = _units(self.text, self.words)

    def quoted(self, start: int, end: int) -> str:
        """The text from one word up to another as it stands; a number at its end with its unit."""
        while start < end < len(self.words) and end in self.units:
            end += 1
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""

    def up_to(self, start: int, end: int) -> str:
        """The same with the punctuation behind it."""
        if start >= end:
            return ""
        after = self.words[end].start if end < len(self.words) else len(self.text)
        return self.text[self.words[start].start : after].rstrip()

    def sorts(self, start: int, end: int) -> dict[ChangeKind, Counter[str]]:
        """The words of a stretch by what a change of them is."""
        out: dict[ChangeKind, Counter[str]] = {kind: Counter() for kind in ChangeKind}
        for index in range(start, end):
            out[self._sort(index)][self.keys[index]] += 1
        return out

    def _sort(self, index: int) -> ChangeKind:
        key = self.keys[index]
        if key[0].isdigit() or key[0] in "-^≤≥≠≈±<>=" or key in NUMBER_WORDS:
            return ChangeKind.NUMBER
        if index in self.units:
            return ChangeKind.UNIT
        if key in NEGATIONS and not self._bounds(index):
            return ChangeKind.NEGATION
        if index in self.conditional:
            return ChangeKind.CONDITION
        return ChangeKind.MODAL if key in MODALS else ChangeKind.WORD

    def _bounds(self, index: int) -> bool:
        """Whether a negation only says the other side of a bound: “not more than 5”."""
        return self.keys[index + 1 : index + 3][1:] == ["than"]


def _plain(text: str) -> str:
    """A text in one form of its characters, white space as single spaces."""
    if not text.isascii() or "'" in text:
        text = unicodedata.normalize("NFKC", _GROUPED.sub("", text).translate(_TO_FORMS)).translate(_TO_FORMS)
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _keys(text: str) -> tuple[str, ...]:
    return tuple([word.key for word in _words(_plain(text))])


def _words(text: str) -> Iterator[Word]:
    counted = False
    at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        shape, token = match.lastgroup, match[0]
        start, end = match.span()
        at = end
        number = shape == "number"
        if shape == "word":
            for word in _said(token, text, start, counted):
                number = word.key in NUMBER_WORDS
                yield word
        elif number:
            yield Word(token.replace(",", "") if re.search(r",\d{3}", token) else token, start, end)
        else:
            yield Word(_SIGNS.get(token, token.strip()), start, end)
        counted = shape == "number" or (shape == "sign" and token in _UNIT_SIGNS)
        if number and (unit := _unit_behind(text, end)):
            yield unit
            at, counted = unit.end, unit.key in _UNIT_SIGNS


def _said(token: str, text: str, start: int, counted: bool) -> Iterator[Word]:
    lower = token.lower()
    end = start + len(token)
    if lower in _CONTRACTED or lower.endswith("n't"):
        yield Word(_CONTRACTED.get(lower, lower[:-3]), start, end)
        yield Word("not", end, end)
    else:
        yield Word(_folded(token, lower, text, start, counted), start, end)


def _unit_behind(text: str, end: int) -> Word | None:
    """The unit behind a number, as its symbol: how it is spelled says nothing."""
    start = end + (text[end : end + 1] in (" ", "-"))
    unit = unit_at(text, start)
    return Word(spelled(unit.text), start, unit.end) if unit else None


def _folded(token: str, lower: str, text: str, start: int, counted: bool) -> str:
    """A word without the case that says nothing. Behind a number it may be a unit, in which every letter's case counts."""
    if token == lower or counted:
        return token.rstrip("_")
    if lower in _FOLDED and (len(token) > 1 or _begins(text, start)):
        return lower
    return lower.rstrip("_") if len(token) > 1 and token[1:] == lower[1:] else token.rstrip("_")


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins at a place."""
    before = text[:start].rstrip(" \"'“”«»(*_")
    return not before or before[-1] in _STOPS


def _units(text: str, words: Sequence[Word]) -> frozenset[int]:
    """Which words are units of the number before them."""
    found: set[int] = set()
    for index, word in enumerate(words[:-1]):
        if not (word.key[0].isdigit() or word.key[0] == "-" or word.key in NUMBER_WORDS):
            continue
        at = words[index + 1].start
        unit = unit_at(text, at) if at - word.end <= 1 else None
        if unit is not None:
            found |= {i for i in range(index + 1, min(len(words), index + 8)) if words[i].start < unit.end}
    return frozenset(found)


def _conditional(text: str, words: Sequence[Word]) -> frozenset[int]:
    """Which words belong to a condition. One that opens a sentence ends at the last comma before the modal, or at “then”; where
    there is no comma, at the last article before it; any other at the next comma or stop."""
    found: set[int] = set()
    index = 0
    while index < len(words):
        if not _opens(words, index):
            index += 1
            continue
        end = _opening_end(text, words, index) if _begins(text, words[index].start) else _closing_end(text, words, index)
        found.update(range(index, end))
        index = max(end, index + 1)
    return frozenset(found)


def _opens(words: Sequence[Word], index: int) -> bool:
    """Whether a word opens a condition: not “the values provided by it”, nor “once per day”."""
    key = words[index].key
    following = words[index + 1].key if index + 1 < len(words) else ""
    if key == "provided":
        return following == "that"
    return key in CONDITIONS and not (key == "once" and following in _OFTEN)


def _opening_end(text: str, words: Sequence[Word], first: int) -> int:
    comma = article = None
    for index in range(first + 1, len(words)):
        gap = text[words[index - 1].end : words[index].start]
        if words[index].key == "then" or any(stop in gap for stop in ".!?;¶"):
            return index
        if "," in gap:
            comma = index
        if words[index].key in MODALS:
            return comma or article or index
        if words[index].key in ("the", "a", "an") and index > first + 1:
            article = index
    return comma or len(words)


def _closing_end(text: str, words: Sequence[Word], first: int) -> int:
    for index in range(first + 1, len(words)):
        if any(stop in text[words[index - 1].end : words[index].start] for stop in ",.!?;¶"):
            return index
    return len(words)


Block = tuple[bool, int, int, int, int]
"""Whether two stretches are the same, and where each begins and ends, in words."""


def _blocks(old: _Text, new: _Text) -> Iterator[Block]:
    """Two texts laid over each other; as a whole where they have next to nothing in common."""
    whole = (False, 0, len(old.words), 0, len(new.words))
    if len(old.words) + len(new.words) > _LONG:
        yield whole
        return
    matcher = SequenceMatcher(None, old.keys, new.keys, autojunk=False)
    if matcher.ratio() < _FEW:
        yield whole
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag == "equal", a, b, c, d


def _kinds(old: _Text, new: _Text, a: int, b: int, c: int, d: int) -> tuple[ChangeKind, ...]:
    went, came = old.sorts(a, b), new.sorts(c, d)
    return tuple(kind for kind in ChangeKind if went[kind] != came[kind]) or (ChangeKind.ORDER,)


def _pieces(old: _Text, new: _Text, blocks: Sequence[Block]) -> Iterator[Piece]:
    for same, a, b, c, d in blocks:
        if same:
            yield Piece(" ", new.up_to(c, d))
            continue
        if went := old.up_to(a, b):
            yield Piece("-", went)
        if came := new.up_to(c, d):
            yield Piece("+", came)
