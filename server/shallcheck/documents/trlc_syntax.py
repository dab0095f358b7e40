"""The syntax of TRLC: tokens, records and types, each with its place. What is broken is told, and what follows is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shallcheck.model.place import Span

KEYWORDS = frozenset(
    "abs abstract and checks else elsif enum error exists extends false fatal final forall freeze if implies import in not null "
    "optional or package section separator then true tuple type warning xor".split()
)
_TOKEN = re.compile(
    r"(?P<comment>//[^\r\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z))"
    r"|(?P<triple>'''|\"\"\")"
    r"|(?P<string>\"(?:\\\"|[^\"\r\n])*\"?)"
    r"|(?P<word>[A-Za-z]\w*)"
    r"|(?P<number>\d\w*(?:\.\d\w*)?)"
    r"|(?P<mark>=>|==|!=|<=|>=|\.\.|\*\*|->|\S)"
)
_NEXT_RECORD = re.compile(
    r"^[ \t]*(?:[A-Za-z]\w*\.)*[A-Za-z]\w*[ \t]+[A-Za-z]\w*\s{0,9}\{[ \t]*(?:\r\n?|\n)[ \t]*[A-Za-z]\w*[ \t]*=", re.MULTILINE
)
"""A record's head and its first field, which hardly stand in a text: a text before them that is still open was never closed."""


_LONGEST_HEAD = 30
"""Tokens of a record's head."""


class Token(NamedTuple):
    """A token. `closed` is False of a text that does not end."""

    kind: str
    """comment, triple, string, word, number or mark."""
    text: str
    place: Span
    closed: bool = True

    @property
    def inner(self) -> Span:
        """Of a text, what stands between its quotes."""
        quotes = 3 if self.kind == "triple" else 1
        return Span(self.place.start + quotes, max(self.place.start + quotes, self.place.end - (quotes if self.closed else 0)))


def tokens(text: str, at: int = 0) -> Iterator[Token]:
    """The tokens from `at` on, which is no place inside a text or a comment."""
    while match := _TOKEN.search(text, at):
        kind = match.lastgroup or "mark"
        start, at = match.span()
        closed = True
        if kind == "triple":
            end = text.find(match[0], at)
            following = _NEXT_RECORD.search(text, at, end if end >= 0 else len(text))
            closed = end >= 0 and following is None
            at = end + 3 if closed else following.start() if following else len(text)
        elif kind == "string":
            closed = len(match[0]) > 1 and match[0].endswith('"') and not match[0].endswith('\\"')
        yield Token(kind, text[start:at], Span(start, at), closed)


class Head(NamedTuple):
    """`package.Type Name` before an opening brace."""

    type: str
    place: Span
    name: Token


def head_of(run: Sequence[Token]) -> Head | None:
    """The head of a record that a run of words and dots ends with."""
    if len(run) < 2 or run[-1].kind != "word" or run[-2].kind != "word":
        return None
    first = len(run) - 2
    while first >= 2 and run[first - 1].text == "." and run[first - 2].kind == "word":
        first -= 2
    if run[-1].text in KEYWORDS or any(token.text in KEYWORDS for token in run[first:-1]):
        return None
    return Head("".join(token.text for token in run[first:-1]), Span(run[first].place.start, run[-2].place.end), run[-1])


def is_wordy(token: Token) -> bool:
    """Whether a token can be part of a qualified name."""
    return token.kind == "word" or token.text == "."


@dataclass(slots=True)
class Field:
    """`name = value`."""

    name: Token
    values: list[Token] = field(default_factory=list)

    def texts(self) -> list[Token]:
        return [token for token in self.values if token.kind in ("string", "triple")]

    def names(self) -> list[tuple[str, Span]]:
        """The qualified names in its value."""
        out: list[tuple[str, Span]] = []
        joined = False
        for token in self.values:
            if token.text == "." and token.kind == "mark":
                joined = bool(out)
                continue
            if token.kind == "word" and token.text not in KEYWORDS:
                if joined:
                    name, place = out.pop()
                    out.append((f"{name}.{token.text}", Span(place.start, token.place.end)))
                else:
                    out.append((token.text, token.place))
            joined = False
        return out

    def place(self) -> Span:
        """Its value as written; a single text without its quotes."""
        if not self.values:
            return Span(self.name.place.end, self.name.place.end)
        if len(self.values) == 1 and self.texts():
            return self.values[0].inner
        return Span(self.values[0].place.start, self.values[-1].place.end)


@dataclass(slots=True)
class Record:
    """A record as written; `close` is where its closing brace stands, or -1."""

    head: Head
    fields: list[Field] = field(default_factory=list)
    close: int = -1
    end: int = 0


@dataclass(slots=True)
class Parsed:
    """What a stretch of a file holds."""

    records: list[Record] = field(default_factory=list)
    sections: list[Token] = field(default_factory=list)
    faults: list[tuple[Span, str]] = field(default_factory=list)


