"""Samples of each format, and what becomes of a text when its writer, its tool or an attacker damages it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from shallcheck.documents.format import Format
from shallcheck.documents.formats import all_formats
from shallcheck.documents.reading import edit_document, read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.project.discovery import read_source
from tests.documents.corpus import CORPUS
from tests.documents.places import check_places

SAMPLES = Path(__file__).parent / "samples"
_LARGEST = 60_000
"""Code points of a sample: of a larger one only the head is damaged, since it would take the others' time."""
LONGEST = 2.0
"""Seconds of processor time that one reading may take."""
_RUBBISH: tuple[str, ...] = (
    *"\0\r\n\t\"'`|<>[]{}()#*-:=@&\\~^%$!,;\ufeff\u2028\x85\ud800\U0001f6a2",
    "\r\n",
    "\n\n",
    "```\n",
    "<!--",
    "-->",
    "'''",
    '"""',
    ">>>\n",
    "<<<\n",
    "---\n",
    "&lol;",
    "<!ENTITY a 'b'>",
    "!!python/object ",
    "&a [*a, *a]",
    "    ",
    "shallcheck-disable AMB001: x",
)


@dataclass(frozen=True)
class Sample:
    """A whole document: where it stands, what it says, and how its format is told to the readers."""

    path: str
    text: str
    settings: ReaderSettings


def samples(form: Format) -> list[Sample]:
    """Our own samples of a format, and the real ones where they are there."""
    out = []
    for folder in (SAMPLES / form.name, CORPUS / form.name):
        declared = _declared(form, folder)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name.lower().endswith(tuple(f".{each}" for each in form.endings)):
                settings = ReaderSettings(format=form.name, declared=declared)
                out.append(Sample(path.as_posix(), read_source(path).text[:_LARGEST], settings))
    return out


def _declared(form: Format, folder: Path) -> str:
    found = (path for path in sorted(folder.rglob("*")) if any(fnmatch(path.name, each) for each in form.companions))
    texts = {path.name: path.read_text("utf-8", "replace") for path in found}
    return form.declare(texts) if form.declare and texts else ""


def read_damaged(sample: Sample, chance: random.Random) -> str:
    """Damage a sample, read it and an edit of it; the damaged text. Raises AssertionError, or whatever a reader raises."""
    text = damaged(sample.text, chance)
    document = read_document(sample.path, text, sample.settings)
    if document is None:
        return text
    check_places(document)
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.randrange(40))
    new = chance.choice(_RUBBISH)
    edited = edit_document(document, text[:start] + new + text[end:], start, end, start + len(new))
    if edited is not None:
        check_places(edited)
    return text


def damaged(text: str, chance: random.Random) -> str:
    """A text after one to four mishaps."""
    for _ in range(chance.randint(1, 4)):
        text = str(chance.choice(_MISHAPS)(text, chance))[: 2 * _LARGEST]
    return text


def _cut_short(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at]


def _without_a_stretch(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.choice((1, 2, 10, 300)) :]


def _with_rubbish(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    rubbish: str = chance.choice(_RUBBISH)
    return text[:at] + rubbish * chance.choice((1, 1, 1, 2, 300)) + text[at:]


def _with_another_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_RUBBISH) + text[at + 1 :]


def _lines_mixed(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return text
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _lines_again(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    again = lines[at : at + chance.choice((1, 3, 20))] * chance.choice((1, 1, 20))
    return "".join((*lines[:at], *again, *lines[at:]))


def _deeper(line: str) -> str:
    return "  " + line


def _with_a_tab(line: str) -> str:
    return "\t" + line


def _at_the_margin(line: str) -> str:
    return line.lstrip(" \t")


def _indented_otherwise(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    shift = chance.choice((_deeper, _with_a_tab, _at_the_margin))
    return "".join((*lines[:at], *(shift(line) for line in lines[at : at + 5]), *lines[at + 5 :]))


def _other_line_ends(text: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r", "\u2028", "")))


_MISHAPS: tuple[Callable[[str, random.Random], str], ...] = (
    _cut_short,
    _without_a_stretch,
    _without_a_stretch,
    _with_rubbish,
    _with_rubbish,
    _with_another_letter,
    _lines_mixed,
    _lines_again,
    _indented_otherwise,
    _other_line_ends,
)


def formats() -> list[Format]:
    """All formats, by name."""
    return sorted(all_formats().values(), key=lambda each: each.name)


def fuzz(name: str, count: int) -> tuple[str, int, float, list[str]]:
    """A format's name, how many samples it has, its slowest reading in seconds, and what went wrong."""
    form = next(each for each in formats() if each.name == name)
    known = samples(form)
    slowest, faults = 0.0, []
    for number in range(count):
        chance = random.Random(f"{name} {number}")
        began = time.process_time()
        fault = ""
        try:
            text = read_damaged(chance.choice(known), chance)
        except Exception as error:  # whatever a reader raises is what is looked for
            fault, text = f"{type(error).__name__}: {error}"[:200], ""
        taken = time.process_time() - began
        slowest = max(slowest, taken)
        if taken > LONGEST:
            fault = f"took {taken:.1f} s for {len(text)} code points"
        if fault:
            faults.append(f"{name}, number {number}: {fault}")
    return name, len(known), slowest, faults
