"""Following a new layout of the workspace: each document goes to the project that it belongs to now, or is forgotten."""

from __future__ import annotations

from shallcheck.documents.format import CODE
from shallcheck.editor.roots import Layout, Root, is_config
from shallcheck.editor.session import Session
from shallcheck.project.config import Config


def follow(session: Session, layout: Layout) -> list[str]:
    """Judge by a layout from now on; returns the files that have to be read for it."""
    homes = {path: root for root in session.roots for path in root.project.documents}
    before = session.roots.take(layout)
    changed = {path for root in before for path in root.project.documents} | session.roots.review()
    unread = set(layout.files - homes.keys() - session.open.keys())
    for path, home in homes.items():
        if is_config(path):
            if path not in session.open or session.roots.of(path) is not home:
                changed |= home.project.drop(path)
        elif _settle(session, layout, path, home, changed, before.get(home)):
            unread.add(path)
    _judge_configs(session, layout, changed)
    for path in session.open:
        if not is_config(path) and (path not in homes or session.is_behind(path)):
            session.read_again(path)
    session.on_changed(changed)
    session.roots.forget_empty()
    return sorted(unread)


def _settle(session: Session, layout: Layout, path: str, home: Root, changed: set[str], before: Config | None) -> bool:
    """Put a document where it belongs; says whether its file has to be read again."""
    root = session.roots.of(path)
    document = home.project.documents[path]
    is_open = path in session.open
    if document.setting.format == CODE and not is_open:
        if root is not home or not session.roots.holds(path) or document.notes != session.settings(path).notes():
            changed |= home.project.drop(path)  # the scan that follows reads what is still ours
        return False
    ours = session.roots.holds(path) if is_open else path in layout.files
    if not ours or root is not home:
        changed |= home.project.drop(path)
    if not ours:
        session.schedule(path, at_once=True)
        return False
    if root is not home:
        changed |= root.project.put(document)
    if document.notes != session.settings(path).notes():
        if is_open:
            session.read_again(path)
        return not is_open
    if root is not home or (before is not None and before.choices != root.project.config.choices):
        session.schedule(path, at_once=True)
    return False


def _judge_configs(session: Session, layout: Layout, changed: set[str]) -> None:
    """Tell what is wrong with the configurations: as they are on disk, or as they are being written."""
    from shallcheck.project.problems import config_document

    for configured in layout.configs.found():
        path = layout.named(configured.path) if configured.path else ""
        if configured.problems and path not in session.open:
            changed |= session.project(path).put(config_document(path, configured.text, configured.problems))
    records = [(file, found.text, found.problems) for file, found in layout.reviews.values()]
    records += [(file, found.text, found.problems) for file, found in layout.baselines.values()]
    for file, text, problems in records:
        path = layout.named(file)
        if problems and path not in session.open:
            changed |= session.project(path).put(config_document(path, text, problems))
    for path in session.open:
        if is_config(path):
            session.on_config(path)
