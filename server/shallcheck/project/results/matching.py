"""Which cases of test results belong to a function of the code, and which name an artifact.

Every tool calls a test in its own way (`tests.test_pump.TestPump` and `test_stop[1]`, `com.acme.PumpTest` and `stops(int)`,
`pump::tests::stops`, `Pump > stops`), but all say the words of its name in their order, and most say those of its file before
them. So a test of the code is looked for by its words, which begin and end where the names of the case do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from shallcheck.documents.languages import language_of
from shallcheck.model.place import Span
from shallcheck.project.results.cases import Case, Results, Run

_WORD = re.compile(r"\w+")
_PART = re.compile(r"[A-Za-z]+\d+[A-Za-z\d]*|[A-Za-z\d]+")
"""A word of an identifier, at which underlines end too."""
_ENDS = re.compile(r"\s*$|\.(?!\d)|[:/\\$\[({#]|\s+>\s")
"""What follows a name in a case, before the names within it or its parameters."""
_JOINTS = ".:/\\$>"
_JOINED = "-._"
"""Between the words of identifiers."""
_NUMBERED_AGAIN = re.compile(r"#\d+\Z")
_BY_FILE = frozenset({"python", "ruby", "elixir", "julia", "lua"})
_BY_CLASS = frozenset({"java", "kotlin", "groovy", "scala", "csharp", "php", "swift", "dart"})
_NAMELESS = frozenset({"lib", "main", "mod"})
"""Files of Rust that are no module of their own."""


class Ran(NamedTuple):
    """A case, and the run that it was part of."""

    case: Case
    run: Run


class _Row(NamedTuple):
    ran: Ran
    words: tuple[str, ...]
    starts: frozenset[int]
    """Numbers of the words with which a name begins."""
    ends: frozenset[int]
    """Numbers of the words with which a name ends."""
    parts: tuple[str, ...]
    file: tuple[str, ...]
    """The parts of the path of its file, where the results tell that."""


class Cases:
    """The cases of some results, ready to be looked up."""

    def __init__(self, results: Iterable[Results]) -> None:
        self._ending: dict[str, list[_Row]] = defaultdict(list)
        self._files: dict[str, list[_Row]] = defaultdict(list)
        self._named: dict[str, list[Ran]] = defaultdict(list)
        self._numbered: dict[str, list[_Row]] = defaultdict(list)
        self.count = 0
        for each in results:
            for case in each.cases:
                self.count += 1
                self._add(Ran(case, each.run))

    def _add(self, ran: Ran) -> None:
        row = _row(ran)
        for word in {row.words[number] for number in row.ends}:
            self._ending[word].append(row)
        if row.file:
            self._files[row.file[-1]].append(row)
        for name in ran.case.named:
            self._named[name].append(ran)
        for part in {each.casefold() for each in row.parts if any(char.isdigit() for char in each)}:
            self._numbered[part].append(row)

    def naming(self, name: str, is_another: Callable[[str], bool] = lambda longer: False) -> list[Ran]:
        """The cases that name an identifier: in a property or a tag, or by its words in their own name (`test_SYS_001_stops`).
        `is_another`: whether a longer one is that of another artifact."""
        found = list(self._named.get(name, ()))
        wanted = _PART.findall(name)
        if not wanted or not any(char.isdigit() for char in wanted[-1]):
            return found
        rows = self._numbered.get(wanted[-1].casefold(), ())
        said = [
            row.ran for row in rows if any(not _is_longer(row.parts, at, name, is_another) for at in _said(row.parts, wanted))
        ]
        return list(dict.fromkeys([*found, *said]))

    def of_code(self, identifier: str) -> list[Ran]:
        """The cases of a function, class or file of the code (`code:tests/test_pump.py::TestPump.test_stop`)."""
        path, _, title = identifier.removeprefix("code:").partition("::")
        title = _NUMBERED_AGAIN.sub("", title)
        file = tuple(path.split("/"))
        if not title:
            return [row.ran for row in self._of_file(file)]
        wanted = tuple(_WORD.findall(title))
        language = language_of(path)
        lexer = language.lexer if language else ""
        if lexer in ("c", "cpp") and len(wanted) > 2:
            wanted = wanted[-2:]  # the tests of a macro are called without the namespace that it stands in
        rows = self._ending.get(wanted[-1], ()) if wanted else ()
        return [row.ran for row in rows if any(_is_of(row, at, wanted, file, lexer) for at in _runs(row, wanted))]

    def _of_file(self, file: tuple[str, ...]) -> Iterator[_Row]:
        rows = self._files.get(file[-1], ())
        yield from (row for row in rows if _same_file(row.file, file))
        stem = file[-1].partition(".")[0]
        for row in self._ending.get(stem, ()):
            if not row.file and any(_stands_in(row, number + 1, file) for number in row.ends if row.words[number] == stem):
                yield row


def _row(ran: Ran) -> _Row:
    case = ran.case
    file = case.file or (case.group if language_of(case.group) else "")
    words: list[str] = []
    starts: set[int] = set()
    ends: set[int] = set()
    for text in ("" if file == case.group else case.group, case.name):
        for match in _WORD.finditer(text):
            before = text[: match.start()].rstrip()[-1:]
            if not before or before in _JOINTS:
                starts.add(len(words))
            if _ENDS.match(text, match.end()):
                ends.add(len(words))
            words.append(match[0])
    parts = tuple(_PART.findall(case.name))
    path = tuple(each for each in file.replace("\\", "/").split("/") if each not in ("", "."))
    return _Row(ran, tuple(words), frozenset(starts), frozenset(ends), parts, path)


def _runs(row: _Row, wanted: Sequence[str]) -> Iterator[int]:
    """Where in a case the words of a name stand, from its beginning to its end."""
    size = len(wanted)
    for end in row.ends:
        at = end - size + 1
        if at in row.starts and row.words[at : end + 1] == tuple(wanted):
            yield at


def _is_of(row: _Row, at: int, wanted: Sequence[str], file: tuple[str, ...], lexer: str) -> bool:
    """Whether a case that says a name, from its word `at` on, means the one in a file."""
    if row.file:
        return _same_file(row.file, file)
    stem = file[-1].partition(".")[0]
    if lexer in _BY_FILE:
        return _stands_in(row, at, file)
    if lexer in _BY_CLASS:
        return stem in wanted or stem in row.words[:at]
    if lexer == "go":
        package = row.ran.case.group.rpartition("/")[2]
        return len(file) < 2 or not package or package == file[-2]
    if lexer == "rust":
        return stem in _NAMELESS or stem in row.words[:at]
    return True


def _stands_in(row: _Row, at: int, file: tuple[str, ...]) -> bool:
    """Whether the words before one are those of a file's path, as far as both are told."""
    said = row.words[:at][::-1]
    path = [*file[:-1], file[-1].partition(".")[0]][::-1]
    return bool(said) and all(one == other for one, other in zip(said, path, strict=False))


def _same_file(told: tuple[str, ...], file: tuple[str, ...]) -> bool:
    size = min(len(told), len(file))
    return told[-size:] == file[-size:]


def _said(parts: Sequence[str], wanted: Sequence[str]) -> Iterator[Span]:
    """Where the words of an identifier stand together in a name; in other letters only where its number cannot be chance."""
    size = len(wanted)
    exact = sum(char.isdigit() for char in wanted[-1]) < 2
    lower = [each.casefold() for each in wanted]
    for at in range(len(parts) - size + 1):
        found = list(parts[at : at + size])
        if found == list(wanted) or (not exact and [each.casefold() for each in found] == lower):
            yield Span(at, at + size)


def _is_longer(parts: Sequence[str], at: Span, name: str, is_another: Callable[[str], bool]) -> bool:
    """Whether the words of an identifier are but some of those of another (SYS-001 in SYS-001.2 and in SUB-SYS-001)."""
    before = [parts[at.start - 1] + joint + name for joint in _JOINED] if at.start else []
    after = [name + joint + parts[at.end] for joint in _JOINED] if at.end < len(parts) else []
    return any(map(is_another, (*before, *after)))