def parse(text: str) -> Parsed:
    """The records of a stretch of a `.trlc` file that starts between records."""
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = [token for token in tokens(text) if token.kind != "comment"]
        self.at = 0
        self.out = Parsed()

    def parse(self) -> Parsed:
        while self.at < len(self.tokens):
            self._entry()
        return self.out

    def _peek(self, ahead: int = 0) -> Token | None:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None

    def _entry(self) -> None:
        token = self.tokens[self.at]
        if token.text in ("package", "import"):
            self._name()
        elif token.text == "section":
            self._section()
        elif token.text == "}" and token.kind == "mark":
            self.at += 1
        elif (count := self._head_length(self.at)) > 0:
            self._record(count)
        else:
            self._stray()

    def _name(self) -> None:
        """`package a.b` or `import a.*`."""
        self.at += 2
        while (token := self._peek()) is not None and token.text == ".":
            self.at += 2

    def _section(self) -> None:
        title, brace = self._peek(1), self._peek(2)
        if title is not None and title.kind in ("string", "triple"):
            self.out.sections.append(title)
            self.at += 3 if brace is not None and brace.text == "{" else 2
            return
        self.out.faults.append(
            (self.tokens[self.at].place, "This section has no title, so TRLC reads no further: write section “…” {.")
        )
        self.at += 1

    def _head_length(self, at: int) -> int:
        """How many tokens from `at` on are a record's head; 0: there is none."""
        end, most = at, min(at + _LONGEST_HEAD, len(self.tokens))
        while end < most and is_wordy(self.tokens[end]):
            end += 1
        if end >= len(self.tokens) or self.tokens[end].text != "{" or head_of(self.tokens[at:end]) is None:
            return 0
        found = head_of(self.tokens[at:end])
        return end - at if found and found.place.start == self.tokens[at].place.start else 0

    def _record(self, count: int) -> None:
        head = head_of(self.tokens[self.at : self.at + count])
        if head is None:
            return
        record = Record(head, end=self.tokens[self.at + count].place.end)
        self.out.records.append(record)
        self.at += count + 1
        while (token := self._peek()) is not None:
            if token.text == "}" and token.kind == "mark":
                record.close, record.end = token.place.start, token.place.end
                self.at += 1
                return
            if self._head_length(self.at):
                break
            self._field(record)
        what = f"“{head.name.text}” is not closed, so TRLC reads no record behind it: end it with “}}”."
        self.out.faults.append((head.name.place, what))

    def _field(self, record: Record) -> None:
        name, equals = self.tokens[self.at], self._peek(1)
        record.end = name.place.end
        if name.kind != "word" or equals is None or equals.text != "=":
            what = f"“{name.text[:30]}” is no field, so TRLC refuses this record: write “name = value”."
            self.out.faults.append((name.place, what))
            self._skip(record)
            return
        made = Field(name)
        record.fields.append(made)
        self.at += 2
        depth = 0
        while (token := self._peek()) is not None:
            if token.kind == "mark" and token.text in "[(":
                depth += 1
            if self._ends_value(token, depth, made):
                break
            depth -= token.kind == "mark" and token.text in "])"
            made.values.append(token)
            record.end = token.place.end
            self.at += 1
            if not token.closed:
                self.out.faults.append((Span(token.place.start, min(token.place.start + 3, token.place.end)), _OPEN))
        if not made.values:
            what = f"“{name.text}” has no value, so TRLC refuses this record: write one behind “=”."
            self.out.faults.append((name.place, what))

    def _ends_value(self, token: Token, depth: int, made: Field) -> bool:
        """Whether a token belongs to what follows the value."""
        if token.text in ("}", "{") and token.kind == "mark":
            return True
        following = self._peek(1)
        if token.kind == "word" and following is not None and following.text == "=":
            return True
        if self._head_length(self.at):
            return True
        return depth <= 0 and bool(made.values) and token.kind == "word" and made.values[-1].kind in ("word", "string", "triple")

    def _skip(self, record: Record) -> None:
        """On to the next field, the end of the record or the next record."""
        self.at += 1
        while (token := self._peek()) is not None:
            following = self._peek(1)
            if (token.text in "{}" and token.kind == "mark") or (token.kind == "word" and following and following.text == "="):
                if token.text == "{":
                    self.at += 1
                    continue
                return
            if self._head_length(self.at):
                return
            record.end = token.place.end
            self.at += 1

    def _stray(self) -> None:
        """What is nothing here, up to the next that is something: told once."""
        first = self.tokens[self.at]
        what = f"“{first.text[:30]}” is neither a record nor a section, so TRLC refuses this file: write “Type Name {{ … }}”."
        self.out.faults.append((first.place, what))
        self.at += 1
        while (token := self._peek()) is not None:
            if token.text in ("section", "package", "import", "}") or self._head_length(self.at):
                return
            self.at += 1


_OPEN = "This text is not closed, so TRLC takes all behind it for its words: end it with the quotes that it begins with."
