"""Statements as work: the key under which a statement's findings are known, and the wire and cache form of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from hashlib import blake2b
from typing import Any, NamedTuple

import msgpack

from shallcheck.model.choices import NO_CHOICES, Choices, Words
from shallcheck.model.document import Opaque, Statement
from shallcheck.model.facts import Facts
from shallcheck.model.facts import pack as pack_facts
from shallcheck.model.facts import unpack as unpack_facts
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.kinds import Dialect, Kind, OpaqueKind
from shallcheck.model.parts import Part, PartKind
from shallcheck.model.place import Span
from shallcheck.model.understanding import Understanding

LONGEST = 500
"""Words: a longer statement is not parsed (20,000 words take 2.8 s and 490 MB)."""


class StatementJob(NamedTuple):
    """What a worker needs to judge one statement, and nothing of the document that it came from."""

    key: bytes
    text: str
    kind: Kind
    dialect: Dialect
    opaque: tuple[Opaque, ...]
    lead_in: bool
    choices: Choices = NO_CHOICES


def job_for(statement: Statement, choices: Choices = NO_CHOICES) -> StatementJob:
    """The job of a statement. Statements that are judged alike have the same key, wherever they stand."""
    wire = (
        statement.text,
        statement.kind.value,
        statement.dialect.value,
        [tuple(part) for part in statement.opaque],
        statement.lead_in,
        choices,
    )
    key = blake2b(msgpack.packb(wire, unicode_errors="surrogatepass"), digest_size=16).digest()
    return StatementJob(key, statement.text, statement.kind, statement.dialect, statement.opaque, statement.lead_in, choices)


def pack_jobs(jobs: Sequence[StatementJob]) -> list[Any]:
    """Jobs as plain lists for msgpack: the choices, each once, and the statements, which name theirs by number."""
    choices = {each: number for number, each in enumerate(dict.fromkeys(job.choices for job in jobs))}
    rows = [
        (
            job.key,
            job.text,
            job.kind.value,
            job.dialect.value,
            [tuple(part) for part in job.opaque],
            job.lead_in,
            choices[job.choices],
        )
        for job in jobs
    ]
    return [list(choices), rows]


def unpack_jobs(rows: Sequence[Any]) -> list[StatementJob]:
    """The inverse of `pack_jobs`."""
    choices, statements = rows
    chosen = [_choices(row) for row in choices]
    return [
        StatementJob(
            key,
            text,
            Kind(kind),
            Dialect(dialect),
            tuple(Opaque(start, end, OpaqueKind(what)) for start, end, what in opaque),
            lead_in,
            chosen[number],
        )
        for key, text, kind, dialect, opaque, lead_in, number in statements
    ]


def _choices(row: Sequence[Any]) -> Choices:
    words, numbers, methods = row
    return Choices(
        tuple((code, Words(tuple(add), tuple(allow))) for code, (add, allow) in words),
        tuple((code, name, value) for code, name, value in numbers),
        tuple(methods),
    )


class Judgement(NamedTuple):
    """What a worker finds out about a statement. `facts`: None where it was not parsed, or is compared with none."""

    findings: tuple[Finding, ...]
    facts: Facts | None


def pack_findings(findings: Sequence[Finding], facts: Facts | None = None) -> bytes:
    """A statement's findings and facts as msgpack: for the wire and for the cache. Statement rules give no related places."""
    rows = [
        (
            finding.rule,
            tuple(finding.span),
            finding.message,
            [
                (fix.title, [tuple(edit) for edit in fix.edits], fix.safe, list(fix.siblings), fix.attribute)
                for fix in finding.fixes
            ],
            int(finding.severity) if finding.severity is not None else 0,
        )
        for finding in findings
    ]
    packed: bytes = msgpack.packb((rows, pack_facts(facts) if facts else None), unicode_errors="surrogatepass")
    return packed


def unpack_findings(data: bytes) -> tuple[Finding, ...]:
    """The findings of what `pack_findings` packed. Raises ValueError or TypeError on foreign data."""
    return unpack_judgement(data).findings


def unpack_judgement(data: bytes) -> Judgement:
    """The inverse of `pack_findings`. Raises ValueError or TypeError on foreign data."""
    rows, facts = msgpack.unpackb(data, unicode_errors="surrogatepass")
    findings = tuple(
        Finding(
            rule,
            Span(*span),
            message,
            tuple(
                Fix(title, tuple(Edit(*edit) for edit in edits), safe, tuple(siblings), _pair(attribute))
                for title, edits, safe, siblings, attribute in fixes
            ),
            (),
            Severity(severity) if severity else None,
        )
        for rule, span, message, fixes, severity in rows
    )
    return Judgement(findings, unpack_facts(facts) if facts else None)


def _pair(value: Sequence[str] | None) -> tuple[str, str] | None:
    return (value[0], value[1]) if value else None


def pack_understanding(understanding: Understanding) -> bytes:
    """What was understood of a statement as msgpack, for the wire."""
    packed: bytes = msgpack.packb(astuple(understanding))
    return packed


def unpack_understanding(data: bytes) -> Understanding:
    """The inverse of `pack_understanding`."""
    conditions, actors, modals, actions, purposes, quantities, details, parsed = msgpack.unpackb(data)
    return Understanding(
        tuple((kind, Span(*span)) for kind, span in conditions),
        _spans(actors),
        _spans(modals),
        _spans(actions),
        _spans(purposes),
        tuple((Span(*span), meaning) for span, meaning in quantities),
        tuple((part, Span(*span), meaning) for part, span, meaning in details),
        parsed,
    )


def pack_parts(parts: Sequence[Part]) -> bytes:
    """The parts of a statement as msgpack, for the wire."""
    packed: bytes = msgpack.packb([int(number) for part in parts for number in part])
    return packed


def unpack_parts(data: bytes) -> tuple[Part, ...]:
    """The inverse of `pack_parts`."""
    numbers = iter(msgpack.unpackb(data))
    return tuple(Part(start, end, PartKind(kind)) for start, end, kind in zip(numbers, numbers, numbers, strict=True))


def _spans(rows: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in rows)
