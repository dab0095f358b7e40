"""Unified diffs, as git, diff and people write them: read, and applied to bytes. Nothing is guessed: a hunk that does not fit, or
that fits in two places alike, is an error that says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shallcheck.project.files_that_count import is_judged

NOTHING = "/dev/null"
_HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_ESCAPE = re.compile(rb"\\([0-3][0-7]{2}|.)", re.DOTALL)
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_GIT = (("a/", "b/"), ("i/", "w/"), ("c/", "i/"), ("c/", "w/"), ("o/", "w/"), ("1/", "2/"))
"""What git puts before the names of both sides."""
_LINK, _MODULE = b"120000", b"160000"
_NO_NEWLINE = b"\\"


class PatchError(ValueError):
    """A diff that cannot be read or does not fit; the message says where and what to do."""


class Hunk(NamedTuple):
    """Lines that are there (`old`, from line `start`, 1-based) and those that come in their place, with their line ends."""

    start: int
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]


@dataclass
class FilePatch:
    """What a diff does to one file. `old` None: it is new; `new` None: it goes."""

    old: str | None
    new: str | None
    git: bool = False
    """Whether git wrote it, which names files from the top of the repository."""
    hunks: list[Hunk] = field(default_factory=list)
    binary: bool = False
    mode: bytes = b""
    copied: bool = False
    """The old file stays."""

    @property
    def name(self) -> str:
        """The file that it is about."""
        return self.new or self.old or ""


def parse_patch(data: bytes) -> list[FilePatch]:
    """The files that a diff changes. Raises PatchError where it is damaged."""
    found = list(_Reader(data).files())
    if not found and data.strip():
        raise PatchError("This is no unified diff, so it says no change: write one with `git diff` or `diff -u`.")
    return found


def applied(patch: FilePatch, data: bytes | None) -> bytes | None:
    """The bytes of the file as they are after it; None: it is gone. `data` None: there is no file. Raises PatchError where it
    does not fit."""
    name = patch.name
    if patch.old is not None and data is None:
        raise PatchError(f"The diff changes “{patch.old}”, which is not there: make it against the files as they are.")
    if patch.old is None and data:
        raise PatchError(f"The diff adds “{name}”, which is there already: make it against the files as they are.")
    if patch.binary:
        raise PatchError(f"The diff says of “{name}” only that it differs: propose it as text, or with its whole content.")
    lines = _lines(data or b"")
    made: list[bytes] = []
    at = 0
    for number, hunk in enumerate(patch.hunks, 1):
        place = _place(lines, hunk, at, len(patch.hunks) > 1, f"Hunk {number} of “{name}”")
        made += lines[at:place]
        made += _written(hunk, lines[place : place + len(hunk.old)])
        at = place + len(hunk.old)
    made += lines[at:]
    if patch.new is None:
        if patch.hunks and any(made):
            raise PatchError(f"The diff removes “{name}”, but not all of its lines: make it against the files as they are.")
        return None
    return b"".join(made)


def _lines(data: bytes) -> list[bytes]:
    """Lines as diffs count them: each ends in a line feed, and a carriage return alone ends none."""
    return re.findall(rb"[^\n]*\n|[^\n]+$", data)


def _place(lines: Sequence[bytes], hunk: Hunk, least: int, more: bool, called: str) -> int:
    """Where a hunk fits: where it says, else the nearest place, as git does it; its context has to be there whole."""
    wanted = max(hunk.start - 1 if hunk.old else hunk.start, 0)
    if not hunk.old:
        if not least <= wanted <= len(lines):
            raise PatchError(f"{called} adds lines behind line {hunk.start}, which is not there: make the diff anew.")
        return wanted
    fits = _fitting(lines, hunk.old, least) or _fitting([*map(_bare, lines)], [*map(_bare, hunk.old)], least)
    if wanted in fits:
        return wanted
    near = sorted(fits, key=lambda at: abs(at - wanted))
    if not near:
        raise PatchError(f"{called} does not fit: its lines are not in the file. Make the diff against the files as they are.")
    alone = hunk.old[:1] != hunk.new[:1] and hunk.old[-1:] != hunk.new[-1:]  # no line around it says where it belongs
    if len(near) > 1 and (alone or abs(near[0] - wanted) == abs(near[1] - wanted)):
        raise PatchError(f"{called} fits at lines {near[0] + 1} and {near[1] + 1} alike: make the diff with more context.")
    return near[0]


def _fitting(lines: Sequence[bytes], old: Sequence[bytes], least: int) -> list[int]:
    """Where some lines stand among others."""
    end = len(lines) - len(old)
    return [at for at in range(least, end + 1) if lines[at] == old[0] and tuple(lines[at : at + len(old)]) == tuple(old)]


def _written(hunk: Hunk, there: Sequence[bytes]) -> Iterator[bytes]:
    """The new lines, with the line ends of the file where the diff got others on its way."""
    ours, theirs = (_end(lines) for lines in (there, hunk.old))
    for line in hunk.new:
        if not ours or not theirs or ours == theirs:
            yield line
        else:
            yield _bare(line) + (ours if line.endswith(b"\n") else b"")


def _end(lines: Sequence[bytes]) -> bytes:
    return lines[0][len(_bare(lines[0])) :] if lines else b""


def _bare(line: bytes) -> bytes:
    return line.rstrip(b"\r\n")


class _Reader:
    """A diff, line by line."""

    def __init__(self, data: bytes) -> None:
        self._lines = _lines(data)
        self._at = 0

    def files(self) -> Iterator[FilePatch]:
        """Each file that is changed. What stands between (a mail's head, a commit's message) is passed over."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.startswith((b"diff --cc ", b"diff --combined ")):
                raise PatchError("This diff is of a merge with two parents: make one against one state, with `git diff A B`.")
            if line.startswith(b"diff --git "):
                yield self._git()
            elif line.startswith(b"--- ") and self._next().startswith(b"+++ "):
                old, new = self._two_names()
                yield self._with_hunks(FilePatch(*_stripped(old, new, False)))
            elif _HUNK.match(line):
                raise PatchError(f"Line {self._at + 1} of the diff begins a hunk of no file: keep the lines with --- and +++.")
            else:
                self._at += 1

    def _next(self) -> bytes:
        return self._lines[self._at + 1] if self._at + 1 < len(self._lines) else b""

    def _git(self) -> FilePatch:
        first = self._lines[self._at]
        heads: dict[bytes, bytes] = {}
        self._at += 1
        binary = False
        named: tuple[str, str] | None = None
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.startswith(b"--- ") and self._next().startswith(b"+++ "):
                named = self._two_names()
                break
            if line.startswith((b"GIT binary patch", b"Binary files ")):
                binary = True
                self._skip_binary()
                break
            head = next((each for each in _HEADS if line.startswith(each)), None)
            if head is None:
                break
            heads[head] = line[len(head) :].rstrip(b"\r\n")
            self._at += 1
        old, new = named or _names_of(first, heads)
        if b"new file mode " in heads:
            old = NOTHING
        if b"deleted file mode " in heads:
            new = NOTHING
        patch = FilePatch(*_stripped(old, new, True), git=True, binary=binary, copied=b"copy from " in heads)
        if b"rename from " in heads or patch.copied:
            word = b"copy" if patch.copied else b"rename"
            patch.old, patch.new = _name(heads.get(word + b" from ", b"")), _name(heads.get(word + b" to ", b""))
        patch.mode = next((heads[each] for each in (b"new file mode ", b"new mode ") if each in heads), b"")
        if patch.mode in (_LINK, _MODULE) and is_judged(patch.name):
            raise PatchError(f"“{patch.name}” would be a link and no file, which is not judged: propose it as a file.")
        return patch if binary else self._with_hunks(patch)

    def _two_names(self) -> tuple[str, str]:
        old, new = (_name(self._lines[self._at + step][4:].rstrip(b"\r\n")) for step in (0, 1))
        self._at += 2
        return old, new

    def _skip_binary(self) -> None:
        self._at += 1
        while self._at < len(self._lines) and not self._lines[self._at].startswith((b"diff --git ", b"--- ")):
            self._at += 1

    def _with_hunks(self, patch: FilePatch) -> FilePatch:
        if patch.old is None and patch.new is None:
            raise PatchError(f"Line {self._at} of the diff names no file: keep the lines with --- and +++.")
        while self._at < len(self._lines) and (head := _HUNK.match(self._lines[self._at])):
            patch.hunks.append(self._hunk(head, patch.name))
        return patch

    def _hunk(self, head: re.Match[bytes], name: str) -> Hunk:
        start = int(head[1])
        left = [int(head[2]) if head[2] else 1, int(head[4]) if head[4] else 1]
        sides: tuple[list[bytes], list[bytes]] = ([], [])
        self._at += 1
        last = b""
        while self._at < len(self._lines) and (any(left) or self._lines[self._at].startswith(_NO_NEWLINE)):
            line = self._lines[self._at]
            mark = line[:1] if line.strip(b"\r\n") else b" "  # mail programs take the space from an empty line
            if mark == _NO_NEWLINE:
                for side, marks in zip(sides, (b" -", b" +"), strict=True):
                    if side and last in marks:
                        side[-1] = side[-1].removesuffix(b"\n")
            elif mark in b" -+":
                body = line[1:] if line.strip(b"\r\n") else line
                for number, marks in enumerate((b" -", b" +")):
                    if mark in marks:
                        sides[number].append(body)
                        left[number] -= 1
            else:
                break
            last = mark
            self._at += 1
        if any(left):
            raise PatchError(f"A hunk of “{name}” ends at line {self._at} of the diff and is not whole: copy all of the diff.")
        return Hunk(start, tuple(sides[0]), tuple(sides[1]))


