"""`judge`: the one function that the command line, editors, hooks and agents ask."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

import shallcheck
from shallcheck.agents import verdict as answer
from shallcheck.agents.reasons import Reasons
from shallcheck.agents.verdict import Answer, Verdict
from shallcheck.model.briefs import BRIEFS
from shallcheck.project import ledger
from shallcheck.project.approvals import SignOff, governing, hidden
from shallcheck.project.baseline import find_baseline
from shallcheck.project.cache import digest_of
from shallcheck.project.check import Check
from shallcheck.project.checking import Progress
from shallcheck.project.comparing import judged_at
from shallcheck.project.differences import Stand
from shallcheck.project.git import RevisionError
from shallcheck.project.overlay import Change, State, UnjudgedError, opened
from shallcheck.project.policy import policies
from shallcheck.project.proposals import Proposal, SinceBaseline
from shallcheck.project.review_file import find_reviews


class Base(NamedTuple):
    """What a proposal is judged against: the project whose top is `top`, as its files are, or as they were at a revision."""

    top: Path
    revision: str = ""


def judge(
    proposal: Proposal,
    base: Base,
    *,
    signed_by: str = "",
    keep: bool = True,
    progress: Progress = lambda done, total: None,
) -> Verdict:
    """The verdict on a proposal: what it causes, judged by what holds in `base`. Nothing of the project is written but, with
    `keep`, its ledger. `signed_by`: the person who approves what only a person can.

    Raises UnjudgedError where it cannot be judged, with what to do.
    """
    top = Path(os.path.realpath(base.top))
    with _folder(top, base.revision) as folder, opened(folder, progress) as state:
        changes = tuple(proposal.changes(state))
        stand = proposal.stand if isinstance(proposal, SinceBaseline) else None
        mark = proposal_mark(changes) if stand is None else _stand_mark(stand)
        against = state_mark(state.check, state.folder)
        known = _judged_before(top, mark)
        refused_before = [each for each in known if each.verdict.get("verdict") == Answer.REFUSED]
        first = next(iter(refused_before), None)
        same = next((each for each in refused_before if each.base == against), None)
        if same is not None and not signed_by and (again := _read(same)) is not None:
            return again.model_copy(update={"earlier": same.at})
        sign_offs = _governing(state, changes)
        laid = state.laid(changes) if stand is None else state.since(stand)
        reasons = Reasons(state, laid)
        violates, reported = reasons.violations()
        sign_off = tuple(
            answer.SignOff(what=each.what, path=each.path, signed_by=signed_by) for each in (*sign_offs, *laid.sign_offs)
        )
        refused = violates or any(not each.signed_by for each in sign_off)
        verdict = Verdict(
            verdict=Answer.REFUSED if refused else Answer.ACCEPTED,
            violates=violates,
            sign_off=sign_off,
            reported=reported,
            placeholders=reasons.placeholders(),
            not_judged=reasons.not_judged(),
            changes=reasons.changes(),
            proposal=mark,
            baseline=answer.Baseline(
                revision=base.revision, fingerprint=against, judged_by=f"shallcheck {shallcheck.__version__}"
            ),
            earlier=first.at if first and refused else "",
        )
    says_something = bool(changes) or stand is not None
    if keep and says_something and not any(each.base == against and _read(each) == verdict for each in known):
        _keep(top, verdict)
    return verdict


@contextmanager
def _folder(top: Path, revision: str) -> Iterator[Path]:
    """The folder that holds the project as it is judged against."""
    if not revision:
        yield top
        return
    try:
        with judged_at(top, revision) as folder:
            yield folder
    except RevisionError as error:
        raise UnjudgedError(str(error)) from error


def _governing(state: State, changes: Iterable[Change]) -> list[SignOff]:
    """What a person has to sign off of the files that say how things are judged."""
    named = [state.inside(os.fspath(file)) for file in policies(state.check)]
    found: list[SignOff | None] = []
    for each in changes:
        before = state.read(each.path)
        if before != each.data:
            found.append(governing(each.path, before, each.data, named))
            found += hidden(each.path, before, each.data, map(state.inside, state.check.documents))
        if each.was and each.was != each.path:
            found.append(governing(each.was, state.read(each.was), None, named))
    return list(dict.fromkeys(one for one in found if one is not None))


def proposal_mark(changes: Iterable[Change]) -> str:
    """The fingerprint of what is proposed."""
    return _digest(
        part
        for each in sorted(changes, key=lambda one: one.path)
        for part in (each.path.encode("utf-8", "surrogatepass"), b"-" if each.data is None else b"+" + each.data)
    )


def _stand_mark(stand: Stand) -> str:
    """The fingerprint of a baseline."""
    rows = [*(f"{name}\t{words}" for name, words in stand.words.items()), *("\t".join(key) for key in stand.links)]
    return _digest(row.encode("utf-8", "surrogatepass") for row in sorted(rows))


def state_mark(check: Check, folder: Path) -> str:
    """The fingerprint of a project's state: the documents, the code, and everything that says how they are judged."""
    parts = [digest_of("documents", "language", "model", "rules", "project", "agents")]
    for path, document in sorted({**check.documents, **check.code}.items()):
        if Path(path).name == BRIEFS:  # a record that is told of, because it is older than the state
            continue
        inside = Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()
        notes = repr(sorted(document.notes.items()))  # what is declared beside it
        parts += [each.encode("utf-8", "surrogatepass") for each in (inside, document.text, notes)]
    for configured in sorted(check.configs, key=lambda each: str(each.path)):
        parts.append(configured.text.encode("utf-8", "surrogatepass"))
    for file in (find_baseline(folder), find_reviews(folder), *policies(check)):
        parts.append(file.read_bytes() if file is not None and file.is_file() else b"")
    return _digest(parts)


def _digest(parts: Iterable[bytes]) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _judged_before(top: Path, mark: str) -> list[ledger.Entry]:
    """The verdicts on a proposal that are in the ledger, the first first. One that cannot be read knows of none."""
    try:
        entries = ledger.read_ledger(top / ledger.LEDGER).entries
    except OSError:
        return []
    return [each for each in entries if each.proposal == mark]


def _read(entry: ledger.Entry) -> Verdict | None:
    try:
        return Verdict.model_validate(entry.verdict)
    except ValidationError:
        return None


def _keep(top: Path, verdict: Verdict) -> None:
    """Put a verdict into the ledger. Raises UnjudgedError where it cannot be kept."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = ledger.Entry(at, verdict.proposal, verdict.baseline.fingerprint, verdict.model_dump(mode="json"))
    try:
        ledger.append(top / ledger.LEDGER, entry)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnjudgedError(
            f"The verdict could not be kept in {ledger.LEDGER} ({reason}): make it writable, or keep none."
        ) from error


__all__ = ["Base", "UnjudgedError", "judge", "proposal_mark", "state_mark"]
