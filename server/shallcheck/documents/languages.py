"""Which files are source code, how each language writes its blocks, and what in a text is comment, string and code.

pygments tells that: it has a lexer for every language that people keep in a repository. It is imported at the first file that
holds a marker, and no lexer guesses by content: the name of a file decides.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.documents.suppressions import CommentSyntax
from shallcheck.model.place import Span

if TYPE_CHECKING:
    from pygments.lexer import Lexer


LONGEST = 5.0
"""Seconds of work: some lexers take time by the square of a text that is no code of their language."""


class Blocks(Enum):
    """How a language shows where a definition ends."""

    BRACES = "braces"
    INDENTATION = "indentation"
    NONE = "none"
    """It has no definitions that we look for: the file is what a marker belongs to."""


class Language(NamedTuple):
    """A language: its lexer's name in pygments, and how it writes its blocks."""

    lexer: str
    blocks: Blocks
    preprocessor: bool = False
    """Whether lines such as `#define` stand outside the code's own braces."""
    comment: CommentSyntax = CommentSyntax("#")
    """How one writes a comment on a line of its own."""


class Lexed(NamedTuple):
    """A text taken apart; all places are those of the text."""

    comments: list[Span]
    """Comments and documentation strings, in their order; neighbours are joined."""
    strings: list[Span]
    """The other string literals, quotation marks included."""
    code: str
    """The text, as long as it was: comments are blank, strings are nothing but quotation marks."""


_BRACES = {
    "c": "c h",
    "cpp": "cc cpp cxx hh hpp hxx ino cu",
    "csharp": "cs",
    "dart": "dart",
    "d": "d",
    "go": "go",
    "groovy": "groovy gradle",
    "java": "java",
    "javascript": "js jsx mjs cjs",
    "kotlin": "kt kts",
    "objective-c": "m mm",
    "perl": "pl pm",
    "php": "php",
    "rust": "rs",
    "scala": "scala sc",
    "bash": "sh bash zsh",
    "solidity": "sol",
    "swift": "swift",
    "systemverilog": "sv svh v",
    "typescript": "ts tsx mts cts",
    "zig": "zig",
}
_INDENTATION = {
    "ada": "adb ads",
    "crystal": "cr",
    "elixir": "ex exs",
    "fortran": "f90 f95 f03 f08",
    "gdscript": "gd",
    "julia": "jl",
    "lua": "lua",
    "nim": "nim",
    "python": "py pyi pyx bzl",
    "ruby": "rb rake",
    "vhdl": "vhd vhdl",
}
_NONE = {
    "clojure": "clj cljs",
    "cmake": "cmake",
    "erlang": "erl",
    "fsharp": "fs fsx",
    "haskell": "hs",
    "ocaml": "ml mli",
    "powershell": "ps1 psm1",
    "protobuf": "proto",
    "r": "r",
    "sql": "sql",
    "terraform": "tf",
}
_PREPROCESSED = {"c", "cpp", "csharp", "objective-c", "systemverilog"}

_COMMENTS = {
    **dict.fromkeys([*_BRACES, "fsharp", "protobuf"], CommentSyntax("//")),
    **dict.fromkeys(["perl", "bash"], CommentSyntax("#")),
    **dict.fromkeys(["ada", "lua", "vhdl", "haskell", "sql"], CommentSyntax("--")),
    "clojure": CommentSyntax(";;"),
    "erlang": CommentSyntax("%"),
    "fortran": CommentSyntax("!"),
    "ocaml": CommentSyntax("(*", "*)"),
}
"""By lexer; where it is `#`, nothing."""

LANGUAGES: dict[str, Language] = {
    ending: Language(lexer, blocks, lexer in _PREPROCESSED, _COMMENTS.get(lexer, CommentSyntax("#")))
    for blocks, table in ((Blocks.BRACES, _BRACES), (Blocks.INDENTATION, _INDENTATION), (Blocks.NONE, _NONE))
    for lexer, endings in table.items()
    for ending in endings.split()
}
"""By the ending of a file's name, in lower case and without the dot."""

_QUOTED = re.compile(r'"[^"\n]*"')


def language_of(path: str) -> Language | None:
    """The language of a file by its name; None where it is no source code."""
    return LANGUAGES.get(path.rsplit(".", 1)[-1].lower()) if "." in path else None


def lexed(text: str, language: Language) -> Lexed | None:
    """A text taken apart by the lexer of its language; None where that takes longer than any text that people write."""
    from pygments.token import Comment, Name, Punctuation, String

    # Lexers know one line break only; the text stays as long as it was.
    plain = text.replace("\ufeff", " ").replace("\r\n", " \n").replace("\r", "\n")
    comments: list[Span] = []
    strings: list[Span] = []
    blank: list[Span] = []
    depth = 0
    python = language.lexer == "python"
    end = time.thread_time() + LONGEST
    for start, kind, value in _lexer(language.lexer).get_tokens_unprocessed(plain):
        place = Span(start, start + len(value))
        if time.thread_time() > end:
            return None
        if kind in Punctuation:
            depth += _opened(value)
        elif kind in Comment:
            if kind not in Comment.Preproc and kind not in Comment.PreprocFile and kind is not Comment.Hashbang:
                comments.append(place)
            elif language.preprocessor or kind is Comment.Hashbang:
                blank.append(place)
        elif kind in String.Doc:
            # Within brackets a string on lines of its own is an argument, and documents nothing.
            (strings if python and depth > 0 else comments).append(place)
        elif kind in String and kind is not String.Symbol:
            strings.append(place)
        elif kind in Name and '"' in value:  # some lexers take an annotation for one name
            strings += [Span(start + match.start(), start + match.end()) for match in _QUOTED.finditer(value)]
    comments, strings = _joined(plain, comments), _joined(plain, strings)
    return Lexed(comments, strings, _code(plain, comments + blank, strings))


def _opened(value: str) -> int:
    return sum(value.count(each) for each in "([{") - sum(value.count(each) for each in ")]}")


@lru_cache(maxsize=8)
def _lexer(name: str) -> Lexer:
    from pygments.lexers import get_lexer_by_name

    made: Lexer = get_lexer_by_name(name)
    return made


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Spans in their order; those with nothing but blanks of one line between them are one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _code(text: str, blank: list[Span], strings: list[Span]) -> str:
    return "".join(_pieces(text, sorted([*((span, " ") for span in blank), *((span, '"') for span in strings)])))


def _pieces(text: str, marked: list[tuple[Span, str]]) -> Iterator[str]:
    at = 0
    for (start, end), mark in marked:
        if start > at:
            yield text[at:start]
        if end > at:
            hidden = text[max(at, start) : end]
            # A line that goes on within a string is no line of code.
            yield mark * len(hidden) if mark == '"' else "".join("\n" if each == "\n" else " " for each in hidden)
            at = end
    yield text[at:]
