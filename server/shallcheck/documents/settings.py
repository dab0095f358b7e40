"""What a project says about how its documents are to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shallcheck.model.kinds import Dialect, Level

_DECLARED = "declared:"


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """Choices that override what a document's path and text say. Everything empty: the document speaks for itself."""

    identifier_pattern: str = ""
    """A regular expression that a whole identifier matches; empty: `shallcheck.documents.notation.IDENTIFIER`."""
    format: str = ""
    """The format to read as whatever the path is (`documents/formats/`); empty: path and content tell."""
    level: Level | None = None
    dialect: Dialect | None = None
    declared: str = ""
    """What the files beside the document declare for it (a grammar, types of artifacts), in its format's own writing."""
    declarations: tuple[tuple[str, str], ...] = ()
    """The same by the format's name, for each that the document may turn out to be."""
    root: str = ""
    """The folder from which source code is named (`code:src/logger.py`); only of source code."""
    markers: tuple[str, ...] = ()
    """Words that name requirements in source code, beside ours; only of source code."""
    levels: tuple[tuple[str, Level], ...] = ()
    """The names of the project's own levels, each with the level of ours as which it is read."""
    prefixes: tuple[tuple[str, Level], ...] = ()
    """How the identifiers of the project's own levels begin, likewise."""

    def of(self, form: str) -> ReaderSettings:
        """The settings as the reader of a format gets them: `declared` is what is meant for it."""
        return replace(self, declared=dict(self.declarations).get(form, self.declared)) if self.declarations else self

    def notes(self) -> dict[str, str]:
        """As strings, to travel with the document (an edit is read with the settings of the first read)."""
        pairs = {
            "identifier_pattern": self.identifier_pattern,
            "format": self.format,
            "level": self.level or "",
            "dialect": self.dialect or "",
            "declared": self.declared,
            "root": self.root,
            "markers": "\n".join(self.markers),
            "levels": "\n".join(map("=".join, self.levels)),
            "prefixes": "\n".join(map("=".join, self.prefixes)),
        }
        pairs |= {_DECLARED + form: text for form, text in self.declarations}
        return {key: str(value) for key, value in pairs.items() if value}

    @classmethod
    def from_notes(cls, notes: dict[str, str]) -> ReaderSettings:
        """The settings that `notes` was made from."""
        return cls(
            notes.get("identifier_pattern", ""),
            notes.get("format", ""),
            Level(notes["level"]) if "level" in notes else None,
            Dialect(notes["dialect"]) if "dialect" in notes else None,
            notes.get("declared", ""),
            tuple((key.removeprefix(_DECLARED), text) for key, text in notes.items() if key.startswith(_DECLARED)),
            notes.get("root", ""),
            tuple(notes["markers"].split("\n")) if "markers" in notes else (),
            _pairs(notes.get("levels", "")),
            _pairs(notes.get("prefixes", "")),
        )


def _pairs(told: str) -> tuple[tuple[str, Level], ...]:
    rows = (line.rpartition("=") for line in told.split("\n") if line)
    return tuple((name, Level(level)) for name, _, level in rows)