_HEADS = tuple(
    f"{each} ".encode()
    for each in (
        *("old mode", "new mode", "deleted file mode", "new file mode", "copy from", "copy to", "rename from", "rename to"),
        *("similarity index", "dissimilarity index", "index"),
    )
)
"""How the lines begin that git writes before the names of a file."""


def _name(raw: bytes) -> str:
    """A file's name as a diff writes it: in quotes where it is odd, and with a time behind it where diff wrote it."""
    if raw.startswith(b'"') and raw.rstrip().endswith(b'"') and len(raw) > 1:
        inner = raw.rstrip()[1:-1]
        return _ESCAPE.sub(_unescaped, inner).decode("utf-8", "surrogateescape")
    return raw.split(b"\t")[0].decode("utf-8", "surrogateescape")


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes([int(said, 8)]) if len(said) == 3 else _ESCAPED.get(said, said)


def _names_of(first: bytes, heads: dict[bytes, bytes]) -> tuple[str, str]:
    """The names in the first line of git's, of a file without hunks: both are one, or its other lines name it."""
    said = first[len(b"diff --git ") :].rstrip(b"\r\n")
    if b"rename from " in heads or b"copy from " in heads:
        return NOTHING, "renamed"  # those lines say it
    if said.startswith(b'"'):
        end = re.match(rb'("(?:[^"\\]|\\.)*") (.*)', said)
        return (_name(end[1]), _name(end[2])) if end else (NOTHING, NOTHING)
    middle = len(said) // 2
    return _name(said[:middle]), _name(said[middle + 1 :])


def _stripped(old: str, new: str, git: bool) -> tuple[str | None, str | None]:
    """The names without what git puts before them."""
    for a, b in _GIT if git else _GIT[:1]:
        if (old.startswith(a) or old == NOTHING) and (new.startswith(b) or new == NOTHING):
            old = old if old == NOTHING else old[len(a) :]
            new = new if new == NOTHING else new[len(b) :]
            break
    return None if old == NOTHING else old, None if new == NOTHING else new
