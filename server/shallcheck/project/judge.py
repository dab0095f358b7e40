"""Judging statements with the disk cache before it and the language pipeline behind it: what a worker does all day."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from shallcheck.language.analysis import Analysis, Token
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.place import Span
from shallcheck.model.understanding import Understanding
from shallcheck.project.cache import Cache, digest_of
from shallcheck.project.statements import LONGEST, StatementJob, pack_findings, pack_parts, pack_understanding

WIDEST = 20_000
"""Code points: a longer statement is not judged at all (it is data, not prose)."""
WIDEST_WORD = 1_000
"""Code points: with a longer word a statement is not parsed (spaCy takes 6 s for 8,000 brackets in a row)."""

Row = tuple[bytes, bytes, bool]
"""A statement's key, its packed findings, and whether every rule has judged."""


class Judge:
    """Judges statements, with or without the pipeline."""

    def __init__(self, pipeline: str, cache: Cache) -> None:
        self._name = pipeline
        self._cache = cache
        self._digest = findings_digest(pipeline)
        self._pipeline: Any = None
        self._fresh: dict[str, dict[bytes, bytes]] = {}
        """By table, what is not yet in the cache."""
        self.missing = ""
        """Why there is no pipeline, when there is none."""

    @property
    def ready(self) -> bool:
        """Whether loading has ended, well or not."""
        return self._pipeline is not None or bool(self.missing)

    def load(self) -> None:
        """Load the pipeline (1.5 to 2.5 s)."""
        from shallcheck.language.pipeline import MissingPipelineError, load

        try:
            self._pipeline = load(self._name)
        except MissingPipelineError as error:
            self.missing = str(error)
        except Exception as error:
            self.missing = (
                f"The English pipeline “{self._name}” cannot be loaded ({error}), so only the rules that need no parse judge: "
                "install it again."
            )

    def by_text(self, jobs: Sequence[StatementJob]) -> list[Row]:
        """What the rules say that need no parse."""
        from shallcheck.rules.judging import judge_statement

        return [
            (job.key, pack_findings(judge_statement(analysis(job, ())) if len(job.text) <= WIDEST else ()), False) for job in jobs
        ]

    def from_cache(self, jobs: Sequence[StatementJob]) -> dict[bytes, bytes]:
        """The packed findings that are known on disk, by the keys of `jobs`."""
        keys = {finding_key(self._digest, job): job.key for job in jobs}
        return {keys[key]: value for key, value in self._cache.get("findings", list(keys)).items()}

    def fully(self, jobs: Sequence[StatementJob], *, looked_up: bool = False) -> list[Row]:
        """What all rules say. Needs `ready`. With `looked_up` the caller knows that the findings are not cached.

        What is new is remembered on disk by `keep`, which may come after the answer."""
        known = {} if looked_up else self.from_cache(jobs)
        todo = [job for job in jobs if job.key not in known]
        parses = self._parses([job for job in todo if not why_unparsed(job.text)])
        fresh = {job.key: _judged(job, parses.get(job.key, ())) for job in todo}
        if not self.missing:
            self._fresh["findings"] = {finding_key(self._digest, job): fresh[job.key] for job in todo}
        known.update(fresh)
        return [(job.key, known[job.key], True) for job in jobs]

    def understood(self, job: StatementJob) -> bytes:
        """What is understood of one statement, packed. Needs `ready`."""
        from shallcheck.language.understanding import understand

        short = not why_unparsed(job.text)
        tokens = self._parses([job]).get(job.key, ()) if short else ()
        return pack_understanding(understand(analysis(job, tokens)) if short else Understanding(parsed=False))

    def parts(self, jobs: Sequence[StatementJob]) -> list[tuple[bytes, bytes]]:
        """The keys of statements, each with the packed parts of its own; empty where it cannot be parsed. Needs `ready`."""
        from shallcheck.language.parts import parts

        parses = self._parses([job for job in jobs if not why_unparsed(job.text)])
        return [(job.key, pack_parts(parts(analysis(job, parses[job.key]))) if parses.get(job.key) else b"") for job in jobs]

    def keep(self) -> None:
        """Write what `fully` found out to the cache."""
        for table, values in self._fresh.items():
            self._cache.put(table, values)
        self._fresh.clear()

    def _parses(self, jobs: Sequence[StatementJob]) -> dict[bytes, tuple[Token, ...]]:
        if not jobs or self._pipeline is None:
            return {}
        from shallcheck.language.pipeline import pack, unpack

        keys = {job.key: _parse_key(self._pipeline.version, job) for job in jobs}
        known = self._cache.get("parses", list(keys.values()))
        todo = [job for job in jobs if keys[job.key] not in known]
        tokens = self._pipeline.parse([(job.text, job.opaque) for job in todo])
        parsed = dict(zip((job.key for job in todo), tokens, strict=True))
        self._fresh["parses"] = {keys[key]: pack(row) for key, row in parsed.items()}
        for job in jobs:
            if job.key not in parsed:
                parsed[job.key] = unpack(known[keys[job.key]])
        return parsed


def prepare(pipeline: str) -> None:
    """Load what every judge needs, for the processes that are forked from this one."""
    from shallcheck.language.pipeline import load
    from shallcheck.rules.registry import all_rules

    all_rules()
    with contextlib.suppress(Exception):  # each tries again, and tells why not
        load(pipeline)
    gc.collect()
    gc.freeze()  # looking for garbage there would copy the pages that are shared


def findings_digest(pipeline: str) -> bytes:
    """What findings depend on besides the statement: the code, the word lists, the pipeline and its version."""
    from shallcheck.language.pipeline import installed_version

    told = installed_version(pipeline) or ""
    return blake2b(digest_of("language", "model", "rules") + f"{pipeline} {told}".encode(), digest_size=16).digest()


def finding_key(digest: bytes, job: StatementJob) -> bytes:
    """The cache key of a statement's findings."""
    return blake2b(digest + job.key, digest_size=16).digest()


def analysis(job: StatementJob, tokens: tuple[Token, ...]) -> Analysis:
    """What the rules see of a statement."""
    return Analysis(job.text, job.kind, job.dialect, job.opaque, job.lead_in, tokens, job.choices)


def why_unparsed(text: str) -> str:
    """Why a statement is not parsed, or empty."""
    words, widest = text.count(" ") + 1, max(map(len, text.split()), default=0)
    if len(text) > WIDEST:
        return f"has {len(text)} characters, more than the {WIDEST} that are judged, so no rule judged it"
    if words > LONGEST:
        return f"has {words} words, more than the {LONGEST} that are parsed, so few rules judged it"
    if widest > WIDEST_WORD:
        return f"has a word of {widest} characters, more than the {WIDEST_WORD} that are parsed, so few rules judged it"
    return ""


def _judged(job: StatementJob, tokens: tuple[Token, ...]) -> bytes:
    """A statement's findings and facts, packed."""
    from shallcheck.language.facts import facts
    from shallcheck.rules.judging import judge_statement

    why = why_unparsed(job.text)
    if not why:
        seen = analysis(job, tokens)
        return pack_findings(judge_statement(seen), facts(seen))
    found = judge_statement(analysis(job, ())) if len(job.text) <= WIDEST else ()
    finding = Finding(
        "DOC001", Span(0, min(80, len(job.text))), f"This statement {why}: split it.", severity=Severity.INFORMATION
    )
    return pack_findings((finding, *found))


def _parse_key(version: str, job: StatementJob) -> bytes:
    opaque = ",".join(f"{part.start}-{part.end}" for part in job.opaque)
    text = f"{version}\0{opaque}\0{job.text}".encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).digest()
