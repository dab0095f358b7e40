"""Suspect links: what has changed since the review, and marking links as reviewed, one, all of an artifact or all to one.

What a baseline tells is marked by a command, since its file is no document that the client has open: the server writes it as the
command line does. What the document itself records, such as Doorstop's fingerprints, is an edit of that document.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.asked import Asked
from shallcheck.editor.features.workspace import Workspace
from shallcheck.editor.present import diagnostic, workspace_edit
from shallcheck.editor.roots import Root
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.document import Link
from shallcheck.model.finding import Edit
from shallcheck.model.reviews import LinkKey
from shallcheck.project.atomic import exclusive
from shallcheck.project.git import git_user
from shallcheck.project.report import Found
from shallcheck.project.review_file import read_reviews, written
from shallcheck.project.reviewing import Entry, Present, reviewed
from shallcheck.project.state import Project
from shallcheck.reports.differences import marked
from shallcheck.reports.quoting import as_text
from shallcheck.rules.suspicion import Suspicion, mark_of, said, when

SUSPECT = "TRC007"
REVIEW = "shallcheck.review"


def register(server: Server, session: Session, can: Can, workspace: Workspace) -> None:
    """Register the command that marks links as reviewed: `{"uri", "links": [{"source", "type", "target", "now"}], "why"}`, where
    `now` is the fingerprint of what the upper end said when the person decided."""
    turn = asyncio.Lock()

    @server.command(REVIEW)
    async def review(*arguments: Any) -> dict[str, int]:
        asked = Asked(arguments)
        path, wanted = asked.path(session), dict(_links(asked.rows("links")))
        if not path or not wanted:
            return {"reviewed": 0}
        async with turn:
            told, count = await _mark(session, path, wanted, " ".join(asked.text("why").split()))
        for message in told:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))
        if count:
            await workspace.follow()
        return {"reviewed": count}


def _links(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[LinkKey, str]]:
    """The links that are to be marked, each with the fingerprint of what was read."""
    for row in rows:
        said = [row.get(name) for name in ("source", "type", "target", "now")]
        if all(isinstance(each, str) for each in said):
            *key, now = map(str, said)
            yield LinkKey(*key), now


def suspect_link(project: Project, path: str, found: Found) -> tuple[Link, Suspicion] | None:
    """The link that a finding speaks of, and why it is suspect."""
    segment = found.placed.segment
    for link in segment.reading.links:
        if link.place == found.report.span and (why := project.suspicion(path, segment, link)) is not None:
            return link, why
    return None


def changed(why: Suspicion) -> str:
    """What has changed, in Markdown: struck what went, bold what came; and who reviewed the link when."""
    artifact = why.upper.artifact
    rows = [f"**{as_text(artifact.label)}** {as_text(artifact.title)} has changed since this link was reviewed."]
    rows.append("> " + (marked(why.comparison) if why.comparison.pieces else as_text(said(why.upper))))
    if why.comparison.changes:
        rows.append(f"What changed: {as_text(why.comparison.told(10))}.")
    if why.review is not None:
        reason = f": “{as_text(why.review.why)}”" if why.review.why else ""
        rows.append(f"Reviewed {as_text(when(why.review))}{reason}.")
    return "\n\n".join(rows)


def review_actions(session: Session, path: str, touched: Sequence[Found], can: Can) -> Iterator[types.CodeAction]:
    """Actions that mark suspect links as reviewed: each alone, all of its artifact, and all to what has changed."""
    project = session.project(path)
    for found in touched:
        suspect = suspect_link(project, path, found) if found.report.rule == SUSPECT else None
        if suspect is None:
            continue
        why = suspect[1]
        own = [
            each
            for each in project.reports(path)
            if each.report.rule == SUSPECT and each.report.artifact == found.report.artifact
        ]
        of_own = [each[1] for one in own if (each := suspect_link(project, path, one)) is not None]
        if why.key is None:
            yield from _in_document(session, path, found, own, can)
            continue
        label, source = why.upper.artifact.label, why.key.source
        to_it = [each for each in _suspects_to(project, why) if each.key is not None]
        yield _action(session, path, found, f"Mark this link to {label} as reviewed", [why])
        if len(some := [each for each in of_own if each.key is not None]) > 1:
            yield _action(session, path, found, f"Mark all {len(some)} suspect links of {source} as reviewed", some)
        if len(to_it) > 1:
            yield _action(session, path, found, f"Mark all {len(to_it)} suspect links to {label} as reviewed", to_it)


def _suspects_to(project: Project, why: Suspicion) -> list[Suspicion]:
    """Every link of the project that the same change makes suspect."""
    found = []
    for named in project.references(why.upper.identifier):
        if named.path in project.documents:
            each = project.suspicion(named.path, named.segment, named.link)
            found += [each] if each is not None and each.upper.identifier == why.upper.identifier else []
    return found


def _action(session: Session, path: str, found: Found, title: str, suspects: Sequence[Suspicion]) -> types.CodeAction:
    links = [{**each.key._asdict(), "now": mark_of(said(each.upper))} for each in suspects if each.key is not None]
    return types.CodeAction(
        title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(session, path, found)],
        command=types.Command(title, REVIEW, arguments=[{"uri": session.uri(path), "links": links}]),
    )


def _in_document(session: Session, path: str, found: Found, own: Sequence[Found], can: Can) -> Iterator[types.CodeAction]:
    """All links of an artifact at once, where the document itself records reviews; one alone is the finding's own fix."""
    edits = [
        Edit(edit.start + each.placed.start, edit.end + each.placed.start, edit.text)
        for each in own
        for fix in each.report.finding.fixes[:1]
        for edit in fix.edits
    ]
    if len(edits) > 1 and found.report.finding.fixes:
        yield types.CodeAction(
            f"Mark all {len(edits)} suspect links of {found.report.artifact} as reviewed",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(session, path, found)],
            edit=workspace_edit(session, can, path, edits, snippets=False),
        )


async def _mark(session: Session, path: str, wanted: dict[LinkKey, str], why: str) -> tuple[list[str], int]:
    """Mark links as reviewed in the project's file; returns what to tell the person, and how many were marked."""
    root = session.roots.of(path)
    file, _ = session.roots.reviewed(root)
    if file is None:
        return ["Nothing is recorded here yet: run `shallcheck baseline`, then links can be reviewed."], 0
    links, late = _as_they_are(root, wanted)
    if not links:
        gone = next(iter(wanted))
        return [f"The link of “{gone.source}” to “{gone.target}” is there no more, so it was not marked as reviewed."], 0
    if late:
        return [f"“{late[0].upper}” has changed again, so its links were not marked as reviewed: read it once more."], 0
    return await asyncio.to_thread(_write, file, links, why, root.project.config.independent_review)


def _as_they_are(root: Root, wanted: dict[LinkKey, str]) -> tuple[dict[LinkKey, str], list[LinkKey]]:
    """The links that are there with what their upper ends say, and those whose upper ends say something else than was decided
    on."""
    project, present = root.project, Present()
    sources = {defined.path for key in wanted for defined in project.index.definitions(key.source)}
    for path in sources & project.documents.keys():
        present.take(project, project.documents[path])
    links = {key: present.links[key] for key in wanted if key in present.links}
    return links, [key for key, words in links.items() if mark_of(words) != wanted[key]]


def _write(file: Path, links: dict[LinkKey, str], why: str, independent: bool) -> tuple[list[str], int]:
    who = git_user(file.parent)
    if not who:
        return ["Nobody is named as who reviews: set git's user.name and user.email."], 0
    try:
        with exclusive(file) as held:
            before = read_reviews(file)
            if before.problems:
                first = before.problems[0]
                return [f"{file.name}:{first.line + 1}: {first.message} Nothing was marked, so that no line is lost."], 0
            made, refused = reviewed(before.reviews, links, Entry(who, date.today().isoformat(), why), independent=independent)
            if made != before.reviews:
                held.write_lines(written(made))
    except OSError as error:
        return [f"{file.name} could not be written ({error.strerror or error}), so it is as it was."], 0
    return list(refused), sum(made.links[key] != before.reviews.links.get(key) for key in links if key in made.links)
